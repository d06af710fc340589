"""The rested pool and the constants of both papers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
    ``adaptation`` : share of the rate above ``adaptation_rate`` that the last unit loses in the end [1]; the others
    lose less, in proportion to their threshold. After Revill & Fuglevand 2011, J Neurophysiol 106:1467.
    ``adaptation_rate`` : the rate that adaptation would slow every unit to if it took all [impulses/s].
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
    """The steps of the calculation, those of the reference series. ``longest_s`` and ``most_targets`` are our own
    limits of memory and time.

    ``step_s`` : time from sample to sample [s]; the first sample stands at one step.
    ``steps_per_unit`` : the excitation is looked for in steps of 1 over this.
    ``longest_s`` : no longer hold is calculated [s]. ``most_targets`` : no more different ones in one call.
    """

    step_s: float = 0.1
    steps_per_unit: int = 100
    longest_s: float = 3600.0
    most_targets: int = 1000


POOL_FUGLEVAND1993 = Pool()
FATIGUE_POTVIN2017 = Fatigue()
GRID = Grid()
#: The rested pool at full drive brings a target of 1 exactly: rounding of sums must not decide whether it does.
LENIENT = 1 - 1e-12


class Units(NamedTuple):
    """The constants ready for use; a named tuple, because that is what Numba reads.

    One number for each unit, in the order in which they are called: ``threshold``, excitation at which it is called;
    ``force_au``, rested twitch force, 1 for the first; ``contraction_s``, rested contraction time [s]; ``rate_most``,
    highest firing rate [impulses/s]; ``loss_au_per_s``, force lost per second of fully fused force; ``adaptation``,
    share of the rate above ``adaptation_rate`` that is lost in the end.

    ``grown`` is the share of its adaptation that a unit has reached so many samples after the one that called it.
    ``full_step`` is the step of the excitation at which the last unit is at its highest rate, ``full_force_au`` the
    rested force there. The others as in :class:`Pool`, :class:`Fatigue` and :class:`Grid`.
    """

    threshold: FloatArray
    force_au: FloatArray
    contraction_s: FloatArray
    rate_most: FloatArray
    loss_au_per_s: FloatArray
    adaptation: FloatArray
    grown: FloatArray
    full_step: int
    full_force_au: float
    rate_least: float
    fused_from: float
    slowing: float
    adaptation_rate: float
    step_s: float
    steps_per_unit: int


@cache
def units() -> Units:
    """The rested pool of Fuglevand, Winter & Patla 1993, and how fast each unit tires.

    Examples
    --------
    >>> pool = units()
    >>> [round(float(pool.force_au[i]), 2) for i in (0, 59, 119)]
    [1.0, 9.81, 100.0]
    >>> [round(float(pool.contraction_s[i]), 3) for i in (0, 119)], pool.full_step
    ([0.09, 0.03], 6700)
    """
    pool, fatigue, grid = POOL_FUGLEVAND1993, FATIGUE_POTVIN2017, GRID
    place = np.arange(pool.units) / (pool.units - 1)
    threshold = np.exp(place * log(pool.threshold_range))
    rank = (threshold - 1) / (threshold[-1] - 1)
    force_au = np.exp(place * log(pool.force_range))
    contraction_s = pool.longest_twitch_ms / 1000 * force_au ** (-log(pool.time_range) / log(pool.force_range))
    rate_most = pool.rate_most_first - (pool.rate_most_first - pool.rate_most_last) * rank
    loss_per_s = np.exp(place * log(fatigue.loss_range)) * fatigue.loss_per_s / fatigue.loss_range
    samples = np.arange(round(grid.longest_s / grid.step_s))
    # A unit has not adapted at the sample that calls it; one later it counts as active for two steps, not one. The
    # reference series counts in this way.
    grown = np.where(samples > 0, 1 - np.exp(-(samples + 1) * grid.step_s / fatigue.adaptation_tau_s), 0.0)
    return Units(
        threshold=threshold,
        force_au=force_au,
        contraction_s=contraction_s,
        rate_most=rate_most,
        loss_au_per_s=loss_per_s * force_au,
        adaptation=fatigue.adaptation * rank,
        grown=grown,
        full_step=round((threshold[-1] + rate_most[-1] - pool.rate_least) * grid.steps_per_unit),
        full_force_au=float((fused_share(contraction_s * rate_most) * force_au).sum()),
        rate_least=pool.rate_least,
        fused_from=pool.fused_from,
        slowing=fatigue.slowing,
        adaptation_rate=fatigue.adaptation_rate,
        step_s=grid.step_s,
        steps_per_unit=grid.steps_per_unit,
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
    pool = units()
    called = excitation >= pool.threshold
    return np.where(called, np.minimum(pool.rate_least + excitation - pool.threshold, pool.rate_most), 0.0)
