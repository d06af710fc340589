"""Sleep pressure, debt, regularity and timing: slow references on random cases, edges, and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology import sleep
from unweary.physiology.sleep import (
    TWO_PROCESS_DAAN1984,
    TwoProcess,
    asleep_epochs,
    circadian,
    mean_clock_h,
    mid_sleep_corrected_h,
    mid_sleep_h,
    own_sleep,
    pressure,
    sleep_debt_h,
    sleep_regularity_index,
    social_jetlag_h,
    steady_pressure,
)
from unweary.vocab.errors import UserError

MODEL = TWO_PROCESS_DAAN1984


def stepped(start: float, asleep: list[bool], hours: list[float], step_h: float = 0.001) -> list[float]:
    """The differential equation dS = (1 - S) / 18.2 awake and dS = -S / 4.2 asleep, in small steps (Heun)."""
    now, ends = start, []
    for sleeping, lasting_h in zip(asleep, hours, strict=True):
        steps = math.ceil(lasting_h / step_h)
        for _ in range(steps):
            part_h = lasting_h / steps

            def slope(s: float, sleeping: bool = sleeping) -> float:
                return -s / 4.2 if sleeping else (1 - s) / 18.2

            first = slope(now)
            now += part_h * (first + slope(now + part_h * first)) / 2
        ends.append(now)
    return ends


def plain_index(states: list[float], per_day: int) -> float:
    """The definition, pair by pair."""
    same = known = 0
    for before, after in zip(states, states[per_day:], strict=False):
        if not (math.isnan(before) or math.isnan(after)):
            known, same = known + 1, same + (before == after)
    return -100 + 200 * same / known if known else math.nan


@pytest.mark.parametrize("seed", range(4))
def test_each_stretch_is_the_differential_equation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    start, asleep, hours = rng.random(), (rng.random(6) < 0.5).tolist(), (rng.random(6) * 20).tolist()
    assert pressure(start, asleep, hours) == pytest.approx(stepped(start, asleep, hours), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 1), st.lists(st.tuples(st.booleans(), st.floats(0, 100)), min_size=1, max_size=6), st.floats(0, 1))
def test_the_pressure_stays_a_share_and_cutting_a_stretch_in_two_changes_nothing(start, row, cut) -> None:
    asleep, hours = (list(column) for column in zip(*row, strict=True))
    whole = pressure(start, asleep, hours)
    assert ((whole >= 0) & (whole <= 1)).all()
    cut_hours = [hours[0] * cut, hours[0] * (1 - cut), *hours[1:]]
    assert pressure(start, [asleep[0], *asleep], cut_hours)[-1] == pytest.approx(whole[-1], abs=1e-12)


def test_many_people_are_each_as_if_alone() -> None:
    rng = np.random.default_rng(5)
    start, asleep, hours = rng.random(7), rng.random((7, 9)) < 0.4, rng.random((7, 9)) * 12
    together = pressure(start, asleep, hours)
    for person in range(7):
        assert (pressure(start[person], asleep[person], hours[person]) == together[person]).all()


@pytest.mark.parametrize("hours", [0.5, 3.0, 6.5, 8.0, 12.0, 23.0])
def test_the_steady_pressure_is_where_repeated_nights_end(hours: float) -> None:
    course = pressure(0.5, [False, True] * 40, [24 - hours, hours] * 40)
    waking, bedtime = steady_pressure(hours)
    assert (course[-1], course[-2]) == pytest.approx((waking, bedtime), abs=1e-9)


def test_no_sleep_at_all_is_full_pressure_and_nothing_but_sleep_is_none() -> None:
    waking, bedtime = steady_pressure([0.0, 24.0])
    assert waking.tolist() == [1.0, 0.0]
    assert bedtime.tolist() == [1.0, 0.0]


def test_left_to_itself_it_sleeps_and_wakes_when_a_slow_walk_through_time_says() -> None:
    """Steps of a hundredth of an hour, checked after each; the closed form finds the moment itself."""
    step_h, now, asleep, changes = 0.01, 0.3, False, []
    clock_h = 9.0 + step_h * np.arange(1, 9600)
    wave = circadian(clock_h)
    for at_h, moved in zip(clock_h, wave, strict=True):
        kept = math.exp(-step_h / (MODEL.fall_h if asleep else MODEL.rise_h))
        now = now * kept if asleep else 1 - (1 - now) * kept
        if (now <= MODEL.lower + moved) if asleep else (now >= MODEL.upper + moved):
            changes, asleep = [*changes, at_h], not asleep
    fast = own_sleep(0.3, 9.0, 96.0)
    paired = np.column_stack([fast.fell_asleep_h, fast.woke_h]).ravel()
    assert paired[: len(changes)] == pytest.approx(changes, abs=0.02)
    assert fast.pressure == pytest.approx(now, abs=0.001)
    assert len(changes) >= 7


def test_left_to_itself_it_settles_on_a_night_of_eight_hours_from_eleven() -> None:
    """The habitual night to which the limits were fitted."""
    nights = own_sleep(0.9, 15.0, 24.0 * 20)
    assert nights.fell_asleep_h[10:-1] % 24 == pytest.approx(22.95, abs=0.01)
    assert nights.woke_h[10:-1] % 24 == pytest.approx(7.0, abs=0.01)


def test_after_a_night_awake_sleep_in_the_morning_is_short_and_the_next_evening_long() -> None:
    """The body clock cuts sleep short by day: the model's best known prediction (Daan et al. 1984)."""
    lasted = {}
    for awake_h in (16, 24, 40):
        slept = own_sleep(0.17, 7.0, 24.0 * 5, awake_h=awake_h)
        lasted[awake_h] = slept.woke_h[0] - slept.fell_asleep_h[0]
    assert lasted[24] < 5 < 8 < lasted[16] < lasted[40] < 9


def test_what_runs_out_in_sleep_has_no_waking() -> None:
    slept = own_sleep(0.17, 7.0, 20.0)
    assert len(slept.fell_asleep_h) == len(slept.woke_h) == 1
    assert math.isnan(slept.woke_h[0])
    awake = own_sleep(0.17, 7.0, 5.0)
    assert awake.fell_asleep_h.size == awake.woke_h.size == 0
    assert awake.pressure == pytest.approx(pressure(0.17, [False], [5.0])[0])
    assert own_sleep(0.17, 7.0, 0.0).pressure == pytest.approx(0.17)


def test_the_debt_is_the_plain_sum_of_the_rule() -> None:
    rng = np.random.default_rng(8)
    nights, start = rng.uniform(0, 12, (5, 30)), rng.uniform(0, 20, 5)
    debts = sleep_debt_h(nights, 7.0, start)
    for person in range(5):
        owed = start[person]
        for night in range(30):
            owed = max(math.exp(-1 / 7) * owed + 8.16 - nights[person, night], 0.0)
            assert debts[person, night] == pytest.approx(owed, abs=1e-12)


def test_more_sleep_never_leaves_more_debt_and_nothing_is_saved_up() -> None:
    rng = np.random.default_rng(9)
    nights = rng.uniform(3, 9, 40)
    assert (sleep_debt_h(nights + 0.5, 7.0) <= sleep_debt_h(nights, 7.0)).all()
    assert sleep_debt_h([12.0] * 5 + [8.16], 7.0).tolist() == pytest.approx([0.0] * 6)


def test_a_night_that_is_not_known_is_not_taken_for_a_good_one() -> None:
    debts = sleep_debt_h([6.0, math.nan, 8.0], 7.0)
    assert not math.isnan(debts[0])
    assert np.isnan(debts[1:]).all()
    assert (sleep_debt_h([6.0, math.nan, 8.0], 7.0, unknown_h=7.0) == sleep_debt_h([6.0, 7.0, 8.0], 7.0)).all()


@pytest.mark.parametrize("seed", range(6))
def test_the_index_is_its_definition_pair_by_pair(seed: int) -> None:
    rng = np.random.default_rng(seed)
    states = (rng.random((4, 24 * 9 + 5)) < 0.35).astype(float)
    states[rng.random(states.shape) < 0.2] = np.nan
    expected = [plain_index(row.tolist(), 24) for row in states]
    assert sleep_regularity_index(states, 24, 1) == pytest.approx(expected, abs=1e-12)


def test_people_are_looked_at_in_portions_without_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    states = np.random.default_rng(3).random((50, 3, 24 * 8)) < 0.35
    whole = sleep_regularity_index(states, 24, 5)
    assert whole.shape == (50, 3)
    monkeypatch.setattr(sleep.regularity, "_AT_ONCE", 1000)
    assert (sleep_regularity_index(states, 24, 5) == whole).all()
    assert (sleep_regularity_index(states.astype(float), 24, 5) == whole).all()
    assert (sleep_regularity_index(states.astype(np.int8), 24, 5) == whole).all()


def test_the_opposite_every_day_is_minus_a_hundred_and_chance_is_near_none() -> None:
    day = np.arange(24) < 12
    assert sleep_regularity_index(np.concatenate([day, ~day] * 4), 24, 5) == -100
    assert abs(sleep_regularity_index(np.random.default_rng(1).random(200_000) < 0.5, 1440, 5)) < 1


def test_missing_moments_are_left_out_of_the_mean_and_too_few_give_no_value() -> None:
    states = np.tile(np.repeat([1.0, 0.0], [8, 16]), 8)
    states[30:54] = np.nan
    assert sleep_regularity_index(states, 24, 5) == 100
    # Seven days of pairs, less two days in which one of the two is missing.
    assert math.isnan(sleep_regularity_index(states, 24, 5.1))
    assert math.isnan(sleep_regularity_index(np.full(24 * 8, np.nan), 24, 0))
    assert math.isnan(sleep_regularity_index(np.ones(24), 24, 0)), "one day has no day after"
    assert math.isnan(sleep_regularity_index([], 24, 0))


def test_a_nap_on_one_day_and_a_wakeful_hour_at_night_make_it_less_regular() -> None:
    starts = 23.0 + 24 * np.arange(10)
    same = sleep_regularity_index(asleep_epochs(starts, starts + 8), 1440, 5)
    nap = sleep_regularity_index(asleep_epochs([*starts, 110.0], [*starts + 8, 111.0]), 1440, 5)
    broken = asleep_epochs([*starts, 74.0], [*starts[:2] + 8, 73.0, *starts[3:] + 8, 79.0])
    assert same == 100
    # An hour differs from the day before and from the day after: 2 of 9 x 24 hours.
    assert nap == pytest.approx(100 - 200 * 2 / (9 * 24), abs=1e-9)
    assert sleep_regularity_index(broken, 1440, 5) == pytest.approx(nap, abs=1e-9)


def test_sleeps_that_two_devices_tell_count_once() -> None:
    assert (asleep_epochs([23, 23.25], [31, 30.5]) == asleep_epochs([23], [31])).all()


def test_a_list_without_sleeps_has_no_days() -> None:
    assert asleep_epochs([], []).size == 0
    assert math.isnan(sleep_regularity_index(asleep_epochs([], []), 1440, 5))


def test_a_day_at_a_thousand_samples_a_second_is_answered() -> None:
    state = np.zeros(86_400_000, dtype=bool)
    assert math.isnan(sleep_regularity_index(state, 86_400_000, 5))


def test_ten_thousand_people_over_a_week_take_a_moment() -> None:
    states = np.zeros((10_000, 7 * 288), dtype=bool)
    states[:, : 7 * 96] = True
    assert sleep_regularity_index(states, 288, 5).shape == (10_000,)


def test_clock_times_go_round() -> None:
    assert mid_sleep_h([23.0], [31.0]) == 3.0
    assert mid_sleep_h([-1.0], [0.5]) == 23.75
    assert mean_clock_h([23.0, 1.0, 1.5]) == pytest.approx(0.5, abs=0.02)
    assert mean_clock_h([3.0, 4.0, math.nan]) == pytest.approx(3.5)
    assert math.isnan(mean_clock_h([math.nan]))
    assert math.isnan(mean_clock_h([]))
    assert social_jetlag_h(1.0, 23.0) == social_jetlag_h(23.0, 1.0) == 2.0
    assert social_jetlag_h(15.0, 3.0) == 12.0


def test_the_corrected_middle_takes_off_half_of_what_was_made_up_for() -> None:
    # Free days have no longer sleep: nothing to take off.
    assert mid_sleep_corrected_h(4.0, 7.0, 8.0, 5) == 4.0
    # 9 h on two free days, 7 h on five: the week has 53/7 h; half of 9 - 53/7 is 5/7 h.
    assert mid_sleep_corrected_h(4.0, 9.0, 7.0, 5) == pytest.approx(4 - 5 / 7)
    assert mid_sleep_corrected_h(0.2, 9.0, 7.0, 5) == pytest.approx(24.2 - 5 / 7)
    assert mid_sleep_corrected_h(4.0, 9.0, 7.0, 0) == 4.0, "only free days: the week is what was slept on them"
    assert np.isnan(mid_sleep_corrected_h(4.0, math.nan, 7.0, 5))


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: pressure(1.2, [True], [1]), "start is 1.2"),
        (lambda: pressure(0.2, [True], [-1]), "duration_h[0] is -1.0"),
        (lambda: pressure(0.2, [True], [math.nan]), "duration_h[0] is nan"),
        (lambda: pressure(0.2, [True], [1e12]), "duration_h[0] is 1000000000000.0"),
        (lambda: pressure(0.2, ["yes"], [1]), "asleep is not made of numbers"),
        (lambda: pressure(0.2, [2], [1]), "asleep[0] is 2.0"),
        (lambda: steady_pressure([8, 25]), "sleep_h[1] is 25.0"),
        (lambda: steady_pressure(math.nan), "sleep_h is nan"),
        (lambda: circadian([math.inf]), "clock_h[0] is inf"),
        (lambda: own_sleep(0.2, 25, 24), "clock_h is 25.0"),
        (lambda: own_sleep(0.2, 7, 1e9), "lasting_h is 1000000000.0"),
        (lambda: sleep_debt_h([-1], 7), "sleep_h[0] is -1.0"),
        (lambda: sleep_debt_h([7, 30], 7), "sleep_h[1] is 30.0"),
        (lambda: sleep_debt_h([7], 0), "tau_days is 0"),
        (lambda: sleep_debt_h([7], math.nan), "tau_days is nan"),
        (lambda: sleep_debt_h([7], 7, unknown_h=40), "unknown_h is 40.0"),
        (lambda: sleep_debt_h([7], 7, start_h=-3), "start_h is -3.0"),
        (lambda: sleep_regularity_index([0, 1, 2], 1, 0), "asleep[2] is 2"),
        (lambda: sleep_regularity_index([0, 1, 0.5], 1, 0), "asleep[2] is 0.5"),
        (lambda: sleep_regularity_index(["a"], 1, 0), "asleep is not made of numbers"),
        (lambda: sleep_regularity_index([0, 1], 0, 0), "epochs_per_day is 0"),
        (lambda: sleep_regularity_index([0, 1], 1440.5, 0), "epochs_per_day is 1440.5"),
        (lambda: sleep_regularity_index([0, 1], 1, -1), "least_days is -1.0"),
        (lambda: asleep_epochs([23], [22]), "woke_h[0] is 22.0"),
        (lambda: asleep_epochs([23], [23]), "woke_h[0] is 23.0"),
        (lambda: asleep_epochs([0], [25]), "woke_h[0] is 25.0"),
        (lambda: asleep_epochs([math.nan], [25]), "fell_asleep_h[0] is nan"),
        (lambda: asleep_epochs([0, 9e6], [8, 9e6 + 8]), "375001 days of 1440 epochs apart"),
        (lambda: asleep_epochs([0], [8], 86_400_000), "1 days of 86400000 epochs apart"),
        (lambda: mid_sleep_h([8], [7]), "woke_h - fell_asleep_h[0] is -1.0"),
        (lambda: mid_sleep_h([8], [40]), "woke_h - fell_asleep_h[0] is 32.0"),
        (lambda: social_jetlag_h([math.inf], [7]), "mid_free_h[0] is inf"),
        (lambda: mid_sleep_corrected_h(4, 9, 7, 8), "work_days is 8.0"),
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
        lambda: pressure([0.1, 0.2], [[True, False, True]] * 3, 1.0),
        lambda: pressure(0.1, [True, False, True], [1.0, 2.0]),
        lambda: sleep_debt_h([7, 8], 7, start_h=[1, 2]),
        lambda: asleep_epochs([1, 2], [3]),
        lambda: asleep_epochs([[1]], [[3]]),
        lambda: social_jetlag_h([1, 2], [1, 2, 3]),
    ],
)
def test_shapes_that_do_not_fit_are_told(call) -> None:
    with pytest.raises(UserError) as caught:
        call()
    assert caught.value.code == "shapes_differ"


def test_limits_that_let_nobody_wake_or_sleep_are_refused() -> None:
    for change in ({"lower": 0.7}, {"upper": 1.2}, {"rise_h": 0.0}, {"fall_h": math.nan}):
        kept = {name: getattr(MODEL, name) for name in TwoProcess.__slots__}
        with pytest.raises(UserError):
            TwoProcess(**{**kept, **change})


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_nothing_asked_gives_nothing(shape: tuple[int, ...]) -> None:
    assert pressure(np.zeros(shape[:-1]), np.zeros(shape), 1.0).shape == shape
    assert sleep_debt_h(np.zeros(shape), 7.0).shape == shape
    assert sleep_regularity_index(np.zeros(shape), 24, 5).shape == shape[:-1]
    assert steady_pressure(np.zeros(shape))[0].shape == shape
