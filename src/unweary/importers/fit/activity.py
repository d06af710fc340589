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
from unweary.importers.fit.climb import climb_m
from unweary.importers.fit.clock import Clock, at, clock_of, instant, number
from unweary.importers.fit.words import COLUMNS, SESSION_LIMITS, sport_word
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session
from unweary.vocab.signals import SIGNALS

FloatArray = NDArray[np.float64]

#: A longer silence between two samples is a pause [s]; used only where the file does not tell its timer time.
_PAUSE_S = 60.0
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
        session, wrong = _session(part, columns, file)
        problems += wrong
        if session is not None:
            sessions.append(session)
        if part.rows:
            yield Recording(
                started_at=instant(part.times[0]),
                kind="activity",
                columns={key: array("d", values.tobytes()) for key, values in columns.items()},
                session=session,
                device=file.device,
                source=name,
            )
        elif session is not None:
            yield session
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
        values[(values < column.low) | (values > column.high)] = nan
        if not np.isnan(values).all():
            columns[column.name] = values
    return columns


def _session(part: _Part, columns: Mapping[str, FloatArray], file: _File) -> tuple[Session | None, list[Problem]]:
    """The summary as the file gives it; what it leaves out is counted from the samples."""
    said = part.summary
    up, down = climb_m(columns["altitude_m"].tolist() if "altitude_m" in columns else ())
    hr_bpm = columns.get("hr_bpm", np.empty(0))
    moving_s = _moving_s(columns)
    wanted = {
        "duration_s": _first(said, "total_timer_time", "total_elapsed_time", otherwise=moving_s),
        "rpe_cr10": _rpe_cr10(said),
        "distance_m": _first(said, "total_distance", otherwise=_last(columns.get("distance_m"))),
        "ascent_m": _first(said, "total_ascent", otherwise=up),
        "descent_m": _first(said, "total_descent", otherwise=down),
        "avg_hr_bpm": _heart_rate(said, "avg_heart_rate", float(np.nanmean(hr_bpm)) if hr_bpm.size else nan),
        "max_hr_bpm": _heart_rate(said, "max_heart_rate", float(np.nanmax(hr_bpm)) if hr_bpm.size else nan),
    }
    values, problems = _possible(wanted, file.name)
    duration_s = values["duration_s"] if values["duration_s"] is not None else moving_s
    if not duration_s <= SESSION_LIMITS["duration_s"][1]:
        return None, problems
    session = Session(
        started_at=instant(part.start),
        duration_s=duration_s,
        sport=sport_word(said.get("sport"), said.get("sub_sport")),
        rpe_cr10=values["rpe_cr10"],
        distance_m=values["distance_m"],
        ascent_m=values["ascent_m"],
        descent_m=values["descent_m"],
        avg_hr_bpm=values["avg_hr_bpm"],
        max_hr_bpm=values["max_hr_bpm"],
        source=file.name,
    )
    return session, problems


def _possible(wanted: Mapping[str, float], name: str) -> tuple[dict[str, float | None], list[Problem]]:
    values: dict[str, float | None] = {}
    problems = []
    for key, value in wanted.items():
        low, high = SESSION_LIMITS[key]
        values[key] = value if low <= value <= high else None
        if isfinite(value) and values[key] is None:
            problems.append(
                Problem(name, "out_of_range", f"{key} is {value:g}, possible is {low:g} to {high:g}. Left out.")
            )
    return values, problems


def _first(message: Message, *names: str, otherwise: float) -> float:
    return next((value for name in names if isfinite(value := number(message.get(name)))), otherwise)


def _heart_rate(message: Message, name: str, otherwise: float) -> float:
    said = number(message.get(name))
    # 0 bpm is what a device without a strap writes.
    return said if said > 0 else otherwise


def _rpe_cr10(message: Message) -> float:
    """``workout_rpe`` is CR10 times ten; the scale on the watch starts at 1, so 0 is 'not given'."""
    stored = number(message.get("workout_rpe"))
    return stored / 10 if stored > 0 else nan


def _last(values: FloatArray | None) -> float:
    return nan if values is None else float(values[~np.isnan(values)][-1])


def _moving_s(columns: Mapping[str, FloatArray]) -> float:
    if "t_s" not in columns:
        return nan
    steps = np.diff(columns["t_s"])
    return float(steps[steps <= _PAUSE_S].sum())


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
