"""One look over a whole table before it is read: whose it is, and how its dates and numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from unweary.importers.daily_tables.layout import Layout
from unweary.importers.written import Dates, Order, Row, day, number
from unweary.vocab.errors import Problem

#: How apps write 'none'.
_NONE = frozenset({"", "-", "--", "n/a", "none", "null"})
#: So many are many; who they are is of no interest.
_ENOUGH_PEOPLE = 1_000
_SLASHED = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Survey:
    """How many people; the order of dates that do not begin with the year, and whether it is open; the decimal mark."""

    people: int
    order: Order | None
    unclear: bool
    decimal: str


@lru_cache(maxsize=1_024)
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


def survey(table: Iterable[Row | Problem], layout: Layout) -> Survey:
    """A first reading of all rows, of which none is kept."""
    people: set[str] = set()
    slashed = Dates()
    decimal, mended = ".", False
    numeric = [key.casefold() for key in layout.columns]
    if layout.training is not None:
        parts = (layout.training.duration, *layout.training.values.values())
        numeric += [key.casefold() for part in parts for key, _ in part]
    for row in table:
        if isinstance(row, Problem):
            break
        cells = cells_of(row, layout)
        if layout.person and len(people) < _ENOUGH_PEOPLE:
            people.add(cells.get(layout.person.casefold(), ""))
        for text in (cells.get(key.casefold(), "") for key in layout.at):
            if _SLASHED.match(text):
                slashed.see(text)
            elif layout.order == "ydm" and not mended:
                mended = bool(day(text, "ymd") and not day(text, "ydm"))
        if decimal == "." and any(_comma(cells.get(key, "")) for key in numeric):
            decimal = ","
    order: Order | None = "ymd" if mended else layout.order or slashed.order
    # A date that fits no order is a problem of its own line; only one that fits two makes the whole file unclear.
    return Survey(len(people - {""}), order, order is None and slashed.unclear, decimal)


def _comma(cell: str) -> bool:
    return "," in cell and number(cell) is None and number(cell, ",") is not None
