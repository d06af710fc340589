"""Taking files in: bytes first, then what they say, each file in full or not at all."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from unweary.service.possible import impossible
from unweary.service.reading import Fault, faults_of, without_zone
from unweary.service.walk import Found, find
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import Bug, Problem, UserError
from unweary.vocab.history import Recording, Session

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from unweary.store.rows import Fact, ImportRow, Item
    from unweary.store.store import Store
    from unweary.vocab.knowledge import Knowledge

#: How much of a file is looked at to tell whether it is of a known kind.
_HEAD = 1 << 16
#: Progress is told again after this many bytes.
_STEP = 1 << 20
#: Reading that broke off this often is not tried again by itself.
_TRIES = 3
#: What a reader says first of a file that is not for it. Of such a file nothing is kept: it may be anything.
_UNKNOWN_CONTENT = ("not_recognised", "empty_file", "no_known_column")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is. ``done_bytes`` reaches ``all_bytes`` when the last file is done."""

    file: str
    done_files: int
    all_files: int
    done_bytes: int
    all_bytes: int


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file and what became of it.

    ``state``: ``imported`` now, ``known`` from before, ``skipped`` in a folder since its kind is not known, or
    ``failed`` (then ``problems`` say why).
    """

    name: str
    sha256: str
    size: int
    added_at: datetime | None
    recordings: int
    problems: tuple[Problem, ...]
    state: Literal["imported", "known", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought: rows that are new, rows that were there, and what could not be read.

    Examples
    --------
    >>> ImportReport(added=1, known=0).as_document()
    {'added': 1, 'known': 0, 'problems': [], 'files': []}
    """

    added: int
    known: int
    problems: tuple[Problem, ...] = ()
    files: tuple[ImportedFile, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        document = as_json(self)
        assert isinstance(document, dict)
        return document


@dataclass(slots=True)
class Importer:
    """One import: the store it fills, and the report as it grows."""

    store: Store
    knowledge: Knowledge
    clock: Callable[[], datetime]
    on_progress: Callable[[Progress], None] | None = None
    _all_files: int = 0
    _all_bytes: int = 0
    _done_bytes: int = 0
    _added: int = 0
    _known: int = 0
    _problems: list[Problem] = field(default_factory=list)
    _files: list[ImportedFile] = field(default_factory=list)

    def paths(self, paths: Sequence[Path]) -> ImportReport:
        """Take in files and folders."""
        self.store.raw.sweep(self.clock())
        found, problems = find(paths, self.store.home)
        self._problems.extend(problems)
        self._all_files, self._all_bytes = len(found), sum(file.size for file in found)
        for file in found:
            self._tell(file.name, 0)
            try:
                with file.path.open("rb") as stream:
                    self._take(file, stream)
            except OSError as error:
                self._unreadable(file, error.strerror or str(error))
            except UserError as error:
                if error.code != "not_readable":
                    raise
                self._unreadable(file, error.message)
            self._done_bytes += file.size
            self._tell(file.name, 0)
        return self.report()

    def upload(self, name: str, stream: BinaryIO) -> ImportReport:
        """Take in one file that has no path here."""
        short = PurePath(name.replace("\\", "/")).name or "upload"
        staged = self.store.stage(stream)
        try:
            self._all_files, self._all_bytes = 1, staged.size
            with staged.path.open("rb") as copy:
                self._take(Found(staged.path, short, staged.size, named=True), copy)
        finally:
            self.store.raw.discard(staged)
        return self.report()

    def resume(self) -> ImportReport:
        """Read what an earlier import kept but did not come to read."""
        for run in self.store.imports():
            if run.state == "pending" and run.attempts < _TRIES and self.store.raw.has(run.sha256, run.size):
                self._read(Found(self.store.raw.path(run.sha256), run.name, run.size, named=True), run.sha256)
        return self.report()

    def report(self) -> ImportReport:
        """What was done so far."""
        return ImportReport(self._added, self._known, tuple(self._problems), tuple(self._files))

    def _take(self, file: Found, stream: BinaryIO) -> None:
        head = stream.read(_HEAD)
        unknown = _not_recognised(head, file.name)
        if unknown is not None:
            state: Literal["failed", "skipped"] = "failed" if file.named else "skipped"
            self._note(file, "", state, None, (unknown,) if file.named else ())
            return
        from unweary.store.raw import hash_of

        stream.seek(0)
        sha256, size = hash_of(stream)
        before = next(iter(self.store.imports(sha256)), None)
        if not self.store.raw.has(sha256, size) or before is None:
            stream.seek(0)
            staged = self.store.stage(stream)
            self.store.begin_import(staged, file.name, _reader(), self.clock())
            sha256 = staged.sha256  # the file may have grown since it was hashed
            before = next(iter(self.store.imports(sha256)))
        # A file that brought nothing is read again: it may have a telling name now, or a better reader.
        if before.state == "done" and before.added + before.known > 0:
            self._known += before.added + before.known
            self._note(file, sha256, "known", before, before.problems)
        else:
            self._read(file, sha256, again=before.state == "done")

    def _read(self, file: Found, sha256: str, *, again: bool = False) -> None:
        """Everything that the kept bytes say, in one transaction."""
        try:
            raw = _Counted(self.store.raw.path(sha256), lambda done: self._tell(file.name, min(done, file.size)))
            with io.BufferedReader(raw) as stream:
                items = self._checked(_read(stream, file.name, self.clock().tzinfo), file.name)
                outcome = self.store.read_import(sha256, file.name, _reader(), items, self.clock())
        except Bug as error:
            logging.getLogger(__name__).exception("%s", error.message)
            run = self.store.imports(sha256)[0]
            self._note(file, sha256, "failed", run, (Problem(file.name, error.code, error.message),))
            return
        self._added += outcome.added
        self._known += outcome.known
        state: Literal["imported", "known", "failed"] = "imported"
        if not outcome.added and not outcome.known:
            state = "failed" if outcome.problems else "known" if again else "imported"
        self._note(file, sha256, state, self.store.imports(sha256)[0], outcome.problems)

    def _checked(self, items: Iterator[Item], name: str) -> Iterator[Item]:
        """The same, but what cannot be is a problem and never reaches the store."""
        for item in items:
            if isinstance(item, Problem):
                yield item
                continue
            faults = [*_shape(item), *impossible(item, self.knowledge)]
            if faults:
                kind = type(item).__name__.lower()
                yield Problem(name, faults[0].code, f"{kind}, {faults[0].path}: {faults[0].message}. It was left out.")
            else:
                yield item

    def _unreadable(self, file: Found, why: str) -> None:
        self._note(file, "", "failed", None, (Problem(file.name, "not_readable", f"This file cannot be read: {why}."),))

    def _note(
        self, file: Found, sha256: str, state: Literal["imported", "known", "skipped", "failed"],
        run: ImportRow | None, problems: tuple[Problem, ...],
    ) -> None:  # fmt: skip
        added_at, recordings = (None, 0) if run is None else (run.added_at, run.recordings)
        self._files.append(ImportedFile(file.name, sha256, file.size, added_at, recordings, problems, state))
        self._problems.extend(problems)

    def _tell(self, name: str, within: int) -> None:
        if self.on_progress is not None:
            done = min(self._done_bytes + within, self._all_bytes)
            self.on_progress(Progress(name, len(self._files), self._all_files, done, self._all_bytes))


@cache
def _reader() -> str:
    """Who reads: written beside each file, so that a later version can tell what an older one read."""
    from unweary import __version__

    return f"unweary {__version__}"


def _not_recognised(head: bytes, name: str) -> Problem | None:
    """Why a file that begins like this is of no known kind; None when it is of one."""
    from unweary.importers import read

    first = next(iter(read(io.BytesIO(head), name)), None)
    return first if isinstance(first, Problem) and first.code in _UNKNOWN_CONTENT else None


def _read(stream: BinaryIO, name: str, zone: tzinfo | None) -> Iterator[Item]:
    """The reader's items. Readers never raise; where one does, that is our fault and must not stop the other files."""
    from unweary.importers import read

    try:
        yield from read(stream, name, zone=zone or UTC)
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

    def readall(self) -> bytes:
        """The rest."""
        data = super().readall()
        self._count(len(data))
        return data


def imported_files(store: Store) -> tuple[ImportedFile, ...]:
    """Every file that was taken in, newest first."""
    return tuple(_imported(run) for run in store.imports())


def _imported(run: ImportRow) -> ImportedFile:
    if run.state == "done":
        nothing = run.problems and not run.added and not run.known
        state: Literal["imported", "failed"] = "failed" if nothing else "imported"
        return ImportedFile(run.name, run.sha256, run.size, run.added_at, run.recordings, run.problems, state)
    cut = Problem(run.name, "not_finished", "This file is kept, but reading it was cut short. Import it again.")
    return ImportedFile(run.name, run.sha256, run.size, run.added_at, 0, (cut,), "failed")
