"""Today, the emergency and the first run as people use them: thumb, keyboard, no script, large type, dark, on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from unweary.service import CheckIn
from unweary.vocab.history import Answer, Day, Profile, SiteRating

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
FITS = "document.documentElement.scrollWidth <= innerWidth"


def saved(screen):
    """Until the page says that the answer is kept."""
    expect(screen.locator("#said")).to_have_text(re.compile("^Saved:"))


def tab_to(screen, test, most=60):
    """Go on with the tab key until ``test`` holds for what has the focus."""
    for _ in range(most):
        screen.keyboard.press("Tab")
        if screen.evaluate(f"(() => {{ const at = document.activeElement; return {test}; }})()"):
            return
    raise AssertionError(f"the tab key never came to: {test}")


@pytest.fixture
def checked_in(person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=3), (SiteRating("quads", "left", 3, morning),)))
    screened = [finding for screen in person.knowledge.screens for finding in screen.findings if finding != "fever"]
    person.check_in(CheckIn(answers=tuple(Answer(name, "absent", morning) for name in screened)))
    return person


# ---- one question in place


def test_an_answer_changes_the_page_in_place_and_says_so(page, empty, checked_in):
    screen = page()
    screen.goto(empty)
    first = screen.locator("#q").inner_text()
    screen.evaluate("window.here = true")
    with screen.expect_response("**/?said=*"):
        screen.get_by_role("button", name="No", exact=True).click()
    saved(screen)
    assert screen.evaluate("window.here"), "the page was loaded anew"
    assert screen.locator("#q").inner_text() != first
    assert screen.evaluate("document.activeElement.id") == "q"
    assert screen.locator("#said").get_attribute("role") == "status"
    assert len(checked_in.facts("answer")) > 0
    assert screen.complaints == []
    assert faults(screen) == []


def test_a_second_tap_does_not_answer_the_question_that_has_just_come_up(page, empty, checked_in):
    before = len(checked_in.facts("answer"))
    screen = page()
    # The moment in which the page takes no second tap ends by its clock: it stands until the tap was made.
    screen.clock.install(time=0)
    screen.goto(empty)
    screen.clock.pause_at(3_600)
    box = screen.get_by_role("button", name="No", exact=True).bounding_box()
    at = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    screen.mouse.click(*at)
    saved(screen)
    screen.mouse.click(*at)
    screen.wait_for_timeout(300)
    assert len(checked_in.facts("answer")) == before + 1
    assert screen.locator(".answers-form[inert]").count() == 1
    screen.clock.run_for(500)
    assert screen.locator(".answers-form[inert]").count() == 0


def test_skip_change_and_why_work_in_place(page, empty, checked_in):
    screen = page()
    screen.goto(empty)
    first = screen.locator("#q").inner_text()
    screen.get_by_text("Why do you ask?").click()
    assert screen.locator("details[open] > p").first.is_visible()
    screen.get_by_role("link", name="Skip for now").click()
    expect(screen.locator("#q")).not_to_have_text(first)
    screen.get_by_role("button", name="Not sure").click()
    saved(screen)
    asked_again = screen.locator("#said").inner_text()
    screen.get_by_role("link", name="Change it").click()
    expect(screen.locator("#said")).to_have_text("")
    assert "not sure" in asked_again
    assert screen.get_by_role("button", name="Yes", exact=True).is_visible()
    assert screen.complaints == []


def test_an_answer_that_is_an_emergency_leaves_everything_else(page, empty, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=3)))
    screen = page()
    screen.goto(f"{empty}/?ask=chest_pain_now")
    screen.get_by_role("button", name="Yes", exact=True).click()
    screen.get_by_role("heading", name="Call for help now.").wait_for()
    assert screen.locator("nav").count() == 0


def test_without_script_the_question_is_a_form_and_the_page_says_what_it_did(page, empty, checked_in):
    screen = page(script=False)
    screen.goto(empty)
    first = screen.locator("#q").inner_text()
    screen.get_by_role("button", name="No", exact=True).click()
    assert urlsplit(screen.url).path == "/"
    assert screen.locator("#said").inner_text().startswith("Saved:")
    assert screen.locator("#q").inner_text() != first


def test_by_keyboard_alone_the_question_is_answered(page, empty, checked_in):
    before = len(checked_in.facts("answer"))
    screen = page(wide=True)
    screen.goto(empty)
    tab_to(screen, "at.matches('.answers button[value=absent]')")
    outline = screen.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    screen.keyboard.press("Enter")
    saved(screen)
    assert len(checked_in.facts("answer")) == before + 1


# ---- every way to look at it


@BOTH
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_today_after_an_answer_has_no_fault_of_access(page, example, wide, dark):
    screen = page(wide=wide, dark=dark)
    screen.goto(f"{example}/?said=fever&was=push")
    screen.evaluate(OPEN_ALL)
    assert screen.evaluate(FITS)
    assert screen.locator("#said").is_visible()
    assert faults(screen) == []


def test_today_stands_on_five_requests_and_paints_without_its_script(page, example):
    screen = page()
    screen.goto(example)
    assert len(screen.asked) <= 5, screen.asked
    bare = page(script=False)
    bare.goto(example)
    assert bare.get_by_role("heading", level=1).inner_text() == "Go easier today."
    assert bare.locator("#y + dl").is_visible()


def test_the_verdict_fits_on_the_first_screen_of_a_phone(page, example):
    screen = page()
    screen.goto(example)
    foot = screen.locator("nav.tabs").bounding_box()["y"]
    box = screen.locator("section.verdict").bounding_box()
    since = screen.locator("section.since").bounding_box()
    assert box["y"] + box["height"] < foot
    assert since["y"] + since["height"] < foot


@pytest.mark.parametrize("path", ["/", "/start", "/start?step=2", "/start?step=3"])
def test_double_zoom_needs_no_sideways_scrolling(page, empty, checked_in, path):
    screen = page()
    screen.set_viewport_size({"width": 320, "height": 568})
    screen.goto(empty + path)
    assert screen.evaluate(FITS)
    screen.set_viewport_size({"width": 390, "height": 844})
    screen.evaluate("document.documentElement.style.fontSize = '200%'")
    assert screen.evaluate(FITS), "with type twice as large"


def test_where_no_motion_is_wanted_nothing_moves(page, example):
    screen = page()
    screen.emulate_media(reduced_motion="reduce")
    screen.goto(example)
    moving = screen.evaluate(
        """[...document.querySelectorAll("*")].filter((each) => {
          const style = getComputedStyle(each);
          return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
        }).length"""
    )
    assert moving == 0


def test_on_paper_today_keeps_verdict_reasons_and_course_and_drops_what_only_leads_elsewhere(page, example):
    screen = page()
    screen.emulate_media(media="print")
    screen.goto(example)
    for kept in ("section.verdict", "section.since", "ol.why", ".course svg", ".sore"):
        assert screen.locator(kept).first.is_visible(), kept
    for gone in ("nav.tabs", ".answers-form", "#said", ".foot-links"):
        assert screen.locator(gone).is_hidden(), gone


# ---- the emergency, which stands alone


@BOTH
@pytest.mark.parametrize(("code", "number"), [("NO", "113"), ("SE", "112"), ("", "")])
def test_the_emergency_names_the_number_of_the_country_or_asks_for_it(page, empty, person, morning, code, number, dark):
    person.save_profile(Profile(country=code or None), {})
    person.check_in(CheckIn(answers=(Answer("chest_pain_now", "present", morning),)))
    screen = page(dark=dark)
    screen.goto(empty)
    links = screen.locator("a[href^='tel:']")
    assert [link.get_attribute("href") for link in links.all()] == ([f"tel:{number}"] if number else [])
    if number:
        top = links.first.bounding_box()
        assert top["height"] >= 44
        assert top["y"] + top["height"] < 844, "the button stands on the first screen"
    else:
        screen.get_by_label("Which country").select_option("NO")
        screen.get_by_role("button", name="Show the number").click()
        screen.locator("a[href='tel:113']").wait_for()
    assert faults(screen) == []


def test_the_emergency_is_read_in_the_order_of_what_matters_and_has_a_way_back(page, empty, person, morning):
    person.save_profile(Profile(country="NO"), {})
    person.check_in(CheckIn(answers=(Answer("chest_pain_now", "present", morning),)))
    screen = page(script=False)
    screen.goto(empty)
    assert screen.title().startswith("Call for help now")
    read = screen.locator("main").aria_snapshot()
    order = [read.index(each) for each in ("Call for help now.", "Call 113", "Tell them this", "Not right?", "Go on")]
    assert order == sorted(order)
    screen.get_by_role("link", name="I have called. Go on").click()
    screen.get_by_text("You chose to go on.").wait_for()
    screen.get_by_role("link", name="Whom to call").click()
    screen.get_by_role("button", name="That is not so").click()
    expect(screen.get_by_role("heading", level=1)).not_to_have_text("Call for help now.")


@pytest.mark.parametrize("code", ["NO", ""])
def test_the_emergency_on_paper_says_whom_to_call(page, empty, person, morning, code):
    person.save_profile(Profile(country=code or None), {})
    person.check_in(CheckIn(answers=(Answer("chest_pain_now", "present", morning),)))
    screen = page()
    screen.emulate_media(media="print")
    screen.goto(empty)
    shown = screen.locator("main").inner_text()
    assert ("Call 113" if code else "Call your local emergency number") in shown
    assert screen.locator("button:visible:not(.term)").count() == 0
    ink = screen.evaluate("getComputedStyle(document.querySelector('.alarm-top')).backgroundColor")
    assert ink == "rgb(255, 255, 255)"


# ---- the first run


def answer_three_screens(screen, empty):
    screen.goto(empty)
    screen.get_by_label("Year of birth").fill("1985")
    screen.get_by_role("button", name="Go on").click()
    screen.locator("label.chip", has_text="Heavy legs").click()
    screen.locator("label:has(#fatigue_0_10-3)").click()
    screen.get_by_role("button", name="Go on").click()
    screen.get_by_role("button", name="None of these: see my answer").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_three_screens_lead_to_the_first_verdict(page, empty, person, script):
    screen = page(script=script)
    answer_three_screens(screen, empty)
    expect(screen.get_by_role("heading", level=1)).to_have_text("You are good to go.")
    assert person.profile().birth_year == 1985
    assert screen.complaints == []


def test_the_first_run_by_keyboard_alone(page, empty, person):
    screen = page(wide=True)
    screen.goto(empty)
    tab_to(screen, "at.name === 'birth_year'")
    screen.keyboard.type("1985")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=Screen 2 of 3")
    tab_to(screen, "at.name === 'fatigue_0_10'")
    screen.keyboard.press("3")
    tab_to(screen, "at.matches('button.main')")
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=Screen 3 of 3")
    tab_to(screen, "at.matches('button.main')", most=120)
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".verdict-line")
    assert person.facts("day")[0].value.fatigue_0_10 == 3


@BOTH
def test_the_screens_of_the_first_run_have_no_fault_of_access(page, empty, dark):
    screen = page(dark=dark)
    for path in ("/", "/start?step=2", "/start?step=3"):
        screen.goto(empty + path)
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], path
        small = screen.evaluate(
            """[...document.querySelectorAll("main button:not(.term), main .chip, main input, main select")]
              .filter((each) => !each.closest(".sr") && !each.matches(".sr, [type=hidden], [type=checkbox]"))
              .map((each) => each.getBoundingClientRect()).filter((box) => box.height < 44).length"""
        )
        assert small == 0, path
    screen.goto(f"{empty}/start?step=2")
    screen.get_by_label("Or in your own words").fill("heavy legs for two weeks and chest pain")
    screen.get_by_role("button", name="Go on").click()
    screen.get_by_role("heading", name="Is this right?").wait_for()
    assert faults(screen) == []
    screen.goto(f"{empty}/start?step=1")
    screen.get_by_label("Year of birth").fill("1650")
    screen.get_by_role("button", name="Go on").click()
    screen.get_by_role("alert").wait_for()
    assert faults(screen) == []


# ---- a danger that has passed


@pytest.fixture
def passed(checked_in, morning):
    """Chest pain yesterday and a face droop six days ago, both answered 'no' this morning."""
    yes = (("chest_pain_now", 1), ("fast_positive", 6))
    checked_in.add([Answer(name, "present", morning - timedelta(days=days)) for name, days in yes])
    return checked_in


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_that_a_clinician_has_looked_is_said_for_one_danger_close_under_the_verdict(page, empty, passed, script):
    screen = page(script=script)
    screen.goto(empty)
    card = screen.locator("#passed")
    verdict = screen.locator("section.verdict").bounding_box()
    assert 0 < card.bounding_box()["y"] - verdict["y"] - verdict["height"] < 40
    assert screen.evaluate(FITS)
    assert not script or faults(screen) == []
    card.locator("summary").first.click()
    assert screen.evaluate(FITS)
    expect(card.get_by_label("Looked at on").first).to_have_value("2026-11-20")
    card.get_by_label("Looked at on").first.fill("2026-11-19")
    card.get_by_role("button", name="Save").first.click()
    expect(card).to_contain_text("Looked at by a clinician on 19 November (you said).")
    looked = {danger.finding: danger.looked_on is not None for danger in passed.looking.dangers()}
    assert looked == {"chest_pain_now": True, "fast_positive": False}
    assert not script or faults(screen) == []
    card.locator("summary").last.click()
    card.get_by_role("button", name="Nobody has looked at it yet").click()
    expect(card.get_by_text("Looked at by a clinician")).to_have_count(0)
