"""Every danger that answers alone can tell is reached by the interview, in somebody who has just that."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest
from crowd import NOW
from interviews import answer, hurry
from reach import COMPLAINT, Cases, End, goes_with, missed, named, people, reviewed, walk

from unweary.assessment import assess
from unweary.knowledge import load
from unweary.service.interview import step
from unweary.vocab.history import History
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import names, parse

KNOWLEDGE = load()

#: Rules of 'same day' or higher that no answer makes true: each waits for a blood test or a device.
BY_TEST = {
    "rf15_rhabdo_ck", "rf42_k_low", "rf43_k_high", "rf44_na_low", "rf45_anaemia_severe", "rf78_spo2",
    "rf121_k_critical", "rf122_troponin", "rf123_ddimer_ca", "rf138_bradycardia", "rf141_spo2_low",
    "rf182_ck_very_high", "rf183_ck_high", "rf189_sodium_high", "rf190_kidneys_failing", "rf191_blood_count",
    "rf192_neutropenia_fever", "rf210_salts_low", "rf211_salts_low_signs", "rf212_liver_test", "rf213_crp_high",
    "rf214_sugar_low", "rf215_sugar_extreme", "rf216_blood_thick", "rf217_headache_esr", "rf224_white_cells_few",
    "rf227_bicarbonate_low",
}  # fmt: skip


def _sweep() -> list[End]:
    return list(walk(people(KNOWLEDGE), KNOWLEDGE))


@pytest.fixture(scope="module")
def ends() -> list[End]:
    """The whole sweep, in a process of its own: it leaves out of each assessment what no page looks at."""
    with ProcessPoolExecutor(1, initializer=hurry) as pool:
        return pool.submit(_sweep).result()


def test_nobody_with_a_danger_for_today_ends_below_it(ends: list[End]) -> None:
    lost = {named(end): end.unasked for end in missed(ends)}
    assert {name: unasked for name, unasked in lost.items() if name not in reviewed()} == {}
    assert set(reviewed()) <= set(lost), "reached by now, or no longer a case: take it from reach_reviewed.toml"


def test_an_emergency_ends_at_most_one_step_lower_and_rarely(ends: list[End]) -> None:
    emergencies = [end for end in ends if end.person.urgency is Urgency.EMERGENCY_NOW]
    lower = [named(end) for end in emergencies if end.urgency < Urgency.EMERGENCY_NOW]
    assert len(emergencies) > 400
    assert {name.split(":")[0] for name in lower} <= {"rf102_cord", "rf193_score_emergency"}, lower


def test_what_a_person_has_makes_the_rule_hold(ends: list[End]) -> None:
    assert [named(end) for end in ends if not end.told] == []


def test_every_rule_that_answers_can_tell_is_walked() -> None:
    today = {rule.id: rule for rule in KNOWLEDGE.red_flags if rule.urgency >= Urgency.SAME_DAY}
    assert today.keys() - {one.rule for one in people(KNOWLEDGE)} == BY_TEST
    for rule in BY_TEST:
        kinds = [KNOWLEDGE.findings.get(name) for name in names(today[rule].when)]
        assert any(kind is None or kind.kind == "lab" or kind.collected_by == "device" for kind in kinds), rule


@pytest.mark.parametrize(
    ("condition", "cases"),
    [
        ("fever AND (rigors OR confusion)", [{"fever", "rigors"}, {"fever", "confusion"}]),
        ("fever OR fever AND rigors", [{"fever"}]),
        ("atleast(2, fever, rigors, spo2_lt95)", [{"fever", "rigors"}]),
        ("hb_low AND fever", []),
        ("age_ge50 AND fever", [{"age >= 50", "fever"}]),
        ("onset_days <= 7", [{"weakness_days <= 7"}]),
    ],
)
def test_the_smallest_cases_are_what_a_person_can_answer(condition: str, cases: list[set[str]]) -> None:
    found = Cases(KNOWLEDGE).of(parse(condition))
    told = [{o if isinstance(o, str) else f"{o.name} {o.relation} {o.limit:g}" for o in case} for case in found]
    assert sorted(map(sorted, told)) == sorted(map(sorted, cases))


def test_a_person_has_the_complaint_and_what_the_case_hangs_on() -> None:
    hot = next(one for one in people(KNOWLEDGE, ["rf34_hot_joint"]) if one.says == ("hot_joint_acute",))
    assert COMPLAINT | {"hot_joint_acute", "joint_pain"} <= hot.truth.present
    jaw = next(one for one in people(KNOWLEDGE, ["rf156_headache_signs"]) if "jaw_claud" in one.says)
    assert jaw.truth.profile.birth_year is not None
    assert NOW.year - jaw.truth.profile.birth_year >= 50
    assert all(name in KNOWLEDGE.findings and other in KNOWLEDGE.findings for name, other in goes_with().items())


def test_sharing_pages_changes_nobodys_end(ends: list[End]) -> None:
    some = people(KNOWLEDGE, ["rf34_hot_joint", "rf126_quinolone"])[:4]
    for one in some:
        history, pages = History(as_of=NOW, profile=one.truth.profile), 0
        while True:
            assessment = assess(history, KNOWLEDGE)
            page = step(history, assessment, KNOWLEDGE, pages)
            if page.kind == "end" or assessment.verdict.urgency >= one.urgency:
                break
            told = tuple(answer(one.truth, each.finding, KNOWLEDGE) for each in page.asked)
            history, pages = replace(history, answers=(*history.answers, *told)), pages + 1
        shared = next(end for end in ends if end.person.rule == one.rule and end.person.says == one.says)
        assert shared.urgency == assessment.verdict.urgency
