"""What follows from what was said: a sore calf is a sore leg, diabetes is one of the risks of the vessels.

What follows by the meaning of the words counts at every door (:func:`implied`); what is only likely is proposed to who
wrote in own words (:func:`entailed`), and counts once it is confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from unweary.inference.word_book import Proposed
from unweary.vocab.history import Answer
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.lexicon import Entailed
from unweary.vocab.logic import Facts, Interval, Is, Truth, evaluate, names

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
    derived = (Entailed(entry.id, entry.present) for entry in knowledge.derived if _asked(entry.id, knowledge))
    rules = (*knowledge.entailed, *derived)
    again = True
    while again:
        again = False
        for rule in rules:
            if rule.finding in known or evaluate(rule.when, _Said(known)) is not True or _rests_elsewhere(rule, known):
                continue
            led = next((name for name in names(rule.when) if known.get(name) == "present"), "")
            if led:
                known[rule.finding] = "present"
                again = True
                yield rule.finding, led


def _rests_elsewhere(rule: Entailed, known: Mapping[str, Proposed]) -> bool:
    return rule.unless is not None and evaluate(rule.unless, _Said(known)) is True


def implied(
    rules: Iterable[Entailed], knowledge: Knowledge, facts: Facts, answers: Mapping[str, Answer]
) -> dict[str, tuple[str, ...]]:
    """The findings that are so by the meaning of a yes, each with what says so, one step far, by these rules.

    A plain 'no' to the wider question does not stand against it, unless the yes is so much older that things may have
    changed since, or may rest on something else: then the 'no' holds.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.service.person import packaged_knowledge
    >>> facts = Some(truth=lambda name: name == "vomited" or None, number=lambda name: None)
    >>> implied(packaged_knowledge().entailed, packaged_knowledge(), facts, {})
    {'nausea_vomit': ('vomited',)}
    """
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        if rule.always and evaluate(rule.when, facts) is True:
            read = (rule.when.name,) if isinstance(rule.when, Is) else names(rule.when)
            parts = tuple([name for name in read if facts.truth(name) is True])
            no = answers.get(rule.finding)
            denied = no is not None and no.state == "absent" and no.sure
            if no is None or not denied or _outweighs(rule, parts, no, knowledge, facts, answers):
                found[rule.finding] = (*found.get(rule.finding, ()), *parts)
    return found


def _outweighs(
    rule: Entailed,
    parts: tuple[str, ...],
    no: Answer,
    knowledge: Knowledge,
    facts: Facts,
    answers: Mapping[str, Answer],
) -> bool:
    """Whether the yes was given while an answer to the wider question would still have held when the 'no' was.

    What is so for good once it was so (a diagnosis) outweighs the 'no' for as long as the yes itself holds. A yes that
    may rest on something else outweighs it only where it is a warning sign and that something is not told: which of
    the two is right is asked, and until then the worse one counts.
    """
    if rule.unless is not None:
        alarm = any(knowledge.findings[name].alarm for name in parts if name in knowledge.findings)
        if not alarm or evaluate(rule.unless, facts) is True:
            return False
    if rule.past:
        return True
    days = knowledge.findings[rule.finding].valid_days
    said = [answers[name].at for name in parts if name in answers]
    return days is None or not said or no.at - max(said) <= timedelta(days=days)


def _asked(finding: str, knowledge: Knowledge) -> bool:
    """Whether a person is asked it: a result or a score of a questionnaire is no proposal."""
    return finding in knowledge.findings and knowledge.findings[finding].collected_by == "self"
