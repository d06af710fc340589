"""The simulation of the calf: what its pictures must show, and every extreme of its knobs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary.service.simulations import simulate, words


def numbers(**values) -> dict[str, float]:
    return dict(simulate("venous", values).numbers)


def test_a_healthy_leg_takes_a_minute_to_fill_again():
    assert numbers(veins="healthy")["refill_s"] == pytest.approx(61.5, abs=0.1)
    assert numbers(veins="healthy")["avp_mmhg"] == pytest.approx(17.9, abs=0.1)


def test_the_first_picture_sets_a_leaking_leg_beside_a_healthy_one():
    leg, healthy = simulate("venous", {}).panels[0].lines
    assert numbers()["refill_s"] == pytest.approx(14.7, abs=0.1)
    assert leg.y[60] > healthy.y[60] + 20


def test_leakier_veins_fill_sooner_and_keep_a_higher_pressure():
    told = [numbers(veins=veins) for veins in words("venous").knobs[0].choices]
    refill = [each["refill_s"] for each in told]
    assert refill == sorted(refill, reverse=True)
    assert [each["avp_mmhg"] for each in told] == sorted(each["avp_mmhg"] for each in told)
    assert refill[0] > 20 > refill[-1]


def test_standing_swells_more_than_sitting_and_walks_stockings_and_legs_up_each_take_off_a_part():
    assert numbers(posture="standing")["evening_ml"] > numbers(posture="sitting")["evening_ml"]
    for knob, values, number in (
        ("walk_min", (0, 5, 10, 20), "evening_ml"),
        ("compression", (0, 10, 20, 30), "evening_ml"),
        ("legs_up_min", (0, 5, 15, 60), "after_ml"),
    ):
        told = [numbers(**{knob: value})[number] for value in values]
        assert told == sorted(told, reverse=True)
        assert len(set(told)) == len(told)


def test_a_walk_helps_a_leaking_leg_less():
    """Its pressure stays high in walking."""
    healthy, severe = (numbers(veins=veins, walk_min=20)["evening_ml"] for veins in ("healthy", "severe"))
    assert healthy < severe < numbers(veins="severe", walk_min=0)["evening_ml"]


def test_the_picture_of_the_test_starts_and_ends_at_the_full_column_and_dips_at_each_tiptoe():
    leg, healthy = simulate("venous", {"veins": "severe"}).panels[0].lines
    assert leg.y[0] == leg.y.max() == pytest.approx(88.1, abs=0.1)
    assert leg.y[-1] == pytest.approx(leg.y[0], rel=0.01)
    assert (np.diff(leg.x) >= 0).all()
    assert healthy.y.min() < leg.y.min()
    assert (np.diff(leg.y[1:21:2]) < 0).all(), "each tiptoe starts lower"


def test_legs_up_change_nothing_before_the_evening_and_without_help_the_day_is_the_still_one():
    day, still = simulate("venous", {"walk_min": 0, "compression": 0, "legs_up_min": 30}).panels[1].lines
    assert day.x[-1] == pytest.approx(8.5)
    assert day.y[: len(still.y)] == pytest.approx(still.y)
    assert day.y[-1] < still.y[-1]


def test_every_extreme_of_every_knob_is_answered():
    knobs = words("venous").knobs
    for turned in product(*((tuple(knob.choices) or (knob.least, knob.most)) for knob in knobs)):
        out = simulate("venous", {knob.name: value for knob, value in zip(knobs, turned, strict=True)})
        assert all(np.isfinite(value) for value in out.numbers.values())
        assert all(np.isfinite(line.x).all() and np.isfinite(line.y).all() for p in out.panels for line in p.lines)
        assert all(len(line.x) == len(line.y) <= 400 for panel in out.panels for line in panel.lines)
        assert set(out.numbers) == set(words("venous").numbers)
        assert {p.id: {line.id for line in p.lines} for p in out.panels} == {
            name: set(panel.lines) for name, panel in words("venous").panels.items()
        }
