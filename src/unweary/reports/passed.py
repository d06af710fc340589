"""Dangers that were told of and have passed, in words: for the person, and for whom they show the report to."""

from __future__ import annotations

from datetime import datetime

from unweary.reports.phrases import URGENCY_WORDS, day_words
from unweary.reports.sections import Section
from unweary.vocab.assessment import Assessment
from unweary.vocab.knowledge import Urgency


def passed_section(assessment: Assessment) -> Section:
    """What was told and has passed, each with how to say that it was looked at; first what nobody has looked at.

    While something present must be looked at today, that stands alone.
    """
    lines = []
    for danger in assessment.passed_dangers if assessment.verdict.urgency < Urgency.SAME_DAY else ():
        # The words of the gravest stand in the verdict above already.
        words = f"{danger.label} (above)" if danger.words in assessment.verdict.advice else danger.words
        lines.append(f"{'!' if danger.looked_on is None else '-'} {words}")
        if danger.looked_on is None and danger.passed_at is not None:
            lines.append(f"  Looked at? unweary looked {danger.finding} --on {assessment.as_of.date().isoformat()}")
    return Section("Told, and passed since", tuple(lines))


def passed_lines(assessment: Assessment) -> tuple[str, ...]:
    """For a clinician: what was told and how urgent it was then, when it had passed, and when it was looked at."""
    lines = []
    for danger in assessment.passed_dangers:
        said, passed = (_day(at, assessment) for at in (danger.said_at, danger.passed_at))
        gone = f"no since {passed}" if passed else "not answered no since"
        looked = "not looked at, as far as told"
        if danger.looked_on is not None:
            looked = f"looked at by a clinician on {day_words(danger.looked_on)}, as the patient says"
        then = URGENCY_WORDS[danger.urgency]
        lines.append(f"{'; '.join(danger.because)}: yes on {said} (then: {then}), {gone}, {looked}")
    return tuple(lines)


def _day(at: datetime | None, assessment: Assessment) -> str:
    return "" if at is None else day_words(at.astimezone(assessment.as_of.tzinfo).date())
