"""Whether two files tell of the same body at the same time: their pulse, their hills, their way.

All limits here are own choices (grade D), tried on rides of which several recordings are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unweary.vocab.history import Recording, Session

FloatArray = NDArray[np.float64]
Curve = Literal["hr_bpm", "altitude_m"]


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """How alike two recordings of one workout are.

    ``bin_s``, ``lag_bins`` : curves are compared as means of so many seconds, with one clock up to so many bins ahead.
    ``least_bins`` : with fewer in common nothing is said.
    ``hr_off_bpm`` : two sensors on one body differ by less, in the middle of all bins; two riders side by side by more.
    ``hr_alike``, ``altitude_alike`` : least correlation where both curves move by more than ``hr_moves_bpm`` and
    ``altitude_moves_m`` (standard deviation).
    ``mean_hr_off_bpm``, ``way_ratio`` : where only sums are there, their largest difference and ratio.
    """

    bin_s: float = 30.0
    lag_bins: int = 3
    least_bins: int = 10
    hr_off_bpm: float = 8.0
    hr_alike: float = 0.3
    hr_moves_bpm: float = 5.0
    altitude_alike: float = 0.5
    altitude_moves_m: float = 5.0
    mean_hr_off_bpm: float = 10.0
    way_ratio: float = 1.3


RULE = ShapeRule()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """One workout as one source (or several, word for word) told it. Times are seconds since 1970."""

    session: Session
    sources: frozenset[str]
    start_s: float
    end_s: float
    recording: Recording | None = None
    strap: bool = False

    @property
    def span_s(self) -> float:
        """From its start to its end, pauses counted."""
        return self.end_s - self.start_s


def at_odds(a: Told, b: Told) -> bool:
    """Whether what both recorded at the same time cannot be one body.

    The pulse decides where both have it: friends who ride together share way, hills and clock. Else the hills, the
    means, and the way speak against it; what only one of them tells says nothing.
    """
    pulse = alike(a, b, "hr_bpm")
    if pulse is not None:
        return not pulse
    if alike(a, b, "altitude_m") is False:
        return True
    one, two = a.session, b.session
    means = (one.avg_hr_bpm, two.avg_hr_bpm)
    if None not in means and _ratio(a.span_s, b.span_s) < RULE.way_ratio:
        return abs((means[0] or 0.0) - (means[1] or 0.0)) > RULE.mean_hr_off_bpm
    if not one.distance_m or not two.distance_m:  # a turbo trainer writes 0 m
        return False
    # A pause that only one of them counts as time changes the speed; a part of the way changes the distance.
    speeds = one.distance_m / max(one.duration_s, 1.0), two.distance_m / max(two.duration_s, 1.0)
    return min(_ratio(one.distance_m, two.distance_m), _ratio(*speeds)) > RULE.way_ratio


def _ratio(a: float, b: float) -> float:
    low, high = sorted((a, b))
    return 1.0 if high == low else high / low if low > 0 else np.inf


def alike(a: Told, b: Told, name: Curve, ahead_s: float = 0.0) -> bool | None:
    """Whether two curves agree, with the clock of ``b`` taken as ``ahead_s`` ahead; None where that cannot be told."""
    found = matched(a, b, name, ahead_s)
    if found is None:
        return None
    off, correlation = found
    if name == "hr_bpm":
        return off <= RULE.hr_off_bpm and not correlation < RULE.hr_alike
    # A height may be off by any amount, and a flat course tells nothing.
    return None if np.isnan(correlation) else bool(correlation >= RULE.altitude_alike)


def matched(a: Told, b: Told, name: Curve, ahead_s: float = 0.0) -> tuple[float, float] | None:
    """(median difference, correlation) of two curves where they fit best; NaN correlation where one hardly moves."""
    one, two = _binned(a, name, 0.0), _binned(b, name, ahead_s)
    if one is None or two is None:
        return None
    moves = RULE.hr_moves_bpm if name == "hr_bpm" else RULE.altitude_moves_m
    best: tuple[float, float] | None = None
    for lag in range(-RULE.lag_bins, RULE.lag_bins + 1):
        common, left, right = np.intersect1d(one[0], two[0] + lag, assume_unique=True, return_indices=True)
        if len(common) < RULE.least_bins:
            continue
        x, y = one[1][left], two[1][right]
        still = min(float(np.std(x)), float(np.std(y))) <= moves
        correlation = np.nan if still else float(np.corrcoef(x, y)[0, 1])
        off = float(np.median(np.abs(x - y)))
        if best is None or off < best[0]:
            best = off, correlation
    return best


def _binned(told: Told, name: Curve, ahead_s: float) -> tuple[NDArray[np.int64], FloatArray] | None:
    """The numbers of the bins in which a curve has values, and their means (heights from their own middle)."""
    columns = told.recording.columns if told.recording is not None else {}
    if told.recording is None or name not in columns or "t_s" not in columns:
        return None
    values = np.asarray(columns[name], dtype=np.float64)
    known = ~np.isnan(values)
    if not known.any():
        return None
    values = values[known]
    if name == "altitude_m":
        values = values - np.median(values)
    at_s = told.recording.started_at.timestamp() - ahead_s + np.asarray(columns["t_s"], dtype=np.float64)[known]
    bins, place = np.unique(np.floor(at_s / RULE.bin_s).astype(np.int64), return_inverse=True)
    return bins, np.bincount(place, values) / np.bincount(place)
