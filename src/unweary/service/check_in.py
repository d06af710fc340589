"""The morning's check-in: what is asked, and what is kept of the answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from unweary.vocab.assessment import Assessment
from unweary.vocab.body import BodyPart
from unweary.vocab.history import STRICT, Answer, Day, History, SiteRating
from unweary.vocab.knowledge import FindingType, Knowledge, Screen
from unweary.vocab.logic import Interval, Truth, evaluate

#: A check-in is short, or it is not done.
_MOST_FOLLOW_UPS = 3


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What one check-in says. Everything may be left out."""

    __pydantic_config__ = STRICT

    day: Day | None = None
    sites: tuple[SiteRating, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckInForm:
    """What to ask today.

    ``sore_before`` are the parts that still count as sore, ``screens`` the warning signs that are not all known,
    ``follow_ups`` at most three questions, the one that helps most first. ``said_yes`` are the answers to warning signs
    of ``screens`` that still hold: a 'none of these' leaves them out, only an answer of its own takes one back.
    """

    day: date
    yesterday: Day | None
    sore_before: tuple[SiteRating, ...]
    screens: tuple[Screen, ...]
    follow_ups: tuple[FindingType, ...]
    parts: tuple[BodyPart, ...]
    said_yes: tuple[Answer, ...] = ()


def form(history: History, assessment: Assessment, knowledge: Knowledge) -> CheckInForm:
    """What to ask, given all that is known and what was concluded from it."""
    today = history.as_of.date()
    known = Known(assessment)
    screens = tuple(screen for screen in knowledge.screens if not _all_known(screen, history, knowledge, known))
    on_screens = {finding: None for screen in screens for finding in screen.findings}
    answered = valid_answers(history, knowledge)
    yesterday = [day for day in history.days if day.day == today - timedelta(days=1)]
    return CheckInForm(
        day=today,
        # What the person said stands above what a device says about the same night.
        yesterday=merged(sorted(yesterday, key=lambda day: day.source == "check-in")),
        sore_before=_sore(history, assessment),
        screens=screens,
        follow_ups=_follow_ups(assessment, knowledge, known, on_screens),
        parts=tuple(knowledge.body.values()),
        said_yes=tuple(answered[name] for name in on_screens if name in answered and answered[name].state == "present"),
    )


class Known:
    """An assessment's findings and numbers as facts for a condition."""

    def __init__(self, assessment: Assessment) -> None:
        self._truths = {state.finding: state.state for state in assessment.findings}
        self._numbers = {value.quantity: (value.low, value.high) for value in assessment.quantities}

    def truth(self, name: str) -> Truth:
        return self._truths.get(name)

    def number(self, name: str) -> Interval | None:
        return self._numbers.get(name)


def _all_known(screen: Screen, history: History, knowledge: Knowledge, known: Known) -> bool:
    """Whether nothing on a screen is open. 'I am not sure' or 'rather no', said today, is not asked again today."""
    today = history.as_of.date()
    asked_today = {
        answer.finding for answer in history.answers if answer.at.astimezone(history.as_of.tzinfo).date() == today
    }
    answered = valid_answers(history, knowledge)
    return all(
        known.truth(finding) is not None if finding not in answered else
        (answered[finding].state != "unknown" and (answered[finding].sure or answered[finding].state == "present"))
        or finding in asked_today
        for finding in screen.findings
    )  # fmt: skip


def valid_answers(history: History, knowledge: Knowledge) -> dict[str, Answer]:
    """The newest answer to each finding that still holds."""
    from unweary.inference.findings import valid_answers as newest

    return newest(history.answers, knowledge, history.as_of)


def _sore(history: History, assessment: Assessment) -> tuple[SiteRating, ...]:
    newest = {(rating.site, rating.side): rating for rating in sorted(history.sites, key=lambda rating: rating.at)}
    places = ((sore.site, sore.side) for sore in assessment.soreness)
    return tuple(newest[place] for place in places if place in newest)


def _follow_ups(
    assessment: Assessment, knowledge: Knowledge, known: Known, on_screens: Container[str]
) -> tuple[FindingType, ...]:
    """The next best question, then what would settle the red flags that are not ruled out, nearest first."""
    # What is known is asked again only where the answers contradict each other: then it stands among the questions.
    asked = {question.finding for question in assessment.questions}
    wanted = [] if assessment.question is None else [assessment.question.finding]
    wanted += [name for flag in assessment.red_flags_not_ruled_out for name in flag.missing]
    chosen: list[FindingType] = []
    for name in dict.fromkeys(map(knowledge.asked_as, wanted)):
        finding = knowledge.findings.get(name)
        if finding is None or name in on_screens or (known.truth(name) is not None and name not in asked):
            continue
        if finding.ask_if is not None and evaluate(finding.ask_if, known) is not True:
            continue
        if finding.collected_by == "self":
            chosen.append(finding)
    return tuple(chosen[:_MOST_FOLLOW_UPS])


def merged(days: Iterable[Day]) -> Day | None:
    """Several entries of one date as one: a later one adds to an earlier one and never takes anything back.

    What was said is taken back by correcting it. So an evening's second check-in cannot wipe out the morning's
    'ill' by leaving it blank.

    Examples
    --------
    >>> day = date(2026, 11, 20)
    >>> both = merged([Day(day, sleep_h=6.5, marks=("sick",)), Day(day, fatigue_0_10=4)])
    >>> both.sleep_h, both.fatigue_0_10, both.marks
    (6.5, 4, ('sick',))
    """
    result: Day | None = None
    for day in days:
        if result is None:
            result = day
            continue
        later = {
            field.name: getattr(day, field.name)
            for field in dataclasses.fields(day)
            if field.name != "marks" and getattr(day, field.name) is not None
        }
        result = dataclasses.replace(result, **later, marks=tuple(dict.fromkeys((*result.marks, *day.marks))))
    return result


def known_by(until: datetime, at: datetime) -> bool:
    """Whether an entry may be dated ``at``: a day ahead at most, since a phone may stand in another time zone."""
    return at <= until + timedelta(days=1)
