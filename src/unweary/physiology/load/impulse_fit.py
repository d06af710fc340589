"""The constants of Banister's model from a person's own loads and tests, and how badly they are known.

For researchers and teaching. No page and no command shows a person constants of their own: they would look like facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.impulse_response import Response, checked_load, decay
from unweary.physiology.load.samples import FloatArray
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats

_NAMES = ("p0", "k1", "k2", "tau1_days", "tau2_days")


@dataclass(frozen=True, slots=True)
class FitRule:
    """Own choices (grade D).

    ``least_days``, ``most_days`` : the time constants are looked for between them [days]. ``start`` : so many of them
    are tried in every pair before the best is refined. ``steps`` : most refinements. ``identified_to`` : a fit whose
    relative standard errors are all at most this [1] is called identified, if there are ``spare_tests`` more tests than
    constants: with fewer, five constants go through the tests so closely that the errors look small and are not.
    """

    least_days: float = 1.0
    most_days: float = 200.0
    start: int = 30
    steps: int = 200
    identified_to: float = 0.5
    spare_tests: int = 10


FIT = FitRule()


@dataclass(frozen=True, slots=True)
class Fit:
    """``person`` : the constants. ``sse`` : sum of squares left [unit^2]. ``r2`` : part explained [1].

    ``relative_se`` : standard error over value of each constant [1]; infinite where the tests cannot tell it at all.
    ``tau_correlation`` : of the errors of both time constants [1]. ``identified`` : whether the constants mean
    anything. A fit can be close and its constants worthless: that is the usual case.
    """

    person: Response
    sse: float
    r2: float
    tests: int
    relative_se: Mapping[str, float]
    tau_correlation: float
    identified: bool


def fit(load: ArrayLike, tested: ArrayLike, *, same_day: bool = False, rule: FitRule = FIT) -> Fit:
    """Least squares: a net of time constants with the best gains for each, then Levenberg-Marquardt from its best.

    Parameters
    ----------
    load : array_like, shape (days,)
        Load of each day, all known.
    tested : array_like, shape (days,)
        Performance, NaN on days without a test.
    same_day : bool
        Whether a load counts on its own day.
    rule : FitRule

    Returns
    -------
    Fit

    Raises
    ------
    UserError
        ``impossible_value`` where a load is missing, below 0 or infinite, or a test infinite; ``too_few`` with fewer
        than six tests, or where load or tests are all alike.

    Examples
    --------
    >>> from unweary.physiology.load import performance
    >>> load = [100.0 + 80.0 * (day % 7 == 0) - 60.0 * (day % 28 > 20) for day in range(120)]
    >>> found = fit(load, performance(load, Response(250.0, 0.1, 0.2, 45.0, 15.0, "own")))
    >>> round(found.person.tau1_days, 1), round(found.person.tau2_days, 1), found.identified
    (45.0, 15.0, True)
    """
    daily, values = checked_load(load), floats("tested", tested)
    on_day = np.flatnonzero(~np.isnan(values))
    if daily.ndim != 1 or daily.shape != values.shape or np.isnan(daily).any() or np.isinf(values).any():
        raise UserError(
            "impossible_value", "load or tested has missing loads, infinite tests or two lengths", "one load a day"
        )
    if len(on_day) <= len(_NAMES) or np.ptp(values[on_day]) == 0 or not daily.any():
        raise UserError(
            "too_few", f"{len(on_day)} tests, or all alike", f"at least {len(_NAMES) + 1} tests that differ"
        )
    problem = _Problem(daily, values[on_day], on_day, same_day)
    at, sse = _refined(problem, _first_guess(problem, rule), rule)
    spread, correlation = _errors(problem.slopes(at), sse)
    p0, k1, k2, slow, fast = (float(value) for value in at)
    relative = {
        name: float(se / abs(value)) if value else inf for name, se, value in zip(_NAMES, spread, at, strict=True)
    }
    return Fit(
        person=Response(p0, k1, k2, slow, fast, "fitted to the person's own tests", same_day),
        sse=sse,
        r2=1.0 - sse / float(((problem.tested - problem.tested.mean()) ** 2).sum()),
        tests=len(on_day),
        relative_se=relative,
        tau_correlation=correlation,
        identified=len(on_day) >= len(_NAMES) + rule.spare_tests
        and all(se <= rule.identified_to for se in relative.values()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Problem:
    load: FloatArray
    tested: FloatArray
    on_day: np.ndarray[tuple[int, ...], np.dtype[np.intp]]
    same_day: bool

    def lagged(self, tau_days: float) -> tuple[FloatArray, FloatArray]:
        """Sum of what is left of all loads at each test, and its derivative by the time constant."""
        days = np.arange(len(self.load))
        left = decay(self.on_day, days, tau_days, self.same_day)
        return left @ self.load, (left * np.subtract.outer(self.on_day, days)) @ self.load / tau_days**2

    def slopes(self, at: FloatArray) -> FloatArray:
        """Derivatives of the predictions by all five constants, shape (tests, 5)."""
        (up, by_slow), (down, by_fast) = self.lagged(at[3]), self.lagged(at[4])
        return np.column_stack((np.ones(len(up)), up, -down, at[1] * by_slow, -at[2] * by_fast))

    def left_over(self, at: FloatArray) -> FloatArray:
        """Tests less predictions."""
        left: FloatArray = self.tested - at[0] - at[1] * self.lagged(at[3])[0] + at[2] * self.lagged(at[4])[0]
        return left


def _first_guess(problem: _Problem, rule: FitRule) -> FloatArray:
    """The best pair of time constants of a net; for each pair the other three come out of a linear fit."""
    taus = np.geomspace(rule.least_days, rule.most_days, rule.start)
    states = [problem.lagged(tau)[0] for tau in taus]
    best, best_sse = np.array([problem.tested.mean(), 0.0, 0.0, taus[-1], taus[0]]), inf
    for slow in range(len(taus)):
        for fast in range(slow):
            columns = np.column_stack((np.ones(len(problem.tested)), states[slow], -states[fast]))
            gains = np.linalg.lstsq(columns, problem.tested)[0]
            sse = float(((problem.tested - columns @ gains) ** 2).sum())
            if sse < best_sse and gains[1] >= 0 and gains[2] >= 0:
                best, best_sse = np.array([*gains, taus[slow], taus[fast]]), sse
    return best


def _refined(problem: _Problem, at: FloatArray, rule: FitRule) -> tuple[FloatArray, float]:
    """Levenberg-Marquardt; a step out of bounds is refused like one that makes it worse."""
    left = problem.left_over(at)
    sse, damping = float(left @ left), 1e-3
    for _ in range(rule.steps):
        slopes = problem.slopes(at)
        size = np.sqrt((slopes**2).sum(axis=0))
        scaled = slopes / np.where(size > 0, size, 1.0)
        step = np.linalg.lstsq(
            np.vstack((scaled, np.sqrt(damping) * np.eye(len(at)))), np.concatenate((left, np.zeros(len(at))))
        )[0] / np.where(size > 0, size, 1.0)
        there = at + step
        inside = rule.least_days <= there[4] < there[3] <= rule.most_days and min(there[1], there[2]) >= 0
        tried = problem.left_over(there) if inside else np.array([inf])
        if (new := float(tried @ tried)) < sse:
            gained, at, left, sse, damping = sse - new, there, tried, new, damping / 5
            if gained < 1e-12 * new or new == 0:
                break
        elif (damping := damping * 4) > 1e12:
            break
    return at, sse


def _errors(slopes: FloatArray, sse: float) -> tuple[FloatArray, float]:
    """Standard errors of the constants, and the correlation of those of both time constants."""
    size = np.sqrt((slopes**2).sum(axis=0))
    tests, constants = slopes.shape
    if not size.all():
        return np.full(constants, inf), nan
    scaled = slopes / size
    if np.linalg.matrix_rank(scaled, rtol=1e-9) < constants:
        return np.full(constants, inf), nan
    inverse = np.linalg.pinv(scaled)
    covariance = inverse @ inverse.T * sse / (tests - constants)
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance[3, 4] / (spread[3] * spread[4]) if spread[3] and spread[4] else nan
    return spread / size, float(correlation)
