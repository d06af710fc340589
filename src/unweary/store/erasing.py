"""Taking away all that is kept about one person, so that no byte of it stays in the files of the home."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from sqlalchemy import Engine, delete, select, update

from unweary.store.raw import RawFolder
from unweary.store.tables import fact, import_job, import_run, person, raw_file, recording, told_again
from unweary.vocab.errors import UserError

#: What else this program writes into a home: unfinished files, pages for a doctor, samples at hand, older databases.
_FOLDERS = ("tmp", "reports", "columns", "backups")
#: Where everybody's uploads and phones are, if several people live in one home.
_SHARED = ("inbox", "devices")


def erase(engine: Engine, raw: RawFolder, person_id: str) -> None:
    """Delete every row and every raw file of one person. The row that says that there is a person stays, empty.

    SQLite keeps deleted text in free pages and in its write-ahead log: the pages are overwritten, the database is
    written anew, and the log is emptied. PostgreSQL does that in its own time, and its own backups are its keeper's.
    Older copies of the database in ``backups`` go as a whole, whoever else is in them.

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
        kept = set(connection.execute(others).scalars())
        files = set(connection.execute(mine).scalars()) - kept
        alone = not connection.execute(select(person.c.id).where(person.c.id != person_id)).first()
        sources = select(import_job.c.sources).where(import_job.c.person_id == person_id)
        uploads = [each["path"] for job in connection.execute(sources).scalars() for each in job if each["ours"]]
        for table in (fact, recording, told_again, import_run, import_job, raw_file):
            connection.execute(delete(table).where(table.c.person_id == person_id))
        connection.execute(update(person).where(person.c.id == person_id).values(keeps_tracks=False))
    for sha256 in files:
        raw.path(sha256).unlink(missing_ok=True)
    if engine.dialect.name == "sqlite":
        # Nobody on another machine has files here: leftovers that no row names go too.
        for path in raw.all():
            if path.name not in kept:
                path.unlink(missing_ok=True)
        _compact(engine)
    for upload in uploads:
        Path(os.fsdecode(unquote_to_bytes(upload))).unlink(missing_ok=True)
    for folder in (*_FOLDERS, *(_SHARED if alone else ())):
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
