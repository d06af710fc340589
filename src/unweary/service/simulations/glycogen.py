"""Glycogen: a run that empties the stores, and two days that fill the legs."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from unweary.physiology.energy.glycogen import REFILLINGS, left_after_run, refilled, wall_km
from unweary.vocab.simulation import Line, Panel, Simulated

_PLENTY_G_KG_DAY = 12.0
_NEARLY = 0.9


def run(values: Mapping[str, float | str]) -> Simulated:
    """The run's own loss, then the refill beside that of plenty of food. Legs and liver are emptied alike."""
    share, grams = float(values["carbohydrate_pct"]) / 100, float(values["grams_kg_day"])
    refilling = REFILLINGS[str(values["training"])]
    left = left_after_run(float(values["distance_km"]), share)
    hours = np.linspace(0.0, 48.0, 385)
    eaten = refilled(hours, left, grams, refilling)
    nearly = np.flatnonzero(eaten >= _NEARLY)
    return Simulated(
        numbers={
            "wall_km": wall_km(share),
            "left_pct": 100 * left,
            "day_pct": 100 * float(refilled(24.0, left, grams, refilling)),
            "nearly_h": float(hours[nearly[0]]) if len(nearly) else nan,
        },
        panels=(
            Panel(
                "course",
                (
                    Line("eaten", hours, 100 * eaten),
                    Line("plenty", hours, 100 * refilled(hours, left, _PLENTY_G_KG_DAY, refilling), "second"),
                ),
            ),
        ),
    )
