"""What follows from what was said: a sore calf is a sore leg, diabetes is one of the risks of the vessels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from unweary.inference.word_book import Proposed
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Condition, Interval, Truth, evaluate, names

_TRUTHS: Mapping[Proposed, Truth] = {"present": True, "absent": False, "uncertain": None}


@dataclass(frozen=True, slots=True)
class _Said:
    """The states read so far, as facts; numbers are left to what reads them."""

    states: Mapping[str, Proposed]

    def truth(self, name: str) -> Truth:
        return _TRUTHS[self.states[name]] if name in self.states else None

    def number(self, name: str) -> Interval | None:
        return None


def entailed(states: Mapping[str, Proposed], knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The findings that what was said makes present, each with the finding whose words led to it.

    What was read by itself stays as it was read: denied, or uncertain.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> list(entailed({"high_bp": "present"}, packaged_knowledge()))
    [('smoker_cvrisk', 'high_bp')]
    """
    known = dict(states)
    rules = _rules(knowledge)
    again = True
    while again:
        again = False
        for finding, when in rules:
            if finding in known or evaluate(when, _Said(known)) is not True:
                continue
            led = next((name for name in names(when) if known.get(name) == "present"), "")
            if led:
                known[finding] = "present"
                again = True
                yield finding, led


def _rules(knowledge: Knowledge) -> Sequence[tuple[str, Condition]]:
    told = [(rule.finding, rule.when) for rule in knowledge.entailed]
    derived = [(entry.id, entry.present) for entry in knowledge.derived if _asked(entry.id, knowledge)]
    return (*told, *derived)


def _asked(finding: str, knowledge: Knowledge) -> bool:
    """Whether a person is asked it: a result or a score of a questionnaire is no proposal."""
    return finding in knowledge.findings and knowledge.findings[finding].collected_by == "self"
