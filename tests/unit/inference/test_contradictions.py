"""Answers that cannot all be true: found, said, asked again, and never a reason to be less careful."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.contradictions import Conflict, contradictions, to_ask_again
from unweary.inference.findings import findings
from unweary.inference.state import state
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Answer, Day, History, Lab, Look, Observation, Profile, Session, SiteRating
from unweary.vocab.knowledge import Knowledge, Urgency

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MAN, WOMAN = Profile(birth_year=1985, sex="M"), Profile(birth_year=1985, sex="F")


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


def said(yes: str = "", no: str = "", at: datetime = NOW) -> tuple[Answer, ...]:
    return (*(Answer(f, "present", at) for f in yes.split()), *(Answer(f, "absent", at) for f in no.split()))


def conflicts(history: History) -> tuple[Conflict, ...]:
    body = state(history, reviewed(), NOW)
    known = findings(history, reviewed(), NOW, body.numbers, body.given)
    return contradictions(known, history.answers, NOW)


def ids(history: History) -> set[str]:
    return {conflict.id for conflict in conflicts(history)}


def person(yes: str = "", no: str = "", **more: object) -> History:
    return History(NOW, answers=said(yes, no), **more)  # type: ignore[arg-type]


NIGHTS = {hours: tuple(Day((NOW - timedelta(days=n)).date(), sleep_h=hours) for n in range(7)) for hours in (3.5, 9.0)}
SESSIONS = tuple(Session(NOW - timedelta(days=n, hours=2), 3600.0) for n in range(0, 27, 2))
HOT = (Observation("temp_c", 38.6, "degC", NOW - timedelta(minutes=20)),)

AREAS = sorted(name for name in reviewed().findings if name.startswith("area_") and name != "area_3mo")
AREAS.sort(key="area_neck".__ne__)

CASES: dict[str, History] = {
    "male_pregnant": person("pregnant", profile=MAN),
    "male_gave_birth": person("breastfeeding", profile=MAN),
    "male_periods": person("heavy_periods", profile=MAN),
    "pregnant_and_just_gave_birth": person("postpartum", profile=Profile(sex="F", pregnant=True)),
    "breathless_rest_not_any": person("breathless_rest", "breathless_any"),
    "cannot_move_not_weak": person("cannot_move", "true_weakness"),
    "periods_late_in_life": person("heavy_periods", profile=Profile(birth_year=1950, sex="F")),
    "pregnant_late_in_life": person("pregnant", profile=Profile(birth_year=1950, sex="F")),
    "pregnancy_signs_not_pregnant": person("preg_abdo_bleed", "pregnant", profile=WOMAN),
    "test_says_pregnant": person("hcg_pos", "pregnant", profile=WOMAN),
    "pregnant_missed_periods": person("pregnant missed_periods", profile=WOMAN),
    "bleeding_in_pregnancy": person("pregnant heavy_periods", profile=WOMAN),
    "no_fever_but_measured": person("", "fever", observations=HOT),
    "no_fever_but_for_days": person("fever_ge5d", "fever"),
    "no_fever_but_very_hot": person("temp_ge40", "fever"),
    "fever_but_cold": person("fever", observations=(Observation("temp_c", 35.2, "degC", NOW),)),
    "breathless_severe_not_at_rest": person("breathless_severe", "breathless_rest"),
    "breathless_rest_not_effort": person("breathless_rest", "breathless_exert"),
    "no_breathlessness_but_new": person("breathless_sudden", "breathless_rest breathless_exert"),
    "no_chest_pain_but_breathing_hurts": person("pleuritic", "chest_pain_now"),
    "never_fainted_but_in_effort": person("syncope_exert", "syncope_any"),
    "oxygen_very_low_not_low": person("spo2_le91", "spo2_lt95"),
    "pulse_high_and_low": person("hr_ge100 hr_lt40"),
    "one_leg_swollen_denied": person("calf_swell_one", "leg_swell_any"),
    "both_alike_one_swollen": person("bilateral_symm calf_swell_one"),
    "one_limb_both_sides": person("unilateral_limb bilateral_symm"),
    "one_limb_both_legs": person("unilateral_limb bilat_buttock_leg"),
    "one_and_both_legs_shooting": person("unilateral_limb bilateral_sciatica"),
    "hot_joint_no_joint_pain": person("hot_joint_acute", "joint_pain"),
    "no_pain_but_sore_map": person(
        "", "muscle_ache joint_pain tendon_site", sites=(SiteRating("quads", "left", 8, NOW),)
    ),
    "no_ache_but_severe_pain": person("severe_muscle_pain", "muscle_ache"),
    "no_weakness_but_it_spreads": person("asc_weak", "true_weakness"),
    "no_weakness_but_cannot_rise": person("prox_weak", "true_weakness muscle_ache"),
    "cannot_stand_but_trained": person("cannot_bear_weight", sessions=SESSIONS),
    "urine_brown_and_only_yellow": person("dark_urine dark_yellow_urine"),
    "urine_test_not_dark": person("urine_blood_norbc", "dark_urine"),
    "urine_little_and_lots": person("urine_less polyuria_thirst"),
    "six_months_not_six_weeks": person("fatigue_gt6mo", "fatigue_ge6wk"),
    "sleep_enough_but_short_nights": person("", "sleep_lt7", days=NIGHTS[3.5]),
    "sleep_short_but_long_nights": person("sleep_lt7", days=NIGHTS[9.0]),
    "no_heaviness_but_heavy_day": person("", "heavy_legs", days=(Day(NOW.date(), heaviness_0_10=8),)),
    "mood_high_not_low": person("phq2_ge3", "phq2_ge2"),
    "harm_without_thoughts": person("self_harm_now", "suicidal"),
    "form_back_and_still_down": person("perf_drop_days perf_drop_2mo"),
    "break_but_sessions": person("break_4wk", sessions=SESSIONS),
    "seldom_but_sessions": person("trains_seldom", sessions=SESSIONS),
    "no_rest_but_rest_days": person(
        "few_rest_days", sessions=tuple(s for s in SESSIONS if (NOW - s.started_at).days > 6)
    ),
    "sit_and_stand_all_day": person("sitting_8h standing_8h"),
    "no_medicine_but_one": person("statin_any", "any_medicine"),
    "statin_change_without_statin": person("statin_12mo", "statin_any"),
    "insulin_without_diabetes": person("insulin_su", "diabetes_known"),
    "cancer_treated_never_had": person("chemo_6wk", "cancer_history"),
    "kidneys_well_but_test": person("", "kidney_disease", labs=(Lab("egfr", 41, "mL/min/1.73m2", NOW),)),
    "sickle_muscle_risk": person("sickle_trait", "muscle_risk"),
    "weight_down_and_up": person("weight_loss weight_gain"),
    "widespread_but_few_places": person("widespread_pain area_neck", " ".join(AREAS[1:])),
    "not_widespread_but_many_places": person(" ".join((*AREAS, "area_3mo")), "widespread_pain"),
    "weight_very_low_or_not": person("bmi_lt16", profile=Profile(height_m=1.7, mass_kg=70)),
}


def test_there_are_at_least_thirty_and_each_has_a_case() -> None:
    assert len(reviewed().contradictions) >= 30
    assert {entry.id for entry in reviewed().contradictions} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_each_contradiction_is_found(name: str) -> None:
    assert name in ids(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_what_is_asked_can_be_answered_by_a_person_and_is_offered(name: str) -> None:
    found = [conflict for conflict in conflicts(CASES[name]) if conflict.id == name]
    asked = to_ask_again(found, (), reviewed(), NOW)
    assert [kind.id for kind, _ in asked] != []
    assert all(kind.question for kind, _ in asked)
    assert all(words == found[0].words for _, words in asked)


def test_answers_that_fit_contradict_nothing() -> None:
    fits = person(
        "fever muscle_ache fatigue_general", "dark_urine breathless_rest chest_pain_now leg_swell_any true_weakness"
    )
    assert ids(fits) == set()
    assert ids(person()) == set()


def test_fever_yesterday_and_none_today_is_no_contradiction() -> None:
    before = said("fever_ge5d", at=NOW - timedelta(days=2))
    assert ids(History(NOW, answers=(*before, *said("", "fever")))) == set()


def test_what_was_said_days_ago_does_not_contradict_a_map_of_today() -> None:
    old = said("", "muscle_ache joint_pain tendon_site", at=NOW - timedelta(days=2))
    assert ids(History(NOW, answers=old, sites=(SiteRating("quads", "left", 8, NOW),))) == set()


def test_rather_no_contradicts_nothing_since_it_leaves_the_matter_open() -> None:
    unsure = (Answer("fever", "absent", NOW, sure=False),)
    assert ids(History(NOW, answers=unsure, observations=HOT)) == set()


def test_the_body_map_overrules_a_no_and_that_is_said() -> None:
    swollen = SiteRating("gastroc_medial", "left", 5, NOW, ("swelling",))
    found = conflicts(person("", "leg_swell_any", sites=(swollen,)))
    assert [conflict.id for conflict in found] == ["overruled_leg_swell_any"]
    assert "the body map says yes" in found[0].words


def test_a_blood_test_overrules_a_no_and_that_is_said() -> None:
    found = conflicts(person("", "k_ge6", labs=(Lab("potassium", 7.2, "mmol/L", NOW),)))
    assert [conflict.id for conflict in found] == ["overruled_k_ge6"]
    assert "a measured value says yes" in found[0].words


def test_yes_and_no_at_the_same_moment_is_a_yes_that_is_asked_again() -> None:
    for order in (said("dark_urine", "dark_urine"), tuple(reversed(said("dark_urine", "dark_urine")))):
        history = History(NOW, answers=order)
        assert ids(history) == {"twice_dark_urine"}
        today = answered(history)
        assert "dark_urine" in {state.finding for state in today.findings if state.state}
        assert today.verdict.urgency >= Urgency.SAME_DAY


def answered(history: History) -> Assessment:
    return assess(history, reviewed())


def test_the_words_are_shown_and_the_question_comes_next() -> None:
    today = answered(person("fatigue_gt6mo sitting_8h standing_8h", "fatigue_ge6wk"))
    assert len(today.contradictions) == 2
    assert {"fatigue_ge6wk", "standing_8h"} <= {question.finding for question in today.questions}
    assert len({question.finding for question in today.questions}) == len(today.questions)


def test_an_emergency_stops_the_questions_about_contradictions_too() -> None:
    today = answered(person("self_harm_now", "suicidal"))
    assert today.verdict.urgency is Urgency.EMERGENCY_NOW
    assert today.question is None
    assert today.contradictions != ()


def test_the_same_answer_given_twice_today_is_not_asked_a_third_time() -> None:
    twice = (*said("", "fever", at=NOW - timedelta(hours=1)), *said("", "fever", at=NOW - timedelta(minutes=1)))
    history = History(NOW, answers=twice, observations=HOT)
    found = conflicts(history)
    assert {conflict.id for conflict in found} == {"no_fever_but_measured"}
    assert to_ask_again(found, history.answers, reviewed(), NOW) == ()


# ---- a yes, and then something else


def fresh_and(*later: Answer, yes: str = "fast_positive") -> History:
    """A fresh morning that would be 'push', a yes of two hours ago, and what was said of it since."""
    days = tuple(Day((NOW - timedelta(days=n)).date(), fatigue_0_10=1, sleep_h=8, mood_0_10=9) for n in range(3))
    signs = {name for screen in reviewed().screens for name in screen.findings} - {yes}
    # What 'push' must know stands on no screen of its own.
    no = said("", " ".join(sorted(signs | {"fever", "rigors", "chest_pain_exert", "syncope_any"})))
    return History(NOW, profile=WOMAN, days=days, answers=(*no, *said(yes, at=NOW - timedelta(hours=2)), *later))


def test_without_any_yes_this_morning_would_be_push() -> None:
    assert answered(fresh_and(yes="urge_move")).verdict.action == "push"


@pytest.mark.parametrize("noes", [1, 2])
def test_an_alarm_that_was_taken_back_is_told_and_nobody_is_told_to_go(noes: int) -> None:
    since = [said("", "fast_positive", at=NOW - timedelta(minutes=30 - n))[0] for n in range(noes)]
    today = answered(fresh_and(*since))
    assert [danger.finding for danger in today.passed_dangers] == ["fast_positive"]
    assert today.contradictions == ()
    assert today.verdict.action == "not_known"
    assert "Take it easy" in today.verdict.advice
    assert "push" not in {group.action for group in today.verdict.by_group.values()}
    assert all(reason.action != "push" for reason in today.verdict.reasons)
    # The no holds, and is asked again once.
    assert today.verdict.urgency < Urgency.SAME_DAY
    assert ("fast_positive" in {question.finding for question in today.questions}) is (noes == 1)


def test_an_alarm_taken_back_and_then_left_open_is_no_way_to_push_either() -> None:
    no, unsure = said("", "fast_positive", at=NOW - timedelta(hours=1))[0], Answer("fast_positive", "unknown", NOW)
    assert answered(fresh_and(no, unsure)).verdict.action != "push"


def days_after(finding: str, days: int) -> Assessment:
    """A fresh morning, a yes of some days ago, and a plain no of now."""
    history = fresh_and(*said("", finding), yes="urge_move")
    before = said(finding, at=NOW - timedelta(days=days))
    return answered(replace(history, answers=(*history.answers, *before)))


@pytest.mark.parametrize(
    ("finding", "days"),
    [("chest_pain_now", 2), ("fast_positive", 2), ("fast_positive", 13), ("syncope_exert", 20), ("saddle_numb", 5)],
)
def test_a_danger_of_the_days_before_that_has_passed_is_told_and_nobody_is_told_to_go(finding: str, days: int) -> None:
    today = days_after(finding, days)
    assert today.verdict.action == "not_known"
    assert today.verdict.advice.startswith(f"On {NOW - timedelta(days=days):%A} ")
    assert "if no doctor has looked at it since, have it looked at today" in today.verdict.advice
    assert today.passed_dangers[0].words in today.verdict.advice
    assert today.verdict.urgency < Urgency.SAME_DAY
    assert "push" not in {group.action for group in today.verdict.by_group.values()}


@pytest.mark.parametrize(("finding", "days"), [("chest_pain_now", 4), ("fast_positive", 15), ("tingling", 1)])
def test_what_would_not_hold_any_more_or_was_no_danger_holds_nobody_back(finding: str, days: int) -> None:
    today = days_after(finding, days)
    assert (today.verdict.action, today.contradictions, today.passed_dangers) == ("push", (), ())


def test_a_danger_of_two_answers_of_which_one_was_taken_back_is_told() -> None:
    history = fresh_and(*said("", "headache_severe"), yes="urge_move")
    before = (
        *said("headache_severe", at=NOW - timedelta(hours=50)),
        *said("preg_preecl", at=NOW - timedelta(hours=49)),
    )
    back = said("", "preg_preecl", at=NOW - timedelta(hours=2))
    today = answered(replace(history, answers=(*history.answers, *before, *back)))
    assert today.verdict.advice.startswith("On Wednesday 18 November you said yes to: ")


def test_of_several_dangers_each_is_told_by_itself_and_what_only_stood_beside_one_is_none() -> None:
    history = fresh_and(*said("", "chest_pain_now"), yes="urge_move")
    before = said("chest_pain_now nausea_vomit fast_positive", at=NOW - timedelta(hours=20))
    history = replace(history, answers=(*history.answers, *before, *said("", "nausea_vomit")))
    assert {danger.finding for danger in answered(history).passed_dangers} == {"chest_pain_now", "fast_positive"}
    for done, action in ((("chest_pain_now",), "not_known"), (("chest_pain_now", "fast_positive"), "push")):
        looks = tuple(Look(name, NOW.date(), NOW) for name in done)
        today = answered(replace(history, looks=looks))
        assert (today.verdict.action, today.contradictions) == (action, ())
        # What was looked at is settled: it is not asked again.
        assert {question.finding for question in today.questions}.isdisjoint(done)


@pytest.mark.parametrize(("days", "hours", "counts"), [(0, 0, True), (1, 0, False), (0, 3, False)])
def test_a_look_counts_for_a_yes_that_was_given_before_it_alone(days: int, hours: int, counts: bool) -> None:
    """The yes was given two hours ago; the look is of a day, and was told some hours ago."""
    look = Look("fast_positive", (NOW - timedelta(days=days)).date(), NOW - timedelta(hours=hours))
    (danger,) = answered(replace(fresh_and(*said("", "fast_positive")), looks=(look,))).passed_dangers
    assert (danger.looked_on is not None) is counts


def test_what_asked_for_nobody_on_its_own_day_is_no_danger_of_two_days_together() -> None:
    history = fresh_and(*said("", "headache_new jaw_claud"), yes="urge_move")
    before = (*said("headache_new", at=NOW - timedelta(days=3)), *said("nausea_vomit", at=NOW - timedelta(days=1)))
    today = answered(replace(history, answers=(*history.answers, *before, *said("", "nausea_vomit"))))
    assert (today.contradictions, today.passed_dangers) == ((), ())


def test_a_yes_and_a_later_not_sure_is_a_yes_that_is_asked_again_once() -> None:
    unsure = [Answer("fever", "unknown", NOW - timedelta(minutes=9 - n)) for n in range(2)]
    for count, asked in ((1, True), (2, False)):
        history = fresh_and(*unsure[:count], yes="fever")
        history = History(NOW, answers=tuple(a for a in history.answers if a.state != "absent" or a.finding != "fever"))
        found = conflicts(history)
        assert [conflict.id for conflict in found] == ["unsettled_fever"]
        again = {kind.id for kind, _ in to_ask_again(found, history.answers, reviewed(), NOW)}
        assert again == ({"fever"} if asked else set())


def test_yes_no_yes_is_asked_again_although_yes_was_said_twice() -> None:
    turns = (("fever", ""), ("", "fever"), ("fever", ""))
    given = [one for n, (yes, no) in enumerate(turns) for one in said(yes, no, at=NOW - timedelta(minutes=9 - n))]
    conflict = Conflict("some", "It does not fit.", ("fever",))
    assert [kind.id for kind, _ in to_ask_again([conflict], given, reviewed(), NOW)] == ["fever"]


# ---- a 'no' to what a narrower yes is a part of


@pytest.mark.parametrize(
    ("part", "whole"),
    [("dark_urine_week", "dark_urine"), ("bsi_high_or_two", "bsi_history"), ("eating_disorder_dx", "eating_risk"),
     ("surgery_4wk", "surgery_12wk"), ("missed_periods_12", "missed_periods"), ("vomit_lasting", "vomited"),
     ("diarrhoea_lasting", "diarrhoea"), ("diarrhoea_blood", "diarrhoea")],
)  # fmt: skip
def test_a_no_that_a_narrower_yes_outgrows_is_told_and_both_are_asked(part: str, whole: str) -> None:
    history = person(part, whole)
    found = {conflict.id: conflict for conflict in conflicts(history)}[f"part_of_{whole}"]
    assert found.asks == (whole, part)
    assert reviewed().label(part) in found.words
    assert "We count the yes" in found.words
    known = {state.finding: state.state for state in answered(history).findings}
    assert known[whole] is True


def test_what_the_words_say_that_we_count_is_counted() -> None:
    today = answered(person("fever_ge5d", "fever"))
    assert any("We count it as fever" in words for words in today.contradictions)
    assert today.verdict.urgency == answered(person("fever_ge5d fever")).verdict.urgency == Urgency.SAME_DAY


def test_where_the_yes_may_rest_on_something_else_it_is_only_asked() -> None:
    found = {conflict.id: conflict for conflict in conflicts(person("bone_site_hip", "bone_tender night_bone_pain"))}
    assert "Which one is right?" in found["part_of_bone_tender"].words
    assert conflicts(person("bone_site_hip night_bone_pain", "bone_tender")) == ()


def test_a_diagnosis_told_months_ago_is_set_against_the_no_of_today_and_asked_again() -> None:
    told = said("eating_disorder_dx", at=NOW - timedelta(days=90))
    history = History(NOW, answers=(*told, *said("", "eating_risk")))
    (found,) = conflicts(history)
    assert found.asks == ("eating_risk", "eating_disorder_dx")
    assert "We count the yes" in found.words
    # Who answers the narrower one with no has settled it.
    settled = History(NOW, answers=(*history.answers, *said("", "eating_disorder_dx")))
    assert conflicts(settled) == ()
    assert "eating_risk" not in {state.finding for state in answered(settled).findings if state.state}


def test_a_yes_of_long_ago_is_no_contradiction_to_the_no_of_today() -> None:
    old = said("fever_ge5d", at=NOW - timedelta(days=3))
    assert ids(History(NOW, answers=(*old, *said("", "fever")))) == set()
