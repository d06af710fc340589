"""The rows of the day's decision table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from unweary.vocab.logic import Condition


@dataclass(frozen=True, slots=True)
class VerdictRule:
    """One row of the day's decision table. The most cautious action of all rows that hold is the verdict.

    ``scope``: ``body``, ``group`` (once for each of the 12 muscle groups, with its numbers) or ``told`` (answers that
    forbid 'push' where no other row or red flag speaks; ``{told}`` names them, ``alarms`` takes every alarm finding).
    ``reason`` and ``advice`` are for a row that holds, ``eases`` says what would end it, ``change`` what would bring a
    row that does not hold; ``{name}`` is filled with the quantity of that name. ``weight`` orders the reasons (heaviest
    first). A ``systemic`` row limits every muscle group too. While one that ``must_be_known`` is open: no 'push'.
    """

    id: str
    scope: Literal["body", "group", "told"]
    when: Condition
    action: Literal["push", "modify", "pause"]
    reason: str
    advice: str
    change: str
    eases: str
    weight: float
    source: str
    check: Literal["V", "R", "E"]
    systemic: bool = False
    must_be_known: bool = False
    alarms: bool = False
