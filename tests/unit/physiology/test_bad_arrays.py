"""What is no row of numbers is refused by name at every door of the models, never by a fault from inside NumPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from unweary.physiology import damage, load, motor_units, self_tests
from unweary.physiology.hrv import corrected, lomb, normal_beats, rmssd_ms, sample_entropy, time_domain, welch
from unweary.physiology.sleep import sleep_regularity_index
from unweary.vocab.errors import UserError

RULE = load.HardSets(most_in_reserve=4, main_from=0.5, other_from=0.1, other_weight=0.5)
DOORS: dict[str, Callable[[Any], object]] = {
    "corrected": corrected,
    "time_domain": time_domain,
    "welch": welch,
    "lomb": lomb,
    "sample_entropy": sample_entropy,
    "normal_beats": normal_beats,
    "rmssd_ms": rmssd_ms,
    "ctl_atl": load.ctl_atl,
    "rolling_sums": load.rolling_sums,
    "monotony": load.monotony_foster1998,
    "strain": load.strain_foster1998,
    "normalized_power_w": load.normalized_power_w,
    "xpower_w": load.xpower_w,
    "possible_w": load.possible_w,
    "in_reserve": load.in_reserve,
    "cost": load.cost_minetti2002_j_kg_m,
    "heart_rate_reserve": lambda given: load.heart_rate_reserve(given, 50.0, 190.0),
    "braking_j": lambda given: load.braking_j(70.0, given, given, 2.0),
    "daily_sums": lambda given: load.daily_sums(given, [1.0, 2.0], 3),
    "per_second": lambda given: load.per_second(given, [0.0, 1.0]),
    "pieces_of_way": lambda given: load.pieces_of_way(given, given, given),
    "session_rpe_per_trimp_of": lambda given: load.session_rpe_per_trimp_of(given, [1.0, 2.0]),
    "volume_kg": lambda given: load.volume_kg(given, [1.0, 2.0], [[1.0], [1.0]]),
    "volume_kg by group": lambda given: load.volume_kg([1.0, 2.0], [1.0, 2.0], given),
    "hard_sets": lambda given: load.hard_sets(given, [[1.0], [1.0]], RULE),
    "simulate": motor_units.simulate,
    "soreness": lambda given: damage.soreness_0_10(damage.rested((2,)), given),
    "regularity": lambda given: sleep_regularity_index(given, 1440, 5.0),
    "mean_rate_bpm": lambda given: self_tests.mean_rate_bpm(given, given, 0.0, 10.0),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "given", ["fast", ["a", "b"], [None, "x"], [[1.0, 2.0], [3.0]], {"a": 1}, object(), [1 + 2j, 3.0], [10**400, 1.0]]
)
def test_what_is_not_made_of_numbers_is_refused_in_words(door, given):
    with pytest.raises(UserError):
        DOORS[door](given)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("number", [float("nan"), 0.0, -5.0, 1e300, float("inf")])
def test_an_absurd_number_gives_an_answer_or_a_refusal_and_no_warning(door, number):
    for given in ([number, number], [number], np.full(400, number)):
        try:
            DOORS[door](given)
        except UserError:
            pass
        except ValueError:
            if door != "per_second":  # there two columns of different length are the caller's fault
                raise


@pytest.mark.parametrize(
    "door", ["corrected", "time_domain", "rmssd_ms", "normal_beats", "normalized_power_w", "xpower_w"]
)
def test_a_day_of_a_thousand_samples_a_second_is_refused_before_memory_is_taken(door):
    with pytest.raises(UserError, match="86400000"):
        DOORS[door](np.broadcast_to(800.0, 86_400_000))


def test_a_window_that_holds_no_beat_has_no_rate():
    assert self_tests.mean_rate_bpm([800.0] * 100, [True] * 100, float("nan"), 60.0) is None
    assert self_tests.mean_rate_bpm([800.0] * 100, [True] * 100, 60.0, -1.0) is None
    assert self_tests.mean_rate_bpm([], [], 0.0, 60.0) is None


def test_many_weak_pulls_are_worked_out_once_and_too_many_different_ones_refused():
    assert np.isnan(motor_units.endurance_time_s(np.zeros(1_000_000))).all()
    with pytest.raises(UserError, match="there are 1001 targets"):
        motor_units.endurance_time_s(np.linspace(0, 1, 1001))


def test_a_hold_up_to_its_failure_is_the_whole_hold_cut_there():
    whole, short = motor_units.simulate([0.8] * 200), motor_units.simulate([0.8] * 200, until_failure=True)
    assert len(short.t_s) == 148
    assert short.endurance_s == whole.endurance_s == pytest.approx(14.8)
    for name in ("t_s", "target_mvc", "excitation_pct", "strength_pct", "capacity_pct"):
        assert np.array_equal(getattr(short, name), getattr(whole, name)[:148])
    assert len(motor_units.simulate([0.5] * 20, until_failure=True).t_s) == 20
