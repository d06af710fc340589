"""What the interview asks next, when it stops, and that nothing said in it is lost."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.assessment import assess
from unweary.service import CheckIn, Unweary, open_home
from unweary.service.interview import Step, step
from unweary.service.interviewing import Reply, again, said_of
from unweary.service.person import packaged_knowledge, read_person
from unweary.vocab.assessment import Assessment
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, History, Lab, Profile
from unweary.vocab.knowledge import Knowledge, Urgency

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
SCENARIOS = Path(__file__).parents[2] / "scenarios"
#: More pages than any interview may have.
FAR = 40


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Unweary]:
    looks = itertools.count()
    with open_home(tmp_path / "home", clock=lambda: NOW + timedelta(milliseconds=next(looks))) as opened:
        yield opened


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return packaged_knowledge()


def next_step(history: History, knowledge: Knowledge) -> Step:
    return step(history, assess(history, knowledge), knowledge)


def said(findings: str, state: str = "absent", at: datetime = NOW) -> tuple[Answer, ...]:
    return tuple(Answer(finding, state, at) for finding in findings.split())  # type: ignore[arg-type]


def all_signs(knowledge: Knowledge) -> str:
    return " ".join(name for screen in knowledge.screens for name in screen.findings)


def deny_everything(person: Unweary, state: str = "absent") -> list[Step]:
    """Answer page after page in the same way; the pages that came."""
    seen: list[Step] = []
    while (now := person.interview.look().step).kind != "end":
        seen.append(now)
        assert len(seen) < FAR, "the interview does not end"
        person.interview.reply(
            [Reply(each.finding, "unknown" if each.counted else state) for each in now.asked]  # type: ignore[arg-type]
        )
    return seen


def test_warning_signs_come_first_and_in_short_lists(knowledge: Knowledge) -> None:
    first = next_step(History(as_of=NOW), knowledge)
    assert first.kind == "signs"
    assert 0 < len(first.asked) <= 20
    assert len(first.why) >= 2
    assert first.signs_left > 0
    assert {each.finding for each in first.asked} <= set(all_signs(knowledge).split())


def test_the_count_of_pages_with_warning_signs_is_never_exceeded(person: Unweary) -> None:
    promised = person.interview.look().step.signs_left + 1
    assert sum(each.kind == "signs" for each in deny_everything(person)) <= promised


def test_before_it_stops_it_asks_once_for_what_a_single_yes_would_still_turn_into_same_day(
    person: Unweary, knowledge: Knowledge
) -> None:
    pages = deny_everything(person)
    asked = [each.finding for each in pages[-1].asked]
    assert "A yes would come before everything else." in pages[-1].why[0]
    assert "leg_warm_red" in asked, "a warm red leg: no list of warning signs holds it, no question reached it"
    assert all(knowledge.findings[name].collected_by == "self" for name in asked)
    person.interview.reply([Reply("leg_warm_red", "present")])
    assert person.interview.look().assessment.verdict.urgency >= Urgency.SAME_DAY


def test_what_is_asked_before_the_end_stands_above_the_last_questions_and_needs_no_page_of_its_own(
    person: Unweary,
) -> None:
    told = "fatigue_general palpitations"
    person.interview.reply([Reply(name, "present") for name in told.split()])
    pages = deny_everything(person)
    [shared] = [page for page in pages if page.parts[0].title.startswith("These decide how soon")]
    signs, questions = shared.parts
    assert {"leg_warm_red", "chemo_6wk"} <= {each.finding for each in signs.asked}
    assert questions.title == "Which of these are true for you?"
    assert len(shared.asked) <= 20


def ended_truly(true: str, knowledge: Knowledge, birth_year: int) -> tuple[Urgency, list[str]]:
    """The urgency after an interview in which only these things are so, and all that was asked."""
    found, asked, _ = truthful(true, knowledge, birth_year, "F")
    return found.verdict.urgency, asked


def truthful(true: str, knowledge: Knowledge, birth_year: int, sex: str) -> tuple[Assessment, list[str], int]:
    """The answer after an interview in which only these things are so, all that was asked, and the pages."""
    profile = Profile(birth_year=birth_year, sex=sex)  # type: ignore[arg-type]
    history, asked, pages = History(as_of=NOW, profile=profile), [], 0
    while pages < FAR:
        page = next_step(history, knowledge)
        if page.kind == "end":
            break
        names = [each.finding for each in page.asked]
        told = [said(name, "present" if name in true.split() else "absent")[0] for name in names]
        counted = {each.finding for each in page.asked if each.counted}
        told = [replace(each, state="unknown") if each.finding in counted else each for each in told]
        history, asked, pages = replace(history, answers=(*history.answers, *told)), asked + names, pages + 1
    return assess(history, knowledge), asked, pages


@pytest.mark.parametrize(
    ("first", "second", "birth_year", "urgency"),
    [
        ("long_event_24h", "event_ill headache_new puffy_gain", 1992, Urgency.EMERGENCY_NOW),
        ("", "headache_new shoulder_hip_girdle", 1955, Urgency.SAME_DAY),
    ],
)
def test_what_is_missing_of_a_rule_is_asked_where_its_first_part_is_there(
    first: str, second: str, birth_year: int, urgency: Urgency, knowledge: Knowledge
) -> None:
    reached, asked = ended_truly(f"{first} {second}", knowledge, birth_year)
    assert reached >= urgency, asked
    assert set(second.split()) <= set(asked)


TIRED = "heavy_legs fatigue_general fatigue_ge6wk "
NEWLY_BREATHLESS = "breathless_any breathless_exert breathless_new4wk breathless_new3mo fatigue_general "


@pytest.mark.parametrize(
    ("true", "birth_year", "sex", "urgency", "first"),
    [
        (TIRED + "weight_loss night_sweats lymph_nodes", 1965, "M", Urgency.WITHIN_DAYS, "malignancy"),
        (
            TIRED + "rpe_high perf_drop_weeks has_periods missed_periods low_intake bsi_history",
            1998, "F", Urgency.WITHIN_DAYS, "reds",
        ),
        (TIRED + "rpe_high perf_drop_weeks has_periods missed_periods low_intake", 1998, "F", Urgency.NONE, "reds"),
        ("heavy_legs leg_pain calf_walk_pain_relief10 smoker_cvrisk", 1955, "M", Urgency.ROUTINE, "pad"),
        (TIRED + "has_periods heavy_periods urge_move", 1990, "F", Urgency.ROUTINE, "iron_def rls"),
        (TIRED + "low_mood phq2_ge2 phq2_ge3", 1990, "F", Urgency.ROUTINE, "depression"),
        (NEWLY_BREATHLESS + "heavy_legs postpartum", 1992, "F", Urgency.SAME_DAY, ""),
        (NEWLY_BREATHLESS + "surgery_12wk", 1960, "M", Urgency.SAME_DAY, ""),
        (NEWLY_BREATHLESS + "prior_vte", 1960, "M", Urgency.SAME_DAY, ""),
    ],
)  # fmt: skip
def test_who_tells_the_truth_is_sent_as_soon_and_finds_the_cause(
    true: str, birth_year: int, sex: str, urgency: Urgency, first: str, knowledge: Knowledge
) -> None:
    found, asked, pages = truthful(true, knowledge, birth_year, sex)
    assert found.verdict.urgency >= urgency, asked
    assert pages <= 15
    if first:
        assert [cause.cause for cause in found.causes.ranked][:1][0] in first.split(), asked


@pytest.mark.parametrize(
    "true",
    ["statin_any", "snoring choking_gasp sleepy_day", "low_mood phq2_ge3", "urge_move", "has_periods heavy_periods"],
)
def test_nobody_ends_without_being_asked_about_the_large_groups_of_causes(true: str, knowledge: Knowledge) -> None:
    _, asked, _ = truthful(TIRED + true, knowledge, 1985, "F")
    assert set(true.split()) <= set(asked)


def test_soreness_that_is_all_but_certain_is_said_before_what_is_missing(knowledge: Knowledge) -> None:
    sore = "muscle_ache onset_12_72h eccentric_recent sore_move_touch heavy_legs"
    found, _, _ = truthful(sore, knowledge, 1995, "M")
    assert found.verdict.action == "not_known"
    assert found.verdict.headline == "Most likely: Delayed muscle soreness after unaccustomed exercise."
    assert "asks what is missing: how tired you feel; feeling ill" in found.verdict.advice
    assert truthful("", knowledge, 1995, "M")[0].verdict.headline == "We do not know yet."
    told = History(as_of=NOW, profile=Profile(birth_year=1995, sex="M"), answers=said(sore, "present"))
    assert assess(told, knowledge).causes.ranked[0].posterior > 0.8
    assert assess(told, knowledge).verdict.headline == "We do not know yet.", "no warning sign was asked about"


def test_the_signs_of_a_slow_thyroid_are_asked_of_who_is_tired_and_aches(knowledge: Knowledge) -> None:
    signs = "cold_intol dry_skin constipation weight_gain"
    found, asked, pages = truthful(f"{TIRED}muscle_ache {signs}", knowledge, 1981, "F")
    assert set(signs.split()) <= set(asked)
    assert found.causes.ranked[0].cause == "hypothyroid"
    assert pages <= 15


@pytest.mark.parametrize("sign", ["night_bone_pain", "lump_growing"])
def test_under_18_a_tumour_of_bone_is_reached(sign: str, knowledge: Knowledge) -> None:
    reached, asked = ended_truly(f"leg_pain {sign}", knowledge, 2012)
    assert sign in asked
    assert reached >= Urgency.WITHIN_DAYS


def test_a_lung_disease_is_asked_about_beside_short_breath_and_named_beside_the_causes(knowledge: Knowledge) -> None:
    breathless = "breathless_any breathless_exert breathless_new3mo orthopnoea"
    found, asked, _ = truthful(f"{breathless} lung_disease", knowledge, 1958, "M")
    assert {"lung_disease", "asthma_known", "pleuritic"} <= set(asked)
    assert any("You told us of a lung disease" in note for note in found.scope_notes)
    assert truthful(breathless, knowledge, 1958, "M")[0].scope_notes == ()


@pytest.mark.parametrize(
    ("true", "signs", "urgency"),
    [
        ("pregnant preg_movements", "preg_movements preg_itch", Urgency.SAME_DAY),
        ("pregnant preg_itch", "preg_movements preg_itch", Urgency.WITHIN_DAYS),
        ("tick_3mo ring_rash", "ring_rash", Urgency.WITHIN_DAYS),
        ("heavy_legs", "tick_3mo", Urgency.NONE),
    ],
)
def test_the_signs_of_a_pregnancy_and_of_a_tick_are_asked_of_whom_they_concern(
    true: str, signs: str, urgency: Urgency, knowledge: Knowledge
) -> None:
    found, asked, _ = truthful(true, knowledge, 1990, "F")
    assert set(signs.split()) <= set(asked)
    assert found.verdict.urgency >= urgency
    if "pregnant" not in true:
        assert not {"preg_movements", "preg_itch"} & set(asked)


def test_new_breathlessness_and_the_clot_risks_stand_in_one_list(knowledge: Knowledge) -> None:
    told = said("breathless_exert", "present") + said(all_signs(knowledge)) + said("breathless_severe asthma_worse")
    complaint = said("heavy_legs muscle_ache fatigue_general fatigue_ge6wk activity_halved")
    page = next_step(History(as_of=NOW, answers=told + complaint), knowledge)
    risks = {"breathless_new4wk", "prior_vte", "surgery_12wk", "postpartum", "immobility", "active_cancer", "oestrogen"}
    assert risks <= {each.finding for each in page.asked}
    man = History(as_of=NOW, profile=Profile(sex="M"), answers=told + complaint)
    assert "postpartum" not in {each.finding for each in next_step(man, knowledge).asked}


def test_who_is_to_be_seen_today_is_spared_the_general_checklists(knowledge: Knowledge) -> None:
    signs = " ".join(name for name in all_signs(knowledge).split() if name != "leg_swell_any")
    history = History(as_of=NOW, answers=said(signs) + said("leg_swell_any", "present"))
    titles = set()
    for _ in range(FAR):
        page = next_step(history, knowledge)
        if page.kind == "end":
            break
        titles |= {part.title for part in page.parts}
        told = tuple(said(each.finding, "unknown" if each.counted else "absent")[0] for each in page.asked)
        history = replace(history, answers=(*history.answers, *told))
    assert assess(history, knowledge).verdict.urgency >= Urgency.SAME_DAY
    assert "Breath and head" not in titles


# ---- items of published scores

ISI = ("isi_falling", "isi_staying", "isi_early", "isi_content", "isi_day", "isi_seen", "isi_worry")


def score_pages(knowledge: Knowledge, yes: str, *more: Answer, on_request: bool = False) -> list[Step]:
    """The pages of scores that somebody meets who answers nothing but these with yes; their items stay open."""
    history = History(as_of=NOW, profile=Profile(birth_year=1985, sex="M"), answers=(*said(yes, "present"), *more))
    seen: list[Step] = []
    for _ in range(FAR):
        page = step(history, assess(history, knowledge), knowledge, more=on_request)
        if page.kind == "end":
            return [*seen, page]
        if any(set(one.findings) >= {each.finding for each in page.asked} for one in knowledge.checklists if one.score):
            seen.append(page)
        told = tuple(said(each.finding, "unknown" if each.counted else "absent")[0] for each in page.asked)
        history = replace(history, answers=(*history.answers, *told))
    raise AssertionError("the interview does not end")


def test_the_seven_items_of_the_insomnia_index_are_one_page_of_those_who_sleep_badly(knowledge: Knowledge) -> None:
    page, _ = score_pages(knowledge, "sleep_trouble")
    assert tuple(each.finding for each in page.asked) == ISI
    assert page.graded
    assert {len(each.levels) for each in page.asked} == {5}
    assert "Insomnia Severity Index" in page.why[0]
    assert [one.kind for one in score_pages(knowledge, "heavy_legs")] == ["end"]


def test_the_insomnia_index_waits_where_a_visit_is_advised_already(knowledge: Knowledge) -> None:
    (end,) = score_pages(knowledge, "sleep_trouble phq2_ge3")
    assert (end.ended, end.still_open[-1].label) == ("enough", "Insomnia Severity Index (0 to 28)")
    pages = score_pages(knowledge, "sleep_trouble phq2_ge3", on_request=True)
    assert tuple(each.finding for each in pages[0].asked) == ISI


def test_nobody_is_asked_for_items_whose_total_is_known_or_who_should_be_seen_today(knowledge: Knowledge) -> None:
    total = Answer("isi_score", "present", NOW, 9.0)
    assert [one.kind for one in score_pages(knowledge, "sleep_trouble", total)] == ["end"]
    today = score_pages(knowledge, "sleep_trouble leg_swell_any widespread_pain", on_request=True)
    assert [one.kind for one in today] == ["end"]


def test_widespread_pain_leads_to_its_places_and_what_comes_with_it(knowledge: Knowledge) -> None:
    places, with_it, _ = score_pages(knowledge, "widespread_pain area_neck")
    assert len(places.asked) == 19  # 18 other areas, and for how long
    assert "area_neck" not in {each.finding for each in places.asked}
    assert not places.graded
    assert [bool(each.levels) for each in with_it.asked] == [True] * 3 + [False] * 3


def test_a_page_of_levels_can_be_gone_back_to_and_changed(person: Unweary) -> None:
    person.interview.reply([Reply(name, "present", float(place % 5)) for place, name in enumerate(ISI)])
    page = person.interview.page(1, NOW)
    shown = again(page, person.knowledge)
    assert (page.title, shown.graded) == ("Your sleep in the last 2 weeks", True)
    assert [said_of(each) for each in shown.asked] == ["0", "1", "2", "3", "4", "0", "1"]
    person.interview.reply([Reply("isi_falling", "present", 4.0)])
    now = {each.finding: said_of(each) for each in person.interview.page(1, NOW).answers}
    assert (now["isi_falling"], now["isi_staying"], len(now)) == ("4", "1", 7)


@pytest.mark.parametrize(
    ("sign", "follow_ups", "birth_year"),
    [
        ("dark_urine", "dark_urine_week urine_with_muscle", 1986),
        ("polyuria_thirst", "thirst_unwell polyuria_new", 1986),
        ("dark_urine", "dark_urine_week urine_with_muscle", 2010),
        ("co_cluster", "co_cluster_fuel", 1986),
    ],
)
def test_what_a_yes_has_opened_and_would_be_an_emergency_is_asked_right_after_the_warning_signs(
    sign: str, follow_ups: str, birth_year: int, knowledge: Knowledge
) -> None:
    signs = tuple(
        replace(each, state="present") if each.finding == sign else each for each in said(all_signs(knowledge))
    )
    history = History(as_of=NOW, profile=Profile(birth_year=birth_year), answers=signs)
    page = next_step(history, knowledge)
    wanted = follow_ups.split()
    assert sorted(each.finding for each in page.asked) == sorted(wanted)
    confirmed = replace(history, answers=(*signs, *(each for name in wanted for each in said(name, "present"))))
    assert next_step(confirmed, knowledge).ended == "emergency"
    without = replace(history, answers=said(all_signs(knowledge)))
    assert not set(wanted) & {each.finding for each in next_step(without, knowledge).asked}


def test_it_stops_at_once_in_an_emergency(person: Unweary) -> None:
    person.interview.reply([Reply("chest_pain_now", "present")])
    look = person.interview.look()
    assert (look.step.kind, look.step.ended) == ("end", "emergency")
    assert look.step.asked == ()


def test_a_rather_yes_to_an_emergency_sign_stops_it_too(person: Unweary) -> None:
    person.interview.reply([Reply("chest_pain_now", "present", sure=False)])
    assert person.interview.look().step.ended == "emergency"


def test_it_ends_and_says_why(person: Unweary) -> None:
    pages = deny_everything(person)
    look = person.interview.look()
    assert look.step.ended == "enough"
    assert len(look.step.still_open) >= 3
    assert look.step.answered == len(pages) == len(look.pages)
    asked = [each.finding for page in pages for each in page.asked]
    assert len(asked) == len(set(asked)), "something was asked twice"
    assert all(len(page.asked) <= 20 for page in pages)
    assert sum(len(page.asked) > 5 for page in pages if page.kind != "signs") <= 4, "long lists are few"


def test_who_goes_on_is_asked_until_nothing_left_is_likely_to_matter(person: Unweary) -> None:
    deny_everything(person)
    left = {each.finding for each in person.interview.look().step.still_open}
    asked: set[str] = set()
    for _ in range(FAR):
        page = person.interview.look(more=True).step
        if page.kind == "end":
            break
        asked |= {each.finding for each in page.asked}
        person.interview.reply([Reply(each.finding, "unknown" if each.counted else "absent") for each in page.asked])
    assert left <= asked
    assert (page.ended, page.still_open) == ("nothing_would_change", ())
    assert person.interview.look().step.ended == "nothing_would_change"


@pytest.mark.parametrize("rather", [True, False])
def test_the_sentence_that_nothing_would_change_is_never_beside_a_question_worth_asking(
    person: Unweary, rather: bool
) -> None:
    if rather:
        person.interview.reply([Reply("heavy_legs", "present"), Reply("fatigue_general", "present")])
    deny_everything(person)
    look = person.interview.look()
    open_ = {each.finding: each.value for each in look.assessment.questions if each.by == "self"}
    worth = [value for name, value in open_.items() if value >= 0.05]
    assert (look.step.ended == "nothing_would_change") == (not worth)


def test_not_sure_is_not_asked_again_on_the_same_day(person: Unweary) -> None:
    pages = deny_everything(person, "unknown")
    asked = [each.finding for page in pages for each in page.asked]
    assert len(asked) == len(set(asked))


def test_a_warning_sign_answered_not_sure_yesterday_is_asked_again(knowledge: Knowledge) -> None:
    yesterday = said("dark_urine", "unknown", NOW - timedelta(days=1))
    history = History(as_of=NOW, answers=(*said(all_signs(knowledge).replace("dark_urine", "")), *yesterday))
    assert [each.finding for each in next_step(history, knowledge).asked] == ["dark_urine"]


def test_a_rather_no_of_today_is_not_asked_again(person: Unweary) -> None:
    first = person.interview.look().step
    person.interview.reply([Reply(each.finding, "absent", sure=False) for each in first.asked])
    second = person.interview.look().step
    assert not {each.finding for each in first.asked} & {each.finding for each in second.asked}


def test_what_is_known_is_skipped(knowledge: Knowledge) -> None:
    history = History(as_of=NOW, answers=said(all_signs(knowledge)))
    assert next_step(history, knowledge).kind == "list"
    opened = next_step(replace(history, answers=(*history.answers, *said("muscle_ache fatigue_general"))), knowledge)
    assert not {"muscle_ache", "fatigue_general"} & {each.finding for each in opened.asked}


def test_what_check_ins_and_blood_tests_say_is_not_asked(person: Unweary) -> None:
    person.check_in(CheckIn(Day(NOW.date(), fatigue_0_10=7, heaviness_0_10=8, sleep_h=5)))
    person.add((Lab("ferritin", 90, "ug/L", NOW),))
    assert {"heavy_legs", "ferritin_lt15"} <= {each.finding for each in person.interview.look().assessment.findings}
    while (look := person.interview.look()).step.kind != "end":
        known = {state.finding for state in look.assessment.findings}
        assert not known & {each.finding for each in look.step.asked}
        person.interview.reply([Reply(each.finding, "unknown") for each in look.step.asked])


def test_tired_all_over_leads_to_the_question_about_crashes_after_effort(person: Unweary) -> None:
    person.check_in(CheckIn(answers=(*said(all_signs(person.knowledge)), *said("fatigue_general", "present"))))
    asked = {each.finding for page in deny_everything(person) for each in page.asked}
    assert "pem_12_48h" in asked


def test_heavy_legs_lead_to_the_questions_about_veins(person: Unweary) -> None:
    person.check_in(CheckIn(answers=(*said(all_signs(person.knowledge)), *said("heavy_legs", "present"))))
    asked = {each.finding for page in deny_everything(person) for each in page.asked}
    assert {"heavy_end_day", "varicose"} <= asked


@pytest.mark.parametrize(
    ("has", "birth_year", "cause"),
    [
        ("muscle_ache fatigue_general shoulder_hip_girdle morning_stiff45 over_week_despite_care", 1955, "pmr"),
        ("muscle_ache onset_12_72h eccentric_recent sore_move_touch", 1950, "doms"),
        ("leg_pain exertion_tightness exertion_numb_foot over_week_despite_care", 2005, "cecs"),
        ("leg_pain heavy_legs back_pain neuro_claudication relief_forward no_pain_seated", 1956, "lss"),
    ],
)
def test_aching_muscles_and_legs_lead_to_what_tells_their_causes_apart(
    knowledge: Knowledge, has: str, birth_year: int, cause: str
) -> None:
    assessment, _, _ = truthful(has, knowledge, birth_year, "F")
    assert cause in {ranked.cause for ranked in assessment.causes.ranked[:2]}


def test_under_18_only_what_a_warning_waits_for_is_asked(person: Unweary) -> None:
    person.save_profile(Profile(birth_year=2012), {})
    pages = deny_everything(person)
    assert {page.kind for page in pages[:-1]} <= {"signs", "list"}
    assert [each.finding for each in pages[-1].asked] == ["leg_warm_red"]
    assert not {"sleep_lt7", "stress_high", "onset_12_72h"} & {each.finding for page in pages for each in page.asked}
    look = person.interview.look()
    assert look.step.ended == "adults_only"
    assert look.assessment.causes.ranked == ()


@pytest.mark.parametrize(
    ("has", "urgency"),
    [
        ("fever chemo_6wk", Urgency.EMERGENCY_NOW),
        ("asthma_known asthma_worse breathless_any breathless_exert wheeze", Urgency.EMERGENCY_NOW),
        ("infection_6wk palpitations breathless_exert breathless_new4wk", Urgency.EMERGENCY_NOW),
        ("fever fatigue_general bruise_bleed pallor", Urgency.SAME_DAY),
        ("fever joint_pain joint_swelling hot_joint_acute", Urgency.SAME_DAY),
        ("polyuria_thirst weight_loss", Urgency.SAME_DAY),
        ("low_intake missed_periods has_periods postural_dizzy_sev", Urgency.SAME_DAY),
        ("fatigue_general", Urgency.ROUTINE),
    ],
)
def test_under_18_the_second_half_of_a_warning_is_asked(person: Unweary, has: str, urgency: Urgency) -> None:
    person.save_profile(Profile(birth_year=2012, sex="F"), {})
    while (look := person.interview.look()).step.kind != "end":
        said = [Reply(each.finding, "present" if each.finding in has.split() else "absent") for each in look.step.asked]
        person.interview.reply(said)
    assert look.assessment.verdict.urgency == urgency


def test_leaving_and_coming_back_goes_on_at_the_same_page(tmp_path: Path) -> None:
    looks = itertools.count()

    def clock() -> datetime:
        return NOW + timedelta(milliseconds=next(looks))

    with open_home(tmp_path, clock=clock) as opened:
        first = opened.interview.look().step
        opened.interview.reply([Reply(each.finding, "absent") for each in first.asked])
        before = opened.interview.look()
    with open_home(tmp_path, clock=clock) as again_:
        after = again_.interview.look()
    assert after.step == before.step
    assert [page.answers for page in after.pages] == [page.answers for page in before.pages]


def test_going_back_shows_what_was_said_and_changing_it_is_a_correction(person: Unweary) -> None:
    first = person.interview.look().step
    person.interview.reply([Reply(each.finding, "absent") for each in first.asked])
    page = person.interview.page(1, NOW)
    shown = again(page, person.knowledge)
    assert [each.finding for each in shown.asked] == [each.finding for each in first.asked]
    assert {said_of(each) for each in shown.asked} == {"no"}
    name = first.asked[0].finding
    [row] = person.interview.reply([Reply(name, "present")])
    assert row.corrects is not None
    assert len(person.interview.pages(NOW)) == 1
    assert {answer.finding: answer.state for answer in person.history().answers}[name] == "present"


def test_going_back_shows_a_shared_page_under_its_headings(person: Unweary) -> None:
    person.check_in(CheckIn(answers=said(all_signs(person.knowledge))))
    page = person.interview.look().step
    assert len(page.parts) > 1
    person.interview.reply([Reply(each.finding, "absent") for each in page.asked])
    person.interview.reply([Reply(page.asked[0].finding, "present")])
    shown = again(person.interview.page(1, NOW), person.knowledge)
    assert {part.title: {each.finding for each in part.asked} for part in shown.parts} == {
        part.title: {each.finding for each in part.asked} for part in page.parts
    }


def test_an_emergency_put_right_goes_on_where_it_stopped(person: Unweary) -> None:
    person.interview.reply([Reply("chest_pain_now", "present")])
    person.interview.reply([Reply("chest_pain_now", "absent")])
    assert person.interview.look().step.kind == "signs"


def test_the_same_page_sent_twice_is_kept_once(person: Unweary) -> None:
    replies = [Reply(each.finding, "absent") for each in person.interview.look().step.asked]
    assert len(person.interview.reply(replies)) == len(replies)
    assert person.interview.reply(replies) == ()
    assert len(person.facts("answer")) == len(replies)


def test_own_words_that_were_confirmed_are_not_asked(person: Unweary) -> None:
    heard = person.ask("heavy legs for two weeks, no fever")
    person.confirm(heard.findings, heard.sites)
    assert person.interview.look().told
    asked = {each.finding for page in deny_everything(person) for each in page.asked}
    assert not {"heavy_legs", "fever"} & asked


def test_what_was_not_confirmed_is_not_known(person: Unweary) -> None:
    person.ask("heavy legs for two weeks, no fever")
    assert not person.interview.look().told
    assert "fever" in {each.finding for page in deny_everything(person) for each in page.asked}


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("no_such_thing", "present"), "unknown_id"),
        (Reply("weakness_days", "present"), "value"),
        (Reply("weakness_days", "present", -3), "impossible_value"),
        (Reply("fever", "present", 3), "json_value"),
    ],
)
def test_a_reply_that_cannot_be_is_refused_and_nothing_is_kept(person: Unweary, reply: Reply, code: str) -> None:
    with pytest.raises(UserError) as refused:
        person.interview.reply([Reply("rigors", "absent"), reply])
    assert refused.value.code == code
    assert person.facts("answer") == ()


def test_a_page_that_was_not_answered_cannot_be_changed(person: Unweary) -> None:
    with pytest.raises(UserError, match="no page 1"):
        person.interview.page(1, NOW)


def simulated(name: str, knowledge: Knowledge) -> tuple[int, History, History]:
    """Ask one of the scenario people: how many pages, what is known then, and what the whole story says."""
    [path] = SCENARIOS.glob(f"{name}_*_person.json")
    whole = read_person(path.read_bytes(), path.name)
    truth = {answer.finding: answer for answer in whole.answers}
    now = replace(whole, answers=())
    for pages in range(FAR):
        asked = next_step(now, knowledge)
        if asked.kind == "end":
            return pages, now, whole
        assert asked.why, f"page {pages} of {name} does not say why it is asked"
        assert all(reason.strip() for reason in asked.why)
        at = whole.as_of
        told = (truth.get(each.finding) or Answer(each.finding, "absent", at) for each in asked.asked)
        counted = {each.finding for each in asked.asked if each.counted}
        new = tuple(
            replace(each, at=at, state="unknown" if each.finding in counted and each.value is None else each.state)
            for each in told
        )
        now = replace(now, answers=(*now.answers, *new))
    pytest.fail(f"the interview of {name} does not end")


@pytest.mark.parametrize(
    ("name", "most"), [("own01", 12), ("own02", 16), ("own03", 13), ("own04", 15), ("own05", 15), ("own06", 12)]
)
def test_a_person_of_the_scenarios_is_soon_done_and_understood(name: str, most: int, knowledge: Knowledge) -> None:
    pages, now, whole = simulated(name, knowledge)
    assert pages <= most
    found, full = assess(now, knowledge), assess(whole, knowledge)
    assert found.verdict.action == full.verdict.action
    assert found.verdict.urgency == full.verdict.urgency
    expected = json.loads(next(SCENARIOS.glob(f"{name}_*_expected.json")).read_text(encoding="utf-8"))
    first = {cause.cause for cause in found.causes.ranked[:3]}
    assert first & set(expected["causes"]["among_first_three"])


@pytest.mark.parametrize(
    ("told", "follow_up"),
    [
        ("long_event_24h nausea_vomit", "event_ill"),
        ("co_cluster", "co_cluster_fuel"),
        ("dark_urine", "dark_urine_week"),
        ("polyuria_thirst nausea_vomit", "polyuria_new"),
        ("nausea_vomit steroid_stop", "vomited"),
        ("hives_sudden breathless_any", "hives_breath"),
        ("breathless_rest surgery_12wk", "breathless_new4wk"),
        ("upper_pain_now breathless_exert", "breathless_new4wk"),
        ("sickle_disease breathless_exert", "breathless_new4wk"),
        ("breath_lying prox_weak", "breathless_new4wk"),
        ("diabetes_known glucose_high belly_pain", "thirst_unwell"),
    ],
)
def test_what_would_make_it_an_emergency_is_asked_on_the_next_page(
    told: str, follow_up: str, knowledge: Knowledge
) -> None:
    """A question too long for a list would come pages later."""
    signs = " ".join(name for name in all_signs(knowledge).split() if name not in told.split())
    history = History(as_of=NOW, answers=said(told, "present") + said(signs))
    assert follow_up in {each.finding for each in next_step(history, knowledge).asked}


def test_who_was_not_sure_of_warning_signs_is_told_so_at_the_end(person: Unweary) -> None:
    deny_everything(person, "unknown")
    end = person.interview.look().step
    assert any(line.startswith("You were not sure about: ") and "call a doctor" in line for line in end.why)


def test_who_was_sure_of_every_warning_sign_is_not_told_so(person: Unweary) -> None:
    deny_everything(person)
    assert not any("not sure about" in line for line in person.interview.look().step.why)
