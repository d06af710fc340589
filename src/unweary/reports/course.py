"""The usual course of soreness after training, for places that fit it and for no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from unweary.vocab.assessment import SoreSite
from unweary.vocab.knowledge import Knowledge

_HOURS_A_DAY = 24.0


@dataclass(frozen=True, slots=True)
class Course:
    """When soreness like this is usually worst and gone, counted in days from the first sore one (day 1).

    ``grade`` is that of the usual course. ``late``: it has outlasted it, or still rises when it should ease.
    """

    day: int
    worst: tuple[int, int]
    gone: tuple[int, int]
    gone_on: tuple[date, date]
    grade: str
    late: bool


def expected_course(site: SoreSite, knowledge: Knowledge, today: date) -> Course | None:
    """The usual course, where soreness after training is what the place is called.

    None where anything else leads or nothing is told yet, where a warning sign was marked there, and where a red flag
    stands above the place: no date is promised to somebody who should be looked at.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> from unweary.vocab.muscle import SoreReading
    >>> ache = SoreReading("soreness", "soreness after training", 0.9, 0.8, 0.95, (), (), ())
    >>> words = "fits soreness after training"
    >>> site = SoreSite("quads", "left", "Front of thigh", "quads", 7, 1, 2, (), words, (ache,))
    >>> course = expected_course(site, packaged_knowledge(), date(2026, 11, 20))
    >>> course.day, course.worst, course.gone, course.gone_on[1].isoformat()
    (2, (1, 3), (5, 7), '2026-11-25')
    """
    words = next((kind.words for kind in knowledge.sore_kinds if kind.id == "soreness"), None)
    first = site.readings[0] if site.readings else None
    named = first is not None and first.kind == "soreness" and words is not None and site.words.startswith(words)
    if not named or site.days_sore < 1 or site.signs or any(reading.warned for reading in site.readings):
        return None
    peak, gone = knowledge.parameters["sore_peak_h"], knowledge.parameters["sore_gone_days"]
    worst = round(peak.low / _HOURS_A_DAY), round(peak.high / _HOURS_A_DAY)
    last = round(gone.low), round(gone.high)
    on = today - timedelta(days=site.days_sore - last[0]), today - timedelta(days=site.days_sore - last[1])
    rising = site.days_sore > worst[1] and (site.change or 0.0) > 0
    return Course(site.days_sore, worst, last, on, max(peak.grade, gone.grade), rising or site.days_sore > last[1])


_DAY_WIDTH, _HEIGHT = 36, 44


def picture(course: Course) -> str:
    """The days of the usual course as a strip: a band where it is usually worst, one where it is usually gone."""
    count = course.gone[1] + 1
    today = min(course.day, count)

    def band(kind: str, days: tuple[int, int], words: str) -> str:
        left, width = (days[0] - 1) * _DAY_WIDTH, (days[1] - days[0] + 1) * _DAY_WIDTH - 2
        middle = left + width / 2
        return (
            f'<rect class="{kind}" x="{left}" y="18" width="{width}" height="12" rx="3"/>'
            f'<text x="{middle:g}" y="11" text-anchor="middle">{words}</text>'
        )

    mark = ' class="strong"'
    days = "".join(
        f'<text x="{(day - 0.5) * _DAY_WIDTH - 1:g}" y="43" text-anchor="middle"'
        f"{mark if day == today else ''}>"
        f"{day}{'+' if day == count else ''}</text>"
        for day in range(1, count + 1)
    )
    at = (today - 0.5) * _DAY_WIDTH - 1
    return (
        f'<svg class="chart" viewBox="0 0 {count * _DAY_WIDTH} {_HEIGHT + 2}" aria-hidden="true">'
        f'<rect class="track" x="0" y="18" width="{count * _DAY_WIDTH - 2}" height="12" rx="3"/>'
        f"{band('f1', course.worst, 'worst')}{band('band', course.gone, 'gone')}"
        f'<circle class="d1" cx="{at:g}" cy="24" r="7"/>{days}</svg>'
    )
