"""A danger that was told of and is answered 'no' since: it may have passed without anybody having looked at it.

'Chest pain, now or in the last 12 hours?' is truthfully 'no' the morning after. The rules look at what holds now. Here
the moments are looked at again at which answers that have been taken back asked for somebody the same day, for as long
as each yes would have held. No urgency rises, since a doctor may have looked; but it is told, and nobody is told to go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from unweary.decisions.red_flags import check
from unweary.inference.findings import Findings, answered, findings, valid_answers
from unweary.inference.scope import with_scope
from unweary.inference.state import state
from unweary.vocab.history import Answer, History
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import evaluate


def taken_back(history: History, knowledge: Knowledge, known: Findings, now: datetime) -> str:
    """What was told, when, and what to do unless a doctor has looked; empty where there is no such danger.

    Parameters
    ----------
    known : Findings
        What is known now. Of several dangers the gravest is told, of two as grave the later one.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> now, knowledge = datetime.fromisoformat("2026-11-20T07:30:00+00:00"), packaged_knowledge()
    >>> def words(days):
    ...     said = (("present", now - timedelta(days=days)), ("absent", now))
    ...     history = History(now, answers=tuple(Answer("chest_pain_now", state, at) for state, at in said))
    ...     return taken_back(history, knowledge, findings(history, knowledge, now, {}, {}), now)
    >>> words(1).split(". ")[0]
    'On Thursday 19 November you said yes to: chest pain now, or for over 15 minutes in the last 12 hours'
    >>> words(4)
    ''
    """
    told = valid_answers((answer for answer in history.answers if answered(answer) is True), knowledge, now)
    gone = {name: yes for name, yes in told.items() if known.truth(name) is not True}
    grave = [rule for rule in knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY]
    unbroken = replace(history, answers=tuple(told.values()))
    grave = _holding(grave, findings(unbroken, knowledge, now, known.numbers, known.given)) if gone else []
    if not grave:
        return ""
    kept = replace(history, answers=tuple(answer for answer in history.answers if answer.finding not in gone))
    dangers: list[tuple[Urgency, datetime, datetime, str]] = []
    for yes in gone.values():
        for moment in _while_it_held(yes, history.answers):
            held = _holding(grave, _known(history, knowledge, moment))
            others = _holding(held, _known(kept, knowledge, moment)) if held else []
            dangers += [(rule.urgency, yes.at, moment, rule.id) for rule in held if rule not in others]
    if not dangers:
        return ""
    _, at, moment, name = max(dangers)
    flag = next(flag for flag in check(knowledge, _known(history, knowledge, moment)).fired if flag.rule == name)
    day = at.astimezone(now.tzinfo).date()
    when = "Today" if day == now.date() else f"On {day:%A} {day.day} {day:%B}"
    return (
        f"{when} you said yes to: {'; '.join(flag.because)}. You took that back. It can be serious also when it has "
        "passed: if no doctor has looked at it since, have it looked at today. If it was a slip, take the entry back."
    )


def _while_it_held(yes: Answer, answers: Iterable[Answer]) -> set[datetime]:
    """When it was said, and just before it was taken back: by then more may have been said."""
    later = [answer.at for answer in answers if answer.finding == yes.finding and answer.at > yes.at]
    return {yes.at, *(at - timedelta(microseconds=1) for at in sorted(later)[:1])}


def _known(history: History, knowledge: Knowledge, moment: datetime) -> Findings:
    body = state(history, knowledge, moment)
    return with_scope(findings(history, knowledge, moment, body.numbers, body.given))


def _holding(rules: Iterable[RedFlag], known: Findings) -> list[RedFlag]:
    return [rule for rule in rules if evaluate(rule.when, known) is True]
