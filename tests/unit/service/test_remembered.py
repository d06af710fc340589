"""What is remembered is never old: every write, every other program, and time itself end it."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from unweary import assessment
from unweary.service import CheckIn, Unweary, open_home
from unweary.service.remembered import Remembered
from unweary.vocab.history import Answer, Day, Lab, Observation

MINUTE = timedelta(minutes=1)


@pytest.fixture
def thoughts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One entry for each assessment that is really made."""
    made: list[object] = []
    think = assessment.assess

    def counted(history, *more):
        made.append(history)
        return think(history, *more)

    monkeypatch.setattr(assessment, "assess", counted)
    return made


def urgency(person: Unweary) -> str:
    return person.assess_today().verdict.urgency.word


def test_the_same_minute_is_thought_about_once(person, clock, thoughts):
    first = person.assess_today()
    clock.now += timedelta(seconds=29)
    assert person.assess_today() is first
    clock.now += timedelta(seconds=31)
    assert person.assess_today().as_of == clock.now
    assert len(thoughts) == 2


def test_a_warning_sign_counts_in_the_very_next_look(person, thoughts):
    assert urgency(person) == "none"
    fact = person.answer("chest_pain_exert", "present")
    assert urgency(person) != "none"
    person.correct(fact.id, None)
    assert urgency(person) == "none"
    assert len(thoughts) == 3


def test_what_another_program_writes_counts_in_the_very_next_look(person, clock):
    assert urgency(person) == "none"
    with open_home(person.home, clock=clock) as other:
        other.answer("chest_pain_exert", "present")
        assert urgency(person) != "none"
        other.keeping.delete_everything("delete")
        assert urgency(person) == "none"
    assert person.history().answers == ()


@pytest.mark.parametrize(
    "write",
    [
        lambda person, now: person.check_in(CheckIn(Day(now.date(), fatigue_0_10=6))),
        lambda person, now: person.add([Lab("ferritin", 12, "ug/L", now)]),
        lambda person, now: person.save_profile(person.profile().__class__(birth_year=1990), {}),
        lambda person, now: person.keeping.delete_everything("delete"),
    ],
    ids=["check-in", "lab", "profile", "delete"],
)
def test_every_verb_that_writes_ends_what_was_remembered(person, clock, write, thoughts):
    person.answer("fever", "absent")
    before, stamp = person.assess_today(), person.stamp(clock.now)
    write(person, clock.now)
    assert person.stamp(clock.now) != stamp
    assert person.assess_today() is not before
    assert len(thoughts) == 2


def test_a_file_counts_as_soon_as_it_is_read(person, folder, thoughts):
    person.assess_today()
    person.import_paths([folder])
    assert len(person.history().days) == 2
    assert len(person.history().recordings) == 1
    person.assess_today()
    assert len(thoughts) == 2


def test_an_answer_that_no_longer_holds_is_unknown_again(person, clock):
    kind = person.knowledge.findings["chest_pain_now"]
    days = max(kind.valid_days, kind.present_days or 0)
    person.answer(kind.id, "present")
    assert urgency(person) == "emergency_now"
    clock.now += timedelta(days=days) - timedelta(seconds=30)
    assert urgency(person) == "emergency_now"
    clock.now += MINUTE
    assert urgency(person) == "none"


def test_an_entry_dated_a_little_later_counts_from_then_on(person, clock):
    later = clock.now + timedelta(seconds=20)
    person.add([Answer("chest_pain_now", "present", later), Observation("rmssd_ms", 40, "ms", later)])
    assert urgency(person) == "none"
    early = person.stamp(clock.now)
    clock.now = later - timedelta(microseconds=1)
    assert person.stamp(clock.now) == early
    assert urgency(person) == "none"
    clock.now = later
    assert person.stamp(clock.now) != early
    assert urgency(person) == "emergency_now"


def test_a_clock_that_is_set_back_shows_what_was_known_then(person, clock):
    clock.now += timedelta(seconds=50)
    person.answer("chest_pain_now", "present")
    assert urgency(person) == "emergency_now"
    clock.now -= timedelta(seconds=40)
    assert urgency(person) == "none"


def test_midnight_begins_a_new_day(person, clock):
    clock.now = clock.now.replace(hour=23, minute=59, second=50)
    person.check_in(CheckIn(Day(clock.now.date(), fatigue_0_10=6, marks=("sick",))))
    tomorrow = (clock.now + MINUTE).date()
    person.add([Day(tomorrow, fatigue_0_10=2, source="phone in another zone")])
    assert {day.day for day in person.history().days} == {clock.now.date()}
    clock.now += timedelta(seconds=15)
    assert tomorrow in {day.day for day in person.history().days}


def test_a_history_is_the_same_as_when_read_from_the_store(person, clock, folder):
    person.import_paths([folder])
    person.check_in(CheckIn(Day(clock.now.date(), fatigue_0_10=6), answers=(Answer("fever", "absent", clock.now),)))
    clock.now += timedelta(hours=3)
    moments = [clock.now, clock.now - timedelta(days=1), clock.now - timedelta(days=60), clock.now - timedelta(days=1)]
    with open_home(person.home, clock=clock) as fresh:
        for moment in moments:
            again = Remembered(fresh._store, lambda: person.knowledge)
            assert person.history(moment) == again.history(moment)
            assert person.history(moment).as_of == moment


def test_a_look_at_another_moment_does_not_stand_for_this_one(person, clock):
    person.answer("chest_pain_now", "present")
    assert person.assess_today(clock.now - timedelta(days=1)).verdict.urgency.word == "none"
    assert urgency(person) == "emergency_now"
    for back in range(20):
        person.assess_today(clock.now - back * MINUTE)
    assert len(person._remembered._moments) <= 6


def test_other_knowledge_is_another_answer(person, thoughts, monkeypatch):
    from dataclasses import replace

    first = person.assess_today()
    person.__dict__["knowledge"] = replace(person.knowledge, digest="another")
    assert person.assess_today().knowledge_digest == "another"
    assert first.knowledge_digest != "another"


def test_several_who_ask_at_once_wait_for_one_thought(person, thoughts):
    gate, seen = threading.Barrier(6), []

    def look() -> None:
        gate.wait()
        seen.append(person.assess_today())

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(thoughts) == 1
    assert all(each is seen[0] for each in seen)


def test_nothing_is_read_again_while_nothing_changes(tmp_path: Path, clock, monkeypatch):
    with open_home(tmp_path, clock=clock) as person:
        person.answer("fever", "absent")
        reads = []
        real = person._store.facts
        monkeypatch.setattr(person._store, "facts", lambda *args, **more: reads.append(1) or real(*args, **more))
        for _ in range(3):
            clock.now += MINUTE
            person.history()
        assert len(reads) == 1
