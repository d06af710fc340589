"""Training load by day, with the same numbers that the verdict rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.history import History

if TYPE_CHECKING:
    from unweary.vocab.knowledge import Knowledge

#: The median of so many newest values is what a load takes as the pulse at rest.
_RESTING = 28


def daily_load_au(history: History, knowledge: Knowledge, first: date, last: date) -> dict[date, float]:
    """Load of each local day with a session, session-RPE points (CR10 x minutes); a day without one is not in it.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary import knowledge
    >>> from unweary.vocab.history import Session
    >>> day = datetime(2026, 11, 18, 8, tzinfo=UTC)
    >>> history = History(as_of=day, sessions=(Session(day, 1800.0, rpe_cr10=6.0),))
    >>> daily_load_au(history, knowledge.load(), day.date(), day.date())
    {datetime.date(2026, 11, 18): 180.0}
    """
    from unweary.inference.training import session_load_au, sessions_of

    zone = history.as_of.tzinfo
    early = datetime.combine(first, time.min, zone) - timedelta(days=1)
    late = datetime.combine(last, time.max, zone)
    shown = replace(
        history,
        sessions=tuple(each for each in history.sessions if early <= each.started_at <= late),
        recordings=tuple(each for each in history.recordings if early <= each.started_at <= late),
    )
    # Each load asks the whole history for the pulse at rest and the highest pulse: hand on what decides them, no more.
    resting = [seen for seen in history.observations if seen.signal == "hr_rest_bpm"][-_RESTING:]
    highest = sorted(history.sessions, key=lambda each: each.max_hr_bpm or 0.0)[-1:]
    level = replace(history, observations=tuple(resting), sessions=tuple(highest))
    found: dict[date, float] = {}
    for session in sessions_of(shown, history.as_of):
        day = session.started_at.astimezone(zone).date()
        if first <= day <= last:
            found[day] = found.get(day, 0.0) + session_load_au(session, level, knowledge)
    return found
