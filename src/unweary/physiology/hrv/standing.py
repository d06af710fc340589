"""What the heart does when a person who lay stands up: rate, variation, and the first half minute.

Rate rises and variation falls in everybody. How much of a rise, held for how long, is for a clinician to look at is
knowledge and stands there; nothing here judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.hrv.artefacts import corrected
from unweary.physiology.hrv.intervals import FloatArray
from unweary.physiology.hrv.time_domain import time_domain
from unweary.vocab.errors import UserError


@dataclass(frozen=True, slots=True)
class StandingRule:
    """Which stretches are compared (own choices, grade D; tests lie 3 to 5 minutes and stand 3 to 10).

    ``lying_s`` : the last part of lying. ``settled_s`` : after standing up, before variation is measured;
    ``standing_s`` : how much is measured then. ``minutes`` : how many minutes of standing are told.
    ``held_minutes`` : a rise counts as held when so many neighbouring minutes have it, the first one apart.
    ``near_15``, ``near_30`` : the beats 'around the 15th' and 'around the 30th' after standing up.
    """

    lying_s: float = 180.0
    settled_s: float = 60.0
    standing_s: float = 180.0
    minutes: int = 10
    held_minutes: int = 2
    near_15: tuple[int, int] = (10, 20)
    near_30: tuple[int, int] = (25, 35)


@dataclass(frozen=True, slots=True, eq=False)
class StandingUp:
    """Lying beside standing.

    ``lying_hr_bpm`` : mean rate lying [beats/min]. ``rise_bpm`` : mean rate of each whole minute of standing, less that
    [beats/min]. ``held_rise_bpm`` : the highest rise that neighbouring minutes after the first all reach [beats/min].
    ``lying_rmssd_ms``, ``standing_rmssd_ms`` : RMSSD of both [ms]; ``rmssd_ratio`` : standing over lying [1].
    ``ratio_30_15`` : longest interval around the 30th beat after standing up over the shortest around the 15th [1]
    (Ewing 1985, Diabetes Care 8:491). It needs the moment of standing up to the second.
    """

    lying_hr_bpm: float
    rise_bpm: FloatArray
    held_rise_bpm: float
    lying_rmssd_ms: float
    standing_rmssd_ms: float
    rmssd_ratio: float
    ratio_30_15: float
    notes: tuple[str, ...] = ()


def standing_up(rr_ms: ArrayLike, stood_up_s: float, rule: StandingRule = StandingRule()) -> StandingUp:
    """Compare lying and standing in one recording.

    Parameters
    ----------
    rr_ms : array_like, shape (intervals,)
        Intervals from lying to standing in order [ms]; artefacts are corrected here.
    stood_up_s : float
        When the person stood up, from the start of the recording [s].
    rule : StandingRule

    Returns
    -------
    StandingUp
        NaN with a note where a stretch is shorter than half of what the rule asks for.

    Raises
    ------
    UserError
        ``impossible_value`` where nobody can have stood up at ``stood_up_s``; as :func:`corrected`.

    Examples
    --------
    Four minutes lying at 60 and then four standing at 80 beats a minute, with half of the variation:

    >>> rr_ms = [980, 1020] * 120 + [740, 760] * 160
    >>> found = standing_up(rr_ms, stood_up_s=240)
    >>> round(found.lying_hr_bpm), found.rise_bpm.round().tolist(), round(found.held_rise_bpm)
    (60, [20.0, 20.0, 20.0, 20.0], 20)
    >>> round(found.lying_rmssd_ms), round(found.standing_rmssd_ms), round(found.rmssd_ratio, 2)
    (40, 20, 0.5)
    >>> round(found.ratio_30_15, 3)
    1.027
    """
    clean = corrected(rr_ms)
    nn = clean.nn_ms
    ends_s = np.cumsum(np.nan_to_num(nn)) / 1000.0
    lasts_s = float(ends_s[-1]) if len(nn) else 0.0
    if not 0 < stood_up_s < max(lasts_s, 1e-9):
        accepted = f"a time within the recording, which lasts {lasts_s:.0f} s"
        raise UserError("impossible_value", f"stood_up_s is {stood_up_s}", accepted)

    def part(from_s: float, to_s: float) -> FloatArray:
        return nn[(ends_s > from_s + 1e-9) & (ends_s <= to_s + 1e-9)]

    lying = part(stood_up_s - rule.lying_s, stood_up_s)
    settled_s = stood_up_s + rule.settled_s
    upright = part(settled_s, settled_s + rule.standing_s)
    notes = list(clean.notes)
    for name, stretch, asked_s in (("lying", lying, rule.lying_s), ("standing", upright, rule.standing_s)):
        if _seconds(stretch) < asked_s / 2:
            notes.append(f"less than {asked_s / 2:.0f} s of {name}: no RMSSD of it")
    lying_rmssd = time_domain(lying).rmssd_ms if _seconds(lying) >= rule.lying_s / 2 else nan
    standing_rmssd = time_domain(upright).rmssd_ms if _seconds(upright) >= rule.standing_s / 2 else nan
    lying_hr = time_domain(lying).mean_hr_bpm
    whole = min(int((lasts_s - stood_up_s + 1) / 60), rule.minutes)
    rise = np.array(
        [time_domain(part(stood_up_s + 60 * m, stood_up_s + 60 * (m + 1))).mean_hr_bpm - lying_hr for m in range(whole)]
    )
    return StandingUp(
        lying_hr,
        rise,
        _held(rise[1:], rule.held_minutes),
        lying_rmssd,
        standing_rmssd,
        standing_rmssd / lying_rmssd if lying_rmssd > 0 else nan,
        _ratio_30_15(nn[ends_s > stood_up_s + 1e-9], rule),
        tuple(notes),
    )


def _seconds(nn: FloatArray) -> float:
    return float(np.nansum(nn)) / 1000.0


def _held(rise: FloatArray, minutes: int) -> float:
    if len(rise) < minutes:
        return nan
    return float(np.lib.stride_tricks.sliding_window_view(rise, minutes).min(axis=1).max())


def _ratio_30_15(nn: FloatArray, rule: StandingRule) -> float:
    if len(nn) < rule.near_30[1]:
        return nan
    (first, last), (from_30, to_30) = rule.near_15, rule.near_30
    return float(nn[from_30 - 1 : to_30].max() / nn[first - 1 : last].min())
