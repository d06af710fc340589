from __future__ import annotations

import math

import numpy as np
import pytest

from unweary.physiology.load import (
    RUNNING_MINETTI2002,
    WALKING_MINETTI2002,
    Way,
    braking_j,
    cost_minetti2002_j_kg_m,
    pieces_of_way,
    spread,
)


@pytest.mark.parametrize("gradient", [0.4501, -0.46, 5.0, math.inf, -math.inf, math.nan])
def test_no_cost_beyond_what_was_measured(gradient):
    assert math.isnan(cost_minetti2002_j_kg_m(gradient))
    assert math.isnan(cost_minetti2002_j_kg_m(gradient, WALKING_MINETTI2002))


def test_the_steepest_measured_slopes_have_a_cost():
    assert np.isfinite(cost_minetti2002_j_kg_m([-0.45, 0.45])).all()
    assert cost_minetti2002_j_kg_m([]).tolist() == []


def test_costs_are_above_nothing_and_running_down_gently_is_cheapest():
    gradients = np.linspace(-0.45, 0.45, 901)
    for curve in (RUNNING_MINETTI2002, WALKING_MINETTI2002):
        cost = cost_minetti2002_j_kg_m(gradients, curve)
        assert (cost > 0).all()
        assert -0.2 < gradients[cost.argmin()] < -0.1


def test_a_hill_up_and_down_costs_more_than_the_same_way_on_the_flat():
    out_and_back = cost_minetti2002_j_kg_m([0.1, -0.1]).sum()
    assert out_and_back > 2 * cost_minetti2002_j_kg_m(0.0)


def test_pieces_follow_a_steady_slope():
    way_m = np.arange(0, 1001, 10.0)
    pieces = pieces_of_way(way_m, 500 - 0.08 * way_m, way_m / 2.5)
    assert len(pieces.gradient) == 20
    assert pieces.gradient == pytest.approx(-0.08)
    assert pieces.speed_m_s == pytest.approx(2.5)


def test_a_pause_slows_nothing_and_standing_still_makes_no_slope():
    way_m, height_m, t_s = [0, 25, 25, 25, 50], [100, 100, 103, 98, 100], [0, 10, 20, 7200, 7210]
    pieces = pieces_of_way(way_m, height_m, t_s)
    assert pieces.gradient.tolist() == [0.0]
    assert pieces.speed_m_s == pytest.approx(50 / 30)


def test_samples_without_way_or_height_are_passed_over():
    pieces = pieces_of_way([0, math.nan, 50, 100], [10, 11, math.nan, 20], [0, 10, 20, 30])
    assert pieces.gradient == pytest.approx([0.1, 0.1])


@pytest.mark.parametrize(
    ("way_m", "height_m", "t_s"),
    [([], [], []), ([0.0], [5.0], [0.0]), ([0, 20], [5, 5], [0, 9]), ([math.nan] * 3, [1.0] * 3, [0, 1, 2])],
)
def test_too_short_a_way_has_no_pieces(way_m, height_m, t_s):
    assert len(pieces_of_way(way_m, height_m, t_s).gradient) == 0


def test_a_way_that_goes_back_counts_once():
    assert len(pieces_of_way([0, 60, 30, 110], [0, 0, 0, 0], [0, 10, 20, 30], Way(piece_m=50)).gradient) == 2


def test_braking_grows_with_mass_drop_and_speed_and_never_on_the_way_up():
    one = braking_j(70, 10, 3, 3)
    assert one == pytest.approx(70 * 9.80665 * 10)
    assert braking_j(140, 10, 3, 3) == pytest.approx(2 * one)
    assert braking_j(70, 20, 3, 3) == pytest.approx(2 * one)
    assert braking_j(70, 10, 6, 3) == pytest.approx(2 * one)
    assert braking_j(70, [-10, -0.0, 10], 3, 3) == pytest.approx(one)
    assert braking_j(70, [math.nan, 10], [3, math.nan], 3) == 0
    assert braking_j(70, [], [], 3) == 0


def test_energy_and_braking_part_on_the_way_down():
    # The point of counting both: half the energy, all the braking.
    assert cost_minetti2002_j_kg_m(-0.15) < 0.55 * cost_minetti2002_j_kg_m(0.0)
    assert braking_j(70, 0.15 * 1000, 3, 3) > 100_000


def test_a_dose_is_spread_by_shares():
    parts = spread(200.0, {"quads": 0.6, "calves": 0.2, "glutes_adductors": 0.1, "hamstrings": 0.1})
    assert parts["quads"] == 120
    assert sum(parts.values()) == pytest.approx(200)
