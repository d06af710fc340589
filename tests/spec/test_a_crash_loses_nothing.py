"""Whenever the power goes, what was acknowledged is there; taking the files in again ends as if nothing had been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from unweary.service import CheckIn, Unweary, open_home
from unweary.service.demo_files import write_demo_files
from unweary.store import batch
from unweary.vocab.history import Answer, Day, SiteRating

# A power cut closes nothing, so Python 3.13 finds the cut connections open when it collects them.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


class PowerCut(BaseException):
    """Nothing may catch this."""


def files(folder: Path, count: int) -> list[Path]:
    """Some training files, and always the wellness table and three mornings of beats."""
    return list(write_demo_files(folder, NOW, seed=7)[-count:])


def state(person: Unweary) -> dict[str, object]:
    """All that is kept, without the times at which it was kept."""
    return {
        "facts": sorted(
            str((row.id, row.kind, row.at, row.value, row.source, row.origin)) for row in person.facts(limit=10_000)
        ),
        "imports": sorted(
            (file.name, file.sha256, file.size, file.recordings, file.state) for file in person.imports()
        ),
        "raw": sorted(path.name for path in (person.home / "raw").glob("*/*")),
        "recordings": [
            (recording.started_at, {name: list(column) for name, column in recording.columns.items()})
            for recording in person.history().recordings
        ],
    }


def clean(tmp_path: Path, paths: list[Path]) -> dict[str, object]:
    with open_home(tmp_path / "clean", clock=lambda: NOW) as person:
        person.import_paths(paths)
        return state(person)


@contextmanager
def power_cut_at(step: int) -> Iterator[list[int]]:
    """Cut the power at the given one of all steps that write, before or after it took effect; counts the steps."""
    done = [0]

    def tick(*_: object) -> None:
        done[0] += 1
        if done[0] == step:
            raise PowerCut

    def around(call: Callable[..., Any]) -> Callable[..., Any]:
        def both(*args: Any, **named: Any) -> Any:
            tick()
            result = call(*args, **named)
            tick()
            return result

        return both

    event.listen(Engine, "commit", tick)
    try:
        with pytest.MonkeyPatch.context() as cutting:
            for name in ("fsync", "replace", "link", "unlink"):
                cutting.setattr(os, name, around(getattr(os, name)))
            insert = around(batch.insert_new)
            cutting.setattr(batch, "insert_new", insert)
            cutting.setattr("unweary.store.imports.insert_new", insert)
            cutting.setattr(batch.Batch, "take", around(batch.Batch.take))
            with suppress(PowerCut):
                yield done
    finally:
        event.remove(Engine, "commit", tick)


def test_a_power_cut_at_any_step_of_an_import_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    paths = files(tmp_path / "files", 4)
    paths[0].write_text("".join(paths[0].read_text().splitlines(keepends=True)[:4]))  # three days of the table
    wanted = clean(tmp_path, paths)
    for step in range(1, 1_000):
        home = tmp_path / f"home-{step}"
        with power_cut_at(step) as done, open_home(home, clock=lambda: NOW) as person:
            person.import_paths(paths)
        if done[0] < step:
            break
        with open_home(home, clock=lambda: NOW) as person:
            person.import_paths(paths)
            assert state(person) == wanted, f"after a cut at step {step}"
            assert person.integrity() == (), f"after a cut at step {step}"
    assert step > 50


def test_what_was_kept_before_the_cut_is_read_at_the_next_opening_without_the_file(tmp_path: Path) -> None:
    (path,) = files(tmp_path / "files", 1)
    wanted = clean(tmp_path, [path])
    finished = 0
    for step in range(1, 1_000):
        home = tmp_path / f"home-{step}"
        with power_cut_at(step) as done, open_home(home, clock=lambda: NOW) as person:
            person.import_paths([path])
        if done[0] < step:
            break
        with open_home(home, clock=lambda: NOW) as person:
            found = state(person)
            # From the moment that the file is listed, all of it is there; before it, nothing of it is.
            assert found == wanted or not (found["facts"] or found["imports"] or found["recordings"])
            finished += found == wanted
    assert finished > 5


def test_a_power_cut_while_a_check_in_is_kept_keeps_all_of_it_or_nothing(tmp_path: Path) -> None:
    entry = CheckIn(
        Day(NOW.date(), fatigue_0_10=6), (SiteRating("quads", "left", 4, NOW),), (Answer("fever", "absent", NOW),)
    )
    kept = set()
    for step in range(1, 1_000):
        home = tmp_path / f"home-{step}"
        open_home(home, clock=lambda: NOW).close()
        with open_home(home, clock=lambda: NOW) as person, power_cut_at(step) as done:
            person.check_in(entry)
        with open_home(home, clock=lambda: NOW) as person:
            kept.add(len(person.facts()))
        if done[0] < step:
            break
    assert kept == {0, 3}


CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from unweary.service import open_home

now = datetime.fromisoformat(sys.argv[1])
with open_home(Path(sys.argv[2]), clock=lambda: now) as person:
    print("ready", flush=True)
    for path in sys.argv[3:]:
        person.import_paths([Path(path)])
        print(person.answer("fever", "absent").id, flush=True)
print("done", flush=True)
"""


def run_child(home: Path, paths: list[Path], kill_after_s: float | None) -> tuple[list[str], float]:
    """Import file by file in another process, killed so long after it began: what it said, and how long it ran."""
    command = [sys.executable, "-c", CHILD, NOW.isoformat(), str(home), *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        began = time.monotonic()
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            child.send_signal(signal.SIGKILL)
        said = child.stdout.read().split()
        child.wait(timeout=60)
    return said, time.monotonic() - began


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_process_killed_at_random_moments_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    paths = files(tmp_path / "files", 12)
    wanted = clean(tmp_path, paths)
    said, whole_s = run_child(tmp_path / "undisturbed", paths, None)
    assert said[-1] == "done"
    rng = random.Random(20261120)
    cut_short = 0
    for moment in range(10):
        home = tmp_path / f"home-{moment}"
        said, _ = run_child(home, paths, rng.uniform(0.0, 0.9) * whole_s)
        cut_short += "done" not in said
        with open_home(home, clock=lambda: NOW) as person:
            answers = [row.id for row in person.facts("answer")]
            assert set(said) - {"done"} <= set(answers)
            person.import_paths(paths)
            for answer in answers:
                person.correct(answer, None)
            assert state(person) == wanted
            assert person.integrity() == ()
    assert cut_short >= 3, "the moments were meant to fall into the import"
