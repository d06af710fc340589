"""Intervals between beats as they arrive: which of them can be heartbeats at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import row

FloatArray = NDArray[np.float64]

#: Ten days of beats. A longer row is no row of intervals, most often the samples of an ECG.
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Possible:
    """``least_ms``, ``most_ms`` : an interval outside is no single beat of a resting heart [ms], which is 300 to 15
    beats a minute (own choice, grade D; the limits by which files are recognised)."""

    least_ms: float = 200.0
    most_ms: float = 4000.0


POSSIBLE = Possible()


@dataclass(frozen=True, slots=True)
class Value:
    """One number; NaN where there is none, and then ``notes`` say why."""

    value: float
    notes: tuple[str, ...] = ()


def one_row(rr_ms: ArrayLike) -> FloatArray:
    """The intervals as floats; refused as :func:`usable` says.

    Examples
    --------
    >>> one_row([800, 810]).tolist()
    [800.0, 810.0]
    """
    accepted = f"one row of at most {MOST} intervals between beats, in milliseconds"
    rr = row("rr_ms", rr_ms, accepted)
    if len(rr) > MOST:
        raise UserError("too_long", f"rr_ms has {len(rr)} values", accepted)
    return rr


def usable(rr_ms: ArrayLike) -> tuple[FloatArray, tuple[str, ...]]:
    """The intervals as floats, NaN in place of each that cannot be a heartbeat, and what there is to say about that.

    Raises
    ------
    UserError
        ``too_long`` above ``MOST`` intervals; ``impossible_value`` where it is no row of numbers.

    Examples
    --------
    >>> usable([800, -5, float("nan"), 90_000])
    (array([800.,  nan,  nan,  nan]), ('3 of 4 intervals cannot be heartbeats, the first is rr_ms[1]',))
    """
    rr = one_row(rr_ms)
    good = (rr >= POSSIBLE.least_ms) & (rr <= POSSIBLE.most_ms)
    kept = int(np.count_nonzero(good))
    if kept == len(rr):
        return rr, ()
    first = int(np.argmin(good))
    note = f"{len(rr) - kept} of {len(rr)} intervals cannot be heartbeats, the first is rr_ms[{first}]"
    return np.where(good, rr, np.nan), (note,)


def bridged(nn_ms: FloatArray) -> FloatArray:
    """The same row without gaps: straight lines over them, the nearest interval at the ends.

    Examples
    --------
    >>> bridged(np.array([800, np.nan, 820, np.nan])).tolist()
    [800.0, 810.0, 820.0, 820.0]
    """
    good = ~np.isnan(nn_ms)
    if good.all() or not good.any():
        return nn_ms
    at = np.arange(len(nn_ms), dtype=np.float64)
    return np.interp(at, at[good], nn_ms[good])
