"""The JSON Schema of the answer document, for programs that read ``unweary today --json``.

Written by hand beside :mod:`unweary.reports.document`; a test holds every real document against it, and no key may be
added to one without the other.
"""

from __future__ import annotations

from typing import Any, get_args

from unweary.vocab.assessment import Action
from unweary.vocab.knowledge import Urgency

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
#: null where a number is not known or not finite
_OPEN_NUMBER: Schema = {"type": ["number", "null"]}
_CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_TIME: Schema = {"type": "string", "format": "date-time"}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _object(**properties: Schema) -> Schema:
    """An object with exactly these keys. A trailing underscore stands for a word that Python keeps for itself."""
    named = {name.rstrip("_"): schema for name, schema in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_ACTION: Schema = {"type": "string", "enum": list(get_args(Action))}
_URGENCY: Schema = {"type": "string", "enum": [urgency.word for urgency in Urgency]}
_NAMED = _object(name=_TEXT, label=_TEXT)
_REASON = _object(rule=_TEXT, action=_ACTION, text=_TEXT, weight=_NUMBER, sources=_list(_TEXT))
_RULE = _object(
    rule=_TEXT, urgency=_URGENCY, message=_TEXT, who=_TEXT, why=_TEXT, because=_list(_TEXT), missing=_list(_NAMED)
)
_SAID = _object(finding=_TEXT, label=_TEXT, log_lr=_NUMBER, grade=_TEXT, estimate=_FLAG, sources=_list(_TEXT))
_VERDICT = _object(
    action=_ACTION,
    urgency=_URGENCY,
    headline=_TEXT,
    advice=_TEXT,
    sure=_TEXT,
    known_signs=_COUNT,
    all_signs=_COUNT,
    reasons=_list(_REASON),
    would_change=_list(_TEXT),
    see=_list(_object(urgency=_URGENCY, who=_TEXT, why=_TEXT, rule=_TEXT)),
    by_group=_map(_object(action=_ACTION, soreness_0_10=_OPEN_NUMBER, reasons=_list(_REASON))),
)
_CAUSE = _object(
    cause=_TEXT,
    name=_TEXT,
    posterior=_CHANCE,
    low=_CHANCE,
    high=_CHANCE,
    prior=_CHANCE,
    lift=_NUMBER,
    explains=_NUMBER,
    tier=_TEXT,
    kind=_TEXT,
    estimate=_FLAG,
    for_=_list(_SAID),
    against=_list(_SAID),
    unknown=_list(_NAMED),
    small_signs=_NUMBER,
    elsewhere=_NUMBER,
    posterior_exact=_CHANCE,
    if_not=_or_null(_object(finding=_TEXT, label=_TEXT, posterior=_CHANCE, instead=_TEXT)),
    tests=_TEXT,
    who=_TEXT,
    note=_TEXT,
)
_TOLD = _object(answer=_TEXT, words=_TEXT, because=_list(_TEXT), needed=_list(_NAMED))
_KIND_KNOWN = _object(
    withheld={"const": False},
    name=_TEXT,
    leaning=_FLAG,
    shares=_map(_CHANCE),
    low=_map(_CHANCE),
    high=_map(_CHANCE),
    reasons=_list(_TEXT),
    known_signs=_COUNT,
    all_signs=_COUNT,
    note=_TEXT,
    outlasted=_or_null(_TOLD),
    exertion=_or_null(_TOLD),
    extent=_or_null(_TOLD),
    needed=_list(_NAMED),
)
_PASSED = _object(
    finding=_TEXT,
    label=_TEXT,
    urgency=_URGENCY,
    because=_list(_TEXT),
    said_at=_TIME,
    passed_at=_or_null(_TIME),
    looked_on=_or_null({"type": "string", "format": "date"}),
    words=_TEXT,
)
_QUESTION = _object(finding=_TEXT, question=_TEXT, why=_TEXT, value=_NUMBER, by=_TEXT)
_KIND_WITHHELD = _object(withheld={"const": True}, reason=_TEXT, needed=_list(_NAMED))
_REMEDY = _object(
    remedy=_TEXT,
    name=_TEXT,
    why=_TEXT,
    dose=_TEXT,
    timing=_TEXT,
    grade=_TEXT,
    certainty=_TEXT,
    effect=_TEXT,
    warnings=_list(_TEXT),
    sources=_list(_TEXT),
)
_READING = _object(
    kind=_TEXT,
    name=_TEXT,
    share=_CHANCE,
    low=_CHANCE,
    high=_CHANCE,
    speaks_for=_list(_TEXT),
    speaks_against=_list(_TEXT),
    open=_list(_NAMED),
    settles=_TEXT,
    warned=_FLAG,
)
_OVERREACHING = _object(
    state={"type": ["string", "null"]},
    words=_TEXT,
    reasons=_list(_TEXT),
    needed=_list(_NAMED),
    settles=_TEXT,
    note=_TEXT,
)
_SORE = _object(
    site=_TEXT,
    side={"type": "string", "enum": ["left", "right", "mid"]},
    name=_TEXT,
    group=_TEXT,
    soreness_0_10=_NUMBER,
    change=_OPEN_NUMBER,
    days_sore=_COUNT,
    signs=_list(_TEXT),
    words=_TEXT,
    readings=_list(_READING),
)

_STATE: Schema = {"type": "string", "enum": ["present", "absent", "unknown"]}
_INSTRUMENT = _object(
    instrument=_TEXT,
    name=_TEXT,
    scored=_FLAG,
    low=_OPEN_NUMBER,
    high=_OPEN_NUMBER,
    most=_OPEN_NUMBER,
    word=_TEXT,
    meaning=_TEXT,
    possible=_list(_TEXT),
    items=_list(_object(label=_TEXT, state=_STATE, low=_NUMBER, high=_NUMBER, most=_NUMBER)),
    needed=_list(_NAMED),
    caveat=_TEXT,
    source=_TEXT,
)
_LAB = _object(
    analyte=_TEXT,
    label=_TEXT,
    value=_NUMBER,
    comparator={"type": "string", "enum": ["", "<", "<=", ">", ">="]},
    unit=_TEXT,
    at=_TIME,
    low=_OPEN_NUMBER,
    high=_OPEN_NUMBER,
    flag={"type": "string", "enum": ["low", "high", "usual", ""]},
    note=_TEXT,
    source=_TEXT,
)


def document_schema() -> Schema:
    """JSON Schema (draft 2020-12) of what :func:`unweary.reports.document.as_document` returns.

    Examples
    --------
    >>> document_schema()["required"][:3]
    ['verdict', 'red_flags', 'causes']
    """
    state = {"type": "string", "enum": ["present", "absent", "unknown"]}
    document = _object(
        verdict=_VERDICT,
        red_flags=_object(fired=_list(_RULE), not_ruled_out=_list(_RULE), checked=_COUNT),
        causes=_list(_CAUSE),
        unexplained=_or_null(_CHANCE),
        causes_note=_TEXT,
        causes_order=_TEXT,
        set_aside=_list(_NAMED),
        log_odds_error=_NUMBER,
        findings_used=_list(_NAMED),
        kind={"anyOf": [_KIND_KNOWN, _KIND_WITHHELD]},
        question=_or_null(_QUESTION),
        questions=_list(_QUESTION),
        tests=_list(_QUESTION),
        plan=_list(_REMEDY),
        withheld=_list(_object(remedy=_TEXT, name=_TEXT, rule=_TEXT, reason=_TEXT, needed=_list(_NAMED))),
        advice=_list(_TEXT),
        soreness=_list(_SORE),
        overreaching=_or_null(_OVERREACHING),
        instruments=_list(_INSTRUMENT),
        labs=_list(_LAB),
        findings=_list(_object(finding=_TEXT, label=_TEXT, state=state, at=_or_null(_TIME), sources=_list(_TEXT))),
        quantities=_list(
            _object(quantity=_TEXT, label=_TEXT, low=_OPEN_NUMBER, high=_OPEN_NUMBER, unit=_TEXT, sources=_list(_TEXT))
        ),
        scope_notes=_list(_TEXT),
        not_recognised=_list(_TEXT),
        contradictions=_list(_TEXT),
        passed_dangers=_list(_PASSED),
        knowledge_digest=_TEXT,
        as_of=_TIME,
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "answer", **document}
