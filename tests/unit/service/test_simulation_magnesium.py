"""The simulation of magnesium: what its pictures must show, every extreme of its knobs, and no word of a dose."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary.service.simulations import simulate, simulations, words


def numbers(**values) -> dict[str, float]:
    return dict(simulate("magnesium", values).numbers)


def test_it_stands_among_the_stores():
    assert [told.id for told in simulations()][-3:] == ["iron", "fluid", "magnesium"]


def test_the_first_picture_is_urine_that_answers_within_days_and_blood_that_hardly_falls():
    told = numbers()
    blood, flows = simulate("magnesium", {}).panels
    course, urine = blood.lines[0], flows.lines[1]
    assert course.y[0] == pytest.approx(0.85, abs=0.001)
    assert 0.78 < told["end_mmol_l"] == course.y.min() < 0.82
    assert urine.y[0] == pytest.approx(87, abs=1)
    assert told["fourth_day_mg"] == urine.y[10] < 55
    assert told["back_days"] < 10
    assert -150 < told["body_mg"] < -50


def test_kidneys_that_did_not_answer_would_empty_it_within_two_months():
    fixed = simulate("magnesium", {}).panels[0].lines[1]
    emptied = fixed.x[np.flatnonzero(fixed.y == 0)[0]]
    assert 5 < emptied < 9
    assert fixed.x[-1] == 12, "drawn only while less is eaten"


def test_the_less_is_eaten_the_lower_blood_and_urine():
    rows = [numbers(meanwhile=meanwhile) for meanwhile in (0, 50, 100, 200, 300, 500, 1000)]
    for name in ("end_mmol_l", "fourth_day_mg"):
        column = [row[name] for row in rows]
        assert column == sorted(column), name
    assert rows[4]["body_mg"] == pytest.approx(0, abs=1e-6)
    assert rows[4]["back_days"] == 0
    assert rows[0]["end_mmol_l"] < 0.5
    assert rows[-1]["end_mmol_l"] < 0.9, "more hardly raises it"


def test_after_long_want_blood_is_as_before_while_the_body_is_still_short():
    rows = [numbers(meanwhile=0, weeks=weeks) for weeks in (1, 4, 12, 26)]
    missing, back = [-row["body_mg"] for row in rows], [row["back_days"] for row in rows]
    assert missing == sorted(missing)
    assert missing[-1] > 1000
    assert back == sorted(back)
    assert back[-1] < 30


def test_every_extreme_of_every_knob_is_answered():
    told = words("magnesium")
    for turned in product(*((knob.least, knob.most) for knob in told.knobs)):
        out = simulate("magnesium", {knob.name: value for knob, value in zip(told.knobs, turned, strict=True)})
        assert all(np.isfinite(value) for value in out.numbers.values())
        assert all(np.isfinite(line.y).all() and (line.y >= 0).all() for p in out.panels for line in p.lines)
        assert all(len(line.x) == len(line.y) <= 400 for panel in out.panels for line in panel.lines)
        assert set(out.numbers) == set(told.numbers)
        assert {p.id: {line.id for line in p.lines} for p in out.panels} == {
            name: set(panel.lines) for name, panel in told.panels.items()
        }


def test_it_warns_of_weak_kidneys_sends_to_a_blood_test_and_names_no_dose():
    told = words("magnesium")
    assert "With weak kidneys magnesium can build up until it is dangerous" in told.stops
    assert "a normal one does not rule out a lack" in told.stops
    assert "no real difference to cramps" in told.stops
    assert "Take none because of a curve: have blood tested and ask a clinician" in told.stops
    everything = " ".join(
        [told.title, told.summary, told.shows, told.stops, *(knob.label for knob in told.knobs)]
    ).lower()
    assert not any(word in everything for word in ("tablet", "dose", "supplement", "capsule"))
