"""A pregnancy in the profile holds as long as the same answer would, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from unweary.service import Unweary
from unweary.service.person import assess
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, History, Profile

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


# ---- the profile and the answer to the same question are one thing: what was said last holds


def known(person: Unweary, name: str = "pregnant") -> bool | None:
    return {state.finding: state.state for state in person.assess_today().findings}.get(name)


@pytest.mark.parametrize("name", ["pregnant", "postpartum"])
@pytest.mark.parametrize(
    ("state", "truth"), [("present", True), ("absent", False), ("unknown", None)], ids=["yes", "no", "not sure"]
)
@pytest.mark.parametrize("before", [True, False])
def test_an_answer_takes_back_what_the_profile_said_before(person: Unweary, clock, name, state, truth, before) -> None:
    person.save_profile(replace(WOMAN, **{name: before}), {})
    clock.now += timedelta(hours=1)
    person.answer(name, state)
    assert known(person, name) is truth
    assert getattr(person.profile(), name) is (before if before is truth else None)
    assert person.gate_answers()[name] == state


@pytest.mark.parametrize(("state", "now"), [("present", False), ("absent", True), ("unknown", True)])
def test_the_profile_takes_back_what_an_answer_said_before(person: Unweary, clock, state, now) -> None:
    person.answer("pregnant", state)
    clock.now += timedelta(hours=1)
    person.save_profile(replace(WOMAN, pregnant=now), {})
    assert known(person) is now
    assert "pregnant" not in person.gate_answers()
    assert not [answer for answer in person.history().answers if answer.finding == "pregnant"]


def test_what_was_taken_back_does_not_come_back_when_the_profile_runs_out(person: Unweary, clock) -> None:
    person.answer("pregnant", "present")
    clock.now += timedelta(hours=1)
    person.save_profile(WOMAN, {})
    clock.now += timedelta(days=40)  # the 'no' holds 28 days, the 'yes' before it would have held 300
    assert known(person) is None


def test_said_again_in_the_profile_it_is_a_new_statement(person: Unweary, clock) -> None:
    person.save_profile(replace(WOMAN, pregnant=True), {})
    clock.now += timedelta(hours=1)
    person.answer("pregnant", "absent")
    clock.now += timedelta(hours=1)
    person.save_profile(replace(person.profile(), pregnant=True), {})
    assert person.profile().pregnant is True
    assert known(person) is True


def test_another_weight_takes_no_answer_back(person: Unweary, clock) -> None:
    person.save_profile(WOMAN, {})
    clock.now += timedelta(hours=1)
    person.answer("pregnant", "present")
    clock.now += timedelta(hours=1)
    person.save_profile(replace(person.profile(), mass_kg=61), {})
    assert known(person) is True


def test_a_yes_to_a_chance_of_it_is_not_made_a_certain_pregnancy(person: Unweary) -> None:
    person.answer("pregnant", "present")
    assert person.profile().pregnant is None
    assert person.assess_today().causes.posterior["pregnancy"] < 0.999


def test_yes_and_no_in_one_breath_is_refused_and_nothing_is_kept(person: Unweary) -> None:
    with pytest.raises(UserError, match="pregnant"):
        person.save_profile(replace(WOMAN, pregnant=True), {"pregnant": "absent"})
    assert person.facts() == ()


@pytest.mark.parametrize(("profile", "state"), [(True, "absent"), (False, "present")])
def test_where_the_profile_has_no_date_a_contradiction_is_told_and_the_yes_counts(person, profile, state) -> None:
    """``person.json`` does not say when its profile was told."""
    now = person.now()
    told = assess(History(now, profile=replace(WOMAN, pregnant=profile), answers=(Answer("pregnant", state, now),)))
    assert {each.finding: each.state for each in told.findings}["pregnant"] is True
    assert any("pregnancy, or a chance of it" in words and "profile says" in words for words in told.contradictions)
