"""Daily values as a table, one row a day. The default columns are those of the intervals.icu ``wellness.csv``."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from io import StringIO
from math import isfinite
from typing import BinaryIO

from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation
from unweary.vocab.signals import SIGNALS

TITLE = "intervals.icu wellness tables (CSV)"
#: Longer than any life written down day by day; it is held in memory.
MOST_BYTES = 64 << 20
_PROBLEMS_SHOWN = 50
#: A date outside is a slip of the pen (or a spreadsheet's day zero).
_YEARS = (1990, 2100)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the signal it holds, and the factor that brings it to that signal's unit."""

    signal: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table mean. Names are compared without case.

    ``dates`` are the columns that may hold the date, the first one present is used. ``known`` are columns whose meaning
    is clear but which bring nothing here. ``source`` names the origin: baselines are kept per source, so it must not
    change with the file's name. ``hour`` is given to values of a day, which have none.
    """

    source: str
    dates: tuple[str, ...]
    columns: Mapping[str, Column]
    known: tuple[str, ...] = ()
    hour: time = field(default=time(6))


#: The feelings are left out on purpose: they are four steps (1 is good for mood and sleep, low for fatigue), which no
#: rule turns into the 0-10 of a check-in without inventing numbers.
INTERVALS_ICU = Layout(
    source="intervals.icu",
    dates=("date", "id"),
    columns={
        "restingHR": Column("hr_rest_bpm"),
        "hrv": Column("rmssd_ms"),
        "hrvSDNN": Column("sdnn_ms"),
        "sleepSecs": Column("sleep_h", 1 / 3600),
        "weight": Column("mass_kg"),
        "spO2": Column("spo2_pct"),
        "respiration": Column("rr_per_min"),
        "systolic": Column("sbp_mmhg"),
    },
    known=(
        "fatigue", "soreness", "stress", "mood", "motivation", "injury", "sleepQuality", "sleepScore", "avgSleepingHR",
        "readiness", "diastolic", "hydration", "hydrationVolume", "baevskySI", "bloodGlucose", "lactate", "bodyFat",
        "abdomen", "vo2max", "steps", "kcalConsumed", "menstrualPhase", "ctl", "atl", "comments",
    ),
)  # fmt: skip


def recognise(head: bytes, name: str) -> int:
    """1 for any table: which columns it has, :func:`read` says."""
    text = head.decode("utf-8", "replace")
    odd = sum(1 for sign in text[:4096] if sign == "\ufffd" or (sign < " " and sign not in "\t\r\n\f"))
    return int(odd <= 0.02 * len(text[:4096]) and looks_like(text))


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Observation | Day | Problem]:
    """A file as :func:`read_text` reads it; ``too_large`` (nothing else then) above ``MOST_BYTES``."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Problem(name, "too_large", f"A daily table of more than {MOST_BYTES} bytes. Nothing was read.")
    else:
        yield from read_text(data.decode("utf-8", "replace"), name, zone)


def looks_like(text: str) -> bool:
    """Whether this is a table with a heading and more than one column.

    Examples
    --------
    >>> looks_like("date,restingHR\\n2026-11-20,48\\n"), looks_like("<xml>\\n</xml>"), looks_like("a b c")
    (True, False, False)
    """
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if len(lines) < 2 or lines[0].lstrip()[:1] in ("<", "{", "["):
        return False
    mark = _delimiter(lines[0])
    return mark is not None and mark in lines[1]


def read_text(
    text: str, name: str, zone: tzinfo = UTC, layout: Layout = INTERVALS_ICU
) -> Iterator[Observation | Day | Problem]:
    """The values of a daily table.

    Parameters
    ----------
    text : str
        The file; comma, semicolon or tab between the cells.
    name : str
        Its name, for problems.
    zone : tzinfo
        Where the person was: a day's values are set at ``layout.hour`` there.
    layout : Layout
        What the columns mean.

    Yields
    ------
    Observation
        One per known cell, in the signal's unit.
    Day
        Sleep alone: it belongs to the diary.
    Problem
        ``date``, ``not_a_number`` or ``out_of_range`` with line and value (the cell is left out);
        ``no_known_column`` with all names where nothing was recognised.

    Examples
    --------
    >>> table = "date,restingHR,sleepSecs\\n2026-11-20,48,27000\\n2026-11-21,900,\\n"
    >>> pulse, sleep, wrong = read_text(table, "wellness.csv")
    >>> pulse.value, sleep.sleep_h, wrong.where
    (48.0, 7.5, 'wellness.csv, line 3, restingHR')
    """
    problems = 0
    for item in _items(text, name, zone, layout):
        problems += isinstance(item, Problem)
        if not isinstance(item, Problem) or problems <= _PROBLEMS_SHOWN:
            yield item
    if problems > _PROBLEMS_SHOWN:
        yield Problem(name, "more_problems", f"{problems - _PROBLEMS_SHOWN} more cells could not be read.")


def _items(text: str, name: str, zone: tzinfo, layout: Layout) -> Iterator[Observation | Day | Problem]:
    # csv refuses NUL bytes and cells over 131,072 characters; the rest of the file cannot be trusted then.
    heading, _, _ = text.lstrip().partition("\n")
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(heading) or ",")
    try:
        names = next((row for row in rows if any(cell.strip() for cell in row)), [])
        at = {cell.strip().casefold(): place for place, cell in reversed(list(enumerate(names)))}
        day_place = next((at[key.casefold()] for key in layout.dates if key.casefold() in at), None)
        places = {at[key.casefold()]: (key, column) for key, column in layout.columns.items() if key.casefold() in at}
        if day_place is None or not (places or any(key.casefold() in at for key in layout.known)):
            yield _nothing_known(name, names, layout)
            return
        for row in rows:
            if any(cell.strip() for cell in row):
                yield from _row(row, f"{name}, line {rows.line_num}", day_place, places, zone, layout)
    except csv.Error as error:
        words = f"The table cannot be read from here on ({error}). The rest was left out."
        yield Problem(f"{name}, line {rows.line_num}", "csv_broken", words)


def _row(
    row: list[str], where: str, day_place: int, places: Mapping[int, tuple[str, Column]], zone: tzinfo, layout: Layout
) -> Iterator[Observation | Day | Problem]:
    said = row[day_place].strip() if day_place < len(row) else ""
    try:
        day = date.fromisoformat(said[:10])
        if not _YEARS[0] <= day.year <= _YEARS[1]:
            raise ValueError(said)
    except ValueError:
        yield Problem(where, "date", f"'{said[:40]}' is not a date such as 2026-11-20. The row was left out.")
        return
    for place, (key, column) in places.items():
        cell = row[place].strip() if place < len(row) else ""
        if not cell:
            continue
        value = _number(cell)
        signal = SIGNALS[column.signal]
        if value is None:
            yield Problem(f"{where}, {key}", "not_a_number", f"'{cell[:40]}' is not a number. The cell was left out.")
        elif value == 0 or not signal.low <= value * column.factor <= signal.high:
            yield _out_of_range(f"{where}, {key}", cell, column)
        elif column.signal == "sleep_h":
            yield Day(day=day, sleep_h=value * column.factor, source=layout.source)
        else:
            moment = datetime.combine(day, layout.hour, zone)
            yield Observation(signal.id, value * column.factor, signal.unit, moment, layout.source)


def _out_of_range(where: str, cell: str, column: Column) -> Problem:
    signal = SIGNALS[column.signal]
    low, high = (limit / column.factor for limit in (signal.low, signal.high))
    words = f"{cell[:40]} cannot be: {signal.label} is {low:g} to {high:g} here. The cell was left out."
    return Problem(where, "out_of_range", words)


def _nothing_known(name: str, names: list[str], layout: Layout) -> Problem:
    seen = ", ".join(cell.strip()[:40] for cell in names[:40]) or "none"
    wanted = f"{' or '.join(layout.dates)}, and one of {', '.join(layout.columns)}"
    return Problem(name, "no_known_column", f"No column is known here. Found: {seen}. Needed: {wanted}.")


def _delimiter(heading: str) -> str | None:
    counts = {mark: heading.count(mark) for mark in (",", ";", "\t")}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else None


def _number(cell: str) -> float | None:
    try:
        value = float(cell.replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) else None
