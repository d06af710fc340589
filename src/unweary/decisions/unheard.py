"""A danger of which nothing was heard since: the yes, or the blood test, has run out, and no 'no' or newer value came.

What was said holds for days, then it is unknown again. Unknown is not 'no': who said that one leg is swollen and never
said more is not told to go three weeks later. No urgency rises; it is told, and asked again where an answer settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from unweary.inference.contradictions import Conflict
from unweary.inference.findings import Findings, answered, findings
from unweary.inference.newest_labs import newest_lab
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Lab
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import evaluate
from unweary.vocab.signals import ANALYTES


def unheard(history: History, knowledge: Knowledge, known: Findings, now: datetime) -> tuple[Conflict, ...]:
    """Each answer or blood test that has run out and with which, were it so today, somebody should look the same day.

    Parameters
    ----------
    known : Findings
        What is known now.

    Returns
    -------
    tuple of Conflict
        The newest answer first, then blood tests; none is a reason to be told to go.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> now, knowledge = datetime.fromisoformat("2026-11-20T07:30:00+00:00"), packaged_knowledge()
    >>> said = (Answer("leg_swell_any", "present", now - timedelta(days=20)),)
    >>> def told(*answers):
    ...     history = History(now, answers=answers)
    ...     return [each.asks for each in unheard(history, knowledge, findings(history, knowledge, now, {}, {}), now)]
    >>> told(*said), told(*said, Answer("leg_swell_any", "absent", now))
    ([('leg_swell_any',)], [])
    """
    since = now - timedelta(days=knowledge.parameters["danger_unheard_days"].mid)
    return (*_answers(history, known, since, now), *_labs(history, known, since, now))


def _grave(known: Findings) -> frozenset[str]:
    rules = (rule for rule in known.knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY)
    return frozenset(rule.id for rule in rules if evaluate(rule.when, known) is True)


def _answers(history: History, known: Findings, since: datetime, now: datetime) -> Iterator[Conflict]:
    last: dict[str, Answer] = {}
    for answer in sorted(history.answers, key=lambda answer: (answer.at, answer.state == "present")):
        kind = known.knowledge.findings.get(answer.finding)
        if kind is not None and kind.kind != "number" and answer.at <= now and answered(answer) is not None:
            last[answer.finding] = answer
    lost = [yes for name, yes in last.items() if answered(yes) is True and name not in known.answers]
    on_day: dict[date, list[Answer]] = {}
    for yes in sorted((yes for yes in lost if yes.at >= since), key=lambda yes: yes.at, reverse=True):
        on_day.setdefault(_day(yes.at, now), []).append(yes)
    before = _grave(known) if on_day else frozenset()
    for day, told in on_day.items():
        new = _grave(_still(history, known, told, now)) - before
        if not new:
            continue
        needed = [yes for yes in told if new - _grave(_still(history, known, [o for o in told if o != yes], now))]
        alarms = [yes for yes in needed if known.knowledge.findings[yes.finding].alarm]
        for yes in alarms or needed or told:
            label = known.knowledge.label(yes.finding)
            words = (
                f"On {day:%A} {day.day} {day:%B} you said yes to: {label}. You have not said since whether it has "
                "passed. If it is still there, or no doctor has looked, have it looked at today. If it has passed, "
                "say no."
            )
            yield Conflict(f"unheard_{yes.finding}", words, (yes.finding,), no_push=True)


def _still(history: History, known: Findings, told: Sequence[Answer], now: datetime) -> Findings:
    """What would be known were these answers given now."""
    answers = (*history.answers, *(replace(yes, at=now) for yes in told))
    return findings(replace(history, answers=answers), known.knowledge, now, known.numbers, known.given)


def _labs(history: History, known: Findings, since: datetime, now: datetime) -> Iterator[Conflict]:
    knowledge = known.knowledge
    lost, told = [], dict[str, list[Lab]]()
    for lab in history.labs:
        if lab.at <= now:
            told.setdefault(f"lab:{lab.analyte}", []).append(lab)
    for quantity in knowledge.quantities.values():
        newest = newest_lab(told.get(quantity.origin, ()), knowledge)
        if newest is not None and newest.at >= since and quantity.id not in known.numbers:
            lost.append(newest)
    if not lost or not _grave(_measured(history, known, lost, now)) - _grave(known):
        return
    for lab in lost:
        if _grave(_measured(history, known, [lab], now)) - _grave(known):
            day, value = _day(lab.at, now), f"{lab.comparator or ''}{lab.value:g} {lab.unit}"
            words = (
                f"On {day:%A} {day.day} {day:%B} you had {ANALYTES[lab.analyte].label} {value}. This should have been "
                "looked at the same day, and no newer value is kept. If nobody has, see a doctor today. If it was "
                "measured again, type in the new value."
            )
            yield Conflict(f"unheard_{lab.analyte}", words, (), no_push=True)


def _measured(history: History, known: Findings, labs: Sequence[Lab], now: datetime) -> Findings:
    """What would be known had these been measured now."""
    again = replace(history, labs=(*history.labs, *(replace(lab, at=now) for lab in labs)))
    body = state(again, known.knowledge, now)
    return findings(again, known.knowledge, now, body.numbers, body.given)


def _day(at: datetime, now: datetime) -> date:
    return at.astimezone(now.tzinfo).date()
