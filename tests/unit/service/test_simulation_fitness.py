from __future__ import annotations

import numpy as np
import pytest

from unweary.service.simulations import simulate


def numbers(**knobs) -> dict[str, float]:
    return dict(simulate("fitness", knobs).numbers)


def test_easy_days_bring_the_lift_out():
    assert numbers()["race_change"] == pytest.approx(25.94, abs=0.01)
    assert numbers(taper_days=0)["race_change"] == 0
    assert np.isnan(numbers(taper_days=0)["best_day"])


def test_too_many_easy_days_lose_it_again():
    assert numbers(taper_days=42, taper_share=0)["race_change"] < numbers(taper_days=20, taper_share=0)["race_change"]
    assert numbers(taper_days=42, taper_share=0)["best_day"] < 42


def test_twice_the_training_is_twice_the_effect():
    assert numbers(weekly_load=1000)["race_change"] == pytest.approx(2 * numbers()["race_change"])


def test_the_last_days_in_which_training_only_harms_are_those_of_the_model():
    assert numbers()["no_use_days"] == pytest.approx(15.596, abs=0.001)


def test_the_drag_fades_first():
    parts = {line.id: line for line in simulate("fitness", {"taper_share": 0}).panels[1].lines}
    at = {name: line.y[line.x == -7][0] / line.y[line.x == -14][0] for name, line in parts.items()}
    assert at["drag"] < at["lift"] < 1
