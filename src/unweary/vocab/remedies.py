"""The types of remedies and of the safety rules over them. The data stand in ``unweary.knowledge``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unweary.vocab.logic import Condition


@dataclass(frozen=True, slots=True)
class Gate:
    """A remedy's own condition for being withheld, in words that a person understands."""

    when: Condition
    words: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that may help. ``tags`` are what safety rules speak about (exertion, heat, cold, massage, ...)."""

    id: str
    name: str
    causes: tuple[str, ...]
    kinds: tuple[str, ...]
    tags: tuple[str, ...]
    dose: str
    timing: str
    effect: str
    grade: Literal["A", "B", "C", "D", "X"]
    certainty: Literal["high", "moderate", "low", "very low"]
    tier: int
    cost: str
    effort: str
    sources: tuple[str, ...]
    needs: Condition | None = None
    gates: tuple[Gate, ...] = ()
    interactions: str = ""
    contraindications: str = ""
    outcome: str = ""
    washout_days: float | None = None
    block_days: float | None = None
    min_pairs: int = 0
    blinding: str = ""


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """A rule over remedies. ``affects``: remedy ids, ``tag:<tag>`` or ``all``; ``spares``: the same, exempted.

    Where ``when`` is unknown and ``unknown_withholds`` is true, the remedy is withheld and the missing questions named.
    """

    id: str
    level: Literal["EMERGENCY", "BLOCK", "ESCALATE", "ASK", "WARN", "STOP"]
    when: Condition
    affects: tuple[str, ...]
    spares: tuple[str, ...]
    words: str
    action: str
    sources: tuple[str, ...]
    unknown_withholds: bool = True
