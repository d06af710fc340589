"""Importing files with a progress bar that says how fast and how long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from unweary.interfaces.terminal.failing import ANSWERED, NOTHING_USABLE
from unweary.interfaces.terminal.records import SHORT
from unweary.interfaces.terminal.show import console, print_json, print_line, print_sections
from unweary.reports.sections import Section, Table
from unweary.service import Source
from unweary.vocab.assessment import as_json as values

if TYPE_CHECKING:
    from unweary.service import ImportedFile, ImportReport, Progress, Unweary
    from unweary.vocab.errors import Problem

_MOST_PROBLEMS = 20
_PLACE = re.compile(r", (line|byte|sample|message|value|entry|row) \d+(, [^,]*)?$")


def import_files(person: Unweary, paths: Sequence[Path], *, tracks: bool | None, as_json: bool) -> int:
    """Import, print what came of it, and return the exit code: 1 when nothing could be recognised.

    Ctrl+C stops the import for good; a closed window or a lost connection does not: then it goes on another time.
    """
    begun: list[str] = []
    try:
        with progress_bar() as tell:
            sources = [Source(path) for path in paths]
            report = person.importing.run(sources, tell, keeps_tracks=tracks, on_begin=begun.append)
    except KeyboardInterrupt:
        for job_id in begun:
            person.importing.cancel(job_id)
        raise
    if as_json:
        print_json(report.as_document())
    else:
        _print(console(), person, report)
    return NOTHING_USABLE if not report.added and not report.known else ANSWERED


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error: bytes, rate, time left. Gone when done; not drawn where there is no terminal."""
    out = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task("looking", total=None)

        def tell(progress: Progress) -> None:
            new = f", {progress.added} new" if progress.added else ""
            bar.update(
                task,
                description=f"{progress.done_files}/{progress.all_files} {progress.file[-32:]}{new}",
                completed=progress.done_bytes,
                total=progress.all_bytes,
            )

        yield tell


def _print(out: Console, person: Unweary, report: ImportReport) -> None:
    done = sum(file.state in ("imported", "known") for file in report.files)
    skipped = sum(file.state == "skipped" for file in report.files)
    if not report.files and not report.problems:
        out.print("There are no files in there.")
        return
    out.print(
        f"{done} of {len(report.files)} files read. New entries: {report.added}. Known from before: {report.known}."
    )
    if skipped:
        out.print(f"Left alone: {skipped} (not of a kind that we read{_endings(report)}).")
    lines = _problem_lines(report.problems)
    for line in lines[:_MOST_PROBLEMS]:
        print_line(out, line)
    if len(lines) > _MOST_PROBLEMS:
        out.print(f"  {len(lines) - _MOST_PROBLEMS} more problems: the same with --json")
    if not report.added and not report.known:
        # The problem of a file that was named says the formats already.
        said = any(problem.code == "not_recognised" for problem in report.problems)
        kinds = f" We read {'; '.join(person.importing.kinds())}; also packed."
        out.print("Nothing here could be read." if said else f"Nothing here could be read.{kinds}")
    elif report.added:
        out.print("See what it means: unweary today")


def _endings(report: ImportReport) -> str:
    """The commonest endings of what was left alone."""
    names = [file.name for file in report.files if file.state == "skipped"]
    endings = Counter(name.rpartition(".")[2].lower() for name in names if "." in name)
    return "".join(f", {count} {ending}" for ending, count in endings.most_common(4) if len(ending) < 8)


def list_imports(person: Unweary, limit: int, *, as_json_: bool) -> None:
    """The imports, newest first, and the files of each."""
    jobs, files = person.importing.look(limit=limit), person.imports()
    if as_json_:
        print_json({"imports": values(jobs), "files": values(files)})
        return
    if not files and not jobs:
        console().print("Nothing was imported yet. Begin with: unweary import FOLDER")
        return
    rows: list[tuple[str, ...]] = []
    for job in jobs:
        brought = job.report.added if job.report else 0
        state = "undone" if job.undoable and job.undone == job.undoable else job.state
        rows.append((job.id[-SHORT:], f"{job.created_at:%Y-%m-%d}", job.title, state, str(brought)))
        inner = [file for file in files if file.job_id == job.id]
        if len(inner) > 1:
            rows += [_file_row(file, f"  {file.name}") for file in inner]
    rows += [_file_row(file, file.name) for file in files if file.job_id is None]
    print_sections(console(), (Section("Imports", (), Table(("id", "day", "what", "state", "new"), tuple(rows))),))
    console().print("\nTo take one back: unweary undo-import ID. To have it again: unweary undo-import ID --back")


def _file_row(file: ImportedFile, name: str) -> tuple[str, ...]:
    day = "" if file.added_at is None else f"{file.added_at:%Y-%m-%d}"
    return file.sha256[-SHORT:], day, name, file.state, str(file.added)


def undo(person: Unweary, which: str, *, back: bool, as_json: bool) -> None:
    """Undo an import or bring it back, and say how many files that were."""
    count = person.importing.redo(which) if back else person.importing.undo(which)
    if as_json:
        print_json({"files": count})
    elif not count:
        console().print("There was nothing to bring back." if back else "There was nothing left to take back.")
    elif back:
        console().print(f"It is back: what {count} {'file' if count == 1 else 'files'} told.")
    else:
        said = "file" if count == 1 else "files"
        console().print(f"Taken back: what {count} {said} told. To have it again: unweary undo-import {which} --back")


def _problem_lines(problems: Sequence[Problem]) -> list[str]:
    """One line for all problems of one kind in one file: the first in full, the others counted.

    A table whose every row has the same fault would push the other files off the screen.
    """
    alike: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        alike.setdefault((_file_of(problem.where), problem.code), []).append(problem)
    lines = []
    for first, *others in alike.values():
        more = f" And {len(others)} more like this in this file." if others else ""
        lines.append(f"! {first.where}: {first.message}{more}")
    return lines


def _file_of(where: str) -> str:
    """The file in a place such as ``table.csv, line 3``; a comma in a file's own name stays.

    Examples
    --------
    >>> _file_of("a, b/table.csv, line 3"), _file_of("ride.fit, byte 7"), _file_of("a, b.fit")
    ('a, b/table.csv', 'ride.fit', 'a, b.fit')
    """
    return _PLACE.sub("", where)
