"""A yes to a warning sign is not lost to a 'none of these' or a 'not sure', at any door."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from unweary.interfaces.terminal.check_in import ask_day_and_signs
from unweary.service import CheckIn, Unweary
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer

FRESH = ("--fatigue", "1", "--sleep-h", "8", "--mood", "9", "--stress", "1")


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_none_of_the_warnings_leaves_an_emergency_of_today_and_says_so_by_name(unweary: Any) -> None:
    assert "Call for help now" in unweary("check-in", "--answer", "fast_positive=present")[1]
    out = one_line(unweary("check-in", *FRESH, "--none-of-the-warnings")[1])
    assert "good to go" not in out
    assert "Call for help now" in out
    assert "You said yes to this today: " in out
    assert "--answer fast_positive=absent" in out


def test_a_no_of_its_own_holds_and_is_told_and_that_day_is_no_push(unweary: Any) -> None:
    def said(*args: str) -> Any:
        return json.loads(unweary("check-in", *args, "--json")[1])

    said("--answer", "fast_positive=present")
    then = said(*FRESH, "--answer", "fast_positive=absent", "--none-of-the-warnings")
    assert then["told"] == []
    assert then["verdict"]["action"] == "not_known"
    assert then["question"]["finding"] == "fast_positive"
    assert "you said yes to: a face droop" in then["verdict"]["advice"]
    again = said("--answer", "fast_positive=absent")
    assert again["verdict"]["action"] == "not_known"
    assert (again["question"] or {}).get("finding") != "fast_positive"


def test_at_the_keyboard_each_yes_that_still_holds_is_asked_by_itself(person: Unweary) -> None:
    person.check_in(CheckIn(answers=(Answer("dark_urine", "present", person.now() - timedelta(minutes=5)),)))
    shown: list[str] = []
    typed = iter(["1", "8", "1", "9", "", "", "", "n", ""])

    def ask(words: str) -> str:
        shown.append(words)
        return next(typed)

    entered = ask_day_and_signs(person.check_in_form(), person.knowledge, person.now(), ask, shown.append)
    assert "dark_urine" not in {answer.finding for answer in entered.answers}
    assert any("You said yes to this today: " in words for words in shown)


@pytest.mark.parametrize(("key", "state"), [("n", "absent"), ("y", "present"), ("rn", "absent")])
def test_at_the_keyboard_the_answer_to_that_question_is_kept(person: Unweary, key: str, state: str) -> None:
    person.check_in(CheckIn(answers=(Answer("dark_urine", "present", person.now() - timedelta(minutes=5)),)))
    typed = iter(["1", "8", "1", "9", "", "", "", "n", "what", key])
    entered = ask_day_and_signs(
        person.check_in_form(), person.knowledge, person.now(), lambda _: next(typed), lambda _: None
    )
    assert [answer.state for answer in entered.answers if answer.finding == "dark_urine"] == [state]


@pytest.mark.parametrize(
    ("finding", "value", "most"),
    [("isi_score", 40, "0 to 28"), ("wpi", 25, "0 to 19"), ("sss", 99, "0 to 12"), ("phq2_interest", 9, "0 to 3"),
     ("phq2_down", 4, "0 to 3"), ("wpi", -1, "0 to 19"), ("wpi", 20, "0 to 19"), ("isi_falling", 5, "0 to 4"),
     ("isi_worry", -1, "0 to 4"), ("sss_waking", 4, "0 to 3")],
)  # fmt: skip
def test_a_score_that_its_questionnaire_does_not_have_is_refused(
    person: Unweary, finding: str, value: float, most: str
) -> None:
    with pytest.raises(UserError, match=f"{value} cannot be") as refused:
        person.answer(finding, "present", value)
    assert refused.value.accepted == most
    person.answer(finding, "present", float(most.split()[-1]))
    assert len(person.facts("answer")) == 1


def test_half_a_point_is_refused(person: Unweary) -> None:
    with pytest.raises(UserError, match="no whole number") as refused:
        person.answer("isi_falling", "present", 2.5)
    assert refused.value.accepted == "a whole number, 0 to 4"


def test_an_area_of_the_pain_index_is_no_number_and_an_unknown_one_is_named(person: Unweary) -> None:
    with pytest.raises(UserError, match="not asked as a number"):
        person.answer("area_neck", "present", 3.0)
    with pytest.raises(UserError, match="did you mean 'area_hip_left'"):
        person.answer("area_hip_lefft", "present")
