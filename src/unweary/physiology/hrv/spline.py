"""A cubic spline through unevenly spaced points, with 'not-a-knot' ends (de Boor 1978).

Its bends (second derivatives) solve one equation for each point, each with the two neighbours. On arrays every second
unknown is eliminated at once, and again, until what couples neighbours is below rounding: five times or so, since the
middle term always weighs twice the other two together (cyclic reduction; Hockney 1965). The compiled form goes through
them one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.hrv.intervals import FloatArray

#: Two neighbours that weigh less than this beside the middle change nothing that a double can hold.
_NOTHING = 1e-18


def resampled(t_s: FloatArray, values: FloatArray, rate_hz: float) -> FloatArray:
    """The spline at even steps from the first time to the last.

    Parameters
    ----------
    t_s, values : ndarray, shape (points,)
        At least four points, times rising [s].
    rate_hz : float
        Steps a second.

    Examples
    --------
    >>> t_s = np.array([0.0, 0.8, 1.5, 2.1, 3.0])
    >>> resampled(t_s, t_s**3, 2.0).round(3).tolist()
    [0.0, 0.125, 1.0, 3.375, 8.0, 15.625, 27.0]
    """
    return _form()(t_s, values, rate_hz)


@cache
def _form() -> Callable[[FloatArray, FloatArray, float], FloatArray]:
    """The compiled form where Numba is installed, else the one on arrays."""
    try:
        from unweary.physiology.hrv import compiled
    except ImportError:
        return on_arrays
    return compiled.resampled


def on_arrays(t_s: FloatArray, values: FloatArray, rate_hz: float) -> FloatArray:
    """The reference of :func:`resampled`."""
    count = int((t_s[-1] - t_s[0]) * rate_hz) + 1
    return through(t_s, values, t_s[0] + np.arange(count) / rate_hz)


def through(x: ArrayLike, y: FloatArray, wanted: ArrayLike) -> FloatArray:
    """The spline through at least four points, at any places; outside the ends its last pieces go on.

    Examples
    --------
    >>> through([0, 1, 2, 4], np.array([0.0, 1.0, 8.0, 64.0]), [3, 5]).round(6).tolist()
    [27.0, 125.0]
    """
    x, wanted = np.asarray(x, dtype=np.float64), np.asarray(wanted, dtype=np.float64)
    wide = np.diff(x)
    rise = np.diff(y) / wide
    bend = _bends(wide, rise)
    at = np.searchsorted(x[1:-1], wanted, side="right")
    u, bent = wanted - x[at], bend[at]
    start = (rise - wide * (2 * bend[:-1] + bend[1:]) / 6)[at]
    more = (np.diff(bend) / (6 * wide))[at]
    return np.asarray(y[at] + u * (start + u * (bent / 2 + u * more)))


def _bends(wide: FloatArray, rise: FloatArray) -> FloatArray:
    """Second derivative at each point."""
    both = wide[:-1] + wide[1:]
    low, up, right = wide[:-1] / (2 * both), wide[1:] / (2 * both), 3 * np.diff(rise) / both
    # The ends: the third derivative does not jump at the first and last inner point.
    for edge, inner, outer in ((0, wide[1], wide[0]), (-1, wide[-2], wide[-1])):
        weight = 2 * both[edge] + outer * both[edge] / inner
        right[edge] *= 2 * both[edge] / weight
        towards = (inner - outer * outer / inner) / weight
        low[edge], up[edge] = (0.0, towards) if edge == 0 else (towards, 0.0)
    inside = _solved(low, up, right)
    first = (both[0] * inside[0] - wide[0] * inside[1]) / wide[1]
    last = (both[-1] * inside[-1] - wide[-1] * inside[-2]) / wide[-2]
    return np.concatenate(([first], inside, [last]))


def _solved(low: FloatArray, up: FloatArray, right: FloatArray) -> FloatArray:
    """``x[i] + low[i] x[i-1] + up[i] x[i+1] = right[i]``, by cyclic reduction."""
    count = len(right)
    if count == 1 or max(np.abs(low).max(), np.abs(up).max()) < _NOTHING:
        return right
    if count % 2 == 0:
        low, up, right = (np.append(part, 0.0) for part in (low, up, right))
    low_e, up_e, right_e = low[::2], up[::2], right[::2]
    low_o, up_o = low[1::2], up[1::2]
    middle = 1 - low_o * up_e[:-1] - up_o * low_e[1:]
    odd = _solved(
        -low_o * low_e[:-1] / middle,
        -up_o * up_e[1:] / middle,
        (right[1::2] - low_o * right_e[:-1] - up_o * right_e[1:]) / middle,
    )
    solved = right.copy()
    solved[1::2] = odd
    solved[2::2] -= low_e[1:] * odd
    solved[:-1:2] -= up_e[:-1] * odd
    return solved[:count]
