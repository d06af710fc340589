"""Whoever is deleted leaves no byte behind; whoever else lives in the home keeps everything."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from unweary.store.rows import new_row
from unweary.store.store import Store
from unweary.store.tables import metadata
from unweary.vocab.history import Answer, Observation, Profile, Recording, Session

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
#: In every text that this person ever said or brought.
MARK = "zebra7419"


def fill(store: Store, mark: str, own: bytes) -> None:
    """Entries, corrections, a file of their own and one that both have, an undone one, a job with an upload."""
    for content in (own, b"both have this file"):
        staged = store.stage(io.BytesIO(content))
        store.begin_import(staged, f"{mark}.fit", mark, NOW, f"job-{mark}")
        run = Session(NOW, 60.0, mark, source=f"{mark}.fit", device=mark)
        beats = {"rr_ms": [float(800 + n) for n in range(400)]}
        items = [Observation("hr_rest_bpm", 48, "bpm", NOW, mark), Recording(NOW, "rr", beats, run, mark, mark)]
        store.read_import(staged.sha256, f"{mark}.fit", mark, items, NOW, f"job-{mark}")
    rows = [new_row(f"{mark}-{n}", Answer("fever", "present", NOW, source=mark), NOW) for n in range(300)]
    store.add([*rows, new_row(f"{mark}-p", Profile(medicines=(mark,)), NOW)])
    store.add([new_row(f"{mark}-c", Answer("fever", "absent", NOW, source=mark), NOW, corrects=f"{mark}-0")])
    inbox = store.home / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / f"upload-{mark}").write_text(mark)
    source = {"path": str(inbox / f"upload-{mark}"), "name": mark, "ours": True}
    store.add_job(f"job-{mark}", [source], True, NOW)
    store.keep_tracks(True)
    for folder in ("tmp", "reports", "backups"):
        (store.home / folder).mkdir(exist_ok=True)
        (store.home / folder / "page").write_text(mark)


def holding(home: Path, mark: bytes) -> list[str]:
    """Every file of the home with these bytes in its name or anywhere in it: pages, free pages, logs."""
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if mark in str(path.relative_to(home)).encode() or (path.is_file() and mark in path.read_bytes())
    ]


def counts(store: Store) -> dict[str, int]:
    with store._engine.connect() as connection:
        wanted = "SELECT count(*) FROM {} WHERE person_id = '{}'"
        return {
            name: connection.execute(text(wanted.format(name, store.person_id))).scalar_one()
            for name, table in metadata.tables.items()
            if "person_id" in table.c
        }


@pytest.fixture
def both(tmp_path: Path, url: str | None) -> tuple[Store, Store]:
    zebra = Store.open(tmp_path / "home", "person-1", NOW, url, name="zebra")
    other = Store.open(tmp_path / "home", "person-2", NOW, url, name="other")
    fill(other, "kept", b"of the other alone")
    fill(zebra, MARK, MARK.encode() * 9)
    return zebra, other


def test_no_row_of_them_is_left_and_all_of_the_others_are(both: tuple[Store, Store]) -> None:
    zebra, other = both
    before, raw, told = counts(other), {path.name for path in other.raw.all()}, other.ledger()
    assert all(counts(zebra)[name] for name in ("fact", "recording", "raw_file", "import_run", "import_job"))
    own = next(row.sha256 for row in zebra.imports() if row.size == 9 * len(MARK))
    zebra.erase()
    assert set(counts(zebra).values()) == {0}
    assert zebra.keeps_tracks is False
    assert (counts(other), other.ledger()) == (before, told)
    assert {path.name for path in other.raw.all()} == raw - {own}
    assert (other.home / "inbox" / "upload-kept").exists()
    assert other.integrity() == ()
    zebra.close()
    other.close()


def test_no_byte_of_them_is_left_in_the_home(both: tuple[Store, Store]) -> None:
    zebra, other = both
    zebra.version()  # an open reader, as a server has one
    assert len(holding(zebra.home, MARK.encode())) >= 4
    if zebra.engine_name == "sqlite":
        assert "unweary.db" in " ".join(holding(zebra.home, MARK.encode()))
        assert (zebra.home / "unweary.db-wal").stat().st_size > 0
    zebra.erase()
    assert holding(zebra.home, MARK.encode()) == []
    assert holding(zebra.home, b"kept")
    zebra.close()
    other.close()
    assert holding(zebra.home, MARK.encode()) == []


def test_what_was_said_and_taken_back_long_before_goes_too(store: Store, url: str | None) -> None:
    """Rows that left the table earlier may still lie in a free page; SQLite overwrites those at the end as well."""
    if url is not None:
        pytest.skip("PostgreSQL keeps its own files")
    secret = f"{MARK} " * 200
    with store._engine.begin() as connection:
        connection.execute(text("PRAGMA secure_delete=OFF"))
        connection.execute(text("CREATE TABLE old (words TEXT)"))
        for _ in range(50):
            connection.execute(text("INSERT INTO old VALUES (:words)"), {"words": secret})
        connection.execute(text("DELETE FROM old"))
        connection.execute(text("DROP TABLE old"))
    assert holding(store.home, MARK.encode())
    store.add([new_row("a", Answer("fever", "absent", NOW), NOW + timedelta(minutes=1))])
    store.erase()
    assert holding(store.home, MARK.encode()) == []


def test_the_last_person_takes_everything_along(store: Store) -> None:
    fill(store, MARK, MARK.encode())
    (store.home / "devices").mkdir()
    (store.home / "devices" / "phone.json").write_text("{}")
    store.erase()
    left = {path.name for path in store.home.rglob("*") if path.is_file() and path.stat().st_size}
    assert left <= {"unweary.db"}
    store.erase()
    assert set(counts(store).values()) == {0}
