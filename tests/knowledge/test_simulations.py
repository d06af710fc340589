"""What is said about the simulations fits what they calculate: nothing without words, no words without a number."""

from __future__ import annotations

from math import isinf
from pathlib import Path

import numpy as np
import pytest

import unweary.service.simulations as registry
from unweary import knowledge
from unweary.vocab.simulation import SimulationWords

EVERY = registry.simulations()
KINDS = {"main", "second", "third", "reference", "points"}


def test_there_are_words_for_each_that_runs_and_a_run_for_each_that_has_words() -> None:
    modules = {file.stem for file in Path(registry.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == {told.id for told in EVERY}
    assert {"motor_units", "muscle"} <= modules


@pytest.mark.parametrize("told", EVERY, ids=lambda told: told.id)
def test_every_number_panel_and_line_has_words_and_the_other_way_round(told: SimulationWords) -> None:
    result = registry.simulate(told.id, {})
    assert set(result.numbers) == set(told.numbers)
    assert [panel.id for panel in result.panels] == list(told.panels)
    for panel in result.panels:
        assert sorted(line.id for line in panel.lines) == sorted(told.panels[panel.id].lines)


@pytest.mark.parametrize("told", EVERY, ids=lambda told: told.id)
def test_the_first_picture_is_there_and_can_be_drawn(told: SimulationWords) -> None:
    result = registry.simulate(told.id, {})
    assert not any(isinf(number) for number in result.numbers.values())
    for panel in result.panels:
        for line in panel.lines:
            assert line.kind in KINDS
            assert line.x.shape == line.y.shape
            assert line.x.ndim == 1
            assert np.isfinite(line.x).all(), f"{panel.id}: {line.id}"
            assert np.isfinite(line.y).any(), f"{panel.id}: {line.id}"
            assert not np.isinf(line.y).any(), f"{panel.id}: {line.id}"
            assert len(line.x) <= 800


@pytest.mark.parametrize("told", EVERY, ids=lambda told: told.id)
def test_it_says_enough_and_not_too_much(told: SimulationWords) -> None:
    sources = knowledge.load().sources
    assert [name for name in told.sources if name not in sources] == []
    assert 1 <= len(told.knobs) <= 7
    assert 1 <= len(told.panels) <= 3
    assert 1 <= len(told.numbers) <= 5
    assert len(told.title) <= 48
    for text in (told.summary, told.shows, told.stops):
        assert text.endswith(".")
    for name in (*told.knobs, *told.numbers.values()):
        assert name.label
    for panel in told.panels.values():
        assert panel.x_label
        assert panel.y_label
    for number in told.numbers.values():
        assert 0 <= number.digits <= 4


@pytest.mark.parametrize("told", EVERY, ids=lambda told: told.id)
def test_each_end_of_each_knob_gives_an_answer(told: SimulationWords) -> None:
    for knob in told.knobs:
        for value in knob.choices or (knob.least, knob.most):
            result = registry.simulate(told.id, {knob.name: value})
            assert not any(isinf(number) for number in result.numbers.values()), f"{knob.name} = {value}"
            for panel in result.panels:
                for line in panel.lines:
                    assert np.isfinite(line.x).all(), f"{knob.name} = {value}: {panel.id}: {line.id}"
                    assert not np.isinf(line.y).any(), f"{knob.name} = {value}: {panel.id}: {line.id}"
