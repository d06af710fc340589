"""The parts of the body map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class BodyPart:
    """One of the 72 parts of the body map. ``group`` is one of the 12 muscle groups of the verdict."""

    id: str
    kind: Literal["muscle", "joint", "tendon", "bone"]
    view: Literal["front", "back", "both"]
    sides: Literal["LR", "mid"]
    lay_name: str
    anatomical: str
    group: str
    uberon: str = ""
    fma: str = ""
