"""The three-compartment controller: both forms, what must hold for any row of loads, and bad input."""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology import muscle
from unweary.physiology.muscle import RATES_FREYLAW2012, RATES_LOOFT2018, Rates, endurance_time_s, hold
from unweary.vocab.errors import UserError

KNEE = RATES_LOOFT2018["knee"]
SHARES = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))


@pytest.mark.parametrize("seed", range(5))
def test_both_forms_agree_on_random_rows(seed: int) -> None:
    """Pauses, full force, stretches of no length and of hours, muscles that start tired."""
    rng = np.random.default_rng(seed)
    shape = 300, 40
    load = np.where(rng.random(shape) < 0.5, rng.random(shape), rng.choice([0.0, 0.05, 0.1, 0.5, 1.0], shape))
    seconds = rng.random(shape) * rng.choice([0.0, 1.0, 30.0, 10_000.0], shape)
    start = np.where(rng.random(300) < 0.5, 0.0, rng.random(300))
    speeds = rng.uniform(0.004, 0.03), rng.uniform(0.0005, 0.004), rng.uniform(1, 30)
    told = []
    for form in (muscle._rows_on_arrays, muscle._rows()):
        tired, unmet, failed = np.full(shape, -1.0), np.full(shape, -1.0), np.full(300, np.inf)
        form(load, seconds, tired, unmet, start, failed, *speeds)
        told.append((tired, unmet, failed))
    assert muscle._rows() is not muscle._rows_on_arrays
    assert np.isfinite(told[0][2]).any()
    for slow, fast in zip(*told, strict=True):
        assert fast == pytest.approx(slow, rel=1e-10, abs=1e-10)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(SHARES, st.floats(0, 600)), min_size=1, max_size=8), st.floats(0, 1), st.integers(0, 7), SHARES
)
def test_cutting_a_stretch_in_two_changes_nothing(row, start, which, cut) -> None:
    load, seconds = (list(column) for column in zip(*row, strict=True))
    which %= len(row)
    parts = seconds[which] * cut, seconds[which] * (1 - cut)
    more_load = [*load[:which], load[which], *load[which:]]
    more_seconds = [*seconds[:which], *parts, *seconds[which + 1 :]]
    whole, pieces = hold(load, seconds, KNEE, start), hold(more_load, more_seconds, KNEE, start)
    assert pieces.tired_share[-1] == pytest.approx(whole.tired_share[-1], abs=1e-12)
    assert pieces.unmet_mvc_s.sum() == pytest.approx(whole.unmet_mvc_s.sum(), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(SHARES, st.floats(0, 86_400)), min_size=1, max_size=8), st.floats(0, 1))
def test_shares_stay_shares_and_force_goes_missing_only_from_the_failure_on(row, start) -> None:
    load, seconds = zip(*row, strict=True)
    held = hold(load, seconds, KNEE, start)
    assert ((held.tired_share >= 0) & (held.tired_share <= 1)).all()
    assert (held.unmet_mvc_s >= -1e-12).all()
    before = np.cumsum(seconds) <= held.failed_s
    assert (held.unmet_mvc_s[before] < 1e-9).all()


def test_a_steady_hold_fails_at_the_endurance_time() -> None:
    loads = np.linspace(0.15, 1, 18)
    held = hold(loads[:, None], 3600.0, KNEE)
    assert held.failed_s == pytest.approx(endurance_time_s(loads, KNEE), rel=1e-12)


def test_a_load_that_recovery_keeps_up_with_is_held_for_ever() -> None:
    limit = KNEE.recovery_per_s / (KNEE.fatigue_per_s + KNEE.recovery_per_s)
    below, above = endurance_time_s([limit * 0.999, limit * 1.001], KNEE)
    assert below == math.inf
    assert 1000 < above < math.inf
    assert hold([limit * 0.999], 86_400.0, KNEE).failed_s == math.inf
    assert hold([limit] * 3, 86_400.0, KNEE).unmet_mvc_s == pytest.approx(0, abs=1e-6)


def test_after_failure_the_missing_force_is_the_area_between_load_and_what_is_not_tired() -> None:
    fine = hold([0.8] * 20_000, 0.01, KNEE)
    short = np.maximum(0.8 - (1 - fine.tired_share), 0)
    assert hold([0.8], 200.0, KNEE).unmet_mvc_s[0] == pytest.approx(np.trapezoid(short, dx=0.01), rel=1e-3)
    assert hold([0.8], 1e4, KNEE).tired_share[0] == pytest.approx(0.015 / (0.015 + 0.00149), rel=1e-9)


def test_a_muscle_too_tired_for_a_load_at_its_start_can_hold_it_again_when_it_is_light() -> None:
    """It fails at once, recovers while it gives less than asked, and then holds."""
    light = hold([0.06, 0.06], [2000.0, 10.0], KNEE, 0.99)
    assert light.failed_s == 0
    assert light.unmet_mvc_s[0] > 0
    assert light.unmet_mvc_s[1] == 0
    assert light.tired_share[1] < 1 - 0.06


def test_a_pause_helps_by_its_multiplier_and_only_in_a_pause() -> None:
    plain = RATES_FREYLAW2012["knee"]
    assert hold([0.0], 30.0, KNEE, 0.5).tired_share[0] == pytest.approx(0.5 * math.exp(-15 * 0.00149 * 30), rel=1e-12)
    assert hold([0.0], 30.0, plain, 0.5).tired_share[0] == pytest.approx(0.5 * math.exp(-0.00149 * 30), rel=1e-12)
    assert hold([0.3], 30.0, KNEE).tired_share == hold([0.3], 30.0, plain).tired_share


def test_many_muscles_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(2)
    load, start = rng.random((2, 3, 5)), rng.random((2, 3))
    together = hold(load, 20.0, KNEE, start)
    assert together.failed_s.shape == (2, 3)
    for place in np.ndindex(2, 3):
        alone = hold(load[place], 20.0, KNEE, start[place])
        assert (alone.tired_share == together.tired_share[place]).all()
        assert alone.failed_s == together.failed_s[place]


@pytest.mark.parametrize("shape", [(0,), (0, 4), (3, 0)])
def test_nothing_asked_gives_nothing(shape: tuple[int, ...]) -> None:
    held = hold(np.zeros(shape), 1.0, KNEE)
    assert held.tired_share.shape == shape
    assert (held.failed_s == math.inf).all()
    assert endurance_time_s(np.zeros(shape), KNEE).shape == shape


@pytest.mark.parametrize(
    ("load", "seconds", "start", "said"),
    [
        ([0.2, 1.2], 1.0, 0.0, r"target_mvc\[1\] is 1.2"),
        ([0.2, math.nan], 1.0, 0.0, r"target_mvc\[1\] is nan"),
        ([0.2], -1.0, 0.0, "duration_s is -1.0"),
        ([0.2], math.inf, 0.0, "duration_s is inf"),
        ([[0.2], [0.3]], [[1.0], [1e6]], 0.0, r"duration_s\[1, 0\] is 1000000.0"),
        ([0.2], 1.0, -0.5, "tired_share is -0.5"),
        ([0.2], "long", 0.0, "duration_s is not made of numbers"),
    ],
)
def test_what_cannot_be_is_named(load, seconds, start, said) -> None:
    with pytest.raises(UserError, match=said) as told:
        hold(load, seconds, KNEE, start)
    assert told.value.code == "impossible_value"


@pytest.mark.parametrize(
    ("load", "seconds", "start"), [([0.2, 0.3], [1.0, 2.0, 3.0], 0.0), ([[0.2], [0.3]], 1.0, [0.0, 0.1, 0.2])]
)
def test_shapes_that_do_not_fit_are_told(load, seconds, start) -> None:
    with pytest.raises(UserError, match=r"target_mvc, duration_s and tired_share are \(") as told:
        hold(load, seconds, KNEE, start)
    assert told.value.code == "shapes_differ"


def test_bad_loads_joints_and_rates_are_refused_by_the_endurance_curves() -> None:
    with pytest.raises(UserError, match=r"target_mvc is -0\.1"):
        endurance_time_s(-0.1, KNEE)
    with pytest.raises(UserError, match=r"target_mvc\[0\] is nan"):
        muscle.endurance_time_s_freylaw2010([math.nan], "knee")
    with pytest.raises(UserError, match="no endurance curve of 'hip'") as told:
        muscle.endurance_time_s_freylaw2010(0.5, "hip")
    assert "knee" in told.value.accepted
    for rate in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(UserError, match="recovery_per_s is"):
            replace(KNEE, recovery_per_s=rate)


def test_the_ends_of_the_curves() -> None:
    assert endurance_time_s([0.0, 1.0], KNEE).tolist() == [math.inf, 0.0]
    assert muscle.endurance_time_s_freylaw2010([0.0, 1e-300, 1.0], "knee").tolist() == [math.inf, math.inf, 19.38]
    assert muscle.endurance_time_s_freylaw2010(0.0, "knee").shape == ()


def test_every_row_of_rates_names_its_source() -> None:
    tables = RATES_FREYLAW2012, RATES_LOOFT2018, muscle.RATES_RAKSHIT2021
    rows: list[Rates] = [rates for table in tables for rates in table.values()]
    assert len(rows) == 22
    assert all("J Biomech" in rates.source for rates in rows)
    assert "trunk" not in RATES_LOOFT2018, "no pause was published for it"


def test_one_persons_session_does_not_wait_for_numba_and_many_are_compiled() -> None:
    program = """
import sys
import numpy as np
from unweary.physiology import motor_units, muscle
knee = muscle.RATES_LOOFT2018["knee"]
muscle.hold(np.full(muscle.FEW, 0.2), 1.0, knee)
assert "numba" not in sys.modules
muscle.hold(np.full(muscle.FEW + 1, 0.2), 1.0, knee)
assert "numba" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_without_numba_the_form_on_arrays_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    row = np.tile([0.5, 0.0, 0.9], muscle.FEW)
    with_it = hold(row, 30.0, KNEE)
    monkeypatch.setitem(sys.modules, "numba", None)
    muscle._rows.cache_clear()
    try:
        assert muscle._rows() is muscle._rows_on_arrays
        without = hold(row, 30.0, KNEE)
    finally:
        muscle._rows.cache_clear()
    assert without.tired_share == pytest.approx(with_it.tired_share, rel=1e-12)
    assert without.failed_s == pytest.approx(with_it.failed_s, rel=1e-12)
