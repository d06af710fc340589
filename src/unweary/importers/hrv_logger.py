"""Heartbeats of the app HRV Logger (``..._RRIntervals.csv``), and the sums it makes of them (``..._Features.csv``).

The sums are not read: they are made over windows of a minute or more at rest, standing or in training alike, of the
same heartbeats, and would count twice and as morning values which they need not be.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import BinaryIO

from unweary.importers.written import YEARS, few, heading, number, rows
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TITLE = "heartbeats of HRV Logger (CSV)"
#: More beats than a month has; the beats of a file are held in memory.
MOST_BEATS = 5_000_000

_BEATS = {"timestamp", "rr", "since_start"}
_SUMS = {"index", "timestamp", "rMSSD", "alpha_1", "artifacts_removed"}


def recognise(head: bytes, name: str) -> int:
    """2 for the columns of one of the app's two files."""
    names = set(heading(head))
    return 2 if names >= _BEATS or names >= _SUMS else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """One recording of kind ``rr``, which begins one interval before the first beat was written down.

    Yields
    ------
    Recording
        Column ``rr_ms`` [ms]. Intervals of 0 are none and left out; nothing else is judged.
    Problem
        ``not_a_number`` per line; ``clock`` where the time cannot be; ``too_large``; ``sums`` for a file of features.

    Examples
    --------
    >>> import io
    >>> text = b"timestamp, rr, since_start \\n\\n1795155600894,894,894\\n1795155601824,930,1824\\n"
    >>> recording, = read(io.BytesIO(text), "a_RRIntervals.csv")
    >>> recording.started_at.isoformat(), list(recording.columns["rr_ms"])
    ('2026-11-20T06:20:00+00:00', [894.0, 930.0])
    """
    yield from few(_items(stream, name, zone), name)


def _items(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Recording | Problem]:
    beats = array("d")
    started_at: datetime | None = None
    for row in rows(stream, name):
        if isinstance(row, Problem):
            yield row
            break
        if "rr" not in row.cells and "rMSSD" in row.cells:
            words = "These are sums that the app made of heartbeats. The file ..._RRIntervals.csv beside it is read."
            yield Problem(name, "sums", f"{words} Nothing was read here.")
            return
        at_ms, rr_ms = number(row["timestamp"]), number(row["rr"])
        if at_ms is None or rr_ms is None:
            words = "This line is not a time and an interval. It was left out."
            yield Problem(f"{name}, line {row.line}", "not_a_number", words)
            continue
        if rr_ms <= 0:
            continue
        if started_at is None:
            started_at = _instant(at_ms - rr_ms, zone)
            if started_at is None:
                words = "The time lies outside the years 1990 to 2100. The file was left out."
                yield Problem(f"{name}, line {row.line}", "clock", words)
                return
        beats.append(rr_ms)
        if len(beats) > MOST_BEATS:
            yield Problem(name, "too_large", f"A recording of more than {MOST_BEATS} heartbeats. Nothing was read.")
            return
    if started_at is not None:
        yield Recording(started_at, "rr", {"rr_ms": beats}, device="HRV Logger", source=name)


def _instant(epoch_ms: float, zone: tzinfo) -> datetime | None:
    if not 0 <= epoch_ms < 1e13:
        return None
    found = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=epoch_ms)
    return found.astimezone(zone) if YEARS[0] <= found.year <= YEARS[1] else None
