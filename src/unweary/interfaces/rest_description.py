"""The OpenAPI description: what each endpoint takes and gives, with the ids that are known here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import Request

from unweary.reports.document_schema import document_schema
from unweary.service import CheckIn, FactRow, ImportedFile, ImportJob
from unweary.service.doing import Said
from unweary.service.interview import Step
from unweary.service.interviewing import Replies
from unweary.service.lab_words import LabProposals, LabsSent, LabWords
from unweary.service.looking import LookedAt
from unweary.service.own_words import Complaint
from unweary.service.person import person_schema
from unweary.service.reading import adapter
from unweary.service.self_tests import Observations
from unweary.vocab.history import Answer, Look, Tick
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.signals import ANALYTES, SIGNALS

_SCHEMAS: tuple[type, ...] = (
    CheckIn, Complaint, LabProposals, LabsSent, LabWords, LookedAt, Observations, Replies, Said, FactRow, ImportedFile,
    ImportJob, Step, Answer, Look, Tick,
)  # fmt: skip
_PLACE = "#/components/schemas/"
_TEXT = {"type": "string"}
#: Fields that hold an id, wherever they stand in what is sent.
_IDS = {"finding": "FindingId", "site": "SiteId", "signal": "SignalId", "analyte": "AnalyteId", "remedy": "RemedyId"}


def description(request: Request) -> dict[str, Any]:
    """OpenAPI of this application; the schemas of the service stand among its components."""
    document: dict[str, Any] = json.loads(json.dumps(request.app.openapi()))
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    schemas = {kind.__name__: adapter(kind).json_schema(mode="validation") for kind in _SCHEMAS}
    for name, schema in (("Person", person_schema()), ("AssessmentDocument", document_schema()), *schemas.items()):
        parts |= _moved(schema.pop("$defs", {}))
        parts[name] = _moved({key: value for key, value in schema.items() if key != "$schema"})
    _name_ids(parts)
    return {**document, "components": {"schemas": {**parts, **_ids(request.app.state.person.knowledge), **_given()}}}


def _ids(knowledge: Knowledge) -> dict[str, Any]:
    """What each id may be."""

    def one_of(known: Iterable[str]) -> dict[str, Any]:
        return {**_TEXT, "enum": sorted(known)}

    return {
        "FindingId": one_of(knowledge.findings),
        "SiteId": one_of(knowledge.body),
        "SignalId": one_of(SIGNALS),
        "AnalyteId": one_of(ANALYTES),
        "RemedyId": one_of(knowledge.remedies),
    }


def _name_ids(parts: Mapping[str, Any]) -> None:
    for name, part in parts.items():
        fields = part.get("properties", {}) if name != "AssessmentDocument" else {}
        for field in fields.keys() & _IDS.keys():
            fields[field] = {"$ref": _PLACE + _IDS[field]}


def _given() -> dict[str, Any]:
    """What the endpoints answer with, put together from the parts."""

    def part(name: str) -> dict[str, Any]:
        return {"$ref": _PLACE + name}

    def many(schema: dict[str, Any]) -> dict[str, Any]:
        return {"type": "array", "items": schema}

    def exactly(**fields: dict[str, Any]) -> dict[str, Any]:
        return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}

    def or_null(schema: dict[str, Any]) -> dict[str, Any]:
        return {"anyOf": [schema, {"type": "null"}]}

    pages = exactly(number={"type": "integer", "minimum": 1}, title=_TEXT, answers=many(part("Answer")))
    interview = {
        "urgency": {**_TEXT, "enum": [urgency.word for urgency in Urgency]},
        "step": part("Step"),
        "pages": many(pages),
        "scope_notes": many(_TEXT),
        "answer": or_null(part("AssessmentDocument")),
    }
    guess = {"finding": part("FindingId"), "words": _TEXT}
    proposal = exactly(**guess, state={**_TEXT, "enum": ["present", "absent", "uncertain"]})
    schema = {"type": "object"}
    numbers = many(or_null({"type": "number"}))
    curve = exactly(id=_TEXT, x=numbers, y=numbers)
    return {
        "Error": exactly(error=exactly(code=_TEXT, message=_TEXT, accepted=_TEXT)),
        "FactsDocument": exactly(facts=many(part("FactRow"))),
        "FactDocument": exactly(fact=or_null(part("FactRow"))),
        "TicksDocument": exactly(ticks=many(part("Tick"))),
        "LooksDocument": exactly(passed_dangers=many({"type": "object"}), looks=many(part("Look"))),
        "ImportsDocument": exactly(imports=many(part("ImportJob")), files=many(part("ImportedFile"))),
        "ImportDocument": exactly(**{"import": part("ImportJob")}),
        "UndoneDocument": exactly(files={"type": "integer", "minimum": 0}),
        "SchemasDocument": exactly(person=schema, assessment=schema),
        "ProposalsDocument": exactly(
            findings=many(proposal), meant=many(exactly(**guess)), if_confirmed=part("AssessmentDocument")
        ),
        "SimulationsDocument": exactly(simulations=many(schema)),
        "SimulationDocument": {
            **exactly(simulation=_TEXT, knobs=schema, panels=many(exactly(id=_TEXT, lines=many(curve)))),
            "additionalProperties": or_null({"type": "number"}),
        },
        "InterviewDocument": exactly(**interview),
        "InterviewReplyDocument": exactly(facts=many(part("FactRow")), **interview),
    }


def _moved(schema: Any) -> Any:
    """The same schema with its references pointing to where OpenAPI keeps schemas."""
    if isinstance(schema, dict):
        return {key: _moved(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_moved(value) for value in schema]
    return schema.replace("#/$defs/", _PLACE) if isinstance(schema, str) else schema
