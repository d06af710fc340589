"""The three-compartment controller against endurance tables worked elsewhere and its own differential equation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from unweary.physiology.muscle import (
    ENDURANCE_FREYLAW2010,
    RATES_FREYLAW2012,
    RATES_LOOFT2018,
    RATES_RAKSHIT2021,
    VALID,
    Rates,
    endurance_time_s,
    endurance_time_s_freylaw2010,
    hold,
)

LOADS = np.arange(1, 10) / 10
#: threecc_ET_table.csv of UNWEARY_EVIDENCE/physiology, rows 3CC_closed: the rates of Frey-Law, Looft & Heitsman 2012, J
#: Biomech 45:1803, Table 1, in the closed form. [s] at 10 to 90 % of maximal force, printed to 0.01 s.
ENDURANCE_3CC_S = {
    "ankle": [3747.82, 863.26, 450.11, 275.56, 178.73, 117.07, 74.34, 42.98, 18.97],
    "knee": [1506.25, 339.86, 176.96, 108.28, 70.21, 45.98, 29.20, 16.88, 7.45],
    "trunk": [2992.92, 675.23, 351.59, 215.13, 139.50, 91.36, 58.01, 33.53, 14.80],
    "shoulder": [1057.44, 274.29, 144.38, 88.71, 57.65, 37.81, 24.03, 13.90, 6.14],
    "elbow": [2793.60, 565.43, 292.65, 178.67, 115.72, 75.73, 48.06, 27.77, 12.25],
    "hand": [1384.59, 473.06, 258.32, 161.09, 105.53, 69.55, 44.36, 25.72, 11.38],
    "general": [2043.97, 516.94, 271.49, 166.66, 108.25, 70.97, 45.10, 26.08, 11.51],
}
#: The same table, rows FreyLawAvin2010: the power laws of Frey-Law & Avin 2010, Ergonomics 53:109, Table 2.
ENDURANCE_MEASURED_S = {
    "ankle": [3985.24, 955.72, 414.56, 229.20, 144.74, 99.42, 72.37, 54.97, 43.12],
    "knee": [1470.12, 399.41, 186.37, 108.51, 71.33, 50.63, 37.89, 29.48, 23.63],
    "trunk": [4225.08, 875.98, 348.95, 181.62, 109.44, 72.35, 50.99, 37.65, 28.82],
    "shoulder": [1004.66, 282.58, 134.55, 79.48, 52.83, 37.84, 28.54, 22.35, 18.02],
    "elbow": [2916.01, 630.25, 257.25, 136.22, 83.19, 55.60, 39.55, 29.44, 22.69],
    "hand": [1366.76, 447.75, 233.09, 146.68, 102.41, 76.36, 59.58, 48.05, 39.75],
    "general": [2093.34, 530.64, 237.76, 134.51, 86.47, 60.27, 44.42, 34.10, 27.00],
}


def differential(load: float, seconds: float, rates: Rates, state: list[float], step_s: float, develop: float) -> float:
    """The equations of Xia & Frey-Law 2008, J Biomech 41:3046, stepped forward; when the load fails [s], or -1."""
    active, resting, tired = state
    failed_s = -1.0
    for step in range(round(seconds / step_s)):
        control = develop * min(load - active, resting)
        recovery = rates.recovery_per_s * (1 if load > 0 else rates.rest_multiplier) * tired
        tiring = rates.fatigue_per_s * active
        active += step_s * (control - tiring)
        resting += step_s * (recovery - control)
        tired += step_s * (tiring - recovery)
        if failed_s < 0 and active + resting < load:
            failed_s = (step + 1) * step_s
    state[:] = active, resting, tired
    return failed_s


@pytest.mark.parametrize("joint", list(ENDURANCE_3CC_S))
def test_endurance_of_the_model_and_of_people_is_the_published_one_to_a_tenth_of_a_second(joint):
    assert endurance_time_s(LOADS, RATES_FREYLAW2012[joint]) == pytest.approx(ENDURANCE_3CC_S[joint], abs=0.1)
    assert endurance_time_s_freylaw2010(LOADS, joint) == pytest.approx(ENDURANCE_MEASURED_S[joint], abs=0.1)


def test_every_joint_of_the_tables_is_checked():
    assert set(ENDURANCE_3CC_S) == set(RATES_FREYLAW2012) == set(ENDURANCE_FREYLAW2010) == set(ENDURANCE_MEASURED_S)


@pytest.mark.parametrize(
    ("joint", "expected_s"),
    # Worked with the same closed form by MyoSuite's page "Fatigue Model Validation" from its step of 0.02 s, which it
    # states to be within 1.2 % of the closed form; rows Elbow, Hand, Knee, Ankle at 50 and 70 %.
    [("elbow", [103, 41.4]), ("hand", [86.4, 35.8]), ("knee", [127, 53.0]), ("ankle", [76.3, 30.4])],
)
def test_the_rates_of_2021_give_the_endurance_that_others_found_with_them(joint, expected_s):
    assert endurance_time_s([0.5, 0.7], RATES_RAKSHIT2021[joint]) == pytest.approx(expected_s, rel=0.012)


def test_the_pauses_of_2018_are_those_of_the_abstract():
    # Looft & Frey-Law 2020, J Biomech 106:109762, Abstract: 15 for ankle, knee and elbow, 30 for the hand; shoulder 15.
    assert {joint: rates.rest_multiplier for joint, rates in RATES_LOOFT2018.items()} == {
        "ankle": 15,
        "knee": 15,
        "elbow": 15,
        "hand": 30,
        "shoulder": 15,
    }
    for joint, rates in RATES_LOOFT2018.items():
        assert endurance_time_s(0.4, rates) == endurance_time_s(0.4, RATES_FREYLAW2012[joint]), "a hold has no pauses"


def test_within_its_stated_range_the_model_is_within_its_stated_factor_of_what_people_did_and_not_at_nine_tenths():
    for joint, rates in RATES_FREYLAW2012.items():
        inside = np.array([load for load in LOADS if VALID.least_mvc <= load <= VALID.most_mvc])
        ratio = endurance_time_s(inside, rates) / endurance_time_s_freylaw2010(inside, joint)
        assert ((ratio > 1 / VALID.factor) & (ratio < VALID.factor)).all(), joint
        # 46 to 71 % short there (MyoSuite's page finds the same).
        short = 1 - endurance_time_s(0.9, rates) / endurance_time_s_freylaw2010(0.9, joint)
        assert 0.45 < short < 0.72, joint


def test_the_closed_form_is_the_differential_equation_with_a_fast_controller_in_a_hold():
    # Elbow at 50 %, published controller of 10/s, steps of 10 ms, the load taken at once: 115.84 s against 115.72 s;
    # tolerance 2 %. From rest the controller needs another tenth of a second.
    elbow = RATES_FREYLAW2012["elbow"]
    stepped_s = differential(0.5, 130.0, elbow, [0.5, 0.5, 0.0], 0.01, 10.0)
    assert stepped_s == pytest.approx(115.84, abs=0.01)
    assert endurance_time_s(0.5, elbow) == pytest.approx(stepped_s, rel=0.02)


def test_the_closed_form_is_the_differential_equation_with_pauses():
    # Six times 10 s at 50 % and 10 s of rest, general rates, r = 15: 0.18106 with steps of 1 ms and a controller of
    # 50/s, 0.18109 in the closed form; tolerance 5e-4.
    rates = replace(RATES_FREYLAW2012["general"], rest_multiplier=15.0)
    state = [0.0, 1.0, 0.0]
    for load in [0.5, 0.0] * 6:
        differential(load, 10.0, rates, state, 0.001, 50.0)
    assert state[2] == pytest.approx(0.18106, abs=1e-5)
    assert hold([0.5, 0.0] * 6, 10.0, rates).tired_share[-1] == pytest.approx(0.18109, abs=5e-6)


def test_the_closed_form_is_the_differential_equation_after_the_load_has_failed():
    # 90 % for 60 s fails after 12 s; what is tired then, and after a lighter load and a pause.
    rates = RATES_LOOFT2018["elbow"]
    state, row = [0.0, 1.0, 0.0], [(0.9, 60.0), (0.7, 30.0), (0.0, 20.0), (0.7, 30.0)]
    tired = []
    for load, seconds in row:
        differential(load, seconds, rates, state, 0.002, 50.0)
        tired.append(state[2])
    closed = hold([load for load, _ in row], [seconds for _, seconds in row], rates)
    assert closed.tired_share == pytest.approx(tired, abs=5e-4)
    assert closed.failed_s == pytest.approx(endurance_time_s(0.9, rates), abs=1e-9)
