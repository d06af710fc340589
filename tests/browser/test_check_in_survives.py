"""The check-in of somebody who was here yesterday, counted and timed; and what happens when the world interrupts it."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, Observation, Profile, Session, SiteRating

from .test_every_page import OPEN_ALL, faults

pytestmark = pytest.mark.browser

#: A thumb needs this long from one target to the next: Fitts' law for a phone, with a moment to think.
SECONDS_A_TAP = 1.5
#: Silent reading of plain text by adults, in words a minute (Brysbaert 2019: 238); of a page that one saw yesterday
#: half of the words are read again. Both are assumptions; what is measured are taps, words and the machine.
WORDS_A_MINUTE, READ_AGAIN = 238, 0.5
ACROSS = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def returning(person, morning):
    """Somebody who checked in yesterday, with sore thighs and a watch."""
    before = morning - timedelta(days=1, minutes=20)
    screened = [name for screen in person.knowledge.screens for name in screen.findings]
    sore = (("quads", "left", 6), ("quads", "right", 6), ("gastroc_medial", "left", 4))
    person.check_in(
        CheckIn(
            Day(before.date(), fatigue_0_10=5, heaviness_0_10=6, stress_0_10=3, mood_0_10=7, sleep_h=6.5),
            tuple(SiteRating(part, side, score, before) for part, side, score in sore),
            tuple(Answer(name, "absent", before) for name in screened),
        )
    )
    person.add(
        (
            Day(morning.date(), sleep_h=5.83, source="a watch"),
            Observation("hr_rest_bpm", 53, "bpm", morning - timedelta(hours=1), "a watch"),
            Observation("rmssd_ms", 41.5, "ms", morning - timedelta(hours=1), "a watch"),
            Session(before, 6720, "run", rpe_cr10=6),
        )
    )
    return person


def words_shown(phone):
    """Words that stand open on the page, without numbers and without the foot."""
    text = phone.locator("main").evaluate("(main) => main.innerText").partition("Information, not a")[0]
    return len(re.findall(r"[A-Za-z]{2,}", text))


def test_somebody_who_was_here_yesterday_needs_few_taps_and_less_than_a_minute(page, served, returning, morning):
    phone = page()
    taps, words = 0, 0

    def tap(place):
        nonlocal taps
        place.click()
        taps += 1

    with served(returning) as address:
        phone.goto(f"{address}/check-in")
        began = time.monotonic()
        words += 40  # the marked places and their three buttons; nobody reads the closed list of parts
        tap(phone.get_by_role("button", name="Still the same. Next"))
        phone.wait_for_url("**/check-in/day")
        words += words_shown(phone)
        assert phone.get_by_label("hours", exact=True).input_value() == "5"
        for name, score in (("fatigue_0_10", 6), ("heaviness_0_10", 7), ("stress_0_10", 3), ("mood_0_10", 6)):
            tap(phone.locator(f"label:has(#{name}-{score})"))
        tap(phone.get_by_role("button", name="Next: warning signs"))
        phone.wait_for_url("**/check-in/signs")
        words += words_shown(phone)
        assert phone.get_by_text("None yesterday").count() == 9
        tap(phone.locator("label", has_text="None of all of these"))
        tap(phone.get_by_role("button", name="Save and see today"))
        phone.wait_for_url(lambda url: urlsplit(url).path == "/")
        machine_s = time.monotonic() - began
    whole_s = taps * SECONDS_A_TAP + READ_AGAIN * words * 60 / WORDS_A_MINUTE + machine_s
    print(f"taps {taps}, words {words}, machine {machine_s:.1f} s, whole about {whole_s:.0f} s")
    assert taps <= 9
    assert machine_s < 15
    assert whole_s < 60
    today = [row.value for row in returning.facts("site") if row.value.at >= morning]
    assert sorted((each.site, each.side, each.soreness_0_10) for each in today) == [
        ("gastroc_medial", "left", 4),
        ("quads", "left", 6),
        ("quads", "right", 6),
    ]
    own = [row.value for row in returning.facts("day") if row.value.source == "check-in"]
    assert (own[0].day, own[0].fatigue_0_10, own[0].sleep_h) == (morning.date(), 6, None)


def own_day(person):
    return [row.value for row in person.facts("day") if row.value.source == "check-in"]


def test_what_was_typed_while_the_connection_was_lost_arrives_by_itself_and_once(page, served, person):
    phone = page()
    with served(person) as address:
        phone.goto(f"{address}/check-in?view=front-legs&part=quads&side=left")
        phone.context.set_offline(True)
        phone.locator(".dock .ramp label", has_text="6").click()
        phone.get_by_text("Not sent yet: Unweary does not answer.").wait_for()
        assert phone.locator("#score-6").is_checked()
        assert person.facts() == ()
        phone.context.set_offline(False)
        phone.locator("#marked li", has_text="Front of thigh, left").wait_for()
        phone.get_by_role("button", name="Next: how you are").click()
        phone.wait_for_url("**/check-in/day")
        phone.locator("label:has(#fatigue_0_10-6)").click()
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.get_by_text("Not sent yet: Unweary does not answer.").wait_for()
        assert phone.locator("#fatigue_0_10-6").is_checked()
        phone.context.set_offline(False)
        phone.wait_for_url("**/check-in/signs")
        assert phone.evaluate("localStorage.unsent") == "[]"
    assert [row.value.soreness_0_10 for row in person.facts("site")] == [6]
    assert [day.fatigue_0_10 for day in own_day(person)] == [6]
    assert len(person._store.ledger()) == 2


def test_a_page_left_while_nothing_answered_sends_it_when_unweary_is_opened_again(page, served, person):
    phone = page()
    with served(person) as address:
        phone.goto(f"{address}/check-in/day")
        phone.locator("label:has(#fatigue_0_10-6)").click()
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.get_by_text("Not sent yet").wait_for()
        phone.goto("about:blank")
        phone.context.set_offline(False)
        phone.goto(f"{address}/check-in/day")
        phone.locator("#fatigue_0_10-6:checked").wait_for(state="attached")
    assert [day.fatigue_0_10 for day in own_day(person)] == [6]
    assert len(person._store.ledger()) == 1


def test_an_answer_that_was_lost_on_the_way_back_is_not_kept_twice(page, served, person):
    """The form arrives, the answer to it does not: the browser sends it again."""
    phone = page()
    sent = []

    def lose_the_first_answer(route):
        sent.append(route.request.url)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    with served(person) as address:
        phone.route("**/check-in/day*", lambda route: route.continue_() if route.request.method == "GET"
                    else lose_the_first_answer(route))  # fmt: skip
        phone.goto(f"{address}/check-in/day")
        phone.locator("label:has(#fatigue_0_10-6)").click()
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.wait_for_url("**/check-in/signs")
    assert len(sent) == 2
    assert [day.fatigue_0_10 for day in own_day(person)] == [6]
    assert len(person._store.ledger()) == 1


def test_without_script_the_browser_keeps_the_form_when_the_connection_is_lost(page, served, person):
    phone = page(script=False)
    with served(person) as address:
        phone.goto(f"{address}/check-in/day")
        phone.locator("label:has(#fatigue_0_10-6)").click()
        expect(phone.locator("#fatigue_0_10-6")).to_be_checked()
        phone.get_by_label("hours", exact=True).fill("7")
        # The browser notes what a form holds up to a second after the last change; nobody is faster than that.
        phone.wait_for_timeout(1500)
        phone.context.set_offline(True)
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.wait_for_url("chrome-error://**")
        phone.context.set_offline(False)
        phone.go_back()
        phone.wait_for_url("**/check-in/day")
        expect(phone.locator("#fatigue_0_10-6")).to_be_checked()
        expect(phone.get_by_label("hours", exact=True)).to_have_value("7")
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.wait_for_url("**/check-in/signs")
    (day,) = own_day(person)
    assert (day.fatigue_0_10, day.sleep_h) == (6, 7)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_taps_on_the_button_and_the_back_button_keep_one_check_in(page, served, person, script):
    phone = page(script=script)
    with served(person) as address:
        phone.goto(f"{address}/check-in/day")
        phone.locator("label:has(#fatigue_0_10-6)").click()
        phone.get_by_role("button", name="Next: warning signs").dblclick(no_wait_after=True)
        # The second tap breaks off what the first began to load; the address tells when one of them is through.
        expect(phone).to_have_url(re.compile(r"/check-in/signs$"))
        phone.wait_for_load_state()
        phone.go_back()
        phone.wait_for_url("**/check-in/day")
        phone.locator("label:has(#mood_0_10-7)").click()
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.wait_for_url("**/check-in/signs")
    (day,) = own_day(person)
    assert (day.fatigue_0_10, day.mood_0_10) == (6, 7)
    assert [row.kind for row in person._store.ledger()].count("day") == 2


def test_what_was_marked_while_nothing_answered_arrives_in_its_order(page, served, person):
    phone = page()
    with served(person) as address:
        phone.goto(f"{address}/check-in?view=front-legs&part=quads&side=left")
        phone.context.set_offline(True)
        for score in ("6", "4", "6"):
            phone.locator(".dock .ramp label", has_text=score).click()
        phone.get_by_text("Not sent yet").wait_for()
        phone.wait_for_function("JSON.parse(localStorage.unsent).length === 3")
        phone.context.set_offline(False)
        phone.locator("#marked li", has_text="Front of thigh, left").wait_for()
    assert [row.value.soreness_0_10 for row in person.facts("site")] == [6]
    assert [row.value.soreness_0_10 for row in person._store.ledger()] == [6, 4, 6]


def test_two_tabs_of_one_browser_add_up(page, served, person):
    one = page()
    with served(person) as address:
        other = one.context.new_page()
        for tab in (one, other):
            tab.goto(f"{address}/check-in/day")
        one.locator("label:has(#fatigue_0_10-6)").click()
        other.locator("label:has(#mood_0_10-7)").click()
        for tab in (one, other):
            tab.get_by_role("button", name="Next: warning signs").click()
            tab.wait_for_url("**/check-in/signs")
    (day,) = own_day(person)
    assert (day.fatigue_0_10, day.mood_0_10) == (6, 7)


def test_a_wrong_number_is_told_on_the_page_and_what_was_typed_stays(page, served, person):
    phone = page()
    with served(person) as address:
        phone.goto(f"{address}/check-in/day")
        phone.get_by_label("minutes", exact=True).evaluate(
            "(field) => { field.removeAttribute('max'); field.value = 75 }"
        )
        phone.locator("label:has(#fatigue_0_10-6)").click()
        phone.get_by_role("button", name="Next: warning signs").click()
        phone.get_by_role("status").get_by_text("75 minutes are not possible").wait_for()
        assert phone.locator("#fatigue_0_10-6").is_checked()
    assert person.facts() == ()


def test_over_midnight_the_map_stays_with_the_day_it_was_opened_for(page, served, tmp_path, morning):
    late = [morning.replace(hour=23, minute=57)]

    def clock():
        late[0] += timedelta(milliseconds=1)
        return late[0]

    phone = page()
    with open_home(tmp_path / "late", clock=clock) as person:
        with served(person, clock=clock) as address:
            phone.goto(f"{address}/check-in?view=front-legs")
            late[0] += timedelta(minutes=10)
            phone.locator("#p-quads-left").click()
            phone.get_by_role("heading", name="Front of thigh, left").wait_for()
            phone.get_by_text("This check-in is for Friday 20 November").wait_for()
            phone.locator(".dock .ramp label", has_text="6").click()
            phone.locator("#marked li", has_text="Front of thigh, left").wait_for()
            phone.get_by_role("button", name="Next: how you are").click()
            phone.wait_for_url("**/check-in/day?day=2026-11-20")
            phone.get_by_text("This check-in is for Friday 20 November").wait_for()
            phone.get_by_role("link", name="Begin one for today").click()
            phone.get_by_text("Is it still so?").wait_for()
        (site,) = person.facts("site")
        assert site.value.at.astimezone(morning.tzinfo).date() == morning.date()


# ---- how it looks and reads


PAGES = ("/check-in", "/check-in/day", "/check-in/more", "/check-in/signs", "/plan")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_no_fault_of_access_and_nothing_wider_than_the_screen(page, served, returning, wide, dark):
    screen = page(wide=wide, dark=dark)
    for item in returning.assess_today().plan.items:
        returning.doing.say(item.remedy, True)
    with served(returning) as address:
        for path in PAGES:
            screen.goto(address + path)
            assert screen.evaluate(ACROSS), path
            screen.evaluate(OPEN_ALL)
            assert faults(screen) == [], path
    assert screen.complaints == []


def test_at_200_percent_and_on_the_smallest_phone_nothing_is_cut_off(page, served, returning):
    screen = page()
    with served(returning) as address:
        for size in ({"width": 640, "height": 450}, {"width": 320, "height": 568}):
            screen.set_viewport_size(size)
            for path in PAGES:
                screen.goto(address + path)
                assert screen.evaluate(ACROSS), (path, size)


def test_who_wants_no_motion_gets_none(page, served, returning):
    screen = page()
    screen.emulate_media(reduced_motion="reduce")
    with served(returning) as address:
        for path in ("/check-in?view=front-legs", "/check-in/signs", "/plan"):
            screen.goto(address + path)
            moving = screen.evaluate(
                """() => [...document.querySelectorAll("*")].filter((each) => {
                  const style = getComputedStyle(each);
                  const times = [style.transitionDuration, style.animationDuration].join().split(",");
                  return times.some((time) => parseFloat(time) > 0.01);
                }).length"""
            )
            assert moving == 0, path


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("path", ["/plan", "/"])
def test_a_tick_is_set_changed_and_taken_back_by_keyboard(page, served, returning, script, path):
    said = ("onset_12_72h", "eccentric_recent", "sore_move_touch", "heavy_legs")
    returning.add([Answer(name, "present", returning.now()) for name in said])
    gates = {kind.id: "absent" for kind in returning.knowledge.findings.values() if kind.gate}
    returning.save_profile(Profile(birth_year=1990, sex="F", pregnant=False, postpartum=False), gates)
    returning.add([Day(returning.now().date(), fatigue_0_10=5)])
    item = returning.assess_today().plan.items[0]
    desk = page(wide=True, script=script)

    def ticks():
        return [row.value.done for row in returning.doing.rows()]

    with served(returning) as address:
        desk.goto(address + path)
        for name, pressed, kept in (("yes", "true", [True]), ("no", "true", [False]), ("no", "false", [])):
            button = desk.locator(f"#{'today' if path == '/' else 'plan'}-{item.remedy}-{name}")
            button.focus()
            desk.keyboard.press("Enter")
            button.and_(desk.locator(f"[aria-pressed={pressed}]")).wait_for()
            assert ticks() == kept
            if script:
                assert button.evaluate("(each) => each === document.activeElement")
    assert desk.complaints == []


@pytest.mark.parametrize("why", ["deleted", "pairing ended"])
def test_nothing_unsent_stays_on_a_phone_after_deleting_or_unpairing(page, served, returning, why):
    phone = page()
    with served(returning) as address:
        phone.goto(f"{address}/plan")
        phone.evaluate(
            "localStorage.unsent = JSON.stringify([`${location.origin}/answer\\nfinding=fever&state=present\\n1`])"
        )
        if why == "deleted":
            phone.goto(f"{address}/settings/gone")
        else:
            # What a phone is told whose pairing was taken back.
            refused = phone.request.get(f"{address}/pair?code=x").text().replace("<section ", "<section data-forget ")
            phone.route("**/answer", lambda route: route.fulfill(status=401, body=""))
            phone.route(f"{address}/", lambda route: route.fulfill(status=401, content_type="text/html", body=refused))
            phone.reload()
            phone.wait_for_url(f"{address}/")
        phone.wait_for_function("localStorage.length === 0")
        phone.unroute_all()
        phone.goto(address)
        phone.wait_for_load_state()
    said = {(row.value.finding, row.value.state) for row in returning.facts("answer")}
    assert ("fever", "present") not in said
