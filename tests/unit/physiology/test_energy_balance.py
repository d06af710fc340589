"""W' balance and critical power: both forms, slow references, what must hold for any ride, and bad input."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.physiology import energy
from unweary.physiology.energy import balance, compiled
from unweary.physiology.energy.balance import TAU_SKIBA2012, SampleRule, w_balance, w_balance_skiba2012
from unweary.physiology.energy.capacity import Capacity, fit_capacity, time_limit_s
from unweary.physiology.energy.recovery import LAWS, RecoveryLaw, recovered_share
from unweary.vocab.errors import UserError

RIDER = Capacity(250.0, 20_000.0)
POWER = st.one_of(st.sampled_from([0.0, 250.0, 249.0, 251.0]), st.floats(0, 1500))
EVERY_LAW = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)


def ride(rng: np.random.Generator, samples: int) -> np.ndarray:
    """Efforts and rests of any length, some powers missing, negative or absurd."""
    power = np.repeat(rng.uniform(-20, 500, samples), rng.integers(1, 30, samples))[:samples]
    return np.where(rng.random(samples) < 0.03, rng.choice([np.nan, -5.0, 0.0, 250.0, 9_000.0, np.inf], samples), power)


def step_by_step(power_w: np.ndarray, step_s: np.ndarray, capacity: Capacity, law: RecoveryLaw) -> list[float]:
    """The law as it reads: spend above CP; below, share out what is new and let both pools fade."""
    new, fast, slow, told = 0.0, 0.0, 0.0, []
    for power, seconds in zip(power_w, step_s, strict=True):
        if not power <= 3000:
            told.append(math.nan)
            continue
        below = capacity.critical_power_w - max(power, 0.0)
        if below <= 0:
            new -= below * seconds
        else:
            depth = below / capacity.critical_power_w
            share = law.fast_share + law.fast_share_per_depth * depth
            slow_s = capacity.w_prime_j if law.slow_s is None else law.slow_s
            slow_s = slow_s * math.exp(-law.slow_fall_per_w * below - law.slow_fall_per_depth * depth) + law.slow_more_s
            slow_s /= below**law.slow_power
            fast = (fast + share * new) * math.exp(-seconds / law.fast_s)
            slow = (slow + (1 - share) * new) * math.exp(-seconds / slow_s)
            new = 0.0
        told.append(capacity.w_prime_j - new - fast - slow)
    return told


@EVERY_LAW
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("varied", [False, True])
def test_both_forms_are_the_law_step_by_step_on_random_rides(law, seed, whole, varied, monkeypatch) -> None:
    """Steps of one length and of many; powers as a meter tells them, in whole watts, and in parts of one."""
    rng = np.random.default_rng(seed)
    power = ride(rng, 4000)
    power = np.where(np.isfinite(power), np.round(power), power) if whole else power
    step_s = rng.choice([0.2, 1.0, 1.0, 3.0], 4000) if varied else np.array([0.7])
    capacity = Capacity(rng.uniform(100, 400), rng.uniform(5_000, 30_000))
    every_s = np.broadcast_to(step_s, power.shape)
    expected = step_by_step(power, every_s, capacity, law)
    monkeypatch.setattr(balance, "_BLOCK", 700)
    for form in (balance.balance_on_arrays, compiled.balance):
        left = np.full(4000, -1.0)
        args = 3000.0, capacity.critical_power_w, capacity.w_prime_j, law.pools(capacity), left
        missing_s = form(power, step_s, *args)
        assert left == pytest.approx(expected, rel=1e-9, abs=1e-6, nan_ok=True)
        assert missing_s == pytest.approx(every_s[~(power <= 3000)].sum())
        assert missing_s > 0


@EVERY_LAW
def test_one_step_for_all_is_the_same_as_a_time_for_each(law) -> None:
    power = ride(np.random.default_rng(5), 2000)
    by_time = w_balance(power, np.arange(2000) * 0.5, RIDER, law)
    by_step = w_balance(power, 0.5, RIDER, law)
    assert np.array_equal(by_time.balance_j, by_step.balance_j, equal_nan=True)
    assert by_time.missing_s == by_step.missing_s


@EVERY_LAW
def test_many_samples_go_the_compiled_way_and_tell_the_same(law, monkeypatch) -> None:
    balance._form.cache_clear()
    power = ride(np.random.default_rng(6), 5000)
    few = w_balance(power, 1.0, RIDER, law)
    assert not balance._form.cache_info().currsize
    monkeypatch.setattr(balance, "FEW", 100)
    many = w_balance(power, 1.0, RIDER, law)
    assert many.balance_j == pytest.approx(few.balance_j, rel=1e-9, abs=1e-6, nan_ok=True)


def test_once_the_compiler_is_there_it_answers_short_rows_too(monkeypatch) -> None:
    balance._form.cache_clear()
    balance._form()
    monkeypatch.setattr(balance, "balance_on_arrays", None)
    assert w_balance([350.0], 1.0, RIDER, LAWS["skiba2015"]).balance_j[0] == RIDER.w_prime_j - (
        350.0 - RIDER.critical_power_w
    )


def test_one_persons_ride_loads_no_compiler() -> None:
    code = (
        "import sys; from unweary.physiology.energy.balance import Capacity, w_balance;"
        "from unweary.physiology.energy.recovery import LAWS;"
        "w_balance([300.0] * 86_400, 1.0, Capacity(250, 2e4), LAWS['by_depth']); assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_numba_the_form_on_arrays_answers(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "unweary.physiology.energy.compiled", None)
    monkeypatch.delattr(energy, "compiled")
    balance._form.cache_clear()
    try:
        assert balance._form() is balance.balance_on_arrays
    finally:
        balance._form.cache_clear()


def over_all_pairs(power_w: np.ndarray, step_s: np.ndarray, capacity: Capacity, tau_s: float) -> np.ndarray:
    """The integral of 2012 as it is printed: for each second, the sum over all seconds before."""
    start_s = np.concatenate([[0.0], np.cumsum(step_s)[:-1]])
    spent = np.maximum(power_w - capacity.critical_power_w, 0) * step_s
    return np.array(
        [
            capacity.w_prime_j
            - sum(w * math.exp(-(t - u) / tau_s) for w, u in zip(spent[: i + 1], start_s, strict=False))
            for i, t in enumerate(start_s)
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_integral_in_one_sum_is_the_sum_over_all_pairs(seed) -> None:
    rng = np.random.default_rng(seed)
    power, step_s = rng.uniform(0, 500, 500), rng.choice([0.5, 1.0, 4.0], 500)
    step_s[-1] = np.median(np.diff(np.cumsum(step_s)))  # how long the last one stands is not in the times
    tau_s = rng.uniform(50, 900)
    told = w_balance_skiba2012(power, np.concatenate([[0.0], np.cumsum(step_s)[:-1]]), RIDER, tau_s)
    assert told.balance_j == pytest.approx(over_all_pairs(power, step_s, RIDER, tau_s), rel=1e-10, abs=1e-6)


def test_the_integrals_time_constant_is_that_of_the_mean_power_below_critical_power() -> None:
    power = np.tile([350.0] * 60 + [100.0] * 60 + [200.0] * 60, 5)
    expected = 546 * math.exp(-0.01 * (250 - 150)) + 316
    assert np.array_equal(
        w_balance_skiba2012(power, 1.0, RIDER).balance_j, w_balance_skiba2012(power, 1.0, RIDER, expected).balance_j
    )
    always_above = w_balance_skiba2012([300.0] * 100, 1.0, RIDER).balance_j
    resting_tau = TAU_SKIBA2012.scale_s * math.exp(-2.5) + TAU_SKIBA2012.more_s
    assert np.array_equal(always_above, w_balance_skiba2012([300.0] * 100, 1.0, RIDER, resting_tau).balance_j)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(POWER, st.floats(0.01, 10)), min_size=1, max_size=12), st.sampled_from(sorted(LAWS)))
def test_the_balance_is_never_above_w_prime_and_falls_only_above_critical_power(row, law) -> None:
    power, step_s = (np.array(column) for column in zip(*row, strict=True))
    times = np.concatenate([[0.0], np.cumsum(step_s)[:-1]])
    left = np.concatenate(
        [[RIDER.w_prime_j], w_balance(power, times, RIDER, LAWS[law], SampleRule(3000, 100)).balance_j]
    )
    change = np.diff(left)
    assert (left <= RIDER.w_prime_j + 1e-6).all()
    assert (change[power < RIDER.critical_power_w] >= -1e-6).all()
    above = power >= RIDER.critical_power_w
    assert (change[above] <= 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(POWER, st.floats(0.01, 4)), min_size=1, max_size=8),
    st.integers(0, 7),
    st.sampled_from(sorted(LAWS)),
)
def test_cutting_a_sample_in_two_changes_nothing(row, which, law) -> None:
    which %= len(row)
    power, step_s = (list(column) for column in zip(*row, strict=True))
    more = (
        [*power[:which], power[which], *power[which:]],
        [*step_s[:which], step_s[which] / 2, step_s[which] / 2, *step_s[which + 1 :]],
    )
    ends = [balance_at_end(p, s, LAWS[law]) for p, s in ((power, step_s), more)]
    assert ends[1] == pytest.approx(ends[0], rel=1e-9, abs=1e-6)


def balance_at_end(power, step_s, law) -> float:
    left = np.empty(len(power))
    balance.balance_on_arrays(np.array(power), np.array(step_s), 3000.0, 250.0, 20_000.0, law.pools(RIDER), left)
    return float(left[-1])


@EVERY_LAW
def test_a_rest_after_one_effort_gives_back_the_share_of_the_closed_form(law) -> None:
    times = np.concatenate([[0.0, 100.0], 100.0 + np.cumsum([7.0] * 40)])
    left = w_balance([400.0] + [120.0] * 41, times, RIDER, law, SampleRule(longest_s=200)).balance_j
    assert left[0] == 5000
    share = recovered_share(7.0 * np.arange(1, 41), 120.0, RIDER, law)
    assert left[1:41] == pytest.approx(5000 + 15_000 * share, rel=1e-9)


@EVERY_LAW
def test_at_critical_power_nothing_is_spent_and_nothing_comes_back(law) -> None:
    left = w_balance([350.0] * 100 + [250.0] * 500, 1.0, RIDER, law).balance_j
    assert (left[99:] == left[99]).all()
    assert recovered_share(60, 250, RIDER, law) == 0


def test_a_steady_power_is_exhausting_after_the_time_limit() -> None:
    for power_w in (260.0, 300.0, 800.0):
        limit_s = float(time_limit_s(power_w, RIDER))
        left = w_balance([power_w, power_w], limit_s, RIDER, LAWS["by_depth"], SampleRule(longest_s=1e6)).balance_j
        assert left[0] == pytest.approx(0, abs=1e-6)
        assert left[1] == pytest.approx(-20_000)


def test_spikes_are_no_reading_and_a_brake_is_no_work() -> None:
    plain = w_balance([300.0] * 10 + [0.0] * 10, 1.0, RIDER, LAWS["skiba2015"])
    odd = w_balance([300.0] * 10 + [9e9, math.inf, -math.inf, math.nan] + [-3.0] * 10, 1.0, RIDER, LAWS["skiba2015"])
    assert np.isnan(odd.balance_j[[10, 11, 13]]).all()
    assert odd.missing_s == 3
    assert odd.balance_j[12] > odd.balance_j[9]  # braking without end is rest
    assert odd.balance_j[-1] > plain.balance_j[-1]
    whole = w_balance_skiba2012([300.0] * 10 + [9e9, math.nan] + [-3.0] * 10, 1.0, RIDER)
    assert np.isnan(whole.balance_j).sum() == whole.missing_s == 2


def test_where_the_recorder_stopped_the_person_stood_still() -> None:
    times = np.concatenate([np.arange(100), 700 + np.arange(10)])
    power = np.concatenate([np.full(100, 350.0), np.full(10, 240.0)])
    stopped = w_balance(power, times, RIDER, LAWS["skiba2015"])
    stood = w_balance([350.0] * 100 + [0.0] * 600 + [240.0] * 10, 1.0, RIDER, LAWS["skiba2015"])
    assert stopped.paused_s == 600
    assert stopped.balance_j.shape == (110,)
    assert stopped.balance_j[:100] == pytest.approx(stood.balance_j[:100])
    assert stopped.balance_j[100:] == pytest.approx(stood.balance_j[700:])
    integral = (
        w_balance_skiba2012(power, times, RIDER, 400.0),
        w_balance_skiba2012([350.0] * 100 + [0.0] * 600 + [240.0] * 10, 1.0, RIDER, 400.0),
    )
    assert integral[0].balance_j[100:] == pytest.approx(integral[1].balance_j[700:])


def test_of_two_samples_in_one_second_the_later_one_stands() -> None:
    for how in (w_balance_skiba2012, lambda p, t, c: w_balance(p, t, c, LAWS["by_depth"])):
        doubled = how([350.0, 900.0, 300.0, 100.0], [0.0, 1.0, 1.0, 2.0], RIDER).balance_j
        assert doubled[[0, 2, 3]] == pytest.approx(how([350.0, 300.0, 100.0], [0.0, 1.0, 2.0], RIDER).balance_j)


@pytest.mark.parametrize("how", [w_balance_skiba2012, lambda p, t, c: w_balance(p, t, c, LAWS["by_depth"])])
def test_no_samples_one_sample_and_only_missing_ones_are_answered(how) -> None:
    assert how([], 1.0, RIDER).balance_j.shape == (0,)
    assert how([], [], RIDER).balance_j.shape == (0,)
    assert how([300.0], [12.0], RIDER).balance_j.tolist() == [19_950.0]
    missing = how([math.nan] * 3, 1.0, RIDER)
    assert np.isnan(missing.balance_j).all()
    assert missing.missing_s == 3
    assert (how([100.0] * 50, 1.0, RIDER).balance_j == 20_000).all()


@pytest.mark.parametrize(
    ("power", "times", "code", "word"),
    [
        ([1.0, 2.0, 3.0], [0.0, 2.0, 1.0], "impossible_value", "t_s[2] is 1.0 after 2.0"),
        ([1.0, 2.0], [0.0, math.nan], "impossible_value", "t_s[1] is nan"),
        ([1.0, 2.0], [0.0, math.inf], "impossible_value", "t_s[1] is inf"),
        ([1.0, 2.0], 0.0, "impossible_value", "t_s is 0.0"),
        ([1.0, 2.0], math.nan, "impossible_value", "t_s is nan"),
        ([1.0, 2.0], 1e9, "impossible_value", "t_s is"),
        ([1.0, 2.0], [0.0, 1.0, 2.0], "shapes_differ", "(2,) and (3,)"),
        ([[1.0, 2.0]], 1.0, "shapes_differ", "(1, 2)"),
        (["hard"], 1.0, "impossible_value", "power_w is not made of numbers"),
    ],
)
def test_what_is_no_ride_is_refused_by_name(power, times, code, word) -> None:
    for call in (
        lambda: w_balance(power, times, RIDER, LAWS["skiba2015"]),
        lambda: w_balance_skiba2012(power, times, RIDER),
    ):
        with pytest.raises(UserError) as refused:
            call()
        assert refused.value.code == code
        assert word in refused.value.message
        assert refused.value.accepted


@pytest.mark.parametrize("wrong", [0.0, -1.0, math.nan, math.inf])
def test_a_capacity_and_a_time_constant_are_above_0(wrong) -> None:
    with pytest.raises(UserError, match="critical_power_w"):
        Capacity(wrong, 20_000)
    with pytest.raises(UserError, match="w_prime_j"):
        Capacity(250, wrong)
    if not wrong > 0:
        with pytest.raises(UserError, match="tau_s"):
            w_balance_skiba2012([300.0], 1.0, RIDER, wrong)


def test_a_thousand_samples_a_second_for_hours_tell_the_same_as_one_a_second() -> None:
    """2.4 hours; a whole day takes 1.6 s and 1.5 GB, of which the given powers are half."""
    power = np.tile(np.repeat([350.0, 120.0], 60_000), 72)
    left = w_balance(power, 0.001, RIDER, LAWS["by_depth"]).balance_j
    second = w_balance(np.repeat([350.0, 120.0] * 72, 60), 1.0, RIDER, LAWS["by_depth"]).balance_j
    assert left[999::1000] == pytest.approx(second, rel=1e-7)
    blocks = np.empty(len(power))
    balance.balance_on_arrays(power, np.array([0.001]), 3000.0, 250.0, 20_000.0, LAWS["by_depth"].pools(RIDER), blocks)
    assert blocks[::1000] == pytest.approx(left[::1000], rel=1e-7)


def test_time_limits_end_at_critical_power_and_missing_power_has_none() -> None:
    told = time_limit_s([0, -10, 250, 250.5, math.nan, math.inf], RIDER)
    assert told[:3].tolist() == [math.inf] * 3
    assert told[3] == 40_000
    assert math.isnan(told[4])
    assert told[5] == 0
    with pytest.raises(UserError, match="power_w"):
        time_limit_s("hard", RIDER)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(100, 450), st.floats(4_000, 40_000), st.lists(st.floats(60, 1200), min_size=2, max_size=6, unique=True)
)
def test_the_line_through_exact_efforts_finds_their_capacity(cp, wp, seconds) -> None:
    seconds = np.array(seconds)
    if np.ptp(seconds) < 1:
        return
    found = fit_capacity(cp + wp / seconds, seconds)
    assert found.critical_power_w == pytest.approx(cp, rel=1e-5)
    assert found.w_prime_j == pytest.approx(wp, rel=1e-4)


@pytest.mark.parametrize(
    ("power", "seconds"),
    [
        ([], []),
        ([300], [100]),
        ([300, 350], [100, 100]),
        ([300, -1], [100, 200]),
        ([300, math.nan], [100, 200]),
        ([300, 350], [100, 0]),
        ([300, 350, 400], [100, 200]),
        ([[300, 350]], [[200, 100]]),
        ([100, 300], [100, 200]),
        ([300, 1], [100, 2000]),
    ],
)
def test_efforts_that_make_no_line_are_refused(power, seconds) -> None:
    with pytest.raises(UserError) as refused:
        fit_capacity(power, seconds)
    assert refused.value.code == "impossible_value"


@EVERY_LAW
def test_more_rest_and_deeper_rest_give_more_back(law) -> None:
    by_time = recovered_share(np.arange(0, 3000, 30), 100, RIDER, law)
    assert by_time[0] == 0
    assert (np.diff(by_time) >= 0).all()
    assert by_time[-1] <= 1
    for rest_s in (30, 300, 1200):
        by_depth = recovered_share(rest_s, np.arange(249, 0, -1.0), RIDER, law)
        worst = (np.maximum.accumulate(by_depth) - by_depth).max()
        # Our own law gives less back in a deep short rest than in a shallow one, as Chidnok's people did.
        assert worst <= (0.062 if law is LAWS["by_depth"] else 1e-12)
    assert recovered_share(100, -50, RIDER, law) == recovered_share(100, 0, RIDER, law)
    assert np.isnan(recovered_share([math.nan, 10], [100, math.nan], RIDER, law)).all()
    with pytest.raises(UserError, match="rest_s"):
        recovered_share([10, -1], 100, RIDER, law)
