"""The odds of any emergency, against the signed sum over subsets (a formula that shares nothing with the engine)."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from odds import emergency_odds
from people import people
from world import Rates, World


def signed_sum(world: World, answers: dict[str, bool], prior: np.ndarray) -> float:
    """P(answers) by inclusion and exclusion; exact for a few present findings that have no parts."""
    rates = world.rates
    absent = [world.at[name] for name, there in answers.items() if not there]
    present = [world.at[name] for name, there in answers.items() if there]
    total = 0.0
    for size in range(len(present) + 1):
        for some in combinations(present, size):
            silent = [*absent, *some]
            spared = np.exp(rates.silence[:, silent].sum(axis=1))
            total += (-1) ** size * np.prod(1 - rates.leak[silent]) * np.prod(1 - prior + prior * spared)
    return float(total)


@pytest.mark.parametrize(
    "answers",
    [
        {"chest_pain_now": True, "cold_sweat": True, "numb_feet": False},
        {"dark_urine": True, "severe_muscle_pain": True, "confusion": False, "haemoptysis": False},
        {"confusion": True, "rigors": True, "onset_12_72h": True},
    ],
)
def test_the_odds_equal_the_signed_sum(world: World, answers: dict[str, bool]) -> None:
    plain = {name: there for name, there in answers.items() if name not in world.parts}
    assert len(plain) >= 2
    prior = world.rates.prior
    emergency = world.tiers == "emergency"
    every = signed_sum(world, plain, prior)
    none = signed_sum(world, plain, np.where(emergency, 0.0, prior)) * np.prod(1 - prior[emergency])
    expected = np.log((every - none) / none)
    assert emergency_odds(world, plain, prior).log_odds == pytest.approx(expected, abs=1e-6)


def test_a_present_part_leaves_nothing_for_the_whole_to_say(world: World) -> None:
    prior = world.rates.prior
    part = {"calf_swell_one": True}
    assert emergency_odds(world, {**part, "leg_swell_any": True}, prior) == emergency_odds(world, part, prior)


def test_the_odds_are_borne_out_among_sampled_people(world: World) -> None:
    """With emergencies made common, the mean stated chance is the share of people who have one."""
    rates = world.rates
    prior = np.where(world.tiers == "emergency", rates.prior * 60, rates.prior)
    drawn = people(world, 250, seed=5, rates=Rates(prior, rates.leak, rates.silence))
    answers, kinds = drawn.answers(), world.knowledge.findings
    screened = [f for screen in world.knowledge.screens for f in screen.findings if kinds[f].kind != "number"]
    chance = np.empty(drawn.count)
    for row in range(drawn.count):
        told = {name: bool(answers[name][row] == 1) for name in screened if answers[name][row] >= 0}
        chance[row] = 1 / (1 + np.exp(-emergency_odds(world, told, drawn.prior[row]).log_odds))
    spread = np.sqrt(np.sum(chance * (1 - chance)))
    assert 40 < drawn.has("emergency").sum() < 150
    assert abs(chance.sum() - drawn.has("emergency").sum()) < 3 * spread
