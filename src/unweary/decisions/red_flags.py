"""Red flags: rules with cited guidelines, run before any model and never outvoted by one.

No rule uses NOT over a symptom, so one more sign can never lower the urgency; several rules: the maximum holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from unweary.vocab.assessment import Flag
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import (
    AtLeast,
    Compare,
    Condition,
    Facts,
    Interval,
    Is,
    Truth,
    evaluate,
    missing,
    names,
    nearest,
    ways,
)


@dataclass(frozen=True, slots=True)
class RedFlags:
    """What fired, what is not ruled out, how many rules were looked at, and the highest urgency."""

    fired: tuple[Flag, ...]
    not_ruled_out: tuple[Flag, ...]
    checked: int
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class _WithAnyRed:
    """The facts, plus whether another rule above routine has fired."""

    facts: Facts
    any_red: Truth

    def truth(self, name: str) -> Truth:
        return self.any_red if name == "any_red" else self.facts.truth(name)

    def number(self, name: str) -> Interval | None:
        return self.facts.number(name)


def check(knowledge: Knowledge, facts: Facts) -> RedFlags:
    """Run every rule. Rules that look at ``any_red`` come last.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from unweary.vocab.logic import parse
    >>> rule = RedFlag("rf35", parse("confusion"), Urgency.EMERGENCY_NOW, "Call.", "emergency number", "", "", "V")
    >>> class Known:
    ...     def truth(self, name): return True
    ...     def number(self, name): return None
    >>> check(SimpleNamespace(red_flags=(rule,), findings={}, label=str), Known()).urgency.word
    'emergency_now'
    """
    first = [rule for rule in knowledge.red_flags if "any_red" not in names(rule.when)]
    last = [rule for rule in knowledge.red_flags if "any_red" in names(rule.when)]
    truths = [(rule, evaluate(rule.when, facts), facts) for rule in first]
    # Whether a rule above routine fired is a fact about what is known now, so it is never unknown.
    any_red = any(truth and rule.urgency > Urgency.ROUTINE for rule, truth, _ in truths)
    seen = _WithAnyRed(facts, any_red)
    truths += [(rule, evaluate(rule.when, seen), seen) for rule in last]
    fired = [_flag(rule, knowledge, known) for rule, truth, known in truths if truth is True]
    open_ = [
        (_distance(rule, knowledge, known), _flag(rule, knowledge, known)) for rule, t, known in truths if t is None
    ]
    return RedFlags(
        fired=tuple(sorted(fired, key=lambda flag: -flag.urgency)),
        not_ruled_out=tuple(flag for _, flag in sorted(open_, key=lambda entry: entry[0])),
        checked=len(truths),
        urgency=max((flag.urgency for flag in fired), default=Urgency.NONE),
    )


def _distance(rule: RedFlag, knowledge: Knowledge, facts: Facts) -> tuple[bool, int, float]:
    """Order of what is not ruled out: what an answer at home can settle, then the fewest answers, then the worth.

    The worth is that of the urgency times how likely the open answers are, over how rare the rarest sign is that is
    there already: somebody who can hardly bend the legs is asked about new hard exercise before anything that nothing
    speaks for yet. Between rules as many answers away the file's own order would decide nothing.
    """
    near = _near(rule.when, knowledge, facts)
    home = all(_easiest(name, knowledge, facts)[0] for name in near)
    there = (knowledge.findings[name] for name in _held(rule.when, facts) if name in knowledge.findings)
    rarest = min((kind.leak.mid for kind in there if kind.collected_by == "self"), default=1.0)
    worth = knowledge.parameters[f"question_worth_{rule.urgency.word}"].mid
    return not home, len(near), -worth * math.prod(_easiest(name, knowledge, facts)[1] for name in near) / rarest


def _near(condition: Condition, knowledge: Knowledge, facts: Facts) -> tuple[str, ...]:
    """The fewest open answers that would make the rule hold; of several such sets the easiest and likeliest."""
    shortest = nearest(condition, facts)
    if not shortest:
        return ()

    def ease(way: tuple[str, ...]) -> tuple[bool, float, tuple[str, ...]]:
        asked = [_easiest(name, knowledge, facts) for name in way]
        return not all(home for home, _, _ in asked), -math.prod(likely / effort for _, likely, effort in asked), way

    return min((way for way in ways(condition, facts, len(shortest)) if len(way) == len(shortest)), key=ease)


def _easiest(name: str, knowledge: Knowledge, facts: Facts) -> tuple[bool, float, float]:
    """Of the questions that would make a name hold: can it be answered at home now, how likely is a yes, its effort.

    A name that no single question settles (a score, an age, a blood test) is never likely.
    """
    kinds = [knowledge.findings[root] for root in roots(name, knowledge, facts)]
    asked = [
        (kind.collected_by == "self" and (kind.ask_if is None or evaluate(kind.ask_if, facts) is True), kind)
        for kind in kinds
    ]
    return max(((home, kind.leak.mid, kind.burden) for home, kind in asked), default=(False, 0.0, 1.0))


def roots(name: str, knowledge: Knowledge, facts: Facts) -> list[str]:
    """The findings asked to learn a name: itself, a typed number's question, and what makes a derived truth hold."""
    found = [knowledge.asked_as(name)]
    for entry in knowledge.derived:
        if entry.id == name:
            found.extend(knowledge.asked_as(one) for way in ways(entry.present, facts, 1) for one in way)
    return [root for root in dict.fromkeys(found) if root]


def _flag(rule: RedFlag, knowledge: Knowledge, facts: Facts) -> Flag:
    near = _near(rule.when, knowledge, facts)
    others = [name for name in missing(rule.when, facts) if name not in near]
    return Flag(
        rule=rule.id,
        urgency=rule.urgency,
        message=rule.message,
        who=rule.who,
        why=rule.why,
        because=tuple(dict.fromkeys(knowledge.label(name) for name in _held(rule.when, facts))),
        missing=(*near, *others),
    )


def _held(condition: Condition, facts: Facts) -> list[str]:
    """The names that make the condition hold (or hold so far), in reading order."""
    match condition:
        case Is(name) | Compare(name, _, _):
            return [name] if evaluate(condition, facts) else []
        case AtLeast(_, parts):
            return [name for part in parts for name in _held(part, facts)]
        case _:
            return []
