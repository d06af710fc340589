"""One person's history up to a moment, out of the store."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from unweary.service.possible import canonical
from unweary.vocab.history import Answer, Day, History, Lab, Observation, Profile, Session, SiteRating

if TYPE_CHECKING:
    from unweary.store.store import Store

#: Samples are handed on for this long; older training is there as sessions.
COLUMN_DAYS = 42

T = TypeVar("T")


def build_history(store: Store, as_of: datetime) -> History:
    """Everything that holds at ``as_of``, oldest first; nothing that was corrected or withdrawn.

    The offset of ``as_of`` says which day 'today' is. Blood tests are in their canonical units.
    """
    values = [row.value for row in reversed(store.facts(until=as_of))]

    def of(kind: type[T]) -> tuple[T, ...]:
        return tuple(value for value in values if isinstance(value, kind))

    profiles = of(Profile)
    return History(
        as_of=as_of,
        profile=profiles[-1] if profiles else Profile(),
        answers=of(Answer),
        sites=of(SiteRating),
        days=of(Day),
        labs=tuple(canonical(lab) for lab in of(Lab)),
        observations=of(Observation),
        sessions=of(Session),
        recordings=store.recordings(as_of - timedelta(days=COLUMN_DAYS), as_of),
    )
