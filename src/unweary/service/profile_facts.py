"""One truth about a pregnancy or a birth, whichever door it was told at, and for how long it holds.

The profile and the answer to the same question are two places for one thing. What was said last holds, a 'no' and a
'not sure' as well as a 'yes': it takes back what the other place said before. Said both ways at one moment, both stay,
and the contradiction is told. The profile is kept until it is changed; a pregnancy is not. So the profile holds as
long as the same answer would; then it is not known, and is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from unweary.inference.findings import answered
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Profile, State

if TYPE_CHECKING:
    from unweary.vocab.knowledge import FindingType, Knowledge

#: What the profile and a question both hold.
SHARED = ("pregnant", "postpartum")
#: Who tells the week is pregnant.
_SAYS = {"pregnant": ("pregnant", "pregnancy_week"), "postpartum": ("postpartum",)}
_STATE: Mapping[bool, State] = {True: "present", False: "absent"}


@dataclass(frozen=True, slots=True)
class _Held:
    """What the profile holds, since when, and when it last said yes or no."""

    value: bool | None = None
    since: datetime | None = None
    told: bool | None = None


def holding(
    stated: Iterable[tuple[datetime, Profile]], answers: Iterable[Answer], as_of: datetime, knowledge: Knowledge
) -> tuple[Profile, tuple[Answer, ...]]:
    """The newest profile and the answers, each without what the other one took back later.

    Parameters
    ----------
    stated : iterable of (datetime, Profile)
        Every profile that was kept, oldest first. A profile kept again with another weight says nothing new of a
        pregnancy; one that says it after it had stopped to hold does.
    answers : iterable of Answer
        Every answer that was kept up to ``as_of``.

    Examples
    --------
    >>> from datetime import UTC
    >>> from unweary.service.person import packaged_knowledge
    >>> said = [(datetime(2026, 1, 1, tzinfo=UTC), Profile(pregnant=False))]
    >>> later = Answer("pregnant", "present", datetime(2026, 1, 9, tzinfo=UTC))
    >>> def told(day, *answers):
    ...     profile, kept = holding(said, answers, datetime(2026, 1, day, tzinfo=UTC), packaged_knowledge())
    ...     return profile.pregnant, len(kept)
    >>> told(20), told(31), told(20, later)
    ((False, 0), (None, 0), (None, 1))
    """
    stated, answers = tuple(stated), tuple(answers)
    newest = stated[-1][1] if stated else Profile()
    for name in SHARED:
        given = [answer for answer in answers if answer.finding in _SAYS[name] and _says(answer, name)]
        held = _followed(name, stated, given, knowledge.findings[name])
        if held.since is not None and as_of - held.since > _span(knowledge.findings[name], held.value):
            held = replace(held, value=None)
        newest = replace(newest, pregnant=held.value) if name == "pregnant" else replace(newest, postpartum=held.value)
        last = max((answer.at for answer in given if answered(answer) is False), default=None)
        gone = {id(answer) for answer in given if _taken_back(answer, held) or _week_before(answer, name, last)}
        answers = tuple(answer for answer in answers if id(answer) not in gone)
    return newest, answers


def _followed(
    name: str, stated: Iterable[tuple[datetime, Profile]], given: Iterable[Answer], kind: FindingType
) -> _Held:
    """What is held of one thing after all that was said of it, in order; at one moment the profile comes last."""
    held = _Held()
    events: list[tuple[datetime, bool, bool | Answer | None]] = [(answer.at, False, answer) for answer in given]
    events += [(at, True, getattr(profile, name)) for at, profile in stated]
    for at, _, said in sorted(events, key=lambda event: event[:2]):
        if isinstance(said, Answer):
            if answered(said) is not held.value:
                held = replace(held, value=None)
        elif said != held.value or (held.since is not None and at - held.since > _span(kind, held.value)):
            held = _Held(None, held.since, held.told) if said is None else _Held(said, at, said)
    return held


def _says(answer: Answer, name: str) -> bool:
    """Whether it says anything of the thing: a week does where it is told."""
    return answer.finding == name or answer.state == "present"


def _week_before(answer: Answer, name: str, no: datetime | None) -> bool:
    """Whether it is the week of a pregnancy that was said to be over since."""
    return answer.finding != name and no is not None and answer.at < no


def _taken_back(answer: Answer, held: _Held) -> bool:
    """Whether the profile said otherwise after the answer; also where that has stopped to hold since."""
    return held.since is not None and answer.at < held.since and answered(answer) is not held.told


def refuse_both(profile: Profile, before: Profile, answers: Mapping[str, State]) -> None:
    """Refuse a profile that says yes and an answer beside it that says no, or the other way round.

    Raises
    ------
    UserError
        ``said_twice``.

    Examples
    --------
    >>> refuse_both(Profile(pregnant=True), Profile(), {"pregnant": "present"})
    """
    for name in SHARED:
        said = getattr(profile, name)
        if said is not None and said != getattr(before, name) and answers.get(name, _STATE[said]) != _STATE[said]:
            raise UserError("said_twice", f"yes and no were said at once to '{name}'", "one of the two")


def _span(kind: FindingType, said: bool | None) -> timedelta:
    days = kind.valid_days
    if said and days is not None and kind.present_days is not None:
        days = max(days, kind.present_days)
    return timedelta.max if days is None else timedelta(days=days)
