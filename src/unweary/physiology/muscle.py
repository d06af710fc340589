"""How a muscle tires and recovers while it holds, pauses and holds again: the three-compartment controller, 3CC.

Each part of a muscle rests, is active, or is tired. A controller makes as much active as the load asks for; active
parts tire at the rate F, tired ones recover at the rate R, and r times as fast while nothing is held (3CC-r: blood
comes back in a pause). Xia & Frey-Law 2008, J Biomech 41:3046; Frey-Law, Looft & Heitsman 2012, J Biomech 45:1803;
Looft, Herkert & Frey-Law 2018, J Biomech 77:16. Beside it the measured endurance curves, Frey-Law & Avin 2010,
Ergonomics 53:109.

The equations are ``dA = C - F A``, ``dT = F A - rho T`` for the active share A and the tired share T, and the
controller C moves A to the load within a tenth of a second. That is fast beside F and R, so here A is the load (or all
that is not tired, where that is less), and one linear equation for T remains. While the load L is held,
``dT = F L - R T``; where it cannot be, ``dT = F (1 - T) - R T``; in a pause, ``dT = -r R T``. So each stretch of a
constant load is at most two exponentials, exact for a stretch of any length.

Where it stops being true: muscles held still, and minutes, not days. Within a factor of two of the measured endurance
from 20 to 80 % of the maximal force (``VALID``); at 90 % it is half as long or less. F is constant here; in people it
is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from math import expm1, inf, isfinite, log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.compiling import compiled
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import within

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rates:
    """Speeds of one joint's muscles.

    ``fatigue_per_s`` : F, share of the active part that tires each second [1/s].
    ``recovery_per_s`` : R, share of the tired part that recovers each second while a load is held [1/s].
    ``rest_multiplier`` : r, how many times faster it recovers while nothing is held [1]; 1 is the plain 3CC.
    ``source`` : where the values stand.
    """

    fatigue_per_s: float
    recovery_per_s: float
    rest_multiplier: float
    source: str

    def __post_init__(self) -> None:
        for name in ("fatigue_per_s", "recovery_per_s", "rest_multiplier"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise UserError("impossible_value", f"{name} is {value}", "a number above 0")


_FREYLAW2012 = "Frey-Law, Looft & Heitsman 2012, J Biomech 45:1803, Table 1 (the abstract prints the ranges garbled)"
#: The plain model, fitted to how long a steady force can be held. ``hand`` is grip; ``general`` is all joints together.
RATES_FREYLAW2012: dict[str, Rates] = {
    "ankle": Rates(0.00589, 0.00058, 1.0, _FREYLAW2012),
    "knee": Rates(0.01500, 0.00149, 1.0, _FREYLAW2012),
    "trunk": Rates(0.00755, 0.00075, 1.0, _FREYLAW2012),
    "shoulder": Rates(0.01820, 0.00168, 1.0, _FREYLAW2012),
    "elbow": Rates(0.00912, 0.00094, 1.0, _FREYLAW2012),
    "hand": Rates(0.00980, 0.00064, 1.0, _FREYLAW2012),
    "general": Rates(0.00970, 0.00091, 1.0, _FREYLAW2012),
}

_LOOFT2018 = f"F and R: {_FREYLAW2012}. r: Looft, Herkert & Frey-Law 2018, J Biomech 77:16, Abstract"
_LOOFT2020 = f"F and R: {_FREYLAW2012}. r: Looft & Frey-Law 2020, J Biomech 106:109762, Abstract"
#: The same with faster recovery in pauses, fitted to work with pauses. None was published for the trunk.
RATES_LOOFT2018: dict[str, Rates] = {
    joint: replace(RATES_FREYLAW2012[joint], rest_multiplier=r, source=source)
    for joint, r, source in (
        ("ankle", 15.0, _LOOFT2018),
        ("knee", 15.0, _LOOFT2018),
        ("elbow", 15.0, _LOOFT2018),
        ("hand", 30.0, _LOOFT2018),
        ("shoulder", 15.0, _LOOFT2020),
    )
}

_RAKSHIT2021 = "Rakshit, Xiang & Yang 2021, J Biomech 127:110695, Table 2"
#: All three fitted anew to holds with and without pauses, by joint, and for some muscles by sex.
RATES_RAKSHIT2021: dict[str, Rates] = {
    "ankle": Rates(0.01485, 0.00333, 9.31, _RAKSHIT2021),
    "knee": Rates(0.00825, 0.00076, 14.85, _RAKSHIT2021),
    "elbow": Rates(0.01086, 0.00225, 4.93, _RAKSHIT2021),
    "hand": Rates(0.01227, 0.00134, 9.10, _RAKSHIT2021),
    "knee_extensors_f": Rates(0.01407, 0.00185, 6.32, _RAKSHIT2021),
    "knee_extensors_m": Rates(0.01420, 0.00153, 10.96, _RAKSHIT2021),
    "elbow_flexors_f": Rates(0.00965, 0.00197, 6.22, _RAKSHIT2021),
    "elbow_flexors_m": Rates(0.01302, 0.00188, 8.99, _RAKSHIT2021),
    "dorsiflexors_f": Rates(0.00746, 0.00081, 4.97, _RAKSHIT2021),
    "dorsiflexors_m": Rates(0.00725, 0.00096, 10.36, _RAKSHIT2021),
}


@dataclass(frozen=True, slots=True)
class EnduranceCurve:
    """``scale_s * load ** exponent``: how long people could hold a share of their maximal force [s]."""

    scale_s: float
    exponent: float
    source: str


_FREYLAW2010 = "Frey-Law & Avin 2010, Ergonomics 53:109, Table 2 (369 endurance times from 194 studies)"
ENDURANCE_FREYLAW2010: dict[str, EnduranceCurve] = {
    "ankle": EnduranceCurve(34.71, -2.06, _FREYLAW2010),
    "knee": EnduranceCurve(19.38, -1.88, _FREYLAW2010),
    "trunk": EnduranceCurve(22.69, -2.27, _FREYLAW2010),
    "shoulder": EnduranceCurve(14.86, -1.83, _FREYLAW2010),
    "elbow": EnduranceCurve(17.98, -2.21, _FREYLAW2010),
    "hand": EnduranceCurve(33.55, -1.61, _FREYLAW2010),
    "general": EnduranceCurve(21.92, -1.98, _FREYLAW2010),
}


@dataclass(frozen=True, slots=True)
class Validity:
    """From ``least_mvc`` to ``most_mvc`` [share of maximal force] the endurance with the rates of 2012 is within
    ``factor`` [1] of the measured curve, for each joint."""

    least_mvc: float = 0.2
    most_mvc: float = 0.8
    factor: float = 2.0
    source: str = "own comparison of RATES_FREYLAW2012 with ENDURANCE_FREYLAW2010"


VALID = Validity()
#: Up to so many stretches the form on arrays answers, which takes less time than loading Numba.
FEW = 1000
#: A stretch may last a day [s]. Own limit: recovery over days is not in the model.
LONGEST_S = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What became of a row of stretches, each with one load.

    ``tired_share`` : tired part of the muscle at the end of each stretch [1].
    ``unmet_mvc_s`` : force that was asked for and not there, summed over the stretch [share of maximal force x s].
    ``failed_s`` : when the load could first not be held, from the start of the row [s]; infinite where it always could.
    """

    tired_share: FloatArray
    unmet_mvc_s: FloatArray
    failed_s: FloatArray


def endurance_time_s(target_mvc: ArrayLike, rates: Rates) -> FloatArray:
    """How long a rested muscle holds a steady force in the model [s].

    Parameters
    ----------
    target_mvc : array_like
        Share of the maximal force, 0 to 1. Outside of ``VALID`` the answer is poor.
    rates : Rates

    Returns
    -------
    ndarray, the same shape
        Infinite where recovery keeps up, which is at loads of up to R / (F + R).

    Raises
    ------
    UserError
        ``impossible_value`` where a target is missing or not a share.

    Examples
    --------
    >>> endurance_time_s([0.0, 0.3, 0.5, 1.0], RATES_FREYLAW2012["elbow"]).round(1).tolist()
    [inf, 292.7, 115.7, 0.0]
    """
    load = within("target_mvc", target_mvc, 0, 1.0)
    tiring = rates.fatigue_per_s * load
    kept_up = rates.recovery_per_s * (1 - load)
    ends = tiring > kept_up
    ratio = np.divide(kept_up, tiring, out=np.zeros_like(load), where=ends)
    # Adding 0 turns the -0.0 of a full load into 0.0.
    return np.where(ends, -np.log1p(-ratio) / rates.recovery_per_s + 0.0, inf)


def endurance_time_s_freylaw2010(target_mvc: ArrayLike, joint: str) -> FloatArray:
    """How long people could hold a steady force [s]: the measured curve of a joint.

    Parameters
    ----------
    target_mvc : array_like
        Share of the maximal force, 0 to 1.
    joint : str
        A key of ``ENDURANCE_FREYLAW2010``.

    Returns
    -------
    ndarray, the same shape
        Infinite at a load of 0. A power law, so not 0 at full force.

    Raises
    ------
    UserError
        ``unknown_joint``; ``impossible_value`` where a target is missing or not a share.

    Examples
    --------
    >>> endurance_time_s_freylaw2010([0.2, 0.5], "general").round(1).tolist()
    [530.6, 86.5]
    """
    if joint not in ENDURANCE_FREYLAW2010:
        raise UserError("unknown_joint", f"there is no endurance curve of {joint!r}", ", ".join(ENDURANCE_FREYLAW2010))
    load, curve = within("target_mvc", target_mvc, 0, 1.0), ENDURANCE_FREYLAW2010[joint]
    with np.errstate(divide="ignore", over="ignore"):  # infinite is the answer at and next to no load
        return curve.scale_s * np.asarray(np.power(load, curve.exponent))


def hold(target_mvc: ArrayLike, duration_s: ArrayLike, rates: Rates, tired_share: ArrayLike = 0.0) -> Held:
    """Hold loads and pause, one after the other, for one muscle or many.

    Parameters
    ----------
    target_mvc : array_like, shape (..., stretches)
        Load of each stretch, share of the maximal force, 0 to 1. 0 is a pause.
    duration_s : array_like, broadcast against ``target_mvc``
        How long each lasts [s].
    rates : Rates
    tired_share : array_like, broadcast against the rows
        Tired part at the start [1].

    Returns
    -------
    Held
        ``failed_s`` has the shape of the rows.

    Raises
    ------
    UserError
        ``impossible_value`` where a load or a share is not within 0 and 1, or a time is not within 0 and a day;
        ``shapes_differ``.

    Examples
    --------
    Half of the maximal force for ten seconds, then ten seconds of rest, six times:

    >>> elbow = RATES_LOOFT2018["elbow"]
    >>> work = hold([0.5, 0.0] * 6, 10.0, elbow)
    >>> work.tired_share[[0, 1, -2, -1]].round(3).tolist(), float(work.failed_s)
    ([0.045, 0.039, 0.193, 0.168], inf)

    Without the pauses it cannot be done:

    >>> hold([0.5], 120.0, elbow).failed_s.round(1).tolist()
    115.7
    """
    load, seconds = within("target_mvc", target_mvc, 0, 1.0), within("duration_s", duration_s, 0, LONGEST_S)
    start = within("tired_share", tired_share, 0, 1.0)
    try:
        load, seconds = (np.ascontiguousarray(part) for part in np.broadcast_arrays(np.atleast_1d(load), seconds))
        start = np.array(np.broadcast_to(start, load.shape[:-1]))
    except ValueError:
        shapes = f"{np.shape(target_mvc)}, {np.shape(duration_s)} and {np.shape(tired_share)}"
        accepted = "shapes that broadcast, tired_share against the rows"
        raise UserError("shapes_differ", f"target_mvc, duration_s and tired_share are {shapes}", accepted) from None
    tired, unmet, failed = np.empty_like(load), np.empty_like(load), np.full(start.shape, inf)
    rows = start.size, load.shape[-1]
    form: _Rows = _rows_on_arrays if load.size <= FEW else _rows()
    form(
        *(part.reshape(rows) for part in (load, seconds, tired, unmet)),
        *(part.reshape(start.size) for part in (start, failed)),
        *(rates.fatigue_per_s, rates.recovery_per_s, rates.rest_multiplier),
    )
    return Held(tired, unmet, failed)


_Rows = Callable[..., None]


@cache
def _rows() -> _Rows:
    """The loop compiled where Numba is installed, else the form on arrays."""
    try:
        return compiled(_rows_in_loops)
    except ImportError:
        return _rows_on_arrays


def _rows_on_arrays(
    load: FloatArray,
    seconds: FloatArray,
    tired: FloatArray,
    unmet: FloatArray,
    start: FloatArray,
    failed: FloatArray,
    tiring: float,
    recovery: float,
    rest_multiplier: float,
) -> None:
    """The reference: stretch by stretch, all rows at once. Fills ``tired``, ``unmet`` and ``failed``."""
    now, passed_s = start.copy(), np.zeros(len(start))
    for stretch in range(load.shape[1]):
        asked, left_s = load[:, stretch], seconds[:, stretch]
        most = 1 - asked  # so much may be tired while the load is held
        able, short = now <= most, np.zeros(len(now))
        failed[:] = np.where(~able & (left_s > 0), np.minimum(failed, passed_s), failed)
        for _ in range(2):  # before and after it becomes unable, or able again
            speed = np.where(able, np.where(asked > 0, 1.0, rest_multiplier) * recovery, tiring + recovery)
            end = np.where(able, tiring * asked / recovery, tiring / (tiring + recovery))
            crosses = np.where(able, end > most, end < most)
            ratio = np.divide(now - end, most - end, out=np.ones(len(now)), where=crosses)
            leg_s = np.where(crosses, np.minimum(np.log(ratio) / speed, left_s), left_s)
            gone = -np.expm1(-speed * leg_s)
            short += np.where(able, 0.0, (end - most) * leg_s + (now - end) * gone / speed)
            turned = leg_s < left_s
            failed[:] = np.where(turned & able, np.minimum(failed, passed_s + leg_s), failed)
            now = np.where(turned, most, now + (end - now) * gone)
            able, left_s, passed_s = able ^ turned, left_s - leg_s, passed_s + leg_s
        tired[:, stretch], unmet[:, stretch] = now, short


def _rows_in_loops(
    load: FloatArray,
    seconds: FloatArray,
    tired: FloatArray,
    unmet: FloatArray,
    start: FloatArray,
    failed: FloatArray,
    tiring: float,
    recovery: float,
    rest_multiplier: float,
) -> None:
    """The same, one stretch of one row after the other, in the part of Python that Numba compiles."""
    for row in range(load.shape[0]):
        now, passed_s = start[row], 0.0
        for stretch in range(load.shape[1]):
            asked, left_s, short = load[row, stretch], seconds[row, stretch], 0.0
            most = 1 - asked
            able = now <= most
            if not able and left_s > 0:
                failed[row] = min(failed[row], passed_s)
            for _ in range(2):
                if able:
                    speed = recovery if asked > 0 else rest_multiplier * recovery
                    end = tiring * asked / recovery
                else:
                    speed, end = tiring + recovery, tiring / (tiring + recovery)
                leg_s = left_s
                if able == (end > most) and end != most:
                    leg_s = min(log((now - end) / (most - end)) / speed, left_s)
                gone = -expm1(-speed * leg_s)
                if not able:
                    short += (end - most) * leg_s + (now - end) * gone / speed
                now += (end - now) * gone
                passed_s += leg_s
                left_s -= leg_s
                if left_s > 0:
                    if able:
                        failed[row] = min(failed[row], passed_s)
                    now, able = most, not able
            tired[row, stretch], unmet[row, stretch] = now, short
