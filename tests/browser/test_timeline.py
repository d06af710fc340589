"""The Timeline in a real Chromium: pictures read by mouse, finger and keyboard, without script, large, dark, quiet."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from unweary.service import CheckIn
from unweary.vocab.history import Day, Observation, SiteRating

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

PATHS = (
    "/timeline",
    "/timeline?days=42",
    "/timeline?days=182",
    "/timeline?days=all",
    "/timeline/2026-11-18",
    "/causes",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_no_fault_of_access_and_nothing_wider_than_the_screen(page, example, wide, dark):
    screen = page(wide=wide, dark=dark)
    for path in PATHS:
        screen.goto(example + path)
        assert faults(screen) == [], path
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert screen.complaints == []


def test_at_double_size_nothing_is_cut_off(page, example):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 400})
    for path in PATHS:
        screen.goto(example + path)
        screen.evaluate(OPEN_ALL)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    screen.goto(f"{example}/timeline")
    cut = screen.evaluate(
        "[...document.querySelectorAll('svg.lane text')].filter((t) => t.getBoundingClientRect().left < 0).length"
    )
    assert cut == 0


def test_the_keyboard_reads_one_day_after_the_other_and_opens_it(page, example):
    screen = page()
    screen.goto(f"{example}/timeline")
    slide = screen.get_by_role("slider", name="Move along the days")
    slide.focus()
    screen.keyboard.press("ArrowLeft")
    screen.keyboard.press("ArrowLeft")
    told = screen.get_by_role("status").inner_text()
    row = screen.locator("tbody tr").nth(2)
    assert told.startswith("18 Nov: Training load: ")
    for cell in row.locator("td").all_text_contents():
        assert cell in told
    assert slide.get_attribute("aria-valuetext") == told
    screen.keyboard.press("Tab")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/timeline/2026-11-18")
    assert screen.get_by_role("heading", level=1).inner_text() == "Wednesday 18 November"


def test_mouse_and_rule_stand_on_the_day_that_is_told(page, example):
    screen = page(wide=True)
    screen.goto(f"{example}/timeline")
    lane = screen.locator("svg.lane").first
    lane.scroll_into_view_if_needed()
    box = lane.bounding_box()
    lane.hover(position={"x": box["width"] * 4.5 / 14, "y": 40})
    assert screen.get_by_role("status").inner_text().startswith("11 Nov: ")
    rule = screen.locator(".rule").bounding_box()
    assert abs(rule["x"] - (box["x"] + box["width"] * 4.5 / 14)) < 2


def test_a_finger_on_a_cell_opens_its_day(page, example):
    screen = page()
    screen.goto(f"{example}/timeline")
    screen.locator('svg.sore a[href="/timeline/2026-11-19"]').tap()
    screen.wait_for_url("**/timeline/2026-11-19")
    assert "Sore places" in screen.locator("main").inner_text()


def test_without_script_the_pictures_stand_and_the_table_leads_to_the_day(page, example):
    screen = page(script=False)
    screen.goto(f"{example}/timeline")
    assert screen.locator("svg.lane").first.is_visible()
    assert not screen.locator(".reading").is_visible()
    screen.get_by_text("Read it as a table").click()
    screen.locator("tbody a").nth(2).click()
    screen.wait_for_url("**/timeline/2026-11-18")


def test_columns_of_all_lanes_stand_under_each_other_and_letters_are_not_stretched(page, example):
    for wide in (False, True):
        screen = page(wide=wide)
        screen.goto(f"{example}/timeline?days=42")
        ends = screen.evaluate(
            """[...document.querySelectorAll('svg.lane')].map((lane) => {
              const box = lane.getBoundingClientRect();
              const size = getComputedStyle(lane.querySelector('text')).fontSize;
              return [Math.round(box.left), Math.round(box.right), size].join();
            })"""
        )
        assert len(ends) > 4
        assert len(set(ends)) == 1
        assert ends[0].endswith("12px")


def test_unknown_and_zero_look_different_in_both_themes(page, person, served, morning):
    sites = [SiteRating("quads", "left", score, morning - timedelta(days=back)) for back, score in ((0, 0), (2, 5))]
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=3), tuple(sites)))
    with served(person) as address:
        for dark in (False, True):
            screen = page(dark=dark)
            screen.goto(f"{address}/timeline")
            fills = screen.evaluate(
                """['.na', '.cell[data-score="0"]', '.cell[data-score="5"]'].map(
                  (what) => getComputedStyle(document.querySelector('svg.sore ' + what)).fill)"""
            )
            assert fills[0] == "none"
            assert len(set(fills)) == 3


def test_a_line_is_broken_where_a_day_is_missing(page, person, served, morning):
    for back in (0, 1, 4, 5):
        at = morning - timedelta(days=back, minutes=20)
        person.add((Observation("hr_rest_bpm", 50.0 + back, "bpm", at, "watch"),))
    with served(person) as address:
        screen = page()
        screen.goto(f"{address}/timeline")
        drawn = screen.locator("svg.lane path.l1").get_attribute("d")
    assert [round(float(x)) for x in re.findall(r"M([\d.]+)", drawn)] == [8, 12]  # 8.5 and 12.5, to even
    assert drawn.count("L") == 2


def test_quiet_keeps_the_words_and_hides_the_pictures(page, example):
    screen = page()
    screen.goto(f"{example}/timeline")
    host = urlsplit(example)
    screen.context.add_cookies(
        [{"name": "unweary-view", "value": "system.metric.quiet", "url": f"http://{host.netloc}"}]
    )
    screen.reload()
    assert not screen.locator("svg.lane").first.is_visible()
    assert not screen.get_by_role("slider").is_visible()
    assert screen.get_by_text("Read it as a table").is_visible()


def test_the_sum_behind_a_cause_can_be_opened_from_the_order_at_the_top(page, example):
    screen = page()
    screen.goto(f"{example}/causes")
    first = screen.locator(".ranked a").first
    name = first.inner_text()
    first.click()
    card = screen.locator("section.card", has=screen.get_by_role("heading", name=name)).first
    card.get_by_text("How this number comes about").click()
    rows = card.locator(".steps tr")
    assert rows.first.inner_text().startswith("Before any answer")
    assert rows.last.inner_text().startswith("Together")
    assert card.locator(".chart.fall").first.is_visible()
