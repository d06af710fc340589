"""Which kind of fatigue: peripheral (muscle), central (drive), damage (soreness), circulatory, systemic.

Home signs cannot separate peripheral from central cleanly (Carroll 2017): the answer is a set of shares with the range
that unasked signs, the weights of the signs and the base rates of the causes leave open. Where the ranges of two kinds
meet, the answer only leans to one. Long-lasting 'central' tiredness is not the laboratory phenomenon, which
recovers in minutes to an hour; it points to sleep, mood, illness or sensitisation, and the note says so.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from unweary.inference.because import questions
from unweary.inference.kind_words import exertion, extent, outlasted
from unweary.inference.shares import moved, shares, with_rival
from unweary.vocab.assessment import Causes, KindOfFatigue, Withheld
from unweary.vocab.knowledge import KindSign, Knowledge
from unweary.vocab.logic import Facts, evaluate, missing

_KINDS = ("peripheral", "central", "damage", "circulatory", "systemic")
_EVEN = 1.0 / len(_KINDS)

_CENTRAL_NOTE = (
    "In the laboratory, central fatigue recovers within minutes to an hour. When it lasts for days, sleep, mood, "
    "stress or an illness usually drives it."
)
_GENERAL_NOTE = (
    "At home these kinds can only be told apart roughly, and they often come together: most long exercise brings both. "
    "Only a laboratory that stimulates the muscle or nerve can measure how much of the loss is muscle and how much is "
    "drive."
)


def kind(knowledge: Knowledge, facts: Facts, causes: Causes) -> KindOfFatigue | Withheld:
    """Weigh the signs and the causes; withheld while too few signs are known."""
    truths = [(sign, evaluate(sign.when, facts)) for sign in knowledge.kind_signs]
    known = [(sign, truth) for sign, truth in truths if truth is not None]
    complaint = any(entry.lift > 0 for entry in causes.ranked) or any(truth for _, truth in truths)
    if not complaint:
        return Withheld("Nothing that feels tired or sore has been recorded.")
    least = int(knowledge.parameters["kind_least_signs"].mid)
    held = [sign for sign, truth in truths if truth is True]
    if len(known) < least and len(held) < int(knowledge.parameters["kind_least_held"].mid):
        needed = dict.fromkeys(name for sign, truth in truths if truth is None for name in missing(sign.when, facts))
        return Withheld("Too few signs are known to tell the kinds apart.", tuple(needed)[:least])
    open_ = [sign for sign, truth in truths if truth is None]
    weighed = _Weighed(_from_causes(knowledge, causes), held, open_)
    found = weighed.shares()
    ranges = {name: weighed.range(name) for name in _KINDS}
    name = _name(weighed, knowledge)
    leaning = name in _KINDS and any(ranges[name][0] <= high for rival, (_, high) in ranges.items() if rival != name)
    reasons = tuple(s.text for s in sorted(held, key=lambda s: -s.weight.mid) if s.kind == name or name not in _KINDS)
    note = f"{_CENTRAL_NOTE} {_GENERAL_NOTE}" if found["central"] >= _EVEN else _GENERAL_NOTE
    return KindOfFatigue(
        name=name,
        shares=found,
        low={name: low for name, (low, _) in ranges.items()},
        high={name: high for name, (_, high) in ranges.items()},
        reasons=reasons,
        known_signs=len(known),
        all_signs=len(truths),
        note=note,
        outlasted=outlasted(knowledge, facts),
        exertion=exertion(knowledge, facts),
        extent=extent(knowledge, facts, found),
        needed=_would_tell(knowledge, facts, open_),
        leaning=leaning,
    )


def _would_tell(knowledge: Knowledge, facts: Facts, open_: list[KindSign]) -> tuple[str, ...]:
    """The questions behind the heaviest open signs."""
    heaviest = sorted(open_, key=lambda sign: -abs(sign.weight.mid))
    found = questions((sign.when for sign in heaviest), knowledge, facts)
    return found[: int(knowledge.parameters["kind_open_shown"].mid)]


# ---- weighing


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What speaks for each kind: the mass of its causes (low, mid, high), its signs that hold and those still open."""

    base: Mapping[str, tuple[float, float, float]]
    held: Sequence[KindSign]
    open: Sequence[KindSign]

    def shares(self) -> dict[str, float]:
        """The shares under the signs that hold; they add to 1."""
        logs = {name: math.log(mid) for name, (_, mid, _) in self.base.items()}
        for sign in self.held:
            logs[sign.kind] += sign.weight.mid
        return shares(logs)

    def doubt(self, names: Collection[str], open_: Sequence[KindSign] = ()) -> float:
        """How far the log odds between these kinds may be off.

        Half the width of every number and the whole weight of every open sign are added as squares: that all of them
        err the same way, or all open answers fall against one kind, is far less likely than that one does.
        """
        doubts = [(math.log(self.base[name][2]) - math.log(self.base[name][0])) / 2 for name in names]
        doubts += [(sign.weight.high - sign.weight.low) / 2 for sign in self.held if sign.kind in names]
        return math.hypot(*doubts, *(sign.weight.mid for sign in open_))

    def range(self, name: str) -> tuple[float, float]:
        """The share of a kind with the doubt of the numbers and of the open signs, against it and for it."""
        helps = [s for s in self.open if (s.kind == name) == (s.weight.mid > 0)]
        hurts = [s for s in self.open if (s.kind == name) != (s.weight.mid > 0)]
        found = self.shares()
        pair = with_rival(name, found)
        return moved(found[name], -self.doubt(pair, hurts)), moved(found[name], self.doubt(pair, helps))


def _from_causes(knowledge: Knowledge, causes: Causes) -> dict[str, tuple[float, float, float]]:
    """How far the causes of each kind rose above their priors, plus a small equal share for the unknown.

    Lowest, as computed, highest, while the prior odds of the kind's causes are divided and multiplied by the factor of
    doubt.
    """
    factor = math.log(knowledge.parameters["prior_doubt_factor"].mid)
    equal = knowledge.parameters["kind_equal_mass"].mid
    found = {}
    for name in _KINDS:
        mine = [cause for cause in knowledge.causes.values() if cause.kind == name]
        pairs = [(causes.posterior.get(cause.id, cause.prior.mid), cause.prior.mid) for cause in mine]
        low, mid, high = (
            equal + math.fsum(max(moved(after, doubt) - moved(before, doubt), 0.0) for after, before in pairs)
            for doubt in (-factor, 0.0, factor)
        )
        found[name] = (min(low, mid, high), mid, max(low, mid, high))
    return found


def _name(weighed: _Weighed, knowledge: Knowledge) -> str:
    """The kind that holds the larger part, or ``mixed``, or ``not_known``.

    Mixed is a finding of its own: two kinds, each with signs that hold, and with more than an even share even where the
    numbers err against it.
    """
    found = weighed.shares()
    signed = {sign.kind for sign in weighed.held}
    if sum(moved(found[name], -weighed.doubt((name,))) >= _EVEN for name in signed) > 1:
        return "mixed"
    best = max(found, key=lambda name: found[name])
    return best if found[best] >= knowledge.parameters["kind_named_from"].mid else "not_known"
