"""A sign that a guideline shows to a clinician leads to one, also where it is the only one that was told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency

KNOWLEDGE = knowledge_room.load()
NOW, TODAY, DAYS, VISIT = Urgency.EMERGENCY_NOW, Urgency.SAME_DAY, Urgency.WITHIN_DAYS, Urgency.ROUTINE

#: What is told, the year of birth, how soon, and the rule that says so.
TOLD = [
    ("diarrhoea_lasting", 1990, DAYS, "rf197_loose_lasting"),
    ("diarrhoea_blood", 1990, TODAY, "rf198_loose_blood"),
    ("diarrhoea urine_less", 1990, TODAY, "rf199_dried_out"),
    ("nausea_vomit vomited urine_less", 1990, TODAY, "rf199_dried_out"),
    ("diarrhoea postural_dizzy_sev dark_yellow_urine", 1990, TODAY, "rf199_dried_out"),
    ("heat_exposure urine_less", 1990, TODAY, "rf199_dried_out"),
    ("bilateral_sciatica numb_feet", 1990, NOW, "rf18_ces"),
    ("bilateral_sciatica true_weakness", 1990, NOW, "rf18_ces"),
    ("bilateral_sciatica", 1990, TODAY, "rf20_ces_early"),
    ("sexual_dysf", 1990, TODAY, "rf20_ces_early"),
    ("true_weakness", 1990, DAYS, "rf200_weak_alone"),
    ("neuro_episodes", 1990, DAYS, "rf200_weak_alone"),
    ("balance numb_feet", 1990, DAYS, "rf200_weak_alone"),
    ("severe_muscle_pain", 1990, DAYS, "rf201_muscle_alone"),
    ("pain_disproportionate", 1990, DAYS, "rf201_muscle_alone"),
    ("tense_hard_limb", 1990, DAYS, "rf201_muscle_alone"),
    ("muscle_swollen nausea_vomit", 1990, DAYS, "rf201_muscle_alone"),
    ("fatigable_weak", 1990, DAYS, "rf144_fatigable"),
    ("urine_less", 1990, DAYS, "rf202_little_urine"),
    ("upper_pain_now", 1990, DAYS, "rf203_heart_elsewhere"),
    ("upper_pain_now", 1960, TODAY, "rf92_acs_possible"),
    ("cold_sweat", 1990, DAYS, "rf203_heart_elsewhere"),
    ("pallor orthostatic", 1990, DAYS, "rf204_pallor"),
    ("spine_pain_red", 1990, DAYS, "rf146_night_bone"),
    ("groin_load_pain", 1990, DAYS, "rf59_stress_fx"),
    ("palpitations heart_disease", 1990, DAYS, "rf140_palpitations"),
    ("palpitations fam_sudden_death", 1990, DAYS, "rf140_palpitations"),
    ("palpitations fam_sudden_death near_faint", 1990, TODAY, "rf167_near_faint_heart"),
    ("ankle_swelling breathless_any", 1990, DAYS, "rf178_breathless_lying"),
    ("lump_growing", 1990, DAYS, "rf47_cancer"),
    ("weak_growing", 1990, DAYS, "rf200_weak_alone"),
    ("bladder_bowel", 1990, DAYS, "rf220_bladder_alone"),
    ("bladder_bowel leg_pain", 1990, TODAY, "rf105_bulbar_one"),
    ("bladder_bowel back_pain", 1990, NOW, "rf18_ces"),
    ("sickle_disease pain_severe", 1990, NOW, "rf95_collapse_emergency"),
    ("anticoag injury_fall headache_new", 1980, TODAY, "rf222_head_blood_thinner"),
    ("cold_foot leg_pain numb_feet", 1980, TODAY, "rf223_cold_numb_foot"),
    ("breathless_any breathless_new4wk", 1990, DAYS, "rf150_breathless_effort"),
    ("leg_pain unilateral_limb cast_paralysis", 1990, DAYS, "rf87_calf_pain"),
    ("spine_pain_red fever", 1990, TODAY, "rf77_fever_myalgia"),
    ("over_week_despite_care", 1990, VISIT, "rf221_pain_stays"),
    ("palpitations fam_sudden_death", 1990, DAYS, "rf140_palpitations"),
    ("palpitations fam_sudden_death dizzy", 1990, TODAY, "rf81_palp_sync"),
    ("lithium_mtx nausea_vomit vomited", 1980, TODAY, "rf225_narrow_medicine"),
    ("lithium_mtx diarrhoea tremor", 1980, TODAY, "rf225_narrow_medicine"),
    ("lithium_mtx tremor balance", 1980, TODAY, "rf225_narrow_medicine"),
    ("lithium_mtx tremor fasciculation", 1980, TODAY, "rf225_narrow_medicine"),
    ("dived_2d joint_pain", 1990, NOW, "rf237_dive_now"),
    ("dived_2d tingling fatigue_general", 1990, NOW, "rf237_dive_now"),
    ("dived_2d hives_sudden", 1990, NOW, "rf237_dive_now"),
    ("dived_2d muscle_ache arm_pain", 1990, TODAY, "rf238_dive_aches"),
    ("alcohol_stopped tremor palpitations nausea_vomit", 1980, TODAY, "rf231_drink_stopped"),
    ("alcohol_stopped nausea_vomit", 1980, TODAY, "rf231_drink_stopped"),
    ("alcohol_stopped tremor confusion", 1980, NOW, "rf230_drink_stopped_now"),
    ("alcohol_stopped tremor fever", 1980, NOW, "rf230_drink_stopped_now"),
    ("alcohol_stopped sleep_trouble", 1980, DAYS, "rf232_drink_stopped_only"),
    ("digoxin nausea_vomit", 1950, TODAY, "rf233_digoxin"),
    ("digoxin palpitations appetite_loss", 1950, TODAY, "rf233_digoxin"),
    ("digoxin appetite_loss diarrhoea", 1950, TODAY, "rf233_digoxin"),
    ("altitude_3d headache_new balance", 1990, NOW, "rf234_altitude_now"),
    ("altitude_3d breathless_rest", 1990, NOW, "rf234_altitude_now"),
    ("altitude_3d headache_new nausea_vomit vomited", 1990, TODAY, "rf235_altitude_bad"),
    ("altitude_3d headache_new nausea_vomit", 1990, DAYS, "rf236_altitude"),
    ("altitude_3d headache_new appetite_loss", 1990, DAYS, "rf236_altitude"),
    ("pregnant preg_movements", 1990, TODAY, "rf239_preg_movements"),
    ("pregnant preg_itch", 1990, DAYS, "rf240_preg_itch"),
    ("tick_3mo ring_rash", 1990, DAYS, "rf241_lyme"),
    ("tick_3mo joint_swelling", 1990, DAYS, "rf241_lyme"),
    ("tick_3mo fatigue_general", 1990, VISIT, "rf242_tick_bite"),
    ("breathless_sudden surgery_12wk", 1990, NOW, "rf84_breathless_emergency"),
    ("breathless_sudden palpitations", 1990, NOW, "rf84_breathless_emergency"),
    ("head_hit headache_new vomited", 1990, NOW, "rf243_head_now"),
    ("head_hit headache_severe", 2011, NOW, "rf243_head_now"),
    ("head_hit headache_new", 1990, DAYS, "rf245_head_days"),
    ("head_hit headache_new nausea_vomit", 1990, TODAY, "rf244_head_today"),
    ("head_hit dizzy brain_fog", 2011, TODAY, "rf244_head_today"),
    ("head_hit anticoag", 1950, TODAY, "rf244_head_today"),
    ("head_hit fatigue_general", 1990, DAYS, "rf245_head_days"),
    ("insulin_su vomited", 1990, TODAY, "rf246_insulin_sick"),
    ("insulin_su cold_sweat", 1990, TODAY, "rf247_sugar_may_be_low"),
    ("insulin_su tremor palpitations", 1990, TODAY, "rf247_sugar_may_be_low"),
    ("surgery_4wk fever", 1960, TODAY, "rf248_fever_operation"),
    ("kidney_disease rigors", 1960, TODAY, "rf249_chills_kidney"),
    ("cast_paralysis headache_severe cold_sweat", 1990, NOW, "rf251_paralysis_headache"),
    ("pregnant headache_severe", 1990, TODAY, "rf173_preg_headache"),
    ("syncope_any surgery_12wk", 1990, TODAY, "rf06_pe_possible"),
    ("cold_sweat diabetes_known", 1960, TODAY, "rf92_acs_possible"),
    ("groin_load_pain", 2012, TODAY, "rf226_hip_young"),
    ("sleepy_day snoring", 1980, VISIT, "rf229_sleepy_snorer"),
    ("sleepy_day choking_gasp shift_or_safety_job", 1980, DAYS, "rf228_sleepy_at_work"),
]


def judged(told: str, birth_year: int = 1990) -> tuple[Urgency, set[str]]:
    at = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    answers = tuple(Answer(name, "present", at) for name in told.split())
    today = assess(History(at, profile=Profile(birth_year=birth_year, sex="F"), answers=answers), KNOWLEDGE)
    return today.verdict.urgency, {fired.rule for fired in today.red_flags_fired}


@pytest.mark.parametrize(("told", "birth_year", "urgency", "rule"), TOLD)
def test_a_sign_leads_to_whom_its_guideline_names(told: str, birth_year: int, urgency: Urgency, rule: str) -> None:
    found, fired = judged(told, birth_year)
    assert found == urgency
    assert rule in fired


#: What everybody has at times, and what a stomach bug brings: no doctor for these alone.
HARMLESS = ["diarrhoea", "nausea_vomit", "nausea_vomit vomited", "diarrhoea dark_yellow_urine", "back_pain", "cramps",
            "muscle_ache heavy_legs", "dizzy", "pallor", "balance", "ankle_swelling", "numb_feet", "lithium_mtx tremor",
            "lithium_mtx nausea_vomit", "lithium_mtx diarrhoea", "dived_2d muscle_ache fatigue_general", "digoxin",
            "digoxin diarrhoea", "altitude_3d", "altitude_3d fatigue_general", "tick_3mo cramps"]  # fmt: skip


@pytest.mark.parametrize("told", HARMLESS)
def test_what_passes_by_itself_sends_nobody(told: str) -> None:
    assert judged(told)[0] == Urgency.NONE


def test_every_warning_sign_asked_of_everybody_leads_somewhere_when_it_is_told_alone() -> None:
    """Beside those whose danger lies in what they come with: each of these says which rule waits for more."""
    wait_for_more = {
        "fever", "rigors", "palpitations", "steroid_stop", "overdrink_event", "muscle_swollen", "postural_dizzy_sev",
        "puffy_gain", "jaw_claud",
    }  # fmt: skip
    alarms = {kind.id for kind in KNOWLEDGE.findings.values() if kind.alarm and kind.collected_by == "self"
              and kind.kind == "binary" and kind.ask_if is None}  # fmt: skip
    assert {name for name in alarms if judged(name)[0] == Urgency.NONE} <= wait_for_more


@pytest.mark.parametrize(
    ("told", "days", "urgency"),
    [
        ("true_weakness weak_growing", 10, TODAY),
        ("true_weakness weak_growing", 60, DAYS),
        ("true_weakness", 10, DAYS),
        ("prox_weak bilateral_symm weak_growing", 20, TODAY),
        ("distal_weak", 0, TODAY),
        ("distal_weak", 6, DAYS),
        ("distal_weak unilateral_limb", 2, TODAY),
        ("distal_weak unilateral_limb", 6, DAYS),
        ("distal_weak unilateral_limb weak_growing", 6, TODAY),
    ],
)
def test_how_fast_strength_goes_decides_how_soon(told: str, days: int, urgency: Urgency) -> None:
    at = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    answers = (
        *(Answer(name, "present", at) for name in told.split()),
        Answer("weakness_days", "present", at, value=days),
    )
    today = assess(History(at, profile=Profile(birth_year=1990, sex="F"), answers=answers), KNOWLEDGE)
    assert today.verdict.urgency == urgency
