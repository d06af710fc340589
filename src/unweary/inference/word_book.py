"""The lexicon made ready for reading: every pattern, and with which words each can begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from unweary.inference.sentences import is_cut, sentences
from unweary.inference.wordings import Part, parse, vocabulary
from unweary.vocab.knowledge import ProfileWord
from unweary.vocab.lexicon import Change, Phrase, Reading, WordGroup

Proposed = Literal["present", "absent", "uncertain"]


#: Beside the name of a medicine or an illness: it is measured or not borne, so not known or taken.
_NOT_KNOWN = frozenset(("low", "level", "levels", "allergic", "allergy"))


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pattern says when it is found."""

    findings: tuple[str, ...]
    state: Proposed | Literal["nothing"]
    holds: str
    denied: str
    near: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    nowhere: tuple[tuple[str, ...], ...] = ()
    not_of: frozenset[str] = frozenset()
    low: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """All patterns, and under every word ('#' for a number) which of them can begin with it."""

    rules: tuple[tuple[tuple[Part, ...], Rule], ...]
    begun: Mapping[str, tuple[int, ...]]
    readings: tuple[tuple[tuple[Part, ...], Reading], ...]
    changes: tuple[tuple[tuple[Part, ...], Change], ...]
    words: frozenset[str]
    stems: tuple[str, ...]
    body: frozenset[str]
    describing: frozenset[str]


@lru_cache(maxsize=4)
def book_of(
    lexicon: tuple[Phrase, ...],
    word_groups: tuple[WordGroup, ...],
    readings: tuple[Reading, ...],
    profile_words: tuple[ProfileWord, ...],
    changes: tuple[Change, ...] = (),
) -> Book:
    """The patterns of the lexicon and of the words of the profile; kept, since both hardly ever change."""
    groups = {group.id: group.words for group in word_groups}
    rules = [*_phrases(lexicon, groups), *_profile(profile_words)]
    measured = [(row, reading) for reading in readings for word in reading.words for row in parse(word, groups)]
    changed = [(row, change) for change in changes for word in change.words for row in parse(word, groups)]
    words = vocabulary([row for row, _ in (*rules, *measured, *changed)])
    rules = list(dict.fromkeys(rules))
    begun: dict[str, list[int]] = {}
    for number, (row, _) in enumerate(rules):
        for first in dict.fromkeys(_beginnings(row)):
            begun.setdefault(first, []).append(number)
    return Book(
        tuple(rules),
        {first: tuple(entries) for first, entries in begun.items()},
        tuple(measured),
        tuple(changed),
        frozenset(word for word in words if not word.endswith("*")),
        tuple(sorted(word[:-1] for word in words if word.endswith("*"))),
        frozenset(groups.get("body", ())),
        frozenset(word for row in parse("{describing}", groups) for (word,) in row[0].options)
        if "describing" in groups
        else frozenset(),
    )


def _phrases(
    lexicon: tuple[Phrase, ...], groups: Mapping[str, Sequence[str]]
) -> Iterator[tuple[tuple[Part, ...], Rule]]:
    for phrase in lexicon:
        rule = Rule(
            (phrase.finding,),
            phrase.state,
            phrase.holds,
            phrase.denied,
            frozenset(_words(phrase.near, groups)),
            frozenset(_words(phrase.unless, groups)),
            tuple(tuple(word.split("_")) for word in _words(phrase.nowhere, groups)),
            frozenset(_words((phrase.not_of,), groups)) if phrase.not_of else frozenset(),
            phrase.number_from,
            phrase.number_below,
        )
        yield from ((row, rule) for pattern in phrase.words for row in parse(pattern, groups))


def _profile(profile_words: tuple[ProfileWord, ...]) -> Iterator[tuple[tuple[Part, ...], Rule]]:
    for known in profile_words:
        if known.field != "sports":
            yield from ((row, _profile_rule(known, word)) for word in known.words for row in _profile_rows(word))


def _words(written: Sequence[str], groups: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Words, with those of a group in the place of its name."""
    for word in written:
        if word.startswith("{"):
            yield from _words(groups[word[1:-1]], groups)
        else:
            yield word


def _profile_rule(known: ProfileWord, word: str) -> Rule:
    # Not to take one medicine of a class, or not to have one illness of a kind, says nothing about the others.
    holds = "ever" if known.field == "conditions" else "now"
    own = word.replace("-", " ").split()
    return Rule(known.sets, "present", holds, "nothing", unless=_NOT_KNOWN.difference(own))


def _profile_rows(word: str) -> Iterator[tuple[Part, ...]]:
    read = sentences(word)
    plain = [spoken for sentence in read for spoken in sentence.plain() if not is_cut(spoken)]
    if plain:
        last = plain[-1]
        ends = ((last,),) if last.endswith("s") else ((last,), (f"{last}s",))
        yield (*(Part(((spoken,),)) for spoken in plain[:-1]), Part(ends))


def _beginnings(row: Sequence[Part]) -> Iterator[str]:
    for part in row:
        if part.kind in ("number", "decimal"):
            yield "#"
        yield from (option[0] for option in part.options)
        if not part.optional:
            return
