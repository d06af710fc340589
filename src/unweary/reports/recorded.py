"""What a person recorded day by day, as plain series for the report's charts. Nothing is judged or filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from unweary.inference.nights import SAID, nights
from unweary.inference.same_session import workouts
from unweary.vocab.history import Day, History, Observation, Session

#: The page shows six weeks: four to compare with and two of a complaint.
DAYS_SHOWN = 42


@dataclass(frozen=True, slots=True)
class DailySeries:
    """One value a day, oldest first; None where nothing was recorded."""

    name: str
    unit: str
    first_day: date
    values: tuple[float | None, ...]
    source: str = ""

    @property
    def known(self) -> int:
        """On how many days something was recorded."""
        return sum(value is not None for value in self.values)

    @property
    def title(self) -> str:
        """Name and unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def days(self) -> list[date]:
        """The day of each value."""
        return [self.first_day + timedelta(days=place) for place in range(len(self.values))]


def daily_series(history: History, days: int = DAYS_SHOWN) -> tuple[DailySeries, ...]:
    """Tiredness, training, sleep, resting heart rate and heartbeat variation by day; empty ones are left out.

    Heartbeat variation and resting heart rate come from one source each, the one with most days: two devices measure
    differently, and a change of device would look like a change of the body.
    """
    last = history.as_of.date()
    first = last - timedelta(days=days - 1)

    def series(name: str, unit: str, values: dict[date, float], source: str) -> DailySeries:
        row = tuple(values.get(first + timedelta(days=place)) for place in range(days))
        return DailySeries(name, unit, first, row, source)

    heart, heart_source = _measured(history, "hr_rest_bpm", first, last)
    variation, variation_source = _measured(history, "rmssd_ms", first, last)
    sleep, sleep_source = _sleep(history, first, last)
    tired = {day: value for day, (value, _) in _said(history, lambda day: day.fatigue_0_10).items()}
    found = (
        series("Tiredness", "0-10", tired, "check-ins"),
        series("Training", "min a day", _minutes(history), "recorded sessions"),
        series("Sleep", "h", sleep, sleep_source),
        series("Resting heart rate", "bpm", heart, heart_source),
        series("Heartbeat variation (RMSSD)", "ms", variation, variation_source),
    )
    return tuple(row for row in found if row.known)


def local_day(history: History, at: datetime) -> date:
    """The day on which something was, by the clock of the person: summer time and winter time each by their own.

    Examples
    --------
    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> history = History(as_of=datetime(2026, 11, 20, 7, tzinfo=ZoneInfo("Europe/Oslo")))
    >>> local_day(history, datetime(2026, 7, 1, 22, 30, tzinfo=UTC)).isoformat()
    '2026-07-02'
    """
    return at.astimezone(history.as_of.tzinfo).date()


def _said(history: History, pick: Callable[[Day], float | None]) -> dict[date, tuple[float, str]]:
    """Value and source by day. Where the person and a device both say something, the person's own word stands."""
    found: dict[date, tuple[float, str]] = {}
    for day in sorted(history.days, key=lambda day: day.source == SAID):
        value = pick(day)
        if value is not None:
            found[day.day] = (value, day.source)
    return found


def sessions_of(history: History) -> tuple[Session, ...]:
    """All sessions up to ``as_of``, oldest first; what several sources tell of one workout is one session.

    Examples
    --------
    >>> from datetime import UTC
    >>> sessions_of(History(as_of=datetime(2026, 11, 20, tzinfo=UTC)))
    ()
    """
    return tuple(workout.session for workout in workouts(history, history.as_of))


def _minutes(history: History) -> dict[date, float]:
    """Minutes of training by the day on which a session began."""
    total: dict[date, float] = {}
    for session in sessions_of(history):
        day = local_day(history, session.started_at)
        total[day] = total.get(day, 0.0) + session.duration_s / 60.0
    return total


def _measured(history: History, signal: str, first: date, last: date) -> tuple[dict[date, float], str]:
    """One value a day (the latest) from the source that measured on most days."""
    rows = measured_on(history, signal, first, last)
    if not rows:
        return {}, ""
    days_by_source = Counter(source for source, _ in {(seen.source, day) for day, seen in rows})
    source = max(sorted(days_by_source), key=lambda name: days_by_source[name])
    others = len(days_by_source) - 1
    words = source if not others else f"{source}; {others} other {'source' if others == 1 else 'sources'} not mixed in"
    return {day: seen.value for day, seen in rows if seen.source == source}, words


def measured_on(history: History, signal: str, first: date, last: date) -> list[tuple[date, Observation]]:
    """Every value of a signal with the local day on which it was measured, oldest first.

    Examples
    --------
    >>> from datetime import UTC
    >>> measured_on(History(as_of=datetime(2026, 11, 20, tzinfo=UTC)), "hr_rest_bpm", date.min, date.max)
    []
    """
    early = datetime.combine(first, time.min, history.as_of.tzinfo) if first > date.min else None
    seen = [
        each
        for each in history.observations
        if each.signal == signal and each.at <= history.as_of and (early is None or each.at >= early)
    ]
    days = [(local_day(history, each.at), each) for each in sorted(seen, key=lambda each: each.at)]
    return [(day, each) for day, each in days if first <= day <= last]


def _sleep(history: History, first: date, last: date) -> tuple[dict[date, float], str]:
    """Hours by night, as the rules take them, and all who say so."""
    shown = {day: night for day, night in nights(history, history.as_of).items() if first <= day <= last}
    sources = sorted({night.source for night in shown.values()})
    return {day: night.hours for day, night in shown.items()}, ", ".join(sources)


def gaps(history: History, days: int = DAYS_SHOWN) -> int:
    """On how many of the last ``days`` days there was no check-in.

    Examples
    --------
    >>> from datetime import UTC
    >>> gaps(History(as_of=datetime(2026, 11, 20, tzinfo=UTC), days=(Day(day=date(2026, 11, 20)),)), days=7)
    6
    """
    last = history.as_of.date()
    wanted = {last - timedelta(days=place) for place in range(days)}
    return len(wanted - {day.day for day in history.days if day.source == SAID})


def covered(history: History) -> tuple[date, date] | None:
    """The first and the last day with anything recorded; None where nothing was."""
    moments = [
        *(seen.at for seen in history.observations),
        *(answer.at for answer in history.answers),
        *(rating.at for rating in history.sites),
        *(session.started_at for session in sessions_of(history)),
    ]
    every = [*(day.day for day in history.days), *(local_day(history, at) for at in moments)]
    known = sorted(day for day in every if day <= history.as_of.date())
    return (known[0], known[-1]) if known else None
