"""Commands by which a person says something: the check-in and the profile."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import typer

from unweary.inference.profile_reading import read_profile
from unweary.interfaces.terminal import check_in as asking
from unweary.interfaces.terminal import profile as profiles
from unweary.interfaces.terminal.answering import show
from unweary.interfaces.terminal.records import fact_document
from unweary.interfaces.terminal.show import console, print_json, print_sections, verdict_panel
from unweary.reports.document import as_document
from unweary.reports.phrases import DISCLAIMER, day_words
from unweary.reports.words import question_section, verdict_words
from unweary.vocab.assessment import as_json as plain_json
from unweary.vocab.knowledge import Urgency

if TYPE_CHECKING:
    from unweary.service import FactRow, Unweary


def ask(words: str) -> str:
    """One line from the keyboard. Its end (Ctrl+D) stops the command; what was saved stays."""
    return str(typer.prompt(wrapped(words), default="", show_default=False, prompt_suffix=""))


def tell(words: str) -> None:
    """One thing said, broken between words and not within them."""
    typer.echo(wrapped(words))


def wrapped(words: str) -> str:
    """The words in lines of the terminal's width; the space at the end of a question stays."""
    # A line that begins with spaces belongs to a list; what is left of it stands under its first word.
    indent = " " * (len(words) - len(words.lstrip()) + 2) if words.startswith(" ") else ""
    text = textwrap.fill(words.rstrip(), console().width, subsequent_indent=indent, break_on_hyphens=False)
    return text + words[len(words.rstrip()) :]


def check_in(person: Unweary, typed: asking.Typed, *, as_json: bool) -> None:
    """Save a check-in from flags, or ask; then today's verdict. An emergency stops the questions."""
    form = person.check_in_form()
    now = person.now()
    told: tuple[str, ...] = ()
    if typed.anything():
        entered = asking.from_flags(typed, form, person.knowledge, now)
        rows, told = _save(person, entered), entered.told
    else:
        rows = _save(person, asking.ask_day_and_signs(form, person.knowledge, now, ask, tell))
        if person.assess_today().verdict.urgency is not Urgency.EMERGENCY_NOW:
            follow_ups = person.check_in_form().follow_ups
            answers = asking.ask_follow_ups(follow_ups, person.knowledge, person.now(), ask, tell)
            rows += _save(person, asking.Entered(None, (), answers))
    assessment = person.assess_today()
    if as_json:
        document = as_document(assessment, person.knowledge)
        keys = ("verdict", "red_flags", "question", "knowledge_digest", "as_of")
        shown = {key: document[key] for key in keys}
        print_json({"facts": [fact_document(row) for row in rows], "told": list(told), **shown})
        return
    typer.echo(f"Saved. Entries: {len(rows)}." if rows else "Nothing was entered, so nothing was saved.")
    for words in told:
        tell(words)
    if assessment.verdict.urgency is Urgency.EMERGENCY_NOW:
        show(assessment, person.knowledge, country=person.profile().country or "")
        return
    out = console()
    out.print(verdict_panel(verdict_words(assessment), day_words(assessment.as_of.date())))
    if assessment.question:
        print_sections(out, (question_section(assessment, person.knowledge),))
    out.print(f"\nAll of it: unweary today. {DISCLAIMER}", style="bright_black")


def _save(person: Unweary, entered: asking.Entered) -> tuple[FactRow, ...]:
    from unweary.service import CheckIn

    if entered.day is None and not entered.sites and not entered.answers:
        return ()
    return person.check_in(CheckIn(entered.day, entered.sites, entered.answers))


def profile(person: Unweary, changes: profiles.Changes, *, ask_all: bool, as_json: bool) -> None:
    """Show the profile, set it by flags, or ask for it."""
    now, answers = person.profile(), person.gate_answers()
    if changes.anything():
        person.save_profile(*profiles.changed(now, changes, person.knowledge))
    if ask_all:
        base, answers = person.profile(), person.gate_answers()
        person.save_profile(*profiles.ask_profile(base, answers, person.knowledge, ask, tell))
    now, answers = person.profile(), person.gate_answers()
    if as_json:
        unread = read_profile(now, person.knowledge).not_recognised
        told = {"profile": plain_json(now), "answers": dict(sorted(answers.items()))}
        print_json({**told, "not_recognised": list(unread)})
        return
    print_sections(console(), profiles.profile_sections(now, answers, person.knowledge))
