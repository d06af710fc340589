"""What is still open for one person on one day, and what can be asked of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unweary.decisions.question import given_gate
from unweary.decisions.red_flags import Asking
from unweary.service.check_in import Known, valid_answers
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import History, State
from unweary.vocab.knowledge import FindingType, Knowledge
from unweary.vocab.logic import Interval, Truth, evaluate
from unweary.vocab.ways import ways

#: A follow-up is led up to where so few questions open it.
_MOST_GATES = 3
#: A question of more letters than this is read alone; in a list its label says it, and the whole stands under the list.
_LONG = 170


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a step asks; ``counted``: as a number, in ``unit``; ``levels``: words for 0, 1, 2 to choose from.

    ``state``, ``sure`` and ``value`` are what was said before.
    """

    finding: str
    label: str
    question: str
    counted: bool = False
    unit: str = ""
    state: State | None = None
    sure: bool = True
    value: float | None = None
    levels: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """How a list of questions says it: where the question is long to read among others, by its label."""
        return self.label if len(self.question) > _LONG else self.question


@dataclass(frozen=True, slots=True)
class _Beside:
    """The facts, as if everything that is asked in the same list were so."""

    facts: Known
    asked: frozenset[str]

    def truth(self, name: str) -> Truth:
        return True if name in self.asked else self.facts.truth(name)

    def number(self, name: str) -> Interval | None:
        return self.facts.number(name)


class Open:
    """What is still open for one person on one day."""

    def __init__(self, history: History, assessment: Assessment, knowledge: Knowledge) -> None:
        self.assessment, self.knowledge = assessment, knowledge
        self.facts = Known(assessment)
        self.asking = Asking(knowledge, self.facts)
        today = history.as_of.date()
        self._today = {a.finding for a in history.answers if a.at.astimezone(history.as_of.tzinfo).date() == today}
        answered = valid_answers(history, knowledge)
        self._answered = {finding for finding, answer in answered.items() if answer.state != "unknown"}

    def sign(self, finding: str) -> bool:
        """Whether a warning sign is neither known nor asked today."""
        if finding not in self.knowledge.findings or finding in self._today or finding in self._answered:
            return False
        return self.facts.truth(finding) is None

    def unsure(self, finding: str) -> bool:
        """Whether it was asked today and neither yes nor no is known."""
        return finding in self._today and self.facts.truth(finding) is None

    def question(self, finding: str) -> bool:
        """Whether a person can be asked this now: open, answerable at home, and its parent question said yes to."""
        if not self.sign(finding):
            return False
        kind = self.knowledge.findings[finding]
        if kind.collected_by not in ("self", "device") or kind.kind in ("lab", "derived"):
            return False
        return kind.ask_if is None or evaluate(kind.ask_if, self.facts) is True

    def leads_to(self, name: str) -> tuple[float, tuple[str, ...]]:
        """How likely a name is to hold, and what to ask for it: the questions that tell it, or what opens these."""
        kinds = [self.knowledge.findings[root] for root in self.asking.roots(name)]
        kinds = [kind for kind in kinds if kind.collected_by == "self"]
        asked = [kind.id for kind in kinds if self.question(kind.id)]
        gates = [kind.ask_if for kind in kinds if kind.ask_if is not None and self.sign(kind.id)] if not asked else []
        opening = [gate for one in gates for way in ways(one, self.facts, 1) for gate in way if self.question(gate)]
        # Where many questions open it, those whom it concerns have said yes to one of them by now.
        opening = opening if len(opening) <= _MOST_GATES else []
        chances = (given_gate(kind, self.knowledge, self.facts) for kind in kinds)
        return max(chances, default=0.0), tuple(asked or opening)

    def listed(self, findings: Sequence[str]) -> tuple[str, ...]:
        """Those of a list that are open, what another of the same list would open included: it is read beside it."""
        asked = frozenset(name for name in findings if self.question(name))
        beside = _Beside(self.facts, asked)
        return tuple(name for name in findings if name in asked or self._opened_by(name, beside))

    def _opened_by(self, name: str, facts: _Beside) -> bool:
        if not self.sign(name):
            return False
        kind = self.knowledge.findings[name]
        return kind.collected_by == "self" and kind.ask_if is not None and evaluate(kind.ask_if, facts) is True

    def totalled(self, score: str) -> bool:
        """Whether the sum of a published score was typed whole: its items need not be asked."""
        totals = (sum_.total for sum_ in self.knowledge.points if sum_.id == score)
        return any(self.facts.number(total) is not None for total in totals)

    def alike(self, one: str, other: str) -> bool:
        """Whether only the stronger of the two would count."""
        groups = (group.members for group in self.knowledge.groups if group.rule in ("strongest", "composite"))
        return any(one in members and other in members for members in groups)

    def alone(self, finding: str) -> bool:
        """Whether this is asked on a page of its own: a number, or much to read."""
        kind = self.knowledge.findings[finding]
        return kind.kind == "number" or len(kind.question) > _LONG

    def anything(self) -> bool:
        """Whether any question at all could still be asked."""
        return any(self.question(finding) for finding in self.knowledge.findings)

    def asked(self, finding: str) -> Asked:
        """One finding as a page asks it."""
        return as_asked(self.knowledge.findings[finding], self.knowledge)


def as_asked(kind: FindingType, knowledge: Knowledge) -> Asked:
    """A finding as a page asks it, nothing said yet."""
    levels = knowledge.levels_of(kind.id)
    return Asked(kind.id, kind.label, kind.question, kind.kind == "number", knowledge.unit_of(kind.id), levels=levels)
