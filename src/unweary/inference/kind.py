"""Which kind of fatigue: peripheral (muscle), central (drive), damage (soreness), circulatory, systemic.

Home signs cannot separate peripheral from central cleanly (Carroll 2017): the answer is a set of shares with the range
that the unasked signs leave open. Long-lasting 'central' tiredness is not the laboratory phenomenon, which recovers in
minutes to an hour; it points to sleep, mood, illness or sensitisation, and the note says so.
"""

from __future__ import annotations

import math

from unweary.inference.because import questions
from unweary.inference.kind_words import exertion, extent, outlasted
from unweary.vocab.assessment import Causes, KindOfFatigue, Withheld
from unweary.vocab.knowledge import KindSign, Knowledge
from unweary.vocab.logic import Facts, evaluate, missing

_KINDS = ("peripheral", "central", "damage", "circulatory", "systemic")

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
    base = _from_causes(knowledge, causes)
    open_ = [sign for sign, truth in truths if truth is None]
    shares = _shares(base, held)
    low, high = {}, {}
    for name in _KINDS:
        # Each unknown sign is taken once for and once against this kind: the widest range that answers could give.
        helps = [s for s in open_ if (s.kind == name) == (s.weight.mid > 0)]
        hurts = [s for s in open_ if (s.kind == name) != (s.weight.mid > 0)]
        low[name] = _shares(base, [*held, *hurts])[name]
        high[name] = _shares(base, [*held, *helps])[name]
    name = _name(shares, knowledge)
    reasons = tuple(s.text for s in sorted(held, key=lambda s: -s.weight.mid) if s.kind in name or name == "mixed")
    note = f"{_CENTRAL_NOTE} {_GENERAL_NOTE}" if shares["central"] >= _most_even(shares) else _GENERAL_NOTE
    return KindOfFatigue(
        name=name,
        shares=shares,
        low=low,
        high=high,
        reasons=reasons,
        known_signs=len(known),
        all_signs=len(truths),
        note=note,
        outlasted=outlasted(knowledge, facts),
        exertion=exertion(knowledge, facts),
        extent=extent(knowledge, facts, shares),
        needed=_would_tell(knowledge, facts, open_),
    )


def _would_tell(knowledge: Knowledge, facts: Facts, open_: list[KindSign]) -> tuple[str, ...]:
    """The questions behind the heaviest open signs."""
    heaviest = sorted(open_, key=lambda sign: -abs(sign.weight.mid))
    found = questions((sign.when for sign in heaviest), knowledge, facts)
    return found[: int(knowledge.parameters["kind_open_shown"].mid)]


def _most_even(shares: dict[str, float]) -> float:
    return 1.0 / len(shares)


def _from_causes(knowledge: Knowledge, causes: Causes) -> dict[str, float]:
    """How far the causes of each kind were lifted above their priors, plus a small equal share for the unknown."""
    base = dict.fromkeys(_KINDS, knowledge.parameters["kind_equal_mass"].mid)
    for entry in knowledge.causes.values():
        lift = causes.posterior.get(entry.id, entry.prior.mid) - entry.prior.mid
        base[entry.kind] += max(lift, 0.0)
    return base


def _shares(base: dict[str, float], signs: list[KindSign]) -> dict[str, float]:
    logs = {name: math.log(mass) for name, mass in base.items()}
    for sign in signs:
        logs[sign.kind] += sign.weight.mid
    top = max(logs.values())
    raw = {name: math.exp(value - top) for name, value in logs.items()}
    total = math.fsum(raw.values())
    return {name: value / total for name, value in raw.items()}


def _name(shares: dict[str, float], knowledge: Knowledge) -> str:
    """One kind where it holds the larger part, else mixed."""
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= knowledge.parameters["kind_named_from"].mid else "mixed"
