"""A force held until it can be held no longer, as the nerve and its 120 motor units see it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.motor_units import simulate
from unweary.physiology.motor_units.pool import GRID
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Points of each curve, at most about.
_POINTS = 300
#: Three units to follow, by their place in the order of calling, counted from 1.
_UNITS = {"small": 10, "middle": 60, "large": 110}
_KINDS = ("main", "second", "third")


def run(values: Mapping[str, float | str]) -> Simulated:
    """Drive and strength up to the moment of failure, what each unit has lost on the way, and how fast three fire."""
    share = float(values["mvc"])
    course = simulate(np.full(round(GRID.longest_s / GRID.step_s), share), until_failure=True)
    samples = len(course.t_s)
    # From the end backwards, so that the moment of failure is among the points.
    shown = slice(None, None, -(samples // _POINTS + 1))
    t_s = course.t_s[shown][::-1]

    def over_time(name: str, values: FloatArray, kind: str) -> Line:
        return Line(name, t_s, values[shown][::-1], kind)

    rates = np.where(course.rate_imp_s > 0, course.rate_imp_s, np.nan)
    order = np.arange(1.0, course.capacity_pct.shape[1] + 1)
    moments = {"third": samples // 3, "two_thirds": 2 * samples // 3, "end": samples - 1}
    return Simulated(
        numbers={
            "endurance_time_s": course.endurance_s,
            "first_drive_pct": float(course.excitation_pct[0]),
            "most_lost_pct": float(100 - course.capacity_pct[-1].min()),
        },
        panels=(
            Panel(
                "drive",
                (
                    over_time("drive", course.excitation_pct, "main"),
                    over_time("strength", course.strength_pct, "second"),
                    over_time("asked", 100 * course.target_mvc, "reference"),
                ),
            ),
            Panel(
                "left",
                tuple(
                    Line(name, order, course.capacity_pct[sample], kind)
                    for (name, sample), kind in zip(moments.items(), reversed(_KINDS), strict=True)
                ),
            ),
            Panel(
                "rates",
                tuple(
                    over_time(name, rates[:, place - 1], kind)
                    for (name, place), kind in zip(_UNITS.items(), _KINDS, strict=True)
                ),
            ),
        ),
    )
