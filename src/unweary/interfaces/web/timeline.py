"""The Timeline: what was recorded on one axis of days, and what one day says and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from statistics import fmean
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from unweary.inference.exercises import not_known
from unweary.inference.same_session import Workout
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import day_brief, day_short, page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.view import Units, view_of
from unweary.interfaces.web.you import entry
from unweary.reports import charts
from unweary.reports.phrases import hours_words, number_words
from unweary.reports.recorded import daily_series, local_day
from unweary.reports.timeline import Measured, Span, first_day, marked, measured, middle, said, soreness
from unweary.service import FactRow, Unweary
from unweary.service.training_load import daily_load_au, workouts_told
from unweary.vocab.errors import UserError
from unweary.vocab.history import Day, History, Profile, Session, Sleep, Tick
from unweary.vocab.knowledge import Knowledge

router = APIRouter(include_in_schema=False)

_SPANS = ("14", "42", "182", "all")
#: No day holds more entries than this.
_MOST_A_DAY = 2_000
#: In this order a day is told; answers fill pages and stand folded.
_TOLD = ("day", "site", "session", "sleep", "observation", "lab", "tick", "look", "answer")


@router.get("/timeline")
def timeline_page(request: Request, person: Person, now: Now, days: str = "14", to: str = "") -> Response:
    """Every series on one span of days; ``to`` is its last day."""
    last = min(_day(to), now.date()) if to else now.date()
    shown = timeline(person.history(now), person.knowledge, days if days in _SPANS else "14", last)
    return page(request, "timeline.html", t=shown)


@router.get("/timeline/{day}")
def day_page(request: Request, person: Person, now: Now, day: str) -> Response:
    """One day."""
    return page(
        request, "timeline_day.html", d=one_day(person, min(_day(day), now.date()), now, view_of(request).units)
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("day", say("forms.not_day", given=text[:40]), say("forms.a_day")) from None


def timeline(history: History, knowledge: Knowledge, days: str, last: date) -> dict[str, Any]:
    """One lane for each series that has a value in the span, over one axis, and one table of all of them."""
    today = history.as_of.date()
    known = first_day(history)
    first = known or today
    count = max((last - first).days + 1, 14) if days == "all" else int(days)
    span = Span(last, count)
    lanes = [lane for lane in (*_lanes(history, knowledge, span), _marks(history, span)) if lane]
    sore = _sore(history, knowledge, span)
    lanes[1:1] = [sore] if sore else []
    return {
        "days": days,
        "spans": [(each, say(f"timeline.span_{each}"), say(f"timeline.short_{each}")) for each in _SPANS],
        "every": span.every_days,
        "from": span.first,
        "to": last,
        "lanes": lanes,
        "rows": _table(lanes, span, today),
        "earlier": last - timedelta(days=count) if days != "all" and span.first > first else None,
        "later": min(last + timedelta(days=count), today) if last < today else None,
        "is_now": last == today,
        "sore": sore is not None,
        "any": bool(lanes),
        "some": known is not None,
    }


def _lane(
    name: str, unit: str, chart: str, told: Sequence[str], note: str = "", *, source: str = "", sore: bool = False
) -> dict[str, Any]:
    return {"name": name, "unit": unit, "chart": chart, "told": told, "note": note, "source": source, "sore": sore}


def _numbers(values: charts.Values) -> list[str]:
    return ["" if value is None else number_words(value) for value in values]


def _lanes(history: History, knowledge: Knowledge, span: Span) -> list[dict[str, Any] | None]:
    load = daily_load_au(history, knowledge, span.first, span.last)
    tired = said(history, "fatigue_0_10")
    hrv = measured(history, knowledge, "rmssd_ms", span, week=True)
    pulse = measured(history, knowledge, "hr_rest_bpm", span)
    unit = say("timeline.load_unit") if span.every_days == 1 else say("timeline.load_unit_long")
    return [
        _bars(say("timeline.load"), unit, span.gathered(load, sum), span, say("timeline.load_note")),
        _bars(say("timeline.tired"), say("timeline.of_10"), span.gathered(tired, middle), span, top=10.0),
        _sleep(history, span),
        *_devices(hrv, span, say("timeline.hrv"), say("timeline.hrv_unit"), say("timeline.hrv_note")),
        *_devices(pulse, span, say("timeline.pulse"), say("timeline.pulse_unit"), say("timeline.pulse_note")),
    ]


def _bars(
    name: str, unit: str, values: charts.Values, span: Span, note: str = "", top: float | None = None
) -> dict[str, Any] | None:
    if not charts.known(values):
        return None
    picture = charts.bars(span.ends, values, name=name, unit=unit, top=top, every_days=span.every_days)
    return _lane(name, unit, picture, _numbers(values), note)


def _sleep(history: History, span: Span) -> dict[str, Any] | None:
    """Nights by what the person said, else by a device, up and down from the middle one of those shown."""
    days = (history.as_of.date() - span.first).days + 1
    row = next((row for row in daily_series(history, days) if row.name == "Sleep"), None)
    nights = dict(zip(row.days, row.values, strict=True)) if row else {}
    known = {day: value for day, value in nights.items() if value is not None and span.holds(day)}
    if row is None or not known:
        return None
    values, base = span.gathered(known, fmean), middle(list(known.values()))
    unit = say("timeline.sleep_unit") if span.every_days == 1 else say("timeline.sleep_unit_long")
    name, note = say("timeline.sleep"), say("timeline.sleep_note", hours=hours_words(base))
    picture = charts.bars(span.ends, values, name=name, unit=unit, base=base, every_days=span.every_days)
    return _lane(name, unit, picture, _numbers(values), note, source=row.source)


def _devices(rows: Sequence[Measured], span: Span, name: str, unit: str, note: str) -> list[dict[str, Any]]:
    """One lane for each device: two are never mixed."""
    note = note if span.every_days == 1 else say("timeline.weeks_note")
    found = []
    for row in rows:
        picture = charts.line(
            span.ends, row.values, name=name, unit=unit, band=row.band, mean=row.mean, every_days=span.every_days
        )
        shown = note if any(row.band) else ""
        found.append(_lane(name, unit, picture, _numbers(row.values), shown, source=row.source))
    return found


def _sore(history: History, knowledge: Knowledge, span: Span) -> dict[str, Any] | None:
    rows = soreness(history, knowledge, span)
    if not rows:
        return None
    # A column that stands for one day leads there; a wider one is too narrow for a finger, the table leads on.
    links = [_where(end, span) for end in span.ends] if span.every_days == 1 else ()
    picture = charts.heat_map(rows, span.ends, links=links, every_days=span.every_days)
    told = [
        ", ".join(f"{name} {value:g}" for name, values in rows if (value := values[place]) is not None)
        for place in range(len(span.ends))
    ]
    return _lane(say("timeline.sore"), say("timeline.of_10"), picture, told, sore=True)


def _marks(history: History, span: Span) -> dict[str, Any] | None:
    rows = marked(history, span)
    if not rows:
        return None
    name = say("timeline.marks")
    picture = charts.marks(rows, span.ends, name=name, every_days=span.every_days)
    told = [", ".join(label for label, days in rows if end in days) for end in span.ends]
    return _lane(name, "", picture, told)


def _where(end: date, span: Span) -> str:
    return f"/timeline/{end}" if span.every_days == 1 else f"/timeline?days=14&to={end}"


def _table(lanes: Sequence[dict[str, Any]], span: Span, today: date) -> list[dict[str, Any]]:
    """Every column of the pictures as one row, newest first; the read-out beside the pictures takes its words here."""
    return [
        {
            "to": _where(end, span),
            "name": _name(end, span, today),
            "cells": [lane["told"][place] for lane in lanes],
        }
        for place, end in reversed(list(enumerate(span.ends)))
    ]


def _name(end: date, span: Span, today: date) -> str:
    day = day_brief(end) if end.year == today.year else day_short(end)
    if span.every_days == 1:
        return day
    return say("timeline.week_to", day=day) if span.every_days == 7 else say("timeline.weeks_to", day=day)


def one_day(person: Unweary, day: date, now: datetime, units: Units) -> dict[str, Any]:
    """Every entry of one day with its source, in reading order, and the days beside it."""
    history = person.history(now)
    rows = [row for row in person.facts(None, _MOST_A_DAY, _end_of(day, now)) if _of_day(row, day, history)]
    told = workouts_told(history) if any(row.kind == "session" for row in rows) else {}
    groups = [
        {
            "title": say(f"timeline.day_{kind}"),
            "rows": [
                {**entry(row, person, units), "note": _note(row, person, told)}
                for row in sorted(rows, key=lambda row: row.at)
                if row.kind == kind
            ],
            "folded": kind == "answer",
        }
        for kind in _TOLD
    ]
    return {
        "day": day,
        "is_today": day == now.date(),
        "this_year": now.year,
        "to": day if (now.date() - day).days >= 14 else None,
        "groups": [group for group in groups if group["rows"]],
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < now.date() else None,
    }


def _note(row: FactRow, person: Unweary, told: Mapping[tuple[datetime, str], Workout]) -> str:
    """Where else a training was told of, what came from there, and of which exercises no muscles are known."""
    if not isinstance(row.value, Session):
        return ""
    workout = told.get((row.value.started_at, row.value.source))
    if workout is None:
        return ""
    if workout.told[0] != row.value:
        return say("timeline.day_same_as", source=workout.session.source)
    said = [say("timeline.day_also_in", sources=", ".join(workout.also_in))] if workout.also_in else []
    said += [
        say("timeline.day_filled", what=say(f"timeline.day_has_{name}"), source=source)
        for name, source in workout.filled
    ]
    if unknown := not_known(workout.session, person.knowledge):
        said.append(say("timeline.day_not_known", count=len(unknown), names=", ".join(unknown)))
    return " ".join(said)


def _end_of(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time.max, now.tzinfo)


def _of_day(row: FactRow, day: date, history: History) -> bool:
    if isinstance(row.value, Profile):
        return False
    if isinstance(row.value, Day | Tick):
        return row.value.day == day
    if isinstance(row.value, Sleep):  # a night stands on the day of waking
        return local_day(history, row.value.ended_at) == day
    return local_day(history, row.at) == day
