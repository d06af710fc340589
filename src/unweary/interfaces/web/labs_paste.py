"""Blood tests pasted as text: what was understood, to be looked at and put right, and then kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.labs import lab_of
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.reports.scores import lab_number
from unweary.service import Unweary
from unweary.service.lab_words import LabProposal, LabWords, keep_labs, lab_proposals
from unweary.service.possible import impossible
from unweary.vocab.errors import UserError
from unweary.vocab.history import Lab
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units

router = APIRouter(include_in_schema=False)

_MOST = 200


@router.post("/labs/paste")
def read(request: Request, person: Person, form: Sent, now: Now) -> Response:
    """What the text says, test by test; nothing is stored yet."""
    try:
        said = lab_proposals(LabWords(word(form, "text")), now, person.knowledge)
    except UserError:
        return RedirectResponse("/labs#paste", 303)
    rows = [_row(at, test) for at, test in enumerate(said.tests[:_MOST])]
    left = [*said.left, *(each.words for each in said.tests[_MOST:])]
    return page(request, "labs_paste.html", rows=rows, left=left, days=said.unclear_days, text=word(form, "text"))


@router.post("/labs/paste/save")
def save(request: Request, person: Person, form: Sent, now: Now) -> Response:
    """Keep what is ticked, all of it or nothing: a slip brings the page back with what was typed."""
    count = int(word(form, "count")) if word(form, "count").isdecimal() else 0
    rows, labs = [], []
    for at in range(min(count, _MOST)):
        typed = {name: word(form, f"{name}_{at}") for name in ("analyte", "value", "unit", "day", "words")}
        if typed["analyte"] in ANALYTES:
            wrong = ""
            if wanted := bool(word(form, f"keep_{at}")):
                try:
                    labs.append(_checked(lab_of(FormData(typed), now), person))
                except UserError as error:
                    wrong = f"{error.message}. {say('labs.paste_accepted', accepted=error.accepted)}"
            rows.append(_shown(at, typed, wanted, wrong))
    if any(row["wrong"] for row in rows):
        return page(request, "labs_paste.html", status=422, rows=rows, left=[], days=(), text="")
    return RedirectResponse(f"/labs?saved=pasted:{len(keep_labs(person, labs))}", 303)


def _checked(lab: Lab, person: Unweary) -> Lab:
    fault = next(iter(impossible(lab, person.knowledge)), None)
    if fault is not None:
        raise UserError(fault.code, fault.message, fault.accepted)
    return lab


def _row(at: int, test: LabProposal) -> dict[str, Any]:
    value = f"{test.comparator or ''}{lab_number(test.value)}"
    told = {"unit": test.unit, "day": test.on.isoformat(), "words": test.words}
    # What is not clear stays ticked: it is asked about, not dropped.
    return _shown(at, {"analyte": test.analyte, "value": value, **told}, True, test.question)


def _shown(at: int, typed: Mapping[str, str], wanted: bool, wrong: str) -> dict[str, Any]:
    label = ANALYTES[typed["analyte"]].label
    return {
        **typed,
        "at": at,
        "name": label[:1].upper() + label[1:] if not label[1:2].isupper() else label,
        "units": accepted_units(typed["analyte"]),
        "wanted": wanted,
        "wrong": wrong[:1].upper() + wrong[1:],
    }
