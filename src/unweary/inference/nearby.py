"""What may be meant by words that no phrase of the lexicon reads: the findings whose words are nearest.

A guess and no more: it is only ever asked ('Did you mean ...?') and counts as nothing before the person says yes.
Every phrase is taken apart here: its words may stand in any order, any distance apart in one stretch of a sentence, and
a word may stand for another of its kind ('pounding' for 'racing'). The nearness is the share of a phrase that was met,
each word weighed by how few findings it speaks of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from unweary.inference.cue_places import cues
from unweary.inference.real_words import REAL_WORDS
from unweary.inference.said_numbers import TALK
from unweary.inference.sentences import DENIALS, FILLERS, STARTERS, Sentence, is_cut
from unweary.inference.wordings import Part, parse, root, slips
from unweary.vocab.kept import kept
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.lexicon import Phrase

#: Chosen on texts of development: how near a finding must be, how much its words must tell, how many for one stretch.
_NEAR, _TELLS, _MOST = 0.88, 2.5, 2
#: In one text so many are asked about.
_MOST_ASKED = 6
#: So much of what was met must be words that nothing else has read.
_UNREAD = 0.4
#: What a word of the same kind, a word with one wrong letter, and a small word count for.
_ALIKE, _SLIP, _SMALL = 0.9, 0.8, 0.3
#: A slip of the pen is looked for in words of this length.
_SLIP_FROM = 5
#: Between two words that belong together at most so many small words.
_MOST_BETWEEN = 2
#: Words that hardly tell one finding from another.
_TALK = frozenset(
    root(word)
    for word in (
        *FILLERS, *DENIALS, *STARTERS, *TALK, "like", "every", "other", "so", "than", "where", "because", "anything",
        "something", "everything", "come", "comes", "make", "makes", "take", "takes", "do", "does", "done", "did",
        "thing", "things", "time", "times", "long", "way", "month", "months", "two", "three", "most", "until", "til",
        "till", "then", "each", "end", "say", "says", "wont", "out", "off", "back", "here", "somebody", "someone",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A finding that may be meant: how near (1: all of a phrase was met), and which stretch of the text led to it."""

    finding: str
    nearness: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One phrase as a heap of parts, each with its weight; ``whole`` is their sum."""

    finding: str
    weights: tuple[float, ...]
    whole: float
    near: frozenset[str]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All phrases, under every unit (a word, words that belong together, a kind) the rows and parts that it is in."""

    rows: tuple[_Row, ...]
    within: Mapping[str, tuple[tuple[int, int], ...]]
    kinds: Mapping[str, tuple[str, ...]]
    joined: Mapping[str, tuple[tuple[str, ...], ...]]
    by_letter: Mapping[str, tuple[str, ...]]
    alarms: frozenset[str]

    def order(self, guess: Guess) -> tuple[bool, float, str]:
        """A warning sign first, then the nearest."""
        return guess.finding not in self.alarms, -guess.nearness, guess.finding


def guesses(
    knowledge: Knowledge, untold: Iterable[tuple[Sentence, frozenset[int]]], known: Collection[str]
) -> tuple[Guess, ...]:
    """What may be meant that is not ``known`` yet: warning signs first, then the nearest; never many.

    ``untold`` are the sentences with the places of their telling words that nothing has read.

    Examples
    --------
    >>> from unweary.inference.sentences import sentences
    >>> from unweary.service.person import packaged_knowledge
    >>> [said] = sentences("ticker going like the clappers")
    >>> [guess.finding for guess in guesses(packaged_knowledge(), [(said, frozenset((0, 4)))], ())]
    ['palpitations']
    """
    asked = neighbours_of(knowledge)
    best: dict[str, Guess] = {}
    found = (guess for sentence, unread in untold for guess in _in_stretches(asked, sentence, unread, known))
    for guess in sorted(found, key=asked.order):
        best.setdefault(guess.finding, guess)
    return tuple(best.values())[:_MOST_ASKED]


def _in_stretches(
    neighbours: Neighbours, sentence: Sentence, unread: frozenset[int], known: Collection[str]
) -> Iterator[Guess]:
    """For each stretch of a sentence the nearest few."""
    plain = sentence.plain()
    if any(cue.kind == "other" for cue in cues(plain)):
        return
    for number in dict.fromkeys(sentence.piece[at] for at in sorted(unread)):
        places = [at for at, piece in enumerate(sentence.piece) if piece == number and not is_cut(plain[at])]
        yield from sorted(_nearest(neighbours, sentence, places, unread, known), key=neighbours.order)[:_MOST]


def _nearest(
    neighbours: Neighbours, sentence: Sentence, places: Sequence[int], unread: Collection[int], known: Collection[str]
) -> Iterator[Guess]:
    plain = sentence.plain()
    met: dict[int, dict[int, tuple[float, int, int]]] = {}
    units = [
        (each, any(at in unread for at in range(each[2], each[3] + 1))) for each in _units(neighbours, plain, places)
    ]
    # Only a word that nothing has read brings a row in; the others add to it.
    for (unit, share, first, last), new in sorted(units, key=lambda each: not each[1]):
        for row, part in neighbours.within.get(unit, ()):
            if new or row in met:
                parts = met.setdefault(row, {})
                if share > parts.get(part, (0.0, 0, 0))[0]:
                    parts[part] = (share, first, last)
    said = frozenset(plain)
    best: dict[str, Guess] = {}
    for number, parts in met.items():
        phrase = neighbours.rows[number]
        if (
            phrase.finding in known
            or not phrase.unless.isdisjoint(said)
            or (phrase.near and phrase.near.isdisjoint(said))
        ):
            continue
        # One word stands for one part only: 'cold' is not 'cold cold'.
        if len({first for _, first, _ in parts.values()}) < len(parts):
            continue
        tells = sum(share * phrase.weights[part] for part, (share, _, _) in parts.items())
        nearness = tells / phrase.whole
        if nearness < _NEAR or tells < _TELLS:
            continue
        fresh = sum(
            share * phrase.weights[part]
            for part, (share, first, last) in parts.items()
            if any(at in unread for at in range(first, last + 1))
        )
        if fresh < _UNREAD * tells:
            continue
        guess = Guess(
            phrase.finding,
            nearness,
            sentence.words[min(first for _, first, _ in parts.values())].start,
            sentence.words[max(last for _, _, last in parts.values())].end,
        )
        if phrase.finding not in best or best[phrase.finding].nearness < nearness:
            best[phrase.finding] = guess
    yield from best.values()


def _units(
    neighbours: Neighbours, plain: Sequence[str], places: Sequence[int]
) -> Iterator[tuple[str, float, int, int]]:
    """Each word, words that belong together, and the kinds of both: with what they count for, and where they stand."""
    for at, place in enumerate(places):
        word, share = _known(neighbours, plain[place])
        yield word, share, place, place
        for kind in neighbours.kinds.get(word, ()):
            yield kind, share * _ALIKE, place, place
        for row in neighbours.joined.get(word, ()):
            last = _stands(plain, places[at:], row)
            if last is not None:
                unit = " ".join(row)
                yield unit, 1.0, place, last
                for kind in neighbours.kinds.get(unit, ()):
                    yield kind, _ALIKE, place, last


def _stands(plain: Sequence[str], places: Sequence[int], row: Sequence[str]) -> int | None:
    """Where words that belong together end, with at most a few small words between two of them."""
    at, between = places[0], 0
    wanted = iter(row[1:])
    want = next(wanted)
    for place in places[1:]:
        if root(plain[place]) == want:
            at, between = place, 0
            following = next(wanted, None)
            if following is None:
                return at
            want = following
        elif plain[place] in FILLERS and between < _MOST_BETWEEN:
            between += 1
        else:
            return None
    return None


def _known(neighbours: Neighbours, word: str) -> tuple[str, float]:
    """The word as the phrases know it, with what it counts for: less where one letter had to be put right."""
    plain = root(word)
    if plain in neighbours.within or plain in neighbours.kinds or plain in neighbours.joined or word in REAL_WORDS:
        return plain, 1.0
    if len(word) < _SLIP_FROM or not word.isalpha():
        return plain, 1.0
    near = [each for each in neighbours.by_letter.get(word[0], ()) if abs(len(each) - len(plain)) <= 1]
    return next(((each, _SLIP) for each in near if slips(plain, each, 1) <= 1), (plain, 1.0))


# ---- made ready


@kept
def neighbours_of(knowledge: Knowledge) -> Neighbours:
    """The phrases of the lexicon made ready."""
    told = {row.finding for row in knowledge.likelihoods} | {rows.finding for rows in knowledge.nearly}
    asked = frozenset(
        each.id
        for each in knowledge.findings.values()
        if each.collected_by == "self" and each.kind != "number" and (each.alarm or each.id in told)
    )
    alarms = frozenset(name for name in asked if knowledge.findings[name].alarm)
    lexicon, alike = knowledge.lexicon, knowledge.alike
    groups = {group.id: group.words for group in (*knowledge.word_groups, *alike)}
    kinds: dict[str, list[str]] = {}
    for kind in alike:
        for unit in _of([part for word in kind.words for row in parse(word, groups) for part in row]):
            kinds.setdefault(unit, []).append(f"{{{kind.id}}}")
    heaps: dict[tuple[str, tuple[frozenset[str], ...]], tuple[frozenset[str], frozenset[str]]] = {}
    for phrase in lexicon:
        if phrase.finding in asked and phrase.state in ("present", "uncertain") and phrase.number_from is None:
            near, unless = (frozenset(_words(words, groups)) for words in (phrase.near, _against(phrase)))
            for heap in _heaps(phrase.words, groups, kinds, several=True):
                heaps.setdefault((phrase.finding, heap), (near, unless))
    for rows in knowledge.nearly:
        for heap in _heaps(rows.words, groups, kinds, several=False):
            heaps.setdefault((rows.finding, heap), (frozenset(), frozenset(_words(rows.unless, groups))))
    speaks: dict[str, set[str]] = {}
    for finding, heap in heaps:
        for unit in frozenset().union(*heap):
            speaks.setdefault(unit, set()).add(finding)
    findings = len({finding for finding, _ in heaps})
    made: list[_Row] = []
    within: dict[str, list[tuple[int, int]]] = {}
    for (finding, heap), (near, unless) in heaps.items():
        weights = tuple(_weight(part, speaks, findings) for part in heap)
        for place, part in enumerate(heap):
            for unit in part:
                within.setdefault(unit, []).append((len(made), place))
        made.append(_Row(finding, weights, sum(weights), near, unless))
    units = {*within, *kinds}
    joined: dict[str, list[tuple[str, ...]]] = {}
    by_letter: dict[str, list[str]] = {}
    for unit in sorted(units):
        words = tuple(unit.split())
        if len(words) > 1:
            joined.setdefault(words[0], []).append(words)
        elif len(unit) >= _SLIP_FROM - 1 and unit.isalpha():
            by_letter.setdefault(unit[0], []).append(unit)
    return Neighbours(
        tuple(made),
        {unit: tuple(rows) for unit, rows in within.items()},
        {unit: tuple(dict.fromkeys(of)) for unit, of in kinds.items()},
        {first: tuple(rows) for first, rows in joined.items()},
        {first: tuple(words) for first, words in by_letter.items()},
        alarms,
    )


def _against(phrase: Phrase) -> tuple[str, ...]:
    """The words with which a phrase does not hold."""
    return (*phrase.unless, *phrase.nowhere, *([phrase.not_of] if phrase.not_of else []))


def _heaps(
    patterns: Iterable[str], groups: Mapping[str, Sequence[str]], kinds: Mapping[str, Sequence[str]], *, several: bool
) -> Iterator[tuple[frozenset[str], ...]]:
    """Each phrase as its parts; with ``several`` only those of two and more."""
    for pattern in patterns:
        parts = [part for part in parse(pattern, groups)[0] if part.kind == "words"]
        heap = [_of([part]) for part in parts if not (part.optional and _small(_of([part])))]
        # What one word alone says the phrases have read.
        if heap and not (several and len(heap) < 2):
            yield tuple(part.union(*(kinds.get(unit, ()) for unit in part)) for part in heap)


def _of(parts: Iterable[Part]) -> frozenset[str]:
    return frozenset(
        " ".join(root(word.removesuffix("*")) for word in option) for part in parts for option in part.options
    )


def _weight(part: Collection[str], speaks: Mapping[str, Collection[str]], findings: int) -> float:
    """How much a part tells: little where one of its words speaks of many findings."""
    telling = log(findings / max(len(speaks[unit]) for unit in part))
    return telling * (_SMALL if _small(part) else 1.0)


def _small(part: Iterable[str]) -> bool:
    return all(word in _TALK for unit in part for word in unit.split())


def _words(written: Iterable[str], groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for word in written:
        if word.startswith("{"):
            yield from _words(groups[word[1:-1]], groups)
        else:
            yield word
