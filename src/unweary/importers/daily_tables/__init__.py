"""Exports that are tables with one row a day, a morning measurement or a training (CSV), each maker's as data.

To add a maker, write a :class:`Layout` in ``layouts_mornings`` or ``layouts_trainings``. A table whose columns prove no
maker is tried as a table of one's own with the column names of intervals.icu (``date,restingHR,hrv,...``).
Which were seen on real files stands in ``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from io import BytesIO
from typing import BinaryIO

from unweary.importers.daily_tables.layout import Column, Layout, Nights, Trainings
from unweary.importers.daily_tables.layouts_mornings import INTERVALS_ICU, MORNINGS
from unweary.importers.daily_tables.layouts_trainings import TRAININGS
from unweary.importers.daily_tables.reading import Item, Reader
from unweary.importers.daily_tables.survey import folded, survey
from unweary.importers.written import few, heading, rows
from unweary.vocab.errors import Problem

__all__ = [
    "INTERVALS_ICU", "LAYOUTS", "TITLE", "Column", "Layout", "Nights", "Trainings", "layout_of",
    "looks_like", "read", "read_text", "recognise",
]  # fmt: skip

TITLE = (
    "tables of days, mornings and trainings (CSV: intervals.icu, HRV4Training, Elite HRV, Oura, WHOOP, Fitbit, Garmin, "
    "Strava, Visible, pmSys, Withings, Golden Cheetah)"
)
_HEAD_BYTES = 1 << 16
_ONE_PERSON = "Keep the rows of one person in a file of their own and import that file."
_TWO_WAYS = (
    "Dates such as 03/04/25 can be read in two ways, and no date of this file tells which. Write them as 2025-04-03 "
    "and import the file again. Nothing was read."
)

#: Every maker whose columns prove it.
LAYOUTS: tuple[Layout, ...] = (*MORNINGS, *TRAININGS)


def layout_of(head: bytes) -> Layout | None:
    """The maker whose signature is in the first line.

    Examples
    --------
    >>> layout_of(b"Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep\\n").source
    'Fitbit'
    >>> layout_of(b"date,restingHR\\n") is None
    True
    """
    names = {folded(name) for name in heading(head)}
    return next((each for each in LAYOUTS if {name.casefold() for name in each.signature} <= names), None)


def recognise(head: bytes, name: str) -> int:
    """2 for the columns of a maker, 1 for any other table: which columns it has, :func:`read` says."""
    names = {folded(name) for name in heading(head)}
    own = names & {"date", "id"} and names & {"restinghr", "hrv", "hrvsdnn", "sleepsecs"}
    return 2 if own or layout_of(head) is not None else int(looks_like(head.decode("utf-8", "replace")))


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
    """The rows of a table, as :func:`read_text` reads them.

    It is looked at twice, and no row is kept: only the whole column tells how dates are written, and only the whole
    file that it is about one person.
    """
    yield from few(_items(stream, name, zone, None), name)


def read_text(text: str, name: str, zone: tzinfo = UTC, layout: Layout | None = None) -> Iterator[Item]:
    """What the rows tell.

    Parameters
    ----------
    text : str
        The table; comma, semicolon, tab or bar between the cells.
    name : str
        The file's name, for problems and sessions.
    zone : tzinfo
        Where the person was, for times without a zone. Values of a day stand at the layout's hour there.
    layout : Layout, optional
        What the columns mean; by default as the first line says.

    Yields
    ------
    Observation
        One per cell of a measured column, in the signal's unit.
    Day
        Sleep of a night without times, and marks such as ``sick``.
    Sleep, Session
        Where the row tells their times.
    Problem
        With line and column, what was wrong left out: ``date``, ``clock``, ``zone``, ``not_a_number``,
        ``out_of_range``, ``sleep_times``, ``no_duration``. Once a file: ``left_out`` (rows that are no morning value),
        ``no_unit``. With nothing read: ``no_known_column``, ``several_people``, ``date_order``,
        ``no_values``.

    Examples
    --------
    >>> text = "date,restingHR,sleepSecs\\n2026-11-20,48,27000\\n2026-11-21,900,\\n"
    >>> pulse, sleep, wrong = read_text(text, "wellness.csv")
    >>> pulse.value, sleep.sleep_h, wrong.where
    (48.0, 7.5, 'wellness.csv, line 3, restingHR')
    """
    yield from few(_items(BytesIO(text.encode("utf-8", "replace")), name, zone, layout), name)


def looks_like(text: str) -> bool:
    """Whether this is a table with a heading and more than one column.

    Examples
    --------
    >>> looks_like("date,restingHR\\n2026-11-20,48\\n"), looks_like("<xml>\\n</xml>"), looks_like("a b c")
    (True, False, False)
    """
    start = text[:4096]
    odd = sum(1 for sign in start if sign == "\ufffd" or (sign < " " and sign not in "\t\r\n\f"))
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    if odd > 0.02 * len(start) or len(lines) < 2 or lines[0].lstrip()[:1] in ("<", "{", "["):
        return False
    mark = max((",", ";", "\t"), key=lines[0].count)
    return mark in lines[0] and mark in lines[1]


def _items(stream: BinaryIO, name: str, zone: tzinfo, layout: Layout | None) -> Iterator[Item]:
    head = stream.read(_HEAD_BYTES)
    layout = layout or layout_of(head) or INTERVALS_ICU
    names = heading(head)
    here = {folded(each) for each in names}
    told = {key.casefold() for key in (*layout.columns, *layout.known, *layout.signature)}
    if not here & {key.casefold() for key in layout.at} or not here & told:
        yield _nothing_known(name, names, layout)
        return
    stream.seek(0)
    seen = survey(rows(stream, name), layout)
    if seen.people > 1:
        words = f"The file holds {seen.people} people (column '{layout.person}'). Nothing was read. {_ONE_PERSON}"
        yield Problem(name, "several_people", words)
    elif seen.unclear:
        yield Problem(name, "date_order", _TWO_WAYS)
    else:
        yield from _unitless(name, layout, here)
        stream.seek(0)
        silent = True
        for item in Reader(name, zone, layout, seen).items(rows(stream, name)):
            silent = False
            yield item
        if silent:
            words = f"No row tells anything in the columns that are read ({', '.join(layout.telling())})."
            yield Problem(name, "no_values", f"{words} Nothing was read.")


def _unitless(name: str, layout: Layout, here: set[str]) -> Iterator[Problem]:
    training = layout.training
    found = [] if training is None else [key for key in training.unitless if key.casefold() in here]
    if training is not None and found:
        words = f"The file names no unit for {', '.join(found)}, so these were left out. To have them read, rename the"
        yield Problem(name, "no_unit", f"{words} columns to {training.units} and import the file again.")


def _nothing_known(name: str, names: tuple[str, ...], layout: Layout) -> Problem:
    seen = ", ".join(cell[:40] for cell in names[:40]) or "none"
    wanted = f"{' or '.join(layout.at)}, and one of {', '.join(layout.columns)}"
    return Problem(name, "no_known_column", f"No column is known here. Found: {seen}. Needed: {wanted}.")
