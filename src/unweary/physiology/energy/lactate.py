"""Lactate in the blood after an all-out sprint at rest: it leaves the muscles fast, and is used up slowly.

``La(t) = La_rest + A k1 / (k1 - k2) (exp(-k2 t) - exp(-k1 t))``: two half-lives, one of the flow into the blood and one
of the use by heart, liver and other muscles. It is the two-exponential curve of Freund & Zouloumian 1981 (Eur J Appl
Physiol 46:121) with three free numbers instead of four, as fitted by Beneke et al. 2007 (Dyn Med 6:10) to eleven men.

Where it stops being true: sprints of 10 and of 30 seconds, sitting still afterwards, eleven young men. The authors of
both curves doubt what k1 and k2 mean inside a body. Moving lightly clears it faster; no rate was found in print, so
that is not modelled, and ``GREENWOOD2008`` stands beside it as measured. Lactate is a fuel, and no cause of soreness.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class Kinetics:
    """``amount_mmol_l`` : A, the rise if nothing were used up [mmol/l]. ``appears_per_min`` : k1 [1/min].
    ``goes_per_min``, ``goes_sd_per_min`` : k2 and its spread between people [1/min]."""

    amount_mmol_l: float
    appears_per_min: float
    goes_per_min: float
    goes_sd_per_min: float
    source: str


_BENEKE = "Beneke, Jumah & Leithaeuser 2007, Dyn Med 6:10, Abstract, 3-parameter model"
KINETICS_BENEKE2007: dict[str, Kinetics] = {
    "sprint_10_s": Kinetics(9.1, 0.610, 0.0421, 0.0106, _BENEKE),
    "sprint_30_s": Kinetics(15.3, 0.505, 0.0245, 0.0104, _BENEKE),
}
#: What went from the blood in 10 minutes after a 200-yard swim [mmol/l], by how fast they swam on, as a share of the
#: speed at the lactate threshold [1; 0 is rest]. Mean of 14 men. Greenwood et al. 2008, J Sports Sci 26:29, Abstract.
GREENWOOD2008: dict[float, float] = {0.0: 2.1, 0.5: 6.0, 1.0: 8.5, 1.5: 6.1}


def lactate_mmol_l(t_min: ArrayLike, kinetics: Kinetics, rest_mmol_l: float = 1.0) -> FloatArray:
    """Lactate in the blood after a sprint [mmol/l].

    Parameters
    ----------
    t_min : array_like
        Time since the sprint [min], 0 or more.
    kinetics : Kinetics
    rest_mmol_l : float
        What was there before [mmol/l]; 1.0 in ten rested men of Menzies et al. 2010, J Sports Sci 28:975, Abstract.

    Returns
    -------
    ndarray, the same shape
        NaN where the time is missing.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> lactate_mmol_l([0, 6, 30, 60], KINETICS_BENEKE2007["sprint_30_s"]).round(1).tolist()
    [1.0, 14.1, 8.7, 4.7]
    """
    t = floats("t_min", t_min)
    speeds = kinetics.appears_per_min, kinetics.goes_per_min
    if (t < 0).any() or not rest_mmol_l >= 0 or not speeds[0] > speeds[1] > 0:
        told = f"a time of {np.min(t, initial=0.0)} min, {rest_mmol_l} mmol/l at rest, speeds {speeds}"
        raise UserError("impossible_value", told, "times and levels of 0 or more, appearing faster than going")
    rise = kinetics.amount_mmol_l * speeds[0] / (speeds[0] - speeds[1])
    return rest_mmol_l + rise * (np.exp(-speeds[1] * t) - np.exp(-speeds[0] * t))


def peak(kinetics: Kinetics) -> tuple[float, float]:
    """When lactate is highest [min], and by how much it is then above rest [mmol/l].

    Examples
    --------
    >>> tuple(round(value, 1) for value in peak(KINETICS_BENEKE2007["sprint_30_s"]))
    (6.3, 13.1)
    """
    appears, goes = kinetics.appears_per_min, kinetics.goes_per_min
    at_min = log(appears / goes) / (appears - goes)
    return at_min, kinetics.amount_mmol_l * exp(-goes * at_min)
