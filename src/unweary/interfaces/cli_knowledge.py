"""The commands under ``unweary knowledge``: look into the reviewed knowledge, check it, and write it out for review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unweary.interfaces.cli_home import Json

knowledge_app = typer.Typer(no_args_is_help=True, help="Look into the reviewed knowledge.")


@knowledge_app.command("check")
def knowledge_check(json: Json = False) -> int:
    """Read everything and check that it fits together."""
    from unweary.interfaces.terminal.knowing import check
    from unweary.service.person import packaged_knowledge

    return check(packaged_knowledge(), as_json_=json)


@knowledge_app.command("show")
def knowledge_show(
    entry: Annotated[
        str | None, typer.Argument(help="An id, or red_flags for all of them; without one, all ids.")
    ] = None,
    json: Json = False,
) -> None:
    """One entry with its numbers, grades and sources."""
    from unweary.interfaces.terminal.knowing import show
    from unweary.service.person import packaged_knowledge

    show(packaged_knowledge(), entry, as_json_=json)


@knowledge_app.command("counts")
def knowledge_counts(json: Json = False) -> None:
    """How many causes, findings, rules and remedies there are."""
    from unweary.interfaces.terminal.knowing import print_counts
    from unweary.service.person import packaged_knowledge

    print_counts(packaged_knowledge(), as_json_=json)


@knowledge_app.command("report")
def knowledge_report(
    out: Annotated[Path, typer.Option("--out", "-o", file_okay=False, help="The folder to write the pages to.")] = Path(
        "unweary-knowledge"
    ),
    against: Annotated[
        Path | None, typer.Option(help="A folder of knowledge data of another version: adds what differs.")
    ] = None,
    people: Annotated[Path | None, typer.Option(help="A folder of *_person.json to judge with both versions.")] = None,
    json: Json = False,
) -> None:
    """Write everything as pages for a clinician to review; with --against, what differs from another version."""
    from unweary.interfaces.terminal.knowing import report
    from unweary.service.person import packaged_knowledge

    report(packaged_knowledge(), out, against, people, as_json_=json)
