"""The load of one session on one scale, by the best way that its data allow."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.heart_rate import heart_rate_reserve, trimp_banister1991, trimp_from_mean_banister1991
from unweary.vocab.history import Session, Sex
from unweary.vocab.numbers import floats, together


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
    rated, counted = together(session_rpe_au=floats("session_rpe_au", session_rpe_au), trimp=floats("trimp", trimp))
    both = (rated > 0) & (counted > 0)
    return float(np.median(rated[both] / counted[both])) if both.sum() >= least else nan
