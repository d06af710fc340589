from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from unweary.inference.findings import Findings
from unweary.vocab.history import Answer, Day, History, Lab, Observation, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names, parse

People = Callable[..., History]
Known = Callable[[History], Findings]


def test_no_fever_three_days_ago_says_nothing_about_today(person: People, known: Known, now: datetime) -> None:
    old = person(answers=(Answer("fever", "absent", now - timedelta(days=3)),))
    assert known(old).truth("fever") is None
    assert known(person(no="fever")).truth("fever") is False


def test_a_clot_once_had_stays_true_for_years(person: People, known: Known, now: datetime) -> None:
    once = person(answers=(Answer("prior_vte", "present", now - timedelta(days=3000)),))
    assert known(once).truth("prior_vte") is True


@pytest.mark.parametrize(("state", "sure"), [("unknown", True), ("absent", False)])
def test_not_sure_and_rather_no_take_no_yes_back(
    person: People, known: Known, now: datetime, state: Any, sure: bool
) -> None:
    later = Answer("dark_urine", state, now - timedelta(minutes=5), sure=sure)
    assert known(person(yes="dark_urine", answers=(later,))).truth("dark_urine") is True
    assert known(person(no="dark_urine", answers=(later,))).truth("dark_urine") is None


def test_a_yes_that_is_over_is_not_held_by_a_later_not_sure(person: People, known: Known, now: datetime) -> None:
    old = Answer("cramps", "present", now - timedelta(days=40))
    assert known(person(answers=(old, Answer("cramps", "unknown", now)))).truth("cramps") is None


def test_a_plain_no_between_takes_the_yes_back_for_good(person: People, known: Known, now: datetime) -> None:
    no, unsure = Answer("fever", "absent", now - timedelta(minutes=9)), Answer("fever", "unknown", now)
    assert known(person(yes="fever", answers=(no, unsure))).truth("fever") is None


def test_a_number_that_was_said_is_not_lost_by_not_sure(person: People, known: Known, now: datetime) -> None:
    said = Answer("weakness_days", "present", now - timedelta(hours=1), 2.0)
    assert known(person(answers=(said, Answer("weakness_days", "unknown", now)))).number("onset_days") == (2.0, 2.0)


# ---- what follows from a yes by the meaning of the words


def strict(knowledge: Knowledge) -> list[tuple[str, str]]:
    return [(part, rule.finding) for rule in knowledge.entailed if rule.always for part in names(rule.when)]


def test_every_narrower_yes_is_the_wider_one_too_whoever_said_it(
    person: People, known: Known, knowledge: Knowledge
) -> None:
    pairs = strict(knowledge)
    assert len(pairs) > 60
    for part, whole in pairs:
        assert known(person(yes=part)).truth(whole) is True, (part, whole)


def test_what_follows_follows_through_all_steps(person: People, known: Known) -> None:
    facts = known(person(yes="vomit_lasting claud_calf phq2_ge3"))
    assert [facts.truth(name) for name in ("vomited", "nausea_vomit", "leg_pain", "low_mood")] == [True] * 4
    assert facts.sources_of("nausea_vomit") == ("check-in",)


def test_a_part_that_is_derived_from_its_whole_has_the_sources_of_the_whole(
    person: People, known: Known, now: datetime
) -> None:
    days = Answer("main_days", "present", now, 2.0)
    facts = known(person(yes="dark_urine", answers=(days,)))
    assert facts.truth("dark_urine_week") is True
    assert facts.sources_of("dark_urine") == facts.sources_of("dark_urine_week") == ("check-in",)


def test_only_a_yes_brings_the_wider_one(person: People, known: Known) -> None:
    facts = known(person(no="dark_urine_week fever_ge5d vomit_lasting"))
    assert [facts.truth(name) for name in ("dark_urine", "fever", "vomited")] == [None] * 3


def test_a_narrower_yes_counts_against_a_no_to_the_wider_one(person: People, known: Known) -> None:
    facts = known(person(yes="fever_ge5d dark_urine_week", no="fever dark_urine"))
    assert facts.truth("fever") is True
    assert facts.truth("dark_urine") is True


def test_a_fever_that_is_gone_today_is_not_held_by_the_days_that_it_lasted(
    person: People, known: Known, now: datetime
) -> None:
    days = Answer("fever_ge5d", "present", now - timedelta(days=2))
    assert known(person(no="fever", answers=(days,))).truth("fever") is False


@pytest.mark.parametrize(("part", "whole"), [("eating_disorder_dx", "eating_risk"), ("bsi_high_or_two", "bsi_history")])
def test_what_was_ever_so_is_not_undone_by_a_later_no_while_the_narrower_yes_holds(
    person: People, known: Known, knowledge: Knowledge, now: datetime, part: str, whole: str
) -> None:
    """Both wider questions ask for the past too: the yes is months old, an answer to the wider one holds for less."""
    lives, wider = knowledge.findings[part].valid_days, knowledge.findings[whole].valid_days
    assert lives is not None
    assert wider is not None
    assert lives > wider
    for days, held in ((wider + 20, True), (lives - 1, True), (lives + 1, False)):
        told = Answer(part, "present", now - timedelta(days=days))
        assert known(person(no=whole, answers=(told,))).truth(whole) is held, days


def test_a_rather_yes_of_what_was_ever_so_stays_a_rather_yes(person: People, known: Known, now: datetime) -> None:
    told = Answer("eating_disorder_dx", "present", now - timedelta(days=90), sure=False)
    facts = known(person(no="eating_risk", answers=(told,)))
    assert facts.truth("eating_risk") is True
    assert facts.leaning("eating_risk") == "rather_yes"


def test_a_yes_that_may_rest_on_something_else_leaves_a_plain_no_alone(person: People, known: Known) -> None:
    assert known(person(yes="thirst_unwell")).truth("polyuria_thirst") is True
    assert known(person(yes="thirst_unwell glucose_high", no="polyuria_thirst")).truth("polyuria_thirst") is False


def test_what_follows_from_a_rather_yes_is_no_more_than_that(person: People, known: Known, now: datetime) -> None:
    facts = known(person(answers=(Answer("vomited", "present", now, sure=False),)))
    assert facts.truth("nausea_vomit") is True
    assert facts.leaning("nausea_vomit") == "rather_yes"


def test_an_answer_after_the_moment_of_assessment_is_not_seen(person: People, known: Known, now: datetime) -> None:
    later = person(answers=(Answer("fever", "present", now + timedelta(hours=1)),))
    assert known(later).truth("fever") is None


@pytest.mark.parametrize(
    ("sex", "hb_g_l", "low"), [("M", 129.0, True), ("M", 130.0, False), ("F", 119.9, True), ("F", 125.0, False)]
)
def test_anaemia_depends_on_sex(
    person: People, known: Known, now: datetime, sex: str, hb_g_l: float, low: bool
) -> None:
    lab = Lab("haemoglobin", hb_g_l, "g/L", now - timedelta(days=2))
    assert known(person(labs=(lab,), profile=Profile(birth_year=1990, sex=sex))).truth("hb_low") is low  # type: ignore[arg-type]


def test_without_sex_a_borderline_haemoglobin_is_unknown(person: People, known: Known, now: datetime) -> None:
    lab = Lab("haemoglobin", 125.0, "g/L", now - timedelta(days=2))
    assert known(person(labs=(lab,), profile=Profile(birth_year=1990))).truth("hb_low") is None


def test_a_value_below_the_limit_of_the_test_is_a_bound(person: People, known: Known, now: datetime) -> None:
    facts = known(person(labs=(Lab("ferritin", 15, "ug/L", now - timedelta(days=1), comparator="<"),)))
    assert facts.number("ferritin_ug_l") == (0.0, pytest.approx(15.0))
    assert facts.truth("ferritin_lt15") is True
    wide = known(person(labs=(Lab("ferritin", 20, "ug/L", now - timedelta(days=1), comparator="<"),)))
    assert wide.truth("ferritin_lt15") is None


def test_a_normal_home_oximeter_never_says_no(person: People, known: Known, now: datetime) -> None:
    high = known(person(observations=(Observation("spo2_pct", 99.0, "%", now, "oximeter"),)))
    assert high.truth("spo2_lt95") is None
    low = known(person(observations=(Observation("spo2_pct", 90.0, "%", now, "oximeter"),)))
    assert low.truth("spo2_lt95") is True


def test_a_medicine_in_the_profile_makes_its_finding_present_and_no_other_absent(person: People, known: Known) -> None:
    facts = known(person(profile=Profile(birth_year=1970, sex="M", medicines=("Atorvastatin 20 mg",))))
    assert facts.truth("statin_any") is True
    assert facts.truth("anticoag") is None
    assert facts.sources_of("statin_any") == ("profile",)


def test_the_wells_score_is_an_interval_while_items_are_unknown(person: People, known: Known) -> None:
    facts = known(person(yes="prior_vte whole_leg_swollen", no="active_cancer"))
    low, high = facts.number("wells_dvt") or (0, 0)
    assert low == 2
    assert high > 2


def test_sources_lead_back_to_the_check_in(person: People, known: Known, now: datetime) -> None:
    days = tuple(Day(now.date() - timedelta(days=back), sleep_h=5.5) for back in range(4))
    facts = known(person(days=days))
    assert facts.truth("sleep_lt7") is True
    assert any("2026-11-20" in source for source in facts.sources(parse("sleep_lt7")))


def test_a_definition_that_leads_back_to_itself_stays_unknown(person: People, known: Known) -> None:
    from dataclasses import replace

    from unweary.vocab.knowledge import Derived

    facts = known(person())
    looped = replace(facts, _derived={"snoring": (Derived("snoring", parse("snoring")),)}, _known={})
    assert looped.truth("snoring") is None


def test_states_list_only_what_is_known(person: People, known: Known, knowledge: Knowledge) -> None:
    states = {entry.finding: entry.state for entry in known(person(yes="cramps", no="fever")).states()}
    assert states["cramps"] is True
    assert states["fever"] is False
    assert None not in states.values()
    assert set(states) <= set(knowledge.findings)


def test_a_word_that_only_contains_a_medicines_name_is_not_that_medicine(person: People, known: Known) -> None:
    facts = known(person(profile=Profile(birth_year=1970, medicines=("nystatin cream",))))
    assert facts.truth("statin_any") is None


def test_a_warning_sign_does_not_pass_because_nobody_asked_again(person: People, known: Known, now: datetime) -> None:
    told = Answer("dark_urine", "present", now - timedelta(days=3))
    assert known(person(answers=(told,))).truth("dark_urine") is True
    cleared = Answer("dark_urine", "absent", now - timedelta(hours=2))
    assert known(person(answers=(told, cleared))).truth("dark_urine") is False


def test_rather_yes_is_a_yes_and_rather_no_is_not_known(person: People, known: Known, now: datetime) -> None:
    unsure = known(
        person(answers=(Answer("fever", "present", now, sure=False), Answer("rigors", "absent", now, sure=False)))
    )
    assert unsure.truth("fever") is True
    assert unsure.truth("rigors") is None
    assert (unsure.leaning("fever"), unsure.leaning("rigors")) == ("rather_yes", "rather_no")
    assert unsure.leaning("dark_urine") is None


def test_what_settles_a_finding_elsewhere_leaves_no_leaning(person: People, known: Known, now: datetime) -> None:
    hot = Observation("temp_c", 38.6, "degC", now)
    settled = known(person(answers=(Answer("fever", "absent", now, sure=False),), observations=(hot,)))
    assert settled.truth("fever") is True
    assert settled.leaning("fever") is None


def test_of_two_answers_at_one_moment_the_more_careful_one_holds(person: People, known: Known, now: datetime) -> None:
    yes, no, open_ = (Answer("fever", state, now) for state in ("present", "absent", "unknown"))  # type: ignore[arg-type]
    for first, second, truth in ((yes, no, True), (yes, open_, True), (no, open_, None), (no, no, False)):
        for order in ((first, second), (second, first)):
            assert known(person(answers=order)).truth("fever") is truth
    rather = Answer("fever", "absent", now, sure=False)
    for order in ((rather, no), (no, rather)):
        assert known(person(answers=order)).truth("fever") is None


def test_a_later_no_of_the_same_person_puts_an_earlier_yes_right(person: People, known: Known, now: datetime) -> None:
    before = Answer("fever", "present", now - timedelta(hours=1))
    assert known(person(answers=(before, Answer("fever", "absent", now)))).truth("fever") is False
