"""When was it? The times in one FIT file, put on the calendar, and the ones that cannot be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from math import isfinite, nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.importers.fit.messages import FloatArray, Message, Messages, number
from unweary.importers.fit.words import FIRST_DATE_S, LAST_DATE_S

#: No session lasts longer, no watch files a recording before it begins: further away is a wrong clock. Our choice.
_WINDOW_S = timedelta(days=10).total_seconds()
#: Time zones lie a multiple of this apart [s].
_ZONE_STEP_S = 900


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

    ``shift_s`` is added to every time of the file [s]; ``earliest`` and ``latest`` are Unix seconds. ``ahead_s`` is how
    far the local time was ahead of UTC [s].
    """

    shift_s: float
    earliest: float
    latest: float
    ahead_s: float

    def read(self, file_s: ArrayLike) -> FloatArray:
        """Times on the calendar [Unix s]; NaN where it cannot be right."""
        moments = np.asarray(file_s, dtype=np.float64) + self.shift_s
        return np.where((moments >= self.earliest) & (moments <= self.latest), moments, nan)

    def day(self, unix_s: ArrayLike) -> FloatArray:
        """The local day of each time, counted from 1970-01-01."""
        return np.asarray(np.floor((np.asarray(unix_s) + self.ahead_s) / 86_400))


def clock_of(messages: Messages, zone: tzinfo) -> Clock | None:
    """The clock of one FIT file, or None where nothing in it tells a date.

    Times are believed within ten days of the session's start; without one, of the file's creation if any sample is near
    it; else of the middle sample. A session that starts more than ten days from the middle sample is not asked.
    A device without a date counts from when it was switched on; then the local time in the ``activity`` message, read
    in ``zone``, gives the date. A file without samples and sessions may hold months: there any date may be right.
    """
    records, starts = _times(messages, "record", "timestamp"), _times(messages, "session", "start_time")
    created = _times(messages, "file_id", "time_created")[:1]
    known = next((times for times in (records, starts, _other(messages), created) if len(times)), None)
    if known is None:
        return None
    middle = float(np.sort(known)[(len(known) - 1) // 2])
    shift_s = 0.0
    if middle < FIRST_DATE_S:
        shift_s = _shift_s(messages, zone)
        if not isfinite(shift_s):
            return None
    ahead_s = _ahead_s(messages, middle + shift_s, zone)
    if not len(records) and not messages.counts.get("session"):
        # A scale writes into one file for months: any date that FIT can hold may be right.
        return Clock(shift_s, FIRST_DATE_S, LAST_DATE_S, ahead_s)
    anchors = _anchors(records, starts, created, middle, shift_s)
    if not len(anchors):
        return None
    oldest, newest = anchors.min() + shift_s - _WINDOW_S, anchors.max() + shift_s + _WINDOW_S
    return Clock(shift_s, max(oldest, FIRST_DATE_S), min(newest, LAST_DATE_S), ahead_s)


def has_times(messages: Messages) -> bool:
    """Whether a training in the file has a time at all, on whatever clock."""
    fields = (("session", "start_time"), ("session", "timestamp"), ("record", "timestamp"))
    return any(len(_times(messages, *field)) for field in fields)


def _anchors(records: FloatArray, starts: FloatArray, created: FloatArray, middle: float, shift_s: float) -> FloatArray:
    """The times that a file with samples or sessions is believed to be near to."""
    if not len(records) and len(created) and created[0] + shift_s >= FIRST_DATE_S:
        starts = starts[starts <= created[0] + _WINDOW_S]
    starts = starts[np.abs(starts - middle) <= _WINDOW_S]
    if len(starts):
        return starts
    # A file written long after the recording (by a converter) says nothing about when it was.
    if len(created) and (np.abs(records - created[0]) <= _WINDOW_S).any():
        return created
    return np.array([middle] if len(records) else [])


def _times(messages: Messages, kind: str, field: str) -> FloatArray:
    times = messages.numbers(kind, field)
    return times[np.isfinite(times)]


def _other(messages: Messages) -> FloatArray:
    """The times of all messages that are no samples of a training."""
    kinds = [kind for kind in messages.counts if kind not in ("record", "session")]
    fields = ("timestamp", "stress_level_time", "update_time")
    return np.concatenate([np.empty(0), *(_times(messages, kind, field) for kind in kinds for field in fields)])


def _shift_s(messages: Messages, zone: tzinfo) -> float:
    for counted, wall in _pairs(messages, "activity"):
        if counted < FIRST_DATE_S <= wall <= LAST_DATE_S:
            return instant(wall).replace(tzinfo=zone).timestamp() - counted
    return nan


def _ahead_s(messages: Messages, moment_s: float, zone: tzinfo) -> float:
    """How far the local time was ahead of UTC: as the device says, else as ``zone`` has it."""
    for kind in ("monitoring_info", "activity"):
        for counted, wall in _pairs(messages, kind):
            ahead_s = round((wall - counted) / _ZONE_STEP_S) * _ZONE_STEP_S
            if counted >= FIRST_DATE_S and abs(ahead_s) <= 15 * 3600:
                return float(ahead_s)
    offset = instant(min(max(moment_s, FIRST_DATE_S), LAST_DATE_S)).astimezone(zone).utcoffset()
    return offset.total_seconds() if offset is not None else 0.0


def _pairs(messages: Messages, kind: str) -> list[tuple[float, float]]:
    """Times of the device's clock, and of the clock on the wall at the same moment, that are both known."""
    counted, wall = messages.numbers(kind, "timestamp"), messages.numbers(kind, "local_timestamp")
    both = np.isfinite(counted) & np.isfinite(wall)
    return list(zip(counted[both].tolist(), wall[both].tolist(), strict=True))
