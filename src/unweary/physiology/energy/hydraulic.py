"""Three tanks: a fuller picture of work above and below critical power, for people fitted in a laboratory.

One tank is oxygen, without an end but with a narrow pipe; one is small and fast, and gives what is asked; the third is
slow, and helps the second out. A person is exhausted when the fast tank is dry (Morton 1986, J Math Biol 24:109;
Weigend et al. 2021, the equations and the fits). Heights run from 0 to 1; the tanks' areas are energies.

Where it stops being true: eight numbers for one person, fitted to exhausting efforts; different sets of eight fit about
equally well. So nobody's day is judged with it; it shows what simpler laws cannot (root of the mean squared error 8
points of W' on the published recoveries, each laboratory with numbers of its own).

Written from the equations. Stepped forward second by second, as published and fitted; with finer steps recoveries come
out up to 1.1 points of W' higher.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class Tanks:
    """One person.

    ``fast_j``, ``slow_j`` : area of the fast and of the slow tank [J per height of 1]. ``oxygen_w`` : most that oxygen
    gives [W]. ``slow_out_w``, ``slow_in_w`` : most that flows out of, and back into, the slow tank [W].
    ``slow_top``, ``slow_bottom`` : its distance from the top and from the bottom (theta, gamma) [1].
    ``oxygen_bottom`` : height of the oxygen pipe above the bottom (phi) [1].
    """

    fast_j: float
    slow_j: float
    oxygen_w: float
    slow_out_w: float
    slow_in_w: float
    slow_top: float
    slow_bottom: float
    oxygen_bottom: float
    source: str

    def __post_init__(self) -> None:
        sizes = self.fast_j, self.slow_j, self.oxygen_w, self.slow_out_w, self.slow_in_w
        places = self.slow_top, self.slow_bottom, self.oxygen_bottom
        if not all(isfinite(value) and value > 0 for value in sizes):
            raise UserError("impossible_value", f"the tanks' sizes and flows are {sizes}", "numbers above 0")
        if not (all(0 <= value < 1 for value in places) and self.slow_top + self.slow_bottom < 1):
            raise UserError("impossible_value", f"the tanks' places are {places}", "0 to 1, theta and gamma below 1")

    @property
    def slow_height(self) -> float:
        """Height of the slow tank [1]."""
        return 1 - self.slow_top - self.slow_bottom


TANKS_CAEN2021 = Tanks(
    17631.0,
    46246.0,
    267.28,
    117.59,
    20.087,
    0.67615,
    0.01045,
    0.28908,
    "Weigend et al. 2021, fitted to the recoveries of Caen et al. 2021 (as in physiology.md section 4)",
)


def empty_share(power_w: ArrayLike, step_s: float, tanks: Tanks) -> FloatArray:
    """How empty the tanks are after each step, from rest [1].

    Parameters
    ----------
    power_w : array_like, shape (samples,)
        [W], 0 or more.
    step_s : float
        Between samples [s], up to 1.
    tanks : Tanks

    Returns
    -------
    ndarray, shape (samples, 2)
        Fast tank (1 is exhausted; it cannot be emptier, what is asked beyond is not done) and slow tank, each as a
        share of its own height.

    Raises
    ------
    UserError
        ``impossible_value`` where a power is missing, negative or infinite, or the step is too long.

    Examples
    --------
    Four minutes at 349 W empty the fast tank, and a minute at 161 W fills part of it:

    >>> emptied = empty_share([349.0] * 239 + [161.0] * 60, 1.0, TANKS_CAEN2021)
    >>> emptied[[238, 298], 0].round(2).tolist()
    [1.0, 0.63]
    """
    power = floats("power_w", power_w)
    if power.ndim != 1 or not 0 < step_s <= 1:
        raise UserError(
            "impossible_value", f"power_w has the shape {power.shape}, step_s is {step_s}", "a row, up to 1 s"
        )
    wrong = ~((power >= 0) & (power < inf))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise UserError("impossible_value", f"power_w[{at}] is {power[at]}", "0 W or more")
    told, fast, slow = np.empty((len(power), 2)), 0.0, 0.0
    for i, asked_w in enumerate(power.tolist()):
        fast, slow = _step(fast, slow, asked_w, step_s, tanks)
        told[i] = fast, slow / tanks.slow_height
    return told


def second_bout_share(power_w: float, rest_power_w: float, rest_s: float, tanks: Tanks) -> float:
    """How long a power can be held a second time after a rest, as a share of the first time [1].

    This is what laboratories call the recovery of W'. Held to exhaustion, rested, held to exhaustion, in seconds.

    Parameters
    ----------
    power_w, rest_power_w : float
        Of the two bouts, and of the rest [W].
    rest_s : float
        [s], up to a day.
    tanks : Tanks

    Raises
    ------
    UserError
        ``impossible_value`` where something is negative or missing, or the bout does not exhaust within an hour.

    Examples
    --------
    >>> round(second_bout_share(349, 161, 60, TANKS_CAEN2021), 2)
    0.4
    """
    if not (0 < power_w < inf and 0 <= rest_power_w < inf and 0 <= rest_s <= 86_400):
        told = f"power_w is {power_w}, rest_power_w {rest_power_w}, rest_s {rest_s}"
        raise UserError("impossible_value", told, "0 or more, rests of up to a day")
    first_s, fast, slow = _to_exhaustion(0.0, 0.0, power_w, tanks)
    for _ in range(round(rest_s)):
        fast, slow = _step(fast, slow, rest_power_w, 1.0, tanks)
    return _to_exhaustion(fast, slow, power_w, tanks)[0] / first_s


def _to_exhaustion(fast: float, slow: float, power_w: float, tanks: Tanks) -> tuple[int, float, float]:
    for second in range(1, 3601):
        fast, slow = _step(fast, slow, power_w, 1.0, tanks)
        if fast >= 1:
            return second, fast, slow
    raise UserError("impossible_value", f"{power_w} W does not exhaust within an hour", "a higher power")


def _step(fast: float, slow: float, power_w: float, step_s: float, tanks: Tanks) -> tuple[float, float]:
    """One step: how far the level has sunk in the fast tank (h) and in the slow one (g), in heights."""
    fast += power_w * step_s / tanks.fast_j
    oxygen_j = tanks.oxygen_w * min(fast / (1 - tanks.oxygen_bottom), 1.0) * step_s
    above = fast - slow - tanks.slow_top  # the slow tank's level stands so much above the fast one's
    if above < 0:
        flow_w = tanks.slow_in_w * above / (1 - tanks.slow_bottom)
    elif fast < 1 - tanks.slow_bottom:
        flow_w = tanks.slow_out_w * above / tanks.slow_height
    else:
        flow_w = tanks.slow_out_w * (tanks.slow_height - slow) / tanks.slow_height
    # No more than makes both levels equal, than is in the slow tank, or than it lacks.
    level_j = above / (1 / tanks.slow_j + 1 / tanks.fast_j)
    flow_j = flow_w * step_s
    if flow_j < 0:
        flow_j = max(flow_j, level_j, -slow * tanks.slow_j)
    else:
        flow_j = min(flow_j, level_j, (tanks.slow_height - slow) * tanks.slow_j)
    slow += flow_j / tanks.slow_j
    fast -= (oxygen_j + flow_j) / tanks.fast_j
    return min(max(fast, 0.0), 1.0), min(max(slow, 0.0), tanks.slow_height)
