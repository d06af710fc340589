"""Two numbers of which one is newer: 'ferritin fell from 80 to 18', 'it was 80, now 18', 'at 18, down from 80'."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from unweary.inference.sentences import number_of

#: Between the older number and the word that leads to the newer one: units and small words, at most so many.
_BETWEEN = 5
#: Between that word and the newer number.
_LEAD = 3
_CHANGED = frozenset((
    "from", "fell", "fallen", "dropped", "drop", "drops", "went", "gone", "going", "rose", "risen", "rising", "up",
    "down", "increased", "decreased", "jumped", "climbed", "crept", "changed", "moved", "sank", "shot",
))  # fmt: skip
_WAS = frozenset(("was", "were", "used", "been", "before", "usually", "normally", "had", "weighed"))
_USUAL = frozenset(("normally", "usually", "typically"))
_SMALL = frozenset(("to", "at", "of", "about", "around", "its", "it", "is", "im", "i", "am", "only", "just", "my"))
#: After a number it is a length of time or a part of a race, no newer value: 'now 3 weeks on iron'.
_TIME = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours", "times"))
_STOPS = frozenset(("then", "until", "till", "because", "which", "who", "if", "or", "between"))


@dataclass(frozen=True, slots=True)
class Compared:
    """The places of an older and of a newer number and their values."""

    older: int
    newer: int
    was: float
    now: float


def compared(plain: tuple[str, ...]) -> tuple[Compared, ...]:
    """Every pair of numbers of which the words say which one is newer. A range ('5 to 6 hours') is none.

    Examples
    --------
    >>> [(pair.was, pair.now) for pair in compared(tuple("ferritin fell from 80 to 18".split()))]
    [(80.0, 18.0)]
    >>> [(pair.was, pair.now) for pair in compared(tuple("it is 18 , down from 80".split()))]
    [(80.0, 18.0)]
    >>> [(pair.was, pair.now) for pair in compared(tuple("resting pulse 61 , normally 52".split()))]
    [(52.0, 61.0)]
    >>> compared(tuple("i sleep 5 to 6 hours".split())), compared(tuple("was 80 , now 3 weeks on iron".split()))
    ((), ())
    """
    numbers = [(at, value) for at, word in enumerate(plain) if (value := _digits(word)) is not None]
    return tuple(_pairs(plain, numbers))


def _pairs(plain: tuple[str, ...], numbers: Sequence[tuple[int, float]]) -> Iterator[Compared]:
    for (first, one), (second, two) in pairwise(numbers):
        between = plain[first + 1 : second]
        if len(between) > _BETWEEN + _LEAD or not _STOPS.isdisjoint(between):
            continue
        lead = plain[max(0, first - _BETWEEN) : first]
        at_last = not _is_time(plain, second)
        to = _leads(between, ("to",)) and _led(lead, _CHANGED)
        now = _leads(between, ("now", "today")) and _led(lead, _WAS) and at_last
        since = between[-1:] == ("from",) and not {"down", "up"}.isdisjoint(between)
        if to or now:
            yield Compared(first, second, one, two)
        elif since or (_leads(between, _USUAL) and at_last):
            yield Compared(second, first, two, one)


def _is_time(plain: Sequence[str], at: int) -> bool:
    return not _TIME.isdisjoint(plain[at + 1 : at + 2])


def _leads(between: Sequence[str], words: Collection[str]) -> bool:
    """Whether one of the words leads to the newer number, with nothing but small words behind it."""
    at = max((place for place, word in enumerate(between) if word in words), default=None)
    return at is not None and at <= _BETWEEN and all(word in _SMALL for word in between[at + 1 :])


def _led(lead: Sequence[str], words: Collection[str]) -> bool:
    """Whether a word of change, or of the past, stands before the older number and no other number between."""
    since = next((at for at in range(len(lead) - 1, -1, -1) if number_of(lead[at]) is not None), -1)
    return any(word in words for word in lead[since + 1 :])


def _digits(word: str) -> float | None:
    return number_of(word) if word[:1].isdigit() else None
