"""What the Timeline page shows: every recorded series on one span of days, as recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from unweary.interfaces.web import week
from unweary.reports import charts
from unweary.reports.phrases import group_words, number_words
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge

SPANS = ((14, "2 weeks", "2 w"), (42, "6 weeks", "6 w"))
_AS_LINES = {"Tiredness", "Resting heart rate", "Heartbeat variation (RMSSD)"}


def timeline(history: History, knowledge: Knowledge, days: int) -> dict[str, Any]:
    """Soreness by muscle, then every series that has a value in the span."""
    span = days if days in {count for count, _, _ in SPANS} else SPANS[0][0]
    dates = week.days_back(history, span)
    series = week.lanes(history, SPANS[-1][0])
    lanes = [_lane(name, row.unit, row.source, row.values[-span:], row.values, dates) for name, row in series.items()]
    sore = _soreness(history, knowledge, dates)
    shown = [lane for lane in lanes if lane["table"]]
    return {"days": span, "spans": SPANS, "sore": sore, "lanes": shown, "any": bool(shown or sore)}


def _lane(
    name: str, unit: str, source: str, values: week.Values, longer: week.Values, dates: list[date]
) -> dict[str, Any]:
    if name in _AS_LINES:
        picture = charts.line(dates, values, name=name, unit=unit, band=charts.usual_range(longer))
    else:
        picture = charts.bars(dates, values, name=name, unit=unit)
    rows = [(day, number_words(value)) for day, value in zip(dates, values, strict=True) if value is not None]
    return {"name": name, "unit": unit, "source": source, "chart": picture, "table": rows[::-1]}


def _soreness(history: History, knowledge: Knowledge, dates: list[date]) -> dict[str, Any] | None:
    """One row for each muscle group that was marked in the span."""
    groups: Mapping[str, list[str]] = {}
    groups = {part.group: [] for part in knowledge.body.values()}
    for part in knowledge.body.values():
        groups[part.group].append(part.id)
    rows = [
        (group_words(group), week.sore_values(history, len(dates), frozenset(sites))) for group, sites in groups.items()
    ]
    rows = [(name, values) for name, values in rows if charts.known(values)]
    if not rows:
        return None
    rows.sort(key=lambda row: -max(charts.known(row[1])))
    table = [
        (
            day,
            ", ".join(f"{name} {number_words(value)}" for name, values in rows if (value := values[place]) is not None),
        )
        for place, day in enumerate(dates)
    ]
    return {"chart": charts.heat_map(rows, dates), "table": [row for row in table if row[1]][::-1]}
