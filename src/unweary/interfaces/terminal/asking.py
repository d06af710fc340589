"""`ask`: a complaint in one's own words becomes findings to say yes or no to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from unweary.interfaces.terminal.answering import IF_RIGHT, show
from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.reports.phrases import number_words
from unweary.reports.sections import Section
from unweary.service.own_words import Proposals, as_document
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Urgency

if TYPE_CHECKING:
    from unweary.inference.own_words import Proposal
    from unweary.inference.sore_places import SiteProposal
    from unweary.service import Unweary
    from unweary.vocab.knowledge import Knowledge

_GROUPS = (
    ("present", "You have, as we read it", "+"),
    ("absent", "You do not have, as we read it", "-"),
    ("uncertain", "Not clear; left open until you say", "?"),
)


def ask(person: Unweary, text: str, *, keep: bool, as_json: bool) -> None:
    """Print what the text says and what would follow; with ``keep`` store it after a yes."""
    if keep and as_json:
        raise UserError("keep", "--keep asks you first, so it does not go with --json", "one of --keep and --json")
    said = person.ask(text)
    knowledge = person.knowledge
    if as_json:
        print_json(as_document(said, knowledge))
        return
    out = console()
    sections = sections_of(said, knowledge)
    # What must not wait stands above what was read.
    urgent = said.if_confirmed.verdict.urgency >= Urgency.SAME_DAY
    if not urgent:
        print_sections(out, sections)
    out.print(IF_RIGHT if said.findings else "\nWithout it:", style="bold")
    show(said.if_confirmed, knowledge, country=person.profile().country or "")
    if urgent:
        print_sections(out, sections)
        out.print()
    if said.birth_year is not None:
        year = said.birth_year
        out.print(f"Your age counted for this answer only. If you were born in {year} or {year - 1}, keep that year:")
        out.print(f"  unweary profile --birth-year {year}")
    kept = [finding for finding in said.findings if finding.state != "uncertain"]
    if not kept:
        return
    if keep and typer.prompt("Keep these answers? yes, or Enter for no", default="", show_default=False).strip(
    ).lower() in ("yes", "y"):  # fmt: skip
        rows = person.confirm(kept, said.sites)
        typer.echo(f"Kept. Entries: {len(rows)}. What is wrong: unweary facts, unweary correct.")
        return
    typer.echo("Nothing was kept. To keep it:")
    typer.echo(f"  {command(kept, said.sites)}")


def sections_of(said: Proposals, knowledge: Knowledge) -> tuple[Section, ...]:
    """What was understood, grouped; what was not; and, where nothing was, what can be understood."""
    sections = []
    for state, title, sign in _GROUPS:
        lines = tuple(f"{sign} {_line(finding, knowledge)}" for finding in said.findings if finding.state == state)
        if lines:
            sections.append(Section(title, lines))
    if said.sites:
        sections.append(Section("Sore places", tuple(_place(place, knowledge) for place in said.sites)))
    if said.meant:
        asked = Section("Did you mean this? Nothing here counts before you say so", _asked(said.meant, knowledge))
        # A warning sign that may be meant comes before all that was read.
        sections.insert(0 if knowledge.findings[said.meant[0].finding].alarm else len(sections), asked)
    if said.left_over:
        sections.append(Section("Not understood", tuple(f'"{words}"' for words in said.left_over)))
    if not (said.findings or said.meant):
        sections.append(_understands(knowledge))
    return tuple(sections)


def _asked(meant: Sequence[Proposal], knowledge: Knowledge) -> tuple[str, ...]:
    first = meant[0].finding
    how = f"To answer: unweary check-in --answer {first}=present (or {first}=absent)"
    return (*(f"? {_line(each, knowledge)}" for each in meant), how)


def _line(finding: Proposal, knowledge: Knowledge) -> str:
    unit = knowledge.quantities.get(knowledge.findings[finding.finding].number)
    value = "" if finding.value is None else f": {number_words(finding.value)} {unit.unit if unit else ''}".rstrip()
    return f'{knowledge.label(finding.finding)}{value}, from "{finding.words}"'


def _place(place: SiteProposal, knowledge: Knowledge) -> str:
    names = " or ".join(knowledge.body[site].lay_name for site in place.sites)
    side = " and ".join(place.sides) or "side not said"
    score = "no score 0 to 10" if place.soreness_0_10 is None else f"{number_words(place.soreness_0_10)} of 10"
    whole = len(place.sites) == 1 and place.sides and place.soreness_0_10 is not None
    hint = "" if whole else ". To keep it: unweary check-in --sore"
    return f"{names}; {side}; {score}{hint}"


def _understands(knowledge: Knowledge) -> Section:
    known = {phrase.finding for phrase in knowledge.lexicon}
    lines = ["Nothing in it was recognised. That is neither good news nor bad. Warning signs that it knows:"]
    for screen in knowledge.screens:
        labels = [knowledge.label(name) for name in screen.findings if name in known]
        lines.append("; ".join(labels))
    lines.append(f"{len(known)} things have words here: unweary knowledge show. Or be asked: unweary check-in")
    return Section("What we understand", tuple(lines))


def command(kept: Sequence[Proposal], sites: Sequence[SiteProposal] = ()) -> str:
    """The check-in that keeps these answers.

    Examples
    --------
    >>> from unweary.inference.own_words import Proposal
    >>> command([Proposal("fever", "absent", "no fever", 0, 8), Proposal("weakness_days", "present", "2 d", 0, 3, 2)])
    'unweary check-in --answer fever=absent --answer weakness_days=2'
    """
    said = [f"{f.finding}={f.state if f.value is None else format(f.value, 'g')}" for f in kept]
    flags = [word for answer in said for word in ("--answer", answer)]
    for place in sites:
        if len(place.sites) == 1 and place.soreness_0_10 is not None:
            signs = f":{','.join(place.signs)}" if place.signs else ""
            for side in place.sides:
                flags += ["--sore", f"{place.sites[0]}:{side}:{place.soreness_0_10:g}{signs}"]
    return shlex.join(["unweary", "check-in", *flags])
