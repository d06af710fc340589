"""The words of a sentence that change what is said around them, found in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from unweary.inference.cue_words import CUES, Kind
from unweary.inference.sentences import number_of

#: Between such a doubt and a number, it is the number that is not exact: 'maybe 5 hours', 'perhaps a bottle'.
_ABOUT = frozenset((
    "maybe", "perhaps", "possibly", "probably", "might", "almost", "nearly", "i think", "i guess", "i suppose",
    "i reckon", "apparently", "like", "could be", "may be", "might be",
))  # fmt: skip
_AMOUNTS = frozenset((
    "bottle", "bottles", "pint", "pints", "glass", "glasses", "can", "cans", "dozen", "couple", "few", "litre",
    "litres", "kilo", "kilos", "kg", "stone", "handful", "minute", "minutes", "mins", "hour", "hours", "hrs", "hr",
    "day", "days", "night", "nights", "week", "weeks", "wks", "fortnight", "month", "months", "year", "years", "times",
    "units", "beers", "drinks", "km", "miles", "rest", "sessions",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or a few words that change what is said; ``last`` is the place of the last of them."""

    kind: Kind
    first: int
    last: int
    plain: tuple[str, ...]


@cache
def _by_first() -> dict[str, tuple[tuple[tuple[str, ...], Kind], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Kind]]] = {}
    for kind, listed in CUES.items():
        for cue in listed.split("|"):
            words = tuple(cue.split())
            found.setdefault(words[0], []).append((words, kind))
    return {first: tuple(sorted(cues, key=lambda cue: -len(cue[0]))) for first, cues in found.items()}


@lru_cache(maxsize=16)
def cues(plain: tuple[str, ...]) -> tuple[Cue, ...]:
    """The cues of a sentence in reading order; of several that begin at one place, the longest.

    Examples
    --------
    >>> [(cue.kind, cue.plain) for cue in cues(tuple("no wonder , no fever i think".split()))]
    [('idle', ('no', 'wonder')), ('no', ('no',)), ('doubt', ('i', 'think'))]
    """
    found = []
    place = 0
    while place < len(plain):
        listed = _by_first().get(plain[place], ())
        hit = next(((words, kind) for words, kind in listed if tuple(plain[place : place + len(words)]) == words), None)
        if hit is None and plain[place] == "in" and place + 1 < len(plain) and is_year(plain[place + 1]):
            hit = ((plain[place], plain[place + 1]), "past")
        if hit is None:
            place += 1
            continue
        words, kind = hit
        if kind != "doubt" or not _inexact(words, plain[place + len(words) : place + len(words) + 2]):
            found.append(Cue(kind, place, place + len(words) - 1, words))
        place += len(words)
    return tuple(found)


def is_year(plain: str) -> bool:
    return len(plain) == 4 and 1900 <= (number_of(plain) or 0) <= 2100


def _inexact(doubt: tuple[str, ...], then: tuple[str, ...]) -> bool:
    """Whether a doubt is only about how much: 'sleeping maybe 5 hours' leaves the sleeping sure."""
    if " ".join(doubt) not in _ABOUT or not then:
        return False
    counted = number_of(then[0]) is not None or then[0] in ("a", "an")
    return counted and then[-1] in _AMOUNTS
