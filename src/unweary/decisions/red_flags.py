"""Red flags: rules with cited guidelines, run before any model and never outvoted by one.

No rule uses NOT over a symptom, so one more sign can never lower the urgency; several rules: the maximum holds.
"""

from __future__ import annotations

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


def _distance(rule: RedFlag, knowledge: Knowledge, facts: Facts) -> tuple[bool, int, int]:
    """Order of what is not ruled out: what an answer at home can settle, then the fewest answers, then urgency."""
    near = nearest(rule.when, facts) or frozenset()
    kinds = [knowledge.findings[name] for name in near if name in knowledge.findings]
    home = all(
        kind.collected_by == "self" and (kind.ask_if is None or evaluate(kind.ask_if, facts) is True) for kind in kinds
    )
    return not home, len(near), -rule.urgency


def _flag(rule: RedFlag, knowledge: Knowledge, facts: Facts) -> Flag:
    near = nearest(rule.when, facts)
    others = [name for name in missing(rule.when, facts) if name not in (near or ())]
    return Flag(
        rule=rule.id,
        urgency=rule.urgency,
        message=rule.message,
        who=rule.who,
        why=rule.why,
        because=tuple(dict.fromkeys(knowledge.label(name) for name in _held(rule.when, facts))),
        missing=(*sorted(near or ()), *others),
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
