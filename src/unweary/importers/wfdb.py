"""Heartbeats marked in an ECG: annotation files of PhysioNet (WFDB, MIT format), such as ``nsr001.ecg`` or ``100.atr``.

Such a file counts in samples. How many make a second, and when it was recorded, stands in a header of its own
(``nsr001.hea``) which cannot be seen from here; a file may tell the first itself, in a note ``time resolution``. The
header's second word may stand in the file's name instead: ``nsr001 128 Hz 2026-11-20 08-00-00.ecg``.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import pairwise
from typing import BinaryIO

from unweary.importers.written import named
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TITLE = "heartbeats marked in an ECG (WFDB annotations)"
#: More than a month of heartbeats; it is held in memory.
MOST_BYTES = 16 << 20

# The kinds of note that are no beat: they change how the others are read.
_SKIP, _NUM, _SUB, _CHN, _AUX = 59, 60, 61, 62, 63
#: Codes of the notes that are a beat of any origin (WFDB's isqrs).
_BEATS = frozenset((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 30, 31, 34, 35, 38, 41))
_LAST_KIND = 49
_RESOLUTION = re.compile(r"time resolution:\s*(\d{1,6}(?:\.\d{1,6})?)", re.ASCII)
_NAMED = re.compile(r"(?<![\d.])(\d{2,5}(?:\.\d{1,6})?)[ _-]?Hz", re.ASCII | re.IGNORECASE)
_OWN = (b"## time resolution:", b"## annotation type definitions")
_SUFFIX = re.compile(r"\.(ecg|atr|qrs|ari|ann|wqrs|gqrs|pwave|ecgp)$", re.IGNORECASE)


def recognise(head: bytes, name: str) -> int:
    """2 for a note that only such files begin with; 1 for beats one after the other under a name such as ``x.atr``.

    Words of two bytes have no magic number, so without such a note or name nothing is claimed.
    """
    if any(mark in head[:200] for mark in _OWN):
        return 2
    return int(_SUFFIX.search(name.removesuffix(".gz")) is not None and _plausible(head))


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Recording | Problem]:
    """One recording of kind ``rr``: an interval from each beat to the next, whatever their origin.

    Yields
    ------
    Recording
        Column ``rr_ms`` [ms].
    Problem
        ``not_recognised`` (no beats), ``no_frequency`` and ``no_time`` (nothing is kept), ``too_large``, ``cut``.

    Examples
    --------
    >>> from io import BytesIO
    >>> beats = bytes((0, 4, 128, 4, 64, 4, 0, 0))
    >>> recording, = read(BytesIO(beats), "rec 128 Hz 2026-11-20 08-00-00.atr")
    >>> list(recording.columns["rr_ms"]), recording.started_at.isoformat()
    ([1000.0, 500.0], '2026-11-20T08:00:00+00:00')
    """
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        yield Problem(name, "too_large", f"An annotation file of more than {MOST_BYTES} bytes. Nothing was read.")
        return
    notes = list(notes_of(data))
    beats = [at for at, kind, _ in notes if kind in _BEATS]
    if len(beats) < 2:
        yield Problem(name, "not_recognised", "There are no heartbeats in this file. Nothing was read.")
        return
    told = next((found for _, _, text in notes if (found := _RESOLUTION.search(text))), None) or _NAMED.search(name)
    per_s = float(told[1]) if told else 0.0
    started_at = named(name, zone)
    if not per_s:
        words = "The file counts in samples and does not say how many make a second. Look into the .hea file beside it:"
        example = "put its number (in 'nsr001 0 128' it is 128) into the name, such as 'nsr001 128 Hz.ecg'."
        yield Problem(name, "no_frequency", f"{words} {example}")
    elif started_at is None:
        words = "The file does not say when it was recorded. Put the date into its name, such as"
        yield Problem(name, "no_time", f"{words} 'nsr001 128 Hz 2026-11-20 08-00-00.ecg'.")
    else:
        steps = (1000 * (after - before) / per_s for before, after in pairwise(beats))
        rr_ms = array("d", (step for step in steps if step > 0))
        if rr_ms:
            yield Recording(started_at, "rr", {"rr_ms": rr_ms}, device="ECG", source=name)


def notes_of(data: bytes) -> Iterator[tuple[int, int, str]]:
    """The notes of a file: sample, code, text.

    Words of two bytes, the low one first: ten bits of samples since the note before, six bits of code. SKIP brings
    its samples in the next four bytes (the high word first); AUX as many bytes of text, filled up to an even number;
    NUM, SUB and CHN say something of the note before. A word of zeros ends the file.

    Examples
    --------
    >>> list(notes_of(bytes((0, 236, 1, 0, 0, 0, 5, 4, 0, 0))))
    [(65541, 1, '')]
    """
    at = place = 0
    waiting: tuple[int, int] | None = None
    while place + 1 < len(data):
        word = data[place] | data[place + 1] << 8
        kind, step = word >> 10, word & 0x3FF
        place += 2
        if word == 0:
            break
        if kind == _SKIP:
            jump = data[place : place + 4]
            if len(jump) < 4:
                break
            value = jump[0] << 16 | jump[1] << 24 | jump[2] | jump[3] << 8
            at += value - (1 << 32) if value >> 31 else value
            place += 4
        elif kind == _AUX:
            if waiting is not None:
                yield *waiting, data[place : place + step].decode("latin-1")
                waiting = None
            place += step + step % 2
        elif kind not in (_NUM, _SUB, _CHN):
            if waiting is not None:
                yield *waiting, ""
            at += step
            waiting = (at, kind)
    if waiting is not None:
        yield *waiting, ""


def _plausible(head: bytes) -> bool:
    """Whether most notes are of known codes, and most beats."""
    kinds = [kind for _, kind, _ in notes_of(head[:4096])]
    known = sum(kind <= _LAST_KIND for kind in kinds)
    return len(kinds) > 1 and known == len(kinds) and sum(kind in _BEATS for kind in kinds) > len(kinds) / 2
