"""Phosphocreatine after work: the mean of a group, and its quick and slow people (one standard deviation)."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

import numpy as np

from unweary.physiology.energy.phosphocreatine import REFILLS, phosphocreatine_share
from unweary.vocab.simulation import Line, Panel, Simulated

_SHOWN_S = 300.0
_NEARLY = 0.95


def run(values: Mapping[str, float | str]) -> Simulated:
    """Five minutes of rest from what was left, in percent of full."""
    refill, left = REFILLS[str(values["muscle"])], float(values["left_pct"]) / 100
    rest_s = np.linspace(0.0, _SHOWN_S, 301)

    def line(name: str, tau_s: float, kind: str) -> Line:
        return Line(name, rest_s, 100 * phosphocreatine_share(rest_s, tau_s, left), kind)

    return Simulated(
        numbers={
            "half_s": refill.tau_s * log(2),
            "after_30_pct": 100 * float(phosphocreatine_share(30.0, refill.tau_s, left)),
            "nearly_s": max(0.0, refill.tau_s * log((1 - left) / (1 - _NEARLY))),
        },
        panels=(
            Panel(
                "course",
                (
                    line("mean", refill.tau_s, "main"),
                    line("quick", refill.tau_s - refill.sd_s, "second"),
                    line("slow", refill.tau_s + refill.sd_s, "third"),
                ),
            ),
        ),
    )
