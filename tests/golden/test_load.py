"""Training load against published equations and hand-worked weeks."""

from __future__ import annotations

import pytest

from unweary.physiology.load import (
    TRIMP_BANISTER1991,
    daily_sums,
    monotony_foster1998,
    rolling_sums,
    session_rpe_load_au,
    strain_foster1998,
    trimp_banister1991,
    trimp_from_mean_banister1991,
)

#: An invented week; the numbers are worked by hand with the definitions of Foster 1998, Med Sci Sports Exerc 30:1164.
WEEK = [300, 0, 450, 300, 0, 600, 0]


@pytest.mark.parametrize(
    ("sex", "share", "expected"),
    # Banister 1991, equation min * x * a * exp(b * x) with a, b = 0.64, 1.92 (men), 0.86, 1.67 (women); 60 minutes.
    # Worked independently of this code and kept to 0.1, so the tolerance is 0.05.
    [("M", 0.5, 50.1), ("M", 0.7, 103.1), ("M", 0.9, 194.6), ("F", 0.5, 59.5), ("F", 0.7, 116.3), ("F", 0.9, 208.8)],
)
def test_trimp_of_an_hour_is_banisters_for_each_sex(sex, share, expected):
    assert trimp_from_mean_banister1991(share, 3600, sex) == pytest.approx(expected, abs=0.05)
    hr_bpm = [50 + share * 140] * 3601
    assert trimp_banister1991(hr_bpm, range(3601), 50, 190, sex) == pytest.approx(expected, abs=0.05)


def test_the_womens_factor_is_not_the_mens():
    # GoldenCheetah (TRIMPPoints.cpp) uses 0.64 for both; the original does not.
    assert (TRIMP_BANISTER1991["M"].factor, TRIMP_BANISTER1991["M"].exponent) == (0.64, 1.92)
    assert (TRIMP_BANISTER1991["F"].factor, TRIMP_BANISTER1991["F"].exponent) == (0.86, 1.67)


def test_session_rpe_is_rating_times_minutes():
    # Foster et al. 2001, J Strength Cond Res 15:109: CR10 rating times duration in minutes; exact.
    assert session_rpe_load_au(6, 50 * 60) == 300
    assert session_rpe_load_au(7.5, 80 * 60) == 600


def test_fosters_week_has_its_load_monotony_and_strain():
    # Worked by hand: mean 235.714, SD 242.752 (sample), 224.745 (population). Tolerances: the printed last digit.
    assert sum(WEEK) == 1650
    assert rolling_sums(WEEK)[-1] == 1650
    assert monotony_foster1998(WEEK) == pytest.approx(0.9710, abs=5e-5)
    assert monotony_foster1998(WEEK, ddof=0) == pytest.approx(1.0488, abs=5e-5)
    assert strain_foster1998(WEEK) == pytest.approx(1602.16, abs=5e-3)


def test_the_week_can_be_built_from_its_sessions():
    # Two sessions on the sixth day.
    days, loads = [0, 2, 3, 5, 5], [300, 450, 300, 240, 360]
    assert daily_sums(days, loads, 7).tolist() == WEEK


@pytest.mark.parametrize(
    ("minutes", "hr_bpm", "hr_rest_bpm", "hr_max_bpm", "expected"),
    # Two worked examples for men as printed on the web, rounded to whole units: betterworkouts.helpscoutdocs.com
    # article 12 (after fellrnr.com/wiki/TRIMP), and theprimecalculator.com, training load, formula.
    [(30, 130, 40, 200, 32), (45, 145, 60, 190, 66)],
)
def test_worked_examples_of_trimp_in_print(minutes, hr_bpm, hr_rest_bpm, hr_max_bpm, expected):
    samples = [hr_bpm] * (minutes * 60 + 1)
    found = trimp_banister1991(samples, range(len(samples)), hr_rest_bpm, hr_max_bpm, "M")
    assert found == pytest.approx(expected, abs=0.5)
