"""Looking for damage: the database, the raw files, the samples, and imports that were never finished."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from unweary.store.columns import read_columns, unpack
from unweary.store.documents import session_of
from unweary.store.ids import recording_id
from unweary.store.raw import RawFolder, hash_of
from unweary.store.tables import import_run, raw_file, recording
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Recording


def check(connection: Connection, raw: RawFolder, person_id: str) -> Iterator[Problem]:
    """Every fault found. Reads each raw file and each recording once."""
    if connection.dialect.name == "sqlite":
        yield from _database(connection)
    yield from _raw_files(connection, raw, person_id)
    yield from _samples(connection, person_id)
    wanted = select(raw_file.c.name).join(import_run).where(import_run.c.state == "pending")
    for name in connection.execute(wanted.where(import_run.c.person_id == person_id)).scalars():
        yield Problem(name, "not_finished", "This file is kept, but reading it was cut short. Import it again.")


def _database(connection: Connection) -> Iterator[Problem]:
    for line in connection.exec_driver_sql("PRAGMA quick_check").scalars():
        if line != "ok":
            yield Problem("unweary.db", "database", f"The database is damaged: {line}. Put back an older copy.")
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Problem("unweary.db", "database", f"A row of the table {row[0]} names a row that is not there.")


def _raw_files(connection: Connection, raw: RawFolder, person_id: str) -> Iterator[Problem]:
    listed = set()
    wanted = select(raw_file.c.sha256, raw_file.c.name).where(raw_file.c.person_id == person_id)
    for sha256, name in connection.execute(wanted):
        listed.add(sha256)
        try:
            with raw.path(sha256).open("rb") as stream:
                found, _ = hash_of(stream)
        except FileNotFoundError:
            yield Problem(name, "raw_missing", "The kept copy of this file is gone. Import the file again.")
            continue
        if found != sha256:
            yield Problem(name, "raw_damaged", "The kept copy of this file was changed. Import the file again.")
    for path in raw.all():
        # On a shared server the other files in the folder may be other people's.
        if path.name not in listed and connection.dialect.name == "sqlite":
            yield Problem(str(path), "raw_not_listed", "A kept file that no import names. Import it by this path.")


def _samples(connection: Connection, person_id: str) -> Iterator[Problem]:
    wanted = select(recording).where(recording.c.person_id == person_id).execution_options(yield_per=16)
    for row in connection.execute(wanted).mappings():
        try:
            samples = unpack(row["samples"])
        except UserError as error:
            yield Problem(row["source"], error.code, error.message)
            continue
        again = Recording(
            row["started_at"], row["kind"], read_columns(samples), session_of(row["session"]), row["device"]
        )
        if recording_id(again, row["session"], samples) != row["id"]:
            yield Problem(row["source"], "database", "The samples of this recording are not those that were saved.")
