"""Which home a command works on: set once by the options before the command, read by every command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from unweary.service import Unweary

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class Home:
    """Which folder the command works on, and whose data in it."""

    path: Path | None = None
    demo: bool = False
    at: datetime | None = None


def opened() -> Unweary:
    """The home that the options name."""
    from unweary.service import open_home

    moment = Home.at
    if moment is None:
        return open_home(Home.path, demo=Home.demo)
    return open_home(Home.path, demo=Home.demo, clock=lambda: moment)
