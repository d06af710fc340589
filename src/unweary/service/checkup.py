"""Looking a home over: is everything there, whole, and can it be written? Each check says what it found."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unweary.vocab.assessment import as_json
from unweary.vocab.errors import Problem, UserError

if TYPE_CHECKING:
    from unweary.service.home import Unweary

#: With less room than this, or than the database once more, the next large import or migration may not end.
_ROOM_BYTES = 256 << 20
#: `DROP COLUMN` and `RETURNING`, which later migrations may use, are in SQLite since 3.35.
_SQLITE = (3, 35, 0)
_PYTHON = (3, 11)
#: A clock may be off by this much; no entry was made before this program was written.
_OFF = timedelta(days=1)
_FIRST = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
_LEFT_BEHIND = timedelta(days=1)
#: Where the problems of the store belong.
_OF = {
    "database": "database", "raw_missing": "files", "raw_damaged": "files", "raw_not_listed": "files",
    "not_finished": "imports",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: ``said`` is what was found, ``problems`` what is wrong with it."""

    name: str
    said: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkup:
    """All checks. It is well where no check has a problem."""

    home: Path
    checks: tuple[Check, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, in the order of the checks."""
        return tuple(problem for check in self.checks for problem in check.problems)

    def as_document(self) -> dict[str, Any]:
        """As plain JSON values: what was said under the name of each check, and the problems."""
        said: dict[str, Any] = {check.name: check.said for check in self.checks}
        return {**said, "home": str(self.home), "checks": as_json(self.checks), "problems": as_json(self.problems)}


def check_up(home: Path, opened: Callable[[], Unweary]) -> Checkup:
    """Look everything over. ``opened`` opens the home; where it cannot, that is what is wrong.

    Nothing is changed, except that opening a home finishes a small import that was cut short, as always.
    """
    checks = [_versions(), _sqlite(), _folder(home)]
    try:
        with opened() as person:
            checks += [_room(home), *_kept(person), _knowledge(person), _clock(person)]
    except UserError as error:
        checks.append(Check("database", "cannot be opened", (Problem(str(home), error.code, error.message),)))
    return Checkup(home, tuple(checks))


def _versions() -> Check:
    from importlib.metadata import version

    found = sys.version_info[:2]
    said = f"{version('unweary')}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    wrong = f"Unweary needs Python {_PYTHON[0]}.{_PYTHON[1]} or newer."
    return _check("unweary", said, "" if found >= _PYTHON else wrong)


def _sqlite() -> Check:
    said = sqlite3.sqlite_version
    wrong = f"SQLite {said} is too old: {'.'.join(map(str, _SQLITE))} or newer comes with a newer Python."
    return _check("sqlite", said, "" if sqlite3.sqlite_version_info >= _SQLITE else wrong)


def _check(name: str, said: str, wrong: str, code: str = "") -> Check:
    """A check that can find one thing; ``wrong`` is empty where it did not."""
    return Check(name, said, (Problem(name, code or name, wrong),) if wrong else ())


def _folder(home: Path) -> Check:
    """Whether a file can be made in the home."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as probe:
            probe.write(b"?")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        wrong = f"The folder {home} cannot be written: {error.strerror}. Name another one in UNWEARY_HOME."
        return _check("folder", "cannot be written", wrong, "home")
    return Check("folder", "can be written")


def _room(home: Path) -> Check:
    database = home / "unweary.db"
    needed = max(_ROOM_BYTES, database.stat().st_size if database.exists() else 0)
    free = shutil.disk_usage(home).free
    wrong = f"The disk has {free >> 20} MB left; {needed >> 20} MB should be free." if free < needed else ""
    return _check("disk", f"{free >> 20} MB free", wrong, "no_space")


def _kept(person: Unweary) -> Iterator[Check]:
    """What the store finds, under the part that it is about."""
    from unweary.store.tables import REVISIONS

    found: dict[str, list[Problem]] = {"database": [], "files": [], "imports": []}
    for problem in person.integrity():
        found[_OF.get(problem.code, "database")].append(problem)
    found["imports"] += _stuck(person)
    files, store = person.imports(), person.keeping.store
    yield Check("database", f"{store.engine_name}, tables {REVISIONS[-1]}", tuple(found["database"]))
    yield Check("files", f"{len(files)} files, {sum(file.size for file in files) >> 20} MB", tuple(found["files"]))
    yield Check("imports", f"{len(person.importing.look(limit=10_000))} imports", tuple(found["imports"]))
    left = tuple(_left_over(person))
    yield Check("leftovers", f"{len(left)} files left behind", left)


def _stuck(person: Unweary) -> Iterator[Problem]:
    for job in person.importing.look(limit=10_000):
        if job.state == "stuck":
            why = job.error["message"] if job.error else ""
            yield Problem(job.title, "stuck", f"This import waits and cannot go on: {why}")


def _left_over(person: Unweary) -> Iterator[Problem]:
    """Files in the making that nobody makes any longer. The next import takes them away."""
    for folder in ("tmp", "inbox"):
        inside = person.home / folder
        for path in sorted(inside.iterdir()) if inside.is_dir() else ():
            age = person.now().timestamp() - path.stat().st_mtime
            if age > _LEFT_BEHIND.total_seconds():
                yield Problem(str(path), "left_over", "This file was left behind by something that was cut short.")


def _knowledge(person: Unweary) -> Check:
    from unweary.knowledge.checking import check

    return Check("knowledge_digest", person.knowledge.digest, check(person.knowledge))


def _clock(person: Unweary) -> Check:
    """A clock that was set wrong dates entries wrong, and what holds for a day holds for years."""
    now, newest = person.now(), person.keeping.store.newest()
    if now < _FIRST:
        wrong = f"The clock of this machine says {now:%Y-%m-%d}, which is before Unweary was made. Set it."
    elif newest is not None and newest > now + _OFF:
        wrong = f"The clock says {now:%Y-%m-%d %H:%M}, but an entry was made on {newest:%Y-%m-%d}. One is wrong."
    else:
        wrong = ""
    return _check("clock", f"{now:%Y-%m-%d %H:%M %z}", wrong)
