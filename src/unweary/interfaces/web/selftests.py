"""The pages of the tests that a person does alone: what to do, a form for the result, and their own earlier results."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import forms
from unweary.interfaces.web.forms import Sent, word, words
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import day_brief, month_short, page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.today import alarm
from unweary.reports import charts
from unweary.reports.phrases import number_words
from unweary.service import Unweary
from unweary.service.self_tests import (
    TESTS,
    SelfTest,
    holding,
    keep,
    measured,
    notes_of,
    reaction_results,
    rr_recordings,
    standing_from,
    standing_from_text,
    standing_results,
    told_by,
)
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, History, Observation
from unweary.vocab.knowledge import Derived, Knowledge
from unweary.vocab.signals import SIGNALS

router = APIRouter(include_in_schema=False)

#: The texts of each test: title, what it shows, how long it takes.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "reaction": ("tests.reaction", "tests.reaction_what", "tests.reaction_takes"),
    "tapping": ("tests.tapping", "tests.tapping_what", "tests.tapping_takes"),
    "standing": ("tests.standing", "tests.standing_what", "tests.standing_takes"),
    "balance": ("tests.balance", "tests.balance_what", "tests.balance_takes"),
    "calf": ("tests.calf", "tests.calf_what", "tests.calf_takes"),
    "strength": ("tests.strength", "tests.strength_what", "tests.strength_takes"),
}
#: Signals that the form asks for, by test, with the text that names each.
FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "reaction": (("reaction_ms", "tests.reaction_ms"), ("reaction_lapses_pct", "tests.reaction_lapses_pct")),
    "tapping": (("taps_right_10s", "tests.taps_right"), ("taps_left_10s", "tests.taps_left")),
    "balance": (("balance_right_s", "tests.balance_right"), ("balance_left_s", "tests.balance_left")),
    "calf": (("calf_raises_right", "tests.raises_right"), ("calf_raises_left", "tests.raises_left")),
    "strength": (("cmj_cm", "tests.jump_cm"), ("grip_kg", "tests.grip_kg"), ("force_max_kg", "tests.force_kg")),
}
#: What the standing test asks beside the pulse, by finding. A box left empty says nothing.
SYMPTOMS: Mapping[str, str] = {"orthostatic": "tests.orthostatic", "near_faint": "tests.near_faint"}
_SHOWN = 12
#: The rates behind a rise stand as numbers only.
_NO_PICTURE = frozenset({"hr_lying_bpm", "hr_standing_3min_bpm", "hr_standing_10min_bpm"})
_TIMES_SENT = 200


@router.get("/tests")
def overview(request: Request, person: Person, now: Now) -> Response:
    """All tests, each with the person's last result."""
    history = person.history(now)
    rows = []
    for test in TESTS.values():
        title, what, takes = (say(key) for key in WORDS[test.id])
        rows.append({"id": test.id, "title": title, "what": what, "takes": takes, "last": _last(test, history)})
    return page(request, "tests.html", rows=rows, alarm=alarm(person.assess_today(now)))


@router.get("/tests/{name}")
def one(request: Request, person: Person, now: Now, name: str, saved: str = "") -> Response:
    """One test."""
    test = _test(name)
    shown = shown_test(test, person.history(now), person.knowledge)
    return page(request, "test.html", t=shown, saved=bool(saved), alarm=alarm(person.assess_today(now)))


@router.post("/tests/{name}")
def save(person: Person, now: Now, name: str, form: Sent) -> Response:
    """Keep the results that were sent."""
    test = _test(name)
    results = results_of(test, form, person, now)
    if not results:
        raise UserError("form_value", say("tests.no_result"), say("tests.no_result_do"))
    keep(person, results)
    said = [symptom for symptom in words(form, "symptom") if symptom in SYMPTOMS] if test.id == "standing" else []
    if said:
        person.add([Answer(symptom, "present", now, source="test") for symptom in said])
    # A result can be the last sign that an emergency rule waited for.
    urgent = alarm(person.assess_today(now)) == "emergency"
    return RedirectResponse("/" if urgent else f"/tests/{test.id}?saved=1", 303)


def _test(name: str) -> SelfTest:
    if name not in TESTS:
        raise UserError("unknown_test", say("tests.unknown", name=name), ", ".join(TESTS))
    return TESTS[name]


def results_of(test: SelfTest, form: FormData, person: Unweary, now: datetime) -> tuple[Observation, ...]:
    """What a form of a test says, as observations. An empty field is left out."""
    if test.id == "standing":
        return _standing_of(form, person, now)
    if test.id == "reaction" and word(form, "times"):
        return reaction_results(times_of(word(form, "times")), person.knowledge, now)
    found = ((signal, _possible(form, signal, signal, say(key))) for signal, key in FIELDS[test.id])
    return tuple(measured(signal, value, now) for signal, value in found if value is not None)


def _possible(form: FormData, name: str, signal: str, called: str) -> float | None:
    """One number that this signal can have; the service refuses others too, but not in the words of the page."""
    value, kind = forms.number(form, name, called), SIGNALS[signal]
    if value is not None and not kind.low <= value <= kind.high:
        accepted = say("tests.not_possible_do", low=f"{kind.low:g}", high=f"{kind.high:g}", unit=kind.unit)
        raise UserError("form_value", say("tests.not_possible", called=called, given=f"{value:g}"), accepted)
    return value


def times_of(text: str) -> list[float]:
    """Reaction times as the script sends them: whole milliseconds with commas between.

    Examples
    --------
    >>> times_of("250, 301,-20")
    [250.0, 301.0, -20.0]
    """
    parts = text.split(",")
    if len(parts) > _TIMES_SENT or not all(re.fullmatch(r"\s*-?\d{1,6}\s*", part) for part in parts):
        raise UserError("form_value", say("tests.no_times"), say("tests.no_times_do"))
    return [float(part) for part in parts]


def _standing_of(form: FormData, person: Unweary, now: datetime) -> tuple[Observation, ...]:
    from unweary.physiology.self_tests import Standing

    stood_up = forms.number(form, "stood_up_min", say("tests.minutes_lying"))
    minutes = person.knowledge.parameters["lying_min"].mid if stood_up is None else stood_up
    file, chosen = form.get("file"), word(form, "recording")
    if isinstance(file, UploadFile) and file.filename:
        text = file.file.read().decode("utf-8", errors="replace")
        return standing_results(standing_from_text(text, minutes, person.knowledge, now), now)
    if chosen:
        for recording in rr_recordings(person.history(now)):
            if recording.started_at.isoformat() == chosen:
                return standing_results(standing_from(recording, minutes, person.knowledge), now)
        raise UserError("recording", say("tests.no_recording"), say("tests.no_recording_do"))
    rates = Standing(
        _possible(form, "lying", "hr_lying_bpm", say("tests.lying")),
        _possible(form, "after_3min", "hr_standing_3min_bpm", say("tests.after_3")),
        _possible(form, "after_10min", "hr_standing_10min_bpm", say("tests.after_10")),
    )
    if rates == Standing(None, None, None):
        return ()
    return standing_results(rates, now)


def shown_test(test: SelfTest, history: History, knowledge: Knowledge) -> dict[str, Any]:
    """What the page of one test shows."""
    holds = holding(test, history, knowledge)
    parameters = knowledge.parameters
    return {
        "id": test.id,
        "title": say(WORDS[test.id][0]),
        "moves": test.moves,
        "fields": [(signal, say(key)) for signal, key in FIELDS.get(test.id, ())],
        "series": [row for signal in test.signals if (row := _series(signal, history)) is not None],
        "found": [_told(entry, knowledge) for entry in holds],
        "counts": any(entry.id in knowledge.findings for entry in holds),
        "looks_for": [_told(entry, knowledge) for entry in told_by(test, knowledge) if entry not in holds],
        "notes": notes_of(test, knowledge),
        "no_age": history.profile.birth_year is None and test.id in ("standing", "balance", "strength"),
        "symptoms": [(name, say(key)) for name, key in SYMPTOMS.items()] if test.id == "standing" else [],
        "recordings": _recordings(history) if test.id == "standing" else [],
        "trials": round(parameters["reaction_trials"].mid),
        "wait_ms": (parameters["reaction_wait_s"].low * 1000, parameters["reaction_wait_s"].high * 1000),
        "early_ms": parameters["reaction_false_start_ms"].mid,
        "lapse_ms": parameters["reaction_lapse_ms"].mid,
        "lying_min": parameters["lying_min"].mid,
        "steps": _steps(60 * parameters["lying_min"].mid),
        "longest_s": parameters["balance_longest_s"].mid,
        "beat_ms": 60_000 / parameters["calf_beats_per_min"].mid,
    }


def _steps(lying_s: float) -> tuple[tuple[float, str], ...]:
    """The standing test by the clock: until which second, and what to do till then."""
    return (
        (lying_s - 60, say("tests.step_lie")),
        (lying_s, say("tests.step_count_lying")),
        (lying_s + 120, say("tests.step_stand")),
        (lying_s + 180, say("tests.step_count_standing")),
        (lying_s + 540, say("tests.step_note")),
        (lying_s + 600, say("tests.step_count_last")),
    )


def _told(entry: Derived, knowledge: Knowledge) -> dict[str, str]:
    source = knowledge.sources.get(entry.source)
    return {
        "label": entry.label or knowledge.label(entry.id),
        "note": entry.note,
        "source": source.citation if source else "",
    }


def _recordings(history: History) -> list[dict[str, str]]:
    return [
        {"id": each.started_at.isoformat(), "name": _recording_name(each.started_at, each.source)}
        for each in rr_recordings(history)
    ]


def _recording_name(at: datetime, source: str) -> str:
    return say("tests.strap_recording", day=f"{at:%d}", month=month_short(at), time=f"{at:%H:%M}", source=source)


def _results(signal: str, history: History) -> list[Observation]:
    """All values of a signal, oldest first."""
    found = [each for each in history.observations if each.signal == signal]
    return sorted(found, key=lambda each: each.at)


def _last(test: SelfTest, history: History) -> str:
    for signal in test.signals:
        found = _results(signal, history)
        if found:
            day = day_brief(found[-1].at.astimezone(history.as_of.tzinfo))
            return say("tests.last", value=number_words(found[-1].value), unit=SIGNALS[signal].unit, day=day)
    return ""


def _series(signal: str, history: History) -> dict[str, Any] | None:
    """The newest results of one signal as a small picture and a table; one a day in the picture, the last of it."""
    found = _results(signal, history)[-_SHOWN:]
    if not found:
        return None
    kind = SIGNALS[signal]
    by_day: dict[date, float] = {each.at.astimezone(history.as_of.tzinfo).date(): each.value for each in found}
    label = kind.label[:1].upper() + kind.label[1:]
    picture = ""
    if len(by_day) > 1 and signal not in _NO_PICTURE:
        picture = charts.line(list(by_day), list(by_day.values()), name=label, unit=kind.unit)
    before = [each.value for each in found[:-1]]
    return {
        "name": label,
        "unit": kind.unit,
        "last": number_words(found[-1].value),
        "before": _before_words(before),
        "chart": picture,
        "table": [
            (each.at.astimezone(history.as_of.tzinfo), number_words(each.value), each.source) for each in found[::-1]
        ],
    }


def _before_words(before: list[float]) -> str:
    """Your own earlier results in words.

    Examples
    --------
    >>> _before_words([]), _before_words([30.0]), _before_words([30.0, 24.0])
    ('Your first result.', 'Before: 30.', 'Before: 24 to 30.')
    """
    if not before:
        return say("tests.first_result")
    low, high = number_words(min(before)), number_words(max(before))
    return say("tests.before", value=low) if low == high else say("tests.before_range", low=low, high=high)
