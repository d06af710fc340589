"""Wrong beats are found for what they are, put right, and reported beat by beat."""

from __future__ import annotations

import numpy as np
import pytest

from unweary.physiology.hrv import KINDS, ArtefactRule, corrected, time_domain
from unweary.vocab.errors import UserError


def heart(beats: int = 300, seed: int = 7) -> np.ndarray:
    """Breathing, a slow wave and some noise."""
    at = np.arange(beats)
    noise = np.random.default_rng(seed).normal(0, 8, beats)
    return 900 + 40 * np.sin(2 * np.pi * 0.22 * at) + 25 * np.sin(2 * np.pi * 0.09 * at) + noise


def spoiled(kind: str, place: int = 150) -> np.ndarray:
    rr = heart().tolist()
    first, second = rr[place : place + 2]
    match kind:
        case "missed":
            rr[place : place + 2] = [first + second]
        case "extra":
            rr[place : place + 1] = [0.4 * first, 0.6 * first]
        case "ectopic":
            rr[place : place + 2] = [0.65 * first, second + 0.35 * first]
        case "long":
            rr[place] = 1.45 * first
        case "short":
            rr[place] = 0.6 * first
        case "unusable":
            rr[place] = np.nan
    return np.array(rr)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_each_kind_of_wrong_beat_is_named_and_its_effect_is_taken_back(kind):
    true, row = time_domain(heart()).rmssd_ms, spoiled(kind)
    found = corrected(row)
    assert {name: count for name, count in found.counts.items() if count} == {kind: 1}
    assert found.what[150] == kind
    assert time_domain(found.nn_ms).rmssd_ms == pytest.approx(true, rel=0.02)
    if kind != "unusable":
        assert time_domain(row).rmssd_ms > 1.1 * true


@pytest.mark.parametrize("kind", ["missed", "extra"])
def test_time_is_kept_where_a_beat_is_put_in_or_taken_out(kind):
    found = corrected(spoiled(kind))
    assert found.nn_ms.sum() == pytest.approx(heart().sum())
    assert len(found.nn_ms) == 300


def test_untouched_intervals_stay_to_the_last_bit_and_the_input_is_not_written_to():
    row = spoiled("ectopic")
    before = row.copy()
    found = corrected(row)
    assert (row == before).all()
    assert (found.nn_ms[~found.replaced] == before[found.what == "normal"]).all()
    assert np.flatnonzero(found.replaced).tolist() == [150, 151]
    assert found.what[[150, 151]].tolist() == ["ectopic", "ectopic"]


def test_a_heart_that_only_breathes_is_left_alone():
    at = np.arange(400)
    for row in (800 + 60 * np.sin(at), [800.0, 840.0] * 200, [800.0] * 400, 800 + 8.0 * (at % 3)):
        assert set(corrected(row).what) == {"normal"}


def test_a_wrong_beat_in_a_constant_row_is_still_found():
    assert corrected([800.0] * 50 + [1600.0] + [800.0] * 50).counts["missed"] == 1


@pytest.mark.parametrize("at", [0, 1, 2, -3, -2, -1])
def test_wrong_beats_at_the_very_ends_do_no_harm(at):
    row = heart()
    row[at] = 2600.0
    found = corrected(row)
    assert found.what[at] != "normal"
    assert time_domain(found.nn_ms).rmssd_ms == pytest.approx(time_domain(heart()).rmssd_ms, rel=0.1)


def test_what_is_lost_at_an_end_becomes_the_nearest_interval_and_not_a_guess_beyond():
    row = heart()
    row[-2:] = np.nan
    assert corrected(row).nn_ms[-2:] == pytest.approx([row[-3]] * 2)


def test_thresholds_leave_nearly_all_of_a_normally_distributed_row_alone():
    # 5.2 quartile deviations are 3.5 standard deviations; of the absolute values they would be 2.2.
    row = 900 + 30 * np.random.default_rng(1).standard_normal(20_000)
    assert (corrected(row).what == "normal").mean() > 0.997


def test_a_long_stretch_without_beats_stays_within_the_range_of_the_others():
    row = heart()
    row[100:160] = np.nan
    found = corrected(row)
    assert found.counts["unusable"] == 60
    good = heart()[found.what == "normal"]
    assert good.min() <= found.nn_ms.min() <= found.nn_ms.max() <= good.max()


def test_too_few_intervals_are_told_and_nothing_is_made_up():
    found = corrected([800.0, 810.0, -4.0])
    assert found.nn_ms[:2].tolist() == [800.0, 810.0]
    assert np.isnan(found.nn_ms[2])
    assert found.notes[-1] == "fewer than 11 usable intervals: nothing was corrected"
    assert corrected([]).what.tolist() == []


@pytest.mark.parametrize(
    "row",
    [
        np.random.default_rng(1).uniform(-3000, 9000, 500),
        np.random.default_rng(2).uniform(200, 4000, 500),
        np.full(500, np.inf),
        np.tile([300.0, 3900.0], 250),
        np.r_[np.full(12, 800.0), np.full(488, np.nan)],
    ],
)
def test_whatever_the_numbers_are_every_given_interval_gets_one_of_the_kinds(row):
    found = corrected(row)
    assert len(found.what) == 500
    assert set(found.what) <= set(KINDS)
    assert len(found.nn_ms) == len(found.replaced)


def test_the_neighbourhood_is_that_of_the_paper():
    # With a far smaller threshold breathing itself is an artefact: the constants do steer what is found.
    assert corrected(heart(), ArtefactRule(alpha=1.0, least_ms=0.0)).counts != corrected(heart()).counts


def test_a_day_of_beats_is_put_right_within_seconds():
    rng = np.random.default_rng(3)
    row = 800 + 40 * np.sin(np.arange(100_000) * 1.3) + rng.normal(0, 10, 100_000)
    row[rng.integers(0, 100_000, 2000)] *= 1.6
    found = corrected(row)
    assert 1500 < sum(found.counts.values()) < 2500


def test_the_samples_of_a_days_ecg_are_refused_before_they_are_copied():
    with pytest.raises(UserError, match="rr_ms has 86400000 values") as refused:
        corrected(np.broadcast_to(np.float32(0.1), 86_400_000))
    assert refused.value.code == "too_long"
    with pytest.raises(UserError, match="2 dimensions"):
        corrected(np.ones((3, 3)))
    with pytest.raises(UserError, match="not made of numbers"):
        corrected(["a", "b"])
