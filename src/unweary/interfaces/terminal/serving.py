"""The server from the command line: what it says when it is ready, and the phones that were paired with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.reports.sections import Section, Table
from unweary.service.devices import CODE_HOLDS
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from unweary.service import Unweary

#: Bright on black, whatever the colours of the terminal are: a camera does not read the picture the other way round.
_BRIGHT_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"


def run_server(
    home: Path | None,
    *,
    demo: bool,
    port: int,
    open_browser: bool,
    lan: bool,
    address: str | None,
    certfile: Path | None,
    keyfile: Path | None,
) -> None:
    """Serve until Ctrl+C.

    Raises
    ------
    UserError
        ``lan`` where something was said about the home network without asking for it.
    """
    from unweary.interfaces.server import HomeNetwork, serve

    if not lan and (address or certfile or keyfile):
        raise UserError("lan", "--address, --certfile and --keyfile are about the home network", "--lan beside them")
    if keyfile and not certfile:
        raise UserError("certfile", "--keyfile is the key to a certificate", "--certfile beside it")

    def ready(at: str) -> None:
        typer.echo(f"Open {at} in a browser. Stop with Ctrl+C.")

    network = HomeNetwork(_show_pairing, address, certfile, keyfile) if lan else None
    serve(home, port=port, open_browser=open_browser, demo=demo, on_ready=ready, lan=network)


def _show_pairing(address: str) -> None:
    from unweary.interfaces.pairing import qr_text

    typer.echo("\nA phone in the same Wi-Fi: point its camera at this, or type the address below.\n")
    lines = "\n".join(f"{_BRIGHT_ON_BLACK}{line}{_AS_BEFORE}" for line in qr_text(address).splitlines())
    if _can_print(lines):
        typer.echo(lines)
    typer.echo(f"{address}\n")
    typer.echo(
        f"It works once, for {CODE_HOLDS.seconds // 60} minutes. For another phone: Settings, 'Pair a phone', on this"
        " computer."
    )
    if not address.startswith("https:"):
        typer.echo("What is sent can be read by others in the same network. Use it at home only.")


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def list_devices(person: Unweary, remove: str | None, *, as_json_: bool) -> None:
    """The paired devices, after removing one where that was asked for."""
    if remove is not None:
        removed = person.devices.remove(remove)
        if not as_json_:
            console().print(f"Removed: {removed.name}", markup=False)
    devices = person.devices.listed()
    if as_json_:
        print_json({"devices": as_json(devices)})
        return
    if not devices:
        console().print("No phone is paired. Pair one with: unweary serve --lan")
        return
    zone = person.now().tzinfo
    days = [tuple(f"{at.astimezone(zone):%Y-%m-%d}" for at in (each.seen_at, each.until)) for each in devices]
    cells = tuple((each.id, each.name, *day) for each, day in zip(devices, days, strict=True))
    table = Table(("id", "name", "last here", "holds until"), cells)
    print_sections(console(), (Section("Paired phones", (), table),))
    console().print("\nOne that you do not know: unweary devices --remove ID")
