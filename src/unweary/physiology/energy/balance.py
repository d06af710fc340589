"""W' balance: how much of the work above critical power is left, second by second, in a ride.

Above critical power it is spent by the watt; below, it comes back, in one of two ways:

- as a differential equation, with any law of ``recovery`` (Skiba et al. 2015 and those after it): what is missing
  shrinks while the power is below critical power, and each stretch of one power is exact, whatever its length;
- as an integral (Skiba et al. 2012, Med Sci Sports Exerc 44:1526): each second's spending fades from the moment it was
  spent, also while more is being spent, with one time constant for the whole ride. Usually summed over all pairs of
  seconds; it is the same to carry one sum along, and that takes one step a second.

A law with two pools shares out what an effort spent when the recovery begins, by the power at that moment.

A balance below 0 is not cut off: it means that CP or W' was set too low for that day, not that a person did the
impossible. Two forms of the first: on arrays (NumPy), and compiled (``compiled``) for more than ``FEW`` samples where
Numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import exp, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.physiology.energy.capacity import Capacity
from unweary.physiology.energy.recovery import Pools, RecoveryLaw, fast_share, slow_per_s
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class TauSkiba2012:
    """``scale_s * exp(-fall_per_w * D) + more_s`` [s], D from the mean power below CP of the whole ride [W]."""

    scale_s: float = 546.0
    fall_per_w: float = 0.01
    more_s: float = 316.0
    source: str = "Skiba et al. 2012, Med Sci Sports Exerc 44:1526, equation 3"


@dataclass(frozen=True, slots=True)
class SampleRule:
    """How samples of power are read. Own choices (grade D).

    ``most_w`` : more than this is no reading [W]. ``longest_s`` : where the next sample comes later than this, the
    recorder was stopped, and the person is taken to have stood still for the time [s].
    """

    most_w: float = 3000.0
    longest_s: float = 10.0


TAU_SKIBA2012 = TauSkiba2012()
#: Up to a day of seconds the form on arrays answers: it takes milliseconds, and loading Numba takes longer. Once Numba
#: is there because of a longer row, it answers every row.
FEW = 86_400
#: The form on arrays goes through a long row in blocks of so many samples, to need little memory.
_BLOCK = 65_536
#: Exponents within one sweep of the recursion stay below this, so that nothing overflows [1].
_REACH = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """What is left of W' through a ride, and how much of it was not known.

    ``balance_j`` : at the end of each sample [J]; NaN where the power is missing. The state is held there: nothing is
    spent and nothing comes back.
    ``missing_s`` : time without a reading [s]. ``paused_s`` : time the recorder was stopped, taken as rest [s].
    """

    balance_j: FloatArray
    missing_s: float
    paused_s: float


def w_balance(
    power_w: ArrayLike, t_s: ArrayLike, capacity: Capacity, law: RecoveryLaw, rule: SampleRule = SampleRule()
) -> Balance:
    """W' balance as a differential equation, exact for each sample.

    Parameters
    ----------
    power_w : array_like, shape (samples,)
        [W]. Each stands until the next; below 0 (a brake, or a sensor's offset) counts as 0.
    t_s : float or array_like, shape (samples,)
        The step between samples [s], or the time of each [s], never falling.
    capacity : Capacity
    law : RecoveryLaw
        One of ``recovery.LAWS``.
    rule : SampleRule

    Returns
    -------
    Balance

    Raises
    ------
    UserError
        ``impossible_value`` where a time is missing or falls; ``shapes_differ``.

    Examples
    --------
    Three minutes at 350 W, then three at 100 W, with CP 250 W and W' 20 kJ:

    >>> from unweary.physiology.energy.recovery import LAWS
    >>> ride = w_balance([350, 100], 180.0, Capacity(250, 20_000), LAWS["skiba2015"], SampleRule(longest_s=300))
    >>> ride.balance_j.round().tolist()
    [2000.0, 15334.0]
    """
    power, step_s, own, paused_s = _read(power_w, t_s, rule)
    left_j = np.empty(len(power))
    form = _form() if len(left_j) > FEW or _form.cache_info().currsize else balance_on_arrays
    pools = law.pools(capacity)
    missing_s = form(power, step_s, rule.most_w, capacity.critical_power_w, capacity.w_prime_j, pools, left_j)
    return _told(left_j, own, missing_s, paused_s)


def w_balance_skiba2012(
    power_w: ArrayLike,
    t_s: ArrayLike,
    capacity: Capacity,
    tau_s: float | None = None,
    rule: SampleRule = SampleRule(),
) -> Balance:
    """W' balance as the integral of 2012.

    Parameters
    ----------
    power_w, t_s, capacity, rule
        As for :func:`w_balance`.
    tau_s : float, optional
        Time constant [s]. Left out, it comes from the mean power below CP of the whole ride, as published, so the
        balance of a second depends on what comes after it; with no second below CP it is that of rest.

    Returns
    -------
    Balance

    Raises
    ------
    UserError
        As for :func:`w_balance`; ``impossible_value`` where ``tau_s`` is not above 0.

    Examples
    --------
    >>> ride = w_balance_skiba2012([350.0] * 180 + [100.0] * 180, 1.0, Capacity(250, 20_000))
    >>> ride.balance_j[[0, 179, 359]].round().tolist()
    [19900.0, 5224.0, 10205.0]
    """
    given, steps, own, paused_s = _read(power_w, t_s, rule)
    critical = capacity.critical_power_w
    power, known = _cleaned(given, rule.most_w)
    step_s = np.broadcast_to(steps, power.shape)
    if tau_s is None:
        weight_s = np.where(known & (power < critical), step_s, 0.0)
        below_for_s = weight_s.sum()
        mean_w = (power * weight_s).sum() / below_for_s if below_for_s > 0 else 0.0
        tau_s = TAU_SKIBA2012.scale_s * exp(-TAU_SKIBA2012.fall_per_w * (critical - mean_w)) + TAU_SKIBA2012.more_s
    if not tau_s > 0:
        raise UserError("impossible_value", f"tau_s is {tau_s}", "a number above 0")
    spent = np.where(known, np.maximum(power - critical, 0.0), 0.0) * step_s
    faded = _decayed(spent, np.where(known, step_s, 0.0) / tau_s, 0.0)
    now = spent.copy()
    now[1:] += faded[:-1]  # what is spent in a sample begins to fade after it
    left_j = np.where(known, capacity.w_prime_j - now, nan)
    return _told(left_j, own, float((~known * step_s).sum()), paused_s)


#: Power with the stops put in as rest [W], how long each stands [s], which were given (None for all), pauses [s].
_Samples = tuple[FloatArray, FloatArray, NDArray[np.bool_] | None, float]


def _told(balance_j: FloatArray, own: NDArray[np.bool_] | None, missing_s: float, paused_s: float) -> Balance:
    return Balance(balance_j if own is None else balance_j[own], missing_s, paused_s)


def _read(power_w: ArrayLike, t_s: ArrayLike, rule: SampleRule) -> _Samples:
    power, times = floats("power_w", power_w), floats("t_s", t_s)
    if power.ndim != 1 or (times.ndim and times.shape != power.shape):
        told = f"power_w and t_s have the shapes {power.shape} and {times.shape}"
        raise UserError("shapes_differ", told, "one row, and a time for each sample or one step")
    if times.ndim:
        return _with_stops(power, _steps(times), rule)
    if not 0 < times.item() <= rule.longest_s:
        raise UserError("impossible_value", f"t_s is {times}", f"a step above 0 and up to {rule.longest_s:g} s")
    return power, times[None], None, 0.0


def _cleaned(power_w: FloatArray, most_w: float) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Power with 0 where it is negative or no reading, and where it is a reading."""
    known = power_w <= most_w  # not where NaN
    return np.where(known, np.maximum(power_w, 0.0), 0.0), known


def _steps(t_s: FloatArray) -> FloatArray:
    """How long each sample stands; the last for as long as is usual. Some recorders tell two in one second."""
    steps = np.diff(t_s)
    wrong = ~(steps >= 0) | ~np.isfinite(steps)
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise UserError("impossible_value", f"t_s[{at + 1}] is {t_s[at + 1]} after {t_s[at]}", "times that do not fall")
    usual_s = float(np.median(steps)) if len(steps) else 1.0
    return np.append(steps, usual_s)[: len(t_s)]


def _with_stops(power_w: FloatArray, step_s: FloatArray, rule: SampleRule) -> _Samples:
    """A sample before a stop stands as long as is usual; a sample of 0 W is put in for the rest."""
    stops = np.flatnonzero(step_s > rule.longest_s)
    if not len(stops):
        return power_w, step_s, None, 0.0
    usual_s = min(float(np.median(step_s)), rule.longest_s)
    rest_s = step_s[stops] - usual_s
    short_s = step_s.copy()
    short_s[stops] = usual_s
    own = np.insert(np.ones(len(power_w), dtype=np.bool_), stops + 1, False)
    return np.insert(power_w, stops + 1, 0.0), np.insert(short_s, stops + 1, rest_s), own, float(rest_s.sum())


@cache
def _form() -> Callable[..., float]:
    """The loop compiled where Numba is installed, else the form on arrays."""
    try:
        from unweary.physiology.energy import compiled
    except ImportError:
        return balance_on_arrays
    return compiled.balance


def balance_on_arrays(
    power_w: FloatArray,
    step_s: FloatArray,
    most_w: float,
    critical_power_w: float,
    w_prime_j: float,
    pools: Pools,
    left_j: FloatArray,
) -> float:
    """Fills ``left_j``, the balance at the end of each sample [J]; tells for how long there was no reading [s].

    ``step_s`` : one step, or one for each sample.
    """
    state, missing_s = (0.0, 0.0, 0.0), 0.0
    for start in range(0, len(power_w), _BLOCK):
        block = slice(start, start + _BLOCK)
        power, known = _cleaned(power_w[block], most_w)
        seconds = np.broadcast_to(step_s if len(step_s) == 1 else step_s[block], power.shape)
        missing_j, state = _missing(np.where(known, power - critical_power_w, 0.0), seconds, pools, state)
        left_j[block] = np.where(known, w_prime_j - missing_j, nan)
        missing_s += float(seconds[~known].sum())
    return missing_s


def _missing(
    above_w: FloatArray, step_s: FloatArray, pools: Pools, state: tuple[float, float, float]
) -> tuple[FloatArray, tuple[float, float, float]]:
    """What is spent and not back at the end of each sample, and the state for the next block [J].

    The state: spent since the last recovery, and missing from the fast and from the slow pool. Between two samples that
    recover, the pools stand still, and what is spent waits to be shared out.
    """
    fresh, fast, slow = state
    spent = np.cumsum(np.maximum(above_w, 0.0) * step_s) + fresh
    recovers = above_w < 0
    at = np.flatnonzero(recovers)
    below_w, seconds = -above_w[at], step_s[at]
    shared = np.diff(spent[at], prepend=0.0)
    part = fast_share(below_w, pools)
    slows = _decayed((1 - part) * shared, slow_per_s(below_w, pools) * seconds, slow)
    fasts = _decayed(part * shared, seconds / pools.fast_s, fast) if part.any() else np.zeros(len(at))
    in_pools, out_of = np.append(fast + slow, fasts + slows), np.append(0.0, spent[at])
    before = np.cumsum(recovers)  # how many have recovered up to here
    if len(at):
        fast, slow = float(fasts[-1]), float(slows[-1])
    return spent - out_of[before] + in_pools[before], (float(spent[-1] - out_of[-1]), fast, slow)


def _decayed(added: FloatArray, exponent: FloatArray, start: float) -> FloatArray:
    """``s[i] = (s[i - 1] + added[i]) * exp(-exponent[i])`` from ``start``, without a loop over samples.

    With c the sum of exponents so far, ``s[i] exp(c[i])`` is a running sum. A sweep ends where c has grown by
    ``_REACH``.
    """
    after = np.cumsum(exponent)
    before = after - exponent
    out, first = np.empty(len(added)), 0
    while first < len(added):
        last = int(np.searchsorted(before, before[first] + _REACH, side="right"))
        sweep = slice(first, last)
        running = np.cumsum(added[sweep] * np.exp(before[sweep] - before[first])) + start
        out[sweep] = running * np.exp(before[first] - after[sweep])
        start, first = out[last - 1], last
    return out
