"""Opening the folder in which everything about one person lies."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from unweary.service.clock import local_now
from unweary.service.home import Unweary, new_id
from unweary.vocab.errors import UserError


def open_home(
    path: Path | None = None,
    *,
    demo: bool = False,
    clock: Callable[[], datetime] = local_now,
    database_url: str | None = None,
) -> Unweary:
    """Open the folder in which everything about one person lies; it is made if it is not there.

    An import that was cut short (a crash, a power cut) is finished first, where little of it is left; else the server
    or the next import goes on with it.

    Parameters
    ----------
    path : Path, optional
        The folder; else what ``UNWEARY_HOME`` names, else the place where this system keeps a user's data.
    demo : bool
        The example person, who lives apart in the folder ``demo`` inside it.
    clock : callable
        The moment now, with its offset.
    database_url : str, optional
        A PostgreSQL database instead of ``unweary.db`` in the folder; else what ``UNWEARY_DATABASE_URL`` names. The
        example person is always in a folder.

    Raises
    ------
    UserError
        ``home`` where the folder cannot be written, ``database`` where the database cannot be used (it is left as it
        is), ``no_space``.

    Examples
    --------
    >>> import tempfile
    >>> from unweary.service import CheckIn
    >>> from unweary.vocab.history import Day
    >>> with tempfile.TemporaryDirectory() as folder, open_home(Path(folder)) as person:
    ...     person.check_in(CheckIn(day=Day(local_now().date(), fatigue_0_10=4)))[0].value.fatigue_0_10
    4
    """
    from unweary.store.store import Store

    home = data_folder(path)
    now = clock()
    if demo:
        store = Store.open(home / "demo", new_id(now), now, name="demo")
    else:
        store = Store.open(home, new_id(now), now, database_url or os.environ.get("UNWEARY_DATABASE_URL") or None)
    person = Unweary(store, clock)
    try:
        person.importing.finish_quick()
    except UserError as error:
        # A full disk must not keep anyone from reading what is there; `imports` shows what still waits.
        if error.code not in ("no_space", "busy"):
            person.close()
            raise
    except BaseException:
        person.close()
        raise
    return person


def data_folder(path: Path | None = None) -> Path:
    """The folder that is meant: the one given, else ``UNWEARY_HOME``, else this system's place for a user's data."""
    if path is not None:
        return path.expanduser().absolute()
    told = os.environ.get("UNWEARY_HOME")
    if told:
        return Path(told).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("unweary", appauthor=False)
