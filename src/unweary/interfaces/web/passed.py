"""The card of dangers that have passed: when each was there, and when a clinician looked at it."""

from __future__ import annotations

from datetime import date
from typing import Any

from unweary.interfaces.web.rendering import day_name
from unweary.interfaces.web.texts import say
from unweary.vocab.assessment import Assessment


def passed(assessment: Assessment) -> list[dict[str, Any]]:
    """Each danger that has passed: first those that nobody has looked at, as far as we were told."""
    zone, advice = assessment.as_of.tzinfo, assessment.verdict.advice
    rows = []
    for danger in assessment.passed_dangers:
        said = danger.said_at.astimezone(zone).date()
        gone = day_name(danger.passed_at.astimezone(zone).date()) if danger.passed_at else ""
        others = "; ".join(words for words in danger.because if words != danger.label)
        rows.append(
            {
                "finding": danger.finding,
                "label": danger.label,
                "others": others,
                "told": say("passed.told", said=day_name(said), gone=gone) if gone else "",
                "looked": say("passed.looked", day=_day(danger.looked_on)) if danger.looked_on else "",
                "first": said,
                "last": assessment.as_of.date(),
                # Where it stands in the answer above already it is not said twice.
                "do": danger.looked_on is None and danger.words not in advice,
            }
        )
    return rows


def _day(day: date) -> str:
    return day_name(day).partition(" ")[2]
