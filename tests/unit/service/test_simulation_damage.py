"""Sore muscles and the second time: what the picture must show, the default numbers, and the ends of every knob."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary import knowledge
from unweary.service.simulations import simulate, words

KNOBS = words("damage").knobs


def line(result, panel: str, name: str = "both"):
    return next(each for part in result.panels if part.id == panel for each in part.lines if each.id == name)


def test_the_default_is_a_run_downhill_and_the_same_two_weeks_later() -> None:
    numbers = simulate("damage", {}).numbers
    assert numbers["lost_pct"] == pytest.approx(20, abs=0.01)
    assert numbers["sore_peak"] == pytest.approx(2.0, abs=0.05)
    assert 10 < numbers["lost_again_pct"] < 20


def test_strength_is_lowest_at_once_and_soreness_worst_about_a_day_later() -> None:
    result = simulate("damage", {})
    strength, sore = line(result, "strength", "first"), line(result, "soreness", "first")
    assert strength.y[0] == strength.y.min() == pytest.approx(80, abs=0.01)
    assert sore.y[0] == 0
    assert 0.8 < sore.x[np.argmax(sore.y)] < 1.5


def test_its_course_does_not_contradict_the_usual_course_that_people_are_told() -> None:
    """Two sources that share no number: the days in the knowledge and the model."""
    parameters = knowledge.load().parameters
    sore = line(simulate("damage", {"second_days": 180}), "soreness", "first")
    peak_h = 24 * sore.x[np.argmax(sore.y)]
    assert parameters["sore_peak_h"].low - 4 <= peak_h <= parameters["sore_peak_h"].high
    gone = sore.x >= parameters["sore_gone_days"].high
    assert (sore.y[gone] < 0.05 * sore.y.max()).all()


def test_the_same_work_again_takes_less_and_the_sooner_the_better_protected() -> None:
    soon, later, long = (simulate("damage", {"second_days": days}).numbers["lost_again_pct"] for days in (14, 60, 180))
    assert soon < later < long < simulate("damage", {}).numbers["lost_pct"]


def test_more_work_takes_more_and_the_arm_more_than_the_thigh_and_the_calf() -> None:
    small, large = (simulate("damage", {"size": size}).numbers for size in (0.5, 2))
    assert small["lost_pct"] < large["lost_pct"]
    assert small["sore_peak"] < large["sore_peak"]
    calf, thigh, arm = (
        simulate("damage", {"group": group}).numbers["lost_pct"] for group in ("calf", "front_thigh", "upper_arm")
    )
    assert calf < thigh < arm


def test_both_lines_are_one_until_the_second_time() -> None:
    result = simulate("damage", {"second_days": 10})
    for panel in ("strength", "soreness"):
        both, first = line(result, panel), line(result, panel, "first")
        early = both.x < 10
        assert both.y[early] == pytest.approx(first.y[early])
        assert not np.allclose(both.y[~early], first.y[~early])


def test_all_ends_of_all_knobs_have_an_answer() -> None:
    ends = [list(knob.choices) if knob.choices else [knob.least, knob.most] for knob in KNOBS]
    for values in product(*ends):
        result = simulate("damage", dict(zip((knob.name for knob in KNOBS), values, strict=True)))
        assert np.isfinite(list(result.numbers.values())).all()
        for panel, most in (("strength", 100), ("soreness", 10), ("protection", 100)):
            course = line(result, panel)
            assert ((course.y >= 0) & (course.y <= most)).all()
            assert (np.diff(course.x) >= 0).all()
