"""Whether a trouble is said to be old: 'paralysed since a crash in 2015', 'in a wheelchair for years'.

A question about what is new is then asked, not taken as answered. A word that something is new keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unweary.inference.cue_places import is_year
from unweary.inference.durations import durations
from unweary.inference.sentences import FILLERS, Sentence
from unweary.inference.wordings import Found

_SINCE = frozenset(("since", "after", "from", "following"))
_LASTS = frozenset(("for", "over", "past", "last"))
#: Said of all of a sentence: it is new, or no longer as it was.
_NEW = frozenset(("suddenly", "sudden", "new", "newly", "worse", "worsening", "worsened", "weaker", "spreading"))
#: Said of the stretch in which they stand.
_LATELY = frozenset((
    "today", "tonight", "morning", "yesterday", "now", "just", "recently", "lately", "woke", "waking", "hour", "hours",
    "minutes", "again", "also", "too", "this", "night", "more",
))  # fmt: skip
_LIFELONG = (
    ("birth",), ("childhood",), ("i", "was", "born"), ("i", "was", "a", "child"), ("i", "was", "a", "kid"),
    ("i", "was", "a", "baby"), ("i", "was", "little"), ("i", "was", "young"), ("all", "my", "life"),
    ("my", "whole", "life"),
)  # fmt: skip
#: Between a trouble and 'since' stand at most so many telling words, and between 'since' and its year.
_BETWEEN, _TO_ITS_YEAR = 4, 6
_PLACES = frozenset(("arm", "arms", "leg", "legs", "hand", "hands", "foot", "feet", "face", "side", "left", "right",
                     "one", "other"))  # fmt: skip
_YEAR_D, _LIFE_D = 365.0, 36500.0


@dataclass(frozen=True, slots=True)
class _Time:
    """A time long ago: the places of its words, and how many days ago it was at least."""

    first: int
    last: int
    days: float


def long_since(sentence: Sentence, found: Found, today: date | None = None) -> float:
    """For how many days at least what was found is said to be so; 0 where nothing says it, or something says 'new'.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> def old(text, word):
    ...     sentence = sentences(text)[0]
    ...     at = sentence.plain().index(word)
    ...     return long_since(sentence, Found(at, at, frozenset()), date(2026, 11, 20))
    >>> old("paralysed since a crash in 2015", "paralysed"), old("my arm was weak for ten years", "weak")
    (3977.0, 3650.0)
    >>> old("a stroke in 2019, my arm is weak since", "weak")
    2516.0
    >>> old("weak in one arm and leg since birth", "weak")
    36500.0
    >>> old("paralysed this morning, a crash in 2015", "paralysed"), old("diabetic for 9 years and weak", "weak")
    (0.0, 0.0)
    """
    plain, piece = sentence.plain(), sentence.piece
    here = [at for at, number in enumerate(piece) if piece[found.first] <= number <= piece[found.last]]
    lately = {plain[at] for at in here if not found.first <= at <= found.last}
    if not _NEW.isdisjoint(plain) or not _LATELY.isdisjoint(lately):
        return 0.0
    times = tuple(_times(sentence, today))
    if any(time.days < _YEAR_D for time in times):
        return 0.0
    return max((time.days for time in _said(sentence, times, here) if _of_it(sentence, found, time, here)), default=0.0)


def _times(sentence: Sentence, today: date | None) -> Iterator[_Time]:
    plain = sentence.plain()
    for at, word in enumerate(plain):
        if today is not None and is_year(word) and int(word) <= today.year:
            yield _Time(at, at, float(max(0, (today - date(int(word), 12, 31)).days)))
        elif word in ("years", "decades", "ages") and plain[at + 1 : at + 2] in (("ago",), ("back",)):
            yield _Time(at, at + 1, _YEAR_D)
        for words in _LIFELONG:
            if plain[at : at + len(words)] == words:
                yield _Time(at, at + len(words) - 1, _LIFE_D)
    for length in durations(sentence, today):
        yield _Time(length.first, length.last, length.days)


def _said(sentence: Sentence, times: tuple[_Time, ...], here: list[int]) -> Iterator[_Time]:
    """The times with the word that leads to them; 'since' alone means what was told before it."""
    plain, piece = sentence.plain(), sentence.piece
    for time in times:
        lead = [at for at in range(time.first - 1, -1, -1) if piece[at] == piece[time.first]][:_TO_ITS_YEAR]
        since = next((at for at in lead if plain[at] in _SINCE), None)
        lasts = time.first if plain[time.first] in _LASTS | {"all", "my"} else time.first - 1
        if since is not None:
            yield _Time(since, time.last, time.days)
        elif plain[lasts] in _LASTS or plain[lasts] in ("all", "my"):
            yield _Time(lasts, time.last, time.days)
    last = here[-1]
    ends = last if plain[last] == "since" else last - 1 if plain[last - 1 : last + 1] == ("since", "then") else None
    told = [time.days for time in times if ends is not None and time.last < here[0]]
    if ends is not None and told:
        yield _Time(ends, last, min(told))


def _of_it(sentence: Sentence, found: Found, time: _Time, here: list[int]) -> bool:
    """Whether a time is that of what was found: close behind it, or at the beginning of its stretch."""
    plain = sentence.plain()
    if time.first not in here:
        return False
    if time.last < found.first:
        return time.first <= here[0] + 1 and "and" not in plain[time.last + 1 : found.first]
    between = [word for word in plain[found.last + 1 : time.first] if word not in FILLERS]
    # 'Weak in the left arm and leg since 2015' is one trouble, 'a weak arm and diabetic since 2015' two.
    more = between[between.index("and") + 1 :] if "and" in between else []
    return time.last > found.last and len(between) <= _BETWEEN and _PLACES.issuperset(more)
