"""Iron and water: the daily rule beside its differential equation, what must hold for anybody, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology.depletion import (
    TAKEN_UP_FAIRWEATHERTAIT2017,
    iron_course,
    kept_iron_mg,
    mass_change_pct,
    sweat_l,
    taken_up_share,
)
from unweary.vocab.errors import UserError

GROUPS = st.sampled_from(sorted(TAKEN_UP_FAIRWEATHERTAIT2017))


@pytest.mark.parametrize("seed", range(6))
def test_day_by_day_is_the_differential_equation(seed: int) -> None:
    """Steps of a hundredth of a day; iron changes so slowly that whole days are as good."""
    rng = np.random.default_rng(seed)
    who = sorted(TAKEN_UP_FAIRWEATHERTAIT2017)[seed % 3]
    ferritin, eaten, lost, extra = rng.uniform(2, 200), rng.uniform(4, 25), rng.uniform(0.5, 5), rng.uniform(0, 3)
    iron = ferritin * 8
    for _ in range(200 * 100):
        iron += (eaten * float(taken_up_share(max(iron, 0) / 8, who)) + extra - lost) / 100
    course = iron_course(ferritin, 200, who, eaten, lost, extra)
    assert course.iron_mg[-1] == pytest.approx(iron, abs=2.0)


@settings(max_examples=40, deadline=None)
@given(GROUPS, st.floats(0, 300), st.floats(0, 30), st.floats(0, 6), st.floats(0.1, 3))
def test_eating_more_losing_less_and_taking_up_more_never_leave_less_iron(who, ferritin, eaten, lost, more) -> None:
    def end(*given: float) -> float:
        return float(iron_course(ferritin, 120, who, *given).iron_mg[-1])

    base = end(eaten, lost)
    assert end(eaten + more, lost) > base
    assert end(eaten, lost + more) < base
    assert base < end(eaten, lost, more) <= base + 120 * more + 1e-9


def test_the_gut_takes_more_the_emptier_the_store() -> None:
    for who in TAKEN_UP_FAIRWEATHERTAIT2017:
        shares = taken_up_share(np.linspace(15, 400, 100), who)
        assert (np.diff(shares) < 0).all()
        assert taken_up_share(0, who) == taken_up_share(15, who), "below 15 nothing was published"
        assert 0 < taken_up_share(10_000, who) < 0.07


def test_an_empty_store_is_a_ferritin_of_none_and_from_then_on_the_blood_lacks_iron() -> None:
    course = iron_course(10, 365, "women_with_periods", 5.0, 3.0)
    empty = course.iron_mg <= 0
    assert empty.any()
    assert not empty[0]
    assert (course.ferritin_ug_l[empty] == 0).all()
    assert (course.missing_mg[~empty] == 0).all()
    assert course.missing_mg[-1] == -course.iron_mg[-1] > 0


def test_what_is_given_away_is_gone_from_the_first_day_on() -> None:
    with_gift = iron_course(60, 30, "men", 12.0, 1.1, given_away_mg=250)
    assert with_gift.iron_mg[0] == 480
    assert with_gift.iron_mg[1] == pytest.approx(230 + 12 * 0.116 - 1.1, abs=2.0)


def test_many_people_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(3)
    ferritin, eaten, lost = rng.uniform(5, 150, (3, 4)), rng.uniform(5, 20, (3, 4)), rng.uniform(0.5, 3, (3, 4))
    together = iron_course(ferritin, 50, "women_after", eaten, lost)
    assert together.iron_mg.shape == (3, 4, 51)
    for place in np.ndindex(3, 4):
        alone = iron_course(ferritin[place], 50, "women_after", eaten[place], lost[place])
        assert (alone.iron_mg == together.iron_mg[place]).all()


def test_sweat_is_the_balance_of_the_scales_and_what_cannot_be_sweat_is_no_value() -> None:
    assert sweat_l(72.4, 70.9, 0.75, 0.2) == pytest.approx(2.05)
    assert sweat_l(70.0, 70.0) == 0
    assert math.isnan(sweat_l(70.0, 71.0)), "heavier without a drink: something else happened"
    assert sweat_l(70.0, 71.0, 1.0) == 0
    assert sweat_l([70, 80], [69, 79], [0, 1]).tolist() == [1.0, 2.0]


@settings(max_examples=50, deadline=None)
@given(
    st.floats(30, 200), st.lists(st.tuples(st.floats(0, 5), st.floats(0, 3), st.floats(0, 3)), min_size=1, max_size=6)
)
def test_body_water_is_the_plain_sum(mass, row) -> None:
    hours, sweat, kept = (list(column) for column in zip(*row, strict=True))
    litres = [sum(h * (k - s) for h, s, k in row[: n + 1]) for n in range(len(row))]
    assert mass_change_pct(mass, hours, sweat, kept) == pytest.approx([100 * each / mass for each in litres], abs=1e-9)


def test_a_lighter_body_loses_a_larger_share_by_the_same_sweat() -> None:
    light, heavy = mass_change_pct([50.0, 100.0], [2.0], 1.5, 0.0)[..., 0]
    assert light == 2 * heavy == -6.0


def test_nothing_asked_gives_nothing() -> None:
    assert mass_change_pct(70.0, [], 1.0, 0.0).size == 0
    assert taken_up_share([], "men").size == 0
    assert iron_course([], 3, "men", 10, 1).iron_mg.shape == (0, 4)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: taken_up_share([20, -1], "men"), "ferritin_ug_l[1] is -1.0"),
        (lambda: taken_up_share("low", "men"), "ferritin_ug_l is not made of numbers"),
        (lambda: iron_course(math.nan, 30, "men", 10, 1), "ferritin_ug_l is nan"),
        (lambda: iron_course(1e9, 30, "men", 10, 1), "ferritin_ug_l is 1000000000.0"),
        (lambda: iron_course(40, 0, "men", 10, 1), "days is 0"),
        (lambda: iron_course(40, 10**7, "men", 10, 1), "days is 10000000"),
        (lambda: iron_course(40, 1.5, "men", 10, 1), "days is 1.5"),
        (lambda: iron_course(40, 30, "men", -1, 1), "eaten_mg_d is -1.0"),
        (lambda: iron_course(40, 30, "men", 10, math.inf), "lost_mg_d is inf"),
        (lambda: iron_course(40, 30, "men", 10, 1, extra_mg_d=-2), "extra_mg_d is -2.0"),
        (lambda: iron_course(40, 30, "men", 10, 1, given_away_mg=1e9), "given_away_mg is 1000000000.0"),
        (lambda: kept_iron_mg(math.nan, 0, 5), "ferritin_rise_ug_l is nan"),
        (lambda: kept_iron_mg(1, 99, 5), "haemoglobin_rise_g_dl is 99.0"),
        (lambda: kept_iron_mg(1, 1, -5), "blood_l is -5.0"),
        (lambda: sweat_l(0, 70), "before_kg is 0.0"),
        (lambda: sweat_l(70, [69, math.nan]), "after_kg[1] is nan"),
        (lambda: sweat_l(70, 69, drunk_l=-1), "drunk_l is -1.0"),
        (lambda: mass_change_pct(70, [1, -1], 1, 0), "hours[1] is -1.0"),
        (lambda: mass_change_pct(70, [1], 99, 0), "sweat_l_h is 99.0"),
        (lambda: mass_change_pct(math.nan, [1], 1, 0), "mass_kg is nan"),
    ],
)
def test_what_cannot_be_is_named(call, says) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == "impossible_value"
    assert says in caught.value.message
    assert caught.value.accepted


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: taken_up_share(20, "children"), "unknown_group"),
        (lambda: iron_course(20, 30, "children", 10, 1), "unknown_group"),
        (lambda: iron_course([20, 30], 30, "men", [1, 2, 3], 1), "shapes_differ"),
        (lambda: sweat_l([70, 71], [69, 70, 71]), "shapes_differ"),
        (lambda: mass_change_pct([70, 80], [1, 2, 3], [1, 2], 0), "shapes_differ"),
        (lambda: mass_change_pct([70, 80], np.ones((3, 4)), 1, 0), "shapes_differ"),
    ],
)
def test_a_wrong_request_says_which(call, code) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.accepted
