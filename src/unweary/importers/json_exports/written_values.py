"""Amounts and instants as JSON exports write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from math import isfinite
from typing import Any

from unweary.importers.json_exports.shape import Parts, Record, When, first, found
from unweary.importers.written import YEARS, Order, day, instant, number

_SPAN = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?", re.ASCII)
#: A number above is milliseconds since 1970, not seconds (seconds reach it in the year 5138).
_MILLISECONDS = 1e11
_LATEST_MS = 1e13
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def amount(value: Any) -> float | None:
    """A number, written as one, as text or as a span (``PT1H30M``, in seconds); None where it is none.

    Examples
    --------
    >>> amount(3), amount("3.5"), amount("PT1H30M"), amount(True), amount("PT"), amount(float("inf"))
    (3.0, 3.5, 5400.0, None, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if -1e15 < value < 1e15 else None
    if not isinstance(value, str):
        return None
    span = _SPAN.fullmatch(value)
    if span is not None and any(span.groups()):
        days, hours, minutes, seconds = (float(part or 0) for part in span.groups())
        return 86_400 * days + 3600 * hours + 60 * minutes + seconds
    read = number(value)
    return read if read is not None and isfinite(read) else None


def most_wanted(record: Record, parts: Parts) -> float | None:
    """The first field (or sum of fields) that holds more than 0, in our unit: makers write 0 for none.

    Examples
    --------
    >>> most_wanted({"deep_s": 3600, "rem_s": 1800, "all_s": 0}, (("all_s", 1), ("deep_s+rem_s", 1 / 3600)))
    1.5
    """
    for paths, factor in parts:
        told = [value for path in paths.split("+") if (value := amount(found(record, path))) is not None]
        if (total := sum(told)) > 0:
            return total * factor
    return None


def moment(record: Record, when: When, zone: tzinfo, order: Order | None = None) -> datetime | str | None:
    """The instant; None where no field is filled, ``date`` where it is none, ``clock`` where it cannot be.

    Examples
    --------
    >>> both = {"gmt": 1795155600000, "local": "2026-11-20 07:20:00"}
    >>> moment(both, When(("gmt",), ("local",)), UTC).isoformat()
    '2026-11-20T07:20:00+01:00'
    >>> moment({"gmt": "1066-10-14"}, When(("gmt",)), UTC), moment({}, When(("gmt",)), UTC)
    ('date', None)
    """
    utc_value, local_value = first(record, when.utc), first(record, when.local)
    if utc_value is None and local_value is None:
        return None
    shift = amount(first(record, when.minutes))
    if shift is not None and abs(shift) < 16 * 60:
        zone = timezone(timedelta(minutes=shift))
    at = _instant(utc_value, UTC, order) if utc_value is not None else _instant(local_value, zone, order)
    if not isinstance(at, datetime):
        return at
    if utc_value is not None:
        wall = None if local_value is None else _instant(local_value, UTC, order)
        if isinstance(wall, datetime) and wall.utcoffset() == timedelta(0) and at.utcoffset() == timedelta(0):
            minutes = round((wall - at).total_seconds() / 60)
            zone = timezone(timedelta(minutes=minutes)) if abs(minutes) < 16 * 60 else zone
        at = at.astimezone(zone) if at.utcoffset() == timedelta(0) else at
    return at if YEARS[0] <= at.year <= YEARS[1] else "clock"


def _instant(value: Any, zone: tzinfo, order: Order | None) -> datetime | str:
    """As written; a number as the clock that it shows in ``zone``."""
    if isinstance(value, str):
        return instant(value, zone, None if re.match(r"\s*\d{4}", value, re.ASCII) else order) or "date"
    since = amount(value)
    if since is None or since <= 0:
        return "date"
    since = since if since >= _MILLISECONDS else since * 1000
    return (_EPOCH + timedelta(milliseconds=since)).replace(tzinfo=zone) if since < _LATEST_MS else "clock"


def own_day(record: Record, paths: tuple[str, ...], order: Order | None) -> date | str | None:
    """The day that the record names; None where it names none, ``date`` where it is none.

    Examples
    --------
    >>> own_day({"date": "11/20/26 00:00:00"}, ("date",), "mdy"), own_day({}, ("date",), None)
    (datetime.date(2026, 11, 20), None)
    """
    value = first(record, paths)
    if value is None:
        return None
    text = value if isinstance(value, str) else ""
    return day(text, None if re.match(r"\d{4}", text, re.ASCII) else order) or "date"
