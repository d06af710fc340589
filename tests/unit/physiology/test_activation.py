"""Voluntary activation and the split of a loss: edges, bad input, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unweary.physiology import activation
from unweary.physiology.activation import (
    RECOVERY,
    Recovery,
    activation_over_cortex,
    force_share_expected,
    remaining_share,
    split_of_loss,
    voluntary_activation_pct,
)
from unweary.vocab.errors import UserError

SHARES = st.floats(0.01, 0.99)


@given(st.floats(0.001, 1e6), st.floats(0, 1), st.floats(1e-9, 1e9))
def test_activation_does_not_depend_on_the_unit_of_force(rest, left, unit) -> None:
    plain = voluntary_activation_pct(rest * left, rest)
    assert voluntary_activation_pct(rest * left * unit, rest * unit) == pytest.approx(plain, abs=1e-9)
    assert 0 <= plain <= 100


def test_what_was_not_measured_stays_unknown_and_a_larger_added_twitch_is_kept_below_zero() -> None:
    told = voluntary_activation_pct([np.nan, 1.0, 11.0], [10.0, np.nan, 10.0])
    assert np.isnan(told[:2]).all()
    assert told[2] == pytest.approx(-10)
    assert voluntary_activation_pct(1e308, 1e-308) == -math.inf


@pytest.mark.parametrize(
    ("superimposed", "resting", "said"),
    [
        ([1.0, -0.1], 10.0, r"superimposed\[1\] is -0.1"),
        ([[1.0], [math.inf]], 10.0, r"superimposed\[1, 0\] is inf"),
        (1.0, 0.0, "resting is 0.0"),
        (1.0, [5.0, 0.0], r"resting\[1\] is 0.0"),
        ("weak", 1.0, "superimposed is not made of numbers"),
    ],
)
def test_impossible_twitches_are_named(superimposed, resting, said) -> None:
    with pytest.raises(UserError, match=said) as told:
        voluntary_activation_pct(superimposed, resting)
    assert told.value.code == "impossible_value"


def test_nothing_measured_gives_nothing_and_shapes_that_do_not_fit_are_told() -> None:
    assert voluntary_activation_pct([], 1.0).shape == (0,)
    with pytest.raises(UserError, match=r"are \(2,\) and \(3,\)"):
        voluntary_activation_pct([1.0, 2.0], [1.0, 2.0, 3.0])
    with pytest.raises(UserError, match=r"are \(2,\) and \(3,\)"):
        force_share_expected([1.0, 1.0], [1.0, 1.0, 1.0])
    with pytest.raises(UserError, match=r"are \(1, 3\) and \(1, 3\)"):
        activation_over_cortex([[1.0, 2.0, 3.0]], [[1.0, 2.0, 3.0]], 0.8)


@given(
    st.lists(st.tuples(st.floats(0.5, 1), st.floats(0.01, 1)), min_size=3, max_size=9),
    st.floats(1e-3, 1e3),
    st.floats(1e-3, 1e3),
)
def test_the_line_is_that_of_least_squares_in_any_units(points, force_unit, twitch_unit) -> None:
    force, twitch = np.array([(1.0, 0.1), *points]).T
    told = activation_over_cortex(force * force_unit, twitch * twitch_unit, least_r2=0)
    if np.ptp(force) < 1e-3 or np.ptp(twitch) < 1e-3:
        return
    slope, at_rest = np.polyfit(force, twitch, 1)
    assert told.resting_twitch == pytest.approx(at_rest * twitch_unit, rel=1e-6, abs=1e-9)
    assert told.r2 == pytest.approx(np.corrcoef(force, twitch)[0, 1] ** 2, abs=1e-9)
    if slope < -1e-9:
        assert told.activation_pct == pytest.approx(100 * (1 - 0.1 / at_rest), rel=1e-6, abs=1e-6)


def test_contractions_below_half_of_the_strongest_do_not_bend_the_line() -> None:
    straight = activation_over_cortex([50, 75, 100], [10, 6, 2], 0.8)
    with_light = activation_over_cortex([5, 50, 20, 75, 49, 100], [3, 10, 1, 6, 40, 2], 0.8)
    assert with_light == straight
    assert with_light.contractions == 3


def test_a_contraction_with_a_gap_is_left_out() -> None:
    gaps = activation_over_cortex([50, 75, 90, 100, np.nan], [10, 6, np.nan, 2, 1], 0.8)
    assert gaps == activation_over_cortex([50, 75, 100], [10, 6, 2], 0.8)


@pytest.mark.parametrize(
    ("force", "twitch", "note"),
    [
        ([], [], "few"),
        ([0, 0, 0], [1, 2, 3], "few"),
        ([math.nan] * 3, [1, 2, 3], "few"),
        ([0.6, 1.0], [0.4, 0.1], "few"),
        ([0.2, 0.4, 1.0], [0.8, 0.6, 0.1], "few"),
        ([1.0, 1.0, 1.0], [0.3, 0.2, 0.1], "few"),
        ([0.5, 0.75, 1.0], [0.2, 0.2, 0.2], "constant"),
        ([0.5, 0.75, 1.0], [0.0, 0.0, 0.0], "constant"),
        ([0.5, 0.75, 1.0], [0.1, 0.2, 0.3], "not_falling"),
        ([0.5, 0.75, 1.0], [0.3, 0.9, 0.1], "not_straight"),
        ([0.5, 0.6, 0.8, 1.0], [0.5, 0.4, 0.2, math.nan], "no_strongest"),
    ],
)
def test_where_there_is_no_line_there_is_no_activation_but_a_reason(force, twitch, note) -> None:
    told = activation_over_cortex(force, twitch, least_r2=0.8)
    assert math.isnan(told.activation_pct)
    assert told.note == note
    assert math.isnan(told.r2) == (note in ("few", "constant"))


def test_the_limit_of_straightness_is_the_callers() -> None:
    bent = [0.5, 0.75, 1.0], [0.5, 0.1, 0.1]
    assert activation_over_cortex(*bent, least_r2=0.7).note == ""
    assert activation_over_cortex(*bent, least_r2=0.8).note == "not_straight"
    assert activation_over_cortex(*bent, least_r2=0.8).r2 == pytest.approx(0.75)
    for limit in (-0.1, 1.1, math.nan):
        with pytest.raises(UserError, match="least_r2 is"):
            activation_over_cortex(*bent, least_r2=limit)


def test_impossible_contractions_are_named() -> None:
    with pytest.raises(UserError, match=r"force\[2\] is -1.0"):
        activation_over_cortex([0.5, 0.7, -1.0], [0.5, 0.3, 0.1], 0.8)
    with pytest.raises(UserError, match=r"superimposed\[0\] is inf"):
        activation_over_cortex([0.5, 0.7, 1.0], [math.inf, 0.3, 0.1], 0.8)


@given(SHARES, SHARES)
def test_the_two_parts_make_up_the_whole_and_do_not_depend_on_which_comes_first(activation_share, capacity) -> None:
    split = split_of_loss(activation_share * capacity, activation_share)
    turned = split_of_loss(activation_share * capacity, capacity)
    assert split.central + split.peripheral == pytest.approx(1)
    assert split.central == pytest.approx(turned.peripheral, abs=1e-9)
    assert 0 < split.central < 1


def test_the_ends_of_the_split() -> None:
    assert split_of_loss(0.8, 1.0) == activation.Split(0.0, 1.0)
    assert split_of_loss(0.8, 0.8) == activation.Split(1.0, 0.0)
    assert split_of_loss(0.9, 0.8).peripheral < 0, "the muscle gained while the will fell"
    assert split_of_loss(0.8, 1.1).central < 0, "the will gained while the muscle fell"
    for force, will in ((1.0, 0.9), (1.2, 0.9), (math.nan, 0.9), (0.9, math.nan)):
        assert math.isnan(split_of_loss(force, will).central), "no loss, or not known"
    for force, will, said in (
        (0.0, 0.9, "force_share is 0"),
        (0.9, -1.0, "activation_share is -1"),
        (math.inf, 1, "inf"),
    ):
        with pytest.raises(UserError, match=said):
            split_of_loss(force, will)


def test_expected_force_of_many_at_once_and_bad_exponents() -> None:
    assert force_share_expected([1.0, 0.5, np.nan], [[1.0], [0.25]], 0.5).shape == (2, 3)
    assert force_share_expected(0.8, 0.25, 0.5) == pytest.approx(0.4)
    assert force_share_expected(0.8, 0.0) == 0
    for exponent in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(UserError, match="exponent is"):
            force_share_expected(0.8, 0.8, exponent)


@pytest.mark.parametrize("kind", list(RECOVERY))
def test_a_loss_only_ever_shrinks_from_whole_to_none(kind) -> None:
    after_s = np.concatenate([[0.0], np.logspace(0, 9, 400)])
    left = remaining_share(after_s, RECOVERY[kind])
    assert left[0] == 1
    assert (np.diff(left) <= 0).all()
    assert left[-1] == 0
    assert "own proposal (grade D)" in RECOVERY[kind].source


def test_bad_times_and_speeds_are_refused_and_a_gap_stays_a_gap() -> None:
    speed = RECOVERY["central", "brief"]
    assert np.isnan(remaining_share(np.nan, speed))
    with pytest.raises(UserError, match="after_s is -1"):
        remaining_share(-1.0, speed)
    for wrong in ((1.1, 40.0, 1.0), (0.5, 0.0, 1.0), (0.5, 1.0, math.inf), (math.nan, 1.0, 1.0)):
        with pytest.raises(UserError, match=" is "):
            Recovery(*wrong, source="")


def test_a_million_twitches_are_quick() -> None:
    told = voluntary_activation_pct(np.linspace(0, 1, 1_000_000), 1.0)
    assert told[[0, -1]].tolist() == [100, 0]
