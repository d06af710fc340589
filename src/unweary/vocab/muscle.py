"""Sore places told apart (soreness after training, strain, tendon, joint, bone, clot), and the overreaching grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unweary.vocab.logic import Condition

#: What a sore place may be. ``soreness`` is delayed-onset soreness after unaccustomed or eccentric work.
SoreKind = Literal["soreness", "strain", "tendon", "joint", "bone_stress", "clot", "rhabdomyolysis", "compartment"]


@dataclass(frozen=True, slots=True)
class SoreSign:
    """A sign that speaks for (weight above 0) or against one kind of sore place, as a natural-log weight.

    ``when`` may use the numbers and truths of the place itself beside those of the whole body. A dangerous kind has
    signs against it only from where the place is and how the sides compare: no answer makes it small.
    """

    id: str
    kind: SoreKind
    when: Condition
    weight: float
    low: float
    high: float
    text: str
    grade: Literal["A", "B", "C", "D"]
    check: Literal["V", "R", "E"]
    source: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class SoreKindWords:
    """What is said of one kind of sore place: its name, the words where it leads, and what would settle it.

    ``where`` says at which places it is thought of at all (None: at every one).
    """

    id: SoreKind
    name: str
    words: str
    settles: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class SoreWatch:
    """The red flags that stand above a sore place, whatever its shares.

    While one of ``rules`` has fired, the place is called nothing harmless; while one is open, ``check`` names the
    findings to look for, at the places where ``where`` holds. ``words`` name what has to be ruled out.
    """

    kind: SoreKind
    where: Condition
    rules: tuple[str, ...]
    check: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class SoreReading:
    """One thing that a sore place may be: its share from ``low`` to ``high`` under the open signs, and why.

    ``open`` are the findings whose answers would tell most; those that a red flag waits for stand first.
    ``warned``: a red flag for it has fired. ``settles`` says what would settle it.
    """

    kind: SoreKind
    name: str
    share: float
    low: float
    high: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    open: tuple[str, ...]
    settles: str = ""
    warned: bool = False


@dataclass(frozen=True, slots=True)
class OverreachingSign:
    """One row of the table that grades overreaching: the first row whose condition holds names the state.

    ``state``: ``functional`` (days to two weeks), ``non_functional`` (weeks to months), ``overtraining`` (over two
    months, everything else excluded), ``illness_first`` (another explanation must be excluded before any of these),
    ``none`` (form is as usual), ``open`` (only time will tell). ``settles`` says what would tell more.
    """

    id: str
    state: Literal["none", "functional", "non_functional", "overtraining", "illness_first", "open"]
    when: Condition
    words: str
    settles: str
    source: str
    check: Literal["V", "R", "E"]


@dataclass(frozen=True, slots=True)
class Overreaching:
    """Where a person stands, as far as time tells: the grade is a matter of how long recovery takes.

    ``state`` None: cannot be told yet; ``words`` says why, ``needed`` the findings and numbers for it. ``settles``
    says what would tell more, ``note`` what never decides it.
    """

    state: str | None
    words: str
    reasons: tuple[str, ...]
    needed: tuple[str, ...]
    settles: str
    note: str
