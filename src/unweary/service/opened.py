"""A form that was opened a while ago: it changes what was changed on it, and nothing else.

Two tabs, the back button, a second tap on the button, a form sent again after the connection was lost: each sends a
form that was drawn before something else was stored. So a form names the day it was opened for and the entry that it
showed; what is sent is compared with that entry, and only the difference is applied to what holds now. Sent twice, the
second one changes nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, get_args

from unweary.service.check_in import CheckIn
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Mark

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow

#: A form that was left open for longer than this is not taken: nobody remembers how that day was.
OLDEST = timedelta(days=7)
#: Looking back over this many entries of one kind finds all of the last days.
_NEWEST = 1_000


def moment_of(day: date, now: datetime) -> datetime:
    """When something said on a form for ``day`` was so: now, or the last minute of a day that is over.

    Raises
    ------
    UserError
        ``old_form`` where the day is long over, or still to come by more than a clock can be off.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment_of(date(2026, 11, 20), datetime(2026, 11, 21, 0, 3, tzinfo=UTC)).isoformat()
    '2026-11-20T23:59:00+00:00'
    """
    today = now.date()
    if day == today:
        return now
    # A clock that was set back over midnight may stand before the day that the form was opened for.
    if not today - OLDEST <= day <= today + timedelta(days=1):
        raise UserError("old_form", f"this page was opened for {day.isoformat()}", "a page that was opened today")
    return datetime.combine(day, time(23, 59) if day < today else time(0, 1), now.tzinfo)


def entry_of(person: Unweary, day: date) -> FactRow | None:
    """The person's own check-in of a day, if there is one."""
    for row in person.facts("day", _NEWEST):
        if isinstance(row.value, Day) and row.value.day == day and row.value.source == "check-in":
            return row
    return None


def merged_with(base: Day | None, sent: Day, now: Day | None) -> Day:
    """What holds after a form: each field that differs from what the form showed, and all else as it is now.

    Examples
    --------
    >>> day = date(2026, 11, 20)
    >>> merged_with(None, Day(day, mood_0_10=7), Day(day, fatigue_0_10=5)).fatigue_0_10
    5
    >>> shown = Day(day, fatigue_0_10=5, marks=("sick",))
    >>> merged_with(shown, Day(day, fatigue_0_10=5), dataclasses.replace(shown, marks=("sick", "travel"))).marks
    ('travel',)
    """
    base, now = base or Day(sent.day), now or Day(sent.day)
    changed = {
        field.name: getattr(sent, field.name)
        for field in dataclasses.fields(Day)
        if field.name not in ("marks", "source") and getattr(sent, field.name) != getattr(base, field.name)
    }
    on = set(now.marks) | set(sent.marks) - set(base.marks)
    off = set(base.marks) - set(sent.marks)
    marks = tuple(mark for mark in get_args(Mark) if mark in on - off)
    return dataclasses.replace(now, **changed, marks=marks)


def save_day(person: Unweary, sent: Day, base: Day | None) -> None:
    """Store how a day was, as a form that showed ``base`` says it."""
    with person.one_at_a_time:
        entry = entry_of(person, sent.day)
        now = entry.value if entry is not None and isinstance(entry.value, Day) else None
        wanted = merged_with(base, sent, now)
        if wanted == (now or Day(sent.day)):
            return
        if entry is None:
            person.check_in(CheckIn(day=wanted))
        else:
            person.correct(entry.id, wanted)


def save_answers(person: Unweary, answers: Sequence[Answer], opened_at: datetime) -> None:
    """Store answers; one that stands already, given since the form was opened, is not stored a second time."""
    with person.one_at_a_time:
        newest = {answer.finding: answer for answer in person.answers()}
        new = tuple(answer for answer in answers if not _stands(newest.get(answer.finding), answer, opened_at))
        if new:
            person.check_in(CheckIn(answers=new))


def _stands(known: Answer | None, answer: Answer, opened_at: datetime) -> bool:
    if known is None or known.at < opened_at:
        return False
    return (known.state, known.value, known.sure) == (answer.state, answer.value, answer.sure)
