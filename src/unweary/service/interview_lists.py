"""Lists that the interview asks once: checklists over the large groups of causes, and what may not stay open. Pure."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator

from unweary.service.interview_open import Open
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import evaluate
from unweary.vocab.notes import Checklist
from unweary.vocab.ways import ways

#: A checklist page holds so many lines, under so many headings.
MOST_LINES = 20
_MOST_HEADINGS = 4
#: So many signs are asked before the end.
_MOST_SIGNS = 16
#: So many open questions are named at the end.
_MOST_NAMED = 5

Listed = list[tuple[Checklist, tuple[str, ...]]]


def is_complaint(one: Checklist) -> bool:
    """Whether a checklist asks what the tiredness is like: these come first, together, whatever the urgency."""
    return one.id.startswith("complaint")


def checklists(open_: Open, *, more: bool = False, only: Container[str] | None = None) -> Iterator[Listed]:
    """The open pages of checklists: what the tiredness is like, what a yes has opened, the short ones, then the scores.

    One question at a time rarely finds the first worth its place in a person of whom nothing is known, and what is rare
    but decides (a crash after effort) is led up to only from there. The general ones and the scores are left out where
    someone should look today: then only an emergency could come before that. ``more``: with the scores that can wait.
    ``only``: nothing but these findings, and no score.
    """
    calm = open_.assessment.verdict.urgency < Urgency.SAME_DAY
    complaint: Listed = []
    followed: Listed = []
    general: Listed = []
    scores: Listed = []
    for one in open_.knowledge.checklists:
        opened = one.when is not None and evaluate(one.when, open_.facts) is True
        opened = opened and (not one.score or _is_asked(one, open_, more))
        findings = open_.listed(one.findings) if opened or (one.when is None and (calm or is_complaint(one))) else ()
        if only is not None:
            findings = () if one.score else tuple(name for name in findings if name in only)
        if findings:
            kept = scores if one.score else complaint if is_complaint(one) else followed if opened else general
            kept.append((one, findings))
    left = [*complaint, *followed, *general]
    while left:
        page: Listed = []
        for other in list(left):
            seen = {name for _, findings in page for name in findings}
            fresh = (other[0], tuple(name for name in other[1] if name not in seen))
            lines = len(seen) + len(fresh[1])
            if not page or (len(page) < _MOST_HEADINGS and lines <= MOST_LINES):
                left.remove(other)
                page += [fresh] if fresh[1] else []
        yield page
    yield from ([each] for each in scores)


def _is_asked(one: Checklist, open_: Open, more: bool) -> bool:
    """Whether the items of a score are asked now."""
    urgency = open_.assessment.verdict.urgency
    least = Urgency.ROUTINE if one.can_wait and not more else Urgency.SAME_DAY
    return urgency < least and not open_.totalled(one.score)


def put_off(open_: Open) -> tuple[Checklist, ...]:
    """The scores that could still be filled in by somebody who goes on."""
    return tuple(one for page in checklists(open_, more=True) for one, _ in page if one.can_wait)


def still_open(open_: Open) -> tuple[str, ...]:
    """Questions that nobody asked and whose answer could change something, the most worth first."""
    least = open_.knowledge.parameters["interview_open_value"].mid
    worth = (each.finding for each in open_.assessment.questions if each.value >= least)
    return tuple(name for name in worth if open_.question(name))[:_MOST_NAMED]


def last_signs(open_: Open) -> tuple[str, ...]:
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
    numbers = {name for name in found if open_.knowledge.findings[name].kind == "number"}
    asked = sorted(found.keys() - numbers, key=lambda name: (-found[name], name))
    # A number is asked on a page of its own.
    return tuple(asked[:_MOST_SIGNS] or sorted(numbers)[:1])
