"""A table of blood tests whose columns were not understood: the person says what each is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.service import Unweary
from unweary.service.columns import ROLES
from unweary.vocab.errors import UserError
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units

router = APIRouter(include_in_schema=False)

_SOON_S = 1.5


@router.get("/files/{sha256}/columns")
def ask(request: Request, person: Person, sha256: str) -> Response:
    """Each column with an example from it, and what it may be."""
    return _page(request, person, sha256, {}, "")


@router.post("/files/{sha256}/columns")
def answer(request: Request, person: Person, sha256: str, form: Sent) -> Response:
    """Keep it for this heading, and read the file anew."""
    names = list(person.columns.ask(sha256).known)
    said = {name: meaning for at, name in enumerate(names) if (meaning := word(form, f"column_{at}"))}
    try:
        job_id = person.columns.say(sha256, said)
    except UserError as error:
        return _page(request, person, sha256, said, f"{error.message}.", 422)
    person.importing.wait(job_id, _SOON_S)
    return RedirectResponse(f"/files?job={job_id}", 303)


def _page(
    request: Request, person: Unweary, sha256: str, said: dict[str, str], wrong: str, status: int = 200
) -> Response:
    asked = person.columns.ask(sha256)
    name = next((file.name for file in person.imports() if file.sha256 == sha256), "")
    rows = [
        {"at": at, "name": column, "sample": asked.samples.get(column, ""), "meaning": said.get(column, meaning)}
        for at, (column, meaning) in enumerate(asked.known.items())
    ]
    rows.sort(key=lambda row: bool(row["meaning"]))
    shown = {"rows": rows, "name": name, "sha256": sha256, "wrong": wrong, "choices": _choices()}
    return page(request, "columns.html", status=status, **shown)


def _choices() -> list[dict[str, Any]]:
    """What a column may be: a role, or a test in one of its units."""
    roles = [{"value": role, "words": say(f"columns.{role}")} for role in ROLES]
    tests = [
        {"value": f"{test.id} {unit}", "words": f"{test.label}, {unit}"}
        for test in sorted(ANALYTES.values(), key=lambda each: each.label.casefold())
        for unit in accepted_units(test.id)
    ]
    named = [{"value": test.id, "words": test.label} for test in sorted(ANALYTES.values(), key=lambda each: each.label)]
    return [
        {"label": say("columns.kinds"), "options": roles},
        {"label": say("columns.in_unit"), "options": tests},
        {"label": say("columns.unit_beside"), "options": named},
    ]
