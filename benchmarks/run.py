"""Measures speed beside the peers, interleaved in one run, and prints the first table of docs/benchmarks.md.

    UNWEARY_DATA=<folder of real files> make bench
    UNWEARY_DATA=<folder of real files> python benchmarks/run.py fit     (the rows of FIT alone)

Ratios carry over between machines better than seconds, so both are given. Nothing here is a test.
"""

from __future__ import annotations

import gzip
import io
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROUNDS = 5


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def interleaved(
    ours: Callable[[], object], peer: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> tuple[list[float], list[float]]:
    """The two, one after the other, ROUNDS times, so that a busy moment hits both."""
    first, second = [], []
    for _ in range(ROUNDS):
        first.append(timed(ours, clock))
        second.append(timed(peer, clock))
    return first, second


def spread(seconds: list[float]) -> str:
    return f"{min(seconds) * 1e3:.1f} / {statistics.median(seconds) * 1e3:.1f} / {max(seconds) * 1e3:.1f}"


def fit_rows() -> list[str]:
    """Our whole reader against a plain fitdecode loop over the same bytes in memory; time of the processor."""
    import fitdecode

    from unweary import importers
    from unweary.vocab.history import Recording

    folder = os.environ.get("UNWEARY_DATA")
    if not folder:
        return ["| FIT reading | not measured: UNWEARY_DATA is not set | | |"]
    rows = []
    for name, file in large_files(Path(folder)):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()

        def ours(data: bytes = data, name: str = name) -> int:
            return sum(1 for _ in importers.read(io.BytesIO(data), name))

        def peer(data: bytes = data) -> int:
            with fitdecode.FitReader(io.BytesIO(data)) as reader:
                return sum(len(frame.fields) for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA)

        samples = sum(len(item.columns.get("t_s", ())) for item in importers.read(io.BytesIO(data), name)
                      if isinstance(item, Recording))  # fmt: skip
        mine, theirs = interleaved(ours, peer, time.process_time)
        ratio = statistics.median(theirs) / statistics.median(mine)
        what = f"FIT `{name}` ({len(data) / 1e6:.1f} MB, {samples} samples)"
        rows.append(f"| {what} | {spread(mine)} | {spread(theirs)} | {ratio:.0f}x |")
    return rows


def large_files(folder: Path) -> list[tuple[str, Path]]:
    """The five largest FIT files that are clean."""
    from unweary import importers
    from unweary.vocab.errors import Problem

    found = []
    for file in folder.rglob("*.fit*"):
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        if not any(isinstance(row, Problem) for row in importers.read(io.BytesIO(data), file.name)):
            found.append((len(data), file.name, file))
    return [(name, file) for _, name, file in sorted(found, reverse=True)[:5]]


def assess_rows() -> list[str]:
    """One assessment, by how many findings are present."""
    from unweary import knowledge
    from unweary.assessment import assess
    from unweary.vocab.history import Answer, History, Profile

    known = knowledge.load()
    now = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    common = [f.id for f in known.findings.values() if f.collected_by == "self" and not f.alarm][20:]
    rows = []
    for present in (0, 4, 8, 12, 16):
        said = tuple(Answer(finding, "present", now - timedelta(minutes=1)) for finding in common[:present])
        history = History(as_of=now, profile=Profile(birth_year=1990, sex="F"), answers=said)
        seconds = [timed(lambda history=history: assess(history, known)) for _ in range(ROUNDS)]
        rows.append(f"| `assess`, {present} findings present | {spread(seconds)} | | |")
    return rows


def start_rows() -> list[str]:
    """Start of the command line, against an empty Python."""
    help_command = [str(Path(sys.executable).with_name("unweary")), "--help"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    mine, empty = interleaved(
        lambda: subprocess.run(help_command, check=False, **quiet),  # type: ignore[call-overload]
        lambda: subprocess.run([sys.executable, "-c", "pass"], check=True, **quiet),  # type: ignore[call-overload]
    )
    ratio = statistics.median(mine) / statistics.median(empty)
    return [f"| `unweary --help` against an empty Python | {spread(mine)} | {spread(empty)} | {ratio:.1f}x slower |"]


def main() -> None:
    if sys.argv[1:] == ["fit"]:
        sys.stdout.write("\n".join(fit_rows()) + "\n")
        return
    rows = [*fit_rows(), *assess_rows(), *start_rows()]
    where = f"{datetime.now(UTC).date().isoformat()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    title = f"{where}, {ROUNDS} interleaved rounds; minimum / median / maximum"
    head = ("| what | ours (ms) | peer (ms) | ratio |", "|---|---|---|---|")
    sys.stdout.write("\n".join((title, *head, *rows)) + "\n")


if __name__ == "__main__":
    main()
