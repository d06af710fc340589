"""Load from power: how hard a ride that goes up and down was, as if it had been steady."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.samples import FloatArray, refuse_many
from unweary.vocab.numbers import row


@dataclass(frozen=True, slots=True)
class PowerRule:
    """What samples of power count. Own choices (grade D).

    ``most_w`` : more is a fault of the meter [W]; what is below 0 is one too. ``least_share`` : with power for less of
    the time than this no number is given [1].
    """

    most_w: float = 3000.0
    least_share: float = 0.5


@dataclass(frozen=True, slots=True)
class Smoothing:
    """``seconds`` of smoothing [s]; then the mean of the fourth powers, and its fourth root."""

    seconds: int
    source: str


NP_COGGAN2003 = Smoothing(30, "Allen & Coggan, Training and Racing with a Power Meter; rolling mean of 30 s")
#: The weight of a new second is 1 / (25 + 1) and the mean starts at 0, as in the author's own spreadsheet.
XPOWER_SKIBA2008 = Smoothing(
    25, "Skiba 2008, The Development of the BikeScore Algorithm; constants as in GoldenCheetah, BikeScore.cpp"
)


def possible_w(power_w: ArrayLike, rule: PowerRule = PowerRule()) -> FloatArray:
    """Power with what cannot be (spikes, below 0, infinite) as NaN.

    Examples
    --------
    >>> possible_w([-5, 0, 250, 65535]).tolist()
    [nan, 0.0, 250.0, nan]
    """
    refuse_many(power_w)
    power = row("power_w", power_w).copy()
    power[~((power >= 0) & (power <= rule.most_w))] = nan
    return power


def normalized_power_w(power_w: ArrayLike, rule: PowerRule = PowerRule()) -> float:
    """Normalized power: rolling means of 30 s, to the fourth, their mean, the fourth root [W].

    Only full windows count (some programs begin with windows that are part zeros, which reads lower in short rides). A
    window with missing seconds is the mean of the others.

    Parameters
    ----------
    power_w : array_like
        Mean power of each second (:func:`unweary.physiology.load.per_second`); NaN is missing.
    rule : PowerRule

    Returns
    -------
    float
        NaN in less than 30 s, and with power for too little of the time.

    Examples
    --------
    >>> round(normalized_power_w([100] * 600 + [300] * 600), 1)
    252.4
    """
    power, width = possible_w(power_w, rule), NP_COGGAN2003.seconds
    if len(power) < width or _too_little(power, rule):
        return nan
    known = np.isfinite(power)
    if known.all():
        return _by_fourth_powers(_rolling_sum(power, width) / width)
    sums, counts = (_rolling_sum(values, width) for values in (np.where(known, power, 0.0), known))
    return _by_fourth_powers(sums[counts > 0] / counts[counts > 0])


def xpower_w(power_w: ArrayLike, rule: PowerRule = PowerRule()) -> float:
    """xPower: an exponentially weighted mean of 25 s, to the fourth, its mean, the fourth root [W].

    Parameters
    ----------
    power_w : array_like
        Mean power of each second; in a missing second the mean stays.
    rule : PowerRule

    Returns
    -------
    float
        A little lower than normalized power. NaN without samples and with power for too little of the time.

    Examples
    --------
    >>> round(xpower_w([100] * 600 + [300] * 600), 1)
    248.4
    """
    power = possible_w(power_w, rule)
    if _too_little(power, rule):
        return nan
    kept = XPOWER_SKIBA2008.seconds / (XPOWER_SKIBA2008.seconds + 1)
    means = accumulate(
        power.tolist(), lambda mean, now: mean if isnan(now) else mean * kept + now * (1 - kept), initial=0.0
    )
    return _by_fourth_powers(np.fromiter(means, dtype=np.float64)[1:])


def training_stress(power_w: float, threshold_w: float, duration_s: float) -> float:
    """Load on a scale on which an hour at the threshold is 100: ``100 h (power / threshold)^2``.

    Training stress score (TSS) with normalized power and the functional threshold power, BikeScore with xPower and the
    critical power. The ratio alone is the intensity factor.

    Parameters
    ----------
    power_w : float
        By :func:`normalized_power_w` or :func:`xpower_w`.
    threshold_w : float
        The person's own.
    duration_s : float
        Time recorded, without pauses.

    Returns
    -------
    float
        NaN where the threshold is not above 0.

    Examples
    --------
    >>> training_stress(250, 250, 3600), training_stress(125, 250, 7200)
    (100.0, 50.0)
    """
    return 100.0 * duration_s / 3600.0 * (power_w / threshold_w) ** 2 if threshold_w > 0 else nan


def _too_little(power: FloatArray, rule: PowerRule) -> bool:
    known = int(np.isfinite(power).sum())
    return known == 0 or known < rule.least_share * len(power)


def _rolling_sum(values: ArrayLike, width: int) -> FloatArray:
    so_far = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    return so_far[width:] - so_far[:-width]


def _by_fourth_powers(means_w: FloatArray) -> float:
    squares = means_w * means_w  # far faster than a general power
    return float(np.mean(squares * squares) ** 0.25)
