"""The numbers that are shown multiply up to the chance that is shown."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from unweary.assessment import assess
from unweary.reports.explanation import after_words, before_words, factor_words, steps, without_words
from unweary.service.person import packaged_knowledge, read_person
from unweary.vocab.assessment import RankedCause

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


def test_each_step_has_its_factor_and_small_ones_are_left_out() -> None:
    first = ranked(next(path for path in PEOPLE if "downhill" in path.name))[0]
    shown = steps(first)
    assert (first.speaks_for[0].label, factor_words(first.speaks_for[0].log_lr)) == shown[0]
    assert "of 100" in before_words(first)
    assert "of 100" in after_words(first)
