"""The plan page, and the ticks that say what of it was done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import causes, forms
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.ticks import tick_of
from unweary.interfaces.web.view import view_of

router = APIRouter(include_in_schema=False)

_BACK = {"today": "/", "plan": "/plan"}
_DONE = {"yes": True, "no": False}


@router.get("/plan")
def plan_page(request: Request, person: Person, now: Now) -> Response:
    """The plan with its ticks, and what is held back."""
    assessment = person.assess_today(now)
    # Somebody who pays for effort later is shown no row of days: it would be a nudge.
    paced = any(state.finding == "pem_12_48h" and state.state is True for state in assessment.findings)
    week, said = not (paced or view_of(request).quiet), person.history(now).ticks
    ticks = [tick_of(item.remedy, item.name, said, now.date(), week=week) for item in assessment.plan.items]
    return page(request, "plan.html", p=causes.plan(assessment, person.knowledge), ticks=ticks)


@router.post("/plan/tick")
def tick(person: Person, form: Sent, now: Now) -> Response:
    """Store that a proposal was done on the day of the page, or not; an empty ``done`` takes back what was said."""
    person.doing.say(word(form, "remedy"), _DONE.get(word(form, "done")), forms.opened_for(form, now).date())
    return RedirectResponse(_BACK.get(word(form, "back"), "/plan"), 303)
