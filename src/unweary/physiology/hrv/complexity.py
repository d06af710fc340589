"""How regular a row of intervals is: sample entropy and the short exponent of detrended fluctuation analysis.

Numbers for research. The exponent alpha-1 falls during harder exercise, and 0.75 was put forward as the first
ventilatory threshold; later work found it off by -10 +- 16 beats/min (Eronen 2024, 64 people). So nothing is read from
either of them here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import log, nan

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from unweary.physiology.hrv.intervals import FloatArray, Value, usable

#: Sample entropy compares all pairs, so its time grows with the square: more intervals than a day holds are refused.
MOST_COMPARED = 150_000


def sample_entropy(nn_ms: ArrayLike, tolerance_sd: float = 0.2) -> Value:
    """Sample entropy with patterns of two intervals (Richman & Moorman 2000, Am J Physiol 278:H2039) [nats].

    How often patterns of two that are alike stay alike with the third: ``-ln(A / B)`` over all pairs of patterns, alike
    being no further than ``tolerance_sd`` standard deviations (n - 1) in any place.

    Parameters
    ----------
    nn_ms : array_like, shape (intervals,)
        Intervals in order [ms], artefacts corrected. Gaps are closed up, and a note says so.
    tolerance_sd : float
        Share of the standard deviation [1].

    Returns
    -------
    Value
        NaN with a note where no pair of three is alike (short or constant rows), and above ``MOST_COMPARED`` intervals.

    Examples
    --------
    >>> t_s = np.cumsum(np.full(375, 0.8))
    >>> round(sample_entropy(800 + 50 * np.sin(2 * np.pi * 0.25 * t_s) + 10 * np.sin(t_s**2)).value, 3)
    0.669
    >>> sample_entropy([800, 900, 850]).notes
    ('no two patterns of three intervals are alike',)
    """
    nn, notes = _joined(nn_ms)
    if len(nn) > MOST_COMPARED:
        return Value(nan, (*notes, f"sample entropy is not formed of more than {MOST_COMPARED} intervals"))
    spread = float(nn.std(ddof=1)) if len(nn) > 3 else 0.0
    two, three = _form()(nn, tolerance_sd * spread) if spread > 0 else (0, 0)
    if not three:
        return Value(nan, (*notes, "no two patterns of three intervals are alike"))
    return Value(log(two / three), notes)


@cache
def _form() -> Callable[[FloatArray, float], tuple[int, int]]:
    """The compiled form where Numba is installed, else the reference."""
    try:
        from unweary.physiology.hrv import compiled
    except ImportError:
        return matches

    def fast(series: FloatArray, tolerance: float) -> tuple[int, int]:
        order = np.argsort(series[:-2], kind="stable")
        return compiled.matches(series[order], series[order + 1], series[order + 2], tolerance)

    return fast


def matches(series: FloatArray, tolerance: float) -> tuple[int, int]:
    """Pairs of patterns that are alike in two and in three places: the reference, each pattern with all later ones.

    Examples
    --------
    >>> matches(np.array([1.0, 2.0, 1.0, 2.0, 1.0, 5.0]), 0.5)
    (2, 1)
    """
    two = three = 0
    for start in range(len(series) - 3):
        near = np.abs(series[start + 1 : -2] - series[start]) <= tolerance
        near &= np.abs(series[start + 2 : -1] - series[start + 1]) <= tolerance
        two += int(np.count_nonzero(near))
        three += int(np.count_nonzero(near & (np.abs(series[start + 3 :] - series[start + 2]) <= tolerance)))
    return two, three


def dfa_alpha1(nn_ms: ArrayLike, boxes: tuple[int, int] = (4, 16)) -> Value:
    """Short exponent of detrended fluctuation analysis (Peng 1995, Chaos 5:82) [1].

    The row is summed up, cut into boxes that overlap by half, and a straight line is taken from each. How the rest
    grows with the size of the box, on logarithmic axes, is the exponent: 0.5 for chance, 1 for 1/f noise, 1.5 for a
    random walk.

    Parameters
    ----------
    nn_ms : array_like, shape (intervals,)
        Intervals in order [ms], artefacts corrected. Gaps are closed up, and a note says so.
    boxes : tuple of int
        Least and largest size of a box [intervals].

    Returns
    -------
    Value
        NaN with a note for a constant row, and for one of fewer than four of the largest boxes.

    Examples
    --------
    >>> step = np.sin(np.arange(400.0) ** 2)
    >>> round(dfa_alpha1(800 + 10 * step).value, 2), round(dfa_alpha1(800 + 10 * np.cumsum(step)).value, 2)
    (0.58, 1.5)
    """
    nn, notes = _joined(nn_ms)
    least, most = boxes
    if len(nn) < 4 * most:
        return Value(nan, (*notes, f"at least {4 * most} intervals are needed"))
    level = np.cumsum(nn - nn.mean())
    sizes = np.arange(least, most + 1)
    rest = np.array([_fluctuation(level, int(size)) for size in sizes])
    if not (rest > 1e-9).all():
        return Value(nan, (*notes, "the intervals are constant"))
    across = np.log(sizes) - np.log(sizes).mean()
    return Value(float(across @ np.log(rest) / (across @ across)), notes)


def _fluctuation(level: FloatArray, size: int) -> float:
    """Root mean square of what a line leaves in each box."""
    rows: NDArray[np.float64] = sliding_window_view(level, size)[:: size // 2]
    rows = rows - rows.mean(axis=1, keepdims=True)
    line = np.arange(size) - (size - 1) / 2
    left = (rows**2).sum(axis=1) - (rows @ line) ** 2 / (line @ line)
    return float(np.sqrt(max(left.mean(), 0.0) / size))


def _joined(nn_ms: ArrayLike) -> tuple[FloatArray, tuple[str, ...]]:
    nn, notes = usable(nn_ms)
    return (nn[~np.isnan(nn)], (*notes, "the rest was joined up")) if notes else (nn, ())
