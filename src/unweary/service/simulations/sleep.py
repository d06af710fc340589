"""Some short nights, then some longer ones: the debt that they leave, and the pressure to sleep by day and night."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from unweary.physiology.sleep import pressure, sleep_debt_h, steady_pressure
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Time constants of forgetting to show [days]: the middle of the prior and its two ends.
_TAU_DAYS = {"middle": 7.0, "fast": 5.0, "slow": 10.0}
_KINDS = ("main", "second", "third")
#: Days of the second picture, points in an hour, the usual night [h] and waking time [h after midnight].
_SHOWN_DAYS, _PER_HOUR, _USUAL_H, _WAKES_H = 4, 4, 8.0, 7.0
#: Nights looked ahead for the half of the debt.
_AHEAD = 60


def run(values: Mapping[str, float | str]) -> Simulated:
    """The debt night by night for three speeds of forgetting, and four days of the two-process model."""
    slept_h, recovery_h = float(values["sleep_h"]), float(values["recovery_h"])
    short, recovery = round(float(values["short_nights"])), round(float(values["recovery_nights"]))
    nights = np.concatenate([np.full(short, slept_h), np.full(recovery, recovery_h)])
    debts = {name: np.append(0.0, sleep_debt_h(nights, tau)) for name, tau in _TAU_DAYS.items()}
    debt = float(debts["middle"][short])
    ahead = sleep_debt_h(np.full(_AHEAD, recovery_h), _TAU_DAYS["middle"], debt)
    halved = np.flatnonzero(ahead <= debt / 2)
    _, bedtime = steady_pressure(slept_h)
    return Simulated(
        numbers={
            "debt_h": debt,
            "left_h": float(debts["middle"][-1]),
            "half_nights": float(halved[0] + 1) if halved.size and debt > 0 else nan,
            "bedtime_pct": 100 * float(bedtime),
        },
        panels=(
            Panel(
                "debt",
                tuple(
                    Line(name, np.arange(len(course), dtype=np.float64), course, kind)
                    for (name, course), kind in zip(debts.items(), _KINDS, strict=True)
                ),
            ),
            Panel(
                "pressure",
                (_days("short", slept_h, "main"), _days("usual", _USUAL_H, "reference")),
            ),
        ),
    )


def _days(name: str, slept_h: float, kind: str) -> Line:
    """Pressure over some days that each end with such a night, from waking after usual ones [%]."""
    steps = _SHOWN_DAYS * 24 * _PER_HOUR
    hours: FloatArray = np.arange(steps + 1) / _PER_HOUR
    asleep = (hours[:-1] % 24) >= 24 - slept_h
    waking, _ = steady_pressure(_USUAL_H)
    course = np.append(waking, pressure(waking, asleep, 1 / _PER_HOUR))
    return Line(name, (hours + _WAKES_H) / 24, 100 * course, kind)
