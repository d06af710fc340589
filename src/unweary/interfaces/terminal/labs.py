"""`labs`: blood tests as text, shown as understood, and kept after a yes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.reports.scores import lab_number
from unweary.reports.sections import Section
from unweary.service.lab_words import LabProposal, LabWords, keep_labs, lab_proposals
from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from unweary.service import Unweary


def read_labs(person: Unweary, text: str, on: datetime | None, *, keep: bool, as_json: bool) -> None:
    """Print what a text says; with ``keep`` store it after a yes."""
    if keep and as_json:
        raise UserError("keep", "--keep asks you first, so it does not go with --json", "one of --keep and --json")
    said = lab_proposals(LabWords(text, on.date() if on else None), person.now(), person.knowledge)
    if as_json:
        print_json(said.as_document())
        return
    ready = [test for test in said.tests if test.lab is not None]
    sections = []
    if ready:
        sections.append(Section("Understood", tuple(_line(test) for test in ready)))
    if open_ := [test for test in said.tests if test.lab is None]:
        lines = tuple(f'? "{each.words}": {each.question}' for each in open_)
        sections.append(Section("Not clear; left out until you say", lines))
    if said.left:
        sections.append(Section("Not understood", tuple(f'"{words}"' for words in said.left)))
    print_sections(console(), tuple(sections))
    if not ready:
        typer.echo("Nothing here can be kept. Write it like this: Ferritin 12 ng/mL, Hb 11.8 g/dL 2026-11-02")
        return
    asked = typer.prompt("Keep these? yes, or Enter for no", default="", show_default=False) if keep else ""
    if asked.strip().lower() in ("yes", "y"):
        rows = keep_labs(person, [test.lab for test in ready if test.lab is not None])
        typer.echo(f"Kept: {len(rows)}. Known from before: {len(ready) - len(rows)}. See: unweary today")
        return
    typer.echo("Nothing was kept. To keep it, the same again with --keep")


def _line(test: LabProposal) -> str:
    day = f"{test.on}" if test.dated else f"{test.on} (no day stood there)"
    return f"+ {test.label} {test.comparator or ''}{lab_number(test.value)} {test.unit}, {day}"
