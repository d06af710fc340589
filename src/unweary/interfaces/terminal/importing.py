"""Importing files with a progress bar that says how fast and how long."""

from __future__ import annotations

import re
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
    from unweary.vocab.errors import Problem

_MOST_PROBLEMS = 20
_PLACE = re.compile(r", (?:line|byte|sample) \d+$")
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
    if not report.files and not report.problems:
        out.print("There are no files in there.")
        return
    out.print(
        f"{done} of {len(report.files)} files read. New entries: {report.added}. Known from before: {report.known}."
    )
    if skipped:
        out.print(f"Left alone in folders: {skipped} (not of a kind that we read).")
    lines = _problem_lines(report.problems)
    for line in lines[:_MOST_PROBLEMS]:
        print_line(out, line)
    if len(lines) > _MOST_PROBLEMS:
        out.print(f"  {len(lines) - _MOST_PROBLEMS} more problems: the same with --json")
    if not report.added and not report.known:
        # The problem of a file that was named says the formats already.
        said = any(problem.code == "not_recognised" for problem in report.problems)
        out.print("Nothing here could be read." if said else f"Nothing here could be read. {FORMATS}")
    elif report.added:
        out.print("See what it means: unweary today")


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
