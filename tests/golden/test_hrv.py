"""RMSSD against another library's number and a hand-worked series."""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path

import pytest

from unweary.physiology.hrv import BeatRule, ln_rmssd, normal_beats, rmssd_ms

#: NeuroKit2 0.2.13 on the series ``hrv_rr_clean_ms.csv`` (600 intervals, peaks rounded to 1 ms): HRV_RMSSD.
NEUROKIT_RMSSD_MS = 40.54880198275976
#: The same series without rounding, by the definition of the Task Force 1996, Circulation 93:1043.
DIRECT_RMSSD_MS = 40.5702


def series(name: str) -> list[float]:
    folder = os.environ.get("UNWEARY_EVIDENCE", "")
    path = Path(folder) / "physiology" / name
    if not folder or not path.is_file():
        pytest.skip(f"UNWEARY_EVIDENCE is not set or has no physiology/{name}")
    with path.open(newline="") as file:
        return [float(row["rr_ms"]) for row in csv.DictReader(file)]


def test_the_clean_series_gives_the_definitions_value_and_nothing_is_left_out():
    rr_ms = series("hrv_rr_clean_ms.csv")
    assert normal_beats(rr_ms).all()
    assert rmssd_ms(rr_ms) == pytest.approx(DIRECT_RMSSD_MS, abs=5e-5)


def test_the_clean_series_agrees_with_neurokit_within_its_rounding_to_milliseconds():
    # Rounding peaks to 1 ms adds noise of about 0.4 ms to each difference: 0.1 % here.
    assert rmssd_ms(series("hrv_rr_clean_ms.csv")) == pytest.approx(NEUROKIT_RMSSD_MS, rel=1e-3)


def test_a_missed_an_extra_and_an_early_beat_move_the_value_by_less_than_two_per_cent():
    rr_ms = series("hrv_rr_artefact_ms.csv")
    untouched = rmssd_ms(rr_ms, BeatRule(largest_share=math.inf))
    assert untouched == pytest.approx(76.67, rel=2e-3), "left in, they nearly double it"
    assert (~normal_beats(rr_ms)).sum() == 5
    assert rmssd_ms(rr_ms) == pytest.approx(DIRECT_RMSSD_MS, rel=0.02)


def test_a_hand_worked_series():
    # Differences 30, -10, 20, -40 ms in turn: mean of squares (900 + 100 + 400 + 1600) / 4 = 750.
    steps = [30, -10, 20, -40] * 20
    rr_ms = [800.0]
    for step in steps:
        rr_ms.append(rr_ms[-1] + step)
    assert rmssd_ms(rr_ms) == pytest.approx(math.sqrt(750), rel=1e-12)
    assert ln_rmssd(rr_ms) == pytest.approx(0.5 * math.log(750), rel=1e-12)
