"""The next best question: the one that would change the decision most, then the ranking, for the least effort."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unweary.decisions.red_flags import RedFlags, roots
from unweary.inference.causes import Network
from unweary.inference.findings import Findings
from unweary.inference.noisy_or import posteriors
from unweary.vocab.assessment import Action, Question
from unweary.vocab.knowledge import FindingType, Knowledge, Urgency
from unweary.vocab.logic import evaluate, nearest, ways

_CAUTION = {"push": 0, "modify": 1, "pause": 2}

#: A rule that needs this many more signs is led up to; further ahead everything leads to everything.
_LOOKAHEAD = 3
_ONE_MORE = ", if another sign is there too."
#: A yes to the question is what the rule waits for; of a number only some values are.
_MAY = {"A yes": "would", "The number": "may"}


@dataclass(frozen=True, slots=True)
class _Worth:
    finding: str
    value: float
    why: str


def next_question(
    knowledge: Knowledge, known: Findings, flags: RedFlags, net: Network, action: Action
) -> Question | None:
    """The question to ask next; None when an emergency stops the interview or nothing would change.

    The value is the expected change over the burden of asking: the worth of the urgency that a red flag would add (an
    emergency is worth far more than a routine visit) and steps of caution in the verdict, each times its chance, and
    the exact expected shift of the posteriors (half the summed absolute change).
    """
    if flags.urgency is Urgency.EMERGENCY_NOW:
        return None
    asked = [finding for finding in knowledge.findings.values() if _askable(finding, known)]
    if not asked:
        return None
    chance, shift, moved = _shifts(knowledge, net, asked)
    urgent = _urgency_gains(knowledge, known, flags, chance)
    cautious = _caution_gains(knowledge, known, action)
    weight = {name: knowledge.parameters[f"question_weight_{name}"].mid for name in ("verdict", "ranking")}
    best: _Worth | None = None
    for finding in asked:
        p = chance[finding.id]
        gain, message = urgent.get(finding.id, (0.0, ""))
        parts = {
            "urgency": p * gain,
            "verdict": weight["verdict"] * p * cautious.get(finding.id, 0),
            "ranking": weight["ranking"] * shift[finding.id],
        }
        why = _why(parts, message, moved.get(finding.id, ""), "The number" if finding.kind == "number" else "A yes")
        worth = _Worth(finding.id, sum(parts.values()) / finding.burden, why)
        if best is None or worth.value > best.value:
            best = worth
    if best is None or best.value < knowledge.parameters["question_least_value"].mid:
        return None
    return Question(best.finding, knowledge.findings[best.finding].question, best.why, best.value)


def _askable(finding: FindingType, known: Findings) -> bool:
    """Something a person can answer at home, not known yet, and whose parent question (if any) was answered yes."""
    if finding.collected_by not in ("self", "device") or finding.kind in ("lab", "derived"):
        return False
    if known.truth(finding.id) is not None or finding.id in known.answers:
        return False
    return finding.ask_if is None or evaluate(finding.ask_if, known) is True


def _why(parts: dict[str, float], message: str, cause: str, reply: str) -> str:
    heaviest = max(parts, key=lambda name: parts[name])
    if heaviest == "urgency" and message:
        return f"{reply} {_MAY[reply]} mean that someone should look sooner{message}"
    if heaviest == "verdict":
        return f"{reply} {_MAY[reply]} change what you should do today."
    return f"It tells most about what is behind this, above all: {cause}." if cause else "It narrows the causes down."


def _shifts(
    knowledge: Knowledge, net: Network, asked: list[FindingType]
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """For each finding: its chance of being present, the expected shift of the posteriors, and the most moved cause.

    One run gives P(absent) and the posteriors if absent; those if present follow from the law of total probability.
    """
    linked = [finding.id for finding in asked if finding.id in net.links]
    chance = {finding.id: finding.leak.mid for finding in asked}
    shift = dict.fromkeys(chance, 0.0)
    moved: dict[str, str] = {}
    if not linked:
        return chance, shift, moved
    # What to ask next need not be as exact as the answer: beyond so many signs each one more doubles the work.
    most = int(knowledge.parameters["question_most_present"].mid)
    now, mass_now = posteriors(net.evidence(most=most))
    size = int(knowledge.parameters["question_batch"].mid)
    for start in range(0, len(linked), size):
        batch = linked[start : start + size]
        if_absent, mass = posteriors(net.evidence(tuple(batch), most=most))
        for row, finding in enumerate(batch):
            leak = knowledge.findings[finding].leak.mid
            absent = float(np.clip(mass[row] / mass_now[0] * (1.0 - leak), 0.0, 1.0))
            change = absent * np.abs(if_absent[row] - now[0])
            chance[finding] = 1.0 - absent
            # The two expected changes are equal: what absence takes away, presence gives.
            shift[finding] = float(np.sum(change))
            moved[finding] = net.causes[int(np.argmax(change))].plain_name
    return chance, shift, moved


def _urgency_gains(
    knowledge: Knowledge, known: Findings, flags: RedFlags, chance: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """Findings that would make a rule of higher urgency fire: the worth gained, and what the rule says.

    Every alternative of a rule counts, not only its shortest one: else the question that a rule lists first (a tape
    around the calf) hides the easy one (is one leg swollen). A finding that needs a partner not asked yet counts by
    the partner's chance; else rules of two signs are never led up to.
    """
    gains: dict[str, tuple[float, str]] = {}
    worth = {urgency: knowledge.parameters[f"question_worth_{urgency.word}"].mid for urgency in Urgency}
    conditions = {rule.id: rule.when for rule in knowledge.red_flags}
    for flag in flags.not_ruled_out:
        gain = worth[flag.urgency] - worth[flags.urgency]
        if gain <= 0:
            continue
        for way in ways(conditions[flag.rule], known, _LOOKAHEAD):
            for name in way:
                partners = [_chance(other, knowledge, known, chance) for other in way if other != name]
                value = gain * math.prod(partners)
                said = _ONE_MORE if partners else f". {flag.message}"
                for finding in roots(name, knowledge, known):
                    if gains.get(finding, (0.0, ""))[0] < value:
                        gains[finding] = (value, said)
    return gains


def _chance(name: str, knowledge: Knowledge, known: Findings, chance: Mapping[str, float]) -> float:
    """How likely a partner is to be told: 0 for what only a test or a device can show."""
    found = [knowledge.findings[root] for root in roots(name, knowledge, known)]
    return max((chance.get(f.id, f.leak.mid) for f in found if f.collected_by == "self"), default=0.0)


def _caution_gains(knowledge: Knowledge, known: Findings, action: Action) -> dict[str, int]:
    """Findings that alone would make a more cautious row of the decision table hold: the steps gained."""
    gains: dict[str, int] = {}
    now = _CAUTION.get(action, 0)
    if action == "see_clinician":
        return gains
    for rule in knowledge.verdict:
        alone = nearest(rule.when, known) if rule.scope == "body" else None
        steps = _CAUTION[rule.action] - now
        if steps > 0 and alone is not None and len(alone) == 1:
            for finding in map(knowledge.asked_as, alone):
                gains[finding] = max(gains.get(finding, 0), steps)
    return gains
