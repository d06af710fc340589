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
        Column ``rr_ms`` [ms]. Zero and negative numbers are 'no interval' and left out; nothing else is judged.
    Problem
        ``not_a_number`` per line that could not be read. With nothing kept: ``no_time`` where nothing tells the date,
        ``no_values`` where there is no interval, ``too_large`` above ``MOST_BEATS``.

    Examples
    --------
    >>> recording, = read_text("812\\n798\\n", "2026-11-20 06-40-00.txt")
    >>> recording.started_at.isoformat(), list(recording.columns["rr_ms"])
    ('2026-11-20T06:40:00+00:00', [812.0, 798.0])
    """
    yield from _items(text.splitlines(), name, zone)


def _items(text: Iterable[str], name: str, zone: tzinfo) -> Iterator[Recording | Problem]:
    beats = array("d")
    problems: list[Problem] = []
    begun: list[str] = []
    wrong = 0
    for count, (line_number, line) in enumerate(_filled(text, begun)):
        value = _value(line)
        if value is None:
            wrong += count > 0
            if 0 < wrong <= _LINES_SHOWN:
                words = f"'{line[:40]}' is not a number. The line was left out."
                problems.append(Problem(f"{name}, line {line_number}", "not_a_number", words))
        elif value > 0:
            beats.append(value)
        if len(beats) > MOST_BEATS:
            yield Problem(name, "too_large", f"A list of more than {MOST_BEATS} heartbeats. Nothing was read.")
            return
    started_at = _started_at(begun, name, zone)
    if started_at is None:
        yield Problem(
            name,
            "no_time",
            "The file does not say when it was recorded. Put the date into its name, such as 2026-11-20 06-40-00.txt.",
        )
    elif not beats:
        yield Problem(name, "no_values", "There is no interval above 0 in this list. Nothing was read.")
    else:
        rr_ms = np.frombuffer(beats)
        scale = 1000.0 if np.median(rr_ms) < _SECONDS_BELOW else 1.0
        yield Recording(
            started_at=started_at, kind="rr", columns={"rr_ms": array("d", (scale * rr_ms).tobytes())}, source=name
        )
    yield from problems
    if wrong > _LINES_SHOWN:
        yield Problem(name, "not_a_number", f"{wrong - _LINES_SHOWN} more lines are not numbers.")


def _filled(text: Iterable[str], begun: list[str] | None = None) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered; of the comments the one that tells the beginning goes to ``begun``."""
    for line_number, raw in enumerate(text, start=1):
        line = raw.strip()
        if line.startswith("#"):
            if begun is not None and not begun and line_number <= _LINES_SHOWN and (told := _STARTED.search(line)):
                begun.append(told[1])
        elif line:
            yield line_number, line


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
