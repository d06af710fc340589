"""Fitbit by the second and minute, as Fitabase exports it (CSV): heart rate, steps, sleep. Not yet seen on a real file.

``heartrate_seconds`` (``Id,Time,Value``), ``minuteStepsNarrow`` (``Id,ActivityMinute,Steps``) and ``minuteSleep``
(``Id,date,value,logId``; 1 asleep, 2 restless, 3 awake). Times are local, month first, and name no zone. The daily
tables of the same export are read by ``daily_tables``.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby, islice, pairwise
from typing import BinaryIO, NamedTuple

from unweary.importers.summed import COLUMN_LIMITS
from unweary.importers.written import Row, few, heading, instant, number, rows
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Sleep
from unweary.vocab.signals import SIGNALS

TITLE = "heart rate, steps and sleep of Fitbit by the minute (CSV of Fitabase)"

_PULSE, _STEPS, _SLEEP = ("Id", "Time", "Value"), ("Id", "ActivityMinute", "Steps"), ("Id", "date", "value", "logId")
_SOURCE = "Fitbit"
_HEAD_BYTES = 1 << 16
#: A row a second for a day, and the hour that the clock is set back; more of one day is no watch.
_MOST_SAMPLES = 90_000
#: Of a day or sleep so many wrong rows are named; the reader names 20 of each kind in all.
_MOST_PROBLEMS = 20
_LAST_MINUTE = time(23, 59)
_MINUTE, _LONGEST_SLEEP = timedelta(minutes=1), timedelta(hours=24)
_ASLEEP = 1

Item = Recording | Observation | Sleep | Problem


def recognise(head: bytes, name: str) -> int:
    """2 for the columns of one of the three tables and no others."""
    return 2 if heading(head) in (_PULSE, _STEPS, _SLEEP) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
    """The rows, day by day or sleep by sleep; they stand in the order of time.

    Yields
    ------
    Recording
        Kind ``other``: the heart rate of a local day.
    Observation
        The steps of a local day that has any, at its last minute as the daily table has it.
    Sleep
        From its first minute to the end of its last one; asleep are the minutes that the watch calls so.
    Problem
        ``several_people`` (nothing else then); ``date``, ``not_a_number``, ``out_of_range`` per row; ``order`` for a
        day whose rows do not stand in the order of time; ``sleep_times``; ``too_large`` for a day of too many rows.

    Examples
    --------
    >>> import io
    >>> text = b"Id,Time,Value\\n7,4/12/2016 7:21:00 AM,97\\n7,4/12/2016 7:21:05 AM,102\\n"
    >>> day, = read(io.BytesIO(text), "heartrate_seconds.csv")
    >>> day.started_at.isoformat(), list(day.columns["t_s"]), list(day.columns["hr_bpm"])
    ('2016-04-12T07:21:00+00:00', [0.0, 5.0], [97.0, 102.0])
    """
    first = ""
    for row in rows(stream, name):
        if isinstance(row, Row):
            first = first or row["Id"]
            if row["Id"] not in ("", first):
                words = "Several people stand in this table (column 'Id'). Nothing was read."
                ways = "Keep the rows of one person in a file of their own and import that file."
                yield Problem(name, "several_people", f"{words} {ways}")
                return
    stream.seek(0)
    yield from few(_items(stream, name, zone), name)


class _Reading(NamedTuple):
    """One row: the day or the sleep that it belongs to, when it was, and its number."""

    of: date | str
    at: datetime
    value: float


def _items(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Item]:
    kind = heading(stream.read(_HEAD_BYTES))
    stream.seek(0)
    problems: list[Problem] = []
    more = [0]
    for _, part in groupby(_readings(stream, name, zone, problems, more), key=lambda reading: reading.of):
        yield from {_PULSE: _pulse, _STEPS: _steps, _SLEEP: _sleep}.get(kind, _pulse)(part, name)
        yield from problems
        problems.clear()
    yield from problems
    if more[0]:
        yield Problem(name, "rows", f"{more[0]} more rows could not be read. They were left out.")


def _readings(
    stream: BinaryIO, name: str, zone: tzinfo, problems: list[Problem], more: list[int]
) -> Iterator[_Reading]:
    """The rows that can be read; what is wrong with others goes to ``problems``, or is counted where these are many."""
    low, high = COLUMN_LIMITS["hr_bpm"]
    for row in rows(stream, name):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        at = instant(row["Time"] or row["ActivityMinute"] or row["date"], zone, "mdy")
        value = number(row["Value"] or row["Steps"] or row["value"])
        if at is None:
            wrong = "date", "The row has no time such as 4/12/2016 7:21:00 AM."
        elif value is None or value < 0:
            wrong = "not_a_number", "The row has no number where the value should be."
        elif "Value" in row.cells and not low <= value <= high:
            wrong = "out_of_range", f"A heart rate of {value:g} cannot be: {low:g} to {high:g} are read."
        else:
            yield _Reading(row["logId"] or at.date(), at, value)
            continue
        if len(problems) < _MOST_PROBLEMS:
            problems.append(Problem(f"{name}, line {row.line}", wrong[0], f"{wrong[1]} It was left out."))
        else:
            more[0] += 1


def _pulse(day: Iterator[_Reading], name: str) -> Iterator[Recording | Problem]:
    t_s, hr_bpm = array("d"), array("d")
    begun: datetime | None = None
    for _, at, value in islice(day, _MOST_SAMPLES):
        begun = begun or at
        t_s.append((at - begun).total_seconds())
        hr_bpm.append(value)
    if begun is not None and any(a > b for a, b in pairwise(t_s)):
        words = f"The heart rates of {begun:%Y-%m-%d} do not stand in the order of time. They were left out."
        yield Problem(name, "order", words)
    elif begun is not None:
        yield Recording(begun, "other", {"t_s": t_s, "hr_bpm": hr_bpm}, device=_SOURCE, source=name)
    if begun is not None and (left := sum(1 for _ in day)):
        words = f"{begun:%Y-%m-%d} has more than {_MOST_SAMPLES} heart rates. {left} of them were left out."
        yield Problem(name, "too_large", words)


def _steps(day: Iterator[_Reading], name: str) -> Iterator[Observation]:
    first = next(day)
    total, signal = first.value + sum(reading.value for reading in day), SIGNALS["steps"]
    if 0 < total <= signal.high:
        end = datetime.combine(first.at.date(), _LAST_MINUTE, first.at.tzinfo)
        yield Observation(signal.id, total, signal.unit, end, _SOURCE)


def _sleep(minutes: Iterator[_Reading], name: str) -> Iterator[Sleep | Problem]:
    begun = ended = None
    asleep = 0
    for _, at, value in minutes:
        begun = at if begun is None else min(begun, at)
        ended = at if ended is None else max(ended, at)
        asleep += value == _ASLEEP
    if begun is None or ended is None:
        return
    if ended - begun >= _LONGEST_SLEEP or asleep > _LONGEST_SLEEP / _MINUTE:
        words = f"The sleep that began at {begun:%Y-%m-%d %H:%M} is longer than a day. It was left out."
        yield Problem(name, "sleep_times", words)
    else:
        yield Sleep(begun, ended + _MINUTE, asleep / 60, source=_SOURCE)
