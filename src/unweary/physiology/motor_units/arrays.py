"""The reference: the equations as they stand, all units at once."""

from __future__ import annotations

import numpy as np

from unweary.physiology.motor_units.pool import LENIENT, FloatArray, Units, fused_share, rate_imp_s


def hold(target_mvc: FloatArray, sums: FloatArray, each: FloatArray, until_failure: bool, pool: Units) -> int:
    """Fill ``sums`` and ``each``, where they have rows; the first sample that fails, -1 for none.

    Parameters
    ----------
    target_mvc : ndarray, shape (samples,)
    sums : ndarray, shape (samples, 4) or (0, 4)
        Excitation [units of the first threshold], force, strength and strength without adaptation [AU].
    each : ndarray, shape (samples, 3, units) or (0, 3, 0)
        Rate [impulses/s], force and capacity [AU] of each unit.
    until_failure : bool
        Stop there.
    pool : Units
    """
    capacity, first, failed = pool.force_au.copy(), np.full(len(pool.threshold), -1), -1
    for sample, target in enumerate(target_mvc):
        adapted = pool.adaptation * pool.grown[np.where(first >= 0, sample - first, 0)]
        twitch_s = pool.contraction_s * (1 + pool.slowing * (1 - capacity / pool.force_au))
        needed = target * pool.full_force_au * LENIENT
        low, high = -1, pool.full_step
        while high - low > 1:  # more drive never brings less force: halving finds the least that is enough
            middle = (low + high) // 2
            rate, _ = _rates(middle / pool.steps_per_unit, adapted, pool)
            low, high = (low, middle) if fused_share(twitch_s * rate) @ capacity >= needed else (middle, high)
        rate, lost = _rates(high / pool.steps_per_unit, adapted, pool)
        fused = fused_share(twitch_s * rate)
        if failed < 0 and fused @ capacity < needed:
            failed = sample
        if len(sums):
            strength = fused_share(twitch_s * (pool.rate_most - lost)) @ capacity
            unadapted = fused_share(pool.contraction_s * pool.rate_most) @ capacity
            sums[sample] = high / pool.steps_per_unit, fused @ capacity, strength, unadapted
        if len(each):
            each[sample] = rate, fused * capacity, capacity
        if until_failure and failed >= 0:
            break
        first = np.where((first < 0) & (rate > 0), sample, first)
        if sample > 0:  # the reference series keeps the first sample free of fatigue
            capacity = np.maximum(capacity - pool.loss_au_per_s * fused * pool.step_s, 0)
    return failed


def _rates(excitation: float, adapted: FloatArray, pool: Units) -> tuple[FloatArray, FloatArray]:
    """Firing rate of each unit after adaptation, and what adaptation took from it [impulses/s]."""
    rested = rate_imp_s(excitation)
    lost = np.maximum(adapted * (rested - pool.adaptation_rate), 0)
    return rested - lost, lost
