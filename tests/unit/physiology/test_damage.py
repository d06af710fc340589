"""The damage model: the closed form against the stepped equations, what must hold for any bouts, and bad input."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology import damage
from unweary.physiology.damage import CONSTANTS, Constants, Muscles, after_bout, after_rest, exposure_of, rested
from unweary.vocab.errors import UserError

BOUTS = st.lists(st.tuples(st.floats(0, 5), st.floats(0, 2000)), min_size=1, max_size=12)


def slope(state: np.ndarray, constants: Constants) -> np.ndarray:
    lost, first, second, forming, protection = state
    return np.array(
        [
            -lost / (constants.healing_h * (1 + constants.healing_slows * lost)),
            -first / constants.inflammation_h,
            (first - second) / constants.inflammation_h,
            -forming / constants.forming_h,
            forming / constants.forming_h - protection / constants.waning_h,
        ]
    )


def stepped(muscles: Muscles, rest_h: np.ndarray, constants: Constants, steps: int = 400) -> Muscles:
    """The slow reference: the differential equations, stepped forward by Runge and Kutta's fourth order."""
    state, step = np.array([getattr(muscles, field.name) for field in fields(Muscles)]), rest_h / steps
    for _ in range(steps):
        one = slope(state, constants)
        two = slope(state + step / 2 * one, constants)
        three = slope(state + step / 2 * two, constants)
        four = slope(state + step * three, constants)
        state = state + step / 6 * (one + 2 * two + 2 * three + four)
    return Muscles(*state)


@pytest.mark.parametrize("seed", range(4))
def test_the_closed_form_is_the_stepped_equations_on_random_cases(seed: int) -> None:
    rng = np.random.default_rng(seed)
    constants = Constants(
        severity=rng.uniform(0.2, 2),
        healing_h=rng.uniform(20, 100),
        healing_slows=rng.uniform(0.5, 8),
        inflammation_h=rng.uniform(10, 60),
        forming_h=rng.uniform(10, 80),
        waning_h=rng.uniform(200, 5000),
    )
    fast = slow = rested((200,))
    for _ in range(4):
        exposure = np.where(rng.random(200) < 0.3, 0.0, rng.exponential(1, 200))
        rest_h = rng.uniform(0, 300, 200)
        fast = after_rest(after_bout(fast, exposure, constants), rest_h, constants)
        slow = stepped(after_bout(slow, exposure, constants), rest_h, constants)
    for field in fields(Muscles):
        assert getattr(fast, field.name) == pytest.approx(getattr(slow, field.name), rel=1e-6, abs=1e-9), field.name


def test_newtons_root_is_that_of_a_plain_search() -> None:
    rng = np.random.default_rng(7)
    start, rest_h = rng.uniform(1e-6, 1, 2000), rng.uniform(0, 5000, 2000)
    target = np.log(start) + CONSTANTS.healing_slows * start - rest_h / CONSTANTS.healing_h
    low, high = np.full(2000, -200.0), np.log(start)
    for _ in range(200):
        middle = (low + high) / 2
        above = middle + CONSTANTS.healing_slows * np.exp(middle) > target
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    found = after_rest(replace_damage(start), rest_h).damage
    assert found == pytest.approx(np.exp(high), rel=1e-12)


def replace_damage(lost: np.ndarray) -> Muscles:
    return replace(rested(lost.shape), damage=lost)


@settings(max_examples=80, deadline=None)
@given(BOUTS)
def test_shares_stay_shares_whatever_was_done(bouts) -> None:
    muscles = rested()
    for exposure, rest_h in bouts:
        hit = after_bout(muscles, exposure)
        assert hit.damage >= muscles.damage
        muscles = after_rest(hit, rest_h)
        for state in (hit, muscles):
            assert 0 <= state.damage <= 1
            assert 0 <= state.protection + state.forming <= 1 + 1e-12
            assert 0 <= state.strength_share <= 1
            assert 0 <= damage.soreness_0_10(state, 0.5) <= 10


@settings(max_examples=60, deadline=None)
@given(BOUTS, st.floats(0, 1000), st.floats(0, 1))
def test_one_rest_or_the_same_rest_in_two_pieces_is_all_one(bouts, rest_h, cut) -> None:
    muscles = rested()
    for exposure, pause_h in bouts:
        muscles = after_rest(after_bout(muscles, exposure), pause_h)
    whole, pieces = after_rest(muscles, rest_h), after_rest(after_rest(muscles, rest_h * cut), rest_h * (1 - cut))
    for field in fields(Muscles):
        assert getattr(pieces, field.name) == pytest.approx(getattr(whole, field.name), abs=1e-12), field.name


def test_many_bouts_in_one_day_protect_by_no_more_than_all() -> None:
    muscles = rested()
    for _ in range(30):
        muscles = after_rest(after_bout(muscles, 2.0), 0.5)
    later = after_rest(muscles, 14 * 24)
    assert 0 < later.protection <= 1
    assert after_bout(later, 1.0).damage > later.damage, "a bout never heals"


def test_the_harder_the_bout_the_more_is_lost_the_sorer_and_the_better_protected() -> None:
    muscles = after_bout(rested((50,)), np.linspace(0, 3, 50))
    day = after_rest(muscles, 24.0)
    for values in (muscles.damage, damage.soreness_0_10(day), day.protection):
        assert (np.diff(values) > 0).all()
    assert day.damage[0] == day.protection[0] == 0, "no bout, nothing"


def test_people_and_groups_and_times_at_once_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    exposure, hours = rng.exponential(0.5, (4, 12)), np.array([0.0, 24, 72, 400])
    together = after_rest(after_bout(rested((4, 12)), exposure), hours[:, None, None])
    assert together.damage.shape == (4, 4, 12)
    for time, person, group in np.ndindex(4, 4, 12):
        alone = after_rest(after_bout(rested(), exposure[person, group]), hours[time])
        assert together.damage[time, person, group] == pytest.approx(alone.damage, rel=1e-13)
        assert together.protection[time, person, group] == pytest.approx(alone.protection, rel=1e-13)


def test_a_hundred_thousand_muscles_and_ten_years_are_answered() -> None:
    muscles = after_bout(rested((100_000,)), np.linspace(0, damage.MOST_EXPOSURE, 100_000))
    end = after_rest(muscles, damage.LONGEST_H)
    assert (end.damage < 1e-300).all()
    assert (end.protection < 1e-8).all()
    assert after_rest(rested((0, 3)), 5.0).damage.shape == (0, 3)


def test_no_time_changes_nothing_and_no_bout_changes_nothing() -> None:
    muscles = after_rest(after_bout(rested(), 0.7), 30.0)
    for same in (after_rest(muscles, 0.0), after_bout(muscles, 0.0)):
        for field in fields(Muscles):
            assert getattr(same, field.name) == pytest.approx(getattr(muscles, field.name), rel=1e-14)


def test_the_soreness_that_was_there_before_is_added_and_ten_is_the_most() -> None:
    worst = after_rest(after_bout(rested(), 1000.0), CONSTANTS.inflammation_h)
    assert damage.soreness_0_10(worst) == pytest.approx(10, abs=1e-9)
    assert damage.soreness_0_10(worst, 3.0) == 10
    assert damage.soreness_0_10(rested((2,)), [1.0, 2.0]).tolist() == [1, 2]


def test_the_exposure_of_a_loss_gives_that_loss() -> None:
    losses = np.linspace(0, 0.999, 50)
    assert after_bout(rested((50,)), exposure_of(losses)).damage == pytest.approx(losses, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: after_bout(rested((2,)), [0.1, -0.1]), r"exposure\[1\] is -0.1"),
        (lambda: after_bout(rested(), math.nan), "exposure is nan"),
        (lambda: after_bout(rested(), 1e9), "exposure is 1000000000.0"),
        (lambda: after_bout(rested(), "hard"), "exposure is not made of numbers"),
        (lambda: after_rest(rested(), -1.0), "rest_h is -1.0"),
        (lambda: after_rest(rested(), math.inf), "rest_h is inf"),
        (lambda: exposure_of(1.0), "loss_share is 1.0"),
        (lambda: exposure_of([0.2, 1.2]), r"loss_share\[1\] is 1.2"),
        (lambda: damage.soreness_0_10(rested(), 11.0), "before is 11.0"),
        (lambda: Constants(healing_h=0.0), "healing_h is 0.0"),
        (lambda: Constants(severity=math.nan), "severity is nan"),
        (lambda: Constants(protects=1.5), "protects is 1.5"),
        (lambda: Constants(forming_h=36.0, waning_h=36.0), "the same"),
    ],
)
def test_what_cannot_be_is_named(call, said) -> None:
    with pytest.raises(UserError, match=said) as told:
        call()
    assert told.value.code == "impossible_value"


@pytest.mark.parametrize(
    "call", [lambda: after_bout(rested((2,)), [1, 2, 3]), lambda: after_rest(rested((2,)), [1, 2, 3])]
)
def test_shapes_that_do_not_fit_are_told(call) -> None:
    with pytest.raises(UserError, match="the muscles are") as told:
        call()
    assert told.value.code == "shapes_differ"


def test_every_published_session_names_its_source() -> None:
    assert all("Abstract" in session.source for session in damage.SESSIONS.values())
    assert set(damage.SESSIONS) == {"upper_arm", "front_thigh", "calf"}
