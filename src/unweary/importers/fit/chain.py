"""Bytes to messages. One FIT file may hold several in a row ('chained'); each is decoded on its own.

``fitfast`` reads first, because it is about fifty times faster. It refuses some sound files, so whatever it refuses is
read again by ``fitdecode``; only what ``fitdecode`` finds wrong is a problem, and what stood before it is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import BytesIO

import fitdecode
import fitfast

from unweary.importers.fit.words import FIT_EPOCH_S
from unweary.vocab.errors import Problem

Message = dict[str | int, object]
Messages = dict[str, list[Message]]

_MAGIC = b".FIT"
_HEADER_BYTES = 12
#: What fitdecode lets through on damaged bytes besides its own errors (found by the property test).
_FAULTS = (
    fitdecode.FitError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)


def is_fit(data: bytes) -> bool:
    """Whether a FIT header stands at the start.

    Examples
    --------
    >>> is_fit(bytes([14, 32, 0, 0, 0, 0, 0, 0]) + b".FIT"), is_fit(b"hello")
    (True, False)
    """
    return data[8:12] == _MAGIC


def decode(data: bytes, name: str) -> Iterator[Messages | Problem]:
    """The messages of each FIT file in ``data``, by message name and in file order; then what was wrong with it.

    Field names and units are those of the FIT profile; times are Unix seconds; a field without a value is left out.
    Never raises on any bytes.
    """
    start = 0
    while start < len(data):
        header = data[start : start + _HEADER_BYTES]
        if not is_fit(header) or header[0] < _HEADER_BYTES:
            yield Problem(
                _where(name, start),
                "fit_header",
                "Here a FIT header should stand, but something else does. What came before was kept.",
            )
            return
        end = start + header[0] + int.from_bytes(header[4:8], "little") + 2
        if end == start + header[0] + 2 < len(data) and not is_fit(data[end : end + _HEADER_BYTES]):
            yield from _decode_unfinished(data, start, name)
            return
        fast = _decode_fast(data[start:end])
        if fast is not None:
            yield fast
        else:
            yield from _decode_slow(data[:end], start, name)
        start = end


def _where(name: str, at: int) -> str:
    return f"{name}, byte {at}"


def _decode_fast(data: bytes) -> Messages | None:
    """All messages, or None where fitfast refuses or leaves something out."""
    try:
        messages: Messages = fitfast.parse(data)
    except fitfast.FitDecodeError:
        return None
    except BaseException as error:
        # A Rust panic (a field of an unknown type, size 0) arrives as a BaseException with no importable class.
        if type(error).__name__ != "PanicException":
            raise
        return None
    # Old Garmin foot pods pack speed and distance into one field, which fitfast hands over as raw bytes.
    if any("compressed_speed_distance" in message for message in messages.get("record", ())):
        return None
    return messages


def _decode_slow(data: bytes, start: int, name: str) -> Iterator[Messages | Problem]:
    """The same by fitdecode, up to the first fault; a wrong checksum alone loses nothing."""
    messages: Messages = {}
    problems = []
    at = start
    stream = BytesIO(data)
    stream.seek(start)
    try:
        for frame in _reader(stream):
            at = frame.chunk.offset + len(frame.chunk.bytes)
            if isinstance(frame, fitdecode.FitDataMessage):
                messages.setdefault(frame.name, []).append(_plain(frame))
            elif isinstance(frame, fitdecode.FitHeader) and frame.crc_matched is False:
                problems.append(_checksum(name, frame.chunk.offset, "header"))
            elif isinstance(frame, fitdecode.FitCRC) and not frame.matched:
                problems.append(_checksum(name, frame.chunk.offset, "file"))
    except fitdecode.FitEOFError as fault:
        problems.append(
            Problem(_where(name, fault.offset), "fit_cut_off", "The file ends too early. What came before was kept.")
        )
    except _FAULTS as fault:
        place = getattr(fault, "offset", at)
        problems.append(
            Problem(
                _where(name, place),
                "fit_damaged",
                f"The file is damaged here ({fault or type(fault).__name__}). What came before was kept.",
            )
        )
    if messages:
        yield messages
    yield from problems


def _decode_unfinished(data: bytes, start: int, name: str) -> Iterator[Messages | Problem]:
    """A recording that was never closed: the header still says 'empty', the samples are there all the same."""
    head = data[start]
    body = (len(data) - start - head).to_bytes(4, "little")
    closed = data[: start + 4] + body + data[start + 8 :]
    yield from (part for part in _decode_slow(closed, start, name) if not isinstance(part, Problem))
    yield Problem(
        _where(name, start),
        "fit_cut_off",
        "The recording was not closed by the device. What could be read was kept.",
    )


def _reader(stream: BytesIO) -> fitdecode.FitReader:
    return fitdecode.FitReader(
        stream,
        processor=None,
        check_crc=fitdecode.CrcCheck.READONLY,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    )


def _checksum(name: str, at: int, what: str) -> Problem:
    return Problem(
        _where(name, at),
        "fit_checksum",
        f"The checksum of the {what} is wrong: some value may be damaged. All was kept.",
    )


def _plain(frame: fitdecode.FitDataMessage) -> Message:
    """A message with the names, numbers and words that fitfast would give."""
    message: Message = {}
    for field in frame.fields:
        value = field.value
        if value is None:
            continue
        # A subfield (garmin_product) is the same number under another name (product).
        name = field.parent_field.name if field.parent_field is not None else field.name_or_num
        if field.parent_field is not None:
            value = field.raw_value
        elif field.type.name in ("date_time", "local_date_time") and isinstance(value, int):
            value += FIT_EPOCH_S
        if name is not None:
            # The first one stays: a developer's field must not stand in for the device's own of the same name.
            message.setdefault(name, value)
    return message
