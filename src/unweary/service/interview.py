"""The interview: what to ask next, given all that is known. Pure: the same history gives the same step.

Warning signs come first, in short lists; then the questions that would change most, related ones together; then the
end with its reason. What is known from devices, blood tests or an answer that still holds is not asked.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from unweary.decisions.red_flags import Asking
from unweary.service.check_in import Known, valid_answers
from unweary.vocab.assessment import Assessment, Question
from unweary.vocab.history import History, State
from unweary.vocab.knowledge import FindingType, Knowledge, Screen, Urgency
from unweary.vocab.logic import evaluate, ways

#: Where an answer comes from that the interview asked for.
SOURCE = "interview"
Ended = Literal["", "emergency", "adults_only", "nothing_would_change", "all_known"]

#: A list of warning signs is read in one go; a list of whole questions is shorter.
_MOST_SIGNS = 16
_MOST_GROUPS = 3
_MOST_QUESTIONS = 5
_MOST_COMPLAINT = 5
#: A follow-up is led up to where so few questions open it.
_MOST_GATES = 3
#: So many opened warning signs may be needed together for an emergency.
_MOST_OPENED = 2
#: A question of more letters than this is read alone.
_LONG = 170

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
#: Asked of everyone: heading, group of findings, and what must be there first (any of it).
_COMPLAINT: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("What is it like?", "fatigue_core", ()),
    ("And with or after effort?", "mecfs_criteria", ("fatigue_general", "fatigue_ge6wk")),
    ("Your legs", "venous", ("heavy_legs",)),
)
_WHY_COMPLAINT = "It tells what kind of tiredness this is. What we ask next depends on it."
SEVERAL = "Which of these are true for you?"
_BEFORE_WE_STOP = "Before we stop: is any of these true?"
_YOU_SAID = "About what you just told us: is any of these true?"

_STOPS: Mapping[Ended, str] = {
    "emergency": "What you told us needs help now. We ask nothing more.",
    "adults_only": "Unweary is made for adults. Under 18 it asks for warning signs only.",
    "nothing_would_change": "Nothing we could still ask would change the answer by much.",
    "all_known": "Everything that we could ask you is known.",
}
_WHY_WARNING = "Each of these can mean that someone should look soon. A yes would come before everything else."


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a step asks; ``counted``: as a number, in ``unit``. The last three are what was said before."""

    finding: str
    label: str
    question: str
    counted: bool = False
    unit: str = ""
    state: State | None = None
    sure: bool = True
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Things asked under one heading."""

    title: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the interview.

    ``signs``: a list of warning signs; ``list``: a few related questions; ``question``: a single one; ``end``: no more
    is asked, for the reason ``ended``, in words ``why``. ``answered`` counts the pages answered today;
    ``signs_left`` is how many pages of warning signs can still follow this one, at most.
    """

    kind: Literal["signs", "list", "question", "end"]
    parts: tuple[Part, ...] = ()
    why: tuple[str, ...] = ()
    ended: Ended = ""
    answered: int = 0
    signs_left: int = 0

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Everything on the page, in reading order."""
        return tuple(each for part in self.parts for each in part.asked)


def step(history: History, assessment: Assessment, knowledge: Knowledge, answered: int = 0) -> Step:
    """The next page of the interview.

    Parameters
    ----------
    history : History
        What is known. What was asked on the day of ``as_of`` is not asked again on that day, 'not sure' included.
    assessment : Assessment
        What follows from that history.
    answered : int
        How many pages were answered today.

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
    open_ = _Open(history, assessment, knowledge)
    pages = _pages(_open_signs(open_))
    if pages:
        return _signs_step(pages, open_, answered)
    opened = _opened(open_)
    if opened:
        title = _YOU_SAID if len(opened) > 1 else ""
        return Step("list" if title else "question", (Part(title, opened),), (_WHY_WARNING,), answered=answered)
    if is_child(assessment):
        return _end("adults_only", answered)
    complaint = _complaint(open_)
    if complaint is not None:
        return Step("list", (complaint,), (_WHY_COMPLAINT,), answered=answered)
    asked = _questions(open_)
    if not asked:
        last = _last_signs(open_)
        if last:
            return Step("list", (Part(_BEFORE_WE_STOP, last),), (_WHY_WARNING,), answered=answered)
        return _end("nothing_would_change" if open_.anything() else "all_known", answered)
    return _question_step(asked, open_, answered)


def is_child(assessment: Assessment) -> bool:
    """Whether causes are withheld because the person is under 18: the note about it then stands in both places."""
    return assessment.causes.note in assessment.scope_notes


def _end(ended: Ended, answered: int) -> Step:
    return Step("end", why=(_STOPS[ended],), ended=ended, answered=answered)


class _Open:
    """What is still open for one person on one day."""

    def __init__(self, history: History, assessment: Assessment, knowledge: Knowledge) -> None:
        self.assessment, self.knowledge = assessment, knowledge
        self.facts = Known(assessment)
        self.asking = Asking(knowledge, self.facts)
        today = history.as_of.date()
        self._today = {a.finding for a in history.answers if a.at.astimezone(history.as_of.tzinfo).date() == today}
        answered = valid_answers(history, knowledge)
        self._answered = {finding for finding, answer in answered.items() if answer.state != "unknown"}

    def sign(self, finding: str) -> bool:
        """Whether a warning sign is neither known nor asked today."""
        if finding not in self.knowledge.findings or finding in self._today or finding in self._answered:
            return False
        return self.facts.truth(finding) is None

    def question(self, finding: str) -> bool:
        """Whether a person can be asked this now: open, answerable at home, and its parent question said yes to."""
        if not self.sign(finding):
            return False
        kind = self.knowledge.findings[finding]
        if kind.collected_by not in ("self", "device") or kind.kind in ("lab", "derived"):
            return False
        return kind.ask_if is None or evaluate(kind.ask_if, self.facts) is True

    def leads_to(self, name: str) -> tuple[float, tuple[str, ...]]:
        """How likely a name is to hold, and what to ask for it: the questions that tell it, or what opens these."""
        kinds = [self.knowledge.findings[root] for root in self.asking.roots(name)]
        kinds = [kind for kind in kinds if kind.collected_by == "self"]
        asked = [kind.id for kind in kinds if self.question(kind.id)]
        gates = [kind.ask_if for kind in kinds if kind.ask_if is not None and self.sign(kind.id)] if not asked else []
        opening = [gate for one in gates for way in ways(one, self.facts, 1) for gate in way if self.question(gate)]
        # Where many questions open it, those whom it concerns have said yes to one of them by now.
        opening = opening if len(opening) <= _MOST_GATES else []
        return max((kind.leak.mid for kind in kinds), default=0.0), tuple(asked or opening)

    def alike(self, one: str, other: str) -> bool:
        """Whether only the stronger of the two would count."""
        groups = (group.members for group in self.knowledge.groups if group.rule in ("strongest", "composite"))
        return any(one in members and other in members for members in groups)

    def anything(self) -> bool:
        """Whether any question at all could still be asked."""
        return any(self.question(finding) for finding in self.knowledge.findings)

    def asked(self, finding: str) -> Asked:
        """One finding as a page asks it."""
        return as_asked(self.knowledge.findings[finding], self.knowledge)


def as_asked(kind: FindingType, knowledge: Knowledge) -> Asked:
    """A finding as a page asks it, nothing said yet."""
    return Asked(kind.id, kind.label, kind.question, kind.kind == "number", knowledge.unit_of(kind.id))


# ---- warning signs


def _open_signs(open_: _Open) -> list[tuple[Screen, tuple[str, ...], str]]:
    """Each screen with its signs that could still raise the urgency and why, the most urgent and nearest first."""
    ranks = _ranks(open_)
    found = []
    for screen in open_.knowledge.screens:
        signs = tuple(name for name in screen.findings if name in ranks and open_.sign(name))
        if signs:
            rank, why = min(ranks[name] for name in signs)
            found.append((rank, (screen, signs, why)))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]


def _ranks(open_: _Open) -> dict[str, tuple[tuple[int, int], str]]:
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


def _signs_step(pages: Sequence[Sequence[tuple[Screen, tuple[str, ...], str]]], open_: _Open, answered: int) -> Step:
    parts = tuple(Part(screen.text, tuple(map(open_.asked, signs))) for screen, signs, _ in pages[0])
    why = (_WHY_WARNING, *dict.fromkeys(reason for _, _, reason in pages[0]))
    return Step("signs", parts, why, answered=answered, signs_left=len(pages) - 1)


def _opened(open_: _Open) -> tuple[Asked, ...]:
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


def _is_opened(name: str, open_: _Open) -> bool:
    """Whether this is a warning sign that is asked only after a yes, and that yes is there."""
    kind = open_.knowledge.findings.get(name)
    gated = kind is not None and kind.alarm and kind.ask_if is not None
    return gated and open_.question(name) and not _alone(name, open_)


def _last_signs(open_: _Open) -> tuple[Asked, ...]:
    """What would still make someone look today, the most worth first: asked before the end.

    A yes that would do it alone is asked however unlikely it is, and so is what opens it where the rest of an emergency
    is there; two that would do it together, and what opens the others, as far as that is likely enough. Without this
    the second half of a rule is never asked where its first half would not have been.
    """
    parameters, rules = open_.knowledge.parameters, {rule.id: rule.when for rule in open_.knowledge.red_flags}
    now = open_.assessment.verdict.urgency
    found: dict[str, float] = {}
    for flag in open_.assessment.red_flags_not_ruled_out:
        if flag.urgency < Urgency.SAME_DAY or flag.urgency <= now:
            continue
        worth = parameters[f"question_worth_{flag.urgency.word}"].mid
        emergency = flag.urgency is Urgency.EMERGENCY_NOW
        for way in ways(rules[flag.rule], open_.facts, 2):
            leads = [open_.leads_to(name) for name in way]
            value = worth * math.prod(chance for chance, _ in leads)
            alone = len(way) == 1 and (way[0] in leads[0][1] or (emergency and flag.because))
            begun = flag.because and value >= parameters["last_signs_least_value"].mid
            if not all(asked for _, asked in leads) or not (alone or begun):
                continue
            for finding in (finding for _, asked in leads for finding in asked):
                found[finding] = max(found.get(finding, 0.0), value)
    asked = sorted((name for name in found if not _alone(name, open_)), key=lambda name: -found[name])
    return tuple(map(open_.asked, asked[:_MOST_SIGNS]))


# ---- questions


def _complaint(open_: _Open) -> Part | None:
    """What the tiredness is like, asked of everyone: the worth of every later question hangs on it.

    One question at a time rarely finds this worth its place in a person of whom nothing is known, and what is rare but
    decides (a crash after effort) is led up to only from here.
    """
    for title, group, first in _COMPLAINT:
        if first and not any(open_.facts.truth(name) for name in first):
            continue
        kinds = [kind.id for kind in open_.knowledge.findings.values() if kind.group == group and kind.ask_if is None]
        asked = tuple(open_.asked(kind) for kind in kinds[:_MOST_COMPLAINT] if open_.question(kind))
        if asked:
            return Part(title, asked)
    return None


def _questions(open_: _Open) -> list[Question]:
    """The best question that is worth a page, and what is read quickly beside it: best first, its own topic before.

    A question on a page that is open anyway costs less than one that opens a page, so it need be worth half as much.
    """
    least = open_.knowledge.parameters["interview_least_value"].mid
    worth = [each for each in open_.assessment.questions if 2 * each.value >= least and open_.question(each.finding)]
    if not worth or worth[0].value < least:
        return []
    head, *others = worth
    if _alone(head.finding, open_):
        return [head]
    topic = _topic(head.finding, open_)
    beside = [each for each in others if not _alone(each.finding, open_)]
    beside.sort(
        key=lambda each: each.value * (2 if topic and _topic(each.finding, open_) == topic else 1), reverse=True
    )
    page = [head]
    for each in beside:
        # Two forms of one question (short of breath, short of breath on stairs) are not read side by side.
        if len(page) < _MOST_QUESTIONS and not any(open_.alike(each.finding, other.finding) for other in page):
            page.append(each)
    return page


def _alone(finding: str, open_: _Open) -> bool:
    kind = open_.knowledge.findings[finding]
    return kind.kind == "number" or len(kind.question) > _LONG


def _topic(finding: str, open_: _Open) -> str:
    return _TOPIC_OF.get(open_.knowledge.findings[finding].group, "")


def _question_step(asked: Sequence[Question], open_: _Open, answered: int) -> Step:
    items = tuple(open_.asked(each.finding) for each in asked)
    why = tuple(dict.fromkeys(each.why for each in asked if each.why))
    topics = {_topic(each.finding, open_) for each in asked}
    if len(items) == 1:
        return Step("question", (Part("", items),), why, answered=answered)
    title = topics.pop() if len(topics) == 1 else ""
    return Step("list", (Part(title or SEVERAL, items),), why, answered=answered)
