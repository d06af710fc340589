"""Body water over hours.

A litre is a kilogram: what was drunk, less sweat and urine (Sawka et al. 2007, ACSM position stand, Med Sci Sports
Exerc 39:377). Where it stops being true: it knows no thirst, no salt, no kidneys.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.numbers import together, within

FloatArray = NDArray[np.float64]


def sweat_l(
    before_kg: ArrayLike, after_kg: ArrayLike, drunk_l: ArrayLike = 0.0, urine_l: ArrayLike = 0.0
) -> FloatArray:
    """Sweat between two weighings: mass lost, plus what was drunk, less urine [L].

    Weighed bare and dry. Divide by the hours for the rate. A little of it is breath and burnt fuel.

    Returns
    -------
    ndarray
        NaN where it comes out below 0: then something was eaten, worn or misread.

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    >>> sweat_l([70.0, 70.0], [68.9, 71.5], drunk_l=[0.5, 1.0]).round(2).tolist()
    [1.6, nan]
    """
    before, after, drunk, urine = together(
        before_kg=within("before_kg", before_kg, 1.0, 400.0),
        after_kg=within("after_kg", after_kg, 1.0, 400.0),
        drunk_l=within("drunk_l", drunk_l, 0, 50.0),
        urine_l=within("urine_l", urine_l, 0, 50.0),
    )
    sweat = before - after + drunk - urine
    return np.where(sweat < -1e-9, np.nan, np.maximum(sweat, 0))


def mass_change_pct(mass_kg: ArrayLike, hours: ArrayLike, sweat_l_h: ArrayLike, kept_l_h: ArrayLike) -> FloatArray:
    """Body mass against the start at the end of each stretch, by water alone [%]; below 0 is a loss.

    Parameters
    ----------
    mass_kg : array_like, broadcast against the rows
        Body mass at the start [kg].
    hours : array_like, shape (..., stretches)
        How long each stretch lasts [h].
    sweat_l_h, kept_l_h : array_like, broadcast against ``hours``
        Sweat, and what was drunk and stays in the body [L/h].

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    Two hours of sweat with half a litre an hour drunk, then an hour of drinking:

    >>> mass_change_pct(70.0, [2, 1], [1.2, 0.0], [0.5, 1.0]).round(2).tolist()
    [-2.0, -0.57]
    """
    lasting, sweat, kept = together(
        hours=np.atleast_1d(within("hours", hours, 0, 240.0)),
        sweat_l_h=within("sweat_l_h", sweat_l_h, 0, 10.0),
        kept_l_h=within("kept_l_h", kept_l_h, 0, 10.0),
    )
    water = np.cumsum(lasting * (kept - sweat), axis=-1)
    mass, water = together(mass_kg=within("mass_kg", mass_kg, 1.0, 400.0)[..., None], stretches=water)
    return 100 * water / mass
