"""Unpacking gzip with a limit on the result. A damaged pack keeps everything that came out before the damage."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import chain

from unweary.vocab.errors import Problem

MAGIC = b"\x1f\x8b"
#: The most that comes out in one step: a few packed bytes may be a thousand times as many.
_STEP = 1 << 20
#: zlib's way of saying 'gzip header and trailer, and check them'.
_GZIP = 31


def opened(parts: Iterator[bytes], name: str, limit: int, problems: list[Problem]) -> Iterator[bytes]:
    """The content of a file that may be packed with gzip, in one or several members; any other file as it is.

    Parameters
    ----------
    parts : iterator of bytes
        The bytes of the file.
    name : str
        The file's name, for the problem.
    limit : int
        Stop after this many bytes came out: a small file can unpack to terabytes.
    problems : list
        What was wrong is put in here once it is met: ``gzip_broken`` or ``too_large``, with the byte.

    Examples
    --------
    >>> import gzip
    >>> wrong = []
    >>> b"".join(opened(iter([gzip.compress(b"hello")]), "a.gz", 100, wrong)), wrong
    (b'hello', [])
    >>> b"".join(opened(iter([gzip.compress(b"hello")[:-6]]), "a.gz", 100, wrong)), wrong[0].code
    (b'hello', 'gzip_broken')
    """
    head = b""
    while len(head) < len(MAGIC) and (piece := next(parts, b"")):
        head += piece
    if head.startswith(MAGIC):
        yield from _unpacked(chain((head,), parts), name, limit, problems)
    else:
        yield from chain((head,) if head else (), parts)


def _unpacked(parts: Iterator[bytes], name: str, limit: int, problems: list[Problem]) -> Iterator[bytes]:
    member = zlib.decompressobj(_GZIP)
    at = out = 0
    left = b""
    while True:
        left = left or next(parts, b"")
        if not left and member.eof:
            return
        if member.eof:
            # Several members in a row are one file; zero bytes after the last one are padding of old tapes and tools.
            if left[:1] == b"\0":
                at, left = at + len(left) - len(left.lstrip(b"\0")), left.lstrip(b"\0")
                if not left:
                    continue
            if len(left) < len(MAGIC):
                left += next(parts, b"")
            if not left.startswith(MAGIC):
                problems.append(_broken(name, at, "there is something else after the packed part"))
                return
            member = zlib.decompressobj(_GZIP)
        try:
            content = member.decompress(left, min(_STEP, limit + 1 - out))
        except zlib.error as error:
            problems.append(_broken(name, at, str(error)))
            return
        if not content and not left:
            problems.append(_broken(name, at, "it ends too early"))
            return
        rest = member.unused_data if member.eof else member.unconsumed_tail
        at, left = at + len(left) - len(rest), rest
        if out + len(content) > limit:
            yield content[: limit - out]
            words = f"The file unpacks to more than {limit} bytes. The rest was left out."
            problems.append(Problem(f"{name}, byte {at}", "too_large", words))
            return
        out += len(content)
        if content:
            yield content


def _broken(name: str, at: int, why: str) -> Problem:
    return Problem(
        f"{name}, byte {at}", "gzip_broken", f"The gzip file is damaged ({why}). What came out before that was kept."
    )
