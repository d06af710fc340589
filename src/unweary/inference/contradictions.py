"""Answers that cannot all be true: found, said, and asked again. Nothing is thrown away.

Which answers do not go together is knowledge. Here they are looked at as they were given: a 'no' that another source
overrules is a 'no' again, since that is the contradiction. For rules and causes the yes goes on counting; a
contradiction is only ever a reason to ask, never a reason to be less careful.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from unweary.inference.findings import Findings, answered
from unweary.vocab.history import Answer
from unweary.vocab.knowledge import FindingType, Knowledge
from unweary.vocab.logic import Interval, Truth, evaluate, names


@dataclass(frozen=True, slots=True)
class Conflict:
    """One contradiction that holds now: what to say, and which findings to ask about again.

    ``no_push``: until the day is over nobody is told to go on its ground.
    """

    id: str
    words: str
    asks: tuple[str, ...]
    no_push: bool = False


@dataclass(frozen=True, slots=True)
class _AsSaid:
    """The facts as they were given: where the person answered, that answer and nothing else.

    What changes from day to day and was answered some time ago may have changed since: then it contradicts nothing.
    """

    known: Findings
    said: Mapping[str, Answer]
    stale: frozenset[str]

    def truth(self, name: str) -> Truth:
        if name in self.stale:
            return None
        return answered(self.said[name]) if name in self.said else self.known.truth(name)

    def number(self, name: str) -> Interval | None:
        return self.known.number(name)


def contradictions(known: Findings, answers: Iterable[Answer], as_of: datetime) -> tuple[Conflict, ...]:
    """Every contradiction that holds at ``as_of``.

    Parameters
    ----------
    known : Findings
        What the rules know.
    answers : iterable of Answer
        All answers of the person: two that differ at one moment are a contradiction of their own.
    as_of : aware datetime
        Now.

    Returns
    -------
    tuple of Conflict
        First the same question answered twice, then a 'no' that something measured or marked or a narrower yes
        overrules and a yes that the profile denies, then typed totals that the items cannot make, then the pairs and
        sets of the knowledge, in its order.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> from unweary.inference.findings import findings
    >>> from unweary.vocab.history import History
    >>> now, knowledge = datetime(2026, 11, 20, 7, 30, tzinfo=UTC), packaged_knowledge()
    >>> both = (Answer("fever", "present", now), Answer("fever", "absent", now))
    >>> known = findings(History(now, answers=both), knowledge, now, {}, {})
    >>> [conflict.words for conflict in contradictions(known, both, now)]
    ['You said both yes and no to: fever (38 C or more). We count the yes until you tell us.']
    """
    knowledge = known.knowledge
    fresh = timedelta(days=knowledge.parameters["contradiction_fresh_days"].mid)
    kinds = knowledge.findings
    given = sorted((answer for answer in answers if answer.at <= as_of), key=lambda answer: answer.at)
    stale = frozenset(n for n, a in known.answers.items() if kinds[n].valid_days is not None and as_of - a.at > fresh)
    seen = _AsSaid(known, known.answers, stale)
    listed = [entry for entry in knowledge.contradictions if evaluate(entry.when, seen) is True]
    told = {name for entry in listed for name in names(entry.when)}
    general = (*_overruled(seen), *_outgrown(seen), *_denied(known))
    found = [
        *_twice(given, known, as_of - fresh),
        *_unsettled(given, known, as_of - fresh),
        *(conflict for conflict in general if conflict.asks[0] not in told),
        *_miscounted(known),
        *(Conflict(entry.id, entry.words, entry.asks) for entry in listed),
    ]
    return tuple(found)


def _twice(answers: Iterable[Answer], known: Findings, since: datetime) -> Iterator[Conflict]:
    """One question with a yes and a no at the same moment."""
    at_once: dict[tuple[str, datetime], set[str]] = {}
    for answer in answers:
        held = known.answers.get(answer.finding)
        if held is not None and answer.at == held.at and answer.at >= since:
            at_once.setdefault((answer.finding, answer.at), set()).add(answer.state)
    for (finding, _), states in at_once.items():
        if {"present", "absent"} <= states:
            label = known.knowledge.label(finding)
            words = f"You said both yes and no to: {label}. We count the yes until you tell us."
            yield Conflict(f"twice_{finding}", words, (finding,))


def _unsettled(answers: Sequence[Answer], known: Findings, since: datetime) -> Iterator[Conflict]:
    """A yes that came first and a hesitant answer after it, or a warning sign said yes to and then taken back."""
    for finding, held in known.answers.items():
        label, kind = known.knowledge.label(finding), known.knowledge.findings[finding]
        said = [answer for answer in answers if answer.finding == finding and answer.at >= since]
        later = [answer for answer in said if answer.at > held.at]
        if held.state == "present" and later and kind.kind != "number":
            doubt = "not sure" if later[-1].state == "unknown" else "rather no"
            words = f"You said yes to: {label}, and later '{doubt}'. We keep to the yes until you say yes or no."
            yield Conflict(f"unsettled_{finding}", words, (finding,))
        before = any(answer.state == "present" and answer.at < held.at for answer in said)
        if kind.alarm and held.state != "present" and before:
            words = f"You said yes to: {label}, and then took it back. That counts, but today we do not tell you to go."
            yield Conflict(f"taken_back_{finding}", words, (finding,), no_push=True)


def _outgrown(seen: _AsSaid) -> Iterator[Conflict]:
    """A plain 'no' to what a narrower yes is a part of."""
    known = seen.known
    for rule in known.knowledge.entailed:
        no = seen.said.get(rule.finding)
        if not rule.always or no is None or answered(no) is not False or evaluate(rule.when, known) is not True:
            continue
        parts = [name for name in names(rule.when) if known.truth(name) is True]
        start = f"You said no to: {known.knowledge.label(rule.finding)}. But this goes with it, and you said yes to it"
        if rule.finding in known.implied:
            words = f"{start}: {known.knowledge.label(parts[0])}. We count the yes until you tell us."
        elif rule.unless is not None and evaluate(rule.unless, seen) is not True and not {*parts} & seen.stale:
            words = f"{start}: {known.knowledge.label(parts[0])}. Which one is right?"
        else:
            continue
        yield Conflict(f"part_of_{rule.finding}", words, (rule.finding, *parts))


def _overruled(seen: _AsSaid) -> Iterator[Conflict]:
    """A plain 'no' while the body map, the profile, a blood test or a device says yes."""
    for finding in seen.said:
        if seen.truth(finding) is not False or seen.known.truth(finding) is not True:
            continue
        truth, sources = seen.known.given.get(finding, (None, ()))
        measured = seen.known.knowledge.findings[finding].kind in ("lab", "measured")
        if truth is True or measured:
            label = seen.known.knowledge.label(finding)
            where = f"the {sources[0]}" if truth is True and sources else "a measured value"
            words = f"You said no to: {label}. But {where} says yes. We count the yes until you tell us."
            yield Conflict(f"overruled_{finding}", words, (finding,))


def _denied(known: Findings) -> Iterator[Conflict]:
    """A yes, from anywhere, to what the profile says no to."""
    for finding, given in known.given.items():
        if given == (False, ("profile",)) and finding in known.knowledge.findings and known.truth(finding) is True:
            words = f"You said yes to: {known.knowledge.label(finding)}. But the profile says no."
            yield Conflict(f"denied_{finding}", f"{words} We count the yes until you tell us.", (finding,))


def _miscounted(known: Findings) -> Iterator[Conflict]:
    """A total that was typed whole and that the answers to its items cannot make."""
    knowledge = known.knowledge
    for score in knowledge.points:
        typed = known.numbers.get(score.total)
        low, high = known.summed(score) if typed is not None else (0.0, 0.0)
        if typed is not None and not low <= typed.low <= high:
            made = f"{low:g}" if low == high else f"{low:g} to {high:g}"
            words = f"You gave {typed.low:g} as the total of: {knowledge.label(score.id)}. Your answers make {made}."
            asks = (knowledge.asked_as(score.total),)
            yield Conflict(f"total_{score.id}", f"{words} We count the higher one until you put one right.", asks)


def to_ask_again(
    conflicts: Iterable[Conflict], answers: Iterable[Answer], knowledge: Knowledge, as_of: datetime
) -> tuple[tuple[FindingType, str], ...]:
    """The questions that would settle the contradictions, each once, with the words that say what does not fit.

    What was answered alike twice on one day was meant: it is not asked a third time.
    """
    today = as_of.date()
    given = [a for a in answers if a.at <= as_of and a.at.astimezone(as_of.tzinfo).date() == today]
    why: dict[str, str] = {}
    for conflict in conflicts:
        for name in conflict.asks:
            why.setdefault(name, conflict.words)
    asked = [(knowledge.findings[name], words) for name, words in why.items()]
    return tuple((kind, words) for kind, words in asked if _can_answer(kind) and not _meant(kind.id, given))


def _can_answer(kind: FindingType) -> bool:
    return kind.collected_by in ("self", "device") and kind.kind not in ("lab", "derived")


def _meant(finding: str, given: Iterable[Answer]) -> bool:
    """Whether the last two times the same was answered."""
    at_once: dict[datetime, set[str]] = {}
    for answer in given:
        if answer.finding == finding:
            at_once.setdefault(answer.at, set()).add(answer.state)
    last = [at_once[at] for at in sorted(at_once)[-2:]]
    return len(last) > 1 and last[0] == last[1] and len(last[0]) == 1
