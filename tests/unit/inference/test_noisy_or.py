"""The dynamic programme against an obvious slow reference: every combination of causes, one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from unweary.inference.noisy_or import Evidence, posteriors


def every_combination(evidence: Evidence, row: int) -> tuple[np.ndarray, float]:
    """Posterior and likelihood by adding up all 2^causes worlds."""
    causes = len(evidence.prior)
    total, on = 0.0, np.zeros(causes)
    for world in itertools.product((0, 1), repeat=causes):
        active = np.array(world, dtype=float)
        weight = np.prod(np.where(active == 1, evidence.prior * evidence.silence[row], 1 - evidence.prior))
        absent = (1 - evidence.leak) * np.prod(1 - evidence.trigger * active[:, None], axis=0)
        weight *= np.prod(1 - absent)
        total += weight
        on += weight * active
    return on / total, float(total)


@pytest.mark.parametrize("seed", range(25))
def test_the_fast_posterior_equals_the_sum_over_all_worlds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    causes, present = int(rng.integers(1, 10)), int(rng.integers(0, 7))
    evidence = Evidence(
        prior=rng.uniform(1e-4, 0.6, causes),
        trigger=rng.uniform(0, 1, (causes, present)) * (rng.random((causes, present)) < 0.5),
        leak=rng.uniform(1e-4, 0.4, present),
        silence=rng.uniform(0.01, 1, (3, causes)),
    )
    posterior, likelihood = posteriors(evidence)
    for row in range(3):
        expected, total = every_combination(evidence, row)
        assert posterior[row] == pytest.approx(expected, rel=1e-10, abs=1e-14)
        assert likelihood[row] == pytest.approx(total, rel=1e-12)


def test_two_causes_of_one_finding_explain_each_other_away() -> None:
    both = Evidence(np.array([0.1, 0.1]), np.array([[0.9], [0.9]]), np.array([0.01]), np.ones((1, 2)))
    one = Evidence(np.array([0.1]), np.array([[0.9]]), np.array([0.01]), np.ones((1, 1)))
    assert posteriors(both)[0][0, 0] < posteriors(one)[0][0, 0]


def test_sixteen_rare_findings_keep_their_precision() -> None:
    """Here the signed formula cancels: the terms are many orders of magnitude larger than their sum."""
    causes, present = 6, 16
    rng = np.random.default_rng(7)
    evidence = Evidence(
        np.full(causes, 1e-3), rng.uniform(0.2, 0.95, (causes, present)), np.full(present, 1e-3), np.ones((1, causes))
    )
    expected, total = every_combination(evidence, 0)
    posterior, likelihood = posteriors(evidence)
    assert posterior[0] == pytest.approx(expected, rel=1e-9)
    assert likelihood[0] == pytest.approx(total, rel=1e-9)


def test_without_any_evidence_the_priors_come_back() -> None:
    prior = np.array([0.3, 0.001])
    posterior, likelihood = posteriors(Evidence(prior, np.zeros((2, 0)), np.zeros(0), np.ones((1, 2))))
    assert posterior[0] == pytest.approx(prior)
    assert likelihood[0] == pytest.approx(1.0)
