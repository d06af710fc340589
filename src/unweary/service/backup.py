"""One file that holds a whole home: written while others write, looked at before it counts, put back whole."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from unweary.service.columns import COLUMNS, sound_columns, write_columns
from unweary.vocab.errors import Problem, UserError

#: The list of parts, and what it begins with.
LIST = "unweary-backup.json"
_HEAD = b'{"unweary_backup": 1'
_DATABASE = "unweary.db"
_CHUNK = 1 << 20
_SOUND = "a file that `unweary backup` wrote"
_FAULTS = (OSError, zipfile.BadZipFile, ValueError, LookupError, TypeError, RuntimeError, EOFError)


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: files beside the database, bytes of all, and what was damaged already when it was made."""

    path: Path
    files: int
    size: int
    problems: tuple[Problem, ...]


def write_backup(home: Path, target: Path, now: datetime) -> Backup:
    """Copy the database and every file that it names into one zip file; see :meth:`Keeping.backup`."""
    from unweary.store.database import copy_database
    from unweary.store.failures import told
    from unweary.store.raw import RawFolder, flush_folder

    if target.is_dir() or (target.exists() and not _is_backup(target)):
        said = f"'{target}' is there already and is no backup"
        raise UserError("not_a_backup", said, "a new file, or an older backup")
    with told(target), tempfile.TemporaryDirectory(dir=_parent(target), prefix=f".{target.name}-") as folder:
        copy, made = Path(folder) / _DATABASE, Path(folder) / "backup.zip"
        copy_database(home / _DATABASE, copy)
        problems: list[Problem] = []
        parts: list[dict[str, Any]] = []
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            parts.append(_add(archive, _DATABASE, copy))
            if (home / COLUMNS).exists():
                parts.append(_add(archive, COLUMNS, home / COLUMNS))
            for sha256, name in _named(copy):
                path = RawFolder(home).path(sha256)
                try:
                    parts.append(_add(archive, f"raw/{sha256}", path))
                except FileNotFoundError:
                    problems.append(Problem(name, "raw_missing", "The kept copy of this file is gone."))
                    continue
                if parts[-1]["sha256"] != sha256:
                    problems.append(Problem(name, "raw_damaged", "The kept copy of this file was changed."))
            from unweary import __version__

            head = {"unweary_backup": 1, "unweary": __version__, "made_at": now.isoformat(), "parts": parts}
            archive.writestr(LIST, json.dumps(head))
        _look(made)
        os.chmod(made, 0o600)
        with made.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(made, target)
        flush_folder(target.parent)
    return Backup(target, len(parts) - 1, target.stat().st_size, tuple(problems))


def _parent(target: Path) -> Path:
    if not target.parent.is_dir():
        raise UserError("no_such_folder", f"there is no folder '{target.parent}'", "a folder that is there")
    return target.parent


def _named(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT sha256, min(name) FROM raw_file GROUP BY sha256 ORDER BY sha256").fetchall()


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as kept:
        while piece := source.read(_CHUNK):
            digest.update(piece)
            kept.write(piece)
            size += len(piece)
    return {"path": name, "size": size, "sha256": digest.hexdigest()}


def _is_backup(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as archive, archive.open(LIST) as stream:
            return stream.read(len(_HEAD)) == _HEAD
    except _FAULTS:
        return False


def _look(file: Path) -> list[dict[str, Any]]:
    """Read all of a backup and compare it with its list of parts.

    Raises
    ------
    UserError
        ``not_a_backup`` where it is none or is damaged.
    """
    from unweary.store.raw import hash_of

    if not _is_backup(file):
        raise UserError("not_a_backup", f"'{file}' is no backup of Unweary", _SOUND)
    try:
        with zipfile.ZipFile(file) as archive:
            parts: list[dict[str, Any]] = json.loads(archive.read(LIST))["parts"]
            for part in parts:
                with archive.open(part["path"]) as stream:
                    found = hash_of(cast("BinaryIO", stream))
                if found != (part["sha256"], part["size"]):
                    raise ValueError(f"'{part['path']}' is not as it was written")
            if parts[0]["path"] != _DATABASE:
                raise ValueError("there is no database in it")
            if any(part["path"] == COLUMNS for part in parts):
                sound_columns(archive.read(COLUMNS))
    except _FAULTS as error:
        raise UserError("not_a_backup", f"this backup is damaged: {error}", _SOUND) from error
    return parts


def restore_backup(home: Path, file: Path, *, replace: bool = False) -> Backup:
    """Put a backup in the place of an empty home, or (``replace``) of what a home holds.

    Nothing is changed before all of the backup was looked at. What is replaced stays as ``backups/before-restore.db``
    in the home; its files stay where they are. A program that has the same person's home open sees the restored
    entries at once; one that had an empty home open is to be started again.

    Raises
    ------
    UserError
        ``postgres``; ``no_such_file``; ``not_a_backup``; ``not_empty`` where the home holds entries and ``replace`` is
        not said; ``database`` where a newer Unweary made the backup; ``busy``; ``no_space``.
    """
    from unweary.store.database import check_revision, copy_database
    from unweary.store.failures import no_space, told
    from unweary.store.raw import RawFolder, private_folder

    if os.environ.get("UNWEARY_DATABASE_URL"):
        raise UserError("postgres", "your entries lie in PostgreSQL, where this file does not go", "pg_restore")
    if not file.is_file():
        raise UserError("no_such_file", f"there is no file '{file}'", _SOUND)
    parts = _look(file)
    kept = home / _DATABASE
    held = kept.exists() and _holds_something(kept)
    if held and not replace:
        raise UserError("not_empty", f"there are entries in {home} already", "an empty home, or --replace")
    with told(home), zipfile.ZipFile(file) as archive:
        tmp = private_folder(private_folder(home) / "tmp")
        if shutil.disk_usage(home).free < 2 * sum(part["size"] for part in parts):
            raise no_space(home)
        with tempfile.TemporaryDirectory(dir=tmp) as folder:
            archive.extract(_DATABASE, folder)
            check_revision(Path(folder) / _DATABASE)
            raw = RawFolder(home)
            for part in parts[1:]:
                if part["path"] == COLUMNS:
                    write_columns(home, sound_columns(archive.read(COLUMNS)))
                    continue
                with archive.open(part["path"]) as stream:
                    staged = raw.stage(cast("BinaryIO", stream))
                # One that was damaged when the backup was made stays out: under its name other bytes would lie.
                if f"raw/{staged.sha256}" == part["path"]:
                    raw.keep(staged)
                else:
                    raw.discard(staged)
            if held:
                copy_database(kept, private_folder(home / "backups") / "before-restore.db")
            copy_database(Path(folder) / _DATABASE, kept)
    problems = tuple(_damaged(parts))
    return Backup(file, len(parts) - 1, file.stat().st_size, problems)


def _damaged(parts: list[dict[str, Any]]) -> Iterator[Problem]:
    for part in parts[1:]:
        if part["path"] not in (COLUMNS, f"raw/{part['sha256']}"):
            yield Problem(part["path"], "raw_damaged", "This file was damaged when the backup was made.")


def _holds_something(database: Path) -> bool:
    """Whether there is an entry or a file; what cannot be read may hold something."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            wanted = "SELECT EXISTS (SELECT 1 FROM fact) OR EXISTS (SELECT 1 FROM raw_file)"
            return bool(connection.execute(wanted).fetchone()[0])
    except sqlite3.Error:
        return True
