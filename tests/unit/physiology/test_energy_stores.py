"""Phosphocreatine, lactate, glycogen and the three tanks: what must hold, edges, and bad input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from unweary.physiology.energy import glycogen, lactate
from unweary.physiology.energy.glycogen import REFILLINGS, STORES, left_after_run, refilled, wall_km
from unweary.physiology.energy.hydraulic import TANKS_CAEN2021, Tanks, empty_share, second_bout_share
from unweary.physiology.energy.lactate import KINETICS_BENEKE2007, lactate_mmol_l, peak
from unweary.physiology.energy.phosphocreatine import REFILLS, phosphocreatine_share, tau_s_slade2006
from unweary.vocab.errors import UserError


def test_phosphocreatine_starts_where_it_was_left_and_is_two_thirds_back_after_one_time_constant() -> None:
    for refill in REFILLS.values():
        told = phosphocreatine_share([0, refill.tau_s, 1e9], refill.tau_s, 0.2)
        assert told == pytest.approx([0.2, 1 - 0.8 / math.e, 1.0])
    assert phosphocreatine_share([], 19.0).shape == (0,)
    assert np.isnan(phosphocreatine_share(math.nan, 19.0))


def test_slades_estimate_is_the_time_constant_of_a_muscle_that_twitches_and_refills() -> None:
    """Contractions that each take 9 %, each followed by a refill, until nothing changes any more."""
    for tau_s in (15.0, 36.2, 120.0):
        level = 1.0
        for _ in range(500):
            level = float(phosphocreatine_share(30.0, tau_s, level - 0.09))
        assert tau_s_slade2006(30.0, 0.09, 1 - level) == pytest.approx(tau_s, rel=1e-9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: phosphocreatine_share([3, -1], 19.0),
        lambda: phosphocreatine_share(3, 0.0),
        lambda: phosphocreatine_share(3, math.nan),
        lambda: phosphocreatine_share(3, 19.0, 1.5),
        lambda: phosphocreatine_share("long", 19.0),
        lambda: tau_s_slade2006(30, 0.0, 0.1),
        lambda: tau_s_slade2006(30, 0.1, -0.1),
        lambda: tau_s_slade2006(math.inf, 0.1, 0.1),
        lambda: tau_s_slade2006(30, 0.6, 0.6),
        lambda: tau_s_slade2006(30, math.nan, 0.6),
        lambda: lactate_mmol_l([0, -1], KINETICS_BENEKE2007["sprint_30_s"]),
        lambda: lactate_mmol_l(1, KINETICS_BENEKE2007["sprint_30_s"], -1),
        lambda: lactate_mmol_l(1, KINETICS_BENEKE2007["sprint_30_s"], math.nan),
        lambda: lactate_mmol_l(1, replace(KINETICS_BENEKE2007["sprint_30_s"], goes_per_min=0.0)),
        lambda: lactate_mmol_l(1, replace(KINETICS_BENEKE2007["sprint_30_s"], goes_per_min=0.505)),
        lambda: wall_km(1.2),
        lambda: wall_km(math.nan),
        lambda: left_after_run(-1, 0.5),
        lambda: left_after_run(math.inf, 0.5),
        lambda: refilled([1, -1], 0.3, 7),
        lambda: refilled(1, 1.3, 7),
        lambda: refilled(1, 0.3, -7),
        lambda: refilled(1, 0.3, math.nan),
        lambda: empty_share([100, math.nan], 1.0, TANKS_CAEN2021),
        lambda: empty_share([100, -1], 1.0, TANKS_CAEN2021),
        lambda: empty_share([100, math.inf], 1.0, TANKS_CAEN2021),
        lambda: empty_share([100], 2.0, TANKS_CAEN2021),
        lambda: empty_share([[100]], 1.0, TANKS_CAEN2021),
        lambda: second_bout_share(100, 50, 60, TANKS_CAEN2021),
        lambda: second_bout_share(349, math.nan, 60, TANKS_CAEN2021),
        lambda: second_bout_share(349, 50, 1e9, TANKS_CAEN2021),
        lambda: replace(TANKS_CAEN2021, fast_j=0.0),
        lambda: replace(TANKS_CAEN2021, slow_top=0.6, slow_bottom=0.5),
    ],
)
def test_what_cannot_be_is_refused_and_says_what_is_accepted(call) -> None:
    with pytest.raises(UserError) as refused:
        call()
    assert refused.value.code == "impossible_value"
    assert refused.value.accepted


@pytest.mark.parametrize("name", KINETICS_BENEKE2007)
def test_lactate_begins_at_rest_peaks_once_and_comes_back_to_rest(name) -> None:
    kinetics, t_min = KINETICS_BENEKE2007[name], np.arange(0, 600, 0.01)
    told = lactate_mmol_l(t_min, kinetics, 1.3)
    at_min, above = peak(kinetics)
    assert told[0] == pytest.approx(1.3)
    assert told.max() == pytest.approx(1.3 + above, abs=1e-5)
    assert t_min[told.argmax()] == pytest.approx(at_min, abs=0.01)
    assert (np.diff(np.sign(np.diff(told))) != 0).sum() == 1
    assert told[-1] == pytest.approx(1.3, abs=1e-3)
    assert np.isnan(lactate_mmol_l([math.nan], kinetics)).all()


def test_lactate_is_the_two_compartments_stepped_forward() -> None:
    """What is in the muscle flows into the blood, and what is in the blood is used."""
    kinetics, step_min = KINETICS_BENEKE2007["sprint_30_s"], 1e-4
    muscle, blood = kinetics.amount_mmol_l, 0.0
    for _ in range(200_000):
        flow = kinetics.appears_per_min * muscle * step_min
        muscle, blood = muscle - flow, blood + flow - kinetics.goes_per_min * blood * step_min
    assert blood == pytest.approx(float(lactate_mmol_l(20.0, kinetics, 0.0)), rel=1e-4)


def test_the_wall_is_where_nothing_is_left() -> None:
    for share in (0.3, 0.7, 1.0):
        km = wall_km(share)
        assert left_after_run(km, share) == pytest.approx(0, abs=1e-12)
        assert left_after_run(km / 2, share) == pytest.approx(0.5)
        assert left_after_run(km * 3, share) == 0
    assert wall_km(0) == math.inf
    assert left_after_run(500, 0) == 1


def test_refilling_is_its_equation_stepped_forward() -> None:
    for grams, start, name in ((2, 0.1, "trained"), (5, 0.3, "usual"), (7, 0.0, "untrained"), (12, 0.9, "trained")):
        full_g_kg = STORES.leg_kcal_kg / glycogen.EATING.kcal_g
        pace = REFILLINGS[name].mmol_kg_h / glycogen.EATING.mmol_g / full_g_kg / 0.7
        food = glycogen.EATING.stored_share * grams / 24 / (STORES.leg_share * full_g_kg)
        level, step_h = start, 1e-3
        for _ in range(30_000):
            level += min(food, pace * (1 - level)) * step_h
        assert float(refilled(30.0, start, grams, REFILLINGS[name])) == pytest.approx(level, abs=1e-4)


def test_more_food_more_training_and_more_time_never_refill_less() -> None:
    hours = np.linspace(0, 72, 200)
    before = np.zeros(200)
    for grams in (0, 1, 3, 5, 7, 10, 15):
        told = refilled(hours, 0.2, grams)
        assert (np.diff(told) >= 0).all()
        assert (told >= before - 1e-12).all()
        assert told[0] == pytest.approx(0.2)
        assert told[-1] <= 1
        before = told
    assert (refilled(hours, 0.2, 0) == 0.2).all()
    assert (refilled(hours, 1.0, 7) == 1).all()
    slow, usual, fast = (refilled(6.0, 0.2, 12, REFILLINGS[name]) for name in ("untrained", "usual", "trained"))
    assert slow < usual < fast
    assert np.isnan(refilled(math.nan, 0.2, 7))
    assert np.isnan(refilled(math.nan, 0.2, 0))


def test_the_tanks_stay_between_full_and_empty_and_energy_is_kept() -> None:
    rng = np.random.default_rng(4)
    power = np.repeat(rng.uniform(0, 600, 60), 40)
    told = empty_share(power, 1.0, TANKS_CAEN2021)
    assert ((told >= 0) & (told <= 1)).all()
    assert (told[:, 0] == 1).any()
    # Without a limit being met, what is asked comes from the two tanks or from oxygen, and oxygen from the fast level.
    gentle = np.full(900, 150.0)
    fast, slow = empty_share(gentle, 0.01, TANKS_CAEN2021).T
    tanks = TANKS_CAEN2021
    level = np.concatenate([[0.0], fast[:-1]]) + 150.0 * 0.01 / tanks.fast_j
    oxygen_j = (tanks.oxygen_w * np.minimum(level / (1 - tanks.oxygen_bottom), 1) * 0.01).sum()
    from_tanks_j = fast[-1] * tanks.fast_j + slow[-1] * tanks.slow_height * tanks.slow_j
    assert from_tanks_j + oxygen_j == pytest.approx((gentle * 0.01).sum(), rel=1e-9)


def test_rested_tanks_are_full_and_a_long_rest_fills_them() -> None:
    assert (empty_share(np.zeros(100), 1.0, TANKS_CAEN2021) == 0).all()
    assert empty_share([], 1.0, TANKS_CAEN2021).shape == (0, 2)
    rested = empty_share(np.concatenate([np.full(200, 349.0), np.zeros(20_000)]), 1.0, TANKS_CAEN2021)
    assert rested[-1] == pytest.approx([0, 0], abs=0.01)
    assert second_bout_share(349, 0, 20_000, TANKS_CAEN2021) == pytest.approx(1, abs=0.01)
    assert second_bout_share(349, 161, 0, TANKS_CAEN2021) < 0.01


def test_a_steady_power_below_what_oxygen_gives_never_exhausts() -> None:
    tanks = Tanks(10_000, 20_000, 200, 50, 20, 0.5, 0.1, 0.3, "a test")
    told = empty_share(np.full(7200, 190.0), 1.0, tanks)
    assert told[:, 0].max() < 1
    assert empty_share(np.full(7200, 260.0), 1.0, tanks)[-1, 0] == 1


def test_no_rate_is_told_for_moving_on_only_what_was_measured() -> None:
    measured = lactate.GREENWOOD2008
    assert max(measured, key=measured.__getitem__) == 1.0
    assert min(measured, key=measured.__getitem__) == 0.0
