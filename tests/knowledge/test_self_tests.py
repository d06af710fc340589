"""What the tests that a person does alone may say: something, never that all is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from unweary.knowledge import load
from unweary.service.person import assess
from unweary.service.self_tests import TESTS, holding, measured, told_by
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.logic import parse

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
DIZZY = (Answer("orthostatic", "present", NOW),)


@pytest.fixture(scope="module")
def knowledge():
    return load()


def person(*results, born=1980, sex="F", answers=()):
    observations = tuple(measured(signal, value, NOW) for signal, value in results)
    return History(NOW, profile=Profile(birth_year=born, sex=sex), observations=observations, answers=answers)


def found(test, history, knowledge):
    return {entry.id for entry in holding(TESTS[test], history, knowledge)}


@pytest.mark.parametrize(
    ("result", "born", "answers", "expected"),
    [
        (("hr_rise_10min_bpm", 30.0), 1980, DIZZY, {"pulse_climbs_standing"}),
        (("hr_rise_10min_bpm", 29.0), 1980, DIZZY, set()),
        (("hr_rise_10min_bpm", 45.0), 1980, (), set()),
        (("hr_rise_3min_bpm", 30.0), 1980, (), {"postural_dizzy_sev"}),
        (("hr_rise_3min_bpm", 30.0), 1980, DIZZY, {"postural_dizzy_sev", "pulse_climbs_standing"}),
        (("hr_rise_3min_bpm", 35.0), 2009, DIZZY, set()),
        (("hr_rise_3min_bpm", 40.0), 2009, DIZZY, {"postural_dizzy_sev", "pulse_climbs_standing"}),
        (("hr_rise_3min_bpm", 35.0), None, DIZZY, set()),
    ],
)
def test_a_rise_of_the_pulse_counts_by_size_age_and_symptoms(result, born, answers, expected, knowledge):
    assert found("standing", person(result, born=born, answers=answers), knowledge) == expected


@pytest.mark.parametrize(
    ("right", "left", "counts"),
    [(0.0, 10.0, True), (12.0, 0.0, True), (0.0, 0.0, False), (1.0, 30.0, False), (0.0, 9.0, False)],
)
def test_one_calf_that_cannot_lift_beside_one_that_can_is_weakness(right, left, counts, knowledge):
    history = person(("calf_raises_right", right), ("calf_raises_left", left))
    assert ("distal_weak" in found("calf", history, knowledge)) is counts
    states = {state.finding: state.state for state in assess(history, knowledge=knowledge).findings}
    assert (states.get("distal_weak") is True) is counts


@pytest.mark.parametrize(("born", "seconds", "counts"), [(1955, 4.0, True), (1955, 5.0, False), (1990, 4.0, False)])
def test_a_short_stand_on_one_leg_is_told_to_older_people_only(born, seconds, counts, knowledge):
    history = person(("balance_left_s", seconds), born=born)
    assert found("balance", history, knowledge) == ({"one_leg_short"} if counts else set())


def test_a_jump_is_low_against_the_persons_own_jumps(knowledge):
    usual = [30.0, 31.0, 32.0, 31.0] * 5
    before = tuple(
        replace(measured("cmj_cm", height, NOW), at=NOW - timedelta(days=place + 2))
        for place, height in enumerate(usual)
    )
    history = person(("cmj_cm", 28.0))
    assert found("strength", history, knowledge) == set()
    low = replace(history, observations=(*before, *history.observations))
    assert found("strength", low, knowledge) == {"cmj_down"}
    usual_again = replace(low, observations=(*before, measured("cmj_cm", 31.0, NOW)))
    states = {state.finding: state.state for state in assess(usual_again, knowledge=knowledge).findings}
    assert states.get("cmj_down") is None


def test_no_result_of_a_home_test_makes_anything_absent(knowledge):
    for test in TESTS.values():
        for entry in told_by(test, knowledge):
            if entry.source and entry.label:
                assert entry.absent == parse("never"), entry.id
    well = person(
        ("hr_rise_3min_bpm", 5.0), ("hr_rise_10min_bpm", 8.0), ("calf_raises_right", 30.0), ("calf_raises_left", 30.0),
        ("balance_left_s", 60.0), ("balance_right_s", 60.0), ("grip_kg", 45.0), ("reaction_ms", 240.0),
    )  # fmt: skip
    silent = {state.finding: state.state for state in assess(person(), knowledge=knowledge).findings}
    assert {state.finding: state.state for state in assess(well, knowledge=knowledge).findings} == silent


def test_every_test_has_signals_and_what_is_told_has_a_source(knowledge):
    for test in TESTS.values():
        for entry in told_by(test, knowledge):
            assert entry.source in knowledge.sources, entry.id
