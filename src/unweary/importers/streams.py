"""Bytes on their way to a reader, piece by piece, so that no file has to fit into memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

_PIECE = 1 << 18
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def pieces(stream: BinaryIO) -> Iterator[bytes]:
    """A stream in pieces."""
    while piece := stream.read(_PIECE):
        yield piece


def first(parts: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Pieces until there are at least ``size`` bytes; the rest stays in ``parts``.

    Examples
    --------
    >>> parts = iter([b"ab", b"cd", b"ef"])
    >>> list(first(parts, 3)), list(parts)
    ([b'ab', b'cd'], [b'ef'])
    """
    have = 0
    while have < size and (piece := next(parts, b"")):
        have += len(piece)
        yield piece


def as_utf8(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same; text that begins with a byte order mark as UTF-8 without it, and UTF-16 without one too.

    Examples
    --------
    >>> b"".join(as_utf8(iter(["date,hrv".encode("utf-16")])))
    b'date,hrv'
    >>> b"".join(as_utf8(iter(["date,hrv".encode("utf-16-be")])))
    b'date,hrv'
    """
    head = b"".join(first(parts, 4))
    mark, coding = next((each for each in _MARKS if head.startswith(each[0])), (b"", _unmarked(head)))
    rest = chain((head[len(mark) :],), parts)
    if coding in ("", "utf-8"):
        yield from filter(None, rest)
        return
    decoder = codecs.getincrementaldecoder(coding)(errors="replace")
    # A half character may stand alone in damaged UTF-16: UTF-8 has no such thing.
    for piece in rest:
        if text := decoder.decode(piece).encode("utf-8", "replace"):
            yield text
    if text := decoder.decode(b"", final=True).encode("utf-8", "replace"):
        yield text


def _unmarked(head: bytes) -> str:
    """The coding of text whose first two characters can only be UTF-16."""
    for coding, letters, zeros in (("utf-16-le", head[0:4:2], head[1:4:2]), ("utf-16-be", head[1:4:2], head[0:4:2])):
        if zeros == b"\0\0" and all(0x20 <= letter < 0x7F for letter in letters):
            return coding
    return ""


def opened(parts: Iterator[bytes], again: Callable[[], Iterator[bytes]] | None = None) -> io.BufferedReader:
    """Pieces as a stream to read from; with ``again``, which begins anew, a ``seek(0)`` leads back to the beginning.

    Examples
    --------
    >>> with opened(iter([b"ab", b"", b"c"]), lambda: iter([b"abc"])) as stream:
    ...     stream.read(2), stream.read(), stream.seek(0), stream.read()
    (b'ab', b'c', 0, b'abc')
    """
    return io.BufferedReader(_Pieces(parts, again), _PIECE)


class _Pieces(io.RawIOBase):
    def __init__(self, parts: Iterator[bytes], again: Callable[[], Iterator[bytes]] | None) -> None:
        super().__init__()
        self._parts = filter(None, parts)
        self._again = again
        self._left = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._again is not None

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if (offset, whence) == (0, io.SEEK_CUR):
            return self._at
        if self._again is None or (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("only back to the beginning")
        self._parts, self._left, self._at = filter(None, self._again()), memoryview(b""), 0
        return 0

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if not self._left:
            self._left = memoryview(next(self._parts, b""))
        size = min(len(view), len(self._left))
        view[:size] = self._left[:size]
        self._left = self._left[size:]
        self._at += size
        return size

    def readall(self) -> bytes:
        rest = b"".join((self._left, *self._parts))
        self._left = memoryview(b"")
        self._at += len(rest)
        return rest
