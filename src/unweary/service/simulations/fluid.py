"""Body water in a training session and in the two hours after it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.depletion import mass_change_pct
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Of what is drunk after training so much stays, the rest is urine: what 'one and a half times the loss' comes to
#: (Sawka et al. 2007; grade D for any one person). Hours of drinking after training; points of each part.
_KEPT_SHARE, _AFTER_H, _POINTS = 2 / 3, 2.0, 60
#: A loss beyond this is what the position stand calls excessive [% of body mass].
_EXCESSIVE_PCT = -2.0


def run(values: Mapping[str, float | str]) -> Simulated:
    """Body mass against the start, with and without drinking."""
    mass_kg, hours, sweat_l_h, drink_l_h, after_l = (
        float(values[name]) for name in ("mass", "hours", "sweat", "drink", "after")
    )
    steps_h = np.repeat([hours / _POINTS, _AFTER_H / _POINTS], _POINTS)
    training = np.arange(2 * _POINTS) < _POINTS
    sweat = np.where(training, sweat_l_h, 0.0)
    kept = np.where(training, drink_l_h, after_l * _KEPT_SHARE / _AFTER_H)
    course = _course(mass_kg, steps_h, sweat, kept)
    time_h = np.append(0.0, np.cumsum(steps_h))
    return Simulated(
        numbers={
            "end_pct": float(course[_POINTS]),
            "end_l": float(course[_POINTS]) * mass_kg / 100,
            "after_pct": float(course[-1]),
        },
        panels=(
            Panel(
                "water",
                (
                    Line("course", time_h, course),
                    Line("dry", time_h, _course(mass_kg, steps_h, sweat, np.zeros(len(sweat))), "second"),
                    Line("limit", time_h[[0, -1]], np.full(2, _EXCESSIVE_PCT), "reference"),
                ),
            ),
        ),
    )


def _course(mass_kg: float, steps_h: FloatArray, sweat_l_h: FloatArray, kept_l_h: FloatArray) -> FloatArray:
    return np.append(0.0, mass_change_pct(mass_kg, steps_h, sweat_l_h, kept_l_h))
