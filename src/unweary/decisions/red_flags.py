"""Red flags: rules with cited guidelines, run before any model and never outvoted by one.

No rule uses NOT over a symptom, so one more sign can never lower the urgency; several rules: the maximum holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from unweary.vocab.assessment import Flag
from unweary.vocab.kept import kept
from unweary.vocab.knowledge import FindingType, Knowledge, RedFlag, Urgency
from unweary.vocab.logic import Condition, Facts, Interval, Truth, evaluate, names
from unweary.vocab.ways import Standing, standing, ways


@dataclass(frozen=True, eq=False)
class RedFlags:
    """What fired, how many rules were looked at, and the highest urgency.

    ``open_`` works out what is not ruled out, which is most of the work, when somebody looks at it.
    """

    fired: tuple[Flag, ...]
    checked: int
    urgency: Urgency
    open_: Callable[[], tuple[Flag, ...]]

    @cached_property
    def not_ruled_out(self) -> tuple[Flag, ...]:
        """The rules that what is not known could still make hold, the nearest first."""
        return self.open_()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RedFlags):
            return NotImplemented
        mine, theirs = ((each.fired, each.checked, each.urgency, each.not_ruled_out) for each in (self, other))
        return mine == theirs


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
    first, last = _in_turn(knowledge.red_flags)
    asking = Asking(knowledge, facts)
    stand = [(rule, standing(rule.when, facts), asking) for rule in first]
    # Whether a rule above routine fired is a fact about what is known now, so it is never unknown.
    any_red = any(told.truth and rule.urgency > Urgency.ROUTINE for rule, told, _ in stand)
    asking = Asking(knowledge, _WithAnyRed(facts, any_red))
    stand += [(rule, standing(rule.when, asking.facts), asking) for rule in last]
    fired = [_flag(rule, told, asking, ()) for rule, told, asking in stand if told.truth is True]
    return RedFlags(
        fired=tuple(sorted(fired, key=lambda flag: -flag.urgency)),
        checked=len(stand),
        urgency=max((flag.urgency for flag in fired), default=Urgency.NONE),
        open_=lambda: _open([entry for entry in stand if entry[1].truth is None]),
    )


def _open(undecided: list[tuple[RedFlag, Standing, Asking]]) -> tuple[Flag, ...]:
    entries = [(*entry, _near(*entry[1:])) for entry in undecided]
    entries.sort(key=lambda entry: _distance(*entry))
    return tuple(_flag(*entry) for entry in entries)


@kept
def _in_turn(rules: tuple[RedFlag, ...]) -> tuple[list[RedFlag], list[RedFlag]]:
    """The rules without and with ``any_red``."""
    late = {rule.id for rule in rules if "any_red" in names(rule.when)}
    first, last = ([rule for rule in rules if (rule.id in late) is which] for which in (False, True))
    return first, last


class Asking:
    """What would have to be asked of one person to make a name hold; each name is worked out once."""

    def __init__(self, knowledge: Knowledge, facts: Facts) -> None:
        self.knowledge, self.facts = knowledge, facts
        self._roots: dict[str, tuple[str, ...]] = {}
        self._easiest: dict[str, tuple[bool, float, float]] = {}

    def roots(self, name: str) -> tuple[str, ...]:
        """The findings to ask: itself, a typed number's question, and what makes a derived truth hold."""
        roots = self._roots.get(name)
        if roots is None:
            found: Iterable[str] = (name,)
            if name in self._defined:
                alone = (way for condition in self._defined[name] for way in ways(condition, self.facts, 1))
                found = (name, *chain.from_iterable(alone))
            roots = self._roots[name] = tuple(filter(None, dict.fromkeys(map(self.knowledge.asked_as, found))))
        return roots

    @cached_property
    def _defined(self) -> dict[str, list[Condition]]:
        """Derived truth to the conditions that make it hold."""
        found: dict[str, list[Condition]] = {}
        for entry in self.knowledge.derived:
            found.setdefault(entry.id, []).append(entry.present)
        return found

    def easiest(self, name: str) -> tuple[bool, float, float]:
        """Of these questions: can it be answered at home now, how likely is a yes, its effort.

        A name that no single question settles (a score, an age, a blood test) is never likely.
        """
        easiest = self._easiest.get(name)
        if easiest is None:
            kinds = [self.knowledge.findings[root] for root in self.roots(name)]
            asked = ((self._at_home_now(kind), kind.leak.mid, kind.burden) for kind in kinds)
            easiest = self._easiest[name] = max(asked, default=(False, 0.0, 1.0))
        return easiest

    def _at_home_now(self, kind: FindingType) -> bool:
        return kind.collected_by == "self" and (kind.ask_if is None or evaluate(kind.ask_if, self.facts) is True)


def _distance(rule: RedFlag, told: Standing, asking: Asking, near: tuple[str, ...]) -> tuple[bool, int, float]:
    """Order of what is not ruled out: what an answer at home can settle, then the fewest answers, then the worth.

    The worth is that of the urgency times how likely the open answers are, over how rare the rarest sign is that is
    there already: somebody who can hardly bend the legs is asked about new hard exercise before anything that nothing
    speaks for yet. Between rules as many answers away the file's own order would decide nothing.
    """
    knowledge = asking.knowledge
    home = all(asking.easiest(name)[0] for name in near)
    there = (knowledge.findings[name] for name in told.held if name in knowledge.findings)
    rarest = min((kind.leak.mid for kind in there if kind.collected_by == "self"), default=1.0)
    worth = knowledge.parameters[f"question_worth_{rule.urgency.word}"].mid
    return not home, len(near), -worth * math.prod(asking.easiest(name)[1] for name in near) / rarest


def _near(told: Standing, asking: Asking) -> tuple[str, ...]:
    """The fewest open answers that would make the rule hold; of several such sets the easiest and likeliest."""
    # The shortest are found first, and quickly where they are short.
    every = told.ways(asking.facts, 2) or told.ways(asking.facts)
    if len(every) < 2 or len(every[0]) < len(every[1]):
        return every[0] if every else ()

    def ease(way: tuple[str, ...]) -> tuple[bool, float, tuple[str, ...]]:
        asked = [asking.easiest(name) for name in way]
        return not all(home for home, _, _ in asked), -math.prod(likely / effort for _, likely, effort in asked), way

    return min((way for way in every if len(way) == len(every[0])), key=ease)


def _flag(rule: RedFlag, told: Standing, asking: Asking, near: tuple[str, ...]) -> Flag:
    return Flag(
        rule=rule.id,
        urgency=rule.urgency,
        message=rule.message,
        who=rule.who,
        why=rule.why,
        because=tuple(dict.fromkeys(asking.knowledge.label(name) for name in told.held)),
        missing=(*near, *(name for name in told.missing if name not in near)),
    )
