"""Twenty weeks of training, easy days, a race: Banister's impulse response."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from unweary.physiology.load import Response, influence_days, performance
from unweary.vocab.simulation import Line, Panel, Simulated

#: Before the easy days [days]: three times the longest lift, so that the start is forgotten.
_FULL_DAYS = 182
#: After the race nothing is trained [days].
_AFTER_DAYS = 28
#: What a unit of load adds and takes [points]. Own choice, so that numbers are easy to read; the second is twice the
#: first, as is usual in examples.
_LIFT, _DRAG = 0.1, 0.2


def run(values: Mapping[str, float | str]) -> Simulated:
    """Performance around the race, and its two parts, in points above no training."""
    weekly, easy, share, slow, fast = (
        float(values[name]) for name in ("weekly_load", "taper_days", "taper_share", "lift_days", "drag_days")
    )
    easy_days = round(easy)
    race = _FULL_DAYS + easy_days
    load = np.zeros(race + _AFTER_DAYS + 1)
    load[:race] = weekly / 7
    load[_FULL_DAYS:race] *= share / 100
    person = Response(0.0, _LIFT, _DRAG, slow, fast, "invented")
    lift = performance(load, Response(0.0, _LIFT, 0.0, slow, fast, "invented"))
    drag = -performance(load, Response(0.0, 0.0, _DRAG, slow, fast, "invented"))
    form = lift - drag
    day = np.arange(len(load), dtype=np.float64) - race
    shown = day >= -easy_days - 28
    none_later, _ = influence_days(person)
    span = form[_FULL_DAYS : race + 1]
    return Simulated(
        numbers={
            "race_change": float(form[race] - form[_FULL_DAYS]),
            "best_day": float(span.argmax()) if easy_days else nan,
            "no_use_days": none_later,
        },
        panels=(
            Panel(
                "form",
                (
                    Line("performance", day[shown], form[shown]),
                    Line("race", np.zeros(2), np.array([form[shown].min(), form[shown].max()]), "reference"),
                ),
            ),
            Panel("parts", (Line("lift", day[shown], lift[shown]), Line("drag", day[shown], drag[shown], "second"))),
        ),
    )
