"""Shares that add to 1 from sums of logs, and how far doubtful numbers may move them. Used by both kinds of 'which'."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=str)


def shares(logs: Mapping[Name, float]) -> dict[Name, float]:
    """Shares that add to 1.

    Examples
    --------
    >>> shares({"one": 0.0, "other": math.log(3)})
    {'one': 0.25, 'other': 0.75}
    """
    top = max(logs.values())
    raw = {name: math.exp(value - top) for name, value in logs.items()}
    total = math.fsum(raw.values())
    return {name: value / total for name, value in raw.items()}


def moved(share: float, log_odds: float) -> float:
    """A share after its log odds moved.

    Examples
    --------
    >>> moved(0.5, math.log(3))
    0.75
    """
    return share / (share + (1.0 - share) * math.exp(-log_odds))


def with_rival(name: Name, found: Mapping[Name, float]) -> tuple[Name, ...]:
    """A name and its strongest rival, whose numbers together decide how firm its share is.

    Examples
    --------
    >>> with_rival("bone", {"muscle": 0.6, "tendon": 0.3, "bone": 0.1})
    ('bone', 'muscle')
    """
    return (name, *sorted((other for other in found if other != name), key=lambda other: -found[other])[:1])
