from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from unweary.assessment import assess
from unweary.reports.phrases import kind_head
from unweary.vocab.assessment import KindOfFatigue
from unweary.vocab.history import History
from unweary.vocab.knowledge import KindSign, Knowledge

People = Callable[..., History]
TABLE = "peripheral_vs_central.csv: "
AT_HOME = (
    "Local vs global",
    "Time course after exercise",
    "Single all-out effort",
    "Effort perception",
    "Pain on touch/stretch",
    "CK",
    "HR/HRV",
    "Sleep, mood, motivation",
    "Response to 48-72 h rest",
    "Response to caffeine/arousal/deadline",
)
NOT_AT_HOME = ("Lab definition", "Cannot be separated at home")
#: From strong to weak: the lightest weight of each strength and the heaviest of the next must not cross.
WEIGHTS = {"strong": (0.7, 1.5), "moderate": (0.6, 1.0), "weak": (0.1, 0.3)}


def signs_of(knowledge: Knowledge, row: str) -> list[KindSign]:
    return [sign for sign in knowledge.kind_signs if sign.weight.locator.startswith(f"{TABLE}{row} (")]


@pytest.fixture
def kind(knowledge: Knowledge) -> Callable[[History], KindOfFatigue]:
    def look(history: History) -> KindOfFatigue:
        found = assess(history, knowledge).kind
        assert isinstance(found, KindOfFatigue), found
        return found

    return look


@pytest.mark.parametrize("row", AT_HOME)
def test_each_row_of_the_table_that_can_be_asked_at_home_has_a_sign(knowledge: Knowledge, row: str) -> None:
    found = signs_of(knowledge, row)
    assert found, row
    strength = found[0].weight.locator.partition("(")[2].partition(")")[0]
    low, high = WEIGHTS[strength]
    assert all(low <= sign.weight.mid <= high for sign in found), [sign.weight.mid for sign in found]


@pytest.mark.parametrize("row", NOT_AT_HOME)
def test_rows_that_only_a_laboratory_answers_have_no_sign(knowledge: Knowledge, row: str) -> None:
    assert signs_of(knowledge, row) == []


def test_the_table_of_the_evidence_has_no_row_that_was_forgotten() -> None:
    folder = os.environ.get("UNWEARY_EVIDENCE")
    if not folder:
        pytest.skip("UNWEARY_EVIDENCE names no folder of evidence tables")
    with (Path(folder) / "clinical" / "peripheral_vs_central.csv").open(encoding="utf-8") as table:
        rows = {row["feature"]: row["weight"] for row in csv.DictReader(table)}
    assert set(rows) == {*AT_HOME, *NOT_AT_HOME}
    assert {name: rows[name] for name in NOT_AT_HOME} == {
        "Lab definition": "reference standard",
        "Cannot be separated at home": "caution",
    }


@pytest.mark.parametrize("row", AT_HOME)
def test_the_stated_strength_is_the_one_of_the_evidence(knowledge: Knowledge, row: str) -> None:
    folder = os.environ.get("UNWEARY_EVIDENCE")
    if not folder:
        pytest.skip("UNWEARY_EVIDENCE names no folder of evidence tables")
    with (Path(folder) / "clinical" / "peripheral_vs_central.csv").open(encoding="utf-8") as table:
        strength = {each["feature"]: each["weight"] for each in csv.DictReader(table)}
    for sign in signs_of(knowledge, row):
        assert f"({strength[row]})" in sign.weight.locator


@pytest.mark.parametrize(
    ("yes", "no", "more"),
    [
        ("rest_3d_clears", "", "peripheral"),
        ("", "rest_3d_clears", "central"),
        ("single_effort_weak", "", "peripheral"),
        ("repeats_fail_early", "single_effort_weak", "central"),
        ("effort_out_of_proportion", "", "central"),
        ("caffeine_helps", "", "central"),
        ("sudden_pop", "", "damage"),
    ],
)
def test_each_new_sign_moves_the_kind_it_speaks_for(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str, no: str, more: str
) -> None:
    story = "heavy_legs rpe_high local_strength_loss"
    before = kind(person(yes=story)).shares[more]
    assert kind(person(yes=f"{story} {yes}", no=no)).shares[more] > before


def test_the_note_names_what_only_a_laboratory_can_measure(
    person: People, kind: Callable[[History], KindOfFatigue]
) -> None:
    found = kind(person(yes="mood_poms rpe_high sleep_lt7 wired_tired drive_low_strength_ok"))
    assert found.name == "central"
    assert "minutes to an hour" in found.note
    assert "laboratory that stimulates" in found.note


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        ("perf_drop_weeks load_spike rpe_high", "", "yes"),
        ("fatigue_ge6wk rpe_high mood_poms", "", "yes"),
        ("rpe_high mood_poms", "rest_3d_clears clears_7d", "yes"),
        ("rpe_high perf_drop_days load_spike", "", "no"),
        ("sore_move_touch onset_12_72h clears_7d", "", "no"),
        ("rpe_high mood_poms", "", "not_known"),
    ],
)
def test_whether_it_outlasted_its_recovery_is_answered_or_said_to_be_open(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str, no: str, answer: str
) -> None:
    told = kind(person(yes=yes, no=no)).outlasted
    assert told is not None
    assert told.answer == answer
    if answer == "not_known":
        assert "perf_drop_weeks" in told.needed
    elif yes.count("perf_drop"):
        assert told.because


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        ("onset_12_72h sore_move_touch", "", "yes"),
        ("mood_poms unrefreshing", "onset_12_72h eccentric_recent novel_extreme_ex load_spike", "no"),
        ("mood_poms unrefreshing", "", "not_known"),
    ],
)
def test_whether_exertion_brought_it_on_is_answered_or_said_to_be_open(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str, no: str, answer: str
) -> None:
    told = kind(person(yes=yes, no=no)).exertion
    assert told is not None
    assert told.answer == answer


@pytest.mark.parametrize(
    ("yes", "no", "answer"),
    [
        ("local_strength_loss sore_move_touch", "", "local"),
        ("fatigue_general mood_poms unrefreshing", "", "systemic"),
        ("fatigue_general local_strength_loss rpe_high", "", "both"),
        ("muscle_ache rpe_high mood_poms", "", "not_known"),
        ("muscle_ache rpe_high mood_poms", "fatigue_general", "local"),
        ("heavy_end_day worse_standing_heat ankle_swelling varicose", "", "circulatory"),
    ],
)
def test_how_far_it_reaches_is_answered_or_said_to_be_open(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str, no: str, answer: str
) -> None:
    told = kind(person(yes=yes, no=no)).extent
    assert told is not None
    assert told.answer == answer


# ---- named, leaning, mixed, not known


def test_few_signs_only_lean(person: People, kind: Callable[[History], KindOfFatigue]) -> None:
    found = kind(person(yes="mood_poms rpe_high"))
    assert (found.name, found.leaning) == ("central", True)
    assert kind_head(found).startswith("Leaning to: drive")


def test_many_signs_of_one_kind_name_it(person: People, kind: Callable[[History], KindOfFatigue]) -> None:
    story = "mood_poms rpe_high sleep_lt7 unrefreshing drive_low_strength_ok effort_out_of_proportion brain_fog"
    found = kind(person(yes=story, no="local_strength_loss sore_move_touch fever pem_12_48h rest_3d_clears"))
    assert (found.name, found.leaning) == ("central", False)
    assert kind_head(found) == "Mostly: drive from brain and nerves (central)."


def test_signs_that_belong_to_no_kind_leave_it_not_known(
    person: People, kind: Callable[[History], KindOfFatigue]
) -> None:
    found = kind(person(yes="burn_effort_only weight_loss ankle_swelling"))
    assert (found.name, found.leaning) == ("not_known", False)
    assert kind_head(found).startswith("Not yet known")
    assert found.needed


def test_two_kinds_with_firm_signs_each_are_mixed(person: People, kind: Callable[[History], KindOfFatigue]) -> None:
    central = "drive_low_strength_ok rpe_high sleep_lt7"
    sore = "sore_move_touch onset_12_72h"
    found = kind(person(yes=f"{central} {sore}"))
    assert found.name == "mixed"
    assert set(found.reasons) >= {"The muscle hurts on touch, stretch or use.", "Sleep is short or does not refresh."}


STORIES = (
    "mood_poms rpe_high",
    "heavy_end_day worse_standing_heat ankle_swelling varicose",
    "fever rigors weight_loss infection_6wk",
    "sore_move_touch onset_12_72h eccentric_recent",
    "local_strength_loss burn_effort_only clears_7d",
    "pem_12_48h brain_fog unrefreshing fatigue_general",
)


@pytest.mark.parametrize("yes", STORIES)
def test_a_kind_is_named_only_where_its_range_lies_above_every_other(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str
) -> None:
    found = kind(person(yes=yes))
    rivals = [high for name, high in found.high.items() if name != found.name]
    assert found.leaning == (found.low[found.name] <= max(rivals))


@pytest.mark.parametrize("yes", STORIES)
def test_the_range_holds_the_share_and_narrows_as_signs_are_answered(
    person: People, kind: Callable[[History], KindOfFatigue], yes: str
) -> None:
    few = kind(person(yes=yes))
    asked = "weight_loss night_sweats joint_pain tendon_site focal_point caffeine_helps calf_walk_pain_relief10"
    more = kind(person(yes=yes, no=asked))
    for found in (few, more):
        assert all(found.low[name] <= share <= found.high[name] for name, share in found.shares.items())
    assert more.high["circulatory"] - more.low["circulatory"] <= few.high["circulatory"] - few.low["circulatory"]


def test_the_doubt_of_the_signs_and_of_the_priors_both_widen_the_range(person: People, knowledge: Knowledge) -> None:
    story = person(yes="heavy_end_day worse_standing_heat ankle_swelling varicose sitting_8h")

    def width(known: Knowledge) -> float:
        found = assess(story, known).kind
        assert isinstance(found, KindOfFatigue)
        return found.high["circulatory"] - found.low["circulatory"]

    exact = tuple(
        replace(sign, weight=replace(sign.weight, low=sign.weight.mid, high=sign.weight.mid))
        for sign in knowledge.kind_signs
    )
    factor = replace(knowledge.parameters["prior_doubt_factor"], mid=1.0)
    certain = {**knowledge.parameters, "prior_doubt_factor": factor}
    assert width(replace(knowledge, kind_signs=exact)) < width(knowledge)
    assert width(replace(knowledge, parameters=certain)) < width(knowledge)
