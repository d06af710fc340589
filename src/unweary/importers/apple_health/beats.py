"""Intervals between heartbeats out of what stands with a measured heartbeat variation (SDNN)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import accumulate
from math import nan

#: Fewer beats in a row are not worth a recording (own choice, grade D).
_LEAST = 30
#: Times are rounded to 10 ms, rates to 1 bpm.
_TIME_S, _RATE_BPM = 0.011, 0.51
_SPANS_S = {str(bpm): (60 / (bpm + _RATE_BPM) - _TIME_S, 60 / (bpm - _RATE_BPM) + _TIME_S) for bpm in range(20, 251)}
_CLOCK = re.compile(r"(\d\d):(\d\d)(?:[.,](\d{1,3}))?(?!\d|:)", re.ASCII)
#: Beats are told by a clock alone, in the format and now and then in the zone of another place than the record; zones
#: differ by quarters of an hour, and a measurement takes about a minute.
QUARTER_S = 900


def in_a_row(beats: Iterable[Mapping[str, str]]) -> tuple[float, list[float], list[float]]:
    """The longest run of beats of which each follows the one before.

    The watch tells of every beat when it was and its rate, and leaves beats out without a word. A beat follows the one
    before where the time between them is what its rate says; that time, known to 10 ms, is the interval. (It adds about
    7 ms, in squares, to an RMSSD: 20 ms read as 21.) An interval over a left-out beat is none.

    Parameters
    ----------
    beats : iterable of mapping
        ``bpm`` and ``time`` as written: ``6:14:48.94 PM``, ``08:33:44,67``.

    Returns
    -------
    tuple
        When the first interval ends, in seconds within a quarter of an hour; the end of each interval since then [s];
        and the intervals [ms]. Both lists are empty where no run is long enough.

    Examples
    --------
    >>> told = [{"bpm": "75", "time": f"08:33:{beat * 0.8:05.2f}".replace(".", ",")} for beat in range(40)]
    >>> when, t_s, rr_ms = in_a_row(told)
    >>> round(when, 2), t_s[:3], set(rr_ms), len(rr_ms)
    (180.8, [0.0, 0.8, 1.6], {800.0}, 39)
    """
    runs: list[list[float]] = [[]]
    firsts = [nan]
    last = nan
    for beat in beats:
        at = _second(beat.get("time", ""))
        since = round((at - last) % QUARTER_S, 3)
        shortest, longest_s = _SPANS_S.get(beat.get("bpm", ""), (nan, nan))
        if shortest <= since <= longest_s:
            if not runs[-1]:
                firsts[-1] = at
            runs[-1].append(since)
        else:
            runs.append([])
            firsts.append(nan)
        last = at
    longest = max(range(len(runs)), key=lambda place: len(runs[place]))
    if len(runs[longest]) < _LEAST:
        return nan, [], []
    since_first = [round(second - runs[longest][0], 3) for second in accumulate(runs[longest])]
    return firsts[longest], since_first, [round(1000 * second, 3) for second in runs[longest]]


def _second(clock: str) -> float:
    found = _CLOCK.search(clock[:60])
    if found is None:
        return nan
    return (60 * int(found[1]) + int(found[2]) + int((found[3] or "0").ljust(3, "0")) / 1000) % QUARTER_S
