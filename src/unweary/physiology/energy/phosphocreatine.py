"""Phosphocreatine (PCr): the store that pays for the first seconds of hard work, and is refilled with oxygen.

After work ends the missing part shrinks like a half-life: ``PCr(t) = 1 - (1 - PCr0) exp(-t / tau)``. The time constant
tau tells how well a muscle makes energy with oxygen. Where it stops being true: after very hard work, when the muscle
is acid, the refill is slower and has two speeds; and tau differs far more between people than between the rows below.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class Refill:
    """Measured in one group of people. ``tau_s`` : mean [s]; ``sd_s`` : spread between people [s]."""

    tau_s: float
    sd_s: float
    people: str
    source: str


_TWO_PROTOCOLS = "Two protocols to measure mitochondrial capacity in women and adolescent girls, Abstract: 20 s hold"
_INTERLEAVED = "Interleaved 1H and 31P spectra at 7 T, PubMed 35 and 65 s by body mass index, Abstract"
#: By muscle and people. Slade prints standard errors of 11 people; the spread here is that times the root of 11.
REFILLS: dict[str, Refill] = {
    "calf_girls": Refill(19.0, 6.0, "6 girls of 14 years", _TWO_PROTOCOLS),
    "calf_women": Refill(19.0, 4.0, "7 women of 23 years", _TWO_PROTOCOLS),
    "shin": Refill(36.2, 11.6, "11 adults", "Slade et al. 2006, NMR Biomed 19:573, Abstract: repeated contractions"),
    "leg_lean": Refill(35.0, 12.0, "16 adults, body mass index 22", _INTERLEAVED),
    "leg_heavy": Refill(65.0, 30.0, "11 adults, body mass index 34", _INTERLEAVED),
}


def phosphocreatine_share(rest_s: ArrayLike, tau_s: float, start_share: float = 0.0) -> FloatArray:
    """PCr after a rest, as a share of the rested store [1].

    Parameters
    ----------
    rest_s : array_like
        Time since the work ended [s], 0 or more.
    tau_s : float
        Time constant [s].
    start_share : float
        What was left when it ended [1].

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
    From empty, with the 19 s of a young woman's calf and with 36 s:

    >>> phosphocreatine_share([30, 60, 180], 19.0).round(2).tolist()
    [0.79, 0.96, 1.0]
    >>> phosphocreatine_share([30, 60, 180], 36.0).round(2).tolist()
    [0.57, 0.81, 0.99]
    """
    rest = floats("rest_s", rest_s)
    if (rest < 0).any():
        raise UserError("impossible_value", f"rest_s has {rest[rest < 0].flat[0]}", "0 s or more")
    if not (0 < tau_s < inf and 0 <= start_share <= 1):
        told = f"tau_s is {tau_s} and start_share {start_share}"
        raise UserError("impossible_value", told, "a time above 0 s, a share from 0 to 1")
    return 1 - (1 - start_share) * np.exp(-rest / tau_s)


def tau_s_slade2006(interval_s: float, drop_share: float, steady_drop_share: float) -> float:
    """Time constant of PCr from light contractions that repeat, without hard work [s].

    ``tau = -interval / ln(D / (D + Q))``: in the steady state each pause refills what each contraction takes (Slade et
    al. 2006, NMR Biomed 19:573).

    Parameters
    ----------
    interval_s : float
        From one contraction to the next [s].
    drop_share : float
        Q, what one contraction takes [share of the rested store].
    steady_drop_share : float
        D, how far PCr is below rest just before each contraction [share of the rested store].

    Returns
    -------
    float

    Raises
    ------
    UserError
        ``impossible_value`` where one is not above 0, or both drops together are more than the store.

    Examples
    --------
    A contraction every 30 s takes 9 %, and before each one 8 % are missing:

    >>> round(tau_s_slade2006(30.0, 0.09, 0.08), 1)
    39.8
    """
    if not (0 < interval_s < inf and drop_share > 0 and steady_drop_share > 0 and drop_share + steady_drop_share <= 1):
        told = f"interval_s is {interval_s}, drop_share {drop_share}, steady_drop_share {steady_drop_share}"
        raise UserError("impossible_value", told, "numbers above 0, the two drops together at most 1")
    return float(interval_s / np.log1p(drop_share / steady_drop_share))
