"""Beat-to-beat intervals as text: one number a line, in milliseconds or seconds (Polar, Suunto, Elite HRV, Kubios)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from typing import BinaryIO

import numpy as np

from unweary.importers.written import lines, named
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TITLE = "lists of heartbeat intervals (RR), one a line"
#: More beats than a month has. A recording is one column, so its beats (8 bytes each) are held; the text is not.
MOST_BEATS = 5_000_000
#: Below this the numbers can only be seconds: 10 ms is no heartbeat, 10 s is none either.
_SECONDS_BELOW = 10.0
_LINES_SHOWN = 20
#: What stands where there is no interval.
_NO_INTERVAL = (0.0, -1.0)
#: A person's intervals are within, 15 to 300 beats a minute; the shares of others, and of those below zero, that
#: gaps and wrong beats can make up.
_USUAL_MS = (200.0, 4000.0)
_MOST_OUT, _MOST_BELOW_0 = 0.5, 0.1
_SIGNAL = r"(?:ecg|ekg|emg|ppg|bvp|eda|mv|uv|\u00b5v|\u03bcv|volts?|microvolts?|millivolts?)"
#: A heading or a comment that names a signal: what a device sampled, not the beats found in it.
_HEADING = re.compile(rf"\W*{_SIGNAL}\b", re.IGNORECASE)
_LABELLED = re.compile(rf"#\W*(?:labels?|channels?|signals?|units?|columns?)\W.*\b{_SIGNAL}\b", re.IGNORECASE)
_OF_BEATS = re.compile(r"\br-?ri?\b|\bnni?\b|ibi|interval|beat|peak", re.IGNORECASE)
_STARTED = re.compile(r"#\s*started_at\s*:\s*(\S+)")


def recognise(head: bytes, name: str) -> int:
    """1 for a list of single numbers: that is a shape, and a table with one column has it too."""
    return int(looks_like(head.decode("utf-8", "replace")))


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """A file as :func:`read_text` reads it."""
    yield from _items(lines(stream), name, zone)


def looks_like(text: str) -> bool:
    """Whether the first lines are single numbers, after at most one heading and any number of ``#`` lines.

    Examples
    --------
    >>> looks_like("812\\n798\\n805\\n"), looks_like("rr_ms\\n812.5\\n"), looks_like("a,b\\n1,2\\n")
    (True, True, False)
    """
    first = [line for _, line in _filled(text.splitlines())][:20]
    if first and _value(first[0]) is None:
        if re.search(r"[,;\t]", first[0]):
            return False
        first = first[1:]
    return bool(first) and sum(_value(line) is not None for line in first) >= 0.8 * len(first)


def read_text(text: str, name: str, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """One recording of kind ``rr``.

    Parameters
    ----------
    text : str
        The file. A line ``# started_at: 2026-11-20T06:40:00+01:00`` tells when it began.
    name : str
        Its name. Without that line, a date in it does (``2026-11-20 06-40-00.txt``); without an hour, 06:00.
    zone : tzinfo
        Where the person was; for dates that do not say.

    Yields
    ------
    Recording
        Column ``rr_ms`` [ms]. Zero and negative numbers are 'no interval' and left out; no other beat is judged.
    Problem
        ``not_a_number`` per line that could not be read. With nothing kept: ``no_time`` where nothing tells the date,
        ``no_values`` where there is no interval, ``not_beats`` where a heading names a signal or most numbers can be no
        intervals (samples of an ECG), ``too_large`` above ``MOST_BEATS``.

    Examples
    --------
    >>> recording, = read_text("812\\n798\\n", "2026-11-20 06-40-00.txt")
    >>> recording.started_at.isoformat(), list(recording.columns["rr_ms"])
    ('2026-11-20T06:40:00+00:00', [812.0, 798.0])
    """
    yield from _items(text.splitlines(), name, zone)


def _items(text: Iterable[str], name: str, zone: tzinfo) -> Iterator[Recording | Problem]:
    numbers, placed = array("d"), array("L")
    problems: list[Problem] = []
    begun: list[str] = []
    signals: list[tuple[int, str]] = []
    wrong = 0
    for count, (line_number, line) in enumerate(_filled(text, begun, signals)):
        value = _value(line)
        if value is None:
            if count == 0 and _names_a_signal(line, _HEADING):
                signals.append((line_number, line))
            wrong += count > 0
            if 0 < wrong <= _LINES_SHOWN:
                words = f"'{line[:40]}' is not a number. The line was left out."
                problems.append(Problem(f"{name}, line {line_number}", "not_a_number", words))
        elif value not in _NO_INTERVAL:
            numbers.append(value)
            placed.append(line_number)
        if len(numbers) > MOST_BEATS:
            yield Problem(name, "too_large", f"A list of more than {MOST_BEATS} heartbeats. Nothing was read.")
            return
    values = np.frombuffer(numbers)
    yield _told(values, signals[:1] or _not_beats(values, placed), _started_at(begun, name, zone), name)
    yield from problems
    if wrong > _LINES_SHOWN:
        yield Problem(name, "not_a_number", f"{wrong - _LINES_SHOWN} more lines are not numbers.")


def _told(
    values: np.ndarray, other: Sequence[tuple[int, str]], started_at: datetime | None, name: str
) -> Recording | Problem:
    """The recording, or why there is none; ``other`` says in which line the numbers are something else."""
    if not len(values) or (not other and not np.any(values > 0)):
        return Problem(name, "no_values", "There is no interval above 0 in this list. Nothing was read.")
    if other:
        line_number, line = other[0]
        words = (
            f"'{line[:40]}': these are not intervals between heartbeats but something else, such as the samples of an "
            "ECG. Nothing was read. Intervals are 200 to 4000 ms (or 0.2 to 4 s), one a line, such as 812."
        )
        return Problem(f"{name}, line {line_number}", "not_beats", words)
    if started_at is None:
        words = "Put the date into its name, such as 2026-11-20 06-40-00.txt."
        return Problem(name, "no_time", f"The file does not say when it was recorded. {words}")
    rr_ms = _scale(values) * values[values > 0]
    return Recording(started_at=started_at, kind="rr", columns={"rr_ms": array("d", rr_ms.tobytes())}, source=name)


def _scale(values: np.ndarray) -> float:
    return 1000.0 if np.median(values[values > 0]) < _SECONDS_BELOW else 1.0


def _not_beats(values: np.ndarray, placed: Sequence[int]) -> list[tuple[int, str]]:
    """The first number that is no interval, with its line, where they are too many for a row of heartbeats.

    A recording may hold gaps and wrong beats; but more than half are intervals, and next to none is below zero.
    """
    if not np.any(values > 0):
        return []
    in_ms = _scale(values) * values
    out = (in_ms < _USUAL_MS[0]) | (in_ms > _USUAL_MS[1])
    if np.mean(out) <= _MOST_OUT and np.mean(values < 0) <= _MOST_BELOW_0:
        return []
    first = int(np.argmax(out))
    return [(placed[first], f"{values[first]:g}")]


def _filled(
    text: Iterable[str], begun: list[str] | None = None, signals: list[tuple[int, str]] | None = None
) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered; of the comments the one that tells the beginning goes to ``begun``, and
    those that name a signal go to ``signals``."""
    for line_number, raw in enumerate(text, start=1):
        line = raw.strip()
        if line.startswith("#"):
            if begun is not None and not begun and line_number <= _LINES_SHOWN and (told := _STARTED.search(line)):
                begun.append(told[1])
            if signals is not None and _names_a_signal(line, _LABELLED):
                signals.append((line_number, line))
        elif line:
            yield line_number, line


def _names_a_signal(line: str, shape: re.Pattern[str]) -> bool:
    return shape.match(line) is not None and _OF_BEATS.search(line) is None


def _value(line: str) -> float | None:
    # Written out, because float() also reads 'nan', 'inf' and '1_0'.
    if re.fullmatch(r"[+-]?\d{1,9}([.,]\d{0,9})?", line, re.ASCII) is None:
        return None
    return float(line.replace(",", "."))


def _started_at(begun: Sequence[str], name: str, zone: tzinfo) -> datetime | None:
    if not begun:
        return named(name, zone)
    try:
        moment = datetime.fromisoformat(begun[0])
    except ValueError:
        return None
    if not 2000 <= moment.year < 2100:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
