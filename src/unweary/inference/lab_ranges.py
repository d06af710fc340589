"""Blood tests beside their usual range: the newest value of each, as it was written, and the range in its unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from unweary.inference.findings import Findings
from unweary.inference.newest_labs import CalciumDrawn, calcium_drawn, newest_lab
from unweary.vocab.errors import UserError
from unweary.vocab.history import History, Lab
from unweary.vocab.instruments import LabRange, LabReading
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Interval, Truth, evaluate, missing
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import from_canonical, to_canonical

_Flag = Literal["low", "high", "usual", ""]
_COMPARATORS: dict[str, Literal["", "<", "<=", ">", ">="]] = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


def lab_readings(history: History, knowledge: Knowledge, known: Findings, as_of: datetime) -> tuple[LabReading, ...]:
    """The newest value of each blood test up to ``as_of``, with the range that fits the person.

    No value is too old to be shown: its date stands beside it. ``<5`` is low only where the bound alone says so.

    Parameters
    ----------
    history : History
        Blood tests in their canonical units; ``written`` keeps what stood on the report.
    knowledge : Knowledge
        Gives the ranges.
    known : Findings
        Sex, age and pregnancy.
    as_of : aware datetime
        Nothing later is looked at.

    Returns
    -------
    tuple of LabReading
        In the order of the registry of analytes.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import assess
    >>> from unweary.vocab.history import Profile
    >>> now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> person = History(
    ...     as_of=now, profile=Profile(birth_year=1980, sex="M"), labs=(Lab("haemoglobin", 12.5, "g/dL", now),)
    ... )
    >>> [(lab.value, lab.unit, lab.low, lab.flag) for lab in assess(person).labs]
    [(12.5, 'g/dL', 13.0, 'low')]
    """
    told: dict[str, list[Lab]] = {}
    for lab in history.labs:
        if lab.at <= as_of:
            told.setdefault(lab.analyte, []).append(lab)
    newest = {analyte: newest_lab(labs, knowledge) for analyte, labs in told.items()}
    held = (newest.get(analyte) for analyte in ANALYTES)
    drawn = calcium_drawn(history, knowledge, as_of)
    return tuple(_reading(lab, knowledge, known, drawn) for lab in held if lab is not None)


def _reading(lab: Lab, knowledge: Knowledge, known: Findings, drawn: CalciumDrawn | None) -> LabReading:
    analyte = ANALYTES[lab.analyte]
    value, unit = _as_written(lab)
    facts = _WithValue(known, _quantity(lab.analyte, knowledge), _bounds(lab))
    usual, open_ = _fitting(lab.analyte, knowledge, facts)
    note = usual.note if usual is not None else _why_none(lab.analyte, open_, knowledge)
    flag = "" if usual is None else _flag(_bounds(lab), usual)
    if usual is not None and usual.adjusted and drawn is not None:
        flag, note = _adjusted(drawn, usual, knowledge, unit) or (flag, note)
    return LabReading(
        analyte=lab.analyte,
        label=analyte.label,
        value=value,
        comparator=_COMPARATORS.get(lab.comparator or "", ""),
        unit=unit,
        at=lab.at,
        low=None if usual is None else _in_unit(lab.analyte, usual.low, unit),
        high=None if usual is None else _in_unit(lab.analyte, usual.high, unit),
        flag=flag,
        note=note,
        source="" if usual is None else usual.source,
    )


def _adjusted(drawn: CalciumDrawn, usual: LabRange, knowledge: Knowledge, unit: str) -> tuple[_Flag, str] | None:
    """How total calcium lies once albumin is counted, and why; None where that is not known."""
    if drawn.adjusted is not None:
        return _flag(_bounds(drawn.adjusted), usual), "The adjusted calcium that you entered decides."
    shift = drawn.shift(knowledge)
    if shift is None:
        return None
    low, high = _bounds(drawn.total)
    value = from_canonical("calcium", drawn.total.value + shift, unit)
    told = (
        f"Adjusted for the albumin of that day it is {drawn.total.comparator or ''}{value:.3g} {unit}, which decides."
    )
    return _flag((low + shift, high + shift), usual), told


def _as_written(lab: Lab) -> tuple[float, str]:
    """Value and unit of the report; the canonical ones where nothing else was written, or where it does not agree."""
    number, _, unit = lab.written.partition(" ")
    try:
        value = float(number)
        agrees = math.isclose(to_canonical(lab.analyte, value, unit), lab.value, rel_tol=1e-9)
    except (ValueError, UserError):
        return lab.value, lab.unit
    return (value, unit) if agrees else (lab.value, lab.unit)


def _in_unit(analyte: str, limit: float | None, unit: str) -> float | None:
    return None if limit is None else from_canonical(analyte, limit, unit)


def _bounds(lab: Lab) -> Interval:
    """Where the value lies, in the canonical unit."""
    match lab.comparator:
        case "<":
            return -math.inf, math.nextafter(lab.value, -math.inf)
        case "<=":
            return -math.inf, lab.value
        case ">":
            return math.nextafter(lab.value, math.inf), math.inf
        case ">=":
            return lab.value, math.inf
        case _:
            return lab.value, lab.value


def _flag(value: Interval, usual: LabRange) -> _Flag:
    low = -math.inf if usual.low is None else usual.low
    high = math.inf if usual.high is None else usual.high
    if math.isinf(low) and math.isinf(high):
        return ""
    if value[1] < low:
        return "low"
    if value[0] > high:
        return "high"
    return "usual" if low <= value[0] and value[1] <= high else ""


def _quantity(analyte: str, knowledge: Knowledge) -> str:
    """The name under which conditions use this blood test; empty where none does."""
    return next((name for name, entry in knowledge.quantities.items() if entry.origin == f"lab:{analyte}"), "")


def _fitting(analyte: str, knowledge: Knowledge, facts: _WithValue) -> tuple[LabRange | None, tuple[str, ...]]:
    """The first range that fits, or none and what is not known. A range that may fit hides all after it."""
    for usual in knowledge.lab_ranges:
        if usual.analyte != analyte:
            continue
        fits, open_ = _fits(usual, facts)
        if fits is True:
            return usual, ()
        if fits is None:
            return None, open_
    return None, ()


def _fits(usual: LabRange, facts: _WithValue) -> tuple[Truth, tuple[str, ...]]:
    parts: list[tuple[Truth, tuple[str, ...]]] = []
    if usual.sex is not None:
        sex = facts.truth("female" if usual.sex == "F" else "male")
        parts.append((sex, ("female",)))
    parts.append((_of_age(usual, facts), ("age",)))
    if usual.when is not None:
        parts.append((evaluate(usual.when, facts), missing(usual.when, facts)))
    if any(truth is False for truth, _ in parts):
        return False, ()
    open_ = tuple(dict.fromkeys(name for truth, names in parts if truth is None for name in names))
    return (None if open_ else True), open_


def _of_age(usual: LabRange, facts: _WithValue) -> Truth:
    age = facts.number("age")
    if age is None:
        return None
    if facts.truth("under_18") is True:  # somebody whose birthday is still to come this year
        return False
    return usual.age_from <= age[0] and age[1] < usual.age_to


def _why_none(analyte: str, open_: tuple[str, ...], knowledge: Knowledge) -> str:
    if not any(usual.analyte == analyte for usual in knowledge.lab_ranges):
        return "No range is kept here for this test. Compare with the one that your laboratory printed."
    if not open_:
        return "No range is kept here for your age, or in pregnancy and after birth. Ask who took the test."
    told = "sex" if "female" in open_ else knowledge.label(open_[0])
    return f"No range shown, since this is not known: {told}."


@dataclass(frozen=True, slots=True)
class _WithValue:
    """What is known, with this blood test as a number however old it is."""

    known: Findings
    quantity: str
    value: Interval

    def truth(self, name: str) -> Truth:
        return self.known.truth(name)

    def number(self, name: str) -> Interval | None:
        return self.value if name == self.quantity else self.known.number(name)
