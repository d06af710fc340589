from __future__ import annotations

import math

import numpy as np
import pytest

from unweary.physiology.load import HardSets, hard_sets, in_reserve, volume_kg

RULE = HardSets(most_in_reserve=4, main_from=0.5, other_from=0.1, other_weight=0.5)
SQUAT, CURL = [0.6, 0.3, 0.1], [0.0, 0.0, 1.0]


def test_volume_is_the_slow_sum():
    rng = np.random.default_rng(5)
    reps, kg, shares = rng.integers(1, 15, 20), rng.uniform(10, 120, 20), rng.dirichlet(np.ones(4), 20)
    slow = [sum(reps[row] * kg[row] * shares[row, group] for row in range(20)) for group in range(4)]
    assert volume_kg(reps, kg, shares) == pytest.approx(slow)
    assert volume_kg(reps, kg, shares).sum() == pytest.approx((reps * kg).sum()), "shares add to one"


def test_a_braking_set_counts_more_and_an_unknown_one_nothing():
    assert volume_kg([10], [50], [SQUAT], [1.75]) == pytest.approx([525, 262.5, 87.5])
    assert volume_kg([10, math.nan, 5], [50, 80, math.nan], [SQUAT] * 3) == pytest.approx([300, 150, 50])
    assert volume_kg([], [], np.empty((0, 3))).tolist() == [0, 0, 0]


def test_reserve_is_what_is_left_to_ten():
    assert in_reserve([10, 6, 0]).tolist() == [0, 4, 10]
    assert math.isnan(in_reserve([math.nan])[0])


def test_hard_sets_count_one_for_main_muscles_and_a_half_for_others():
    assert hard_sets([0, 4, 4.5], [SQUAT] * 3, RULE).tolist() == [2.0, 2.0, 1.0]
    assert hard_sets([2, 2], [SQUAT, CURL], RULE).tolist() == [1.0, 1.0, 1.5]


def test_easy_sets_are_none_and_unrated_ones_unknown():
    assert hard_sets([8, 9], [SQUAT] * 2, RULE).tolist() == [0, 0, 0]
    assert np.isnan(hard_sets([math.nan], [SQUAT], RULE)).all()
    assert hard_sets([math.nan, 1], [CURL, SQUAT], RULE).tolist() == [1.0, 1.0, 0.5]
    assert np.isnan(hard_sets([], np.empty((0, 3)), RULE)).all()
