"""What is measured of a row of intervals: definitions, gaps, short and odd rows, and the two forms of each loop."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest

from unweary.physiology.hrv import (
    Bands,
    LombRule,
    WelchRule,
    complexity,
    dfa_alpha1,
    lomb,
    poincare,
    sample_entropy,
    spline,
    time_domain,
    welch,
)
from unweary.vocab.errors import UserError

compiled = pytest.importorskip("unweary.physiology.hrv.compiled")

MEASURES = (time_domain, poincare, welch, lomb, sample_entropy, dfa_alpha1)


def heart(beats: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(850, 45, beats)


def swinging(swing_ms: float, hz: float, lasts_s: float = 400.0) -> np.ndarray:
    t_s, row = 0.0, []
    while t_s < lasts_s:
        row.append(900 + swing_ms * math.sin(2 * math.pi * hz * t_s))
        t_s += row[-1] / 1000
    return np.array(row)


def numbers(result: object) -> list[float]:
    return [v for f in fields(result) if isinstance(v := getattr(result, f.name), float)]  # type: ignore[arg-type]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "row",
    [
        *([], [800], [800, 820], [800, 820, 810], [0] * 4, [800.0] * 500),
        *([math.nan] * 50, [-1.0] * 50, [1e300] * 50, [math.inf] * 50, np.r_[heart(3), np.full(400, np.nan)]),
        np.array([800, 810, 790, 805], dtype=np.int16),
    ],
)
def test_odd_rows_give_nan_with_a_note_and_no_warning(measure, row):
    found = measure(row)
    assert not any(math.isinf(value) for value in numbers(found))
    if any(math.isnan(value) for value in numbers(found)) and len(set(np.asarray(row).tolist())) != 1:
        assert found.notes


@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_no_row_of_intervals_is_refused(measure):
    for wrong in (np.zeros(86_400_000, dtype=np.int8), np.ones((4, 4)), ["x"], 5.0):
        with pytest.raises(UserError) as refused:
            measure(wrong)
        assert refused.value.code in ("too_long", "impossible_value")


def test_no_difference_is_formed_over_a_gap():
    whole, gap = time_domain([800, 900, 800, 900]), time_domain([800, 900, math.nan, 800, 900])
    assert gap.rmssd_ms == whole.rmssd_ms == 100
    assert gap.beats == 4
    assert time_domain([800, math.nan, 900]).notes[-1] == "there are fewer than two differences of neighbours"


def test_the_widths_of_the_poincare_plot_are_those_of_the_points():
    row = heart(5000)
    cloud = poincare(row)
    across, along = (row[1:] - row[:-1]) / math.sqrt(2), (row[1:] + row[:-1]) / math.sqrt(2)
    assert cloud.sd1_ms == pytest.approx(across.std(ddof=1), rel=1e-12)
    assert cloud.sd2_ms == pytest.approx(along.std(ddof=1), rel=1e-3), "equal but for the two end points"
    assert poincare([700.0, 900.0] * 20).sd2_ms < 20


@pytest.mark.parametrize(("hz", "band"), [(0.02, "vlf"), (0.1, "lf"), (0.25, "hf")])
@pytest.mark.parametrize("method", [welch, lomb])
def test_a_wave_has_its_power_in_its_band(method, hz, band):
    found = method(swinging(40.0, hz))
    powers = {name: getattr(found, f"{name}_ms2") for name in ("vlf", "lf", "hf")}
    assert powers[band] == pytest.approx(40**2 / 2, rel=0.05)
    assert sum(powers.values()) - powers[band] < 0.05 * powers[band]
    if band != "vlf":
        assert getattr(found, f"{band}_peak_hz") == pytest.approx(hz, abs=0.004)


@pytest.mark.parametrize("method", [welch, lomb])
def test_the_powers_of_white_intervals_add_up_to_their_variance(method):
    found = method(heart(3000))
    step = found.frequency_hz[1] - found.frequency_hz[0]
    # Beats come 1.18 times a second, so all of the variance lies below 0.59 Hz and 0.85 of it below 0.5 Hz; the spline
    # takes more of the fast part away.
    share = found.density_ms2_hz.sum() * step / heart(3000).var()
    assert 0.65 < share < 0.95


def test_a_recording_that_is_too_short_for_a_band_says_so():
    found = welch(swinging(40.0, 0.25, lasts_s=100.0))
    assert math.isnan(found.lf_ms2)
    assert math.isnan(found.lf_hf)
    assert found.hf_ms2 == pytest.approx(800, rel=0.05)
    assert "lf needs a recording of 120 s; this one lasts 101 s" in found.notes


def test_welch_is_that_of_scipy():
    signal = pytest.importorskip("scipy.signal")
    interpolate = pytest.importorskip("scipy.interpolate")
    row = heart(2000)
    t_s = np.cumsum(row) / 1000
    even = interpolate.CubicSpline(t_s, row)(t_s[0] + np.arange(int((t_s[-1] - t_s[0]) * 4) + 1) / 4)
    hz, density = signal.welch(even, fs=4, nperseg=600, nfft=1200, window="hann")
    found = welch(row)
    assert found.density_ms2_hz == pytest.approx(density[1 : len(found.density_ms2_hz) + 1], rel=1e-9)
    inside = (hz >= 0.15) & (hz < 0.4)
    assert found.hf_ms2 == pytest.approx(np.trapezoid(density[inside], hz[inside]), rel=1e-9)


def plain_lomb(t_s: np.ndarray, row: np.ndarray, hz: float) -> float:
    """Scargle 1982, equation 10, as it is written down."""
    w, x = 2 * math.pi * hz, row - row.mean()
    tau = math.atan2(np.sin(2 * w * t_s).sum(), np.cos(2 * w * t_s).sum()) / (2 * w)
    c, s = np.cos(w * (t_s - tau)), np.sin(w * (t_s - tau))
    return ((x @ c) ** 2 / (c @ c) + (x @ s) ** 2 / (s @ s)) / 2


def test_lomb_is_the_equation_of_scargle():
    row = heart(200)
    t_s = np.cumsum(row) / 1000
    found = lomb(row)
    for at in (0, 7, 50, 120):
        power = plain_lomb(t_s, row, float(found.frequency_hz[at]))
        assert found.density_ms2_hz[at] == pytest.approx(power * 2 * t_s[-1] / len(row), rel=1e-9)


def test_lomb_of_a_long_recording_is_the_mean_of_its_overlapping_segments():
    row = swinging(40.0, 0.25, lasts_s=1000.0)
    whole = lomb(row, LombRule(segment_s=300.0))
    assert whole.hf_ms2 == pytest.approx(800, rel=0.05)
    assert len(whole.frequency_hz) == 300


def test_gaps_are_told_and_hardly_change_the_spectrum():
    row = swinging(40.0, 0.1)
    gappy = row.copy()
    gappy[[50, 120, 200]] = np.nan
    for method in (welch, lomb):
        assert method(gappy).lf_ms2 == pytest.approx(method(row).lf_ms2, rel=0.05)
        assert method(gappy).notes[-1] == "they were bridged by their neighbours"


def test_bands_are_an_argument():
    assert welch(heart(600), WelchRule(bands=Bands(hf_hz=(0.15, 0.2)))).hf_ms2 < welch(heart(600)).hf_ms2 / 2


@pytest.mark.parametrize("points", [4, 5, 6, 7, 33, 1000])
@pytest.mark.parametrize("uneven", [0.01, 0.9])
def test_the_spline_is_that_of_scipy_and_both_forms_agree(points, uneven):
    interpolate = pytest.importorskip("scipy.interpolate")
    rng = np.random.default_rng(points)
    t_s, y = np.cumsum(rng.uniform(1 - uneven, 1 + uneven, points)), rng.normal(800, 50, points)
    arrays, fast = spline.on_arrays(t_s, y, 4.0), compiled.resampled(t_s, y, 4.0)
    even = t_s[0] + np.arange(len(arrays)) / 4
    assert fast == pytest.approx(arrays, rel=1e-10)
    assert arrays == pytest.approx(interpolate.CubicSpline(t_s, y)(even), rel=1e-9)


def test_the_spline_is_exact_for_a_cubic_and_both_forms_agree_without_scipy():
    t_s = np.cumsum(np.random.default_rng(0).uniform(0.3, 2.0, 200))
    y = 800 + 0.01 * (t_s - 60) ** 3
    even = t_s[0] + np.arange(int((t_s[-1] - t_s[0]) * 4) + 1) / 4
    for form in (spline.on_arrays, compiled.resampled):
        assert form(t_s, y, 4.0) == pytest.approx(800 + 0.01 * (even - 60) ** 3, rel=1e-9)


def obvious_entropy(row: np.ndarray, tolerance: float) -> float:
    starts = range(len(row) - 2)
    pairs = [(i, j) for i in starts for j in starts if i < j]
    alike = [[abs(row[i + k] - row[j + k]) <= tolerance for k in range(3)] for i, j in pairs]
    return math.log(sum(a and b for a, b, _ in alike) / sum(all(each) for each in alike))


def test_sample_entropy_is_its_definition_and_both_forms_agree():
    for seed in range(5):
        row = np.round(heart(150, seed))  # whole milliseconds: ties on the border
        tolerance = 0.2 * row.std(ddof=1)
        assert sample_entropy(row).value == pytest.approx(obvious_entropy(row, tolerance), rel=1e-12)
        order = np.argsort(row[:-2], kind="stable")
        fast = compiled.matches(row[order], row[order + 1], row[order + 2], tolerance)
        assert fast == complexity.matches(row, tolerance)


def test_without_numba_the_arrays_answer(monkeypatch):
    row = heart(400)
    fast = welch(row).hf_ms2, sample_entropy(row).value
    monkeypatch.setattr(spline, "_form", lambda: spline.on_arrays)
    monkeypatch.setattr(complexity, "_form", lambda: complexity.matches)
    assert (welch(row).hf_ms2, sample_entropy(row).value) == pytest.approx(fast, rel=1e-10)


def obvious_alpha(row: np.ndarray) -> float:
    level, sizes, spread = np.cumsum(row - row.mean()), range(4, 17), []
    for size in sizes:
        rest = []
        for start in range(0, len(level) - size + 1, size // 2):
            box, at = level[start : start + size], np.arange(size)
            rest.append(((box - np.polyval(np.polyfit(at, box, 1), at)) ** 2).mean())
        spread.append(math.sqrt(np.mean(rest)))
    return float(np.polyfit(np.log(sizes), np.log(spread), 1)[0])


def test_alpha_1_is_its_definition():
    for seed in range(3):
        assert dfa_alpha1(heart(300, seed)).value == pytest.approx(obvious_alpha(heart(300, seed)), rel=1e-9)


def test_a_day_is_answered_and_more_than_a_day_of_pairs_is_refused_with_a_note():
    day = heart(100_000)
    assert time_domain(day).sdnn_ms == pytest.approx(45, rel=0.01)
    assert welch(day).hf_ms2 > 0
    assert lomb(day).hf_ms2 > 0
    assert sample_entropy(day).value == pytest.approx(2.2, abs=0.1)
    assert dfa_alpha1(day).value == pytest.approx(0.5, abs=0.15)
    too_many = sample_entropy(heart(150_001))
    assert math.isnan(too_many.value)
    assert "150000" in too_many.notes[0]
