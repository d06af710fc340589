"""Beat-to-beat variation of the heart at rest: RMSSD, and nothing that is not supported.

Left out on purpose: LF/HF as a 'balance' of two nerves, and a diagnosis from DFA alpha-1 (both contradicted).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.physiology.hrv.intervals import one_row

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BeatRule:
    """Which intervals are taken for normal beats.

    ``largest_share`` : an interval further than this from the median of its neighbourhood is left out [1]. The 20 %
    is the usual limit (Malik et al. 1989, Eur Heart J 10:1060, recalled; there against the interval before).
    ``neighbourhood`` : intervals in that median, itself in the middle. Five: an extra or a missed beat spoils at most
    two of them, and breathing moves the median along (own choice, grade D).
    ``least`` : fewer kept intervals than this, about a minute, give no value [1] (own choice, grade D).
    """

    largest_share: float = 0.2
    neighbourhood: int = 5
    least: int = 60


def normal_beats(rr_ms: ArrayLike, rule: BeatRule = BeatRule()) -> NDArray[np.bool_]:
    """Which intervals are near the median of their neighbourhood.

    Ectopic beats, missed and extra ones make a short or a long interval that its neighbours do not share.

    Examples
    --------
    >>> normal_beats([800, 810, 400, 1210, 805, 800]).tolist()
    [True, True, False, False, True, True]
    """
    rr = one_row(rr_ms)
    rr = np.where(np.isfinite(rr), rr, nan)
    if len(rr) < rule.neighbourhood:
        return np.zeros(len(rr), dtype=np.bool_)
    half = rule.neighbourhood // 2
    padded = np.concatenate((rr[half:0:-1], rr, rr[-2 : -half - 2 : -1]))
    around = np.median(np.lib.stride_tricks.sliding_window_view(padded, rule.neighbourhood), axis=1)
    near: NDArray[np.bool_] = np.abs(rr - around) <= rule.largest_share * around
    return near & (rr > 0)


def rmssd_ms(rr_ms: ArrayLike, rule: BeatRule = BeatRule()) -> float:
    """Root mean square of the differences between neighbouring normal intervals [ms].

    Task Force 1996, Circulation 93:1043. Differences over a left-out interval are not formed. Valid for a recording at
    rest; during exercise it falls to a few milliseconds for reasons that have nothing to do with recovery.

    Parameters
    ----------
    rr_ms : array_like
        Intervals between beats in order [ms].
    rule : BeatRule

    Returns
    -------
    float
        NaN where fewer than ``rule.least`` intervals are left.

    Examples
    --------
    >>> round(rmssd_ms([800, 840] * 60), 1)
    40.0
    >>> rmssd_ms([800, 840] * 20)
    nan
    """
    rr = one_row(rr_ms)
    kept = normal_beats(rr, rule)
    if kept.sum() < rule.least:
        return nan
    near = kept[1:] & kept[:-1]
    steps = rr[1:][near] - rr[:-1][near]
    return float(np.sqrt(np.mean(steps**2))) if len(steps) else nan


def ln_rmssd(rr_ms: ArrayLike, rule: BeatRule = BeatRule()) -> float:
    """Natural logarithm of :func:`rmssd_ms`, which is what baselines are kept of; NaN where that is NaN or 0.

    Examples
    --------
    >>> round(ln_rmssd([800, 840] * 60), 3)
    3.689
    """
    value = rmssd_ms(rr_ms, rule)
    return log(value) if value > 0 else nan
