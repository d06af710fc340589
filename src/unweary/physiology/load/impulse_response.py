"""Banister's impulse response: each day of training lifts performance for long and lowers it more, for a shorter time.

``p = p0 + k1 sum(w exp(-D / tau1)) - k2 sum(w exp(-D / tau2))``, with D days since each load w. Banister, Calvert,
Savage & Bach 1975, Aust J Sports Med 7:57; Morton, Fitz-Clarke & Banister 1990, J Appl Physiol 69:1171.

For teaching, not for planning: it fits what was and foretells poorly. With the fatigue term the forecasts of Marchal et
al. 2025 (Sci Rep 15, 10.1038/s41598-025-88153-7) were no better than without (p > 0.40), and its four constants trade
off against each other, so that one person's tests hardly ever pin them (see ``Fit.relative_se``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log, prod

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.samples import FloatArray
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats, refuse

#: So many people are run on at a time: their days stay near the processor, and many share the cost of a step.
_PEOPLE = 4096


@dataclass(frozen=True, slots=True)
class Response:
    """A person in the model.

    ``p0`` : performance without training [its unit]. ``k1``, ``k2`` : what a unit of load adds and takes [unit of
    performance per unit of load]. ``tau1_days``, ``tau2_days`` : how long either lasts [days]. ``source`` : of the
    numbers. ``same_day`` : whether a load counts on its own day (D from 0) or from the next one on (D from 1).
    """

    p0: float
    k1: float
    k2: float
    tau1_days: float
    tau2_days: float
    source: str
    same_day: bool = False

    def __post_init__(self) -> None:
        for name in ("p0", "k1", "k2", "tau1_days", "tau2_days"):
            value = getattr(self, name)
            least = 0.0 if name.startswith("tau") else -np.inf
            if not (isfinite(value) and value > least):
                accepted = "a number above 0" if name.startswith("tau") else "a number"
                raise UserError("impossible_value", f"{name} is {value}", accepted)


#: The worked example of a cyclist, 165 days of load and nine tests of five minutes; performance in W. The spreadsheet
#: counts a load on its own day; only so do these numbers give its sum of squares.
CLARKE2013 = Response(
    262.0, 0.18, 0.23, 36.0, 21.0,
    "Clarke & Skiba 2013, Adv Physiol Educ 37:134, supplement, as told with its data in the R package dorem",
    same_day=True,
)  # fmt: skip


def performance(load: ArrayLike, person: Response) -> FloatArray:
    """Performance at each day, by running on from day to day.

    Parameters
    ----------
    load : array_like, shape (..., days)
        Load of each day, 0 without training. NaN makes all later days NaN: what is not known may still act.
    person : Response

    Returns
    -------
    ndarray, the same shape

    Raises
    ------
    UserError
        ``impossible_value`` where a load is below 0 or infinite.

    Examples
    --------
    >>> performance([100.0, 0.0, 0.0], Response(250.0, 0.1, 0.2, 45.0, 15.0, "own")).round(2).tolist()
    [250.0, 241.07, 242.06]
    """
    daily = checked_load(load)
    people = daily.reshape(prod(daily.shape[:-1]), daily.shape[-1])
    result = np.empty_like(people)
    for start in range(0, len(people), _PEOPLE):
        some = slice(start, start + _PEOPLE)
        result[some] = _run_on(np.ascontiguousarray(people[some].T), person).T
    return result.reshape(daily.shape)


def _run_on(by_day: FloatArray, person: Response) -> FloatArray:
    """Performance of many people, days first."""
    lifted, lowered = np.zeros(by_day.shape[1]), np.zeros(by_day.shape[1])
    slow, fast = np.exp(-1.0 / person.tau1_days), np.exp(-1.0 / person.tau2_days)
    result = np.empty_like(by_day)
    for day, load in enumerate(by_day):
        if person.same_day:
            lifted, lowered = lifted * slow + load, lowered * fast + load
        result[day] = person.p0 + person.k1 * lifted - person.k2 * lowered
        if not person.same_day:
            lifted, lowered = (lifted + load) * slow, (lowered + load) * fast
    return result


def performance_by_sum(load: ArrayLike, person: Response) -> FloatArray:
    """The same, by the sum as it stands above: the reference, slow in many days.

    Examples
    --------
    >>> performance_by_sum([100.0, 0.0, 0.0], Response(250.0, 0.1, 0.2, 45.0, 15.0, "own")).round(2).tolist()
    [250.0, 241.07, 242.06]
    """
    daily = checked_load(load)
    days = np.arange(daily.shape[-1])
    lifted, lowered = (
        daily @ decay(days, days, tau, person.same_day).T for tau in (person.tau1_days, person.tau2_days)
    )
    result: FloatArray = person.p0 + person.k1 * lifted - person.k2 * lowered
    return result


def decay(on_day: ArrayLike, load_day: ArrayLike, tau_days: float, same_day: bool) -> FloatArray:
    """What is left of one unit of each day's load on some days, shape (days asked for, days of load)."""
    since = np.subtract.outer(np.asarray(on_day, dtype=np.float64), np.asarray(load_day, dtype=np.float64))
    acts = since >= (0 if same_day else 1)
    return np.where(acts, np.exp(-np.where(acts, since, 0.0) / tau_days), 0.0)


def influence_days(person: Response) -> tuple[float, float]:
    """Days before a race at which a load does neither good nor harm, and at which it does most good.

    Fitz-Clarke, Morton & Banister 1991, J Appl Physiol 71:1151.

    Returns
    -------
    tuple of float
        ``tn`` and ``tg`` [days]; both NaN unless ``k2 > k1 > 0`` and ``tau1 > tau2``, 0 where it never harms.

    Examples
    --------
    >>> [round(days, 3) for days in influence_days(Response(0.0, 1.0, 2.0, 45.0, 15.0, "own"))]
    [15.596, 40.315]
    """
    k1, k2, slow, fast = person.k1, person.k2, person.tau1_days, person.tau2_days
    if not (slow > fast and k1 > 0 and k2 > 0):
        return float("nan"), float("nan")
    scale = slow * fast / (slow - fast)
    return max(scale * log(k2 / k1), 0.0), max(scale * log(k2 * slow / (k1 * fast)), 0.0)


def checked_load(load: ArrayLike) -> FloatArray:
    """Loads as floats; refuses what cannot be, and says which."""
    daily = np.atleast_1d(floats("load", load, "loads from 0 up"))
    refuse("load", daily, (daily < 0) | np.isinf(daily), "loads from 0 up")
    return daily
