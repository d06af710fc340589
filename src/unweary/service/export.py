"""Everything kept about a person, as files that other programs read: what an export is made of."""

from __future__ import annotations

import hashlib
import json
import math
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from unweary.service.columns import said_columns
from unweary.vocab.assessment import as_json

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import Kind
    from unweary.store.snapshot import Row, Snapshot
    from unweary.store.store import Store

#: The list of all parts, written last. Whoever finds it in a folder has found an export.
MANIFEST = "unweary-export.json"
#: The form of an export. A program that does not know it refuses.
FORM = 1
HEAD = b'{"unweary_export": '
ENTRIES: dict[Kind, str] = {
    "answer": "entries/answers.json",
    "day": "entries/check-ins.json",
    "site": "entries/sore-places.json",
    "lab": "entries/blood-tests.json",
    "observation": "entries/measurements.json",
    "session": "entries/sessions.json",
    "sleep": "entries/sleeps.json",
    "tick": "entries/plan-ticks.json",
    "look": "entries/looks.json",
    "profile": "entries/profile.json",
}
#: Exports of before 2026-11-22 have none of these.
LATER = frozenset((ENTRIES["look"],))
FILES = "imports/files.json"
JOBS = "imports/imports.json"
AGAIN = "imports/told-again.json"
RECORDINGS = "series/recordings.json"
#: What the person said about the columns of tables. Exports of before 2026-11-21 have none.
SAID = "imports/columns.json"

_CHUNK = 1 << 18
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
_NAME_BYTES = 120

README = f"""This is everything that Unweary kept about you.

person.json      what holds now: unweary assess person.json
entries/         every entry ever kept, oldest first, one on a line. An entry that puts another one right names it
                 under "corrects"; "value": null takes it back. Times are in UTC. What was undone is here too.
series/          the samples of your recordings, as Parquet, a file a kind and year: the column "recording" is the id
                 in recordings.json, where start, device and columns stand. An empty cell: this recording has no such
                 column. NaN: the device said nothing at that moment.
files/           the files that you brought in, byte for byte
imports/         which file was read when, and what it brought; columns.json: what you said about columns of tables
{MANIFEST}  all of these with their SHA-256, and the version that wrote them

Into Unweary again, here or on another machine: unweary import THIS-FOLDER. Twice adds nothing.
Change nothing in it if you want to do that.
"""

Part = tuple[str, Iterator[bytes]]


def parts(home: Unweary, store: Store) -> Iterator[Part]:
    """Each file of an export: its path, and its bytes piece by piece, which are to be taken before the next part."""
    now = home.now()
    listed: list[dict[str, Any]] = []
    with store.snapshot() as stood:
        keeps_tracks = stood.keeps_tracks
        for path, pieces in _parts(home, store, stood):
            yield path, _counted(path, pieces, listed)
    from unweary import __version__
    from unweary.store.tables import REVISIONS

    head = {"unweary_export": FORM, "unweary": __version__, "tables": REVISIONS[-1], "written_at": now.isoformat()}
    yield MANIFEST, iter((_document({**head, "keeps_tracks": keeps_tracks, "parts": listed}),))


def _parts(home: Unweary, store: Store, stood: Snapshot) -> Iterator[Part]:
    yield "README.txt", iter((README.encode(),))
    yield "person.json", iter((_document(as_json(home.history()), indent=1),))
    for kind, path in ENTRIES.items():
        yield path, _lines(map(_entry, stood.facts(kind)))
    files = [{**row, "path": path} for row, path in zip(stood.files(), _names(store, stood), strict=True)]
    yield FILES, _lines(map(_finished, files))
    yield JOBS, _lines(stood.jobs())
    yield AGAIN, _lines(stood.told_again())
    yield SAID, iter((_document(said_columns(store.home), indent=1),))
    names: dict[str, set[str]] = {}
    yield RECORDINGS, _lines(_noting_names(stood, names))
    for name in sorted(names):
        yield f"series/{name}.parquet", _parquet(store, stood, name, sorted(names[name]))
    for row in files:
        if row["path"] is not None:
            yield row["path"], _bytes_of(store.raw.path(row["sha256"]).open("rb"))


def _counted(path: str, pieces: Iterable[bytes], listed: list[dict[str, Any]]) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    listed.append({"path": path, "size": size, "sha256": digest.hexdigest()})


def _lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """A JSON array with a row on each line, so that a reader needs no more memory than a line."""
    before = b"[\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False, allow_nan=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _document(value: object, indent: int | None = None) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False, default=_with_gaps)
    return text.encode() + b"\n"


def _with_gaps(column: Any) -> list[float | None]:
    """A column of a recording; a missing sample is null, as ``person.json`` has it."""
    return [value if math.isfinite(value) else None for value in column]


def _finished(row: Row) -> Row:
    """A file that is not read yet belongs to an import that stays here."""
    return row if row["state"] == "done" else {**row, "job_id": None}


def _entry(row: Row) -> Row:
    return {"value" if name == "payload" else name: value for name, value in row.items()}


def series_name(row: Row) -> str:
    """The file in which the samples of a recording stand: its kind and the year in which it began."""
    return f"{row['kind']}-{row['started_at'][:4]}"


def _noting_names(stood: Snapshot, names: dict[str, set[str]]) -> Iterator[Row]:
    """The recordings; what columns each file needs is noted on the way."""
    for row in stood.recordings():
        names.setdefault(series_name(row), set()).update(row["columns"])
        yield row


def _parquet(store: Store, stood: Snapshot, name: str, columns: list[str]) -> Iterator[bytes]:
    from unweary.service.series import write_series
    from unweary.store.columns import read_columns, unpack
    from unweary.store.raw import private_folder

    kind, _, year = name.rpartition("-")
    with tempfile.TemporaryFile(dir=private_folder(store.home / "tmp")) as made:
        samples = ((row_id, read_columns(unpack(blob))) for row_id, blob in stood.samples(kind, int(year)))
        write_series(cast("BinaryIO", made), columns, samples)
        made.seek(0)
        yield from _bytes_of(cast("BinaryIO", made))


def _bytes_of(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_CHUNK):
            yield piece


def _names(store: Store, stood: Snapshot) -> Iterator[str | None]:
    """Each file under a name of its own; None for one that is lost on the disk."""
    taken: set[str] = set()
    for row in stood.files():
        if not store.raw.has(row["sha256"], row["size"]):
            yield None
            continue
        name = plain_name(row["name"]) or row["sha256"][:12]
        if name.casefold() in taken:
            name = f"{row['sha256'][:12]}-{name}"
        taken.add(name.casefold())
        yield f"files/{name}"


def plain_name(name: str) -> str:
    """The last part of a file's name, in letters that every system allows.

    Examples
    --------
    >>> plain_name("takeout.zip/rides/a.fit"), plain_name("C:\\\\me\\\\12:30.fit"), plain_name("..")
    ('a.fit', '12_30.fit', '')
    """
    plain = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name)
    return plain.encode()[-_NAME_BYTES:].decode(errors="ignore").strip(" .")


def write_folder(target: Path, found: Iterable[Part]) -> int:
    """Write the parts into a folder, which is there in full or not at all. How many files that were."""
    from unweary.store.raw import flush_folder, private_folder

    private_folder(target.parent)
    count = 0
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as made:
        whole = private_folder(Path(made) / "export")
        for path, pieces in found:
            file = whole / path
            private_folder(file.parent)
            with file.open("wb") as written:
                for piece in pieces:
                    written.write(piece)
            count += 1
        whole.replace(target)
    flush_folder(target.parent)
    return count
