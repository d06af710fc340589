"""When sleep lies: its middle, on work days and on free days, and the hours between the two, social jetlag.

``social jetlag = |MSF - MSW|``, the middle of sleep on free days less that on work days. Wittmann et al. 2006,
Chronobiol Int 23:497; Roenneberg, Pilz, Zerbini & Winnebeck 2019, Biology 8:54, which also gives the middle corrected
for sleep that is made up for at the weekend. Clock times go round: 23:30 and 0:30 are an hour apart.

Where it stops being true: shift work has no two kinds of days; a free day with an alarm clock, small children or a
party is not free.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.numbers import FloatArray, together, within

#: Clock times whose mean direction is weaker than this point nowhere (6 and 18 o'clock); rounding leaves about 1e-16.
_NO_DIRECTION = 1e-9


def mid_sleep_h(fell_asleep_h: ArrayLike, woke_h: ArrayLike) -> FloatArray:
    """The middle of each sleep as a clock time, 0 to 24 [h].

    Parameters
    ----------
    fell_asleep_h, woke_h : array_like
        Hours after midnight of a first day, so that waking is the larger number; NaN where it is not known.

    Raises
    ------
    UserError
        ``impossible_value`` where a sleep does not end after it begins or lasts longer than a day; ``shapes_differ``.

    Examples
    --------
    >>> mid_sleep_h([23.0, 25.0], [31.0, 34.0]).tolist()
    [3.0, 5.5]
    """
    starts, ends = together(
        fell_asleep_h=within("fell_asleep_h", fell_asleep_h, -1e7, 1e7, unknown=True),
        woke_h=within("woke_h", woke_h, -1e7, 1e7, unknown=True),
    )
    within("woke_h - fell_asleep_h", np.where(ends == starts, -1.0, ends - starts), 0, 24, unknown=True)
    return np.mod((starts + ends) / 2, 24)


def mean_clock_h(clock_h: ArrayLike) -> float:
    """The mean of clock times, which go round: the direction of their mean on the dial [h, 0 to 24].

    Returns
    -------
    float
        NaN where none is known or they point nowhere, as 6 and 18 o'clock do. What is not known is left out.

    Examples
    --------
    >>> round(mean_clock_h([23.5, 0.75, float("nan")]), 3), mean_clock_h([6.0, 18.0])
    (0.125, nan)
    """
    given = within("clock_h", clock_h, -1e7, 1e7, unknown=True)
    known = given[~np.isnan(given)]
    if not known.size:
        return float("nan")
    turn = np.exp(2j * np.pi / 24 * known).mean()
    # Twice, as a hair below midnight would come out as 24.
    return float(np.angle(turn) * 24 / (2 * np.pi) % 24 % 24) if abs(turn) > _NO_DIRECTION else float("nan")


def social_jetlag_h(mid_free_h: ArrayLike, mid_work_h: ArrayLike) -> FloatArray:
    """Hours between the middle of sleep on free days and on work days, 0 to 12 [h].

    Parameters
    ----------
    mid_free_h, mid_work_h : array_like
        Clock times, for instance of :func:`mean_clock_h`; NaN where it is not known.

    Examples
    --------
    >>> social_jetlag_h([5.5, 0.5, 3.0], [3.0, 23.5, float("nan")]).tolist()
    [2.5, 1.0, nan]
    """
    free, work = together(
        mid_free_h=within("mid_free_h", mid_free_h, -1e7, 1e7, unknown=True),
        mid_work_h=within("mid_work_h", mid_work_h, -1e7, 1e7, unknown=True),
    )
    return np.asarray(np.abs(np.mod(free - work + 12, 24) - 12))


def mid_sleep_corrected_h(
    mid_free_h: ArrayLike, sleep_free_h: ArrayLike, sleep_work_h: ArrayLike, work_days: ArrayLike
) -> FloatArray:
    """The middle of sleep on free days without the part slept to make up for the week (MSFsc), a clock time [h].

    Where free days have the longer sleep, ``MSF - (sleep on free days - mean of the week) / 2``, else MSF. Roenneberg
    et al. 2019, Biology 8:54; as computed by the R package mctq. Only for free days without an alarm clock.

    Parameters
    ----------
    mid_free_h : array_like
        Middle of sleep on free days, a clock time [h].
    sleep_free_h, sleep_work_h : array_like
        Hours of sleep on free and on work days, 0 to 24 [h].
    work_days : array_like
        Work days in a week, 0 to 7.

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    Nine hours on free days with their middle at 5:30, seven on five work days:

    >>> round(float(mid_sleep_corrected_h(5.5, 9.0, 7.0, 5)), 2)
    4.79
    """
    mid, free, work, days = together(
        mid_free_h=within("mid_free_h", mid_free_h, -1e7, 1e7, unknown=True),
        sleep_free_h=within("sleep_free_h", sleep_free_h, 0, 24, unknown=True),
        sleep_work_h=within("sleep_work_h", sleep_work_h, 0, 24, unknown=True),
        work_days=within("work_days", work_days, 0, 7),
    )
    week = (work * days + free * (7 - days)) / 7
    return np.mod(mid - np.maximum(free - week, 0) / 2, 24)
