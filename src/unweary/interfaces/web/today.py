"""What the Today page shows, taken from an assessment: chosen, ordered and put in words, never computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from unweary.interfaces.web import week
from unweary.interfaces.web.calls import about_self_harm, calls, sooner, used_by
from unweary.interfaces.web.passed import passed
from unweary.interfaces.web.rendering import day_name, weekday
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.ticks import tick_of
from unweary.reports.changes import changes
from unweary.reports.course import Course, expected_course, picture
from unweary.reports.muscle import READINGS_NOTE, open_words, share_words, site_words
from unweary.reports.phrases import group_words, number_words, some_of, told_sources
from unweary.reports.words import good_to_know
from unweary.vocab.assessment import Assessment, Flag, Question, Reason, SoreSite
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.muscle import SoreReading

_TONES = {"push": "push", "modify": "modify", "pause": "pause", "see_clinician": "see", "not_known": "unknown"}
_SCALE = ("push", "modify", "pause", "see_clinician")
_ORDER = {"see_clinician": 0, "pause": 1, "modify": 2, "not_known": 3, "push": 4}
#: Rows of sore places that stand open; the rest is folded, in few words.
_MOST_SORE = 5
#: Kinds of sore places whose every reading is shown.
_IN_FULL = 1
_ANSWERS = {"present": "entries.yes", "absent": "entries.no", "unknown": "entries.unsure"}


def alarm(assessment: Assessment) -> str:
    """What the top of every page must say: ``emergency``, ``same_day`` or nothing."""
    if assessment.verdict.urgency >= Urgency.EMERGENCY_NOW:
        return "emergency"
    return "same_day" if assessment.verdict.urgency >= Urgency.SAME_DAY else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: its first sentence large, the rest small, with the week behind it in miniature."""

    title: str
    rest: str
    sources: str
    chart: str


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody has just done on Today; it stands in the address and nowhere else.

    ``said`` is the finding that was answered a moment ago and ``was`` the verdict before, ``ask`` the one to be asked
    again, ``skipped`` those that are left for later.
    """

    said: str = ""
    was: str = ""
    ask: str = ""
    skipped: tuple[str, ...] = ()


def today(
    assessment: Assessment,
    history: History,
    knowledge: Knowledge,
    before: Assessment | None = None,
    look: Look = Look(),
) -> dict[str, Any]:
    """The Today page. From same-day urgency up nothing about training stands on it.

    Parameters
    ----------
    before : Assessment, optional
        The assessment for the same hour of yesterday; without it nothing is compared.
    """
    verdict = assessment.verdict
    training = not alarm(assessment)
    question = _question(assessment, knowledge, look)
    lines = [_line(reason, history, knowledge) for reason in verdict.reasons]
    sore = _sore(assessment.soreness)
    return {
        "day": assessment.as_of.date(),
        "verdict": verdict,
        "alarm": alarm(assessment),
        "tone": _TONES[verdict.action],
        "word": say(f"verdict.{verdict.action}"),
        "scale": [(action, say(f"verdict.{action}")) for action in _SCALE],
        "first_time": not (history.days or history.sites or history.answers or history.sessions),
        "checked_in": any(day.day == assessment.as_of.date() for day in history.days),
        "see": _see(assessment),
        "sooner": sooner(assessment, history, knowledge),
        "reasons": lines[:3] if training else [],
        "more_reasons": lines[3:] if training else [],
        "first": assessment.plan.advice if training else (),
        "todo": _todo(assessment, history) if training else [],
        "changes": changes(assessment, before, history, knowledge) if training and before is not None else None,
        "question": question,
        "number": _number(question, knowledge),
        "skip": ",".join((*look.skipped, question.finding)) if question is not None else "",
        "told": _told(assessment, history, knowledge, look),
        "courses": _courses(assessment, knowledge) if training else [],
        "sore": sore[:_MOST_SORE],
        "more_sore": _alike(sore[_MOST_SORE:]),
        "sore_kinds": _sore_kinds(assessment.soreness, knowledge)[:8],
        "sore_note": READINGS_NOTE,
        "groups": _groups(assessment) if training and verdict.action != "not_known" else [],
        "flags": _flags(assessment, knowledge),
        **slips(assessment, history, knowledge, Urgency.SAME_DAY),
        "notes": good_to_know(assessment),
        "passed": passed(assessment) if training else [],
        "misfits": assessment.contradictions,
    }


def _question(assessment: Assessment, knowledge: Knowledge, look: Look) -> Question | None:
    """The one next question: the one to be put right, else the best one that was not left for later."""
    again = knowledge.findings.get(look.ask)
    if again is not None:
        return Question(again.id, again.question, say("today.again"), 0.0)
    asked = (assessment.question, *assessment.questions)
    return next((each for each in asked if each is not None and each.finding not in look.skipped), None)


def _number(question: Question | None, knowledge: Knowledge) -> dict[str, str] | None:
    """Where the one question asks for a number: its unit."""
    if question is None or knowledge.findings[question.finding].kind != "number":
        return None
    return {"unit": knowledge.unit_of(question.finding)}


def _told(assessment: Assessment, history: History, knowledge: Knowledge, look: Look) -> dict[str, Any] | None:
    """What was just answered, and whether the verdict moved."""
    given = [answer for answer in history.answers if answer.finding == look.said]
    if not given or look.said not in knowledge.findings:
        return None
    answer = max(given, key=lambda each: each.at)
    value = "" if answer.value is None else number_words(answer.value)
    headline = assessment.verdict.headline
    moved = look.was in _TONES and look.was != assessment.verdict.action
    return {
        "finding": look.said,
        "answer": say("today.saved", label=knowledge.label(look.said), answer=value or say(_ANSWERS[answer.state])),
        "then": say("today.moved", headline=headline) if moved else say("today.stays", headline=headline),
    }


def _courses(assessment: Assessment, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The usual course of soreness, once for all places that are on the same day of it."""
    found: dict[Course, list[str]] = {}
    for site in assessment.soreness:
        course = expected_course(site, knowledge, assessment.as_of.date())
        if course is not None:
            found.setdefault(course, []).append(site.name)
    return [
        {
            "names": ", ".join(dict.fromkeys(names)),
            "day": course.day,
            "words": _course_words(course),
            "picture": picture(course),
            "grade": course.grade,
            "word": say(f"remedy_grade.{course.grade}"),
        }
        for course, names in found.items()
    ]


def _course_words(course: Course) -> str:
    first, last = course.gone_on
    begun = weekday(first)
    if first.month == last.month:
        begun = say("today.course_from", weekday=begun, day=first.day)
    dates = say("today.course_span", first=begun, last=day_name(last))
    gone = say("today.course_span", first=course.gone[0], last=course.gone[1])
    if course.late:
        return say("today.course_late", turns=course.worst[1], last=course.gone[1])
    if course.day > course.worst[1]:
        return say("today.course_past", gone=gone, dates=dates)
    worst = say("today.course_span", first=course.worst[0], last=course.worst[1])
    return say("today.course_ahead", worst=worst, gone=gone, dates=dates)


def emergency(assessment: Assessment, history: History, knowledge: Knowledge) -> dict[str, Any]:
    """The emergency page, which stands alone. The number comes from the person's country and is never guessed."""
    flags = [flag for flag in assessment.red_flags_fired if flag.urgency is Urgency.EMERGENCY_NOW]
    country = knowledge.countries.get(history.profile.country or "")
    crisis = [flag for flag in flags if about_self_harm(flag, knowledge)]
    by_message: dict[str, Flag] = {}
    for flag in flags:
        by_message.setdefault(flag.message, flag)
    said = [label for flag in flags if flag not in crisis for label in flag.because]
    return {
        "verdict": assessment.verdict,
        "flags": [
            {"message": flag.message, "because": ", ".join(flag.because), "why": flag.why}
            for flag in list(by_message.values())[:3]
        ],
        "country": country.name if country else "",
        "numbers": calls(country, crisis=bool(crisis)) if country else [],
        "crisis": bool(crisis),
        "no_line": bool(crisis and country and not country.crisis),
        "countries": sorted((each.code, each.name) for each in knowledge.countries.values()),
        "because": ", ".join(dict.fromkeys(said)),
        **slips(assessment, history, knowledge, Urgency.EMERGENCY_NOW),
    }


def slips(assessment: Assessment, history: History, knowledge: Knowledge, least: Urgency) -> dict[str, Any]:
    """The answers that the urgent rules rest on, so that a slip can be put right on the spot.

    What comes from the body map or the details is put right there: an answer would not outweigh it.
    """
    used = used_by({flag.rule for flag in assessment.red_flags_fired if flag.urgency >= least}, knowledge)
    said = {answer.finding for answer in history.answers if answer.state == "present"}
    holding = [state for state in assessment.findings if state.state is True and state.finding in used]
    return {
        "slips": [
            {"finding": state.finding, "label": knowledge.findings[state.finding].label}
            for state in holding
            if state.finding in said and state.finding in knowledge.findings
        ],
        "slip_sites": any("body map" in source for state in holding for source in state.sources),
    }


def _see(assessment: Assessment) -> list[dict[str, str]]:
    flags = {flag.rule: flag for flag in assessment.red_flags_fired}
    rows: dict[str, dict[str, str]] = {}
    for see in sorted(assessment.verdict.see, key=lambda see: -see.urgency):
        because = flags[see.rule].because if see.rule in flags else ()
        when = say(f"urgency.{see.urgency.word}")
        why = "" if see.why == assessment.verdict.advice else see.why
        rows.setdefault(see.why, {"when": when, "who": see.who, "why": why, "because": ", ".join(because)})
    return list(rows.values())


def _line(reason: Reason, history: History, knowledge: Knowledge) -> Line:
    title, _, rest = reason.text.partition(". ")
    title = f"{title}." if rest else title
    return Line(title.removesuffix("."), rest, _from(reason.sources), week.chart_of(reason.rule, history, knowledge))


def _from(sources: Sequence[str]) -> str:
    """Where a reason comes from; many check-ins are one source."""
    shown = (s.split(" of ")[0] if s.startswith("check-in") else s for s in told_sources(sources))
    return some_of(shown, 3)


def _todo(assessment: Assessment, history: History) -> list[dict[str, Any]]:
    """The first things of the plan, each with its grade and whether it was done today."""
    return [
        {
            "name": item.name,
            "dose": item.dose,
            "grade": item.grade,
            "word": say(f"remedy_grade.{item.grade}"),
            "tick": tick_of(item.remedy, item.name, history.ticks, assessment.as_of.date()),
        }
        for item in assessment.plan.items[:3]
    ]


def _sore(sites: Sequence[SoreSite]) -> list[dict[str, Any]]:
    """One row for each sore part; left and right stand in one row where they are alike."""
    sides: dict[tuple[str, float, str], list[str]] = {}
    for site in sites:
        days = say("today.sore_day", day=site.days_sore) if site.days_sore > 1 else ""
        words = ", ".join(part for part in (site_words(site), days) if part)
        sides.setdefault((site.name, site.soreness_0_10, words), []).append(site.side)
    return [
        {"name": name, "side": _side_words(found), "score": score, "words": words}
        for (name, score, words), found in sides.items()
    ]


def _side_words(sides: Sequence[str]) -> str:
    if len(sides) > 1:
        return say("today.sore_both")
    return "" if sides[0] == "mid" else say(f"body.{sides[0]}")


def _alike(rows: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """Places in few words, under what is said of all of them."""
    alike: dict[str, list[str]] = {}
    for row in rows:
        side = f", {row['side']}" if row["side"] else ""
        alike.setdefault(row["words"], []).append(f"{row['name']}{side}: {number_words(row['score'])}")
    return alike


def _sore_kinds(sites: Sequence[SoreSite], knowledge: Knowledge) -> list[dict[str, Any]]:
    """What each place may be; places with the same readings stand together. The first in full, others in short."""
    alike: dict[tuple[SoreReading, ...], list[SoreSite]] = {}
    for site in sites:
        if site.readings:
            alike.setdefault(site.readings, []).append(site)
    return [
        {
            "name": some_of((site.name for site in found), _MOST_SORE),
            "words": found[0].words,
            "readings": [
                _reading(reading, knowledge)
                for place, reading in enumerate(readings)
                if number < _IN_FULL or place == 0 or reading.warned
            ],
        }
        for number, (readings, found) in enumerate(alike.items())
    ]


def _reading(reading: SoreReading, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "name": reading.name,
        "chance": share_words(reading),
        "warned": reading.warned,
        "speaks_for": reading.speaks_for,
        "speaks_against": reading.speaks_against,
        "open": open_words(reading, knowledge),
        "settles": reading.settles,
    }


def _groups(assessment: Assessment) -> list[dict[str, str]]:
    """Groups that differ from the rest one by one, the rest in one line."""
    verdict = assessment.verdict
    rows: list[dict[str, str]] = []
    same: list[str] = []
    for name, group in sorted(verdict.by_group.items(), key=lambda item: (_ORDER[item[1].action], item[0])):
        if group.action == verdict.action and not group.reasons:
            same.append(name)
            continue
        sore = "" if group.soreness_0_10 is None else say("today.group_sore", score=number_words(group.soreness_0_10))
        why = group.reasons[0].text if group.reasons else sore
        word = say(f"verdict.{group.action}")
        rows.append({"name": group_words(name), "action": group.action, "word": word, "why": why})
    if same:
        name = say("today.groups_others") if rows else say("today.groups_all")
        rows.append({"name": name, "action": verdict.action, "word": say(f"verdict.{verdict.action}"), "why": ""})
    return rows


def _flags(assessment: Assessment, knowledge: Knowledge, most: int = 10) -> dict[str, Any]:
    """The quiet account of the warning signs: looked at, holding, and not ruled out for want of an answer."""
    open_ = sorted(assessment.red_flags_not_ruled_out, key=lambda flag: -flag.urgency)
    labels = list(dict.fromkeys(knowledge.label(name) for flag in open_ for name in flag.missing))
    return {
        "checked": assessment.red_flags_checked,
        "fired": len(assessment.red_flags_fired),
        "open": open_,
        "labels": labels[:most],
        "more_labels": max(len(labels) - most, 0),
    }
