from __future__ import annotations

import math
from datetime import UTC, datetime

import numpy as np
import pytest

from unweary.physiology.load import (
    SampleRule,
    SessionLoad,
    daily_sums,
    heart_rate_reserve,
    load_au,
    monotony_foster1998,
    rolling_sums,
    session_rpe_per_trimp_of,
    strain_foster1998,
    trimp_banister1991,
    trimp_from_mean_banister1991,
)
from unweary.vocab.history import Session

KNOWN = {"hr_rest_bpm": 50.0, "hr_max_bpm": 190.0, "sex": "M"}
SCALE = {"usual_rpe_cr10": 4.0, "session_rpe_per_trimp": 2.5}
HOUR = [float(second) for second in range(3601)]


def run(**more) -> Session:
    return Session(datetime(2026, 11, 14, 8, tzinfo=UTC), 3600.0, "run", **more)


def test_the_persons_own_rating_goes_before_everything():
    found = load_au(run(rpe_cr10=7, avg_hr_bpm=120), **SCALE, **KNOWN, hr_bpm=[180] * 3601, t_s=HOUR)
    assert found == SessionLoad(420, "session_rpe")


def test_a_rating_of_zero_is_a_rating():
    assert load_au(run(rpe_cr10=0), **SCALE) == SessionLoad(0, "session_rpe")


def test_without_a_rating_samples_go_before_the_mean():
    hard_then_easy = [180] * 1800 + [80] * 1801
    from_samples = load_au(run(avg_hr_bpm=130), **SCALE, **KNOWN, hr_bpm=hard_then_easy, t_s=HOUR)
    from_mean = load_au(run(avg_hr_bpm=130), **SCALE, **KNOWN)
    assert from_samples.method == from_mean.method == "heart_rate"
    assert from_samples.au > 1.1 * from_mean.au, "a mean hides the hard half"


def test_samples_without_enough_heart_rate_fall_back_to_the_mean():
    mostly_lost = [math.nan] * 3000 + [150] * 601
    assert load_au(run(avg_hr_bpm=150), **SCALE, **KNOWN, hr_bpm=mostly_lost, t_s=HOUR) == load_au(
        run(avg_hr_bpm=150), **SCALE, **KNOWN
    )


@pytest.mark.parametrize("unknown", ["hr_rest_bpm", "hr_max_bpm", "sex"])
def test_where_something_about_the_person_is_unknown_minutes_are_left(unknown):
    known = {**KNOWN, unknown: None}
    assert load_au(run(avg_hr_bpm=150), **SCALE, **known) == SessionLoad(240, "duration")


def test_a_highest_heart_rate_below_the_resting_one_is_no_basis():
    known = {**KNOWN, "hr_max_bpm": 45.0}
    assert load_au(run(avg_hr_bpm=150), **SCALE, **known).method == "duration"


def test_the_share_of_the_reserve_stays_between_none_and_all():
    shares = heart_rate_reserve([40, 50, 190, 230, math.nan], 50, 190)
    assert shares[:4].tolist() == [0, 0, 1, 1]
    assert math.isnan(shares[4])


def test_trimp_does_not_depend_on_how_often_was_sampled():
    each_second = trimp_banister1991([150] * 3601, HOUR, 50, 190, "F")
    each_ten = trimp_banister1991([150] * 361, HOUR[::10], 50, 190, "F")
    assert each_ten == pytest.approx(each_second)
    share = (150 - 50) / 140
    assert each_second == pytest.approx(trimp_from_mean_banister1991(share, 3600, "F"))


def test_a_pause_counts_nothing():
    before, after = HOUR[:1801], [t_s + 7200 for t_s in HOUR[1801:]]
    assert trimp_banister1991([150] * 3601, before + after, 50, 190, "M") == pytest.approx(
        trimp_banister1991([150] * 3600, HOUR[:3600], 50, 190, "M")
    )


def test_a_gap_in_the_heart_rate_is_taken_to_be_like_the_rest():
    gap = [150.0] * 3601
    gap[1000:2000] = [math.nan] * 1000
    whole = trimp_banister1991([150] * 3601, HOUR, 50, 190, "M")
    assert trimp_banister1991(gap, HOUR, 50, 190, "M") == pytest.approx(whole)
    assert math.isnan(trimp_banister1991(gap, HOUR, 50, 190, "M", SampleRule(least_share=0.8)))


def test_too_little_is_unknown_not_zero():
    assert math.isnan(trimp_banister1991([], [], 50, 190, "M"))
    assert math.isnan(trimp_banister1991([150], [0], 50, 190, "M"))
    assert math.isnan(trimp_banister1991([math.nan] * 9, range(9), 50, 190, "M"))
    assert math.isnan(trimp_banister1991([150] * 9, range(9), 190, 190, "M"))


def test_columns_of_different_length_are_our_fault():
    with pytest.raises(ValueError, match="must be the same"):
        trimp_banister1991([150] * 3, range(4), 50, 190, "M")


def test_trimp_grows_with_heart_rate_and_time():
    rows = [trimp_from_mean_banister1991(share, 3600, "F") for share in np.linspace(0, 1, 21)]
    assert rows == sorted(rows)
    assert rows[0] == 0
    assert trimp_from_mean_banister1991(0.6, 7200, "F") == 2 * trimp_from_mean_banister1991(0.6, 3600, "F")


def test_a_persons_own_factor_needs_enough_sessions_with_both():
    rated, counted = [200.0, 300, 400, 0, 500], [100.0, 100, 100, 50, math.nan]
    assert session_rpe_per_trimp_of(rated, counted, least=3) == 3
    assert math.isnan(session_rpe_per_trimp_of(rated, counted))


def test_sessions_outside_the_days_are_left_out_and_an_unknown_load_makes_its_day_unknown():
    sums = daily_sums([-1, 0, 3, 7], [100, 200, math.nan, 400], 7)
    assert sums[0] == 200
    assert math.isnan(sums[3])
    assert sums[[1, 2, 4, 5, 6]].tolist() == [0] * 5


def test_rolling_sums_are_unknown_until_the_window_is_full_and_near_an_unknown_day():
    daily = [1.0] * 9 + [math.nan] + [1.0] * 10
    sums = rolling_sums(daily)
    assert np.isnan(sums[:6]).all()
    assert sums[6:9].tolist() == [7, 7, 7]
    assert np.isnan(sums[9:16]).all()
    assert sums[16:].tolist() == [7] * 4
    assert np.isnan(rolling_sums([1.0] * 6)).all()


@pytest.mark.parametrize("week", [[100] * 7, [0] * 7, [100] * 6, [100] * 8, [100, math.nan, 0, 0, 0, 0, 0]])
def test_monotony_is_unknown_where_it_is_not_defined(week):
    assert math.isnan(monotony_foster1998(week))
    assert math.isnan(strain_foster1998(week))
