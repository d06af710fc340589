"""Messages of one FIT file to recordings, sessions and body mass."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from unweary.importers.fit.chain import Message, Messages
from unweary.importers.fit.clock import Clock, at, clock_of, instant, number
from unweary.importers.fit.words import COLUMNS, sport_word
from unweary.importers.summed import COLUMN_LIMITS, session
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session
from unweary.vocab.signals import SIGNALS

FloatArray = NDArray[np.float64]

#: 0xFFFF ms, FIT's 'no interval'.
_NO_RR_S = 65.535


@dataclass(frozen=True, slots=True)
class _File:
    """One FIT file: its messages, its clock, and what to call it."""

    messages: Messages
    clock: Clock
    name: str
    device: str

    def all(self, kind: str) -> Sequence[Message]:
        return self.messages.get(kind, ())

    def time(self, message: Message, name: str) -> float:
        return self.clock.read(at(message, name))


@dataclass(slots=True)
class _Part:
    """One session and the samples that fall into it; ``summary`` is empty where the file has no session message."""

    summary: Message
    start: float
    rows: list[Message] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


def facts(messages: Messages, name: str, zone: tzinfo) -> Iterator[Observation | Recording | Session | Problem]:
    """Everything that one FIT file tells about a person.

    Per session one ``Recording`` of kind ``activity`` that carries its ``Session`` (or the ``Session`` alone where
    there are no samples), one ``Recording`` of kind ``rr`` for the file's beat intervals, and an ``Observation`` per
    weighing. Workouts, settings and monitoring files bring nothing, and that is no problem.
    """
    clock = clock_of(messages, zone)
    if clock is None:
        yield from _without_date(messages, name)
        return
    file = _File(messages, clock, name, _device(messages))
    parts, problems = _parts(file)
    sessions = []
    for part in parts:
        columns = _columns(part)
        summary, wrong = _session(part, columns, file)
        problems += wrong
        if summary is not None:
            sessions.append(summary)
        if part.rows:
            yield Recording(
                started_at=instant(part.times[0]),
                kind="activity",
                columns={key: array("d", values.tobytes()) for key, values in columns.items()},
                session=summary,
                device=file.device,
                source=name,
            )
        elif summary is not None:
            yield summary
    yield from _rr(file, sessions, parts)
    yield from _masses(file)
    yield from problems


def _without_date(messages: Messages, name: str) -> Iterator[Problem]:
    dated = [m for kind in ("session", "record") for m in messages.get(kind, ()) if isfinite(_any_time(m))]
    if dated:
        yield Problem(name, "clock", "The device did not know the date, so this recording has no place in time.")


def _any_time(message: Message) -> float:
    moment = at(message, "start_time")
    return moment if isfinite(moment) else at(message, "timestamp")


def _device(messages: Messages) -> str:
    file_id = next(iter(messages.get("file_id", ())), {})
    maker = file_id.get("manufacturer", "unknown")
    product = file_id.get("product_name") or file_id.get("product")
    words = [str(word).strip("\0 ") for word in (maker, product) if isinstance(word, str | int)]
    return " ".join(word for word in words if word)[:200] or "unknown"


# ---- sessions and the samples in them


def _parts(file: _File) -> tuple[list[_Part], list[Problem]]:
    """The sessions by start, each with its samples in order of time; samples with an impossible time are left out."""
    parts = [
        _Part(message, start) for message in file.all("session") if isfinite(start := file.time(message, "start_time"))
    ]
    parts.sort(key=lambda part: part.start)
    lost = len(file.all("session")) - len(parts)
    rows, times, problems = _believed(file)
    if rows and not parts:
        sport = next(iter(file.all("sport")), {})
        summary = file.all("session") or [{key: sport[key] for key in ("sport", "sub_sport") if key in sport}]
        parts = [_Part(summary[0], times[0])]
        lost = max(lost - 1, 0)
    if lost:
        problems.append(Problem(file.name, "clock", f"{lost} of the sessions start at an impossible time. Left out."))
    if parts:
        starts = [part.start for part in parts]
        for row, moment, place in zip(rows, times, np.searchsorted(starts, times, side="right"), strict=True):
            part = parts[max(int(place) - 1, 0)]
            part.rows.append(row)
            part.times.append(moment)
    return parts, problems


def _believed(file: _File) -> tuple[list[Message], list[float], list[Problem]]:
    rows: list[Message] = []
    times: list[float] = []
    timeless = 0
    impossible: list[tuple[int, float]] = []
    for count, message in enumerate(file.all("record"), start=1):
        said = at(message, "timestamp")
        moment = file.clock.read(said)
        if isfinite(moment):
            rows.append(message)
            times.append(moment)
        elif isfinite(said):
            impossible.append((count, said))
        else:
            timeless += 1
    # Clocks are set back now and then; Python's sort keeps the order of equal times.
    order = sorted(range(len(times)), key=times.__getitem__)
    problems = _time_problems(file, impossible, timeless if rows else 0)
    return [rows[i] for i in order], [times[i] for i in order], problems


def _time_problems(file: _File, impossible: list[tuple[int, float]], timeless: int) -> list[Problem]:
    problems = []
    if impossible:
        count, said = impossible[0]
        words = "1 sample has" if len(impossible) == 1 else f"{len(impossible)} samples have"
        problems.append(
            Problem(
                f"{file.name}, sample {count}",
                "clock",
                f"{words} a time more than 10 days from the session, first {_date_words(said)}. Left out.",
            )
        )
    if timeless:
        problems.append(Problem(file.name, "no_time", f"{timeless} samples have no time. Left out."))
    return problems


def _date_words(unix_s: float) -> str:
    try:
        return f"{instant(unix_s):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return f"second {unix_s:g}"


def _columns(part: _Part) -> dict[str, FloatArray]:
    """The columns that have a value at all, and ``t_s`` from the first sample."""
    times = np.asarray(part.times, dtype=np.float64)
    columns = {"t_s": times - times[0]} if len(times) else {}
    for column in COLUMNS:
        values = np.full(len(part.rows), nan)
        for name in reversed(column.fields):
            found = np.fromiter((number(row.get(name)) for row in part.rows), np.float64, len(part.rows))
            values = np.where(np.isnan(found), values, found)
        low, high = COLUMN_LIMITS[column.name]
        values[(values < low) | (values > high)] = nan
        if not np.isnan(values).all():
            columns[column.name] = values
    return columns


def _session(part: _Part, columns: Mapping[str, FloatArray], file: _File) -> tuple[Session | None, list[Problem]]:
    """The summary as the file gives it; what it leaves out is counted from the samples."""
    message = part.summary
    said = {
        "duration_s": _first(message, "total_timer_time", "total_elapsed_time"),
        "rpe_cr10": _rpe_cr10(message),
        "distance_m": _first(message, "total_distance"),
        "ascent_m": _first(message, "total_ascent"),
        "descent_m": _first(message, "total_descent"),
        # 0 bpm is what a device without a strap writes.
        "avg_hr_bpm": _first(message, "avg_heart_rate") or nan,
        "max_hr_bpm": _first(message, "max_heart_rate") or nan,
    }
    sport = sport_word(message.get("sport"), message.get("sub_sport"))
    return session(instant(part.start), sport, columns, said, file.name)


def _first(message: Message, *names: str) -> float:
    return next((value for name in names if isfinite(value := number(message.get(name)))), nan)


def _rpe_cr10(message: Message) -> float:
    """``workout_rpe`` is CR10 times ten; the scale on the watch starts at 1, so 0 is 'not given'."""
    stored = number(message.get("workout_rpe"))
    return stored / 10 if stored > 0 else nan


# ---- beat intervals and body mass


def _rr(file: _File, sessions: Sequence[Session], parts: Sequence[_Part]) -> Iterator[Recording]:
    """All beat intervals of the file, from the start of its first session: the messages themselves have no time."""
    said = (value for message in file.all("hrv") for value in _listed(message.get("time")))
    rr_ms = [1000 * rr_s for rr_s in said if 0 < rr_s < _NO_RR_S]
    starts = [part.start for part in parts] or [file.time(message, "time_created") for message in file.all("file_id")]
    if rr_ms and starts and isfinite(starts[0]):
        yield Recording(
            started_at=instant(starts[0]),
            kind="rr",
            columns={"rr_ms": array("d", rr_ms)},
            session=sessions[0] if sessions else None,
            device=file.device,
            source=file.name,
        )


def _listed(value: object) -> Iterator[float]:
    yield from (number(item) for item in (value if isinstance(value, list | tuple) else (value,)))


def _masses(file: _File) -> Iterator[Observation]:
    """Weighings. A scale that several people use marks whose turn it was; the mark goes into the source."""
    signal = SIGNALS["mass_kg"]
    users = {message.get("user_profile_index") for message in file.all("weight_scale")}
    for message in file.all("weight_scale"):
        moment, mass_kg = file.time(message, "timestamp"), number(message.get("weight"))
        # 655.34 kg is the scale's word for 'still calculating'.
        if isfinite(moment) and signal.low <= mass_kg <= signal.high:
            user = f", user {message.get('user_profile_index')}" if len(users) > 1 else ""
            yield Observation("mass_kg", mass_kg, signal.unit, instant(moment), file.device + user)
