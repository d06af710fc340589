"""Files of devices and apps, told apart by their content, turned into the project's words.

Each format is one module (or package) in this folder that knows no other, and one line in :data:`FORMATS`. It offers:

``TITLE``
    What a person calls such files, for lists of what we read: ``"FIT files of watches and bike computers"``.

``recognise(head: bytes, name: str) -> int``
    Whether a file that begins with ``head`` (up to :data:`HEAD_BYTES`; all of a shorter file) is of this format: 2 when
    the content says so itself (a magic number, a root element, a column that no other format has), 1 when it only has
    the shape (any table, any list of numbers), 0 when not. The content decides; ``name`` may settle what the content
    leaves open, never more. The highest number wins, among equals the first in :data:`FORMATS`. It must be quick and
    never raise, and it sees every file of a mixed folder.

``read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]``
    Everything the file tells, from its first byte on, as a generator, so that a gigabyte needs no gigabyte. What only
    the whole file tells (how a column writes its dates) a first look gathers; ``stream.seek(0)``, the only place that
    can be gone to, leads back to the beginning. A format that must hold a file in memory says how much it takes and
    refuses more with a ``Problem`` ``too_large``. Bad input is a ``Problem``; nothing is ever raised. What it yields
    is checked by the service: values that cannot be become problems there, coordinates are dropped there.

What arrives is unpacked already (gzip), and text that begins with a byte order mark arrives as UTF-8 without it (UTF-16
too; XML then still may name another encoding in its first line, which is to be overruled with UTF-8). Archives and
folders are walked by the service: each member arrives as a file of its own, and its ``name`` carries the path
(``strava.zip/activities/7.fit.gz``).

Columns of a recording: ``t_s hr_bpm power_w cadence_rpm speed_m_s altitude_m distance_m temperature_c rr_ms``, and
``lat_deg lon_deg``, which a format may yield and which are kept only where the person wants their tracks kept.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import UTC, tzinfo
from hashlib import sha256
from itertools import chain
from typing import BinaryIO, Protocol

from unweary.importers import (
    activity_xml,
    apple_health,
    daily_tables,
    fhir,
    fit,
    fitbit_minutes,
    gzipped,
    hrv_logger,
    json_exports,
    labs_csv,
    rr_tables,
    rr_text,
    streams,
    strength_csv,
    wfdb,
    written,
)
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Lab, Observation, Recording, Session, Sleep

__all__ = [
    "FORMATS", "HEAD_BYTES", "MAX_BYTES", "Columns", "Format", "Item", "read", "recognise", "table", "table_key",
    "unknown",
]  # fmt: skip

#: What a reader may bring.
Item = Observation | Recording | Session | Sleep | Day | Lab | Problem

#: How much of a file is looked at to tell what it is.
HEAD_BYTES = 1 << 16

#: The most that one packed file may unpack to. A person's whole Apple Health export is about a gigabyte.
MAX_BYTES = 16 << 30


class Format(Protocol):
    """What a module of this folder offers; see above."""

    TITLE: str

    def recognise(self, head: bytes, name: str) -> int:
        """2: surely of this format, 1: of its shape, 0: not."""

    def read(self, stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
        """Everything the file tells."""


#: Every format. Of two that claim a file equally the first one reads it.
FORMATS: tuple[Format, ...] = (
    fit,
    activity_xml,
    apple_health,
    strength_csv,
    hrv_logger,
    fitbit_minutes,
    json_exports,
    rr_tables,
    fhir,
    labs_csv,
    daily_tables,
    rr_text,
    wfdb,
)

#: What a reader of a mere shape says first of a file that is not for it.
_NOT_MINE = ("not_recognised", "no_known_column")


def recognise(head: bytes, name: str) -> tuple[Format | None, int]:
    """The format of a file that begins like this, and how sure that is (2, 1, or 0 for none).

    Examples
    --------
    >>> recognise(b"812\\n798\\n805\\n", "a.txt")[0] is rr_text
    True
    >>> recognise(b"Dear diary", "a.txt")
    (None, 0)
    """
    found: Format | None = None
    sure = 0
    for each in FORMATS:
        claim = int(each.recognise(head, name))
        if claim > sure:
            found, sure = each, claim
        if sure == 2:
            break
    return found, sure


#: What a person said about the columns of tables: by :func:`table_key` of the table, then by column.
Columns = Mapping[str, Mapping[str, str]]


def table_key(head: bytes) -> str:
    """What tells tables of one make by their heading, however the file (of which this is the beginning) is packed.

    Examples
    --------
    >>> table_key(b"Date,Foo\\n1,2") == table_key(b"Date,Foo\\n3,4") != table_key(b"Date,Bar\\n")
    True
    """
    return sha256("\n".join(written.heading(_start(head))).encode()).hexdigest()[:32]


def table(head: bytes) -> labs_csv.Asked:
    """The columns (and tests) of a table of blood tests that begins like this, with what is known of each."""
    return labs_csv.asked(_start(head))


def _start(head: bytes) -> bytes:
    """The content of a file that begins like this on the disk."""
    return b"".join(streams.first(streams.as_utf8(gzipped.opened(iter((head,)), "", MAX_BYTES, [])), HEAD_BYTES))


def unknown(head: bytes, name: str, columns: Columns | None = None) -> Problem | None:
    """Why a file whose first bytes (as on disk, packed or not) are these is of no known kind; None when it is of one.

    A table about whose ``columns`` the person said something is of a known kind.

    Examples
    --------
    >>> unknown(b"date,restingHR\\n2026-11-20,48\\n", "a.csv") is None
    True
    >>> unknown(b"", "a.fit").code, unknown(b"Dear diary", "a.txt").code
    ('empty_file', 'not_recognised')
    """
    if not head:
        return _empty(name)
    start = _start(head)
    if columns and table_key(start) in columns:
        return None
    if not start:
        # A pack that is damaged from its first byte on, or has nothing in it: its reader says which.
        return next((item for item in read(io.BytesIO(head), name) if isinstance(item, Problem)), None)
    found, sure = recognise(start, name)
    if found is None:
        return _not_recognised(name)
    first = next(iter(found.read(io.BytesIO(start), name)), None) if sure < 2 else None
    return first if isinstance(first, Problem) and first.code in _NOT_MINE else None


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC, columns: Columns | None = None) -> Iterator[Item]:
    """Everything that a file tells about a person, and everything in it that could not be read.

    Parameters
    ----------
    stream : BinaryIO
        The file, opened in binary mode, at its beginning. It is told apart by its content, packed with gzip or not.
        Tables are looked at twice, so it must be seekable where it may be one.
    name : str
        The file's name. It becomes the ``source`` of sessions and recordings, and stands first in every problem.
    zone : tzinfo
        Where the person was, for formats that write local times.
    columns : mapping, optional
        What the person said about the columns of tables: such a table is read as one of blood tests.

    Yields
    ------
    Recording, Session, Sleep, Observation, Day, Lab
        In the canonical units. A recording carries its own session; a session comes alone only where there are no
        samples.
    Problem
        Damage with line or byte. ``not_recognised`` (nothing else then), ``empty_file``, ``too_large``, ``no_values``
        where a file of a known kind brings nothing. Whatever the bytes are, nothing is raised.

    Examples
    --------
    >>> from io import BytesIO
    >>> [item.code for item in read(BytesIO(b""), "a.fit")]
    ['empty_file']
    >>> day, = read(BytesIO(b"date,sleepSecs\\n2026-11-20,27000\\n"), "wellness.csv")
    >>> day.sleep_h
    7.5
    """
    name = name.strip()[:200] or "unnamed file"
    packed: list[Problem] = []
    pieces = _unpacked(stream, name, packed)
    head = b"".join(streams.first(pieces, HEAD_BYTES))

    def again() -> Iterator[bytes]:
        stream.seek(0)
        packed.clear()
        return _unpacked(stream, name, packed)

    if head:
        found, _ = recognise(head[:HEAD_BYTES], name)
        said = columns.get(table_key(head[:HEAD_BYTES])) if columns else None
        with streams.opened(chain((head,), pieces), again if stream.seekable() else None) as content:
            if said is not None:
                yield from labs_csv.read(content, name, zone=zone, columns=said)
            elif found is None:
                yield _not_recognised(name)
            else:
                yield from _told(found, content, name, zone, packed)
    elif not packed:
        yield _empty(name)
    yield from packed


def _told(found: Format, content: BinaryIO, name: str, zone: tzinfo, packed: list[Problem]) -> Iterator[Item]:
    """What a reader tells; a file that it knows, that is sound and that brings nothing says so."""
    told = False
    for item in found.read(content, name, zone=zone):
        told = True
        yield item
    if not told and not packed:
        words = f"This file is of a kind that we know ({found.TITLE}), but holds nothing that is read."
        yield Problem(name, "no_values", f"{words} Nothing was read.")


def _unpacked(stream: BinaryIO, name: str, problems: list[Problem]) -> Iterator[bytes]:
    return streams.as_utf8(gzipped.opened(streams.pieces(stream), name, MAX_BYTES, problems))


def _empty(name: str) -> Problem:
    return Problem(name, "empty_file", "The file is empty.")


def _not_recognised(name: str) -> Problem:
    known = "; ".join(each.TITLE for each in FORMATS)
    return Problem(name, "not_recognised", f"This kind of file is not known. Known are: {known}; each also as .gz.")
