"""Failures of disk and database, told as something that the person can put right."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from unweary.vocab.errors import UserError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


@contextmanager
def told(home: Path) -> Iterator[None]:
    """Turn what disk and database raise inside the block into a ``UserError``; everything else passes unchanged."""
    try:
        yield
    except DBAPIError as error:
        known = _of_database(error, home)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        known = of_disk(error, home)
        if known is None:
            raise
        raise known from error


def of_disk(error: OSError, home: Path) -> UserError | None:
    """The error as the person is told it, or None where it is not about the home folder.

    Examples
    --------
    >>> of_disk(OSError(errno.ENOSPC, "No space left on device"), Path("/data/unweary")).code
    'no_space'
    """
    if error.errno in _FULL:
        return no_space(home)
    if error.errno in _CLOSED or isinstance(error, FileNotFoundError):
        return UserError(
            "home",
            f"cannot write to {home}: {error.strerror}",
            "a folder that you may write to; name another one in UNWEARY_HOME",
        )
    return None


def no_space(home: Path) -> UserError:
    """The disk is full."""
    return UserError(
        "no_space",
        f"the disk that holds {home} is full. What was saved before is safe; the last step was not saved.",
        "some free space on that disk, then the same again",
    )


def damaged(what: Path | str, why: str) -> UserError:
    """The database cannot be used as it is. It is left alone, since something may still be saved from it."""
    return UserError(
        "database",
        f"{what} cannot be used: {why}. Nothing was changed. Your files in the folder 'raw' are not touched by this.",
        "a copy of this file from before, put in its place; or move it away to start with an empty one",
    )


def _of_database(error: DBAPIError, home: Path) -> UserError | None:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return of_sqlite(original, home)
    state = getattr(original, "sqlstate", None) or ""
    if state == "53100":
        return no_space(home)
    # A connection that never came about has no SQL state.
    if state.startswith(("08", "57")) or (not state and type(original).__name__ == "OperationalError"):
        return UserError(
            "database", f"the database does not answer: {original}", "a PostgreSQL server that can be reached"
        )
    return None


def of_sqlite(error: sqlite3.Error, home: Path) -> UserError | None:
    """The error of the driver as the person is told it, or None where it is a bug."""
    code, text, file = getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error), home / "unweary.db"
    if code == sqlite3.SQLITE_FULL:
        return no_space(home)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(file, text)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return UserError("home", f"cannot write to {file}: {text}", "a file and a folder that you may write to")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return UserError("busy", "another Unweary is saving something large just now", "the same again in a minute")
    if code == sqlite3.SQLITE_IOERR:
        return UserError("database", f"the disk failed while {file} was used: {text}", "a sound disk with free space")
    return None
