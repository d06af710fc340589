"""Databases of older versions open in this one, with all that was in them. The stored one was made by that version."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, make_url, null, text

from unweary.store.migrations.versions import v0001_first, v0002_imports
from unweary.store.store import Store
from unweary.store.tables import REVISIONS, metadata
from unweary.vocab.errors import UserError
from unweary.vocab.history import Day, Observation, Session

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
OLD = {file.stem: file.read_text("utf-8") for file in (Path(__file__).parent / "old").glob("*.sql")}
MAKING = {"0001": v0001_first, "0002": v0002_imports}
#: A row comes after what it names.
TABLES = ("person", "raw_file", "import_run", "import_job", "told_again", "recording", "fact")


def old_sqlite(home: Path, revision: str = "0001") -> Path:
    home.mkdir()
    connection = sqlite3.connect(home / "unweary.db")
    connection.executescript(OLD[revision])
    connection.close()
    return home


def old_postgres(url: str, scratch: Path, revision: str) -> None:
    """The same rows in tables that the migrations up to that revision made."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    source = create_engine(f"sqlite:///{old_sqlite(scratch, revision) / 'unweary.db'}")
    target = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with target.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        for made in sorted(MAKING):
            if made <= revision:
                MAKING[made].upgrade()
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text(f"INSERT INTO alembic_version VALUES ('{revision}')"))
    there = MetaData()
    there.reflect(source)
    new = MetaData()
    new.reflect(target)
    with source.connect() as old, target.begin() as connection:
        for name in (name for name in TABLES if name in there.tables):
            rows = [typed(dict(row)) for row in old.execute(there.tables[name].select()).mappings()]
            if name == "fact":  # a correction comes after what it corrects
                rows.sort(key=lambda row: row["recorded_at"])
            for row in rows:
                connection.execute(new.tables[name].insert(), [row])
    source.dispose()
    target.dispose()


def typed(row: dict[str, Any]) -> dict[str, Any]:
    """With zones, and with nothing as NULL rather than as the word 'null' of JSON."""
    times = {key: value.replace(tzinfo=UTC) for key, value in row.items() if isinstance(value, datetime)}
    nothing = {key: null() for key in ("payload", "session", "error", "report") if key in row and row[key] is None}
    return {**row, **times, **nothing}


@pytest.fixture(params=sorted(OLD))
def revision(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(tmp_path: Path, url: str | None, revision: str) -> Store:
    if url is None:
        return Store.open(old_sqlite(tmp_path / "home", revision), "new", NOW)
    old_postgres(url, tmp_path / "scratch", revision)
    return Store.open(tmp_path / "home", "new", NOW, url)


def told(store: Store) -> dict[str, list[object]]:
    rows = store.facts()
    return {
        "pulse": sorted(row.value.value for row in rows if isinstance(row.value, Observation)),
        "sleep": sorted(row.value.sleep_h for row in rows if isinstance(row.value, Day) and row.value.sleep_h),
        "effort": [row.value.rpe_cr10 for row in rows if isinstance(row.value, Session)],
    }


def test_a_database_of_every_revision_is_stored() -> None:
    assert sorted(OLD) == sorted(REVISIONS)


def test_everything_counts_as_it_did(opened: Store, revision: str) -> None:
    with opened as store:
        assert told(store) == {"pulse": [47.0, 50.0], "sleep": [7.0, 7.5], "effort": [8.0]}
        kinds = Counter(row.kind for row in store.facts())
        ticks = {} if revision == "0001" else {"tick": 1}
        once = ("answer", "lab", "profile", "session", "site")
        assert kinds == {**dict.fromkeys(once, 1), "day": 3, "observation": 2, **ticks}
        assert len(store.recordings(datetime(2026, 11, 1, tzinfo=UTC), NOW)) == 2
        assert (store.imports()[0].name, store.imports()[0].state) == ("cut.csv", "pending")
        jobs = {} if revision == "0001" else {"done": 5, "cancelled": 1}
        assert Counter(job.state for job in store.jobs(limit=100)) == jobs
        assert store.keeps_tracks is (revision != "0001")


def test_what_was_undone_before_stays_undone_and_can_be_brought_back(opened: Store, revision: str) -> None:
    with opened as store:
        undone = [row.sha256 for row in store.imports() if row.undone_at is not None]
        assert len(undone) == (revision != "0001")
        store.redo_imports(undone)
        assert told(store)["pulse"] == [47.0, 50.0, *[99.0] * len(undone)]


def test_an_old_import_can_be_undone_with_what_was_put_right_in_it(opened: Store) -> None:
    with opened as store:
        run = {row.name: row.sha256 for row in store.imports()}
        store.undo_imports([run["wellness-2.csv"]], NOW)
        # The table before it told 60 beats and 2 hours for the 17th.
        assert told(store) == {"pulse": [47.0, 60.0], "sleep": [2.0, 7.5], "effort": [8.0]}
        store.undo_imports([run["run.fit"]], NOW)
        assert told(store)["effort"] == []
        store.redo_imports([run["run.fit"], run["wellness-2.csv"]])
        assert told(store) == {"pulse": [47.0, 50.0], "sleep": [7.0, 7.5], "effort": [8.0]}


def test_the_migrated_tables_are_those_of_this_version(opened: Store) -> None:
    with opened as store, store._engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISIONS[-1]
        for name, table in metadata.tables.items():
            assert {column.name for column in table.columns} == {column.name for column in found.tables[name].columns}


def test_each_revision_follows_the_one_before_it() -> None:
    assert (v0001_first.down_revision, v0002_imports.down_revision) == (None, v0001_first.revision)
    assert (v0001_first.revision, v0002_imports.revision) == REVISIONS


# ---- before and after a migration


def test_the_database_is_copied_as_it_was_before_it_is_changed(tmp_path: Path) -> None:
    home = old_sqlite(tmp_path / "home")
    with sqlite3.connect(home / "unweary.db") as old:
        wanted = list(old.iterdump())
    old.close()
    Store.open(home, "new", NOW).close()
    (saved,) = (home / "backups").iterdir()
    assert saved.name == f"before-{REVISIONS[-1]}-from-0001.db"
    assert saved.stat().st_mode & 0o077 == 0
    with sqlite3.connect(saved) as copy:
        assert list(copy.iterdump()) == wanted
    copy.close()
    Store.open(home, "new", NOW).close()
    assert [path.name for path in (home / "backups").iterdir()] == [saved.name]
    # Put in its place by hand, it opens like any old database.
    (home / "unweary.db").write_bytes(saved.read_bytes())
    with Store.open(home, "new", NOW) as store:
        assert told(store) == {"pulse": [47.0, 50.0], "sleep": [7.0, 7.5], "effort": [8.0]}


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    Store.open(tmp_path / "home", "new", NOW).close()
    assert not (tmp_path / "home" / "backups").exists()


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = old_sqlite(tmp_path / "home")
    before = (home / "unweary.db").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("unweary.store.database.copy_database", full)
    with pytest.raises(UserError) as caught:
        Store.open(home, "new", NOW)
    assert caught.value.code == "no_space"
    assert (home / "unweary.db").read_bytes() == before


def test_a_migration_that_breaks_off_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = old_sqlite(tmp_path / "home")
    with sqlite3.connect(home / "unweary.db") as old:
        wanted = list(old.iterdump())
    old.close()

    def breaks(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.operations.Operations.add_column", breaks)
    with pytest.raises(KeyboardInterrupt):
        Store.open(home, "new", NOW)
    with sqlite3.connect(home / "unweary.db") as after:
        assert list(after.iterdump()) == wanted
    after.close()


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path, url: str | None) -> None:
    Store.open(tmp_path / "home", "new", NOW, url).close()
    here = f"sqlite:///{tmp_path / 'home' / 'unweary.db'}"
    engine = create_engine(here if url is None else make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UserError) as caught:
        Store.open(tmp_path / "home", "new", NOW, url)
    assert "newer Unweary" in caught.value.message
    assert "9999" in caught.value.message
    assert REVISIONS[-1] in caught.value.accepted
