"""Databases of older versions open in this one, with all that was in them. The stored one was made by that version."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, make_url, null, text

from unweary.store.migrations.versions import v0001_first, v0002_imports
from unweary.store.store import Store
from unweary.store.tables import REVISIONS, metadata
from unweary.vocab.history import Day, Observation, Session

NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
OLD = (Path(__file__).parent / "old" / "0001.sql").read_text("utf-8")


def old_sqlite(home: Path) -> Path:
    home.mkdir()
    connection = sqlite3.connect(home / "unweary.db")
    connection.executescript(OLD)
    connection.close()
    return home


def old_postgres(url: str, scratch: Path) -> None:
    """The same rows in tables that the first migration made."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    source = create_engine(f"sqlite:///{old_sqlite(scratch) / 'unweary.db'}")
    target = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with target.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        v0001_first.upgrade()
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    there = MetaData()
    there.reflect(source)
    new = MetaData()
    new.reflect(target)
    with source.connect() as old, target.begin() as connection:
        for name in ("person", "raw_file", "import_run", "recording", "fact"):
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
    nothing = {key: null() for key in ("payload", "session") if key in row and row[key] is None}
    return {**row, **times, **nothing}


@pytest.fixture
def opened(tmp_path: Path, url: str | None) -> Store:
    if url is None:
        return Store.open(old_sqlite(tmp_path / "home"), "new", NOW)
    old_postgres(url, tmp_path / "scratch")
    return Store.open(tmp_path / "home", "new", NOW, url)


def told(store: Store) -> dict[str, list[object]]:
    rows = store.facts()
    return {
        "pulse": sorted(row.value.value for row in rows if isinstance(row.value, Observation)),
        "sleep": sorted(row.value.sleep_h for row in rows if isinstance(row.value, Day) and row.value.sleep_h),
        "effort": [row.value.rpe_cr10 for row in rows if isinstance(row.value, Session)],
    }


def test_everything_counts_as_it_did(opened: Store) -> None:
    with opened as store:
        assert told(store) == {"pulse": [47.0, 50.0], "sleep": [7.0, 7.5], "effort": [8.0]}
        kinds = sorted(row.kind for row in store.facts())
        assert kinds == sorted(
            ["answer", "day", "day", "day", "lab", "observation", "observation", "profile", "session", "site"]
        )
        assert len(store.recordings(datetime(2026, 11, 1, tzinfo=UTC), NOW)) == 2
        assert (store.imports()[0].name, store.imports()[0].state) == ("cut.csv", "pending")
        assert store.keeps_tracks is False
        assert store.jobs() == ()


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
