"""Opening the database: SQLite in the home folder, or PostgreSQL by its URL. A damaged one is refused, not replaced."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Dialect,
    Engine,
    create_engine,
    create_mock_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError
from sqlalchemy.util import LRUCache

from unweary.store.failures import damaged, of_sqlite
from unweary.store.raw import flush_folder, private_folder
from unweary.store.tables import REVISIONS, metadata
from unweary.vocab.errors import UserError

#: How long a writer waits for another one, in seconds.
_WAIT_S = 30.0
_POSTGRES = "postgresql://user@host/name, with the extra unweary[postgres] installed"
_MAGIC = b"SQLite format 3\x00"
#: Where Alembic keeps how far the migrations went.
_VERSION = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""


def open_database(home: Path, url: str | None = None) -> Engine:
    """An engine whose tables are those of this version.

    Parameters
    ----------
    home : Path
        Where ``unweary.db`` lies; made if it is not there.
    url : str, optional
        ``postgresql://...`` instead.

    Raises
    ------
    UserError
        ``database``: empty, damaged, of another program, or written by a newer Unweary.
    """
    if url is not None:
        try:
            engine = create_engine(_with_driver(url), pool_pre_ping=True)
        except (ArgumentError, ModuleNotFoundError) as error:
            raise UserError("database", f"cannot use this database URL: {error}", _POSTGRES) from error
        try:
            _to_current(engine, make=True)
        except BaseException:
            engine.dispose()
            raise
        return engine
    file = home / "unweary.db"
    if not file.exists():
        _create(file)
    _look_at(file)
    engine = _sqlite(file)
    try:
        # Looked at before WAL is switched on: that writes, and a database that is refused stays as it was.
        _to_current(engine, make=False)
    finally:
        engine.dispose()
    event.listen(engine, "connect", _set_up)
    return engine


def _with_driver(url: str) -> URL:
    told = make_url(url)
    if told.drivername in ("postgresql", "postgres"):
        return told.set(drivername="postgresql+psycopg")
    return told


def _sqlite(file: Path) -> Engine:
    dialect, compiled = _shared()
    engine = create_engine(
        URL.create("sqlite", database=str(file)),
        connect_args={"timeout": _WAIT_S},
        execution_options={"compiled_cache": compiled},
    )
    engine.dialect = dialect
    return engine


@cache
def _shared() -> tuple[Dialect, LRUCache[Any, Any]]:
    """What SQLAlchemy makes of a statement, once a process and not once a database; it is kept by the dialect."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        dialect = connection.dialect
    engine.dispose()
    return dialect, LRUCache(500)


def _set_up(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # Readers and one writer side by side; a commit is on disk when it returns (synchronous stays FULL).
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _create(file: Path) -> None:
    """Make a database under another name and move it here when it is whole.

    So a file that lies here empty was never ours in the making, and two who start at once end with one database.
    """
    handle, name = tempfile.mkstemp(dir=private_folder(file.parent / "tmp"), prefix="new-", suffix=".db")
    os.close(handle)
    try:
        engine = _sqlite(Path(name))
        _fill(engine)
        engine.dispose()
        try:
            os.link(name, file)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            if not file.exists():
                os.rename(name, file)
        flush_folder(file.parent)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _fill(engine: Engine) -> None:
    """The tables as the last migration leaves them, made at once: nothing of what came before is there to be moved."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for statement in (*_schema(), _VERSION):
            connection.exec_driver_sql(statement)
        connection.execute(text("INSERT INTO alembic_version VALUES (:last)"), {"last": REVISIONS[-1]})
        connection.commit()


@cache
def _schema() -> tuple[str, ...]:
    dialect, _ = _shared()
    made: list[str] = []
    drawn = create_mock_engine("sqlite://", lambda statement, *_: made.append(str(statement.compile(dialect=dialect))))
    metadata.create_all(drawn, checkfirst=False)
    return tuple(made)


def _look_at(file: Path) -> None:
    """Refuse what is plainly no database before SQLite opens it, since SQLite would fill an empty file silently."""
    with file.open("rb") as stream:
        head = stream.read(len(_MAGIC))
    if not head:
        raise damaged(file, "it is empty (0 bytes)")
    if head != _MAGIC:
        raise damaged(file, "it is not an SQLite database")
    if os.name != "nt" and file.stat().st_mode & 0o077:
        file.chmod(0o600)


def _to_current(engine: Engine, *, make: bool) -> None:
    """Bring the tables to this version; ``make``: an empty database may be filled."""
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        found = None
        if "alembic_version" in tables:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found == REVISIONS[-1]:
        return
    if found is None and (tables or not make):
        raise damaged(engine.url.render_as_string(), "it holds no tables of Unweary")
    if found is not None:
        _refuse_newer(found)
        if engine.url.database and engine.dialect.name == "sqlite":
            # A migration that goes wrong changes nothing; one that does what it should not can be taken back.
            file = Path(engine.url.database)
            folder = private_folder(file.parent / "backups")
            copy_database(file, folder / f"before-{REVISIONS[-1]}-from-{found}.db")
    with engine.connect() as connection:
        _migrate(connection)


def _refuse_newer(found: str | None) -> None:
    if found not in REVISIONS:
        raise UserError(
            "database",
            f"the database was written by a newer Unweary (its tables are at {found}). Nothing was changed.",
            f"the newer version; this one reads up to {REVISIONS[-1]}",
        )


def check_revision(file: Path) -> None:
    """Refuse a database file that this version cannot read.

    Raises
    ------
    UserError
        ``database``.
    """
    _look_at(file)
    try:
        with closing(sqlite3.connect(file)) as connection:
            (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.DatabaseError, TypeError) as error:
        raise damaged(file, "it holds no tables of Unweary") from error
    _refuse_newer(found)


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite database, also one that others write to just now, over whatever ``target`` is.

    The copy is of one moment, is looked at before it counts, and is there in full or not at all. A ``target`` that is
    a database is filled by SQLite itself, so programs that have it open see the new rows.

    Raises
    ------
    UserError
        ``database`` where the source is damaged: then ``target`` stays as it was.
    """
    made = target.with_name(f".{target.name}.new")
    made.unlink(missing_ok=True)
    try:
        os.close(os.open(made, os.O_WRONLY | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(source, timeout=_WAIT_S)) as old, closing(sqlite3.connect(made)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
            faults = [line for (line,) in new.execute("PRAGMA quick_check") if line != "ok"]
            if faults:
                raise damaged(source, faults[0])
            if target.exists():
                with closing(sqlite3.connect(target, timeout=_WAIT_S)) as there:
                    new.backup(there)
        if not target.exists():
            os.replace(made, target)
    except sqlite3.DatabaseError as error:
        known = of_sqlite(error, target.parent)
        if known is None:
            raise
        raise known from error
    finally:
        made.unlink(missing_ok=True)
    flush_folder(target.parent)


def _migrate(connection: Connection) -> None:
    """Run the migrations in one transaction: all of it or nothing, also on SQLite."""
    from alembic import command
    from alembic.config import Config

    if connection.dialect.name == "sqlite":
        # The driver opens no transaction for CREATE TABLE by itself.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('unweary migration'))"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.commit()
