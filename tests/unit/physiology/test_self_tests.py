"""Reaction times and heart rates of tests that a person does alone."""

import numpy as np
import pytest

from unweary.physiology.self_tests import Standing, mean_rate_bpm, reactions, standing


def test_the_median_of_an_even_count_lies_between_the_middle_two():
    found = reactions([200, 220, 300, 340, 400, 900], false_start_ms=100, lapse_ms=500)
    assert found is not None
    assert found.median_ms == 320
    assert found.lapses_pct == pytest.approx(100 / 6)


def test_guesses_and_taps_before_the_signal_are_left_out_and_counted():
    found = reactions([-1, 99, 100, 250, 260, 270, 280], false_start_ms=100, lapse_ms=500)
    assert found is not None
    assert (found.kept, found.too_early) == (5, 2)
    assert found.median_ms == 260


def test_exactly_the_limit_is_a_lapse():
    found = reactions([300, 300, 300, 300, 500], 100, 500)
    assert found is not None
    assert found.lapses_pct == 20


def test_too_few_answers_give_no_result():
    assert reactions([250, 260, 50, 40, 30], 100, 500) is None


def test_the_rate_of_a_window_leaves_bad_beats_out_and_keeps_the_clock():
    rr_ms = [1000.0] * 60 + [2000.0] + [500.0] * 116
    usable = [True] * 60 + [False] + [True] * 116
    assert mean_rate_bpm(rr_ms, usable, 0, 60) == 60
    assert mean_rate_bpm(rr_ms, usable, 60, 120) == 120


def test_a_window_that_is_mostly_noise_gives_no_rate():
    usable = np.zeros(120, dtype=bool)
    usable[:20] = True
    assert mean_rate_bpm([1000.0] * 120, usable, 0, 60) is None


def test_a_short_peak_on_standing_up_does_not_count():
    lying, peak, calm = [1000.0] * 300, [400.0] * 50, [800.0] * 220
    rr_ms = [*lying, *peak, *calm]
    assert standing(rr_ms, [True] * len(rr_ms), 300, 60) == Standing(60.0, 75.0, None)


def test_ten_minutes_are_read_where_the_recording_is_long_enough():
    rr_ms = [1000.0] * 300 + [600.0] * 1000
    assert standing(rr_ms, [True] * 1300, 300, 60) == Standing(60.0, 100.0, 100.0)
