"""The will and the muscle: what the picture must show, the default numbers, and the ends of every knob."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from unweary.service.simulations import simulate, words

KNOBS = words("activation").knobs


def line(result, panel: str, name: str):
    return next(each for part in result.panels if part.id == panel for each in part.lines if each.id == name)


def test_the_default_is_the_ultra_marathon_in_which_half_of_the_loss_was_central() -> None:
    # Millet 2011: force -35 %, activation -19 % (95 to 77). 49 % central; the muscle itself 65 / (77 / 95) = 80.2.
    numbers = simulate("activation", {}).numbers
    assert numbers["central_pct"] == pytest.approx(49, abs=0.5)
    assert numbers["muscle_pct"] == pytest.approx(80.2, abs=0.05)
    assert 65 < numbers["force_10min_pct"] < 85


def test_the_tired_twitch_begins_lower_at_rest_and_ends_higher_at_the_most_that_can_be_given() -> None:
    result = simulate("activation", {})
    rested, tired = line(result, "twitch", "rested"), line(result, "twitch", "tired")
    assert tired.y[0] < rested.y[0] == 100
    assert tired.y[-1] > rested.y[-1]
    assert tired.x[-1] == 65


def test_force_is_will_times_muscle_and_the_will_comes_back_first() -> None:
    result = simulate("activation", {})
    force, will, muscle = (line(result, "recovery", name).y for name in ("force", "will", "muscle"))
    assert force == pytest.approx(will * muscle / 100)
    assert force[0] == pytest.approx(65)
    minutes = line(result, "recovery", "force").x
    early = minutes <= 5
    assert np.ptp(will[early]) / (100 - will[0]) > np.ptp(muscle[early]) / (100 - muscle[0])
    for course in (force, will, muscle):
        assert (np.diff(course) >= 0).all()


def test_after_short_and_hard_work_more_is_back_in_ten_minutes_than_after_long_and_steady() -> None:
    brief, long = (simulate("activation", {"exercise": name}).numbers["force_10min_pct"] for name in ("brief", "long"))
    assert brief > long


def test_where_one_part_rose_there_is_no_share() -> None:
    assert np.isnan(simulate("activation", {"before_pct": 80, "after_pct": 90}).numbers["central_pct"])
    assert np.isnan(simulate("activation", {"after_pct": 40, "force_pct": 90}).numbers["central_pct"])


def test_all_ends_of_all_knobs_have_an_answer() -> None:
    ends = [list(knob.choices) if knob.choices else [knob.least, knob.most] for knob in KNOBS]
    for values in product(*ends):
        result = simulate("activation", dict(zip((knob.name for knob in KNOBS), values, strict=True)))
        assert np.isfinite([result.numbers["muscle_pct"], result.numbers["force_10min_pct"]]).all()
        share = result.numbers["central_pct"]
        assert np.isnan(share) or 0 <= share <= 100
        assert all(np.isfinite(each.y).all() for panel in result.panels for each in panel.lines)
