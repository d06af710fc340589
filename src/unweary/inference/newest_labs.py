"""Which of several results of one blood test counts: the newest, and of one moment the one that worries more."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from unweary.vocab.history import History, Lab
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.signals import ANALYTES

#: Two results differ where rounding and another unit do not explain it.
_ROUNDED = 0.02


def newest_lab(labs: Iterable[Lab], knowledge: Knowledge) -> Lab | None:
    """The newest value of one blood test; of several of one moment the one furthest outside the usual ranges.

    Neither is thrown away: that they differ is told (:func:`two_results`), and the one that worries more counts.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    >>> both = [Lab("potassium", value, "mmol/L", at) for value in (4.1, 7.2)]
    >>> newest_lab(both, packaged_knowledge()).value, newest_lab(both[::-1], packaged_knowledge()).value
    (7.2, 7.2)
    """
    newest: list[Lab] = []
    for lab in labs:
        if not newest or lab.at >= newest[0].at:
            newest = [*(newest if newest and newest[0].at == lab.at else ()), lab]
    # Of equal ones the last: it was told last.
    return max(reversed(newest), key=lambda lab: _outside(lab, knowledge), default=None)


def _outside(lab: Lab, knowledge: Knowledge) -> float:
    """How many times below the lowest or above the highest limit of any range; 1 within."""
    ranges = [usual for usual in knowledge.lab_ranges if usual.analyte == lab.analyte]
    lows = [usual.low for usual in ranges if usual.low is not None]
    highs = [usual.high for usual in ranges if usual.high is not None]
    below = min(lows) / lab.value if lows and lab.value > 0 else math.inf if lows else 1.0
    above = lab.value / max(highs) if highs and max(highs) > 0 else 1.0
    return max(below, above, 1.0)


def two_results(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[str, ...]:
    """What to say of blood tests that still count and have two different newest results of one moment."""
    told = []
    for quantity in knowledge.quantities.values():
        analyte = quantity.origin.removeprefix("lab:")
        labs = [lab for lab in history.labs if f"lab:{lab.analyte}" == quantity.origin and lab.at <= as_of]
        held = newest_lab(labs, knowledge)
        if held is None or (quantity.valid_days is not None and as_of - held.at > timedelta(days=quantity.valid_days)):
            continue
        others = [
            lab for lab in labs if lab.at == held.at and not math.isclose(lab.value, held.value, rel_tol=_ROUNDED)
        ]
        if others:
            unit, label = ANALYTES[analyte].unit, ANALYTES[analyte].label
            words = f"Two results of one time for {label}: {others[0].value:g} and {held.value:g} {unit}."
            told.append(f"{words} We count {held.value:g} until you take one back.")
    return tuple(told)
