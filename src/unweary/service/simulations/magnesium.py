"""Magnesium over some weeks of eating less or more of it, and over twelve weeks of eating as before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unweary.physiology.depletion import BODY_AVIOLI1966, MagnesiumCourse, magnesium_course
from unweary.vocab.simulation import FloatArray, Line, Panel, Simulated

#: Days before the change and after it that are shown, longer than blood ever needs to come back; this near to the start
#: counts as back [mmol/L].
_BEFORE_DAYS, _AFTER_DAYS, _BACK_MMOL_L = 7, 84, 0.01


def run(values: Mapping[str, float | str]) -> Simulated:
    """Blood beside that of kidneys that do not answer, and what comes in and goes out."""
    before, meanwhile = float(values["before"]), float(values["meanwhile"])
    days = round(7 * float(values["weeks"]))
    course = magnesium_course(np.repeat([before, meanwhile, before], [_BEFORE_DAYS, days, _AFTER_DAYS]), before)
    blood, held = course.serum_mmol_l, course.exchangeable_mg + course.slow_mg
    weeks, flow_weeks = (np.arange(n) / 7 - _BEFORE_DAYS / 7 for n in (len(blood), len(blood) - 1))
    end = _BEFORE_DAYS + days
    far = np.flatnonzero(np.abs(blood[end:] - blood[0]) > _BACK_MMOL_L)
    back = int(far[-1]) + 1 if far.size else 0
    fixed = _fixed(course, end)
    return Simulated(
        numbers={
            "end_mmol_l": float(blood[end]),
            "fourth_day_mg": float(course.urine_mg_d[_BEFORE_DAYS + 3]),
            "back_days": float(back),
            "body_mg": float(held[end + back] - held[0]),
        },
        panels=(
            Panel("blood", (Line("course", weeks, blood), Line("fixed", weeks[: end + 1], fixed, "second"))),
            Panel(
                "flows",
                (
                    Line("taken", flow_weeks, course.taken_up_mg_d),
                    Line("urine", flow_weeks, course.urine_mg_d, "second"),
                ),
            ),
        ),
    )


def _fixed(course: MagnesiumCourse, end: int) -> FloatArray:
    """Blood up to this day, were as much lost each day as on the first."""
    gain_mg = np.cumsum(course.taken_up_mg_d[:end] - course.taken_up_mg_d[0])
    per_mg = BODY_AVIOLI1966.usual_mmol_l / BODY_AVIOLI1966.exchangeable_mg
    return np.asarray(np.maximum(course.serum_mmol_l[0] + per_mg * np.append(0.0, gain_mg), 0))
