"""For whom something does not hold: what is off for children, in pregnancy and after birth, and what is said."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.findings import Findings, findings
from unweary.inference.state import state
from unweary.vocab.assessment import Assessment, Withheld
from unweary.vocab.history import Answer, Day, History, Lab, Observation, Profile, SiteRating
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import evaluate

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
CHILD = Profile(birth_year=2014, sex="F")
WOMAN = Profile(birth_year=1992, sex="F", pregnant=False, postpartum=False)
PREGNANT = Profile(birth_year=1992, sex="F", pregnant=True)
MOTHER = Profile(birth_year=1992, sex="F", postpartum=True)
WRONG_TICK = Profile(birth_year=1992, sex="M", pregnant=True)
#: Scores that were never made for pregnant women or women who just gave birth, and those for nobody under 18.
NOT_PREGNANT = ("wells_dvt", "wells_pe", "news2", "stop_bang", "reds_cat2", "reds_cat2_colour")
TIRED = (Day(NOW.date(), fatigue_0_10=7, heaviness_0_10=7),)


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


def said(yes: str = "", no: str = "") -> tuple[Answer, ...]:
    return (*(Answer(f, "present", NOW) for f in yes.split()), *(Answer(f, "absent", NOW) for f in no.split()))


def facts(history: History) -> Findings:
    body = state(history, reviewed(), NOW)
    return findings(history, reviewed(), NOW, body.numbers, body.given)


def looked_at(profile: Profile, yes: str = "", **more: object) -> Assessment:
    return assess(History(NOW, profile=profile, answers=said(yes), **more), reviewed())  # type: ignore[arg-type]


def notes(assessment: Assessment) -> str:
    return " ".join(assessment.scope_notes)


@pytest.mark.parametrize("instrument", NOT_PREGNANT)
@pytest.mark.parametrize("profile", [PREGNANT, WRONG_TICK])
def test_scores_that_do_not_hold_in_pregnancy_are_switched_off(instrument: str, profile: Profile) -> None:
    entry = next(entry for entry in reviewed().instruments if entry.id == instrument)
    assert entry.applies is not None
    assert evaluate(entry.applies, facts(History(NOW, profile=profile))) is False
    assert evaluate(entry.applies, facts(History(NOW, profile=WOMAN))) is True


@pytest.mark.parametrize("instrument", ["wells_dvt", "wells_pe"])
def test_clot_scores_are_switched_off_after_birth(instrument: str) -> None:
    entry = next(entry for entry in reviewed().instruments if entry.id == instrument)
    assert entry.applies is not None
    assert evaluate(entry.applies, facts(History(NOW, profile=MOTHER))) is False


def test_no_instrument_at_all_is_used_under_18() -> None:
    known = facts(History(NOW, profile=CHILD))
    used = [e.id for e in reviewed().instruments if e.applies is None or evaluate(e.applies, known) is not False]
    assert used == []


@pytest.mark.parametrize("profile", [PREGNANT, MOTHER, WRONG_TICK])
def test_a_low_d_dimer_clears_nobody_in_pregnancy_or_after_birth(profile: Profile) -> None:
    low = (Lab("ddimer", 300, "ng/mL FEU", NOW),)
    assert facts(History(NOW, profile=profile, labs=low)).truth("ddimer_pos") is None
    assert facts(History(NOW, profile=WOMAN, labs=low)).truth("ddimer_pos") is False


def test_under_18_only_warning_signs_are_judged() -> None:
    child = looked_at(CHILD, "muscle_ache fatigue_general", days=TIRED)
    assert child.causes.ranked == ()
    assert isinstance(child.kind, Withheld)
    assert child.plan.items == ()
    assert child.verdict.action != "push"
    assert "see a GP" in notes(child)
    assert "switched off" in notes(child)


@pytest.mark.parametrize(
    "yes", ["dark_urine severe_muscle_pain", "fast_positive", "chest_pain_now", "suicidal", "confusion fever"]
)
@pytest.mark.parametrize("profile", [CHILD, PREGNANT, MOTHER])
def test_red_flags_stay_on_for_everybody(yes: str, profile: Profile) -> None:
    assert looked_at(profile, yes).verdict.urgency >= looked_at(WOMAN, yes).verdict.urgency >= Urgency.SAME_DAY


@pytest.mark.parametrize("profile", [PREGNANT, MOTHER])
def test_in_pregnancy_and_after_birth_only_sleep_and_walking_are_offered_and_nobody_is_told_to_push(
    profile: Profile,
) -> None:
    answer = looked_at(profile, "fatigue_general", days=TIRED)
    tags = {item.remedy: reviewed().remedies[item.remedy].tags for item in answer.plan.items}
    assert all({"sleep", "walk"} & set(found) for found in tags.values()), tags
    assert answer.verdict.action not in ("push", "not_known")
    assert answer.verdict.urgency >= Urgency.WITHIN_DAYS
    assert "midwife" in notes(answer).lower()


@pytest.mark.parametrize(
    ("profile", "more", "words"),
    [
        (CHILD, {"observations": (Observation("hr_rest_bpm", 104, "bpm", NOW),)}, "A child's limits differ"),
        (CHILD, {"labs": (Lab("haemoglobin", 118, "g/L", NOW),)}, "Under 18 the doctor who ordered the test"),
        (PREGNANT, {"labs": (Lab("haemoglobin", 112, "g/L", NOW),)}, "blood count, iron and thyroid differ"),
        (MOTHER, {"labs": (Lab("ddimer", 300, "ng/mL FEU", NOW),)}, "can rule out a clot"),
        (PREGNANT, {"sites": (SiteRating("gastroc_medial", "left", 5, NOW, ("swelling",)),)}, "can rule out a clot"),
        (PREGNANT, {"observations": (Observation("hr_rest_bpm", 88, "bpm", NOW),)}, "raises the resting pulse"),
    ],
)
def test_a_number_that_does_not_hold_says_so_and_whom_to_ask(
    profile: Profile, more: dict[str, object], words: str
) -> None:
    assert words in notes(looked_at(profile, **more))  # type: ignore[arg-type]


def test_low_mood_after_a_birth_is_sent_to_those_who_know_it() -> None:
    assert "health visitor" in notes(looked_at(MOTHER, "phq2_ge3"))


def test_for_an_adult_who_is_not_pregnant_nothing_is_said_about_children_or_pregnancy() -> None:
    plain = notes(looked_at(WOMAN, "fatigue_general", days=TIRED))
    assert "pregnan" not in plain.lower()
    assert "18" not in plain


def test_every_note_holds_for_somebody_and_names_whom_to_see() -> None:
    for note in reviewed().scope_notes:
        assert note.words.endswith((".", "?")), note.id
        assert any(word in note.words for word in ("GP", "doctor", "midwife", "maternity", "Switched off")), note.id


# ---- causes that the network does not hold, and what nobody asks about


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("lung_disease breathless_exert", "You told us of a lung disease."),
        ("asthma_known breathless_any", "You told us of a lung disease."),
        ("fever coryza_cough breathless_any", "infection of the lungs"),
        ("statin_any prox_weak", "You take a statin"),
        ("steroid_long prox_weak", "Steroid medicine over weeks"),
        ("alcohol_high true_weakness", "Heavy drinking over years"),
        ("injury_fall bruise_bleed low_mood", "If someone hurts or frightens you"),
    ],
)
def test_what_no_cause_of_ours_stands_for_is_named(told: str, words: str) -> None:
    assert words in notes(looked_at(WOMAN, told))
    assert words not in notes(looked_at(WOMAN, told.split()[0]))


def test_the_sentence_about_being_hurt_names_no_number_and_no_person() -> None:
    sentence = next(note.words for note in reviewed().scope_notes if note.id == "hurt_by_another")
    assert not any(letter.isdigit() for letter in sentence)
    assert "partner" not in sentence
