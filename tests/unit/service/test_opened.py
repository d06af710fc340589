"""What a form that was drawn earlier changes: the difference to what it showed, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unweary.service import Unweary
from unweary.service.opened import entry_of, merged_with, moment_of, save_answers, save_day
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Mark

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
TODAY = NOW.date()

_SCORE = st.none() | st.integers(0, 10).map(float)
_MARKS = st.sets(st.sampled_from(("sick", "travel", "race"))).map(lambda marks: _ordered(marks))
_DAYS = st.builds(lambda tired, mood, marks: Day(TODAY, fatigue_0_10=tired, mood_0_10=mood, marks=marks),
                  _SCORE, _SCORE, _MARKS)  # fmt: skip


def _ordered(marks: set[str]) -> tuple[Mark, ...]:
    order: tuple[Mark, ...] = ("sick", "travel", "race")
    return tuple(mark for mark in order if mark in marks)


@given(base=_DAYS, sent=_DAYS, now=_DAYS)
def test_the_same_form_twice_changes_what_it_changes_once(base: Day, sent: Day, now: Day) -> None:
    once = merged_with(base, sent, now)
    assert merged_with(base, sent, once) == once


@given(base=_DAYS, sent=_DAYS)
def test_a_form_over_what_it_showed_leaves_exactly_what_was_sent(base: Day, sent: Day) -> None:
    assert merged_with(base, sent, base) == sent


@given(base=_DAYS, now=_DAYS)
def test_a_form_that_was_not_touched_changes_nothing(base: Day, now: Day) -> None:
    assert merged_with(base, base, now) == now


@given(base=_DAYS, one=_SCORE, other=_SCORE)
def test_two_forms_that_change_different_fields_commute(base: Day, one: float | None, other: float | None) -> None:
    first, second = replace(base, fatigue_0_10=one), replace(base, mood_0_10=other)
    there = merged_with(base, second, merged_with(base, first, base))
    assert there == merged_with(base, first, merged_with(base, second, base))
    assert (there.fatigue_0_10, there.mood_0_10) == (one, other)


def test_a_first_day_that_says_nothing_is_not_kept(person: Unweary) -> None:
    save_day(person, Day(TODAY), None)
    assert entry_of(person, TODAY) is None


def test_what_is_emptied_again_is_taken_back_and_the_old_entry_stays_in_the_store(person: Unweary) -> None:
    save_day(person, Day(TODAY, fatigue_0_10=6), None)
    row = entry_of(person, TODAY)
    assert row is not None
    assert isinstance(row.value, Day)
    save_day(person, Day(TODAY), row.value)
    left = entry_of(person, TODAY)
    assert left is not None
    assert left.value == Day(TODAY)
    assert person.entry(row.id) == row


def test_an_answer_from_before_the_form_is_given_anew(person: Unweary) -> None:
    person.add((Answer("fever", "absent", NOW - timedelta(hours=2)),))
    save_answers(person, (Answer("fever", "absent", NOW),), NOW - timedelta(minutes=1))
    save_answers(person, (Answer("fever", "absent", NOW),), NOW - timedelta(minutes=1))
    assert len(person.facts("answer")) == 2


@pytest.mark.parametrize(("days", "clock"), [(0, "07:30"), (-1, "23:59"), (-7, "23:59"), (1, "00:01")])
def test_the_moment_lies_on_the_day_of_the_form(days: int, clock: str) -> None:
    day = TODAY + timedelta(days=days)
    moment = moment_of(day, NOW)
    assert (moment.date(), f"{moment:%H:%M}", moment.tzinfo) == (day, clock, OSLO)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=8), TODAY + timedelta(days=2), date(1990, 1, 1)])
def test_a_day_out_of_reach_is_refused(day: date) -> None:
    with pytest.raises(UserError) as refused:
        moment_of(day, NOW)
    assert refused.value.code == "old_form"
