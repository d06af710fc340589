"""The simulation of the iron store: what its pictures must show, every extreme of its knobs, and no word of a dose."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pytest

from unweary.service.simulations import simulate, words


def numbers(**values) -> dict[str, float]:
    return dict(simulate("iron", values).numbers)


def test_the_first_picture_is_a_store_that_empties_over_two_years_but_not_to_the_ground():
    told = numbers()
    assert 15 < told["end_ug_l"] < told["year_ug_l"] < 40
    assert isnan(told["empty_months"])
    assert told["haemoglobin_g_dl"] == 0


def test_losing_more_empties_it_sooner_and_then_the_blood_runs_short():
    months = [numbers(lost=lost, eaten=5)["empty_months"] for lost in (2.5, 3.5, 5.0)]
    assert months == sorted(months, reverse=True)
    assert 0 < months[-1] < 6
    short = numbers(lost=5.0, eaten=5)
    assert short["end_ug_l"] == 0
    assert short["haemoglobin_g_dl"] > 1


def test_what_is_taken_up_beyond_food_fills_it_and_the_gut_then_takes_less_from_food():
    told = [numbers(extra=extra)["end_ug_l"] for extra in (0.0, 1.0, 2.0)]
    assert told == sorted(told)
    with_extra, _ = simulate("iron", {"extra": 2.0}).panels[1].lines
    without, _ = simulate("iron", {}).panels[1].lines
    assert with_extra.y[0] == pytest.approx(without.y[0] + 2)
    assert with_extra.y[-1] - 2 < without.y[-1]


def test_a_gut_that_did_not_adapt_would_empty_the_store_in_a_straight_line():
    course, fixed = simulate("iron", {}).panels[0].lines
    assert fixed.y[0] == course.y[0] == 40
    assert np.diff(fixed.y[fixed.y > 0], 2) == pytest.approx(0, abs=1e-9)
    assert (fixed.y[1:] < course.y[1:]).all()
    assert fixed.y[-1] == 0


def test_every_extreme_of_every_knob_is_answered():
    knobs = words("iron").knobs
    for turned in product(*((tuple(knob.choices) or (knob.least, knob.most)) for knob in knobs)):
        out = simulate("iron", {knob.name: value for knob, value in zip(knobs, turned, strict=True)})
        assert all(np.isfinite(value) for name, value in out.numbers.items() if name != "empty_months")
        assert all(np.isfinite(line.y).all() and (line.y >= 0).all() for p in out.panels for line in p.lines)
        assert all(len(line.x) == len(line.y) <= 400 for panel in out.panels for line in panel.lines)
        assert set(out.numbers) == set(words("iron").numbers)
        assert {p.id: {line.id for line in p.lines} for p in out.panels} == {
            name: set(panel.lines) for name, panel in words("iron").panels.items()
        }


def test_it_sends_to_a_blood_test_and_names_no_dose():
    told = words("iron")
    assert "have blood tested and ask a clinician" in told.stops
    everything = " ".join(
        [told.title, told.summary, told.shows, told.stops, *(knob.label for knob in told.knobs)]
    ).lower()
    assert not any(word in everything for word in ("tablet", "dose", "supplement", "capsule"))
