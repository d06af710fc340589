from __future__ import annotations

import math

import numpy as np
import pytest

from unweary.physiology.load import normalized_power_w, possible_w, training_stress, xpower_w


def slow_normalized(power):
    """As it is said, with loops."""
    means = [sum(power[end - 30 : end]) / 30 for end in range(30, len(power) + 1)]
    return (sum(mean**4 for mean in means) / len(means)) ** 0.25


def slow_xpower(power):
    mean, total = 0.0, 0.0
    for now in power:
        mean = mean * 25 / 26 + now / 26
        total += mean**4
    return (total / len(power)) ** 0.25


@pytest.mark.parametrize("seed", range(5))
def test_the_fast_forms_are_the_slow_ones(seed):
    power = np.random.default_rng(seed).uniform(0, 900, 400 + 37 * seed)
    assert normalized_power_w(power) == pytest.approx(slow_normalized(power.tolist()), rel=1e-12)
    assert xpower_w(power) == pytest.approx(slow_xpower(power.tolist()), rel=1e-12)


@pytest.mark.parametrize("watts", [0.0, 1.0, 250.0, 3000.0])
def test_steady_power_is_its_own_normalized_power(watts):
    assert normalized_power_w([watts] * 3600) == pytest.approx(watts)
    assert xpower_w([watts] * 36_000) == pytest.approx(watts, rel=1e-3)


def test_it_takes_a_whole_window():
    assert math.isnan(normalized_power_w([200.0] * 29))
    assert normalized_power_w([200.0] * 30) == 200.0
    assert math.isnan(normalized_power_w([]))
    assert math.isnan(xpower_w([]))


def test_unsteady_power_is_harder_than_its_mean_and_xpower_reads_lower():
    power = np.tile([50.0] * 60 + [450.0] * 60, 20)
    assert 250 < xpower_w(power) < normalized_power_w(power) < 450


def test_a_spike_of_the_meter_counts_nothing():
    steady = [200.0] * 600
    spiked = list(steady)
    spiked[300] = 65_535.0
    assert normalized_power_w(spiked) == pytest.approx(200.0)
    assert xpower_w(spiked) == pytest.approx(xpower_w(steady), rel=1e-6)
    assert np.isnan(possible_w([-1.0, 3001.0, math.inf, -math.inf, math.nan])).all()
    assert possible_w([0.0, 3000.0]).tolist() == [0.0, 3000.0]


def test_a_gap_is_like_the_rest_until_there_is_too_little():
    power = np.full(1000, 220.0)
    power[100:500] = np.nan
    assert normalized_power_w(power) == pytest.approx(220.0)
    power[:501] = np.nan
    assert math.isnan(normalized_power_w(power))
    assert math.isnan(xpower_w(power))
    assert math.isnan(normalized_power_w([math.nan] * 100))


def test_stress_grows_with_the_square_and_needs_a_threshold():
    assert training_stress(300, 250, 3600) == pytest.approx(144.0)
    assert math.isnan(training_stress(300, 0, 3600))
    assert math.isnan(training_stress(300, math.nan, 3600))
    assert math.isnan(training_stress(math.nan, 250, 3600))
