"""One look over a whole table before it is read: whose it is, and how its dates and numbers are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

from unweary.importers.daily_tables.layout import Layout
from unweary.importers.written import Order, Row, day, number, order_of, rows
from unweary.vocab.errors import Problem

#: How apps write 'none'.
_NONE = frozenset({"", "-", "--", "n/a", "none", "null"})
_SLASHED = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Survey:
    """How many people; the order of dates that do not begin with the year, and whether it is open; the decimal mark."""

    people: int
    order: Order | None
    unclear: bool
    decimal: str


def folded(name: str) -> str:
    """A column's name for comparing: small letters, without the tags of a translation that went missing.

    Examples
    --------
    >>> folded('<span class="translation_missing">Sport Type</span>')
    'sport type'
    """
    return re.sub(r"<[^<>]*>", "", name).strip().casefold()


def cells_of(row: Row, layout: Layout) -> dict[str, str]:
    """The cells by folded name, 'none' as an empty one; a long table's row becomes a wide one.

    Examples
    --------
    >>> cells_of(Row(2, {"What": "Pulse", "Value": "48", "Note": "--"}), Layout("x", (), (), long=("What", "Value")))
    {'what': 'Pulse', 'value': '48', 'note': '', 'pulse': '48'}
    """
    cells: dict[str, str] = {}
    for key, value in row.cells.items():
        cells.setdefault(folded(key), "" if value.casefold() in _NONE else value)
    if layout.long is not None:
        named, value = (cells.get(key.casefold(), "") for key in layout.long)
        cells[named.casefold()] = value
    return cells


def survey(data: bytes, name: str, layout: Layout) -> Survey:
    """A first reading of all rows."""
    people: set[str] = set()
    dates: set[str] = set()
    decimal = "."
    numeric = [key.casefold() for key in layout.columns]
    if layout.training is not None:
        parts = (layout.training.duration, *layout.training.values.values())
        numeric += [key.casefold() for part in parts for key, _ in part]
    for row in rows(BytesIO(data), name):
        if isinstance(row, Problem):
            break
        cells = cells_of(row, layout)
        people.add(cells.get(layout.person.casefold(), "") if layout.person else "")
        dates.update(cells.get(key.casefold(), "") for key in layout.at)
        if decimal == "." and any(_comma(cells.get(key, "")) for key in numeric):
            decimal = ","
    slashed = {text for text in dates if _SLASHED.match(text)}
    order = layout.order or order_of(slashed)
    if order == "ydm" and any(day(text, "ymd") and not day(text, "ydm") for text in dates):
        order = "ymd"  # the maker mended its dates
    # A date that fits no order is a problem of its own line; only one that fits two makes the whole file unclear.
    unclear = order is None and any(day(text, "dmy") and day(text, "mdy") for text in slashed)
    return Survey(len(people - {""}), order, unclear, decimal)


def _comma(cell: str) -> bool:
    return "," in cell and number(cell) is None and number(cell, ",") is not None
