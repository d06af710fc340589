"""Published scores and criteria computed from answers, and the ranges of blood tests: knowledge and results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from unweary.vocab.logic import Condition, Truth


@dataclass(frozen=True, slots=True)
class Band:
    """One outcome of an instrument. The first band whose condition holds is the result."""

    when: Condition
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One item of an instrument. ``choices`` exclude one another: ``(condition, points)``; the first that holds counts.

    An item of criteria (no score) has one choice with 1 point.
    """

    label: str
    choices: tuple[tuple[Condition, float], ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A published score or set of criteria.

    ``score`` is the name under which the sum can stand in its bands; empty where nothing is summed. Where it names a
    quantity that a person types whole, there are no items. ``relevant`` says what must be known to be present before
    the instrument is mentioned at all. ``applies`` says for whom it may be scored (an adult who is not pregnant): while
    it is not known to hold, nothing is scored; ``otherwise`` says why. ``caveat`` is always shown beside a result.
    """

    id: str
    name: str
    about: str
    items: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    source: str
    check: Literal["V", "R", "E"]
    score: str = ""
    applies: Condition | None = None
    otherwise: str = ""
    relevant: Condition | None = None
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One item: whether it holds, and its points from ``low`` to ``high`` (equal when it is known), of ``most``."""

    label: str
    truth: Truth
    low: float
    high: float
    most: float = 1.0


@dataclass(frozen=True, slots=True)
class InstrumentResult:
    """An instrument applied to what is known now.

    ``low`` and ``high`` bound the score (None without a score), ``most`` is the most that it can be for anybody;
    ``word`` is empty while the band is not settled, then ``possible`` lists the bands that the open items leave.
    ``needed`` are the findings and numbers not known yet. Where the instrument may not be scored for this person,
    ``word`` and ``possible`` are empty and ``meaning`` says why.
    """

    instrument: str
    name: str
    low: float | None
    high: float | None
    word: str
    meaning: str
    possible: tuple[str, ...]
    items: tuple[ItemResult, ...]
    needed: tuple[str, ...]
    caveat: str
    source: str
    most: float | None = None


@dataclass(frozen=True, slots=True)
class LabRange:
    """The usual range of one analyte in its canonical unit, for one sex and age (None: all).

    ``when`` narrows it further (pregnancy, trained athletes). ``decides`` marks a decision limit of a guideline rather
    than the middle 95 % of healthy people. The first range that fits a person holds. A row without limits says that
    the value is left open there (``note`` says what comes next). ``adjusted``: where the value
    adjusted for albumin is known, that is compared, as in the rules.
    """

    analyte: str
    unit: str
    grade: Literal["A", "B", "C", "D"]
    check: Literal["V", "R", "E"]
    source: str
    low: float | None = None
    high: float | None = None
    locator: str = ""
    sex: Literal["F", "M"] | None = None
    age_from: float = 18.0
    age_to: float = 150.0
    when: Condition | None = None
    decides: bool = False
    adjusted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class LabReading:
    """One blood test beside its range. Value, comparator and unit are kept as written; the range is in that unit.

    ``flag`` is empty where no range fits the person (sex or age not known, pregnancy), where a guideline leaves the
    value open, and where a bound such as '<50' does not decide it. ``note`` says which.
    """

    analyte: str
    label: str
    value: float
    comparator: str
    unit: str
    at: datetime
    low: float | None
    high: float | None
    flag: Literal["low", "high", "usual", ""]
    note: str
    source: str
