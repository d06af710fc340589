"""A plain word leads to the exact question, and a plain word that nobody was asked about closes no way to a danger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.findings import findings
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import evaluate

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SCREENS = tuple(finding for screen in KNOWLEDGE.screens for finding in screen.findings)


def person(present: str) -> History:
    """Somebody who said these and ticked 'none of these' on the rest of every screen."""
    said = present.split()
    denied = [finding for finding in SCREENS if finding not in said]
    answers = [Answer(f, "present", NOW) for f in said] + [Answer(f, "absent", NOW) for f in denied]
    return History(as_of=NOW, profile=Profile(birth_year=1992, sex="F"), answers=tuple(answers))


def open_questions(present: str) -> set[str]:
    """The gated questions that may be asked of somebody who said these and nothing else."""
    history = History(as_of=NOW, profile=Profile(), answers=tuple(Answer(f, "present", NOW) for f in present.split()))
    body = state(history, KNOWLEDGE, NOW)
    known = findings(history, KNOWLEDGE, NOW, body.numbers, body.given)
    return {kind.id for kind in KNOWLEDGE.findings.values() if kind.ask_if and evaluate(kind.ask_if, known) is True}


@pytest.mark.parametrize(
    ("plain", "exact"),
    [
        ("breathless_any", "breathless_severe breathless_new3mo orthopnoea pnd pleuritic asthma_worse"),
        ("leg_pain", "calf_walk_pain_relief10 leg_pain_below_knee shin_diffuse"),
        ("arm_pain", "exertion_tightness"),
        ("pain_severe", "pain_passive_stretch spine_pain_red hot_joint_acute headache_severe"),
        ("tingling", "exertion_numb_foot"),
        ("clumsy", "distal_weak"),
        ("dizzy", "near_faint steroid_stop"),
        ("injury_fall", "bruise_gap joint_swelling"),
        ("morning_stiff", "morning_stiff45 first_steps_stiff"),
        ("pain_many", "widespread_pain"),
        ("low_mood", "phq2_ge3"),
        ("belly_pain", "jaundice urine_blocked steroid_stop"),
        ("diabetes_known", "glucose_high"),
        ("wheeze", "asthma_worse breathless_severe"),
    ],
)
def test_a_yes_to_the_plain_word_opens_the_exact_questions(plain: str, exact: str) -> None:
    assert set(exact.split()) <= open_questions(plain)


@pytest.mark.parametrize(
    ("instead", "exact"),
    [
        ("cold_foot", "calf_walk_pain_relief10 rest_foot_pain"),
        ("back_pain", "neuro_claudication leg_pain_below_knee"),
        ("bone_tender", "shin_diffuse"),
        ("muscle_ache", "widespread_pain morning_stiff45 exertion_tightness calf_walk_pain_relief10"),
        ("heavy_legs", "neuro_claudication calf_walk_pain_relief10"),
        ("chest_pain_now", "breathless_severe pleuritic"),
    ],
)
def test_another_suspicion_opens_them_while_the_plain_word_is_not_known(instead: str, exact: str) -> None:
    assert set(exact.split()) <= open_questions(instead)


@pytest.mark.parametrize(
    ("ticked", "rest", "urgency", "most"),
    [
        ("hives_sudden breathless_any", {"hives_breath": None}, Urgency.EMERGENCY_NOW, 3),
        ("diabetes_known nausea_vomit", {"ketones_high": None, "glucose_high": None}, Urgency.EMERGENCY_NOW, 8),
        ("dizzy palpitations", {"near_faint": None}, Urgency.SAME_DAY, 12),
    ],
)
def test_the_questions_lead_from_the_plain_word_to_the_danger(
    ticked: str, rest: Mapping[str, float | None], urgency: Urgency, most: int
) -> None:
    history, asked = person(ticked), []
    for _ in range(most):
        seen = assess(history, KNOWLEDGE)
        if seen.verdict.urgency >= urgency or seen.question is None:
            break
        name = seen.question.finding
        asked.append(name)
        answer = Answer(name, "present" if name in rest else "absent", NOW, value=rest.get(name))
        history = History(as_of=NOW, profile=history.profile, answers=(*history.answers, answer))
    assert assess(history, KNOWLEDGE).verdict.urgency >= urgency, asked
