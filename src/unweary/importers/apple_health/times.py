"""The times of an export: millions, all written alike, on a few thousand days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unweary.importers.written import instant

_DAY_S = 86_400
_CACHED = 20_000
_MINUTES = {f"{hour:02}:{minute:02}": 3600 * hour + 60 * minute for hour in range(24) for minute in range(60)}
_SECONDS = {f":{second:02}": second for second in range(60)}
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LocalDay:
    """A day by one clock: its midnight in seconds since 1970, how far the clock is ahead of UTC, days since 1970."""

    midnight: int
    ahead_s: int
    number: int

    def at(self, second: float) -> datetime:
        """An instant by the clock of this day."""
        return local(second, self.ahead_s)


#: Seconds since 1970, and the day.
Moment = tuple[float, LocalDay]


def local(second: float, ahead_s: int) -> datetime:
    """An instant by a clock that is so far ahead of UTC.

    Examples
    --------
    >>> local(0, 3600).isoformat()
    '1970-01-01T01:00:00+01:00'
    """
    return datetime.fromtimestamp(second, UTC).astimezone(timezone(timedelta(seconds=ahead_s)))


class Times:
    """Reads times. Once it knows the day of the export, it knows no time that was then still to come.

    Examples
    --------
    >>> from datetime import UTC
    >>> second, day = Times(UTC).moment("2026-11-20 06:40:00 +0100")
    >>> int(second) - day.midnight == 6 * 3600 + 40 * 60, day.at(second).isoformat()
    (True, '2026-11-20T06:40:00+01:00')
    >>> Times(UTC).moment("2185-11-20 06:40:00 +0100") is None
    True
    """

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.exported: int | None = None
        self._days: dict[str, LocalDay] = {}
        self._zones: dict[str, ZoneInfo | None] = {}

    def export_on(self, day: int | None) -> None:
        """The file was made on this day."""
        self.exported = day
        self._days.clear()

    def moment(self, text: str) -> Moment | None:
        """When that is; None where it cannot be."""
        day = self._days.get(text[:11] + text[19:])
        minutes, seconds = _MINUTES.get(text[11:16]), _SECONDS.get(text[16:19])
        if day is None or minutes is None or seconds is None:
            return self._new(text)
        return day.midnight + minutes + seconds, day

    def _new(self, text: str) -> Moment | None:
        at = instant(text, self.zone)
        ahead = None if at is None else at.utcoffset()
        if at is None or ahead is None:
            return None
        second, ahead_s = at.timestamp(), int(ahead.total_seconds())
        number = int((second + ahead_s) // _DAY_S)
        if self.exported is not None and number > self.exported + 1:
            return None
        day = LocalDay(number * _DAY_S - ahead_s, ahead_s, number)
        if _WRITTEN.fullmatch(text):
            if len(self._days) >= _CACHED:
                self._days.clear()
            self._days[text[:11] + text[19:]] = day
        return second, day

    def ahead_s(self, zone: str, moment: Moment) -> int:
        """How far the clock of a named zone was ahead of UTC; without such a zone, the clock of the moment itself."""
        if zone not in self._zones and len(self._zones) < _CACHED:
            try:
                self._zones[zone] = ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                self._zones[zone] = None
        known = self._zones.get(zone)
        ahead = None if known is None else datetime.fromtimestamp(moment[0], known).utcoffset()
        return moment[1].ahead_s if ahead is None else int(ahead.total_seconds())
