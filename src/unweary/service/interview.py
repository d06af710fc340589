"""The interview: what to ask next, given all that is known. Pure: the same history gives the same step.

Warning signs come first, in short lists; then the questions that would change most, related ones together; then the
end with its reason. What is known from devices, blood tests or an answer that still holds is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from unweary.service.interview_lists import MOST_LINES, checklists, is_complaint, last_signs, put_off, still_open
from unweary.service.interview_open import Asked, Open
from unweary.vocab.assessment import Assessment, Question
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge, Screen, Urgency
from unweary.vocab.notes import Checklist
from unweary.vocab.ways import ways

#: Where an answer comes from that the interview asked for.
SOURCE = "interview"
Ended = Literal["", "emergency", "adults_only", "enough", "nothing_would_change", "all_known"]

#: A list of warning signs is read in one go; a list of whole questions is shorter.
_MOST_SIGNS = 20
_MOST_GROUPS = 3
_MOST_QUESTIONS = 7
#: So many opened warning signs may be needed together for an emergency.
_MOST_OPENED = 2

#: What belongs together on one page: heading, and the groups of findings under it.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Your legs", ("dvt", "venous", "pad", "posture", "rls_composite", "lss", "pattern", "cecs")),
    ("The sore muscles", ("doms", "rhabdo", "injury", "compartment", "metabolic", "metabolic_myo", "electrolyte")),
    ("Joints, tendons and bones", ("tendon", "joint", "bone", "inflamm", "spine", "vitd")),
    ("Strength and nerves", ("weakness", "bulbar", "neuro", "stroke", "central_peripheral")),
    ("Training", ("training", "nutrition", "hydration", "heat", "lifestyle")),
    ("Tiredness and sleep", ("fatigue_core", "sleep", "mecfs_criteria", "mood", "phq2")),
    ("Heart, breath and pulse", ("cardio", "emerg", "device_hr", "vte_risk")),
    ("Food, blood and hormones", ("reds", "iron", "b12", "gi", "thyroid", "adrenal", "diabetes")),
    ("Illness", ("infection", "constitutional", "autoimmune", "gca")),
    ("Medicines and past illness", ("drug", "demog", "gate")),
)
_TOPIC_OF: Mapping[str, str] = {group: title for title, groups in TOPICS for group in groups}
_WHY_COMPLAINT = "It tells what kind of tiredness this is. What we ask next depends on it."
SEVERAL = "Which of these are true for you?"
_HOW_SOON = "These decide how soon someone should look: is any of them true?"
_YOU_SAID = "About what you just told us: is any of these true?"

_WHY_CHECKLIST = "Each line stands for a group of causes. Only what you tick is followed up."
_WHY_FOLLOW_UP = "You said yes to something that these questions go with. They tell how soon someone should look."
_WHY_SCORE = "Your answers are added up to a published score: {score}. What you leave out stays open."
_STOPS: Mapping[Ended, str] = {
    "emergency": "What you told us needs help now. We ask nothing more.",
    "adults_only": "Unweary is made for adults. Under 18 it asks for warning signs only.",
    "enough": "We stop here to keep it short. A yes to something we have not asked could still change the answer.",
    "nothing_would_change": "Nothing that we could still ask is likely to change the answer by much.",
    "all_known": "Everything that we could ask you is known.",
}
_UNSURE = (
    "You were not sure about: {signs}. Each can mean that someone should look today or at once. If you stay unsure, "
    "ask somebody to look with you, or call a doctor or the medical helpline today."
)
_WHY_WARNING = "Each of these can mean that someone should look soon. A yes would come before everything else."


@dataclass(frozen=True, slots=True)
class Part:
    """Things asked under one heading. ``short``: the heading asks, so each line is its label."""

    title: str
    asked: tuple[Asked, ...]
    short: bool = False

    def line(self, each: Asked) -> str:
        """What stands beside one thing."""
        return each.label if self.short else each.line


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the interview.

    ``signs``: a list of warning signs; ``list``: a few related questions; ``question``: a single one; ``end``: no more
    is asked, for the reason ``ended``, in words ``why``. ``answered`` counts the pages answered today;
    ``signs_left`` is how many pages of warning signs can still follow this one, at most; ``still_open`` is what an
    end that is only ``enough`` leaves unasked, the most worth first.
    """

    kind: Literal["signs", "list", "question", "end"]
    parts: tuple[Part, ...] = ()
    why: tuple[str, ...] = ()
    ended: Ended = ""
    answered: int = 0
    signs_left: int = 0
    still_open: tuple[Asked, ...] = ()

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Everything on the page, in reading order."""
        return tuple(each for part in self.parts for each in part.asked)

    @property
    def graded(self) -> bool:
        """Whether each line is answered by itself, by choosing a level, and what is left out is not sure."""
        return any(each.levels for each in self.asked)


def step(
    history: History, assessment: Assessment, knowledge: Knowledge, answered: int = 0, *, more: bool = False
) -> Step:
    """The next page of the interview.

    Parameters
    ----------
    history : History
        What is known. What was asked on the day of ``as_of`` is not asked again on that day, 'not sure' included.
    assessment : Assessment
        What follows from that history.
    answered : int
        How many pages were answered today.
    more : bool
        Whether the person wants to go on although nothing that is left is likely to matter.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.service.person import assess, packaged_knowledge
    >>> nobody = History(as_of=datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    >>> first = step(nobody, assess(nobody), packaged_knowledge())
    >>> first.kind, first.answered, "chest_pain_now" in {each.finding for each in first.asked} or first.signs_left > 0
    ('signs', 0, True)
    """
    if assessment.verdict.urgency >= Urgency.EMERGENCY_NOW:
        return _end("emergency", answered)
    open_ = Open(history, assessment, knowledge)
    pages = _pages(_open_signs(open_))
    if pages:
        return _signs_step(pages, open_, answered)
    opened = _opened(open_)
    if opened:
        title = _YOU_SAID if len(opened) > 1 else ""
        return Step("list" if title else "question", (Part(title, opened),), (_WHY_WARNING,), answered=answered)
    child = is_child(assessment)
    # Who is under 18 is asked what a warning waits for (a fever and chemotherapy, a hot joint), and nothing else.
    listed = next(checklists(open_, more=more, only=_dangers(open_) if child else None), None)
    if listed is not None:
        return _list_step(listed, open_, answered)
    last = last_signs(open_)
    asked = [] if child else _questions(open_, last, more)
    if asked or last:
        return _question_step(asked, last, open_, answered)
    end = _end("adults_only", answered) if child else _enough(open_, answered)
    return replace(end, why=(*end.why, *_unsure(open_)))


def is_child(assessment: Assessment) -> bool:
    """Whether causes are withheld because the person is under 18: the note about it then stands in both places."""
    return assessment.causes.note in assessment.scope_notes


def _end(ended: Ended, answered: int) -> Step:
    return Step("end", why=(_STOPS[ended],), ended=ended, answered=answered)


def _enough(open_: Open, answered: int) -> Step:
    """The end, and what stays open: that nothing would change the answer is said only where it is so."""
    scores = (replace(open_.asked(one.findings[0]), label=open_.knowledge.label(one.score)) for one in put_off(open_))
    left = (*map(open_.asked, still_open(open_)), *scores)
    if left:
        why = (_STOPS["enough"], f"Still open: {'; '.join(each.label for each in left)}.")
        return Step("end", why=why, ended="enough", answered=answered, still_open=left)
    return _end("nothing_would_change" if open_.anything() else "all_known", answered)


def _unsure(open_: Open) -> Iterator[str]:
    """The warning signs that were asked today and answered 'not sure', the most urgent first: 'not sure' is no 'no'."""
    ranks = _ranks(open_)
    signs = {name for screen in open_.knowledge.screens for name in screen.findings if name in ranks}
    unsure = sorted((ranks[name][0], open_.knowledge.label(name)) for name in signs if open_.unsure(name))
    labels = [label for rank, label in unsure if -rank[0] >= Urgency.SAME_DAY]
    if labels:
        shown = int(open_.knowledge.parameters["needed_shown"].mid)
        more = [f"{len(labels) - shown} more"] if len(labels) > shown else []
        yield _UNSURE.format(signs="; ".join([*labels[:shown], *more]))


def _part(title: str, findings: Sequence[str], open_: Open) -> Part:
    return Part(title, tuple(map(open_.asked, findings)))


def _list_step(listed: Sequence[tuple[Checklist, tuple[str, ...]]], open_: Open, answered: int) -> Step:
    score = listed[0][0].score
    if score:
        return score_step(listed[0][0], tuple(map(open_.asked, listed[0][1])), answered, open_.knowledge.label(score))
    parts = tuple(_part(one.text, findings, open_) for one, findings in listed)
    why = _WHY_CHECKLIST if listed[0][0].when is None else _WHY_FOLLOW_UP
    why = _WHY_COMPLAINT if is_complaint(listed[0][0]) else why
    if sum(len(part.asked) for part in parts) == 1:
        return Step("question", (Part("", parts[0].asked),), (why,), answered=answered)
    return Step("list", parts, (why,), answered=answered)


def score_step(one: Checklist, asked: tuple[Asked, ...], answered: int, score: str = "") -> Step:
    """The items of a published score on one page."""
    why = (_WHY_SCORE.format(score=score),) if score else ()
    return Step("list", (Part(one.text, asked, short=True),), why, answered=answered)


# ---- warning signs


def _open_signs(open_: Open) -> list[tuple[Screen, tuple[str, ...], str]]:
    """Each screen with its signs that could still raise the urgency and why, the most urgent and nearest first."""
    ranks = _ranks(open_)
    found = []
    for screen in open_.knowledge.screens:
        signs = tuple(name for name in screen.findings if name in ranks and open_.sign(name))
        if signs:
            rank, why = min(ranks[name] for name in signs)
            found.append((rank, (screen, signs, why)))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def _ranks(open_: Open) -> dict[str, tuple[tuple[int, int], str]]:
    """For every finding that an open rule of higher urgency waits for: its place in line, and the rule's reason."""
    now = open_.assessment.verdict.urgency
    ranks: dict[str, tuple[tuple[int, int], str]] = {}
    for place, flag in enumerate(open_.assessment.red_flags_not_ruled_out):
        if flag.urgency <= now:
            continue
        rank = ((-flag.urgency, place), flag.why)
        for name in flag.missing:
            for finding in open_.asking.roots(name):
                if finding not in ranks or rank < ranks[finding]:
                    ranks[finding] = rank
    return ranks


def _dangers(open_: Open) -> frozenset[str]:
    """What a rule that would send somebody within days or sooner waits for."""
    return frozenset(
        finding
        for flag in open_.assessment.red_flags_not_ruled_out
        if flag.urgency >= Urgency.WITHIN_DAYS
        for name in flag.missing
        for finding in open_.asking.roots(name)
    )


def _pages(
    screens: Sequence[tuple[Screen, tuple[str, ...], str]],
) -> list[list[tuple[Screen, tuple[str, ...], str]]]:
    """Short screens share a page, as long as it stays a short list."""
    left, pages = list(screens), []
    while left:
        page = [left.pop(0)]
        for other in list(left):
            if len(page) < _MOST_GROUPS and sum(len(signs) for _, signs, _ in (*page, other)) <= _MOST_SIGNS:
                page.append(other)
                left.remove(other)
        pages.append(page)
    return pages


def _signs_step(pages: Sequence[Sequence[tuple[Screen, tuple[str, ...], str]]], open_: Open, answered: int) -> Step:
    parts = tuple(Part(screen.text, tuple(map(open_.asked, signs)), short=True) for screen, signs, _ in pages[0])
    why = (_WHY_WARNING, *dict.fromkeys(reason for _, _, reason in pages[0]))
    return Step("signs", parts, why, answered=answered, signs_left=len(pages) - 1)


def _opened(open_: Open) -> tuple[Asked, ...]:
    """Warning signs that a yes has opened and that, alone or two together, would make it an emergency: asked first."""
    rules = {rule.id: rule.when for rule in open_.knowledge.red_flags}
    found: dict[str, None] = {}
    for flag in open_.assessment.red_flags_not_ruled_out:
        if flag.urgency < Urgency.EMERGENCY_NOW:
            continue
        for way in ways(rules[flag.rule], open_.facts, _MOST_OPENED):
            if all(_is_opened(name, open_) for name in way):
                found.update(dict.fromkeys(way))
    return tuple(map(open_.asked, list(found)[:_MOST_QUESTIONS]))


def _is_opened(name: str, open_: Open) -> bool:
    """Whether this is a warning sign that is asked only after a yes, and that yes is there."""
    kind = open_.knowledge.findings.get(name)
    gated = kind is not None and kind.alarm and kind.ask_if is not None
    return gated and open_.question(name) and not open_.alone(name)


# ---- questions


def _questions(open_: Open, last: Sequence[str], more: bool) -> list[Question]:
    """The best question that is worth a page, and what is read quickly beside it: best first, its own topic before.

    A question on a page that is open anyway costs less than one that opens a page, so it need be worth half as much.
    ``last``: what is asked before the end in any case, and stands on the same page.
    """
    least = open_.knowledge.parameters["interview_open_value" if more else "interview_least_value"].mid
    worth = [each for each in open_.assessment.questions if 2 * each.value >= least and open_.question(each.finding)]
    if not worth or worth[0].value < least:
        return []
    head = worth[0].finding
    if open_.alone(head) and head not in last:
        return worth[:1]
    topic = _topic(head, open_)
    beside = [each for each in worth if each.finding not in last and not open_.alone(each.finding)]
    beside.sort(
        key=lambda each: each.value * (2 if topic and _topic(each.finding, open_) == topic else 1), reverse=True
    )
    page: list[Question] = []
    for each in beside:
        # Two forms of one question (short of breath, short of breath on stairs) are not read side by side.
        together = (*last, *(other.finding for other in page))
        if len(page) < _MOST_QUESTIONS and not any(open_.alike(each.finding, other) for other in together):
            page.append(each)
    return page


def _topic(finding: str, open_: Open) -> str:
    return _TOPIC_OF.get(open_.knowledge.findings[finding].group, "")


def _question_step(asked: Sequence[Question], last: Sequence[str], open_: Open, answered: int) -> Step:
    """Questions, and above them what is asked before the end in any case: so that needs no page of its own."""
    if asked and (open_.alone(asked[0].finding) or (last and open_.asked(last[0]).counted)):
        last = ()
    last = last[: MOST_LINES - len(asked)]
    topics = {_topic(each.finding, open_) for each in asked}
    title = next(iter(topics)) if len(topics) == 1 else ""
    titled = ((_HOW_SOON, last), (title or SEVERAL, [each.finding for each in asked]))
    parts = tuple(_part(title, findings, open_) for title, findings in titled if findings)
    why = tuple(dict.fromkeys([*[_WHY_WARNING for _ in last], *(each.why for each in asked if each.why)]))
    if len(last) + len(asked) == 1:
        return Step("question", (replace(parts[0], title=""),), why, answered=answered)
    return Step("list", parts, why, answered=answered)
