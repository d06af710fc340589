"""The messages of a FIT file, column by column, named and scaled as the FIT profile says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite, nan
from typing import Any

import numpy as np
from fitdecode.profile import MESSAGE_TYPES
from numpy.typing import NDArray

from unweary.importers.fit.words import DEVELOPER, FIT_EPOCH_S, LISTS, NATIVE, READ

FloatArray = NDArray[np.float64]
Column = NDArray[Any]
#: A message by itself: field to number, word, text or list. A field without a value is not in it.
Message = dict[str, object]

#: No device writes more sessions, weighings or sets into one file.
MOST_ROWS = 10_000
#: Nor a column with more numbers, lists filled up to the longest.
MOST_NUMBERS = 20_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """One field that is read. A number is ``raw / scale - offset``; ``words`` are the names of an enumeration."""

    name: str
    scale: float = 1.0
    offset: float = 0.0
    is_text: bool = False
    is_list: bool = False
    words: Mapping[int, str] | None = None

    def number(self, raw: Any) -> Any:
        """What a raw number, or an array of them, stands for.

        Examples
        --------
        >>> fields_of(20)[1][2].number(3000)  # record, altitude: fifths of a metre above -500 m
        100.0
        """
        return raw / self.scale - self.offset


@cache
def fields_of(number: int) -> tuple[str, Mapping[int, Field]]:
    """The name of a message and its fields by number; nothing for a message that is not read.

    Examples
    --------
    >>> fields_of(78)
    ('hrv', {0: Field(name='time', scale=1000.0, offset=0.0, is_text=False, is_list=True, words=None)})
    >>> fields_of(19)
    ('', {})
    """
    kind = MESSAGE_TYPES.get(number)
    if kind is None or kind.name not in READ:
        return "", {}
    found = {}
    for at, field in kind.fields.items():
        if field.name in READ[kind.name]:
            is_date = field.type.name in ("date_time", "local_date_time")
            found[at] = Field(
                field.name,
                float(field.scale or 1),
                float(-FIT_EPOCH_S if is_date else field.offset or 0),
                field.base_type.name == "string",
                (kind.name, field.name) in LISTS,
                field.type.enum,
            )
    return kind.name, found


@cache
def _words(kind: str) -> Mapping[str, Mapping[int, str]]:
    number = next(number for number, each in MESSAGE_TYPES.items() if each.name == kind)
    return {field.name: field.words for field in fields_of(number)[1].values() if field.words}


@cache
def from_developer(native: float, units: str) -> str | None:
    """The column for a developer's field that stands for one of the profile; None where it is none that we read.

    Examples
    --------
    >>> from_developer(7, "Watts"), from_developer(7, "furlongs")
    ('developer_power_w', None)
    """
    column, accepted = NATIVE.get(native, ("", ()))
    return DEVELOPER[column] if units.strip().casefold() in accepted else None


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one FIT file: how many of each kind, and the columns that have any value, in file order.

    A column of numbers is a float64 array with NaN where there is none, one of lists has two dimensions, one of texts
    holds str or None. Times are Unix seconds.
    """

    counts: Mapping[str, int]
    columns: Mapping[str, Mapping[str, Column]]

    def numbers(self, kind: str, field: str) -> FloatArray:
        """One number for each message of the kind."""
        column = self.columns.get(kind, {}).get(field)
        return np.full(self.counts.get(kind, 0), nan) if column is None else column

    def lists(self, kind: str, field: str) -> FloatArray:
        """One row of numbers for each message of the kind; rows are filled up with NaN."""
        column = self.columns.get(kind, {}).get(field)
        return np.full((self.counts.get(kind, 0), 1), nan) if column is None else column

    def rows(self, kind: str) -> list[Message]:
        """The messages one by one, enumerations as words; the first ``MOST_ROWS`` of them."""
        rows: list[Message] = [{} for _ in range(min(self.counts.get(kind, 0), MOST_ROWS))]
        for name, column in self.columns.get(kind, {}).items():
            words = _words(kind).get(name, {})
            for row, value in zip(rows, column[:MOST_ROWS].tolist(), strict=True):
                told = _told(value, words)
                if told is not None and told != []:
                    row[name] = told
        return rows


def _told(value: object, words: Mapping[int, str]) -> object:
    """A value of a column by itself: a word where its number has one, None where there is none."""
    if isinstance(value, list):
        return [told for each in value if (told := _told(each, words)) is not None]
    if not isinstance(value, float):
        return value
    return words.get(int(value), value) if isfinite(value) else None


def table(rows: Sequence[Mapping[str, object]], known: Mapping[str, Field]) -> dict[str, Column]:
    """Columns from messages one by one, as fitdecode gives them.

    Examples
    --------
    >>> table([{"a": 1}, {"a": (1, 2)}, {}], {"a": Field("a")})
    {'a': array([ 1., nan, nan])}
    """
    columns: dict[str, Column] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        field = known.get(name, Field(name))
        values = [row.get(name) for row in rows]
        if field.is_text:
            columns[name] = np.array([value if isinstance(value, str) else None for value in values], dtype=object)
        elif field.is_list:
            lists = [value if isinstance(value, list | tuple) else (value,) for value in values]
            widest = min(max(map(len, lists)), MOST_NUMBERS // len(rows))
            columns[name] = np.full((len(rows), widest), nan)
            for row, value in zip(columns[name], lists, strict=True):
                row[: len(value)] = [number(each) for each in value[:widest]]
        else:
            columns[name] = np.array([number(value) for value in values])
    return columns


def number(value: object) -> float:
    """A plain finite number, else NaN (lists, words, raw bytes).

    Examples
    --------
    >>> number(7), number((1, 2)), number(True)
    (7.0, nan, nan)
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    return nan
