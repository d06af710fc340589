"""What the picture of the motor units must show."""

from __future__ import annotations

import numpy as np
import pytest

from unweary.service.simulations import simulate


def lines(panel, **knobs):
    found = {each.id: each for each in simulate("motor-units", knobs).panels}
    return {line.id: line for line in found[panel].lines}


def test_half_of_the_full_force_is_held_for_95_point_5_seconds():
    assert simulate("motor-units", {}).numbers["endurance_time_s"] == 95.5


@pytest.mark.parametrize(("mvc", "seconds"), [(0.2, 511.5), (0.3, 267.0), (0.8, 14.8), (0.95, 3.1)])
def test_the_published_times(mvc, seconds):
    assert simulate("motor-units", {"mvc": mvc}).numbers["endurance_time_s"] == pytest.approx(seconds, abs=0.05)


def test_the_drive_rises_to_all_there_is_and_the_strength_falls_to_what_is_asked():
    found = lines("drive")
    assert found["drive"].y[-1] == pytest.approx(100)
    assert (np.diff(found["drive"].y) >= 0).all()
    assert found["strength"].y[0] > 99
    # At the last sample full drive no longer brings the force.
    assert 49.5 < found["strength"].y[-1] < 50
    assert set(found["asked"].y) == {50.0}
    assert found["drive"].x[-1] == pytest.approx(95.5)


def test_units_in_the_middle_lose_most_and_the_small_ones_hardly_any():
    found = lines("left")
    assert found["end"].y[0] > 95
    assert 80 <= found["end"].x[found["end"].y.argmin()] <= 110
    assert (found["end"].y <= found["third"].y + 1e-9).all()
    assert simulate("motor-units", {}).numbers["most_lost_pct"] == pytest.approx(100 - found["end"].y.min())


def test_a_unit_that_is_not_called_yet_has_no_rate():
    found = lines("rates")
    assert np.isnan(found["large"].y[0])
    assert found["large"].y[-1] > 10
    assert (found["small"].y > 30).all()
    for line in found.values():
        assert len(line.x) <= 400
