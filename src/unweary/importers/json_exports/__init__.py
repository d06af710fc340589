"""JSON exports and answers of services: Garmin, Oura, Fitbit, Polar, intervals.icu, Golden Cheetah; each as data.

An object is known by the names of its fields wherever it stands: in an answer of a service, in a page of answers, in a
list that somebody put together. To add a maker, write a :class:`Shape`. Which were seen on real files stands in
``docs/formats.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, tzinfo
from typing import Any, BinaryIO

from unweary.importers.json_exports.reading import Item, Reader
from unweary.importers.json_exports.shape import Record, Shape, found
from unweary.importers.json_exports.shapes_garmin import GARMIN
from unweary.importers.json_exports.shapes_makers import MAKERS
from unweary.importers.json_exports.values import Fault, values
from unweary.importers.written import few
from unweary.vocab.errors import Problem

__all__ = ["SHAPES", "TITLE", "Shape", "read", "recognise"]

TITLE = "JSON exports of Garmin, Oura, Fitbit, Polar, intervals.icu and Golden Cheetah"

#: Everything that is known.
SHAPES: tuple[Shape, ...] = (*GARMIN, *MAKERS)
#: Objects this deep in a value are not looked for.
_DEEPEST = 12


def recognise(head: bytes, name: str) -> int:
    """2 where the names of all the fields of a known object stand in the beginning of a JSON file."""
    return 2 if head.lstrip()[:1] in (b"{", b"[") and any(shape.written_in(head) for shape in SHAPES) else 0


def read(stream: BinaryIO, name: str, *, zone: tzinfo = UTC) -> Iterator[Item]:
    """Everything that the known objects of a file tell.

    Yields
    ------
    Observation, Sleep, Session, Recording
        Heart rates through the day come as one recording of kind ``other`` for each day of the person.
    Problem
        With the number of the value in the file: ``date``, ``clock``, ``not_a_number``, ``out_of_range``,
        ``sleep_times``, ``no_duration``, and left out is what was wrong. With the character: ``json_broken`` (one
        value), ``json_cut``, ``too_deep``, ``too_large``. ``unused`` where a file holds nothing but what is known and
        not used, ``no_values`` where it is empty, ``not_recognised`` where it holds nothing known.

    Examples
    --------
    >>> from io import BytesIO
    >>> text = b'{"data": [{"day": "2026-11-20", "score": 81, "temperature_deviation": 0.3,}]}'
    >>> warm, = read(BytesIO(text), "daily_readiness.json")
    >>> warm.signal, warm.value, warm.at.isoformat()
    ('skin_temp_change_c', 0.3, '2026-11-20T06:00:00+00:00')
    """
    yield from few(_items(stream, name, zone), name)


def _items(stream: BinaryIO, name: str, zone: tzinfo) -> Iterator[Item]:
    reader, look, told = Reader(name, zone), _Look(), False
    for item in _told(stream, name, reader, look):
        told = True
        yield item
    if told:
        return
    if look.unused:
        words = f"This file holds nothing but {' and '.join(look.unused)}, which Unweary does not use."
        yield Problem(name, "unused", f"{words} Nothing was read.")
    elif look.seen:
        yield Problem(name, "no_values", "What is known in this file holds no values. Nothing was read.")
    else:
        yield Problem(name, "not_recognised", "There is nothing in this file that is known. Nothing was read.")


def _told(stream: BinaryIO, name: str, reader: Reader, look: _Look) -> Iterator[Item]:
    for count, value in enumerate(values(stream), start=1):
        if isinstance(value, Fault):
            yield Problem(f"{name}, character {value.at}", value.code, value.words)
            continue
        for shape, record in look.known(value):
            yield from reader.items(shape, record, f"{name}, value {count}")
    yield from reader.rest()


class _Look:
    """Finds the known objects in a value. Objects with the same fields come in thousands: what they are is kept."""

    def __init__(self) -> None:
        self.seen = False
        self.unused: dict[str, None] = {}
        self._by_keys: dict[tuple[Any, ...], tuple[Shape, ...]] = {}

    def known(self, value: object) -> Iterator[tuple[Shape, Record]]:
        open_values: list[tuple[object, int]] = [(value, 0)]
        while open_values:
            at, depth = open_values.pop()
            enter = depth < _DEEPEST
            if isinstance(at, dict):
                for shape in self._shapes(at):
                    self.seen = True
                    enter = enter and shape.inner
                    if shape.unused:
                        self.unused[shape.unused] = None
                    yield shape, at
                if enter:
                    open_values += [
                        (each, depth + 1) for each in reversed(at.values()) if isinstance(each, dict | list)
                    ]
            elif isinstance(at, list) and enter:
                open_values += [(each, depth + 1) for each in reversed(at) if isinstance(each, dict | list)]

    def _shapes(self, record: dict[str, Any]) -> list[Shape]:
        keys = tuple(record)
        fitting = self._by_keys.get(keys)
        if fitting is None:
            if len(self._by_keys) > 1000:
                self._by_keys.clear()
            fitting = tuple(shape for shape in SHAPES if all(key in record for key in shape.keys))
            self._by_keys[keys] = fitting
        return [shape for shape in fitting if all(found(record, path) is not None for path in shape.inside)]
