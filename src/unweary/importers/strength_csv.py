"""Strength workouts of Strong and Hevy: one row a set. Hevy seen on a real file, Strong not yet.

Strong writes ``Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,...`` (also parted by semicolons, with
``Weight Unit``, or ``Weight (kg)``); Hevy ``title,start_time,end_time,exercise_title,set_type,weight_kg,reps,...``.
Times are local and name no zone. Exercise names are kept as written: knowledge maps them to muscles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

from unweary.importers.written import Row, few, heading, instant, number, rows
from unweary.vocab.errors import Problem
from unweary.vocab.history import Session, StrengthSet

TITLE = "strength workouts of Strong and Hevy (CSV)"
#: More than a person does in a day; a workout is held in memory.
MOST_SETS = 5_000

_STRONG = ("Date", "Workout Name", "Exercise Name", "Set Order")
_HEVY = ("title", "start_time", "exercise_title", "set_type")
_KILOGRAMS = {"kg": 1.0, "kgs": 1.0, "lb": 0.45359237, "lbs": 0.45359237}
_METRES = {"m": 1.0, "meters": 1.0, "km": 1000.0, "mi": 1609.344, "miles": 1609.344, "ft": 0.3048}
_KINDS = {"W": "warmup", "D": "dropset", "F": "failure"}
_NO_SET = ("rest timer", "note")
_SPAN = re.compile(r"(?:(\d{1,6})\s*h)?\s*(?:(\d{1,6})\s*m(?:in)?)?\s*(?:(\d{1,6})\s*s(?:ec)?)?", re.ASCII)


def recognise(head: bytes, name: str) -> int:
    """2 for the columns of one of the two apps."""
    names = heading(head)
    return 2 if set(_STRONG) <= set(names) or set(_HEVY) <= set(names) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Session | Problem]:
    """One session a workout, with its sets.

    Yields
    ------
    Session
        ``sport`` strength; ``sets`` in the order of the file. Rest timers and notes are no sets.
    Problem
        ``date``; ``no_duration`` (a workout of which the file does not tell how long it took is left out);
        ``no_unit`` once for a file whose weights name no unit: then the sets come without weights, since a pound taken
        for a kilogram doubles the load; ``not_a_number`` per cell; ``too_large`` for a workout that never ends.

    Examples
    --------
    >>> import io
    >>> text = b'''title,start_time,end_time,exercise_title,set_type,weight_kg,reps
    ... Legs,"30 Jun 2025, 19:00","30 Jun 2025, 20:00",Squat (Barbell),normal,80,5
    ... '''
    >>> session, = read(io.BytesIO(text), "workouts.csv")
    >>> session.duration_s, session.sets[0].exercise, session.sets[0].weight_kg, session.sets[0].reps
    (3600.0, 'Squat (Barbell)', 80.0, 5)
    """
    yield from few(_workouts(stream, name, zone), name)


@dataclass(slots=True)
class _Workout:
    key: tuple[str, str]
    started_at: datetime
    duration_s: float
    device: str
    sets: list[StrengthSet]


def _workouts(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Session | Problem]:
    now: _Workout | None = None
    key: tuple[str, str] = ("", "")
    unit_missed = False
    for row in rows(stream, name):
        if isinstance(row, Problem):
            yield row
            continue
        hevy = "exercise_title" in row.cells
        if (begun := _key(row, hevy)) != key:
            yield from _session(now, name)
            key, now = begun, None
            try:
                now = _begin(row, hevy, key, zone)
            except ValueError as error:
                code, _, words = str(error).partition(": ")
                yield Problem(f"{name}, line {row.line}", code, words)
        if now is None or row["Set Order"].casefold() in _NO_SET:
            continue
        bad: list[Problem] = []
        weight, named = _weight_kg(row, _numbers(row, f"{name}, line {row.line}", bad))
        if not named and not unit_missed:
            unit_missed = True
            yield Problem(
                f"{name}, line {row.line}, Weight",
                "no_unit",
                "The weights of this file name no unit, so they were left out; sets and repetitions are kept. Rename "
                "the column to 'Weight (kg)' or 'Weight (lb)' and import the file again.",
            )
        if len(now.sets) >= MOST_SETS:
            rest = "It was left out, and so was what stands after it."
            yield Problem(f"{name}, line {row.line}", "too_large", f"A workout of more than {MOST_SETS} sets. {rest}")
            return
        now.sets.append(_set(row, hevy, weight, _numbers(row, f"{name}, line {row.line}", bad)))
        yield from dict.fromkeys(bad)
    yield from _session(now, name)


def _key(row: Row, hevy: bool) -> tuple[str, str]:
    return (row["start_time"], row["title"]) if hevy else (row["Date"], row["Workout Name"])


def _session(workout: _Workout | None, name: str) -> Iterator[Session]:
    if workout is not None and workout.sets:
        yield Session(
            started_at=workout.started_at,
            duration_s=workout.duration_s,
            sport="strength",
            source=name,
            device=workout.device,
            sets=tuple(workout.sets),
        )


def _begin(row: Row, hevy: bool, key: tuple[str, str], zone: tzinfo) -> _Workout:
    started_at = instant(key[0], zone)
    if started_at is None:
        raise ValueError(f"date: '{key[0][:40]}' is not a time such as 2026-11-20 18:30:00. The workout was left out.")
    if hevy:
        ended_at = instant(row["end_time"], zone)
        duration_s = None if ended_at is None else (ended_at - started_at).total_seconds()
    else:
        duration_s = _span_s(row["Duration"] or row["Workout Duration"])
    if duration_s is None or not 0 < duration_s <= 86_400:
        raise ValueError(
            "no_duration: The file does not tell how long this workout took (up to a day). It was left out."
        )
    return _Workout(key, started_at, duration_s, "Hevy" if hevy else "Strong", [])


def _span_s(text: str) -> float | None:
    """``1h 5m`` or a number of seconds, in seconds."""
    if (plain := number(text)) is not None:
        return plain
    found = _SPAN.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return 3600.0 * hours + 60.0 * minutes + seconds


Read = Callable[[str, float, float], float | None]


def _numbers(row: Row, where: str, bad: list[Problem]) -> Read:
    """What reads a cell: times a factor, within (0, most]; 0 and nothing mean that the set has none."""

    def value(column: str, most: float, factor: float = 1.0) -> float | None:
        cell = row[column]
        if not cell:
            return None
        read = number(cell)
        read = number(cell, ",") if read is None else read
        if read is None or not 0 <= read * factor <= most:
            words = f"'{cell[:40]}' is not a number from 0 to {most / factor:g}. The cell was left out."
            bad.append(Problem(f"{where}, {column}", "not_a_number", words))
            return None
        return read * factor or None

    return value


def _weight_kg(row: Row, value: Read) -> tuple[float | None, bool]:
    """The weight, and whether its unit was named (or there was no weight)."""
    for column in ("weight_kg", "Weight (kg)"):
        if column in row.cells:
            return value(column, 2_000, 1.0), True
    for column in ("weight_lbs", "weight_lb", "Weight (lbs)", "Weight (lb)"):
        if column in row.cells:
            return value(column, 2_000, _KILOGRAMS["lb"]), True
    factor = _KILOGRAMS.get(row["Weight Unit"].casefold())
    if factor is not None:
        return value("Weight", 2_000, factor), True
    return None, value("Weight", 10_000, 1.0) is None


def _set(row: Row, hevy: bool, weight_kg: float | None, value: Read) -> StrengthSet:
    reps = value("reps" if hevy else "Reps", 10_000, 1.0)
    order = row["Set Order"]
    if hevy:
        distance = value("distance_km", 2_000_000, 1000.0) or value("distance_miles", 2_000_000, _METRES["mi"])
    else:
        metres = _METRES.get(row["Distance Unit"].casefold())
        distance = None if metres is None else value("Distance", 2_000_000, metres)
        distance = distance or value("Distance (meters)", 2_000_000, 1.0)
    rpe = value("rpe" if hevy else "RPE", 10, 1.0)
    return StrengthSet(
        exercise=(row["exercise_title"] or row["Exercise Name"] or "unnamed")[:200],
        reps=None if reps is None else round(reps),
        weight_kg=weight_kg,
        duration_s=value("duration_seconds" if hevy else "Seconds", 400_000, 1.0),
        distance_m=distance,
        rpe_cr10=rpe,
        kind=row["set_type"][:40] if hevy else _KINDS.get(order.upper(), ""),
    )
