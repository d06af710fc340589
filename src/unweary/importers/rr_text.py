"""Beat-to-beat intervals as text: one number a line, in milliseconds or seconds (Polar, Suunto, Elite HRV, Kubios)."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from statistics import median
from typing import BinaryIO

from unweary.importers.written import named
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TITLE = "lists of heartbeat intervals (RR), one a line"
#: More than this is no night of heartbeats; it is held in memory.
MOST_BYTES = 64 << 20
#: Below this the numbers can only be seconds: 10 ms is no heartbeat, 10 s is none either.
_SECONDS_BELOW = 10.0
_LINES_SHOWN = 20
_STARTED = re.compile(r"#\s*started_at\s*:\s*(\S+)")


def recognise(head: bytes, name: str) -> int:
    """1 for a list of single numbers: that is a shape, and a table with one column has it too."""
    return int(looks_like(head.decode("utf-8", "replace")))


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """A file as :func:`read_text` reads it; ``too_large`` (nothing else then) above ``MOST_BYTES``."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Problem(name, "too_large", f"A list of heartbeats of more than {MOST_BYTES} bytes. Nothing was read.")
    else:
        yield from read_text(data.decode("utf-8", "replace"), name, zone)


def looks_like(text: str) -> bool:
    """Whether the first lines are single numbers, after at most one heading and any number of ``#`` lines.

    Examples
    --------
    >>> looks_like("812\\n798\\n805\\n"), looks_like("rr_ms\\n812.5\\n"), looks_like("a,b\\n1,2\\n")
    (True, True, False)
    """
    lines = [line for _, line in _lines(text)][:20]
    if lines and _value(lines[0]) is None:
        if re.search(r"[,;\t]", lines[0]):
            return False
        lines = lines[1:]
    return bool(lines) and sum(_value(line) is not None for line in lines) >= 0.8 * len(lines)


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
        ``not_a_number`` per line that could not be read; ``no_time`` where nothing tells the date (nothing is kept).

    Examples
    --------
    >>> recording, = read_text("812\\n798\\n", "2026-11-20 06-40-00.txt")
    >>> recording.started_at.isoformat(), list(recording.columns["rr_ms"])
    ('2026-11-20T06:40:00+00:00', [812.0, 798.0])
    """
    values: list[float] = []
    problems: list[Problem] = []
    for count, (line_number, line) in enumerate(_lines(text)):
        value = _value(line)
        if value is not None:
            values.append(value)
        elif count > 0:
            words = f"'{line[:40]}' is not a number. The line was left out."
            problems.append(Problem(f"{name}, line {line_number}", "not_a_number", words))
    started_at = _started_at(text, name, zone)
    beats = [value for value in values if value > 0]
    if started_at is None:
        yield Problem(
            name,
            "no_time",
            "The file does not say when it was recorded. Put the date into its name, such as 2026-11-20 06-40-00.txt.",
        )
    elif beats:
        scale = 1000.0 if median(beats) < _SECONDS_BELOW else 1.0
        columns = {"rr_ms": array("d", (scale * beat for beat in beats))}
        yield Recording(started_at=started_at, kind="rr", columns=columns, source=name)
    yield from problems[:_LINES_SHOWN]
    if len(problems) > _LINES_SHOWN:
        yield Problem(name, "not_a_number", f"{len(problems) - _LINES_SHOWN} more lines are not numbers.")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for line_number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line and not line.startswith("#"):
            yield line_number, line


def _value(line: str) -> float | None:
    # Written out, because float() also reads 'nan', 'inf' and '1_0'.
    if re.fullmatch(r"[+-]?\d{1,9}([.,]\d{0,9})?", line, re.ASCII) is None:
        return None
    return float(line.replace(",", "."))


def _started_at(text: str, name: str, zone: tzinfo) -> datetime | None:
    told = _STARTED.search(text[:2000])
    if told is None:
        return named(name, zone)
    try:
        moment = datetime.fromisoformat(told[1])
    except ValueError:
        return None
    if not 2000 <= moment.year < 2100:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
