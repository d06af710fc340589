from __future__ import annotations

import pytest

from unweary.service.simulations import simulate


def numbers(**knobs) -> dict[str, float]:
    return dict(simulate("slope", knobs).numbers)


def test_the_first_picture_shows_a_cheap_way_down_with_much_braking():
    found = numbers()
    assert found["drop_m"] == 750
    assert found["flat_share_pct"] == pytest.approx(51, abs=1)
    assert found["braking_kj"] == pytest.approx(70 * 9.80665 * 750 * (10 / 3.6) / 3 / 1000)


def test_up_costs_and_never_brakes():
    found = numbers(slope_pct=20)
    assert found["flat_share_pct"] == pytest.approx(100 * 9.01 / 3.6, abs=1)
    assert (found["drop_m"], found["braking_kj"]) == (0, 0)


def test_faster_down_brakes_more_at_the_same_energy():
    slow, fast = numbers(speed_km_h=5), numbers(speed_km_h=15)
    assert fast["energy_kj"] == slow["energy_kj"]
    assert fast["braking_kj"] == pytest.approx(3 * slow["braking_kj"])


def test_walking_has_its_own_curve():
    assert numbers(gait="walk", slope_pct=0)["energy_kj"] == pytest.approx(2.5 * 5000 * 70 / 1000)
