"""What the Causes and the Plan page show, taken from an assessment."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

from unweary.interfaces.web.articles import beside
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.today import alarm
from unweary.reports import charts
from unweary.reports.explanation import after_words, before_words, steps, weights, without_words
from unweary.reports.muscle import state_words, told, told_line
from unweary.reports.phrases import GRADE_WORDS, KIND_WORDS, kind_head, likely_word, of_100
from unweary.reports.scores import LABS_NOTE, SCORES_NOTE, is_scored, item_words, lab_rows, points_words, settled_first
from unweary.vocab.assessment import Assessment, Contribution, KindOfFatigue, RankedCause, Withheld
from unweary.vocab.instruments import InstrumentResult, LabReading
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Truth
from unweary.vocab.muscle import Overreaching

_SHOWN = 5
_HOLDS: dict[Truth, str] = {True: "causes.holds", False: "causes.holds_not", None: "causes.holds_unknown"}


def test_name(finding: str, knowledge: Knowledge) -> str:
    """What is measured, not the result that would count: 'ferritin', not 'ferritin under 15'."""
    return knowledge.label(knowledge.findings[finding].number or finding)


def causes(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """Ranked causes with what speaks for and against each, what is unknown, and what would settle it."""
    ranked = [_cause(cause, knowledge) for cause in assessment.causes.ranked]
    unexplained = assessment.causes.unexplained
    scores = settled_first(assessment.instruments)
    return {
        "alarm": alarm(assessment),
        "first": ranked[:_SHOWN],
        "rest": ranked[_SHOWN:],
        "unexplained": None if unexplained is None else of_100(unexplained),
        "note": assessment.causes.note,
        "order": assessment.causes.order,
        "tests": [(test_name(test.finding, knowledge), test.why) for test in assessment.tests],
        "kind": _kind(assessment.kind, knowledge),
        "overreaching": _overreaching(assessment.overreaching, knowledge),
        "who": _who(assessment),
        "used": len(assessment.causes.findings_used),
        "notes": assessment.scope_notes,
        "scores": [_score(result, knowledge) for result in scores if result.word],
        "open_scores": [_score(result, knowledge) for result in scores if not result.word],
        "scores_note": SCORES_NOTE,
        "labs": [_lab(reading, row) for reading, row in zip(assessment.labs, lab_rows(assessment.labs), strict=True)],
        "labs_note": LABS_NOTE,
    }


def _score(result: InstrumentResult, knowledge: Knowledge) -> dict[str, Any]:
    source = knowledge.sources.get(result.source)
    return {
        "name": result.name,
        "scored": is_scored(result),
        "word": result.word,
        "points": points_words(result),
        "meaning": result.meaning,
        "possible": result.possible,
        "items": [
            {
                "label": item_words(item),
                "sign": {True: "+", False: "−", None: "?"}[item.truth],
                "word": say(_HOLDS[item.truth]),
            }
            for item in result.items
        ],
        "needed": [knowledge.label(name) for name in result.needed],
        "caveat": result.caveat,
        "source": source.citation if source else "",
    }


def _lab(reading: LabReading, row: tuple[str, str, str, str, str, str]) -> dict[str, Any]:
    name, value, usual, flag, day, note = row
    outside = reading.flag in ("low", "high")
    return {"name": name, "value": value, "usual": usual, "word": flag, "day": day, "note": note, "outside": outside}


def _cause(cause: RankedCause, knowledge: Knowledge) -> dict[str, Any]:
    signs = (*cause.speaks_for, *cause.speaks_against)
    return {
        # Where every number is an estimate, the word stands once beside the name and not behind each sign.
        "mixed": not all(sign.estimate for sign in signs),
        "article": beside("causes", cause.cause, knowledge),
        "id": cause.cause,
        "name": cause.name,
        "word": likely_word(cause.posterior),
        "estimate": cause.estimate,
        "chart": charts.range_bar(cause.low, cause.posterior, cause.high),
        "about": of_100(cause.posterior),
        "low": of_100(cause.low),
        "high": of_100(cause.high),
        "speaks_for": [_sign(sign) for sign in cause.speaks_for],
        "speaks_against": [_sign(sign) for sign in cause.speaks_against],
        "unknown": [knowledge.label(name) for name in cause.unknown],
        "before": before_words(cause),
        "steps": _steps(cause),
        "after": after_words(cause),
        "without": without_words(cause),
        "tests": cause.tests,
        "who": cause.who,
        "note": cause.note,
    }


def _steps(cause: RankedCause) -> list[tuple[str, str, str]]:
    """Label, picture and factor of each step from the chance before any answer to the one that the signs give."""
    pictures = charts.waterfall(math.log(cause.prior / (1 - cause.prior)), [step for _, step in weights(cause)])
    rows = [(say("causes.before"), ""), *steps(cause), (say("causes.together"), "")]
    ends = {
        0: say("causes.of_100", count=of_100(cause.prior)),
        len(rows) - 1: say("causes.of_100", count=of_100(cause.posterior_exact)),
    }
    return [
        (label, picture, ends.get(place, words))
        for place, ((label, words), picture) in enumerate(zip(rows, pictures, strict=True))
    ]


def _sign(sign: Contribution) -> dict[str, Any]:
    return {"label": sign.label, "estimate": sign.estimate, "sources": ", ".join(sign.sources)}


def _kind(kind: KindOfFatigue | Withheld, knowledge: Knowledge) -> dict[str, Any]:
    if isinstance(kind, Withheld):
        needed = [knowledge.label(name) for name in kind.needed]
        return {"known": False, "reason": kind.reason, "needed": needed}
    rows = [
        {"name": KIND_WORDS.get(name, name), "chart": charts.range_bar(kind.low[name], share, kind.high[name])}
        for name, share in sorted(kind.shares.items(), key=lambda item: -item[1])
    ]
    return {
        "known": True,
        "head": kind_head(kind),
        "rows": rows,
        "reasons": kind.reasons,
        "note": kind.note,
        "signs": say("causes.kind_signs", known=kind.known_signs, all=kind.all_signs),
        "told": [told_line(one, knowledge) for one in told(kind)],
        "needed": [knowledge.label(name) for name in kind.needed],
    }


def _overreaching(grade: Overreaching | None, knowledge: Knowledge) -> dict[str, Any] | None:
    if grade is None:
        return None
    return {
        "head": state_words(grade),
        "words": grade.words,
        "reasons": grade.reasons,
        "needed": [knowledge.label(name) for name in grade.needed],
        "settles": grade.settles,
        "note": grade.note,
    }


def _who(assessment: Assessment) -> list[str]:
    """Whom the first causes point to, each once."""
    return list(dict.fromkeys(cause.who for cause in assessment.causes.ranked[:_SHOWN] if cause.who))


def plan(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """The plan: what is offered with its grade, what is held back, and the questions that would free most of it."""
    todo = assessment.plan
    return {
        "alarm": alarm(assessment),
        "advice": todo.advice,
        "offers": [
            {
                "item": item,
                "word": say(f"remedy_grade.{item.grade}") if item.grade in GRADE_WORDS else "",
                "article": beside("remedies", item.remedy, knowledge),
            }
            for item in todo.items
        ],
        "withheld": [{"name": item.name, "reason": item.reason, "waits": bool(item.needed)} for item in todo.withheld],
        "waits": sum(bool(item.needed) for item in todo.withheld),
        "questions": len(waiting(assessment, knowledge)),
        "grades": [
            ("A", say("remedy_grade.A"), say("remedy_grade.A_why")),
            ("B", say("remedy_grade.B"), say("remedy_grade.B_why")),
            ("C", say("remedy_grade.C"), say("remedy_grade.C_why")),
            ("D", say("remedy_grade.D"), say("remedy_grade.D_why")),
            ("X", say("remedy_grade.X"), say("remedy_grade.X_why")),
        ],
    }


def waiting(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    """What withheld remedies wait for and a person can say (``age`` or a finding); what most of them need first."""
    counts = Counter(name for item in assessment.plan.withheld for name in dict.fromkeys(item.needed))
    return [
        name
        for name, _ in counts.most_common()
        if name == "age" or (name in knowledge.findings and knowledge.findings[name].collected_by == "self")
    ]
