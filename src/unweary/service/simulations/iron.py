"""The iron store over two years: what food brings, what is lost, and how the gut makes up for part of it."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import cast

import numpy as np

from unweary.physiology.depletion import IRON, Who, iron_course, taken_up_share
from unweary.vocab.simulation import Line, Panel, Simulated

#: Two years, shown every fifth day; days in a month; blood of a grown-up [L], for what is missing in it.
_DAYS, _EVERY, _MONTH_DAYS, _BLOOD_L = 730, 5, 365 / 12, 5.0


def run(values: Mapping[str, float | str]) -> Simulated:
    """Ferritin beside that of a gut that does not adapt, and the iron that comes in and goes out."""
    who = cast(Who, str(values["who"]))
    ferritin, eaten, lost, extra = (float(values[name]) for name in ("ferritin", "eaten", "lost", "extra"))
    course = iron_course(ferritin, _DAYS, who, eaten, lost, extra)
    empty = np.flatnonzero(course.iron_mg <= 0)
    shown = slice(None, None, _EVERY)
    months = (np.arange(_DAYS + 1) / _MONTH_DAYS)[shown]
    taken = eaten * taken_up_share(course.ferritin_ug_l[shown], who) + extra
    straight = ferritin + (taken[0] - lost) * months * _MONTH_DAYS / IRON.store_mg_per_ug_l
    return Simulated(
        numbers={
            "year_ug_l": float(course.ferritin_ug_l[365]),
            "end_ug_l": float(course.ferritin_ug_l[-1]),
            "empty_months": float(empty[0] / _MONTH_DAYS) if empty.size else nan,
            "haemoglobin_g_dl": float(course.missing_mg[-1] / (10 * _BLOOD_L * IRON.haemoglobin_mg_per_g)),
        },
        panels=(
            Panel(
                "ferritin",
                (
                    Line("course", months, course.ferritin_ug_l[shown]),
                    Line("fixed_gut", months, np.maximum(straight, 0), "second"),
                ),
            ),
            Panel(
                "balance", (Line("taken", months, taken), Line("lost", months, np.full(len(months), lost), "second"))
            ),
        ),
    )
