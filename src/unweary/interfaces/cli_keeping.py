"""The commands that take files in, give everything out again, and look after what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unweary.interfaces.cli_home import Home, Json, opened

keeping_app = typer.Typer()


@keeping_app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, archives, or folders with files.")],
    tracks: Annotated[
        bool | None, typer.Option("--tracks/--no-tracks", help="Keep where you trained, this time; else as you set it.")
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(help="What a column (or test) of a blood test table is: 'Eisen=iron ug/dL'. Kept from then on."),
    ] = None,
    json: Json = False,
) -> int:
    """Take in files from watches and apps. The same file twice adds nothing. Ctrl+C stops it; what is read stays."""
    from unweary.interfaces.terminal.importing import import_files

    with opened() as person:
        if column:
            from unweary.service.columns import parted

            person.columns.say_of(paths, parted(column))
        return import_files(person, paths, tracks=tracks, as_json=json)


@keeping_app.command()
def imports(
    limit: Annotated[int, typer.Option(min=1)] = 20,
    json: Json = False,
) -> None:
    """List the imports, newest first, with what each brought."""
    from unweary.interfaces.terminal.importing import list_imports

    with opened() as person:
        list_imports(person, limit, as_json_=json)


@keeping_app.command("undo-import")
def undo_import(
    which: Annotated[str, typer.Argument(help="An id from `unweary imports`, of an import or of one file.")],
    back: Annotated[bool, typer.Option("--back", help="Bring back what was undone.")] = False,
    json: Json = False,
) -> None:
    """Take back all that an import brought; your other entries stay."""
    from unweary.interfaces.terminal.importing import undo

    with opened() as person:
        undo(person, which, back=back, as_json=json)


@keeping_app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    json: Json = False,
) -> None:
    """Write everything into a folder that other programs read, and `unweary import` too."""
    from unweary.interfaces.terminal.keeping import export as write

    with opened() as person:
        write(person, folder, as_json_=json)


@keeping_app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file, or an older backup.")],
    json: Json = False,
) -> int:
    """Copy everything into one file, also while the server runs; it is looked over before it counts."""
    from unweary.interfaces.terminal.keeping import backup as write

    with opened() as person:
        return write(person, file, as_json_=json)


@keeping_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `unweary backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where there are entries already.")] = False,
    json: Json = False,
) -> int:
    """Put a backup into an empty home; with --replace in the place of what is there."""
    from unweary.interfaces.terminal.keeping import restore as put_back
    from unweary.service import data_folder

    return put_back(data_folder(Home.path), file, replace=replace, as_json_=json)


@keeping_app.command()
def doctor(json: Json = False) -> int:
    """Look over the kept data, the disk, the clock and the versions; exit code 1 where something is wrong."""
    from unweary.interfaces.terminal.keeping import doctor as look
    from unweary.service import data_folder

    home = data_folder(Home.path)
    return look(home / "demo" if Home.demo else home, opened, as_json_=json)
