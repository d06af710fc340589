"""A sound FIT file to columns, without an object for every sample.

A FIT file is a row of messages: one byte of head, then fields without names. A definition tells for a local number what
fields its messages have from here on and how long they are. So one walk over the heads gives the places of all messages
of one layout, and each field of them is then one gather over the file's bytes. Whatever is out of the ordinary is not
decided here: ``read`` says None, and fitdecode reads the file.
"""

from __future__ import annotations

import struct
from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

from unweary.importers.fit.crc import crc16
from unweary.importers.fit.messages import MOST_NUMBERS, Column, Field, FloatArray, Messages, fields_of, from_developer
from unweary.importers.fit.words import FIELD_DESCRIPTION, RECORD

#: FIT base type to NumPy's letter and the number that stands for 'no value'.
_TYPES = {
    0x00: ("u1", 0xFF), 0x01: ("i1", 0x7F), 0x02: ("u1", 0xFF), 0x83: ("i2", 0x7FFF), 0x84: ("u2", 0xFFFF),
    0x85: ("i4", 0x7FFF_FFFF), 0x86: ("u4", 0xFFFF_FFFF), 0x88: ("f4", nan), 0x89: ("f8", nan), 0x0A: ("u1", 0),
    0x8B: ("u2", 0), 0x8C: ("u4", 0), 0x8E: ("i8", 0x7FFF_FFFF_FFFF_FFFF), 0x8F: ("u8", 0xFFFF_FFFF_FFFF_FFFF),
    0x90: ("u8", 0),
}  # fmt: skip
_TEXT, _BYTES = 0x07, 0x0D
#: More messages that are read, or more layouts of them, are no recording of a body: three weeks at one a second.
_MOST_MESSAGES = 2_000_000
_MOST_LAYOUTS = 10_000


class _OddError(Exception):
    """Something out of the ordinary."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A field in a layout: ``at`` counts from the message's head, ``index`` is a developer's, -1 for the profile's."""

    number: int
    at: int
    size: int
    base: int
    index: int = -1


@dataclass(frozen=True, slots=True)
class _Layout:
    """What one definition says. ``places`` are the heads of its messages in the file; none are kept if none is read."""

    number: int
    order: str
    size: int
    parts: tuple[_Part, ...]
    places: array[int] | deque[int]


def read(data: bytes) -> Messages | None:
    """The messages of one whole FIT file that are read; None where fitdecode shall decide."""
    try:
        return _read(data)
    except (_OddError, IndexError, struct.error):
        return None


def _read(data: bytes) -> Messages:
    head = data[0]
    if head not in (12, 14) or crc16(data) or (head == 14 and any(data[12:14]) and crc16(data[:14])):
        raise _OddError
    layouts = [layout for layout in _walk(data, head, len(data) - 2) if layout.places]
    if sum(len(layout.places) for layout in layouts) > _MOST_MESSAGES:
        raise _OddError
    kinds: dict[int, list[_Layout]] = {}
    for layout in layouts:
        kinds.setdefault(layout.number, []).append(layout)
    developer: dict[tuple[int, int], tuple[int, str]] = {}
    if FIELD_DESCRIPTION in kinds:
        developer = _developer(_columns(data, kinds[FIELD_DESCRIPTION], {}))
    counts, columns = {}, {}
    for number, same in kinds.items():
        name = fields_of(number)[0]
        counts[name] = sum(len(layout.places) for layout in same)
        columns[name] = _columns(data, same, developer if number == RECORD else {})
    # Two in one, counted on from sample to sample: fitdecode takes them apart. Some write the field without a value.
    if np.isfinite(columns.get("record", {}).get("compressed_speed_distance", nan)).any():
        raise _OddError
    return Messages(counts, columns)


# ---- where the messages are


def _walk(data: bytes, at: int, end: int) -> list[_Layout]:
    sizes = [0] * 256
    places: list[array[int] | deque[int]] = [array("I")] * 256
    known: dict[bytes, _Layout] = {}
    while at < end:
        head = data[at]
        if size := sizes[head]:
            places[head].append(at)
            at += size
        elif head & 0xD0 == 0x40:
            stop = at + 6 + 3 * data[at + 5]
            if head & 0x20:
                stop += 1 + 3 * data[stop]
            if stop > end:
                raise _OddError
            told = data[at + 1 : stop]
            layout = known.get(told)
            if layout is None:
                if len(known) == _MOST_LAYOUTS:
                    raise _OddError
                layout = known[told] = _layout(told)
            sizes[head & 0x0F], places[head & 0x0F] = layout.size, layout.places
            at = stop
        else:
            # A message that was never defined, or one with its time in the head.
            raise _OddError
    if at != end:
        raise _OddError
    return list(known.values())


def _layout(told: bytes) -> _Layout:
    order = ">" if told[1] else "<"
    (number,) = struct.unpack_from(order + "H", told, 2)
    fields, developers = told[5 : 5 + 3 * told[4]], told[6 + 3 * told[4] :]
    at = 1
    parts = []
    for start in range(0, len(fields), 3):
        field, size, base = fields[start : start + 3]
        parts.append(_Part(field, at, size, base))
        at += size
    for start in range(0, len(developers), 3):
        field, size, index = developers[start : start + 3]
        parts.append(_Part(field, at, size, _BYTES, index))
        at += size
    read = fields_of(number)[1]
    if not all(part.size for part in parts):
        raise _OddError
    kept = tuple(part for part in parts if part.index >= 0 or part.number in read)
    return _Layout(number, order, at, kept, array("I") if kept and read else deque(maxlen=0))


# ---- what is in them


def _developer(columns: Mapping[str, Column]) -> dict[tuple[int, int], tuple[int, str]]:
    """Developer's index and field number to base type and column, for the fields that stand for one of the profile."""
    needed = ("developer_data_index", "field_definition_number", "fit_base_type_id", "native_field_num", "units")
    if not all(name in columns for name in needed):
        return {}
    found: dict[tuple[int, int], tuple[int, str]] = {}
    for index, field, base, native, units in zip(*(columns[name].tolist() for name in needed), strict=True):
        column = from_developer(native, units or "")
        if column and index == index and field == field and base == base:
            told = int(base), column
            if found.setdefault((int(index), int(field)), told) != told:
                raise _OddError
    return found


def _columns(
    data: bytes, layouts: Sequence[_Layout], developer: Mapping[tuple[int, int], tuple[int, str]]
) -> dict[str, Column]:
    """The columns of one kind of message, whose layout may have changed on the way."""
    places = [np.array(layout.places, np.intp) for layout in layouts]
    order = np.argsort(np.concatenate(places), kind="stable") if len(layouts) > 1 else None
    read = fields_of(layouts[0].number)[1]
    pieces: dict[str, dict[int, Column]] = {}
    for turn, layout in enumerate(layouts):
        for part in layout.parts:
            field, base = read.get(part.number), part.base
            if part.index >= 0:
                base, column = developer.get((part.index, part.number), (_BYTES, ""))
                if base in _TYPES and part.size % int(_TYPES[base][0][1]):
                    raise _OddError
                field = Field(column) if column else None
            if field is not None and turn not in pieces.setdefault(field.name, {}):
                values = _values(data, places[turn], layout.order, part, base, field)
                if values is not None:
                    pieces[field.name][turn] = values
    return {name: _joined(found, [len(each) for each in places], order) for name, found in pieces.items() if found}


def _joined(found: Mapping[int, Column], lengths: Sequence[int], order: NDArray[np.intp] | None) -> Column:
    """One column of the pieces by layout, in the order of the file."""
    if order is None:
        return found[0]
    some = next(iter(found.values()))
    width = (max(each.shape[1] for each in found.values()),) if some.ndim == 2 else ()
    if width and width[0] * sum(lengths) > MOST_NUMBERS:
        raise _OddError
    column = np.full((sum(lengths), *width), None if some.dtype == object else nan, dtype=some.dtype)
    start = 0
    for turn, length in enumerate(lengths):
        if turn in found and width:
            column[start : start + length, : found[turn].shape[1]] = found[turn]
        elif turn in found:
            column[start : start + length] = found[turn]
        start += length
    return column[order]


def _values(data: bytes, places: NDArray[np.intp], order: str, part: _Part, base: int, field: Field) -> Column | None:
    """One field of many messages; None where it is of another type than the profile says."""
    if field.is_text:
        return _texts(data, places, part) if base == _TEXT else None
    letter, empty = _TYPES.get(base, ("u1", 0xFF))
    if base == _TEXT:
        return None
    if part.size % int(letter[1]):
        base, letter, empty = _BYTES, "u1", 0xFF
    many = part.size // int(letter[1])
    # As fitdecode has it: bytes, and more than one number, are a list, and a list is no number.
    if not field.is_list and (many > 1 or base not in _TYPES):
        return None
    kind = np.dtype(order + letter)
    # Every place of the file as if the field began there; only those at which it does are taken.
    view = np.ndarray((len(data) - part.at - part.size + 1, many), kind, data, part.at, (1, kind.itemsize))
    raw = view[places] if field.is_list else view[:, 0][places]
    values: FloatArray = field.number(raw.astype(np.float64))
    if letter[0] == "f":
        values[~np.isfinite(values)] = nan
    elif base in _TYPES:
        values[raw == empty] = nan
    else:
        values[(raw == empty).all(axis=1)] = nan
    return values


def _texts(data: bytes, places: NDArray[np.intp], part: _Part) -> Column:
    said = [data[at : at + part.size].split(b"\0")[0].decode("utf-8", "replace") for at in (places + part.at).tolist()]
    return np.array([text or None for text in said], dtype=object)
