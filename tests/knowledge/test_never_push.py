"""Nobody is told to go beside a danger that was told: whoever says yes to a sign that is not listed here is held back.

The list is what leaves the day as it is, with the reason. A new finding either holds the day back or is put here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.red_flags import check
from unweary.decisions.verdict import verdict
from unweary.inference.findings import findings
from unweary.inference.scope import with_scope
from unweary.inference.state import state
from unweary.vocab.assessment import QuantityValue, Verdict
from unweary.vocab.history import Answer, Day, History, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import names

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)

#: Why each of these leaves the day as it is. What comes with them can hold it back: the rows and red flags say so.
HARMLESS: dict[str, str] = {
    "what most tired people feel; how strong it is today is asked in numbers": """
        activity_halved arm_pain back_pain bilateral_symm brain_fog burn_effort_only caffeine_helps clears_7d cold_intol
        cramps drive_low_strength_ok ease_walk effort_out_of_proportion fasciculation fatigue_ge6wk fatigue_general
        fatigue_gt6mo first_steps_stiff focal_point heavy_end_day heavy_legs hips_ache both_shoulders_ache
        insomnia_nights joint_pain leg_pain local_strength_loss low_libido low_mood mood_poms morning_stiff
        morning_stiff45 muscle_ache muscle_tight no_pain_seated onset_12_72h over_week_despite_care pain_many
        pain_over3mo pain_resisted
        perf_drop_days relief_forward relief_moving repeats_fail_early rest_3d_clears rpe_high single_effort_weak
        sleep_lt7 sleep_trouble sleepy_day snoring sore_move_touch spider_veins stress_high tendon_site tendon_tender
        tingling unilateral_limb unrefreshing urge_move warmup_effect weight_gain wired_tired worse_at_rest
        worse_evening
        worse_standing_heat rls_mimic_only varicose ankle_swelling bone_muscle_ache_prox appetite_loss tremor
        dark_yellow_urine constipation bloating hair_loss dry_skin headache_long urine_slow""",
    "what one does, eats, trains or lives with": """
        alcohol_high blood_donor break_4wk breastfeeding diet_restricted eccentric_recent event_gt4h few_rest_days
        flu_season has_periods heat_exposure heavy_sweat immobility load_spike long_event_24h low_carb_train low_intake
        low_protein_diet low_sun n2o_use neck_wide new_supplement novel_extreme_ex shift_or_safety_job sitting_8h
        sport_aesthetic sport_endurance sport_impact standing_8h strength_block tested_athlete trains_seldom
        travel_malaria veg_vegan bed_rest_3d dived_2d altitude_3d tick_3mo""",
    "a medicine; what it can do shows in signs that are asked for": """
        any_medicine anticoag aspirin_low beta_blocker bp_kidney_drugs chelate_drugs digoxin diuretic_purging
        fluoroquinolone
        insulin_su lithium_mtx low_salt_new med_patch metformin_ppi oestrogen other_myotoxic quinolone_now sglt2i
        statin_12mo statin_any steroid_long""",
    "an illness, an operation or a diagnosis of before: a risk, not a sign of today; remedies have gates for it": """
        active_cancer asthma_known asthma_nsaid autoimmune_known bipolar_psychosis breathing_risk bsi_history
        cancer_history cast_paralysis causes_excluded coeliac_risk cold_risk diabetes_known dialysis
        eating_risk epilepsy fam_sudden_death food_reaction fragile heart_disease heat_risk herb_risk high_bp
        hospital_recent immunosup infection_6wk infection_over4wk iron_low_known iron_overload kidney_disease
        leg_arteries leg_ulcer_healed liver_disease lung_disease magnesium_risk migraine_known
        mood_disorder_dx muscle_risk onset_after_infection prior_vte recurrent_illness sickle_disease
        sickle_trait skin_open smoker_cvrisk stroke_past surgery_12wk thyroid_known ulcer_gibleed vitamin_risk""",
    "a score of mood, worry, drinking or sleep: it is answered by its own advice": """
        gad2_ge3 phq2_ge2 phq2_ge3 stopbang_ge3 choking_gasp""",
    "an item of a pain or sleep score: what is severe is asked by itself": """
        area_3mo area_belly area_chest area_hip_left area_hip_right area_jaw_left area_jaw_right area_lower_arm_left
        area_lower_arm_right area_lower_back area_lower_leg_left area_lower_leg_right area_neck area_shoulder_left
        area_shoulder_right area_upper_arm_left area_upper_arm_right area_upper_back area_upper_leg_left
        area_upper_leg_right sss_belly sss_headache sss_low""",
    "slow or slight: worth a look by its own rule, and training as usual does no harm": """
        few_periods glossitis heat_intol heavy_periods lymph_nodes mouth_ulcers night_sweats pica rash_photo raynaud
        salt_craving sicca skin_change_ankle smell_loss""",
    "legs that tire on walking: walking is what is advised; scores hold the day back where they fit": """
        calf_walk_pain_relief10 claud_calf claud_level claud_thigh_buttock claud_uphill neuro_claudication""",
    "a test or a watch that is slightly off, or off for long; numbers far off have rules of their own": """
        ana_rf_ccp b12_grey b12_low cholesterol_above_range ck_post_ex cmj_down ferritin_15_35 ferritin_lt15 hba1c_ge48
        hr_lt40 iron_stores_low mg_low submax_hr_down tsat_lt20 tsh_mild vitd_lt30""",
}
#: At 76 these are no more than a risk; at 30 they hold the day back.
FREE_AT_76 = {"bone_density_low", "missed_periods", "missed_periods_12"}
FREE = {name for listed in HARMLESS.values() for name in listed.split()}
#: A main trouble that is something else ends the judgement before the verdict: see the last test.
ASKED = [
    kind
    for kind in KNOWLEDGE.findings.values()
    if "derived" not in (kind.kind, kind.collected_by) and kind.kind != "number" and kind.id != "other_complaint"
]
#: What has to be denied before anybody is told to go, and nothing else.
MUST = frozenset({"fever", "rigors", "chest_pain_now", "chest_pain_exert", "syncope_any", "syncope_exert"})
#: Everything that a person can be asked about without a yes before it.
EVERYTHING = frozenset(kind.id for kind in ASKED if kind.collected_by == "self" and kind.ask_if is None)
PEOPLE = {30: Profile(birth_year=1996, sex="F"), 76: Profile(birth_year=1950, sex="M")}
WELL = Day(NOW.date(), fatigue_0_10=1, heaviness_0_10=1, sleep_h=8, sleep_quality_0_10=9, stress_0_10=1)


def person(yes: str, age: int, no: Collection[str], *, sure: bool = True) -> History:
    """Somebody with a good day who says yes to these and no to those."""
    told = tuple(Answer(name, "present", NOW, sure=sure) for name in yes.split())
    denied = tuple(Answer(name, "absent", NOW) for name in sorted(set(no) - set(yes.split())))
    return History(NOW, profile=PEOPLE[age], days=(WELL,), answers=(*told, *denied))


def judged(history: History) -> Verdict:
    """The verdict without the causes: what a contradiction adds to it does not count here."""
    now = state(history, KNOWLEDGE, NOW)
    known = with_scope(findings(history, KNOWLEDGE, NOW, now.numbers, now.given))
    flags = check(KNOWLEDGE, known)
    known = known.with_numbers([QuantityValue("urgency", float(flags.urgency), float(flags.urgency), ("computed",))])
    return verdict(KNOWLEDGE, known, now.groups, flags)


@cache
def told_to_go(age: int, *, all_denied: bool, sure: bool = True) -> frozenset[str]:
    """The findings whose yes alone leaves 'push' for the body.

    ``all_denied``: everything that is asked of everybody is denied, and so is what the finding is asked after.
    """
    found = set()
    for kind in ASKED:
        parents = set(names(kind.ask_if)) & set(KNOWLEDGE.findings) if kind.ask_if else set()
        today = judged(person(kind.id, age, EVERYTHING | parents if all_denied else MUST, sure=sure))
        if today.action == "push":
            found.add(kind.id)
    return frozenset(found)


def test_the_list_names_each_finding_once_and_no_alarm() -> None:
    listed = [name for group in HARMLESS.values() for name in group.split()]
    assert len(listed) == len(set(listed))
    assert not [name for name in listed if name not in KNOWLEDGE.findings or KNOWLEDGE.findings[name].alarm]


@pytest.mark.parametrize("age", PEOPLE)
@pytest.mark.parametrize("all_denied", [False, True])
def test_no_yes_outside_the_list_leaves_push(age: int, all_denied: bool) -> None:
    assert not told_to_go(age, all_denied=all_denied) - FREE - (FREE_AT_76 if age == max(PEOPLE) else set())


@pytest.mark.parametrize("age", PEOPLE)
def test_rather_yes_holds_back_like_yes(age: int) -> None:
    assert told_to_go(age, all_denied=True, sure=False) == told_to_go(age, all_denied=True)


def test_what_was_told_holds_every_muscle_group_back_too_where_it_is_not_about_one_place() -> None:
    rows = [row for row in KNOWLEDGE.verdict if row.scope == "told"]
    assert {row.id for row in rows if not row.systemic} == {"t_muscle", "t_joint"}
    assert all(row.action == "modify" and "{told}" in row.reason for row in rows)
    assert [row.id for row in rows if row.alarms] == [rows[-1].id]  # the last one takes what the others leave


def test_what_is_in_the_list_holds_no_healthy_person_back() -> None:
    held = FREE - told_to_go(30, all_denied=False)
    assert not held


def test_a_sign_in_a_red_flag_of_today_is_in_the_list_only_for_a_reason_of_its_own() -> None:
    """A rare sign that such a rule waits for is either held back or one of these, which were looked at one by one."""
    today = {n for rule in KNOWLEDGE.red_flags if rule.urgency >= Urgency.SAME_DAY for n in names(rule.when)}
    everyday = 0.05
    rare = {n for n in today & FREE if KNOWLEDGE.findings[n].leak.mid < everyday}
    of_before = ("what one does", "a medicine", "an illness")
    risks = {name for why, group in HARMLESS.items() if why.startswith(of_before) for name in group.split()}
    assert rare - risks == {"hr_lt40", "night_sweats", "salt_craving", "skin_change_ankle", "tremor"}


#: What a second audit found beside 'train as you planned'.
FOUND = [
    "pain_severe", "pain_severe muscle_ache", "pain_passive_stretch", "cold_sweat", "upper_pain_now", "spine_pain_red",
    "joint_swelling", "urine_less", "muscle_swollen", "foot_hot_swollen", "speech_fades", "balance", "purging",
    "bone_pain_persist", "cold_foot numb_feet leg_pain", "sexual_dysf leg_pain", "breathless_any breathless_new4wk",
    "sickle_disease pain_severe", "anticoag injury_fall headache_new", "leg_pain over_week_despite_care",
    "widespread_pain brain_fog", "thirst_unwell", "angina_new", "heat_ill", "puffy_gain", "event_ill",
]  # fmt: skip


ONE_PLACE = {"joint_swelling", "muscle_swollen", "foot_hot_swollen"}


@pytest.mark.parametrize("yes", FOUND)
@pytest.mark.parametrize("age", PEOPLE)
def test_a_told_danger_is_named_and_holds_the_day_back(yes: str, age: int) -> None:
    today = assess(person(yes, age, EVERYTHING), KNOWLEDGE).verdict
    assert today.action in ("modify", "pause", "see_clinician")
    if yes not in ONE_PLACE:
        assert "push" not in {group.action for group in today.by_group.values()}
    assert today.see or any(reason.action != "push" for reason in today.reasons)


def test_the_sentence_says_what_was_told_and_what_to_do() -> None:
    today = assess(person("joint_swelling", 30, EVERYTHING), KNOWLEDGE).verdict
    assert today.reasons[0].text == "You told us of: a swollen, hot or red joint."
    assert "Do not load that part" in today.advice
    assert "It is neither swollen nor hot, and can be loaded without pain." in today.would_change


def test_what_a_red_flag_speaks_for_is_not_said_twice() -> None:
    today = assess(person("dark_urine", 30, EVERYTHING), KNOWLEDGE).verdict
    assert today.see
    assert not [reason for reason in today.reasons if reason.rule.startswith("t_")]


HEALTHY = [
    "heavy_legs muscle_ache eccentric_recent onset_12_72h", "varicose ankle_swelling standing_8h heavy_end_day",
    "stress_high snoring sleep_lt7 unrefreshing", "smoker_cvrisk high_bp statin_any diabetes_known",
    "cancer_history stroke_past prior_vte heart_disease anticoag", "veg_vegan blood_donor heavy_periods iron_low_known",
    "sport_endurance sport_impact load_spike few_rest_days", "asthma_known thyroid_known migraine_known low_mood",
]  # fmt: skip


@pytest.mark.parametrize("yes", HEALTHY)
@pytest.mark.parametrize("age", PEOPLE)
def test_a_well_person_with_everyday_things_or_an_old_diagnosis_may_go(yes: str, age: int) -> None:
    assert assess(person(yes, age, EVERYTHING), KNOWLEDGE).verdict.action == "push"


@pytest.mark.parametrize(
    ("yes", "wider"),
    [("thirst_unwell", "polyuria_thirst"), ("angina_new", "chest_pain_exert"), ("heat_ill", "heat_exposure"),
     ("puffy_gain", "long_event_24h")],
)  # fmt: skip
def test_a_warning_sign_counts_while_the_question_before_it_is_denied(yes: str, wider: str) -> None:
    today = assess(person(yes, 30, {*EVERYTHING, wider}), KNOWLEDGE)
    assert wider in {found.finding for found in today.findings if found.state}
    assert any("We count the yes until you tell us." in words for words in today.contradictions)
    alone = assess(person(yes, 30, ()), KNOWLEDGE)
    assert today.verdict.urgency == alone.verdict.urgency


def test_a_warning_sign_that_rests_on_something_else_leaves_the_no_alone() -> None:
    today = assess(person("angina_new chest_pain_brief", 30, {*EVERYTHING, "chest_pain_exert"}), KNOWLEDGE)
    assert "chest_pain_exert" not in {found.finding for found in today.findings if found.state}


def test_a_main_trouble_that_is_not_judged_is_no_way_to_push() -> None:
    assert assess(person("other_complaint", 30, EVERYTHING), KNOWLEDGE).verdict.action != "push"
