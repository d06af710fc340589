"""Taking away all that is kept about one person, so that no byte of it stays in the files of the home."""

from __future__ import annotations

import shutil
from contextlib import suppress

from sqlalchemy import Engine, delete, select

from unweary.store.raw import RawFolder
from unweary.store.tables import fact, import_job, import_run, raw_file, recording, told_again
from unweary.vocab.errors import UserError

#: What else this program writes into a home; the pages for a doctor and the paired phones among them.
_FOLDERS = ("tmp", "reports", "devices", "columns")


def erase(engine: Engine, raw: RawFolder, person_id: str) -> None:
    """Delete every row and every raw file of one person. The row that says that there is a person stays, empty.

    SQLite keeps deleted text in free pages and in its write-ahead log: the pages are overwritten, the database is
    written anew, and the log is emptied.

    Raises
    ------
    UserError
        ``busy`` where another program reads the database, so that its log cannot be emptied. The rows are gone then;
        the same again empties the log.
    """
    mine = select(raw_file.c.sha256).where(raw_file.c.person_id == person_id)
    others = select(raw_file.c.sha256).where(raw_file.c.person_id != person_id)
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON")
        files = set(connection.execute(mine).scalars()) - set(connection.execute(others).scalars())
        for table in (fact, recording, told_again, import_run, import_job, raw_file):
            connection.execute(delete(table).where(table.c.person_id == person_id))
    for sha256 in files:
        raw.path(sha256).unlink(missing_ok=True)
    if engine.dialect.name == "sqlite":
        # The folder is this person's alone: leftovers that no row names go too.
        for path in raw.all():
            path.unlink(missing_ok=True)
        _compact(engine)
    for folder in _FOLDERS:
        with suppress(FileNotFoundError):
            shutil.rmtree(raw.home / folder)


def _compact(engine: Engine) -> None:
    """Write the database anew and empty its log. Neither may run inside a transaction."""
    engine.dispose()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        connection.exec_driver_sql("VACUUM")
        busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").first()
    engine.dispose()
    if busy is not None and busy[0]:
        raise UserError(
            "busy",
            "everything is deleted, but another program still reads the database, so old text may stay in its log",
            "closing the other program, then the same again",
        )
