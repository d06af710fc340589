"""What of the plan was done, day by day. Nothing said is not 'not done', and nothing is counted up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.errors import UserError
from unweary.vocab.history import STRICT, Name, Tick

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow

_EVERY = 1_000_000
#: No plan names as many things.
_MOST_A_DAY = 40


@dataclass(frozen=True, slots=True)
class Said:
    """What ``POST /api/plan/ticks`` takes. ``done`` null takes back what was said; ``day`` is today by default."""

    __pydantic_config__ = STRICT

    remedy: Name
    done: bool | None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Doing:
    """The ticks of one home. Reach it as ``person.doing``.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from unweary.service import open_home
    >>> with tempfile.TemporaryDirectory() as folder, open_home(Path(folder)) as person:
    ...     remedy = next(iter(person.knowledge.remedies))
    ...     _ = person.doing.say(remedy, True)
    ...     _ = person.doing.say(remedy, False)
    ...     [row.value.done for row in person.doing.rows()]
    [False]
    """

    home: Unweary

    def say(self, remedy: str, done: bool | None, day: date | None = None) -> FactRow | None:
        """Keep that a remedy was done on a day, or not; None takes back what was said. The same again changes nothing.

        Returns
        -------
        FactRow or None
            What holds now for that remedy and day.

        Raises
        ------
        UserError
            ``unknown_id`` for a remedy that the knowledge does not hold; ``future`` for a day that is to come.
        """
        today = self.home.now().date()
        wanted = day or today
        if wanted > today:
            raise UserError("future", f"{wanted.isoformat()} is still to come", "today, or a day before")
        if remedy not in self.home.knowledge.remedies:
            raise UserError("unknown_id", f"'{remedy}' is not a remedy known here", "the id of something in the plan")
        with self.home.one_at_a_time:
            before = next((row for row in self.rows() if _of(row) == (remedy, wanted)), None)
            if before is None:
                return None if done is None else self.home.add((Tick(remedy, wanted, done),))[0]
            if done is None:
                self.home.correct(before.id, None)
                return None
            same = isinstance(before.value, Tick) and before.value.done is done
            return before if same else self.home.correct(before.id, Tick(remedy, wanted, done))

    def rows(self, days: int | None = None) -> tuple[FactRow, ...]:
        """Every tick that holds, newest day first; of the last ``days`` days only, where given."""
        if days is None:
            return self.home.facts("tick", _EVERY)
        rows = self.home.facts("tick", days * _MOST_A_DAY)
        first = self.home.now().date() - timedelta(days=days - 1)
        return tuple(row for row in rows if isinstance(row.value, Tick) and row.value.day >= first)

    def week(self) -> Mapping[str, Mapping[date, bool]]:
        """What was said in the last seven days, by remedy and day."""
        found: dict[str, dict[date, bool]] = {}
        for row in self.rows(7):
            if isinstance(row.value, Tick):
                found.setdefault(row.value.remedy, {})[row.value.day] = row.value.done
        return found


def _of(row: FactRow) -> tuple[str, date] | None:
    return (row.value.remedy, row.value.day) if isinstance(row.value, Tick) else None
