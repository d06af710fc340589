"""Taking files in: bytes first, then what they say, each file in full or not at all."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from unweary.service.possible import impossible
from unweary.service.reading import Fault, faults_of
from unweary.service.walk import Found, find
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import Bug, Problem, UnwearyError
from unweary.vocab.history import Recording

if TYPE_CHECKING:
    from unweary.store.raw import Staged
    from unweary.store.rows import Fact, ImportRow, Item
    from unweary.store.store import Store
    from unweary.vocab.knowledge import Knowledge

#: How much of a file is looked at to tell whether it is of a known kind.
_HEAD = 1 << 16
#: Progress is told again after this many bytes.
_STEP = 1 << 20
#: Reading that broke off this often is not tried again by itself.
_TRIES = 3
_UNKNOWN_CONTENT = ("not_recognised", "empty_file")


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
            except UnwearyError:
                raise
            except OSError as error:
                why = Problem(file.name, "not_readable", f"This file cannot be read: {error.strerror or error}.")
                self._note(file, "", "failed", None, (why,))
            self._done_bytes += file.size
            self._tell(file.name, 0)
        return self.report()

    def upload(self, name: str, stream: BinaryIO) -> ImportReport:
        """Take in one file that has no path here."""
        short = PurePath(name.replace("\\", "/")).name or "upload"
        with _translated(self.store):
            staged = self.store.raw.stage(stream)
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
            with _translated(self.store):
                staged = self.store.raw.stage(stream)
            self.store.begin_import(staged, file.name, self._reader(), self.clock())
            sha256 = staged.sha256  # the file may have grown since it was hashed
            before = next(iter(self.store.imports(sha256)))
        if before.state == "done":
            self._known += before.added + before.known
            self._note(file, sha256, "known", before, before.problems)
        else:
            self._read(file, sha256)

    def _read(self, file: Found, sha256: str) -> None:
        """Everything that the kept bytes say, in one transaction."""
        try:
            with _Counted(self.store.raw.path(sha256), lambda done: self._tell(file.name, done)) as stream:
                items = self._checked(_only_bugs(_reader_of(stream, file.name, self.clock()), file.name), file.name)
                outcome = self.store.read_import(sha256, self._reader(), items, self.clock())
        except Bug as error:
            logging.getLogger(__name__).exception("%s", error.message)
            run = self.store.imports(sha256)[0]
            self._note(file, sha256, "failed", run, (Problem(file.name, error.code, error.message),))
            return
        self._added += outcome.added
        self._known += outcome.known
        empty = outcome.problems and not outcome.added and not outcome.known
        self._note(
            file, sha256, "failed" if empty else "imported", self.store.imports(sha256)[0], outcome.problems
        )

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

    def _reader(self) -> str:
        from unweary import __version__

        return f"unweary {__version__}"


def imported_files(store: Store) -> tuple[ImportedFile, ...]:
    """Every file that was taken in, newest first."""
    return tuple(_imported(run) for run in store.imports())


def _imported(run: ImportRow) -> ImportedFile:
    if run.state == "done":
        return ImportedFile(run.name, run.sha256, run.size, run.added_at, run.recordings, run.problems, "imported")
    cut = Problem(run.name, "not_finished", "This file is kept, but reading it was cut short. Import it again.")
    return ImportedFile(run.name, run.sha256, run.size, run.added_at, 0, (cut,), "failed")
