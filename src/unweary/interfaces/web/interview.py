"""The interview as pages: own words, one step at a time, back, and the end. Plain forms; no script is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from unweary.inference.own_words import Proposal
from unweary.interfaces.web import causes as thinking
from unweary.interfaces.web import forms
from unweary.interfaces.web.calls import calls_for
from unweary.interfaces.web.forms import Sent, word, words
from unweary.interfaces.web.pages import Now, Person
from unweary.interfaces.web.rendering import page
from unweary.interfaces.web.texts import say
from unweary.interfaces.web.today import alarm, today
from unweary.service import Unweary
from unweary.service.interview import Part, Step
from unweary.service.interview_open import Asked
from unweary.service.interviewing import Look, Reply, again
from unweary.service.own_words import Proposals
from unweary.vocab.history import Answer, State
from unweary.vocab.knowledge import Knowledge

router = APIRouter(include_in_schema=False)

#: What the buttons of a single question send, and the choice beside a line of a list: the state, whether it is sure.
SAYS: Mapping[str, tuple[State, bool]] = {
    "yes": ("present", True),
    "rather_yes": ("present", False),
    "rather_no": ("absent", False),
    "no": ("absent", True),
    "unsure": ("unknown", True),
}
#: The choice beside each line of a list, where neither a tick nor leaving it says it.
_CHOICES = ("rather_yes", "rather_no", "unsure")
_REST: Mapping[str, State] = {"absent": "absent", "unknown": "unknown"}


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303)


@router.get("/interview")
def step_page(request: Request, person: Person, now: Now, ask: str = "", more: str = "") -> Response:
    """The current step. Somebody who has said nothing today is first offered to tell it in their own words.

    ``more``: the person goes on although what is left is less likely to matter.
    """
    look = person.interview.look(now, more=bool(more))
    if look.step.ended == "emergency":
        return _to("/")
    if not (look.pages or look.told or ask or look.step.kind == "end"):
        return page(request, "interview_words.html", w={"first": True})
    if look.step.kind == "end":
        return _to("/interview/end")
    return page(request, "interview.html", i={**shown(look, look.step), "more": bool(more)})


@router.post("/interview")
def answer_step(person: Person, form: Sent) -> Response:
    """Keep what was said on one page; an emergency stops the questions."""
    person.interview.reply(replies_of(form))
    return _onward(person, bool(word(form, "more")))


def _onward(person: Unweary, more: bool = False) -> Response:
    if alarm(person.assess_today()) == "emergency":
        return _to("/")
    return _to("/interview?ask=1&more=1" if more else "/interview?ask=1")


@router.get("/interview/words")
def words_page(request: Request) -> Response:
    """A place for one's own words."""
    return page(request, "interview_words.html", w={"first": False})


@router.post("/interview/words")
def read_words(request: Request, person: Person, form: Sent) -> Response:
    """What was understood, to be confirmed or changed; then what was confirmed is kept."""
    text = word(form, "text")
    said = person.ask(text)
    if not word(form, "keep"):
        return page(request, "interview_heard.html", h=heard(said, text, person.profile().country, person.knowledge))
    places = words(form, "place")
    sites = [site for number, site in enumerate(said.sites) if str(number) in places]
    person.confirm([_chosen(proposal, form) for proposal in (*said.meant, *said.findings)], sites)
    return _onward(person)


@router.get("/interview/back")
def back_page(request: Request, person: Person, now: Now, number: int = 0) -> Response:
    """An answered page once more, the last one by default, with what was said filled in."""
    look = person.interview.look(now)
    if look.step.ended == "emergency":
        return _to("/")
    if not look.pages:
        return _to("/interview/words")
    before = person.interview.page(number or len(look.pages), now)
    shown_again = again(before, person.knowledge)
    return page(request, "interview.html", i={**shown(look, shown_again), "changing": before.number})


@router.get("/interview/end")
def end_page(request: Request, person: Person, now: Now) -> Response:
    """What follows from all that was said, with the reason why no more is asked."""
    look = person.interview.look(now)
    if look.step.ended == "emergency":
        return _to("/")
    return page(request, "interview_end.html", e=ended(look, person.knowledge))


# ---- what was sent


def replies_of(form: FormData) -> tuple[Reply, ...]:
    """The replies of one page. What is neither ticked, chosen nor settled by a button is no reply.

    Examples
    --------
    >>> lines = [("shown", "fever"), ("shown", "rigors"), ("shown", "cramps"), ("yes", "fever")]
    >>> sent = FormData([*lines, ("how:rigors", "rather_no"), ("how:cramps", ""), ("rest", "absent")])
    >>> [(reply.finding, reply.state, reply.sure) for reply in replies_of(sent)]
    [('fever', 'present', True), ('rigors', 'absent', False), ('cramps', 'absent', True)]
    """
    finding, chosen = word(form, "finding"), word(form, "say")
    if finding and chosen == "number":
        value = forms.number(form, "value", say("forms.answer"))
        return (Reply(finding, "present", value),)
    if finding and chosen in SAYS:
        state, sure = SAYS[chosen]
        return (Reply(finding, state, sure=sure),)
    ticked, rest = frozenset(words(form, "yes")), _REST.get(word(form, "rest"))
    found = []
    for name in words(form, "shown"):
        how = word(form, f"how:{name}")
        if how.isdecimal():
            found.append(Reply(name, "present", float(how)))
            continue
        said = SAYS.get(how)
        if name in ticked and said != SAYS["rather_yes"]:
            # A tick counts whatever else was chosen.
            said = SAYS["yes"]
        if said is None and rest is not None:
            said = (rest, True)
        if said is not None:
            found.append(Reply(name, said[0], sure=said[1]))
    return tuple(found)


def _chosen(proposal: Proposal, form: FormData) -> Proposal:
    """A proposal as the person left it; 'not sure' stays open."""
    chosen = word(form, f"q:{proposal.finding}")
    value = forms.number(form, f"v:{proposal.finding}", say("forms.answer"))
    if chosen == "present":
        return replace(proposal, state="present", value=proposal.value if value is None else value)
    if chosen == "absent":
        return replace(proposal, state="absent", value=None)
    return replace(proposal, state="uncertain")


# ---- what is shown


def shown(look: Look, step: Step) -> dict[str, Any]:
    """One step for the template."""
    return {
        "kind": step.kind,
        "parts": [_part(part) for part in step.parts],
        "grouped": step.kind == "signs" or len(step.parts) > 1,
        "only": step.asked[0] if step.kind == "question" else None,
        "graded": step.graded,
        "labelled": [a for p in step.parts for a in p.asked if step.kind != "question" and p.line(a) != a.question],
        "buttons": [(name, say(f"interview.{name}")) for name in SAYS],
        "choices": [(name, say(f"interview.{name}")) for name in _CHOICES],
        "reply_of": reply_of,
        "said": _said_word(step.asked[0]) if step.kind == "question" else "",
        "why": step.why,
        "answered": step.answered,
        "signs_left": step.signs_left,
        "pages": [{"number": each.number, "title": each.title, "said": _said(each.answers)} for each in look.pages],
        "notes": look.assessment.scope_notes,
        "alarm": alarm(look.assessment),
        "changing": 0,
        "more": False,
    }


def _part(part: Part) -> dict[str, Any]:
    title, _, rest = part.title.partition(": ")
    # 'Tick each one that is true' stands above the lines already.
    rest = "" if rest.startswith("is any of") else rest.removeprefix("any of these").strip(" ?")
    return {"title": title, "rest": f"{rest[:1].upper()}{rest[1:]}", "asked": part.asked, "line": part.line}


def _said(answers: Any) -> str:
    """A whole page in a few words."""
    if len(answers) == 1:
        value = answers[0].value
        return _said_word(answers[0]) if value is None else f"{value:g}"
    if any(answer.value is not None for answer in answers):
        return ", ".join(_said_word(answer) if answer.value is None else f"{answer.value:g}" for answer in answers)
    told = [reply_of(answer) for answer in answers]
    if set(told) == {"no"}:
        return say("interview.none_said")
    kinds = dict.fromkeys(sorted(told, key=("yes", "rather_yes").count)[::-1])
    return ", ".join(
        say("interview.counted", count=told.count(each), word=say(f"interview.{each}").lower()) for each in kinds
    )


def reply_of(each: Asked | Answer) -> str:
    """The button or the choice that says what was said; empty where nothing was.

    Examples
    --------
    >>> reply_of(Asked("fever", "fever", "Fever?", state="absent", sure=False))
    'rather_no'
    """
    if each.state == "unknown":
        return "unsure"
    return next((name for name, said in SAYS.items() if said == (each.state, each.sure)), "")


def _said_word(each: Asked | Answer) -> str:
    name = reply_of(each)
    return say(f"interview.{name}").lower() if name else ""


def heard(said: Proposals, text: str, country: str | None, knowledge: Knowledge) -> dict[str, Any]:
    """What was read from a text, and whom to call in ``country`` if it is an emergency."""
    findings = [
        {
            "id": each.finding,
            "label": knowledge.label(each.finding),
            "words": each.words,
            "state": "unknown" if each.state == "uncertain" else each.state,
            "counted": knowledge.findings[each.finding].kind == "number",
            "unit": knowledge.unit_of(each.finding),
            "value": each.value,
        }
        for each in said.findings
    ]
    meant = [{"id": each.finding, "label": knowledge.label(each.finding), "words": each.words} for each in said.meant]
    flags = said.if_confirmed.red_flags_fired
    return {
        "text": text,
        "findings": findings,
        "meant": meant,
        "meant_first": bool(said.meant) and knowledge.findings[said.meant[0].finding].alarm,
        "places": [_place(place, number, knowledge) for number, place in enumerate(said.sites)],
        "left_over": said.left_over,
        "alarm": alarm(said.if_confirmed),
        "message": flags[0].message if flags else "",
        "calls": calls_for(said.if_confirmed, country, knowledge),
    }


def _place(place: Any, number: int, knowledge: Knowledge) -> dict[str, Any]:
    names = say("heard.or").join(knowledge.body[site].lay_name for site in place.sites)
    side = say("heard.and").join(say(f"body.{side}") for side in place.sides if side != "mid")
    score = "" if place.soreness_0_10 is None else say("entries.of_10", score=f"{place.soreness_0_10:g}")
    whole = len(place.sites) == 1 and place.soreness_0_10 is not None and bool(place.sides)
    return {
        "number": number,
        "name": ", ".join(filter(None, (names, side, score))),
        "words": place.words,
        "whole": whole,
    }


def ended(look: Look, knowledge: Knowledge) -> dict[str, Any]:
    """The end: why it stops, today's verdict, the causes, tests worth asking for, whom to see."""
    found = thinking.causes(look.assessment, knowledge)
    over = look.step.kind == "end"
    return {
        **found,
        "over": over,
        "why": look.step.why if over else (say("interview.stopped"),),
        "more": bool(look.step.still_open),
        "signs_left": 0 if over or look.step.kind != "signs" else look.step.signs_left + 1,
        "answered": len(look.pages),
        "day": today(look.assessment, look.history, knowledge),
        "tests": _tests(look, knowledge),
    }


def _tests(look: Look, knowledge: Knowledge) -> list[dict[str, str]]:
    """Tests worth asking for; where none is named, what would settle the first causes."""
    tests = look.assessment.tests
    if tests:
        return [{"name": thinking.test_name(each.finding, knowledge), "why": each.why} for each in tests[:6]]
    return [{"name": cause.tests, "why": cause.name} for cause in look.assessment.causes.ranked[:3] if cause.tests]
