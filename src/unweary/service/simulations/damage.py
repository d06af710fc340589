"""One bout of unaccustomed work and the same again some days later: strength, soreness, protection. Experimental."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.damage import SESSIONS, Muscles, after_bout, after_rest, exposure_of, rested, soreness_0_10
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

_DAY_H = 24.0
#: Shown after the second bout [days], and the points of each stretch.
_AFTER_DAYS, _POINTS = 14.0, 200


def run(values: Mapping[str, float | str]) -> Simulated:
    """Strength, soreness and protection over both bouts, beside the first bout alone."""
    exposure = float(values["size"]) * float(exposure_of(SESSIONS[str(values["group"])].loss_share))
    second_days = float(values["second_days"])
    first_days, then_days = np.linspace(0, second_days, _POINTS), np.linspace(0, _AFTER_DAYS, _POINTS)
    days = np.concatenate([first_days, second_days + then_days])
    once = after_bout(rested(), exposure)
    before = after_rest(once, second_days * _DAY_H)
    again = after_bout(before, exposure)
    early, late = after_rest(once, first_days * _DAY_H), after_rest(again, then_days * _DAY_H)
    alone = after_rest(once, days * _DAY_H)

    def both(of: Muscles, then: Muscles, name: str) -> FloatArray:
        return np.concatenate([getattr(of, name), getattr(then, name)])

    sore_alone = soreness_0_10(alone)
    return Simulated(
        numbers={
            "lost_pct": 100 * float(once.damage),
            "sore_peak": float(soreness_0_10(after_rest(once, np.linspace(0, 96, 385))).max()),
            "lost_again_pct": 100 * float(again.damage - before.damage),
        },
        panels=(
            Panel(
                "strength",
                (
                    Line("both", days, 100 * both(early, late, "strength_share")),
                    Line("first", days, 100 * alone.strength_share, "reference"),
                ),
            ),
            Panel(
                "soreness",
                (
                    Line("both", days, np.concatenate([soreness_0_10(early), soreness_0_10(late)])),
                    Line("first", days, sore_alone, "reference"),
                ),
            ),
            Panel("protection", (Line("both", days, 100 * both(early, late, "protection")),)),
        ),
    )
