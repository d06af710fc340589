"""A person with a phone, half asleep: from nothing to a verdict, with script, without it, and by keyboard alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser


def finish(page, *, tired="6"):
    """Steps 2 and 3, by taps."""
    page.locator(f"label:has(#fatigue_0_10-{tired})").click()
    page.locator("label:has(#heaviness_0_10-5)").click()
    page.get_by_label("hours", exact=True).fill("5")
    page.get_by_label("minutes", exact=True).fill("50")
    page.get_by_role("button", name="Next: warning signs").click()
    page.locator("label", has_text="None of all of these").click()
    page.get_by_role("button", name="Save and see today").click()


def test_a_phone_goes_from_nothing_to_a_verdict_and_asks_nobody_else(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/check-in")
    phone.locator("#p-quads-left").click()
    phone.get_by_role("heading", name="Front of thigh, left").wait_for()
    phone.locator(".dock .ramp label", has_text="6").click()
    phone.locator("#marked li", has_text="Front of thigh, left").wait_for()
    assert phone.locator("#p-quads-left").get_attribute("aria-label") == "Front of thigh, left: 6 of 10"
    phone.locator("label:has(#sign-bruise)").click()
    phone.locator("#marked li", has_text="bruised").wait_for()
    phone.get_by_role("link", name="Back legs").click()
    phone.locator("#p-gastroc_medial-right").click()
    phone.get_by_role("heading", name="Inner calf, right").wait_for()
    phone.locator(".dock .ramp label", has_text="4").click()
    phone.locator("#marked li", has_text="Inner calf, right").wait_for()
    phone.get_by_role("button", name="Next: how you are").click()
    finish(phone)
    phone.wait_for_url(lambda url: urlsplit(url).path == "/")
    phone.get_by_text("Front of thigh, left").first.wait_for()
    assert phone.get_by_role("heading", level=1).inner_text() != "We do not know yet."
    marks = {(row.value.site, row.value.side): row.value for row in person.facts("site")}
    assert marks["quads", "left"].soreness_0_10 == 6
    assert marks["quads", "left"].signs == ("bruise",)
    assert marks["gastroc_medial", "right"].soreness_0_10 == 4
    assert len(marks) == 2
    assert phone.complaints == []
    assert len(phone.asked) > 10
    assert {urlsplit(url).hostname for url in phone.asked} == {"127.0.0.1"}


def test_without_script_the_same_check_in_works(page, empty, person):
    phone = page(script=False)
    phone.goto(f"{empty}/check-in")
    phone.locator("#p-quads-left").click()
    phone.locator(".dock .ramp label", has_text="10").click()
    phone.locator("label:has(#sign-swelling)").click()
    phone.get_by_role("button", name="Save this part").click()
    phone.locator("#marked li", has_text="10").wait_for()
    phone.locator("summary", has_text="Shins").click()
    phone.locator("#l-tibialis_anterior-right").click()
    phone.locator(".dock .ramp label", has_text="2").click()
    phone.get_by_role("button", name="Save this part").click()
    phone.locator("#marked li", has_text="Front of shin muscle").get_by_role("button", name="Clear").click()
    phone.get_by_role("button", name="Next: how you are").click()
    finish(phone)
    phone.wait_for_url(f"{empty}/")
    assert [(row.value.site, row.value.soreness_0_10, row.value.signs) for row in person.facts("site")] == [
        ("quads", 10, ("swelling",))
    ]
    assert person.facts("day")[0].value.fatigue_0_10 == 6


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def focused(page):
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def tab_to(page, wanted, limit=120):
    for _ in range(limit):
        page.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} was not reached by the Tab key; last was {focused(page)}")


def test_the_keyboard_alone_is_enough(page, empty, person):
    desk = page(wide=True)
    desk.goto(f"{empty}/check-in")
    press(desk, "Tab")
    assert focused(desk) == "Skip to the page"
    first = desk.locator(".body .spot-link[tabindex='0']")
    assert first.count() == 1
    tab_to(desk, first.get_attribute("id"))
    press(desk, "ArrowDown", "ArrowDown")
    chosen = focused(desk)
    assert chosen.startswith("p-")
    press(desk, "Enter")
    desk.locator("#dock").wait_for()
    desk.locator(".dock input[name=score]:focus").wait_for(state="attached")
    press(desk, "7", "Enter")
    desk.locator("#marked li").wait_for()
    row = person.facts("site")[0].value
    assert (f"p-{row.site}-{row.side}", row.soreness_0_10) == (chosen, 7)
    tab_to(desk, "Next: how you are")
    press(desk, "Enter")
    desk.wait_for_url("**/check-in/day")
    tab_to(desk, "fatigue_0_10-0")
    press(desk, "6")
    tab_to(desk, "Next: warning signs")
    press(desk, "Enter")
    desk.wait_for_url("**/check-in/signs")
    tab_to(desk, "Save and see today", limit=200)
    press(desk, "Enter")
    desk.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert person.facts("day")[0].value.fatigue_0_10 == 6
    assert person.facts("answer") == ()


def test_typing_a_name_narrows_the_list_and_the_arrow_keys_walk_the_map(page, empty):
    phone = page()
    phone.goto(f"{empty}/check-in?view=front-legs")
    phone.get_by_role("searchbox").fill("achilles")
    assert phone.locator("[data-words]:visible").count() == 1
    phone.get_by_role("searchbox").fill("")
    assert phone.locator("[data-group]:visible").count() == 12
    phone.locator("#p-quads-right").focus()
    phone.keyboard.press("ArrowRight")
    assert focused(phone).startswith("p-")
    assert focused(phone) != "p-quads-right"


def test_an_answer_that_was_a_slip_can_be_taken_back_before_it_is_sent(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/check-in/day")
    choice = phone.locator("label:has(#mood_0_10-3)")
    choice.click()
    assert phone.locator("#mood_0_10-3").is_checked()
    choice.click()
    assert not phone.locator("#mood_0_10-3").is_checked()
    phone.locator("label:has(#fatigue_0_10-3)").click()
    phone.get_by_role("button", name="Next: warning signs").click()
    phone.wait_for_url("**/check-in/signs")
    day = person.facts("day")[0].value
    assert (day.fatigue_0_10, day.mood_0_10) == (3, None)


def test_an_emergency_after_the_last_step_stands_alone_and_lets_one_go_on(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/check-in/signs")
    phone.locator("summary", has_text="Coughing blood").or_(phone.locator("summary", has_text="coughing blood")).click()
    for sign in ("breathless_rest", "haemoptysis"):
        phone.locator(f"input[name=sign][value={sign}]").check()
    phone.get_by_role("button", name="Save and see today").click()
    phone.get_by_role("heading", name="Call for help now.").wait_for()
    assert phone.get_by_role("navigation").count() == 0
    assert phone.locator("a[href^='tel:']").count() == 0
    phone.get_by_label("Which country are you in?").select_option("NO")
    phone.get_by_role("button", name="Show the number").click()
    phone.locator("a[href='tel:113']").wait_for()
    phone.get_by_role("link", name="I have called. Go on").click()
    phone.get_by_text("You chose to go on.").wait_for()


def test_a_healthy_person_needs_few_taps_and_one_says_none_of_all(page, empty, person):
    """Three steps, 8 taps and two typed numbers for someone with nothing to report; well under the 20 we allow."""
    phone = page()
    phone.goto(f"{empty}/check-in")
    taps = [
        phone.get_by_role("button", name="Nothing is sore. Next"),
        *(phone.locator(f"label:has(#{name}-1)") for name in ("fatigue_0_10", "heaviness_0_10", "stress_0_10")),
        phone.locator("label:has(#mood_0_10-8)"),
        phone.get_by_role("button", name="Next: warning signs"),
        phone.locator("label", has_text="None of all of these"),
        phone.get_by_role("button", name="Save and see today"),
    ]
    for place, tap in enumerate(taps):
        if place == 5:
            phone.get_by_label("hours", exact=True).fill("8")
        tap.click()
    phone.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert phone.get_by_role("heading", level=1).inner_text() != "We do not know yet."
    asked = {finding for screen in person.knowledge.screens for finding in screen.findings}
    said = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert asked <= set(said)
    assert set(said.values()) == {"absent"}


def test_a_group_is_answered_on_its_own_and_a_tick_outweighs_none_of_all(page, empty, person):
    phone = page(script=False)
    phone.goto(f"{empty}/check-in/signs")
    muscles = phone.get_by_role("group", name="Muscles")
    muscles.locator("summary").click()
    muscles.get_by_label("Dark urine").check()
    assert muscles.locator("label.none").inner_text() == "No others"
    assert phone.locator("label.all").inner_text() == "None of all the others"
    phone.locator("label.all").click()
    phone.get_by_role("button", name="Save and see today").click()
    said = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert said.pop("dark_urine") == "present"
    assert set(said.values()) == {"absent"}
