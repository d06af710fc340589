"""The simulation of body water: what its picture must show, and every extreme of its knobs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary.service.simulations import simulate, words


def numbers(**values) -> dict[str, float]:
    return dict(simulate("fluid", values).numbers)


def test_two_hours_of_sweat_with_little_to_drink_go_beyond_two_percent():
    told = numbers()
    assert told["end_l"] == pytest.approx(-2 * (1.2 - 0.4))
    assert told["end_pct"] == pytest.approx(-1.6 / 70 * 100)
    # A litre afterwards, of which two thirds stay.
    assert told["after_pct"] == pytest.approx((-1.6 + 2 / 3) / 70 * 100)


def test_more_sweat_and_longer_training_lose_more_and_drinking_loses_less():
    for knob, values in (("sweat", (0.4, 0.8, 1.6, 2.4)), ("hours", (0.5, 2, 4, 6))):
        told = [numbers(**{knob: value})["end_pct"] for value in values]
        assert told == sorted(told, reverse=True)
    told = [numbers(drink=litres)["end_pct"] for litres in (0, 0.4, 1.0)]
    assert told == sorted(told)
    assert numbers(mass=50)["end_pct"] < numbers(mass=100)["end_pct"]


def test_drinking_more_than_the_sweat_is_shown_as_getting_heavier():
    assert numbers(drink=2.0, sweat=0.5)["end_pct"] > 0
    assert "too much water can kill" in words("fluid").stops


def test_the_picture_has_the_dry_line_below_and_the_limit_at_two_percent():
    course, dry, limit = simulate("fluid", {}).panels[0].lines
    assert (dry.y <= course.y).all()
    assert limit.y.tolist() == [-2.0, -2.0]
    assert course.x[-1] == limit.x[-1] == pytest.approx(4.0)


def test_every_extreme_of_every_knob_is_answered():
    knobs = words("fluid").knobs
    for turned in product(*((knob.least, knob.most) for knob in knobs)):
        out = simulate("fluid", {knob.name: value for knob, value in zip(knobs, turned, strict=True)})
        assert all(np.isfinite(value) for value in out.numbers.values())
        assert all(np.isfinite(line.y).all() and len(line.x) == len(line.y) <= 400 for line in out.panels[0].lines)
        assert set(out.numbers) == set(words("fluid").numbers)
        assert {line.id for line in out.panels[0].lines} == set(words("fluid").panels["water"].lines)
