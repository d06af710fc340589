"""The routes of the pages: parse what was sent, call one verb of the service, draw a page or lead on to one."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from unweary.interfaces import rest
from unweary.interfaces.web import about, check_in, forms, you
from unweary.interfaces.web import causes as thinking
from unweary.interfaces.web.forms import Sent, word, words
from unweary.interfaces.web.quiet import quiet_today
from unweary.interfaces.web.rendering import EXAMPLE, looks_at_example, page, shows_example
from unweary.interfaces.web.timeline import timeline
from unweary.interfaces.web.today import alarm, emergency, today
from unweary.interfaces.web.view import view_of
from unweary.reports.page import report_html
from unweary.service import ImportReport, Unweary
from unweary.vocab.errors import UserError

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
_BACK = {"today": "/", "plan": "/plan", "signs": "/check-in/signs"}


def _to(path: str) -> RedirectResponse:
    """Lead on with a plain GET, so that a reload sends nothing twice."""
    return RedirectResponse(path, 303)


@router.get("/")
def today_page(request: Request, person: Person, now: Now, anyway: str = "", full: str = "") -> Response:
    """Today; in an emergency the emergency alone, unless the person chose to go on. In quiet mode words only."""
    assessment, history = person.assess_today(now), person.history(now)
    if alarm(assessment) == "emergency" and not anyway:
        return page(request, "emergency.html", t=emergency(assessment, history, person.knowledge))
    quiet = view_of(request).quiet and not full
    shown = today(assessment, history, person.knowledge)
    return page(request, "today_quiet.html", t=quiet_today(shown)) if quiet else page(request, "today.html", t=shown)


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


@router.post("/answer")
def answer(person: Person, form: Sent) -> Response:
    """One answer to one question, from wherever it was asked."""
    value = forms.number(form, "value", "Your answer")
    said = you.state_of(word(form, "state"))
    kind = person.knowledge.findings.get(word(form, "finding"))
    if said == "present" and value is None and kind is not None and kind.kind == "number":
        raise UserError("form_value", f"{kind.question} There is no number in the field", "a number, or 'Not sure'")
    person.answer(word(form, "finding"), said, value if said == "present" else None)
    return _to(_BACK.get(word(form, "back"), "/"))


@router.get("/check-in")
def map_page(request: Request, person: Person, now: Now) -> Response:
    """Step 1 of the check-in."""
    shown = check_in.map_page(person, dict(request.query_params), now, view_of(request).figure)
    return page(request, "check_in.html", c=shown)


@router.post("/check-in/site")
def save_site(person: Person, form: Sent, now: Now) -> Response:
    """Store or clear one part."""
    part, side, view = (word(form, name) for name in ("part", "side", "view"))
    if word(form, "do") == "clear":
        check_in.clear_rating(person, (part, side), now)
        return _to(check_in.address(view))
    check_in.save_rating(person, forms.rating_of(form, now))
    return _to(check_in.address(view, part, side))


@router.post("/check-in/map")
def keep_map(person: Person, form: Sent, now: Now) -> Response:
    """Close step 1: what stands from before counts for today."""
    check_in.carry_over(person, words(form, "kept"), now)
    return _next(person, now, "/check-in/day")


def _next(person: Unweary, now: datetime, path: str) -> Response:
    """The next step; an emergency stops the questions."""
    return _to("/" if alarm(person.assess_today(now)) == "emergency" else path)


@router.get("/check-in/day")
def day_page(request: Request, person: Person, now: Now) -> Response:
    """Step 2 of the check-in."""
    return page(request, "check_in_day.html", d=check_in.day_page(person, now))


@router.post("/check-in/day")
def save_day(person: Person, form: Sent, now: Now) -> Response:
    """Store how the day is."""
    check_in.save_day(person, forms.day_of(form, now.date()), now)
    return _next(person, now, "/check-in/signs")


@router.get("/check-in/signs")
def signs_page(request: Request, person: Person, now: Now) -> Response:
    """Step 3 of the check-in."""
    return page(request, "check_in_signs.html", d=check_in.signs_page(person, now))


@router.post("/check-in/signs")
def save_signs(person: Person, form: Sent, now: Now) -> Response:
    """Store the answers to the warning signs and questions."""
    check_in.save_answers(person, forms.answers_of(form, now))
    return _to("/")


@router.get("/timeline")
def timeline_page(request: Request, person: Person, now: Now, days: int = 14) -> Response:
    """Every series on one span of days."""
    return page(request, "timeline.html", t=timeline(person.history(now), person.knowledge, days))


@router.get("/causes")
def causes_page(request: Request, person: Person, now: Now) -> Response:
    """Ranked causes."""
    return page(request, "causes.html", c=thinking.causes(person.assess_today(now), person.knowledge))


@router.get("/plan")
def plan_page(request: Request, person: Person, now: Now) -> Response:
    """The plan, and what is held back."""
    return page(request, "plan.html", p=thinking.plan(person.assess_today(now), person.knowledge))


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
    return _to(_BACK.get(word(form, "back"), "/you?saved=1"))


@router.post("/you/country")
def save_country(person: Person, form: Sent) -> Response:
    """Store the country alone, from the emergency page."""
    person.save_profile(you.with_country(person.profile(), word(form, "country")), {})
    return _to("/")


@router.get("/files")
def files_page(request: Request, person: Person) -> Response:
    """The files taken in so far."""
    return page(request, "files.html", files=person.imports(), report=None)


@router.post("/files")
def take_files(request: Request, person: Person, form: Sent) -> Response:
    """Take in the files sent, and say what could not be read."""
    sent = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
    if not sent:
        raise UserError("no_file", "no file was chosen", "one or more files")
    reports = [person.import_upload(part.filename or "upload", part.file) for part in sent]
    report = ImportReport(
        added=sum(each.added for each in reports),
        known=sum(each.known for each in reports),
        problems=tuple(problem for each in reports for problem in each.problems),
        files=tuple(file for each in reports for file in each.files),
    )
    return page(request, "files.html", files=person.imports(), report=report)


@router.get("/entries")
def entries_page(request: Request, person: Person, kind: str = "", saved: str = "", older: str = "") -> Response:
    """The newest entries."""
    told = {"corrected": "Put right.", "withdrawn": "Taken back.", "added": "Added."}.get(saved, "")
    return page(
        request,
        "entries.html",
        e=you.entries_page(person, kind, 500 if older else 25, view_of(request).units),
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
    html = report_html(person.assess_today(now), person.history(now), person.knowledge, example=example)
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
        for path, verbs in rest.description(request)["paths"].items()
        for method, verb in verbs.items()
    ]
    return page(request, "api.html", rows=rows, origin=str(request.base_url).rstrip("/"))
