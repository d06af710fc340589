from __future__ import annotations

import math

import numpy as np
import pytest

from unweary.physiology.load import (
    hr_tss,
    pieces_of_way,
    trimp_banister1991,
    trimp_edwards1993,
    trimp_from_mean_banister1991,
    trimp_lucia2003,
)
from unweary.vocab.errors import UserError

MINUTE = range(61)


@pytest.mark.parametrize(
    ("hr_bpm", "weight"),
    [(99.9, 0), (100, 1), (119.9, 1), (120, 2), (139.9, 2), (140, 3), (160, 4), (180, 5), (200, 5), (215, 5)],
)
def test_edwards_zones_begin_at_their_lower_edge(hr_bpm, weight):
    assert trimp_edwards1993([hr_bpm] * 61, MINUTE, 200) == weight


@pytest.mark.parametrize(("hr_bpm", "weight"), [(60, 1), (139, 1), (140, 2), (164, 2), (165, 3), (210, 3)])
def test_lucias_zones_begin_at_the_thresholds(hr_bpm, weight):
    assert trimp_lucia2003([hr_bpm] * 61, MINUTE, 140, 165) == weight


def test_missing_heart_rate_is_like_the_rest_until_there_is_too_little():
    hr_bpm = [150.0] * 41 + [math.nan] * 20
    assert trimp_edwards1993(hr_bpm, MINUTE, 200) == pytest.approx(3)
    assert trimp_lucia2003(hr_bpm, MINUTE, 140, 165) == pytest.approx(2)
    assert math.isnan(trimp_edwards1993([math.nan] * 61, MINUTE, 200))


@pytest.mark.parametrize("hr_max_bpm", [0.0, -10.0, math.nan])
def test_no_highest_heart_rate_is_no_zone(hr_max_bpm):
    assert math.isnan(trimp_edwards1993([150] * 61, MINUTE, hr_max_bpm))


@pytest.mark.parametrize(("vt1", "vt2"), [(165, 140), (150, 150), (0, 140), (math.nan, 140), (140, math.nan)])
def test_thresholds_out_of_order_are_none(vt1, vt2):
    assert math.isnan(trimp_lucia2003([150] * 61, MINUTE, vt1, vt2))


def test_a_day_at_1_khz_is_refused_before_memory_is_taken():
    many = np.broadcast_to(150.0, 86_400_000)
    for call in (
        lambda: trimp_banister1991(many, many, 50, 190, "F"),
        lambda: trimp_edwards1993(many, many, 190),
        lambda: trimp_lucia2003(many, many, 140, 165),
        lambda: pieces_of_way(many, many, many),
    ):
        with pytest.raises(UserError, match="86400000 samples"):
            call()


def test_nothing_recorded_is_unknown():
    assert math.isnan(trimp_edwards1993([], [], 200))
    assert math.isnan(trimp_lucia2003([150], [0], 140, 165))


def test_an_hour_at_the_threshold_is_100_for_both():
    for sex in ("F", "M"):
        assert hr_tss(trimp_from_mean_banister1991(0.8, 3600, sex), 0.8, sex) == pytest.approx(100)
        assert hr_tss(trimp_from_mean_banister1991(0.8, 1800, sex), 0.8, sex) == pytest.approx(50)
    assert math.isnan(hr_tss(100.0, 0.0, "F"))
    assert math.isnan(hr_tss(100.0, math.nan, "M"))
