"""One import at a time in a home, whichever process does it. The system lets go of a turn when its holder dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Turn:
    """Whose turn it is to import, as a lock on a file in the home.

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

    def __init__(self, home: Path) -> None:
        self._file = home / "import.lock"
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


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
