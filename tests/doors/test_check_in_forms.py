"""A check-in in a world of tabs, back buttons, midnights and watches: nothing lost, nothing doubled, nothing silent."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from unweary.interfaces.server import create_app
from unweary.reports.phrases import typeset
from unweary.service import CheckIn, Unweary, open_home
from unweary.vocab.history import Answer, Day, Observation, Session, SiteRating

from .conftest import ADDRESS, Client

OSLO = ZoneInfo("Europe/Oslo")
FRIDAY = date(2026, 11, 20)


@dataclass
class Clock:
    """Goes on by a millisecond each time it is looked at, and can be set."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 20, 7, 30, tzinfo=OSLO))


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=clock) as opened:
        yield opened


@pytest.fixture
def web(person: Unweary, clock: Clock) -> Client:
    return Client(create_app(person, hosts=[ADDRESS], clock=clock))


def fields(page: str) -> dict[str, object]:
    """What a browser would send from a page as it came: hidden fields, numbers as filled in, what is chosen."""
    form = re.search(r"<form[^>]*method=\"post\".*?</form>", page[page.index("<main") :], re.DOTALL)
    assert form is not None
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form.group()):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") in ("radio", "checkbox") and not tag.rstrip("/>").endswith(" checked"):
            continue
        if said["name"] in sent and said.get("type") == "checkbox":
            sent[said["name"]] = [*_list(sent[said["name"]]), said["value"]]
        else:
            sent[said["name"]] = said.get("value", "")
    return sent


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def own_day(person: Unweary) -> Day:
    rows = [row.value for row in person.facts("day") if isinstance(row.value, Day) and row.value.source == "check-in"]
    assert len(rows) == 1
    return rows[0]


# ---- two tabs, twice the same


def test_two_tabs_with_the_same_step_add_up_and_neither_wipes_out_the_other(web: Client, person: Unweary) -> None:
    first, second = fields(web.get("/check-in/day").text), fields(web.get("/check-in/day").text)
    web.post("/check-in/day", data={**first, "fatigue_0_10": "6", "marks": ["sick"]})
    web.post("/check-in/day", data={**second, "mood_0_10": "7", "marks": ["travel"]})
    day = own_day(person)
    assert (day.fatigue_0_10, day.mood_0_10, set(day.marks)) == (6, 7, {"sick", "travel"})


def test_what_one_tab_takes_back_the_other_does_not_bring_again(web: Client, person: Unweary) -> None:
    web.post("/check-in/day", data={"fatigue_0_10": "6", "marks": ["sick"], "asks": "fatigue_0_10 marks"})
    both = fields(web.get("/check-in/day").text)
    assert (both["fatigue_0_10"], both["marks"]) == ("6", "sick")
    web.post("/check-in/day", data={key: value for key, value in both.items() if key not in ("fatigue_0_10", "marks")})
    web.post("/check-in/day", data={**both, "mood_0_10": "7"})
    day = own_day(person)
    assert (day.fatigue_0_10, day.marks, day.mood_0_10) == (None, (), 7)


def test_the_same_step_sent_twice_is_kept_once(web: Client, person: Unweary) -> None:
    day = {**fields(web.get("/check-in/day").text), "fatigue_0_10": "6"}
    signs = {**fields(web.get("/check-in/signs").text), "shown": ["unwell:fever", "unwell:rigors"], "none": "unwell"}
    site = {"part": "quads", "side": "left", "score": "6", "day": "2026-11-20"}
    for _ in range(2):
        web.post("/check-in/site", data=site)
        web.post("/check-in/day", data=day)
        web.post("/check-in/signs", data=signs)
    assert len(person._store.ledger()) == 4


def test_the_same_step_sent_twice_at_once_is_kept_once(web: Client, person: Unweary) -> None:
    day = {**fields(web.get("/check-in/day").text), "fatigue_0_10": "6"}
    signs = {**fields(web.get("/check-in/signs").text), "shown": "unwell:fever", "none": "unwell"}
    site = {"part": "quads", "side": "left", "score": "6"}
    wanted = (("/check-in/day", day), ("/check-in/signs", signs), ("/check-in/site", site)) * 4
    answers = []
    both = [
        threading.Thread(target=lambda path=path, data=data: answers.append(web.post(path, data=data)))
        for path, data in wanted
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert [answer.status_code for answer in answers] == [303] * 12
    assert sorted(row.kind for row in person._store.ledger()) == ["answer", "day", "site"]


def test_after_the_back_button_another_answer_replaces_the_first_and_the_first_can_come_back(
    web: Client, person: Unweary
) -> None:
    page = {**fields(web.get("/check-in/signs").text), "shown": "unwell:fever"}
    for ticked in ("fever", "", "fever"):
        web.post("/check-in/signs", data={**page, "none": "unwell", **({"sign": ticked} if ticked else {})})
    assert [row.value.state for row in person.facts("answer")] == ["present", "absent", "present"]


def test_the_page_with_a_wrong_number_is_refused_and_nothing_of_it_is_kept(web: Client, person: Unweary) -> None:
    page = {**fields(web.get("/check-in/day").text), "fatigue_0_10": "6", "sleep_h": "seven"}
    answer = web.post("/check-in/day", data=page)
    assert answer.status_code == 422
    assert "Sleep, hours" in answer.text
    assert person.facts() == ()


# ---- midnight, summer time


def test_over_midnight_a_check_in_stays_with_the_day_it_was_opened_for_and_says_so(
    web: Client, person: Unweary, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 20, 23, 58, tzinfo=OSLO)
    sites, day = fields(web.get("/check-in?part=quads&side=left").text), fields(web.get("/check-in/day").text)
    clock.now = datetime(2026, 11, 21, 0, 2, tzinfo=OSLO)
    answer = web.post("/check-in/site", data={**sites, "score": "6"})
    assert answer.headers["location"].endswith("day=2026-11-20")
    page = web.get(answer.headers["location"]).text
    assert "This check-in is for Friday 20 November" in page
    assert "Front of thigh, left: 6 of 10" in page
    assert len(re.findall(r'href="\?part=[^"]*day=2026-11-20#dock"', page)) > 20
    answer = web.post("/check-in/map", data={"day": "2026-11-20", "do": "next"})
    assert answer.headers["location"] == "/check-in/day?day=2026-11-20"
    assert "This check-in is for Friday 20 November" in web.get(answer.headers["location"]).text
    answer = web.post("/check-in/day", data={**day, "fatigue_0_10": "6"})
    assert answer.headers["location"] == "/check-in/signs?day=2026-11-20"
    assert own_day(person).day == FRIDAY
    (site,) = person.facts("site")
    assert site.value.at.astimezone(OSLO).date() == FRIDAY
    assert "This check-in is for" not in web.get("/check-in/day").text
    assert fields(web.get("/check-in/day").text)["base"] == ""


def test_a_clock_that_is_set_back_over_midnight_moves_nothing_to_another_day(
    web: Client, person: Unweary, clock: Clock
) -> None:
    clock.now = datetime(2026, 11, 21, 0, 5, tzinfo=OSLO)
    day = fields(web.get("/check-in/day").text)
    clock.now = datetime(2026, 11, 20, 23, 50, tzinfo=OSLO)
    web.post("/check-in/day", data={**day, "fatigue_0_10": "6"})
    web.post("/check-in/site", data={"part": "quads", "side": "left", "score": "6", "day": day["day"]})
    assert own_day(person).day == date(2026, 11, 21)
    assert person.facts("site")[0].value.at.astimezone(OSLO).date() == date(2026, 11, 21)


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-22", "yesterday", "20261-11-20"])
def test_a_page_of_long_ago_or_of_no_day_at_all_is_refused_in_words(web: Client, person: Unweary, day: str) -> None:
    answer = web.post("/check-in/day", data={"day": day, "fatigue_0_10": "6"})
    assert answer.status_code == 422
    assert "a page that was opened today" in answer.text or "is not a day" in answer.text
    assert web.get(f"/check-in/day?day={day}").status_code == 422
    assert person.facts() == ()


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), 25), (date(2026, 3, 29), 23)], ids=["winter", "summer"]
)
def test_on_the_day_the_clocks_change_morning_and_evening_are_one_day(
    web: Client, person: Unweary, clock: Clock, day: date, hours: int
) -> None:
    midnight = datetime(day.year, day.month, day.day, 0, 10, tzinfo=OSLO)
    evening = midnight.replace(hour=23, minute=50)
    assert round((evening.timestamp() - midnight.timestamp()) / 3600) == hours
    clock.now = midnight - timedelta(minutes=20)
    web.post("/check-in/site", data={"part": "lats", "side": "left", "score": "3"})
    clock.now = midnight
    web.post("/check-in/site", data={"part": "quads", "side": "left", "score": "4"})
    web.post("/check-in/day", data={"fatigue_0_10": "4", "asks": "fatigue_0_10"})
    clock.now = evening
    page = web.get("/check-in").text
    assert page.index("Front of thigh, left</span>") < page.index("And these, from before?")
    assert "<small>yesterday</small>" in page
    web.post("/check-in/site", data={"part": "quads", "side": "left", "score": "6"})
    step = fields(web.get("/check-in/day").text)
    assert step["fatigue_0_10"] == "4"
    web.post("/check-in/day", data={**step, "mood_0_10": "7"})
    assert (own_day(person).day, own_day(person).fatigue_0_10, own_day(person).mood_0_10) == (day, 4, 7)
    assert [row.value.soreness_0_10 for row in person.facts("site") if row.value.site == "quads"] == [6]


# ---- what was sore before


@pytest.mark.parametrize(("choice", "scores"), [("same", {5, 2}), ("gone", {0}), ("skip", set()), ("", set())])
def test_marks_of_before_count_for_today_only_as_the_person_says(
    web: Client, person: Unweary, clock: Clock, choice: str, scores: set[float]
) -> None:
    before = clock.now - timedelta(days=1)
    person.check_in(CheckIn(sites=(SiteRating("quads", "left", 5, before), SiteRating("lats", "left", 2, before))))
    page = web.get("/check-in").text
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    for _ in range(2):
        web.post("/check-in/map", data={"kept": kept, "do": choice})
    today = [row.value for row in person.facts("site") if row.value.at.astimezone(OSLO).date() == FRIDAY]
    assert {rating.soreness_0_10 for rating in today} == scores
    assert len(today) == (2 if scores else 0)


# ---- from the watch


@pytest.fixture
def watch(person: Unweary, clock: Clock) -> Unweary:
    """A night, a morning and yesterday's run, as a device told them; also what is not about this morning."""
    now = clock.now
    person.add(
        (
            Day(FRIDAY, sleep_h=5.83, source="a watch"),
            Observation("hr_rest_bpm", 53, "bpm", now - timedelta(hours=1), "a watch"),
            Observation("hr_rest_bpm", 49, "bpm", now - timedelta(days=1), "a watch"),
            Observation("rmssd_ms", 41.5, "ms", now - timedelta(hours=1), "a watch"),
            Session(now - timedelta(hours=13), 6720, "run", rpe_cr10=6, source="run.fit"),
            Session(now - timedelta(days=3), 3600, "swim", source="swim.fit"),
        )
    )
    return person


def test_what_the_watch_told_is_shown_and_what_is_let_stand_is_not_said_by_the_person(
    web: Client, watch: Unweary
) -> None:
    page = web.get("/check-in/day").text
    step = fields(page)
    assert "from your watch (a watch)" in page
    assert (step["sleep_h"], step["sleep_min"]) == ("5", "50")
    assert step["m:hr_rest_bpm"] == "53"
    assert step["m:rmssd_ms"] == "41.5"
    assert "Run yesterday, 1 h 52: how hard" in page
    assert "swim" not in page
    before = watch._store.ledger()
    web.post("/check-in/day", data=step)
    assert watch._store.ledger() == before
    web.post("/check-in/day", data={**step, "fatigue_0_10": "6"})
    day = own_day(watch)
    assert (day.fatigue_0_10, day.sleep_h) == (6, None)
    assert watch.assess_today().quantities  # and the night still counts, as the watch has it
    assert [value.low for value in watch.assess_today().quantities if value.quantity == "sleep_h_last"] == [5.83]


def test_what_is_changed_is_put_right_once_and_the_source_stays(web: Client, watch: Unweary) -> None:
    step = fields(web.get("/check-in/day").text)
    run = next(name for name in step if name.startswith("s:"))
    changed = {**step, "sleep_h": "7", "sleep_min": "0", "m:hr_rest_bpm": "55", run: "8"}
    for _ in range(2):
        assert web.post("/check-in/day", data=changed).status_code == 303
    assert own_day(watch).sleep_h == 7
    pulses = [row.value for row in watch.facts("observation") if row.value.signal == "hr_rest_bpm"]
    assert [(pulse.value, pulse.source) for pulse in pulses] == [(55, "a watch"), (49, "a watch")]
    assert [row.value.rpe_cr10 for row in watch.facts("session")] == [8, None]
    assert sum(row.corrects is not None for row in watch._store.ledger()) == 2
    again = fields(web.get("/check-in/day").text)
    assert (again["sleep_h"], again["m:hr_rest_bpm"], again[run]) == ("7", "55", "8")


@pytest.mark.parametrize(("field", "wrong"), [("m:hr_rest_bpm", "900"), ("m:rmssd_ms", "x")])
def test_a_value_that_cannot_be_is_refused_and_the_watch_stands(
    web: Client, watch: Unweary, field: str, wrong: str
) -> None:
    step = fields(web.get("/check-in/day").text)
    assert web.post("/check-in/day", data={**step, field: wrong}).status_code == 422
    assert not any(row.corrects for row in watch._store.ledger())


# ---- the optional screen


def test_the_optional_screen_keeps_hours_and_answers_and_asks_nothing_twice(web: Client, person: Unweary) -> None:
    answer = web.post("/check-in/day", data={**fields(web.get("/check-in/day").text), "do": "more", "mood_0_10": "7"})
    assert answer.headers["location"] == "/check-in/more"
    page = {**fields(web.get("/check-in/more").text), "sitting_h": "9,5", "q:low_intake": "absent"}
    for _ in range(2):
        assert web.post("/check-in/more", data=page).headers["location"] == "/check-in/signs"
    day = own_day(person)
    assert (day.sitting_h, day.standing_h, day.mood_0_10) == (9.5, None, 7)
    assert [(row.value.finding, row.value.state) for row in person.facts("answer")] == [("low_intake", "absent")]
    shown = web.get("/check-in/more").text
    assert "you said so on Friday" in shown
    again = fields(shown)
    assert (again["sitting_h"], again["q:low_intake"], again["was:low_intake"]) == ("9.5", "absent", "absent")
    web.post("/check-in/more", data=again)
    assert len(person.facts("answer")) == 1


def test_what_the_optional_screen_asks_reaches_the_causes(web: Client, person: Unweary) -> None:
    asked = re.findall(r'name="q:(\w+)"', web.get("/check-in/more").text)
    used = {row.finding for row in person.knowledge.likelihoods} | {
        name for modifier in person.knowledge.modifiers for name in re.findall(r"\w+", str(modifier.when))
    }
    assert set(asked) == {
        "dark_yellow_urine", "heavy_sweat", "alcohol_high", "low_intake", "low_protein_diet", "low_carb_train",
    }  # fmt: skip
    assert set(asked) <= used


# ---- warning signs


def test_a_list_denied_lately_is_closed_and_one_never_read_shows_every_sign(
    web: Client, person: Unweary, clock: Clock
) -> None:
    before = clock.now - timedelta(hours=30)
    screens = {screen.id: screen.findings for screen in person.knowledge.screens}
    person.check_in(CheckIn(answers=tuple(Answer(name, "absent", before) for name in screens["chest"])))
    person.check_in(CheckIn(answers=(Answer("fever", "absent", before),)))
    page = web.get("/check-in/signs").text
    parts = {name: page[page.index(f's-{name}"') :].partition("</details>")[0] for name in screens}
    assert "None yesterday" in parts["chest"]
    assert "None yesterday" not in parts["unwell"]
    label = person.knowledge.label("haemoptysis")
    assert label not in parts["chest"].partition('<span class="opened">')[0]
    assert label.lower() in parts["chest"].lower()
    for name in screens["unwell"]:
        assert typeset(person.knowledge.label(name)[1:]) in parts["unwell"].partition('<span class="opened">')[0]
    web.post("/check-in/signs", data=fields(page))
    assert all(row.value.at < clock.now - timedelta(hours=1) for row in person.facts("answer"))


def test_an_old_no_does_not_close_a_list(web: Client, person: Unweary, clock: Clock) -> None:
    before = clock.now - timedelta(days=15)
    said = tuple(Answer(name, "absent", before) for screen in person.knowledge.screens for name in screen.findings)
    person.check_in(CheckIn(answers=said))
    assert "days ago" not in web.get("/check-in/signs").text
