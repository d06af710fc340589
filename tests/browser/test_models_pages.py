"""The body's models in a real browser: phone and desk, dark, without script, by keyboard, with a slip, printed."""

from __future__ import annotations

import pytest

from unweary.reports.simulation import dashed
from unweary.service.simulations import simulate, simulations

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

NAMES = [dashed(told.id) for told in simulations()]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_every_model_fits_the_screen_and_has_no_fault_of_access(page, empty, wide, dark):
    screen = page(wide=wide, dark=dark)
    for path in ("", *(f"/{name}" for name in NAMES), "/muscle?mvc=7"):
        screen.goto(f"{empty}/learn/models{path}")
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
    assert [line for line in screen.complaints if "422" not in line] == []


def test_the_smallest_phone_needs_no_sideways_scrolling_and_every_control_is_large_enough(page, empty):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 568})
    for name in NAMES:
        screen.goto(f"{empty}/learn/models/{name}")
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        for control in screen.locator(".knobs input:not([type=hidden]), .knobs select, .knobs .btn").all():
            assert control.bounding_box()["height"] >= 44, name
            assert control.bounding_box()["width"] >= 44, name


@pytest.mark.parametrize("name", NAMES)
def test_the_numbers_of_an_axis_do_not_touch(page, empty, name):
    screen = page()
    screen.set_viewport_size({"width": 360, "height": 800})
    screen.goto(f"{empty}/learn/models/{name}")
    for chart in screen.locator("figure > svg.curve").all():
        boxes = [text.bounding_box() for text in chart.locator(":scope > text").all()]
        assert len(boxes) >= 4
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart = (
                    one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
                    or one["y"] + one["height"] <= other["y"] + 2 or other["y"] + other["height"] <= one["y"] + 2
                )  # fmt: skip
                assert apart, (one, other)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_slider_is_turned_by_keyboard_and_show_draws_anew(page, empty, script):
    screen = page(script=script)
    screen.goto(f"{empty}/learn/models/motor-units")
    before = screen.locator("figure > svg.curve path.l1").first.get_attribute("d")
    screen.get_by_role("slider").focus()
    screen.keyboard.press("ArrowRight")
    screen.get_by_role("button", name="Show").click()
    screen.wait_for_url("**/learn/models/motor-units?mvc=0.55")
    seconds = simulate("motor-units", {"mvc": 0.55}).numbers["endurance_time_s"]
    screen.locator(".outcome b", has_text=f"{seconds:.1f}").wait_for()
    assert screen.get_by_role("spinbutton").input_value() == "0.55"
    assert screen.get_by_role("slider").input_value() == "0.55"
    assert screen.locator("figure > svg.curve path.l1").first.get_attribute("d") != before
    assert screen.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_typed_number_counts_and_the_others_stay(page, empty, script):
    screen = page(script=script)
    screen.goto(f"{empty}/learn/models/muscle?pause_s=5")
    screen.get_by_role("spinbutton", name="Force share of full force").fill("0.7")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**mvc=0.7**")
    assert "pause_s=5" in screen.url
    assert screen.get_by_role("spinbutton", name="Pause for s").input_value() == "5"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_slip_is_told_and_what_was_typed_is_still_there(page, empty, script):
    screen = page(script=script)
    screen.goto(f"{empty}/learn/models/muscle")
    screen.get_by_role("spinbutton", name="Rounds").fill("99")
    screen.get_by_role("button", name="Show").click()
    screen.get_by_text("Rounds (rounds) is 99. What works: a number from 1 to 20.").wait_for()
    assert screen.get_by_role("spinbutton", name="Rounds").input_value() == "99"


def test_the_lines_are_told_apart_without_colour(page, empty):
    screen = page()
    screen.goto(f"{empty}/learn/models/motor-units")
    look = "node => { const s = getComputedStyle(node); return [s.strokeDasharray, s.strokeWidth].join() }"
    chart = screen.locator("figure > svg.curve").first
    looks = [chart.locator(f"path.{kind}").evaluate(look) for kind in ("l1", "l2", "ref")]
    assert len(set(looks)) == 3
    legend = [node.evaluate(look) for node in screen.locator("figure").first.locator(".swatch path").all()]
    assert legend == looks


def test_on_paper_the_pictures_are_whole_and_the_buttons_are_gone(page, empty):
    screen = page(wide=True)
    screen.goto(f"{empty}/learn/models/motor-units")
    screen.emulate_media(media="print")
    assert not screen.get_by_role("button", name="Show").is_visible()
    assert screen.locator("figure > svg.curve").count() == 3
    assert all(chart.bounding_box()["width"] > 300 for chart in screen.locator("figure > svg.curve").all())
