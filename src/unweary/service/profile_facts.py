"""For how long what the profile says of a pregnancy or a birth holds: as long as an answer to the same question does.

The profile is kept until it is changed; a pregnancy is not. A 'no' that was true last year must not go on allowing
remedies, and a 'yes' must not outlast the pregnancy. What no longer holds is not known, and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.history import Profile

if TYPE_CHECKING:
    from unweary.vocab.knowledge import FindingType, Knowledge

_PASSING = ("pregnant", "postpartum")


def holding(stated: Iterable[tuple[datetime, Profile]], as_of: datetime, knowledge: Knowledge) -> Profile:
    """The newest profile, without what it says of a pregnancy or a birth where that was said too long ago.

    Parameters
    ----------
    stated : iterable of (datetime, Profile)
        Every profile that was kept, oldest first. A profile kept again with another weight says nothing new of a
        pregnancy; one that says it after it had stopped to hold does.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> said = [(datetime(2026, 1, 1, tzinfo=UTC), Profile(pregnant=False))]
    >>> [holding(said, datetime(2026, month, 20, tzinfo=UTC), packaged_knowledge()).pregnant for month in (1, 2)]
    [False, None]
    """
    newest = Profile()
    since: dict[str, datetime] = {}
    for at, profile in stated:
        for name in _PASSING:
            old, new, kind = getattr(newest, name), getattr(profile, name), knowledge.findings[name]
            if name not in since or new != old or at - since[name] > _span(kind, old):
                since[name] = at
        newest = profile
    for name, at in since.items():
        if as_of - at > _span(knowledge.findings[name], getattr(newest, name)):
            newest = replace(newest, pregnant=None) if name == "pregnant" else replace(newest, postpartum=None)
    return newest


def _span(kind: FindingType, said: bool | None) -> timedelta:
    days = kind.valid_days
    if said and days is not None and kind.present_days is not None:
        days = max(days, kind.present_days)
    return timedelta.max if days is None else timedelta(days=days)
