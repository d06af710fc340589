"""The motor-unit pool: definitions, both forms, and bad input."""

from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from unweary.physiology import motor_units
from unweary.physiology.motor_units import arrays, compiled, endurance_time_s, simulate
from unweary.physiology.motor_units.pool import FATIGUE_POTVIN2017, POOL_FUGLEVAND1993, fused_share, rate_imp_s, units
from unweary.vocab.errors import UserError


def both(target: np.ndarray, until_failure: bool = False) -> list[tuple[np.ndarray, np.ndarray, int]]:
    told = []
    for form in (arrays.hold, compiled.hold):
        sums, each = np.full((len(target), 4), -1.0), np.full((len(target), 3, 120), -1.0)
        told.append((sums, each, form(target, sums, each, until_failure, units())))
    return told


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("until_failure", [False, True])
def test_both_forms_agree_on_random_targets(seed: int, until_failure: bool) -> None:
    """Steps, slopes and pauses, from nothing to full force; the drive must be the same to the step."""
    rng = np.random.default_rng(seed)
    target = np.repeat(rng.choice([0.0, 1.0, *rng.random(6)], 12), rng.integers(1, 30, 12))
    target = np.clip(target + np.where(rng.random(len(target)) < 0.3, rng.normal(0, 0.05, len(target)), 0), 0, 1)
    (slow, slow_units, slow_failed), (fast, fast_units, fast_failed) = both(target, until_failure)
    assert slow_failed == fast_failed
    assert (slow[:, 0] == fast[:, 0]).all()
    assert fast == pytest.approx(slow, rel=1e-11, abs=1e-11)
    assert fast_units == pytest.approx(slow_units, rel=1e-11, abs=1e-11)


def test_both_forms_agree_when_units_have_lost_all_their_force() -> None:
    target = np.full(1500, 0.6)
    (slow, slow_units, _), (fast, fast_units, _) = both(target)
    assert (slow_units[-1, 2] == 0).sum() >= 10
    assert fast == pytest.approx(slow, rel=1e-10, abs=1e-10)
    assert fast_units == pytest.approx(slow_units, rel=1e-10, abs=1e-10)


def test_the_drive_is_the_least_on_its_grid_that_brings_the_force() -> None:
    """Looked for here in the plainest way: every drive of the grid, upwards, with the definition of the pool."""
    pool = units()
    for target in (0.0, 0.003, 0.1, 0.5, 0.87, 1.0):
        hold = simulate([target])
        for step in range(6701):
            force = (
                fused_share(pool.contraction_s * rate_imp_s(step / 100)) * pool.force_au
            ).sum() / pool.full_force_au
            if force >= target - 1e-12:
                break
        assert hold.excitation_pct[0] == pytest.approx(step / 67, abs=1e-9)
        assert hold.force_pct[0] == pytest.approx(100 * force, abs=1e-9)


def test_the_rested_pool_is_that_of_the_papers() -> None:
    pool = units()
    ends = pool.threshold[[0, -1]], pool.force_au[[0, -1]], pool.contraction_s[[0, -1]], pool.rate_most[[0, -1]]
    for end, expected in zip(ends, ([1, 50], [1, 100], [0.09, 0.03], [35, 25]), strict=True):
        assert end == pytest.approx(expected, rel=1e-12)
    assert pool.loss_au_per_s[[0, -1]] == pytest.approx([0.0225 / 180, 2.25], rel=1e-12)
    assert len(pool.threshold) == 120
    assert "Potvin" in POOL_FUGLEVAND1993.source
    assert "Potvin" in FATIGUE_POTVIN2017.source


def test_small_units_are_called_first_and_a_unit_fires_at_eight_when_it_is_called() -> None:
    pool = units()
    for excitation in (1.0, 7.3, 30.0, 67.0):
        rate = rate_imp_s(excitation)
        assert (np.diff((rate > 0).astype(int)) <= 0).all()
        assert rate[rate > 0].min() >= 8
        assert (rate <= pool.rate_most).all()


def test_the_force_of_a_unit_has_no_jump_where_twitches_begin_to_fuse() -> None:
    assert fused_share(0.4 + 1e-12) == pytest.approx(float(fused_share(0.4)), abs=1e-10)


def test_a_hold_keeps_its_target_until_it_fails_and_nothing_comes_back() -> None:
    hold = simulate(np.full(400, 0.7))
    before = hold.t_s < hold.endurance_s - 0.05
    assert (hold.force_pct[before] >= 70 - 1e-9).all()
    assert (hold.force_pct[~before] < 70).all()
    assert (hold.excitation_pct[~before] == 100).all()
    assert hold.endurance_s == endurance_time_s(0.7)
    for left in (hold.capacity_pct, hold.strength_unadapted_pct[:, None]):
        assert (np.diff(left, axis=0) <= 1e-12).all()
        assert ((left >= 0) & (left <= 100 + 1e-9)).all()
    assert hold.unit_force_au[before].sum(axis=1) == pytest.approx(hold.force_pct[before] / 100 * units().full_force_au)


def test_harder_holds_end_sooner() -> None:
    seconds = endurance_time_s(np.linspace(0.1, 1.0, 19))
    assert (np.diff(seconds) < 0).all()


def test_full_force_is_held_for_one_sample_and_nothing_for_ever() -> None:
    assert endurance_time_s([1.0, 0.0])[0] == pytest.approx(0.2), "the first sample is free of fatigue"
    assert np.isnan(endurance_time_s([1.0, 0.0])[1])
    idle = simulate(np.zeros(50))
    assert (idle.force_pct == 0).all()
    assert (idle.capacity_pct == 100).all()
    assert math.isnan(idle.endurance_s)


def test_no_samples_give_no_samples() -> None:
    nothing = simulate([])
    assert nothing.t_s.shape == nothing.force_pct.shape == (0,)
    assert nothing.capacity_pct.shape == (0, 120)
    assert math.isnan(nothing.endurance_s)
    assert endurance_time_s([]).shape == (0,)


def test_shapes_are_kept() -> None:
    assert endurance_time_s([[0.9, 0.8], [0.7, 0.95]]).shape == (2, 2)
    assert simulate(0.5).t_s.tolist() == pytest.approx([0.1])


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ([0.5, -0.1], r"target_mvc\[1\] is -0.1"),
        ([0.5, 0.5, math.nan], r"target_mvc\[2\] is nan"),
        (50.0, "target_mvc is 50.0"),
        ([math.inf], r"target_mvc\[0\] is inf"),
        (["half"], "target_mvc is not made of numbers"),
        (None, "target_mvc is nan"),
    ],
)
def test_what_is_not_a_share_is_named(target: object, said: str) -> None:
    for ask in (simulate, endurance_time_s):
        with pytest.raises(UserError, match=said) as told:
            ask(target)  # type: ignore[operator]
        assert told.value.code == "impossible_value"
        assert told.value.accepted == "numbers from 0 to 1"


@pytest.mark.parametrize("target", [np.full(36_001, 0.1), np.full((2, 2), 0.5)])
def test_a_hold_of_more_than_an_hour_or_of_two_rows_is_refused(target: np.ndarray) -> None:
    with pytest.raises(UserError, match="has the shape") as told:
        simulate(target)
    assert told.value.accepted == "one row of at most 3600 s"


def test_without_numba_the_form_on_arrays_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with_it = simulate(np.full(80, 0.9))
    monkeypatch.setitem(sys.modules, "unweary.physiology.motor_units.compiled", None)
    monkeypatch.delattr(motor_units, "compiled", raising=False)
    motor_units._hold.cache_clear()
    try:
        assert motor_units._hold() is arrays.hold
        without = simulate(np.full(80, 0.9))
    finally:
        motor_units._hold.cache_clear()
    assert without.excitation_pct.tolist() == with_it.excitation_pct.tolist()
    assert without.endurance_s == with_it.endurance_s
