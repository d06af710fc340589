"""Whether the lexicon hangs together: every finding is there, no phrase twice, every pattern can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unweary.vocab.errors import Problem
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names


def lexicon_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Everything in the lexicon that would be read wrongly or never.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.lexicon import Phrase
    >>> phrases = (Phrase("fever", ("{hot} all over", "fever", "fever")),)
    >>> some = Some(findings={"fever": 1}, quantities={}, word_groups=(), lexicon=phrases, lasting=(), long_since=(),
    ...             readings=(), changes=(), entailed=(), alike=(), nearly=())
    >>> [(problem.code, problem.message) for problem in lexicon_problems(some)]
    [('unknown_group', "there is no group of words '{hot}'"), ('twice', "'fever' stands here 2 times")]
    """
    groups = {f"{{{group.id}}}" for group in knowledge.word_groups} | {"{number}", "{decimal}"}
    for group in knowledge.word_groups:
        yield from _groups(f"lexicon: word_group {group.id}", group.words, groups)
    seen: dict[tuple[str, str], str] = {}
    for index, phrase in enumerate(knowledge.lexicon):
        where = f"lexicon: phrase[{index}] {phrase.finding}"
        if phrase.finding not in knowledge.findings:
            yield Problem(where, "unknown_finding", f"there is no finding '{phrase.finding}'")
        yield from _groups(where, (*phrase.words, *phrase.near, *phrase.unless, *phrase.nowhere), groups)
        yield from _groups(where, (phrase.not_of or "no",), groups)
        yield from _twice(where, phrase.finding, phrase.words, seen)
        limited = phrase.number_from is not None or phrase.number_below is not None
        if limited and not all("{number}" in words for words in phrase.words):
            yield Problem(where, "no_number", "its number has limits, but not every phrase has a {number}")
    kinds = groups | {f"{{{kind.id}}}" for kind in knowledge.alike}
    for kind in knowledge.alike:
        yield from _groups(f"nearby: alike {kind.id}", kind.words, groups)
    for rows in knowledge.nearly:
        where = f"nearby: nearly {rows.finding}"
        if rows.finding not in knowledge.findings:
            yield Problem(where, "unknown_finding", f"there is no finding '{rows.finding}'")
        yield from _groups(where, (*rows.words, *rows.unless), kinds)
        yield from _twice(where, rows.finding, rows.words, {})
    for rule in knowledge.lasting:
        for name in (rule.finding, *rule.of):
            if name not in knowledge.findings:
                yield Problem(f"lexicon: lasting {rule.finding}", "unknown_finding", f"there is no finding '{name}'")
    for old in knowledge.long_since:
        for name in old.findings:
            if name not in knowledge.findings:
                yield Problem("lexicon: long_since", "unknown_finding", f"there is no finding '{name}'")
    for entry in knowledge.entailed:
        for name in (entry.finding, *names(entry.when), *(names(entry.unless) if entry.unless is not None else ())):
            if name not in knowledge.findings:
                yield Problem(f"lexicon: entailed {entry.finding}", "unknown_finding", f"there is no finding '{name}'")
    for change in knowledge.changes:
        where = f"lexicon: change {change.finding}"
        if change.finding not in knowledge.findings:
            yield Problem(where, "unknown_finding", f"there is no finding '{change.finding}'")
        yield from _groups(where, (*change.words, *change.unless), groups)
        if not all("{number}" in words for words in change.words):
            yield Problem(where, "no_number", "not every phrase has a {number}")
        if not (change.low < change.high and change.least < change.most):
            yield Problem(where, "order", "low is not under high, or least not under most")
    for reading in knowledge.readings:
        where = f"lexicon: reading {reading.quantity}"
        if reading.quantity not in knowledge.quantities:
            yield Problem(where, "unknown_quantity", f"there is no quantity '{reading.quantity}'")
        yield from _groups(where, reading.words, groups)
        if not reading.low < reading.high:
            yield Problem(where, "order", f"low {reading.low:g} is not under high {reading.high:g}")


def _twice(where: str, finding: str, phrases: Iterable[str], seen: dict[tuple[str, str], str]) -> Iterator[Problem]:
    counts: dict[str, int] = {}
    for words in phrases:
        counts[words] = counts.get(words, 0) + 1
    for words, count in counts.items():
        if count > 1:
            yield Problem(where, "twice", f"'{words}' stands here {count} times")
        if (finding, words) in seen:
            yield Problem(where, "twice", f"'{words}' stands in {seen[finding, words]} too")
        seen[finding, words] = where


def _groups(where: str, phrases: Iterable[str], groups: set[str]) -> Iterator[Problem]:
    for words in phrases:
        plain = words.split("<>")
        if not words.strip() or len(plain) > 2 or not all(part.strip() for part in plain):
            yield Problem(where, "phrase", f"'{words}' is no phrase: words, with at most one '<>' between them")
        for word in words.replace("<>", " ").split():
            for choice in word.removesuffix("?").split("|"):
                if choice.startswith("{") and choice not in groups:
                    yield Problem(where, "unknown_group", f"there is no group of words '{choice}'")
