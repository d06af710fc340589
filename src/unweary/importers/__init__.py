"""Files of devices and apps, told apart by their content, turned into the project's words.

One face, :func:`read`. Each format is a module that knows no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import BinaryIO

from unweary.importers import fit, gzipped, rr_text, wellness_csv
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session

__all__ = ["MAX_BYTES", "Item", "read"]

#: What a reader may bring.
Item = Observation | Recording | Session | Day | Problem

#: The largest file, packed or unpacked. A day of one-second samples is about 5 MB of FIT.
MAX_BYTES = 256 * 1024 * 1024


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
    """Everything that a file tells about a person, and everything in it that could not be read.

    Parameters
    ----------
    stream : BinaryIO
        The file, opened in binary mode. It is told apart by its content: FIT (also several in one), RR text, daily
        tables (intervals.icu), each also packed with gzip.
    name : str
        The file's name. It becomes the ``source`` of sessions and recordings, and stands first in every problem.
    zone : tzinfo
        Where the person was, for formats that write local times.

    Yields
    ------
    Recording, Session, Observation, Day
        In the canonical units. A recording carries its own session; a session comes alone only where there are no
        samples.
    Problem
        Damage with line or byte. ``not_recognised`` (nothing else then), ``empty_file``, ``too_large``. Whatever the
        bytes are, nothing is raised.

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
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Problem(name, "too_large", f"The file is larger than {MAX_BYTES} bytes. Nothing was read.")
        return
    packed: Problem | None = None
    if data.startswith(gzipped.MAGIC):
        data, packed = gzipped.unpack(data, name, MAX_BYTES)
    if data:
        yield from _content(data, name, zone)
    elif packed is None:
        yield Problem(name, "empty_file", "The file is empty.")
    if packed is not None:
        yield packed


def _content(data: bytes, name: str, zone: tzinfo) -> Iterator[Item]:
    if fit.is_fit(data):
        yield from fit.read(data, name, zone)
        return
    text = _text(data)
    if text is not None and rr_text.looks_like(text):
        yield from rr_text.read(text, name, zone)
    elif text is not None and wellness_csv.looks_like(text):
        yield from wellness_csv.read(text, name, zone)
    else:
        yield Problem(
            name,
            "not_recognised",
            "This kind of file is not known. Known are FIT, RR text (one interval a line) and intervals.icu "
            "wellness tables (CSV), each also as .gz.",
        )


def _text(data: bytes) -> str | None:
    """The bytes as text, or None for anything that is not: control characters, or mostly unreadable."""
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(coding, errors="replace")
    head = text[:4096]
    odd = sum(1 for sign in head if sign == "\ufffd" or (sign < " " and sign not in "\t\r\n\f"))
    return None if not head.strip() or odd > 0.02 * len(head) else text
