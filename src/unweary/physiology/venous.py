"""The veins of the calf: the pump that empties them, the valves that keep them empty, and the swelling that follows.

Two small models, both linear between changes, so each stretch is one exponential, exact for any length.

The pump. One compartment holds V of at most VV mL; its pressure is that of the column of blood above it times V / VV.
It refills from the arteries with q, and through leaking valves with ``G (P - V / C)``, where ``C = VV / P``:
``dV = q + G (P - V / C)``. A stroke of the calf throws out ``min(EF (V - Vd) / (1 - d), V - Vd)``, with a part
``Vd = d VV`` that no stroke reaches. Ten tiptoes at one a second are the usual test: the pressure after the last one
(ambulatory venous pressure, AVP), the part of the volume left (residual volume fraction, RVF), and the time in which 90
% of what was thrown out is back (VRT90). The venous filling index (VFI) is how fast an empty calf fills on standing up.

The swelling. Fluid leaves the small vessels where the pressure in the veins is above a balance point and goes back
below it: ``dE = K (P_v - P0) - squeeze / tau - E / tau`` in mL of one lower leg.

Where it stops being true. Ejection fraction and dead volume are put in, so only the order of legs from healthy to
severe is predicted. In 4,599 limbs of patients RVF and AVP hardly went together (r = 0.22) and RVF stayed normal in the
worst; here they are proportional, which is false in patients (Raju et al. 2019, J Vasc Surg Venous Lymphat Disord
7:428). VRT90 and VFI are the usable numbers. Of 50 healthy limbs 14 % measured normal in the morning and abnormal in
the afternoon (Katz et al. 1994, J Vasc Surg 19:361): without the time of day no number means much. The swelling is
fitted to the means of a dozen people; its straight line is poor for sitting (0.07 against 0.12 % a minute), and it is
done within an hour or two where real legs go on for the day. None of this is a diagnosis: one swollen or painful leg
needs a doctor the same day, and compression needs healthy arteries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import expm1, inf, isfinite, log1p

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import within

FloatArray = NDArray[np.float64]

#: Column of blood from the heart to the ankle, standing [mmHg]: 1.13 m, 1060 kg/m3, 9.81 m/s2.
STANDING_MMHG = 1.13 * 1060 * 9.81 / 133.322


@dataclass(frozen=True, slots=True)
class Calf:
    """One calf. ``volume_ml`` : veins when full, standing [mL]. ``inflow_ml_s`` : from the arteries [mL/s].

    ``reflux_ml_s_mmhg`` : leak of the valves [mL/s for each mmHg]; 0 is tight.
    ``ejected_share`` : part of a full calf that the first stroke throws out [1]. ``dead_share`` : part that none
    reaches [1]. ``source`` : where the numbers come from.
    """

    volume_ml: float
    inflow_ml_s: float
    reflux_ml_s_mmhg: float
    ejected_share: float
    dead_share: float
    source: str

    def __post_init__(self) -> None:
        for name, least, most in (
            ("volume_ml", 1.0, 2000.0),
            ("inflow_ml_s", 0.0, 100.0),
            ("reflux_ml_s_mmhg", 0.0, 10.0),
            ("ejected_share", 0.0, 1.0),
            ("dead_share", 0.0, 0.99),
        ):
            value = getattr(self, name)
            if not (isfinite(value) and least <= value <= most):
                raise UserError("impossible_value", f"{name} is {value}", f"a number from {least:g} to {most:g}")


_CASES = "project evidence physiology.md section 9: round numbers in the ranges of air plethysmography, not one patient"
#: From tight valves to the leg of an ulcer; the last is the severe one in a stocking of 30 mmHg.
CALVES: dict[str, Calf] = {
    "healthy": Calf(120, 1.4, 0.00, 0.65, 0.20, _CASES),
    "mild": Calf(140, 1.4, 0.02, 0.58, 0.26, _CASES),
    "deep": Calf(170, 1.4, 0.10, 0.42, 0.38, _CASES),
    "severe": Calf(200, 1.4, 0.25, 0.35, 0.45, _CASES),
    "severe_30_mmhg": Calf(150, 1.4, 0.10, 0.45, 0.36, _CASES),
}


@dataclass(frozen=True, slots=True)
class Squeeze:
    """What a stocking of 30 mmHg multiplies: ``volume``, ``reflux``, ``ejected`` and ``dead`` of a :class:`Calf` [1].

    The two severe rows of ``CALVES``, divided; for other pressures the power p / 30, and for other legs the same. Our
    own choice (grade D). ``most_ejected`` : no calf throws out more [1].
    """

    volume: float = 150 / 200
    reflux: float = 0.10 / 0.25
    ejected: float = 0.45 / 0.35
    dead: float = 0.36 / 0.45
    most_ejected: float = 0.8


SQUEEZE_30_MMHG = Squeeze()


@dataclass(frozen=True, slots=True, eq=False)
class Tiptoes:
    """What the tiptoe test measures.

    ``avp_mmhg`` : pressure after the last tiptoe. ``rvf`` : part of the full volume left then [1].
    ``vrt90_s`` : until 90 % of what was thrown out is back [s]; infinite where nothing flows in.
    ``vfi_ml_s`` : 90 % of the full volume over the time in which an empty calf takes it in [mL/s].
    ``stroke_s``, ``before_mmhg``, ``after_mmhg`` : time of each stroke and the pressure right before and after it.
    """

    avp_mmhg: float
    rvf: float
    vrt90_s: float
    vfi_ml_s: float
    stroke_s: FloatArray
    before_mmhg: FloatArray
    after_mmhg: FloatArray


@dataclass(frozen=True, slots=True)
class Swelling:
    """Constants of the swelling of one lower leg.

    ``filter_pct_min_mmhg`` : K, growth for each mmHg above balance [% of the leg a minute]. ``balance_mmhg`` : P0.
    Both from a straight line through standing, sitting and cycling (Stick et al. 1989). ``settle_min`` : tau [min]; in
    the 15 to 22 that bring Stick's minutes together with Partsch's evenings. ``leg_ml`` : the leg [mL].
    ``squeeze_ml``, ``squeeze_mmhg`` : a stocking of p mmHg takes ``squeeze_ml (1 - exp(-p / squeeze_mmhg))`` off what
    the leg swells to (fit to Partsch et al. 2004; root mean square error 11 mL, pressures of the classes assumed).
    ``least_ml`` : the end of that fit; no leg is taken to drain further (own choice).
    """

    filter_pct_min_mmhg: float = 0.0038
    balance_mmhg: float = 37.0
    settle_min: float = 22.0
    leg_ml: float = 1857.0
    squeeze_ml: float = 176.0
    squeeze_mmhg: float = 14.7
    least_ml: float = 83.0 - 176.0
    source: str = (
        "Stick, Grau & Witzleb 1989, Eur J Appl Physiol 59:39; Partsch, Winiger & Lun 2004, Dermatol Surg 30:737; leg: "
        "Tessari et al. 2013, Veins and Lymphatics 2:e19; put together by us (grade D)"
    )


SWELLING = Swelling()
#: Pressure in a vein at the ankle [mmHg]. Standing and walking measured (medians of 18 people; Stick et al.
#: 1992, J Appl Physiol 72:2063); sitting is what the line of ``SWELLING`` needs; legs up is our choice, near 0.
ANKLE_MMHG: dict[str, float] = {"standing": 84.0, "sitting": 55.4, "walking": 23.5, "legs_up": 5.0}
#: A stretch may last a week [min], a stocking press so much [mmHg]. Own limits.
LONGEST_MIN = 10_080.0
MOST_MMHG = 300.0


def refill_ml(calf: Calf, start_ml: ArrayLike, time_s: ArrayLike, column_mmhg: float = STANDING_MMHG) -> FloatArray:
    """The volume of the veins some time after they held ``start_ml``, standing still [mL].

    Parameters
    ----------
    calf : Calf
    start_ml : array_like
        From 0 to the full volume [mL].
    time_s : array_like, broadcast against ``start_ml``
        From 0 to a day [s].
    column_mmhg : float
        Pressure of the column of blood above the calf [mmHg].

    Raises
    ------
    UserError
        ``impossible_value``; ``shapes_differ``.

    Examples
    --------
    >>> refill_ml(CALVES["healthy"], 24.0, [0, 30, 60, 120]).round(1).tolist()
    [24.0, 66.0, 108.0, 120.0]
    >>> refill_ml(CALVES["severe"], 96.0, [0, 5, 15]).round(1).tolist()
    [96.0, 145.4, 190.4]
    """
    start, seconds = within("start_ml", start_ml, 0, calf.volume_ml), within("time_s", time_s, 0, 86_400.0)
    column = float(within("column_mmhg", column_mmhg, 0, MOST_MMHG))
    try:
        start, seconds = np.broadcast_arrays(start, seconds)
    except ValueError:
        told = f"start_ml and time_s have the shapes {start.shape} and {seconds.shape}"
        raise UserError("shapes_differ", told, "shapes that broadcast") from None
    rate_s = _leak_per_s(calf, column)
    if rate_s == 0:
        return np.minimum(start + calf.inflow_ml_s * seconds, calf.volume_ml)
    end = calf.volume_ml + calf.inflow_ml_s / rate_s
    return np.minimum(start - (end - start) * np.expm1(-rate_s * seconds), calf.volume_ml)


def squeezed(calf: Calf, compression_mmhg: float, by: Squeeze = SQUEEZE_30_MMHG) -> Calf:
    """The calf in a stocking: narrower veins, valves that close better, a stronger pump. Grade D, see :class:`Squeeze`.

    Examples
    --------
    >>> round(tiptoes(squeezed(CALVES["severe"], 15)).vrt90_s, 1)
    18.0
    """
    power = float(within("compression_mmhg", compression_mmhg, 0, MOST_MMHG)) / 30
    return replace(
        calf,
        volume_ml=calf.volume_ml * by.volume**power,
        reflux_ml_s_mmhg=calf.reflux_ml_s_mmhg * by.reflux**power,
        ejected_share=max(calf.ejected_share, min(calf.ejected_share * by.ejected**power, by.most_ejected)),
        dead_share=calf.dead_share * by.dead**power,
    )


def tiptoes(calf: Calf, strokes: int = 10, every_s: float = 1.0, column_mmhg: float = STANDING_MMHG) -> Tiptoes:
    """The tiptoe test: strokes of the calf at a steady pace from full veins, then standing still.

    Parameters
    ----------
    calf : Calf
    strokes : int
        1 to 1000.
    every_s : float
        From one stroke to the next, up to 3600 [s].
    column_mmhg : float
        Pressure of the column of blood above the calf [mmHg], above 0.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> test = tiptoes(CALVES["healthy"])
    >>> round(test.avp_mmhg), round(test.rvf, 2), round(test.vrt90_s), round(test.vfi_ml_s, 1)
    (18, 0.2, 62, 1.4)
    """
    if not (isinstance(strokes, (int, np.integer)) and 1 <= strokes <= 1000):
        raise UserError("impossible_value", f"strokes is {strokes!r}", "a whole number from 1 to 1000")
    pause_s = float(within("every_s", every_s, 0, 3600.0))
    column = float(within("column_mmhg", column_mmhg, 0, MOST_MMHG))
    if column == 0:
        raise UserError("impossible_value", "column_mmhg is 0.0", "a number above 0: lying down there is no test")
    volume, dead, before, after = calf.volume_ml, calf.dead_share * calf.volume_ml, [], []
    for stroke in range(strokes):
        if stroke:
            volume = float(refill_ml(calf, volume, pause_s, column))
        before.append(volume)
        out = min(calf.ejected_share * (volume - dead) / (1 - calf.dead_share), volume - dead)
        volume -= out
        after.append(volume)
    empty_s = _seconds_to(calf, 0.0, 0.9 * calf.volume_ml, column)
    per_ml = column / calf.volume_ml
    return Tiptoes(
        avp_mmhg=volume * per_ml,
        rvf=volume / calf.volume_ml,
        vrt90_s=_seconds_to(calf, volume, volume + 0.9 * (calf.volume_ml - volume), column),
        vfi_ml_s=0.9 * calf.volume_ml / empty_s,
        stroke_s=pause_s * np.arange(strokes, dtype=np.float64),
        before_mmhg=np.array(before) * per_ml,
        after_mmhg=np.array(after) * per_ml,
    )


def evening_swelling_ml(compression_mmhg: ArrayLike) -> FloatArray:
    """How much a lower leg swells from morning to evening under a stocking [mL]: the fit to Partsch et al. 2004.

    Measured over 7 hours of work, sitting and standing: +62 and +94 without, +40 in a light stocking, -34, -40 and -59
    in the classes A, I and II. The fit is ``83 - 176 (1 - exp(-p / 14.7))``.

    Examples
    --------
    >>> evening_swelling_ml([0, 5, 15, 25]).round().tolist()
    [83.0, 32.0, -30.0, -61.0]
    """
    return 83.0 - _squeeze_ml(within("compression_mmhg", compression_mmhg, 0, MOST_MMHG), SWELLING)


def swell_ml(
    ankle_mmhg: ArrayLike,
    minutes: ArrayLike,
    compression_mmhg: ArrayLike = 0.0,
    start_ml: float = 0.0,
    swelling: Swelling = SWELLING,
) -> FloatArray:
    """Swelling of one lower leg at the end of each stretch of standing, sitting, walking or legs up [mL].

    Counted from the leg at balance, neither filling nor draining; below 0 it is slimmer. Blood in the veins, which
    comes and goes within two minutes, is not counted.

    Parameters
    ----------
    ankle_mmhg : array_like, shape (stretches,)
        Pressure in the veins at the ankle in each stretch, see ``ANKLE_MMHG`` [mmHg].
    minutes : array_like, broadcast against ``ankle_mmhg``
        How long each lasts [min].
    compression_mmhg : array_like, broadcast against ``ankle_mmhg``
        Pressure of a stocking [mmHg].
    start_ml : float
        Swelling at the start, -1000 to 5000 [mL].

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    Four hours on the feet, then a quarter of an hour with the legs up; four with a walk of five minutes in each hour:

    >>> swell_ml([84, 5], [240, 15]).round(1).tolist()
    [73.0, 12.3]
    >>> swell_ml([84, 23.5] * 4, [55, 5] * 4).round(1)[-1].tolist()
    52.5
    """
    pressures, lasting = (
        np.atleast_1d(within("ankle_mmhg", ankle_mmhg, 0, MOST_MMHG)),
        within("minutes", minutes, 0, LONGEST_MIN),
    )
    try:
        pressures, lasting, pressed = np.broadcast_arrays(
            pressures, lasting, within("compression_mmhg", compression_mmhg, 0, MOST_MMHG)
        )
    except ValueError:
        told = f"ankle_mmhg, minutes and compression_mmhg have the shapes {np.shape(ankle_mmhg)}, {np.shape(minutes)}"
        told += f" and {np.shape(compression_mmhg)}"
        raise UserError("shapes_differ", told, "shapes that broadcast") from None
    if pressures.ndim != 1:
        raise UserError("shapes_differ", f"the stretches have the shape {pressures.shape}", "one row of stretches")
    if not -1000 <= start_ml <= 5000:
        raise UserError("impossible_value", f"start_ml is {start_ml}", "a number from -1000 to 5000")
    per_min = swelling.filter_pct_min_mmhg / 100 * swelling.leg_ml * (pressures - swelling.balance_mmhg)
    heading_ml = np.maximum(per_min * swelling.settle_min - _squeeze_ml(pressed, swelling), swelling.least_ml)
    now, ends = start_ml, np.empty(pressures.shape)
    for stretch, (heading, spent) in enumerate(zip(heading_ml, lasting / swelling.settle_min, strict=True)):
        now += (heading - now) * -expm1(-spent)
        ends[stretch] = now
    return ends


def _squeeze_ml(compression_mmhg: FloatArray, swelling: Swelling) -> FloatArray:
    return np.asarray(-swelling.squeeze_ml * np.expm1(-compression_mmhg / swelling.squeeze_mmhg))


def _leak_per_s(calf: Calf, column_mmhg: float) -> float:
    """G / C: how fast a difference of pressure across leaking valves evens out [1/s]; 0 where it would take ages."""
    rate_s = calf.reflux_ml_s_mmhg * column_mmhg / calf.volume_ml
    return rate_s if rate_s > 1e-12 else 0.0


def _seconds_to(calf: Calf, start_ml: float, end_ml: float, column_mmhg: float) -> float:
    """When the refilling veins hold ``end_ml``, which is less than full [s]."""
    rate_s = _leak_per_s(calf, column_mmhg)
    if rate_s == 0:
        return (end_ml - start_ml) / calf.inflow_ml_s if calf.inflow_ml_s else inf
    far = calf.volume_ml + calf.inflow_ml_s / rate_s
    return log1p((end_ml - start_ml) / (far - end_ml)) / rate_s
