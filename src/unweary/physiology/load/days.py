"""Loads of days: sums, weeks that are all alike, and the two running means that training apps show."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.samples import FloatArray
from unweary.vocab.numbers import floats, row, together


def daily_sums(day: ArrayLike, au: ArrayLike, days: int) -> FloatArray:
    """Load of each day from the loads of its sessions.

    Parameters
    ----------
    day : array_like of int
        Which day each session was on, 0 for the first; sessions outside 0 to ``days`` - 1 are left out.
    au : array_like
        Load of each session; NaN makes its day NaN.
    days : int
        Number of days.

    Returns
    -------
    ndarray, shape (days,)
        0 on a day without a session: whether that was rest or a missing file is for the caller to know.

    Examples
    --------
    >>> daily_sums([0, 2, 2], [300, 200, 150], 4).tolist()
    [300.0, 0.0, 350.0, 0.0]
    """
    where, loads = together(day=row("day", day), au=row("au", au))
    inside = (where >= 0) & (where < days)
    sums = np.zeros(days)
    np.add.at(sums, where[inside].astype(np.intp), loads[inside])
    return sums


def rolling_sums(daily_au: ArrayLike, window: int = 7) -> FloatArray:
    """Sum of each day and the ``window`` - 1 days before it; NaN until there are that many.

    Examples
    --------
    >>> rolling_sums([1, 2, 3, 4], window=3).tolist()
    [nan, nan, 6.0, 9.0]
    """
    daily = row("daily_au", daily_au)
    sums = np.full(daily.shape, nan)
    if len(daily) >= window:
        sums[window - 1 :] = np.lib.stride_tricks.sliding_window_view(daily, window).sum(axis=1)
    return sums


def monotony_foster1998(daily_au: ArrayLike, ddof: int = 1) -> float:
    """Mean of a week's daily loads over their standard deviation: high where every day is like the last.

    Foster 1998, Med Sci Sports Exerc 30:1164. The paper does not say which standard deviation; the default is the
    sample's (``ddof`` 1). NaN unless there are seven known days, and where all days are equal.

    Examples
    --------
    >>> week = [300, 0, 450, 300, 0, 600, 0]
    >>> round(monotony_foster1998(week), 4), round(monotony_foster1998(week, ddof=0), 4)
    (0.971, 1.0488)
    """
    week = floats("daily_au", daily_au)
    if week.shape != (7,) or np.isnan(week).any():
        return nan
    spread = float(week.std(ddof=ddof))
    return float(week.mean()) / spread if spread > 0 else nan


def strain_foster1998(daily_au: ArrayLike, ddof: int = 1) -> float:
    """A week's load times its monotony [AU]. NaN as for :func:`monotony_foster1998`.

    Examples
    --------
    >>> round(strain_foster1998([300, 0, 450, 300, 0, 600, 0]), 2)
    1602.16
    """
    return float(floats("daily_au", daily_au).sum()) * monotony_foster1998(daily_au, ddof)


@dataclass(frozen=True, slots=True)
class RunningMeans:
    """Time constants of the two means [days]. Conventions of training software, not fitted to people."""

    chronic_days: float = 42.0
    acute_days: float = 7.0
    source: str = "Allen & Coggan, Training and Racing with a Power Meter, chapter on the performance manager chart"


PERFORMANCE_MANAGER = RunningMeans()


def ctl_atl(daily_tss: ArrayLike, ctl: float = 0.0, atl: float = 0.0) -> tuple[FloatArray, FloatArray]:
    """The slow and the fast running mean of daily load, called fitness and fatigue by training apps.

    For showing what such an app shows, nothing else: neither is measured, and no outcome was fitted. It is
    ``mean += (load - mean) (1 - exp(-1 / days))`` for each day.

    Parameters
    ----------
    daily_tss : array_like, shape (..., days)
        Load of each day, in any unit; NaN makes all later days NaN.
    ctl, atl : float
        Both means on the day before the first.

    Returns
    -------
    tuple of ndarray, the same shape
        At the end of each day.

    Examples
    --------
    >>> ctl, atl = ctl_atl([100.0] * 42)
    >>> ctl[[0, -1]].round(2).tolist(), atl[[0, -1]].round(2).tolist()
    ([2.35, 63.21], [13.31, 99.75])
    """
    daily = np.atleast_1d(floats("daily_tss", daily_tss))
    daily = np.where(np.isfinite(daily), daily, nan)
    slow, fast = np.empty_like(daily), np.empty_like(daily)
    for means, mean, days in (
        (slow, ctl, PERFORMANCE_MANAGER.chronic_days),
        (fast, atl, PERFORMANCE_MANAGER.acute_days),
    ):
        moved = -np.expm1(-1.0 / days)
        now = np.full(daily.shape[:-1], mean)
        for day in range(daily.shape[-1]):
            now = now + (daily[..., day] - now) * moved
            means[..., day] = now
    return slow, fast
