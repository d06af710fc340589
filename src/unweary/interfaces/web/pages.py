"""The routes of the pages: parse what was sent, call one verb of the service, draw a page or lead on to one."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from unweary.interfaces import rest
from unweary.interfaces.rest_description import description
from unweary.interfaces.web import about, forms, you
from unweary.interfaces.web import causes as thinking
from unweary.interfaces.web.body_print import printed
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.rendering import EXAMPLE, looks_at_example, page, shows_example
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.view import view_of
from unweary.reports.page import report_html
from unweary.service import Unweary

router = APIRouter(include_in_schema=False)


def whose(request: Request) -> Unweary:
    """The home that the pages show: the person's own, or the example person's while they look at it."""
    if not looks_at_example(request):
        return rest.opened(request)
    example: Callable[[], Unweary] = request.app.state.example
    return example()


Person = Annotated[Unweary, Depends(whose)]


def clock(request: Request) -> datetime:
    """The moment of this request; the service's clock."""
    now: Callable[[], datetime] = request.app.state.clock
    return now()


Now = Annotated[datetime, Depends(clock)]
NONE = "'none'"
BACK = {"today": "/", "plan": "/plan", "signs": "/check-in/signs"}


def _to(path: str) -> RedirectResponse:
    """Lead on with a plain GET, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303)


@router.post("/example")
def look_at_example(request: Request) -> Response:
    """Show the example person in this browser until it is closed or they go back."""
    example: Callable[[], Unweary] | None = request.app.state.example
    if example is None:
        return _to("/")
    example()
    answer = _to("/")
    answer.set_cookie(EXAMPLE, "1", httponly=True, samesite="strict")
    return answer


@router.post("/example/leave")
def leave_example() -> Response:
    """Back to one's own pages."""
    answer = _to("/")
    answer.delete_cookie(EXAMPLE, httponly=True, samesite="strict")
    return answer


@router.get("/causes")
def causes_page(request: Request, person: Person, now: Now) -> Response:
    """Ranked causes."""
    return page(request, "causes.html", c=thinking.causes(person.assess_today(now), person.knowledge))


@router.get("/you")
def details_page(request: Request, person: Person, now: Now, saved: str = "", plan: str = "") -> Response:
    """The details that safety needs; ``plan`` puts on top what the plan waits for."""
    needed = thinking.waiting(person.assess_today(now), person.knowledge) if plan else []
    return page(request, "you.html", y=you.details_page(person, needed, view_of(request).units), saved=bool(saved))


@router.post("/you")
def save_details(person: Person, form: Sent) -> Response:
    """Store the details and the answers to safety questions."""
    form = forms.no_to_the_rest(form)
    person.save_profile(about.profile_of(form, person.profile()), you.gates_of(form))
    return _to(BACK.get(word(form, "back"), "/you?saved=1"))


@router.post("/you/country")
def save_country(person: Person, form: Sent) -> Response:
    """Store the country alone, from the emergency page."""
    person.save_profile(you.with_country(person.profile(), word(form, "country")), {})
    return _to("/")


@router.get("/entries")
def entries_page(request: Request, person: Person, kind: str = "", saved: str = "", older: str = "") -> Response:
    """The newest entries."""
    told = {each: say(f"entries.{each}") for each in ("corrected", "withdrawn", "added")}.get(saved, "")
    return page(
        request,
        "entries.html",
        e=you.entries_page(person, kind, 300 if older else 25, view_of(request).units),
        saved=told,
        older=bool(older),
    )


@router.get("/entries/{fact_id}")
def entry_page(request: Request, person: Person, fact_id: str) -> Response:
    """One entry, to be put right or taken back. A blood test has a page of its own for that."""
    row = you.find_entry(person, fact_id)
    if row.kind == "lab":
        return _to(f"/labs/{fact_id}")
    return page(request, "entry.html", d=you.correction_page(person, row, view_of(request).units))


@router.post("/entries/{fact_id}")
def change_entry(person: Person, fact_id: str, form: Sent) -> Response:
    """Store what is right in place of one entry, or take it back."""
    row = you.find_entry(person, fact_id)
    if word(form, "do") == "withdraw":
        person.correct(fact_id, None)
        return _to("/entries?saved=withdrawn")
    person.correct(fact_id, you.corrected(row, form))
    return _to("/entries?saved=corrected")


@router.get("/report")
def report(request: Request, person: Person, now: Now) -> Response:
    """The page for a clinician. It carries its own style; its hash, and nothing else, is allowed."""
    example = shows_example(request)
    assessment = person.assess_today(now)
    figure = printed(assessment.soreness, person.knowledge.body, view_of(request).figure)
    html = report_html(assessment, person.history(now), person.knowledge, example=example, figure=figure)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in styles
    )
    policy = (
        f"default-src 'none'; style-src {hashes or NONE}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


@router.get("/api")
def api_page(request: Request) -> Response:
    """The programs' door as a page."""
    rows = [
        {
            "method": method.upper(),
            "path": path,
            "summary": verb.get("summary", ""),
            "said": verb.get("description", "").replace("``", ""),
        }
        for path, verbs in description(request)["paths"].items()
        for method, verb in verbs.items()
    ]
    return page(request, "api.html", rows=rows, origin=str(request.base_url).rstrip("/"))
