"""One import, and one change of what a person said, at a time in a home, whichever process does it.

The system lets go of a turn when its holder dies.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

from unweary.vocab.errors import UserError

#: How long a change waits for the one before it, as the database does, and how often it looks [s].
_PATIENCE_S = 30.0
_LOOK_S = 0.005


class Turn:
    """Whose turn it is, as a lock on a file in the home.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     mine, yours = Turn(Path(home)), Turn(Path(home))
    ...     taken = mine.take(), yours.take()
    ...     mine.give_back()
    ...     taken, yours.take(), yours.give_back()
    ((True, False), True, None)
    """

    def __init__(self, home: Path, name: str = "import.lock") -> None:
        self._file = home / name
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether it is ours from now on; at once, without waiting."""
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def give_back(self) -> None:
        """Let the next one have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class OneAtATime:
    """Held by what first looks at what is kept and then changes it, so that nothing counts twice and nothing is lost.

    It keeps out other threads and other processes (the command line beside the server); whoever holds it may enter it
    again.

    Raises
    ------
    UserError
        ``busy`` where another process has held it for half a minute; ``home``, ``no_space``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as home:
    ...     mine, other = OneAtATime(Path(home)), Turn(Path(home), "entries.lock")
    ...     with mine, mine:
    ...         held = other.take()
    ...     held, other.take(), other.give_back()
    (False, True, None)
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._threads = threading.RLock()
        self._turn = Turn(home, "entries.lock")
        self._deep = 0

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            if self._deep == 0:
                self._wait()
            self._deep += 1
        except BaseException:
            self._threads.release()
            raise

    def _wait(self) -> None:
        from unweary.store.failures import told

        end = time.monotonic() + _PATIENCE_S
        with told(self._home):
            while not self._turn.take():
                if time.monotonic() > end:
                    raise UserError("busy", "another program has been changing the entries for too long", "try again")
                time.sleep(_LOOK_S)

    def __exit__(self, *_: object) -> None:
        self._deep -= 1
        if self._deep == 0:
            self._turn.give_back()
        self._threads.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
