"""Everything at once: take it along, copy it, put a copy back, look it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from unweary.interfaces.terminal.failing import ANSWERED, NOTHING_USABLE
from unweary.interfaces.terminal.show import console, print_json, print_line
from unweary.vocab.assessment import as_json

if TYPE_CHECKING:
    from unweary.service import Unweary
    from unweary.service.backup import Backup
    from unweary.vocab.errors import Problem


def export(person: Unweary, folder: Path, *, as_json_: bool) -> None:
    """Write everything into a new folder."""
    count = person.keeping.export_folder(folder)
    if as_json_:
        print_json({"folder": str(folder), "files": count})
        return
    console().print(f"Everything is in {folder}, in {count} files. README.txt there says what is what.", soft_wrap=True)
    console().print(f"To bring it back, here or elsewhere: unweary import {folder}", soft_wrap=True)


def backup(person: Unweary, file: Path, *, as_json_: bool) -> int:
    """Write one file with everything; exit code 1 where a file was damaged before it was copied."""
    made = person.keeping.backup(file)
    said = f"Kept and looked over: {made.path} ({_size(made.size)}, {made.files} files and the database)."
    return _told(made, said, as_json_)


def restore(home: Path, file: Path, *, replace: bool, as_json_: bool) -> int:
    """Put what `backup` wrote into a home."""
    from unweary.service.backup import restore_backup

    return _told(restore_backup(home, file, replace=replace), f"{file} is back in {home}. See: unweary today", as_json_)


def _told(made: Backup, said: str, as_json_: bool) -> int:
    if as_json_:
        told = {"files": made.files, "size": made.size, "problems": as_json(made.problems)}
        print_json({"file": str(made.path), **told})
    else:
        console().print(said, soft_wrap=True)
        _problems(made.problems)
    return NOTHING_USABLE if made.problems else ANSWERED


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _problems(problems: Sequence[Problem]) -> None:
    for problem in problems:
        print_line(console(), f"! {problem.where}: {problem.message}")


def doctor(home: Path, opened: Callable[[], Unweary], *, as_json_: bool) -> int:
    """What was looked at and every fault found; exit code 1 when there is one."""
    from unweary.service.checkup import check_up

    found = check_up(home, opened)
    if as_json_:
        print_json(found.as_document())
    else:
        out = console()
        out.print(f"home: {home}", soft_wrap=True)
        for check in found.checks:
            out.print(f"{check.name.replace('_', ' ')}: {check.said}", soft_wrap=True)
            _problems(check.problems)
        out.print("All is well." if not found.problems else f"{len(found.problems)} problems.")
    return NOTHING_USABLE if found.problems else ANSWERED
