"""Messages of one FIT file to trainings: sessions, their samples, their sets, and beat intervals."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from unweary.importers.fit.clock import at, instant
from unweary.importers.fit.messages import FloatArray, Message, number
from unweary.importers.fit.opened import File
from unweary.importers.fit.sets import sets_of
from unweary.importers.fit.words import COLUMNS, DEVELOPER, sport_word
from unweary.importers.summed import cleaned, session
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording, Session
from unweary.vocab.signals import SIGNALS

#: 0xFFFF ms, FIT's 'no interval'.
_NO_RR_MS = 65_535.0
#: A position is in parts of half a circle.
_SEMICIRCLE_DEG = 180 / 2**31


@dataclass(frozen=True, slots=True)
class _Part:
    """One session and its samples by number and time; ``summary`` is empty where the file has no session message."""

    summary: Message
    start: float
    rows: NDArray[np.intp]
    times: FloatArray


def trainings(file: File) -> Iterator[Recording | Session | Problem]:
    """Per session one ``Recording`` of kind ``activity`` that carries its ``Session`` (or the ``Session`` alone where
    there are no samples), and one ``Recording`` of kind ``rr`` for the file's beat intervals.
    """
    parts, problems = _parts(file)
    sessions = []
    for part, sets in zip(parts, sets_of(file, [part.start for part in parts]), strict=True):
        columns = _columns(file, part)
        summary, wrong = _session(part, columns, file)
        problems += wrong
        if summary is not None:
            summary = replace(summary, sets=sets)
            sessions.append(summary)
        if len(part.rows):
            plain = {key: array("d", values.tobytes()) for key, values in columns.items()}
            yield Recording(instant(part.times[0]), "activity", plain, summary, file.device, file.name)
        elif summary is not None:
            yield summary
    yield from _rr(file, sessions, parts)
    yield from problems


# ---- sessions and the samples in them


def _parts(file: File) -> tuple[list[_Part], list[Problem]]:
    """The sessions by start, each with its samples in order of time; samples with an impossible time are left out."""
    summaries = file.messages.rows("session")
    dated = [(start, row) for row in summaries if isfinite(start := float(file.clock.read(at(row, "start_time"))))]
    dated.sort(key=lambda found: found[0])
    lost = len(summaries) - len(dated)
    rows, times, problems = _believed(file)
    if len(rows) and not dated:
        dated = [(float(times[0]), next(iter(summaries or file.messages.rows("sport")), {}))]
        lost = max(lost - 1, 0)
    if lost:
        problems.append(Problem(file.name, "clock", f"{lost} of the sessions start at an impossible time. Left out."))
    ends = np.searchsorted(times, [start for start, _ in dated[1:]]).tolist()
    bounds = zip([0, *ends], [*ends, len(rows)], strict=True)
    return [
        _Part(row, start, rows[low:high], times[low:high])
        for (start, row), (low, high) in zip(dated, bounds, strict=False)
    ], problems


def _believed(file: File) -> tuple[NDArray[np.intp], FloatArray, list[Problem]]:
    said = file.messages.numbers("record", "timestamp")
    times = file.clock.read(said)
    rows = np.flatnonzero(np.isfinite(times))
    impossible = np.flatnonzero(np.isfinite(said) & np.isnan(times))
    timeless = len(said) - len(rows) - len(impossible)
    # Clocks are set back now and then; a stable sort keeps the order of equal times.
    rows = rows[np.argsort(times[rows], kind="stable")]
    problems = []
    if len(impossible):
        first = int(impossible[0])
        words = "1 sample has" if len(impossible) == 1 else f"{len(impossible)} samples have"
        problems.append(
            Problem(
                f"{file.name}, sample {first + 1}",
                "clock",
                f"{words} a time more than 10 days from the session, first {_date_words(said[first])}. Left out.",
            )
        )
    if timeless and len(rows):
        problems.append(Problem(file.name, "no_time", f"{timeless} samples have no time. Left out."))
    return rows, times[rows], problems


def _date_words(unix_s: float) -> str:
    try:
        return f"{instant(unix_s):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return f"second {unix_s:g}"


def _columns(file: File, part: _Part) -> dict[str, FloatArray]:
    """The columns that have a value at all, and ``t_s`` from the first sample."""
    if not len(part.rows):
        return {}
    present = file.messages.columns["record"]
    columns = {}
    for column, fields in COLUMNS.items():
        found = [present[name][part.rows] for name in fields if name in present]
        if found:
            columns[column] = found[0] if len(found) == 1 else np.where(np.isnan(found[0]), found[1], found[0])
    for column, field in DEVELOPER.items():
        if field in present and (column not in columns or np.isnan(columns[column]).all()):
            columns[column] = present[field][part.rows]
    for column in ("lat_deg", "lon_deg"):
        if column in columns:
            columns[column] = columns[column] * _SEMICIRCLE_DEG
    if "core_temp_c" in columns:
        core, body = columns["core_temp_c"], SIGNALS["temp_c"]
        columns["core_temp_c"] = np.where((core >= body.low) & (core <= body.high), core, nan)
    return {"t_s": part.times - part.times[0], **cleaned(columns)}


def _session(part: _Part, columns: Mapping[str, FloatArray], file: File) -> tuple[Session | None, list[Problem]]:
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
    device = "" if len(part.rows) else file.device
    return session(instant(part.start), sport, columns, said, file.name, device)


def _first(message: Message, *names: str) -> float:
    return next((value for name in names if isfinite(value := number(message.get(name)))), nan)


def _rpe_cr10(message: Message) -> float:
    """``workout_rpe`` is CR10 times ten; the scale on the watch starts at 1, so 0 is 'not given'."""
    stored = number(message.get("workout_rpe"))
    return stored / 10 if stored > 0 else nan


# ---- beat intervals


def _rr(file: File, sessions: Sequence[Session], parts: Sequence[_Part]) -> Iterator[Recording]:
    """All beat intervals of the file in one recording. It begins with the first session, else with the first message.

    An ``hrv`` message has no time of its own: without a session, those of a file begin when it was made.
    """
    rr_ms = np.concatenate([_of_hrv(file), _of_beats(file), _of_raw_bbi(file)])
    said = [part.start for part in parts] or [
        moment
        for kind, field in (("beat_intervals", "timestamp"), ("raw_bbi", "timestamp"), ("file_id", "time_created"))
        for moment in file.times(kind, field)
        if isfinite(moment)
    ]
    rr_ms = rr_ms[(rr_ms > 0) & (rr_ms < _NO_RR_MS)]
    if len(rr_ms) and said:
        beats = {"rr_ms": array("d", rr_ms.tobytes())}
        session = sessions[0] if sessions else None
        yield Recording(instant(said[0]), "rr", beats, session, file.device, file.name)


def _of_hrv(file: File) -> FloatArray:
    rr_ms: FloatArray = 1000 * file.messages.lists("hrv", "time").ravel()
    return rr_ms


def _of_beats(file: File) -> FloatArray:
    return file.messages.lists("beat_intervals", "time").ravel()


def _of_raw_bbi(file: File) -> FloatArray:
    """14 bits of time [ms], one that says that the beat is sure, one that says that beats are missing here."""
    raw = file.messages.lists("raw_bbi", "data").ravel()
    bits = raw[np.isfinite(raw)].astype(np.int64)
    sure: FloatArray = (bits & 0x3FFF)[bits >> 14 == 1].astype(np.float64)
    return sure
