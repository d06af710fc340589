"""The loops of ``spline`` and ``complexity``, compiled by Numba.

This module imports Numba and compiles once on each machine (seconds).
"""

from __future__ import annotations

import numpy as np

from unweary.physiology.hrv.intervals import FloatArray
from unweary.vocab.compiling import compiled


@compiled
def _bends(wide: FloatArray, rise: FloatArray) -> FloatArray:
    """As ``spline._bends``, by forward elimination (Thomas)."""
    count = len(wide)
    bend, up = np.empty(count + 1), np.empty(count)
    for i in range(1, count):
        both = wide[i - 1] + wide[i]
        low, weight, above, right = wide[i - 1], 2 * both, wide[i], 6 * (rise[i] - rise[i - 1])
        if i == 1:
            weight, above, low = weight + low * both / above, above - low * low / above, 0.0
        if i == count - 1:
            weight, low, above = weight + wide[i] * both / wide[i - 1], low - wide[i] * wide[i] / wide[i - 1], 0.0
        if i > 1:
            weight -= low * up[i - 1]
            right -= low * bend[i - 1]
        up[i], bend[i] = above / weight, right / weight
    for i in range(count - 2, 0, -1):
        bend[i] -= up[i] * bend[i + 1]
    bend[0] = ((wide[0] + wide[1]) * bend[1] - wide[0] * bend[2]) / wide[1]
    bend[count] = ((wide[-2] + wide[-1]) * bend[count - 1] - wide[-1] * bend[count - 2]) / wide[-2]
    return bend


@compiled
def resampled(t_s: FloatArray, values: FloatArray, rate_hz: float) -> FloatArray:
    """As ``spline.on_arrays``."""
    wide, rise = np.empty(len(t_s) - 1), np.empty(len(t_s) - 1)
    for i in range(len(wide)):
        wide[i] = t_s[i + 1] - t_s[i]
        rise[i] = (values[i + 1] - values[i]) / wide[i]
    bend = _bends(wide, rise)
    even = np.empty(int((t_s[-1] - t_s[0]) * rate_hz) + 1)
    at, done = 0, 0
    while done < len(even):
        start = rise[at] - wide[at] * (2 * bend[at] + bend[at + 1]) / 6
        half, more = bend[at] / 2, (bend[at + 1] - bend[at]) / (6 * wide[at])
        last = at == len(wide) - 1
        while done < len(even):
            now = t_s[0] + done / rate_hz
            if now >= t_s[at + 1] and not last:
                break
            u = now - t_s[at]
            even[done] = values[at] + u * (start + u * (half + u * more))
            done += 1
        at += 1
    return even


@compiled
def matches(first: FloatArray, second: FloatArray, third: FloatArray, tolerance: float) -> tuple[int, int]:
    """As ``complexity.matches``, of patterns sorted by their first place: only a stretch of them can be alike there.

    Nothing branches in the inner loop, so that it works on several patterns at once.
    """
    two, three, end = 0, 0, 0
    for i in range(len(first)):
        while end < len(first) and abs(first[end] - first[i]) <= tolerance:
            end += 1
        for j in range(i + 1, end):
            alike = abs(second[j] - second[i]) <= tolerance
            two += alike
            three += alike & (abs(third[j] - third[i]) <= tolerance)
    return two, three
