"""Numbers and lengths of time that a sentence says of the person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from unweary.inference.compared import Compared, compared
from unweary.inference.cue_places import cues
from unweary.inference.cues import standing
from unweary.inference.durations import Duration, durations
from unweary.inference.sentences import FILLERS, Sentence, is_cut, number_of
from unweary.inference.word_book import Book
from unweary.inference.wordings import Found, Reader, find
from unweary.vocab.lexicon import Change, Reading
from unweary.vocab.logic import Interval, Truth
from unweary.vocab.units import two_readings

#: Words of talk that need no understanding.
TALK = frozenset((
    "hi", "hello", "hey", "thanks", "please", "help", "ok", "okay", "yes", "no", "am", "what", "why", "how", "should",
    "do", "can", "will", "could", "would", "think", "thank", "today", "tonight", "morning", "day", "days", "week",
    "weeks", "left", "right", "since", "ago", "last", "first", "only", "and", "or", "but", "not", "because", "if",
    "yesterday", "currently", "normal", "male", "female", "man", "woman", "old", "year", "years", "say", "said",
))  # fmt: skip

_UNTIL = (("before",), ("until",), ("till",), ("to",))
#: 'Five hours of sleep' is how long a night is, unless one of these says that it is how long something lasts.
_NIGHT = frozenset(("sleep", "sleeping", "slept", "asleep", "kip", "nap", "naps"))
_LASTS = frozenset(("for", "since", "ago", "last", "past", "started", "began", "been"))
#: 'More than two weeks', 'two weeks at least': the number is only where it begins.
_NOT_EXACT = frozenset(("over", "more", "least", "than", "nearly", "almost", "longer", "plus", "+", "worse", "again"))


@dataclass(frozen=True, slots=True)
class Only:
    """Facts of which one number is all that is known."""

    quantity: str
    value: float

    def truth(self, name: str) -> Truth:
        return None

    def number(self, name: str) -> Interval | None:
        return (self.value, self.value) if name == self.quantity else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A number that was said, in the unit of its quantity; ``older`` what it was before, where that was said too."""

    found: Found
    facts: Only
    doubted: bool
    older: Only | None = None


def measured(book: Book, reader: Reader, after: Sequence[str]) -> Iterator[Measured]:
    """The numbers of a sentence for which the lexicon has a reading, none denied or of somebody else."""
    if all(number_of(word) is None for word in reader.plain):
        return
    pairs = compared(reader.plain)
    for row, reading in book.readings:
        if any(word in reader.plain for word in reading.unless):
            continue
        for found in find(reader, row):
            if found.number is None or not reading.low <= found.number <= reading.high:
                continue
            if _unclear(reader.sentence, found):
                continue
            how = standing(reader.sentence, found.first, found.last, found.own, (), after)
            if not (how.denied or how.other or how.supposed or how.past):
                number = partial(_of_quantity, reading)
                pair = next((each for each in pairs if _is_older(reader, found, each, reading)), None)
                if pair is None:
                    yield Measured(found, number(found.number), how.doubted or how.over)
                else:
                    whole = Found(found.first, max(found.last, pair.newer), found.own, pair.now)
                    yield Measured(whole, number(pair.now), how.doubted or how.over, number(found.number))


def _of_quantity(reading: Reading, value: float) -> Only:
    return Only(reading.quantity, value * reading.times + reading.plus)


def _is_older(reader: Reader, found: Found, pair: Compared, reading: Reading) -> bool:
    """Whether the number that was found is the older one of a pair: 'ferritin fell from 80 to 18'."""
    mine = found.first <= pair.older <= found.last and pair.was == found.number
    return mine and not found.first <= pair.newer < pair.older and reading.low <= pair.now <= reading.high


def changed(book: Book, reader: Reader, after: Sequence[str]) -> Iterator[tuple[Change, Found, bool]]:
    """What it says that a number has become another, with the words of it and whether they are in doubt."""
    pairs = compared(reader.plain)
    for row, change in book.changes if pairs else ():
        if any(word in reader.plain for word in change.unless):
            continue
        for found in find(reader, row):
            for pair in pairs:
                first, last = min(found.first, pair.newer), max(found.last, pair.older, pair.newer)
                named = any(found.first <= at <= found.last for at in (pair.older, pair.newer))
                if not (named and found.number in (pair.was, pair.now) and _tells(change, pair)):
                    continue
                how = standing(reader.sentence, first, last, found.own, (), after)
                # 'It used to be 52, now 61': what was is told for what is.
                if not (how.denied or how.other or how.supposed):
                    yield change, Found(first, last, found.own), how.doubted


def _tells(change: Change, pair: Compared) -> bool:
    share = (pair.now - pair.was) / pair.was * (1 if change.up else -1) if pair.was else 0.0
    believed = all(change.low <= value <= change.high for value in (pair.was, pair.now))
    return believed and change.least <= share <= change.most


def _unclear(sentence: Sentence, found: Found) -> bool:
    """Whether a figure of the phrase is thousands or a fraction: 'CK 45.000', '45 000'. It is then not read at all."""
    words = sentence.words
    for at in range(found.first, found.last + 1):
        figure = words[at].plain
        if at + 1 < len(words) and words[at + 1].start - words[at].end == 1 and words[at + 1].plain.isdigit():
            figure = f"{figure} {words[at + 1].plain}"
        if two_readings(figure):
            return True
    return False


def alone(sentence: Sentence, length: Duration) -> bool:
    """Whether nothing but small words stands beside a length of time: 'since June', 'for months now'."""
    here = sentence.piece[length.last]
    return all(
        word.plain in FILLERS or word.plain in TALK or is_cut(word.plain)
        for at, word in enumerate(sentence.words)
        if sentence.piece[at] == here and not length.first <= at <= length.last
    )


def lengths(sentence: Sentence, today: date | None) -> tuple[Duration, ...]:
    """How long, without the 'more than an hour before I can dress': that is how long a morning takes."""
    plain = sentence.plain()
    others = {sentence.piece[cue.first] for cue in cues(plain) if cue.kind == "other"}
    return tuple(
        length
        for length in durations(sentence, today)
        if sentence.piece[length.last] not in others
        and (length.days >= 1 or not (plain[length.last + 1 : length.last + 2] in _UNTIL or _of_a_night(plain, length)))
    )


def _of_a_night(plain: Sequence[str], length: Duration) -> bool:
    """Whether hours are those of sleep: 'I sleep well, eight hours', not 'no sleep, chest pain for two hours'."""
    near = plain[max(0, length.first - 3) : length.last + 2]
    return not _NIGHT.isdisjoint(plain) and _LASTS.isdisjoint(near)


def is_counted(sentence: Sentence, length: Duration) -> bool:
    """Whether a length of time is a number and its unit, no more and no less: 'two weeks', not 'weeks' or 'over two'.

    Examples
    --------
    >>> from unweary.inference.durations import durations
    >>> from unweary.inference.sentences import sentences
    >>> def counted(text):
    ...     said = sentences(text)[0]
    ...     return [is_counted(said, length) for length in durations(said)]
    >>> counted("tired for two weeks"), counted("tired for weeks"), counted("tired for over two weeks")
    ([True], [False], [False])
    """
    plain = sentence.plain()
    around = plain[max(0, length.first - 3) : length.last + 3]
    named = any(number_of(word) is not None for word in plain[length.first : length.last + 1])
    # 'Tired since the spring, crashing for two days': the two days are not how long it has lasted.
    elsewhere = any(word == "since" and not at < length.first <= at + 3 for at, word in enumerate(plain))
    return named and not elsewhere and _NOT_EXACT.isdisjoint(around)
