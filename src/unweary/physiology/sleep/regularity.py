"""The Sleep Regularity Index: how often somebody is in the same state, asleep or awake, as 24 hours before.

``SRI = -100 + 200 * (share of moments in the same state 24 h later)``. Phillips et al. 2017, Sci Rep 7:3216. Gaps are
left out as in Windred et al. 2021 (R package sleepreg): a moment counts where it and the one a day later are known.
100 is the same hours every day, 0 is chance, -100 is asleep at exactly the hours at which one was awake.

The trap: the number depends on how sleep was told from wakefulness. In the same people of the UK Biobank one scoring
gave a median of 81 (Windred et al. 2024) and another 60 (Cribb et al. 2023). Compare values of one algorithm only, and
never a value from here with a table made from other devices. Naps and wakeful hours at night count where the data have
them; a list of nights from falling asleep to waking has none, and comes out more regular.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats, within

#: Epochs from the first to the last sleep of one list, at most; 95 years of minutes. Own limit, against a wrong clock.
MOST_EPOCHS = 50_000_000
#: Epochs looked at in one go, so that thousands of people do not need gigabytes.
_AT_ONCE = 4_000_000
_STATES = "0, 1, or NaN where it is not known"


def sleep_regularity_index(asleep: ArrayLike, epochs_per_day: int, least_days: float) -> FloatArray:
    """The index of each row [-100 to 100].

    Parameters
    ----------
    asleep : array_like, shape (..., epochs)
        Evenly spaced states in order: true or 1 asleep, 0 awake, NaN not known.
    epochs_per_day : int
        1440 for minutes, 2880 for epochs of 30 s.
    least_days : float
        So many days' worth of moments must be known together with the same moment a day later; with fewer there is no
        value. How many are enough is for the caller to say.

    Returns
    -------
    ndarray, without the last axis
        NaN where too little is known.

    Raises
    ------
    UserError
        ``impossible_value`` where a state is not 0, 1 or NaN, or a count makes no sense.

    Examples
    --------
    Nights from 23 to 7, the same every day; then every other night an hour later:

    >>> hours = np.arange(24 * 8)
    >>> same = (hours % 24 >= 23) | (hours % 24 < 7)
    >>> later = np.where(hours // 24 % 2 == 1, np.roll(same, 1), same)
    >>> float(sleep_regularity_index(same, 24, 5)), round(float(sleep_regularity_index(later, 24, 5)), 2)
    (100.0, 83.33)

    Three days are not enough where five are asked for:

    >>> float(sleep_regularity_index(same[:72], 24, 5))
    nan
    """
    per_day, least = _whole(epochs_per_day), float(within("least_days", least_days, 0, MOST_EPOCHS))
    states = _states(asleep)
    rows = states.reshape(prod(states.shape[:-1]), states.shape[-1])
    index = np.full(len(rows), np.nan)
    if states.shape[-1] <= per_day:
        return index.reshape(states.shape[:-1])
    step = max(1, _AT_ONCE // states.shape[-1])
    for first in range(0, len(rows), step):
        part = rows[first : first + step]
        before, after = part[:, :-per_day], part[:, per_day:]
        compared: NDArray[np.int64] | int = after.shape[-1]
        if part.dtype != np.bool_:
            compared = np.count_nonzero(~(np.isnan(before) | np.isnan(after)), axis=-1)
        # NaN equals nothing, so what is not known is never counted as the same.
        same = np.count_nonzero(before == after, axis=-1)
        enough = np.broadcast_to(np.asarray(compared) >= max(least * per_day, 1), same.shape)
        share = np.divide(same, compared, out=np.full(same.shape, np.nan), where=enough)
        index[first : first + step] = -100 + 200 * share
    return index.reshape(states.shape[:-1])


def asleep_epochs(fell_asleep_h: ArrayLike, woke_h: ArrayLike, epochs_per_day: int = 1440) -> FloatArray:
    """A list of sleeps as evenly spaced states, from noon to noon.

    Parameters
    ----------
    fell_asleep_h, woke_h : array_like, shape (sleeps,)
        Hours of the local clock after midnight of any first day; 31 is seven in the morning of the second. In any
        order; naps are sleeps; sleeps that overlap, as two devices tell them, count once.
    epochs_per_day : int

    Returns
    -------
    ndarray, shape (days * epochs_per_day,)
        1 asleep, 0 awake. A day, noon to noon, without any sleep is NaN: far more often the watch lay in a drawer than
        nobody slept, so a true night without sleep is lost. An epoch is asleep where its middle is.

    Raises
    ------
    UserError
        ``impossible_value`` where an hour is missing, a sleep does not end after it begins or lasts longer than a day;
        ``shapes_differ``.

    Examples
    --------
    Two nights from 23 to 7 with a nap after the second, and one night that was not recorded in between:

    >>> states = asleep_epochs([23, 71, 86], [31, 79, 87], 24)
    >>> len(states), float(np.nansum(states)), int(np.isnan(states).sum())
    (96, 17.0, 24)
    """
    per_day = _whole(epochs_per_day)
    starts, ends = (
        within(name, hours, -1e7, 1e7) for name, hours in (("fell_asleep_h", fell_asleep_h), ("woke_h", woke_h))
    )
    if starts.shape != ends.shape or starts.ndim != 1:
        told = f"fell_asleep_h and woke_h have the shapes {starts.shape} and {ends.shape}"
        raise UserError("shapes_differ", told, "two rows of the same length")
    lasting = ends - starts
    wrong = np.flatnonzero(~((lasting > 0) & (lasting <= 24)))
    if wrong.size:
        told = f"woke_h[{wrong[0]}] is {ends[wrong[0]]}, after falling asleep at {starts[wrong[0]]}"
        raise UserError("impossible_value", told, "a waking later than falling asleep, by at most 24 hours")
    if not starts.size:
        return np.empty(0)
    first, last = np.floor((starts.min() - 12) / 24), np.ceil((ends.max() - 12) / 24)
    epochs = int(last - first) * per_day
    if epochs > MOST_EPOCHS:
        told = f"the sleeps lie {last - first:.0f} days of {per_day} epochs apart"
        raise UserError("impossible_value", told, f"up to {MOST_EPOCHS} epochs")
    # Watches write half minutes, so many sleeps begin right at the middle of an epoch: rounded, or hairs would decide.
    begun, ended = (
        np.ceil(np.round((hours - 12 - first * 24) * (per_day / 24), 6) - 0.5).astype(int) for hours in (starts, ends)
    )
    # More sleeps begun than ended: somebody sleeps. This holds for overlaps too.
    going_on = np.cumsum(np.bincount(begun, minlength=epochs + 1) - np.bincount(ended, minlength=epochs + 1))
    days: FloatArray = (going_on[:epochs] > 0).astype(np.float64).reshape(-1, per_day)
    days[~days.any(axis=1)] = np.nan
    return np.ravel(days)


def _whole(epochs_per_day: int) -> int:
    if not (isinstance(epochs_per_day, (int, np.integer)) and 1 <= epochs_per_day <= 86_400_000):
        accepted = "a whole number from 1 to 86400000, 1440 for minutes"
        raise UserError("impossible_value", f"epochs_per_day is {epochs_per_day!r}", accepted)
    return int(epochs_per_day)


def _states(asleep: ArrayLike) -> NDArray[np.bool_] | FloatArray:
    # Small numbers stay small: what is known throughout needs a byte for each moment, not eight.
    small = isinstance(asleep, np.ndarray) and asleep.dtype.kind in "bui"
    states = np.atleast_1d(asleep if small else floats("asleep", asleep, _STATES))
    wrong = ~((states == 0) | (states == 1) | (states != states))  # NaN alone differs from itself
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise UserError("impossible_value", f"asleep{list(at)} is {states[at]}", _STATES)
    return states if states.dtype == np.float64 else states.astype(np.bool_, copy=False)
