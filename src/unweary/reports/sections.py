"""What sentences and small tables stand in, for whoever lays them out: a terminal, a web page, a message."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; every cell is text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One idea: a title, lines of text, perhaps a table. A line that starts with '  ' belongs to the one above."""

    title: str
    lines: tuple[str, ...] = ()
    table: Table | None = None
