"""A muscle as 120 motor units: how they share a force, and how each of them tires while the force is held.

A motor unit is one nerve cell with the muscle fibres that it drives. Small units are weak, hardly tire and are called
first; large ones are strong, tire within a minute and come last (Fuglevand, Winter & Patla 1993, J Neurophysiol
70:2470). In a long hold each unit loses force, its twitch grows longer, and its nerve cell fires more slowly the longer
it has been active, so more drive is needed for the same force, until full drive is not enough: the endurance time
(Potvin & Fuglevand 2017, PLoS Comput Biol 13:e1005581).

Where it stops being true: one muscle, held still, of a rested and healthy person. Nothing recovers, neither force nor
firing rate, so pauses count as holding at zero and change nothing. The brain never drives less than is asked of it. Set
beside the endurance curve of Frey-Law & Avin 2010 the times are within about 20 % from 20 to 60 % of the maximal force,
and too short outside: by 36 % at 10 % and at 70 %, by 76 % at 90 %. A model to understand with, not to judge a day by.

Written from the equations of the two papers alone. Two forms: arrays over the units (NumPy, the reference), and a loop
over them that Numba compiles where it is installed. They agree to rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import exp, log, nan
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pool:
    """The rested pool. Excitation is counted in units of the first unit's recruitment threshold.

    ``units`` : how many motor units, in the order in which they are called.
    ``threshold_range``, ``force_range`` : threshold and twitch force of the last unit over those of the first [1].
    ``time_range``, ``longest_twitch_ms`` : contraction time of the first unit over that of the last [1], and of the
    first [ms].
    ``rate_least``, ``rate_most_first``, ``rate_most_last`` : firing rate at the threshold, and the highest one of the
    first and of the last unit [impulses/s]. Above its threshold each unit gains 1 impulse/s per unit of excitation.
    ``fused_from`` : up to this rate times contraction time the force grows in proportion [1].
    ``source`` : Where the values stand.
    """

    units: int = 120
    threshold_range: float = 50.0
    force_range: float = 100.0
    time_range: float = 3.0
    longest_twitch_ms: float = 90.0
    rate_least: float = 8.0
    rate_most_first: float = 35.0
    rate_most_last: float = 25.0
    fused_from: float = 0.4
    source: str = (
        "Equations: Fuglevand, Winter & Patla 1993, J Neurophysiol 70:2470, Methods. Values: Potvin & Fuglevand 2017, "
        "PLoS Comput Biol 13:e1005581, Methods"
    )


@dataclass(frozen=True, slots=True)
class Fatigue:
    """How units tire.

    ``loss_per_s`` : share of its rested force that the last unit loses in each second of fully fused force [1/s].
    ``loss_range`` : that of the last unit over that of the first [1].
    ``slowing`` : share by which the contraction time has grown when all force is lost [1].
    ``adaptation`` : share of the rate above ``adaptation_rate`` that the last unit loses in the end [1]; the others lose
    less, in proportion to their threshold. After Revill & Fuglevand 2011.
    ``adaptation_rate`` : [impulses/s].
    ``adaptation_tau_s`` : time constant of that loss [s].
    ``source`` : Where the values stand.
    """

    loss_per_s: float = 0.0225
    loss_range: float = 180.0
    slowing: float = 0.379
    adaptation: float = 0.67
    adaptation_rate: float = 6.0
    adaptation_tau_s: float = 22.0
    source: str = "Potvin & Fuglevand 2017, PLoS Comput Biol 13:e1005581, Methods"


@dataclass(frozen=True, slots=True)
class Grid:
    """The steps of the calculation, those of the reference series. ``longest_s`` is our own limit of memory.

    ``step_s`` : time from sample to sample [s]; the first sample stands at one step.
    ``steps_per_unit`` : the excitation is looked for in steps of 1 over this.
    ``longest_s`` : no longer hold is calculated [s].
    """

    step_s: float = 0.1
    steps_per_unit: int = 100
    longest_s: float = 7200.0


POOL_FUGLEVAND1993 = Pool()
FATIGUE_POTVIN2017 = Fatigue()
GRID = Grid()


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """What does not change: one number for each unit, in the order in which they are called.

    ``threshold`` : excitation at which it is called. ``force_au`` : rested twitch force, 1 for the first.
    ``contraction_s`` : rested contraction time [s]. ``rate_most`` : highest firing rate [impulses/s].
    ``loss_au_per_s`` : force lost per second of fully fused force. ``adaptation`` : share of the rate above
    ``adaptation_rate`` that is lost in the end. ``full_excitation`` : excitation at which the last unit is at its
    highest rate; ``full_force_au`` : rested force there.
    """

    threshold: FloatArray
    force_au: FloatArray
    contraction_s: FloatArray
    rate_most: FloatArray
    loss_au_per_s: FloatArray
    adaptation: FloatArray
    full_excitation: float
    full_force_au: float


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A hold, sample by sample.

    ``t_s`` : time [s]. ``target_mvc`` : asked for [share of maximal force].
    ``excitation_pct`` : drive [% of full drive]. ``force_pct`` : force [% of rested maximum].
    ``strength_pct`` : force of all units at their highest rates, each less what it has adapted at this drive [% of rested
    maximum]; ``strength_unadapted_pct`` : of what the units have left, at rested rates and contraction times.
    ``rate_imp_s``, ``unit_force_au``, ``capacity_pct`` : firing rate [impulses/s], force [rested twitch of the first
    unit = 1] and what is left of the twitch force [%] of each unit, shape (samples, 120).
    ``endurance_s`` : the first sample at which full drive does not bring the force [s]; NaN where it always does.
    """

    t_s: FloatArray
    target_mvc: FloatArray
    excitation_pct: FloatArray
    force_pct: FloatArray
    strength_pct: FloatArray
    strength_unadapted_pct: FloatArray
    rate_imp_s: FloatArray
    unit_force_au: FloatArray
    capacity_pct: FloatArray
    endurance_s: float


@cache
def units() -> Units:
    """The rested pool of Fuglevand, Winter & Patla 1993, and how fast each unit tires.

    Examples
    --------
    >>> pool = units()
    >>> [round(float(pool.force_au[i]), 2) for i in (0, 59, 119)]
    [1.0, 9.81, 100.0]
    >>> [round(float(pool.contraction_s[i]), 3) for i in (0, 119)], round(pool.full_excitation, 6)
    ([0.09, 0.03], 67.0)
    """
    pool, fatigue = POOL_FUGLEVAND1993, FATIGUE_POTVIN2017
    place = np.arange(pool.units) / (pool.units - 1)
    threshold = np.exp(place * log(pool.threshold_range))
    rank = (threshold - 1) / (threshold[-1] - 1)
    force_au = np.exp(place * log(pool.force_range))
    contraction_s = pool.longest_twitch_ms / 1000 * force_au ** (-log(pool.time_range) / log(pool.force_range))
    rate_most = pool.rate_most_first - (pool.rate_most_first - pool.rate_most_last) * rank
    share_per_s = np.exp(place * log(fatigue.loss_range)) * fatigue.loss_per_s / fatigue.loss_range
    return Units(
        threshold=threshold,
        force_au=force_au,
        contraction_s=contraction_s,
        rate_most=rate_most,
        loss_au_per_s=share_per_s * force_au,
        adaptation=fatigue.adaptation * rank,
        full_excitation=float(threshold[-1] + rate_most[-1] - pool.rate_least),
        full_force_au=float((fused_share(contraction_s * rate_most) * force_au).sum()),
    )


def fused_share(rate_times_contraction: ArrayLike) -> FloatArray:
    """How far single twitches melt into a steady pull: share of the unit's greatest force.

    Parameters
    ----------
    rate_times_contraction : array_like
        Firing rate [impulses/s] times contraction time [s].

    Examples
    --------
    >>> fused_share([0.0, 0.4, 1.0]).round(4).tolist()
    [0.0, 0.1201, 0.8647]
    """
    x, knee = np.asarray(rate_times_contraction, dtype=np.float64), POOL_FUGLEVAND1993.fused_from
    return np.where(x <= knee, x / knee * (1 - exp(-2 * knee**3)), 1 - np.exp(-2 * x**3))


def rate_imp_s(excitation: float) -> FloatArray:
    """Firing rate of each unit before it adapts [impulses/s]; 0 where it is not called.

    Examples
    --------
    >>> rate_imp_s(20.0)[[0, 60, 119]].round(2).tolist()
    [27.0, 20.81, 0.0]
    """
    pool, least = units(), POOL_FUGLEVAND1993.rate_least
    called = excitation >= pool.threshold
    return np.where(called, np.minimum(least + excitation - pool.threshold, pool.rate_most), 0.0)


def simulate(target_mvc: ArrayLike) -> Course:
    """Hold a force, one target for each tenth of a second.

    Parameters
    ----------
    target_mvc : array_like, shape (samples,)
        Share of the rested maximal force, 0 to 1, at 0.1 s, 0.2 s and so on; at most two hours.

    Returns
    -------
    Course
        With no samples where ``target_mvc`` is empty.

    Raises
    ------
    UserError
        ``impossible_value`` where a target is missing or not a share, ``too_long`` beyond two hours.

    Examples
    --------
    >>> hold = simulate([0.8] * 200)
    >>> round(hold.endurance_s, 1), hold.strength_pct[[0, 147]].round(3).tolist()
    (14.8, [100.0, 79.958])
    """
    target = _shares("target_mvc", np.atleast_1d(np.asarray(target_mvc)))
    if target.ndim != 1 or len(target) > GRID.longest_s / GRID.step_s:
        raise UserError(
            "too_long", f"target_mvc has the shape {target.shape}", f"one row of at most {GRID.longest_s:.0f} s"
        )
    samples, count = len(target), POOL_FUGLEVAND1993.units
    sums, each = np.empty((samples, 4)), np.empty((samples, 3, count))
    failed = _steps()(target, sums, each, False, *_arguments())
    pool = units()
    return Course(
        t_s=np.arange(1, samples + 1) * GRID.step_s,
        target_mvc=target,
        excitation_pct=sums[:, 0] / pool.full_excitation * 100,
        force_pct=sums[:, 1] / pool.full_force_au * 100,
        strength_pct=sums[:, 2] / pool.full_force_au * 100,
        strength_unadapted_pct=sums[:, 3] / pool.full_force_au * 100,
        rate_imp_s=each[:, 0],
        unit_force_au=each[:, 1],
        capacity_pct=each[:, 2] / pool.force_au * 100,
        endurance_s=nan if failed < 0 else (failed + 1) * GRID.step_s,
    )


def endurance_time_s(target_mvc: ArrayLike) -> FloatArray:
    """How long each force can be held [s], to the next tenth of a second.

    Parameters
    ----------
    target_mvc : array_like
        Share of the rested maximal force, 0 to 1.

    Returns
    -------
    ndarray, the same shape
        NaN where it is more than two hours: so weak a pull fails only because nothing recovers in this model.

    Raises
    ------
    UserError
        ``impossible_value`` where a target is missing or not a share.

    Examples
    --------
    >>> endurance_time_s([0.5, 0.8, 0.95]).round(1).tolist()
    [95.5, 14.8, 3.1]
    """
    target = _shares("target_mvc", target_mvc)
    samples = round(GRID.longest_s / GRID.step_s)
    nothing = np.empty((0, 3, POOL_FUGLEVAND1993.units))
    seconds = np.full(target.shape, nan)
    for place, share in np.ndenumerate(target):
        failed = _steps()(np.full(samples, share), np.empty((0, 4)), nothing, True, *_arguments())
        if failed >= 0:
            seconds[place] = (failed + 1) * GRID.step_s
    return seconds


def _shares(name: str, values: ArrayLike) -> FloatArray:
    """As floats; refuses what is not a share, and says which."""
    try:
        given = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise UserError("impossible_value", f"{name} is not made of numbers", "numbers from 0 to 1") from None
    wrong = ~((given >= 0) & (given <= 1))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f"{name}{list(at)}" if at else name
        raise UserError("impossible_value", f"{where} is {given[at]}", "numbers from 0 to 1")
    return given


_Steps = Callable[..., int]


@cache
def _arguments() -> tuple[tuple[FloatArray, ...], tuple[float, ...]]:
    """What the compiled form needs beside the targets: plain arrays and numbers, because Numba knows no dataclasses."""
    pool, fatigue = units(), FATIGUE_POTVIN2017
    arrays = (
        *(pool.threshold, pool.force_au, pool.contraction_s, pool.rate_most, pool.loss_au_per_s, pool.adaptation),
        _grown(np.arange(round(GRID.longest_s / GRID.step_s))),
    )
    numbers = (
        *(pool.full_excitation, pool.full_force_au, POOL_FUGLEVAND1993.rate_least, POOL_FUGLEVAND1993.fused_from),
        *(fatigue.slowing, fatigue.adaptation_rate, GRID.step_s, float(GRID.steps_per_unit)),
    )
    return arrays, numbers


def _grown(samples_active: NDArray[np.int64]) -> FloatArray:
    """Share of its adaptation that a unit has reached, so many samples after the one at which it was called.

    None at that sample; one later it counts as active for two steps. The reference series counts in this way.
    """
    active_s = (samples_active + 1) * GRID.step_s
    return np.where(samples_active > 0, 1 - np.exp(-active_s / FATIGUE_POTVIN2017.adaptation_tau_s), 0.0)


@cache
def _steps() -> _Steps:
    """The loop compiled where Numba is installed, else the form on arrays (see docs/benchmarks.md for what that costs)."""
    try:
        from numba import njit
    except ImportError:
        return _steps_on_arrays
    return cast(_Steps, njit(cache=True, nogil=True)(_steps_in_loops))


def _steps_on_arrays(target: FloatArray, sums: FloatArray, each: FloatArray, until_failure: bool, *_: object) -> int:
    """The reference: the equations as they stand, all units at once.

    Fills ``sums`` (excitation, force, strength, strength without adaptation) and ``each`` (rate, force and capacity of
    each unit) where they have rows. Returns the first sample that fails, -1 for none.
    """
    pool, fatigue = units(), FATIGUE_POTVIN2017
    full = round(pool.full_excitation * GRID.steps_per_unit)
    capacity, first, failed = pool.force_au.copy(), np.full(len(pool.threshold), -1), -1
    for sample, share in enumerate(target):
        adapted = pool.adaptation * _grown(np.where(first >= 0, sample - first, 0))
        twitch_s = pool.contraction_s * (1 + fatigue.slowing * (1 - capacity / pool.force_au))

        def rates(excitation: float, adapted: FloatArray = adapted) -> tuple[FloatArray, FloatArray]:
            rested = rate_imp_s(excitation)
            lost = np.maximum(adapted * (rested - fatigue.adaptation_rate), 0)
            return rested - lost, lost

        needed, low, high = share * pool.full_force_au, -1, full
        while high - low > 1:  # more drive never brings less force: halving finds the least that is enough
            middle = (low + high) // 2
            enough = fused_share(twitch_s * rates(middle / GRID.steps_per_unit)[0]) @ capacity >= needed
            low, high = (low, middle) if enough else (middle, high)
        rate, lost = rates(high / GRID.steps_per_unit)
        fused = fused_share(twitch_s * rate)
        if failed < 0 and high == full and fused @ capacity < needed:
            failed = sample
        if len(sums):
            strength = fused_share(twitch_s * (pool.rate_most - lost)) @ capacity
            unadapted = fused_share(pool.contraction_s * pool.rate_most) @ capacity
            sums[sample] = high / GRID.steps_per_unit, fused @ capacity, strength, unadapted
        if len(each):
            each[sample] = rate, fused * capacity, capacity
        if until_failure and failed >= 0:
            break
        first = np.where((first < 0) & (rate > 0), sample, first)
        if sample > 0:  # the reference series keeps the first sample free of fatigue
            capacity = np.maximum(capacity - pool.loss_au_per_s * fused * GRID.step_s, 0)
    return failed


def _steps_in_loops(
    target: FloatArray,
    sums: FloatArray,
    each: FloatArray,
    until_failure: bool,
    arrays: tuple[FloatArray, ...],
    numbers: tuple[float, ...],
) -> int:
    """The same, unit by unit, in the part of Python that Numba compiles.

    Units at their highest rate are worked out once for each sample. Only the stretch of units between threshold and
    highest rate is worked out again for each drive that is tried.
    """
    threshold, force_au, contraction_s, rate_most, loss_au_per_s, adaptation, grown = arrays
    full_excitation, full_force_au, rate_least, fused_from, slowing, adaptation_rate, step_s, steps_per_unit = numbers
    count, full = len(threshold), round(full_excitation * steps_per_unit)
    slope = (1 - exp(-2 * fused_from**3)) / fused_from
    capacity, first, failed = force_au.copy(), np.full(count, -1), -1
    work = np.zeros((5, count))
    adapted, twitch_s, rate, fused, rested = work[0], work[1], work[2], work[3], work[4]
    at_most = np.zeros(count + 1)

    def share(x: float) -> float:
        return x * slope if x <= fused_from else 1 - exp(-2 * x**3)

    for i in range(count):
        rested[i] = share(contraction_s[i] * rate_most[i])
    for sample in range(len(target)):
        for i in range(count):
            adapted[i] = adaptation[i] * grown[sample - first[i]] if first[i] >= 0 else 0.0
            twitch_s[i] = contraction_s[i] * (1 + slowing * (1 - capacity[i] / force_au[i]))
            rate[i] = rate_most[i] - adapted[i] * (rate_most[i] - adaptation_rate)
            fused[i] = share(twitch_s[i] * rate[i])
            at_most[i + 1] = at_most[i] + fused[i] * capacity[i]
        needed, low, high = target[sample] * full_force_au, -1, full
        while high - low > 1:
            middle = (low + high) // 2
            above, i = middle / steps_per_unit + rate_least, 0
            while i < count and above - threshold[i] >= rate_most[i]:
                i += 1
            force = at_most[i]
            while i < count and above - threshold[i] >= rate_least:
                raw = above - threshold[i]
                force += share(twitch_s[i] * (raw - adapted[i] * (raw - adaptation_rate))) * capacity[i]
                i += 1
            low, high = (low, middle) if force >= needed else (middle, high)
        excitation, force, strength, unadapted = high / steps_per_unit, 0.0, 0.0, 0.0
        for i in range(count):
            raw, lost, most = min(rate_least + excitation - threshold[i], rate_most[i]), 0.0, fused[i]
            if excitation < threshold[i]:
                rate[i], fused[i], most = 0.0, 0.0, share(twitch_s[i] * rate_most[i])
            elif raw < rate_most[i]:
                lost = adapted[i] * (raw - adaptation_rate)
                rate[i] = raw - lost
                fused[i], most = share(twitch_s[i] * rate[i]), share(twitch_s[i] * (rate_most[i] - lost))
            force += fused[i] * capacity[i]
            strength += most * capacity[i]
            unadapted += rested[i] * capacity[i]
        if failed < 0 and high == full and force < needed:
            failed = sample
        if len(sums):
            sums[sample, 0], sums[sample, 1], sums[sample, 2], sums[sample, 3] = excitation, force, strength, unadapted
        if len(each):
            each[sample, 0], each[sample, 1], each[sample, 2] = rate, fused * capacity, capacity
        if until_failure and failed >= 0:
            break
        for i in range(count):
            if first[i] < 0 and rate[i] > 0:
                first[i] = sample
            if sample > 0:
                capacity[i] = max(capacity[i] - loss_au_per_s[i] * fused[i] * step_s, 0.0)
    return failed
