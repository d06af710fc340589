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
from unweary.interfaces.web.rendering import page
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

#: Title, what it shows, how long it takes.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "reaction": ("Reaction time", "How fast you answer a signal. Slower after bad nights.", "1 minute"),
    "tapping": ("Finger tapping", "How fast one finger can go.", "10 seconds a hand"),
    "standing": ("Standing test", "What your heart does when you stand up.", "8 to 15 minutes"),
    "balance": ("One-leg balance", "How long you can stand on one leg.", "2 minutes"),
    "calf": ("Calf raises", "How often one calf can lift you.", "2 minutes"),
    "strength": ("Jump, grip, greatest force", "For numbers that you measured yourself.", "half a minute"),
}
#: Signals that the form asks for, by test, with what the form calls them.
FIELDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "reaction": (("reaction_ms", "Middle reaction time (median), ms"), ("reaction_lapses_pct", "Slow ones, %")),
    "tapping": (("taps_right_10s", "Taps, right hand"), ("taps_left_10s", "Taps, left hand")),
    "balance": (("balance_right_s", "Right leg, seconds"), ("balance_left_s", "Left leg, seconds")),
    "calf": (("calf_raises_right", "Right leg, raises"), ("calf_raises_left", "Left leg, raises")),
    "strength": (
        ("cmj_cm", "Jump height, cm"),
        ("grip_kg", "Grip strength, kg"),
        ("force_max_kg", "Greatest force, kg"),
    ),
}
#: What the standing test asks beside the pulse, by finding. A box left empty says nothing.
SYMPTOMS: Mapping[str, str] = {
    "orthostatic": "Dizzy, weak or a racing heart, and better when I lay down",
    "near_faint": "The world went grey or far away, so that I had to sit or hold on",
}
_SHOWN = 12
#: The rates behind a rise stand as numbers only.
_NO_PICTURE = frozenset({"hr_lying_bpm", "hr_standing_3min_bpm", "hr_standing_10min_bpm"})
_TIMES_SENT = 200


@router.get("/tests")
def overview(request: Request, person: Person, now: Now) -> Response:
    """All tests, each with the person's last result."""
    history = person.history(now)
    rows = [
        {
            "id": test.id,
            "title": WORDS[test.id][0],
            "what": WORDS[test.id][1],
            "takes": WORDS[test.id][2],
            "last": _last(test, history),
        }
        for test in TESTS.values()
    ]
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
        raise UserError("form_value", "There is no result in the form", "at least one number")
    keep(person, results)
    said = [symptom for symptom in words(form, "symptom") if symptom in SYMPTOMS] if test.id == "standing" else []
    if said:
        person.add([Answer(symptom, "present", now, source="test") for symptom in said])
    # A result can be the last sign that an emergency rule waited for.
    urgent = alarm(person.assess_today(now)) == "emergency"
    return RedirectResponse("/" if urgent else f"/tests/{test.id}?saved=1", 303)


def _test(name: str) -> SelfTest:
    if name not in TESTS:
        raise UserError("unknown_test", f"there is no test '{name}'", ", ".join(TESTS))
    return TESTS[name]


def results_of(test: SelfTest, form: FormData, person: Unweary, now: datetime) -> tuple[Observation, ...]:
    """What a form of a test says, as observations. An empty field is left out."""
    if test.id == "standing":
        return _standing_of(form, person, now)
    if test.id == "reaction" and word(form, "times"):
        return reaction_results(times_of(word(form, "times")), person.knowledge, now)
    found = ((signal, _possible(form, signal, signal, called)) for signal, called in FIELDS[test.id])
    return tuple(measured(signal, value, now) for signal, value in found if value is not None)


def _possible(form: FormData, name: str, signal: str, called: str) -> float | None:
    """One number that this signal can have; the service refuses others too, but not in the words of the page."""
    value, kind = forms.number(form, name, called), SIGNALS[signal]
    if value is not None and not kind.low <= value <= kind.high:
        accepted = f"{kind.low:g} to {kind.high:g} {kind.unit}"
        raise UserError("form_value", f"{called}: {value:g} is not possible", accepted)
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
        raise UserError("form_value", "Times: they cannot be read", "whole milliseconds, such as 250, 301")
    return [float(part) for part in parts]


def _standing_of(form: FormData, person: Unweary, now: datetime) -> tuple[Observation, ...]:
    from unweary.physiology.self_tests import Standing

    stood_up = forms.number(form, "stood_up_min", "Minutes lying")
    minutes = person.knowledge.parameters["lying_min"].mid if stood_up is None else stood_up
    file, chosen = form.get("file"), word(form, "recording")
    if isinstance(file, UploadFile) and file.filename:
        text = file.file.read().decode("utf-8", errors="replace")
        return standing_results(standing_from_text(text, minutes, person.knowledge, now), now)
    if chosen:
        for recording in rr_recordings(person.history(now)):
            if recording.started_at.isoformat() == chosen:
                return standing_results(standing_from(recording, minutes, person.knowledge), now)
        raise UserError("recording", "this recording is not among the newest", "one of the list")
    rates = Standing(
        _possible(form, "lying", "hr_lying_bpm", "Lying"),
        _possible(form, "after_3min", "hr_standing_3min_bpm", "After 3 minutes"),
        _possible(form, "after_10min", "hr_standing_10min_bpm", "After 10 minutes"),
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
        "title": WORDS[test.id][0],
        "what": WORDS[test.id][1],
        "moves": test.moves,
        "fields": FIELDS.get(test.id, ()),
        "series": [row for signal in test.signals if (row := _series(signal, history)) is not None],
        "found": [_told(entry, knowledge) for entry in holds],
        "counts": any(entry.id in knowledge.findings for entry in holds),
        "looks_for": [_told(entry, knowledge) for entry in told_by(test, knowledge) if entry not in holds],
        "notes": notes_of(test, knowledge),
        "no_age": history.profile.birth_year is None and test.id in ("standing", "balance", "strength"),
        "symptoms": list(SYMPTOMS.items()) if test.id == "standing" else [],
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
        (lying_s - 60, "Lie still."),
        (lying_s, "Count your pulse now, lying."),
        (lying_s + 120, "Stand up and stand still."),
        (lying_s + 180, "Count your pulse now, standing."),
        (lying_s + 540, "Note it below. Go on standing if you feel well."),
        (lying_s + 600, "Count your pulse now, for the last time."),
    )


def _told(entry: Derived, knowledge: Knowledge) -> dict[str, str]:
    source = knowledge.sources.get(entry.source)
    return {
        "label": entry.label or knowledge.label(entry.id),
        "note": entry.note,
        "source": source.citation if source else "",
    }


def _recordings(history: History) -> list[dict[str, str]]:
    found = rr_recordings(history)
    return [
        {"id": each.started_at.isoformat(), "name": f"{each.started_at:%d %b, %H:%M}, {each.source}"} for each in found
    ]


def _results(signal: str, history: History) -> list[Observation]:
    """All values of a signal, oldest first."""
    found = [each for each in history.observations if each.signal == signal]
    return sorted(found, key=lambda each: each.at)


def _last(test: SelfTest, history: History) -> str:
    for signal in test.signals:
        found = _results(signal, history)
        if found:
            day = found[-1].at.astimezone(history.as_of.tzinfo)
            return f"{number_words(found[-1].value)} {SIGNALS[signal].unit}, {day.day} {day:%b}"
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
        return "Your first result."
    low, high = number_words(min(before)), number_words(max(before))
    return f"Before: {low}." if low == high else f"Before: {low} to {high}."
