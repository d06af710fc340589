"""What somebody writes can raise an alarm. What was not written, or not understood, never calms one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.own_words import propose
from unweary.service.own_words import proposals
from unweary.vocab.history import Answer, Day, History, Profile
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return knowledge_room.load()


@pytest.fixture(scope="module")
def rested(knowledge: Knowledge) -> History:
    """Somebody who may train: rested, and every warning sign denied this morning."""
    at = NOW - timedelta(minutes=10)
    no = [name for screen in knowledge.screens for name in screen.findings]
    answers = tuple(Answer(name, "absent", at) for name in (*no, "pem_12_48h", "fever"))
    days = tuple(
        Day(NOW.date() - timedelta(days=back), fatigue_0_10=1, heaviness_0_10=1, stiffness_0_10=1, sleep_h=8.2,
            sleep_quality_0_10=8, stress_0_10=1, mood_0_10=8, motivation_0_10=8, fog_0_10=0)
        for back in range(28)
    )  # fmt: skip
    profile = Profile(birth_year=1990, sex="M", country="NO", height_m=1.8, mass_kg=74)
    return History(as_of=NOW, profile=profile, answers=answers, days=days)


def test_this_person_may_train(rested: History, knowledge: Knowledge) -> None:
    assert assess(rested, knowledge).verdict.action == "push"


@pytest.mark.parametrize(
    "text",
    ["", "?", "my wheel squeaks", "everything is fine", "zzz qqq", "no fever", "no fever, no pain, great mood", "42",
     "my ear itches and rings", "I am not sure if I have a fever", "heavy legs, and a strange humming in the left ear"],
)  # fmt: skip
def test_words_that_were_not_understood_or_only_deny_never_send_anyone_to_train(
    text: str, rested: History, knowledge: Knowledge
) -> None:
    said = proposals(text, rested, knowledge).if_confirmed
    assert said.verdict.action != "push"
    assert "push" not in {group.action for group in said.verdict.by_group.values()}
    assert said.verdict.headline != "You are good to go."


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_no_text_without_a_complaint_ends_in_push(text: str) -> None:
    reviewed = knowledge_room.load()
    said = proposals(text, History(as_of=NOW), reviewed)
    if not any(finding.state == "present" for finding in said.findings):
        assert said.if_confirmed.verdict.action != "push"


@pytest.mark.parametrize("text", ["", "my legs are heavy", "tired", "left knee pain", "a sore calf since Monday"])
def test_what_is_not_said_is_never_taken_as_no(text: str, knowledge: Knowledge) -> None:
    assert [found for found in propose(text, knowledge).findings if found.state == "absent"] == []


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("dark_urine", "my pee was like cola, it has cleared now"),
        ("fast_positive", "slurred speech this morning, it has passed"),
        ("syncope_any", "I fainted on Tuesday but I am fine now"),
        ("fever", "no fever yesterday but 38.7 today"),
        ("leg_swell_any", "no fever, left calf swollen"),
        ("chest_pain_now", "no fever or cough, but chest pain"),
        ("suicidal", "I don't want to live any more"),
    ],
)
def test_a_sign_is_not_taken_away_by_the_words_around_it(finding: str, text: str, knowledge: Knowledge) -> None:
    assert {found.finding: found.state for found in propose(text, knowledge).findings}.get(finding) == "present"


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        ("leg_swell_any", "no swelling in my right calf"),
        ("nausea_vomit", "I have not vomited"),
        ("statin_any", "I am not on atorvastatin"),
        ("fever", "the fever has gone"),
        ("fever", "I don't think I have a fever"),
        ("fever", "temperature 36.8 at noon"),
        ("hr_ge100", "resting heart rate 64"),
        ("spo2_lt95", "sats 98 %"),
    ],
)
def test_a_no_that_leaves_a_way_open_is_no_no(finding: str, text: str, knowledge: Knowledge) -> None:
    assert {found.finding: found.state for found in propose(text, knowledge).findings}.get(finding) != "absent"


def test_one_more_warning_in_the_text_never_lowers_the_urgency(rested: History, knowledge: Knowledge) -> None:
    text = ""
    before = -1
    for more in ("heavy legs", "fever", "left calf swollen", "my pee is like cola", "crushing chest pain"):
        text += f"{more}. "
        urgency = int(proposals(text, rested, knowledge).if_confirmed.verdict.urgency)
        assert urgency >= before
        before = urgency
    assert before == 4


@pytest.mark.parametrize(
    "text",
    ["took 30 paracetamol", "bleeding and belly pain, 7 weeks pregnant", "crushing pain in the middle of my chest",
     "pregnant 30 weeks, bad headache and flashing lights", "racing heart 180 at rest and lightheaded",
     "my calf is rock hard, I'm in agony, toes numb", "everyone in the house has a headache and feels dizzy",
     "legs getting weaker from the feet up since Sunday", "fever and neck stiff, light hurts", "spo2 88%"],
)  # fmt: skip
def test_an_emergency_in_plain_words_with_commas_between_is_one(text: str, knowledge: Knowledge) -> None:
    said = proposals(text, History(as_of=NOW), knowledge).if_confirmed
    assert said.verdict.headline == "Call for help now."
