"""An export of Unweary, taken in again: every entry under its own id, so that twice adds nothing.

It is looked at in full before a byte is written. One that was changed, or is not whole, is refused whole: its
corrections name each other, and half of them would say something else. The files in it can still be imported alone.
"""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal, cast

from annotated_types import Ge, MaxLen, MinLen

from unweary.service.archives import Archive
from unweary.service.columns import add_columns, sound_columns
from unweary.service.export import (
    AGAIN,
    ENTRIES,
    FILES,
    FORM,
    HEAD,
    JOBS,
    LATER,
    MANIFEST,
    RECORDINGS,
    SAID,
    series_name,
)
from unweary.service.reading import adapter, faults_of
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import STRICT, Recording, Session

if TYPE_CHECKING:
    from unweary.store.arrival import Arrived
    from unweary.store.snapshot import Row
    from unweary.store.store import Store

_SOUND = "an export as it was written; the files in its folder 'files' can be imported alone"
#: What the parts are of the work: looking at all of them, then taking in files and samples, then entries.
_LOOKED, _KEPT = 0.3, 0.9
_MOST_MANIFEST_BYTES = 256 << 20
#: What reading damaged bytes raises; rows that lack a field among them.
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, OverflowError,
           RuntimeError, TypeError, ValueError)  # fmt: skip

Id = Annotated[str, MinLen(1), MaxLen(64)]
Sha256 = Annotated[str, MinLen(64), MaxLen(64)]
JobId = Annotated[str, MaxLen(36)]


@dataclass(frozen=True, slots=True)
class _Entry:
    __pydantic_config__ = STRICT

    id: Id
    kind: str
    at: datetime
    recorded_at: datetime
    value: dict[str, Any] | None
    source: str
    raw_sha256: Sha256 | None
    origin: Id | None
    corrects: Id | None
    about: str | None
    told: int | None


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__ = STRICT

    sha256: Sha256
    size: Annotated[int, Ge(0)]
    name: str
    added_at: datetime
    path: str | None
    reader: str
    state: Literal["pending", "done"]
    attempts: int
    recordings: int
    added: int
    known: int
    problems: tuple[Problem, ...]
    number: int | None
    job_id: JobId | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Job:
    __pydantic_config__ = STRICT

    id: JobId
    created_at: datetime
    finished_at: datetime | None
    state: Literal["done", "cancelled"]
    sources: tuple[dict[str, Any], ...]
    keeps_tracks: bool
    error: dict[str, Any] | None
    report: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Again:
    __pydantic_config__ = STRICT

    row_id: Id
    raw_sha256: Sha256


@dataclass(frozen=True, slots=True)
class _Series:
    __pydantic_config__ = STRICT

    id: Sha256
    raw_sha256: Sha256
    started_at: datetime
    kind: Literal["activity", "rr", "other"]
    device: str
    source: str
    session: Session | None
    columns: dict[str, Annotated[int, Ge(0)]]


@dataclass(slots=True)
class OwnExport:
    """The parts of an export in a folder, or in a zip file."""

    root: Any
    keeps_tracks: bool
    parts: Mapping[str, Mapping[str, Any]]

    def open(self, path: str) -> BinaryIO:
        """One part, from its first byte."""
        return cast("BinaryIO", self.root.joinpath(*PurePosixPath(path).parts).open("rb"))

    def said(self) -> dict[str, dict[str, str]]:
        """What the person said about the columns of tables; nothing in an older export."""
        if SAID not in self.parts:
            return {}
        with self.open(SAID) as stream:
            return sound_columns(stream.read())

    def rows(self, path: str) -> Iterator[Row]:
        """The rows of one part, which stand on a line each; none where an older export lacks the part."""
        if path in LATER and path not in self.parts:
            return
        with self.open(path) as stream:
            for line in stream:
                text = line.strip().removesuffix(b",")
                if text not in (b"[", b"]", b"[]"):
                    yield json.loads(text)


def is_manifest(head: bytes) -> bool:
    """Whether a file that begins like this is the list of parts of an export."""
    return head.startswith(HEAD)


def in_folder(folder: Path) -> OwnExport:
    """The export in a folder.

    Raises
    ------
    UserError
        ``own_export`` where it is of a form that this version does not know, or no export.
    """
    return _opened(folder)


def in_zip(stream: BinaryIO, name: str, size: int, tmp: Path) -> OwnExport | None:
    """The export in a zip file, at its top or in the one folder in it; None where it holds something else."""
    try:
        archive = zipfile.ZipFile(stream)
        found = [entry for entry in archive.namelist() if entry.rpartition("/")[2] == MANIFEST and entry.count("/") < 2]
        if len(found) != 1:
            return None
        guard = Archive(name, size, tmp, 0)
        guard.count(sum(entry.file_size for entry in archive.infolist()))
        root: Any = zipfile.Path(archive, found[0].removesuffix(MANIFEST))
        with root.joinpath(MANIFEST).open("rb") as head:
            return _opened(root) if is_manifest(head.read(len(HEAD))) else None
    except _FAULTS:
        return None  # what is wrong with it is told by whoever walks through it


def _opened(root: Any) -> OwnExport:
    try:
        with root.joinpath(MANIFEST).open("rb") as stream:
            told = json.loads(stream.read(_MOST_MANIFEST_BYTES))
        if told["unweary_export"] != FORM:
            raise UserError("own_export", "a newer Unweary wrote it", "the newer version of Unweary")
        parts = {part["path"]: part for part in told["parts"]}
        for path, part in parts.items():
            plain = PurePosixPath(path)
            if plain.is_absolute() or ".." in plain.parts or "\\" in path or not isinstance(part["size"], int):
                raise _changed(path)
        keeps_tracks = bool(told["keeps_tracks"])
    except (ValueError, LookupError, TypeError, AttributeError, OSError) as error:
        raise _changed(MANIFEST) from error
    missing = {*ENTRIES.values(), FILES, JOBS, AGAIN, RECORDINGS} - LATER - parts.keys()
    if missing:
        raise _changed(min(missing))
    return OwnExport(root, keeps_tracks, parts)


def _changed(path: str) -> UserError:
    return UserError("own_export", f"its part '{path}' is not as it was written", _SOUND)


def take_in(
    store: Store, export: OwnExport, job_id: str | None, on_part: Callable[[float], None]
) -> Arrived:  # fmt: skip
    """Put everything that an export holds beside what is there.

    A file that was read here before keeps what was read here. Where the same entry was put right here and there, the
    later correction holds.

    Raises
    ------
    UserError
        ``own_export`` where a part is missing or changed; nothing was written then. ``no_space``.
    """
    try:
        _look(export, lambda part: on_part(_LOOKED * part))
        return _take_in(store, export, job_id, on_part)
    except _FAULTS as error:
        raise UserError("own_export", f"it cannot be read ({error or type(error).__name__})", _SOUND) from error


def _look(export: OwnExport, on_part: Callable[[float], None]) -> None:
    """Every part whole and unchanged, every row of a known shape, and every row there that another one names."""
    from unweary.store.raw import hash_of

    whole = sum(part["size"] for part in export.parts.values()) or 1
    done = 0
    for path, part in export.parts.items():
        link = isinstance(export.root, Path) and (export.root / path).is_symlink()
        try:
            with export.open(path) as stream:
                found = hash_of(stream)
        except (FileNotFoundError, KeyError) as error:
            raise _changed(path) from error
        if link or found != (part["sha256"], part["size"]):
            raise _changed(path)
        done += part["size"]
        on_part(done / whole)
    export.said()
    files = {row["sha256"] for row in _sound(export, FILES, _File)}
    if any(row["path"] not in (None, *export.parts) for row in export.rows(FILES)):
        raise _changed(FILES)
    for path, line in ((AGAIN, _Again), (RECORDINGS, _Series), (JOBS, _Job)):
        if not all(row.get("raw_sha256") in files or path == JOBS for row in _sound(export, path, line)):
            raise _changed(path)
    ids: set[str] = set()
    named: dict[str, str] = {}
    corrections: dict[str, set[str]] = {}
    for kind, path in ENTRIES.items():
        for row in _sound(export, path, _Entry):
            if not _fits(kind, row) or row["raw_sha256"] not in (None, *files):
                raise _changed(path)
            ids.add(row["id"])
            if row["corrects"] is not None:
                named[row["corrects"]] = path
                corrections[row["id"]] = {row["corrects"]}
    for missing in named.keys() - ids:
        raise _changed(named[missing])
    TopologicalSorter(corrections).prepare()  # a ValueError where they go round in a circle


def _sound(export: OwnExport, path: str, line: type[Any]) -> Iterator[Row]:
    for row in export.rows(path):
        adapter(cast("Hashable", line)).validate_python(row)
        yield row


def _fits(kind: str, row: Row) -> bool:
    """Whether an entry says something that we can read again."""
    from unweary.store.rows import KINDS

    if row["value"] is None:
        return row["kind"] == kind and row["corrects"] is not None
    return row["kind"] == kind and not faults_of(next(fact for fact in KINDS if KINDS[fact] == kind), row["value"])


def _take_in(
    store: Store, export: OwnExport, job_id: str | None, on_part: Callable[[float], None]
) -> Arrived:  # fmt: skip
    arrival = store.arrival(job_id)
    large = [part["size"] for path, part in export.parts.items() if path.startswith(("files/", "series/"))]
    whole, done = sum(large) or 1, 0
    for row in export.rows(FILES):
        staged = None
        if row["path"] is not None:
            with export.open(row["path"]) as stream:
                staged = store.stage(stream)
            done += staged.size
        arrival.keep({name: value for name, value in row.items() if name != "path"}, staged)
        on_part(_LOOKED + (_KEPT - _LOOKED) * done / whole)
    for path in export.parts:
        if path.endswith(".parquet"):
            for row, samples in _series_of(export, path):
                arrival.series(row, samples)
            done += export.parts[path]["size"]
            on_part(_LOOKED + (_KEPT - _LOOKED) * done / whole)
    add_columns(store.home, export.said())
    entries = (_as_kept(row) for path in ENTRIES.values() for row in export.rows(path))
    return arrival.finish(entries, export.rows(AGAIN), export.rows(JOBS), export.keeps_tracks)


def _series_of(export: OwnExport, path: str) -> Iterator[tuple[Row, bytes]]:
    """The recordings of one kind and year with their samples, as the store packs them."""
    from unweary.service.series import read_series
    from unweary.store.columns import flat
    from unweary.store.documents import session_of
    from unweary.store.ids import recording_id

    of_year = (row for row in export.rows(RECORDINGS) if PurePosixPath(path).stem == series_name(row))
    rows = {row["id"]: row for row in of_year}
    with export.open(path) as stream:
        empty: Iterator[tuple[str, dict[str, Any]]] = (
            (row_id, {}) for row_id, row in rows.items() if not any(row["columns"].values())
        )
        told = {row_id: row["columns"] for row_id, row in rows.items()}
        for row_id, columns in chain(empty, read_series(stream, told)):
            row = rows[row_id]
            samples = flat({name: columns.get(name, ()) for name in row["columns"]})
            start = datetime.fromisoformat(row["started_at"])
            again = Recording(start, row["kind"], columns, session_of(row["session"]), row["device"])
            if recording_id(again, row["session"], samples) != row_id:
                raise _changed(path)
            yield row, samples


def _as_kept(row: Row) -> Row:
    return {"payload" if name == "value" else name: value for name, value in row.items()}
