"""Training load by day, with the same numbers that the verdict rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.history import History

if TYPE_CHECKING:
    from unweary.inference.same_session import Workout
    from unweary.vocab.knowledge import Knowledge


def workouts_told(history: History) -> dict[tuple[datetime, str], Workout]:
    """The workout behind each session that a source told, by its start and source.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.vocab.history import Session
    >>> day = datetime(2026, 11, 18, 8, tzinfo=UTC)
    >>> twice = (Session(day, 1800.0, "run", source="a.fit"), Session(day, 1790.0, "run", source="b.gpx"))
    >>> told = workouts_told(History(as_of=day, sessions=twice))
    >>> told[day, "b.gpx"].session.source, told[day, "b.gpx"].also_in
    ('a.fit', ('b.gpx',))
    """
    from unweary.inference.same_session import workouts

    return {(s.started_at, s.source): each for each in workouts(history, history.as_of) for s in each.told}


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
    from unweary.inference.same_session import workouts
    from unweary.inference.training import load_level, session_load_au

    zone = history.as_of.tzinfo
    early = datetime.combine(first, time.min, zone) - timedelta(days=1)
    late = datetime.combine(last, time.max, zone)
    shown = replace(
        history,
        sessions=tuple(each for each in history.sessions if early <= each.started_at <= late),
        recordings=tuple(each for each in history.recordings if early <= each.started_at <= late),
    )
    level = load_level(history)
    found: dict[date, float] = {}
    for workout in workouts(shown, history.as_of):
        day = workout.session.started_at.astimezone(zone).date()
        if first <= day <= last:
            found[day] = found.get(day, 0.0) + session_load_au(workout.session, level, knowledge)
    return found
