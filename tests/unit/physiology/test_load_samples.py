from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest

from unweary.physiology.load import SampleRule, per_second, samples


def test_seconds_do_not_depend_on_how_often_was_sampled():
    slow = per_second([100, 300, 100], [0, 10, 20])
    fast = per_second(np.repeat([100.0, 300, 100], 40), np.arange(120) * 0.25)
    assert slow.tolist() == [100.0] * 10 + [300.0] * 10
    assert fast[:20] == pytest.approx(slow)


def test_pauses_are_cut_out_and_steps_back_in_time_count_nothing():
    assert per_second([200, 200, 90, 90], [0, 1, 5000, 5001]).tolist() == [200.0, 90.0]
    assert per_second([200, 200, 100, 100], [0, 1, 0.5, 1.5]).tolist() == [200.0, 100.0]


def test_a_second_of_which_nothing_is_known_is_unknown_and_half_known_ones_are_the_known_half():
    assert per_second([100, math.nan, 100, 100], [0, 1, 2, 3])[[0, 2]].tolist() == [100.0, 100.0]
    assert math.isnan(per_second([100, math.nan, 100, 100], [0, 1, 2, 3])[1])
    assert per_second([100, math.nan, 50], [0, 0.5, 1.0]).tolist() == [100.0]


@pytest.mark.parametrize(
    ("values", "t_s"), [([], []), ([1.0], [0.0]), ([1.0, 2.0], [5, 5]), ([1.0, 2.0], [math.nan, 1])]
)
def test_no_time_gives_no_seconds(values, t_s):
    assert per_second(values, t_s).tolist() == []


def test_infinite_times_and_values_are_none(recwarn):
    assert per_second([1.0, math.inf, 3.0, 3.0], [0, 1, 2, math.inf])[:1].tolist() == [1.0]
    assert np.isnan(per_second([1.0, math.inf, 3.0, 3.0], [0, 1, 2, math.inf])[1])
    assert not recwarn.list


def test_blocks_leave_no_seam(monkeypatch):
    rng = np.random.default_rng(3)
    t_s = np.cumsum(rng.choice([0.25, 0.5, 1.0, 3.5, 20.0], 500))
    values = np.where(rng.random(500) < 0.1, np.nan, rng.uniform(0, 400, 500))
    whole = per_second(values, t_s)
    for size in (1, 2, 7, 64, 499):
        monkeypatch.setattr(samples, "_BLOCK", size)
        assert per_second(values, t_s) == pytest.approx(whole, abs=1e-6, nan_ok=True)


def test_an_hour_at_1_khz_takes_little_memory_beside_its_samples():
    t_s = np.arange(3_600_000) / 1000
    values = np.full(len(t_s), 200.0)
    tracemalloc.start()
    try:
        seconds = per_second(values, t_s)
        assert tracemalloc.get_traced_memory()[1] < 150e6
    finally:
        tracemalloc.stop()
    assert len(seconds) == 3599
    assert seconds == pytest.approx(200.0)


def test_columns_of_different_length_are_our_fault():
    with pytest.raises(ValueError, match="must be the same"):
        per_second([1.0] * 3, range(4))


def test_the_rule_can_be_changed():
    assert len(per_second([200, 200], [0, 30])) == 0
    assert len(per_second([200, 200], [0, 30], SampleRule())) == 30
