"""From samples, taken as often as a device liked, to minutes and to seconds."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats, row

FloatArray = NDArray[np.float64]

#: So many samples are worked on at a time: a day at 1 kHz then needs little more memory than its samples.
_BLOCK = 1 << 20
#: More samples of heart rate or way than this nobody's device writes: a day at 100 Hz.
MOST = 8_640_000


@dataclass(frozen=True, slots=True)
class SampleRule:
    """How samples become time. Own choices (grade D).

    ``longest_s`` : a longer step between two samples is a pause and counts nothing [s].
    ``least_share`` : with values for less of the time than this, no number is given [1]; above it the missing part is
    taken to be like the rest.
    """

    longest_s: float = 60.0
    least_share: float = 0.5


SAMPLES = SampleRule()
#: For power by the second a pause begins sooner: after a longer gap the last value has nothing to say. Own choice: with
#: 10 s the normalized power of real rides is nearest to what their devices said themselves.
SECONDS = SampleRule(longest_s=10.0)


def summed_min(weight: ArrayLike, t_s: ArrayLike, rule: SampleRule = SAMPLES) -> float:
    """A weight for each minute, summed over the time of a recording.

    Each sample stands for the time up to the next one.

    Parameters
    ----------
    weight, t_s : array_like, same length
        Weight of a minute at each sample, NaN where unknown; times [s]. A step back in time counts nothing.
    rule : SampleRule

    Returns
    -------
    float
        NaN with fewer than two samples, or with weights for too little of the time.

    Examples
    --------
    >>> summed_min([2.0, float("nan"), 2.0, 2.0], [0, 60, 120, 180])
    6.0
    """
    weights, step_s = floats("weight", weight), steps_s(weight, t_s, rule)
    known = ~np.isnan(weights[:-1])
    all_s, known_s = float(step_s.sum()), float(step_s[known].sum())
    if known_s <= 0 or known_s < rule.least_share * all_s:
        return nan
    return float((weights[:-1][known] * step_s[known]).sum() / 60.0 * all_s / known_s)


def steps_s(values: ArrayLike, t_s: ArrayLike, rule: SampleRule = SAMPLES) -> FloatArray:
    """Time for which each sample but the last stands [s]; 0 for a pause and for a clock that goes back.

    Examples
    --------
    >>> steps_s([1, 1, 1, 1], [0, 1, 3601, 3600]).tolist()
    [1.0, 0.0, 0.0]
    """
    times = row("t_s", t_s)
    _same_shape(values, times)
    with np.errstate(invalid="ignore"):  # infinite times are no times
        step_s = np.diff(times)
    step_s[~((step_s >= 0) & (step_s <= rule.longest_s))] = 0.0
    return step_s


def per_second(values: ArrayLike, t_s: ArrayLike, rule: SampleRule = SECONDS) -> FloatArray:
    """Mean of each second that was recorded, pauses cut out: what rolling windows need, at any rate of sampling.

    Parameters
    ----------
    values, t_s : array_like, same length
        Samples, NaN where missing; each stands for the time up to the next one.
    rule : SampleRule

    Returns
    -------
    ndarray, shape (whole seconds recorded,)
        NaN for a second of which nothing is known.

    Examples
    --------
    >>> per_second([100, 300, 200, 50, 50], [0, 0.5, 1, 3, 3600]).tolist()
    [200.0, 200.0, 200.0]
    """
    samples, times = row("values", values), row("t_s", t_s)
    _same_shape(samples, times)
    blocks, end, last = [], np.zeros((3, 1)), len(samples) - 1
    for start in range(0, max(last, 0), _BLOCK):
        here = slice(start, start + _BLOCK + 1)
        step_s = steps_s(samples[here], times[here], rule)
        known = np.isfinite(samples[here][:-1])
        summed = np.where(known, samples[here][:-1], 0.0) * step_s
        # Rows: time recorded so far, sum of values times seconds, seconds with a value.
        so_far = np.cumsum(np.hstack((end, np.vstack((step_s, summed, known * step_s)))), axis=1)
        to_s = so_far[0, -1]
        # The second at which a block ends belongs to the next block, if there is one.
        seconds = np.arange(np.ceil(end[0, 0]), np.ceil(to_s) if start + _BLOCK < last else np.floor(to_s) + 1)
        blocks.append(np.vstack([np.interp(seconds, so_far[0], row) for row in so_far[1:]]))
        end = so_far[:, -1:]
    if not blocks:
        return np.empty(0)
    total, known_s = np.diff(np.hstack(blocks), axis=1)
    means: FloatArray = np.divide(total, known_s, out=np.full(len(total), nan), where=known_s > 1e-9)
    return means


def refuse_many(values: ArrayLike) -> None:
    """Refuse before memory is taken for what no device writes.

    Examples
    --------
    >>> refuse_many(np.broadcast_to(150.0, 86_400_000))
    Traceback (most recent call last):
        ...
    unweary.vocab.errors.UserError: there are 86400000 samples
    """
    count = floats("samples", values).size
    if count > MOST:
        raise UserError("too_long", f"there are {count} samples", f"at most {MOST}: first make them fewer")


def _same_shape(values: ArrayLike, times: FloatArray) -> None:
    if np.shape(values) != times.shape:
        raise ValueError(f"the samples have the shape {np.shape(values)}, t_s {times.shape}; they must be the same")
