"""The same as ``arrays``, unit by unit, compiled by Numba.

Units at their highest rate are worked out once for each sample. Only those between threshold and highest rate, a
stretch of neighbours, are worked out again for each drive that is tried. That adaptation takes nothing below 6
impulses/s needs no test here: a unit that is called fires at 8 or more.

This module imports Numba and compiles once on each machine (seconds).
"""

from __future__ import annotations

from math import exp

import numpy as np

from unweary.physiology.motor_units.pool import LENIENT, FloatArray, Units
from unweary.vocab.compiling import compiled


@compiled
def _fused(x: float, pool: Units) -> float:
    """As ``pool.fused_share``."""
    knee = pool.fused_from
    return x / knee * (1 - exp(-2 * knee**3)) if x <= knee else 1 - exp(-2 * x**3)


@compiled
def _lost(rate: float, adapted: float, pool: Units) -> float:
    """What adaptation takes from a firing rate [impulses/s]."""
    return adapted * (rate - pool.adaptation_rate)


@compiled
def _least_drive(
    needed: float,
    adapted: FloatArray,
    twitch_s: FloatArray,
    capacity: FloatArray,
    at_most: FloatArray,
    last: int,
    pool: Units,
) -> int:
    """The least step of excitation that brings the force, or full drive; ``at_most`` sums forces at highest rates.

    Looked for from the ``last`` one on in growing strides, for it hardly moves from sample to sample; where a stride
    leads out of what is left, that is halved.
    """
    low, high, middle, stride = -1, pool.full_step, last, 1
    while high - low > 1:
        if not low < middle < high:
            middle = (low + high) // 2
        above, i = pool.rate_least + middle / pool.steps_per_unit, 0
        while i < len(capacity) and above - pool.threshold[i] >= pool.rate_most[i]:
            i += 1
        force = at_most[i]
        while i < len(capacity) and above - pool.threshold[i] >= pool.rate_least:
            rate = above - pool.threshold[i]
            force += _fused(twitch_s[i] * (rate - _lost(rate, adapted[i], pool)), pool) * capacity[i]
            i += 1
        if force >= needed:
            high, middle = middle, middle - stride
        else:
            low, middle = middle, middle + stride
        stride *= 2
    return high


@compiled
def hold(target_mvc: FloatArray, sums: FloatArray, each: FloatArray, until_failure: bool, pool: Units) -> int:
    """As :func:`arrays.hold`."""
    count, failed, capacity = len(pool.threshold), -1, pool.force_au.copy()
    first, at_most = np.full(count, -1), np.zeros(count + 1)
    adapted, twitch_s, rate, fused = np.empty(count), np.empty(count), np.empty(count), np.empty(count)
    step = pool.full_step
    for sample in range(len(target_mvc)):
        for i in range(count):
            adapted[i] = pool.adaptation[i] * pool.grown[sample - first[i]] if first[i] >= 0 else 0.0
            twitch_s[i] = pool.contraction_s[i] * (1 + pool.slowing * (1 - capacity[i] / pool.force_au[i]))
            rate[i] = pool.rate_most[i] - _lost(pool.rate_most[i], adapted[i], pool)
            fused[i] = _fused(twitch_s[i] * rate[i], pool)
            at_most[i + 1] = at_most[i] + fused[i] * capacity[i]
        needed = target_mvc[sample] * pool.full_force_au * LENIENT
        step = _least_drive(needed, adapted, twitch_s, capacity, at_most, step, pool)
        excitation = step / pool.steps_per_unit
        force = strength = unadapted = 0.0
        for i in range(count):
            raw, lost = pool.rate_least + excitation - pool.threshold[i], 0.0
            if excitation < pool.threshold[i]:
                rate[i], fused[i] = 0.0, 0.0
            else:
                lost = _lost(min(raw, pool.rate_most[i]), adapted[i], pool)
                if raw < pool.rate_most[i]:
                    rate[i] = raw - lost
                    fused[i] = _fused(twitch_s[i] * rate[i], pool)
            force += fused[i] * capacity[i]
            if len(sums):
                strength += _fused(twitch_s[i] * (pool.rate_most[i] - lost), pool) * capacity[i]
                unadapted += _fused(pool.contraction_s[i] * pool.rate_most[i], pool) * capacity[i]
        if failed < 0 and force < needed:
            failed = sample
        if len(sums):
            sums[sample, 0], sums[sample, 1], sums[sample, 2], sums[sample, 3] = excitation, force, strength, unadapted
        if len(each):
            each[sample, 0], each[sample, 1], each[sample, 2] = rate, fused * capacity, capacity
        if until_failure and failed >= 0:
            break
        for i in range(count):
            if first[i] < 0 and rate[i] > 0:
                first[i] = sample
            if sample > 0:
                capacity[i] = max(capacity[i] - pool.loss_au_per_s[i] * fused[i] * pool.step_s, 0.0)
    return failed
