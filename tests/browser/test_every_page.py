"""Every page, phone and desk, light and dark: no fault of access, nothing wider than the screen, no complaint."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from unweary.interfaces.web import body
from unweary.service import CheckIn
from unweary.vocab.history import Answer, Day, SiteRating

pytestmark = pytest.mark.browser

PAGES = (
    "/", "/?anyway=1", "/check-in/more", "/timeline/2026-11-20", "/pair?code=x", "/settings", "/settings/gone",
    "/labs", "/learn/iron", "/interview", "/check-in", "/check-in?view=front-top&part=chest_lower&side=left",
    "/check-in?view=back-legs&part=achilles&side=right", "/check-in/day", "/check-in/signs", "/timeline",
    "/timeline?days=42", "/causes", "/plan", "/you", "/you?plan=1", "/files", "/entries", "/api",
    "/report", "/no-such-page",
)  # fmt: skip
OPEN_ALL = "for (const fold of document.querySelectorAll('details')) fold.open = true"


def faults(page):
    """What axe finds on the page as it stands; only that comes back from the browser, not all that it looked at."""
    from axe_playwright_python.base import AXE_SCRIPT

    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
        # From now on it is there with each page that is opened: sent anew for each, it costs three times as much.
        page.add_init_script(AXE_SCRIPT)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((told) => told.violations)")
    return [(fault["id"], node["target"], node["failureSummary"]) for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_the_pages_of_the_example_person(page, example, wide, dark):
    screen = page(wide=wide, dark=dark)
    for path in PAGES:
        screen.goto(example + path)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
    assert [line for line in screen.complaints if "404" not in line] == []
    assert {urlsplit(url).hostname for url in screen.asked} == {"127.0.0.1"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_somebody_new(page, empty, dark):
    screen = page(dark=dark)
    for path in (
        "/",
        "/check-in",
        "/check-in/signs",
        "/timeline",
        "/causes",
        "/plan",
        "/you?plan=1",
        "/files",
        "/entries",
    ):
        screen.goto(empty + path)
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("signs", "headline"),
    [
        (("breathless_rest", "haemoptysis"), "Call for help now."),
        (("suicidal",), "Call for help now."),
        (("leg_swell_any",), "Have this looked at today."),
    ],
)
def test_the_urgent_pages(page, empty, person, morning, signs, headline, dark):
    said = tuple(Answer(sign, "present", morning) for sign in signs)
    site = SiteRating("gastroc_medial", "left", 6, morning, ("swelling", "warmth"))
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6), (site,), said))
    screen = page(dark=dark)
    screen.goto(empty)
    assert screen.get_by_role("heading", level=1).inner_text() == headline
    for path in ("/", "/?anyway=1", "/causes", "/plan"):
        screen.goto(empty + path)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_field_word_is_explained_by_keyboard_and_by_a_tap(page, example, script):
    phone = page(script=script)
    phone.goto(f"{example}/labs")
    word = phone.locator("h2 .term", has_text="Ferritin")
    meaning = phone.locator("#w-ferritin")
    assert not meaning.is_visible()
    word.focus()
    phone.keyboard.press("Enter")
    meaning.wait_for()
    assert "iron stores" in meaning.inner_text()
    box = meaning.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    if script:
        assert faults(phone) == []
    phone.keyboard.press("Escape")
    meaning.wait_for(state="hidden")
    word.click()
    meaning.wait_for()
    phone.mouse.click(195, 30)
    meaning.wait_for(state="hidden")
    assert phone.complaints == []


def test_the_smallest_phone_and_double_zoom_need_no_sideways_scrolling(page, example):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 568})
    for path in PAGES[:-2]:
        screen.goto(example + path)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_every_part_of_the_map_can_be_hit_with_a_thumb(page, empty):
    """At least 24 px both ways in its own view: what is drawn, or the unseen wider target around it."""
    phone = page()
    small = []
    homes = {place: views[0] for place, views in body.homes().items()}
    for view in ("front-top", "front-legs", "back-top", "back-legs"):
        phone.goto(f"{empty}/check-in?view={view}")
        small += phone.evaluate(
            """([view, homes]) => {
              const window_ = document.querySelector("svg.body").getBoundingClientRect();
              const seen = new Map();
              for (const link of document.querySelectorAll(".body a[href]")) {
                const box = link.getBoundingClientRect();
                if (box.top < window_.top || box.bottom > window_.bottom) continue;
                const asked = new URL(link.href.baseVal, location).searchParams;
                const key = `${asked.get("part")}.${asked.get("side")}`;
                if (homes[key] !== view) continue;
                const best = seen.get(key) || [0, 0];
                seen.set(key, [Math.max(best[0], box.width), Math.max(best[1], box.height)]);
              }
              return [...seen].filter(([, [w, h]]) => w < 23.5 || h < 23.5).map(([key, [w, h]]) => `${key} ${w}x${h}`);
            }""",
            [view, homes],
        )
    assert small == []
