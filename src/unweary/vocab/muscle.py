"""Sore places told apart (soreness after training, strain, tendon, joint, bone, clot), and the overreaching grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unweary.vocab.logic import Condition, Truth

#: What a sore place may be. ``soreness`` is delayed-onset soreness after unaccustomed or eccentric work.
SoreKind = Literal["soreness", "strain", "tendon", "joint", "bone_stress", "clot", "rhabdomyolysis", "compartment"]


@dataclass(frozen=True, slots=True)
class SoreSign:
    """A sign that speaks for (weight above 0) or against one kind of sore place, as a natural-log weight.

    ``when`` may use the numbers and truths of the place itself beside those of the whole body.
    """

    id: str
    kind: SoreKind
    when: Condition
    weight: float
    text: str
    grade: Literal["A", "B", "C", "D"]
    check: Literal["V", "R", "E"]
    source: str


@dataclass(frozen=True, slots=True)
class SoreReading:
    """One thing that a sore place may be: its share from ``low`` to ``high`` under the open signs, and why.

    ``open`` are the findings whose answers would tell most.
    """

    kind: SoreKind
    name: str
    share: float
    low: float
    high: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverreachingSign:
    """One row of the table that grades overreaching: the first row whose condition holds names the state.

    ``state``: ``functional`` (days to two weeks), ``non_functional`` (weeks to months), ``overtraining`` (over two
    months, everything else excluded), ``illness_first`` (another explanation must be excluded before any of these).
    """

    id: str
    state: Literal["none", "functional", "non_functional", "overtraining", "illness_first"]
    when: Condition
    words: str
    source: str
    check: Literal["V", "R", "E"]


@dataclass(frozen=True, slots=True)
class Overreaching:
    """Where a person stands, as far as time tells: the grade is a matter of how long recovery takes.

    ``state`` None: not to be told yet; ``words`` says why or what would tell, ``needed`` the findings for it.
    """

    state: str | None
    words: str
    reasons: tuple[str, ...]
    needed: tuple[str, ...]
    note: str
    known: Truth = None
