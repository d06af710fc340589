"""Heartbeat variation beside NeuroKit2 and hrv-analysis: first that the numbers are the same, then how long they take.

    python -m venv v
    v/bin/pip install neurokit2==0.2.13 hrv-analysis==1.0.5 nolds==0.5.2 numpy==2.2.6 numba
    PYTHONPATH=src v/bin/python benchmarks/hrv.py [rounds]

hrv-analysis 1.0.5 calls ``numpy.trapz``, which NumPy 2.4 no longer has, and newer nolds does not import for it, hence
the pins. All sides get the same intervals in the form they like (ours and NeuroKit2 an array, hrv-analysis a list),
made from a seed: 302 s (so that two segments of 150 s fit, which NeuroKit2 asks for) and a day of 100 000 beats.

What is compared is time and frequency domain. NeuroKit2's ``hrv_frequency`` takes neither a cubic spline nor a length
of segment, so its own public parts are called with them (``equal``); beside it ``hrv_frequency`` with 4 points a second
(``entry``) and as it comes, with 100 (``usual``). hrv-analysis has segments of 256 points padded to 4096 and nothing to
choose, so ours is told to do the same for it. Rounds are interleaved; times are CPU time of all threads of the process.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version

import hrvanalysis
import neurokit2 as nk
import numpy as np
from neurokit2.hrv.intervals_process import intervals_process

from unweary.physiology import hrv
from unweary.physiology.hrv import complexity, spline

#: As hrv-analysis has it: 64 s at 4 Hz, padded to 4096 points.
LIKE_HRV_ANALYSIS = hrv.WelchRule(segment_s=64.0, padding=16)
USUAL = hrv.WelchRule()
BANDS = [(0.0033, 0.04), (0.04, 0.15), (0.15, 0.4)]


def heart(beats: int) -> np.ndarray:
    rng = np.random.default_rng(20261121)
    at = np.arange(beats)
    slow = 40 * np.sin(2 * np.pi * at / 30_000)
    return (
        860 + slow + 40 * np.sin(2 * np.pi * 0.21 * at) + 25 * np.sin(2 * np.pi * 0.08 * at) + rng.normal(0, 15, beats)
    )


def neurokit_equal(row: np.ndarray) -> tuple[dict[str, float], list[float]]:
    t_s = np.cumsum(row) / 1000
    sums = nk.hrv_time({"RRI": row, "RRI_Time": t_s}).iloc[0].to_dict()
    even, _, _ = intervals_process(row, intervals_time=t_s, interpolate=True, interpolation_rate=4, method="cubic")
    power = nk.signal_power(
        even, frequency_band=BANDS, sampling_rate=4, method="welch", window=150, normalize=False, max_frequency=0.5
    )
    return sums, power.iloc[0].tolist()


def neurokit_entry(row: np.ndarray, rate_hz: int) -> None:
    given = {"RRI": row, "RRI_Time": np.cumsum(row) / 1000}
    nk.hrv_time(given)
    nk.hrv_frequency(given, interpolation_rate=rate_hz, normalize=False)


def hrv_analysis(row: list[float]) -> tuple[dict[str, float], dict[str, float]]:
    sums = hrvanalysis.get_time_domain_features(row)
    return sums, hrvanalysis.get_frequency_domain_features(row, interpolation_method="cubic")


def ours(row: np.ndarray, rule: hrv.WelchRule = USUAL) -> tuple[hrv.TimeDomain, hrv.Spectrum]:
    return hrv.time_domain(row), hrv.welch(row, rule)


def ours_on_arrays(row: np.ndarray) -> None:
    form, spline._form = spline._form, lambda: spline.on_arrays
    ours(row)
    spline._form = form


def parity(row: np.ndarray) -> None:
    """One line for each metric: the peers' number over ours, less one."""
    sums, bands = ours(row)
    n = sums.beats
    theirs, (_, lf, hf) = neurokit_equal(row)
    other, power = hrv_analysis(row.tolist())
    like = hrv.welch(row, LIKE_HRV_ANALYSIS)
    per_difference = "x (n - 1) / n: it divides by the differences"
    lines = [
        ("mean interval", sums.mean_nn_ms, theirs["HRV_MeanNN"], other["mean_nni"], ""),
        ("SDNN", sums.sdnn_ms, theirs["HRV_SDNN"], other["sdnn"], ""),
        ("RMSSD", sums.rmssd_ms, theirs["HRV_RMSSD"], other["rmssd"], ""),
        ("pNN50", sums.pnn50_pct, theirs["HRV_pNN50"], other["pnni_50"] * (n - 1) / n, per_difference),
        ("pNN20", sums.pnn20_pct, theirs["HRV_pNN20"], other["pnni_20"] * (n - 1) / n, per_difference),
    ]
    print("| metric | NeuroKit2 / ours - 1 | hrv-analysis / ours - 1 | what makes them equal |\n|---|---|---|---|")
    for name, own, first, second, note in lines:
        print(f"| {name} | {first / own - 1:.0e} | {second / own - 1:.0e} | {note} |")
    settings = "NeuroKit2: cubic, 4 Hz, window=150; ours for hrv-analysis: segment_s=64, padding=16"
    print(f"| LF | {lf / bands.lf_ms2 - 1:.0e} | {power['lf'] / like.lf_ms2 - 1:.0e} | {settings} |")
    print(f"| HF | {hf / bands.hf_ms2 - 1:.0e} | {power['hf'] / like.hf_ms2 - 1:.0e} | the same |")


def timed(work: Callable[[], object], repeats: int) -> float:
    """CPU time of one call [ms]."""
    begin = time.process_time()
    for _ in range(repeats):
        work()
    return (time.process_time() - begin) / repeats * 1e3


def main(rounds: int) -> None:
    warnings.simplefilter("ignore")  # NeuroKit2 and pandas speak up about their own future
    names = ("numpy", "scipy", "pandas", "numba", "neurokit2", "hrv-analysis")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names) + "\n")
    for label, row in (("302 s", heart(352)), ("a day", heart(100_000))):
        print(f"Parity, {label}:\n")
        parity(row)
        listed, day = row.tolist(), len(row) > 1000
        peaks = np.concatenate(([0.0], np.cumsum(row))).round().astype(int)
        forms: dict[str, Callable[[], object]] = {
            "ours": lambda row=row: ours(row),
            "NeuroKit2, equal": lambda row=row: neurokit_equal(row),
            "NeuroKit2, entry": lambda row=row: neurokit_entry(row, 4),
            "NeuroKit2, usual": lambda row=row: neurokit_entry(row, 100),
            "ours, on arrays": lambda row=row: ours_on_arrays(row),
            "ours, as hrv-analysis": lambda row=row: ours(row, LIKE_HRV_ANALYSIS),
            "hrv-analysis": lambda listed=listed: hrv_analysis(listed),
            "ours, correction": lambda row=row: hrv.corrected(row),
            "NeuroKit2, correction": lambda peaks=peaks: nk.signal_fixpeaks(
                peaks, 1000, iterative=False, method="Kubios"
            ),
        }
        if not day:
            tolerance = 0.2 * row.std(ddof=1)
            forms["ours, sample entropy"] = lambda row=row: hrv.sample_entropy(row)
            forms["NeuroKit2, sample entropy"] = lambda row=row, t=tolerance: nk.entropy_sample(row, tolerance=t)
            forms["ours, entropy reference"] = lambda row=row, t=tolerance: complexity.matches(row, t)
        times: dict[str, list[float]] = {name: [] for name in forms}
        for work in forms.values():
            work()
        for _ in range(rounds):
            for name, work in forms.items():
                times[name].append(timed(work, 1 if day else 200 if name.startswith("ours") else 5))
        base = {"NeuroKit2, correction": "ours, correction", "NeuroKit2, sample entropy": "ours, sample entropy"}
        base["hrv-analysis"] = "ours, as hrv-analysis"
        print(f"\n{label}, {len(row)} intervals, {rounds} rounds: minimum / median / maximum\n")
        print("| what | CPU time (ms) | times as long as ours (median) |\n|---|---|---|")
        for name, found in times.items():
            digits = 1 if day else 3
            cells = " / ".join(f"{v:.{digits}f}" for v in (min(found), statistics.median(found), max(found)))
            beside = base.get(name, "ours")
            ratio = statistics.median(found) / statistics.median(times[beside])
            told = "" if name.startswith("ours") and name != "ours, on arrays" else f"{ratio:.1f}x"
            print(f"| {name} | {cells} | {told} |")
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
