"""The check-in: in under a minute at the keyboard, or from flags in a script.

Order: how the day is, where it is sore, warning signs, at most three questions. What was said up to the warning signs
is saved before any question follows, so that an emergency can stop the interview. Enter alone never means 'no'.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from unweary.interfaces.terminal.answers import Said, leaning, read_answer, read_number, said
from unweary.interfaces.terminal.body_words import SoreWords, read_sore
from unweary.reports.phrases import number_words
from unweary.vocab.body import BodyPart
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Mark, SiteRating
from unweary.vocab.knowledge import FindingType, Knowledge, Screen

if TYPE_CHECKING:
    from unweary.service import CheckInForm

#: Asked at the keyboard: field of ``Day``, words, highest value.
QUICK = (
    ("fatigue_0_10", "Tired, 0 fresh to 10 worn out", 10.0),
    ("sleep_h", "Slept, hours", 24.0),
    ("stress_0_10", "Stress, 0 none to 10 very high", 10.0),
    ("mood_0_10", "Mood, 0 low to 10 very good", 10.0),
    ("heaviness_0_10", "Heavy muscles, 0 light to 10 like lead", 10.0),
)
MARKS: tuple[str, ...] = get_args(Mark)

#: Asks one thing and returns what was typed; tells the person something.
Ask = Callable[[str], str]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Typed:
    """What flags said. ``none`` is 'none of the warning signs'; ``unsure`` are answers that are only leant to."""

    numbers: Mapping[str, float]
    marks: Sequence[str] = ()
    sore: Sequence[str] = ()
    answers: Sequence[str] = ()
    none: bool = False
    unsure: Sequence[str] = ()

    def anything(self) -> bool:
        """Whether any flag was given; without one the check-in asks."""
        return bool(self.numbers or self.marks or self.sore or self.answers or self.none or self.unsure)


@dataclass(frozen=True, slots=True)
class Entered:
    """One check-in, ready to be saved, and what to tell about it."""

    day: Day | None
    sites: tuple[SiteRating, ...] = ()
    answers: tuple[Answer, ...] = ()
    told: tuple[str, ...] = ()


def from_flags(typed: Typed, form: CheckInForm, knowledge: Knowledge, at: datetime) -> Entered:
    """A check-in from flags alone.

    Raises
    ------
    UserError
        For a mark, a place or an answer that is not known; nothing is saved then.
    """
    for mark in typed.marks:
        if mark not in MARKS:
            raise UserError("mark", f"'{mark}' is not a mark", ", ".join(MARKS))
    sore = [place for text in typed.sore for place in read_sore(text, form.parts)]
    answers = [read_answer(text, knowledge) for text in typed.answers]
    answers += [leaning(read_answer(text, knowledge)) for text in typed.unsure]
    told: tuple[str, ...] = ()
    if typed.none:
        given = {answer.finding for answer in answers}
        left = [answer for answer in form.said_yes if answer.finding not in given]
        told = tuple(
            f"{_yes_words(answer, knowledge, at)} It stays until you answer it by itself, for example "
            f"--answer {answer.finding}=absent."
            for answer in left
        )
        answers += _none_of(form.screens, {*given, *(answer.finding for answer in left)})
    return Entered(
        _day(form, typed.numbers, typed.marks), _sites(sore, at), tuple(_answer(answer, at) for answer in answers), told
    )


def _none_of(screens: Iterable[Screen], but: Container[str]) -> list[Said]:
    """'None of these' in one go. What a yes was said to is not among them: it is taken back only by itself."""
    return [Said(name, "absent") for screen in screens for name in screen.findings if name not in but]


def _yes_words(answer: Answer, knowledge: Knowledge, now: datetime) -> str:
    day = answer.at.astimezone(now.tzinfo).date()
    when = "today" if day == now.date() else f"on {day:%A} {day.day} {day:%B}"
    return f"You said yes to this {when}: {knowledge.label(answer.finding)}."


def _day(form: CheckInForm, numbers: Mapping[str, float], marks: Sequence[str]) -> Day | None:
    if not numbers and not marks:
        return None
    chosen = tuple(mark for mark in get_args(Mark) if mark in marks)
    fields: dict[str, Any] = dict(numbers)
    return Day(day=form.day, marks=chosen, **fields)


def _sites(sore: Sequence[SoreWords], at: datetime) -> tuple[SiteRating, ...]:
    # Said twice, the later one holds.
    last = {(place.site, place.side): place for place in sore}
    return tuple(SiteRating(p.site, p.side, p.soreness_0_10, at, p.signs) for p in last.values())


def _answer(answer: Said, at: datetime) -> Answer:
    return Answer(answer.finding, answer.state, at, answer.value, sure=answer.sure)


def ask_day_and_signs(form: CheckInForm, knowledge: Knowledge, at: datetime, ask: Ask, tell: Tell) -> Entered:
    """The first half at the keyboard: numbers, sore places, warning signs."""
    numbers = {}
    for field, words, highest in QUICK:
        value = ask_number(words, getattr(form.yesterday, field, None), highest, ask, tell)
        if value is not None:
            numbers[field] = value
    sick = ask("Ill today? y, or Enter: ").strip().lower() in ("y", "yes")
    sore = ask_sore(form, ask, tell)
    answers = ask_screens(form.screens, knowledge, ask, tell, form.said_yes)
    answers += _ask_still(form.said_yes, answers, knowledge, at, ask, tell)
    return Entered(
        _day(form, numbers, ("sick",) if sick else ()), _sites(sore, at), tuple(_answer(a, at) for a in answers)
    )


def ask_number(words: str, yesterday: float | None, highest: float, ask: Ask, tell: Tell) -> float | None:
    """One number. Enter keeps yesterday's; without one, or with '-', it stays unknown."""
    hint = f"[{number_words(yesterday)}, - skips]" if yesterday is not None else "[Enter skips]"
    while True:
        typed = ask(f"{words} {hint}: ").strip()
        if typed in ("", "-"):
            return yesterday if typed == "" else None
        value = read_number(typed, 0.0, highest)
        if value is not None:
            return value
        tell(f"A number from 0 to {highest:g}, please.")


def ask_sore(form: CheckInForm, ask: Ask, tell: Tell) -> list[SoreWords]:
    """Sore places, one a line."""
    before = [SoreWords(r.site, r.side, r.soreness_0_10, r.signs) for r in form.sore_before if r.soreness_0_10 > 0]
    names = {part.id: part.lay_name for part in form.parts}
    if before:
        shown = "; ".join(f"{names.get(b.site, b.site)}, {b.side} {number_words(b.soreness_0_10)}" for b in before)
        tell(f"Sore last time: {shown}. Type 'same' to keep them, 'none' if all are gone.")
    sore: list[SoreWords] = []
    while True:
        typed = ask("Sore place and 0-10, for example 'left calf 6' [Enter: done]: ").strip()
        if not typed:
            return sore
        if typed.lower() in ("none", "no", "n"):
            return [*sore, *(replace(place, soreness_0_10=0.0, signs=()) for place in before)]
        if typed.lower() == "same":
            sore += before
            continue
        try:
            found = read_sore(typed, form.parts, _choose_parts(ask, tell), lambda part: _choose_side(part, ask))
        except UserError as error:
            tell(f"{error.message}. {error.accepted}")
            continue
        sore += found
        tell("; ".join(f"{names[p.site]}, {p.side}: {number_words(p.soreness_0_10)}" for p in found))


def _choose_parts(ask: Ask, tell: Tell) -> Callable[[str, Sequence[BodyPart]], Sequence[BodyPart]]:
    def choose(words: str, parts: Sequence[BodyPart]) -> Sequence[BodyPart]:
        for place, part in enumerate(parts, start=1):
            tell(f"  {place} {part.lay_name} ({part.kind})")
        picked = _numbers(ask(f"Which '{words}'? Numbers, for example 1 2: "), len(parts))
        if not picked:
            raise UserError("body_part", "no place was chosen", "one or more of the numbers")
        return [parts[place - 1] for place in picked]

    return choose


def _choose_side(part: BodyPart, ask: Ask) -> str:
    return ask(f"{part.lay_name}: left, right or both? [l/r/both]: ")


def _numbers(typed: str, most: int) -> list[int]:
    words = typed.replace(",", " ").split()
    return [int(word) for word in dict.fromkeys(words) if word.isdigit() and 1 <= int(word) <= most]


def ask_screens(
    screens: Sequence[Screen], knowledge: Knowledge, ask: Ask, tell: Tell, said_yes: Sequence[Answer] = ()
) -> list[Said]:
    """All warning signs on one page: one key denies them all, numbers open the groups in which something fits.

    What was said yes to is denied by no such key: it is left open here.
    """
    if len(screens) < 2:
        return [answer for screen in screens for answer in ask_screen(screen, knowledge, ask, tell, said_yes)]
    tell("Warning signs. Does anything here fit?")
    for place, screen in enumerate(screens, start=1):
        # Nobody can deny what was not read to them, so every sign stands here.
        tell(f"  {place} {screen.text}")
        tell(f"    {'; '.join(knowledge.label(name) for name in screen.findings)}")
    while True:
        typed = (
            ask("n = none of all these; numbers = something fits in those only; Enter = one by one: ").strip().lower()
        )
        picked = _numbers(typed, len(screens))
        if typed in ("", "?"):
            picked, none = list(range(1, len(screens) + 1)), []
        elif typed in ("n", "none", "no", "0") or picked:
            none = [screen for place, screen in enumerate(screens, start=1) if place not in picked]
        else:
            tell("That was not one of the keys.")
            continue
        answers = _none_of(none, {answer.finding for answer in said_yes})
        for place in picked:
            answers += ask_screen(screens[place - 1], knowledge, ask, tell, said_yes)
        return answers


def ask_screen(
    screen: Screen, knowledge: Knowledge, ask: Ask, tell: Tell, said_yes: Sequence[Answer] = ()
) -> list[Said]:
    """Warning signs together: one key for 'none'. Those not picked from a list that was answered count as 'no'."""
    before = {answer.finding for answer in said_yes}
    tell(screen.text)
    for place, name in enumerate(screen.findings, start=1):
        tell(f"  {place} {knowledge.label(name)}")
    while True:
        typed = ask("n = none of these; numbers = those, and not the others; Enter = not sure: ").strip().lower()
        if typed in ("", "?"):
            return []
        picked = _numbers(typed, len(screen.findings))
        if picked or typed in ("n", "none", "no", "0"):
            yes = [name for place, name in enumerate(screen.findings, start=1) if place in picked]
            return [*(Said(name, "present") for name in yes), *_none_of([screen], {*yes, *before})]
        tell("That was not one of the keys.")


def _ask_still(
    said_yes: Sequence[Answer], answers: Sequence[Said], knowledge: Knowledge, at: datetime, ask: Ask, tell: Tell
) -> list[Said]:
    """Each warning sign with a yes that still holds, by itself. Enter leaves it as it is."""
    given, found = {answer.finding for answer in answers}, []
    for answer in said_yes:
        if answer.finding in given:
            continue
        tell(_yes_words(answer, knowledge, at))
        while True:
            typed = ask("Is it still so, or did it happen? [y, n, Enter = leave the yes]: ")
            if not typed.strip():
                break
            try:
                found.append(said(knowledge.findings[answer.finding], typed))
                break
            except UserError as error:
                tell(error.accepted)
    return found


def ask_follow_ups(
    findings: Sequence[FindingType], knowledge: Knowledge, at: datetime, ask: Ask, tell: Tell
) -> tuple[Answer, ...]:
    """At most three questions, the next best one first."""
    answers = []
    for finding in findings[:3]:
        unit = knowledge.unit_of(finding.id)
        hint = (
            "y, n, ry = rather yes, rn = rather no"
            if finding.kind != "number"
            else f"a number, in {unit}"
            if unit
            else "a number"
        )
        while True:
            typed = ask(f"{finding.question} [{hint}, Enter = not sure]: ").strip()
            if not typed:
                break
            try:
                answers.append(_answer(said(finding, typed), at))
                break
            except UserError as error:
                tell(error.accepted)
    return tuple(answers)
