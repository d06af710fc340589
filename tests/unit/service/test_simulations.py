"""The registry: knobs are checked in one place, whatever door they come through."""

from __future__ import annotations

import pytest

from unweary.service.simulations import accepted, simulate, simulations, turned, words
from unweary.vocab.errors import UserError


def test_the_nerve_comes_first_and_each_id_once():
    ids = [told.id for told in simulations()]
    assert ids[:2] == ["motor_units", "muscle"]
    assert len(ids) == len(set(ids))


def test_dashes_and_underscores_are_the_same_name():
    assert words("motor-units") is words("motor_units")


@pytest.mark.parametrize(
    ("name", "said"), [("motor-unit", "did you mean 'motor-units'?"), ("", "''"), ("x" * 500, "'" + "x" * 60 + "'")]
)
def test_an_unknown_name_is_told_with_those_there_are(name, said):
    with pytest.raises(UserError) as caught:
        words(name)
    assert caught.value.code == "unknown_simulation"
    assert said in caught.value.message
    assert "motor-units, muscle" in caught.value.accepted


def test_what_is_left_out_stands_at_its_default_and_text_is_converted():
    assert turned(words("muscle"), {"mvc": " 0,3 ", "joint": "knee"}) == {
        "joint": "knee", "mvc": 0.3, "hold_s": 30.0, "pause_s": 30.0, "rounds": 8.0,
    }  # fmt: skip


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", float("nan"), "", "half", "1e999", 7, -0.1, "0.5; 0.6", "١٢"])
def test_a_number_that_cannot_be_is_refused_with_its_knob_and_what_works(value):
    with pytest.raises(UserError) as caught:
        simulate("muscle", {"mvc": value})
    assert caught.value.code == "impossible_value"
    assert caught.value.message.startswith("Force (mvc) is ")
    assert caught.value.accepted == "a number from 0.05 to 1 (share of full force)"


def test_a_choice_that_there_is_not_is_refused_with_the_choices():
    with pytest.raises(UserError) as caught:
        simulate("muscle", {"joint": "Elbow"})
    assert caught.value.code == "impossible_value"
    assert caught.value.accepted == "ankle, knee, elbow, shoulder, hand" == accepted(words("muscle").knobs[0])


def test_a_knob_that_there_is_not_is_refused_with_the_knobs():
    with pytest.raises(UserError) as caught:
        simulate("motor-units", {"force": 0.5})
    assert (caught.value.code, caught.value.accepted) == ("unknown_knob", "mvc")


def test_the_same_knobs_are_not_worked_out_twice():
    assert simulate("muscle", {"mvc": "0.5"}) is simulate("muscle", {"mvc": 0.5})
    assert simulate("muscle", {"mvc": 0.55}) is not simulate("muscle", {"mvc": 0.5})
