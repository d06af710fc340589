"""The simulation of short nights: what its pictures must show, and every extreme of its knobs."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pytest

from unweary.service.simulations import simulate, words


def ends(values: dict) -> dict[str, float]:
    return {line.id: float(line.y[-1]) for line in simulate("sleep", values).panels[0].lines}


def test_a_week_of_five_hours_leaves_fifteen_hours_and_a_week_of_eight_takes_back_most_but_not_all():
    told = simulate("sleep", {}).numbers
    # Geometric sum: 3.16 h a night, kept by exp(-1/7): 3.16 (1 - e^-1) / (1 - e^(-1/7)) = 15.0.
    assert told["debt_h"] == pytest.approx(3.16 * (1 - np.exp(-1)) / (1 - np.exp(-1 / 7)))
    assert 0.3 * told["debt_h"] < told["left_h"] < 0.6 * told["debt_h"]
    assert told["half_nights"] == 6


def test_shorter_nights_and_more_of_them_leave_more_debt_and_longer_ones_afterwards_less():
    debts = [simulate("sleep", {"sleep_h": hours}).numbers["debt_h"] for hours in (8, 7, 6, 5, 4)]
    assert debts == sorted(debts)
    debts = [simulate("sleep", {"short_nights": nights}).numbers["debt_h"] for nights in (1, 3, 7, 14, 21)]
    assert debts == sorted(debts)
    left = [simulate("sleep", {"recovery_h": hours}).numbers["left_h"] for hours in (6, 7, 8, 9, 10)]
    assert left == sorted(left, reverse=True)


def test_the_outer_lines_forget_faster_and_slower():
    last = ends({})
    assert last["fast"] < last["middle"] < last["slow"]


def test_the_pressure_rises_above_that_of_usual_nights_on_the_second_day_and_hardly_after_it():
    short, usual = simulate("sleep", {"sleep_h": 4}).panels[1].lines
    bedtimes = [short.y[(short.x >= day + 7 / 24) & (short.x < day + 1 + 7 / 24)].max() for day in range(4)]
    usual_bedtime = usual.y.max()
    assert bedtimes[0] > usual_bedtime, "four hours longer awake"
    assert bedtimes[1] - bedtimes[0] > 10 * (bedtimes[3] - bedtimes[2])
    assert simulate("sleep", {"sleep_h": 4}).numbers["bedtime_pct"] == pytest.approx(76.5, abs=0.1)


def test_without_a_debt_there_is_none_to_halve():
    told = simulate("sleep", {"sleep_h": 9}).numbers
    assert told["debt_h"] == 0
    assert isnan(told["half_nights"])


def test_every_extreme_of_every_knob_is_answered():
    knobs = words("sleep").knobs
    for turned in product(*((knob.least, knob.most) for knob in knobs)):
        out = simulate("sleep", {knob.name: value for knob, value in zip(knobs, turned, strict=True)})
        assert all(np.isfinite(value) for name, value in out.numbers.items() if name != "half_nights")
        assert all(np.isfinite(line.x).all() and np.isfinite(line.y).all() for p in out.panels for line in p.lines)
        assert all(len(line.x) == len(line.y) <= 400 for panel in out.panels for line in panel.lines)
        assert set(out.numbers) == set(words("sleep").numbers)
        assert {p.id: {line.id for line in p.lines} for p in out.panels} == {
            name: set(panel.lines) for name, panel in words("sleep").panels.items()
        }
