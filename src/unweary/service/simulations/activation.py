"""A contraction that lost force: how much of the loss is will, how much muscle, and how both come back."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from unweary.physiology.activation import RECOVERY, remaining_share, split_of_loss
from unweary.vocab.simulation import Line, Panel, Simulated

_MINUTES = np.concatenate([np.linspace(0, 10, 120), np.linspace(10, 60, 101)[1:]])


def run(values: Mapping[str, float | str]) -> Simulated:
    """The added twitch of a rested and a tired muscle, the split of the loss, and an hour of recovery."""
    before, after, left = (float(values[name]) / 100 for name in ("before_pct", "after_pct", "force_pct"))
    exercise = str(values["exercise"])
    will = after / before
    muscle = left / will
    split = split_of_loss(left, will)
    fits = 0 <= split.central <= 1
    will_course, muscle_course = (
        1 - (1 - share) * remaining_share(60 * _MINUTES, RECOVERY[part, exercise])
        for part, share in (("central", will), ("peripheral", muscle))
    )
    force_course = will_course * muscle_course
    return Simulated(
        numbers={
            "central_pct": 100 * split.central if fits else nan,
            "muscle_pct": 100 * muscle,
            "force_10min_pct": 100 * float(np.interp(10, _MINUTES, force_course)),
        },
        panels=(
            Panel(
                "twitch",
                (
                    _twitch("rested", 1.0, before, 1.0, "second"),
                    _twitch("tired", muscle, after, left, "main"),
                ),
            ),
            Panel(
                "recovery",
                (
                    Line("force", _MINUTES, 100 * force_course),
                    Line("will", _MINUTES, 100 * will_course, "second"),
                    Line("muscle", _MINUTES, 100 * muscle_course, "third"),
                ),
            ),
        ),
    )


def _twitch(name: str, at_rest: float, activation: float, force: float, kind: str) -> Line:
    """A straight line from the whole twitch at no force to what is left at the most that can be given."""
    return Line(name, np.array([0.0, 100 * force]), 100 * at_rest * np.array([1.0, 1 - activation]), kind)
