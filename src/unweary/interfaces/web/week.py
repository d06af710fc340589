"""The last days of what a reason speaks about, in miniature: values as recorded, nothing computed from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from unweary.reports import charts
from unweary.reports.recorded import DailySeries, daily_series
from unweary.vocab.history import Day, History
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names

Values = tuple[float | None, ...]

_DAYS = 7
#: Which recorded series shows best what a number in a condition is about.
_SERIES = {
    "rhr_z": "Resting heart rate",
    "hr_rest_bpm": "Resting heart rate",
    "lnrmssd_z": "Heartbeat variation (RMSSD)",
    "sleep_h_last": "Sleep",
    "sleep_h_mean7": "Sleep",
    "fatigue_days": "Tiredness",
    "fatigue_rise": "Tiredness",
    "load_1d_au": "Training",
    "load_7d_au": "Training",
    "load_rise_sd": "Training",
    "rest_days_7d": "Training",
    "hours_since_session": "Training",
    "longest_24h_h": "Training",
    "longest_7d_ratio": "Training",
    "hard_sessions_3d": "Training",
    "session_days_28": "Training",
    "group_load_48h": "Training",
}
_SORENESS = frozenset({"soreness_max", "soreness_groups", "group_soreness", "group_days_sore", "group_soreness_change"})
_LINES = frozenset({"Resting heart rate", "Heartbeat variation (RMSSD)"})


def chart_of(rule: str, history: History, knowledge: Knowledge) -> str:
    """The week in miniature behind a reason; empty where the reason is an answer and not a series."""
    row = next((row for row in knowledge.verdict if row.id == rule), None)
    for name in names(row.when) if row else ():
        picture = _chart(name, history)
        if picture:
            return picture
    return ""


def _chart(name: str, history: History) -> str:
    if name in _SORENESS:
        return _bars(sore_values(history, _DAYS), 10.0)
    if name in Day.__slots__ and name.endswith("_0_10"):
        return _bars(day_values(history, _DAYS, lambda day: getattr(day, name)), 10.0)
    wanted = _SERIES.get(name)
    series = next((row for row in daily_series(history) if row.name == wanted), None)
    if series is None:
        return ""
    if series.name in _LINES:
        return charts.spark_line(series.values[-_DAYS:], charts.usual_range(series.values[:-_DAYS]))
    return _bars(series.values[-_DAYS:], None)


def _bars(values: Values, top: float | None) -> str:
    return charts.spark_bars(values, top) if len(charts.known(values)) > 1 else ""


def days_back(history: History, count: int) -> list[date]:
    """The last ``count`` days, oldest first, today last."""
    today = history.as_of.date()
    return [today - timedelta(days=back) for back in range(count - 1, -1, -1)]


def day_values(history: History, count: int, pick: Callable[[Day], float | None]) -> Values:
    """One value of the check-in a day; None where it was not given."""
    said: Mapping[date, float | None] = {day.day: pick(day) for day in history.days if pick(day) is not None}
    return tuple(said.get(day) for day in days_back(history, count))


def sore_values(history: History, count: int, sites: frozenset[str] | None = None) -> Values:
    """The highest soreness marked on each day, of all parts or of the named ones; None on a day without a mark."""
    marked: dict[date, float] = {}
    newest = sorted((rating for rating in history.sites if rating.at <= history.as_of), key=lambda rating: rating.at)
    latest: dict[tuple[date, str, str], float] = {}
    for rating in newest:
        if sites is None or rating.site in sites:
            day = rating.at.astimezone(history.as_of.tzinfo).date()
            latest[day, rating.site, rating.side] = rating.soreness_0_10
    for (day, _, _), score in latest.items():
        marked[day] = max(marked.get(day, 0.0), score)
    return tuple(marked.get(day) for day in days_back(history, count))


def lanes(history: History, count: int) -> dict[str, DailySeries]:
    """Every recorded series of the last ``count`` days, by name."""
    return {row.name: row for row in daily_series(history, count)}
