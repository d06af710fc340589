"""Strength that is lost: medicines and injuries explain it before rare illnesses do, and take nothing from these."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.assessment import Causes
from unweary.vocab.history import Answer, History, Profile

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WEAK_HIPS = "prox_weak true_weakness"
MOTOR_NEURONES = "true_weakness asym_weak slow_prog_weak fasciculation wasting"
#: Each is an injury: what is told of it, and the limb.
INJURIES = ("sudden_pop arm_pain", "sudden_pop injury_fall leg_pain", "sudden_pop bruise_gap focal_point")


def believed(yes: str, no: str = "", medicines: tuple[str, ...] = ()) -> Causes:
    answers = [Answer(name, "present", NOW) for name in yes.split()]
    answers += [Answer(name, "absent", NOW) for name in no.split()]
    profile = Profile(birth_year=1965, sex="F", medicines=medicines)
    return assess(History(NOW, profile=profile, answers=tuple(answers)), KNOWLEDGE).causes


@pytest.mark.parametrize("pain", ["", "muscle_ache"])
@pytest.mark.parametrize(("yes", "medicines"), [("steroid_long", ()), ("", ("prednisolone 20 mg",))])
def test_weak_hips_on_steroids_are_first_of_all_the_steroids(yes: str, medicines: tuple[str, ...], pain: str) -> None:
    first = believed(f"{WEAK_HIPS} {yes}", pain, medicines).ranked[0]
    assert (first.cause, first.posterior > 0.3) == ("steroid_myopathy", True)


def test_nobody_without_steroids_has_the_weakness_of_steroids() -> None:
    assert believed(WEAK_HIPS, "steroid_long").posterior["steroid_myopathy"] < 0.01


def test_weak_and_aching_on_a_new_statin_is_the_statin_first() -> None:
    aching = f"{WEAK_HIPS} muscle_ache bilateral_symm over_week_despite_care statin_any statin_12mo"
    assert believed(aching, "eccentric_recent").ranked[0].cause == "drug_myopathy"


def test_a_medicine_that_raises_the_statin_raises_its_harm() -> None:
    alone = believed(f"{WEAK_HIPS} statin_any", "statin_12mo statin_interact").posterior["drug_myopathy"]
    assert believed(f"{WEAK_HIPS} statin_any statin_interact", "statin_12mo").posterior["drug_myopathy"] > 2.5 * alone


@pytest.mark.parametrize("injury", INJURIES)
def test_a_torn_muscle_explains_what_it_cannot_do(injury: str) -> None:
    plain, torn = believed("true_weakness unilateral_limb"), believed(f"true_weakness unilateral_limb {injury}")
    assert torn.ranked[0].cause == "muscle_strain"
    for rare in ("als", "b12_def", "ms", "iim"):
        assert torn.posterior[rare] < 0.8 * plain.posterior[rare]
        assert torn.posterior[rare] < 0.07


@pytest.mark.parametrize("injury", INJURIES)
def test_an_injury_hides_no_motor_neurone_disease(injury: str) -> None:
    assert believed(f"{MOTOR_NEURONES} {injury}").posterior["als"] > 0.5
