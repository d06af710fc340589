"""Steps 2 and 3 of the check-in: how the day is, what devices told, sitting, drink and food, and warning signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import FormData

from unweary.interfaces.web import forms
from unweary.interfaces.web.rendering import weekday
from unweary.interfaces.web.texts import say
from unweary.reports.phrases import hours_words, number_words
from unweary.service import FactRow, Unweary
from unweary.service.from_devices import FromDevices, from_devices
from unweary.service.opened import entry_of
from unweary.vocab.history import Answer, Day, Observation, Session
from unweary.vocab.signals import SIGNALS

#: Ticked by somebody whose main trouble is not what Unweary judges.
OTHER = "other_complaint"
#: What the optional screen asks beside the hours: findings that causes rest on.
DRINK_AND_FOOD = {
    "check_in.drink": ("dark_yellow_urine", "heavy_sweat", "alcohol_high"),
    "check_in.food": ("low_intake", "low_protein_diet", "low_carb_train"),
}
#: A list that was read and denied this lately is shown by its name alone.
_REMEMBERED = timedelta(days=14)
_NEWEST = 1_000


def day_page(person: Unweary, now: datetime) -> dict[str, Any]:
    """Step 2, with what was said on this day already filled in, yesterday's numbers and what devices told."""
    form = person.check_in_form(now)
    entry = entry_of(person, form.day)
    said = day_in(entry)
    told = from_devices(person, now)
    return {
        "day": form.day,
        "base": entry.id if entry else "",
        "devices": _devices(told, now),
        **day_fields(said, form.yesterday, told),
    }


def day_in(row: FactRow | None) -> Day | None:
    """The check-in that an entry holds."""
    return row.value if row is not None and isinstance(row.value, Day) else None


def day_fields(now: Day | None, yesterday: Day | None, told: FromDevices | None = None) -> dict[str, Any]:
    """The fields of a check-in for a template."""
    own = now.sleep_h if now else None
    device = told.sleep_h if told and own is None else None
    return {
        "scales": [_scale(name, now, yesterday) for name in forms.SCALES],
        "more_scales": [_scale(name, now, yesterday) for name in forms.MORE_SCALES],
        "sleep": _clock(own if device is None else device),
        "sleep_shown": "" if own is None and device is None else round((device or own or 0.0) * 60),
        "sleep_source": told.sleep_source if told and device is not None else "",
        "slept": hours_words(yesterday.sleep_h) if yesterday and yesterday.sleep_h is not None else "",
        "sitting": now.sitting_h if now else None,
        "standing": now.standing_h if now else None,
        "marks": [(mark, say(f"marks.{mark}"), now is not None and mark in now.marks) for mark in forms.MARKS],
    }


def _scale(name: str, now: Day | None, yesterday: Day | None) -> dict[str, Any]:
    before = getattr(yesterday, name) if yesterday else None
    words = "" if before is None else say("check_in.yesterday", value=f"{before:g}")
    value = getattr(now, name, None)
    ends = (say(f"scales.{name}_low"), say(f"scales.{name}_high"))
    return {"name": name, "title": say(f"scales.{name}"), "ends": ends, "value": value, "before": words, "was": before}


def _clock(hours: float | None) -> tuple[str, str]:
    if hours is None:
        return "", ""
    minutes = round(hours * 60)
    return str(minutes // 60), str(minutes % 60)


# ---- what devices told


def _devices(told: FromDevices, now: datetime) -> list[dict[str, Any]]:
    """One row for each thing: what it is, its value to be changed, where it comes from."""
    rows = []
    for row in told.measured:
        if isinstance(row.value, Observation):
            signal = SIGNALS[row.value.signal]
            rows.append(_device(f"m:{signal.id}", signal.label, row.value.value, signal.unit, row.value.source))
    for row in told.sessions:
        if isinstance(row.value, Session):
            today = row.value.started_at.astimezone(now.tzinfo).date() == now.date()
            name = say(
                "check_in.hard_today" if today else "check_in.hard_yesterday",
                sport=row.value.sport.replace("_", " "),
                hours=hours_words(row.value.duration_s / 3600),
            )
            field = f"s:{row.value.started_at.isoformat()}"
            rows.append(_device(field, name, row.value.rpe_cr10, say("check_in.of_10"), ""))
    return rows


def _device(field: str, name: str, value: float | None, unit: str, source: str) -> dict[str, Any]:
    shown = "" if value is None else number_words(value)
    return {"field": field, "name": name, "shown": shown, "unit": unit, "source": source}


def save_devices(person: Unweary, form: FormData, now: datetime) -> None:
    """Put right what the person changed of it; what came back as the page showed it stays as it was recorded."""
    with person.one_at_a_time:
        told = from_devices(person, now)
        for row in (*told.measured, *told.sessions):
            match row.value:
                case Observation() as seen:
                    given = _changed(form, f"m:{seen.signal}", seen.value)
                    fixed: Observation | Session = seen if given is None else replace(seen, value=given)
                case Session() as session:
                    given = _changed(form, f"s:{session.started_at.isoformat()}", session.rpe_cr10)
                    fixed = session if given is None else replace(session, rpe_cr10=given)
                case _:
                    continue
            if given is not None:
                person.correct(row.id, fixed)


def _changed(form: FormData, field: str, now: float | None) -> float | None:
    """What was typed, where it is neither what the page showed nor what holds already."""
    given = forms.number(form, field, say("check_in.watch"))
    return None if given == now or forms.word(form, field) == forms.word(form, f"was:{field}") else given


# ---- sitting, drink and food


def more_page(person: Unweary, now: datetime) -> dict[str, Any]:
    """The optional screen: hours sat and stood, and the few questions on drink and food, as far as they are known."""
    entry = entry_of(person, now.date())
    said = day_in(entry)
    known = {state.finding: state.state for state in person.assess_today(now).findings}
    answered = _answered(person, now)
    return {
        "day": now.date(),
        "base": entry.id if entry else "",
        "sitting": said.sitting_h if said else None,
        "standing": said.standing_h if said else None,
        "groups": [
            (say(title), [_asked(person, name, known, answered) for name in names])
            for title, names in DRINK_AND_FOOD.items()
        ],
    }


def _asked(
    person: Unweary, name: str, known: Mapping[str, bool | None], answered: Mapping[str, Answer]
) -> dict[str, Any]:
    holds = known.get(name)
    state = {True: "present", False: "absent"}.get(holds) if holds is not None and name in answered else None
    hint = say("check_in.said_on", weekday=weekday(answered[name].at)) if state else ""
    return {"id": name, "question": person.knowledge.findings[name].question, "state": state or "", "hint": hint}


def _answered(person: Unweary, now: datetime) -> dict[str, Answer]:
    """The newest answer to each finding of the last two weeks."""
    found: dict[str, Answer] = {}
    for row in person.facts("answer", _NEWEST):
        if isinstance(row.value, Answer) and now - _REMEMBERED <= row.value.at <= now:
            found.setdefault(row.value.finding, row.value)
    return found


def changed_answers(form: FormData, at: datetime) -> tuple[Answer, ...]:
    """The answers of a page that differ from what it showed (``was:<finding>``)."""
    said = forms.answers_of(form, at)
    return tuple(answer for answer in said if answer.state != forms.word(form, f"was:{answer.finding}"))


# ---- warning signs


def signs_page(person: Unweary, now: datetime) -> dict[str, Any]:
    """Step 3: warning signs that are not known yet, and at most three questions."""
    form = person.check_in_form(now)
    known = {state.finding: state.state for state in person.assess_today(now).findings}
    labels = {finding: kind.label for finding, kind in person.knowledge.findings.items()}
    answered = _answered(person, now)
    screens = []
    for screen in form.screens:
        signs = [
            {"id": finding, "label": labels[finding], "ticked": known.get(finding) is True}
            for finding in screen.findings
            if finding in labels and known.get(finding) is not False
        ]
        ticked = any(known.get(finding) is True for finding in screen.findings)
        said = [answered.get(str(sign["id"])) for sign in signs]
        row = {"id": screen.id, **_heading(screen.text), "ticked": ticked, "signs": signs, "denied": ""}
        if not ticked and all(answer is not None and answer.state == "absent" for answer in said):
            row["denied"] = _denied(min(answer.at for answer in said if answer is not None), now)
        screens.append(row)
    asked = [
        {
            "id": kind.id,
            "question": kind.question,
            "counted": kind.kind == "number",
            "unit": person.knowledge.unit_of(kind.id),
        }
        for kind in form.follow_ups
    ]
    return {
        "day": form.day,
        "screens": [screen for screen in screens if screen["signs"]],
        "follow_ups": asked,
        "other": {"id": OTHER, "label": labels[OTHER], "ticked": known.get(OTHER) is True},
    }


def _denied(at: datetime, now: datetime) -> str:
    """When a whole list was denied."""
    days = (now.date() - at.astimezone(now.tzinfo).date()).days
    if days < 2:
        return say("check_in.none_yesterday") if days else say("check_in.none_today")
    return say("check_in.none_days_ago", count=days)


def _heading(text: str) -> dict[str, str]:
    """The first words of a screen large, what it names after them small."""
    title, mark, rest = text, "", ""
    for sign in (". ", ": ", "? "):
        before, found, after = text.partition(sign)
        if found and len(before) < len(title):
            title, mark, rest = before, sign, after
    # Every group asks the same; only the time it is about differs.
    rest = rest.removeprefix("Any of these").removeprefix("any of these").strip(" ?")
    return {"title": f"{title}?" if mark == "? " else title, "rest": f"{rest[:1].upper()}{rest[1:]}"}


def day_words(day: date, now: datetime) -> str:
    """The ``day`` that a link must carry: empty on today's pages."""
    return "" if day == now.date() else day.isoformat()
