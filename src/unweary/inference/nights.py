"""Hours slept by night out of what the person said, what devices timed, and what a device's summary of the day says.

A night belongs to the local day on which the person woke. Two devices are never added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from unweary.vocab.history import History, Sleep

#: What the person entered.
SAID = "check-in"
#: Ends the name of a source that knows only when somebody lay in bed. That is no sleep.
_IN_BED = "(in bed)"
_LOOKED_AT = 28


@dataclass(frozen=True, slots=True)
class NightRule:
    """What is one night (own choices, grade D).

    ``gap_h`` : awake for so long ends it. ``day_from_h`` to ``day_to_h`` : what begins at these local hours is joined
    with a sleep before or after only across less than ``day_gap_h``; it is a nap, or the main sleep of a night worker.
    """

    gap_h: float = 3.0
    day_gap_h: float = 0.5
    day_from_h: int = 11
    day_to_h: int = 19


RULE = NightRule()


@dataclass(frozen=True, slots=True)
class Night:
    """Hours asleep in the night that ended on a day, without naps, and who says so."""

    hours: float
    source: str


def nights(history: History, as_of: datetime) -> dict[date, Night]:
    """Each night known, by the day of waking; the person's own word above any device's.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.vocab.history import Day
    >>> now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    >>> slept = Sleep(now - timedelta(hours=9), now - timedelta(hours=1), 7.2, source="ring")
    >>> nights(History(as_of=now, sleeps=(slept,)), now)
    {datetime.date(2026, 11, 20): Night(hours=7.2, source='ring')}
    >>> said = Day(now.date(), sleep_h=6.5)
    >>> nights(History(as_of=now, sleeps=(slept,), days=(said,)), now)[now.date()].source
    'check-in'
    """
    found = device_nights(history, as_of)
    for day in history.days:
        if day.source == SAID and day.sleep_h is not None and day.day <= as_of.date():
            found[day.day] = Night(day.sleep_h, SAID)
    return found


def device_nights(history: History, as_of: datetime) -> dict[date, Night]:
    """The same from devices alone: of several, the one with most of the last 28 nights; another only fills in.

    Of two with as many: the one that timed the sleep, then one that gives the night in its summary of the day, then
    the first by name.
    """
    told = _told(history, as_of)
    since = as_of.date() - timedelta(days=_LOOKED_AT)

    def rank(source: str) -> tuple[int, int, str]:
        kind, rows = told[source]
        return -sum(day > since for day in rows), kind, source

    found: dict[date, Night] = {}
    for source in sorted(told, key=rank):
        for day, hours in told[source][1].items():
            found.setdefault(day, Night(hours, source))
    return found


def _told(history: History, as_of: datetime) -> dict[str, tuple[int, dict[date, float]]]:
    """What each device says of each night: 0 timed, 1 in the summary of a day, 2 as a number. The first kind stands."""
    timed: dict[str, list[Sleep]] = {}
    for sleep in history.sleeps:
        if sleep.ended_at <= as_of and sleep.nap is not True and not sleep.source.endswith(_IN_BED):
            timed.setdefault(sleep.source, []).append(sleep)
    summed: dict[str, dict[date, float]] = {}
    for entry in history.days:
        if entry.source != SAID and entry.sleep_h is not None and entry.day <= as_of.date():
            summed.setdefault(entry.source, {})[entry.day] = entry.sleep_h
    numbers: dict[str, dict[date, float]] = {}
    for seen in sorted((o for o in history.observations if o.signal == "sleep_h"), key=lambda o: o.at):
        if seen.at <= as_of:
            numbers.setdefault(seen.source, {})[seen.at.astimezone(as_of.tzinfo).date()] = seen.value
    told: dict[str, tuple[int, dict[date, float]]] = {}
    by_kind = ({source: _nights_of(sleeps, as_of) for source, sleeps in timed.items()}, summed, numbers)
    for kind, sources in enumerate(by_kind):
        for source, rows in sources.items():
            first, known = told.get(source, (kind, {}))
            told[source] = (first, {**rows, **known})
    return told


@dataclass(slots=True)
class _Episode:
    """Sleeps that are one night. Seconds since 1970: a clock that goes back in the night must not count."""

    end_s: float
    hours: float
    by_day: bool


def _nights_of(sleeps: list[Sleep], as_of: datetime) -> dict[date, float]:
    """The longest episode that ended on each day, by one device; what two of its entries cover counts once."""
    episodes: list[_Episode] = []
    in_order = sorted(sleeps, key=lambda s: (s.started_at.timestamp(), -s.ended_at.timestamp(), -(s.asleep_h or 0.0)))
    for sleep in in_order:
        start_s, end_s = sleep.started_at.timestamp(), sleep.ended_at.timestamp()
        if end_s <= start_s:
            continue
        hours = (end_s - start_s) / 3600 if sleep.asleep_h is None else sleep.asleep_h
        local = datetime.fromtimestamp(start_s, as_of.tzinfo)
        by_day = sleep.nap is None and RULE.day_from_h <= local.hour < RULE.day_to_h
        awake_h = (start_s - episodes[-1].end_s) / 3600 if episodes else RULE.gap_h
        if awake_h >= (RULE.day_gap_h if by_day or (episodes and episodes[-1].by_day) else RULE.gap_h):
            episodes.append(_Episode(end_s, hours, by_day))
            continue
        now = episodes[-1]
        new_s = max(end_s - max(now.end_s, start_s), 0.0)
        now.hours += hours * new_s / (end_s - start_s)
        now.end_s = max(now.end_s, end_s)
    found: dict[date, float] = {}
    for each in episodes:
        day = datetime.fromtimestamp(each.end_s, as_of.tzinfo).date()
        found[day] = max(found.get(day, 0.0), each.hours)
    return found
