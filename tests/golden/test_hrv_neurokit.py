"""Every number of a row of intervals against NeuroKit2's, and a spoiled row put right.

The series are ``hrv_rr_clean_ms.csv`` and ``hrv_rr_artefact_ms.csv`` of UNWEARY_EVIDENCE/physiology (600 intervals,
made by a generator; the second has one missed, one extra and one early beat). NeuroKit2 0.2.13 was run on peaks rounded
to 1 ms (``hrv_neurokit_clean.csv``) and, for the numbers without rounding, on the intervals themselves.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from unweary.physiology.hrv import corrected, dfa_alpha1, poincare, sample_entropy, time_domain, welch

#: physiology.md section 7: by the definitions, without rounding, as printed there.
DIRECT = {"mean_nn_ms": 898.6133, "sdnn_ms": 36.6662, "rmssd_ms": 40.5702, "pnn50_pct": 25.1667}


def column(name: str, of: str) -> list[str]:
    folder = os.environ.get("UNWEARY_EVIDENCE", "")
    path = Path(folder) / "physiology" / name
    if not folder or not path.is_file():
        pytest.skip(f"UNWEARY_EVIDENCE is not set or has no physiology/{name}")
    with path.open(newline="") as file:
        return [row[of] for row in csv.DictReader(file)]


def series(name: str) -> np.ndarray:
    return np.array([float(value) for value in column(name, "rr_ms")])


def rounded() -> np.ndarray:
    """The intervals between peaks that stand on whole milliseconds, as NeuroKit2 was given them."""
    peaks = np.concatenate(([0.0], np.cumsum(series("hrv_rr_clean_ms.csv")))).round()
    return np.diff(peaks)


def neurokit() -> dict[str, float]:
    names, values = column("hrv_neurokit_clean.csv", "metric"), column("hrv_neurokit_clean.csv", "value")
    return {name.removeprefix("HRV_"): float(value) for name, value in zip(names, values, strict=True)}


@pytest.mark.parametrize("name", DIRECT)
def test_the_sums_are_the_published_ones_to_the_last_printed_digit(name):
    found = time_domain(series("hrv_rr_clean_ms.csv"))
    assert getattr(found, name) == pytest.approx(DIRECT[name], abs=5e-5)


def test_on_the_rounded_peaks_the_sums_are_neurokits_to_rounding_error():
    found, theirs = time_domain(rounded()), neurokit()
    for name, ours in (
        ("MeanNN", found.mean_nn_ms),
        ("SDNN", found.sdnn_ms),
        ("RMSSD", found.rmssd_ms),
        ("pNN50", found.pnn50_pct),
        ("SD1", poincare(rounded()).sd1_ms),
    ):
        assert ours == pytest.approx(theirs[name], rel=1e-9)


def test_rounding_alone_is_what_sets_the_two_apart():
    # 1 ms of rounding moves RMSSD by 0.05 %, SDNN by as much, and pNN50 by two thirds of a point.
    found, theirs = time_domain(series("hrv_rr_clean_ms.csv")), neurokit()
    assert found.rmssd_ms == pytest.approx(theirs["RMSSD"], rel=1e-3)
    assert found.sdnn_ms == pytest.approx(theirs["SDNN"], rel=1e-3)
    assert found.pnn50_pct == pytest.approx(theirs["pNN50"], abs=0.7)


def test_sd2_is_the_equation_and_neurokits_is_the_cloud_itself():
    # sqrt(2 SDNN^2 - SD1^2) is exact but for the two end points: 0.06 % here.
    assert poincare(rounded()).sd2_ms == pytest.approx(neurokit()["SD2"], rel=1e-3)


def test_sample_entropy_is_neurokits():
    assert sample_entropy(rounded()).value == pytest.approx(neurokit()["SampEn"], rel=1e-9)


def test_alpha_1_is_neurokits_for_its_boxes():
    # NeuroKit2 takes boxes of 4 to 11 and leaves out the last box of each size.
    assert dfa_alpha1(rounded(), boxes=(4, 11)).value == pytest.approx(neurokit()["DFA_alpha1"], rel=1e-3)
    # With 4 to 16 it gives 0.6987 on the same row without rounding (run by us).
    assert dfa_alpha1(series("hrv_rr_clean_ms.csv")).value == pytest.approx(0.6987352, rel=1e-3)


def test_the_ratio_of_the_bands_is_near_neurokits():
    # Another spline (quadratic), other segments (half of the recording) and 100 instead of 4 points a second: 1.5 %.
    assert welch(rounded()).lf_hf == pytest.approx(neurokit()["LFHF"], rel=0.015)


def test_a_missed_an_extra_and_an_early_beat_are_named_and_put_right():
    true = time_domain(series("hrv_rr_clean_ms.csv")).rmssd_ms
    row = series("hrv_rr_artefact_ms.csv")
    found = corrected(row)
    assert {kind: count for kind, count in found.counts.items() if count} == {"missed": 1, "extra": 1, "ectopic": 1}
    assert np.flatnonzero(found.what != "normal").tolist() == [99, 199, 200, 299, 300]
    assert time_domain(row).rmssd_ms > 1.8 * true
    assert time_domain(found.nn_ms).rmssd_ms == pytest.approx(true, rel=0.02)


def test_of_600_clean_intervals_none_is_taken_for_wrong():
    # NeuroKit2 moves beats 300 and 302: it takes the threshold from |x| (see tests/realdata/test_hrv_files.py).
    assert (corrected(series("hrv_rr_clean_ms.csv")).what == "normal").all()
