from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from unweary.assessment import assess
from unweary.vocab.history import Day, History, Lab
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names
from unweary.vocab.muscle import Overreaching

People = Callable[..., History]
WELL = "fever rigors weight_loss night_sweats palpitations lymph_nodes night_bone_pain pem_12_48h low_intake"
BLOODS = {"ferritin_lt15", "hb_low", "tsh_gt10", "crp_gt10", "ck_gt5uln", "cortisol_low", "hba1c_ge48"}


@pytest.fixture
def grade(knowledge: Knowledge) -> Callable[[History], Overreaching]:
    def look(history: History) -> Overreaching:
        found = assess(history, knowledge).overreaching
        assert found is not None
        return found

    return look


def followed(now: datetime, days: int) -> tuple[Day, ...]:
    return tuple(Day(now.date() - timedelta(days=back), fatigue_0_10=4) for back in range(0, days, 2))


@pytest.mark.parametrize(
    ("yes", "missing"),
    [("", "training and your form"), ("load_spike", "your form"), ("rpe_high", "your training")],
)
def test_nothing_is_told_without_training_or_without_form(
    person: People, grade: Callable[[History], Overreaching], yes: str, missing: str
) -> None:
    found = grade(person(yes=yes))
    assert found.state is None
    assert missing in found.words
    assert found.needed


def test_form_that_comes_back_within_two_weeks_is_functional(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    found = grade(person(yes="load_spike perf_drop_days rpe_high", no=f"{WELL} perf_drop_weeks perf_drop_2mo"))
    assert found.state == "functional"
    assert "not ruled out" not in found.words
    assert "a dip in form that clears within 2 weeks" in found.reasons


def test_weeks_despite_rest_are_non_functional_and_open_illness_is_named(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    found = grade(person(yes="load_spike perf_drop_weeks"))
    assert found.state == "non_functional"
    assert found.words.endswith("An illness is not ruled out yet.")
    assert "fever" in found.needed


def test_weeks_down_without_any_known_load_are_not_called_overreaching(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    found = grade(person(yes="perf_drop_weeks", no=f"load_spike few_rest_days {WELL}"))
    assert found.state is None
    assert "no heavy training is known" in found.words


@pytest.mark.parametrize("sign", ["fever", "weight_loss", "palpitations", "night_sweats", "pem_12_48h", "tsh_gt10"])
def test_an_illness_comes_before_every_grade(
    person: People, grade: Callable[[History], Overreaching], sign: str
) -> None:
    assert grade(person(yes=f"load_spike perf_drop_weeks perf_drop_2mo {sign}")).state == "illness_first"


def test_a_low_haemoglobin_comes_before_every_grade(
    person: People, grade: Callable[[History], Overreaching], now: datetime
) -> None:
    lab = Lab("haemoglobin", 96.0, "g/L", now - timedelta(days=3))
    assert grade(person(yes="load_spike perf_drop_weeks", labs=(lab,))).state == "illness_first"


def test_over_two_months_is_no_overtraining_at_a_first_visit_even_with_other_causes_excluded(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    yes = "load_spike perf_drop_weeks form_down_2mo perf_drop_2mo causes_excluded mood_poms"
    found = grade(person(yes=yes, no=WELL))
    assert found.state == "non_functional"
    assert "overtraining" not in found.words.lower()


def test_overtraining_needs_two_months_of_following_and_other_causes_excluded(
    person: People, grade: Callable[[History], Overreaching], now: datetime
) -> None:
    yes = "load_spike perf_drop_weeks form_down_2mo causes_excluded mood_poms"
    whole = person(yes=yes, no=WELL, days=followed(now, 70))
    assert grade(whole).state == "overtraining"
    short = replace(whole, days=followed(now, 40))
    assert grade(short).state == "non_functional"
    not_looked = tuple(a for a in whole.answers if a.finding != "causes_excluded")
    assert grade(replace(whole, answers=not_looked)).state == "non_functional"


def test_a_harder_week_after_more_training_is_left_to_time(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    found = grade(person(yes="load_spike rpe_high", no=f"perf_drop_weeks {WELL}"))
    assert found.state is None
    assert "only time will tell" in found.words
    assert found.settles.startswith("Time")


def test_no_drop_is_no_sign_of_it(person: People, grade: Callable[[History], Overreaching]) -> None:
    no = f"rpe_high perf_drop_weeks perf_drop_days perf_drop_2mo heavy_legs load_spike few_rest_days {WELL}"
    assert grade(person(no=no)).state == "none"


def test_every_answer_says_that_time_tells_and_no_blood_test_decides(
    person: People, grade: Callable[[History], Overreaching]
) -> None:
    for yes in ("", "load_spike rpe_high", "load_spike perf_drop_days", "load_spike perf_drop_weeks"):
        note = grade(person(yes=yes)).note
        assert "Only time tells" in note
        assert "No blood test" in note


def test_no_blood_test_stands_in_a_row_that_grades(knowledge: Knowledge) -> None:
    for row in knowledge.overreaching:
        if row.state in ("functional", "non_functional", "overtraining", "none"):
            assert not BLOODS & set(names(row.when)), row.id
            assert "eros" not in f"{row.words} {row.source}".lower()
    assert BLOODS & {name for row in knowledge.overreaching for name in names(row.when)}
