"""What the checker says about published scores and the ranges of blood tests."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from unweary.knowledge import load
from unweary.knowledge.scores import score_problems
from unweary.vocab.body import BodyPart
from unweary.vocab.instruments import Band, Criterion, Instrument, LabRange
from unweary.vocab.knowledge import Points, Quantity
from unweary.vocab.logic import parse
from unweary.vocab.notes import Checklist

GOOD = Instrument(
    id="wells",
    name="Wells",
    about="a clot",
    items=(Criterion("a clot before", ((parse("prior_vte"), 1.0),)),),
    bands=(Band(parse("wells >= 2"), "likely", "Go."), Band(parse("wells < 2"), "less likely", "Wait.")),
    source="me",
    check="V",
    score="wells",
)
USUAL = LabRange("ferritin", "ug/L", "C", "R", "me", low=30.0, high=300.0)


def codes(instruments: tuple[Instrument, ...] = (), ranges: tuple[LabRange, ...] = ()) -> list[str]:
    return faults(instruments=instruments, lab_ranges=ranges)


ITEM = Quantity("isi", "Insomnia", "points", "answer:isi", most=1.0, levels=("no", "yes"))
CALF = BodyPart("soleus", "muscle", "back", "LR", "Lower calf", "soleus", "calves", area="leg_{side}")


def faults(**change: Any) -> list[str]:
    """The faults of a knowledge that is right but for the change."""
    right: dict[str, Any] = {
        "instruments": (), "lab_ranges": (), "sources": {"me": 1}, "quantities": {"isi": ITEM},
        "points": (Points("sum", ((parse("isi >= 1"), 1.0),), total="isi"),), "body": {"soleus": CALF},
        "checklists": (Checklist("list", "Sleep", ("isi",), score="sum"),), "findings": {"leg_left": 1, "leg_right": 1},
    }  # fmt: skip
    some: Any = SimpleNamespace(**(right | change))
    return [problem.code for problem in score_problems(some)]


def test_what_is_right_is_not_mentioned() -> None:
    assert codes((GOOD,), (USUAL,)) == []
    assert faults() == []
    assert codes((replace(GOOD, items=(), score="isi"),)) == []
    assert list(score_problems(load())) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": "nobody"}, "unknown_source"),
        ({"bands": ()}, "empty"),
        ({"bands": (GOOD.bands[0], GOOD.bands[0])}, "twice"),
        ({"applies": parse("male")}, "empty"),
        ({"items": ()}, "not_scored"),
        ({"items": (Criterion("", ((parse("fever"), 1.0),)),)}, "empty"),
        ({"items": (Criterion("another explanation", ((parse("alt_dx_likely"), -2.0),)),)}, "below_zero"),
    ],
)
def test_a_fault_of_an_instrument_is_named(change: dict[str, Any], code: str) -> None:
    assert codes((replace(GOOD, **change),)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"source": "nobody"}, "unknown_source"),
        ({"analyte": "feritin"}, "unknown_signal"),
        ({"unit": "ng/mL"}, "unit"),
        ({"low": 300.0}, "order"),
        ({"age_from": 60.0, "age_to": 50.0}, "order"),
        ({"low": None, "high": None}, "empty"),
    ],
)
def test_a_fault_of_a_range_is_named(change: dict[str, Any], code: str) -> None:
    assert codes(ranges=(replace(USUAL, **change),)) == [code]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"points": (Points("sum", (), total="nowhere"),)}, "unknown_quantity"),
        ({"checklists": (Checklist("list", "Sleep", (), score="nowhere"),)}, "unknown_score"),
        ({"quantities": {"isi": replace(ITEM, most=2.0)}}, "levels"),
        ({"quantities": {"isi": replace(ITEM, most=None)}}, "levels"),
        ({"findings": {"leg_left": 1}}, "unknown_finding"),
        ({"body": {"soleus": replace(CALF, area="{side}_leg", sides="mid")}}, "unknown_finding"),
    ],
)
def test_a_fault_of_items_that_are_answered_one_by_one_is_named(change: dict[str, Any], code: str) -> None:
    assert faults(**change) == [code]
