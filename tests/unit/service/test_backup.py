"""A backup is of one moment, whole and looked over; it comes back whole or changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.backup import LIST, restore_backup
from unweary.store import database
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer

from tests.unit.service.conftest import NOW, Clock  # isort: skip


@pytest.fixture
def full(person: Unweary, folder: Path) -> Unweary:
    person.import_paths([folder])
    person.add((Answer("fever", "absent", NOW),))
    return person


def seen(person: Unweary) -> dict[str, object]:
    raw = {path.name: path.read_bytes() for path in (person.home / "raw").glob("*/*")}
    return {"facts": person._store.ledger(), "files": person.imports(), "raw": raw}


def code(call: object, *args: object, **named: object) -> str:
    with pytest.raises(UserError) as caught:
        call(*args, **named)  # type: ignore[operator]
    return caught.value.code


def test_a_backup_comes_back_in_another_home_as_it_was(full: Unweary, tmp_path: Path, clock: Clock) -> None:
    made = full.keeping.backup(tmp_path / "b.zip")
    assert (made.files, made.problems) == (2, ())
    assert made.path.stat().st_mode & 0o777 == 0o600
    restore_backup(tmp_path / "new", tmp_path / "b.zip")
    with open_home(tmp_path / "new", clock=clock) as new:
        assert seen(new) == seen(full)
        assert new.integrity() == ()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "exports", "home", "new"]


def test_while_another_thread_writes_the_copy_is_of_one_moment(full: Unweary, tmp_path: Path, clock: Clock) -> None:
    """Each check-in is two entries, all or nothing; and each acknowledged one is in the next backup."""
    stop, told = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            told.append(full.add((Answer("fever", "absent", NOW), Answer("rigors", "absent", NOW)))[0].id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            acknowledged = set(told)
            full.keeping.backup(tmp_path / f"{number}.zip")
            restore_backup(tmp_path / f"home-{number}", tmp_path / f"{number}.zip")
            with open_home(tmp_path / f"home-{number}", clock=clock) as copy:
                answers = copy.facts("answer", 100_000)
                assert len(answers) % 2 == 1  # the one that was there, and pairs
                assert acknowledged <= {row.id for row in answers}
                assert copy.integrity() == ()
    finally:
        stop.set()
        writer.join()
    assert len(told) > 5


def test_an_older_backup_is_replaced_and_nothing_else_ever_is(full: Unweary, tmp_path: Path) -> None:
    target = tmp_path / "b.zip"
    first = full.keeping.backup(target).size
    full.add(tuple(Answer("fever", "absent", NOW) for _ in range(300)))
    assert full.keeping.backup(target).size > first
    for content in (b"years of work", b""):
        target.write_bytes(content)
        assert code(full.keeping.backup, target) == "not_a_backup"
        assert target.read_bytes() == content
    assert code(full.keeping.backup, tmp_path) == "not_a_backup"
    assert code(full.keeping.backup, tmp_path / "no" / "b.zip") == "no_such_folder"


def test_a_full_disk_keeps_the_older_backup(full: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full.keeping.backup(tmp_path / "b.zip")
    before = (tmp_path / "b.zip").read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    assert code(full.keeping.backup, tmp_path / "b.zip") == "no_space"
    assert (tmp_path / "b.zip").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "exports", "home"]


def test_a_file_that_was_lost_or_changed_before_is_named_and_the_rest_is_kept(
    full: Unweary, tmp_path: Path, clock: Clock
) -> None:
    lost, changed = sorted((full.home / "raw").glob("*/*"))
    lost.unlink()
    changed.chmod(0o600)
    changed.write_bytes(b"other bytes")
    made = full.keeping.backup(tmp_path / "b.zip")
    assert sorted(problem.code for problem in made.problems) == ["raw_damaged", "raw_missing"]
    put_back = restore_backup(tmp_path / "new", tmp_path / "b.zip")
    assert [problem.code for problem in put_back.problems] == ["raw_damaged"]
    with open_home(tmp_path / "new", clock=clock) as new:
        assert new.facts() == full.facts()
        assert {problem.code for problem in new.integrity()} == {"raw_missing"}


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(full: Unweary, tmp_path: Path) -> None:
    full.add(tuple(Answer("fever", "absent", NOW) for _ in range(2_000)))
    full.close()
    shutil.copytree(full.home, tmp_path / "bad")
    file = tmp_path / "bad" / "unweary.db"
    data = bytearray(file.read_bytes())
    for page in range(4, len(data) // 4096):
        data[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    file.write_bytes(bytes(data))
    assert code(database.copy_database, file, tmp_path / "copy.db") == "database"
    assert not (tmp_path / "copy.db").exists()


# ---- putting back


def test_a_home_with_entries_is_left_alone_unless_that_is_said(full: Unweary, tmp_path: Path, clock: Clock) -> None:
    full.keeping.backup(tmp_path / "b.zip")
    wanted = seen(full)
    full.add((Answer("rigors", "present", NOW),))
    later = seen(full)
    assert code(restore_backup, full.home, tmp_path / "b.zip") == "not_empty"
    assert seen(full) == later
    restore_backup(full.home, tmp_path / "b.zip", replace=True)
    # The home is open all the while: it sees the restored entries at once, and assesses from them.
    assert seen(full) == wanted
    assert [row.value.finding for row in full.facts("answer")] == ["fever"]  # type: ignore[union-attr]
    saved = full.home / "backups" / "before-restore.db"
    with sqlite3.connect(saved) as copy:
        assert copy.execute("SELECT count(*) FROM fact").fetchone() == (len(later["facts"]),)  # type: ignore[arg-type]
    copy.close()


def test_an_empty_home_that_was_opened_before_is_filled(full: Unweary, tmp_path: Path, clock: Clock) -> None:
    full.keeping.backup(tmp_path / "b.zip")
    open_home(tmp_path / "new", clock=clock).close()
    restore_backup(tmp_path / "new", tmp_path / "b.zip")
    with open_home(tmp_path / "new", clock=clock) as new:
        assert seen(new) == seen(full)


def harmed(file: Path, target: Path) -> Iterator[str]:
    data = file.read_bytes()
    for name, bad in (
        ("cut", data[: len(data) // 2]),
        ("flipped", data[:5_000] + bytes([data[5_000] ^ 1]) + data[5_001:]),
        ("empty", b""),
        ("text", b"hello"),
    ):
        target.write_bytes(bad)
        yield name
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry) if entry.filename != LIST else b'{"unweary_backup": 1}')
    yield "list"


def test_a_damaged_backup_changes_nothing(full: Unweary, tmp_path: Path) -> None:
    full.keeping.backup(tmp_path / "b.zip")
    before = seen(full)
    for name in harmed(tmp_path / "b.zip", tmp_path / "bad.zip"):
        assert code(restore_backup, full.home, tmp_path / "bad.zip", replace=True) == "not_a_backup", name
        assert code(restore_backup, tmp_path / "new", tmp_path / "bad.zip") == "not_a_backup", name
    assert seen(full) == before
    assert not (tmp_path / "new").exists()
    assert code(restore_backup, full.home, tmp_path / "nothing.zip") == "no_such_file"


def test_a_backup_of_a_newer_version_is_refused(full: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full.keeping.backup(tmp_path / "b.zip")
    monkeypatch.setattr(database, "REVISIONS", ("0000",))
    with pytest.raises(UserError) as caught:
        restore_backup(tmp_path / "new", tmp_path / "b.zip")
    assert "newer Unweary" in caught.value.message
    assert not (tmp_path / "new" / "unweary.db").exists()


def test_with_postgres_another_tool_is_named(person: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(person._store), "engine_name", "postgresql")
    with pytest.raises(UserError) as caught:
        person.keeping.backup(tmp_path / "b.zip")
    assert "pg_dump" in caught.value.accepted
    assert "unweary export" in caught.value.accepted
    monkeypatch.setenv("UNWEARY_DATABASE_URL", "postgresql://nowhere")
    assert code(restore_backup, tmp_path / "new", tmp_path / "b.zip") == "postgres"


def test_what_the_clock_said_stands_in_the_backup(full: Unweary, tmp_path: Path, clock: Clock) -> None:
    clock.now += timedelta(days=1)
    full.keeping.backup(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert b"2026-11-21T07:30:00+01:00" in archive.read(LIST)
