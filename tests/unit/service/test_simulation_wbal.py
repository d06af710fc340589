"""What the picture of intervals above critical power must show."""

from __future__ import annotations

import time
from math import isnan

import numpy as np
import pytest

from unweary.physiology.energy.recovery import LAWS
from unweary.service.simulations import simulate, words

MODELS = ["skiba2012", *LAWS]


def lines(**knobs):
    (panel,) = simulate("wbal", knobs).panels
    return {line.id: line for line in panel.lines}


def test_every_law_can_be_chosen():
    assert list(words("wbal").knobs[-1].choices) == ["skiba2015", "skiba2012", *list(LAWS)[1:]]


def test_the_default_is_a_session_that_just_goes_and_would_not_without_rests():
    numbers = simulate("wbal", {}).numbers
    assert numbers["steady_s"] == 200
    assert isnan(numbers["failed_round"])
    # By hand: with Skiba's law a rest at 100 W keeps exp(-90 * 150 / 20 000) of what is missing; each effort adds 9 kJ.
    missing = 0.0
    for _ in range(5):
        missing = missing * np.exp(-0.675) + 9000
    assert numbers["left_pct"] == pytest.approx(100 - missing / 200, abs=1e-6)


@pytest.mark.parametrize("model", MODELS)
def test_longer_rests_leave_more_and_harder_efforts_less(model):
    rests = [simulate("wbal", {"model": model, "off_s": s}).numbers["left_pct"] for s in (30, 90, 200, 600)]
    assert rests == sorted(rests)
    assert rests[-1] > rests[0]
    efforts = [simulate("wbal", {"model": model, "work_w": w}).numbers["left_pct"] for w in (260, 300, 350, 400)]
    assert efforts == sorted(efforts, reverse=True)


def test_up_to_critical_power_nothing_is_spent_and_there_is_no_end():
    result = simulate("wbal", {"work_w": 250, "cp_w": 250})
    assert result.numbers["left_pct"] == 100
    assert isnan(result.numbers["steady_s"])
    assert (result.panels[0].lines[0].y == 100).all()


def test_the_round_that_fails_is_where_the_line_ends_at_nothing():
    result = simulate("wbal", {"work_w": 400, "off_s": 30, "rounds": 10})
    failed = int(result.numbers["failed_round"])
    line = result.panels[0].lines[0]
    ended_s = line.x[np.argmax(line.y == 0)] * 60
    assert (failed - 1) * 120 < ended_s <= (failed - 1) * 120 + 90
    assert (line.y[np.argmax(line.y == 0) :] == 0).all()
    assert result.numbers["left_pct"] == 0


@pytest.mark.parametrize("model", MODELS)
def test_the_chosen_law_lies_between_the_most_and_the_least_generous(model):
    found = lines(model=model)
    assert (found["chosen"].y <= found["most"].y + 1e-9).all()
    assert (found["chosen"].y >= found["least"].y - 1e-9).all()
    assert (found["most"].y - found["least"].y).max() > 20


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("work_w", [100, 800])
@pytest.mark.parametrize("person", [(80, 40), (450, 5), (80, 5)])
@pytest.mark.parametrize("times", [(5, 5, 1), (600, 600, 20), (5, 600, 20), (600, 5, 20)])
def test_every_extreme_gives_shares_of_the_store(model, work_w, person, times):
    knobs = dict(zip(("cp_w", "w_prime_kj", "on_s", "off_s", "rounds"), (*person, *times), strict=True))
    result = simulate("wbal", {"model": model, "work_w": work_w, **knobs})
    for line in result.panels[0].lines:
        assert ((line.y >= 0) & (line.y <= 100 + 1e-9)).all()
        assert (np.diff(line.x) > 0).all()
        assert len(line.x) <= 400
    assert 0 <= result.numbers["left_pct"] <= 100


def test_a_page_does_not_wait_for_it():
    simulate("wbal", {})
    start = time.process_time()
    simulate("wbal", {"cp_w": 252})
    assert time.process_time() - start < 0.05
