"""The course of ln RMSSD over weeks: a mean of seven days against the person's own weeks before.

One morning says little; the mean of a week with at least three mornings is what training studies go by (Plews 2014,
Int J Sports Physiol Perform 9:783). A mean outside the band is a change worth a look, up or down; what it means it does
not say. In functional overreaching the weekly mean did not shift in a meta-analysis (Manresa-Rocamora 2021) and rose in
a trial (Le Meur 2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from unweary.physiology.hrv.intervals import FloatArray
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats, refuse

#: A hundred years [days].
_MOST_DAYS = 36_600


@dataclass(frozen=True, slots=True)
class CourseRule:
    """Numbers for people, so they come from knowledge.

    ``week_days`` : days in the mean; ``least_week_days`` : so many of them must have a value.
    ``base_days`` : days before those in the person's own level; ``least_base_days`` : so many must have a value.
    ``worthwhile_sd`` : half-width of the band [SD of the days in the level], the smallest worthwhile change.
    """

    week_days: int
    least_week_days: int
    base_days: int
    least_base_days: int
    worthwhile_sd: float


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One entry for each day; NaN where too few days before it have a value.

    ``week_mean`` : mean of the days with a value in the week that ends with this day [ln ms].
    ``week_days`` : how many those are. ``base_mean``, ``base_sd`` : mean and standard deviation (n - 1) of the days
    with a value before that week [ln ms]. ``low``, ``high`` : the band [ln ms].
    ``outside`` : -1 below the band, 0 within, 1 above [1].
    """

    week_mean: FloatArray
    week_days: FloatArray
    base_mean: FloatArray
    base_sd: FloatArray
    low: FloatArray
    high: FloatArray
    outside: FloatArray


def rolling_week(ln_rmssd_by_day: ArrayLike, rule: CourseRule) -> Course:
    """The mean of each week against the level before it.

    Parameters
    ----------
    ln_rmssd_by_day : array_like, shape (days,)
        One value for each calendar day, from one device; NaN for a day without one.
    rule : CourseRule

    Returns
    -------
    Course

    Raises
    ------
    UserError
        ``impossible_value`` where it is no row of numbers, a value is infinite, or the row is longer than a century.

    Examples
    --------
    Four weeks about 4.0, then a week at 3.8:

    >>> days = [3.9, 4.1] * 14 + [3.8] * 7
    >>> found = rolling_week(days, CourseRule(7, 3, 28, 14, worthwhile_sd=0.5))
    >>> found.week_mean[-1].round(3), found.week_days[-1], found.base_mean[-1].round(3), found.base_sd[-1].round(3)
    (np.float64(3.8), np.float64(7.0), np.float64(4.0), np.float64(0.102))
    >>> found.low[-1].round(3), found.high[-1].round(3), found.outside[-1]
    (np.float64(3.949), np.float64(4.051), np.float64(-1.0))
    """
    days = _days(ln_rmssd_by_day)
    week = rule.week_days
    padded = np.concatenate((np.full(week + rule.base_days, np.nan), days))
    rows = sliding_window_view(padded, week + rule.base_days)[1:]
    week_mean, _, week_count = _mean_sd(rows[:, rule.base_days :], rule.least_week_days)
    base_mean, base_sd, _ = _mean_sd(rows[:, : rule.base_days], max(rule.least_base_days, 2))
    low, high = base_mean - rule.worthwhile_sd * base_sd, base_mean + rule.worthwhile_sd * base_sd
    outside = np.where(week_mean > high, 1.0, np.where(week_mean < low, -1.0, 0.0))
    outside[np.isnan(week_mean) | np.isnan(low)] = np.nan
    return Course(week_mean, week_count, base_mean, base_sd, low, high, outside)


def _days(values: ArrayLike) -> FloatArray:
    accepted = f"one row of at most {_MOST_DAYS} daily values, NaN where there is none"
    days = floats("ln_rmssd_by_day", values, accepted)
    if days.ndim != 1 or len(days) > _MOST_DAYS:
        raise UserError("impossible_value", f"ln_rmssd_by_day has the shape {days.shape}", accepted)
    refuse("ln_rmssd_by_day", days, np.isinf(days), accepted)
    return days


def _mean_sd(rows: FloatArray, least: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, SD (n - 1) and count of what each row holds; NaN where it holds fewer than ``least``."""
    there = ~np.isnan(rows)
    count = there.sum(axis=1).astype(np.float64)
    enough = count >= max(least, 1)
    mean = np.where(there, rows, 0.0).sum(axis=1) / np.maximum(count, 1)
    off = np.where(there, rows - mean[:, None], 0.0)
    spread = np.sqrt((off**2).sum(axis=1) / np.maximum(count - 1, 1))
    return np.where(enough, mean, np.nan), np.where(enough & (count > 1), spread, np.nan), count
