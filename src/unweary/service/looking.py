"""That a clinician has looked at a danger that has passed: said for one danger at a time, and with its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from unweary.vocab.errors import UserError
from unweary.vocab.history import STRICT, Look, Name

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow
    from unweary.vocab.assessment import PassedDanger

_EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What ``POST /api/looks`` takes. ``looked`` false takes back what was said; ``day`` is today by default."""

    __pydantic_config__ = STRICT

    finding: Name
    day: date | None = None
    looked: bool = True


@dataclass(frozen=True, slots=True)
class Looking:
    """The looks of one home. Reach it as ``person.looking``.

    Examples
    --------
    >>> import tempfile
    >>> from datetime import timedelta
    >>> from pathlib import Path
    >>> from unweary.service import open_home
    >>> from unweary.vocab.history import Answer
    >>> with tempfile.TemporaryDirectory() as folder, open_home(Path(folder)) as person:
    ...     told = (("present", person.now() - timedelta(hours=2)), ("absent", person.now()))
    ...     _ = person.add([Answer("chest_pain_now", state, at) for state, at in told])
    ...     _ = person.looking.say("chest_pain_now")
    ...     [danger.looked_on == person.now().date() for danger in person.looking.dangers()]
    [True]
    """

    home: Unweary

    def dangers(self) -> tuple[PassedDanger, ...]:
        """The dangers that have passed and still count, first what nobody has looked at."""
        return self.home.assess_today().passed_dangers

    def rows(self) -> tuple[FactRow, ...]:
        """Every look that holds, the one told last first."""
        return self.home.facts("look", _EVERY)

    def say(self, finding: str, day: date | None = None, *, looked: bool = True) -> FactRow | None:
        """Keep that a clinician looked at one passed danger on a day, or take that back.

        Another day puts the first one right; the same again changes nothing.

        Returns
        -------
        FactRow or None
            What holds now for this danger.

        Raises
        ------
        UserError
            ``unknown_id``; ``still_there`` for what is answered yes now, or not answered 'no' since; ``no_danger`` for
            what was no danger or counts no longer; ``future`` and ``too_early`` for a day that is to come, or before
            the yes.
        """
        with self.home.one_at_a_time:
            danger = self._passed(finding)
            before = next((row for row in self.rows() if _covers(row.value, danger)), None)
            if not looked:
                if before is not None:
                    self.home.correct(before.id, None)
                return None
            now = self.home.now()
            wanted = day or now.date()
            said_on = danger.said_at.astimezone(now.tzinfo).date()
            if wanted > now.date():
                raise UserError("future", f"{wanted.isoformat()} is still to come", "today, or a day before")
            if wanted < said_on:
                early = f"on {wanted.isoformat()} it was not there yet: you said yes on {said_on.isoformat()}"
                raise UserError("too_early", early, "the day of the yes, or a day after it")
            look = Look(finding, wanted, now)
            if before is None:
                return self.home.add((look,))[0]
            same = isinstance(before.value, Look) and before.value.day == wanted
            return before if same else self.home.correct(before.id, look)

    def _passed(self, finding: str) -> PassedDanger:
        known, dangers = self.home.knowledge, self.dangers()
        if finding not in known.findings:
            raise UserError("unknown_id", f"'{finding}' is not a finding known here", _ids(dangers))
        danger = next((danger for danger in dangers if danger.finding == finding), None)
        if danger is not None and danger.passed_at is not None:
            return danger
        there = {state.finding for state in self.home.assess_today().findings if state.state is True}
        if danger is not None or finding in there:
            raise UserError(
                "still_there",
                f"{known.label(finding)}: a clinician's look changes nothing while it is there. What they told you "
                "holds; if it gets worse or something new comes, have it looked at again",
                "this once it is gone and you have said no to it",
            )
        raise UserError("no_danger", f"{known.label(finding)}: nothing of it waits for a look now", _ids(dangers))


def _ids(dangers: tuple[PassedDanger, ...]) -> str:
    return ", ".join(danger.finding for danger in dangers) or "nothing now: no danger has passed lately"


def _covers(look: object, danger: PassedDanger) -> bool:
    return isinstance(look, Look) and look.finding == danger.finding and look.at >= danger.said_at
