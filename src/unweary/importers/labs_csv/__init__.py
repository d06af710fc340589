"""Blood tests as a table with any column names. Of real files only studies of many persons were seen, and refused.

Two layouts: **long**, one row a value (date, test, value, unit, perhaps a sign such as ``<`` and a range), and
**wide**, one row a date and a column for each test, its unit in the heading (``Ferritin (ng/mL)``) or in a row below.
What a column is, its name says (``vocab.lab_names`` and ``columns.ROLES``) or the person: ``columns`` maps a column, or
a test in a long table, to what it is. Nothing is guessed: without a unit there is no value, and what is not understood
is listed. Ranges are not read: they are the laboratory's, and Unweary has its own.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

from unweary.importers.labs_csv.columns import (
    Asked as Asked,
)
from unweary.importers.labs_csv.columns import (
    Layout,
    analyte_of,
    headed,
    key_of,
    layout_of,
    meant,
)
from unweary.importers.labs_csv.columns import (
    asked as asked,
)
from unweary.importers.written import Dates, Order, Row, day, few, heading, instant, rows
from unweary.vocab.errors import Problem
from unweary.vocab.figures import figure, fraction_mark, parted
from unweary.vocab.history import Lab
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, unit_named

TITLE = "blood tests as a table (CSV)"
_HEAD_BYTES = 1 << 16
#: So many are many; who they are is of no interest.
_ENOUGH_PEOPLE = 1_000
_LOCAL_HOUR = time(8)
_MOST_NAMED = 40
#: A diary of food has columns of iron and sodium too.
_FOOD = re.compile(r"\b(kcal|calories|energy|kalorien|protein \(g\)|carb|carbs|carbohydrates|fat \(g\)|meal)\b", re.I)


def recognise(head: bytes, name: str) -> int:
    """2 where columns or first rows name blood tests for certain, 1 where one column might be such."""
    names = heading(head)
    if len(names) < 2 or any(_FOOD.search(each) for each in names):
        return 0
    layout = _layout(names)
    if layout.long:
        sample = islice(rows(io.BytesIO(head), name), 60)
        test, code = layout.column("test"), layout.column("code")
        return 2 if any(isinstance(row, Row) and analyte_of(row[test], row[code], {}) for row in sample) else 0
    united = sum(bool(unit) for _, unit in layout.tests.values())
    dated = bool(layout.column("date"))
    return 2 if len(layout.tests) + 2 * united + dated >= 3 and layout.tests else int(dated and bool(layout.tests))


@lru_cache(maxsize=2)
def _layout(names: tuple[str, ...]) -> Layout:
    """Nobody said anything about the columns. A file is told apart twice: when it is taken in and when it is read."""
    return layout_of(names, {})


def read(
    stream: BinaryIO, name: str, *, zone: tzinfo = UTC, columns: Mapping[str, str] | None = None
) -> Iterator[Lab | Problem]:
    """One blood test a value, in the unit of the table.

    Parameters
    ----------
    columns : mapping, optional
        What the person said: a column's name, or the name of a test in a long table, to a role (a key of
        ``columns.ROLES``), or to an analyte with its unit if need be (``ferritin``, ``ferritin ug/L``).

    Yields
    ------
    Lab
        Where the table names no hour, 08:00 in ``zone``. ``written`` keeps the words of the table.
    Problem
        ``columns_unknown`` names what the person must say: columns and tests that were not understood, a column
        without a unit, a missing day; ``several_people`` (nothing else then: one person's blood is not mixed with
        another's), ``date``, ``ambiguous_date``, ``unit``,
        ``not_a_number``, ``csv_broken``, ``no_known_column``.

    Examples
    --------
    >>> text = b"Datum;Ferritin (ng/ml);Eisen\\n02.11.2026;12,5;60\\n"
    >>> lab, missing = read(io.BytesIO(text), "labor.csv")
    >>> lab.analyte, lab.value, lab.unit, lab.at.date().isoformat()
    ('ferritin', 12.5, 'ng/mL', '2026-11-02')
    >>> missing.code
    'columns_unknown'
    >>> lab, iron = read(io.BytesIO(text), "labor.csv", columns={"Eisen": "iron ug/dL"})
    >>> iron.value, iron.unit
    (60.0, 'ug/dL')
    """
    said = {key_of(word): meaning.strip() for word, meaning in (columns or {}).items()}
    layout = layout_of(heading(stream.read(_HEAD_BYTES)), said)
    yield from few(_Table(name, zone, layout, stream, said).read(), name)


@dataclass(slots=True)
class _Table:
    """A table that is looked at twice, since only a whole column tells the order of its dates. No row is kept."""

    name: str
    zone: tzinfo
    layout: Layout
    stream: BinaryIO
    said: Mapping[str, str]
    order: Order | None = None
    mark: str = ""

    def read(self) -> Iterator[Lab | Problem]:
        layout = self.layout
        if not layout.long and not layout.tests:
            yield self._unknown(layout.rest) if self.said and layout.rest else self._nothing()
            return
        if (who := self._survey()) is not None:
            yield who
        elif not layout.column("date"):
            yield Problem(
                self.name,
                "columns_unknown",
                "No column says on which day the blood was taken, so nothing was read. Call it 'date', or say which "
                f"it is: {', '.join(self._shown(layout.rest)) or 'there is no other column'}.",
            )
        else:
            yield from self._long() if layout.long else self._wide()

    def _rows(self, problems: list[Problem] | None = None) -> Iterator[Row]:
        """From the first row on; what breaks the table is put into ``problems``."""
        self.stream.seek(0)
        for row in rows(self.stream, self.name):
            if isinstance(row, Row):
                yield row
            elif problems is not None:
                problems.append(row)

    def _survey(self) -> Problem | None:
        """How dates and numbers are written; several persons where the rows are of many."""
        layout, dates, marks = self.layout, Dates(), set[str]()
        people: dict[str, set[str]] = {layout.column(role): set() for role in ("person", "sex") if layout.column(role)}
        values = [layout.column("value")] if layout.long else list(layout.tests)
        for row in self._rows():
            dates.see(row[layout.column("date")])
            marks |= {fraction_mark(row[column]) for column in values}
            for column, found in people.items():
                if len(found) < _ENOUGH_PEOPLE:
                    found.add(row[column].casefold())
        self.order = dates.order
        # One 4.1 or 4,1 tells what the mark of this table is for; with none, or with both, 45.000 may be either.
        self.mark = "".join(marks) if len(marks - {""}) == 1 else ""
        return next((self._several(column, len(found - {""})) for column, found in people.items()
                     if len(found - {""}) > 1 and not self._counts(column)), None)  # fmt: skip

    def _counts(self, column: str) -> bool:
        """A number for each row is no person where the row also has its own day."""
        return self.layout.roles[column] == "person" and bool(
            self.layout.column("date") and key_of(column) in ("id", "row")
        )

    def _several(self, column: str, people: int) -> Problem:
        """Rows of many persons: a column of persons, or of both sexes, with more than one entry."""
        return Problem(
            f"{self.name}, {column}",
            "several_people",
            f"This table holds {people} people or groups (column '{column}'), and blood tests of others "
            "must not be mixed with yours. Nothing was read. Import a table with your own rows alone.",
        )

    def _nothing(self) -> Problem:
        columns = ", ".join(self._shown([*self.layout.roles, *self.layout.rest]))
        return Problem(
            self.name, "no_known_column", f"No column of this table is a blood test that we know ({columns})."
        )

    def _unknown(self, unknown: Sequence[str]) -> Problem:
        shown = self._shown(unknown)
        return Problem(
            self.name,
            "columns_unknown",
            f"Not understood: {', '.join(shown)}. Say what they are on the page Files, or with "
            f"--column '{shown[0]}=ferritin' (or =ignore).",
        )

    @staticmethod
    def _shown(names: Sequence[str]) -> list[str]:
        return [f"{name[:60]}" for name in names[:_MOST_NAMED]]

    # ---- the two layouts

    def _long(self) -> Iterator[Lab | Problem]:
        layout, unknown, broken = self.layout, dict[str, None](), list[Problem]()
        for row in self._rows(broken):
            test, code = row[layout.column("test")], row[layout.column("code")]
            meaning = self.said.get(key_of(test), "") or self.said.get(key_of(code), "")
            analyte = analyte_of(test, code, self.said)
            if meaning == "ignore" or not (test or code):
                continue
            if analyte is None:
                if len(unknown) < _MOST_NAMED and any(sign.isdigit() for sign in row[layout.column("value")]):
                    unknown[test or code] = None
                continue
            unit = row[layout.column("unit")] or meant(meaning)[1] or headed(test)[1]
            sign = row[layout.column("sign")]
            yield from self._lab(row, test or code, analyte, sign + row[layout.column("value")], unit)
        if unknown:
            yield self._unknown(list(unknown))
        yield from broken

    def _wide(self) -> Iterator[Lab | Problem]:
        layout = self.layout
        units = {column: unit for column, (_, unit) in layout.tests.items() if unit}
        named = self._row_of_units()
        for column in layout.tests:
            units.setdefault(column, named[column] if named is not None else "")
        missing, unknown, broken = dict[str, None](), dict[str, None](), list[Problem]()
        for row in self._rows(broken):
            if row == named:
                continue
            unknown.update((each, None) for each in layout.rest if each not in unknown and self._told(row[each]))
            for column, (analyte, _) in layout.tests.items():
                if not row[column]:
                    continue
                value, unit = row[column], units[column]
                if not unit and len(accepted_units(analyte)) > 1 and (pair := _parted(value)):
                    value, unit = pair
                if not unit and len(accepted_units(analyte)) > 1:
                    missing[column] = None
                else:
                    yield from self._lab(row, column, analyte, value, unit)
        for column in missing:
            yield self._no_unit(column, layout.tests[column][0])
        if unknown:
            yield self._unknown([column for column in layout.rest if column in unknown])
        yield from broken

    def _told(self, cell: str) -> bool:
        return bool(cell) and figure(cell) is not None

    def _row_of_units(self) -> Row | None:
        """The first row, where it has units below the names instead of values."""
        first = next(self._rows(), None)
        if first is None:
            return None
        cells = {column: first[column] for column in self.layout.tests if first[column]}
        fitting = [unit_named(self.layout.tests[column][0], cell) for column, cell in cells.items()]
        return first if fitting and all(fitting) else None

    def _no_unit(self, column: str, analyte: str) -> Problem:
        units = accepted_units(analyte)
        return Problem(
            f"{self.name}, {column}",
            "columns_unknown",
            f"No unit is named for '{column[:60]}', so its values were left out. Accepted: {', '.join(units)}. Rename "
            f"the column to '{column[:60]} ({units[0]})', or use --column '{column[:60]}={analyte} {units[0]}'.",
        )

    # ---- one value

    def _lab(self, row: Row, column: str, analyte: str, text: str, unit: str) -> Iterator[Lab | Problem]:
        where = f"{self.name}, line {row.line}, {column[:60]}"
        if not text:
            return
        if not unit and (pair := _parted(text)):
            text, unit = pair
        if figure(text) is None:
            words = f"'{text[:40]}' is not a number from 0 on such as 12.5, or <5. It was left out."
            yield Problem(where, "not_a_number", words)
            return
        units = accepted_units(analyte)
        known = unit_named(analyte, unit) if unit else units[0] if len(units) == 1 else None
        if known is None:
            said = f"'{unit[:40]}' is not a unit of {ANALYTES[analyte].label}" if unit else "There is no unit"
            yield Problem(where, "unit", f"{said}. Accepted: {', '.join(units)}. The value was left out.")
            return
        found = figure(text, analyte, known, self.mark)
        assert found is not None
        if found.either:
            one, other = found.either
            words = f"'{text[:40]}' can be {one:g} or {other:g}. It was left out: write one of the two."
            yield Problem(where, "unclear_figure", words)
            return
        at = self._at(row)
        if isinstance(at, Problem):
            yield at
            return
        written = f"{text} {unit}".strip()
        ours = f"{found.bound or ''}{found.value:g} {known}"
        yield Lab(
            analyte, found.value, known, at, found.bound, "laboratory table", "" if written == ours else written[:240]
        )

    def _at(self, row: Row) -> datetime | Problem:
        text = row[self.layout.column("date")]
        if (moment := instant(text, self.zone, self.order)) is not None:
            return moment
        if (on := day(text, self.order)) is not None:
            return datetime.combine(on, _LOCAL_HOUR, self.zone)
        where = f"{self.name}, line {row.line}"
        if re.fullmatch(r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}.*", text):
            words = f"'{text[:40]}' may be day and month or month and day. Write 2026-11-20. The row was left out."
            return Problem(where, "ambiguous_date", words)
        return Problem(where, "date", f"'{text[:40]}' is not a day from 1990 to 2100. The row was left out.")


def _parted(text: str) -> tuple[str, str] | None:
    """Value and unit of one cell, ``12.5 ng/mL``; None where a cell is no such pair."""
    value, unit = parted(text)
    return (value, unit) if re.search(r"[/%]|^fL$|^pg$", unit) else None
