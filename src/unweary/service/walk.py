"""Which files an import means: those named, and all in the folders named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from unweary.service.export import MANIFEST
from unweary.vocab.errors import Problem, UserError


@dataclass(frozen=True, slots=True)
class Found:
    """One file. ``name`` is what it is called in every message; ``named``: the person asked for this very file.

    ``ours``: it lies in the home only to be imported, so it need not be copied.
    """

    path: Path
    name: str
    size: int
    named: bool
    ours: bool = False


def find(paths: Sequence[Path], home: Path) -> tuple[list[Found], list[Problem]]:
    """Every file meant by ``paths``, in a stable order, and what could not be looked into.

    Hidden files and folders, and the folder in which Unweary keeps its own data, are left out of a walk. Links in a
    folder are not followed: they may lead anywhere. A link that the person named is.

    Raises
    ------
    UserError
        ``no_such_file`` before anything is done, when a path names nothing.
    """
    for path in paths:
        if not path.exists():
            raise UserError("no_such_file", f"there is no file or folder '{path}'", "the path of a file or folder")
    found: list[Found] = []
    problems: list[Problem] = []
    seen = {_identity(home)} if home.exists() else set()
    for path in paths:
        if path.is_dir():
            for item in _walk(path, "", seen):
                (problems if isinstance(item, Problem) else found).append(item)  # type: ignore[arg-type]
        elif path.is_file():
            found.append(Found(path, path.name, path.stat().st_size, named=True))
        else:
            problems.append(Problem(str(path), "not_a_file", "This is no ordinary file. Files and folders are read."))
    return found, problems


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _walk(folder: Path, prefix: str, seen: set[tuple[int, int]]) -> Iterator[Found | Problem]:
    try:
        identity = _identity(folder)
        if identity in seen:
            return
        seen.add(identity)
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(prefix or str(folder), "not_readable", f"This folder cannot be looked into: {error.strerror}.")
        return
    if any(entry.name == MANIFEST for entry in entries):
        # An export of our own is one thing: its parts are not looked at one by one.
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield Found(folder / MANIFEST, f"{prefix}{MANIFEST}", size, named=False)
        return
    for entry in entries:
        name = f"{prefix}{entry.name}"
        try:
            if entry.is_symlink():
                yield Problem(name, "link", "This is a link to another place. Links are not followed.")
            elif entry.is_dir():
                yield from _walk(Path(entry.path), f"{name}/", seen)
            elif entry.is_file():
                yield Found(Path(entry.path), name, entry.stat().st_size, named=False)
        except OSError as error:
            yield Problem(name, "not_readable", f"This file cannot be read: {error.strerror}.")
