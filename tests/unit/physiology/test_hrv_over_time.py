"""The course of mornings over weeks, and lying beside standing."""

from __future__ import annotations

import math
from statistics import fmean, stdev

import numpy as np
import pytest

from unweary.physiology.hrv import CourseRule, StandingRule, rolling_week, standing_up
from unweary.vocab.errors import UserError

RULE = CourseRule(week_days=7, least_week_days=3, base_days=28, least_base_days=14, worthwhile_sd=0.5)


def mornings(days: int, seed: int = 1, missing: float = 0.3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    row = rng.normal(4.0, 0.2, days)
    row[rng.random(days) < missing] = np.nan
    return row


def test_each_day_is_what_its_week_and_its_28_days_before_say():
    row = mornings(90)
    found = rolling_week(row, RULE)
    compared = 0
    for day in range(90):
        week = [v for v in row[max(day - 6, 0) : day + 1] if v == v]
        base = [v for v in row[max(day - 34, 0) : max(day - 6, 0)] if v == v]
        assert found.week_days[day] == len(week)
        if len(week) >= 3:
            assert found.week_mean[day] == pytest.approx(fmean(week))
        else:
            assert math.isnan(found.week_mean[day])
        if len(base) >= 14:
            assert found.base_sd[day] == pytest.approx(stdev(base))
            assert found.low[day] == pytest.approx(fmean(base) - 0.5 * stdev(base))
            assert found.high[day] == pytest.approx(fmean(base) + 0.5 * stdev(base))
        else:
            assert math.isnan(found.low[day])
        if len(week) >= 3 and len(base) >= 14:
            expected = (fmean(week) > found.high[day]) - float(fmean(week) < found.low[day])
            assert found.outside[day] == expected
            compared += 1
        else:
            assert math.isnan(found.outside[day])
    assert compared > 40


def test_two_mornings_a_week_are_too_few():
    row = np.full(60, np.nan)
    row[::4] = 4.0
    assert np.isnan(rolling_week(row, RULE).outside).all()
    assert np.nanmax(rolling_week(row, RULE).week_days) == 2


def test_the_band_is_as_wide_as_was_asked_for():
    row = mornings(60, missing=0)
    wide = rolling_week(row, CourseRule(7, 3, 28, 14, worthwhile_sd=1.0))
    narrow = rolling_week(row, RULE)
    assert (wide.high - wide.low)[-1] == pytest.approx(2 * (narrow.high - narrow.low)[-1])


def test_odd_rows_of_days():
    assert len(rolling_week([], RULE).outside) == 0
    assert np.isnan(rolling_week([4.0], RULE).outside).all()
    assert rolling_week([4.0] * 60, RULE).outside[-1] == 0, "a constant row has a band of no width, and is in it"
    with pytest.raises(UserError, match=r"ln_rmssd_by_day\[1\] is inf"):
        rolling_week([4.0, math.inf], RULE)
    with pytest.raises(UserError, match="shape"):
        rolling_week(np.ones((2, 2)), RULE)
    with pytest.raises(UserError, match="not made of numbers"):
        rolling_week(["a"], RULE)


def posture(lying_bpm: float, standing_bpm: list[float], lying_s: float = 300.0) -> list[float]:
    rr: list[float] = []
    for bpm, seconds in ((lying_bpm, lying_s), *((bpm, 60.0) for bpm in standing_bpm)):
        swing = 30.0 if bpm == lying_bpm else 10.0
        beat = 60_000 / bpm
        rr += [beat + swing * (-1) ** n for n in range(round(1000 * seconds / beat))]
    return rr


def test_a_rise_counts_only_as_far_as_two_minutes_hold_it():
    found = standing_up(posture(60, [100, 80, 95, 75, 85, 84]), 300.0)
    assert found.lying_hr_bpm == pytest.approx(60, abs=0.5)
    assert found.rise_bpm == pytest.approx([40, 20, 35, 15, 25, 24], abs=1.5)
    assert found.held_rise_bpm == pytest.approx(24, abs=1), "neither the first minute nor the lone third one"
    assert found.rmssd_ratio == pytest.approx(1 / 3, abs=0.06)


def test_ten_minutes_are_told_and_no_more():
    assert len(standing_up(posture(60, [90] * 13), 300.0).rise_bpm) == 10
    assert len(standing_up(posture(60, [90] * 13), 300.0, StandingRule(minutes=3)).rise_bpm) == 3


def test_the_30_15_ratio_is_longest_near_30_over_shortest_near_15():
    beat = np.arange(1, 201)
    after = 800 - 150 * np.exp(-(((beat - 16) / 5) ** 2)) + 60 * np.exp(-(((beat - 29) / 5) ** 2))
    lying = 1000 + 30 * np.sin(np.arange(300))
    found = standing_up(np.concatenate((lying, after)), float(lying.sum() / 1000))
    assert found.ratio_30_15 == pytest.approx(after.max() / after.min(), rel=1e-9)
    assert (after.argmax() + 1, after.argmin() + 1) == (29, 16)


def test_a_short_recording_leaves_out_what_it_cannot_tell():
    found = standing_up(posture(60, [90], lying_s=60.0), 60.0)
    assert math.isnan(found.lying_rmssd_ms)
    assert math.isnan(found.rmssd_ratio)
    assert math.isnan(found.held_rise_bpm)
    assert found.lying_hr_bpm == pytest.approx(60, abs=1)
    assert any("90 s of lying" in note for note in found.notes)


@pytest.mark.parametrize("at", [0.0, -5.0, 1e6, math.nan])
def test_standing_up_outside_of_the_recording_is_refused(at):
    with pytest.raises(UserError, match="stood_up_s is"):
        standing_up(posture(60, [90, 90]), at)


def test_an_empty_recording_is_refused_in_words():
    with pytest.raises(UserError, match="stood_up_s"):
        standing_up([], 1.0)
