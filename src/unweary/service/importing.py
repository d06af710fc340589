"""Taking files in: bytes first, then what they say, each file in full or not at all."""

from __future__ import annotations

import io
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from unweary.service.archives import Archive, Kind, kind_of
from unweary.service.columns import digest, said_columns
from unweary.service.import_report import ImportedFile, ImportReport, Progress, State
from unweary.service.possible import impossible
from unweary.service.reading import Fault, faults_of, without_zone
from unweary.service.walk import Found
from unweary.vocab.errors import Bug, Problem, UserError
from unweary.vocab.history import Recording, Session

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from unweary.service.own_export import OwnExport
    from unweary.store.raw import Staged
    from unweary.store.rows import Fact, ImportRow, Item
    from unweary.store.store import Store
    from unweary.vocab.knowledge import Knowledge

#: Progress is told again after this many bytes.
_STEP = 1 << 20
#: Reading that broke off this often is not tried again by itself.
TRIES = 3
#: What must stay free on the disk beside a file that is kept.
_SPARE_BYTES = 64 << 20
#: Copying a file is about this part of the work, reading it the rest.
_COPYING = 0.2
#: Columns that say where a person was.
_PLACES = frozenset(("lat_deg", "lon_deg"))
#: What only stops the one file that it is about.
_OF_ONE_FILE = {
    "not_readable": "This file cannot be read: {why}.",
    "archive_broken": "This archive cannot be read on: {why}. What came before was kept.",
    "own_export": "This export of Unweary was not taken in: {why}. Nothing of it was kept.",
    "bomb": "This archive was refused: {why}. What came before was kept.",
}


class Cancelled(BaseException):
    """The person stopped the import. A BaseException, so that no reader takes it for a fault in its file."""


@dataclass(slots=True)
class Importer:
    """One import on its way: the store it fills, and the report as it grows.

    ``on_progress`` is called all the time, also within a file; what it raises stops the import.
    """

    store: Store
    knowledge: Knowledge
    clock: Callable[[], datetime]
    on_progress: Callable[[Progress], None]
    job_id: str | None = None
    keeps_tracks: bool = False
    _all_files: int = 0
    _done_files: int = 0
    _all_bytes: int = 0
    _done_bytes: int = 0
    _added: int = 0
    _known: int = 0
    _problems: list[Problem] = field(default_factory=list)
    _files: list[ImportedFile] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _columns: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._columns = said_columns(self.store.home)

    def take(self, found: list[Found], problems: list[Problem]) -> None:
        """Take in files."""
        self._problems.extend(problems)
        self._all_files, self._all_bytes = len(found), sum(file.size for file in found)
        for file in found:
            self._tell(file, 0.0)
            before = len(self._files)
            try:
                with file.path.open("rb") as stream:
                    self._take(file, stream)
            except OSError as error:
                self._refused(file, "not_readable", error.strerror or str(error))
            except UserError as error:
                if error.code not in _OF_ONE_FILE:
                    raise
                self._refused(file, error.code, error.message)
            self._done_files += 1
            if all(taken.state == "skipped" for taken in self._files[before:]):
                # What was left alone took no time: counting it would make the rest look faster than it is.
                self._all_bytes -= file.size
            else:
                self._done_bytes += file.size
            self._tell(file, 0.0)

    def waiting(self, run: ImportRow) -> None:
        """Read a file whose bytes were kept before a crash."""
        self._read(Found(self.store.raw.path(run.sha256), run.name, run.size, named=True), run.sha256, 0.0, 1.0)

    def rest(self) -> None:
        """Count what this job had brought before it was cut short, where the file itself is gone by now."""
        for run in self.store.imports():
            if run.job_id == self.job_id and run.state == "done" and run.sha256 not in self._seen:
                self._count(Found(Path(), run.name, run.size, named=True), run)

    def report(self) -> ImportReport:
        """What was done so far."""
        return ImportReport(self._added, self._known, tuple(self._problems), tuple(self._files))

    # ---- one file

    def _take(self, file: Found, stream: BinaryIO) -> None:
        from unweary.importers import HEAD_BYTES, unknown

        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        kind = kind_of(head)
        export = self._export_in(file, stream, head, kind)
        if export is not None:
            self._take_export(file, export)
            return
        if kind is not None:
            self._take_archive(file, stream, kind)
            return
        why = unknown(head, file.name, self._columns)
        if why is not None:
            self._note(file, "", "failed" if file.named else "skipped", None, (why,) if file.named else ())
            return
        from unweary.store.raw import Staged, hash_of

        sha256, size = hash_of(stream)
        if self.store.raw.has(sha256, size) and self.store.imports(sha256):
            self._judge(file, sha256, 0.0, 1.0)
            return
        self._room(size)
        stream.seek(0)
        if file.ours:
            staged = Staged(self._linked(file.path, stream), sha256, size)
        else:
            staged = self.store.stage(stream, lambda done: self._tell(file, _COPYING * done / max(size, 1)))
        self._keep(file, staged)
        # The file may have grown since it was hashed.
        self._judge(file, staged.sha256, _COPYING, 1.0)

    def _export_in(self, file: Found, stream: BinaryIO, head: bytes, kind: Kind | None) -> OwnExport | None:
        """The export of Unweary that a file is, or lists; the stream stands at its start again."""
        from unweary.service import own_export

        if own_export.is_manifest(head):
            return own_export.in_folder(file.path.parent)
        found = own_export.in_zip(stream, file.name, file.size, self.store.home / "tmp") if kind == "zip" else None
        stream.seek(0)
        return found

    def _take_export(self, file: Found, export: OwnExport) -> None:
        from unweary.service.own_export import take_in

        self._room(file.size)
        arrived = take_in(self.store, export, self.job_id, lambda part: self._tell(file, part))
        self._added += arrived.added
        self._known += arrived.known
        overruled: tuple[Problem, ...] = ()
        if arrived.overruled:
            said = f"{arrived.overruled} corrections in it are older than what was put right here, and were left out."
            overruled = (Problem(file.name, "overruled", said),)
        self._note(file, "", "imported" if arrived.added else "known", None, overruled)

    def _take_archive(self, file: Found, stream: BinaryIO, kind: Kind) -> None:
        """Each member is a file of its own; members of unknown kind are left alone like those of a folder."""
        from unweary.importers import HEAD_BYTES, unknown
        from unweary.store.failures import told
        from unweary.store.raw import private_folder

        archive = Archive(file.name, file.size, private_folder(self.store.home / "tmp"), HEAD_BYTES)
        before, done = len(self._files), 0.0
        with told(self.store.home):
            for member in archive.members(stream, kind):
                if isinstance(member, Problem):
                    self._problems.append(member)
                    continue
                inner = Found(file.path, member.name, member.size, named=False)
                self._tell(file, done)
                if unknown(member.head, member.name, self._columns) is not None:
                    self._note(inner, "", "skipped", None, ())
                else:
                    self._room(member.size)
                    staged = self.store.stage(member.stream, lambda _, now=done: self._tell(file, now))  # type: ignore[misc]
                    self._keep(inner, staged)
                    self._judge(replace(inner, size=staged.size), staged.sha256, done, member.done, of=file)
                done = member.done
        if all(taken.state == "skipped" for taken in self._files[before:]):
            # Not one line for each of the thousand parts of a word processor's file.
            del self._files[before:]
            nothing = Problem(file.name, "not_recognised", "Nothing in this archive is of a kind that we read.")
            self._note(file, "", "failed" if file.named else "skipped", None, (nothing,) if file.named else ())

    def _room(self, size: int) -> None:
        """Refuse before a byte is written, not when the disk is full."""
        from unweary.store.failures import no_space

        if shutil.disk_usage(self.store.home).free < size + _SPARE_BYTES:
            raise no_space(self.store.home)

    def _linked(self, path: Path, stream: BinaryIO) -> Path:
        """A second name for a file that is ours already: it stays where it is until the import is over."""
        handle, name = tempfile.mkstemp(dir=self.store.home / "tmp", prefix="raw-")
        os.close(handle)
        os.unlink(name)
        try:
            os.link(path, name)
        except OSError:  # a file system without hard links
            return self.store.stage(stream).path
        return Path(name)

    def _keep(self, file: Found, staged: Staged) -> None:
        if self.store.raw.has(staged.sha256, staged.size) and self.store.imports(staged.sha256):
            self.store.raw.discard(staged)
        else:
            self.store.begin_import(staged, file.name, _reader(), self.clock(), self.job_id)

    def _judge(self, file: Found, sha256: str, start: float, end: float, of: Found | None = None) -> None:
        """Read a file whose bytes are kept, unless that was done before."""
        run = self.store.imports(sha256)[0]
        resumed = run.job_id == self.job_id and sha256 not in self._seen
        if run.state == "done" and run.undone_at is not None:
            self.store.redo_imports([sha256])
            self._count(file, run)
        elif run.state == "done" and resumed:
            self._count(file, run)
        elif run.state == "done" and run.added + run.known > 0 and self._reader_of(sha256)[1] in run.reader:
            # A file that brought nothing is read again: it may have a telling name now, or a better reader.
            self._known += run.added + run.known
            self._note(file, sha256, "known", run, run.problems)
        elif run.state == "pending" and resumed and run.attempts >= TRIES:
            said = f"Reading this file broke off {run.attempts} times. It is kept; import it again to try once more."
            self._note(file, sha256, "failed", run, (Problem(file.name, "not_finished", said),))
        else:
            self._read(file, sha256, start, end, of=of, again=run.state == "done")

    def _count(self, file: Found, run: ImportRow) -> None:
        self._added += run.added
        self._known += run.known
        self._note(file, run.sha256, "imported" if run.added or run.known else "failed", run, run.problems)

    def _read(
        self, file: Found, sha256: str, start: float, end: float, *, of: Found | None = None, again: bool = False
    ) -> None:
        """Everything that the kept bytes say; nobody sees any of it before the last of it is written."""

        def tell(done: int) -> None:
            self._tell(of or file, start + (end - start) * min(done / max(file.size, 1), 1.0))

        try:
            with io.BufferedReader(_Counted(self.store.raw.path(sha256), tell)) as stream:
                items = self._checked(_read(stream, file.name, self.clock().tzinfo, self._columns), file.name)
                reader = " ".join(self._reader_of(sha256)).strip()
                outcome = self.store.read_import(sha256, file.name, reader, items, self.clock(), self.job_id)
        except Bug as error:
            logging.getLogger(__name__).exception("%s", error.message)
            run = self.store.imports(sha256)[0]
            self._note(file, sha256, "failed", run, (Problem(file.name, error.code, error.message),))
            return
        self._added += outcome.added
        self._known += outcome.known
        state: State = "imported"
        if not outcome.added and not outcome.known:
            state = "failed" if outcome.problems else "known" if again else "imported"
        self._note(file, sha256, state, self.store.imports(sha256)[0], outcome.problems)

    def _checked(self, items: Iterator[Item], name: str) -> Iterator[Item]:
        """The same, but what cannot be is a problem, and where the person was is left out unless they want it kept."""
        for item in items:
            if isinstance(item, Problem):
                yield item
                continue
            faults = [*_shape(item), *impossible(item, self.knowledge)]
            if faults:
                kind = type(item).__name__.lower()
                yield Problem(name, faults[0].code, f"{kind}, {faults[0].path}: {faults[0].message}. It was left out.")
            elif isinstance(item, Recording) and not self.keeps_tracks and _PLACES & item.columns.keys():
                yield replace(item, columns={key: item.columns[key] for key in item.columns.keys() - _PLACES})
            else:
                yield item

    def _reader_of(self, sha256: str) -> tuple[str, str]:
        """Who reads, and with which words of the person for the columns of a table."""
        from unweary.importers import HEAD_BYTES, table_key

        if not self._columns:
            return _reader(), ""
        with self.store.raw.path(sha256).open("rb") as file:
            said = self._columns.get(table_key(file.read(HEAD_BYTES)))
        return _reader(), f"columns {digest(said)}" if said else ""

    # ---- telling

    def _refused(self, file: Found, code: str, why: str) -> None:
        problem = Problem(file.name, code, _OF_ONE_FILE[code].format(why=why))
        self._note(file, "", "failed", None, (problem,))

    def _note(
        self, file: Found, sha256: str, state: State, run: ImportRow | None, problems: tuple[Problem, ...]
    ) -> None:  # fmt: skip
        self._seen.add(sha256)
        added_at, recordings = (None, 0) if run is None else (run.added_at, run.recordings)
        brought = (0, 0, None) if run is None else (run.added, run.known, run.job_id)
        self._files.append(ImportedFile(file.name, sha256, file.size, added_at, recordings, problems, state, *brought))
        self._problems.extend(problems)

    def _tell(self, file: Found, part: float) -> None:
        done = min(self._done_bytes + int(part * file.size), self._all_bytes)
        counts = self._added, self._known, len(self._problems)
        self.on_progress(Progress(file.name, self._done_files, self._all_files, done, self._all_bytes, *counts))


@cache
def _reader() -> str:
    """Who reads: written beside each file, so that a later version can tell what an older one read."""
    from unweary import __version__

    return f"unweary {__version__}"


def _read(
    stream: BinaryIO, name: str, zone: tzinfo | None, columns: dict[str, dict[str, str]]
) -> Iterator[Item]:  # fmt: skip
    """The reader's items. Readers never raise; where one does, that is our fault and must not stop the other files."""
    from unweary.importers import read

    try:
        yield from read(stream, name, zone=zone or UTC, columns=columns)
    except Exception as error:
        said = f"Reading this file broke off by a fault of ours ({type(error).__name__}: {error}). The file is kept."
        raise Bug("reader", said) from error


def _shape(item: Fact | Recording) -> list[Fault]:
    """What is wrong with the form of an item; of a recording, its summary (samples are looked at elsewhere)."""
    from unweary.store.documents import to_document

    if not isinstance(item, Recording):
        return faults_of(type(item), to_document(item))
    faults = list(without_zone(item))
    if item.session is not None:
        faults += [fault.at("session") for fault in faults_of(Session, to_document(item.session))]
    return faults


class _Counted(io.FileIO):
    """A file that tells how many of its bytes were read."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path)
        self._tell = tell
        self._read = self._told = 0

    def _count(self, more: int) -> None:
        self._read += more
        if self._read - self._told >= _STEP:
            self._told = self._read
            self._tell(self._read)

    def readinto(self, buffer: Buffer, /) -> int | None:
        """Fill a buffer."""
        size = super().readinto(buffer)
        self._count(size or 0)
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place: a table is begun anew after the first look over it."""
        place = super().seek(offset, whence)
        self._read = self._told = place
        return place

    def readall(self) -> bytes:
        """The rest."""
        data = super().readall()
        self._count(len(data))
        return data
