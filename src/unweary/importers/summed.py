"""What every format of training files does with its samples: limits, the sum of a session, one word for each sport."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import Problem
from unweary.vocab.history import Session

FloatArray = NDArray[np.float64]

#: A longer silence between two samples is a pause [s]; used only where the file does not tell how long was trained.
_PAUSE_S = 60.0

#: The columns of a recording and what is possible in them, not what is healthy: outside stands for 'no value'
#: (heart rate 0, altitude -500 m).
COLUMN_LIMITS = {
    "hr_bpm": (20.0, 250.0),
    "power_w": (0.0, 10_000.0),
    "cadence_rpm": (0.0, 254.0),
    "speed_m_s": (0.0, 150.0),
    "altitude_m": (-450.0, 12_000.0),
    "distance_m": (0.0, 2_000_000.0),
    "temperature_c": (-70.0, 100.0),
    "lat_deg": (-90.0, 90.0),
    "lon_deg": (-180.0, 180.0),
}

#: The limits that ``vocab.history.Session`` sets.
SESSION_LIMITS = {
    "duration_s": (0.0, 400_000.0),
    "rpe_cr10": (0.0, 10.0),
    "distance_m": (0.0, 2_000_000.0),
    "ascent_m": (0.0, 30_000.0),
    "descent_m": (0.0, 30_000.0),
    "avg_hr_bpm": (20.0, 250.0),
    "max_hr_bpm": (20.0, 260.0),
}

#: Beginnings of the makers' words without spaces and case; the first that fits.
_SPORTS = (
    ("trailrun", "run"), ("virtualrun", "run"), ("treadmill", "run"), ("run", "run"), ("jog", "run"),
    ("ebike", "e_bike_ride"), ("ebiking", "e_bike_ride"), ("emountainbike", "e_bike_ride"),
    ("mountainbik", "ride"), ("gravel", "ride"), ("virtualride", "ride"), ("roadbik", "ride"), ("indoorcycl", "ride"),
    ("bik", "ride"), ("cycl", "ride"), ("ride", "ride"), ("spinning", "ride"),
    ("nordicwalk", "walk"), ("walk", "walk"), ("hik", "hike"),
    ("openwater", "swim"), ("lapswim", "swim"), ("swim", "swim"),
    ("weight", "strength"), ("strength", "strength"), ("traditionalstrength", "strength"),
    ("functionalstrength", "strength"), ("gymandfitness", "strength"),
    ("soccer", "football"), ("football", "football"), ("virtualrow", "row"), ("indoorrow", "row"), ("row", "row"),
    ("elliptical", "elliptical"), ("stair", "stairs"), ("crosscountryski", "ski"), ("nordicski", "ski"),
    ("backcountryski", "ski"), ("yoga", "yoga"), ("pilates", "pilates"),
    ("highintensityinterval", "hiit"), ("hiit", "hiit"), ("cardio", "cardio"),
)  # fmt: skip


def sport(word: str) -> str:
    """Our word for a sport as an app names it; a sport that is not known keeps its name, nothing is ``unknown``.

    Examples
    --------
    >>> sport("Running"), sport("HKWorkoutActivityTypeCycling"), sport("Weight Training"), sport("Kitesurf"), sport("")
    ('run', 'ride', 'strength', 'Kitesurf', 'unknown')
    """
    text = word.strip()
    plain = re.sub(r"[^a-z]", "", text.removeprefix("HKWorkoutActivityType").casefold())
    if plain in ("", "other", "generic", "workout", "unknown", "all"):
        return "unknown"
    return next((ours for start, ours in _SPORTS if plain.startswith(start)), text[:100])


def cleaned(columns: Mapping[str, array[float] | FloatArray]) -> dict[str, FloatArray]:
    """The columns that have a possible value at all; impossible ones are NaN.

    Examples
    --------
    >>> cleaned({"hr_bpm": array("d", [0, 60]), "power_w": array("d", [nan, nan])})
    {'hr_bpm': array([nan, 60.])}
    """
    kept = {}
    for name, values in columns.items():
        low, high = COLUMN_LIMITS.get(name, (-np.inf, np.inf))
        clean = np.array(values, dtype=np.float64)
        clean[(clean < low) | (clean > high)] = nan
        if not np.isnan(clean).all():
            kept[name] = clean
    return kept


def distance_m(lat_deg: ArrayLike, lon_deg: ArrayLike) -> FloatArray:
    """Metres covered at each point of a track, along great circles; points without a position add nothing.

    Sphere of 6371.0088 km (mean radius of the earth, IUGG). Jitter at rest adds up, so it reads a little long.

    Examples
    --------
    >>> distance_m([50.0, nan, 50.01], [7.0, nan, 7.0]).round(1).tolist()
    [0.0, 0.0, 1112.0]
    """
    lat, lon = (np.radians(np.asarray(values, dtype=np.float64)) for values in (lat_deg, lon_deg))
    there = np.flatnonzero(~np.isnan(lat) & ~np.isnan(lon))
    steps = np.zeros(len(lat))
    if len(there) > 1:
        a, b, c, d = lat[there[:-1]], lat[there[1:]], lon[there[:-1]], lon[there[1:]]
        half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin((d - c) / 2) ** 2
        steps[there[1:]] = 2 * 6_371_008.8 * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return np.cumsum(steps)


def session(
    started_at: datetime, sport_word: str, columns: Mapping[str, FloatArray], said: Mapping[str, float], name: str,
    device: str = "",
) -> tuple[Session | None, list[Problem]]:  # fmt: skip
    """The summary as the file gives it; what it leaves out is counted from the samples.

    Parameters
    ----------
    started_at : datetime
    sport_word : str
    columns : mapping
        Samples, as :func:`cleaned` leaves them; ``t_s`` among them where there are any.
    said : mapping
        What the file says itself, by the names of :data:`SESSION_LIMITS`; NaN or absent where it does not.
    name : str
        The file.
    device : str
        Maker and product, for a session without samples.

    Returns
    -------
    tuple
        The session, None where its length is unknown; and ``out_of_range`` problems.
    """
    counts_climb = "altitude_m" in columns and not all(
        isfinite(said.get(key, nan)) for key in ("ascent_m", "descent_m")
    )
    up, down = climb_m(columns["altitude_m"].tolist() if counts_climb else ())
    hr_bpm = columns.get("hr_bpm", np.empty(0))
    moving_s = _moving_s(columns)
    counted = {
        "duration_s": moving_s,
        "rpe_cr10": nan,
        "distance_m": _last(columns.get("distance_m")),
        "ascent_m": up,
        "descent_m": down,
        "avg_hr_bpm": float(np.nanmean(hr_bpm)) if hr_bpm.size else nan,
        "max_hr_bpm": float(np.nanmax(hr_bpm)) if hr_bpm.size else nan,
    }
    wanted = {key: value if isfinite(value := said.get(key, nan)) else counted[key] for key in SESSION_LIMITS}
    values, problems = _possible(wanted, name)
    duration_s = values.pop("duration_s")
    duration_s = moving_s if duration_s is None else duration_s
    if not duration_s <= SESSION_LIMITS["duration_s"][1]:
        return None, problems
    made = Session(started_at, duration_s, sport_word, source=name, device=device)
    return replace(made, **values), problems  # type: ignore[arg-type]  # names of limits are names of fields: tested


def _possible(wanted: Mapping[str, float], name: str) -> tuple[dict[str, float | None], list[Problem]]:
    values: dict[str, float | None] = {}
    problems = []
    for key, value in wanted.items():
        low, high = SESSION_LIMITS[key]
        values[key] = value if low <= value <= high else None
        if isfinite(value) and values[key] is None:
            problems.append(
                Problem(name, "out_of_range", f"{key} is {value:g}, possible is {low:g} to {high:g}. Left out.")
            )
    return values, problems


def _last(values: FloatArray | None) -> float:
    return nan if values is None else float(values[~np.isnan(values)][-1])


def _moving_s(columns: Mapping[str, ArrayLike]) -> float:
    if "t_s" not in columns:
        return nan
    steps = np.diff(np.asarray(columns["t_s"], dtype=np.float64))
    return float(steps[steps <= _PAUSE_S].sum())


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
