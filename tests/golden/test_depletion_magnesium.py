"""Magnesium against what was measured in people; where the model does not fit, the test says so and by how much.

Read as abstracts or single pages, 2026-11. Fitted were the three numbers of the gut (named there), the bend of the
kidney, which sets 300 mg a day at 0.85 mmol/L, and what the gut loses, chosen by the urine of Nielsen 2016.
"""

from __future__ import annotations

import numpy as np
import pytest

from unweary.physiology.depletion import (
    BODY_AVIOLI1966,
    GUT_FINE1991,
    KIDNEY_RUDE1980,
    magnesium_course,
    magnesium_taken_up_mg_d,
    magnesium_urine_mg_d,
    settled_magnesium_mmol_l,
)

MG = 24.305


def test_the_gut_of_fine():
    # Fine et al. 1991, J Clin Invest 88:396, Abstract: a meal alone 65 %, with 80 mEq more 11 %, without end 7 %.
    # Sabatier et al. 2003, Am J Clin Nutr 77:1206, Abstract: of 70 mg 0.48 (SD 0.05). These set its three numbers.
    meal = GUT_FINE1991.least_mg
    meals = np.array([meal, meal + 80 * MG / 2, 70.0])
    day = GUT_FINE1991.meals * meals
    assert magnesium_taken_up_mg_d(day) / day == pytest.approx([0.65, 0.11, 0.48], abs=0.005)
    more = magnesium_taken_up_mg_d([4_900.0, 5_000.0])
    assert float(np.diff(more)[0]) / 100 == pytest.approx(0.07, abs=0.01)


def test_the_gut_over_a_day_lies_within_what_is_quoted_but_below_the_usual_half():
    # NHMRC, Nutrient Reference Values, Magnesium, Background: 25 % on diets of much, 75 % of little. Misfit: the
    # Institute of Medicine 1997, p. 193, has 'approximately 50 percent' net of a typical diet, here 39 % of 300 mg.
    # Half of what is eaten in the urine does not go with Nielsen 2016 (below), so one of the two must give.
    share = magnesium_taken_up_mg_d([60.0, 300.0, 600.0]) / [60.0, 300.0, 600.0]
    assert share == pytest.approx([0.65, 0.39, 0.25], abs=0.01)


def test_the_kidney_of_rude():
    # Rude, Bethune & Singer 1980, Abstract: TmMg 1.4 mg/100 ml GF. Far above the bend that much is kept of each litre.
    kidney = KIDNEY_RUDE1980
    for serum in (1.2, 1.5, 2.5):
        lost_mg_l = float(magnesium_urine_mg_d(serum)) / kidney.filtrate_l_d
        assert serum * MG * kidney.filterable - lost_mg_l == pytest.approx(14.0, abs=0.01)


def test_of_2400_mg_filtered_three_to_five_percent_are_lost_and_in_lack_almost_nothing():
    # Schuchardt & Hahn 2017, homeostasis: some 2400 mg filtered, about 5 % lost; others 3 to 5 %. Lack: down to 0.5 %
    # (textbook page read: 'the range of excretion extends from 0.5 to 70 per cent').
    kidney = KIDNEY_RUDE1980
    filtered = kidney.filtrate_l_d * kidney.filterable * MG * np.array([0.85, 0.75, 0.70])
    assert filtered[0] == pytest.approx(2400, abs=5)
    share = magnesium_urine_mg_d([0.85, 0.75, 0.70]) / filtered
    assert 0.03 < share[0] < 0.05
    assert share[1] < 0.006
    assert share[2] < 0.005


def test_misfit_where_more_is_filterable_the_threshold_lies_below_the_usual_blood_level():
    # 70 to 80 % of serum magnesium are filterable by a textbook, 68 % by PMC5786912. At 0.85 mmol/L each per cent more
    # puts 35 mg a day beyond the threshold, all of which would leave; 87 mg is what is taken up of 300, less 29.
    kidney = KIDNEY_RUDE1980
    beyond = kidney.filtrate_l_d * (0.85 * MG * np.array([0.68, 0.72, 0.80]) - kidney.kept_mg_l)
    assert beyond[0] < 87 < beyond[1] < beyond[2]


def test_the_pools_of_avioli_and_berman():
    # Avioli & Berman 1966, Abstract: exchangeable 3.54 mEq/kg, 15 % of the body by their estimate, the rest 1000 days.
    # Collides a little: of the 25 g of the Institute of Medicine it is 12 %.
    body = BODY_AVIOLI1966
    assert body.exchangeable_mg == pytest.approx(70 * 3.54 * MG / 2, abs=1)
    assert body.exchangeable_mg + body.slow_mg == 25_000
    assert body.exchangeable_mg / 25_000 == pytest.approx(0.15, abs=0.035)


def test_urine_at_rest_by_what_is_eaten():
    # Nielsen 2016, Magnes Res 29:154, Abstract: below 250 mg a day 40 to 80 mg in urine, above 80 to 160 mg; serum of
    # 0.75 to 0.95 is usual (Institute of Medicine 1997, chapter 6).
    eaten = np.array([107.0, 150, 200, 240, 260, 300, 420, 600, 1000])
    serum = settled_magnesium_mmol_l(eaten)
    urine = magnesium_urine_mg_d(serum)
    assert ((urine[:4] >= 40) & (urine[:4] <= 80)).all()
    assert ((urine[4:] >= 80) & (urine[4:] <= 160)).all()
    assert serum[5] == pytest.approx(0.85, abs=0.001)
    assert ((serum > 0.75) & (serum < 0.95)).all()


@pytest.mark.parametrize("eaten", [165.0, 186.0])
def test_balance_at_the_intake_that_was_published_for_it(eaten):
    # Hunt & Johnson 2006, Am J Clin Nutr 84:843: balance at 186 mg a day in the summary that was read, 165 in the
    # paper (recalled); the last 6 to 14 days of at least 28. No proof of a need: the model comes into balance at any
    # intake from some 45 mg a day on, as its kidney gives way.
    course = magnesium_course([eaten] * 28)
    kept = np.diff(course.exchangeable_mg + course.slow_mg)[-14:]
    assert abs(kept.mean()) < 1.0
    assert np.abs(np.diff(magnesium_course([45.0] * 400).exchangeable_mg))[-1] < 1.0


def test_on_hardly_any_urine_is_below_a_millimole_within_four_days():
    # Institute of Medicine 1997, p. 193: below '20 mg [1 mmol]' within 3 to 4 days (a mmol is 24 mg, not 20). Here
    # below 24 mg on day 4 when none is eaten and below 20 on day 5; on 10 mg a day 25 mg on day 4, 19 on day 5.
    none, little = (magnesium_course([eaten] * 7).urine_mg_d for eaten in (0.0, 10.0))
    assert none[3] < MG < none[2]
    assert none[4] < 20
    assert little[4] < 20


def test_blood_falls_for_months_to_a_third_and_then_hardly():
    # Shils, Experimental Human Magnesium Depletion, Abstract: two men, 'fell slowly but progressively for several
    # months to levels approximately one-third to one-fourth the control levels and then stabilized'. Misfit: a third
    # only after nine months, and only with none at all; with 10 mg a day it stays at a half. Their diet was not seen.
    blood = magnesium_course([0.0] * 360).serum_mmol_l / 0.85
    assert blood[[30, 90, 180, 270]] == pytest.approx([0.71, 0.49, 0.37, 0.33], abs=0.01)
    assert blood[240] - blood[270] < 0.1 * (blood[0] - blood[30])
    assert magnesium_course([10.0] * 270).serum_mmol_l[-1] / 0.85 == pytest.approx(0.48, abs=0.01)


def test_on_a_third_of_the_usual_blood_stays_within_the_usual_range():
    # Nielsen et al. 2007, J Am Coll Nutr 26:121, Abstract: 101 mg a day for 78 days; Nielsen 2016: serum falls only
    # after a long time.
    assert magnesium_course([101.0] * 78).serum_mmol_l[-1] > 0.75


def test_moderate_deprivation_and_what_no_two_pools_can_hold():
    # Nielsen 2007, Magnes Res 20:19, Abstract: 107 mg a day for 72 days -5 mg a day, with 220 mg more +54 mg a day.
    # The first fits. Misfit: the second would be 3.9 g in ten weeks, more than the exchangeable pool holds.
    low = magnesium_course([107.0] * 72, 327.0)
    assert np.diff(low.exchangeable_mg + low.slow_mg).mean() == pytest.approx(-5, abs=3)
    high = magnesium_course([327.0] * 72, 107.0)
    assert np.diff(high.exchangeable_mg + high.slow_mg).mean() == pytest.approx(3, abs=2)
    assert BODY_AVIOLI1966.exchangeable_mg < 54 * 72


@pytest.mark.parametrize("extra", [300.0, 350.0, 400.0])
def test_the_rises_of_the_trials(extra):
    # Zhang et al. 2016, J Nutr 146:595, Abstract: 48 trials of 197 to 994 mg a day, 12 weeks in the middle: blood
    # +0.04 mmol/L (0.02 to 0.06), urine +1.52 mmol a day (1.20 to 1.83); level from 300 and 400 mg a day on. The mean
    # dose was not seen. The model lies in both ranges, at the lower end for blood.
    course = magnesium_course([300.0 + extra] * 84)
    assert 0.02 < course.serum_mmol_l[-1] - course.serum_mmol_l[0] < 0.06
    assert 1.20 < (course.urine_mg_d[-1] - 87.0) / MG < 1.83


def test_misfit_the_trials_settled_over_months_and_gained_nothing_by_more():
    # The same: steady 'after ~20 wk and 40 wk', and 'at doses of 300 mg/d and 400 mg/d'. Here within two weeks, and 994
    # mg bring twice the urine of 400.
    course = magnesium_course([700.0] * 280)
    rise = course.serum_mmol_l - course.serum_mmol_l[0]
    assert rise[14] > 0.98 * rise[-1]
    much = magnesium_course([1294.0] * 84)
    assert (much.urine_mg_d[-1] - 87) / (course.urine_mg_d[83] - 87) == pytest.approx(2.1, abs=0.1)
