"""Two weeks of work days and free days: how regular the sleep is, and how far the free days lie from the others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.sleep import (
    asleep_epochs,
    mean_clock_h,
    mid_sleep_h,
    sleep_regularity_index,
    social_jetlag_h,
)
from unweary.vocab.simulation import Line, Panel, Simulated

#: Nights shown; epochs of five minutes; waking on work days [h after midnight], a nap begins [h].
_NIGHTS, _PER_DAY, _WAKES_H, _NAP_H = 14, 288, 7.0, 14.0


def run(values: Mapping[str, float | str]) -> Simulated:
    """The regularity index and social jetlag of 14 nights, and when each of them began and ended."""
    slept_h, later_h = float(values["sleep_h"]), float(values["later_h"])
    nap_h, work_days = float(values["nap_min"]) / 60, round(float(values["work_days"]))
    night = np.arange(_NIGHTS, dtype=np.float64)
    free = night % 7 >= work_days
    woke = 24 * (night + 1) + _WAKES_H + later_h * free
    fell_asleep = woke - slept_h
    starts, ends = fell_asleep, woke
    if nap_h > 0:
        naps = 24 * (night[free & (night < _NIGHTS - 1)] + 1) + _NAP_H  # one on the last day has no day after
        starts, ends = np.concatenate([starts, naps]), np.concatenate([ends, naps + nap_h])
    mid = mid_sleep_h(fell_asleep, woke)
    jetlag = social_jetlag_h(mean_clock_h(mid[free]), mean_clock_h(mid[~free]))
    return Simulated(
        numbers={
            "index": float(sleep_regularity_index(asleep_epochs(starts, ends, _PER_DAY), _PER_DAY, 5)),
            "jetlag_h": float(jetlag),
        },
        panels=(
            Panel(
                "nights",
                (
                    Line("fell_asleep", night + 1, fell_asleep - 24 * night - 24, "main"),
                    Line("woke", night + 1, woke - 24 * night - 24, "second"),
                    Line("middle", night + 1, (fell_asleep + woke) / 2 - 24 * night - 24, "reference"),
                ),
            ),
        ),
    )
