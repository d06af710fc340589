"""The calf pump and the swelling: exact forms beside stepped equations, what must hold for any leg, and bad input."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology.venous import (
    ANKLE_MMHG,
    CALVES,
    STANDING_MMHG,
    SWELLING,
    Calf,
    evening_swelling_ml,
    refill_ml,
    squeezed,
    swell_ml,
    tiptoes,
)
from unweary.vocab.errors import UserError

LEGS = st.builds(
    Calf,
    volume_ml=st.floats(50, 400),
    inflow_ml_s=st.floats(0.1, 5),
    reflux_ml_s_mmhg=st.one_of(st.just(0.0), st.floats(0.001, 0.5)),
    ejected_share=st.floats(0.05, 0.95),
    dead_share=st.floats(0.0, 0.9),
    source=st.just("drawn"),
)


def stepped_refill(calf: Calf, start_ml: float, seconds: float, column: float, steps: int = 20_000) -> float:
    """``dV = q + G (P - V / C)`` in small steps, never above full."""
    volume, step_s, capacity = start_ml, seconds / steps, calf.volume_ml / column
    for _ in range(steps):
        volume += step_s * (calf.inflow_ml_s + calf.reflux_ml_s_mmhg * (column - volume / capacity))
        volume = min(volume, calf.volume_ml)
    return volume


@pytest.mark.parametrize("seed", range(6))
def test_the_refill_is_the_differential_equation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    reflux = 0.0 if seed == 0 else rng.uniform(0, 0.4)
    calf = Calf(rng.uniform(80, 250), rng.uniform(0.3, 3), reflux, 0.5, 0.3, "drawn")
    start, seconds, column = rng.random() * calf.volume_ml, rng.uniform(1, 60), rng.uniform(20, 110)
    assert refill_ml(calf, start, seconds, column) == pytest.approx(
        stepped_refill(calf, start, seconds, column), rel=1e-4
    )


@pytest.mark.parametrize("name", list(CALVES))
def test_the_refill_times_are_where_the_refill_says(name: str) -> None:
    calf = CALVES[name]
    test = tiptoes(calf)
    left = test.rvf * calf.volume_ml
    assert refill_ml(calf, left, test.vrt90_s) == pytest.approx(left + 0.9 * (calf.volume_ml - left), abs=1e-9)
    fills_s = 0.9 * calf.volume_ml / test.vfi_ml_s
    assert refill_ml(calf, 0.0, fills_s) == pytest.approx(0.9 * calf.volume_ml, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(LEGS, st.floats(0, 1), st.lists(st.floats(0, 500), min_size=2, max_size=2))
def test_a_leg_fills_never_beyond_full_and_in_two_goes_as_in_one(calf, share, seconds) -> None:
    start = share * calf.volume_ml
    once, halves = refill_ml(calf, start, sum(seconds)), refill_ml(calf, refill_ml(calf, start, seconds[0]), seconds[1])
    assert halves == pytest.approx(once, rel=1e-9)
    assert start - 1e-9 <= once <= calf.volume_ml


@settings(max_examples=60, deadline=None)
@given(LEGS, st.integers(1, 30), st.floats(0.2, 5))
def test_no_stroke_reaches_the_dead_volume_and_every_stroke_lowers_the_pressure(calf, strokes, every_s) -> None:
    test = tiptoes(calf, strokes, every_s)
    assert test.rvf >= calf.dead_share - 1e-12
    assert (test.after_mmhg <= test.before_mmhg + 1e-9).all()
    assert test.before_mmhg[0] == pytest.approx(STANDING_MMHG)
    assert test.avp_mmhg == pytest.approx(test.rvf * STANDING_MMHG)
    assert test.avp_mmhg == test.after_mmhg[-1]
    assert test.vrt90_s >= 0
    assert len(test.stroke_s) == strokes


def test_the_first_stroke_throws_out_the_ejection_fraction() -> None:
    for calf in CALVES.values():
        assert 1 - tiptoes(calf, 1).rvf == pytest.approx(calf.ejected_share)


@settings(max_examples=40, deadline=None)
@given(LEGS, st.floats(0.001, 0.3))
def test_leakier_valves_refill_faster_and_leave_a_higher_pressure(calf, more) -> None:
    tight, leaky = tiptoes(calf), tiptoes(replace(calf, reflux_ml_s_mmhg=calf.reflux_ml_s_mmhg + more))
    assert leaky.vrt90_s < tight.vrt90_s
    assert leaky.vfi_ml_s > tight.vfi_ml_s
    assert leaky.avp_mmhg >= tight.avp_mmhg


def test_a_weaker_pump_leaves_a_higher_pressure() -> None:
    healthy = CALVES["healthy"]
    pressures = [tiptoes(replace(healthy, ejected_share=share)).avp_mmhg for share in (0.65, 0.4, 0.2, 0.05)]
    assert pressures == sorted(pressures)
    assert pressures[-1] > 2 * pressures[0]


def test_a_leg_that_nothing_flows_into_never_refills() -> None:
    stopped = replace(CALVES["healthy"], inflow_ml_s=0.0)
    test = tiptoes(stopped)
    assert test.vrt90_s == math.inf
    assert test.vfi_ml_s == 0
    assert refill_ml(stopped, 30.0, 86_400) == 30.0
    # Leaking valves alone bring it up to the column, ever more slowly: full is not met, 90 % of the loss is.
    leaking = tiptoes(replace(stopped, reflux_ml_s_mmhg=0.1))
    assert 0 < leaking.vrt90_s < math.inf


@pytest.mark.parametrize("reflux", [1e-9, 1e-12, 1e-15, 1e-300])
def test_valves_that_leak_next_to_nothing_are_tight(reflux: float) -> None:
    tight, nearly = tiptoes(CALVES["healthy"]), tiptoes(replace(CALVES["healthy"], reflux_ml_s_mmhg=reflux))
    assert nearly.vrt90_s == pytest.approx(tight.vrt90_s, rel=1e-6)
    assert nearly.avp_mmhg == pytest.approx(tight.avp_mmhg, rel=1e-6)
    low = tiptoes(replace(CALVES["severe"], reflux_ml_s_mmhg=reflux), column_mmhg=1e-6)
    assert 0 < low.vrt90_s < 1000


def test_a_stocking_of_30_mmhg_on_the_severe_leg_is_the_row_that_was_given_and_none_changes_nothing() -> None:
    pressed, given_row = squeezed(CALVES["severe"], 30), CALVES["severe_30_mmhg"]
    for name in ("volume_ml", "inflow_ml_s", "reflux_ml_s_mmhg", "ejected_share", "dead_share"):
        assert getattr(pressed, name) == pytest.approx(getattr(given_row, name))
    assert squeezed(CALVES["mild"], 0) == CALVES["mild"]


@pytest.mark.parametrize("name", ["healthy", "mild", "deep", "severe"])
def test_more_compression_never_worsens_the_pump_of_any_leg(name: str) -> None:
    tests = [tiptoes(squeezed(CALVES[name], mmhg)) for mmhg in (0, 10, 20, 30, 40)]
    assert [t.avp_mmhg for t in tests] == sorted((t.avp_mmhg for t in tests), reverse=True)
    assert squeezed(CALVES[name], 300).ejected_share <= 0.8


def stepped_swelling(pressure: float, minutes: float, compression: float, start: float, steps: int = 20_000) -> float:
    """``dE = K (P_v - P0) - squeeze / tau - E / tau`` in small steps, heading for no less than the end of the fit."""
    now, squeeze = start, 176 * (1 - math.exp(-compression / 14.7))
    for _ in range(steps):
        heading = max(22 * 0.0038 / 100 * 1857 * (pressure - 37) - squeeze, 83 - 176)
        now += minutes / steps * (heading - now) / 22
    return now


@pytest.mark.parametrize("seed", range(6))
def test_the_swelling_is_the_differential_equation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pressures, minutes = rng.uniform(0, 100, 5), rng.uniform(0, 90, 5)
    compression, start = rng.uniform(0, 40, 5), rng.uniform(-50, 150)
    ends, now = [], start
    for row in zip(pressures, minutes, compression, strict=True):
        now = stepped_swelling(*row, now)
        ends.append(now)
    assert swell_ml(pressures, minutes, compression, start) == pytest.approx(ends, abs=0.05)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 120), st.floats(0, 600)), min_size=1, max_size=6), st.floats(0, 1))
def test_cutting_a_stretch_in_two_changes_nothing(row, cut) -> None:
    pressures, minutes = (list(column) for column in zip(*row, strict=True))
    parts = [minutes[0] * cut, minutes[0] * (1 - cut), *minutes[1:]]
    assert swell_ml([pressures[0], *pressures], parts)[-1] == pytest.approx(swell_ml(pressures, minutes)[-1], abs=1e-9)


def test_walks_legs_up_and_stockings_each_leave_less_swelling_and_more_of_each_less_still() -> None:
    def after_hours(walk_min: float, up_min: float, mmhg: float) -> float:
        day = [ANKLE_MMHG["standing"], ANKLE_MMHG["walking"]] * 8 + [ANKLE_MMHG["legs_up"]]
        return float(swell_ml(day, [60 - walk_min, walk_min] * 8 + [up_min], mmhg)[-1])

    for values in (
        [after_hours(walk, 0, 0) for walk in (0, 2, 5, 10, 30)],
        [after_hours(0, up, 0) for up in (0, 5, 15, 60)],
        [after_hours(0, 0, mmhg) for mmhg in (0, 10, 20, 30)],
    ):
        assert values == sorted(values, reverse=True)
        assert len(set(values)) == len(values)


def test_at_the_balance_point_a_leg_stays_as_it_is() -> None:
    assert swell_ml([SWELLING.balance_mmhg], 600).tolist() == [0.0]
    assert swell_ml([], []).size == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: Calf(0, 1, 0, 0.5, 0.2, ""), "volume_ml is 0"),
        (lambda: Calf(100, math.nan, 0, 0.5, 0.2, ""), "inflow_ml_s is nan"),
        (lambda: Calf(100, 1, -0.1, 0.5, 0.2, ""), "reflux_ml_s_mmhg is -0.1"),
        (lambda: Calf(100, 1, 0, 1.5, 0.2, ""), "ejected_share is 1.5"),
        (lambda: Calf(100, 1, 0, 0.5, 1.0, ""), "dead_share is 1.0"),
        (lambda: refill_ml(CALVES["healthy"], 121, 1), "start_ml is 121.0"),
        (lambda: refill_ml(CALVES["healthy"], [1, -2], 1), "start_ml[1] is -2.0"),
        (lambda: refill_ml(CALVES["healthy"], 1, math.inf), "time_s is inf"),
        (lambda: refill_ml(CALVES["healthy"], 1, math.nan), "time_s is nan"),
        (lambda: refill_ml(CALVES["healthy"], 1, "soon"), "time_s is not made of numbers"),
        (lambda: tiptoes(CALVES["healthy"], 0), "strokes is 0"),
        (lambda: tiptoes(CALVES["healthy"], 2.5), "strokes is 2.5"),
        (lambda: tiptoes(CALVES["healthy"], 10**9), "strokes is 1000000000"),
        (lambda: tiptoes(CALVES["healthy"], every_s=-1), "every_s is -1.0"),
        (lambda: tiptoes(CALVES["healthy"], column_mmhg=0), "column_mmhg is 0.0"),
        (lambda: squeezed(CALVES["healthy"], -5), "compression_mmhg is -5.0"),
        (lambda: evening_swelling_ml([10, math.nan]), "compression_mmhg[1] is nan"),
        (lambda: swell_ml([84, 500], 10), "ankle_mmhg[1] is 500.0"),
        (lambda: swell_ml([84], -1), "minutes is -1.0"),
        (lambda: swell_ml([84], 10, start_ml=1e9), "start_ml is 1000000000.0"),
        (lambda: swell_ml([84], 10, start_ml=math.nan), "start_ml is nan"),
    ],
)
def test_what_cannot_be_is_named(call, says) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == "impossible_value"
    assert says in caught.value.message
    assert caught.value.accepted


@pytest.mark.parametrize(
    "call",
    [
        lambda: refill_ml(CALVES["healthy"], [1, 2], [1, 2, 3]),
        lambda: swell_ml([84, 5], [1, 2, 3]),
        lambda: swell_ml([[84, 5]], 10),
    ],
)
def test_shapes_that_do_not_fit_are_told(call) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == "shapes_differ"
