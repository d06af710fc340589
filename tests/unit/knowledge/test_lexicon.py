"""A slip in the lexicon is named with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.wordings import parse
from unweary.knowledge.lexicon import lexicon_problems
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.lexicon import Entailed, Lasting, LongSince, Nearly, Phrase, Reading, WordGroup
from unweary.vocab.logic import Is, names


@pytest.fixture(scope="module")
def reviewed() -> Knowledge:
    return knowledge_room.load()


def test_the_packaged_lexicon_has_no_problem_and_every_pattern_can_be_read(reviewed: Knowledge) -> None:
    assert list(lexicon_problems(reviewed)) == []
    groups = {group.id: group.words for group in reviewed.word_groups}
    patterns = [words for entry in (*reviewed.lexicon, *reviewed.readings) for words in entry.words]
    assert len(patterns) > 800
    assert all(parse(words, groups) for words in patterns)


def test_every_finding_that_a_person_can_answer_in_a_red_flag_or_screen_has_words(reviewed: Knowledge) -> None:
    used = {name for rule in reviewed.red_flags for name in names(rule.when)}
    used |= {name for screen in reviewed.screens for name in screen.findings}
    spoken = {phrase.finding for phrase in reviewed.lexicon} | {rule.finding for rule in reviewed.lasting}
    measured = {reading.quantity for reading in reviewed.readings}
    spoken |= {entry.id for entry in reviewed.derived if measured & set(names(entry.present))}
    wanted = {name for name in used & set(reviewed.findings) if reviewed.findings[name].collected_by == "self"}
    assert wanted - spoken == set()
    assert len(spoken - used) >= 60


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"lexicon": (Phrase("feverr", ("hot",)),)}, "unknown_finding", "phrase[0] feverr"),
        ({"lexicon": (Phrase("fever", ("hot", "hot")),)}, "twice", "phrase[0] fever"),
        ({"lexicon": (Phrase("fever", ("hot",)), Phrase("fever", ("hot",)))}, "twice", "phrase[1] fever"),
        ({"lexicon": (Phrase("fever", ("{nowhere} hot",)),)}, "unknown_group", "phrase[0] fever"),
        ({"lexicon": (Phrase("fever", ("a <> b <> c",)),)}, "phrase", "phrase[0] fever"),
        ({"lexicon": (Phrase("fever", ("hot",), number_from=3),)}, "no_number", "phrase[0] fever"),
        ({"word_groups": (WordGroup("x", ("{nowhere}",)),), "lexicon": ()}, "unknown_group", "word_group x"),
        ({"lasting": (Lasting("fever", ("feverr",), 1),)}, "unknown_finding", "lasting fever"),
        ({"long_since": (LongSince(("feverr",), 1),)}, "unknown_finding", "long_since"),
        ({"nearly": (Nearly("feverr", ("hot",)),)}, "unknown_finding", "nearly feverr"),
        ({"nearly": (Nearly("fever", ("{nowhere}",)),)}, "unknown_group", "nearly fever"),
        ({"nearly": (Nearly("fever", ("hot", "hot")),)}, "twice", "nearly fever"),
        ({"alike": (WordGroup("k_hot", ("{nowhere}",)),)}, "unknown_group", "alike k_hot"),
        ({"entailed": (Entailed("fever", Is("feverr")),)}, "unknown_finding", "entailed fever"),
        ({"readings": (Reading("temp", ("{number}",), 1, 2),)}, "unknown_quantity", "reading temp"),
        ({"readings": (Reading("temp_c", ("{number}",), 2, 1),)}, "order", "reading temp_c"),
    ],
)
def test_a_slip_is_named(reviewed: Knowledge, change: dict[str, object], code: str, where: str) -> None:
    empty = replace(
        reviewed,
        lexicon=(),
        lasting=(),
        long_since=(),
        readings=(),
        changes=(),
        entailed=(),
        word_groups=(),
        alike=(),
        nearly=(),
    )
    [problem] = lexicon_problems(replace(empty, **change))  # type: ignore[arg-type]
    assert (problem.code, where in problem.where) == (code, True)
