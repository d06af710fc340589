"""One person's history up to a moment, out of the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar

from unweary.service.possible import canonical
from unweary.service.profile_facts import holding
from unweary.vocab.history import (
    Answer,
    Day,
    History,
    Lab,
    Look,
    Observation,
    Profile,
    Recording,
    Session,
    SiteRating,
    Sleep,
    Tick,
)

if TYPE_CHECKING:
    from unweary.store.rows import FactRow
    from unweary.vocab.knowledge import Knowledge

#: Samples are handed on for this long; older training is there as sessions.
COLUMN_DAYS = 42

T = TypeVar("T")


class Source(Protocol):
    """What a history is read from: the store, or what was read from it."""

    def facts(self, *, until: datetime) -> tuple[FactRow, ...]:
        """What holds at ``until``, newest first."""
        ...

    def recordings(self, since: datetime, until: datetime) -> tuple[Recording, ...]:
        """The time series that began in ``(since, until]``, oldest first."""
        ...


def build_history(store: Source, as_of: datetime, knowledge: Knowledge) -> History:
    """Everything that holds at ``as_of``, oldest first; nothing that was corrected or withdrawn.

    The offset of ``as_of`` says which day 'today' is. Blood tests are in their canonical units.
    """
    rows = store.facts(until=as_of)[::-1]
    values = [row.value for row in rows]

    def of(kind: type[T]) -> tuple[T, ...]:
        return tuple(value for value in values if isinstance(value, kind))

    stated = ((row.at, row.value) for row in rows if isinstance(row.value, Profile))
    profile, answers = holding(stated, of(Answer), as_of, knowledge)
    return History(
        as_of=as_of,
        profile=profile,
        answers=answers,
        sites=of(SiteRating),
        days=of(Day),
        labs=tuple(canonical(lab) for lab in of(Lab)),
        observations=of(Observation),
        sessions=of(Session),
        recordings=store.recordings(as_of - timedelta(days=COLUMN_DAYS), as_of),
        sleeps=of(Sleep),
        ticks=of(Tick),
        looks=of(Look),
    )
