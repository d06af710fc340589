"""Sleep against what was published and what was worked elsewhere from the same equations."""

from __future__ import annotations

import math

import numpy as np
import pytest

from unweary.physiology.sleep import (
    NEED_VANDONGEN2003,
    asleep_epochs,
    circadian,
    mid_sleep_corrected_h,
    sleep_debt_h,
    sleep_regularity_index,
    steady_pressure,
)


@pytest.mark.parametrize(
    ("hours", "waking", "bedtime"),
    [(8, 0.093, 0.623), (7, 0.124, 0.656), (6, 0.165, 0.690), (5, 0.221, 0.726), (4, 0.295, 0.765)],
)
def test_the_pressure_on_waking_and_at_bedtime_by_length_of_night(hours, waking, bedtime):
    # physiology.md section 8, recomputed there from Daan, Beersma & Borbély 1984; three decimals.
    assert steady_pressure(hours) == (pytest.approx(waking, abs=5e-4), pytest.approx(bedtime, abs=5e-4))


def test_the_daily_wave_is_the_published_sum_of_five():
    # Borbély & Achermann 1999, J Biol Rhythms 14:559: amplitude 0.12, phase 8.6 h, weights 0.97, 0.22, 0.07, 0.03,
    # 0.001, written out once more.
    for clock_h in (0.0, 3.3, 8.6, 14.6, 21.0):
        w = 2 * math.pi / 24 * (clock_h - 8.6)
        wave = 0.97 * math.sin(w) + 0.22 * math.sin(2 * w) + 0.07 * math.sin(3 * w) + 0.03 * math.sin(4 * w)
        assert circadian(clock_h) == pytest.approx(0.12 * (wave + 0.001 * math.sin(5 * w)), abs=1e-15)


@pytest.mark.parametrize(("hours", "excess_h"), [(8, 2.24), (6, 30.2), (4, 58.2)])
def test_excess_wakefulness_over_the_two_weeks_of_van_dongen(hours, excess_h):
    # Van Dongen et al. 2003, Sleep 26:117: 14 days of 8, 6 and 4 h in bed, wakefulness beyond 15.84 h a day.
    assert sleep_debt_h([hours] * 14, math.inf)[-1] == pytest.approx(excess_h, abs=0.05)
    assert NEED_VANDONGEN2003.hours == pytest.approx(24 - 15.84)


@pytest.mark.parametrize("tau_days", [5.0, 7.0, 10.0])
def test_groups_of_belenky_keep_their_order_and_three_nights_of_eight_hours_do_not_restore_them(tau_days):
    # Belenky et al. 2003, J Sleep Res 12:1, Summary: 7 days of 3, 5, 7 or 9 h in bed, then 3 of 8 h. The 9-h group
    # stayed at its level; the 5- and 7-h groups got nothing back. Slow forgetting keeps most.
    nights = np.concatenate([np.repeat([[3.0], [5.0], [7.0], [9.0]], 7, axis=1), np.full((4, 3), 8.0)], axis=1)
    debts = sleep_debt_h(nights, tau_days)
    end, recovered = debts[:, 6], debts[:, 9]
    assert (np.diff(end) < 0).all()
    assert (np.diff(recovered) < 0).all()
    assert end[3] == 0
    assert (recovered[1:3] > 0.5 * end[1:3]).all()
    if tau_days == 10:
        assert (recovered[1:3] > 0.7 * end[1:3]).all()


def test_the_misfit_with_belenky_is_what_the_description_says():
    # The 3-h group got part of its loss back in the first night, the 5-h group nothing: one speed cannot show both.
    nights = np.concatenate([np.repeat([[3.0], [5.0]], 7, axis=1), np.full((2, 1), 8.0)], axis=1)
    debts = sleep_debt_h(nights, 7.0)
    kept = debts[:, 7] / debts[:, 6]
    assert abs(kept[0] - kept[1]) < 0.02


def test_the_index_of_regular_nights_and_of_nights_an_hour_later_every_other_day():
    # physiology.md section 8: 100 and 83.33. From a list of nights by the minute.
    starts = 23.0 + 24 * np.arange(15)
    assert sleep_regularity_index(asleep_epochs(starts, starts + 8), 1440, 7) == 100
    later = starts + np.arange(15) % 2
    index = sleep_regularity_index(asleep_epochs(later, later + 8), 1440, 7)
    assert index == pytest.approx(100 - 200 * 2 / 24, abs=0.005)


def test_the_middle_of_sleep_corrected_as_the_questionnaire_does():
    # Roenneberg, Pilz, Zerbini & Winnebeck 2019, Biology 8:54: MSFsc = MSF - (SDf - SDweek) / 2 where SDf > SDw, with
    # SDweek = (SDw x work days + SDf x free days) / 7; written out once more for a person of 5 work days.
    week = (6.5 * 5 + 9 * 2) / 7
    assert mid_sleep_corrected_h(5.0, 9.0, 6.5, 5) == pytest.approx(5.0 - (9.0 - week) / 2)
