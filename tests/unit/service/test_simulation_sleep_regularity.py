"""The simulation of work days and free days: what it must show, and every extreme of its knobs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary.service.simulations import simulate, words


def test_the_same_hours_every_day_are_a_hundred_and_no_jetlag():
    told = simulate("sleep_regularity", {"later_h": 0}).numbers
    assert told == {"index": 100.0, "jetlag_h": 0.0}


def test_two_hours_later_at_the_weekend_cost_points_twice_a_week():
    told = simulate("sleep-regularity", {}).numbers
    # In 13 pairs of days two weekends: from Friday to Saturday and from Sunday to Monday (3 changes in all, as the last
    # Sunday is the last night), 4 hours differ at each: 100 - 200 x 3 x 4 / (13 x 24).
    assert told["index"] == pytest.approx(100 - 200 * 3 * 4 / (13 * 24))
    assert told["jetlag_h"] == pytest.approx(2)


def test_later_free_days_and_naps_make_it_less_regular():
    index = [simulate("sleep_regularity", {"later_h": hours}).numbers["index"] for hours in (0, 1, 2, 4)]
    assert index == sorted(index, reverse=True)
    assert len(set(index)) == 4
    napping = [simulate("sleep_regularity", {"nap_min": minutes}).numbers["index"] for minutes in (0, 30, 90)]
    assert napping == sorted(napping, reverse=True)
    jetlag = [simulate("sleep_regularity", {"later_h": hours}).numbers["jetlag_h"] for hours in (0, 1, 2.5, 5)]
    assert jetlag == pytest.approx([0, 1, 2.5, 5])


def test_every_extreme_of_every_knob_is_answered():
    knobs = words("sleep_regularity").knobs
    for turned in product(*((knob.least, knob.most) for knob in knobs)):
        out = simulate("sleep_regularity", {knob.name: value for knob, value in zip(knobs, turned, strict=True)})
        assert -100 <= out.numbers["index"] <= 100
        assert 0 <= out.numbers["jetlag_h"] <= 12
        assert set(out.numbers) == set(words("sleep_regularity").numbers)
        (panel,) = out.panels
        assert {line.id for line in panel.lines} == set(words("sleep_regularity").panels["nights"].lines)
        assert all(np.isfinite(line.y).all() and len(line.x) == 14 for line in panel.lines)
