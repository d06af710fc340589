"""What stands behind a condition that holds, in words, and which questions are open about one that is undecided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import AtLeast, Compare, Condition, Facts, Is, Not, evaluate, missing


def because(condition: Condition, knowledge: Knowledge, facts: Facts) -> tuple[str, ...]:
    """The present signs and the numbers that make a condition hold, each once; what is absent is no reason to show.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> facts = Some(truth=lambda name: name == "cough", number=lambda name: (6.0, 6.0))
    >>> because(parse("cough AND NOT rash AND days_ill >= 5"), Some(label=lambda name: name.replace("_", " ")), facts)
    ('cough', 'days ill: 6')
    """
    return tuple(dict.fromkeys(_spoken(condition, knowledge, facts)))


def _spoken(condition: Condition, knowledge: Knowledge, facts: Facts) -> Iterator[str]:
    if evaluate(condition, facts) is not True:
        return
    match condition:
        case Is(name):
            yield knowledge.label(name)
        case Compare(name, _, _):
            low, high = facts.number(name) or (0.0, 0.0)
            yield f"{knowledge.label(name)}: {low:.3g}" if low == high else knowledge.label(name)
        case Not():
            return
        case AtLeast(_, parts):
            for part in parts:
                yield from _spoken(part, knowledge, facts)


def questions(conditions: Iterable[Condition], knowledge: Knowledge, facts: Facts) -> tuple[str, ...]:
    """The findings that a person can be asked about and that could still make one of the conditions hold.

    A follow-up whose parent question was answered no is closed: it is never asked.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> from unweary.vocab.logic import parse
    >>> from types import SimpleNamespace as Some
    >>> nothing = Some(truth=lambda name: None, number=lambda name: None)
    >>> questions([parse("fever AND ck_gt5uln")], packaged_knowledge(), nothing)
    ('fever',)
    """
    names = dict.fromkeys(name for condition in conditions for name in missing(condition, facts))
    return tuple(name for name in names if may_ask(name, knowledge, facts))


def may_ask(name: str, knowledge: Knowledge, facts: Facts) -> bool:
    """Whether a finding is unknown, can be answered at home, and is not closed by the answer to its parent."""
    kind = knowledge.findings.get(name)
    if kind is None or kind.collected_by != "self" or facts.truth(name) is not None:
        return False
    return kind.ask_if is None or evaluate(kind.ask_if, facts) is not False
