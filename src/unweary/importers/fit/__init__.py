"""FIT files of sports watches, bike computers and scales (Garmin, Wahoo, Suunto, Coros, Polar and others)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import BinaryIO

from unweary.importers.fit.activity import trainings
from unweary.importers.fit.chain import decode, is_fit
from unweary.importers.fit.clock import clock_of, has_times
from unweary.importers.fit.health import readings
from unweary.importers.fit.messages import Messages
from unweary.importers.fit.opened import File, device_of
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session, Sleep

__all__ = ["TITLE", "is_fit", "read", "read_bytes", "recognise"]

TITLE = "FIT files of watches and bike computers"
#: A day of one-second samples is about 5 MB; the whole file is held in memory.
MOST_BYTES = 64 << 20

Fact = Observation | Recording | Session | Sleep | Problem


def recognise(head: bytes, name: str) -> int:
    """2 where a FIT header stands at the start."""
    return 2 if is_fit(head) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Fact]:
    """A file as :func:`read_bytes` reads it; ``too_large`` (nothing else then) above ``MOST_BYTES``."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Problem(name, "too_large", f"A FIT file of more than {MOST_BYTES} bytes. Nothing was read.")
    else:
        yield from read_bytes(data, name, zone)


def read_bytes(data: bytes, name: str, zone: tzinfo = UTC) -> Iterator[Fact]:
    """What a FIT file, or several chained into one, tells about a person.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        Becomes the ``source`` of everything that comes out.
    zone : tzinfo
        Where the person was; asked only for devices that know the local time but no date.

    Yields
    ------
    Recording
        Kind ``activity``, one per session, with the columns of ``words.COLUMNS`` that have values and ``t_s`` [s]. It
        carries its ``Session``, with the strength sets. Kind ``rr``: the beat intervals of the file, with the session
        in which they were taken, so that beats during exercise are not taken for beats at rest. Kind ``other``: a local
        day of heart rate, breathing, stress, blood oxygen or RMSSD.
    Session
        Alone only where a session has no samples.
    Sleep
        From its stages.
    Observation
        A reading of a scale, a cuff or a watch, and the steps of a day, ``source`` being the device.
    Problem
        What was broken; everything readable before it (and the next file in the chain) was kept. ``no_values`` for a
        file that is sound and holds nothing of all this: settings, a workout to do, a course. Never raises.

    Examples
    --------
    >>> list(read_bytes(b"\\x0e\\x20\\x00\\x00\\x00\\x00\\x00\\x00.FIT", "a.fit"))[0].code
    'fit_cut_off'
    """
    told, kinds = False, dict[str, None]()
    for part in decode(data, name):
        if isinstance(part, Problem):
            told = True
            yield part
            continue
        for row in part.rows("file_id")[:1]:
            kinds[str(row.get("type", "unknown"))] = None
        for item in _facts(part, name, zone):
            told = True
            yield item
    if not told:
        words = f"It is of the kind '{', '.join(kinds) or 'unknown'}', without a training, a reading or a sleep."
        yield Problem(name, "no_values", f"There is nothing to read in this FIT file. {words} Nothing was read.")


def _facts(messages: Messages, name: str, zone: tzinfo) -> Iterator[Fact]:
    """Everything that one FIT file tells."""
    clock = clock_of(messages, zone)
    if clock is not None:
        file = File(messages, clock, name, device_of(messages))
        yield from trainings(file)
        yield from readings(file)
    elif has_times(messages):
        yield Problem(name, "clock", "The device did not know the date, so this recording has no place in time.")
