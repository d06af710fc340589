"""Lactate in the blood for two hours after a sprint, and beside it what was measured in swimmers who moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import log

import numpy as np

from unweary.physiology.energy.lactate import GREENWOOD2008, KINETICS_BENEKE2007, lactate_mmol_l, peak
from unweary.vocab.simulation import Line, Panel, Simulated

#: By so many standard deviations a quick and a slow person use it faster or slower.
_PERSON = {"quick": 1.0, "mean": 0.0, "slow": -1.0}


def run(values: Mapping[str, float | str]) -> Simulated:
    """Sitting still after a sprint, by how fast the person uses lactate."""
    mean, before = KINETICS_BENEKE2007[str(values["sprint"])], float(values["rest_mmol_l"])
    goes = mean.goes_per_min + _PERSON[str(values["person"])] * mean.goes_sd_per_min
    kinetics = replace(mean, goes_per_min=goes)
    t_min = np.linspace(0.0, 120.0, 361)
    peak_min, above = peak(kinetics)
    return Simulated(
        numbers={
            "peak_mmol_l": before + above,
            "peak_min": peak_min,
            "half_min": log(2) / goes,
            "hour_mmol_l": float(lactate_mmol_l(60.0, kinetics, before)),
        },
        panels=(
            Panel(
                "course",
                (
                    Line("blood", t_min, lactate_mmol_l(t_min, kinetics, before)),
                    Line("before", t_min[[0, -1]], np.full(2, before), "reference"),
                ),
            ),
            Panel(
                "moving",
                (
                    Line(
                        "measured",
                        100 * np.array(list(GREENWOOD2008)),
                        np.array(list(GREENWOOD2008.values())),
                        "points",
                    ),
                ),
            ),
        ),
    )
