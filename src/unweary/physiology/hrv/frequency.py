"""How much of the variation is slow and how much is fast: power in the usual bands, by two methods.

The high band holds the swing of breathing, as long as the person breathes 9 to 24 times a minute; the low one mostly
the swing of blood pressure control, and breathing too where it is slower. LF/HF is given because papers report it. It
is no balance of two nerves (Billman 2013, Front Physiol 4:26), and nothing here reads it as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.hrv.intervals import FloatArray, bridged, usable
from unweary.physiology.hrv.spline import resampled


@dataclass(frozen=True, slots=True)
class Bands:
    """From, below [Hz], as the Task Force 1996, Circulation 93:1043, Table 2 draws the borders, and how long a
    recording must be for each [s]: a minute for the high and two for the low one (the same, recalled);
    five for the very low one, which is one of its slowest waves (own choice, grade D).
    """

    vlf_hz: tuple[float, float] = (0.0033, 0.04)
    lf_hz: tuple[float, float] = (0.04, 0.15)
    hf_hz: tuple[float, float] = (0.15, 0.4)
    vlf_least_s: float = 300.0
    lf_least_s: float = 120.0
    hf_least_s: float = 60.0


@dataclass(frozen=True, slots=True)
class WelchRule:
    """``rate_hz`` : the intervals are resampled at so many points a second (4, as is usual).
    ``segment_s`` : length of a segment [s]; each overlaps the next by half, is freed of its mean, tapered (Hann) and
    padded with zeros to ``padding`` times its length. A shorter recording is one segment. The length is our own choice
    (grade D): three segments in five minutes. What is slower than one wave in a segment cannot be seen.
    """

    rate_hz: float = 4.0
    segment_s: float = 150.0
    padding: int = 2
    bands: Bands = field(default=Bands())


@dataclass(frozen=True, slots=True)
class LombRule:
    """``segment_s`` : length of a segment [s]; each overlaps the next by half. A shorter recording is one segment.
    ``finer`` : points of the spectrum for each one that the segment can tell apart (both own choices, grade D)."""

    segment_s: float = 300.0
    finer: int = 2
    bands: Bands = field(default=Bands())


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """Power in the bands.

    ``vlf_ms2``, ``lf_ms2``, ``hf_ms2`` : power [ms^2], by the trapezium rule over the points of the band.
    ``lf_peak_hz``, ``hf_peak_hz`` : where the density is highest [Hz]. ``lf_hf`` : ratio of the two powers [1].
    ``frequency_hz``, ``density_ms2_hz`` : the spectrum up to 0.5 Hz [Hz; ms^2/Hz]; empty where there is none.
    """

    vlf_ms2: float
    lf_ms2: float
    hf_ms2: float
    lf_peak_hz: float
    hf_peak_hz: float
    lf_hf: float
    frequency_hz: FloatArray
    density_ms2_hz: FloatArray
    notes: tuple[str, ...] = ()


#: The spectrum is given up to here [Hz].
_END_HZ = 0.5


def welch(nn_ms: ArrayLike, rule: WelchRule = WelchRule()) -> Spectrum:
    """Power by Welch's method, from intervals resampled with a cubic spline over the times of the beats.

    Parameters
    ----------
    nn_ms : array_like, shape (intervals,)
        Intervals in order [ms], artefacts corrected. A gap is bridged by a straight line, and a note says so.
    rule : WelchRule

    Returns
    -------
    Spectrum
        A band is NaN, with a note, where the recording is too short for it.

    Raises
    ------
    UserError
        ``too_long``, ``impossible_value``.

    Examples
    --------
    Five minutes that swing by 50 ms with each breath, 15 a minute; such a wave has the power
    50^2 / 2 = 1250 (the spline rounds it off a little: there are five beats to a breath):

    >>> t_s = np.cumsum(np.full(375, 0.8))
    >>> found = welch(800 + 50 * np.sin(2 * np.pi * 0.25 * t_s))
    >>> round(found.hf_ms2), round(found.hf_peak_hz, 2), found.lf_ms2 < 1
    (1236, 0.25, True)

    Half as far and in a wave of ten seconds:

    >>> slow = welch(800 + 25 * np.sin(2 * np.pi * 0.1 * t_s) + 5 * np.sin(2 * np.pi * 0.25 * t_s))
    >>> round(slow.lf_ms2), round(slow.lf_peak_hz, 2), round(slow.vlf_ms2, 1), round(slow.lf_hf)
    (312, 0.1, 0.0, 25)
    """
    nn, notes = _ready(nn_ms)
    t_s = np.cumsum(nn) / 1000.0
    if len(nn) < 4:
        return _none((*notes, "fewer than 4 usable intervals"))
    even = resampled(t_s, nn, rule.rate_hz)
    length = min(round(rule.segment_s * rule.rate_hz), len(even))
    grid, taper, scale = _plan(length, rule)
    if not len(grid.frequency_hz):
        return _none((*notes, "too short for a spectrum"))
    step = max(length // 2, 1)
    count = (len(even) - length) // step + 1
    rows = np.ndarray((count, length), np.float64, even, strides=(8 * step, 8))
    power = np.zeros(len(grid.frequency_hz))
    for begin in range(0, count, _ROWS):
        part = rows[begin : begin + _ROWS]
        part = (part - part.sum(axis=1, keepdims=True) / length) * taper
        wave = np.fft.rfft(part, rule.padding * length)[:, 1 : len(power) + 1]
        power += (wave.real**2 + wave.imag**2).sum(axis=0)
    return _summed(grid, power * (scale / count), float(t_s[-1]), rule.bands, notes)


#: Segments that are transformed at once: so few that they stay in the processor's own memory.
_ROWS = 32


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """Frequencies [Hz], and the first and last point of each band."""

    frequency_hz: FloatArray
    edges: Mapping[str, tuple[int, int]]


def _grid(step_hz: float, points: int, bands: Bands) -> _Grid:
    frequency_hz: FloatArray = np.arange(1.0, points) * step_hz
    frequency_hz = frequency_hz[frequency_hz <= _END_HZ]
    wanted = {"vlf": bands.vlf_hz, "lf": bands.lf_hz, "hf": bands.hf_hz}
    found = {name: np.searchsorted(frequency_hz, band) for name, band in wanted.items()}
    return _Grid(frequency_hz, {name: (int(first), int(end)) for name, (first, end) in found.items()})


@lru_cache(maxsize=64)
def _plan(length: int, rule: WelchRule) -> tuple[_Grid, FloatArray, float]:
    """Frequencies, taper, and what makes a squared transform a density."""
    taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    points = rule.padding * length
    grid = _grid(rule.rate_hz / points, points // 2, rule.bands)
    return grid, taper, 2 / (rule.rate_hz * max(float(taper @ taper), 1e-300))


def lomb(nn_ms: ArrayLike, rule: LombRule = LombRule()) -> Spectrum:
    """Power by the periodogram of Scargle 1982 (Astrophys J 263:835), after Lomb: the beats as they are, not resampled.

    Parameters
    ----------
    nn_ms : array_like, shape (intervals,)
        Intervals in order [ms], artefacts corrected. Gaps are left out; time goes on by the mean of their neighbours.
    rule : LombRule

    Returns
    -------
    Spectrum
        As :func:`welch`. Without a taper strong waves leak further, so the two differ by some per cent.

    Examples
    --------
    >>> t_s = np.cumsum(np.full(375, 0.8))
    >>> found = lomb(800 + 50 * np.sin(2 * np.pi * 0.25 * t_s))
    >>> round(found.hf_ms2), round(found.hf_peak_hz, 2), round(found.lf_ms2)
    (1251, 0.25, 2)
    """
    given, _ = usable(nn_ms)
    nn, notes = _ready(nn_ms)
    if len(nn) < 4:
        return _none((*notes, "fewer than 4 usable intervals"))
    t_s = np.cumsum(nn) / 1000.0
    lasts_s = float(t_s[-1])
    there = ~np.isnan(given)
    t_s, nn = t_s[there], nn[there]
    segment_s = min(rule.segment_s, lasts_s)
    step_hz = 1 / (rule.finer * segment_s)
    grid = _grid(step_hz, int(_END_HZ / step_hz) + 1, rule.bands)
    power, used = np.zeros(len(grid.frequency_hz)), 0
    begins = np.arange(0.0, lasts_s - segment_s + 1e-9, segment_s / 2)
    firsts, lasts = np.searchsorted(t_s, begins), np.searchsorted(t_s, begins + segment_s, side="right")
    for first, last in zip(firsts, lasts, strict=True):
        if last - first >= 4:
            power += _periodogram(t_s[first:last], nn[first:last], grid.frequency_hz) * (segment_s / (last - first))
            used += 1
    if not used or not len(power):
        return _none((*notes, "too short for a spectrum"))
    return _summed(grid, power * (2 / used), lasts_s, rule.bands, notes)


def _periodogram(t_s: FloatArray, values: FloatArray, frequency_hz: FloatArray) -> FloatArray:
    """Scargle 1982, equation 10, for evenly spaced frequencies that begin with one step."""
    off = values - values.mean()
    turn = np.exp(2j * np.pi * frequency_hz[:, None] * (t_s - t_s[0]))
    # The offset tau makes the cosines and sines of the uneven times independent of each other.
    tau = np.angle((turn**2).sum(axis=1)) / 2
    turn *= np.exp(-1j * tau)[:, None]
    even, odd = turn.real, turn.imag
    along, across = (even**2).sum(axis=1), (odd**2).sum(axis=1)
    power: FloatArray = (even @ off) ** 2 / np.maximum(along, 1e-12) + (odd @ off) ** 2 / np.maximum(across, 1e-12)
    return power / 2


def _ready(nn_ms: ArrayLike) -> tuple[FloatArray, tuple[str, ...]]:
    """Without gaps; empty where nothing is usable."""
    nn, notes = usable(nn_ms)
    if not notes:
        return nn, ()
    if np.isnan(nn).all():
        return nn[:0], notes
    return bridged(nn), (*notes, "they were bridged by their neighbours")


def _none(notes: tuple[str, ...]) -> Spectrum:
    return Spectrum(*(nan,) * 6, np.empty(0), np.empty(0), notes)


def _summed(grid: _Grid, density: FloatArray, lasts_s: float, bands: Bands, notes: tuple[str, ...]) -> Spectrum:
    least = {"vlf": bands.vlf_least_s, "lf": bands.lf_least_s, "hf": bands.hf_least_s}
    frequency_hz, power, peak = grid.frequency_hz, {}, {}
    for name, least_s in least.items():
        first, last = grid.edges[name]
        if lasts_s < least_s or last - first < 2:
            power[name] = peak[name] = nan
            notes = (*notes, f"{name} needs a recording of {least_s:.0f} s; this one lasts {lasts_s:.0f} s")
            continue
        part = density[first:last]
        power[name] = float((part.sum() - (part[0] + part[-1]) / 2) * (frequency_hz[1] - frequency_hz[0]))
        peak[name] = float(frequency_hz[first + int(part.argmax())]) if power[name] > 0 else nan
    ratio = power["lf"] / power["hf"] if power["hf"] > 0 else nan
    return Spectrum(
        *(power["vlf"], power["lf"], power["hf"]), peak["lf"], peak["hf"], ratio, frequency_hz, density, notes
    )
