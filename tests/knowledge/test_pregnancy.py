"""What is said of a pregnancy, by age and by what is told; nobody is cleared by lacking what they cannot have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.history import Answer, History, Profile

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SHORT = {"pregnant": "pregnant", "test": "hcg_pos", "missed": "missed_periods", "pill": "oestrogen"}


def told(
    age: int, yes: str = "", no: str = "", week: float | None = None, sex: Literal["F", "M"] = "F"
) -> Mapping[str, float]:
    said = [Answer(SHORT.get(name, name), "present", NOW) for name in yes.split()]
    said += [Answer(SHORT.get(name, name), "absent", NOW) for name in no.split()]
    if week is not None:
        said.append(Answer("pregnancy_week", "present", NOW, week))
    profile = Profile(birth_year=2026 - age, sex=sex)
    return assess(History(as_of=NOW, profile=profile, answers=tuple(said)), KNOWLEDGE).causes.posterior


@pytest.mark.parametrize(
    ("age", "yes", "low", "high"),
    [
        (25, "", 0.02, 0.06),
        (25, "test", 0.95, 1),
        (25, "test pregnant", 0.95, 1),
        (25, "pill test", 0.7, 1),
        (25, "pregnant", 0.5, 0.8),
        (25, "missed", 0.08, 0.4),
        (25, "pill", 0, 0.01),
        (25, "pill missed", 0, 0.05),
        (25, "fatigue_general nausea_vomit", 0.1, 0.4),
        (42, "", 0.004, 0.02),
        (42, "test", 0.8, 1),
        (47, "", 0, 0.002),
        (47, "test", 0.2, 0.6),
        (52, "", 0, 0.0005),
        (52, "missed", 0, 0.001),
        (52, "night_sweats missed", 0, 0.001),
        (52, "test", 0, 0.1),
        (62, "missed", 0, 1e-6),
    ],
)
def test_pregnancy_has_an_age(age: int, yes: str, low: float, high: float) -> None:
    assert low <= told(age, yes)["pregnancy"] <= high


@pytest.mark.parametrize("age", [25, 47, 52, 57])
def test_a_told_week_is_certain_at_every_age(age: int) -> None:
    assert told(age, "pregnant", week=20)["pregnancy"] > 0.999


def test_a_negative_test_speaks_against_it() -> None:
    assert told(25, "missed", "test")["pregnancy"] < 0.01


def test_a_pregnant_woman_who_says_no_to_missed_periods_not_from_a_pregnancy_is_no_less_pregnant() -> None:
    assert told(25, "pregnant", "missed")["pregnancy"] == pytest.approx(told(25, "pregnant")["pregnancy"])


def test_missed_periods_at_52_point_to_the_change_of_life() -> None:
    said = told(52, "missed night_sweats")
    assert said["menopause"] > 0.8
    assert told(25, "missed")["menopause"] < 0.02


@pytest.mark.parametrize(("cause", "finding"), [("reds", "missed_periods"), ("iron_def", "heavy_periods")])
def test_what_a_man_cannot_have_speaks_neither_for_nor_against_a_cause(cause: str, finding: str) -> None:
    from_profile, said_no = told(30, sex="M"), told(30, no=finding, sex="M")
    assert said_no[cause] == pytest.approx(from_profile[cause])
    assert told(30, no=f"{finding} has_periods" if finding == "missed_periods" else finding)[cause] < told(30)[cause]


def test_a_man_keeps_the_whole_prior_of_too_little_energy() -> None:
    prior = KNOWLEDGE.causes["reds"].prior.mid
    assert told(30, sex="M")["reds"] == pytest.approx(prior, rel=1e-6)
