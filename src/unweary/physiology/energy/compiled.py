"""The same as ``balance.balance_on_arrays``, sample by sample, compiled by Numba.

This module imports Numba and compiles once on each machine (seconds).
"""

from __future__ import annotations

from math import exp, nan

import numpy as np

from unweary.physiology.energy.recovery import Pools
from unweary.vocab.compiling import compiled
from unweary.vocab.numbers import FloatArray


@compiled
def _slow_per_s(below_w: float, pools: Pools) -> float:
    """As ``recovery.slow_per_s``."""
    if pools.slow_power == 1.0:
        return below_w / pools.slow_s
    if pools.slow_power != 0.0:
        return float(below_w**pools.slow_power / pools.slow_s)
    return 1.0 / (pools.slow_s * exp(-pools.slow_fall_per_w * below_w) + pools.slow_more_s)


@compiled
def _one_pool(
    power_w: FloatArray,
    seconds: float,
    most_w: float,
    critical_power_w: float,
    w_prime_j: float,
    pools: Pools,
    left_j: FloatArray,
) -> float:
    """The usual case, a law of one pool and one step for all samples, with nothing else in the way."""
    gone, missing_s = 0.0, 0.0
    # Power meters tell whole watts: each watt's exponential is worked out once. 0 is not yet.
    stays = np.zeros(int(min(critical_power_w, most_w)) + 1)
    for i in range(len(power_w)):
        given_w = power_w[i]
        if given_w < critical_power_w and given_w <= most_w:
            given_w = max(given_w, 0.0)
            watt = int(given_w)
            if watt == given_w:
                if stays[watt] == 0:
                    stays[watt] = exp(-seconds * _slow_per_s(critical_power_w - given_w, pools))
                gone *= stays[watt]
            else:
                gone *= exp(-seconds * _slow_per_s(critical_power_w - given_w, pools))
        elif given_w <= most_w:
            gone += (given_w - critical_power_w) * seconds
        else:  # so for NaN as well
            left_j[i] = nan
            missing_s += seconds
            continue
        left_j[i] = w_prime_j - gone
    return missing_s


def balance(
    power_w: FloatArray,
    step_s: FloatArray,
    most_w: float,
    critical_power_w: float,
    w_prime_j: float,
    pools: Pools,
    left_j: FloatArray,
) -> float:
    # A plain tuple goes in faster than one with names, by a tenth of an hour of power.
    return float(_balance(power_w, step_s, most_w, critical_power_w, w_prime_j, tuple(pools), left_j))


@compiled
def _balance(
    power_w: FloatArray,
    step_s: FloatArray,
    most_w: float,
    critical_power_w: float,
    w_prime_j: float,
    law: tuple[float, ...],
    left_j: FloatArray,
) -> float:
    pools = Pools(*law)
    fresh, fast, slow, missing_s = 0.0, 0.0, 0.0, 0.0
    varied, seconds = len(step_s) > 1, 0.0 if len(step_s) == 0 else step_s[0]
    if not varied and pools.fast_share == 0 and pools.fast_share_per_w == 0:
        return float(_one_pool(power_w, seconds, most_w, critical_power_w, w_prime_j, pools, left_j))
    fast_stays = exp(-seconds / pools.fast_s)
    stays = np.zeros(0 if varied else int(min(critical_power_w, most_w)) + 1)
    for i in range(len(power_w)):
        if varied:
            seconds = step_s[i]
        given_w = power_w[i]
        if not given_w <= most_w:  # so for NaN as well
            left_j[i] = nan
            missing_s += seconds
            continue
        given_w = max(given_w, 0.0)
        above_w = given_w - critical_power_w
        if above_w >= 0:
            fresh += above_w * seconds
        else:
            if fresh > 0:
                part = pools.fast_share - pools.fast_share_per_w * above_w
                fast += part * fresh
                slow += (1 - part) * fresh
                fresh = 0.0
            if fast > 0:
                fast *= exp(-seconds / pools.fast_s) if varied else fast_stays
            watt = int(given_w)
            if varied or watt != given_w:
                slow *= exp(-seconds * _slow_per_s(-above_w, pools))
            else:
                if stays[watt] == 0:
                    stays[watt] = exp(-seconds * _slow_per_s(-above_w, pools))
                slow *= stays[watt]
        left_j[i] = w_prime_j - (fresh + fast + slow)
    return missing_s
