"""What a slope costs: the energy of walking and running up and down, and apart from it the braking on the way down.

They are two things. On the way down energy is cheap (a tenth down costs little more than half as much as the flat), so
every load made from heart rate, power or energy calls it easy; but muscles that brake while they are drawn long are the
ones that are damaged and sore in the days after. So the braking is counted on its own here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.load.samples import SAMPLES, FloatArray, SampleRule, refuse_many, steps_s
from unweary.vocab.numbers import floats, row, together, within

GRAVITY_M_S2 = 9.80665  # standard gravity, by definition (CGPM 1901)


@dataclass(frozen=True, slots=True)
class GradedCost:
    """``coefficients`` of a polynomial in the gradient i (rise over run), highest power first [J/(kg m)].

    ``steepest`` : measured up to this gradient, up and down [1].
    """

    coefficients: tuple[float, ...]
    steepest: float
    source: str


_MINETTI2002 = "Minetti, Moia, Roi, Susta & Ferretti 2002, J Appl Physiol 93:1039, equations in Results and Fig. 1"
RUNNING_MINETTI2002 = GradedCost((155.4, -30.4, -43.3, 46.3, 19.5, 3.6), 0.45, _MINETTI2002)
WALKING_MINETTI2002 = GradedCost((280.5, -58.7, -76.8, 51.9, 19.6, 2.5), 0.45, _MINETTI2002)


def cost_minetti2002_j_kg_m(gradient: ArrayLike, curve: GradedCost = RUNNING_MINETTI2002) -> FloatArray:
    """Energy for each kilogram and metre of way on a slope [J/(kg m)]. Ten runners on a treadmill.

    A curve through what was measured, within one SD of it, but for walking on level ground: there it gives 2.5, and
    1.64 (SD 0.50) was measured.

    Parameters
    ----------
    gradient : array_like
        Rise over run; below 0 downhill.
    curve : GradedCost
        ``RUNNING_MINETTI2002`` or ``WALKING_MINETTI2002`` (each at its own best speed).

    Returns
    -------
    ndarray, the same shape
        NaN beyond the steepest that was measured, 0.45 up or down.

    Examples
    --------
    >>> cost_minetti2002_j_kg_m([-0.2, 0.0, 0.2, 0.5]).round(2).tolist()
    [1.8, 3.6, 9.01, nan]
    """
    slope = floats("gradient", gradient)
    measured = np.abs(slope) <= curve.steepest
    return np.where(measured, np.polyval(curve.coefficients, np.where(measured, slope, 0.0)), nan)


@dataclass(frozen=True, slots=True)
class Way:
    """How a way is cut. ``piece_m`` : long enough that jitter of an altimeter makes no slopes [m]. Own choice (D)."""

    piece_m: float = 50.0


WAY = Way()


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """A way in pieces of one length.

    ``length_m`` : of each piece [m]. ``gradient`` : rise over run [1]. ``speed_m_s`` : without pauses [m/s].
    """

    length_m: float
    gradient: FloatArray
    speed_m_s: FloatArray


def pieces_of_way(
    distance_m: ArrayLike, altitude_m: ArrayLike, t_s: ArrayLike, way: Way = WAY, rule: SampleRule = SAMPLES
) -> Pieces:
    """A recorded way in pieces of 50 m; what is left over at its end is left out.

    Parameters
    ----------
    distance_m, altitude_m, t_s : array_like, same length
        Way so far, height and time of each sample; a sample without one of them is passed over.
    way : Way
    rule : SampleRule

    Examples
    --------
    >>> up = pieces_of_way([0, 50, 100], [10, 15, 10], [0, 20, 30])
    >>> up.gradient.tolist(), up.speed_m_s.tolist()
    ([0.1, -0.1], [2.5, 5.0])
    """
    refuse_many(distance_m)
    far, height, time = together(
        distance_m=row("distance_m", distance_m), altitude_m=row("altitude_m", altitude_m), t_s=row("t_s", t_s)
    )
    moving_s = np.cumsum(np.concatenate(([0.0], steps_s(far, time, rule))))[: len(far)]
    told = np.isfinite(far) & np.isfinite(height)
    far, height, moving_s = far[told], height[told], moving_s[told]
    further = np.diff(np.maximum.accumulate(far), prepend=-np.inf) > 0
    far, height, moving_s = far[further], height[further], moving_s[further]
    if len(far) < 2:
        return Pieces(way.piece_m, np.empty(0), np.empty(0))
    ends = np.arange(far[0], far[-1] + way.piece_m * 1e-9, way.piece_m)
    spent_s = np.diff(np.interp(ends, far, moving_s))
    speed = np.divide(way.piece_m, spent_s, out=np.full(len(spent_s), nan), where=spent_s > 0)
    return Pieces(way.piece_m, np.diff(np.interp(ends, far, height)) / way.piece_m, speed)


def braking_j(mass_kg: float, drop_m: ArrayLike, speed_m_s: ArrayLike, reference_m_s: float) -> float:
    """Dose of muscles that brake on the way down: ``m g drop v / v0``, summed [J at the reference speed].

    A prior of our own (grade D), not a measurement: only that it grows with mass, drop and speed is certain. It knows
    nothing of step length, shoes or ground, nor of the protection that earlier downhills leave.

    Parameters
    ----------
    mass_kg : float
        Body and what is carried.
    drop_m, speed_m_s : array_like
        Height lost on each piece (a rise counts nothing) and the speed on it; a piece with one of them missing counts
        nothing.
    reference_m_s : float
        v0, at which the dose is the energy of position that was lost. Knowledge, not a constant of this module.

    Examples
    --------
    >>> round(braking_j(70, [5, -5, 5], [3, 3, 6], 3))
    10297
    """
    lost, speed = together(
        drop_m=within("drop_m", drop_m, -1e6, 1e6, True), speed_m_s=within("speed_m_s", speed_m_s, -1e6, 1e6, True)
    )
    faster = np.maximum(lost, 0.0) * speed / reference_m_s
    return float(mass_kg * GRAVITY_M_S2 * faster[np.isfinite(faster)].sum())


def spread(dose: float, shares: Mapping[str, float]) -> dict[str, float]:
    """A dose over the muscle groups.

    Examples
    --------
    >>> spread(1000.0, {"quads": 0.6, "calves": 0.4})
    {'quads': 600.0, 'calves': 400.0}
    """
    return {group: dose * share for group, share in shares.items()}
