"""Each check of the doctor finds a healthy home well, and finds what was broken on purpose."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections import namedtuple
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.checkup import Checkup, check_up
from unweary.vocab.history import Answer

from tests.unit.service.conftest import NOW, Clock  # isort: skip


@pytest.fixture
def home(person: Unweary, folder: Path) -> Path:
    person.import_paths([folder])
    person.add(tuple(Answer("fever", "absent", NOW) for _ in range(500)))
    person.close()
    return person.home


@pytest.fixture
def look(home: Path, clock: Clock) -> Callable[[], Checkup]:
    return lambda: check_up(home, lambda: open_home(home, clock=clock))


def found(checkup: Checkup) -> dict[str, list[str]]:
    """The checks that found something, with the codes of what they found."""
    return {check.name: [each.code for each in check.problems] for check in checkup.checks if check.problems}


def test_a_healthy_home_is_well_and_says_what_was_looked_at(look: Callable[[], Checkup]) -> None:
    checkup = look()
    assert checkup.problems == ()
    names = [check.name for check in checkup.checks]
    assert names == ["unweary", "sqlite", "folder", "disk", "database", "files", "imports", "leftovers",
                     "knowledge_digest", "clock"]  # fmt: skip
    assert all(check.said for check in checkup.checks)
    assert checkup.as_document()["problems"] == []


def test_an_empty_home_is_well(tmp_path: Path, clock: Clock) -> None:
    assert check_up(tmp_path / "new", lambda: open_home(tmp_path / "new", clock=clock)).problems == ()


def test_damaged_pages(look: Callable[[], Checkup], home: Path) -> None:
    file = home / "unweary.db"
    data = bytearray(file.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    file.write_bytes(bytes(data))
    assert found(look()).get("database")


def test_a_database_that_is_none(look: Callable[[], Checkup], home: Path) -> None:
    (home / "unweary.db").write_bytes(b"hello")
    assert found(look()) == {"database": ["database"]}


def test_a_database_of_a_newer_version(look: Callable[[], Checkup], home: Path) -> None:
    with closing(sqlite3.connect(home / "unweary.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    checkup = look()
    assert found(checkup) == {"database": ["database"]}
    assert "newer Unweary" in checkup.problems[0].message


def test_a_row_that_names_a_row_that_is_not_there(look: Callable[[], Checkup], home: Path) -> None:
    with closing(sqlite3.connect(home / "unweary.db")) as connection:
        connection.execute("UPDATE fact SET raw_sha256 = 'nobody' WHERE id IN (SELECT id FROM fact LIMIT 1)")
        connection.commit()
    assert found(look()) == {"database": ["database"]}


@pytest.mark.parametrize(("harm", "codes"), [("gone", ["raw_missing"]), ("changed", ["raw_damaged"])])
def test_a_file_that_is(look: Callable[[], Checkup], home: Path, harm: str, codes: list[str]) -> None:
    path = next(iter((home / "raw").glob("*/*")))
    path.chmod(0o600)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(b"other bytes")
    assert found(look()) == {"files": codes}


def test_a_file_that_no_import_names(look: Callable[[], Checkup], home: Path) -> None:
    (home / "raw" / "ab").mkdir(exist_ok=True)
    (home / "raw" / "ab" / ("ab" * 32)).write_bytes(b"?")
    assert found(look()) == {"files": ["raw_not_listed"]}


def test_an_import_that_broke_off_too_often(look: Callable[[], Checkup], home: Path) -> None:
    with closing(sqlite3.connect(home / "unweary.db")) as connection:
        wanted = "SELECT raw_sha256 FROM import_run LIMIT 1"
        connection.execute(f"UPDATE import_run SET state = 'pending', attempts = 9 WHERE raw_sha256 IN ({wanted})")
        connection.commit()
    assert found(look()) == {"imports": ["not_finished"]}


def test_an_import_that_waits_for_something(person: Unweary, monkeypatch: pytest.MonkeyPatch) -> None:
    (person.home / "x.csv").write_text("date,sleepSecs\n2026-11-18,27000\n")
    room = namedtuple("room", "total used free")(0, 0, 1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    with pytest.raises(Exception, match="full"):
        person.import_paths([person.home / "x.csv"])
    checkup = check_up(person.home, lambda: person)
    assert found(checkup) == {"disk": ["no_space"], "imports": ["stuck"]}


@pytest.mark.parametrize("inside", ["tmp", "inbox"])
def test_what_was_left_behind(look: Callable[[], Checkup], home: Path, inside: str) -> None:
    (home / inside).mkdir(exist_ok=True)
    left = home / inside / "raw-left"
    left.write_bytes(b"?")
    fresh = (NOW - timedelta(hours=1)).timestamp()
    os.utime(left, (fresh, fresh))
    assert found(look()) == {}
    old = (NOW - timedelta(days=3)).timestamp()
    os.utime(left, (old, old))
    assert found(look()) == {"leftovers": ["left_over"]}


def test_a_disk_that_is_nearly_full(look: Callable[[], Checkup], monkeypatch: pytest.MonkeyPatch) -> None:
    room = namedtuple("room", "total used free")(0, 0, 100 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    checkup = look()
    assert found(checkup) == {"disk": ["no_space"]}
    assert "100 MB left" in checkup.problems[0].message


def test_a_folder_that_cannot_be_written(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("I am no folder")
    home = tmp_path / "file" / "home"
    assert found(check_up(home, lambda: open_home(home, clock=clock)))["folder"] == ["home"]


def test_a_clock_that_was_set_back_or_never_set(look: Callable[[], Checkup], clock: Clock) -> None:
    clock.now = NOW - timedelta(hours=20)
    assert found(look()) == {}
    clock.now = NOW - timedelta(days=3)
    assert found(look()) == {"clock": ["clock"]}
    clock.now = datetime(1970, 1, 1, tzinfo=UTC)
    assert found(look()) == {"clock": ["clock"]}


def test_versions_that_are_too_old(look: Callable[[], Checkup], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 1))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert found(look()) == {"unweary": ["unweary"], "sqlite": ["sqlite"]}


def test_knowledge_that_does_not_hang_together(home: Path, clock: Clock) -> None:
    def opened() -> Unweary:
        person = open_home(home, clock=clock)
        person.__dict__["knowledge"] = replace(person.knowledge, sources={})
        return person

    assert list(found(check_up(home, opened))) == ["knowledge_digest"]
