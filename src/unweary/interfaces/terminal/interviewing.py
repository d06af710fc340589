"""`interview`: one short page after the other on the terminal, until nothing left is worth a page.

Each page is saved when it is answered, so it can be left at any time. Enter alone never means 'no'.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from unweary.interfaces.terminal.answering import show, show_urgent
from unweary.interfaces.terminal.answers import read_number
from unweary.interfaces.terminal.asking import sections_of
from unweary.interfaces.terminal.entering import ask, tell
from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.service.interviewing import Reply, again, as_document, said_of
from unweary.vocab.knowledge import Urgency

if TYPE_CHECKING:
    from unweary.inference.own_words import Proposal
    from unweary.service import Unweary
    from unweary.service.interview import Step
    from unweary.service.interview_open import Asked
    from unweary.vocab.history import State

Ask = Callable[[str], str]
Tell = Callable[[str], None]

_NO = ("n", "no", "none", "0")
_SAYS: dict[str, tuple[State, bool]] = {
    "y": ("present", True), "yes": ("present", True), "ry": ("present", False), "rather yes": ("present", False),
    "n": ("absent", True), "no": ("absent", True), "rn": ("absent", False), "rather no": ("absent", False),
    "": ("unknown", True), "?": ("unknown", True), "not sure": ("unknown", True),
}  # fmt: skip
_KEYS_LIST = (
    "n = none of these; numbers = those, and not the others; ry2, rn2 = rather yes, rather no to 2; "
    "?2 = not sure; Enter = not sure of all; b, s, w: "
)
_KEYS_ONE = "y, n, ry = rather yes, rn = rather no, Enter = not sure; b, s, w: "
#: What the pages of the web say too.
UNTIL = "We stop when nothing left seems worth another page, and say then what is still open."
_TODAY = "Have this looked at today. See why: unweary today"
_GO_ON = "Go on with more questions? y = yes; Enter = no: "
_HELP = "b goes back, s stops, w says why it is asked. What you said stays."
#: A number of days or a score; the store has the same limit.
_HIGHEST = 100_000.0


def interview(person: Unweary, text: str | None, *, as_json: bool) -> None:
    """Ask until there is an end; with ``as_json`` print the current step and ask nothing."""
    if as_json:
        print_json(as_document(person.interview.look(), person.knowledge))
        return
    if text is not None:
        _hear(person, text)
    tell(_HELP)
    back, more = 0, False
    while True:
        look = person.interview.look(more=more)
        if look.step.kind == "end":
            # What must be done, and how soon, comes before why no more is asked.
            show(look.assessment, person.knowledge, country=person.profile().country or "")
            for line in ("", *look.step.why):
                tell(line)
            if look.step.still_open and not more and ask(_GO_ON).strip().lower() in ("y", "yes"):
                more = True
                continue
            return
        if look.assessment.verdict.urgency >= Urgency.SAME_DAY:
            tell("")
            tell(_TODAY)
        pages = len(look.pages)
        number = pages - back + 1 if back else 0
        step = again(look.pages[number - 1], person.knowledge) if number else look.step
        typed = ask_step(step, ask, tell, number)
        if typed == "stop":
            show(look.assessment, person.knowledge, country=person.profile().country or "")
            tell("")
            tell("Stopped. What you said stays; unweary interview goes on from here.")
            return
        if isinstance(typed, str):
            back = min(back + 1, pages)
            if not pages:
                tell("This is the first page of today.")
            continue
        back = 0
        person.interview.reply(typed)


def _hear(person: Unweary, text: str) -> None:
    """Show what the words say, and keep what is confirmed."""
    said = person.ask(text)
    show_urgent(said.if_confirmed, person.knowledge, person.profile().country or "")
    print_sections(console(), sections_of(said, person.knowledge))
    every = (*said.findings, *said.meant)
    if not every:
        return
    chosen = confirm(every, [person.knowledge.label(each.finding) for each in every], ask, tell)
    rows = person.confirm(chosen, said.sites) if chosen else ()
    tell(f"Kept. Entries: {len(rows)}." if rows else "Nothing was kept.")


def confirm(findings: Sequence[Proposal], labels: Sequence[str], ask: Ask, tell: Tell) -> list[Proposal]:
    """What the person leaves of what was read: all, or all but some that are the other way round."""
    for place, (finding, label) in enumerate(zip(findings, labels, strict=True), start=1):
        word = {"present": "yes", "absent": "no", "uncertain": "not sure"}[finding.state]
        word = word if finding.value is None else f"{finding.value:g}"
        tell(f'  {place} {label}: {word} (you wrote "{finding.words}")')
    while True:
        typed = ask("y = all right; 2=no 3=yes 4=? changes those and keeps the rest; Enter = keep nothing: ").lower()
        if not typed.strip():
            return []
        if typed.strip() in ("y", "yes"):
            return list(findings)
        changed = list(findings)
        for word in typed.replace(",", " ").split():
            number, _, state = word.partition("=")
            states = {"yes": "present", "y": "present", "no": "absent", "n": "absent", "?": "uncertain"}
            if not number.isdigit() or not 1 <= int(number) <= len(findings) or state not in states:
                tell(f"'{word}' was not understood.")
                break
            before = findings[int(number) - 1]
            value = before.value if states[state] == "present" else None
            changed[int(number) - 1] = replace(before, state=states[state], value=value)  # type: ignore[arg-type]
        else:
            return changed


def ask_step(step: Step, ask: Ask, tell: Tell, number: int = 0) -> list[Reply] | Literal["back", "stop"]:
    """The replies to one page, or ``back`` or ``stop``. ``number`` is set where an answered page is changed."""
    tell("")
    if number:
        tell(f"Page {number} of today, to be changed.")
    elif step.kind == "signs":
        more = f" At most {step.signs_left} more after this." if step.signs_left else " The last page of them."
        tell(f"Warning signs.{more}")
    else:
        tell(f"{step.answered} answered. {UNTIL}")
    place = 0
    for part in step.parts:
        if part.title:
            tell(part.title)
        for each in part.asked if step.kind == "question" or not step.graded else ():
            place += 1
            before = f" [{said_of(each)}]" if number else ""
            words = part.line(each)
            tell(f"{words}{before}" if step.kind == "question" else f"  {place} {words}{before}")
    if step.graded and step.kind != "question":
        return _graded(step, ask, tell)
    return _read(step, step.asked, ask, tell)


def _graded(step: Step, ask: Ask, tell: Tell) -> list[Reply] | Literal["back", "stop"]:
    """A page whose lines are answered one after the other, each with its level."""
    found: list[Reply] = []
    for each in step.asked:
        before = said_of(each)
        tell(f"{each.question} [{before}]" if before else each.question)
        replies = _read(replace(step, kind="question"), (each,), ask, tell)
        if isinstance(replies, str):
            return replies
        found += replies
    return found


def _read(step: Step, asked: Sequence[Asked], ask: Ask, tell: Tell) -> list[Reply] | Literal["back", "stop"]:
    while True:
        only = asked[0]
        unit = f" from 0 to {len(only.levels) - 1}" if only.levels else f", in {only.unit}" if only.unit else ""
        hint = f"A number{unit}; Enter = not sure; b, s, w: "
        keys = _KEYS_LIST if step.kind != "question" else hint if only.counted else _KEYS_ONE
        typed = ask(keys).strip().lower()
        if typed in ("b", "s"):
            return "back" if typed == "b" else "stop"
        if typed == "w":
            for line in step.why or ("It was asked before; you can change what you said.",):
                tell(line)
            continue
        replies = _one(only, typed) if step.kind == "question" else _several(asked, typed)
        if replies is not None:
            return replies
        tell("That was not one of the keys.")


def _one(asked: Asked, typed: str) -> list[Reply] | None:
    if asked.counted and typed not in ("", "?", "not sure"):
        value = read_number(typed, 0.0, len(asked.levels) - 1.0 if asked.levels else _HIGHEST)
        cut = value is not None and asked.levels and not value.is_integer()
        return None if value is None or cut else [Reply(asked.finding, "present", value)]
    if typed not in _SAYS:
        return None
    state, sure = _SAYS[typed]
    return [Reply(asked.finding, state, sure=sure)]


def _several(asked: Sequence[Asked], typed: str) -> list[Reply] | None:
    """The replies to a list.

    Examples
    --------
    >>> from unweary.service.interview_open import Asked
    >>> some = [Asked("fever", "fever", ""), Asked("rigors", "chills", ""), Asked("cold_sweat", "sweat", "")]
    >>> [(reply.finding, reply.state, reply.sure) for reply in _several(some, "rn1 ?2")]
    [('fever', 'absent', False), ('rigors', 'unknown', True), ('cold_sweat', 'absent', True)]
    """
    if typed in ("", "?"):
        return [Reply(each.finding, "unknown") for each in asked]
    if typed in _NO:
        return [Reply(each.finding, "absent") for each in asked]
    said: dict[int, tuple[State, bool]] = {}
    for word in typed.replace(",", " ").split():
        number = word.lstrip("?rny")
        how = word.removesuffix(number) or "y"
        if not number.isdigit() or not 1 <= int(number) <= len(asked) or how not in ("y", "ry", "rn", "?"):
            return None
        said[int(number)] = _SAYS[how]
    found = [(each.finding, said.get(place, _SAYS["n"])) for place, each in enumerate(asked, start=1)]
    return [Reply(finding, state, sure=sure) for finding, (state, sure) in found]
