"""Ticks of the plan: kept, changed, taken back, by day."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from unweary.service import Unweary
from unweary.vocab.errors import UserError
from unweary.vocab.history import Tick

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
TODAY = NOW.date()


def ticks(person: Unweary) -> list[Tick]:
    return [row.value for row in person.doing.rows() if isinstance(row.value, Tick)]


def test_nothing_said_is_nothing_kept(person: Unweary) -> None:
    assert person.doing.say("nap", None) is None
    assert (ticks(person), dict(person.doing.week())) == ([], {})


def test_each_day_has_a_tick_of_its_own(person: Unweary, clock: Any) -> None:
    person.doing.say("nap", True)
    clock.now = NOW + timedelta(days=1)
    person.doing.say("nap", False)
    person.doing.say("rest_day", True)
    assert person.doing.week() == {
        "nap": {TODAY: True, TODAY + timedelta(days=1): False},
        "rest_day": {TODAY + timedelta(days=1): True},
    }
    clock.now = NOW + timedelta(days=7)
    assert dict(person.doing.week()) == {
        "nap": {TODAY + timedelta(days=1): False},
        "rest_day": {TODAY + timedelta(days=1): True},
    }
    assert len(ticks(person)) == 3


def test_said_by_many_threads_at_once_it_is_kept_once(person: Unweary) -> None:
    threads = [threading.Thread(target=person.doing.say, args=("nap", True)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(person._store.ledger()) == 1


def test_what_was_taken_back_can_be_said_again(person: Unweary) -> None:
    for done in (True, None, False):
        person.doing.say("nap", done)
    assert [tick.done for tick in ticks(person)] == [False]
    assert len(person._store.ledger()) == 3


@pytest.mark.parametrize(("remedy", "days", "code"), [("naap", 0, "unknown_id"), ("nap", 1, "future")])
def test_what_cannot_be_is_refused(person: Unweary, remedy: str, days: int, code: str) -> None:
    with pytest.raises(UserError) as refused:
        person.doing.say(remedy, True, TODAY + timedelta(days=days))
    assert refused.value.code == code
    assert ticks(person) == []


def test_far_east_of_greenwich_todays_tick_counts_today(person: Unweary, clock: Any) -> None:
    clock.now = NOW.replace(tzinfo=timezone(timedelta(hours=12)))
    person.doing.say("nap", True)
    assert [tick.remedy for tick in person.history().ticks] == ["nap"]
