"""When a row was: instants, days, zones and spans as the makers write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from unweary.importers.daily_tables.layout import Layout
from unweary.importers.written import YEARS, Order, day, instant

_ZONE = re.compile(r"(?:UTC|GMT)?\s*(?:Z|([+-])(\d{1,2})(?::?(\d{2}))?)?", re.ASCII)
_SPAN = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2}(?:\.\d{1,3})?)", re.ASCII)


def zone_of(text: str) -> tzinfo | None:
    """A zone as WHOOP writes it; None where it is none.

    Examples
    --------
    >>> [str(zone_of(text)) for text in ("UTC+01:00", "UTCZ", "-05:00", "GMT-5", "Mars")]
    ['UTC+01:00', 'UTC', 'UTC-05:00', 'UTC-05:00', 'None']
    """
    found = _ZONE.fullmatch(text.strip())
    if found is None or not text.strip():
        return None
    if found[1] is None:
        return UTC
    minutes = 60 * int(found[2]) + int(found[3] or 0)
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes)) if minutes < 24 * 60 else None


def moment_of(
    cells: Mapping[str, str], layout: Layout, zone: tzinfo, order: Order | None, home: tzinfo
) -> datetime | str:
    """When the row was; or what is wrong with its time (``clock`` or ``date``).

    ``zone`` holds for a time that names none; a time written in UTC is told on the clock of ``home``, where its day is
    the person's.
    """
    text = next((text for key in layout.at if (text := cells.get(key.casefold(), ""))), "")
    if layout.epoch and re.fullmatch(r"\d{1,12}", text, re.ASCII):
        found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text)) if int(text) < 1e10 else None
        return found.astimezone(home) if found is not None and YEARS[0] <= found.year <= YEARS[1] else "clock"
    whole = f"{text} {cells.get(layout.clock.casefold(), '')}".strip() if layout.clock else text
    order = _order(text, order)
    found = None if layout.daily else instant(whole, UTC if layout.utc else zone, order)
    if found is not None:
        return found if layout.zone or found.utcoffset() else found.astimezone(home)
    on = day(text, order)
    return "date" if on is None else datetime.combine(on, layout.hour, zone)


def own_day(cells: Mapping[str, str], layout: Layout, order: Order | None) -> date | None:
    """The person's own day where the row names it."""
    text = next((text for key in layout.days if (text := cells.get(key.casefold(), ""))), "")
    return day(text, _order(text, order)) if text else None


def _order(text: str, order: Order | None) -> Order | None:
    """The column's order; a date that begins with the year has its own, but where the column says ``ydm``."""
    return "ymd" if order != "ydm" and re.match(r"\d{4}", text, re.ASCII) else order


def seconds(text: str, two: tuple[int, int]) -> float | None:
    """A span such as ``1:05:30``; ``two`` are the seconds that each part of a ``1:05`` stands for.

    Examples
    --------
    >>> seconds("1:05:30", (60, 1)), seconds("31:40", (60, 1)), seconds("07:30", (3600, 60)), seconds("7", (60, 1))
    (3930.0, 1900.0, 27000.0, None)
    """
    found = _SPAN.fullmatch(text.strip().replace(",", "."))
    if found is None:
        return None
    if found[1] is None:
        return two[0] * float(found[2]) + two[1] * float(found[3])
    return 3600 * float(found[1]) + 60 * float(found[2]) + float(found[3])
