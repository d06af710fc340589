"""A pregnancy in the profile holds as long as the same answer would, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from unweary.service import Unweary
from unweary.vocab.history import Profile

WOMAN = Profile(birth_year=1990, sex="F", pregnant=False, postpartum=False)


@pytest.mark.parametrize(
    ("name", "said", "days"), [("pregnant", False, 28), ("pregnant", True, 300), ("postpartum", True, 42)]
)
def test_it_holds_as_long_as_the_answer_of_that_finding(person: Unweary, clock, name, said, days) -> None:
    person.save_profile(replace(WOMAN, **{name: said}), {})
    clock.now += timedelta(days=days)
    assert getattr(person.profile(), name) is said
    assert getattr(person.history().profile, name) is said
    clock.now += timedelta(days=1)
    assert getattr(person.profile(), name) is None
    assert getattr(person.history().profile, name) is None
    assert person.profile().birth_year == 1990


@pytest.mark.parametrize(("name", "said"), [("pregnant", False), ("pregnant", True), ("postpartum", True)])
def test_profile_and_answer_stop_to_hold_on_the_same_day(person: Unweary, clock, name, said) -> None:
    kind = person.knowledge.findings[name]
    days = kind.valid_days
    assert days is not None
    if said:
        days = max(days, kind.present_days or 0)
    person.save_profile(Profile(**{name: said}), {name: "present" if said else "absent"})
    for later, known in ((days, True), (days + 1, False)):
        then = clock.now + timedelta(days=later)
        history = person.history(then)
        assert (getattr(history.profile, name) is not None) is known
        states = {state.finding: state.state for state in person.assess_today(then).findings}
        assert (name in states) is known


def test_a_new_weight_does_not_say_no_to_a_pregnancy_again(person: Unweary, clock) -> None:
    person.save_profile(WOMAN, {})
    for _ in range(3):
        clock.now += timedelta(days=12)
        person.save_profile(replace(person.profile(), mass_kg=60 + clock.now.day / 10), {})
    assert person.profile().pregnant is None


def test_said_again_after_it_ran_out_it_holds_again(person: Unweary, clock) -> None:
    person.save_profile(WOMAN, {})
    clock.now += timedelta(days=40)
    assert person.profile().pregnant is None
    person.save_profile(replace(person.profile(), pregnant=False), {})
    clock.now += timedelta(days=20)
    assert person.profile().pregnant is False
    assert person.history().profile.pregnant is False


def test_an_unknown_pregnancy_is_no_longer_denied_to_the_rules(person: Unweary, clock) -> None:
    person.save_profile(WOMAN, {})
    assert {f.finding: f.state for f in person.assess_today().findings}["pregnant"] is False
    clock.now += timedelta(days=60)
    assert "pregnant" not in {f.finding for f in person.assess_today().findings}
