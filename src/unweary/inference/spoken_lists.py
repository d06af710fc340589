"""What a sentence says of each thing in a list: 'a cold, pale, painful foot' is cold, and pale, and painful.

A list is one only by its words: at least two that describe the body ('swollen, red or hot'), or two parts of it, with
nothing but commas and joining words between. For each of them the sentence is made once without the others. 'It' gets
the part of the body that it stands for, and 'no pain except in the knee' becomes 'pain in the knee'. The places of the
words stay those of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unweary.inference.sentences import DENIALS, FILLERS, Sentence, Word, is_cut, is_turn, sentence_of

#: More things than these in one list are not taken apart: it keeps the reader fast.
_LONGEST_LIST = 6
_JOINS = frozenset((",", "and", "or", "nor", "/"))
#: Words that may stand beside a describing word inside a list.
_BESIDE = frozenset((
    "a", "an", "very", "really", "so", "quite", "pretty", "too", "bit", "little", "slightly", "still", "just", "only",
    "now", "also", "even", "all", "rather", "extremely", "up", "way", "out", "more", "much", "totally", "always",
    "suddenly", "badly", "completely", "super", "any", "to", "touch", "the",
    "is", "are", "was", "were", "feels", "feel", "looks", "look", "has", "got", "getting", "gets", "turned", "went",
))  # fmt: skip
_BESIDE_PART = frozenset(("my", "the", "both", "left", "right", "also", "lower", "upper", "and", "in", "his", "her"))
#: After a denial these say what is so instead: 'not swollen, just tight'.
_INSTEAD = frozenset(("just", "only", "now", "still"))
_PREPOSITIONS = frozenset(("in", "of", "on", "to", "around", "at", "behind"))
_IT, _THEY = frozenset(("it", "its")), frozenset(("they", "theyre", "theyve", "these", "those", "both"))
#: Where a sentence names no part of the body, these are said of the one before: 'My calf hurts. No swelling.'
_CARRIED = frozenset((
    "swelling", "swollen", "redness", "red", "bruising", "bruise", "puffy", "warmth", "pain", "pains", "ache", "aches",
    "soreness", "weakness", "numbness", "tingling", "heaviness",
))  # fmt: skip
_EITHER = frozenset(("that", "thats", "which"))
_EXCEPT = (("except", "for"), ("apart", "from"), ("aside", "from"), ("other", "than"), ("except",), ("besides",))
_SEVERAL = frozenset(("feet", "calves", "hands"))


@dataclass(frozen=True, slots=True)
class Version:
    """A sentence made out of another. Where ``closed`` is false, a denial in it says nothing of what it stands before:

    'no pain, swollen calf' is no list, 'no swollen, red or hot calf' is one.
    """

    sentence: Sentence
    closed: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """A list: the places of each thing, and whether an 'or' closes it."""

    items: tuple[range, ...]
    closed: bool


def versions(
    sentence: Sentence, describing: frozenset[str], body: frozenset[str], before: str = ""
) -> tuple[Version, ...]:
    """The sentence once for each thing of its lists; none where there is no list.

    Parameters
    ----------
    describing, body : set of str
        The words of the lexicon that say how a part of the body is, and those of the parts.
    before : str
        The last part of the body in the sentence before, for 'it'.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> how, parts = frozenset(("cold", "pale", "swollen")), frozenset(("foot", "knee"))
    >>> said = versions(sentences("a cold, pale foot")[0], how, parts)
    >>> [" ".join(each.sentence.plain()) for each in said]
    ['a cold foot', 'a pale foot']
    >>> [" ".join(each.sentence.plain()) for each in versions(sentences("it is swollen")[0], how, parts, "knee")]
    ['it knee is swollen']
    >>> last_part(sentences("my foot and my knee")[0], parts)
    'knee'
    """
    found: list[Version] = []
    whole = _with_parts(sentence, describing, body, before)
    if whole is not sentence:
        found.append(Version(whole, closed=True))
    runs = [*_lists(whole.plain(), describing, body, _BESIDE), *_lists(whole.plain(), body, describing, _BESIDE_PART)]
    longest, closed = max((len(run.items) for run in runs), default=0), all(run.closed for run in runs)
    found += [Version(_only(whole, runs, place), closed) for place in range(longest)]
    found += [Version(each, closed=False) for each in _exceptions(sentence)]
    return tuple(found)


def last_part(sentence: Sentence, body: frozenset[str]) -> str:
    """The last part of the body that a sentence names; empty where it names none."""
    return next((word for word in reversed(sentence.plain()) if word in body), "")


def _lists(plain: Sequence[str], kind: frozenset[str], other: frozenset[str], beside: frozenset[str]) -> Iterator[_Run]:
    place = 0
    while place < len(plain):
        if plain[place] not in kind:
            place += 1
            continue
        items, end, closed = _items(plain, place, kind, beside)
        if len(items) > 1:
            items = _shared(plain, items, other)
        if 1 < len(items) <= _LONGEST_LIST:
            yield _Run(tuple(items), closed)
        place = end


def _items(
    plain: Sequence[str], place: int, kind: frozenset[str], beside: frozenset[str]
) -> tuple[list[range], int, bool]:
    """The things of a list that may begin at a place, where it ends, and whether an 'or' stands in it."""
    items, closed, end = [], False, place
    start = place
    while True:
        end = start
        while end < len(plain) and (plain[end] in kind or (plain[end] in beside and plain[end] not in _JOINS)):
            end += 1
        told = [at for at in range(start, end) if plain[at] in kind]
        if not told:
            break
        items.append(range(start, end if end < len(plain) and plain[end] in _JOINS else told[-1] + 1))
        start = end
        while start < len(plain) and plain[start] in _JOINS:
            closed = closed or plain[start] in ("or", "nor")
            start += 1
        if start == end:
            break
    return items, max(items[-1].stop if items else place, place + 1), closed


def _shared(plain: Sequence[str], items: list[range], other: frozenset[str]) -> list[range]:
    """The things that share one word of the other kind: after the last of them, or before the first."""
    last = items[-1].stop
    behind = any(word in other for word in plain[last : last + 1]) or any(
        word in _PREPOSITIONS and any(part in other for part in plain[at + 1 : at + 4])
        for at, word in enumerate(plain[last : last + 2], start=last)
    )
    ahead = _stretch_before(plain, items[0].start)
    first = any(word in other for word in ahead)
    if behind and first:  # 'my knee hurts, pain and swelling in the calf'
        return items[1:]
    return items if behind or first or any(w in other for w in _stretch_after(plain, last)[:4]) else []


def _stretch_before(plain: Sequence[str], place: int) -> Sequence[str]:
    start = place
    while start > 0 and place - start < 8 and not is_cut(plain[start - 1]) and not is_turn(plain[start - 1]):
        start -= 1
    return plain[start:place]


def _stretch_after(plain: Sequence[str], place: int) -> Sequence[str]:
    end = place
    while end < len(plain) and not is_cut(plain[end]) and not is_turn(plain[end]) and plain[end] != "and":
        end += 1
    return plain[place:end]


def _only(sentence: Sentence, runs: Sequence[_Run], place: int) -> Sentence:
    """The sentence with one thing of each list."""
    plain = sentence.plain()
    dropped: set[int] = set()
    for run in runs:
        kept = run.items[min(place, len(run.items) - 1)]
        dropped.update(set(range(run.items[0].start, run.items[-1].stop)) - set(kept))
        if not _INSTEAD.isdisjoint(plain[at] for at in kept):
            begins = run.items[0].start
            dropped.update(at for at in range(max(0, begins - 6), begins) if plain[at] in DENIALS)
    return _without(sentence, dropped)


def _without(sentence: Sentence, dropped: set[int]) -> Sentence:
    words = [word for at, word in enumerate(sentence.words) if at not in dropped]
    return sentence_of(words, asks=sentence.asks)


def _with_parts(sentence: Sentence, describing: frozenset[str], body: frozenset[str], before: str) -> Sentence:
    """'It is swollen' with the part of the body that 'it' is, 'some swelling' with that of the sentence before."""
    plain = sentence.plain()
    words: list[Word] = []
    part = before
    alone, meant = body.isdisjoint(plain), False
    # 'Joints sore, but not swollen': what a stretch without a part of the body denies is denied of the part before.
    denied = {sentence.piece[at] for at, word in enumerate(plain) if word in DENIALS}
    denied -= {sentence.piece[at] for at, word in enumerate(plain) if word in body}
    for at, word in enumerate(sentence.words):
        words.append(word)
        if plain[at] in body:
            part = plain[at]
        elif part and sentence.piece[at] in denied and plain[at] in _CARRIED:
            words.append(Word(part, word.start, word.end))
        elif before and alone and not meant and plain[at] in _CARRIED:
            words.append(Word(before, word.start, word.end))
        elif part and _means(plain[at], part) and _begins(plain, at) and _describes(plain, at, describing):
            words.append(Word(part, word.start, word.end))
            meant = True
    return sentence if len(words) == len(sentence.words) else sentence_of(words, asks=sentence.asks)


def _means(word: str, part: str) -> bool:
    several = part in _SEVERAL or (part.endswith("s") and part != "pelvis")
    return word in _EITHER or word in (_THEY if several else _IT)


def _begins(plain: Sequence[str], at: int) -> bool:
    return at == 0 or is_cut(plain[at - 1]) or is_turn(plain[at - 1]) or plain[at - 1] in ("and", "now", "because")


def _describes(plain: Sequence[str], at: int, describing: frozenset[str]) -> bool:
    for word in plain[at + 1 : at + 6]:
        if word in describing:
            return True
        if word not in FILLERS and word not in DENIALS:
            return False
    return False


def _exceptions(sentence: Sentence) -> Iterator[Sentence]:
    """'No pain except in my knee' is a pain in the knee."""
    plain = sentence.plain()
    for at in range(2, len(plain)):
        words = next((each for each in _EXCEPT if tuple(plain[at : at + len(each)]) == each), ())
        denied = [place for place in range(max(0, at - 6), at) if plain[place] in DENIALS] if words else []
        if denied and not any(is_cut(word) or is_turn(word) for word in plain[denied[-1] : at]):
            yield _without(sentence, {denied[-1], *range(at, at + len(words))})
