"""How much intervals between beats differ: the usual sums, and the two widths of the Poincare plot."""

from __future__ import annotations

from dataclasses import dataclass
from math import log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.hrv.intervals import FloatArray, usable


@dataclass(frozen=True, slots=True)
class TimeDomain:
    """Sums over intervals between normal beats (NN), as the Task Force 1996, Circulation 93:1043, Table 1 defines them.

    ``beats`` : intervals used. ``mean_nn_ms``, ``min_nn_ms``, ``max_nn_ms`` : their mean, least and longest [ms].
    ``mean_hr_bpm`` : 60 000 over the mean interval, so beats by time, not the mean of rates [beats/min].
    ``sdnn_ms`` : standard deviation, with n - 1 [ms]. It grows with the length of a recording.
    ``rmssd_ms`` : root of the mean squared difference of neighbours [ms]; ``ln_rmssd`` : its natural logarithm.
    ``sdsd_ms`` : standard deviation of those differences, with n - 1 [ms].
    ``pnn50_pct``, ``pnn20_pct`` : neighbours that differ by more than 50 or 20 ms [% of all intervals; some programs
    divide by the differences, which are one fewer].
    """

    beats: int
    mean_nn_ms: float
    min_nn_ms: float
    max_nn_ms: float
    mean_hr_bpm: float
    sdnn_ms: float
    rmssd_ms: float
    ln_rmssd: float
    sdsd_ms: float
    pnn50_pct: float
    pnn20_pct: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Poincare:
    """The cloud of each interval against the next (Brennan 2001, IEEE Trans Biomed Eng 48:1342).

    ``sd1_ms`` : width across the line of equal neighbours, ``sdsd / sqrt 2`` [ms]. It is RMSSD in other words.
    ``sd2_ms`` : length along it, ``sqrt(2 sdnn^2 - sd1^2)`` [ms].
    """

    sd1_ms: float
    sd2_ms: float
    notes: tuple[str, ...] = ()


def time_domain(nn_ms: ArrayLike) -> TimeDomain:
    """The sums of a row of intervals.

    Parameters
    ----------
    nn_ms : array_like, shape (intervals,)
        Intervals in order [ms], artefacts corrected (:func:`~unweary.physiology.hrv.corrected`). What cannot be a
        heartbeat, and NaN, is a gap: no difference is formed over it.

    Returns
    -------
    TimeDomain
        NaN with a note where there are too few.

    Raises
    ------
    UserError
        ``too_long``, ``impossible_value``.

    Examples
    --------
    >>> found = time_domain([800, 860, 830, 900, 870])
    >>> found.beats, found.mean_nn_ms, found.min_nn_ms, found.max_nn_ms, round(found.mean_hr_bpm, 2)
    (5, 852.0, 800.0, 900.0, 70.42)
    >>> round(found.sdnn_ms, 3), round(found.rmssd_ms, 3), round(found.ln_rmssd, 4), round(found.sdsd_ms, 3)
    (38.341, 50.744, 3.9268, 55.0)
    >>> found.pnn50_pct, found.pnn20_pct
    (40.0, 80.0)
    >>> time_domain([]).notes
    ('there is no interval',)
    """
    nn, notes = usable(nn_ms)
    steps = nn[1:] - nn[:-1]
    if notes:
        nn, steps = nn[~np.isnan(nn)], steps[~np.isnan(steps)]
    count = len(nn)
    if not count:
        return TimeDomain(0, *(nan,) * 10, notes=(*notes, "there is no interval"))
    if len(steps) < 2:
        notes = (*notes, "there are fewer than two differences of neighbours")
    mean, size = float(nn.sum()) / count, np.abs(steps)
    rmssd = sqrt(float((steps * steps).sum()) / len(steps)) if len(steps) else nan
    return TimeDomain(
        beats=count,
        mean_nn_ms=mean,
        min_nn_ms=float(nn.min()),
        max_nn_ms=float(nn.max()),
        mean_hr_bpm=60_000.0 / mean,
        sdnn_ms=_spread(nn),
        rmssd_ms=rmssd,
        ln_rmssd=log(rmssd) if rmssd > 0 else nan,
        sdsd_ms=_spread(steps),
        pnn50_pct=100.0 * int(np.count_nonzero(size > 50)) / count if len(steps) else nan,
        pnn20_pct=100.0 * int(np.count_nonzero(size > 20)) / count if len(steps) else nan,
        notes=notes,
    )


def poincare(nn_ms: ArrayLike) -> Poincare:
    """Width and length of the Poincare plot.

    Parameters
    ----------
    nn_ms : array_like
        As in :func:`time_domain`; NaN with a note where fewer than three intervals stand together.

    Examples
    --------
    >>> cloud = poincare([800, 860, 830, 900, 870])
    >>> round(cloud.sd1_ms, 3), round(cloud.sd2_ms, 3)
    (38.891, 37.782)
    """
    found = time_domain(nn_ms)
    sd1 = found.sdsd_ms / sqrt(2)
    # Below zero only by rounding and by the two end points, in rows that do little but alternate.
    along = max(2 * found.sdnn_ms**2 - sd1**2, 0.0) if sd1 == sd1 else nan
    return Poincare(sd1, sqrt(along), found.notes)


def _spread(values: FloatArray) -> float:
    if len(values) < 2:
        return nan
    off = values - values.sum() / len(values)
    # Not ``off @ off``: that wakes threads, which takes longer than the sum where other work is running.
    return sqrt(float((off * off).sum()) / (len(values) - 1))
