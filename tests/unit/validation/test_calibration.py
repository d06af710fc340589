"""Perturbed networks stay within their doubt, and the regression finds the slope that is there."""

from __future__ import annotations

import numpy as np
import pytest
from calibration import PRIOR_LIMIT, Bin, Stated, bins, calibrate, perturbed, picked, simulate
from people import people
from reliability import reliability_svg
from truths import UNKNOWN
from world import World


def test_a_perturbed_network_stays_within_the_intervals_of_its_numbers(world: World) -> None:
    knowledge = world.knowledge
    rates = perturbed(world, np.random.default_rng(1), leaks=True)
    prior = np.array([cause.prior.mid for cause in knowledge.causes.values()])
    factor = rates.prior / (1 - rates.prior) * (1 - prior) / prior
    assert np.all((factor >= 1 / PRIOR_LIMIT - 1e-9) & (factor <= PRIOR_LIMIT + 1e-9))
    assert factor.std() > 0.3
    for number, leak in zip((kind.leak for kind in knowledge.findings.values()), rates.leak, strict=True):
        assert min(number.low, number.mid) - 1e-5 <= leak <= max(number.high, number.mid) + 1e-5
    moved = 0
    for link in knowledge.likelihoods:
        leak = rates.leak[world.at[link.finding]]
        silent = np.exp(rates.silence[world.cause_at[link.cause], world.at[link.finding]])
        sensitivity = 1 - (1 - leak) * silent
        number = link.sensitivity
        assert sensitivity <= max(number.high, number.mid, leak) + 1e-5, (link.cause, link.finding)
        moved += abs(sensitivity - number.mid) > 1e-6
    assert moved > len(knowledge.likelihoods) / 2


def test_leaks_stay_as_they_are_unless_asked(world: World) -> None:
    assert np.array_equal(perturbed(world, np.random.default_rng(1)).leak, world.rates.leak)


def test_each_person_answers_the_complaint_and_15_to_40_more(world: World) -> None:
    drawn = people(world, 20, seed=1)
    answers = drawn.answers()
    for row, names in enumerate(picked(drawn, answers, np.random.default_rng(2))):
        groups = [world.knowledge.findings[name].group for name in names]
        assert groups.count("fatigue_core") >= 3
        assert 15 <= sum(group != "fatigue_core" for group in groups) <= 40
        assert len(set(names)) == len(names)
        assert all(answers[name][row] != UNKNOWN for name in names)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.6, 0.3)])
def test_the_regression_finds_the_slope_and_intercept_that_are_there(slope: float, intercept: float) -> None:
    rng = np.random.default_rng(4)
    logit = rng.normal(-2, 1.5, 40_000)
    chance = 1 / (1 + np.exp(-logit))
    true = (rng.random(40_000) < 1 / (1 + np.exp(-(intercept + slope * logit)))).astype(float)
    fit = calibrate(chance, true, np.arange(40_000) % 50)
    assert fit.slope == pytest.approx(slope, abs=4 * fit.slope_se)
    assert fit.intercept == pytest.approx(intercept, abs=4 * fit.intercept_se)
    assert 0 < fit.slope_se < 0.03


def test_people_of_one_network_share_its_error_so_the_doubt_counts_networks() -> None:
    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(20), 500)
    shift = rng.normal(0, 0.7, 20)[cluster]
    logit = rng.normal(-1, 1, len(cluster))
    true = (rng.random(len(cluster)) < 1 / (1 + np.exp(-(logit + shift)))).astype(float)
    chance = 1 / (1 + np.exp(-logit))
    by_network = calibrate(chance, true, cluster)
    alone = calibrate(chance, true, np.arange(len(cluster)))
    assert by_network.intercept_se > 2 * alone.intercept_se


def test_bins_hold_every_pair_once_and_the_plot_shows_each_bin() -> None:
    chance = np.array([[0.0005, 0.05], [0.95, 1.0]])
    told = Stated(chance, np.array([[0.0, 0.0], [1.0, 1.0]]), np.zeros(2))
    found = bins(told)
    assert [(one.count, one.seen) for one in found] == [(1, 0.0), (1, 0.0), (2, 1.0)]
    assert reliability_svg([("ours", found), ("other", [Bin(0.5, 0.5, 0.4, 0.6, 10)])]).count("<circle") == 4


def test_a_small_run_states_a_chance_for_every_cause(world: World) -> None:
    as_stated, untempered = simulate(world, networks=2, count=2, seed=1, leaks=False)
    assert as_stated.chance.shape == untempered.chance.shape == (4, len(world.causes))
    assert np.array_equal(as_stated.true, untempered.true)
    assert np.all((as_stated.chance > 0) & (as_stated.chance < 1))
    assert list(as_stated.cluster) == [0, 0, 1, 1]
    assert not np.array_equal(as_stated.chance, untempered.chance)
