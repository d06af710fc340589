"""Load of strength training by muscle group, two ways that do not agree: what was lifted, and sets that were hard."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.samples import FloatArray
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats, row, together


@dataclass(frozen=True, slots=True)
class HardSets:
    """What a hard set is and for which muscles it counts. Knowledge, passed in.

    ``most_in_reserve`` : hard with so many repetitions left in reserve or fewer [repetitions].
    ``main_from`` : a group with at least this part of the exercise's greatest share is a main one and counts one [1].
    ``other_from`` : any other with at least this share [1] counts ``other_weight`` [sets].
    """

    most_in_reserve: float
    main_from: float
    other_from: float
    other_weight: float


def in_reserve(rpe_cr10: ArrayLike) -> FloatArray:
    """Repetitions left in reserve, from a rating of the set: 10 less the rating.

    Zourdos et al. 2016, J Strength Cond Res 30:267 (rating of exertion of a set by repetitions in reserve).

    Examples
    --------
    >>> in_reserve([10, 8.5, float("nan")]).tolist()
    [0.0, 1.5, nan]
    """
    return 10.0 - floats("rpe_cr10", rpe_cr10)


def volume_kg(reps: ArrayLike, load_kg: ArrayLike, shares: ArrayLike, multiplier: ArrayLike = 1.0) -> FloatArray:
    """Repetitions times weight times share, summed over the sets, by muscle group [kg].

    Parameters
    ----------
    reps, load_kg : array_like, shape (sets,)
        Weight moved, with the part of the body that moves; a set with a missing number counts nothing.
    shares : array_like, shape (sets, groups)
        How each set's exercise spreads over the muscle groups. A prior, not a measurement.
    multiplier : array_like, shape (sets,)
        Above 1 for sets in which a muscle brakes a load at length. A prior too.

    Returns
    -------
    ndarray, shape (groups,)

    Examples
    --------
    >>> volume_kg([10, 5], [100, 40], [[0.6, 0.4], [1.0, 0.0]], [1.0, 1.5]).tolist()
    [900.0, 400.0]
    """
    done, load, counts = together(
        reps=row("reps", reps), load_kg=floats("load_kg", load_kg), multiplier=floats("multiplier", multiplier)
    )
    lifted = done * load * counts
    amounts: FloatArray = np.where(np.isfinite(lifted), lifted, 0.0) @ _by_group(shares, len(lifted))
    return amounts


def hard_sets(reps_in_reserve: ArrayLike, shares: ArrayLike, rule: HardSets) -> FloatArray:
    """Sets near the limit, by muscle group: one for a main muscle of the exercise, a part for the others [sets].

    Parameters
    ----------
    reps_in_reserve : array_like, shape (sets,)
        NaN where nobody said: such a set is not counted, so no rating at all gives NaN.
    shares : array_like, shape (sets, groups)
    rule : HardSets

    Returns
    -------
    ndarray, shape (groups,)

    Examples
    --------
    >>> rule = HardSets(most_in_reserve=4, main_from=0.5, other_from=0.1, other_weight=0.5)
    >>> hard_sets([1, 6], [[0.6, 0.35, 0.05], [0.6, 0.35, 0.05]], rule).tolist()
    [1.0, 1.0, 0.0]
    >>> hard_sets([0], [[0.8, 0.2]], rule).tolist()
    [1.0, 0.5]
    """
    left = row("reps_in_reserve", reps_in_reserve)
    spread_over = _by_group(shares, len(left))
    if not np.isfinite(left).any():
        return np.full(spread_over.shape[-1], nan)
    hard = spread_over[left <= rule.most_in_reserve]
    main = (hard > 0) & (hard >= rule.main_from * hard.max(axis=1, keepdims=True, initial=0.0))
    other = ~main & (hard >= rule.other_from)
    counted: FloatArray = (main + rule.other_weight * other).sum(axis=0)
    return counted


def _by_group(shares: ArrayLike, sets: int) -> FloatArray:
    given = floats("shares", shares)
    if given.ndim != 2 or len(given) != sets:
        raise UserError("shapes_differ", f"shares has the shape {given.shape}", f"one row for each of {sets} sets")
    return given
