"""What was recorded, gathered into columns of days, and a person's own range around it. Nothing is filled in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median, stdev

from unweary.reports.charts import Band, Values, known
from unweary.reports.phrases import group_words
from unweary.reports.recorded import covered, local_day, measured_on
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge

#: Six weeks are shown day by day, years by week, a life by four weeks: a column must stay wide enough to be seen.
_MOST_DAYS, _MOST_WEEKS = 42, 1_150
#: A person's own level is that of the four weeks before.
_BASE_DAYS = 28
#: How many devices that measure the same thing are shown, each by itself.
_MOST_SOURCES = 3
#: Names that fit beside a row of cells on a phone.
_SHORT_WORDS = {
    "upper_back": "Upper back",
    "low_back_trunk": "Low back, belly",
    "glutes_adductors": "Buttocks, groin",
    "forearm_grip": "Forearms, hands",
}
MARK_WORDS = {
    "sick": "Ill",
    "injury": "Injury",
    "travel": "Travel",
    "race": "Race",
    "menstruation": "Period",
    "rest_day": "Rest day",
    "alcohol": "Alcohol",
    "late_screen": "Late screen",
}


@dataclass(frozen=True, slots=True)
class Span:
    """The days shown: ``count`` of them up to ``last``, in columns of ``every_days``, counted back from the last."""

    last: date
    count: int

    @property
    def every_days(self) -> int:
        """How many days one column stands for.

        Examples
        --------
        >>> [Span(date(2026, 11, 20), count).every_days for count in (14, 42, 182, 1096, 4000)]
        [1, 1, 7, 7, 28]
        """
        return 1 if self.count <= _MOST_DAYS else 7 if self.count <= _MOST_WEEKS else 28

    @property
    def ends(self) -> list[date]:
        """The last day of each column, oldest first."""
        every = self.every_days
        return [self.last - timedelta(days=every * back) for back in range(math.ceil(self.count / every) - 1, -1, -1)]

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.last - timedelta(days=math.ceil(self.count / self.every_days) * self.every_days - 1)

    def end_of(self, day: date) -> date:
        """The last day of the column that holds a day."""
        return self.last - timedelta(days=(self.last - day).days // self.every_days * self.every_days)

    def holds(self, day: date) -> bool:
        """Whether a day is shown."""
        return self.first <= day <= self.last

    def gathered(self, values: Mapping[date, float], how: Callable[[list[float]], float]) -> Values:
        """One value a column from those of its days: None where no day of it has one.

        Examples
        --------
        >>> week = Span(date(2026, 11, 20), 182)
        >>> week.gathered({date(2026, 11, 20): 3.0, date(2026, 11, 14): 5.0, date(2026, 11, 13): 9.0}, sum)[-2:]
        [9.0, 8.0]
        """
        found: dict[date, list[float]] = {}
        for day, value in values.items():
            if self.holds(day):
                found.setdefault(self.end_of(day), []).append(value)
        return [how(found[end]) if end in found else None for end in self.ends]


@dataclass(frozen=True, slots=True)
class Measured:
    """One signal from one device, a value a column, with the person's own range before it.

    ``mean`` follows the last seven days where single days say little; None: each value stands for itself.
    """

    source: str
    values: Values
    band: Sequence[Band | None]
    mean: Values | None = None


def measured(history: History, knowledge: Knowledge, signal: str, span: Span, *, week: bool = False) -> list[Measured]:
    """Each device that measured a signal in the span, the one with most days first; two are never mixed.

    The band is that of the 28 days before, as in the numbers that the rules use: two standard deviations for a single
    day; with ``week`` one, on the logarithm, for the mean of seven days against the 28 before those.
    """
    days = 7 if week else 1
    early = span.first - timedelta(days=days + _BASE_DAYS)
    by_source: dict[str, dict[date, list[float]]] = {}
    for day, seen in measured_on(history, signal, early, span.last):
        by_source.setdefault(seen.source, {}).setdefault(day, []).append(seen.value)
    found = []
    for source, row in by_source.items():
        values = span.gathered({day: each[-1] for day, each in row.items()}, fmean)
        if known(values):
            levels = [_own_level(row, end, days, knowledge, log=week) for end in span.ends]
            mean = [level[0] for level in levels] if week else None
            # A device that came or went has no range where it measured nothing.
            there = [place for place, value in enumerate(values) if value is not None]
            band = [level[1] if there[0] <= place <= there[-1] else None for place, level in enumerate(levels)]
            found.append(Measured(source, values, band, mean if span.every_days == 1 else None))
    return sorted(found, key=lambda each: (-len(known(each.values)), each.source))[:_MOST_SOURCES]


def _own_level(
    row: Mapping[date, list[float]], end: date, days: int, knowledge: Knowledge, *, log: bool
) -> tuple[float | None, Band | None]:
    """Mean of the last ``days`` up to ``end``, and the range of the 28 days before; None where too few are known."""
    there, back = (math.log, math.exp) if log else (float, float)

    def between(newest: int, count: int) -> list[float]:
        wanted = (end - timedelta(days=ago) for ago in range(newest, newest + count))
        return [there(value) for day in wanted for value in row.get(day, ())]

    recent, base = between(0, days), between(days, _BASE_DAYS)
    least = {name: int(knowledge.parameters[name].mid) for name in ("hrv_week_least_days", "baseline_least_days")}
    mean = back(fmean(recent)) if len(recent) >= (least["hrv_week_least_days"] if days > 1 else 1) else None
    if len(base) < max(least["baseline_least_days"], 2) or (spread := stdev(base)) <= 0:
        return mean, None
    wide = spread if days > 1 else 2 * spread
    return mean, (back(fmean(base) - wide), back(fmean(base) + wide))


def first_day(history: History) -> date | None:
    """The first day that has anything to show; None where nothing was recorded.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> first_day(History(as_of=datetime(2026, 11, 20, tzinfo=UTC))) is None
    True
    """
    known = covered(history)
    labs = (local_day(history, lab.at) for lab in history.labs if lab.at <= history.as_of)
    return min((*(known or ())[:1], *labs, *(tick.day for tick in history.ticks)), default=None)


def said(history: History, field: str) -> dict[date, float]:
    """What the check-ins say about each day; where a device's file says it too, the person's own word stands."""
    found = {}
    for day in sorted(history.days, key=lambda day: day.source == "check-in"):
        value = getattr(day, field)
        if value is not None:
            found[day.day] = float(value)
    return found


def middle(values: list[float]) -> float:
    """The middle of scores, which nothing may average."""
    return float(median(values))


def soreness(history: History, knowledge: Knowledge, span: Span) -> list[tuple[str, Values]]:
    """The highest soreness of each muscle group that was marked in the span, sorest first.

    Left and right stand apart where they differ on any day; a group of one side alone is named with its side.
    """
    newest: dict[tuple[date, str, str], tuple[str, float]] = {}
    for rating in sorted(history.sites, key=lambda rating: rating.at):
        part = knowledge.body.get(rating.site)
        day = local_day(history, rating.at)
        if part is not None and rating.at <= history.as_of and span.holds(day):
            newest[day, rating.site, rating.side] = (part.group, rating.soreness_0_10)
    sides: dict[str, dict[str, dict[date, float]]] = {}
    for (day, _, side), (group, score) in newest.items():
        for each in ("left", "right") if side == "mid" else (side,):
            row = sides.setdefault(group, {}).setdefault(each, {})
            row[day] = max(row.get(day, 0.0), score)
    found = []
    for group, rows in sides.items():
        apart = {side: span.gathered(row, max) for side, row in sorted(rows.items())}
        lines, name = list(apart.values()), _SHORT_WORDS.get(group, group_words(group))
        if len(lines) == 2 and lines[0] == lines[1]:
            shown = [(name, lines[0])]
        else:
            shown = [(f"{name}, {side}", values) for side, values in apart.items()]
        found.append((max(score for values in lines for score in known(values)), group, shown))
    found.sort(key=lambda each: (-each[0], each[1]))
    return [row for _, _, shown in found for row in shown]


def marked(history: History, span: Span) -> list[tuple[str, list[date]]]:
    """What happened on which days: marks of the check-ins, blood tests, self-tests, what of the plan was done.

    Each day is given as the last one of its column.
    """
    found: dict[str, set[date]] = {
        name: set() for name in (*MARK_WORDS.values(), "Blood test", "Self-test", "Plan done")
    }
    for day in history.days:
        for mark in day.marks:
            found[MARK_WORDS[mark]].add(day.day)
    found["Blood test"] = {local_day(history, lab.at) for lab in history.labs if lab.at <= history.as_of}
    tests = (seen for seen in history.observations if seen.source == "test" and seen.at <= history.as_of)
    found["Self-test"] = {local_day(history, seen.at) for seen in tests}
    found["Plan done"] = {tick.day for tick in history.ticks if tick.done}
    rows = [(name, sorted({span.end_of(day) for day in days if span.holds(day)})) for name, days in found.items()]
    return [(name, days) for name, days in rows if days]
