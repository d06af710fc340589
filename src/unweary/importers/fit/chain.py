"""Bytes to messages. One FIT file may hold several in a row ('chained'); each is decoded on its own.

``columns`` reads what is sound and usual. All else is read by ``fitdecode``, message by message and about fifty times
as slowly; only what ``fitdecode`` finds wrong is a problem, and what stood before it is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO

import fitdecode

from unweary.importers.fit import columns
from unweary.importers.fit.crc import crc16
from unweary.importers.fit.messages import MOST_ROWS, Field, Message, Messages, fields_of, from_developer, table
from unweary.importers.fit.words import FIT_EPOCH_S, MANY, RECORD
from unweary.vocab.errors import Problem

_MAGIC = b".FIT"
_HEADER_BYTES = 12
#: Files in a row; a watch chains two or three.
_MOST_CHAINED = 1_000
#: What the slow reader does for one file at most, in fields: some ten seconds.
_MOST_FIELDS = 2_000_000
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
    """The messages of each FIT file in ``data``; then what was wrong with it. Never raises on any bytes."""
    start = count = 0
    while start < len(data):
        header = data[start : start + _HEADER_BYTES]
        if not is_fit(header) or header[0] < _HEADER_BYTES:
            yield Problem(
                _where(name, start),
                "fit_header",
                "Here a FIT header should stand, but something else does. What came before was kept.",
            )
            return
        if count == _MOST_CHAINED:
            yield _too_large(name, start, f"More than {count} files stand in a row.")
            return
        count += 1
        end = start + header[0] + int.from_bytes(header[4:8], "little") + 2
        if end == start + header[0] + 2 < len(data) and not is_fit(data[end : end + _HEADER_BYTES]):
            yield from _decode_unfinished(data[start:], start, name)
            return
        fast = columns.read(data[start:end]) if end <= len(data) else None
        for part in (fast,) if fast is not None else _decode_slow(data[start:end], start, name):
            yield part
            if isinstance(part, Messages) and any(n > MOST_ROWS for kind, n in part.counts.items() if kind not in MANY):
                yield _too_large(name, start, f"More than {MOST_ROWS} messages of one kind.")
        start = end


def _too_large(name: str, at: int, why: str) -> Problem:
    return Problem(_where(name, at), "too_large", f"{why} What came before was kept.")


def _where(name: str, at: int) -> str:
    return f"{name}, byte {at}"


def _decode_slow(data: bytes, start: int, name: str) -> Iterator[Messages | Problem]:
    """One file by fitdecode, up to the first fault; a wrong checksum alone loses nothing. It stands at ``start``."""
    rows: dict[int, list[Message]] = {}
    problems = []
    at = work = 0
    try:
        for frame in _reader(BytesIO(data)):
            at = frame.chunk.offset + len(frame.chunk.bytes)
            if isinstance(frame, fitdecode.FitDataMessage):
                number = frame.def_mesg.global_mesg_num
                _, known = fields_of(number)
                if known:
                    rows.setdefault(number, []).append(_plain(frame, known))
                work += 1 + len(frame.fields)
            elif isinstance(frame, fitdecode.FitDefinitionMessage):
                work += 1 + len(frame.field_defs) + len(frame.dev_field_defs)
            elif isinstance(frame, fitdecode.FitHeader) and frame.crc_matched is False:
                problems.append(_checksum(name, start + frame.chunk.offset, "header"))
            elif isinstance(frame, fitdecode.FitCRC) and frame.crc != crc16(data[: frame.chunk.offset]):
                problems.append(_checksum(name, start + frame.chunk.offset, "file"))
            if work > _MOST_FIELDS:
                problems.append(_too_large(name, start + at, "The file is not as it should be, and very long."))
                break
    except fitdecode.FitEOFError as fault:
        place = _where(name, start + fault.offset)
        problems.append(Problem(place, "fit_cut_off", "The file ends too early. What came before was kept."))
    except _FAULTS as fault:
        problems.append(
            Problem(
                _where(name, start + getattr(fault, "offset", at)),
                "fit_damaged",
                f"The file is damaged here ({fault or type(fault).__name__}). What came before was kept.",
            )
        )
    if rows:
        yield Messages(
            {fields_of(number)[0]: len(same) for number, same in rows.items()},
            {
                fields_of(number)[0]: table(same, {field.name: field for field in fields_of(number)[1].values()})
                for number, same in rows.items()
            },
        )
    yield from problems


def _decode_unfinished(data: bytes, start: int, name: str) -> Iterator[Messages | Problem]:
    """A recording that was never closed: the header still says 'empty', the samples are there all the same."""
    body = (len(data) - data[0]).to_bytes(4, "little")
    closed = data[:4] + body + data[8:]
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
        # It would take a quarter of the time to add it up; of a whole file it is known at once.
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    )


def _checksum(name: str, at: int, what: str) -> Problem:
    return Problem(
        _where(name, at),
        "fit_checksum",
        f"The checksum of the {what} is wrong: some value may be damaged. All was kept.",
    )


def _plain(frame: fitdecode.FitDataMessage, known: Mapping[int, Field]) -> Message:
    """The fields of a message that are read, as ``columns`` would give them."""
    message: Message = {}
    for part in frame.fields:
        if part.field_def is not None and part.field_def.is_dev:
            name = from_developer(part.field.native_field_num, str(part.field.units or ""))
            if name is None or frame.def_mesg.global_mesg_num != RECORD:
                continue
            value = part.raw_value
        else:
            field = known.get(part.def_num)
            if field is None or part.raw_value is None:
                continue
            name = field.name
            # A field that fitdecode made of a part of another one is scaled already.
            value = (
                part.raw_value if part.is_expanded and field.offset != -FIT_EPOCH_S else _scaled(part.raw_value, field)
            )
        # The first one stays, as fitdecode has it.
        message.setdefault(name, value)
    return message


def _scaled(raw: object, field: Field) -> object:
    if isinstance(raw, tuple):
        return tuple(_scaled(each, field) for each in raw)
    return field.number(raw) if isinstance(raw, int | float) else raw
