"""The numbers that are shown multiply up to the chance that is shown."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from pathlib import Path

import pytest

from unweary.assessment import assess
from unweary.reports.explanation import after_words, before_words, factor_words, steps, without_words
from unweary.service.person import packaged_knowledge, read_person
from unweary.vocab.assessment import Assessment, RankedCause
from unweary.vocab.history import Answer, History, Lab, Profile

PEOPLE = sorted((Path(__file__).parents[2] / "scenarios").glob("own*_person.json"))


def ranked(path: Path) -> tuple[RankedCause, ...]:
    return assess(read_person(path.read_bytes(), where=path.name), packaged_knowledge()).causes.ranked


def log_odds(p: float) -> float:
    return math.log(p / (1 - p))


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_the_contributions_add_up_to_the_posterior(path: Path) -> None:
    for cause in ranked(path):
        said = [item.log_lr for item in (*cause.speaks_for, *cause.speaks_against)]
        total = log_odds(cause.prior) + math.fsum(said) + cause.small_signs + cause.elsewhere
        assert total == pytest.approx(log_odds(cause.posterior_exact), abs=1e-9)
        assert cause.posterior <= cause.posterior_exact


def test_a_counterfactual_takes_the_loudest_sign_away_and_lowers_the_chance() -> None:
    first = ranked(next(path for path in PEOPLE if "downhill" in path.name))[0]
    assert first.if_not is not None
    assert first.if_not.finding == first.speaks_for[0].finding
    assert first.if_not.posterior < first.posterior
    assert without_words(first).startswith("Without “")


@pytest.mark.parametrize("ferritin", [5.0, 12.0, 20.0])
def test_a_low_ferritin_is_set_beside_a_normal_one_as_if_it_had_been_measured(ferritin: float) -> None:
    low, normal = (_iron(value).causes for value in (ferritin, 100.0))
    first = next(cause for cause in low.ranked if cause.cause == "iron_def")
    assert first.if_not is not None
    assert first.if_not.posterior == pytest.approx(normal.posterior["iron_def"], abs=1e-9)
    assert without_words(first).startswith(f"With “ferritin 100 ug/L” in place of “ferritin {ferritin:g} ug/L” it")


def _iron(ferritin: float) -> Assessment:
    now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    said = tuple(Answer(name, "present", now) for name in ("heavy_legs", "heavy_periods"))
    tested = (Lab("ferritin", ferritin, "ug/L", now),)
    woman = Profile(birth_year=1990, sex="F")
    return assess(History(as_of=now, profile=woman, answers=said, labs=tested), packaged_knowledge())


def test_each_step_has_its_factor_and_small_ones_are_left_out() -> None:
    first = ranked(next(path for path in PEOPLE if "downhill" in path.name))[0]
    shown = steps(first)
    assert (first.speaks_for[0].label, factor_words(first.speaks_for[0].log_lr)) == shown[0]
    assert "of 100" in before_words(first)
    assert "of 100" in after_words(first)
