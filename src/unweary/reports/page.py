"""The report for a clinician: one A4 page of HTML that is opened from disk and printed.

The page carries its own style and pictures, loads nothing, and needs no script. It says what the assessment says, in
the assessment's order, and prints no score of our own. What does not fit on the page stands in full in a fold-out
below it, which is printed only when it is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from unweary.reports import charts
from unweary.reports.muscle import open_words, place_words, reading_line, site_words, state_words, told
from unweary.reports.passed import passed_lines
from unweary.reports.phrases import (
    ACTION_WORDS,
    DISCLAIMER,
    KIND_WORDS,
    NOT_ASKED_IS_NOT_NO,
    URGENCY_WORDS,
    amount_words,
    day_words,
    grade_words,
    kind_head,
    kinds_of_sources,
    likely_word,
    number_words,
    of_100,
    some_of,
    typeset,
)
from unweary.reports.recorded import DAYS_SHOWN, DailySeries, covered, daily_series, gaps
from unweary.reports.scores import (
    LABS_NOTE,
    SCORES_NOTE,
    item_words,
    lab_rows,
    needed_words,
    points_words,
    result_words,
    settled_first,
)
from unweary.reports.words import good_to_know, needs_measuring, open_questions
from unweary.vocab.assessment import Assessment, Contribution, KindOfFatigue, RankedCause, See, Withheld
from unweary.vocab.history import History, Profile
from unweary.vocab.instruments import InstrumentResult
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import Truth

#: Numbers that say what changed, in the order in which a clinician reads them.
CHANGES = (
    "fatigue_days",
    "fatigue_0_10",
    "fatigue_rise",
    "heaviness_0_10",
    "soreness_max",
    "load_rise_sd",
    "rest_days_7d",
    "longest_7d_ratio",
    "descent_5d_m",
    "sleep_h_mean7",
    "stress_mean7",
    "rhr_z",
    "lnrmssd_z",
)
_SEX_WORDS = {"F": "female", "M": "male"}
# How much of each fits on one sheet; what is left out is counted there and stands in full in the fold-out.
_EACH, _UNKNOWN, _TESTS, _PLAN, _SORE, _LABS, _NOT_ASKED, _ABSENT, _BOXES, _KINDS = 3, 2, 4, 4, 6, 6, 12, 16, 4, 3
_SCORES, _NEEDED, _MISFITS, _PASSED = 4, 3, 3, 4
#: Height of a chart on the sheet, in px of 1/96 inch, without the names of its days.
_TALL_PX = 24.0


def report_html(
    assessment: Assessment,
    history: History,
    knowledge: Knowledge,
    *,
    question: str = "",
    example: bool = False,
    figure: str = "",
) -> str:
    """The whole page as text.

    Parameters
    ----------
    assessment : Assessment
        What was concluded.
    history : History
        What it was concluded from: gives the charts and the patient's own data.
    knowledge : Knowledge
        Gives labels, clinical names and the list of warning signs.
    question : str
        What the patient wants to ask. Empty: a line to write it on.
    example : bool
        Whether this is the invented person; then the page says so where it says who prepared it.
    figure : str
        SVG of the body with the sore places, drawn by the door; empty: the table of them alone.

    Returns
    -------
    str
        One self-contained HTML document.
    """
    from markupsafe import Markup

    shown = _context(assessment, history, knowledge, question)
    return typeset(str(_template().render(shown, example=example, figure=Markup(figure))))


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("unweary.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _context(assessment: Assessment, history: History, knowledge: Knowledge, question: str) -> dict[str, Any]:
    verdict = assessment.verdict
    span = covered(history)
    ranked = assessment.causes.ranked
    most = 3 if assessment.red_flags_fired else 4
    return {
        "person": _capital(
            person_words(history.profile, {state.finding: state.state for state in assessment.findings})
        ),
        "said_once": _profile_lists(history.profile),
        "reported": f"{day_words(assessment.as_of.date())}, {assessment.as_of:%H:%M}",
        "covers": f"{day_words(span[0])} to {day_words(span[1])}" if span else "nothing recorded yet",
        "question": question.strip(),
        "verdict": f"{ACTION_WORDS[verdict.action]}. {verdict.headline} {verdict.advice}",
        "sure": verdict.sure,
        "reasons": " ".join(reason.text for reason in verdict.reasons[:4]),
        "see": _whom(verdict.see),
        "contradictions": some_of(assessment.contradictions, _MISFITS),
        "passed": some_of(passed_lines(assessment), _PASSED),
        "waits": any(danger.looked_on is None for danger in assessment.passed_dangers),
        "changes": change_rows(assessment, knowledge),
        "scores": [_score_row(result, knowledge) for result in settled_first(assessment.instruments)],
        "scores_shown": _SCORES // 3 if assessment.red_flags_fired else _SCORES,
        "scores_note": SCORES_NOTE,
        # In an emergency the sheet is for whoever is called: the kind of fatigue can wait in the fold-out.
        "emergency": assessment.verdict.urgency is Urgency.EMERGENCY_NOW,
        "labs": lab_rows(assessment.labs),
        "labs_shown": _LABS,
        "labs_note": LABS_NOTE,
        "flags": flags_words(assessment, knowledge),
        "causes": [_cause_row(cause, knowledge) for cause in ranked[:most]],
        "more_causes": some_of([cause.name for cause in ranked[most:]], 4),
        "unexplained": "" if assessment.causes.unexplained is None else of_100(assessment.causes.unexplained),
        "causes_note": assessment.causes.note,
        "kind": _kind(assessment.kind, knowledge),
        "tests": _tests(ranked[:most]),
        "plan": [
            (item.name, item.dose, grade_words(item.grade), "; ".join(item.warnings))
            for item in assessment.plan.items[:_PLAN]
        ],
        "withheld": [(item.name, item.reason) for item in assessment.plan.withheld],
        "sore": _sore_rows(assessment),
        "readings": [
            (place_words(site), reading, open_words(reading, knowledge, 8))
            for site in assessment.soreness
            for reading in site.readings
        ],
        "reading_line": reading_line,
        "overreaching": assessment.overreaching,
        "overreaching_state": state_words(assessment.overreaching) if assessment.overreaching else "",
        "overreaching_needed": some_of(
            (knowledge.label(name) for name in assessment.overreaching.needed) if assessment.overreaching else (), 4
        ),
        "charts": [(row.title, row.source, row.known, _picture(row)) for row in daily_series(history) if row.known > 1],
        "days_shown": DAYS_SHOWN,
        "gaps": gaps(history),
        "notes": good_to_know(assessment),
        "digest": assessment.knowledge_digest,
        "checked": assessment.red_flags_checked,
        "disclaimer": DISCLAIMER,
        "not_asked_is_not_no": NOT_ASKED_IS_NOT_NO,
        "every_cause": ranked,
        "every_number": [
            (knowledge.label(value.quantity), amount_words(value, knowledge), some_of(value.sources, 5))
            for value in assessment.quantities
        ],
        "said": _said,
    }


def _picture(series: DailySeries) -> Any:
    from markupsafe import Markup

    draw = charts.bars if series.name in ("Training", "Tiredness", "Sleep") else charts.line
    return Markup(draw(series.days, series.values, name=series.name, unit=series.unit, tall_px=_TALL_PX))


def person_words(profile: Profile, known: Mapping[str, bool | None]) -> str:
    """Who the report is about, from the profile and what is known of a pregnancy; what is not known is not mentioned.

    Examples
    --------
    >>> person_words(Profile(birth_year=1989, sex="F"), {"pregnant": True})
    'born 1989, female, pregnant or could be'
    """
    parts = [
        f"born {profile.birth_year}" if profile.birth_year else "",
        _SEX_WORDS.get(profile.sex or "", ""),
        f"{profile.height_m * 100:.0f} cm" if profile.height_m else "",
        f"{number_words(profile.mass_kg)} kg" if profile.mass_kg else "",
        "pregnant" if profile.pregnant else "pregnant or could be" if known.get("pregnant") else "",
        "gave birth lately" if known.get("postpartum") else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing in the profile yet"


def _profile_lists(profile: Profile) -> list[tuple[str, str]]:
    lists = (
        ("Medicines", profile.medicines),
        ("Conditions", profile.conditions),
        ("Supplements", profile.supplements),
        ("Sports", profile.sports),
    )
    return [(name, ", ".join(words)) for name, words in lists if words]


def change_rows(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str, str]]:
    """What changed: label, value, source."""
    by_name = {value.quantity: value for value in assessment.quantities}
    return [
        (
            _capital(knowledge.label(name)),
            amount_words(by_name[name], knowledge),
            kinds_of_sources(by_name[name].sources),
        )
        for name in CHANGES
        if name in by_name
    ]


def _score_row(result: InstrumentResult, knowledge: Knowledge) -> dict[str, Any]:
    """One published score: short for the sheet (name, points, result, what is open), whole for the fold-out."""
    signs = {True: "+", False: "−", None: "?"}
    return {
        "name": result.name,
        "points": points_words(result),
        "result": result_words(result),
        "meaning": result.meaning,
        "needed": "" if result.word else needed_words(result, knowledge, _NEEDED),
        "items": [f"{signs[item.truth]} {item_words(item)}" for item in result.items],
        "caveat": result.caveat,
        "source": knowledge.sources[result.source].citation if result.source in knowledge.sources else result.source,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def flags_words(assessment: Assessment, knowledge: Knowledge) -> dict[str, Any]:
    """Warning signs: rules that fired, signs present, asked and absent, and not asked (most urgent first)."""
    screened = {finding for screen in knowledge.screens for finding in screen.findings}
    wanted = [name for name, finding in knowledge.findings.items() if finding.alarm or name in screened]
    truths: dict[str, Truth] = {state.finding: state.state for state in assessment.findings}
    fired = sorted(assessment.red_flags_fired, key=lambda flag: -flag.urgency)
    asked, measured = open_questions(assessment, knowledge)
    open_ = [name for name in wanted if truths.get(name) is None]
    asked_of = [knowledge.label(name) for name in open_ if not needs_measuring(name, knowledge)]
    tested = [knowledge.label(name) for name in open_ if needs_measuring(name, knowledge)]
    absent = [knowledge.label(name) for name in wanted if truths.get(name) is False]
    return {
        "fired": [
            (URGENCY_WORDS[flag.urgency], flag.message, "; ".join(flag.because), flag.rule) for flag in fired[:_BOXES]
        ],
        "more_fired": [f"{flag.message} ({URGENCY_WORDS[flag.urgency]}, {flag.rule})" for flag in fired[_BOXES:]],
        "count": len(fired),
        "present": [knowledge.label(name) for name in wanted if truths.get(name) is True],
        "absent": some_of(absent, _ABSENT),
        "absent_all": absent,
        "not_asked": some_of((*asked, *asked_of), _NOT_ASKED),
        "not_measured": some_of((*measured, *tested), _NOT_ASKED // 2),
        "not_asked_all": list(dict.fromkeys((*asked, *asked_of, *measured, *tested))),
        "open": len(assessment.red_flags_not_ruled_out),
    }


def _cause_row(cause: RankedCause, knowledge: Knowledge) -> dict[str, str]:
    entry = knowledge.causes.get(cause.cause)
    return {
        "name": entry.clinical_name if entry else cause.name,
        "plain": cause.name,
        "likely": likely_word(cause.posterior),
        "chance": f"{of_100(cause.posterior)} of 100",
        "range": f"{of_100(cause.low)} to {of_100(cause.high)}",
        "estimate": "estimate" if cause.estimate else "",
        "for": _said(cause.speaks_for, _EACH),
        "against": _said(cause.speaks_against, _EACH),
        "unknown": some_of((knowledge.label(name) for name in cause.unknown), _UNKNOWN),
        "note": cause.note,
    }


def _said(contributions: Iterable[Contribution], most: int = 99) -> str:
    """Each sign with the likelihood ratio that was used and the grade of that number; * marks an estimate."""
    return some_of(
        (
            f"{item.label} ({math.exp(item.log_lr):.1f} {item.grade}{'*' if item.estimate else ''})"
            for item in contributions
        ),
        most,
    )


def _kind(kind: KindOfFatigue | Withheld, knowledge: Knowledge) -> dict[str, str]:
    if isinstance(kind, Withheld):
        needed = some_of((knowledge.label(name) for name in kind.needed), 5)
        return {
            "head": f"Not known yet. {kind.reason}",
            "shares": "",
            "note": f"Would help: {needed}" if needed else "",
        }
    shares = "; ".join(
        f"{KIND_WORDS.get(name, name)} {of_100(share)} ({of_100(kind.low[name])} to {of_100(kind.high[name])})"
        for name, share in sorted(kind.shares.items(), key=lambda item: -item[1])[:_KINDS]
    )
    head = f"{kind_head(kind)} {kind.known_signs} of {kind.all_signs} signs known."
    # The whole note stands in the fold-out; the sheet has room for one plain answer: has it outlasted its recovery.
    plain = " ".join(one.words for one in told(kind)[:1] if one.answer != "not_known")
    return {
        "head": head,
        "shares": f"Of 100 (range): {shares}",
        "note": plain or kind.note,
        "whole": " ".join((*(one.words for one in told(kind)), kind.note)),
    }


def _whom(see: Iterable[See]) -> list[str]:
    """Who and when, each once, the most urgent first; the messages stand in the boxes of the red flags."""
    ordered = sorted(see, key=lambda item: -item.urgency)
    return list(dict.fromkeys(f"{item.who or 'a clinician'}, {URGENCY_WORDS[item.urgency]}" for item in ordered))


def _tests(ranked: Iterable[RankedCause]) -> list[tuple[str, str, str]]:
    """Tests that would confirm or exclude the ranked causes: tests, cause, who orders them."""
    seen: dict[str, tuple[str, str, str]] = {}
    for cause in ranked:
        if cause.tests and not cause.tests.startswith("none"):
            seen.setdefault(cause.tests, (_capital(cause.tests), cause.name, cause.who))
    return list(seen.values())[:_TESTS]


def _sore_rows(assessment: Assessment) -> list[tuple[str, str, str, str]]:
    ranked = sorted(assessment.soreness, key=lambda site: -site.soreness_0_10)
    return [
        (
            site.name if site.side == "mid" else f"{site.name}, {site.side}",
            number_words(site.soreness_0_10),
            str(site.days_sore) if site.days_sore else "",
            site_words(site).partition("; still to check")[0],
        )
        for site in ranked[:_SORE]
    ]
