"""Critical power: how long a power can be held, and the two numbers of a person that say so.

Below critical power (CP) work goes on for long; above it, a fixed amount of work is left, W' (say: W prime). So a
steady power P lasts ``W' / (P - CP)`` (Monod & Scherrer 1965, Ergonomics 8:329). Where it stops being true: efforts of
about 2 to 15 minutes. It says that a sprint can be endlessly strong and that critical power lasts for ever; neither is
so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class Capacity:
    """One person's two numbers.

    ``critical_power_w`` : CP [W]. ``w_prime_j`` : W', the work that can be done above it [J].
    """

    critical_power_w: float
    w_prime_j: float

    def __post_init__(self) -> None:
        for name in ("critical_power_w", "w_prime_j"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise UserError("impossible_value", f"{name} is {value}", "a number above 0")


def time_limit_s(power_w: ArrayLike, capacity: Capacity) -> FloatArray:
    """How long a rested person can hold a steady power [s].

    Parameters
    ----------
    power_w : array_like
        [W].
    capacity : Capacity

    Returns
    -------
    ndarray, the same shape
        Infinite up to critical power; NaN where the power is missing.

    Raises
    ------
    UserError
        ``impossible_value`` where a power is not a number.

    Examples
    --------
    >>> time_limit_s([200, 300, 400], Capacity(250, 20_000)).round(1).tolist()
    [inf, 400.0, 133.3]
    """
    above_w = floats("power_w", power_w) - capacity.critical_power_w
    longest = np.where(np.isnan(above_w), above_w, inf)
    return np.divide(capacity.w_prime_j, above_w, out=longest, where=above_w > 0)


def fit_capacity(power_w: ArrayLike, duration_s: ArrayLike) -> Capacity:
    """Critical power and W' from efforts to exhaustion: the straight line of work against time.

    ``work = W' + CP * time``, by least squares (Moritani et al. 1981, Ergonomics 24:339).

    Parameters
    ----------
    power_w, duration_s : array_like
        Mean power [W] and length [s] of each effort; at least two of different length.

    Returns
    -------
    Capacity

    Raises
    ------
    UserError
        ``impossible_value`` where the efforts are too few or of one length, where one is missing, 0 or negative, or
        where the line gives a CP or a W' that is not above 0.

    Examples
    --------
    >>> found = fit_capacity([450, 350, 300], [100, 200, 400])
    >>> round(found.critical_power_w), round(found.w_prime_j)
    (250, 20000)
    """
    power, seconds = floats("power_w", power_w), floats("duration_s", duration_s)
    usable = power.ndim == 1 and power.shape == seconds.shape and bool(np.all((power > 0) & (seconds > 0)))
    if not usable or not np.isfinite(power * seconds).all() or len(np.unique(seconds)) < 2:
        raise UserError(
            "impossible_value", "the efforts do not make a line", "two or more powers above 0 W, each with its time"
        )
    from_mean_s, work_j = seconds - seconds.mean(), power * seconds
    slope_w = float((from_mean_s * work_j).sum() / (from_mean_s**2).sum())
    return Capacity(slope_w, float(work_j.mean() - slope_w * seconds.mean()))
