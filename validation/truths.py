"""The condition grammar over many people at once: present 1, absent 0, unknown -1.

The same meaning as ``vocab.logic.evaluate`` over ``inference.findings.Findings``, one array entry a person; a test
holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from unweary.vocab.knowledge import Derived, Knowledge, Points, Urgency
from unweary.vocab.lexicon import Entailed
from unweary.vocab.logic import AtLeast, Compare, Condition, Is, Not, names

Truths = NDArray[np.int8]
Numbers = NDArray[np.float64]

PRESENT, ABSENT, UNKNOWN = np.int8(1), np.int8(0), np.int8(-1)
_COMPARE = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal}


@dataclass(slots=True)
class Facts:
    """What is known about each of ``count`` people.

    Attributes
    ----------
    answers, given : mapping of name to (people,) of 1, 0, -1
        What was said, and what code sets (sex, age under 18).
    numbers : mapping of quantity to (people,)
        NaN is unknown.
    """

    knowledge: Knowledge
    count: int
    answers: Mapping[str, Truths]
    numbers: Mapping[str, Numbers]
    given: Mapping[str, Truths]
    _known: dict[str, Truths] = field(default_factory=dict)
    _implied: dict[str, Truths] = field(default_factory=dict)
    _derived: dict[str, list[Derived]] = field(default_factory=dict)
    _points: dict[str, Points] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.knowledge.derived:
            self._derived.setdefault(entry.id, []).append(entry)
        self._points = {entry.id: entry for entry in self.knowledge.points}
        self._imply()

    def _imply(self) -> None:
        """What follows from a yes by the meaning of the words, through all steps; all is answered at one moment."""
        more = True
        while more:
            more = False
            for rule in self.knowledge.entailed:
                if not rule.always:
                    continue
                before = self._implied.get(rule.finding, np.full(self.count, UNKNOWN)) == PRESENT
                held = self.evaluate(rule.when) == PRESENT
                if rule.unless is not None and rule.finding in self.answers:
                    held &= (self.answers[rule.finding] != ABSENT) | self._warns(rule)
                if (held & ~before).any():
                    self._implied[rule.finding] = np.where(held | before, PRESENT, UNKNOWN).astype(np.int8)
                    self._known.clear()
                    more = True

    def _warns(self, rule: Entailed) -> NDArray[np.bool_]:
        """Whether a warning sign says it, and nothing else that it may rest on is told: no denial undoes that."""
        kinds = self.knowledge.findings
        alarms = [self.truth(name) == PRESENT for name in names(rule.when) if name in kinds and kinds[name].alarm]
        elsewhere = self.evaluate(rule.unless) == PRESENT if rule.unless is not None else np.False_
        return np.asarray(np.any(alarms, axis=0) & ~elsewhere if alarms else np.zeros(self.count, dtype=np.bool_))

    def truth(self, name: str) -> Truths:
        """Present, absent or unknown, for each person."""
        if name not in self._known:
            # A definition that leads back to itself stays unknown, as in inference.findings.
            self._known[name] = np.full(self.count, UNKNOWN)
            said = [table[name] for table in (self.answers, self.given, self._implied) if name in table]
            said += [self._derive(entry) for entry in self._derived.get(name, ())]
            known = np.full(self.count, UNKNOWN)
            for truth in said:
                known[truth == ABSENT] = ABSENT
            for truth in said:
                known[truth == PRESENT] = PRESENT
            self._known[name] = known
        return self._known[name]

    def _derive(self, entry: Derived) -> Truths:
        present = self.evaluate(entry.present)
        if entry.settled:
            return np.where(present == PRESENT, PRESENT, ABSENT)
        if entry.absent is None:
            return present
        absent = self.evaluate(entry.absent)
        return np.where(present == PRESENT, PRESENT, np.where(absent == PRESENT, ABSENT, UNKNOWN))

    def number(self, name: str) -> tuple[Numbers, Numbers] | None:
        """The number as an interval; a score whose items are unknown is wide."""
        if name in self.numbers:
            return self.numbers[name], self.numbers[name]
        if name not in self._points:
            return None
        low, high = np.zeros(self.count), np.zeros(self.count)
        for condition, points in self._points[name].items:
            truth = self.evaluate(condition)
            low += np.where(truth == PRESENT, points, np.where(truth == UNKNOWN, min(points, 0.0), 0.0))
            high += np.where(truth == PRESENT, points, np.where(truth == UNKNOWN, max(points, 0.0), 0.0))
        return low, high

    def evaluate(self, condition: Condition) -> Truths:
        """Whether the condition holds, for each person."""
        match condition:
            case Is(name):
                return self.truth(name)
            case Compare(name, relation, limit):
                return self._compare(name, relation, limit)
            case Not(part):
                truth = self.evaluate(part)
                return np.where(truth == UNKNOWN, UNKNOWN, np.int8(1) - truth).astype(np.int8)
            case AtLeast(count, parts):
                held = np.zeros(self.count, dtype=np.int8)
                possible = np.zeros(self.count, dtype=np.int8)
                for part in parts:
                    truth = self.evaluate(part)
                    held += truth == PRESENT
                    possible += truth != ABSENT
                return np.where(held >= count, PRESENT, np.where(possible >= count, UNKNOWN, ABSENT))

    def _compare(self, name: str, relation: str, limit: float) -> Truths:
        interval = self.number(name)
        if interval is None:
            return np.full(self.count, UNKNOWN)
        compare = _COMPARE[relation]
        low, high = (compare(end, limit) for end in interval)
        unknown = np.isnan(interval[0]) | np.isnan(interval[1]) | (low != high)
        return np.where(unknown, UNKNOWN, low.astype(np.int8)).astype(np.int8)


def judged(knowledge: Knowledge, facts: Facts) -> dict[str, Truths]:
    """What each rule says of each person. Rules that look at ``any_red`` come last, as in ``decisions.red_flags``."""
    first = [rule for rule in knowledge.red_flags if "any_red" not in names(rule.when)]
    said = {rule.id: facts.evaluate(rule.when) for rule in first}
    any_red = np.zeros(facts.count, dtype=np.bool_)
    for rule in first:
        if rule.urgency > Urgency.ROUTINE:
            any_red |= said[rule.id] == PRESENT
    given = {**facts.given, "any_red": any_red.astype(np.int8)}
    seen = Facts(knowledge, facts.count, facts.answers, facts.numbers, given)
    return {rule.id: said[rule.id] if rule.id in said else seen.evaluate(rule.when) for rule in knowledge.red_flags}


def fired(knowledge: Knowledge, facts: Facts) -> dict[str, NDArray[np.bool_]]:
    """Which people each rule fires for."""
    return {rule: said == PRESENT for rule, said in judged(knowledge, facts).items()}


def urgency(knowledge: Knowledge, held: Mapping[str, NDArray[np.bool_]], count: int) -> NDArray[np.int8]:
    """The highest urgency of the rules that fire, 0 to 4, for each person."""
    highest = np.zeros(count, dtype=np.int8)
    for rule in knowledge.red_flags:
        if rule.id in held:
            highest = np.maximum(highest, np.where(held[rule.id], np.int8(rule.urgency), np.int8(0)))
    return highest
