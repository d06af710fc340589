"""Opening the database: made whole or not at all; a damaged, foreign or newer one is refused and left as it was."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from unweary.store import database
from unweary.store.database import open_database
from unweary.store.store import Store
from unweary.store.tables import REVISIONS, metadata
from unweary.vocab.errors import UserError

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
posix = pytest.mark.skipif(os.name == "nt", reason="file modes of POSIX")


def open_store(home: Path) -> Store:
    return Store.open(home, "person-1", NOW)


def made(home: Path) -> Path:
    open_store(home).close()
    return home / "unweary.db"


def everything(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_new_home_gets_a_database_in_wal_mode_with_foreign_keys_and_a_wait(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30_000, "synchronous": 2}
    assert not list((tmp_path / "tmp").iterdir())


@posix
def test_only_the_owner_can_read_the_database_and_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with open_store(home):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir() if path.is_file()}
    assert modes.pop("unweary.db") == 0o600
    assert set(modes.values()) <= {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


@posix
def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = made(tmp_path)
    file.chmod(0o644)
    made(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_opening_again_keeps_the_person(tmp_path: Path) -> None:
    with open_store(tmp_path) as first, Store.open(tmp_path, "person-2", NOW) as second:
        assert first.person_id == second.person_id == "person-1"


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"hello" * 1000, "not an SQLite"), (b"SQLite format 3\x00", "database")]
)
def test_a_damaged_database_is_refused_and_nothing_is_touched(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "unweary.db").write_bytes(content)
    (tmp_path / "raw").mkdir()
    before = everything(tmp_path)
    with pytest.raises(UserError) as refused:
        open_store(tmp_path)
    assert refused.value.code == "database"
    assert said in refused.value.message
    assert "before" in refused.value.accepted
    assert everything(tmp_path) == before


def test_a_database_with_a_torn_page_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    file = made(tmp_path)
    content = bytearray(file.read_bytes())
    content[100:4096] = bytes(n * 37 % 251 for n in range(3996))
    file.write_bytes(content)
    with pytest.raises(UserError) as refused:
        open_store(tmp_path)
    assert refused.value.code == "database"
    assert file.read_bytes() == content


def test_another_programs_database_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    file = tmp_path / "unweary.db"
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.commit()
    connection.close()
    before = everything(tmp_path)
    with pytest.raises(UserError, match="no tables of Unweary"):
        open_store(tmp_path)
    assert everything(tmp_path) == before


def test_a_database_of_a_newer_version_is_refused_and_nothing_is_touched(tmp_path: Path) -> None:
    file = made(tmp_path)
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(UserError) as refused:
        open_store(tmp_path)
    assert refused.value.code == "database"
    assert "newer Unweary" in refused.value.message
    assert file.read_bytes() == before


def test_a_crash_while_the_database_is_made_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(os, "link", crash)
    with pytest.raises(RuntimeError):
        open_store(tmp_path)
    assert not (tmp_path / "unweary.db").exists()
    monkeypatch.undo()
    made(tmp_path)


def test_a_file_system_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert made(tmp_path).stat().st_size > 0


def test_a_migration_that_breaks_off_leaves_no_half_made_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    real = op.create_index

    def crash(name: str, *args: Any, **named: Any) -> None:
        if name.startswith("ix_fact"):
            raise RuntimeError("power cut")
        real(name, *args, **named)

    monkeypatch.setattr(op, "create_index", crash)
    file = tmp_path / "half.db"
    engine = create_engine(f"sqlite:///{file}")
    with pytest.raises(RuntimeError):
        database._to_current(engine, make=True)
    with engine.connect() as connection:
        assert list(connection.exec_driver_sql("SELECT name FROM sqlite_master")) == []
    engine.dispose()


@pytest.mark.parametrize("home", ["file/home", "file"])
def test_a_home_that_cannot_be_made_is_a_clear_error(tmp_path: Path, home: str) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError) as refused:
        open_store(tmp_path / home)
    assert refused.value.code == "home"
    assert "UNWEARY_HOME" in refused.value.accepted


def test_a_home_on_a_read_only_file_system_is_a_clear_error() -> None:
    if not Path("/proc/self").exists():
        pytest.skip("no /proc on this system")
    with pytest.raises(UserError) as refused:
        open_store(Path("/proc/unweary-home"))
    assert refused.value.code == "home"


def migrated(home: Path, url: str | None) -> Engine:
    """An empty database brought to this version by every migration."""
    if url is not None:
        return open_database(home, url)
    engine = database._sqlite(home / "migrated.db")
    database._to_current(engine, make=True)
    return engine


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(url: str | None, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = migrated(tmp_path, url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISIONS[-1]
    engine.dispose()


def schema(engine: Engine) -> dict[str, list[str]]:
    """All that SQLite knows of each table: columns, keys, checks and indexes; the order of the keys means nothing."""
    told, look = {}, inspect(engine)
    with engine.connect() as connection:
        for table in look.get_table_names():
            asked = ("table_xinfo", "foreign_key_list", "index_list")
            columns, keys, indexes = (
                connection.exec_driver_sql(f"PRAGMA {name}({table})").mappings().all() for name in asked
            )
            parts = [str(dict(row)) for row in columns]
            parts += sorted(str({**row, "id": 0}) for row in keys)
            parts += sorted(str({**row, "seq": 0}) for row in indexes)
            for row in sorted(indexes, key=lambda row: row["name"]):
                parts += map(str, connection.exec_driver_sql(f"PRAGMA index_xinfo({row['name']})").all())
            look_at = (look.get_check_constraints, look.get_unique_constraints, look.get_foreign_keys)
            parts += sorted(str(each) for ask in look_at for each in ask(table))
            told[table] = [*parts, str(look.get_pk_constraint(table))]
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return {**told, "": [version]}


def test_a_new_database_is_what_the_migrations_make(tmp_path: Path) -> None:
    assert schema(open_database(tmp_path)) == schema(migrated(tmp_path, None))


def test_the_known_revisions_are_those_of_the_migrations() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(database.__file__).with_name("migrations")))
    assert tuple(revision.revision for revision in reversed(list(script.walk_revisions()))) == REVISIONS


def test_every_table_of_a_person_carries_the_person() -> None:
    assert all("person_id" in table.c for name, table in metadata.tables.items() if name != "person")


@pytest.mark.parametrize("known", [True, False])
def test_an_opened_home_needs_no_alembic(tmp_path: Path, known: bool) -> None:
    if known:
        made(tmp_path)
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from unweary.store.store import Store\n"
        f"Store.open(Path({str(tmp_path)!r}), 'p', datetime.now(UTC)).close(); print('alembic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "nonsense", "mysql://x/y"])
def test_a_database_url_that_leads_nowhere_is_a_clear_error(tmp_path: Path, url: str) -> None:
    with pytest.raises(UserError) as refused:
        Store.open(tmp_path, "person-1", NOW, url)
    assert refused.value.code == "database"
