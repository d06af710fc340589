"""Patterns of plain words and where they stand in a sentence.

A pattern is a row of words; ``a|b`` is one or the other, ``{leg}`` a word of that group, ``low_back`` two words
in a row, ``swell*`` a beginning, ``word?`` may be left out, ``...`` a few words in between, ``{number}`` a number.
``x <> y`` means "x y" or "y ... x". Small words that change nothing may stand between the words of a pattern.
Long words are also known with a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from unweary.inference.real_words import REAL_WORDS
from unweary.inference.sentences import FILLERS, STARTERS, Sentence, is_cut, is_turn, number_of

#: Between two words of a pattern: at most so many small words, and words of any kind where '...' stands.
_MOST_FILLERS = 4
_MOST_BETWEEN = 5
#: 'My leg below the knee is cold': the knee only says where.
_PLACED = frozenset(("below", "above", "under", "behind", "beneath"))
#: They count, but as no exact number: "one calf", "a few nights".
_VAGUE = frozenset(("one", "couple", "few", "several", "half"))
#: A slip is looked for in words of this length, one letter; from the second length on, two letters.
_SLIP_FROM, _TWO_SLIPS_FROM = 6, 10
#: Letters taken for each other: beside it on the keyboard, or alike in sound. 'Leaping' is no slip for 'leaking'.
_BESIDE = {
    "a": "qwszeiou", "b": "vghnp", "c": "xdfvks", "d": "erfcxst", "e": "wsdraiou", "f": "rtgvcdp", "g": "tyhbvfj",
    "h": "yujnbg", "i": "ujkoaeyu", "j": "uikmnhg", "k": "ijlmcq", "l": "kopr", "m": "njk", "n": "bhjm", "o": "iklpaeu",
    "p": "olb", "q": "wak", "r": "edftl", "s": "awedxzc", "t": "rfgyd", "u": "yhjiaeo", "v": "cfgbw", "w": "qaesv",
    "x": "zsdc", "y": "tghui", "z": "asx",
}  # fmt: skip
#: Words of this length are known with two letters changed over, or with one letter too few; no other slip.
_SWAP_AT = 5
#: Words of this length are known in their other forms: 'swells' with 'swelling'. So much of them must be left.
_FORM_FROM, _LEAST_ROOT = 4, 3
_SPELLINGS = (("our", "or"), ("yse", "yze"), ("ise", "ize"), ("ising", "izing"), ("ae", "e"), ("oe", "e"))
#: An ending, and what is left of it; the first that fits counts.
_ENDINGS = (
    ("iness", "y"), ("ness", ""), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""),
    ("ey", "y"),
)  # fmt: skip
#: 'A swollen left calf' is a swollen calf.
_SIDES = frozenset(("left", "right", "lower", "upper", "inner", "outer"))


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a pattern: the rows of words that may stand there, or a gap, or a number."""

    options: tuple[tuple[str, ...], ...] = ()
    kind: str = "words"
    optional: bool = False
    firsts: frozenset[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "firsts", frozenset(option[0] for option in self.options))


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern found: the places of the first and last word, those that the pattern names, and the number in it."""

    first: int
    last: int
    own: frozenset[int]
    number: float | None = None


@dataclass(slots=True)
class Reader:
    """One sentence made ready: ``like[i]`` holds every word of the vocabulary that word ``i`` may be."""

    sentence: Sentence
    plain: tuple[str, ...]
    like: tuple[frozenset[str], ...]
    body: frozenset[str] = field(default_factory=frozenset)


def parse(text: str, groups: Mapping[str, Sequence[str]]) -> tuple[tuple[Part, ...], ...]:
    """The rows of parts that a pattern stands for.

    Raises
    ------
    KeyError
        For a group that is not there.
    ValueError
        For a pattern without any word of its own.

    Examples
    --------
    >>> [[part.options for part in row] for row in parse("heavy <> leg|legs", {})]
    [[(('heavy',),), (('leg',), ('legs',))], [(('leg',), ('legs',)), (), (('heavy',),)]]
    """
    left, sign, right = text.partition("<>")
    rows = [tuple(_parts(left, groups))]
    if sign:
        first, second = rows[0], tuple(_parts(right, groups))
        rows = [(*first, *second), (*second, Part(kind="gap"), *first)]
    for row in rows:
        if not row or row[0].kind == "gap" or row[-1].kind == "gap" or all(part.optional for part in row):
            raise ValueError(f"'{text}' has no word to begin or to end with")
    return tuple(rows)


def _parts(text: str, groups: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    for written in text.split():
        optional = written.endswith("?")
        word = written.removesuffix("?")
        if word == "...":
            yield Part(kind="gap")
        elif word in ("{number}", "{decimal}"):
            yield Part(kind=word[1:-1], optional=optional)
        else:
            yield Part(tuple(dict.fromkeys(_options(word, groups))), optional=optional)


def _options(word: str, groups: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    for choice in word.split("|"):
        if choice.startswith("{") and choice.endswith("}"):
            for member in groups[choice[1:-1]]:
                yield from _options(member, groups)
        elif choice:
            yield tuple(choice.replace("'", "").lower().split("_"))


def vocabulary(rows: Iterable[tuple[Part, ...]]) -> frozenset[str]:
    """Every word that stands in patterns."""
    return frozenset(word for row in rows for part in row for option in part.options for word in option)


def ready(sentence: Sentence, words: frozenset[str], stems: tuple[str, ...], body: frozenset[str]) -> Reader:
    """A sentence with, for each word, what it may be in the vocabulary (``stems``: beginnings without the star)."""
    plain = sentence.plain()
    return Reader(sentence, plain, tuple(_like(word, words, stems) for word in plain), body)


@lru_cache(maxsize=8192)
def _like(word: str, words: frozenset[str], stems: tuple[str, ...]) -> frozenset[str]:
    found = {f"{stem}*" for stem in stems if word.startswith(stem)}
    if word in words:
        found.add(word)
    elif word.endswith("in") and f"{word}g" in words and word not in REAL_WORDS:  # 'achin', 'burnin'
        found.add(f"{word}g")
    elif len(word) >= _FORM_FROM and word not in REAL_WORDS and (forms := _forms(words).get(root(word))):
        found.update(forms)
    elif len(word) >= _SLIP_FROM and not found and word not in REAL_WORDS and word.isalpha():
        most = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        close = [
            (slips(word, known, most), known) for known in _long(words).get(word[0], ()) if _may_be(word, known, most)
        ]
        near = sorted(pair for pair in close if pair[0] <= most)
        if near:
            found.update(known for count, known in near if count == near[0][0])
    elif len(word) == _SWAP_AT and not found and word not in REAL_WORDS:
        found.update(other for other in _swapped(word) if other in words)
        found.update(_short(words).get(word, ()) if not found else ())
    return frozenset(found)


@lru_cache(maxsize=8)
def _long(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The words in which a slip is looked for, under their first letter."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _SLIP_FROM:
            found.setdefault(word[0], []).append(word)
    return {first: tuple(begun) for first, begun in found.items()}


@lru_cache(maxsize=8)
def _short(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The words of six letters under what is left of them without one, never the first: 'enrgy' is 'energy'."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) == _SLIP_FROM and word.isalpha():
            for at in range(1, len(word)):
                found.setdefault(word[:at] + word[at + 1 :], []).append(word)
    return {short: tuple(dict.fromkeys(known)) for short, known in found.items()}


@lru_cache(maxsize=8)
def _forms(words: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """The words of the vocabulary under what is left of them without their endings."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _FORM_FROM and word.isalpha():
            found.setdefault(root(word), []).append(word)
    return {each: tuple(forms) for each, forms in found.items()}


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """A word without its ending, and spelled one way on both sides of the ocean.

    Examples
    --------
    >>> [root(word) for word in ("swells", "swelling", "cramped", "cramps", "throbbing", "carries", "carried")]
    ['swel', 'swel', 'cramp', 'cramp', 'throb', 'carry', 'carry']
    >>> root("anaemia") == root("anemia"), root("colour") == root("colors"), root("breathless")
    (True, True, 'breathles')
    """
    if len(word) > _FORM_FROM:
        for british, american in _SPELLINGS:
            word = word.replace(british, american)
    for ending, left in _ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) + len(left) >= _LEAST_ROOT:
            word = word[: -len(ending)] + left
            break
    if len(word) > _LEAST_ROOT and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] if len(word) > _LEAST_ROOT and word[-1] == "e" else word


def _swapped(word: str) -> Iterator[str]:
    """The word with two neighbours changed over, never the first letter: 'haert' is 'heart'."""
    for at in range(1, len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _may_be(word: str, known: str, most: int) -> bool:
    return abs(len(known) - len(word)) <= most and known[-1] != "*"


def slips(word: str, known: str, most: int) -> int:
    """How many letters are wrong, missing, too many or swapped with the next; ``most + 1`` where there are more.

    Examples
    --------
    >>> slips("swolen", "swollen", 1), slips("exhuasted", "exhausted", 1), slips("fever", "heavy", 1)
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(word, start=1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(known, start=1):
            other = 0 if letter == wanted else 1 if wanted in _BESIDE.get(letter, "") else most + 1
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + other)
            if i > 1 and j > 1 and letter == known[j - 2] and word[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def find(reader: Reader, row: tuple[Part, ...], begins: Iterable[int] | None = None) -> tuple[Found, ...]:
    """Every place where a pattern stands, the shortest from each beginning, none over another.

    ``begins``, in rising order, are the only places where it can begin, where they are known.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> row = parse("calf ... swollen", {})[0]
    >>> sentence = sentences("My calf is hot and swolen")[0]
    >>> find(ready(sentence, vocabulary([row]), (), frozenset()), row)[0].last
    5
    """
    found: list[Found] = []
    free = 0
    for place in range(len(reader.plain)) if begins is None else begins:
        hit = _from(reader, row, place) if place >= free else None
        if hit is not None:
            found.append(hit)
            free = hit.last + 1
    return tuple(found)


def _from(reader: Reader, row: tuple[Part, ...], place: int) -> Found | None:
    """The pattern beginning exactly at a place."""
    own = _rest(reader, row, place, 0, start=True)
    if own is None:
        return None
    if not own:
        return None
    number = next((number_of(reader.plain[at]) for at, part in own if part.kind in ("number", "decimal")), None)
    places = frozenset(at for at, _ in own)
    return Found(min(places), max(places), places, number)


def _rest(
    reader: Reader, row: tuple[Part, ...], place: int, index: int, *, start: bool = False
) -> tuple[tuple[int, Part], ...] | None:
    """The places of the parts from ``index`` on, or None. At the start and after a gap nothing may be passed over."""
    if index == len(row):
        return ()
    part = row[index]
    if part.kind == "gap":
        return _after_gap(reader, row, place, index)
    for at in (place,) if start else _within_reach(reader, place):
        for length in _lengths(reader, part, at):
            rest = _rest(reader, row, at + length, index + 1)
            if rest is not None:
                return (*((at + step, part) for step in range(length)), *rest)
        if start:
            break
    return _rest(reader, row, place, index + 1, start=start) if part.optional else None


def _within_reach(reader: Reader, place: int) -> Iterator[int]:
    """This place and those behind small words, in the same stretch."""
    for at in range(place, min(len(reader.plain), place + _MOST_FILLERS + 1)):
        if place and reader.sentence.piece[at] != reader.sentence.piece[place - 1]:
            return
        yield at
        if reader.plain[at] not in FILLERS and reader.plain[at] not in _SIDES:
            return


def _after_gap(reader: Reader, row: tuple[Part, ...], place: int, index: int) -> tuple[tuple[int, Part], ...] | None:
    told = 0
    for at in range(place, len(reader.plain)):
        word = reader.plain[at]
        if reader.sentence.piece[at] != reader.sentence.piece[place - 1] or is_cut(word) or is_turn(word):
            return None
        rest = _rest(reader, row, at, index + 1, start=True)
        if rest is not None:
            return rest
        # Over another part of the body nothing reaches: in 'sore calf and swollen arm' the calf is not swollen.
        beyond = word in reader.body and _PLACED.isdisjoint(reader.plain[max(0, at - 2) : at])
        if (beyond and _of_body(row, reader.body)) or (
            word == "and" and reader.plain[at + 1 : at + 2] and reader.plain[at + 1] in STARTERS
        ):
            return None
        told += word not in FILLERS
        if told > _MOST_BETWEEN:
            return None
    return None


def _of_body(row: tuple[Part, ...], body: frozenset[str]) -> bool:
    return any(word in body for part in row for option in part.options for word in option)


def _lengths(reader: Reader, part: Part, at: int) -> Iterator[int]:
    """How many words the part takes up at a place, one length for each way in which it fits."""
    if at >= len(reader.plain):
        return
    if part.kind in ("number", "decimal"):
        said = reader.plain[at]
        if number_of(said) is not None and said not in _VAGUE and (part.kind == "number" or "." in said):
            yield 1
        return
    like = reader.like[at]
    if like.isdisjoint(part.firsts):
        return
    for option in part.options:
        end = at + len(option)
        if (
            option[0] in like
            and end <= len(reader.plain)
            and all(word in reader.like[at + step] for step, word in enumerate(option))
            and reader.sentence.piece[at] == reader.sentence.piece[end - 1]
        ):
            yield len(option)
