"""How far an import is: its rate, and a small file that tells other processes.

The file lies beside the database, not in it: what counts changes there, and every reader looks again when it does.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from unweary.service.import_report import Progress

#: Rates are looked at over this long [s].
_RATE_S = 10.0
#: Before this a rate says nothing [s].
_SETTLED_S = 0.5


@dataclass(slots=True)
class Meter:
    """Adds the rate and the time left, from what was done in the last seconds.

    Examples
    --------
    >>> meter = Meter()
    >>> _ = meter(Progress("a.fit", 0, 1, 0, 100), 7.0)
    >>> meter(Progress("a.fit", 0, 1, 40, 100), 9.0).left_s
    3.0
    """

    _since: list[tuple[float, int]] = field(default_factory=list)

    def __call__(self, progress: Progress, now_s: float) -> Progress:
        """The same with rate and time left, where they are known; ``now_s`` of any clock that only goes forward."""
        if not self._since or now_s - self._since[-1][0] > _RATE_S:
            self._since = [*self._since[-1:], (now_s, progress.done_bytes)]
        began_s, before = self._since[0]
        done = progress.done_bytes - before
        if now_s - began_s < _SETTLED_S or done <= 0:
            return progress
        bytes_per_s = done / (now_s - began_s)
        return replace(
            progress, bytes_per_s=bytes_per_s, left_s=(progress.all_bytes - progress.done_bytes) / bytes_per_s
        )


def _file(home: Path) -> Path:
    return home / "tmp" / "import.json"


def write(home: Path, job_id: str, progress: Progress) -> None:
    """Tell how far the job is. A disk that is full must not stop it here."""
    new = _file(home).with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        new.write_text(json.dumps({"job": job_id, **asdict(progress)}))
        os.replace(new, _file(home))


def read(home: Path) -> tuple[str, Progress | None]:
    """The job that is worked on, and how far it is; empty where there is none."""
    try:
        told = json.loads(_file(home).read_text())
        return told.pop("job"), Progress(**told)
    except (OSError, ValueError, TypeError, KeyError):
        return "", None


def forget(home: Path) -> None:
    """Nothing is worked on any more."""
    _file(home).unlink(missing_ok=True)
