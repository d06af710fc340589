"""The interview in a real browser: one thumb, keyboard alone, without script, light and dark, nobody else asked."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from unweary.reports.phrases import typeset
from unweary.vocab.history import Profile

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

#: More pages than any interview may have.
FAR = 40
TEXT = "Heavy legs for two weeks, thighs sore 6/10, no fever. My wheel squeaks."


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def follow(page, button):
    with page.expect_navigation():
        button.click()


def deny(page):
    """Answer the page that is shown with no."""
    none = page.locator("button[name=rest][value=absent]")
    say_no = page.locator("button[name=say][value=no]")
    follow(page, none if none.count() else say_no if say_no.count() else page.locator("button[value=unsure]"))


def to_the_end(page, seen=lambda: None):
    for pages in range(FAR):
        if urlsplit(page.url).path == "/interview/end":
            return pages
        seen()
        deny(page)
    raise AssertionError("the interview does not end")


def test_a_thumb_goes_from_today_to_what_was_found_and_asks_nobody_else(page, empty, person):
    phone = page()
    phone.goto(f"{empty}/?anyway=1")
    follow(phone, phone.get_by_role("link", name="Find out why"))
    phone.get_by_label("What is wrong").fill(TEXT)
    follow(phone, phone.get_by_role("button", name="Read what I wrote"))
    assert phone.get_by_role("heading", level=1).inner_text() == "Is this right?"
    assert person.facts() == ()
    follow(phone, phone.get_by_role("button", name="Keep this and go on"))
    assert "fever" in {row.value.finding for row in person.facts("answer")}
    assert to_the_end(phone) <= 25
    assert phone.get_by_role("heading", level=1).inner_text() == "What we found"
    assert phone.complaints == []
    assert {urlsplit(url).hostname for url in phone.asked} == {"127.0.0.1"}


def test_every_button_of_a_page_is_large_enough_for_a_thumb(page, empty):
    phone = page()
    phone.goto(f"{empty}/interview?ask=1")
    small = phone.evaluate(
        """[...document.querySelectorAll('main .tick, main .maybe, main .btn, main summary')]
        .map(each => [each.innerText, each.getBoundingClientRect()])
        .filter(([, box]) => box.width < 44 || box.height < (31))
        .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


def press_until(page, key, wanted, most=80):
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("e => document.activeElement.matches(e)", wanted):
            return
    raise AssertionError(f"{key} never comes to {wanted}")


def test_the_whole_interview_by_keyboard_alone(page, empty, person):
    desk = page(wide=True)
    desk.goto(f"{empty}/interview?ask=1")
    press_until(desk, "Tab", "input[name=yes]")
    first = desk.evaluate("document.activeElement.value")
    desk.keyboard.press("Tab")
    desk.keyboard.press("N")
    press_until(desk, "Tab", "button[name=rest][value=absent]")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    for _ in range(FAR):
        if urlsplit(desk.url).path == "/interview/end":
            break
        # The heading has the focus, so the page is read out; the answers come next.
        desk.wait_for_function("() => document.activeElement.tagName === 'H1'")
        if desk.locator("button[name=rest]").count():
            press_until(desk, "Tab", "button[name=rest][value=absent]")
        else:
            press_until(desk, "Tab", "button[name=say][value=no], button[name=say][value=unsure]")
        with desk.expect_navigation():
            desk.keyboard.press("Enter")
    assert desk.get_by_role("heading", level=1).inner_text() == "What we found"
    states = {row.value.finding: row.value.state for row in person.facts("answer", 900)}
    assert states[first] == "unknown"
    assert "present" not in states.values()


def test_enter_on_a_tick_denies_nothing(page, empty, person):
    desk = page(wide=True)
    desk.goto(f"{empty}/interview?ask=1")
    box = desk.locator("input[name=yes]").last
    box.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_load_state()
    assert person.facts("answer") == ()


def test_without_script_the_same_interview_works(page, empty, person):
    phone = page(script=False)
    phone.goto(f"{empty}/interview")
    phone.locator("textarea").fill("no fever")
    follow(phone, phone.get_by_role("button", name="Read what I wrote"))
    phone.locator("label", has_text="Not sure").first.click()
    follow(phone, phone.get_by_role("button", name="Keep this and go on"))
    assert person.facts("answer") == ()
    phone.locator(".maybe").first.select_option("rather_no")
    deny(phone)
    follow(phone, phone.get_by_role("link", name="Back", exact=True))
    assert phone.locator(".maybe").first.input_value() == "rather_no"
    deny(phone)
    assert 3 < to_the_end(phone) <= 25
    assert phone.get_by_text("Why we stop here").is_visible()


def test_the_button_says_what_it_will_do(page, empty):
    phone = page()
    phone.goto(f"{empty}/interview?ask=1")
    button = phone.locator("button[name=rest][value=absent]")
    assert button.inner_text().strip() == "None of these"
    phone.locator(".tick").first.click()
    assert button.inner_text().strip() == "None of the others"


def test_an_emergency_stands_alone(page, empty):
    phone = page()
    phone.goto(f"{empty}/interview?ask=1")
    while not phone.locator("input[name=yes][value=chest_pain_now]").count():
        deny(phone)
    phone.locator(".tick:has([value=chest_pain_now])").click()
    deny(phone)
    assert phone.get_by_role("heading", level=1).inner_text() == "Call for help now."
    assert phone.locator("nav").count() == 0
    phone.go_back()
    phone.goto(f"{empty}/interview")
    assert phone.get_by_role("heading", level=1).inner_text() == "Call for help now."


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_every_state_is_free_of_faults_and_fits(page, empty, person, wide, dark):
    person.save_profile(Profile(birth_year=1990, sex="F", pregnant=True), {})
    screen = page(wide=wide, dark=dark)

    def look():
        assert fits(screen), screen.url
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == [], screen.url

    screen.goto(f"{empty}/interview")
    look()
    screen.locator("textarea").fill("Left calf swollen since the flight, heavy legs for two weeks. My wheel squeaks.")
    follow(screen, screen.get_by_role("button", name="Read what I wrote"))
    look()
    screen.goto(f"{empty}/interview?ask=1")
    screen.locator(".tick").first.click()
    screen.locator(".maybe").nth(1).select_option("rather_yes")
    look()
    screen.goto(f"{empty}/interview?ask=1")
    kinds = set()

    def once():
        kind = "list" if screen.locator("button[name=rest]").count() else "question"
        kind = "signs" if screen.locator(".group h2").count() else kind
        if kind not in kinds:
            kinds.add(kind)
            look()

    deny(screen)
    screen.goto(f"{empty}/interview/end")
    look()
    screen.goto(f"{empty}/interview?ask=1")
    to_the_end(screen, once)
    assert "signs" in kinds
    look()
    screen.goto(f"{empty}/interview/back")
    look()
    person.answer("fatigue_general", "present")
    screen.goto(f"{empty}/interview/back?number=1")
    look()
    assert [line for line in screen.complaints if "404" not in line] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_single_question_and_a_number_are_free_of_faults(page, empty, person, monkeypatch, dark):
    """Whatever the knowledge asks alone today: both ways of answering are looked at."""
    from unweary.service.interview import Part, Step
    from unweary.service.interview_open import as_asked

    screen = page(dark=dark)
    for name in ("fever", "weakness_days"):
        asked = as_asked(person.knowledge.findings[name], person.knowledge)
        made = Step("question", (Part("", (asked,)),), ("It narrows the causes down.",), answered=2)
        monkeypatch.setattr("unweary.service.interviewing.step", lambda *_, made=made, **__: made)
        screen.goto(f"{empty}/interview?ask=1")
        assert screen.get_by_role("heading", level=1).inner_text() == typeset(asked.question)
        assert fits(screen)
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == []
        follow(screen, screen.locator("button[value=rather_no], button[value=unsure]").first)
    states = {row.value.finding: (row.value.state, row.value.sure) for row in person.facts("answer")}
    assert states == {"fever": ("absent", False), "weakness_days": ("unknown", True)}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_list_under_one_heading_is_free_of_faults(page, empty, person, monkeypatch, dark):
    from unweary.service.interview import SEVERAL, Part, Step
    from unweary.service.interview_open import as_asked

    asked = tuple(as_asked(person.knowledge.findings[name], person.knowledge) for name in ("fever", "heavy_legs"))
    made = Step("list", (Part(SEVERAL, asked),), ("It narrows the causes down.",), answered=2)
    monkeypatch.setattr("unweary.service.interviewing.step", lambda *_, **__: made)
    screen = page(dark=dark)
    screen.goto(f"{empty}/interview?ask=1")
    assert screen.get_by_role("heading", level=1).inner_text() == SEVERAL
    assert fits(screen)
    screen.evaluate(OPEN_ALL)
    assert faults(screen) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_of_levels_is_free_of_faults(page, empty, person, monkeypatch, dark):
    from unweary.service.interview import score_step
    from unweary.service.interview_open import as_asked

    screen = page(dark=dark)
    for name in ("score_isi", "score_wpi", "score_sss"):
        one = next(each for each in person.knowledge.checklists if each.id == name)
        asked = tuple(as_asked(person.knowledge.findings[finding], person.knowledge) for finding in one.findings)
        made = score_step(one, asked, 3, "a score")
        monkeypatch.setattr("unweary.service.interviewing.step", lambda *_, made=made, **__: made)
        screen.set_viewport_size({"width": 320, "height": 568})
        screen.goto(f"{empty}/interview?ask=1")
        assert fits(screen)
        screen.evaluate(OPEN_ALL)
        assert faults(screen) == []
    screen.get_by_role("group", name="Tiredness in the last week").get_by_text("clear, often there").click()
    follow(screen, screen.get_by_role("button", name="Next"))
    assert {row.value.finding: row.value.value for row in person.facts("answer") if row.value.value is not None} == {
        "sss_fatigue": 2.0
    }


def test_the_smallest_phone_needs_no_sideways_scrolling(page, empty):
    phone = page()
    phone.set_viewport_size({"width": 320, "height": 568})
    for path in ("/interview", "/interview?ask=1", "/interview/end"):
        phone.goto(empty + path)
        assert fits(phone), path
