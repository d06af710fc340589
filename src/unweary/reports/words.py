"""An assessment in plain sentences and small tables, as data: a terminal, a web page or a message lays them out.

Nothing is judged here. Order, urgency, numbers and reasons are those of the assessment; only what is long is cut,
and then the number of things left out is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unweary.reports.explanation import without_words
from unweary.reports.muscle import overreaching_lines, readings_lines, site_words, told_lines
from unweary.reports.passed import passed_section
from unweary.reports.phrases import (
    ACTION_WORDS,
    KIND_WORDS,
    NOT_ASKED_IS_NOT_NO,
    URGENCY_WORDS,
    amount_words,
    chance_words,
    grade_words,
    group_words,
    kind_head,
    not_recognised_words,
    number_words,
    of_100,
    some_of,
    sources_words,
)
from unweary.reports.scores import LABS_NOTE, lab_rows, score_lines
from unweary.reports.sections import Section, Table
from unweary.vocab.assessment import Assessment, Contribution, Flag, PlanItem, RankedCause, Withheld
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import names

#: Answers about harming oneself: then the crisis line stands beside the emergency number.
CRISIS_FINDINGS = frozenset(("suicidal", "self_harm_now"))
#: More open questions than these are counted, not listed, on the page of today.
_OPEN_SHOWN = 6


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The largest thing on every page. ``tone`` names the colour: an action, or ``emergency``."""

    tone: str
    word: str
    headline: str
    advice: str
    urgency: str
    sure: str


def verdict_words(assessment: Assessment) -> VerdictWords:
    """The verdict for the top of a page."""
    verdict = assessment.verdict
    emergency = verdict.urgency is Urgency.EMERGENCY_NOW
    return VerdictWords(
        tone="emergency" if emergency else verdict.action,
        word="Emergency" if emergency else ACTION_WORDS[verdict.action],
        headline=verdict.headline,
        advice=verdict.advice,
        urgency="" if verdict.urgency is Urgency.NONE else f"See someone: {URGENCY_WORDS[verdict.urgency]}.",
        sure=verdict.sure,
    )


def today_lines(assessment: Assessment, knowledge: Knowledge, *, country: str = "") -> tuple[Section, ...]:
    """Everything below the verdict, in the order in which it matters.

    In an emergency only the emergency: what it may be, whom to call, what it rests on. ``country`` (ISO 3166-1
    alpha-2) chooses the number; without it no number is guessed.
    """
    if assessment.verdict.urgency is Urgency.EMERGENCY_NOW:
        return emergency_lines(assessment, knowledge, country=country)
    return after_verdict(assessment, knowledge)


def after_verdict(assessment: Assessment, knowledge: Knowledge) -> tuple[Section, ...]:
    """The whole answer below the verdict, also where somebody chose to go on after an emergency message."""
    sections = (
        see_section(assessment),
        passed_section(assessment),
        reasons_section(assessment, most=3),
        flags_section(assessment, knowledge),
        causes_section(assessment, knowledge, most=3, each=2),
        kind_section(assessment, knowledge),
        contradictions_section(assessment),
        question_section(assessment, knowledge),
        plan_section(assessment, most=3),
        sore_section(assessment),
        groups_section(assessment),
        Section("What would change this", assessment.verdict.would_change),
        Section("Good to know", good_to_know(assessment)),
    )
    return tuple(section for section in sections if section.lines or section.table)


def good_to_know(assessment: Assessment) -> tuple[str, ...]:
    """For whom something here does not hold; last, and once an answer, what of the details was not recognised."""
    unread = not_recognised_words(assessment.not_recognised)
    return (*assessment.scope_notes, unread) if unread else assessment.scope_notes


def emergency_lines(assessment: Assessment, knowledge: Knowledge, *, country: str = "") -> tuple[Section, ...]:
    """The emergency alone. Said in full; nothing else stands beside it."""
    flags = [flag for flag in assessment.red_flags_fired if flag.urgency is Urgency.EMERGENCY_NOW]
    why = tuple(f"{'; '.join(flag.because)}: {flag.why}" if flag.because else flag.why for flag in flags)
    # The first message is the verdict's advice and stands above already.
    more = tuple(dict.fromkeys(flag.message for flag in flags if flag.message != assessment.verdict.advice))
    sections = (
        Section("Call", _numbers(flags, knowledge, country)),
        Section("Also", more),
        Section("What this rests on", why),
    )
    return tuple(section for section in sections if section.lines)


def _numbers(flags: Iterable[Flag], knowledge: Knowledge, country: str) -> tuple[str, ...]:
    fired = {flag.rule for flag in flags}
    rules = [rule for rule in knowledge.red_flags if rule.id in fired]
    crisis = any(not CRISIS_FINDINGS.isdisjoint(names(rule.when)) for rule in rules)
    known = knowledge.countries.get(country)
    if known is None:
        text = "Your own emergency number. We do not know your country, so we do not guess it."
        return (text,)
    lines = (f"{known.emergency} (emergency number, {known.name})",)
    return (*lines, f"{known.crisis} (crisis line, {known.name})") if crisis and known.crisis else lines


def see_section(assessment: Assessment) -> Section:
    """Whom to see, how soon, why: the most urgent first."""
    found = sorted(assessment.verdict.see, key=lambda item: -item.urgency)
    lines = [f"{f'{see.who}, ' if see.who else ''}{URGENCY_WORDS[see.urgency]}: {see.why}" for see in found]
    if lines and Urgency.WITHIN_DAYS <= assessment.verdict.urgency < Urgency.EMERGENCY_NOW:
        lines.append("If it suddenly gets much worse, do not wait for that: call your local emergency number.")
    return Section("Have someone look", tuple(dict.fromkeys(lines)))


def reasons_section(assessment: Assessment, most: int | None = None) -> Section:
    """Why the verdict is as it is, heaviest first, each with its source."""
    reasons = assessment.verdict.reasons
    shown = reasons if most is None else reasons[:most]
    lines = [f"{reason.text}{sources_words(reason.sources)}" for reason in shown]
    if len(shown) < len(reasons):
        lines.append(f"{len(reasons) - len(shown)} more: unweary why")
    return Section("Why", tuple(lines))


def flags_section(
    assessment: Assessment, knowledge: Knowledge, most: int = _OPEN_SHOWN, *, measured_too: bool = False
) -> Section:
    """What the warning-sign rules found, and what they could not rule out: first what an answer at home settles.

    ``measured_too`` names what only a test or a device tells; without it those are counted.
    """
    fired = assessment.red_flags_fired
    held = {0: "none holds", 1: "1 holds"}.get(len(fired), f"{len(fired)} hold")
    head = f"{assessment.red_flags_checked} rules checked: {held}."
    lines = [head]
    # The message of each stands under 'Have someone look'.
    lines += [f"! {URGENCY_WORDS[flag.urgency]}: {'; '.join(flag.because) or flag.message}" for flag in fired]
    open_ = assessment.red_flags_not_ruled_out
    if open_:
        lines.append(f"? {len(open_)} not ruled out, since some answers are missing. {NOT_ASKED_IS_NOT_NO}")
        asked, measured = open_questions(assessment, knowledge)
        if asked:
            lines.append(f"  not asked yet: {some_of(asked, most)}. To answer: unweary check-in")
        if measured and measured_too:
            lines.append(f"  only a test or a device can tell: {some_of(measured, most)}")
        elif measured:
            more = f"{len(measured)} more needs" if len(measured) == 1 else f"{len(measured)} more need"
            lines.append(f"  {more} a test or a device: unweary why")
    return Section("Warning signs", tuple(lines))


def open_questions(assessment: Assessment, knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What keeps warning-sign rules open: what nobody asked, and what only a test, device or clinician can tell.

    In the order of the rules, each once: first what a single answer at home settles, most urgent first.
    """
    names_ = dict.fromkeys(name for flag in assessment.red_flags_not_ruled_out for name in flag.missing[:1])
    measured = [name for name in names_ if needs_measuring(name, knowledge)]
    return (
        tuple(dict.fromkeys(knowledge.label(name) for name in names_ if name not in measured)),
        tuple(dict.fromkeys(knowledge.label(name) for name in measured)),
    )


def needs_measuring(name: str, knowledge: Knowledge) -> bool:
    """Whether only a test, a device or a clinician can tell, so that asking the person would not help."""
    if name in knowledge.findings:
        return knowledge.findings[name].collected_by in ("device", "lab", "clinician")
    quantity = knowledge.quantities.get(name)
    return quantity is not None and quantity.origin.startswith(("lab:", "signal:"))


def causes_section(assessment: Assessment, knowledge: Knowledge, most: int | None = None, each: int = 4) -> Section:
    """Why it may not go away: the ranked causes with what speaks for (+), against (-) and what is not known (?)."""
    ranked = assessment.causes.ranked
    lines: list[str] = []
    for place, cause in enumerate(ranked[:most], start=1):
        lines += _cause_lines(place, cause, knowledge, each)
    if most is not None and len(ranked) > most:
        lines.append(f"{len(ranked) - most} more: unweary why")
    if not ranked:
        lines.append("No cause stands out from what is known.")
    if assessment.causes.unexplained is not None:
        lines.append(f"None of the causes we know: about {of_100(assessment.causes.unexplained)} of 100.")
    lines += [words for words in (assessment.causes.order, assessment.causes.note) if words]
    return Section("Why it may not go away", tuple(lines))


def _cause_lines(place: int, cause: RankedCause, knowledge: Knowledge, each: int) -> list[str]:
    lines = [f"{place}. {cause.name}: {chance_words(cause)}"]
    for sign, words, said in (("+", "for", cause.speaks_for), ("-", "against", cause.speaks_against)):
        there = [f"{item.label} ({item.grade})" for item in said if not _is_denied(item, knowledge)]
        denied = [f"{knowledge.label(item.finding)} ({item.grade})" for item in said if _is_denied(item, knowledge)]
        lines += [f"  {sign} {words}: {some_of(there, each)}"] if there else []
        lines += [f"  {sign} {words}, since this is not so: {some_of(denied, each)}"] if denied else []
    if cause.unknown:
        lines.append(f"  ? not known: {some_of((knowledge.label(name) for name in cause.unknown), each)}")
    if cause.if_not is not None:
        lines.append(f"  {without_words(cause)}")
    if cause.note:
        lines.append(f"  {cause.note}")
    return lines


def _is_denied(item: Contribution, knowledge: Knowledge) -> bool:
    """Whether it counts because the sign is absent. 'no' before a label such as 'tired all over' reads badly."""
    return item.label.startswith("no ") and bool(item.finding) and item.label != knowledge.label(item.finding)


def kind_section(assessment: Assessment, knowledge: Knowledge) -> Section:
    """Which kind of fatigue, with the range that unasked signs leave open."""
    kind = assessment.kind
    title = "Kind of fatigue"
    if isinstance(kind, Withheld):
        lines = [f"Not known yet. {kind.reason}"]
        if kind.needed:
            lines.append(f"  would help: {some_of((knowledge.label(name) for name in kind.needed), 5)}")
        return Section(title, tuple(lines))
    shares = sorted(kind.shares.items(), key=lambda item: -item[1])
    rows = tuple(
        (KIND_WORDS.get(name, name), of_100(share), f"{of_100(kind.low[name])} to {of_100(kind.high[name])}")
        for name, share in shares
    )
    lines = [f"{kind_head(kind)} {kind.known_signs} of {kind.all_signs} signs are known.", *kind.reasons]
    lines += [*told_lines(kind, knowledge), *([kind.note] if kind.note else [])]
    return Section(title, tuple(lines), Table(("kind", "of 100", "range"), rows))


def contradictions_section(assessment: Assessment) -> Section:
    """Answers that cannot all be true; the more careful one has counted."""
    return Section("These answers do not fit together", tuple(f"! {words}" for words in assessment.contradictions))


def question_section(assessment: Assessment, knowledge: Knowledge) -> Section:
    """The next best question, why it is asked, and how it is answered: in words, or as a number with its unit."""
    question = assessment.question
    if question is None:
        return Section("One question")
    answer = f"Answer: unweary check-in --answer {question.finding}="
    kind = knowledge.findings.get(question.finding)
    if kind is not None and kind.kind == "number":
        unit = knowledge.unit_of(question.finding)
        answer += f"NUMBER (in {unit}; or unknown)" if unit else "NUMBER (or unknown)"
    else:
        answer += "present (or absent, or unknown)"
    return Section("One question", (question.question, f"  {question.why}", f"  {answer}"))


def plan_section(assessment: Assessment, most: int) -> Section:
    """The short plan; where everything is held back, that is said instead of showing nothing."""
    items, held = assessment.plan.items, assessment.plan.withheld
    lines = [*assessment.plan.advice, *(_plan_item(item) for item in items[:most])]
    more = len(items) - most
    if more > 0:
        lines.append(f"{more} more: unweary plan")
    if held and not items:
        lines.append(f"{len(held)} remedies fit, but are held back until we know more: unweary plan")
    return Section("Do this today", tuple(lines))


def _plan_item(item: PlanItem) -> str:
    how = " ".join(f"{part.strip().rstrip('.')}." for part in (item.dose, item.timing) if part.strip())
    return f"{item.name}: {how} [{grade_words(item.grade)}]" if how else f"{item.name} [{grade_words(item.grade)}]"


def sore_section(assessment: Assessment) -> Section:
    """The sore places, the sorest first."""
    rows = []
    for site in sorted(assessment.soreness, key=lambda item: -item.soreness_0_10):
        name = site.name if site.side == "mid" else f"{site.name}, {site.side}"
        before = "" if site.change is None else number_words(site.soreness_0_10 - site.change)
        days = "" if site.days_sore < 1 else f"{site.days_sore}"
        rows.append((name, number_words(site.soreness_0_10), before, days, site_words(site)))
    table = Table(("where", "now, 0-10", "before", "days sore", ""), tuple(rows)) if rows else None
    return Section("Sore places", (), table)


def groups_section(assessment: Assessment) -> Section:
    """The verdict of each muscle group; groups that only follow the whole body are counted, not listed."""
    verdict = assessment.verdict
    rows = []
    for name, group in verdict.by_group.items():
        if group.action == verdict.action and not group.soreness_0_10:
            continue
        soreness = "" if group.soreness_0_10 is None else f"{number_words(group.soreness_0_10)} of 10"
        why = group.reasons[0].text if group.reasons else ""
        rows.append((group_words(name), ACTION_WORDS[group.action], soreness, why))
    rest = len(verdict.by_group) - len(rows)
    lines = (
        (f"All other groups: {ACTION_WORDS[verdict.action].lower()}, like the whole body.",) if rows and rest else ()
    )
    table = Table(("muscles", "today", "sore", "why"), tuple(rows)) if rows else None
    return Section("By muscle", lines, table)


def why_lines(assessment: Assessment, knowledge: Knowledge) -> tuple[Section, ...]:
    """All reasons, all causes with their evidence, the kind of fatigue, and the numbers they rest on."""
    sections = (
        see_section(assessment),
        passed_section(assessment),
        reasons_section(assessment),
        flags_section(assessment, knowledge, most=30, measured_too=True),
        causes_section(assessment, knowledge, each=8),
        kind_section(assessment, knowledge),
        Section("Overreaching", overreaching_lines(assessment.overreaching, knowledge)),
        Section("What the sore places may be", readings_lines(assessment.soreness, knowledge)),
        Section("Scores", score_lines(assessment.instruments, knowledge)),
        labs_section(assessment),
        numbers_section(assessment, knowledge),
        Section("What would change this", assessment.verdict.would_change),
        contradictions_section(assessment),
        question_section(assessment, knowledge),
    )
    return tuple(section for section in sections if section.lines or section.table)


def labs_section(assessment: Assessment) -> Section:
    """The newest blood tests as they were written, beside their usual range."""
    rows = lab_rows(assessment.labs)
    table = Table(("test", "value", "usual", "", "day", "note"), rows) if rows else None
    return Section("Blood tests", (LABS_NOTE,) if rows else (), table)


def numbers_section(assessment: Assessment, knowledge: Knowledge) -> Section:
    """Every number in use, with its source."""
    rows = tuple(
        (knowledge.label(value.quantity), amount_words(value, knowledge), some_of(value.sources, 3))
        for value in assessment.quantities
    )
    return Section("Numbers in use", (), Table(("what", "value", "from"), rows) if rows else None)


def plan_lines(assessment: Assessment, knowledge: Knowledge) -> tuple[Section, ...]:
    """The plan with grades, warnings beside each remedy, and what is withheld with the reason."""
    if assessment.verdict.urgency is Urgency.EMERGENCY_NOW:
        return (Section("Your plan", ("No plan today. Call for help first: unweary today",)),)
    lines: list[str] = []
    for place, item in enumerate(assessment.plan.items, start=1):
        lines += [f"{place}. {_plan_item(item)}", f"  why: {item.why}"]
        if item.effect:
            lines.append(f"  effect: {item.effect} (certainty: {item.certainty})")
        lines += [f"  ! {warning}" for warning in item.warnings]
    if not lines:
        lines.append("Nothing to offer yet.")
    sections = (
        Section("First", assessment.plan.advice),
        Section("Your plan", tuple(lines)),
        Section("Held back for now", _withheld_lines(assessment)),
        Section(
            "What the letters mean",
            (
                "A strong: many good trials agree. B good: some trials, small doubts.",
                "C weak: few or mixed trials. D unclear: not tested well. × does not help.",
            ),
        ),
    )
    return tuple(section for section in sections if section.lines)


def _withheld_lines(assessment: Assessment) -> tuple[str, ...]:
    lines = []
    for item in assessment.plan.withheld:
        lines.append(f"{item.name}: {item.reason}")
        if item.needed:
            lines.append(f"  to settle it, answer: {some_of(item.needed, 8)}")
    if any(item.needed for item in assessment.plan.withheld):
        lines.append("How: unweary profile --ask, or unweary check-in --answer NAME=present (or absent)")
    return tuple(lines)
