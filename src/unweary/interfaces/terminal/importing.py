"""Importing files with a progress bar that says how fast and how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from unweary.interfaces.terminal.failing import ANSWERED, NOTHING_USABLE
from unweary.interfaces.terminal.show import console, print_json, print_line

if TYPE_CHECKING:
    from unweary.service import ImportReport, Progress, Unweary

_MOST_PROBLEMS = 20
FORMATS = "We read FIT files, RR text (one interval a line) and intervals.icu wellness tables (CSV), each also as .gz."


def import_files(person: Unweary, paths: Sequence[Path], *, as_json: bool) -> int:
    """Import, print what came of it, and return the exit code: 1 when nothing could be recognised."""
    with progress_bar() as tell:
        report = person.import_paths(paths, tell)
    if as_json:
        print_json(report.as_document())
    else:
        _print(console(), report)
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
            bar.update(
                task,
                description=f"{progress.done_files}/{progress.all_files} {progress.file[-32:]}",
                completed=progress.done_bytes,
                total=progress.all_bytes,
            )

        yield tell


def _print(out: Console, report: ImportReport) -> None:
    done = sum(file.state in ("imported", "known") for file in report.files)
    skipped = sum(file.state == "skipped" for file in report.files)
    out.print(
        f"{done} of {len(report.files)} files read. New entries: {report.added}. Known from before: {report.known}."
    )
    if skipped:
        out.print(f"Left alone in folders: {skipped} (not of a kind that we read).")
    for problem in report.problems[:_MOST_PROBLEMS]:
        print_line(out, f"! {problem.where}: {problem.message}")
    if len(report.problems) > _MOST_PROBLEMS:
        out.print(f"  {len(report.problems) - _MOST_PROBLEMS} more problems: the same with --json")
    if not report.added and not report.known:
        out.print(f"Nothing here could be read. {FORMATS}")
    elif report.added:
        out.print("See what it means: unweary today")
