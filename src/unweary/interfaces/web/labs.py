"""Blood tests: what was typed beside its usual range, and the form to add one or put one right.

A slip keeps what was typed: the form comes back with it, with what is wrong, and with each unit that would fit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from unweary.interfaces.web import forms
from unweary.interfaces.web.forms import Sent, word
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.you import find_entry
from unweary.reports.charts import Point, trend
from unweary.reports.scores import lab_number, lab_rows
from unweary.service import FactRow, Unweary
from unweary.service.lab_words import lab_figure
from unweary.service.mixed_units import OtherReading, other_readings
from unweary.vocab.assessment import Assessment
from unweary.vocab.errors import UserError
from unweary.vocab.figures import figure
from unweary.vocab.history import Lab
from unweary.vocab.instruments import LabReading
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, from_canonical, to_canonical

router = APIRouter(include_in_schema=False)

#: How many lines of one test stand open.
_ALL = 100_000
#: A number from a report holds no more than this.
_LONGEST = 40
#: Other words that people look for; never shown.
_ALSO: Mapping[str, str] = {
    "ferritin": "iron stores",
    "haemoglobin": "hemoglobin hb blood count anaemia",
    "tsat": "iron saturation",
    "b12": "cobalamin",
    "vitamin_d": "25-oh",
    "tsh": "thyroid",
    "ck": "cpk muscle",
    "potassium": "k salt",
    "sodium": "na salt",
    "magnesium": "mg",
    "hba1c": "sugar diabetes glucose",
    "crp": "inflammation",
    "egfr": "kidney gfr",
    "creatinine": "kidney",
    "cortisol_am": "stress hormone adrenal",
    "calcium_adjusted": "ca corrected",
    "ntprobnp": "heart bnp",
    "ddimer": "clot",
    "haematocrit": "hematocrit hct blood count",
    "erythrocytes": "rbc erythrocytes blood count",
    "leucocytes": "wbc leukocytes blood count",
    "platelets": "plt thrombocytes blood count",
    "glucose": "sugar diabetes",
    "iron": "fe",
    "free_t4": "ft4 thyroid",
    "free_t3": "ft3 thyroid",
    "t4": "thyroid",
    "t3": "thyroid",
    "alt": "gpt liver",
    "ast": "got liver",
    "ggt": "liver",
    "alp": "liver bone",
    "bilirubin": "liver",
    "urea": "kidney",
    "urea_nitrogen": "kidney",
    "uric_acid": "gout urate",
    "esr": "inflammation",
    "folate": "folic acid vitamin b9",
}


@router.get("/labs")
def labs_page(
    request: Request, person: Person, now: Now, test: str = "", find: str = "", day: str = "", saved: str = ""
) -> Response:
    """Every blood test beside its range; with ``test`` the form for one more of it."""
    if test in ANALYTES:
        return page(request, "lab_form.html", f=_form(test, {"day": day or now.date().isoformat()}, person))
    told = {"known": say("labs.known"), "corrected": say("labs.corrected"), "withdrawn": say("labs.withdrawn")}
    said = told.get(saved, "")
    if saved.startswith("pasted:"):
        said = say("labs.pasted", count=saved.removeprefix("pasted:")[:4])
    if saved.startswith("added:") and (row := _held(person, saved.removeprefix("added:"))) is not None:
        said = say("labs.added", said=_said(row))
    shown = _shown(person, person.assess_today(now))
    return page(
        request, "labs.html", l={**shown, **_lists(find, day, person.knowledge), "find": find[:_LONGEST], "told": said}
    )


@router.post("/labs")
def add(request: Request, person: Person, form: Sent, now: Now) -> Response:
    """Store one blood test; the same one a second time adds nothing."""
    try:
        lab = lab_of(form, now)
        if _is_there(lab, person):
            return _to("/labs?saved=known")
        row = person.add((lab,))[0]
    except UserError as error:
        if word(form, "analyte") not in ANALYTES:
            raise
        return page(request, "lab_form.html", status=422, f=_again(form, error, person))
    return _to(f"/labs?saved=added:{row.id}&day={lab.at.date().isoformat()}")


@router.get("/labs/{fact_id}")
def entry(request: Request, person: Person, fact_id: str) -> Response:
    """One blood test, to be put right or taken back."""
    row = _lab_row(person, fact_id)
    assert isinstance(row.value, Lab)
    typed = {
        "value": f"{row.value.comparator or ''}{lab_number(row.value.value)}",
        "unit": row.value.unit,
        "day": row.value.at.date().isoformat(),
    }
    return page(request, "lab_form.html", f=_form(row.value.analyte, typed, person, fact_id))


@router.post("/labs/{fact_id}")
def change(request: Request, person: Person, fact_id: str, form: Sent, now: Now) -> Response:
    """Store what is right in place of one blood test, or take it back."""
    row = _lab_row(person, fact_id)
    assert isinstance(row.value, Lab)
    if word(form, "do") == "withdraw":
        person.correct(fact_id, None)
        return _to("/labs?saved=withdrawn")
    same = FormData([*form.multi_items(), ("analyte", row.value.analyte)])
    try:
        person.correct(fact_id, _dated(lab_of(same, now), row.value))
    except UserError as error:
        return page(request, "lab_form.html", status=422, f=_again(same, error, person, fact_id))
    return _to("/labs?saved=corrected")


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


def _lab_row(person: Unweary, fact_id: str) -> FactRow:
    row = find_entry(person, fact_id)
    if not isinstance(row.value, Lab) or row.value.analyte not in ANALYTES:
        raise UserError("unknown_fact", say("labs.not_a_test"), say("labs.not_a_test_do"))
    return row


def _held(person: Unweary, fact_id: str) -> Lab | None:
    found = [row.value for row in person.facts("lab", _ALL) if row.id == fact_id]
    return found[0] if found and isinstance(found[0], Lab) else None


def _dated(lab: Lab, before: Lab) -> Lab:
    """The corrected test at its first moment, where the day was not changed."""
    fields = {name: getattr(lab, name) for name in Lab.__slots__}
    at = before.at if before.at.date() == lab.at.date() else lab.at
    return Lab(**{**fields, "at": at, "source": before.source})


def _is_there(lab: Lab, person: Unweary) -> bool:
    """Whether the same value of the same day is kept already: a form sent twice adds nothing."""
    told = (lab.analyte, lab.value, lab.unit, lab.comparator, lab.at.date())
    return any(
        isinstance(row.value, Lab)
        and told == (row.value.analyte, row.value.value, row.value.unit, row.value.comparator, row.value.at.date())
        for row in person.facts("lab", _ALL)
    )


# ---- what was typed


def lab_of(form: FormData, now: datetime) -> Lab:
    """A blood test as typed: the value may carry a '<' or '>', and the unit is the one that the person said.

    Raises
    ------
    UserError
        Where a field is missing or cannot be read.
    """
    if not word(form, "value"):
        raise UserError("form_value", say("labs.no_value"), say("labs.no_value_do"))
    analyte = word(form, "analyte")
    sign, value = lab_figure(word(form, "value"), analyte, word(form, "unit"))
    unit = word(form, "unit")
    if analyte in ANALYTES and not unit:
        units = accepted_units(analyte)
        if len(units) > 1:
            raise UserError(
                "form_value", say("labs.no_unit"), say("labs.no_unit_do", units=say("heard.or").join(units))
            )
        unit = units[0]
    day = word(form, "day")
    try:
        at = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=now.tzinfo) if day else now
    except ValueError:
        raise UserError("form_value", say("labs.not_date", given=day), say("labs.not_date_do")) from None
    if at.date() > now.date():
        raise UserError("form_value", say("labs.to_come", given=day), say("labs.to_come_do"))
    fields = {"analyte": analyte, "value": value, "unit": unit, "at": min(at, now), "comparator": sign}
    called = {"analyte": say("labs.test"), "unit": say("entries.unit"), "value": say("entries.value")}
    return forms.build(Lab, fields, called)


def _again(form: FormData, error: UserError, person: Unweary, fact_id: str = "") -> dict[str, Any]:
    """The form with what was typed, what is wrong with it, and each unit in which the number would be ordinary."""
    typed = {name: word(form, name)[:_LONGEST] for name in ("value", "unit", "day")}
    analyte = word(form, "analyte")
    found = figure(typed["value"], analyte, typed["unit"])
    readings: tuple[OtherReading, ...] = ()
    if found and error.code in ("unit_mixed_up", "impossible_value", "unit"):
        readings = other_readings(analyte, found.value, typed["unit"], person.knowledge)
    said = re.sub(r"^(?:lab|the correction): (?:value: |unit: |at: )?", "", error.message)
    return {
        **_form(analyte, typed, person, fact_id),
        "wrong": said[:1].upper() + said[1:],
        "accepted": error.accepted,
        "readings": [{"unit": each.unit, "words": each.words(ANALYTES[analyte].unit)} for each in readings],
    }


def _form(analyte: str, typed: Mapping[str, str], person: Unweary, fact_id: str = "") -> dict[str, Any]:
    """The fields for one test. The unit of the last report is chosen; with none, none is: it must be said."""
    units = accepted_units(analyte)
    before = [row.value for row in person.facts("lab", _ALL) if isinstance(row.value, Lab)]
    last = next((lab.unit for lab in before if lab.analyte == analyte and lab.unit in units), "")
    return {
        "id": fact_id,
        "analyte": analyte,
        "name": _capital(ANALYTES[analyte].label),
        "value": typed.get("value", ""),
        "unit": typed.get("unit") or last,
        "units": units,
        "day": typed.get("day", ""),
        "wrong": "",
        "accepted": "",
        "readings": [],
    }


# ---- what is kept


def _capital(text: str) -> str:
    """With a capital, except where the second letter is one (eGFR).

    Examples
    --------
    >>> _capital("ferritin"), _capital("eGFR")
    ('Ferritin', 'eGFR')
    """
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def _said(lab: Lab) -> str:
    return f"{_capital(ANALYTES[lab.analyte].label)} {lab.comparator or ''}{lab_number(lab.value)} {lab.unit}"


def _lists(find: str, day: str, knowledge: Knowledge) -> dict[str, list[dict[str, Any]]]:
    """The tests that can be typed in: those with a range here, and the rest of a usual panel."""
    ranged = {row.analyte for row in knowledge.lab_ranges}
    rows = _list(find, day)
    return {
        "list": [row for row in rows if row["id"] in ranged],
        "more": [row for row in rows if row["id"] not in ranged],
    }


def _list(find: str, day: str) -> list[dict[str, Any]]:
    """The tests that can be typed in, by name, those whose name or other words hold what is looked for."""
    wanted = find.strip().casefold()
    rows = []
    for analyte in sorted(ANALYTES.values(), key=lambda each: each.label.casefold()):
        words = f"{analyte.label} {analyte.id} {_ALSO.get(analyte.id, '')}".casefold()
        if wanted in words:
            address = f"/labs?test={analyte.id}" + (f"&day={day}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else "")
            units = ", ".join(accepted_units(analyte.id))
            rows.append(
                {"id": analyte.id, "name": _capital(analyte.label), "units": units, "words": words, "address": address}
            )
    return rows


def _shown(person: Unweary, assessment: Assessment) -> dict[str, Any]:
    """Each test that has a value, and the tests that are worth asking for."""
    kept: dict[str, list[FactRow]] = {}
    for row in person.facts("lab", _ALL):
        if isinstance(row.value, Lab) and row.value.analyte in ANALYTES:
            kept.setdefault(row.value.analyte, []).append(row)
    rows = lab_rows(assessment.labs)
    return {
        "tests": [
            _test(reading, row, kept.get(reading.analyte, []))
            for reading, row in zip(assessment.labs, rows, strict=True)
        ],
        "worth": _worth(assessment, person.knowledge),
        "unsure_of_you": any(reading.note.startswith("No range shown") for reading in assessment.labs),
    }


def _test(reading: LabReading, row: tuple[str, str, str, str, str, str], kept: list[FactRow]) -> dict[str, Any]:
    name, value, usual, flag, day, note = row
    points = _points(reading, kept)
    return {
        "id": reading.analyte,
        "name": _capital(name),
        "value": value,
        "usual": usual,
        "word": say(f"labs.words.{flag}"),
        "outside": reading.flag in ("low", "high"),
        "day": day,
        "note": note,
        "chart": trend(points, name=_capital(name), unit=reading.unit, low=reading.low, high=reading.high)
        if len(points) > 1
        else "",
        "unit": reading.unit,
        "bound": any(point.bound for point in points),
        "entries": [
            {
                "id": each.id,
                "said": f"{each.value.comparator or ''}{lab_number(each.value.value)} {each.value.unit}",
                "day": each.value.at,
            }
            for each in kept
            if isinstance(each.value, Lab)
        ],
    }


def _points(reading: LabReading, kept: list[FactRow]) -> list[Point]:
    """The values of one test in the unit of the newest, oldest first."""
    points = []
    for row in reversed(kept):
        lab = row.value
        if isinstance(lab, Lab):
            value = from_canonical(lab.analyte, to_canonical(lab.analyte, lab.value, lab.unit), reading.unit)
            points.append(Point(lab.at.date(), value, lab.comparator is not None))
    return points


def _worth(assessment: Assessment, knowledge: Knowledge) -> list[dict[str, str]]:
    """The tests that would tell most, each with its form where it is one that can be typed in."""
    rows = []
    for test in assessment.tests:
        number = knowledge.findings[test.finding].number or test.finding
        quantity = knowledge.quantities.get(number)
        kind, _, analyte = (quantity.origin if quantity else "").partition(":")
        rows.append(
            {
                "name": _capital(knowledge.label(number)),
                "why": test.why,
                "address": f"/labs?test={analyte}" if kind == "lab" and analyte in ANALYTES else "",
            }
        )
    return rows
