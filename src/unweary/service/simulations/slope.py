"""Energy of walking and running on slopes (Minetti 2002), and beside it the braking on the way down."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary import knowledge
from unweary.physiology.load import RUNNING_MINETTI2002, WALKING_MINETTI2002, braking_j, cost_minetti2002_j_kg_m
from unweary.vocab.simulation import Line, Panel, Simulated

_CURVES = {"run": RUNNING_MINETTI2002, "walk": WALKING_MINETTI2002}


def run(values: Mapping[str, float | str]) -> Simulated:
    """Both curves over the slope, and one way on one slope."""
    curve = _CURVES[str(values["gait"])]
    slope, way_m, speed_m_s, mass_kg = (
        float(values["slope_pct"]) / 100,
        float(values["way_km"]) * 1000,
        float(values["speed_km_h"]) / 3.6,
        float(values["mass_kg"]),
    )
    reference_m_s = knowledge.load().parameters["braking_reference_m_s"].mid
    gradients = np.linspace(-curve.steepest, curve.steepest, 181)
    here, flat = (float(cost_minetti2002_j_kg_m(gradient, curve)) for gradient in (slope, 0.0))
    braking = np.array([braking_j(1.0, -gradient, speed_m_s, reference_m_s) for gradient in gradients])
    at = np.array([slope * 100])
    return Simulated(
        numbers={
            "energy_kj": here * way_m * mass_kg / 1000,
            "flat_share_pct": here / flat * 100,
            "drop_m": max(-slope * way_m, 0.0),
            "braking_kj": braking_j(mass_kg, -slope * way_m, speed_m_s, reference_m_s) / 1000,
        },
        panels=(
            Panel(
                "cost",
                (
                    Line("run", gradients * 100, cost_minetti2002_j_kg_m(gradients, RUNNING_MINETTI2002)),
                    Line("walk", gradients * 100, cost_minetti2002_j_kg_m(gradients, WALKING_MINETTI2002), "second"),
                    Line("here", at, np.array([here]), "points"),
                ),
            ),
            Panel(
                "braking",
                (
                    Line("braking", gradients * 100, braking),
                    Line("here", at, np.array([braking_j(1.0, -slope, speed_m_s, reference_m_s)]), "points"),
                ),
            ),
        ),
    )
