"""What is guessed at where no phrase reads: how much of everyday stories it brings, and that it is never evidence.

Two times 40 stories were written before it was built; its words and cuts were chosen on the first 40.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose
from unweary.service.own_words import proposals
from unweary.vocab.history import History

KNOWLEDGE = knowledge_room.load()
WITHOUT = replace(KNOWLEDGE, nearly=(), alike=())
FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
_STATES = {"+": "present", "-": "absent", "?": "uncertain"}


def _lines(name: str) -> list[str]:
    return [line for line in Path(__file__).with_name(name).read_text().splitlines() if line[0] != "#"]


FIRST, ASIDE = _lines("own_words_of_40_everyday.txt"), _lines("own_words_of_40_everyday_kept_aside.txt")
STRANGERS = [*_lines("own_words_of_40_strangers.txt"), *_lines("own_words_of_100_strangers.txt")]
STORIES = [line.partition(" | ")[0] for line in (*FIRST, *ASIDE, *STRANGERS)]


def meant(text: str) -> list[str]:
    return [each.finding for each in propose(text, KNOWLEDGE, FRIDAY).meant]


def rates(lines: list[str]) -> tuple[float, float, float]:
    """Share of expectations read outright, read or asked about, and guesses that a story does not list, for each."""
    wishes = outright = met = unlisted = 0
    for line in lines:
        text, _, listed = line.partition(" | ")
        said = propose(text, KNOWLEDGE, FRIDAY)
        states = {each.finding: each.state for each in said.findings}
        asked = {each.finding for each in said.meant} | {name for name, state in states.items() if state == "uncertain"}
        every = [(wish[0], wish[1:].split("/")) for wish in listed.split()]
        for sign, names in every:
            read = any(states.get(name) == _STATES[sign] for name in names)
            wishes, outright, met = wishes + 1, outright + read, met + (read or not asked.isdisjoint(names))
        unlisted += len({each.finding for each in said.meant}.difference(*(names for _, names in every)))
    return outright / wishes, met / wishes, unlisted / len(lines)


@pytest.mark.parametrize(
    ("lines", "least_read", "least_met", "most_unlisted"), [(FIRST, 0.51, 0.79, 1.2), (ASIDE, 0.43, 0.65, 1.2)]
)
def test_at_least_as_much_is_asked_about_as_was_measured(
    lines: list[str], least_read: float, least_met: float, most_unlisted: float
) -> None:
    read, met, unlisted = rates(lines)

    assert read >= least_read, read
    assert met >= least_met, met
    assert unlisted <= most_unlisted, unlisted


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("my pegs are like two sacks of wet sand", "heavy_legs"),
        ("ticker going like the clappers", "palpitations"),
        ("knuckles fat, rings wont go on", "joint_swelling"),
        ("my eyelid hangs by the evening", "ptosis_diplopia"),
        ("my mouth is so parchd I carry a bottle", "sicca"),
        ("not gonna do anything stupid", "suicidal"),
    ],
)
def test_words_that_no_phrase_reads_are_asked_about(text: str, finding: str) -> None:
    assert finding in meant(text)


@pytest.mark.parametrize("text", ["my wheel squeaks", "my husband's ticker is going like the clappers", "", "42"])
def test_what_is_near_to_nothing_or_said_of_somebody_else_is_not_asked_about(text: str) -> None:
    assert meant(text) == []


def test_a_warning_sign_that_may_be_meant_comes_first_and_there_are_never_many() -> None:
    for text in STORIES:
        alarms = [KNOWLEDGE.findings[name].alarm for name in meant(text)]
        assert alarms == sorted(alarms, reverse=True)
        assert len(alarms) <= 6


def test_a_guess_is_open_and_changes_nothing_that_was_read() -> None:
    for text in STORIES:
        said = propose(text, KNOWLEDGE, FRIDAY)
        assert {each.state for each in said.meant} <= {"uncertain"}
        assert {each.finding for each in said.meant}.isdisjoint(each.finding for each in said.findings)
        assert all(each.words == text[each.start : each.end] for each in said.meant)
        assert replace(said, meant=()) == replace(propose(text, WITHOUT, FRIDAY), meant=())


@pytest.mark.parametrize("text", ["ticker going like the clappers, no fever", "an elephant on my ribcage, no fever"])
def test_a_guess_is_no_evidence_before_it_is_confirmed(text: str) -> None:
    said = proposals(text, History(as_of=NOW), KNOWLEDGE)

    assert said.meant
    assert said.if_confirmed.verdict == proposals(text, History(as_of=NOW), WITHOUT).if_confirmed.verdict
    names = {each.finding for each in said.meant}
    assert names.isdisjoint(name for flag in said.if_confirmed.red_flags_fired for name in flag.because)
