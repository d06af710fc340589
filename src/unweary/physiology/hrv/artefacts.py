"""Beats that were missed, doubled, early or misplaced, found and put right.

Lipponen & Tarvainen 2019, J Med Eng Technol 43:173, written from its equations. Each interval gets two marks: how far
it is from the one before (dRR) and how far from the median of its neighbourhood (mRR), each in units of a threshold
that follows the recording. The pattern of neighbouring marks tells what happened:

- ectopic: an early beat shortens one interval and lengthens the next. Both are replaced.
- extra: two short intervals that together are one. They are added.
- missed: one long interval that is two. It is halved.
- long, short: neither; misplaced beats. Replaced.

Replaced intervals come from a cubic spline through the others. Where it stops being true: it cannot know the interval
that a heart would have made, only one that fits in. A long pause in which many beats are missing becomes one interval,
so time is lost there. An error that is no larger than the swing with each breath stays. In atrial fibrillation every
beat looks irregular, and what is left means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

from unweary.physiology.hrv.intervals import FloatArray, bridged, usable
from unweary.physiology.hrv.spline import through

#: What can become of an interval; ``unusable`` could not be a heartbeat at all and was replaced.
KINDS = ("normal", "ectopic", "missed", "extra", "long", "short", "unusable")


@dataclass(frozen=True, slots=True)
class ArtefactRule:
    """The constants of Lipponen & Tarvainen 2019 [1 unless said otherwise].

    ``alpha`` : threshold over the quartile deviation. ``spread_beats`` : intervals in which that is taken.
    ``median_beats`` : intervals in the median. ``c1``, ``c2`` : slope and offset of the border of ectopic beats.
    ``far`` : an interval so many thresholds from the median is long or short. ``below`` : a short one counts so many
    times, since it cannot be as far off as a long one.
    ``least_ms`` : least threshold [ms]; it is never below the larger quartile either. Both are our own (grade D), not
    in the paper: where most neighbours differ by the same (coarse clocks, made-up series) the quartile deviation is 0
    and everything would be an artefact.
    """

    alpha: float = 5.2
    spread_beats: int = 91
    median_beats: int = 11
    c1: float = 0.13
    c2: float = 0.17
    far: float = 3.0
    below: float = 2.0
    least_ms: float = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """A row put right.

    ``nn_ms`` : intervals after correction [ms]; more or fewer than were given where beats were missed or extra.
    ``what`` : one of ``KINDS`` for each interval that was given.
    ``replaced`` : for each interval of ``nn_ms``, whether it was made here.
    ``counts`` : events of each kind but ``normal`` (an ectopic beat spoils two intervals and is one event).
    """

    nn_ms: FloatArray
    what: NDArray[np.str_]
    replaced: NDArray[np.bool_]
    counts: Mapping[str, int]
    notes: tuple[str, ...] = ()


def corrected(rr_ms: ArrayLike, rule: ArtefactRule = ArtefactRule()) -> Corrected:
    """Find artefacts and put them right.

    Parameters
    ----------
    rr_ms : array_like, shape (intervals,)
        Intervals between beats in order [ms].
    rule : ArtefactRule

    Returns
    -------
    Corrected
        Nothing is corrected, and a note says so, where fewer than ``rule.median_beats`` intervals are usable; unusable
        ones are NaN then.

    Raises
    ------
    UserError
        ``too_long``, ``impossible_value``.

    Examples
    --------
    A beat was missed:

    >>> steady = [800, 812, 805, 796, 801, 808, 803] * 4
    >>> found = corrected(steady[:10] + [1604] + steady[10:])
    >>> found.counts["missed"], found.nn_ms[9:13].tolist(), found.replaced[9:13].tolist()
    (1, [805.0, 802.0, 802.0, 796.0], [False, True, True, False])

    A beat came early:

    >>> found = corrected(steady[:10] + [560, 1040] + steady[10:])
    >>> found.what[9:13].tolist(), found.nn_ms[10:12].round().tolist()
    (['normal', 'ectopic', 'ectopic', 'normal'], [797.0, 796.0])
    """
    rr, notes = usable(rr_ms)
    lost = np.isnan(rr)
    what = np.where(lost, "unusable", "normal").astype("U8")
    if np.count_nonzero(~lost) < rule.median_beats:
        few = f"fewer than {rule.median_beats} usable intervals: nothing was corrected"
        return Corrected(rr, what, lost, _counts(what), (*notes, few))
    whole = bridged(rr)
    events = _judge(whole, what, rule)
    kept = np.ones(len(rr), dtype=np.intp)
    first = np.flatnonzero(events == "extra")
    whole[first] += whole[first + 1]
    kept[first + 1] = 0
    missed = what == "missed"
    times = np.where(missed, 2, kept)
    nn, kinds = np.repeat(np.where(missed, whole / 2, whole), times), np.repeat(what, times)
    anew = np.isin(kinds, ("ectopic", "long", "short", "unusable"))
    return Corrected(_replaced(nn, anew), what, kinds != "normal", _counts(events), notes)


def _counts(events: NDArray[np.str_]) -> dict[str, int]:
    return {kind: int(np.count_nonzero(events == kind)) for kind in KINDS[1:]}


def _judge(rr: FloatArray, what: NDArray[np.str_], rule: ArtefactRule) -> NDArray[np.str_]:
    """Fills ``what``; gives the same by event: the second of two ectopic intervals and the first of two extra ones."""
    step = np.diff(rr, prepend=rr[:1])
    off = rr - _around(rr, rule.median_beats, (0.5,))[0]
    middle = rr - off
    off = np.where(off < 0, rule.below * off, off)
    limit = _threshold(off, rule)
    step, off = step / _threshold(step, rule), off / limit
    before, after, after2 = (_shifted(step, by) for by in (-1, 1, 2))
    beside = np.where(step > 0, np.maximum(before, after), np.minimum(before, after))
    far = np.abs(step) > 1
    ectopic = far & np.where(step > 0, beside < -rule.c1 * step - rule.c2, beside > -rule.c1 * step + rule.c2)
    ectopic[0] = False
    follows = np.where(step > 0, np.minimum(after, after2), np.maximum(after, after2))
    # Only a beat whose step is far is looked at, and the next one where the step after that is larger (their figure 1);
    # the first has no step.
    tried = far | ((np.abs(before) > 1) & (np.abs(step) < np.abs(after)))
    tried[0] = True
    long = tried & (((step > 1) & (follows < -1)) | (off > rule.far))
    short = tried & (((step < -1) & (follows > 1)) | (off < -rule.far))
    halves = np.abs(rr / 2 - middle) < limit
    together = np.abs(rr + _shifted(rr, 1) - middle) < limit
    together[-1] = False
    events = what.copy()
    for at in np.flatnonzero(ectopic):
        what[at - 1 : at + 1], events[at - 1], events[at] = "ectopic", "normal", "ectopic"
    for at in np.flatnonzero((long | short) & (what == "normal")):
        if what[at] != "normal":
            continue
        if short[at] and together[at] and what[at + 1] == "normal":
            what[at : at + 2], events[at] = "extra", "extra"
        else:
            what[at] = events[at] = "missed" if long[at] and halves[at] else "long" if long[at] else "short"
    return events


def _shifted(values: FloatArray, by: int) -> FloatArray:
    """``values[i + by]`` at i; 0 beyond the ends."""
    out = np.zeros_like(values)
    if by > 0:
        out[:-by] = values[by:]
    else:
        out[-by:] = values[:by]
    return out


def _threshold(values: FloatArray, rule: ArtefactRule) -> FloatArray:
    """``alpha`` quartile deviations of the values themselves. The paper is told to print those of |x|, and also that
    5.2 of them hold 99.95 % of normally distributed beats. That is so for x (5.2 x 0.674 SD = 3.5 SD); with |x|, as
    NeuroKit2 has it, it would be 97 %, and far more true beats go than the paper found (tests/realdata)."""
    lower, upper = _around(values, rule.spread_beats, (0.25, 0.75))
    spread, most = rule.alpha * (upper - lower) / 2, np.maximum(np.abs(lower), np.abs(upper))
    return np.maximum(np.maximum(spread, most), rule.least_ms)


#: Neighbourhoods that are sorted at once: 91 intervals in each, so about 50 MB.
_ROWS = 1 << 16


def _around(values: FloatArray, beats: int, shares: tuple[float, ...]) -> list[FloatArray]:
    """Quantiles of the ``beats`` intervals nearest to each one: those around it, at the ends the first or last ones."""
    beats = min(beats, len(values))
    rows = sliding_window_view(values, beats)
    places = [divmod(share * (beats - 1), 1.0) for share in shares]
    needed = sorted({min(int(at) + more, beats - 1) for at, _ in places for more in (0, 1)})
    found: list[list[FloatArray]] = [[] for _ in shares]
    for begin in range(0, len(rows), _ROWS):
        part = np.partition(rows[begin : begin + _ROWS], needed, axis=1)
        for each, (at, rest) in zip(found, places, strict=True):
            low, high = part[:, int(at)], part[:, min(int(at) + 1, beats - 1)]
            each.append(low + rest * (high - low))
    ends = (beats // 2, beats - 1 - beats // 2)
    return [np.pad(np.concatenate(each), ends, mode="edge") for each in found]


def _replaced(nn: FloatArray, anew: NDArray[np.bool_]) -> FloatArray:
    """A spline through the others, at the ends the nearest one; kept within their range, since a cubic swings far over
    a long gap."""
    if not anew.any():
        return nn
    good = np.flatnonzero(~anew)
    if len(good) < 4:
        return nn
    filled, at = nn.copy(), np.flatnonzero(anew)
    between = np.clip(at, good[0], good[-1])
    filled[at] = np.clip(through(good, nn[good], between), nn[good].min(), nn[good].max())
    return filled
