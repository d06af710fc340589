"""When was it? The times in one FIT file, put on the calendar, and the ones that cannot be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import isfinite, nan
from statistics import median_low

from unweary.importers.fit.chain import Message, Messages
from unweary.importers.fit.words import FIRST_DATE_S, LAST_DATE_S

#: No session lasts longer, no watch files a recording before it begins: further away is a wrong clock. Our choice.
_WINDOW_S = timedelta(days=10).total_seconds()


def number(value: object) -> float:
    """A plain finite number, else NaN (lists, words, raw bytes).

    Examples
    --------
    >>> number(7), number((1, 2)), number(True)
    (7.0, nan, nan)
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    return nan


def at(message: Message, field: str) -> float:
    """A time in a message [Unix s], NaN where there is none."""
    return number(message.get(field))


def instant(unix_s: float) -> datetime:
    """Unix seconds as an aware time.

    Examples
    --------
    >>> instant(1000000000.5).isoformat()
    '2001-09-09T01:46:40.500000+00:00'
    """
    return datetime.fromtimestamp(unix_s, UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """What turns a time of the file into a time on the calendar, and which times are believed.

    ``shift_s`` is added to every time of the file [s]; ``earliest`` and ``latest`` are Unix seconds.
    """

    shift_s: float
    earliest: float
    latest: float

    def read(self, file_s: float) -> float:
        """The time on the calendar [Unix s]; NaN when it cannot be right."""
        moment = file_s + self.shift_s
        return moment if self.earliest <= moment <= self.latest else nan


def clock_of(messages: Messages, zone: tzinfo) -> Clock | None:
    """The clock of one FIT file, or None where nothing in it tells a date.

    Times are believed within ten days of the session's start; without one, of the file's creation if any sample is near
    it; else of the middle sample. A session that starts more than ten days from the middle sample is not asked.
    A device without a date counts from when it was switched on; then the local time in the ``activity`` message, read
    in ``zone``, gives the date.
    """
    records = _times(messages.get("record", ()), "timestamp")
    starts = _times(messages.get("session", ()), "start_time")
    created = _times(messages.get("file_id", ()), "time_created")[:1]
    other = _times([m for kind in ("weight_scale", "activity") for m in messages.get(kind, ())], "timestamp")
    known = records or starts or other or created
    if not known:
        return None
    middle = median_low(known)
    shift_s = 0.0
    if middle < FIRST_DATE_S:
        shift_s = _shift_s(messages.get("activity", ()), zone)
        if not isfinite(shift_s):
            return None
    if not records and created and created[0] + shift_s >= FIRST_DATE_S:
        starts = [start for start in starts if start <= created[0] + _WINDOW_S]
    starts = [start for start in starts if abs(start - middle) <= _WINDOW_S]
    if not starts and not records and not messages.get("session"):
        # A scale writes into one file for months: any date that FIT can hold may be right.
        return Clock(shift_s, FIRST_DATE_S, LAST_DATE_S)
    # A file written long after the recording (by a converter) says nothing about when it was.
    created = [moment for moment in created if any(abs(moment - said) <= _WINDOW_S for said in records)]
    anchors = starts or created or ([middle] if records else [])
    if not anchors:
        return None
    oldest, newest = min(anchors) + shift_s - _WINDOW_S, max(anchors) + shift_s + _WINDOW_S
    return Clock(shift_s, max(oldest, FIRST_DATE_S), min(newest, LAST_DATE_S))


def _times(messages: Sequence[Message], field: str) -> list[float]:
    return [moment for message in messages if isfinite(moment := at(message, field))]


def _shift_s(activities: Sequence[Message], zone: tzinfo) -> float:
    for message in activities:
        counted, wall = at(message, "timestamp"), at(message, "local_timestamp")
        if counted < FIRST_DATE_S <= wall <= LAST_DATE_S:
            return instant(wall).replace(tzinfo=zone).timestamp() - counted
    return nan
