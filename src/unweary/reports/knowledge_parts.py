"""What the pages of the knowledge report are made of, and the words for their numbers. No page is built here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from unweary.reports.knowledge_words import CHECK_WORDS, citation
from unweary.vocab.knowledge import Knowledge, Number

#: What a grade says about a number of the model (the grades of remedies have words of their own).
NUMBER_GRADES = {
    "A": "meta-analysis",
    "B": "cohort or validation",
    "C": "textbook or guideline",
    "D": "own estimate",
}


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to another place of the report."""

    kind: ClassVar[str] = "link"
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The grade of a number and how it was checked; either may be empty."""

    kind: ClassVar[str] = "mark"
    grade: str
    check: str

    @property
    def checked(self) -> str:
        """How it was checked, in words."""
        return CHECK_WORDS.get(self.check, "")


@dataclass(frozen=True, slots=True)
class Lines:
    """Several cells in one, each on its own line; all but the first are small."""

    kind: ClassVar[str] = "lines"
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Several cells in one, side by side."""

    kind: ClassVar[str] = "row"
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of a whole, in percent, each with its class and word."""

    kind: ClassVar[str] = "bar"
    parts: tuple[tuple[str, str, float], ...]


Cell = str | Link | Mark | Lines | Row | Bar


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption. The first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to review. ``tone`` colours its edge; ``tags`` are short words; ``short`` names it in the index."""

    id: str
    title: str
    facts: tuple[tuple[str, Cell], ...] = ()
    tables: tuple[Table, ...] = ()
    tags: tuple[str, ...] = ()
    tone: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading."""

    title: str
    entries: tuple[Entry, ...]
    lead: str = ""

    @property
    def id(self) -> str:
        """The anchor of the heading."""
        return anchor(f"section {self.title}")


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the report."""

    file: str
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def size(self) -> int:
        """How many entries it has."""
        return sum(len(section.entries) for section in self.sections)


def anchor(text: str) -> str:
    """A name that can stand behind the # of a link.

    Examples
    --------
    >>> anchor("Tests: blood & urine")
    'tests-blood-urine'
    """
    return re.sub(r"[^a-z0-9_.]+", "-", text.lower()).strip("-")


def facts(*pairs: tuple[str, Cell]) -> tuple[tuple[str, Cell], ...]:
    """The pairs that say something.

    Examples
    --------
    >>> facts(("why", "because"), ("note", ""))
    (('why', 'because'),)
    """
    return tuple((label, cell) for label, cell in pairs if cell not in ("", Lines(()), Row(())))


def lines(*parts: Cell) -> Lines:
    """The parts that say something, one below the other."""
    return Lines(tuple(part for part in parts if part != ""))


def spaced(links: Iterable[Cell]) -> Row:
    """Links or words side by side."""
    return Row(tuple(links))


def figure(value: float) -> str:
    """A number with three digits that count, never in powers of ten.

    Examples
    --------
    >>> [figure(value) for value in (0.00012, 0.6256, 12.34, 1083.0)]
    ['0.00012', '0.626', '12.3', '1083']
    """
    if value and abs(value) < 0.001:
        return f"{float(f'{value:.3g}'):.12f}".rstrip("0")
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def share(chance: float) -> str:
    """A chance in percent, or as one in so many where percent would be nothing but zeros.

    Examples
    --------
    >>> [share(chance) for chance in (0.3, 0.0125, 0.0003, 0.0)]
    ['30 %', '1.25 %', '1 in 3300', 'none']
    """
    if chance <= 0:
        return "none"
    if chance >= 0.001:
        return f"{figure(100 * chance)} %"
    whole = 1.0 / chance
    digits = 10 ** max(len(str(int(whole))) - 2, 0)
    return f"1 in {round(whole / digits) * digits}"


def share_range(number: Number) -> str:
    """A chance with its range.

    Examples
    --------
    >>> share_range(Number(0.3, 0.125, 0.563, "probability", "D", "E", "own"))
    '30 % (12.5 % to 56.3 %)'
    """
    return f"{share(number.mid)} ({share(number.low)} to {share(number.high)})"


def number_range(number: Number) -> str:
    """A number with its range and unit; ratios have none.

    Examples
    --------
    >>> number_range(Number(2.0, 1.5, 2.6, "odds ratio", "A", "V", "suri2010"))
    '2 (1.5 to 2.6)'
    >>> number_range(Number(7.0, 5.0, 9.0, "days", "D", "E", "own"))
    '7 (5 to 9) days'
    """
    unit = "" if number.unit in ("", "1", "ratio", "odds ratio") else f" {number.unit}"
    return f"{figure(number.mid)} ({figure(number.low)} to {figure(number.high)}){unit}"


def source_links(ids: str | Iterable[str], knowledge: Knowledge) -> Cell:
    """The citations of one or several sources, each leading to the page of sources."""
    listed = ids.split(",") if isinstance(ids, str) else ids
    found = [part.strip() for part in listed if part.strip()]
    links = tuple(Link(citation(one, knowledge), f"sources.html#{anchor(one)}") for one in found)
    return links[0] if len(links) == 1 else Lines(links)


def origin(number: Number, knowledge: Knowledge) -> Cell:
    """Where a number comes from: source and place in it."""
    return lines(source_links(number.source, knowledge), number.locator)


def mark(number: Number) -> Mark:
    """Grade and check of a number."""
    return Mark(number.grade, number.check)
