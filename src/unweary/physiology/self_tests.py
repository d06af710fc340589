"""The arithmetic of tests that a person does alone: reaction times, and the heart rate lying and standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.numbers import row, together


@dataclass(frozen=True, slots=True)
class Reactions:
    """One run of a reaction test. ``kept`` answers count, ``too_early`` were false starts."""

    median_ms: float
    lapses_pct: float
    kept: int
    too_early: int


def reactions(times_ms: Sequence[float], false_start_ms: float, lapse_ms: float, at_least: int = 5) -> Reactions | None:
    """Median and share of lapses of a run of reaction times.

    Parameters
    ----------
    times_ms : sequence of float
        From the signal to the answer [ms]; a negative one came before the signal.
    false_start_ms : float
        Faster than this is a guess and does not count [ms].
    lapse_ms : float
        This or slower is a lapse [ms].
    at_least : int
        With fewer answers that count there is no result: None.

    Examples
    --------
    >>> reactions([250, 310, 40, 620, 280, 300], false_start_ms=100, lapse_ms=500)
    Reactions(median_ms=300, lapses_pct=20.0, kept=5, too_early=1)
    >>> reactions([250, 310], 100, 500) is None
    True
    """
    kept = [time for time in times_ms if time >= false_start_ms]
    if len(kept) < at_least:
        return None
    slow = sum(time >= lapse_ms for time in kept)
    return Reactions(median(kept), 100.0 * slow / len(kept), len(kept), len(times_ms) - len(kept))


def mean_rate_bpm(rr_ms: ArrayLike, usable: ArrayLike, from_s: float, to_s: float) -> float | None:
    """Mean heart rate over a window of a recording of intervals [bpm]; None where less than half of it is usable.

    Parameters
    ----------
    rr_ms : array_like
        Intervals between beats in order, from the start of the recording [ms].
    usable : array_like of bool
        Which of them are normal beats. The others are left out, but time goes on through them.
    from_s, to_s : float
        The window [s].

    Examples
    --------
    >>> rr_ms = [1000.0] * 60 + [600.0] * 200
    >>> [mean_rate_bpm(rr_ms, [True] * 260, start, start + 60) for start in (0, 60, 180)]
    [60.0, 100.0, None]
    """
    rr = row("rr_ms", rr_ms)
    ends_s = np.cumsum(rr) / 1000.0
    ends_s, normal = together(rr_ms=ends_s, usable=row("usable", usable))
    used = (normal == 1) & (ends_s > from_s) & (ends_s <= to_s)
    if not used.any() or rr[used].sum() < 500.0 * (to_s - from_s):
        return None
    return float(60_000.0 / rr[used].mean())


@dataclass(frozen=True, slots=True)
class Standing:
    """Heart rate lying, and after 3 and 10 minutes of standing [bpm]; None where it was not measured."""

    lying_bpm: float | None
    after_3min_bpm: float | None
    after_10min_bpm: float | None


def standing(rr_ms: ArrayLike, usable: ArrayLike, stood_up_s: float, average_s: float) -> Standing:
    """The mean heart rate before standing up, and before the third and the tenth minute of standing end.

    Parameters
    ----------
    rr_ms : array_like
        Intervals between beats, from lying to standing [ms].
    usable : array_like of bool
        Which of them are normal beats.
    stood_up_s : float
        When the person stood up, from the start of the recording [s].
    average_s : float
        Over how long the rate is averaged [s]; a short peak must not count.

    Examples
    --------
    >>> standing([1000.0] * 300 + [600.0] * 300, [True] * 600, stood_up_s=300, average_s=60)
    Standing(lying_bpm=60.0, after_3min_bpm=100.0, after_10min_bpm=None)
    """

    def until(end_s: float) -> float | None:
        return mean_rate_bpm(rr_ms, usable, end_s - average_s, end_s)

    return Standing(until(stood_up_s), until(stood_up_s + 180.0), until(stood_up_s + 600.0))
