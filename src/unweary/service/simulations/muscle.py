"""A muscle that holds, pauses and holds again, beside one that never pauses (3CC-r)."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan

import numpy as np

from unweary.physiology.muscle import RATES_LOOFT2018, endurance_time_s, hold
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Points of each curve, about.
_POINTS = 160


def run(values: Mapping[str, float | str]) -> Simulated:
    """The force that is left over some rounds of holding and pausing, in percent of full force."""
    rates = RATES_LOOFT2018[str(values["joint"])]
    share, hold_s, pause_s, rounds = (float(values[name]) for name in ("mvc", "hold_s", "pause_s", "rounds"))
    rounds = round(rounds)
    parts = max(2, _POINTS // (2 * rounds))
    loads = np.tile(np.repeat([share, 0.0], parts), rounds)
    steps_s = np.tile(np.repeat([hold_s / parts, pause_s / parts], parts), rounds)
    t_s = np.concatenate([[0.0], np.cumsum(steps_s)])
    paused = hold(loads, steps_s, rates)
    steady = hold(share, np.diff(t_s), rates)
    failed_s, endurance_s = float(paused.failed_s), float(endurance_time_s(share, rates))
    ends_s = np.arange(rounds) * (hold_s + pause_s)
    asked_t = np.column_stack([ends_s, ends_s + hold_s, ends_s + hold_s]).ravel()
    asked = np.tile([share, share, nan], rounds)
    left = _left_pct(paused.tired_share)
    return Simulated(
        numbers={
            "endurance_time_s": endurance_s if endurance_s < inf else nan,
            "failed_s": failed_s if failed_s < inf else nan,
            "left_pct": float(left[(2 * rounds - 1) * parts]),
        },
        panels=(
            Panel(
                "course",
                (
                    Line("paused", t_s, left),
                    Line("steady", t_s, _left_pct(steady.tired_share), "second"),
                    Line("asked", asked_t, 100 * asked, "reference"),
                ),
            ),
        ),
    )


def _left_pct(tired_share: FloatArray) -> FloatArray:
    """What can still be given, from the rested start on."""
    return 100 * (1 - np.concatenate([[0.0], tired_share]))
