"""What the pictures of phosphocreatine, lactate and glycogen must show."""

from __future__ import annotations

from itertools import product
from math import isnan, log

import numpy as np
import pytest

from unweary.physiology.energy.glycogen import REFILLINGS
from unweary.physiology.energy.lactate import KINETICS_BENEKE2007
from unweary.physiology.energy.phosphocreatine import REFILLS
from unweary.service.simulations import simulate, words


def course(name, **knobs):
    return {line.id: line for line in simulate(name, knobs).panels[0].lines}


@pytest.mark.parametrize("name", ["pcr", "lactate", "glycogen"])
def test_every_extreme_and_every_choice_gives_finite_lines(name):
    every = [list(knob.choices) if knob.choices else [knob.least, knob.most] for knob in words(name).knobs]
    for values in product(*every):
        result = simulate(name, dict(zip((knob.name for knob in words(name).knobs), values, strict=True)))
        for panel in result.panels:
            for line in panel.lines:
                assert np.isfinite(line.y).all()
                assert (line.y >= 0).all()
                assert (np.diff(line.x) >= 0).all()
                assert len(line.x) <= 400
        assert all(number >= 0 or isnan(number) for number in result.numbers.values())


def test_the_choices_are_those_of_the_models():
    assert set(words("pcr").knobs[0].choices) == set(REFILLS)
    assert set(words("lactate").knobs[0].choices) == set(KINETICS_BENEKE2007)
    assert set(words("glycogen").knobs[-1].choices) == set(REFILLINGS)


def test_phosphocreatine_is_half_back_after_the_half_life_and_people_differ_around_the_mean():
    numbers, lines = simulate("pcr", {}).numbers, course("pcr")
    assert numbers["half_s"] == pytest.approx(36.2 * log(2))
    assert np.interp(numbers["half_s"], lines["mean"].x, lines["mean"].y) == pytest.approx(65, abs=0.05)
    assert np.interp(numbers["nearly_s"], lines["mean"].x, lines["mean"].y) == pytest.approx(95, abs=0.05)
    assert lines["mean"].y[0] == pytest.approx(30)
    assert (lines["quick"].y[1:] > lines["mean"].y[1:]).all()
    assert (lines["slow"].y[1:] < lines["mean"].y[1:]).all()
    assert simulate("pcr", {"left_pct": 95}).numbers["nearly_s"] == pytest.approx(0, abs=1e-9)


def test_a_quicker_muscle_is_full_sooner():
    nearly = [simulate("pcr", {"muscle": name}).numbers["nearly_s"] for name in ("calf_women", "leg_lean", "leg_heavy")]
    assert nearly == sorted(nearly)


def test_lactate_peaks_minutes_after_the_sprint_and_halves_in_half_an_hour():
    numbers, blood = simulate("lactate", {}).numbers, course("lactate")["blood"]
    assert numbers["peak_mmol_l"] == pytest.approx(blood.y.max(), abs=0.01)
    assert numbers["peak_min"] == pytest.approx(blood.x[blood.y.argmax()], abs=0.34)
    assert numbers["half_min"] == pytest.approx(28.3, abs=0.05)
    assert numbers["hour_mmol_l"] == pytest.approx(4.7, abs=0.05)


def test_who_uses_it_faster_and_who_sprints_shorter_has_less_after_an_hour():
    after = [simulate("lactate", {"person": name}).numbers["hour_mmol_l"] for name in ("quick", "mean", "slow")]
    assert after == sorted(after)
    short, long = (simulate("lactate", {"sprint": name}).numbers for name in ("sprint_10_s", "sprint_30_s"))
    assert all(short[key] < long[key] for key in ("peak_mmol_l", "peak_min", "half_min", "hour_mmol_l"))


def test_moving_on_takes_more_lactate_than_rest_most_at_the_threshold():
    moving = simulate("lactate", {}).panels[1].lines[0]
    assert moving.kind == "points"
    assert moving.x[moving.y.argmax()] == 100
    assert moving.x[moving.y.argmin()] == 0


def test_a_longer_harder_run_leaves_less_and_nothing_from_the_wall_on():
    left = [simulate("glycogen", {"distance_km": km}).numbers["left_pct"] for km in (0, 10, 20, 42)]
    assert left == sorted(left, reverse=True)
    assert left[0] == 100
    wall = simulate("glycogen", {"carbohydrate_pct": 100}).numbers["wall_km"]
    assert wall == pytest.approx(26.1, abs=0.05)
    assert simulate("glycogen", {"carbohydrate_pct": 100, "distance_km": 27}).numbers["left_pct"] == 0


def test_more_food_fills_the_legs_sooner_and_none_does_not():
    hours = [simulate("glycogen", {"grams_kg_day": grams}).numbers["nearly_h"] for grams in (12, 7, 5)]
    assert hours == sorted(hours)
    nothing = simulate("glycogen", {"grams_kg_day": 0, "distance_km": 30}).numbers
    assert isnan(nothing["nearly_h"])
    assert nothing["day_pct"] == pytest.approx(nothing["left_pct"])
    found = course("glycogen", distance_km=30)
    assert (found["plenty"].y >= found["eaten"].y - 1e-9).all()
