"""The parts of the body map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class BodyPart:
    """One of the 72 parts of the body map. ``group`` is one of the 12 muscle groups of the verdict.

    ``area``: the finding that pain here makes present, an area of the Widespread Pain Index; ``{side}`` stands for the
    side. Empty where a part lies between two areas or in none.
    """

    id: str
    kind: Literal["muscle", "joint", "tendon", "bone"]
    view: Literal["front", "back", "both"]
    sides: Literal["LR", "mid"]
    lay_name: str
    anatomical: str
    group: str
    uberon: str = ""
    fma: str = ""
    area: str = ""
