"""Intervals above critical power: what is left of W', by the chosen law and by the most and least generous of all."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan

import numpy as np

from unweary.physiology.energy.balance import w_balance, w_balance_skiba2012
from unweary.physiology.energy.capacity import Capacity, time_limit_s
from unweary.physiology.energy.recovery import LAWS
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Rests are ridden at this share of critical power; own choice, told in the words.
_REST_SHARE = 0.4
#: Points of each curve, about; the ends of efforts and rests are always among them.
_POINTS = 320


def run(values: Mapping[str, float | str]) -> Simulated:
    """Rounds of an effort and a rest, second by second."""
    cp_w, w_prime_kj, work_w = (float(values[name]) for name in ("cp_w", "w_prime_kj", "work_w"))
    on_s, off_s, rounds = (round(float(values[name])) for name in ("on_s", "off_s", "rounds"))
    capacity = Capacity(cp_w, 1000 * w_prime_kj)
    power_w = np.tile(np.repeat([work_w, _REST_SHARE * cp_w], [on_s, off_s]), rounds)
    every = {"skiba2012": w_balance_skiba2012(power_w, 1.0, capacity)} | {
        name: w_balance(power_w, 1.0, capacity, law) for name, law in LAWS.items()
    }
    left = {name: _shown(told.balance_j, capacity.w_prime_j) for name, told in every.items()}
    chosen, together = left[str(values["model"])], np.array(list(left.values()))
    ends = np.arange(rounds) * (on_s + off_s) + on_s
    empty = np.flatnonzero(chosen[ends] == 0)
    steady_s = float(time_limit_s(work_w, capacity))
    shown = np.unique(np.concatenate([np.linspace(0, len(power_w), _POINTS).astype(int), ends, ends + off_s]))
    t_min = shown / 60

    def line(name: str, y: FloatArray, kind: str) -> Line:
        return Line(name, t_min, y[shown], kind)

    return Simulated(
        numbers={
            "left_pct": float(chosen[ends[-1]]),
            "failed_round": float(empty[0] + 1) if len(empty) else nan,
            "steady_s": steady_s if steady_s < inf else nan,
        },
        panels=(
            Panel(
                "course",
                (
                    line("chosen", chosen, "main"),
                    line("most", together.max(axis=0), "second"),
                    line("least", together.min(axis=0), "third"),
                    Line("nothing", t_min[[0, -1]], np.zeros(2), "reference"),
                ),
            ),
        ),
    )


def _shown(balance_j: FloatArray, w_prime_j: float) -> FloatArray:
    """From full on, in percent; nothing from the second on in which it would be less."""
    left = np.append(w_prime_j, balance_j) / w_prime_j * 100
    return np.where(np.maximum.accumulate(left < 0), 0.0, left)
