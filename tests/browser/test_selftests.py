"""The clocks of the tests and of the breathing guide, run by a real browser; all pages by axe, light and dark."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from unweary.service import CheckIn
from unweary.service.self_tests import measured
from unweary.vocab.history import Answer, Observation, Profile

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

PAGES = (
    "/tests", "/tests/reaction", "/tests/tapping", "/tests/standing", "/tests/balance", "/tests/calf",
    "/tests/strength", "/breathe", "/breathe?go=1&rate=4.5&ratio=twice&minutes=10",
)  # fmt: skip
#: Shorter than for people, so that the tests end.
QUICK = "(set) => Object.assign(document.querySelector('[data-test]').dataset, set)"


def kept(person):
    rows = person.facts("observation", 100)
    return {row.value.signal: row.value.value for row in rows if isinstance(row.value, Observation)}


@pytest.fixture
def measured_before(person, morning):
    """Somebody with earlier results, one of which shows something."""
    person.save_profile(Profile(birth_year=1980, sex="F"), {})
    values = {"reaction_ms": 320.0, "hr_lying_bpm": 60.0, "hr_standing_3min_bpm": 96.0, "hr_rise_3min_bpm": 36.0,
              "calf_raises_right": 22.0, "grip_kg": 30.0, "taps_left_10s": 50.0, "balance_left_s": 40.0,
              "paced_breathing_min": 5.0}  # fmt: skip
    person.add(
        [
            measured(name, value + back, morning - timedelta(days=back))
            for name, value in values.items()
            for back in (0, 4)
        ]
    )
    person.check_in(CheckIn(answers=(Answer("orthostatic", "present", morning),)))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_the_pages_have_no_fault(page, empty, measured_before, wide, dark):
    screen = page(wide=wide, dark=dark)
    for path in PAGES:
        screen.goto(empty + path)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
    assert screen.complaints == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_running_tests_have_no_fault_either(page, empty, dark):
    screen = page(dark=dark)
    for name in ("reaction", "tapping", "standing", "balance", "calf"):
        screen.goto(f"{empty}/tests/{name}")
        screen.locator("[data-start]").click()
        assert faults(screen) == [], name
    screen.goto(f"{empty}/breathe")
    screen.get_by_role("button", name="Start, 5 minutes").click()
    assert faults(screen) == []
    assert screen.complaints == []


def test_the_smallest_phone_needs_no_sideways_scrolling(page, empty, measured_before):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 568})
    for path in PAGES:
        screen.goto(empty + path)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_run_of_reactions_with_early_taps(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/tests/reaction")
    phone.evaluate(QUICK, {"low": 2500, "high": 2600, "trials": 6})
    phone.get_by_role("button", name="Start").click()
    pad = phone.locator("[data-pad]")
    # The first wait is long, so that a tap before the signal is surely too early.
    pad.click()
    assert pad.inner_text() == "Too early. Wait"
    phone.evaluate(QUICK, {"low": 20, "high": 60})
    phone.evaluate(
        """() => new Promise((done) => {
          const pad = document.querySelector("[data-pad]");
          const watch = new MutationObserver(() => {
            if (pad.hidden) { watch.disconnect(); done(); return; }
            if (pad.textContent === "Now") {
              setTimeout(() => pad.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })), 150);
            }
          });
          watch.observe(pad, { childList: true, attributes: true });
        })"""
    )
    phone.get_by_role("status").filter(has_text="Your middle reaction").wait_for()
    times = [int(time) for time in phone.locator("#times").input_value().split(",")]
    assert times[0] == -1
    assert len(times) == 7
    assert all(140 <= time < 1000 for time in times[1:])
    shown = float(phone.locator("#reaction_ms").input_value())
    phone.get_by_role("button", name="Keep this result").click()
    phone.get_by_text("Kept. It stands below.").wait_for()
    assert kept(person)["reaction_ms"] == pytest.approx(shown, abs=1)
    assert phone.complaints == []


def test_reactions_by_keyboard_alone_and_escape_from_them(page, empty):
    desk = page(wide=True)
    desk.goto(f"{empty}/tests/reaction")
    desk.evaluate(QUICK, {"low": 5000, "high": 6000})
    desk.locator("[data-start]").focus()
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.matches('[data-pad]')")
    desk.keyboard.press("Space")
    assert desk.locator("[data-pad]").inner_text() == "Too early. Wait"
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    assert desk.get_by_role("status").inner_text() == "Stopped. Nothing was kept."
    assert desk.evaluate("document.activeElement.matches('[data-start]')")


def test_tapping_counts_pointer_and_keys_for_each_hand(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/tests/tapping")
    phone.evaluate(QUICK, {"ms": 2000})
    for taps, key in ((5, False), (4, True)):
        phone.locator("[data-start]").click()
        if key:
            for _ in range(taps):
                phone.keyboard.press("Space")
        else:
            phone.locator("[data-pad]").evaluate(
                "(pad, taps) => { while (taps--) pad.dispatchEvent(new PointerEvent('pointerdown')) }", taps
            )
        phone.get_by_role("status").filter(has_text=f"{taps} taps").wait_for()
    phone.get_by_role("button", name="Keep this result").click()
    phone.get_by_text("Kept. It stands below.").wait_for()
    assert kept(person) == {"taps_right_10s": 5, "taps_left_10s": 4}


def test_the_balance_clock_goes_on_while_the_focus_moves(page, empty):
    phone = page()
    phone.goto(f"{empty}/tests/balance")
    phone.locator("[data-start]").click()
    phone.locator("#balance_left_s").focus()
    phone.wait_for_timeout(1200)
    phone.locator("[data-pad]").click()
    assert 1.1 <= float(phone.locator("#balance_right_s").input_value()) < 6
    assert "Now the left leg" in phone.get_by_role("status").inner_text()


def test_the_balance_clock_stops_at_the_end_by_itself(page, empty):
    phone = page()
    phone.goto(f"{empty}/tests/balance")
    phone.evaluate(QUICK, {"longest": 1})
    phone.locator("[data-start]").click()
    phone.get_by_role("status").filter(has_text="1 seconds, right leg").wait_for()
    assert phone.locator("#balance_right_s").input_value() == "1"


def test_calf_raises_are_counted_by_the_beat(page, empty):
    phone = page()
    phone.goto(f"{empty}/tests/calf")
    phone.evaluate(QUICK, {"beat": 500})
    phone.locator("[data-start]").click()
    phone.locator(".beat b").filter(has_text=re.compile("Ready: [123]")).wait_for()
    phone.locator(".beat b").filter(has_text=re.compile("(Up|Down) [2-9]")).wait_for()
    phone.locator("[data-pad]").click()
    raises = int(phone.locator("#calf_raises_right").input_value())
    assert 2 <= raises < 20
    assert phone.get_by_role("status").inner_text().startswith(f"{raises} raises, right leg.")


def test_the_standing_test_leads_through_its_steps(page, empty):
    phone = page()
    phone.goto(f"{empty}/tests/standing")
    phone.evaluate(QUICK, {"steps": "3:Lie still.;5:Stand up and stand still."})
    phone.locator("[data-start]").click()
    phone.get_by_role("status").filter(has_text="Lie still.").wait_for()
    assert phone.get_by_role("timer").inner_text() in ("0:03", "0:02", "0:01")
    phone.get_by_role("status").filter(has_text="Stand up").wait_for()
    phone.get_by_role("status").filter(has_text="Done. Sit down").wait_for()


@pytest.mark.parametrize("name", ["reaction", "tapping", "standing", "balance", "calf", "strength"])
def test_without_a_script_a_number_can_be_typed(page, empty, name):
    phone = page(script=False)
    phone.goto(f"{empty}/tests/{name}")
    assert phone.locator("[data-start]:visible").count() == 0
    fields = phone.locator("main form input[type=number]:visible")
    for place in range(min(fields.count(), 2)):
        fields.nth(place).fill("60" if name == "standing" else "120" if name == "reaction" else "30")
    if name == "reaction":
        fields.nth(1).fill("5")
    phone.get_by_role("button", name="Keep this result").click()
    phone.get_by_text("Kept. It stands below.").wait_for()


def test_breathing_starts_moves_and_stops(page, empty):
    phone = page()
    phone.goto(f"{empty}/breathe?minutes=2")
    phone.get_by_role("button", name="Start, 2 minutes").click()
    circle = phone.locator("[data-circle]")
    phone.wait_for_timeout(900)
    first = float(circle.get_attribute("r"))
    phone.wait_for_timeout(900)
    assert float(circle.get_attribute("r")) > first > 40
    assert phone.locator("[data-phase]").inner_text() == "Breathe in"
    phone.locator("[data-phase]").filter(has_text="Breathe out").wait_for()
    phone.get_by_role("button", name=re.compile("Stop")).click()
    assert phone.get_by_role("status").inner_text() == "Stopped."
    assert circle.get_attribute("r") == "40"
    assert phone.complaints == []


def test_no_sound_unless_it_is_wanted(page, empty):
    phone = page()
    phone.goto(f"{empty}/breathe")
    phone.evaluate(
        """() => {
          window.made = 0;
          const Whole = window.AudioContext;
          window.AudioContext = class extends Whole { constructor() { super(); window.made += 1; } };
        }"""
    )
    assert not phone.locator("[data-sound]").is_checked()
    phone.locator("[data-toggle]").click()
    phone.wait_for_timeout(300)
    assert phone.evaluate("made") == 0
    phone.locator("label", has_text="Quiet sound").click()
    phone.wait_for_timeout(300)
    assert phone.evaluate("made") == 1


def test_with_less_motion_there_are_words_and_a_bar_and_no_circle(page, empty):
    phone = page()
    phone.emulate_media(reduced_motion="reduce")
    phone.goto(f"{empty}/breathe")
    assert not phone.locator(".lung").is_visible()
    assert phone.get_by_text("count slowly").is_visible()
    phone.locator("[data-toggle]").click()
    phone.locator("[data-phase]").filter(has_text=re.compile(r"Breathe in, \d")).wait_for()
    assert phone.locator(".guide .bar").is_visible()


def test_breathing_without_a_script(page, empty, person):
    phone = page(script=False)
    phone.goto(f"{empty}/breathe")
    phone.get_by_role("button", name="Start, 5 minutes").click()
    phone.locator("animate").wait_for(state="attached")
    phone.get_by_role("button", name="Stop").click()
    phone.locator("animate").wait_for(state="detached")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Mark 5 minutes as done").click()
    assert kept(person) == {"paced_breathing_min": 5}
