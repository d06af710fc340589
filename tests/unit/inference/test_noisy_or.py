"""The dynamic programme against an obvious slow reference: every combination of causes, one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from unweary.inference import noisy_or
from unweary.inference.noisy_or import Evidence, posteriors, width


def every_combination(evidence: Evidence, row: int) -> tuple[np.ndarray, float]:
    """Posterior and likelihood by adding up all 2^causes worlds."""
    causes = evidence.on.shape[1]
    total, on = 0.0, np.zeros(causes)
    for world in itertools.product((0, 1), repeat=causes):
        active = np.array(world, dtype=float)
        weight = np.prod(np.where(active == 1, evidence.on[row], evidence.off[row]))
        absent = (1 - evidence.leak) * np.prod(1 - evidence.trigger * active[:, None], axis=0)
        weight *= np.prod(absent * evidence.seen[row, :, 0] + (1 - absent) * evidence.seen[row, :, 1])
        total += weight
        on += weight * active
    return on / total, float(total)


@pytest.mark.parametrize("seed", range(40))
def test_the_fast_posterior_equals_the_sum_over_all_worlds(seed: int) -> None:
    """Some findings seen plainly, some with doubt, some that no cause can trigger; priors differ from row to row."""
    rng = np.random.default_rng(seed)
    causes, findings = int(rng.integers(1, 10)), int(rng.integers(0, 8))
    prior = rng.uniform(1e-4, 0.6, (3, causes))
    seen = np.where(rng.random((3, findings, 1)) < 0.5, np.array([0.0, 1.0]), rng.uniform(0.05, 1, (3, findings, 2)))
    evidence = Evidence(
        on=prior * rng.uniform(0.01, 1, (3, causes)),
        off=1 - prior,
        trigger=rng.uniform(0, 1, (causes, findings)) * (rng.random((causes, findings)) < 0.4),
        leak=rng.uniform(1e-4, 0.4, findings),
        seen=seen,
    )
    posterior, likelihood = posteriors(evidence)
    for row in range(3):
        expected, total = every_combination(evidence, row)
        assert posterior[row] == pytest.approx(expected, rel=1e-10, abs=1e-14)
        assert likelihood[row] == pytest.approx(total, rel=1e-12)


def test_many_questions_worked_off_in_turns_equal_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    evidence = Evidence.plain(
        rng.uniform(0.01, 0.3, 8), rng.uniform(0, 0.9, (8, 5)), rng.uniform(0.01, 0.2, 5), rng.uniform(0.1, 1, (37, 8))
    )
    whole, mass = posteriors(evidence)
    monkeypatch.setattr(noisy_or, "_MOST_NUMBERS", 1000)
    in_turns, mass_in_turns = posteriors(evidence)
    assert in_turns == pytest.approx(whole, rel=1e-13)
    assert mass_in_turns == pytest.approx(mass, rel=1e-13)


def test_a_finding_of_a_single_cause_is_never_open_beside_others() -> None:
    assert width(np.eye(20, dtype=bool)) == 1


def test_two_causes_of_one_finding_explain_each_other_away() -> None:
    both = Evidence.plain(np.array([0.1, 0.1]), np.array([[0.9], [0.9]]), np.array([0.01]), np.ones((1, 2)))
    one = Evidence.plain(np.array([0.1]), np.array([[0.9]]), np.array([0.01]), np.ones((1, 1)))
    assert posteriors(both)[0][0, 0] < posteriors(one)[0][0, 0]


def test_sixteen_rare_findings_keep_their_precision() -> None:
    """Here the signed formula cancels: the terms are many orders of magnitude larger than their sum."""
    causes, present = 6, 16
    rng = np.random.default_rng(7)
    evidence = Evidence.plain(
        np.full(causes, 1e-3), rng.uniform(0.2, 0.95, (causes, present)), np.full(present, 1e-3), np.ones((1, causes))
    )
    expected, total = every_combination(evidence, 0)
    posterior, likelihood = posteriors(evidence)
    assert posterior[0] == pytest.approx(expected, rel=1e-9)
    assert likelihood[0] == pytest.approx(total, rel=1e-9)


def test_without_any_evidence_the_priors_come_back() -> None:
    prior = np.array([0.3, 0.001])
    posterior, likelihood = posteriors(Evidence.plain(prior, np.zeros((2, 0)), np.zeros(0), np.ones((1, 2))))
    assert posterior[0] == pytest.approx(prior)
    assert likelihood[0] == pytest.approx(1.0)
