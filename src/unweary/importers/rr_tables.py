"""Heartbeat intervals in a table: a time and an interval a line, or a section of a report with such a heading.

Polar Sensor Logger (``Phone timestamp;RR-interval [ms]``), reports in the manner of Kubios, PhysioNet tables
(``t_s,rr_ms,...``), and two columns of numbers of which one adds up the other. Every beat is kept, whatever else a
line says of it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import chain, pairwise
from statistics import median
from typing import BinaryIO

import numpy as np

from unweary.importers.written import YEARS, few, instant, lines, named, number
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TITLE = "tables of heartbeat intervals (RR) with times"
#: More beats than a month has. A recording is one column, so its beats (8 bytes each) are held; the text is not.
MOST_BEATS = 5_000_000
#: A table begins within so many letters.
_HEAD = 1 << 18
#: Below this the numbers can only be seconds.
_SECONDS_BELOW = 10.0
#: The median interval of a person is within: 15 to 300 beats a minute.
_USUAL_MS = (200.0, 4000.0)
#: Numbers in this range are milliseconds since 1970, between the years 1973 and 2286.
_SINCE_1970_MS = (1e11, 1e13)
#: How many lines must fit before a table is believed, and the share by which times and intervals may differ.
_ENOUGH, _CLOSE = 5, 0.05

_UNIT = r"\s*[\[(_]?\s*(?P<unit>ms|msec|milliseconds|s|sec|seconds)?\s*[\])]?"
_RR = re.compile(rf"(?:r-?ri?|nni?|ibi)(?:[ _-]?(?:intervals?|values?|data))?{_UNIT}", re.IGNORECASE)
_TIME = re.compile(rf"(?:phone |sensor |beat )?(?:timestamp|date ?time|time|t|onset){_UNIT}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Table:
    """Where a table begins (the index of its first line), and in which columns what stands; ``scale`` 0 is unknown."""

    begin: int
    interval: int
    time: int | None
    scale: float


def recognise(head: bytes, name: str) -> int:
    """2 for a heading that names heartbeat intervals, or two columns of numbers of which one adds up the other."""
    return 2 if _found(head.decode("utf-8", "replace").splitlines()) is not None else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """One recording of kind ``rr``.

    It begins where the first time says, if that is a date and an hour; else where the file's name says.

    Yields
    ------
    Recording
        Column ``rr_ms`` [ms]. Zero and negative numbers are 'no interval' and left out; nothing else is judged.
    Problem
        ``not_a_number`` per line; ``no_time`` where nothing tells the date (nothing is kept); ``too_large``.

    Examples
    --------
    >>> from io import BytesIO
    >>> text = b"time;RR [ms]\\n" + b"".join(b"2026-11-20T06:40:0%d;800\\n" % second for second in range(1, 7))
    >>> recording, = read(BytesIO(text), "morning.txt")
    >>> recording.started_at.isoformat(), len(recording.columns["rr_ms"])
    ('2026-11-20T06:40:00.200000+00:00', 6)
    """
    yield from few(_items(lines(stream), name, zone), name)


def _items(text: Iterator[str], name: str, zone: tzinfo) -> Iterator[Recording | Problem]:
    head, size = [], 0
    while size < _HEAD and (line := next(text, None)) is not None:
        head.append(line)
        size += len(line) + 1
    table = _found(head)
    if table is None:
        yield Problem(name, "not_recognised", "There is no table of heartbeats in this file. Nothing was read.")
        return
    beats = array("d")
    first_time = ""
    for line_number, line in enumerate(chain(head[table.begin :], text), start=table.begin + 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = _cells(line)
        value = _number(cells, table.interval)
        if value is None:
            words = f"'{line.strip()[:40]}' has no number where the interval should be. The line was left out."
            yield Problem(f"{name}, line {line_number}", "not_a_number", words)
        elif value > 0:
            if not beats and table.time is not None and table.time < len(cells):
                first_time = cells[table.time]
            beats.append(value)
            if len(beats) > MOST_BEATS:
                yield Problem(name, "too_large", f"A table of more than {MOST_BEATS} heartbeats. Nothing was read.")
                return
    if not beats:
        yield Problem(name, "no_values", "There is no heartbeat interval in this table. Nothing was read.")
        return
    scale = table.scale or (1000.0 if np.median(beats) < _SECONDS_BELOW else 1.0)
    rr_ms = array("d", (scale * np.frombuffer(beats)).tobytes())
    end = _written(first_time, zone)
    started_at = named(name, zone) if end is None else end - timedelta(milliseconds=min(rr_ms[0], 60_000.0))
    if started_at is None:
        words = (
            "The file does not say when it was recorded. Put the date into its name, such as 2026-11-20 06-40-00.csv."
        )
        yield Problem(name, "no_time", words)
    else:
        yield Recording(started_at, "rr", {"rr_ms": rr_ms}, source=name)


def _found(lines: Sequence[str]) -> _Table | None:
    """The first table of heartbeats."""
    for at, line in enumerate(lines[:5000]):
        if len(line) > 1000 or not re.search(r"r-?r|nn|ibi", line, re.IGNORECASE):
            continue
        names = [cell.strip("\"' ") for cell in _cells(line)]
        kinds = [_RR.fullmatch(cell) for cell in names]
        column = next((count for count, kind in enumerate(kinds) if kind), None)
        if column is None or len(names) < 2:
            continue
        if _possible([_number(_cells(row), column) for row in _filled(lines, at + 1)]):
            time = next((count for count, cell in enumerate(names) if _TIME.fullmatch(cell)), None)
            unit = (kinds[column] or {"unit": None})["unit"] or ""
            return _Table(at + 1, column, time, {"": 0.0, "m": 1.0, "s": 1000.0}[unit[:1].lower()])
    return _added_up(lines)


def _possible(values: Sequence[float | None]) -> bool:
    """Whether all are numbers and usual for heartbeats: a column 'RR' may hold breaths a minute."""
    usual = median([0.0 if value is None else value for value in values])
    in_ms = 1000 * usual if usual < _SECONDS_BELOW else usual
    return None not in values and _USUAL_MS[0] <= in_ms <= _USUAL_MS[1]


def _added_up(lines: Sequence[str]) -> _Table | None:
    """Two columns without a heading: one holds the intervals between the times in the other."""
    rows = [
        [_number(cells, column) for column in range(min(len(cells), 3))]
        for cells in map(_cells, _filled(lines, 0, 4 * _ENOUGH))
    ]
    if len(rows) < _ENOUGH or any(len(row) != 2 or None in row for row in rows):
        return None
    for time, interval in ((0, 1), (1, 0)):
        times, beats = ([row[column] or 0.0 for row in rows] for column in (time, interval))
        usual = median(beats)
        for scale in (1.0, 1000.0, 0.001):
            off = [abs(scale * (b - a) - beat) for (a, b), beat in zip(pairwise(times), beats[1:], strict=True)]
            if _possible([usual]) and median(off) <= _CLOSE * usual:
                return _Table(0, interval, time, 0.0)
    return None


def _filled(lines: Sequence[str], begin: int, count: int = _ENOUGH) -> list[str]:
    """The next lines that hold something; a line that holds no number stands for those that are missing."""
    filled = [line for line in lines[begin : begin + 2 * count] if line.strip() and not line.startswith("#")][:count]
    return filled if filled else [""]


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in (";", "\t", ",") if mark in line), None)
    return [cell.strip() for cell in (line.split(mark) if mark else line.split())]


def _number(cells: Sequence[str], column: int) -> float | None:
    if column >= len(cells):
        return None
    return number(cells[column].replace(",", "."))  # a comma here is a decimal one: no interval has thousands parted


def _written(text: str, zone: tzinfo) -> datetime | None:
    since = number(text)
    if since is not None and _SINCE_1970_MS[0] <= since < _SINCE_1970_MS[1]:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=since)).astimezone(zone)
    found = instant(text, zone)
    return found if found is not None and YEARS[0] <= found.year <= YEARS[1] else None
