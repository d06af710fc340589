"""Everyday words: how long it lasts, plain words beside their exact children, and what they may not do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from unweary.inference.findings import Findings, findings
from unweary.inference.state import state
from unweary.knowledge import load
from unweary.knowledge.names import leaves
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import evaluate

KNOWLEDGE = load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
BANDS = ("main_lt3d", "main_3_14d", "main_2_6wk", "main_6wk_3mo", "main_gt3mo")

#: A plain word, and the exact findings that are a part of it.
PARTS = {
    "breathless_any": ("breathless_exert", "breathless_rest", "breathless_sudden"),
    "tingling": ("numb_feet",),
    "clumsy": ("balance",),
    "pain_many": ("widespread_pain",),
    "pain_over3mo": ("widespread_pain",),
    "pain_severe": ("pain_disproportionate", "severe_muscle_pain"),
    "leg_pain": (
        "calf_walk_pain_relief10",
        "leg_pain_below_knee",
        "shin_diffuse",
        "neuro_claudication",
        "leg_swell_any",
    ),
    "arm_pain": ("upper_pain_now",),
    "dizzy": ("postural_dizzy_sev", "near_faint", "orthostatic", "syncope_any"),
    "headache_severe": ("headache_new", "new_headache50"),
    "headache_long": ("headache_new", "new_headache50"),
    "one_side_weak": ("sudden_one_side", "fast_positive", "distal_weak"),
    "low_mood": ("phq2_ge2", "phq2_ge3"),
    "morning_stiff": ("morning_stiff45", "first_steps_stiff"),
    "urine_slow": ("bladder_bowel",),
}


def known(*answers: Answer, at: datetime = NOW) -> Findings:
    history = History(as_of=at, profile=Profile(birth_year=1992, sex="F"), answers=answers)
    body = state(history, KNOWLEDGE, at)
    return findings(history, KNOWLEDGE, at, body.numbers, body.given)


@pytest.mark.parametrize(("days", "band"), list(zip((2, 3, 14, 42, 91), BANDS, strict=True)))
def test_the_days_fall_into_one_band(days: float, band: str) -> None:
    facts = known(Answer("main_days", "present", NOW, value=days))
    assert [name for name in BANDS if facts.truth(name)] == [band]


def test_who_said_the_days_is_not_asked_again_how_long_the_tiredness_lasts() -> None:
    tired = Answer("fatigue_general", "present", NOW)
    long = known(tired, Answer("main_days", "present", NOW, value=60))
    assert long.truth("fatigue_ge6wk") is True
    assert long.truth("fatigue_gt6mo") is False
    assert known(tired, Answer("main_days", "present", NOW, value=10)).truth("fatigue_ge6wk") is False
    assert known(Answer("main_days", "present", NOW, value=60)).truth("fatigue_ge6wk") is None
    said = Answer("fatigue_ge6wk", "present", NOW)
    assert known(said, Answer("main_days", "present", NOW, value=2)).truth("fatigue_ge6wk") is True


def test_the_days_grow_while_time_passes() -> None:
    told = Answer("main_days", "present", NOW, value=38)
    assert known(told).truth("main_2_6wk") is True
    assert known(told, at=NOW + timedelta(days=5)).truth("main_6wk_3mo") is True


@pytest.mark.parametrize(("plain", "exact"), [(plain, exact) for plain, parts in PARTS.items() for exact in parts])
def test_a_plain_word_and_a_part_of_it_are_never_multiplied(plain: str, exact: str) -> None:
    together = [group.rule for group in KNOWLEDGE.groups if plain in group.members and exact in group.members]
    causes = {name: {link.cause for link in KNOWLEDGE.likelihoods if link.finding == name} for name in (plain, exact)}
    assert "strongest" in together or not causes[plain] & causes[exact], causes[plain] & causes[exact]


@pytest.mark.parametrize("plain", PARTS)
def test_a_plain_word_alone_sends_nobody_today(plain: str) -> None:
    facts = known(Answer(plain, "present", NOW))
    urgent = [
        rule.id for rule in KNOWLEDGE.red_flags if rule.urgency >= Urgency.SAME_DAY and evaluate(rule.when, facts)
    ]
    # New, unexplained weakness of one side is a guideline's warning sign, not only a word.
    assert urgent == (["rf155_one_side_weak"] if plain == "one_side_weak" else [])


def test_the_signs_of_the_new_emergencies_are_asked_of_everyone_or_follow_what_is() -> None:
    open_to_all = {name for name, kind in KNOWLEDGE.findings.items() if kind.collected_by == "self" and not kind.ask_if}
    open_to_all |= {name for screen in KNOWLEDGE.screens for name in screen.findings}
    follows = {
        name
        for name, kind in KNOWLEDGE.findings.items()
        if kind.ask_if and {one.name for one in leaves(kind.ask_if)} & open_to_all
    }
    new = {rule.id: rule for rule in KNOWLEDGE.red_flags if int(rule.id[2:].partition("_")[0]) > 150}
    for rule in new.values():
        if rule.urgency is Urgency.EMERGENCY_NOW:
            for leaf in leaves(rule.when):
                if leaf.name not in KNOWLEDGE.findings:
                    sums = {sum_.id for sum_ in KNOWLEDGE.points}
                    assert leaf.name in {*KNOWLEDGE.quantities, *sums, "age"}, "neither asked nor measured"
                    continue
                gate = KNOWLEDGE.findings[leaf.name].ask_if
                assert gate is None or {one.name for one in leaves(gate)} & (open_to_all | follows), (
                    rule.id,
                    leaf.name,
                )


def test_no_closed_gate_takes_a_sign_from_a_screen() -> None:
    for screen in KNOWLEDGE.screens:
        for name in screen.findings:
            assert KNOWLEDGE.findings[name].ask_if is None, name


def test_every_everyday_finding_says_how_long_an_answer_holds() -> None:
    traits = {"age_ge50", "female", "sickle_trait", "sickle_disease"}
    ours = [kind for kind in KNOWLEDGE.findings.values() if kind.id in PARTS or kind.id.startswith("main_")]
    assert all(kind.valid_days for kind in ours)
    medicines = [word for word in KNOWLEDGE.profile_words if word.field == "medicines"]
    taken = {name for word in medicines for name in word.sets} - traits
    assert {name for name in taken if KNOWLEDGE.findings[name].valid_days is None} == set()
