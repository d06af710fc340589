"""Which of several results of one blood test counts: the newest, and of one moment the one that worries more."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
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
    past = [lab for lab in history.labs if lab.at <= as_of]
    for quantity in knowledge.quantities.values() if past else ():
        analyte = quantity.origin.removeprefix("lab:")
        labs = [lab for lab in past if f"lab:{lab.analyte}" == quantity.origin]
        held = newest_lab(labs, knowledge) if labs else None
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


@dataclass(frozen=True, slots=True)
class CalciumDrawn:
    """The newest total calcium, the albumin of its day, and the adjusted calcium of that day or later."""

    total: Lab
    albumin: Lab | None
    adjusted: Lab | None

    def shift(self, knowledge: Knowledge) -> float | None:
        """What albumin adds to the total, in mmol/L: less than nothing where there is much of it. None if not known."""
        if self.albumin is None or self.albumin.comparator:
            return None
        slope, usual = (knowledge.parameters[name].mid for name in ("calcium_per_albumin", "calcium_usual_albumin"))
        return slope * (usual - self.albumin.value)


def calcium_drawn(history: History, knowledge: Knowledge, as_of: datetime) -> CalciumDrawn | None:
    """The newest total calcium and what belongs to it; None where there is none."""
    labs = [lab for lab in history.labs if lab.at <= as_of]
    total = newest_lab((lab for lab in labs if lab.analyte == "calcium"), knowledge)
    if total is None:
        return None
    day = total.at.date()
    albumin = newest_lab((lab for lab in labs if lab.analyte == "albumin" and lab.at.date() == day), knowledge)
    later = (lab for lab in labs if lab.analyte == "calcium_adjusted" and lab.at.date() >= day)
    return CalciumDrawn(total, albumin, newest_lab(later, knowledge))


def calcium_does_not_fit(history: History, knowledge: Knowledge, as_of: datetime) -> tuple[str, ...]:
    """What to ask where total and adjusted calcium of one day do not fit its albumin: one may be typed as the other."""
    drawn = calcium_drawn(history, knowledge, as_of)
    if drawn is None or drawn.adjusted is None or drawn.adjusted.at.date() != drawn.total.at.date():
        return ()
    shift, bounds = drawn.shift(knowledge), drawn.total.comparator or drawn.adjusted.comparator
    if shift is None or bounds or drawn.albumin is None:
        return ()
    fits = drawn.total.value + shift
    if abs(fits - drawn.adjusted.value) <= knowledge.parameters["calcium_does_not_fit"].mid:
        return ()
    head = f"Adjusted calcium {drawn.adjusted.value:g} mmol/L does not fit total calcium {drawn.total.value:g} and "
    rest = f"albumin {drawn.albumin.value:g} g/L of that day: worked out it is {fits:.2f}."
    return (f"{head}{rest} Was one typed as the other? Please look at your report.",)
