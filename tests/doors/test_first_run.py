"""The first run: three screens to a first verdict, nothing asked twice, nothing lost by leaving."""

from __future__ import annotations

import re

import pytest

from unweary.interfaces.web import first_run
from unweary.service import CheckIn
from unweary.vocab.history import Answer, Day, Profile


class Browser:
    """A client that keeps the one cookie of the first run and follows where it is led."""

    def __init__(self, web):
        self.web, self.cookie = web, ""

    def get(self, path="/"):
        return self.web.get(path, headers={"cookie": self.cookie} if self.cookie else {}).text

    def send(self, step, **data):
        answer = self.web.post(f"/start/{step}", data=data, headers={"cookie": self.cookie} if self.cookie else {})
        if answer.status_code == 303:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
            return self.get(answer.headers["location"])
        return answer.text


@pytest.fixture
def browser(web):
    return Browser(web)


def screen_of(page):
    found = re.search(r"Screen (\d) of 3", page)
    return int(found[1]) if found else 0


def all_signs(page):
    return re.findall(r'name="shown" value="([^"]+)"', page)


def test_exactly_three_screens_lead_to_a_verdict(browser, person):
    assert screen_of(browser.get()) == 1
    page = browser.send(1, birth_year="1985", sex="F", country="NO")
    assert screen_of(page) == 2
    page = browser.send(2, shown="1", fatigue_0_10="3", complaint="heavy_legs")
    assert screen_of(page) == 3
    page = browser.send(3, shown=all_signs(page), none="*")
    assert screen_of(page) == 0
    assert person.assess_today().verdict.action == "push"
    assert "You are good to go." in page
    assert person.profile() == Profile(birth_year=1985, sex="F", country="NO")


def test_everything_can_be_skipped_and_then_it_says_what_is_not_known(browser, person):
    assert [screen_of(browser.send(step, do="skip")) for step in (1, 2)] == [2, 3]
    page = browser.send(3)
    assert "We do not know yet." in page
    assert "What will stand here" in page
    assert person.facts() == ()


def test_leaving_after_any_screen_loses_nothing_and_goes_on_where_it_was(browser, web, person):
    browser.send(1, birth_year="1985")
    assert screen_of(browser.get()) == 2
    assert screen_of(web.get("/").text) == 2, "without the cookie too: who they are is known"
    browser.send(2, shown="1", fatigue_0_10="6")
    assert screen_of(browser.get()) == 3
    assert [row.value.fatigue_0_10 for row in person.facts("day")] == [6]
    # Without the cookie the verdict stands, and the warning signs are offered there.
    assert "Go through the warning signs" in web.get("/").text


def test_back_shows_what_was_said_and_a_tick_that_is_taken_away_is_not_a_no(browser, person):
    browser.send(1, birth_year="1985", sex="M")
    browser.send(2, shown="1", fatigue_0_10="4", complaint=["heavy_legs", "cramps"])
    assert 'value="1985"' in browser.get("/start?step=1")
    page = browser.get("/start?step=2")
    assert len(re.findall(r'name="complaint" value="[^"]+" checked', page)) == 2
    assert re.search(r'id="fatigue_0_10-4" value="4" checked', page)
    browser.send(2, shown="1", fatigue_0_10="4", complaint="heavy_legs")
    states = {state.finding: state.state for state in person.assess_today().findings}
    assert states["heavy_legs"] is True
    assert states.get("cramps") is None


def test_sent_twice_each_screen_counts_once(browser, person):
    for _ in range(2):
        browser.send(1, birth_year="1985")
        browser.send(2, shown="1", fatigue_0_10="4", complaint="heavy_legs")
        browser.send(3, shown="chest:chest_pain_now", none="*")
    assert len(person.facts("answer")) == 2
    assert len(person.facts("day")) == 1
    assert len(person.facts("profile")) == 1


def test_own_words_are_read_back_on_the_same_screen_and_only_what_is_confirmed_is_kept(browser, person):
    page = browser.send(2, shown="1", text="Heavy legs for two weeks, no fever. The moon is green.")
    assert screen_of(page) == 2
    assert "Is this right?" in page
    assert "Not: fever" in page
    assert "The moon is green" in page
    assert person.facts("answer") == ()
    heard = re.findall(r'name="heard" value="([^"]+)"', page)
    text = re.search(r'name="text" value="([^"]+)"', page)[1]
    kept = [name for name in heard if name != "fever"]
    assert screen_of(browser.send(2, read="1", text=text, heard=kept)) == 3
    said = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert said["heavy_legs"] == "present"
    assert "fever" not in said


def test_what_was_said_in_words_is_not_asked_again_among_the_warning_signs(browser):
    page = browser.send(2, read="1", text="No fever", heard="fever")
    assert screen_of(page) == 3
    assert not any(sign.endswith(":fever") for sign in all_signs(page))


def test_words_that_sound_like_an_emergency_say_so_before_they_are_kept(browser):
    page = browser.send(2, shown="1", text="I have chest pain and sudden breathlessness and I faint")
    assert "If this is right, call for help now." in page


def test_an_emergency_stops_the_screens(browser):
    browser.send(2, shown="1", fatigue_0_10="5")
    page = browser.send(3, shown="chest:chest_pain_now", sign="chest_pain_now")
    assert "Call for help now." in page
    assert screen_of(page) == 0


@pytest.mark.parametrize(
    ("step", "sent", "typed"),
    [(1, {"birth_year": "1650"}, 'value="1650"'), (1, {"birth_year": "last year"}, 'value="last year"')],
)
def test_a_slip_is_told_beside_what_was_typed_and_nothing_is_kept(browser, person, step, sent, typed):
    page = browser.send(step, **sent)
    assert 'role="alert"' in page
    assert typed in page
    assert person.facts() == ()


def test_the_details_that_these_screens_do_not_ask_stay(browser, person):
    person.save_profile(Profile(height_m=1.7, medicines=("ibuprofen",)), {})
    browser.send(1, birth_year="1985")
    assert person.profile() == Profile(birth_year=1985, height_m=1.7, medicines=("ibuprofen",))


def test_somebody_who_has_said_something_is_not_led_through_it(web, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6)))
    assert screen_of(web.get("/").text) == 0


def test_a_check_in_in_the_middle_counts_for_the_last_screen(browser, person, morning):
    browser.send(2, shown="1", fatigue_0_10="5")
    screened = [finding for screen in person.knowledge.screens for finding in screen.findings]
    person.check_in(CheckIn(answers=tuple(Answer(name, "absent", morning) for name in screened)))
    assert screen_of(browser.get()) == 0


def test_the_example_person_is_one_tap_away_and_never_led_through_it(person, serve_person, clock):
    from unweary.interfaces.server import create_app

    from .conftest import ADDRESS, Client

    both = Client(create_app(person, hosts=[ADDRESS], example=lambda: person, clock=clock))
    assert "Look at an example person" in both.get("/").text
    assert screen_of(serve_person(person, demo=True).get("/").text) == 0


@pytest.mark.parametrize("step", ["0", "4", "x"])
def test_there_is_no_fourth_screen(web, step):
    assert web.get(f"/start?step={step}").status_code == 422
    assert web.post(f"/start/{step}", data={}).status_code == 422


def test_every_complaint_is_known_and_none_is_a_warning_sign(person):
    screened = {finding for screen in person.knowledge.screens for finding in screen.findings}
    for name in first_run.COMPLAINTS:
        assert name in person.knowledge.findings
        assert not person.knowledge.findings[name].alarm
        assert name not in screened
