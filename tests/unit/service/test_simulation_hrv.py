"""The picture of one wrong beat: far too much variation with it, nearly the true one after the repair."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from unweary.service.simulations.hrv import run

USUAL = {"artefact": "missed", "times": 1.0, "breathing_ms": 80.0, "breaths_per_min": 12.0}


@pytest.mark.parametrize("artefact", ["missed", "extra", "early"])
def test_one_wrong_beat_is_taken_back(artefact):
    told = run({**USUAL, "artefact": artefact}).numbers
    assert told["raw_rmssd_ms"] > 1.4 * told["true_rmssd_ms"]
    assert told["corrected_rmssd_ms"] == pytest.approx(told["true_rmssd_ms"], rel=0.01)


def test_the_default_number():
    told = run(USUAL).numbers
    assert told["true_rmssd_ms"] == pytest.approx(34.0, abs=0.5)
    assert told["raw_rmssd_ms"] > 2 * told["true_rmssd_ms"]


def test_without_wrong_beats_all_three_numbers_are_the_same():
    told = run({**USUAL, "times": 0.0}).numbers
    assert told["raw_rmssd_ms"] == told["corrected_rmssd_ms"] == told["true_rmssd_ms"]


def test_more_wrong_beats_make_it_worse_and_the_repair_keeps_up():
    sums = {line.id: line.y for line in run(USUAL).panels[1].lines}
    assert (np.diff(sums["raw"]) > 0).all()
    assert sums["corrected"] == pytest.approx(sums["true"][0], rel=0.05)


@pytest.mark.parametrize("artefact", ["missed", "extra", "early"])
def test_every_end_of_every_knob_is_answered(artefact):
    for times, swing, breaths in itertools.product((0.0, 10.0), (5.0, 120.0), (6.0, 20.0)):
        found = run({"artefact": artefact, "times": times, "breathing_ms": swing, "breaths_per_min": breaths})
        assert all(np.isfinite(value) for value in found.numbers.values())
        if (artefact, swing, breaths) != ("extra", 120.0, 20.0):
            assert found.numbers["corrected_rmssd_ms"] == pytest.approx(found.numbers["true_rmssd_ms"], rel=0.1)
        for panel in found.panels:
            for line in panel.lines:
                assert 2 <= len(line.x) == len(line.y) <= 400
                assert np.isfinite(line.y).all()


def test_an_error_no_larger_than_the_swing_of_breathing_stays_as_the_page_says():
    told = run({"artefact": "extra", "times": 3.0, "breathing_ms": 120.0, "breaths_per_min": 20.0}).numbers
    assert told["corrected_rmssd_ms"] == told["raw_rmssd_ms"] > 1.2 * told["true_rmssd_ms"]
