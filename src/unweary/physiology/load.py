"""Training load: how much stress a session, a day and a week put on the body, in arbitrary units (AU).

Three ways to a number, best first: the person's own rating times minutes (session-RPE), heart rate (TRIMP), minutes
alone. They are not on one scale, so :func:`load_au` brings everything to that of session-RPE.

The acute-chronic workload ratio (ACWR) is left out on purpose. The same association with injury comes out of contrived
and random denominators, it hardly tells who will be injured (c-statistic 0.54-0.57), and because the acute week is part
of the chronic month, numerator and denominator correlate by construction, r about 0.5 (Impellizzeri et al. 2020; Lolli
et al. 2019, Br J Sports Med 53:921).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.history import Session, Sex

FloatArray = NDArray[np.float64]


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
class SampleRule:
    """How samples of heart rate become minutes. Own choices (grade D).

    ``longest_s`` : a longer step between two samples is a pause and counts nothing [s].
    ``least_share`` : with a heart rate for less of the time than this, no TRIMP is given [1]; above it the missing part
    is taken to be like the rest.
    """

    longest_s: float = 60.0
    least_share: float = 0.5


@dataclass(frozen=True, slots=True)
class SessionLoad:
    """Load of one session on the session-RPE scale [AU], and what it was made from."""

    au: float
    method: Literal["session_rpe", "heart_rate", "duration"]


def session_rpe_load_au(rpe_cr10: float, duration_s: float) -> float:
    """Rating of the whole session (CR10, 0 to 10) times its minutes.

    Foster et al. 2001, J Strength Cond Res 15:109.

    Examples
    --------
    >>> session_rpe_load_au(7, 3600)
    420.0
    """
    return float(rpe_cr10) * float(duration_s) / 60.0


def heart_rate_reserve(hr_bpm: ArrayLike, hr_rest_bpm: float, hr_max_bpm: float) -> FloatArray:
    """Share of the way from resting to highest heart rate, held between 0 and 1; NaN stays NaN.

    All NaN where the highest is not above the resting one.

    Examples
    --------
    >>> heart_rate_reserve([50, 120, 200], 50, 190).tolist()
    [0.0, 0.5, 1.0]
    """
    hr = np.asarray(hr_bpm, dtype=np.float64)
    if not hr_max_bpm > hr_rest_bpm:
        return np.full_like(hr, nan)
    return np.clip((hr - hr_rest_bpm) / (hr_max_bpm - hr_rest_bpm), 0.0, 1.0)


def _weighted_share(share: ArrayLike, sex: Sex) -> FloatArray:
    x = np.asarray(share, dtype=np.float64)
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
    rule: SampleRule = SampleRule(),
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
    hr = np.asarray(hr_bpm, dtype=np.float64)
    time_s = np.asarray(t_s, dtype=np.float64)
    if hr.shape != time_s.shape:
        raise ValueError(f"hr_bpm has the shape {hr.shape}, t_s {time_s.shape}; they must be the same")
    step_s = np.diff(time_s)
    step_s[~((step_s >= 0) & (step_s <= rule.longest_s))] = 0.0
    weighted = _weighted_share(heart_rate_reserve(hr, hr_rest_bpm, hr_max_bpm), sex)[:-1]
    known = ~np.isnan(weighted)
    all_s, known_s = float(step_s.sum()), float(step_s[known].sum())
    if known_s <= 0 or known_s < rule.least_share * all_s:
        return nan
    return float((weighted[known] * step_s[known]).sum() / 60.0 * all_s / known_s)


def load_au(
    session: Session,
    *,
    usual_rpe_cr10: float,
    session_rpe_per_trimp: float,
    hr_rest_bpm: float | None = None,
    hr_max_bpm: float | None = None,
    sex: Sex | None = None,
    hr_bpm: ArrayLike | None = None,
    t_s: ArrayLike | None = None,
) -> SessionLoad:
    """Load of one session on the session-RPE scale, by the best way that its data allow.

    The rating where the person gave one. Else TRIMP, from the samples or from the mean heart rate, where resting and
    highest heart rate and sex are known. Else minutes at a usual rating: all sessions then look equally hard.

    Parameters
    ----------
    session : Session
    usual_rpe_cr10 : float
        Rating assumed where nothing but the duration is known. Knowledge, not a constant of this module.
    session_rpe_per_trimp : float
        Session-RPE units in one TRIMP. Knowledge, or the person's own (:func:`session_rpe_per_trimp_of`).
    hr_rest_bpm, hr_max_bpm, sex : optional
        None where unknown.
    hr_bpm, t_s : array_like, optional
        Samples of the session's recording.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> run = Session(datetime(2026, 11, 20, tzinfo=UTC), 3600.0, "run", avg_hr_bpm=148.0)
    >>> usual = {"usual_rpe_cr10": 4.0, "session_rpe_per_trimp": 2.5}
    >>> load_au(run, **usual)
    SessionLoad(au=240.0, method='duration')
    >>> load = load_au(run, **usual, hr_rest_bpm=50, hr_max_bpm=190, sex="F")
    >>> round(load.au), load.method
    (291, 'heart_rate')
    """
    if session.rpe_cr10 is not None:
        return SessionLoad(session_rpe_load_au(session.rpe_cr10, session.duration_s), "session_rpe")
    trimp = nan
    if hr_rest_bpm is not None and hr_max_bpm is not None and sex is not None:
        if hr_bpm is not None and t_s is not None:
            trimp = trimp_banister1991(hr_bpm, t_s, hr_rest_bpm, hr_max_bpm, sex)
        if not isfinite(trimp) and session.avg_hr_bpm is not None:
            share = float(heart_rate_reserve(session.avg_hr_bpm, hr_rest_bpm, hr_max_bpm))
            trimp = trimp_from_mean_banister1991(share, session.duration_s, sex)
    if isfinite(trimp):
        return SessionLoad(trimp * session_rpe_per_trimp, "heart_rate")
    return SessionLoad(session_rpe_load_au(usual_rpe_cr10, session.duration_s), "duration")


def session_rpe_per_trimp_of(session_rpe_au: ArrayLike, trimp: ArrayLike, least: int = 10) -> float:
    """A person's own factor between the two scales: the median ratio over sessions that have both.

    NaN with fewer than ``least`` such sessions (own choice, grade D).

    Examples
    --------
    >>> session_rpe_per_trimp_of([200.0] * 10, [80.0] * 10)
    2.5
    """
    rated, counted = np.asarray(session_rpe_au, dtype=np.float64), np.asarray(trimp, dtype=np.float64)
    both = (rated > 0) & (counted > 0)
    return float(np.median(rated[both] / counted[both])) if both.sum() >= least else nan


def daily_sums(day: ArrayLike, au: ArrayLike, days: int) -> FloatArray:
    """Load of each day from the loads of its sessions.

    Parameters
    ----------
    day : array_like of int
        Which day each session was on, 0 for the first; sessions outside 0 to ``days`` - 1 are left out.
    au : array_like
        Load of each session; NaN makes its day NaN.
    days : int
        Number of days.

    Returns
    -------
    ndarray, shape (days,)
        0 on a day without a session: whether that was rest or a missing file is for the caller to know.

    Examples
    --------
    >>> daily_sums([0, 2, 2], [300, 200, 150], 4).tolist()
    [300.0, 0.0, 350.0, 0.0]
    """
    where, loads = np.asarray(day, dtype=np.int64), np.asarray(au, dtype=np.float64)
    inside = (where >= 0) & (where < days)
    sums = np.zeros(days)
    np.add.at(sums, where[inside], loads[inside])
    return sums


def rolling_sums(daily_au: ArrayLike, window: int = 7) -> FloatArray:
    """Sum of each day and the ``window`` - 1 days before it; NaN until there are that many.

    Examples
    --------
    >>> rolling_sums([1, 2, 3, 4], window=3).tolist()
    [nan, nan, 6.0, 9.0]
    """
    daily = np.asarray(daily_au, dtype=np.float64)
    sums = np.full(daily.shape, nan)
    if len(daily) >= window:
        sums[window - 1 :] = np.lib.stride_tricks.sliding_window_view(daily, window).sum(axis=1)
    return sums


def monotony_foster1998(daily_au: ArrayLike, ddof: int = 1) -> float:
    """Mean of a week's daily loads over their standard deviation: high where every day is like the last.

    Foster 1998, Med Sci Sports Exerc 30:1164. The paper does not say which standard deviation; the default is the
    sample's (``ddof`` 1). NaN unless there are seven known days, and where all days are equal.

    Examples
    --------
    >>> week = [300, 0, 450, 300, 0, 600, 0]
    >>> round(monotony_foster1998(week), 4), round(monotony_foster1998(week, ddof=0), 4)
    (0.971, 1.0488)
    """
    week = np.asarray(daily_au, dtype=np.float64)
    if week.shape != (7,) or np.isnan(week).any():
        return nan
    spread = float(week.std(ddof=ddof))
    return float(week.mean()) / spread if spread > 0 else nan


def strain_foster1998(daily_au: ArrayLike, ddof: int = 1) -> float:
    """A week's load times its monotony [AU]. NaN as for :func:`monotony_foster1998`.

    Examples
    --------
    >>> round(strain_foster1998([300, 0, 450, 300, 0, 600, 0]), 2)
    1602.16
    """
    return float(np.asarray(daily_au, dtype=np.float64).sum()) * monotony_foster1998(daily_au, ddof)
