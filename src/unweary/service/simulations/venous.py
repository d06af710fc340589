"""A leg on tiptoes, and a day on the feet or on a chair, with and without stockings, walks and legs up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.venous import (
    ANKLE_MMHG,
    CALVES,
    STANDING_MMHG,
    Calf,
    Tiptoes,
    refill_ml,
    squeezed,
    swell_ml,
    tiptoes,
)
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: The test is watched from two seconds before the first tiptoe until so long after the last [s]; points of the refill.
_BEFORE_S, _AFTER_S, _POINTS = 2.0, 90.0, 90
#: Hours of the day, and parts of an hour's standing or sitting and of its walk.
_HOURS, _STILL_PARTS, _WALK_PARTS, _UP_PARTS = 8, 20, 4, 12


def run(values: Mapping[str, float | str]) -> Simulated:
    """Pressure in the tiptoe test, and swelling of one lower leg over eight hours."""
    pressed_mmhg, walk_min, up_min = (float(values[name]) for name in ("compression", "walk_min", "legs_up_min"))
    posture = str(values["posture"])
    calf = squeezed(CALVES[str(values["veins"])], pressed_mmhg)
    test = tiptoes(calf)
    # A leaking leg keeps a high pressure in walking too; the walk measured in healthy people is the least.
    walking_mmhg = max(ANKLE_MMHG["walking"], test.avp_mmhg)
    evening = _HOURS * (_STILL_PARTS + _WALK_PARTS)
    hour_mmhg = [ANKLE_MMHG[posture]] * _STILL_PARTS + [walking_mmhg] * _WALK_PARTS
    hour_min = [(60 - walk_min) / _STILL_PARTS] * _STILL_PARTS + [walk_min / _WALK_PARTS] * _WALK_PARTS
    ankle_mmhg = np.array(hour_mmhg * _HOURS + [ANKLE_MMHG["legs_up"]] * _UP_PARTS)
    minutes = np.array(hour_min * _HOURS + [up_min / _UP_PARTS] * _UP_PARTS)
    # The stocking is worn for the day and taken off to put the legs up.
    stocking_mmhg = np.where(np.arange(len(minutes)) < evening, pressed_mmhg, 0.0)
    course = np.append(0.0, swell_ml(ankle_mmhg, minutes, stocking_mmhg))
    still = np.append(0.0, swell_ml([ANKLE_MMHG[posture]] * evening, minutes[:evening]))
    hours = np.append(0.0, np.cumsum(minutes)) / 60
    return Simulated(
        numbers={
            "refill_s": test.vrt90_s,
            "avp_mmhg": test.avp_mmhg,
            "evening_ml": float(course[evening]),
            "after_ml": float(course[-1]),
        },
        panels=(
            Panel("tiptoes", (_trace("leg", calf, test, "main"), _healthy())),
            Panel("day", (Line("day", hours, course), Line("still", hours[: evening + 1], still, "second"))),
        ),
    )


def _healthy() -> Line:
    return _trace("healthy", CALVES["healthy"], tiptoes(CALVES["healthy"]), "reference")


def _trace(name: str, calf: Calf, test: Tiptoes, kind: str) -> Line:
    """Standing still, ten tiptoes, and the veins filling up again."""
    last_s = float(test.stroke_s[-1])
    passed_s = np.linspace(0, _AFTER_S, _POINTS)[1:]
    refilled: FloatArray = refill_ml(calf, test.rvf * calf.volume_ml, passed_s) / calf.volume_ml * STANDING_MMHG
    strokes_s = np.repeat(test.stroke_s, 2)
    strokes_mmhg = np.column_stack([test.before_mmhg, test.after_mmhg]).ravel()
    return Line(
        name,
        np.concatenate([[-_BEFORE_S], strokes_s, last_s + passed_s]),
        np.concatenate([[STANDING_MMHG], strokes_mmhg, refilled]),
        kind,
    )
