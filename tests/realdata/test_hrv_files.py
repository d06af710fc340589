"""Heartbeat variation of real recordings against what others published for the same beats."""

from __future__ import annotations

import csv
import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest

from unweary.physiology.hrv import corrected, dfa_alpha1, lomb, poincare, sample_entropy, time_domain, welch
from unweary.service.hrv_of_file import hrv_of_file

pytestmark = pytest.mark.realdata


def table(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(newline="") as file:
        return list(csv.DictReader(file))


def beats(data_folder: Path, record: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Time of each interval's end [s], its length [ms], and whether both its beats were marked normal by hand."""
    rows = table(data_folder / "hrv_physionet_nsr2db" / f"{record}_rr.csv.gz")
    normal = [row["beat"] == "N" and row["beat_prev"] == "N" for row in rows]
    t_s, rr_ms = ([float(row[name]) for row in rows] for name in ("t_s", "rr_ms"))
    return np.array(t_s), np.array(rr_ms), np.array(normal)


def toolbox_leaves_out(rr_s: np.ndarray) -> np.ndarray:
    """What the toolbox takes for no normal interval, read in its FindSpikesInRR and RRIntervalPreprocess: a fifth off
    the median of the five before and of the five after, or faster than 160 a minute. In this demo it does not look at
    the marks at all, because it has more of them than intervals."""

    def off(row: np.ndarray) -> np.ndarray:
        middle = row.copy()
        middle[5:] = np.median(np.lib.stride_tricks.sliding_window_view(row, 5), axis=1)[:-1]
        return np.abs(row - middle) / middle >= 0.2

    return off(rr_s) & off(rr_s[::-1])[::-1] | (rr_s < 60 / 160)


def toolbox_beats(data_folder: Path, record: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Time [s] and length [ms] of each interval by the toolbox's clock, and whether both beats were marked normal.

    Its clock takes the samples for 1/125 s and begins at the first beat, which is at 231.2 s of that clock.
    """
    _, rr_ms, normal = beats(data_folder, record)
    rr_s = (rr_ms * 0.128).round() / 125
    return np.cumsum(rr_s), rr_s * 1000, normal


@pytest.mark.parametrize(("record", "unmarked"), [("nsr001", 52), ("nsr004", 147)])
def test_physionets_toolbox_gets_the_same_in_every_one_of_231_windows(data_folder, record, unmarked):
    t_s, rr_ms, normal = toolbox_beats(data_folder, record)
    kept = ~toolbox_leaves_out(rr_ms / 1000)
    windows = table(data_folder / "hrv_physionet_nsr2db" / f"{record}_reference_HRV_windows.csv.gz")
    assert len(windows) == 231
    without_marks = 0
    for window in windows:
        inside = (t_s >= float(window["t_start"])) & (t_s < float(window["t_end"]))
        nn = rr_ms[inside & kept]
        sums, cloud = time_domain(nn), poincare(nn)
        assert sums.beats == int(window["btsdet"])
        # It prints five digits or four decimals.
        assert sums.mean_nn_ms == pytest.approx(float(window["NNmean"]), abs=1e-3)
        assert sums.rmssd_ms == pytest.approx(float(window["RMSSD"]), abs=1e-3)
        assert sums.sdnn_ms == pytest.approx(float(window["SDNN"]), abs=1e-3)
        assert cloud.sd1_ms == pytest.approx(float(window["SD1"]), abs=1e-3)
        if normal[inside].all():
            # Without a marked beat nothing depends on a rule: these are the beats that a person marked as normal.
            without_marks += 1
            by_hand = time_domain(rr_ms[inside & normal]).rmssd_ms
            assert by_hand == pytest.approx(float(window["RMSSD"]), abs=1e-3)
    assert without_marks == unmarked


@pytest.mark.parametrize(("record", "within", "largest_ms"), [("nsr001", 0.72, 4.8), ("nsr004", 0.87, 4.6)])
def test_by_the_marks_instead_of_its_rule_fewer_windows_are_within_0_02_ms(data_folder, record, within, largest_ms):
    # Early beats that are less than a fifth off stay in the toolbox's sums, and are left out by hand.
    t_s, rr_ms, normal = toolbox_beats(data_folder, record)
    off = []
    for window in table(data_folder / "hrv_physionet_nsr2db" / f"{record}_reference_HRV_windows.csv.gz"):
        inside = (t_s >= float(window["t_start"])) & (t_s < float(window["t_end"]))
        off.append(time_domain(rr_ms[inside & normal]).rmssd_ms - float(window["RMSSD"]))
    assert np.mean(np.abs(off) < 0.02) == pytest.approx(within, abs=0.005)
    assert max(off) < 0.02, "the marks only take variation away"
    assert min(off) == pytest.approx(-largest_ms, abs=0.1)


@pytest.mark.parametrize("record", ["nsr001", "nsr004"])
def test_the_toolboxs_lomb_power_is_ours_over_the_mean_interval(data_folder, record):
    # Its density does not add up to the variance; ours does, and differs from it by the mean interval in seconds.
    t_s, rr_ms, _ = toolbox_beats(data_folder, record)
    kept = ~toolbox_leaves_out(rr_ms / 1000)
    t_s, rr_ms, ratios = t_s[kept], rr_ms[kept], []
    for window in table(data_folder / "hrv_physionet_nsr2db" / f"{record}_reference_HRV_windows.csv.gz")[::7]:
        nn = rr_ms[(t_s >= float(window["t_start"])) & (t_s < float(window["t_end"]))]
        ratios.append(lomb(nn).lf_ms2 / (nn.mean() / 1000) / float(window["lf"]))
    assert np.median(ratios) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("record", ["nsr001", "nsr004"])
def test_beats_that_a_person_marked_as_early_are_found(data_folder, record):
    rows = table(data_folder / "hrv_physionet_nsr2db" / f"{record}_rr.csv.gz")
    _, rr_ms, normal = beats(data_folder, record)
    ventricular = np.array([row["beat"] == "V" and row["beat_prev"] == "N" for row in rows])
    judged = corrected(rr_ms).what != "normal"
    assert ventricular.sum() > 5
    assert judged[ventricular].mean() > 0.85
    assert judged[normal].mean() < 0.003


@pytest.mark.parametrize(("record", "middle"), [("nsr001", 0.018), ("nsr004", 0.001)])
def test_the_repair_takes_away_hardly_any_true_variation(data_folder, record, middle):
    # RMSSD of ten minutes against the pairs that a person marked as normal: with the threshold from |x| it was 8.4 and
    # 2.7 % too small in the middle.
    _, rr_ms, normal = beats(data_folder, record)
    found, off = corrected(rr_ms), []
    at_s, repaired_s = np.cumsum(rr_ms) / 1000, np.cumsum(found.nn_ms) / 1000
    pairs = normal[1:] & normal[:-1]
    for begin in range(0, int(at_s[-1]) - 600, 600):
        inside = (at_s[1:] > begin) & (at_s[1:] <= begin + 600) & pairs
        by_hand = math.sqrt(float(np.mean(np.diff(rr_ms)[inside] ** 2)))
        repaired = time_domain(found.nn_ms[(repaired_s > begin) & (repaired_s <= begin + 600)]).rmssd_ms
        off.append(repaired / by_hand - 1)
    assert len(off) > 130
    assert -middle < float(np.median(off)) < 0


@pytest.mark.parametrize("record", ["nsr001", "nsr004"])
def test_the_papers_own_trial_comes_out_as_in_the_paper(data_folder, record):
    # Lipponen & Tarvainen 2019, table 1 (as quoted in a public repository, the paper was not read): of 61 757 normal
    # beats of other recordings 99.963 % kept; found were all missed and extra beats, and of beats moved by 2, 4 and 8
    # RMSSD 53.9, 99.3 and 100 %. Every hundredth beat is spoiled. With the threshold from |x| 88 % of the first are
    # found and only 95 to 98 % of the normal ones kept.
    _, rr_ms, normal = beats(data_folder, record)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], normal.astype(int), [0]))))
    runs = sorted(zip(edges[1::2] - edges[::2], edges[::2], strict=True), reverse=True)[:20]
    kept: list[bool] = []
    found: dict[str, list[bool]] = {kind: [] for kind in ("missed", "extra", "2", "4", "8")}
    for length, begin in runs:
        row = rr_ms[begin : begin + length]
        kept += (corrected(row).what == "normal").tolist()
        beat, each = np.concatenate(([0.0], np.cumsum(row))), np.arange(100, length - 20, 100)
        seen = corrected(np.diff(np.delete(beat, each))).what != "normal"
        found["missed"] += seen[each - 1 - np.arange(len(each))].tolist()
        seen = corrected(np.diff(np.insert(beat, each + 1, (beat[each] + beat[each + 1]) / 2))).what != "normal"
        found["extra"] += seen[each + np.arange(len(each))].tolist()
        for times in (2, 4, 8):
            moved = beat.copy()
            moved[each] += times * time_domain(row).rmssd_ms * (-1.0) ** np.arange(len(each))
            seen = corrected(np.diff(moved)).what != "normal"
            found[str(times)] += (seen[each - 1] | seen[each]).tolist()
    share = {kind: float(np.mean(each)) for kind, each in found.items()}
    assert len(found["2"]) > 100
    assert np.mean(kept) > 0.997
    assert share["missed"] == share["8"] == 1
    assert share["extra"] > 0.98
    assert share["4"] > 0.97
    assert 0.45 < share["2"] < 0.65


def logger_table(path: Path) -> list[dict[str, float]]:
    heading, *lines = (line for line in path.read_text().splitlines() if line.strip())
    names = [name.strip() for name in heading.split(",")]
    return [dict(zip(names, map(float, line.split(",")), strict=True)) for line in lines]


def test_the_app_that_recorded_43_mornings_gets_the_same_in_all_453_windows(data_folder):
    # HRV Logger sums up the beats between two of its time stamps. Its SDNN divides by n, its RMSSD by one difference
    # fewer, its pNN50 by the differences.
    compared = 0
    for path in sorted((data_folder / "hrv_logger_koplenig").glob("*_Features.csv")):
        rows = logger_table(path.with_name(path.name.replace("Features", "RRIntervals")))
        at, rr_ms = (np.array([row[name] for row in rows]) for name in ("timestamp", "rr"))
        before = 0.0
        for told in logger_table(path):
            found = time_domain(rr_ms[(at > before) & (at <= told["timestamp"])])
            n, before = found.beats, told["timestamp"]
            assert found.mean_nn_ms == pytest.approx(told["AVNN"], rel=1e-12)
            assert found.mean_hr_bpm == pytest.approx(told["HR"], rel=1e-12)
            assert found.sdnn_ms * math.sqrt((n - 1) / n) == pytest.approx(told["SDNN"], rel=1e-12)
            assert found.rmssd_ms * math.sqrt((n - 1) / (n - 2)) == pytest.approx(told["rMSSD"], rel=1e-12)
            assert found.pnn50_pct * n / (n - 1) == pytest.approx(told["pNN50"], rel=1e-12, abs=1e-12)
            compared += 1
    assert compared == 453


def test_hrv_analysis_gets_the_same(data_folder):
    folder = data_folder / "hrv_hrvanalysis"
    theirs = {row["metric"]: float(row["value"]) for row in table(folder / "expected.csv")}
    row = np.loadtxt(folder / "test_nn_intervals.txt")
    found, cloud, n = time_domain(row), poincare(row), len(row)
    assert found.mean_nn_ms == pytest.approx(theirs["mean_nni"], rel=1e-12)
    assert found.sdnn_ms == pytest.approx(theirs["sdnn"], rel=1e-12)
    assert found.rmssd_ms == pytest.approx(theirs["rmssd"], rel=1e-12)
    assert found.sdsd_ms * math.sqrt((n - 2) / (n - 1)) == pytest.approx(theirs["sdsd"], rel=1e-12), "it divides by n"
    assert found.pnn50_pct * n / (n - 1) == pytest.approx(theirs["pnni_50"], rel=1e-12)
    assert found.pnn20_pct * n / (n - 1) == pytest.approx(theirs["pnni_20"], rel=1e-12)
    assert (cloud.sd1_ms, cloud.sd2_ms) == pytest.approx((theirs["sd1"], theirs["sd2"]), rel=1e-12)
    assert sample_entropy(row).value == pytest.approx(theirs["sampen"], rel=1e-12)


def test_pyhrv_gets_the_same(data_folder):
    folder = data_folder / "hrv_pyhrv"
    theirs = json.loads((folder / "SampleExport.json").read_text())
    row = np.load(folder / "SampleNNISeriesShort.npy")
    found, n = time_domain(row), len(row)
    assert n == theirs["nni_counter"]
    assert found.mean_nn_ms == pytest.approx(theirs["nni_mean"], rel=1e-12)
    assert found.sdnn_ms == pytest.approx(theirs["sdnn"], rel=1e-12)
    assert found.rmssd_ms == pytest.approx(theirs["rmssd"], rel=1e-12)
    assert found.pnn50_pct * n / (n - 1) == pytest.approx(theirs["pnn50"], rel=1e-12)
    # pyHRV takes the spreads of differences with n, so a little less across and along.
    cloud = poincare(row)
    assert (cloud.sd1_ms, cloud.sd2_ms) == pytest.approx((theirs["sd1"], theirs["sd2"]), rel=5e-3)
    # Its tolerance is 0.2 of the standard deviation with n.
    assert sample_entropy(row, 0.2 * math.sqrt((n - 1) / n)).value == pytest.approx(theirs["sampen"], rel=0.01)


@pytest.mark.parametrize(
    "name", ["hrv_bartels/08012805.txt", "hrv_bartels/real_rri.txt", "hrv_bartels/rest_rri.txt", "hrv_pyhrv/long"]
)
def test_every_recording_is_answered_and_correction_lowers_rmssd_or_leaves_it(data_folder, name):
    path = data_folder / name
    if name.endswith("long"):
        row = np.load(data_folder / "hrv_pyhrv" / "SampleNNISeriesLong.npy").astype(float)
    else:
        row = np.loadtxt(path)
    found = corrected(row)
    clean, raw = time_domain(found.nn_ms), time_domain(row)
    assert (found.what != "normal").mean() < 0.03
    assert clean.rmssd_ms <= raw.rmssd_ms
    for value in (welch(found.nn_ms).lf_hf, lomb(found.nn_ms).lf_hf, dfa_alpha1(found.nn_ms).value):
        assert 0 < value < 20


def test_a_spectrum_of_an_hour_is_near_pyhrvs(data_folder):
    # Report of pyHRV: Welch, 4 Hz, cubic, Hamming window, 300-s segments: 2943 and 1648 ms^2. Ours is Hann, 150 s.
    found = welch(np.load(data_folder / "hrv_pyhrv" / "SampleNNISeriesLong.npy"))
    assert found.lf_ms2 == pytest.approx(2943, rel=0.08)
    assert found.hf_ms2 == pytest.approx(1648, rel=0.05)


def test_the_command_reads_every_kind_of_file(data_folder):
    told = hrv_of_file(data_folder / "hrv_logger_koplenig" / "ot_m60_RRIntervals.csv")
    assert told.recordings[0].device == "HRV Logger"
    assert told.recordings[0].time.rmssd_ms > 10
    told = hrv_of_file(data_folder / "fit_tormoder" / "garmin.fit.gz")
    assert told.recordings[0].intervals > 20_000
    assert any("training session" in note for note in told.recordings[0].notes)


@pytest.mark.parametrize(
    ("name", "mornings"),
    [
        ("2017_7_28_myMeasurements.csv", 119),
        ("2018_7_8_myMeasurements.csv", 42),
        ("ElitHRV_Export_-_2017-10-02.csv", 23),
    ],
)
def test_morning_exports_give_a_course(data_folder, name, mornings):
    told = hrv_of_file(data_folder / "hrv_app_exports_goldencheetah" / name).mornings
    known = np.isfinite(told.ln_rmssd)
    assert known.sum() == mornings
    assert len(told.days) == len(told.course.outside)
    compared = np.isfinite(told.course.outside)
    assert compared.any()
    assert set(told.course.outside[compared]) <= {-1.0, 0.0, 1.0}
