"""The commands that say what was done since: of the plan, and by a clinician."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from unweary.interfaces.cli_home import Json, opened

doing_app = typer.Typer()


@doing_app.command()
def done(
    remedy: Annotated[str | None, typer.Argument(help="Id or name in the plan; without it, the list.")] = None,
    not_: Annotated[bool, typer.Option("--not", help="It was not done.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Another day than today.")] = None,
    json: Json = False,
) -> None:
    """Say what of the plan you did. Nothing said stays open; nothing is counted."""
    from unweary.interfaces.terminal.doing import list_done, say_done

    with opened() as person:
        if remedy is None:
            list_done(person, as_json_=json)
        else:
            say_done(person, remedy, None if undo else not not_, on.date() if on else None, as_json_=json)


@doing_app.command()
def looked(
    finding: Annotated[str | None, typer.Argument(help="Its id; without it, the list.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said.")] = False,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; else today.")] = None,
    json: Json = False,
) -> None:
    """Say that a clinician has looked at one danger that has passed. What is there now is judged as before."""
    from unweary.interfaces.terminal.doing import list_looked, say_looked

    with opened() as person:
        if finding is None:
            list_looked(person, as_json_=json)
        else:
            say_looked(person, finding, on.date() if on else None, looked=not undo, as_json_=json)
