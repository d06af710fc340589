"""Time series as one compressed blob: every column of a recording as 64-bit floats, never a row per second."""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence

from unweary.vocab.errors import UserError

_WIDTH = 8
_HEAD_BYTES = 4096


def flat(columns: Mapping[str, Sequence[float]]) -> bytes:
    """A header line with the names, then the samples column by column, little-endian, names in alphabetical order.

    Examples
    --------
    >>> flat({"t_s": [0.0, 1.0]})[:31]
    b'{"columns":["t_s"],"rows":[2]}\\n'
    """
    names = sorted(columns)
    packed = [array("d", columns[name]) for name in names]
    if sys.byteorder == "big":
        for column in packed:
            column.byteswap()
    head = json.dumps({"columns": names, "rows": [len(column) for column in packed]}, separators=(",", ":"))
    return head.encode() + b"\n" + b"".join(column.tobytes() for column in packed)


def pack(samples: bytes) -> bytes:
    """Compress what :func:`flat` made.

    The first bytes of all numbers stand together, then the second bytes and so on: neighbours in a time series share
    their high bytes, so this alone makes the blob about half as large.
    """
    head, _, body = samples.partition(b"\n")
    sorted_bytes = b"".join(body[place::_WIDTH] for place in range(_WIDTH))
    return zlib.compress(head + b"\n" + sorted_bytes, 6)


def unpack(blob: bytes) -> bytes:
    """The bytes that :func:`pack` was given.

    Raises
    ------
    UserError
        ``database`` when the blob is damaged.

    Examples
    --------
    >>> samples = flat({"hr_bpm": [120.0, float("nan")], "t_s": [0.0, 1.0]})
    >>> unpack(pack(samples)) == samples
    True
    """
    try:
        head, mark, body = zlib.decompress(blob).partition(b"\n")
    except zlib.error as error:
        raise _damaged() from error
    rows, rest = divmod(len(body), _WIDTH)
    if not mark or rest:
        raise _damaged()
    samples = bytearray(len(body))
    for place in range(_WIDTH):
        samples[place::_WIDTH] = body[place * rows : (place + 1) * rows]
    return head + b"\n" + bytes(samples)


def columns_told(blob: bytes) -> dict[str, int]:
    """The names of the columns of a packed blob, with their lengths; only its first bytes are unpacked.

    Examples
    --------
    >>> columns_told(pack(flat({"t_s": [0.0, 1.0]})))
    {'t_s': 2}
    """
    try:
        unpacking = zlib.decompressobj()
        head = unpacking.decompress(blob, _HEAD_BYTES)
        while b"\n" not in head and unpacking.unconsumed_tail:
            head += unpacking.decompress(unpacking.unconsumed_tail, _HEAD_BYTES)
        told = json.loads(head.partition(b"\n")[0])
        return dict(zip(told["columns"], told["rows"], strict=True))
    except (zlib.error, ValueError) as error:
        raise _damaged() from error


def read_columns(samples: bytes) -> dict[str, array[float]]:
    """The columns again. Arrays of doubles: ``numpy.asarray`` takes them without copying.

    Examples
    --------
    >>> read_columns(flat({"rr_ms": [801.0, 792.5]}))["rr_ms"].tolist()
    [801.0, 792.5]
    """
    head, _, body = samples.partition(b"\n")
    told = json.loads(head)
    columns: dict[str, array[float]] = {}
    start = 0
    for name, rows in zip(told["columns"], told["rows"], strict=True):
        column = array("d")
        column.frombytes(body[start : start + rows * _WIDTH])
        if sys.byteorder == "big":
            column.byteswap()
        columns[name] = column
        start += rows * _WIDTH
    return columns


def _damaged() -> UserError:
    return UserError(
        "database",
        "the samples of a recording in the database are damaged; the file that they came from is still kept",
        "a copy of the database from before it was damaged",
    )
