"""The routes of the check-in: three steps and an optional one. Each step is stored when it is sent.

So nothing is lost when somebody stops half way, and every step works as plain pages without script. Every form names
the day it was opened for; over midnight the rest of the check-in stays with that day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import check_in, forms
from unweary.interfaces.web import check_in_day as steps
from unweary.interfaces.web.forms import Sent, word, words
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.today import alarm
from unweary.interfaces.web.view import view_of
from unweary.service import Unweary
from unweary.service.opened import save_answers, save_day

router = APIRouter(include_in_schema=False)


def _to(path: str) -> RedirectResponse:
    """Lead on with a plain GET, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303)


def _step(path: str, at: datetime, now: datetime) -> str:
    day = steps.day_words(at.date(), now)
    return f"{path}?{urlencode({'day': day})}" if day else path


def _next(person: Unweary, path: str, at: datetime, now: datetime) -> Response:
    """The next step; an emergency stops the questions."""
    return _to("/" if alarm(person.assess_today(now)) == "emergency" else _step(path, at, now))


def _form(at: datetime, now: datetime) -> dict[str, Any]:
    """What every page of the check-in carries: its day, when it was drawn, and the day for its links if not today."""
    other = steps.day_words(at.date(), now)
    return {"day": at.date(), "opened": now.isoformat(), "other_day": other, "query": f"?day={other}" if other else ""}


@router.get("/check-in")
def map_page(request: Request, person: Person, now: Now) -> Response:
    """Step 1."""
    at = forms.opened_for(request.query_params, now)
    form = _form(at, now)
    asked = {**request.query_params, "day": form["other_day"]}
    shown = check_in.map_page(person, asked, at, view_of(request).figure)
    return page(request, "check_in.html", c=shown, form=form)


@router.post("/check-in/site")
def save_site(person: Person, form: Sent, now: Now) -> Response:
    """Store or clear one part."""
    at = forms.opened_for(form, now)
    part, side, view = (word(form, name) for name in ("part", "side", "view"))
    other = steps.day_words(at.date(), now)
    with person.one_at_a_time:
        if word(form, "do") == "clear":
            check_in.clear_rating(person, (part, side), at)
            return _to(check_in.address(view, day=other))
        check_in.save_rating(person, forms.rating_of(form, at))
    return _to(check_in.address(view, part, side, other))


@router.post("/check-in/map")
def close_map(person: Person, form: Sent, now: Now) -> Response:
    """Close step 1. Marks of before count for today only where the person says so."""
    at, choice = forms.opened_for(form, now), word(form, "do")
    if choice in ("same", "gone"):
        with person.one_at_a_time:
            check_in.carry_over(person, words(form, "kept"), at, gone=choice == "gone")
    return _next(person, "/check-in/day", at, now)


@router.get("/check-in/day")
def day_page(request: Request, person: Person, now: Now) -> Response:
    """Step 2."""
    at = forms.opened_for(request.query_params, now)
    return page(request, "check_in_day.html", d=steps.day_page(person, at), form=_form(at, now))


@router.post("/check-in/day")
def keep_day(person: Person, form: Sent, now: Now) -> Response:
    """Store how the day is; then the optional screen, where it was asked for."""
    at = forms.opened_for(form, now)
    steps.save_devices(person, form, at)
    _save_day(person, form, at)
    return _next(person, "/check-in/more" if word(form, "do") == "more" else "/check-in/signs", at, now)


def _save_day(person: Unweary, form: FormData, at: datetime) -> None:
    base = steps.day_in(person.entry(word(form, "base")))
    save_day(person, forms.day_of(form, at.date(), base), base)


@router.get("/check-in/more")
def more_page(request: Request, person: Person, now: Now) -> Response:
    """The optional screen."""
    at = forms.opened_for(request.query_params, now)
    return page(request, "check_in_more.html", d=steps.more_page(person, at), form=_form(at, now))


@router.post("/check-in/more")
def keep_more(person: Person, form: Sent, now: Now) -> Response:
    """Store the hours and the answers on drink and food."""
    at = forms.opened_for(form, now)
    _save_day(person, form, at)
    save_answers(person, steps.changed_answers(form, at), forms.opened_at(form, now))
    return _next(person, "/check-in/signs", at, now)


@router.get("/check-in/signs")
def signs_page(request: Request, person: Person, now: Now) -> Response:
    """Step 3."""
    at = forms.opened_for(request.query_params, now)
    return page(request, "check_in_signs.html", d=steps.signs_page(person, at), form=_form(at, now))


@router.post("/check-in/signs")
def save_signs(person: Person, form: Sent, now: Now) -> Response:
    """Store the answers to the warning signs and questions."""
    save_answers(person, forms.answers_of(form, forms.opened_for(form, now)), forms.opened_at(form, now))
    return _to("/")
