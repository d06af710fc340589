"""Load from heart rate: TRIMP and its relatives. All stand or fall with the person's own limits of heart rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.physiology.load.samples import SAMPLES, FloatArray, SampleRule, refuse_many, summed_min
from unweary.vocab.history import Sex
from unweary.vocab.numbers import floats


@dataclass(frozen=True, slots=True)
class TrimpWeight:
    """``factor * exp(exponent * x)``, the weight of a minute at share x of the heart-rate reserve. No units."""

    factor: float
    exponent: float
    source: str


#: From the rise of blood lactate with heart rate in men and in women; GoldenCheetah uses the men's factor for both.
TRIMP_BANISTER1991: dict[Sex, TrimpWeight] = {
    "M": TrimpWeight(
        0.64, 1.92, "Banister 1991, in MacDougall et al., Physiological Testing of Elite Athletes, 403-424"
    ),
    "F": TrimpWeight(
        0.86, 1.67, "Banister 1991, in MacDougall et al., Physiological Testing of Elite Athletes, 403-424"
    ),
}


@dataclass(frozen=True, slots=True)
class Zones:
    """Weight of a minute by zone. ``from_share`` : lower edges [share of the highest heart rate]; below them 0."""

    from_share: tuple[float, ...]
    weight: tuple[float, ...]
    source: str


EDWARDS1993 = Zones(
    (0.5, 0.6, 0.7, 0.8, 0.9), (1.0, 2.0, 3.0, 4.0, 5.0), "Edwards 1993, The Heart Rate Monitor Book, Polar Electro Oy"
)

#: Weight of a minute below the first ventilatory threshold, between the two, and above the second.
LUCIA2003_WEIGHT = (1.0, 2.0, 3.0)  # Lucia, Hoyos, Santalla, Earnest & Chicharro 2003, Med Sci Sports Exerc 35:872


def heart_rate_reserve(hr_bpm: ArrayLike, hr_rest_bpm: float, hr_max_bpm: float) -> FloatArray:
    """Share of the way from resting to highest heart rate, held between 0 and 1; NaN stays NaN.

    All NaN where the highest is not above the resting one.

    Examples
    --------
    >>> heart_rate_reserve([50, 120, 200], 50, 190).tolist()
    [0.0, 0.5, 1.0]
    """
    hr = floats("hr_bpm", hr_bpm)
    if not hr_max_bpm > hr_rest_bpm:
        return np.full_like(hr, nan)
    return np.clip((hr - hr_rest_bpm) / (hr_max_bpm - hr_rest_bpm), 0.0, 1.0)


def _weighted_share(share: ArrayLike, sex: Sex) -> FloatArray:
    x = floats("share", share)
    weight = TRIMP_BANISTER1991[sex]
    return x * weight.factor * np.exp(weight.exponent * x)


def trimp_from_mean_banister1991(share: float, duration_s: float, sex: Sex) -> float:
    """TRIMP of a session from its mean heart rate, as share of the reserve.

    Low for sessions that change much: the weight grows faster than the heart rate, so a mean hides the hard parts.

    Parameters
    ----------
    share : float
        Mean share of the heart-rate reserve, 0 to 1.
    duration_s : float
    sex : 'F' or 'M'
        As in the equation, which was fitted to each sex.

    Returns
    -------
    float
        TRIMP [AU of TRIMP, not of session-RPE].

    Examples
    --------
    >>> round(trimp_from_mean_banister1991(0.7, 3600, "M"), 1), round(trimp_from_mean_banister1991(0.7, 3600, "F"), 1)
    (103.1, 116.3)
    """
    return float(duration_s / 60.0 * _weighted_share(share, sex))


def trimp_banister1991(
    hr_bpm: ArrayLike,
    t_s: ArrayLike,
    hr_rest_bpm: float,
    hr_max_bpm: float,
    sex: Sex,
    rule: SampleRule = SAMPLES,
) -> float:
    """TRIMP of a session from its heart-rate samples.

    Each sample stands for the time up to the next one. Where heart rate is missing for part of the time, that part is
    taken to be like the rest.

    Parameters
    ----------
    hr_bpm, t_s : array_like, same length
        Samples; NaN is missing. Times must not go back.
    hr_rest_bpm, hr_max_bpm : float
        The person's own.
    sex : 'F' or 'M'
    rule : SampleRule

    Returns
    -------
    float
        TRIMP; NaN with fewer than two samples, too little heart rate, or a highest not above the resting heart rate.

    Examples
    --------
    >>> round(trimp_banister1991([148] * 3601, range(3601), 50, 190, "M"), 1)
    103.1
    """
    refuse_many(hr_bpm)
    return summed_min(_weighted_share(heart_rate_reserve(hr_bpm, hr_rest_bpm, hr_max_bpm), sex), t_s, rule)


def trimp_edwards1993(
    hr_bpm: ArrayLike, t_s: ArrayLike, hr_max_bpm: float, rule: SampleRule = SAMPLES
) -> float:  # fmt: skip
    """Minutes in five zones of 10 % of the highest heart rate, from 50 % on, weighted 1 to 5 [AU].

    NaN with too few samples, or a highest heart rate that is not above 0.

    Examples
    --------
    >>> trimp_edwards1993([95] * 60 + [171] * 61, range(121), 190)
    6.0
    """
    refuse_many(hr_bpm)
    edges = [hr_max_bpm * share for share in EDWARDS1993.from_share] if hr_max_bpm > 0 else []
    return summed_min(_zone_weight(hr_bpm, edges, (0.0, *EDWARDS1993.weight)), t_s, rule)


def trimp_lucia2003(
    hr_bpm: ArrayLike, t_s: ArrayLike, vt1_hr_bpm: float, vt2_hr_bpm: float, rule: SampleRule = SAMPLES
) -> float:  # fmt: skip
    """Minutes below, between and above the two ventilatory thresholds, weighted 1, 2, 3 [AU].

    NaN with too few samples, or where the second threshold is not above the first.

    Parameters
    ----------
    hr_bpm, t_s : array_like, same length
    vt1_hr_bpm, vt2_hr_bpm : float
        Heart rates at the thresholds, measured in a test with breath analysis.
    rule : SampleRule

    Examples
    --------
    >>> trimp_lucia2003([120] * 60 + [150] * 60 + [175] * 61, range(181), 140, 165)
    6.0
    """
    refuse_many(hr_bpm)
    edges = [vt1_hr_bpm, vt2_hr_bpm] if vt2_hr_bpm > vt1_hr_bpm > 0 else []
    return summed_min(_zone_weight(hr_bpm, edges, LUCIA2003_WEIGHT), t_s, rule)


def _zone_weight(hr_bpm: ArrayLike, edges_bpm: list[float], weight: tuple[float, ...]) -> FloatArray:
    """Weight of a minute at each heart rate; a value on an edge belongs to the zone above it; NaN without edges."""
    hr = floats("hr_bpm", hr_bpm)
    if not edges_bpm:
        return np.full_like(hr, nan)
    zone: NDArray[np.intp] = np.searchsorted(edges_bpm, hr, side="right")
    return np.where(np.isnan(hr), nan, np.asarray(weight)[np.minimum(zone, len(weight) - 1)])


def hr_tss(trimp: float, threshold_share: float, sex: Sex) -> float:
    """TRIMP on a scale on which an hour at the threshold heart rate is 100.

    Parameters
    ----------
    trimp : float
        By :func:`trimp_banister1991`.
    threshold_share : float
        Threshold heart rate (that of a hard hour) as share of the reserve.
    sex : 'F' or 'M'

    Returns
    -------
    float
        NaN where the threshold is not above the resting heart rate.

    Examples
    --------
    >>> hr_tss(trimp_from_mean_banister1991(0.85, 3600, "F"), 0.85, "F")
    100.0
    """
    hour = trimp_from_mean_banister1991(threshold_share, 3600.0, sex)
    return 100.0 * trimp / hour if hour > 0 else nan
