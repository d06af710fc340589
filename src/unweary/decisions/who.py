"""What age and sex alone decide: while they are not known, nobody is told to go past a warning that hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, product

from unweary.decisions.verdict import without_push
from unweary.inference.findings import Findings
from unweary.vocab.assessment import QuantityValue, Verdict
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import AtLeast, Compare, Condition, Not, evaluate, names
from unweary.vocab.verdict import VerdictRule


def with_who(decision: Verdict, known: Findings) -> Verdict:
    """The same day; where age or sex is not known, a push says what it could not judge, and may be taken back.

    It is taken back where a rule above routine, or a row of the day's table, would hold for some age and sex with
    nothing else changed.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.assessment import assess
    >>> from unweary.service.person import packaged_knowledge
    >>> from unweary.vocab.history import Answer, Day, History
    >>> at, never = datetime(2026, 11, 20, 7, tzinfo=UTC), "fever rigors chest_pain_now chest_pain_exert syncope_any"
    >>> said = tuple(Answer(name, "absent", at) for name in (*never.split(), "syncope_exert"))
    >>> good = Day(at.date(), fatigue_0_10=1, heaviness_0_10=1, sleep_h=8.0, sleep_quality_0_10=8, stress_0_10=1)
    >>> told = assess(History(at, answers=said, days=(good,)), packaged_knowledge()).verdict
    >>> told.action, told.advice.partition(". ")[2]
    ('push', 'Warnings that depend on age or sex could not be judged: say your age and sex once in your profile.')
    """
    unsaid = [word for word, said in (("age", known.number("age")), ("sex", known.truth("female"))) if said is None]
    if decision.action != "push" or not unsaid:
        return decision
    words, knowledge = " and ".join(unsaid), known.knowledge
    parts = _parts(knowledge)
    hang = _hanging(known, unsaid, parts)
    if hang:
        signs = (sign for rule in hang for sign in _told(rule.when, known, parts))
        about = "; ".join(dict.fromkeys(map(knowledge.label, signs)))
        told = f"Whether you should train depends on your {words}, with what you told us: {about}."
        return without_push(decision, f"{told} Say your {words} in your profile. Until then, take it easy.")
    told = f"Warnings that depend on {' or '.join(unsaid)} could not be judged"
    return replace(decision, advice=f"{decision.advice} {told}: say your {words} once in your profile.")


def _hanging(known: Findings, unsaid: list[str], parts: Mapping[str, set[str]]) -> list[RedFlag | VerdictRule]:
    """The rules that are open, and would hold for some age and sex were nothing else known than now."""
    knowledge = known.knowledge
    rules: list[RedFlag | VerdictRule] = [rule for rule in knowledge.red_flags if rule.urgency > Urgency.ROUTINE]
    rules += [rule for rule in knowledge.verdict if rule.scope == "body" and rule.action != "push"]
    of = {"age", "female", "male"}
    while more := {name for name, inside in parts.items() if name not in of and not of.isdisjoint(inside)}:
        of |= more
    open_ = [rule for rule in rules if not of.isdisjoint(names(rule.when)) and evaluate(rule.when, known) is None]
    people = tuple(_everybody(known, unsaid)) if open_ else ()
    return [rule for rule in open_ if any(evaluate(rule.when, person) is True for person in people)]


def _told(when: Condition, known: Findings, parts: Mapping[str, set[str]]) -> Iterator[str]:
    """The answers and numbers that a condition reads, through what is worked out of them."""
    for name in dict.fromkeys(names(when)):
        asked = name in known.numbers or known.truth(name) is not None
        inside = (name,) if asked else sorted(parts.get(name, ()))
        yield from (part for part in inside if part in known.numbers or known.truth(part) is True)


def _everybody(known: Findings, unsaid: list[str]) -> Iterator[Findings]:
    """The same person at every age that a limit of the knowledge tells from another, as a woman and as a man."""
    limits = sorted({limit for when in _conditions(known.knowledge) for limit in _ages(when)})
    between = [(low + high) / 2 for low, high in pairwise(limits)]
    ages = [limits[0] - 1, *limits, *between, limits[-1] + 1] if limits and "age" in unsaid else [None]
    for age, female in product(ages, (True, False) if "sex" in unsaid else (None,)):
        person = known if age is None else known.with_numbers([QuantityValue("age", age, age, ())])
        if female is not None:
            person = person.with_truth("female", female).with_truth("male", not female)
        yield person


def _conditions(knowledge: Knowledge) -> Iterator[Condition]:
    yield from (rule.when for rule in knowledge.red_flags)
    yield from (rule.when for rule in knowledge.verdict)
    for entry in knowledge.derived:
        yield entry.present
    for score in knowledge.points:
        yield from (when for when, _ in score.items)


def _parts(knowledge: Knowledge) -> dict[str, set[str]]:
    """What each derived truth and each score is worked out of."""
    found: dict[str, set[str]] = {}
    for entry in knowledge.derived:
        found.setdefault(entry.id, set()).update(names(entry.present))
    for score in knowledge.points:
        found.setdefault(score.id, set()).update(name for when, _ in score.items for name in names(when))
    return found


def _ages(when: Condition) -> Iterator[float]:
    """Every limit of the age in a condition."""
    if isinstance(when, Compare):
        yield from (when.limit,) if when.name == "age" else ()
        return
    inside: Iterable[Condition] = (
        (when.part,) if isinstance(when, Not) else when.parts if isinstance(when, AtLeast) else ()
    )
    for part in inside:
        yield from _ages(part)
