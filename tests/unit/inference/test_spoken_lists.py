"""Lists, what "it" stands for, and the cut of a long text."""

from __future__ import annotations

from datetime import date

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.own_words import propose

KNOWLEDGE = knowledge_room.load()


def states(text: str) -> dict[str, str]:
    return {finding.finding: finding.state for finding in propose(text, KNOWLEDGE, date(2026, 11, 20)).findings}


@pytest.mark.parametrize(
    ("text", "finding", "state"),
    [
        ("one cold, pale, painful foot", "cold_foot", "present"),
        ("pain, swelling and redness in my calf", "leg_swell_any", "present"),
        ("my calf feels hot, looks red and is swelling", "leg_swell_any", "present"),
        ("left foot, ankle and calf swollen", "leg_swell_any", "present"),
        ("pain in my knees, hips and back", "back_pain", "present"),
        ("my calf is not swollen, hot or red", "leg_warm_red", "absent"),
        ("my calf isn't swollen, red or hot, just tight", "muscle_tight", "present"),
        ("no pain, swollen calf", "leg_swell_any", "present"),
        ("no pain except in my left knee, that is swollen and hot", "joint_swelling", "present"),
        ("no swelling apart from the left calf", "leg_swell_any", "present"),
        ("my calf hurts. It's swollen as well", "leg_swell_any", "present"),
        ("Calf sore after a run. No swelling", "leg_swell_any", "absent"),
        ("my calf might be swollen, red or hot", "leg_swell_any", "uncertain"),
    ],
)
def test_what_is_said_of_one_thing_in_a_list_is_read(text: str, finding: str, state: str) -> None:
    assert states(text).get(finding) == state


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("my husband's calf is sore. It's swollen", "leg_swell_any"),
        ("my knee hurts, pain and swelling in my calf", "joint_swelling"),
        ("if my calf gets swollen, red or hot I will call", "leg_warm_red"),
    ],
)
def test_nothing_is_carried_over_from_someone_or_something_else(text: str, finding: str) -> None:
    assert states(text).get(finding) != "present"


@pytest.mark.parametrize("words", range(232, 300, 4))
def test_a_denial_is_not_lost_where_a_long_text_without_a_full_stop_is_cut(words: int) -> None:
    said = " ".join(["ride"] * words) + " i have no fever or cough or chest pain " + " ".join(["ride"] * 100)

    assert states(said)["chest_pain_now"] == "absent"


@pytest.mark.parametrize(
    ("text", "finding", "state"),
    [
        ("no chest pain now but had it this morning for an hour", "chest_pain_now", "uncertain"),
        ("is it normal for my calves to cramp at night?", "cramps", "present"),
        ("why do my legs ache?", "leg_pain", "present"),
        ("I fear it's cancer", "cancer_history", "uncertain"),
        ("what if my swollen calf is a clot?", "leg_swell_any", "present"),
    ],
)
def test_questions_and_fears_are_taken_as_they_are_meant(text: str, finding: str, state: str) -> None:
    assert states(text).get(finding) == state


def test_of_two_lengths_in_one_breath_each_keeps_its_own() -> None:
    read = {each.finding: each.value for each in propose(
        "glandular fever last year and knackered for 4 months", KNOWLEDGE).findings}  # fmt: skip

    assert read["main_days"] == 120


@pytest.mark.parametrize(
    ("text", "week"),
    [("I'm 34 weeks pregnant", 34), ("34+2 weeks pregnant, tired", 34), ("pregnant, 12 weeks gone", 12),
     ("7 months pregnant", 30), ("week 20 of my pregnancy", 20)],
)  # fmt: skip
def test_the_week_of_a_pregnancy_is_read(text: str, week: float) -> None:
    assert {each.finding: each.value for each in propose(text, KNOWLEDGE).findings}["pregnancy_week"] == week
