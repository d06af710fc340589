"""Whether the complaint is one that Unweary judges at all."""

from __future__ import annotations

from unweary.inference.findings import Findings
from unweary.inference.sentences import sentences
from unweary.inference.wordings import find, parse, ready, vocabulary
from unweary.vocab.knowledge import Knowledge

#: What a person says about their main trouble, what counts as one of ours, and what follows.
OTHER, OURS, OUTSIDE = "other_complaint", "our_complaint", "out_of_scope"


def with_scope(known: Findings) -> Findings:
    """The same facts, with ``out_of_scope`` set: another complaint is said, and none of ours is said or recorded.

    Nobody is out of scope for want of answers: without a word about another complaint it stays unknown.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from unweary.inference.findings import findings
    >>> from unweary.service.person import packaged_knowledge
    >>> from unweary.vocab.history import Answer, History
    >>> now, knowledge = datetime(2026, 11, 20, 7, 30, tzinfo=UTC), packaged_knowledge()
    >>> tooth, calf = Answer("other_complaint", "present", now), Answer("muscle_ache", "present", now)
    >>> for said in ((tooth,), (tooth, calf), (calf,)):
    ...     print(with_scope(findings(History(now, answers=said), knowledge, now, {}, {})).truth("out_of_scope"))
    True
    False
    None
    """
    if known.truth(OTHER) is not True:
        return known
    return known.with_truth(OUTSIDE, known.truth(OURS) is not True, known.sources_of(OTHER))


def speaks_of(text: str, group: str, knowledge: Knowledge) -> bool:
    """Whether any word of a group of the lexicon stands in a text, understood or not.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> [speaks_of(text, "our_words", packaged_knowledge()) for text in ("my calf goes boom", "my wheel squeaks")]
    [True, False]
    """
    groups = {entry.id: entry.words for entry in knowledge.word_groups}
    rows = [row for word in groups.get(group, ()) for row in parse(word, groups)]
    words = vocabulary(rows)
    whole = frozenset(word for word in words if not word.endswith("*"))
    body = frozenset(groups.get("body", ()))
    return any(
        next(iter(find(reader, row)), None) is not None
        for sentence in sentences(text)
        for reader in (ready(sentence, whole, tuple(word[:-1] for word in words if word.endswith("*")), body),)
        for row in rows
    )
