"""Settings: who you are, how the pages look in this browser, everything as one file, and everything deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from unweary.interfaces import pairing
from unweary.interfaces.web import about
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import Person
from unweary.interfaces.web.rendering import EXAMPLE, page, shows_example
from unweary.interfaces.web.texts import languages, say
from unweary.interfaces.web.view import View, keep, view_from, view_of
from unweary.service import Unweary
from unweary.vocab.errors import UserError

router = APIRouter(include_in_schema=False)


def _shown(request: Request, person: Unweary, **more: Any) -> dict[str, Any]:
    values: Mapping[str, str] = more.pop("values", None) or about.shown(person.profile())
    units = "imperial" if "height_ft" in more.pop("fields", ()) else view_of(request).units
    return {
        "about": about.page(values, person.knowledge, units),
        "example": shows_example(request),
        "languages": list(languages().items()),
        "word": say("settings.delete_word"),
        "saved": "",
        "devices": pairing.shown(pairing.devices_of(request), request),
        "lan": bool(request.app.state.lan),
        "wrong_you": None,
        "wrong_delete": "",
        **more,
    }


@router.get("/settings")
def settings_page(request: Request, person: Person, saved: str = "") -> Response:
    """All settings on one page."""
    saved = saved if saved in ("you", "look", "devices") else ""
    return page(request, "settings.html", s=_shown(request, person, saved=saved))


@router.post("/settings/you")
def save_you(request: Request, person: Person, form: Sent) -> Response:
    """Store who the person is; everything else about them stays."""
    try:
        person.save_profile(about.with_fields(form, person.profile()), {})
    except UserError as error:
        shown = _shown(request, person, values=about.typed(form), fields=tuple(form), wrong_you=error)
        return page(request, "settings.html", status=422, s=shown)
    return RedirectResponse("/settings?saved=you", 303)


@router.post("/settings/look")
def save_look(form: Sent) -> Response:
    """Let this browser remember how it shall look, and in which language. Unknown words count as not chosen."""
    answer = RedirectResponse("/settings?saved=look", 303)
    keep(answer, view_from(".".join(word(form, name) for name in ("theme", "units", "quiet", "figure", "language"))))
    return answer


@router.post("/settings/export")
def export(person: Person) -> Response:
    """Everything as one zip file."""
    keeping = person.keeping
    head = {"Content-Disposition": f'attachment; filename="{keeping.name()}"'}
    return StreamingResponse(keeping.export_zip(), media_type="application/zip", headers=head)


@router.post("/settings/delete")
def delete_everything(request: Request, person: Person, form: Sent) -> Response:
    """Delete everything, where the word was typed."""
    if shows_example(request):
        raise UserError("example", say("settings.delete_example"), say("settings.delete_example_do"))
    try:
        # The word on the page is of its language; the service knows one.
        typed = word(form, "typed")
        person.keeping.delete_everything(
            "delete" if typed.casefold() == say("settings.delete_word").casefold() else typed
        )
    except UserError as error:
        said = say("settings.delete_wrong", word=say("settings.delete_word"))
        told = said if error.code == "not_confirmed" else error.message
        return page(request, "settings.html", status=422, s=_shown(request, person, wrong_delete=told))
    answer = RedirectResponse("/settings/gone", 303)
    keep(answer, View())
    answer.delete_cookie(EXAMPLE, httponly=True, samesite="strict")
    return answer


@router.get("/settings/gone")
def gone(request: Request) -> Response:
    """What was done, and where to start again."""
    return page(request, "gone.html")
