"""A muscle as 120 motor units: how they share a force, and how each of them tires while the force is held.

A motor unit is one nerve cell with the muscle fibres that it drives. Small units are weak, hardly tire and are called
first; large ones are strong, tire within a minute and come last (Fuglevand, Winter & Patla 1993, J Neurophysiol
70:2470). In a long hold each unit loses force, its twitch grows longer, and its nerve cell fires more slowly the longer
it has been active, so more drive is needed for the same force, until full drive is not enough: the endurance time
(Potvin & Fuglevand 2017, PLoS Comput Biol 13:e1005581).

Where it stops being true: one muscle, held still, of a rested and healthy person. Nothing recovers: no force comes
back, and the firing rate of a unit that was once called goes on falling, so a pause does not help. The brain never
drives less than is asked of it. Beside the endurance curve of Frey-Law & Avin 2010 the times are within 20 % from 20 to
60 % of the maximal force, and too short outside: by 36 % at 10 % and at 70 %, by 76 % at 90 %. A model to understand
with, not to judge a day by.

Written from the equations of the two papers alone. Two forms that agree to rounding: ``arrays``, all units at once
(NumPy, the reference), and ``compiled``, a loop over them that answers where Numba is installed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.motor_units import arrays
from unweary.physiology.motor_units.pool import GRID, FloatArray, Units, units
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import within

__all__ = ["Course", "endurance_time_s", "simulate", "units"]


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A hold, sample by sample.

    ``t_s`` : time [s]. ``target_mvc`` : asked for [share of maximal force].
    ``excitation_pct`` : drive [% of full drive]. ``force_pct`` : force [% of rested maximum].
    ``strength_pct`` : force of all units at their highest rates, each less what it has adapted at this drive [% of
    rested maximum]; ``strength_unadapted_pct`` : the same at rested rates and contraction times.
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


def simulate(target_mvc: ArrayLike, until_failure: bool = False) -> Course:
    """Hold a force, one target for each tenth of a second; with ``until_failure`` only up to the sample that fails.

    Parameters
    ----------
    target_mvc : array_like, shape (samples,)
        Share of the rested maximal force, 0 to 1, at 0.1 s, 0.2 s and so on; at most an hour.

    Returns
    -------
    Course
        With no samples where ``target_mvc`` is empty.

    Raises
    ------
    UserError
        ``impossible_value`` where a target is missing or not a share, ``too_long`` beyond an hour.

    Examples
    --------
    >>> hold = simulate([0.8] * 200)
    >>> round(hold.endurance_s, 1), hold.strength_pct[[0, 147]].round(3).tolist()
    (14.8, [100.0, 79.958])
    """
    target = np.atleast_1d(within("target_mvc", target_mvc, 0, 1))
    if target.ndim != 1 or len(target) > GRID.longest_s / GRID.step_s:
        raise UserError(
            "too_long", f"target_mvc has the shape {target.shape}", f"one row of at most {GRID.longest_s:.0f} s"
        )
    pool, samples = units(), len(target)
    sums, each = np.empty((samples, 4)), np.empty((samples, 3, len(pool.threshold)))
    failed = _hold()(target, sums, each, until_failure, pool)
    if until_failure and failed >= 0:
        samples = failed + 1
        target, sums, each = target[:samples], sums[:samples], each[:samples]
    return Course(
        t_s=np.arange(1.0, samples + 1) * GRID.step_s,
        target_mvc=target,
        excitation_pct=sums[:, 0] / pool.full_step * pool.steps_per_unit * 100,
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
        NaN where it is more than an hour: so weak a pull fails only because nothing recovers in this model.

    Raises
    ------
    UserError
        ``impossible_value`` where a target is missing or not a share; ``too_long`` above 1000 different targets.

    Examples
    --------
    >>> endurance_time_s([0.5, 0.8, 0.95]).round(1).tolist()
    [95.5, 14.8, 3.1]
    """
    target = within("target_mvc", target_mvc, 0, 1)
    samples = round(GRID.longest_s / GRID.step_s)
    no_sums, no_units = np.empty((0, 4)), np.empty((0, 3, 0))
    shares, place = np.unique(target, return_inverse=True)
    if len(shares) > GRID.most_targets:
        raise UserError("too_long", f"there are {len(shares)} targets", f"at most {GRID.most_targets} different ones")
    seconds = np.full(len(shares), nan)
    for at in range(len(shares) - 1, -1, -1):
        failed = _hold()(np.full(samples, shares[at]), no_sums, no_units, True, units())
        if failed < 0:
            break  # nor does any weaker pull fail
        seconds[at] = (failed + 1) * GRID.step_s
    return seconds[place].reshape(target.shape)


@cache
def _hold() -> Callable[[FloatArray, FloatArray, FloatArray, bool, Units], int]:
    """The compiled form where Numba is installed, else the one on arrays."""
    try:
        from unweary.physiology.motor_units import compiled
    except ImportError:
        return arrays.hold
    return compiled.hold
