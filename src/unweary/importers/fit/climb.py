"""Metres up and down from a track of altitudes, where the device did not count them itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite, nan


@dataclass(frozen=True, slots=True)
class ClimbRule:
    """How large a turn must be to end a climb.

    ``swing_m`` : a climb ends when the track has come down by this much from its top, a descent likewise [m].
    Own choice (grade D), above the noise of a barometer (about 1 m). With 3 m the sums are 1.04 (up) and 1.01 (down)
    times what the devices of 24 real sessions counted themselves (medians); with 2 m 1.09, with 5 m 0.97.
    """

    swing_m: float = 3.0


def climb_m(altitude_m: Iterable[float], rule: ClimbRule = ClimbRule()) -> tuple[float, float]:
    """Ascent and descent by hysteresis: whole swings from turning point to turning point.

    Wiggles smaller than ``swing_m`` end nothing and add nothing, so a flat run by the sea has no climb, and a long
    climb loses nothing at its ends.

    Parameters
    ----------
    altitude_m : iterable of float
        Altitudes in order of time [m]; NaN is skipped.
    rule : ClimbRule

    Returns
    -------
    tuple of float
        Ascent and descent [m], both positive; NaN with fewer than two altitudes.

    Examples
    --------
    >>> climb_m([100, 101, 100, 102, 110, 109, 104])
    (10.0, 6.0)
    """
    track = [float(altitude) for altitude in altitude_m if isfinite(altitude)]
    if len(track) < 2:
        return nan, nan
    ascent = descent = 0.0
    low = high = track[0]
    going = 0
    for altitude in track:
        # While going up, ``low`` is where the climb began and ``high`` its top so far; going down, the other way round.
        if going >= 0 and high - altitude >= rule.swing_m:
            ascent += (high - low) * going
            low, going = altitude, -1
        elif going <= 0 and altitude - low >= rule.swing_m:
            descent += (high - low) * -going
            high, going = altitude, 1
        else:
            low, high = min(low, altitude), max(high, altitude)
    return ascent + (high - low) * (going > 0), descent + (high - low) * (going < 0)
