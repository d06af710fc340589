"""What is for today and what can wait some days: the rules that were set beside their guideline, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.findings import findings
from unweary.inference.own_words import propose
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import evaluate

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def person(present: str, absent: str = "", birth_year: int = 1990) -> History:
    answers = [Answer(name, "present", NOW) for name in present.split()]
    answers += [Answer(name, "absent", NOW) for name in absent.split()]
    return History(as_of=NOW, profile=Profile(birth_year=birth_year, sex="F"), answers=tuple(answers))


def judged(present: str, absent: str = "", birth_year: int = 1990) -> tuple[Urgency, set[str]]:
    assessment = assess(person(present, absent, birth_year), KNOWLEDGE)
    return assessment.verdict.urgency, {flag.rule for flag in assessment.red_flags_fired}


TODAY = [
    ("rf06_pe_possible", "breathless_exert breathless_new3mo breathless_new4wk prior_vte"),
    ("rf116_adrenal_soft", "steroid_stop fatigue_general appetite_loss dizzy"),
    ("rf116_adrenal_soft", "steroid_long nausea_vomit"),
    ("rf120_eah_soft", "long_event_24h dizzy event_ill"),
    ("rf120_eah_soft", "long_event_24h nausea_vomit vomited"),
    ("rf149_salt_meds", "diuretic_purging nausea_vomit palpitations"),
    ("rf149_salt_meds", "diuretic_purging nausea_vomit vomited"),
    ("rf92_acs_possible", "upper_pain_now breathless_exert"),
    ("rf111_immunosup_fever", "sickle_disease breathless_exert"),
    ("rf164_sugar_unwell", "diabetes_known glucose_high belly_pain"),
    ("rf173_preg_headache", "postpartum headache_new nausea_vomit"),
    ("rf77_fever_myalgia", "fever near_faint"),
    ("rf172_heart_after_infection", "infection_6wk palpitations fever"),
    ("rf06_pe_possible", "breathless_exert leg_swell_any"),
    ("rf06_pe_possible", "pleuritic pregnant"),
    ("rf03_angina", "chest_pain_exert angina_new"),
    ("rf03_angina", "chest_pain_exert heart_disease"),
    ("rf80_heat_exhaustion", "heat_exposure heat_ill"),
    ("rf80_heat_exhaustion", "heat_exposure nausea_vomit vomited"),
    ("rf126_quinolone", "quinolone_now tendon_site"),
    ("rf126_quinolone", "fluoroquinolone tendon_site tendon_tender"),
    ("rf126_quinolone", "quinolone_now muscle_ache"),
    ("rf126_quinolone", "quinolone_now numb_feet"),
    ("rf207_mg_limbs", "fatigable_weak true_weakness"),
    ("rf58_stress_fx_high", "groin_load_pain low_intake sport_impact"),
    ("rf172_heart_after_infection", "infection_6wk breathless_exert breathless_new4wk"),
    ("rf116_adrenal_soft", "fatigue_general weight_loss appetite_loss orthostatic"),
    ("rf116_adrenal_soft", "fatigue_general salt_craving appetite_loss vomited"),
    ("rf116_adrenal_soft", "fatigue_general weight_loss appetite_loss postural_dizzy_sev"),
    ("rf116_adrenal_soft", "fatigue_general weight_loss appetite_loss salt_craving"),
    ("rf116_adrenal_soft", "fatigue_general weight_loss appetite_loss true_weakness"),
    ("rf86_dvt_pain_risk", "leg_pain unilateral_limb deep_vein_tender"),
    ("rf86_dvt_pain_risk", "calf_pain_unexplained unilateral_limb"),
    ("rf172_heart_after_infection", "palpitations breathless_exert breathless_new4wk"),
    ("rf172_heart_after_infection", "infection_6wk palpitations palp_after_infection"),
    ("rf172_heart_after_infection", "infection_6wk near_faint fatigue_general"),
    ("rf120_eah_soft", "long_event_24h event_ill diuretic_purging"),
    ("rf80_heat_exhaustion", "heat_exposure nausea_vomit cramps"),
    ("rf156_headache_signs", "headache_new nausea_vomit clumsy"),
    ("rf116_adrenal_soft", "steroid_long diarrhoea dizzy"),
    ("rf156_headache_signs", "headache_new near_faint"),
    ("rf156_headache_signs", "headache_new headache_severe nausea_vomit vomited"),
    ("rf30_gca_suspect", "age_ge50 shoulder_hip_girdle fever appetite_loss"),
    ("rf30_gca_suspect", "age_ge50 headache_new temple_cord"),
    ("rf149_salt_meds", "low_salt_new nausea_vomit dizzy"),
    ("rf149_salt_meds", "low_salt_new nausea_vomit headache_new"),
    ("rf149_salt_meds", "low_salt_new nausea_vomit clumsy"),
    ("rf149_salt_meds", "low_salt_new headache_new dizzy"),
    ("rf106_rhabdo_soft", "severe_muscle_pain heat_exposure"),
    ("rf106_rhabdo_soft", "severe_muscle_pain nausea_vomit"),
    ("rf106_rhabdo_soft", "severe_muscle_pain urine_less"),
    ("rf106_rhabdo_soft", "muscle_swollen urine_less"),
    ("rf106_rhabdo_soft", "novel_extreme_ex muscle_ache nausea_vomit"),
    ("rf56_hf", "orthopnoea breathless_new3mo"),
    ("rf56_hf", "pnd ankle_swelling"),
    ("rf105_bulbar_one", "breath_lying heart_disease"),
    ("rf105_bulbar_one", "dysphagia prox_weak"),
    ("rf139_postinfect_heart", "infection_6wk chest_pain_exert angina_new"),
]


@pytest.mark.parametrize(("rule", "present"), TODAY)
def test_it_is_for_today(rule: str, present: str) -> None:
    urgency, fired = judged(present)
    assert rule in fired
    assert urgency >= Urgency.SAME_DAY


#: What a guideline leaves to the GP: the same signs with a no to what makes them dangerous, or not asked about it yet.
DAYS = [
    ("rf06_pe_possible", "rf150_breathless_effort", "breathless_exert prior_vte", "breathless_new3mo"),
    (
        "rf06_pe_possible",
        "rf150_breathless_effort",
        "breathless_exert breathless_new3mo oestrogen",
        "breathless_new4wk",
    ),
    ("rf57_co", "rf174_place_better", "co_place_better", "co_source"),
    ("rf116_adrenal_soft", "rf184_steroid_tired", "steroid_stop fatigue_general", "dizzy nausea_vomit orthostatic"),
    ("rf64_eating_disorder", "rf185_low_intake_tablets", "low_intake diuretic_purging orthostatic", "purging"),
    ("rf64_eating_disorder", "rf185_low_intake_tablets", "low_intake diuretic_purging palpitations", ""),
    ("rf66_drug", "rf148_statin_weak", "statin_any statin_12mo prox_weak", "true_weakness"),
    ("rf06_pe_possible", "rf150_breathless_effort", "breathless_exert surgery_12wk", ""),
    ("rf03_angina", "rf177_angina_stable", "chest_pain_exert", "angina_new"),
    ("rf80_heat_exhaustion", "rf176_heat_dizzy", "heat_exposure orthostatic", "heat_ill nausea_vomit"),
    ("rf80_heat_exhaustion", "rf176_heat_dizzy", "heat_exposure nausea_vomit", "heat_ill"),
    ("rf56_hf", "rf178_breathless_lying", "orthopnoea", "breathless_new3mo ankle_swelling"),
    ("rf105_bulbar_one", "rf178_breathless_lying", "breath_lying", "breathless_new3mo"),
    ("rf105_bulbar_one", "rf47_cancer", "dysphagia weight_loss", ""),
    ("rf139_postinfect_heart", "rf177_angina_stable", "infection_6wk chest_pain_exert", "angina_new"),
    ("rf126_quinolone", "rf206_after_quinolone", "fluoroquinolone muscle_ache", ""),
    ("rf126_quinolone", "rf206_after_quinolone", "fluoroquinolone tendon_site", "quinolone_now"),
    ("rf126_quinolone", "rf206_after_quinolone", "fluoroquinolone joint_pain", "quinolone_now"),
    ("rf126_quinolone", "rf206_after_quinolone", "fluoroquinolone numb_feet", "quinolone_now"),
    ("rf207_mg_limbs", "rf144_fatigable", "fatigable_weak prox_weak", "true_weakness"),
    ("rf58_stress_fx_high", "rf59_stress_fx", "groin_load_pain low_intake load_spike", "sport_impact"),
    ("rf116_adrenal_soft", "rf47_cancer", "fatigue_general weight_loss appetite_loss belly_pain", ""),
    ("rf172_heart_after_infection", "rf140_palpitations", "infection_6wk palpitations breathless_exert", ""),
    ("rf86_dvt_pain_risk", "rf195_score_days", "unilateral_limb deep_vein_tender", "leg_pain"),
]


@pytest.mark.parametrize(("not_today", "rule", "present", "absent"), DAYS)
def test_it_can_wait_some_days_and_is_not_forgotten(not_today: str, rule: str, present: str, absent: str) -> None:
    urgency, fired = judged(present, absent)
    assert not_today not in fired
    assert rule in fired
    assert urgency == Urgency.WITHIN_DAYS


def test_a_high_risk_of_the_heart_waits_for_no_second_answer() -> None:
    risky = "chest_pain_exert smoker_cvrisk"
    assert judged(risky, birth_year=1960)[0] == Urgency.SAME_DAY
    assert judged(risky)[0] == Urgency.WITHIN_DAYS


def test_a_headache_with_a_fever_over_50_is_for_today_once_the_fever_lasts() -> None:
    assert judged("headache_new fever", "fever_ge5d", 1965) == (Urgency.WITHIN_DAYS, {"rf75_headache50"})
    assert judged("headache_new fever fever_ge5d", birth_year=1965)[0] == Urgency.SAME_DAY
    told = person("headache_new fever", "fever_ge5d", 1965)
    week = replace(told, answers=(*told.answers, Answer("main_days", "present", NOW, 7)))
    assert "rf30_gca_suspect" in {flag.rule for flag in assess(week, KNOWLEDGE).red_flags_fired}


def test_the_heat_that_does_not_ease_stays_an_emergency() -> None:
    assert judged("heat_exposure heat_ill heat_not_better30")[0] == Urgency.EMERGENCY_NOW


@pytest.mark.parametrize(
    ("parents", "question"),
    [
        ("chest_pain_exert", "angina_new"),
        ("heat_exposure", "heat_ill"),
        ("orthopnoea", "breathless_new3mo"),
    ],
)
def test_what_decides_is_asked_after_its_parents_only(parents: str, question: str) -> None:
    def asked(present: str, absent: str = "") -> bool:
        history = person(present, absent)
        body = state(history, KNOWLEDGE, NOW)
        known = findings(history, KNOWLEDGE, NOW, body.numbers, body.given)
        gate = KNOWLEDGE.findings[question].ask_if
        assert gate is not None
        return evaluate(gate, known) is True

    assert asked(parents)
    assert not asked("muscle_ache", parents)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("sick and dizzy ever since the heat on saturday", "heat_ill"),
        ("new chest pain on hills", "angina_new"),
        ("tightness in my chest when I run and the chest pressure is getting worse", "angina_new"),
    ],
)
def test_own_words_propose_the_new_questions(words: str, question: str) -> None:
    found = {one.finding for one in propose(words, KNOWLEDGE, date(2026, 11, 20)).findings}
    assert question in found


def test_own_words_about_other_things_do_not() -> None:
    words = "my legs ache since the marathon, I took ibuprofen, the chest is fine"
    found = {one.finding for one in propose(words, KNOWLEDGE, date(2026, 11, 20)).findings}
    assert not found & {"heat_ill", "angina_new"}


def test_no_advice_to_stop_drinking_without_a_long_event() -> None:
    """Water tablets and sickness can be too little water as well as too little salt."""
    _, fired = judged("diuretic_purging nausea_vomit dizzy cramps")
    assert "rf149_salt_meds" in fired
    assert "rf120_eah_soft" not in fired


@pytest.mark.parametrize(
    "rule",
    [
        "rf41_t1d",
        "rf56_hf",
        "rf77_fever_myalgia",
        "rf92_acs_possible",
        "rf105_bulbar_one",
        "rf107_dark_urine",
        "rf116_adrenal_soft",
        "rf120_eah_soft",
        "rf134_gi_bleed",
        "rf142_polyuria",
        "rf149_salt_meds",
        "rf164_sugar_unwell",
        "rf172_heart_after_infection",
        "rf173_preg_headache",
        "rf180_hives_breathless",
        "rf181_others_ill",
        "rf183_ck_high",
        "rf184_steroid_tired",
        "rf187_vomit_lasting",
        "rf197_loose_lasting",
        "rf198_loose_blood",
        "rf199_dried_out",
        "rf200_weak_alone",
        "rf201_muscle_alone",
        "rf202_little_urine",
        "rf203_heart_elsewhere",
        "rf204_pallor",
        "rf205_see_gp",
    ],
)
def test_the_rule_below_an_emergency_says_what_would_make_it_one(rule: str) -> None:
    """Somebody whose answer to the follow-up is unknown reads this and nothing more urgent."""
    message = next(flag.message for flag in KNOWLEDGE.red_flags if flag.id == rule)
    assert "emergency" in message
