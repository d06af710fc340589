"""How much of 60 real-style complaints, written before the lexicon was looked at, is read right: a rate, not a list.

Every third sentence is kept aside: no repair was ever made for it, so its rate is the honest one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

KNOWLEDGE = knowledge_room.load()
FRIDAY = date(2026, 11, 20)
_LINES = [
    line for line in Path(__file__).with_name("own_words_of_60_people.txt").read_text().splitlines() if line[0] != "#"
]
KEPT_ASIDE = _LINES[2::3]
USED = [line for place, line in enumerate(_LINES) if place % 3 != 2]
_STATES = {"+": "present", "-": "absent", "?": "uncertain"}


def missed(line: str) -> list[str]:
    """The expectations of a line that do not hold, with what was read instead."""
    text, _, wishes = line.partition(" | ")
    read = {finding.finding: finding for finding in propose(text, KNOWLEDGE, FRIDAY).findings}
    bad = []
    for wish in wishes.split():
        name, _, number = wish.partition("=")
        mark, ids = wish[0], name[1:].split("/")
        if number:
            ok = name in read and read[name].value == float(number)
        else:
            assert set(ids) <= set(KNOWLEDGE.findings), wish
            states = {read[i].state for i in ids if i in read}
            ok = {"0": not states, "!": "present" not in states}.get(mark, _STATES.get(mark) in states)
        if not ok:
            bad.append(wish)
    return bad


def rates(lines: list[str]) -> tuple[float, float]:
    """Share of sentences right as a whole, share of single expectations that hold."""
    bad = [missed(line) for line in lines]
    wishes = sum(len(line.partition(" | ")[2].split()) for line in lines)
    return sum(not b for b in bad) / len(lines), 1 - sum(map(len, bad)) / wishes


@pytest.mark.parametrize(("lines", "whole", "single"), [(USED, 0.9, 0.945), (KEPT_ASIDE, 0.75, 0.875)])
def test_at_least_as_much_is_read_right_as_was_measured(lines: list[str], whole: float, single: float) -> None:
    whole_measured, single_measured = rates(lines)

    assert whole_measured >= whole, whole_measured
    assert single_measured >= single, single_measured
