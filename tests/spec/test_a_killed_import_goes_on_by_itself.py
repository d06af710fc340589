"""An import that was asked for is finished, wherever its process is killed: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.demo_files import write_demo_files
from unweary.store import batch

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork and SIGKILL on this system")

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
#: So little is held back that every file but the smallest is written in several batches.
HELD_BYTES = 6_000
POINTS = 50

#: Loads everything once; each line on standard input names a home and what to import there, in a process of its own.
MOTHER = """
import os, signal, sys, threading, time
from datetime import datetime
from pathlib import Path
from unweary.service import open_home
from unweary.store import batch
import alembic.command, sqlalchemy.dialects.sqlite, unweary.importers, unweary.store.store

now = datetime.fromisoformat(sys.argv[1])
batch._HELD_BYTES = int(sys.argv[2])
with open_home(Path(sys.argv[3]), clock=lambda: now) as person:
    person.knowledge
    person.import_paths([Path(sys.argv[4])])

def killed_after(cpu_s):
    # Time of this process alone: how busy the machine is changes nothing.
    began = time.process_time()
    while time.process_time() - began < cpu_s:
        time.sleep(0.0005)
    os.kill(os.getpid(), signal.SIGKILL)

print("ready", flush=True)
for line in sys.stdin:
    cpu_s, home, *paths = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        if float(cpu_s):
            threading.Thread(target=killed_after, args=(float(cpu_s),), daemon=True).start()
        began = time.process_time()
        with open_home(Path(home), clock=lambda: now) as person:
            if paths:
                person.import_paths([Path(path) for path in paths])
        print("whole", time.process_time() - began, flush=True)
        os._exit(0)
    if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        print("killed 0", flush=True)
"""


class Children:
    """Real processes that import, one at a time."""

    def __init__(self, mother: subprocess.Popen[str]) -> None:
        self.mother = mother

    def run(self, home: Path, paths: list[Path], kill_after_s: float = 0.0) -> float:
        """Let one run until it is over or is killed with SIGKILL; the processor time it took, 0 where killed."""
        assert self.mother.stdin is not None
        assert self.mother.stdout is not None
        self.mother.stdin.write("\t".join(map(str, (kill_after_s, home, *paths))) + "\n")
        self.mother.stdin.flush()
        return float(self.mother.stdout.readline().split()[1])


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    (tmp_path / "warm").mkdir()
    (tmp_path / "warm" / "2026-11-01 06-00-00.txt").write_text("801\n799\n800\n")
    command = [
        sys.executable,
        "-c",
        MOTHER,
        NOW.isoformat(),
        str(HELD_BYTES),
        str(tmp_path / "m"),
        str(tmp_path / "warm"),
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as mother:
        assert mother.stdout is not None
        assert mother.stdout.readline() == "ready\n"
        yield Children(mother)
        assert mother.stdin is not None
        mother.stdin.close()
        mother.wait(timeout=30)


def mixed_folder(folder: Path, scratch: Path) -> Path:
    """Activities and mornings, a table of three years, an archive of some of it, and what nobody can read."""
    folder.mkdir()
    files = write_demo_files(scratch, NOW, seed=7)
    for file in files[-6:-2]:
        shutil.copy(file, folder / file.name)
    with zipfile.ZipFile(folder / "export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files[-3:]:
            archive.write(file, f"activities/{file.name}")
        archive.writestr("photo.jpg", b"\xff\xd8" + bytes(900))
    rows = (f"{NOW.date() - timedelta(days=day)},{45 + day % 9},{26_000 + day}" for day in range(60, 160))
    (folder / "wellness.csv").write_text("date,restingHR,sleepSecs\n" + "\n".join(rows) + "\n")
    (folder / "notes.txt").write_text("Felt fine.\n")
    return folder


def state(person: Unweary) -> dict[str, object]:
    """All that is kept."""
    store = person._store
    return {
        "facts": sorted(
            str((row.id, row.at, row.value, row.source, row.origin)) for row in person.facts(limit=100_000)
        ),
        "recordings": sorted(
            str(
                (
                    each.started_at,
                    each.kind,
                    each.source,
                    {name: list(each.columns[name]) for name in sorted(each.columns)},
                )
            )
            for each in store.recordings(NOW - timedelta(days=900), NOW)
        ),
        "files": sorted((file.name, file.sha256, file.state, file.added) for file in person.imports()),
        "raw": sorted(path.name for path in store.raw.all()),
        "jobs": [
            (job.state, job.report.added, sorted((file.name, file.state) for file in job.report.files))
            for job in person.importing.look()
            if job.report
        ],
        "problems": [str(problem) for problem in person.integrity()],
    }


def test_an_import_killed_at_fifty_random_points_ends_as_if_nothing_had_been(
    tmp_path: Path, children: Children, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", HELD_BYTES)
    folder = mixed_folder(tmp_path / "in", tmp_path / "scratch")
    template = tmp_path / "template"
    open_home(template, clock=lambda: NOW).close()
    shutil.copytree(template, tmp_path / "whole")
    with open_home(tmp_path / "whole", clock=lambda: NOW) as person:
        report = person.import_paths([folder])
        wanted = state(person)
    assert report.added > 200
    assert len(wanted["files"]) >= 6  # type: ignore[arg-type]
    shutil.copytree(template, tmp_path / "timed")
    whole_s = children.run(tmp_path / "timed", [folder])
    rng = random.Random(20261121)
    cut_short = resumed = nothing = 0
    for point in range(POINTS):
        home = tmp_path / f"home-{point}"
        shutil.copytree(template, home)
        children.run(home, [folder], rng.uniform(0.02, 1.0) * whole_s)
        if point % 2:
            children.run(home, [], rng.uniform(0.02, 0.6) * whole_s)
        with open_home(home, clock=lambda: NOW) as person:
            if not person._store.jobs():
                # Killed before the import was noted: then nothing of it is there.
                nothing += 1
                assert (person.facts(), person.imports()) == ((), ())
                continue
            jobs = person._store.jobs()
            assert [job.state for job in jobs] == ["done"], f"point {point}"
            resumed += any(run.attempts > 1 for run in person._store.imports())
            cut_short += 1
            assert state(person) == wanted, f"point {point}"
        shutil.rmtree(home)
    assert cut_short >= 30, f"the points were meant to fall into the import: {cut_short} did, {nothing} before it"
    assert resumed >= 5, "some were meant to fall into the reading of a file"
