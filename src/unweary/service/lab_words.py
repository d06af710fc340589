"""Blood tests typed or pasted as text: what was understood, to say yes to, and then to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any

from annotated_types import MaxLen, MinLen

from unweary.service.mixed_units import odd_unit
from unweary.service.possible import impossible, under_its_id
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError
from unweary.vocab.figures import Bound, figure
from unweary.vocab.history import STRICT, Lab
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units

if TYPE_CHECKING:
    from unweary.importers.labs_text import ReadTest
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow
    from unweary.vocab.knowledge import Knowledge

MOST_LETTERS = 20_000
#: Blood is mostly taken in the morning; a report names the day alone.
_HOUR = time(8)
_MANY = 100_000


@dataclass(frozen=True, slots=True)
class LabWords:
    """What a program sends: the text, and the day of the tests that name none (today where that is left out too)."""

    __pydantic_config__ = STRICT

    text: Annotated[str, MinLen(1), MaxLen(MOST_LETTERS)]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LabsSent:
    """What a program sends to be kept."""

    __pydantic_config__ = STRICT

    labs: Annotated[tuple[Lab, ...], MinLen(1), MaxLen(1_000)]


@dataclass(frozen=True, slots=True)
class LabProposal:
    """One test as understood. ``lab`` is what would be kept, None where ``question`` must be answered first.

    ``dated``: the text told the day.
    """

    analyte: str
    label: str
    value: float
    comparator: str | None
    unit: str
    units: tuple[str, ...]
    on: date
    dated: bool
    words: str
    lab: Lab | None
    question: str


@dataclass(frozen=True, slots=True)
class LabProposals:
    """What a text says; nothing of it is kept. ``left`` was not understood; ``unclear_days`` are such as 03/04/25."""

    tests: tuple[LabProposal, ...]
    left: tuple[str, ...]
    unclear_days: tuple[str, ...]

    def as_document(self) -> dict[str, Any]:
        """Plain JSON values."""
        document = as_json(self)
        assert isinstance(document, dict)
        return document


def lab_proposals(said: LabWords, now: datetime, knowledge: Knowledge) -> LabProposals:
    """Read a text.

    Raises
    ------
    UserError
        ``text`` where there is none or too much of it.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    >>> found = lab_proposals(LabWords("Ferritin 12 ng/mL, Hb 11.8"), now, packaged_knowledge())
    >>> [(test.label, test.lab is not None, test.question) for test in found.tests]
    [('ferritin', True, ''), ('haemoglobin', False, 'Which unit: g/L, g/dL or mmol/L?')]
    """
    from unweary.importers.labs_text import read_text

    if not said.text.strip() or len(said.text) > MOST_LETTERS:
        raise UserError("text", "there is no text, or too much of it", f"1 to {MOST_LETTERS} letters")
    read = read_text(said.text)
    day = said.on or now.date()
    tests = tuple(_proposal(test, day, now, knowledge, bool(read.unclear_days)) for test in read.tests)
    return LabProposals(tests, read.left, read.unclear_days)


def analyte_named(name: str) -> str | None:
    """The blood test that a report calls so: 'Hb' is haemoglobin. None where it is not known."""
    from unweary.importers.labs_text import read_text

    tests = read_text(f"{name} 1").tests
    return tests[0].analyte if len(tests) == 1 else None


def lab_figure(typed: str, analyte: str = "", unit: str = "") -> tuple[Bound | None, float]:
    """One result as typed: its bound and its number.

    Raises
    ------
    UserError
        ``value`` where it is none; ``unclear_figure`` with both ways to write it plainly, where some people part
        thousands with a mark and others write a fraction.

    Examples
    --------
    >>> [lab_figure(typed)[1] for typed in ("12,5", "0,125", "45 000", "7,25")], lab_figure("<5")
    ([12.5, 0.125, 45000.0, 7.25], ('<', 5.0))
    >>> lab_figure("4.125", "potassium")
    (None, 4.125)
    >>> lab_figure("45.000", "ck")
    Traceback (most recent call last):
        ...
    unweary.vocab.errors.UserError: '45.000' can be 45000 or 45
    """
    read = figure(typed, analyte if analyte in ANALYTES else "", unit)
    if read is None:
        accepted = "a number from 0 on such as 12.5, or '<5'"
        raise UserError("value", f"'{typed.strip()[:40]}' is not a number that a blood test gives", accepted)
    if read.either:
        one, other = map(_plainly, read.either)
        raise UserError("unclear_figure", f"'{typed.strip()}' can be {one} or {other}", f"{one} or {other}")
    return read.bound, read.value


def _plainly(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _proposal(test: ReadTest, day: date, now: datetime, knowledge: Knowledge, unclear: bool) -> LabProposal:
    units = accepted_units(test.analyte)
    on = test.on or day
    lab = Lab(test.analyte, test.value, test.unit or units[0], at_eight(on, now), test.comparator)
    question = ""
    if test.either:
        question = f"{' or '.join(map(_plainly, test.either))}? Write it without a mark between the digits."
    elif not test.unit:
        question = f"Which unit: {', '.join(units[:-1])} or {units[-1]}?" if len(units) > 1 else f"In {units[0]}?"
    elif test.on is None and unclear:
        question = "Which day? Write it as 2026-11-20."
    elif on > now.date():
        question = f"{on} is still to come. Which day was it?"
    elif fault := next(iter(impossible(lab, knowledge)), None):
        question = f"{fault.message[:1].upper()}{fault.message[1:]}."
    elif meant := odd_unit(lab, knowledge):
        said = f"{lab.value:g} {lab.unit} is far from usual; {meant}"
        question = f"{said} If not, keep it as it is: unweary lab {lab.analyte} {lab.value:g} --unit {lab.unit}"
    return LabProposal(
        analyte=test.analyte,
        label=ANALYTES[test.analyte].label,
        value=test.value,
        comparator=test.comparator,
        unit=test.unit,
        units=units,
        on=on,
        dated=test.on is not None,
        words=test.words,
        lab=None if question else lab,
        question=question,
    )


def at_eight(on: date, now: datetime) -> datetime:
    """The morning of a day; today never later than now."""
    at = datetime.combine(on, _HOUR, now.tzinfo)
    return min(at, now) if on <= now.date() else at


def keep_labs(person: Unweary, labs: Sequence[Lab]) -> tuple[FactRow, ...]:
    """Keep blood tests, all of them or none; the same value of the same day is kept once.

    Raises
    ------
    UserError
        Where one cannot be.
    """
    with person.one_at_a_time:
        kept = {_same(row.value) for row in person.facts("lab", _MANY) if isinstance(row.value, Lab)}
        new: dict[object, Lab] = {}
        for lab in map(under_its_id, labs):
            if _same(lab) not in kept:
                new.setdefault(_same(lab), lab)
        return person.add(tuple(new.values())) if new else ()


def _same(lab: Lab) -> tuple[object, ...]:
    return lab.analyte, lab.value, lab.unit, lab.comparator, lab.at.date()
