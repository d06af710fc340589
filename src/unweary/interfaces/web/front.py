"""The front door: Today, the answers that it takes, and the three screens of the first run."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import first_run, forms, you
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import BACK, Now, Person
from unweary.interfaces.web.quiet import quiet_today
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.today import Look, alarm, emergency, today
from unweary.interfaces.web.view import view_of
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer

router = APIRouter(include_in_schema=False)


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


@router.get("/")
def today_page(request: Request, person: Person, now: Now, anyway: str = "", full: str = "") -> Response:
    """Today; in an emergency the emergency alone, unless the person chose to go on. In quiet mode words only."""
    assessment, history = person.assess_today(now), person.history(now)
    if alarm(assessment) == "emergency" and not anyway:
        return page(request, "emergency.html", t=emergency(assessment, history, person.knowledge))
    step = first_run.waiting(request, person, history)
    if step and not anyway:
        return first_run.screen(request, person, now, step)
    asked = request.query_params
    skipped = tuple(name for name in asked.get("skip", "").split(",") if name in person.knowledge.findings)
    look = Look(asked.get("said", ""), asked.get("was", ""), asked.get("ask", ""), skipped)
    shown = today(assessment, history, person.knowledge, person.assess_yesterday(now), look)
    quiet = view_of(request).quiet and not full
    return page(request, "today_quiet.html", t=quiet_today(shown)) if quiet else page(request, "today.html", t=shown)


@router.post("/answer")
def answer(person: Person, form: Sent, now: Now) -> Response:
    """One answer to one question, from wherever it was asked. Today then says what it changed."""
    value = forms.number(form, "value", say("forms.answer"))
    finding, said = word(form, "finding"), you.state_of(word(form, "state"))
    kind = person.knowledge.findings.get(finding)
    if said == "present" and value is None and kind is not None and kind.kind == "number":
        raise UserError("form_value", say("forms.no_number", question=kind.question), say("forms.number_or_unsure"))
    was = person.assess_today(now).verdict.action
    # Sent twice, by a second tap or a lost connection, it counts once.
    first_run.keep_answers(person, (Answer(finding, said, now, value if said == "present" else None),), now)
    back = BACK.get(word(form, "back"), "/")
    return _to(f"/?said={finding}&was={was}#q" if back == "/" else back)


@router.get("/looked")
def back() -> Response:
    """Where the page of a refusal leads back to: Today."""
    return _to("/")


@router.post("/looked")
def looked(person: Person, form: Sent) -> Response:
    """Store that a clinician looked at one danger that has passed, or take that back."""
    text = word(form, "day")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError("day", say("forms.not_day", given=text[:40]), say("forms.a_day")) from None
    person.looking.say(word(form, "finding"), day, looked=word(form, "do") != "undo")
    return _to("/#passed")


@router.get("/start")
def start_page(request: Request, person: Person, now: Now, step: Annotated[int, Query(ge=1, le=3)] = 1) -> Response:
    """One screen of the first run, to go back to it."""
    return first_run.screen(request, person, now, step)


@router.post("/start/{step}")
def keep_step(
    request: Request, person: Person, form: Sent, now: Now, step: Annotated[int, Path(ge=1, le=3)]
) -> Response:
    """Store one screen, or pass it by, and lead on to what comes next; in an emergency that is the emergency."""
    try:
        understood = None if word(form, "do") == "skip" else first_run.keep(person, form, now, step)
    except UserError as wrong:
        return first_run.screen(request, person, now, step, wrong=wrong, sent=form)
    if understood is not None:
        return first_run.screen(request, person, now, step, understood=understood)
    return first_run.remember(_to("/"), step + 1)
