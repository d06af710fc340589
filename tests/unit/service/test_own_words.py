"""What follows when somebody says in her own words that she is pregnant: a fact, and no guess any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unweary.assessment import assess
from unweary.service import Unweary
from unweary.service.own_words import proposals
from unweary.vocab.history import Answer, History, Profile


@pytest.mark.parametrize(
    "text", ["I'm 34 weeks pregnant with legs that wont stay still", "I'm pregnant, tired and feel sick"]
)
def test_a_pregnancy_that_is_told_is_no_cause_to_be_guessed_at(text: str, person: Unweary) -> None:
    causes = person.ask(text).if_confirmed.causes

    assert causes is not None
    assert "pregnancy" not in [each.cause for each in causes.ranked]
    assert causes.posterior["pregnancy"] > 0.999
    assert "pregnancy" in causes.note


def test_a_pregnancy_that_may_be_stays_a_guess(person: Unweary) -> None:
    causes = person.ask("I might be pregnant, tired and feel sick").if_confirmed.causes

    assert causes is not None
    assert "pregnancy" in [each.cause for each in causes.ranked]
    assert "counts as known" not in causes.note


def test_the_profile_and_the_week_are_filled_only_by_a_yes(person: Unweary) -> None:
    said = person.ask("I'm 34 weeks pregnant")
    assert person.profile().pregnant is None

    person.confirm([replace(each, state="uncertain") for each in said.findings])
    assert person.profile().pregnant is None

    kept = [row.value for row in person.confirm(said.findings) if isinstance(row.value, Answer)]
    assert {answer.finding: answer.value for answer in kept}["pregnancy_week"] == 34
    assert person.profile().pregnant is True


@pytest.mark.parametrize("text", ["I might be pregnant", "my wife is pregnant", "I'm not pregnant", "tired legs"])
def test_nothing_else_makes_a_profile_pregnant(text: str, person: Unweary) -> None:
    person.confirm(person.ask(text).findings)

    assert person.profile().pregnant is not True


def test_the_week_alone_without_a_profile_is_enough(person: Unweary) -> None:
    now = person.now()
    answers = (Answer("pregnant", "present", now), Answer("pregnancy_week", "present", now, 20.0))
    causes = assess(History(as_of=now, answers=answers), person.knowledge).causes

    assert causes is not None
    assert causes.posterior["pregnancy"] > 0.999


def test_a_profile_that_says_no_is_put_right(person: Unweary) -> None:
    said = proposals("pregnant, heavy legs", History(person.now(), profile=Profile(pregnant=False)), person.knowledge)

    assert said.if_confirmed.causes is not None
    assert said.if_confirmed.causes.posterior["pregnancy"] > 0.999
