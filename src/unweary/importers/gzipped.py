"""Unpacking gzip with a limit on the result. A damaged pack keeps everything that came out before the damage."""

from __future__ import annotations

import zlib

from unweary.vocab.errors import Problem

MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 16
#: zlib's way of saying 'gzip header and trailer, and check them'.
_GZIP = 31


def unpack(data: bytes, name: str, limit: int) -> tuple[bytes, Problem | None]:
    """The content of a gzip file of one or several members, and what was wrong with it.

    Parameters
    ----------
    data : bytes
        The packed bytes.
    name : str
        The file's name, for the problem.
    limit : int
        Stop after this many bytes came out: a small file can unpack to terabytes.

    Returns
    -------
    tuple of bytes and Problem or None
        What could be read; ``gzip_broken`` or ``too_large`` names the byte where reading stopped.

    Examples
    --------
    >>> import gzip
    >>> unpack(gzip.compress(b"hello"), "a.gz", 100)
    (b'hello', None)
    >>> unpack(gzip.compress(b"hello")[:-6], "a.gz", 100)[1].code
    'gzip_broken'
    """
    content = bytearray()
    start = 0
    # Several members in a row are one file; zero bytes after the last one are padding of old tapes and some tools.
    while data[start : start + 2] == MAGIC:
        member = zlib.decompressobj(_GZIP)
        at = start
        while not member.eof:
            piece = data[at : at + _CHUNK]
            if not piece:
                return bytes(content), _broken(name, len(data), "it ends too early")
            try:
                content += member.decompress(piece, limit + 1 - len(content))
            except zlib.error as error:
                return bytes(content), _broken(name, at, str(error))
            if len(content) > limit:
                words = f"The file unpacks to more than {limit} bytes. The rest was left out."
                return bytes(content[:limit]), Problem(f"{name}, byte {at}", "too_large", words)
            at += len(piece) - len(member.unconsumed_tail)
        start = at - len(member.unused_data)
    if data[start:].strip(b"\0"):
        return bytes(content), _broken(name, start, "there is something else after the packed part")
    return bytes(content), None


def _broken(name: str, at: int, why: str) -> Problem:
    return Problem(
        f"{name}, byte {at}", "gzip_broken", f"The gzip file is damaged ({why}). What came out before that was kept."
    )
