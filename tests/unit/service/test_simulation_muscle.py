"""What the picture of holding and pausing must show."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from unweary.service.simulations import simulate


def lines(**knobs):
    (panel,) = simulate("muscle", knobs).panels
    return {line.id: line for line in panel.lines}


def test_the_default_number_is_the_endurance_time_of_the_elbow_at_half_force():
    assert simulate("muscle", {}).numbers["endurance_time_s"] == pytest.approx(115.7, abs=0.05)


def test_the_same_work_with_pauses_leaves_more_force_than_without():
    found = lines()
    assert (found["paused"].y[1:] >= found["steady"].y[1:] - 1e-9).all()
    assert found["paused"].y[-1] > found["steady"].y[-1] + 50


def test_longer_pauses_leave_more_and_shorter_ones_fail():
    left = [simulate("muscle", {"pause_s": pause}).numbers["left_pct"] for pause in (0, 10, 30, 60)]
    assert left == sorted(left)
    assert simulate("muscle", {"pause_s": 0}).numbers["failed_s"] == pytest.approx(115.7, abs=0.05)
    assert isnan(simulate("muscle", {"pause_s": 60}).numbers["failed_s"])


def test_it_fails_where_what_is_left_meets_what_is_asked():
    result = simulate("muscle", {"mvc": 0.6, "pause_s": 5})
    failed_s = result.numbers["failed_s"]
    (panel,) = result.panels
    paused = panel.lines[0]
    assert np.interp(failed_s, paused.x, paused.y) == pytest.approx(60, abs=1.5)


def test_force_is_asked_for_in_the_holds_alone():
    asked = lines(hold_s=20, pause_s=40, rounds=2)["asked"]
    assert asked.x[np.isfinite(asked.y)].tolist() == [0, 20, 60, 80]
    assert set(asked.y[np.isfinite(asked.y)]) == {50.0}


@pytest.mark.parametrize("joint", ["ankle", "knee", "elbow", "shoulder", "hand"])
@pytest.mark.parametrize("mvc", [0.05, 1.0])
@pytest.mark.parametrize(
    "times", [{"hold_s": 1, "pause_s": 0, "rounds": 1}, {"hold_s": 120, "pause_s": 120, "rounds": 20}]
)
def test_every_extreme_gives_shares_of_the_full_force(joint, mvc, times):
    result = simulate("muscle", {"joint": joint, "mvc": mvc, **times})
    for line in result.panels[0].lines[:2]:
        assert ((line.y >= 0) & (line.y <= 100)).all()
        assert (np.diff(line.x) >= 0).all()
        assert len(line.x) <= 400
    assert 0 <= result.numbers["left_pct"] <= 100
