"""What is to be imported: files and folders where they lie, and uploads, which lie in the home until they are read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_from_bytes, unquote_to_bytes

from unweary.service.walk import Found, find

if TYPE_CHECKING:
    from unweary.store.rows import JobRow

#: Uploads of a job that was stopped are kept this long, so that it can go on.
_LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """A file or folder to import. ``name`` is what an upload is called; ``ours``: it lies in the inbox of the home."""

    path: Path
    name: str = ""
    ours: bool = False


def as_told(source: Source) -> Mapping[str, Any]:
    """The source as a job keeps it: any name of a file, also one that is no text."""
    path = quote_from_bytes(os.fsencode(source.path.absolute()))
    return {"path": path, "name": source.name, "ours": source.ours}


def sources_of(job: JobRow) -> list[Source]:
    """What a job is to import."""
    return [
        Source(Path(os.fsdecode(unquote_to_bytes(told["path"]))), told["name"], told["ours"]) for told in job.sources
    ]


def files_of(job: JobRow, home: Path) -> tuple[list[Found], list[Any]]:
    """The files of a job and what was wrong on the way to them; what is gone by now was imported, or never will be."""
    found: list[Found] = []
    problems: list[Any] = []
    for source in sources_of(job):
        if not source.path.exists():
            continue
        if source.ours:
            alone = len(job.sources) == 1 or "/" not in source.name
            found.append(Found(source.path, source.name, source.path.stat().st_size, named=alone, ours=True))
        else:
            more = find([source.path], home)
            found += more[0]
            problems += more[1]
    return found, problems


def receive(home: Path, name: str, chunks: Iterable[bytes]) -> Source:
    """Keep what is being sent; it is on the disk when this returns, or nothing is.

    Raises
    ------
    UserError
        ``no_space``.
    """
    from unweary.store.failures import told
    from unweary.store.raw import flush_folder, private_folder

    with told(home):
        path = private_folder(home / "inbox") / secrets.token_hex(12)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
                for chunk in chunks:
                    kept.write(chunk)
                kept.flush()
                os.fsync(kept.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
    return Source(path, _plain(name), ours=True)


def sweep(home: Path, wanted: Collection[Path], now: datetime) -> None:
    """Forget uploads that no job waits for."""
    with suppress(FileNotFoundError):
        for entry in os.scandir(home / "inbox"):
            if Path(entry.path) not in wanted and entry.stat().st_mtime < (now - _LEFT_BEHIND).timestamp():
                os.unlink(entry.path)


def _plain(name: str) -> str:
    """The name of an upload: with its folder where a folder was sent, never with a path of the other machine.

    Examples
    --------
    >>> _plain("C:\\\\Users\\\\me\\\\a.fit"), _plain("takeout/sleep/a.json"), _plain("../../etc/passwd"), _plain("")
    ('a.fit', 'takeout/sleep/a.json', 'passwd', 'upload')
    """
    path = PurePosixPath(name.replace("\\", "/"))
    inside = path.parts and not path.is_absolute() and ".." not in path.parts and ":" not in path.parts[0]
    return str(path) if inside else path.name or "upload"
