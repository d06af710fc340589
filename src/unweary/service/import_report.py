"""What an import tells: how far it is, what became of each file, and what it brought in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from unweary.service.inbox import sources_of
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import Problem, UserError

if TYPE_CHECKING:
    from unweary.store.rows import ImportRow, JobRow
    from unweary.store.store import Store

#: A report keeps this many files; a folder of photographs has more that were left alone.
_MOST_LISTED = 2_000
#: The end of an id that stands for the whole of it is at least this long.
_SHORTEST = 8

State = Literal["imported", "known", "skipped", "failed", "undone"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is. ``done_bytes`` reaches ``all_bytes`` when the last file is done.

    ``bytes_per_s``, and with it the time left, is None until it is known.
    """

    file: str
    done_files: int
    all_files: int
    done_bytes: int
    all_bytes: int
    added: int = 0
    known: int = 0
    problems: int = 0
    bytes_per_s: float | None = None
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file and what became of it.

    ``state``: ``imported`` now, ``known`` from before, ``skipped`` in a folder since its kind is not known,
    ``failed`` (then ``problems`` say why), or ``undone`` since.
    """

    name: str
    sha256: str
    size: int
    added_at: datetime | None
    recordings: int
    problems: tuple[Problem, ...]
    state: State
    added: int = 0
    known: int = 0
    job_id: str | None = None


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


@dataclass(frozen=True, slots=True)
class ImportJob:
    """One import, as a person sees it.

    ``state``: ``waiting`` for its turn, ``running``, ``stuck`` (``error`` says on what), ``done`` or ``cancelled``.
    ``undone`` is how many of the ``undoable`` files that it brought were undone since.
    """

    id: str
    title: str
    created_at: datetime
    finished_at: datetime | None
    state: Literal["waiting", "running", "stuck", "done", "cancelled"]
    progress: Progress | None
    error: Mapping[str, Any] | None
    report: ImportReport | None
    undoable: int
    undone: int


def as_row(report: ImportReport) -> dict[str, Any]:
    """The report as it is kept beside its job; what was left alone comes last and may be cut."""
    files = sorted(report.files, key=lambda file: file.state == "skipped")[:_MOST_LISTED]
    document = as_json(ImportReport(report.added, report.known, report.problems[:_MOST_LISTED], tuple(files)))
    assert isinstance(document, dict)
    return document


def from_row(document: Mapping[str, Any]) -> ImportReport:
    """The report that :func:`as_row` made."""
    from pydantic import TypeAdapter

    return TypeAdapter(ImportReport).validate_python(document)


def seen_as(row: JobRow, progress: Progress | None, undone: list[bool]) -> ImportJob:
    """The job as a person sees it; ``undone`` says of each file that it brought whether that was undone."""
    state: Any = row.state
    if row.state == "running":
        state = "stuck" if row.error else "running" if progress else "waiting"
    names = [source.name or source.path.name for source in sources_of(row)]
    title = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more" if names else ""
    report = None if row.report is None else from_row(row.report)
    when = row.created_at, row.finished_at
    return ImportJob(row.id, title, *when, state, progress, row.error, report, len(undone), sum(undone))


def imported_files(store: Store) -> tuple[ImportedFile, ...]:
    """Every file that was taken in, newest first."""
    return tuple(_imported(run) for run in store.imports())


def _imported(run: ImportRow) -> ImportedFile:
    if run.state == "done":
        nothing = run.problems and not run.added and not run.known
        state: State = "undone" if run.undone_at else "failed" if nothing else "imported"
        counts = run.recordings, run.problems, state, run.added, run.known, run.job_id
        return ImportedFile(run.name, run.sha256, run.size, run.added_at, *counts)
    cut = Problem(run.name, "not_finished", "This file is kept, but reading it was cut short. Import it again.")
    return ImportedFile(run.name, run.sha256, run.size, run.added_at, 0, (cut,), "failed", job_id=run.job_id)


def meant(store: Store, of: str) -> list[ImportRow]:
    """The files that were read of the one import, or of the one file, that an id or its end means.

    Raises
    ------
    UserError
        ``unknown_import`` where that is none, or more than one.
    """
    runs = store.imports()
    known = {name for run in runs for name in (run.job_id, run.sha256) if name}
    known |= {job.id for job in store.jobs(limit=10_000)}
    names = [name for name in known if name == of or (len(of) >= _SHORTEST and name.endswith(of))]
    if len(names) != 1:
        raise unknown_import(of)
    return [run for run in runs if names[0] in (run.job_id, run.sha256) and run.state == "done"]


def unknown_import(what: str) -> UserError:
    """What to say where no import has this id."""
    return UserError("unknown_import", f"there is no import '{what[:40]}'", "an id or a hash that `imports` lists")
