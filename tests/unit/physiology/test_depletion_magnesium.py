"""Magnesium: the daily rule beside its differential equation, nothing lost or made, both ways, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology.depletion import (
    BODY_AVIOLI1966,
    magnesium_course,
    magnesium_taken_up_mg_d,
    magnesium_urine_mg_d,
    settled_magnesium_mmol_l,
)
from unweary.vocab.errors import UserError

DIETS = st.lists(st.floats(0, 2000), min_size=1, max_size=40)


@pytest.mark.parametrize("seed", range(5))
def test_day_by_day_is_the_differential_equation(seed: int) -> None:
    """Euler's rule in steps of a thousandth of a day, in plain numbers."""
    rng = np.random.default_rng(seed)
    eaten, before = rng.choice([0, 60, 300, 900], 30).astype(float), float(rng.uniform(100, 600))
    body = BODY_AVIOLI1966
    serum = float(settled_magnesium_mmol_l(before))
    quick, slow = (serum / 0.85 * pool for pool in (body.exchangeable_mg, body.slow_mg))
    for today in eaten:
        taken_up = float(magnesium_taken_up_mg_d(today))
        for _ in range(1000):
            serum = 0.85 * quick / body.exchangeable_mg
            beyond = (serum * 24.305 * 0.68 - 14.0) / 0.6996
            urine = 170.8 * 0.6996 * math.log1p(math.exp(beyond))
            into_slow = math.log(2) / 1000 * (body.slow_mg * serum / 0.85 - slow)
            quick += (taken_up - urine - 29.0 * serum / 0.85 - into_slow) / 1000
            slow += into_slow / 1000
    course = magnesium_course(eaten, before)
    assert course.exchangeable_mg[-1] == pytest.approx(quick, rel=5e-4)
    assert course.slow_mg[-1] == pytest.approx(slow, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(DIETS, st.floats(0, 1500))
def test_nothing_is_lost_or_made_and_nothing_falls_below_none(eaten, before) -> None:
    course = magnesium_course(eaten, before)
    held = course.exchangeable_mg + course.slow_mg
    came = np.cumsum(course.taken_up_mg_d - course.urine_mg_d - course.elsewhere_mg_d)
    assert held[1:] - held[0] == pytest.approx(came, abs=1e-7)
    assert min(course.urine_mg_d.min(), course.exchangeable_mg.min(), course.slow_mg.min()) >= 0
    assert (course.taken_up_mg_d <= np.asarray(eaten)).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 3000))
def test_a_settled_body_loses_what_it_takes_up_and_stays(eaten) -> None:
    course = magnesium_course([eaten] * 30, eaten)
    lost = course.urine_mg_d + course.elsewhere_mg_d
    assert lost == pytest.approx(course.taken_up_mg_d, abs=1e-6)
    assert course.serum_mmol_l == pytest.approx(settled_magnesium_mmol_l(eaten), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(DIETS, st.floats(50, 900), st.floats(1, 300))
def test_eating_more_never_leaves_less(eaten, before, more) -> None:
    less, richer = (magnesium_course(np.asarray(eaten) + extra, before) for extra in (0.0, more))
    assert richer.exchangeable_mg[-1] > less.exchangeable_mg[-1]
    assert richer.slow_mg[-1] >= less.slow_mg[-1]


def test_of_more_a_smaller_share_is_taken_up_but_never_less_in_all() -> None:
    eaten = np.linspace(1, 5000, 500)
    taken_up = magnesium_taken_up_mg_d(eaten)
    assert (np.diff(taken_up) > 0).all()
    assert (np.diff(taken_up / eaten) <= 1e-12).all()
    assert (taken_up / eaten).max() == pytest.approx(0.65, abs=0.005)


def test_below_the_threshold_the_kidney_keeps_nearly_all_and_above_it_spills() -> None:
    urine = magnesium_urine_mg_d(np.linspace(0, 2, 201))
    assert urine[0] == 0
    assert (np.diff(urine) >= 0).all()
    assert (np.diff(urine, 2) > -1e-6).all(), "ever steeper"
    assert urine[60] < 1
    assert urine[95] > 3 * urine[85]


def test_what_was_run_down_fills_again_and_the_urine_waits_until_it_has() -> None:
    course = magnesium_course(np.repeat([0.0, 300.0], [90, 90]))
    blood, urine = course.serum_mmol_l, course.urine_mg_d
    assert (np.diff(blood[:91]) < 0).all()
    assert (np.diff(blood[90:]) > 0).all()
    assert blood[90] < 0.45
    assert urine[95] < 5, "first the pool is filled"
    assert urine[-1] > 80
    assert blood[-1] == pytest.approx(0.85, abs=0.01)
    assert course.slow_mg[90] < course.slow_mg[0]
    assert course.slow_mg[-1] < course.slow_mg[0], "what bone gave is not back for years"


def test_while_blood_halves_the_body_has_lost_a_tenth_at_most() -> None:
    course = magnesium_course([0.0] * 90)
    held = course.exchangeable_mg + course.slow_mg
    assert course.serum_mmol_l[-1] < 0.5 * course.serum_mmol_l[0]
    assert 0.9 < held[-1] / held[0] < 0.95


def test_many_people_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    eaten, before = rng.uniform(0, 900, (3, 4, 20)), rng.uniform(100, 600, (3, 4))
    together = magnesium_course(eaten, before)
    assert together.serum_mmol_l.shape == (3, 4, 21)
    assert together.urine_mg_d.shape == (3, 4, 20)
    for place in np.ndindex(3, 4):
        alone = magnesium_course(eaten[place], before[place])
        assert (alone.exchangeable_mg == together.exchangeable_mg[place]).all()
        assert (alone.urine_mg_d == together.urine_mg_d[place]).all()


def test_ten_years_are_answered_and_nobody_asked_gives_nothing() -> None:
    years = magnesium_course([350.0] * 3660)
    assert np.isfinite(years.serum_mmol_l).all()
    assert years.serum_mmol_l[-1] == pytest.approx(float(settled_magnesium_mmol_l(350.0)), abs=1e-3)
    assert magnesium_course(np.empty((0, 5))).serum_mmol_l.shape == (0, 6)
    assert settled_magnesium_mmol_l([]).size == 0
    assert float(settled_magnesium_mmol_l(0.0)) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: magnesium_course([100.0, -1.0]), "eaten_mg_d[1] is -1.0"),
        (lambda: magnesium_course([math.nan]), "eaten_mg_d[0] is nan"),
        (lambda: magnesium_course([]), "eaten_mg_d has 0 days"),
        (lambda: magnesium_course([1.0] * 4000), "eaten_mg_d has 4000 days"),
        (lambda: magnesium_course(["much"]), "eaten_mg_d is not made of numbers"),
        (lambda: magnesium_course([100.0], -3), "before_mg_d is -3.0"),
        (lambda: magnesium_taken_up_mg_d(9e9), "eaten_mg_d is 9000000000.0"),
        (lambda: magnesium_urine_mg_d(-0.1), "serum_mmol_l is -0.1"),
        (lambda: settled_magnesium_mmol_l([300, math.inf]), "eaten_mg_d[1] is inf"),
    ],
)
def test_what_cannot_be_is_named(call, says) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == "impossible_value"
    assert says in caught.value.message
    assert caught.value.accepted


def test_rows_that_do_not_match_are_named() -> None:
    with pytest.raises(UserError) as caught:
        magnesium_course(np.ones((3, 4)), [1.0, 2.0])
    assert caught.value.code == "shapes_differ"
