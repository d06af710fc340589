"""Damage files at random and read them: never an exception, never a hang, never more memory than a bound.

    python tools/fuzz_importers.py --cases 20000 --out /tmp/fuzz        # what `make fuzz` does
    python tools/fuzz_importers.py fit --seed 7 --again 1234     # one case once more, with its traceback

Each format is read in a process of its own whose address space and processor time are limited by the system. A case is
made from the seed, the format and its number alone. Real files come from the folder in UNWEARY_DATA, if there is one.
What fails is written to a folder, the bytes and a word of why; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import signal
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

import fuzz_seeds as seeding

from unweary import importers, knowledge
from unweary.service.possible import impossible
from unweary.store.documents import to_document
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording
from unweary.vocab.knowledge import Knowledge

#: What one file may take: processor time, and memory beyond that of a process that has read nothing yet.
MOST_CPU_S = 10
MOST_BYTES = 384 << 20
#: Of each kind a reader tells some twenty.
MOST_PROBLEMS = 2_000
#: After so many a format is left.
MOST_FAILURES = 20
_INSERTED = (
    b"\0", b"\0" * 300, b",", b";", b"\t", b'"', b"'", b"\n", b"\r", b"\r\n", b"{", b"}", b"[", b"]", b"<", b">", b"&",
    b"</", b"<!--", b"<![CDATA[", b"&#0;", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"\\u0000", b"\\ud800", b"null",
    b"true", b"-", b"+", b".", b"e", b"1e999", b"-1e999", b"NaN", b"Infinity", b"9" * 25, b"9" * 5000, b"-1", b"0",
    b"2085-12-21", b"0000-00-00", b"9999-12-31T23:59:59+23:59", b"2026-02-30", b"03/04/25", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x80", b"\xed\xa0\x80", b"\xff" * 8, b"\x7f" * 4, b"PK\x03\x04", b"\x1f\x8b\x08", b".FIT",
    b" " * 2000, b"[" * 3000, b'{"a":' * 600, b"<a>" * 600, b"A" * 70_000, b'""', b"\xc2\xa0",
    b"\xe2\x80\x8b", "١٢٣".encode(), "²".encode(),
)  # fmt: skip


def damaged(data: bytes, other: bytes, rng: random.Random) -> bytes:
    """The same with one to six changes: bits, bytes, cuts, doubled parts, parts of another file, odd words."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at, size = rng.randrange(len(out) + 1), min(int(rng.expovariate(1 / 40)) + 1, 4000)
        match rng.randrange(9):
            case 0 if out:
                out[at % len(out)] ^= 1 << rng.randrange(8)
            case 1:
                for place in range(at, min(at + size, len(out))):
                    out[place] = rng.randrange(256)
            case 2:
                del out[at:]
            case 3:
                del out[at : at + size]
            case 4:
                out[at:at] = out[at : at + size] * rng.choice((1, 1, 20))
            case 5:
                start = rng.randrange(len(other) + 1)
                out[at : at + rng.choice((0, size))] = other[start : start + size]
            case 6:
                out[at:] = other[rng.randrange(len(other) + 1) :]
            case 7:
                out[at : at + rng.choice((0, 1, 4))] = rng.choice(_INSERTED)
            case _:
                # A whole cell, number or word at once.
                stop = next((place for place in range(at, min(at + 60, len(out))) if out[place] in b',;\t"<> \n:'), at)
                out[at:stop] = rng.choice(_INSERTED)
    return bytes(out)


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of one format. ``seed`` and a number make a case."""

    name: str
    format: importers.Format
    files: Sequence[tuple[str, bytes]]
    seed: int

    def case(self, number: int) -> tuple[bytes, str, importers.Format | None]:
        """Bytes, name, and which reader is asked: the frame, or (every other time) this one whatever the bytes are."""
        rng = random.Random(f"{self.seed}/{self.name}/{number}")
        name, data = self.files[number % len(self.files)]
        bytes_ = damaged(data, rng.choice(self.files)[1], rng)
        return bytes_, name, rng.choice((None, self.format))


class Wrong(Exception):  # noqa: N818 - not an error of this program
    """What a reader gave out breaks its contract."""


def look(data: bytes, name: str, format_: importers.Format | None, rules: Knowledge) -> None:
    """Read a file to its end and look at what comes out, without keeping any of it."""
    problems = 0
    for item in seeding.read_all(data, name, format_):
        if isinstance(item, Problem):
            problems += 1
            if not (item.where.startswith(name) and item.code and item.message.endswith(".")):
                raise Wrong(f"a problem without a place or a sentence: {item}")
            if problems > MOST_PROBLEMS or len(item.message) > 2_000:
                raise Wrong(f"{problems} problems, the last of {len(item.message)} characters")
            json.dumps([item.where, item.message]).encode()
            continue
        if isinstance(item, Recording):
            if len({len(column) for column in item.columns.values()}) > 1:
                raise Wrong("columns of several lengths")
            if any(math.isnan(t_s) for t_s in item.columns.get("t_s", ())):
                raise Wrong("a sample without a time")
        impossible_here = any(impossible(item, rules))
        session = item.session if isinstance(item, Recording) else item
        if not impossible_here and session is not None:
            json.dumps(to_document(session), allow_nan=False, ensure_ascii=False).encode()


def work(cases: Cases, numbers: range, tell: Connection) -> None:
    """In the limited process: read the cases, and say of each that it began and what was wrong with it."""
    rules = knowledge.load()
    # What is imported only when a file is read counts for the process, not for the first case.
    for name, data in cases.files[:2]:
        look(data, name, cases.format, rules)
    with Path("/proc/self/statm").open() as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_BYTES, resource.RLIM_INFINITY))
    for number in numbers:
        tell.send((number, ""))
        spent = resource.getrusage(resource.RUSAGE_SELF)
        limit = math.ceil(spent.ru_utime + spent.ru_stime) + MOST_CPU_S
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        try:
            look(*cases.case(number), rules)
        except Exception:  # noqa: BLE001 - whatever a reader raises is what is looked for
            tell.send((number, traceback.format_exc()))


@dataclass(slots=True)
class Run:
    """The cases of one format on their way, in as many processes as it takes: one that dies is followed by another."""

    cases: Cases
    count: int
    done: int = 0
    seconds: float = 0.0
    failed: dict[int, str] = field(default_factory=dict)
    process: BaseProcess | None = None
    began: float = 0.0

    def start(self) -> Connection:
        """Begin, or go on after the case that ended the last process."""
        context = get_context("fork")
        mine, theirs = context.Pipe(duplex=False)
        self.process = context.Process(
            target=work, args=(self.cases, range(self.done, self.count), theirs), daemon=True
        )
        self.began = time.monotonic()
        self.process.start()
        theirs.close()
        return mine

    def hear(self, said: tuple[int, str]) -> None:
        """A case began, or failed."""
        number, why = said
        self.done = number + 1
        if why:
            self.failed[number] = why

    def ended(self) -> None:
        """The process is over: by itself, or by the case that it was at."""
        assert self.process is not None
        self.process.join()
        self.seconds += time.monotonic() - self.began
        code = self.process.exitcode or 0
        if code == -signal.SIGXCPU:
            self.failed[self.done - 1] = f"More than {MOST_CPU_S} seconds of processor time."
        elif code:
            how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            self.failed[self.done - 1] = f"The process died ({how})."


def run_all(waiting: list[Run], jobs: int) -> None:
    """Every run to its end, ``jobs`` at once."""
    active: dict[Connection, Run] = {}
    while waiting or active:
        while waiting and len(active) < jobs:
            run = waiting.pop(0)
            active[run.start()] = run
        for pipe in cast("list[Connection]", wait(list(active))):
            run = active[pipe]
            try:
                run.hear(pipe.recv())
                if len(run.failed) >= MOST_FAILURES and run.process is not None:
                    run.process.kill()
            except EOFError:
                del active[pipe]
                run.ended()
                if 0 < run.done < run.count and len(run.failed) < MOST_FAILURES:
                    waiting.insert(0, run)


def keep(cases: Cases, number: int, why: str, folder: Path) -> None:
    """Write a failing case and why it failed."""
    folder.mkdir(parents=True, exist_ok=True)
    data, name, format_ = cases.case(number)
    (folder / f"{cases.name}-{cases.seed}-{number}.bin").write_bytes(data)
    how = "by the frame" if format_ is None else "by this reader alone"
    (folder / f"{cases.name}-{cases.seed}-{number}.txt").write_text(f"{name}, read {how}\n\n{why}\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line says; 1 where anything failed."""
    options = _options(arguments)
    folder = Path(os.environ["UNWEARY_DATA"]) if os.environ.get("UNWEARY_DATA") else None
    files = seeding.seeds(folder, options.longest)
    lacking = [name for name, found in files.items() if not found]
    if lacking:
        raise SystemExit(f"no file to begin with: {', '.join(lacking)}; write one in tools/fuzz_seeds.py")
    formats = {seeding.name_of(each): each for each in importers.FORMATS}
    every = {name: Cases(name, formats[name], files[name], options.seed) for name in options.formats or formats}
    if options.again is not None:
        for cases in every.values():
            data, name, format_ = cases.case(options.again)
            look(data, name, format_, knowledge.load())
            print(f"{cases.name}: {len(data)} bytes, nothing wrong")
        return 0
    print(f"seed {options.seed}, {options.cases} cases of each format, {options.jobs} at once", flush=True)
    runs = [Run(cases, options.cases) for cases in every.values()]
    run_all(list(runs), options.jobs)
    for run in runs:
        name, count = run.cases.name, len(run.cases.files)
        print(f"{name}: {run.done} cases from {count} files, {run.seconds:.0f} s, {len(run.failed)} failed")
        for number, why in run.failed.items():
            keep(run.cases, number, why, options.out)
            print(f"  case {number}: {why.strip().splitlines()[-1][:200]}")
    failed = sum(len(run.failed) for run in runs)
    print(f"{sum(run.done for run in runs)} cases, {failed} failed" + (f", kept in {options.out}" if failed else ""))
    return 1 if failed else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Damage files at random and read them.")
    parser.add_argument("formats", nargs="*", help="only these formats (default: all)")
    parser.add_argument("--cases", type=int, default=20_000, help="cases of each format")
    parser.add_argument("--seed", type=int, default=None, help="repeats a run (default: another one each time)")
    parser.add_argument("--longest", type=int, default=1 << 20, help="real files are cut at so many bytes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="formats at once")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="where failing cases are written")
    parser.add_argument("--again", type=int, metavar="NUMBER", help="one case once more, with its traceback")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    return options


if __name__ == "__main__":
    raise SystemExit(main())
