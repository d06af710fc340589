"""An assessment as the JSON document that programs rely on: same keys, same order, nothing left out.

The names are those of the contract (``unweary today --json``, ``unweary assess``, ``GET /api/today``). Nothing is
computed here: a number in the document is the number in the assessment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from unweary.vocab.assessment import (
    Assessment,
    Contribution,
    FindingState,
    Flag,
    KindOfFatigue,
    Plan,
    QuantityValue,
    RankedCause,
    SoreSite,
    Told,
    Verdict,
    Withheld,
    as_json,
)
from unweary.vocab.instruments import InstrumentResult
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Truth
from unweary.vocab.muscle import Overreaching

Json = dict[str, Any]

#: How the three values of logic are written: unknown is a word of its own, never 'absent'.
STATE_WORDS: dict[Truth, str] = {True: "present", False: "absent", None: "unknown"}


def as_document(assessment: Assessment, knowledge: Knowledge) -> Json:
    """The whole assessment as plain JSON values.

    Parameters
    ----------
    assessment : Assessment
        What was concluded.
    knowledge : Knowledge
        Gives findings and quantities their labels; nothing else is taken from it.

    Returns
    -------
    dict
        ``verdict``, ``red_flags``, ``causes``, ``unexplained``, ``kind``, ``question``, ``plan``, ``withheld``,
        ``advice``, ``soreness``, ``instruments``, ``labs``, ``overreaching``, ``findings``, ``quantities``,
        ``scope_notes``, ``not_recognised``, ``contradictions``, ``passed_dangers``, ``knowledge_digest`` and
        ``as_of``, in a stable order. NaN and infinity are null.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.service.person import assess, packaged_knowledge
    >>> from unweary.vocab.history import History
    >>> knowledge = packaged_knowledge()
    >>> document = as_document(assess(History(as_of=datetime(2026, 11, 20, 7, 30, tzinfo=UTC))), knowledge)
    >>> list(document)[:3], document["as_of"]
    (['verdict', 'red_flags', 'causes'], '2026-11-20T07:30:00+00:00')
    """
    causes = assessment.causes
    return {
        "verdict": _verdict(assessment.verdict),
        "red_flags": {
            "fired": [_flag(flag, knowledge) for flag in assessment.red_flags_fired],
            "not_ruled_out": [_flag(flag, knowledge) for flag in assessment.red_flags_not_ruled_out],
            "checked": assessment.red_flags_checked,
        },
        "causes": [_cause(cause, knowledge) for cause in causes.ranked],
        "unexplained": as_json(causes.unexplained),
        "causes_note": causes.note,
        "causes_order": causes.order,
        "set_aside": _named(causes.set_aside, knowledge),
        "log_odds_error": as_json(causes.log_odds_error),
        "findings_used": _named(causes.findings_used, knowledge),
        "kind": _kind(assessment.kind, knowledge),
        "question": as_json(assessment.question),
        "questions": [as_json(question) for question in assessment.questions],
        "tests": [as_json(test) for test in assessment.tests],
        "plan": [as_json(item) for item in assessment.plan.items],
        "withheld": _withheld(assessment.plan, knowledge),
        "advice": list(assessment.plan.advice),
        "soreness": [_site(site, knowledge) for site in assessment.soreness],
        "overreaching": _overreaching(assessment.overreaching, knowledge),
        "instruments": [_instrument(result, knowledge) for result in assessment.instruments],
        "labs": [as_json(reading) for reading in assessment.labs],
        "findings": [_finding(state, knowledge) for state in assessment.findings],
        "quantities": [_quantity(value, knowledge) for value in assessment.quantities],
        "scope_notes": list(assessment.scope_notes),
        "not_recognised": list(assessment.not_recognised),
        "contradictions": list(assessment.contradictions),
        "passed_dangers": [as_json(danger) for danger in assessment.passed_dangers],
        "knowledge_digest": assessment.knowledge_digest,
        "as_of": assessment.as_of.isoformat(),
    }


def _named(names: Iterable[str], knowledge: Knowledge) -> list[Json]:
    return [{"name": name, "label": knowledge.label(name)} for name in names]


def _verdict(verdict: Verdict) -> Json:
    return {
        "action": verdict.action,
        "urgency": verdict.urgency.word,
        "headline": verdict.headline,
        "advice": verdict.advice,
        "sure": verdict.sure,
        "known_signs": verdict.known_signs,
        "all_signs": verdict.all_signs,
        "reasons": [as_json(reason) for reason in verdict.reasons],
        "would_change": list(verdict.would_change),
        "see": [{"urgency": see.urgency.word, "who": see.who, "why": see.why, "rule": see.rule} for see in verdict.see],
        "by_group": {
            name: {
                "action": group.action,
                "soreness_0_10": as_json(group.soreness_0_10),
                "reasons": [as_json(reason) for reason in group.reasons],
            }
            for name, group in verdict.by_group.items()
        },
    }


def _flag(flag: Flag, knowledge: Knowledge) -> Json:
    return {
        "rule": flag.rule,
        "urgency": flag.urgency.word,
        "message": flag.message,
        "who": flag.who,
        "why": flag.why,
        "because": list(flag.because),
        "missing": _named(flag.missing, knowledge),
    }


def _cause(cause: RankedCause, knowledge: Knowledge) -> Json:
    return {
        "cause": cause.cause,
        "name": cause.name,
        "posterior": as_json(cause.posterior),
        "low": as_json(cause.low),
        "high": as_json(cause.high),
        "prior": as_json(cause.prior),
        "lift": as_json(cause.lift),
        "explains": as_json(cause.explains),
        "tier": cause.tier,
        "kind": cause.kind,
        "estimate": cause.estimate,
        "for": [_contribution(item) for item in cause.speaks_for],
        "against": [_contribution(item) for item in cause.speaks_against],
        "unknown": _named(cause.unknown, knowledge),
        "small_signs": as_json(cause.small_signs),
        "elsewhere": as_json(cause.elsewhere),
        "posterior_exact": as_json(cause.posterior_exact),
        "if_not": as_json(cause.if_not),
        "tests": cause.tests,
        "who": cause.who,
        "note": cause.note,
    }


def _contribution(item: Contribution) -> Json:
    return {
        "finding": item.finding,
        "label": item.label,
        "log_lr": as_json(item.log_lr),
        "grade": item.grade,
        "estimate": item.estimate,
        "sources": list(item.sources),
    }


def _kind(kind: KindOfFatigue | Withheld, knowledge: Knowledge) -> Json:
    """Both shapes carry ``withheld`` so that a program can tell them apart by one key."""
    if isinstance(kind, Withheld):
        return {"withheld": True, "reason": kind.reason, "needed": _named(kind.needed, knowledge)}
    return {
        "withheld": False,
        "name": kind.name,
        "leaning": kind.leaning,
        "shares": as_json(kind.shares),
        "low": as_json(kind.low),
        "high": as_json(kind.high),
        "reasons": list(kind.reasons),
        "known_signs": kind.known_signs,
        "all_signs": kind.all_signs,
        "note": kind.note,
        "outlasted": _told(kind.outlasted, knowledge),
        "exertion": _told(kind.exertion, knowledge),
        "extent": _told(kind.extent, knowledge),
        "needed": _named(kind.needed, knowledge),
    }


def _told(told: Told | None, knowledge: Knowledge) -> Json | None:
    if told is None:
        return None
    return {
        "answer": told.answer,
        "words": told.words,
        "because": list(told.because),
        "needed": _named(told.needed, knowledge),
    }


def _site(site: SoreSite, knowledge: Knowledge) -> Json:
    plain: Json = dict(as_json(site))  # type: ignore[call-overload]
    for shown, reading in zip(plain["readings"], site.readings, strict=True):
        shown["open"] = _named(reading.open, knowledge)
    return plain


def _overreaching(grade: Overreaching | None, knowledge: Knowledge) -> Json | None:
    if grade is None:
        return None
    return {
        "state": grade.state,
        "words": grade.words,
        "reasons": list(grade.reasons),
        "needed": _named(grade.needed, knowledge),
        "settles": grade.settles,
        "note": grade.note,
    }


def _withheld(plan: Plan, knowledge: Knowledge) -> list[Json]:
    return [
        {
            "remedy": item.remedy,
            "name": item.name,
            "rule": item.rule,
            "reason": item.reason,
            "needed": _named(item.needed, knowledge),
        }
        for item in plan.withheld
    ]


def _instrument(result: InstrumentResult, knowledge: Knowledge) -> Json:
    return {
        "instrument": result.instrument,
        "name": result.name,
        "scored": bool(result.word or result.possible),
        "low": as_json(result.low),
        "high": as_json(result.high),
        "most": as_json(result.most),
        "word": result.word,
        "meaning": result.meaning,
        "possible": list(result.possible),
        "items": [
            {
                "label": item.label,
                "state": STATE_WORDS[item.truth],
                "low": as_json(item.low),
                "high": as_json(item.high),
                "most": as_json(item.most),
            }
            for item in result.items
        ],
        "needed": _named(result.needed, knowledge),
        "caveat": result.caveat,
        "source": result.source,
    }


def _finding(state: FindingState, knowledge: Knowledge) -> Json:
    return {
        "finding": state.finding,
        "label": knowledge.label(state.finding),
        "state": STATE_WORDS[state.state],
        "at": as_json(state.at),
        "sources": list(state.sources),
    }


def _quantity(value: QuantityValue, knowledge: Knowledge) -> Json:
    quantity = knowledge.quantities.get(value.quantity)
    return {
        "quantity": value.quantity,
        "label": knowledge.label(value.quantity),
        "low": as_json(value.low),
        "high": as_json(value.high),
        "unit": quantity.unit if quantity else "",
        "sources": list(value.sources),
    }
