"""Learn, blood tests and settings in a real browser: access, keyboard alone, without script, narrow, printed, dark."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from unweary.vocab.history import Lab, Profile

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

PAGES = (
    "/learn", "/learn/iron", "/learn/when_to_worry", "/labs", "/labs?test=haemoglobin", "/labs?find=zebra",
    "/settings", "/settings/gone", "/you",
)  # fmt: skip
FITS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def tested(person, morning):
    """Somebody with a few blood tests."""
    person.save_profile(Profile(birth_year=1989, sex="F", height_m=1.71, mass_kg=64, pregnant=False), {})
    ago = [(400, 22, None), (300, 15, "<"), (30, 34, None)]
    person.add(tuple(Lab("ferritin", value, "ug/L", morning - timedelta(days=days), sign) for days, value, sign in ago))
    person.add((Lab("tsh", 6.1, "mU/L", morning - timedelta(days=30)), Lab("haemoglobin", 110, "g/L", morning)))
    return person


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_every_page_and_state_is_open_to_all(page, empty, tested, wide, dark):
    screen = page(wide=wide, dark=dark)
    row = next(row for row in tested.facts("lab") if row.value.analyte == "haemoglobin")
    for path in (*PAGES, f"/labs/{row.id}"):
        screen.goto(empty + path)
        assert screen.evaluate(FITS), f"{path} is wider than the screen"
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
    for path, field, typed in (("/labs?test=ferritin", "value", "low"), ("/settings", "typed", "yes")):
        screen.goto(empty + path)
        if field == "value":
            screen.locator(".units label").first.click()
        screen.locator(f"input[name={field}]").fill(typed)
        screen.locator(f"form:has(input[name={field}]) button").first.click()
        screen.wait_for_selector("[role=alert]")
        assert screen.locator(f"input[name={field}]").input_value() == (typed if field == "value" else "")
        assert faults(screen) == [], path
    assert [line for line in screen.complaints if "422" not in line] == []


def test_the_pages_of_somebody_new_are_open_to_all(page, empty):
    screen = page()
    for path in ("/labs", "/settings"):
        screen.goto(empty + path)
        assert faults(screen) == [], path


@pytest.mark.parametrize("look", ["system.imperial.quiet", "dark.metric.quiet"])
def test_quiet_and_imperial_are_open_to_all_and_show_no_chart(page, empty, tested, look):
    screen = page()
    screen.context.add_cookies([{"name": "unweary-view", "value": look, "url": empty}])
    for path in ("/", "/labs", "/timeline", "/settings", "/you"):
        screen.goto(empty + path)
        assert faults(screen) == [], path
        assert screen.locator("svg.chart:visible").count() == 0, path


def test_a_blood_test_is_added_by_keyboard_alone(page, empty, person):
    screen = page(wide=True)
    screen.goto(f"{empty}/labs")
    screen.locator("input[type=search]").focus()
    screen.keyboard.type("iron stores")
    assert screen.locator(".tests li:visible").count() == 1
    screen.keyboard.press("Tab")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/labs?test=ferritin*")
    screen.locator("input[name=value]").focus()
    screen.keyboard.type("<15")
    screen.keyboard.press("Tab")
    screen.keyboard.press("Space")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("[role=status]")
    assert "Saved: Ferritin <15 µg/L." in screen.locator("[role=status]").inner_text()
    kept = person.facts("lab")[0].value
    assert (kept.value, kept.comparator, kept.unit) == (15, "<", "ug/L")


def test_why_a_sentence_is_graded_so_opens_by_keyboard(page, empty):
    screen = page()
    screen.goto(f"{empty}/learn/soreness")
    screen.locator(".how summary").first.focus()
    screen.keyboard.press("Enter")
    box = screen.locator(".why-box").first
    assert box.is_visible()
    assert "We read this in the source." in box.inner_text()
    size = screen.locator(".how summary").first.bounding_box()
    assert size["width"] >= 24
    assert size["height"] >= 24


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_theme_is_chosen_with_and_without_script_and_holds_on_every_page(page, empty, script):
    screen = page(script=script)
    screen.goto(f"{empty}/settings")
    screen.get_by_text("Dark", exact=True).click()
    screen.get_by_role("button", name="Save how it looks").click()
    screen.wait_for_url("**/settings?saved=look")
    for path in ("/", "/learn", "/no-such-page"):
        screen.goto(empty + path)
        assert screen.locator("html").get_attribute("data-theme") == "dark"
    if script:
        assert screen.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 21, 19)"


def test_all_of_it_works_without_script(page, empty, person):
    screen = page(script=False)
    screen.goto(f"{empty}/labs")
    screen.locator("input[type=search]").fill("blood count")
    screen.get_by_role("button", name="Find").click()
    screen.locator(".tests a", has_text="Haemoglobin").click()
    screen.locator("input[name=value]").fill("13.5")
    screen.get_by_text("g/L", exact=True).click()
    screen.get_by_role("button", name="Save this test").click()
    screen.get_by_role("button", name="Save as 13.5 g/dL (135 g/L)").click()
    assert "Saved: Haemoglobin 13.5 g/dL." in screen.locator("[role=status]").inner_text()
    screen.goto(f"{empty}/settings")
    screen.locator("input[name=typed]").fill("delete")
    screen.get_by_role("button", name="Delete everything for good").click()
    screen.get_by_role("heading", level=1, name="Everything is gone").wait_for()
    assert person.facts() == ()


def test_everything_can_be_downloaded(page, empty, tested):
    screen = page()
    screen.goto(f"{empty}/settings")
    with screen.expect_download() as waiting:
        screen.get_by_role("button", name="Download everything").click()
    assert re.fullmatch(r"unweary-\d{4}-\d\d-\d\d\.zip", waiting.value.suggested_filename)


def test_a_narrow_window_and_text_of_double_size_need_no_sideways_scrolling(page, empty, tested):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 568})
    for path in PAGES:
        screen.goto(empty + path)
        screen.evaluate(OPEN_ALL)
        assert screen.evaluate(FITS), path
    screen.set_viewport_size({"width": 640, "height": 568})
    for path in PAGES:
        screen.goto(empty + path)
        screen.evaluate("document.documentElement.style.fontSize = '200%'")
        assert screen.evaluate(FITS), path


def test_what_is_printed_has_the_words_and_the_grades_and_no_buttons(page, empty, tested):
    screen = page(wide=True)
    screen.emulate_media(media="print")
    screen.goto(f"{empty}/learn/veins")
    assert screen.locator(".how summary b").first.is_visible()
    assert screen.get_by_text("Where this comes from").is_visible()
    assert not screen.get_by_text("Read next").is_visible()
    screen.goto(f"{empty}/labs")
    assert screen.locator(".lab-value").first.is_visible()
    assert screen.locator(".btn:visible").count() == 0
    assert not screen.locator("#add").is_visible()
    assert len(screen.pdf(format="A4")) > 5_000


def test_the_pages_are_light(page, empty, tested):
    screen = page()
    for path in ("/learn", "/learn/sleep", "/labs", "/settings"):
        answer = screen.goto(empty + path)
        assert len(answer.body()) < 40_000, path
