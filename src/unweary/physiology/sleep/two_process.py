"""The two-process model: a pressure to sleep that builds up awake and drains asleep, between limits moved by the clock.

Awake, the pressure S rises towards 1, ``1 - (1 - S) exp(-t / 18.2 h)``; asleep it falls towards 0,
``S exp(-t / 4.2 h)``. Left to itself, a person falls asleep when S meets an upper limit and wakes when it meets a lower
one; both limits follow the same daily wave C. Borbély 1982, Hum Neurobiol 1:195; Daan, Beersma & Borbély 1984, Am J
Physiol 246:R161. Between two changes each stretch is one exponential, exact for a stretch of any length.

Where it stops being true: it tells of one or two days. S is near its steady course after two nights, whatever went
before, so weeks of short nights look harmless here while attention goes on getting worse (Van Dongen et al. 2003; see
``debt``). Its time constants were fitted to the slow waves of young, healthy sleepers.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, isfinite, log, nan

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, together, within


@dataclass(frozen=True, slots=True)
class TwoProcess:
    """The constants of the model.

    ``rise_h``, ``fall_h`` : time constants of the pressure awake and asleep [h].
    ``upper``, ``lower`` : middle of the limits at which sleep begins and ends [1].
    ``amplitude`` : how far the daily wave moves both limits [1]. ``phase_h`` : clock time at which it rises through
    zero [h after midnight]. ``harmonics`` : weights of its waves of 24, 12, 8, 6 and 4.8 hours [1].
    """

    rise_h: float
    fall_h: float
    upper: float
    lower: float
    amplitude: float
    phase_h: float
    harmonics: tuple[float, ...]
    source: str

    def __post_init__(self) -> None:
        for name in ("rise_h", "fall_h", "upper", "lower"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise UserError("impossible_value", f"{name} is {value}", "a number above 0")
        # A lower limit above 1, or an upper one out of reach, would let nobody wake or sleep again.
        if not self.lower < self.upper < 1:
            raise UserError(
                "impossible_value", f"lower is {self.lower} and upper {self.upper}", "0 < lower < upper < 1"
            )


TWO_PROCESS_DAAN1984 = TwoProcess(
    rise_h=18.2,
    fall_h=4.2,
    upper=0.67,
    lower=0.17,
    amplitude=0.12,
    phase_h=8.6,
    harmonics=(0.97, 0.22, 0.07, 0.03, 0.001),
    source="Daan, Beersma & Borbély 1984, Am J Physiol 246:R161; wave and phase as printed again by Borbély & "
    "Achermann 1999, J Biol Rhythms 14:559",
)
#: Grid on which the model looks for the next change [h]; the change itself is then found to a millionth of an hour.
_LOOK_H = 0.05
#: The model is left to itself for at most so long [h]; about three months. Own limit: it has no seasons.
LONGEST_H = 2_400.0


def circadian(clock_h: ArrayLike, model: TwoProcess = TWO_PROCESS_DAAN1984) -> FloatArray:
    """The daily wave C that moves both limits [1]: high by day, low in the small hours.

    Parameters
    ----------
    clock_h : array_like
        Hours after midnight; beyond 24 it goes round.

    Raises
    ------
    UserError
        ``impossible_value`` where an hour is missing.

    Examples
    --------
    >>> circadian([2.6, 14.6]).round(3).tolist()
    [-0.108, 0.108]
    """
    angle = 2 * np.pi / 24 * (within("clock_h", clock_h, -1e6, 1e6) - model.phase_h)
    return model.amplitude * np.asarray(
        sum(weight * np.sin((wave + 1) * angle) for wave, weight in enumerate(model.harmonics)), dtype=np.float64
    )


def pressure(
    start: ArrayLike, asleep: ArrayLike, duration_h: ArrayLike, model: TwoProcess = TWO_PROCESS_DAAN1984
) -> FloatArray:
    """The pressure to sleep at the end of each stretch of sleep or wakefulness, one after the other [1].

    Parameters
    ----------
    start : array_like, broadcast against the rows
        Pressure at the start, 0 to 1.
    asleep : array_like of bool, shape (..., stretches)
    duration_h : array_like, broadcast against ``asleep``
        How long each stretch lasts, 0 to 2400 [h].

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    A day of 16 hours, a night of 8, a day of 16:

    >>> pressure(0.093, [False, True, False], [16, 8, 16]).round(3).tolist()
    [0.623, 0.093, 0.623]
    """
    first = within("start", start, 0, 1)
    states, hours = together(
        asleep=np.atleast_1d(within("asleep", asleep, 0, 1)), duration_h=within("duration_h", duration_h, 0, LONGEST_H)
    )
    now, _ = together(start=first, rows=np.empty(states.shape[:-1]))
    ends = np.empty((*now.shape, states.shape[-1]))
    for stretch in range(states.shape[-1]):
        sleeping, passed_h = states[..., stretch] > 0.5, hours[..., stretch]
        kept = np.exp(-passed_h / np.where(sleeping, model.fall_h, model.rise_h))
        now = np.where(sleeping, now * kept, 1 - (1 - now) * kept)
        ends[..., stretch] = now
    return ends


def steady_pressure(sleep_h: ArrayLike, model: TwoProcess = TWO_PROCESS_DAAN1984) -> tuple[FloatArray, FloatArray]:
    """The pressure on waking and at bedtime once every night has been the same for long [1].

    Parameters
    ----------
    sleep_h : array_like
        Hours of sleep a night, 0 to 24.

    Returns
    -------
    waking, bedtime : ndarray, the same shape

    Examples
    --------
    >>> waking, bedtime = steady_pressure([8, 4])
    >>> waking.round(3).tolist(), bedtime.round(3).tolist()
    ([0.093, 0.295], [0.623, 0.765])
    """
    hours = within("sleep_h", sleep_h, 0, 24)
    # Bedtime first: seen from waking, a night without end would be 0 divided by 0.
    risen = -np.expm1(-(24 - hours) / model.rise_h)
    fallen = np.exp(-hours / model.fall_h)
    bedtime = risen / (1 - (1 - risen) * fallen)
    return bedtime * fallen, bedtime


@dataclass(frozen=True, slots=True, eq=False)
class OwnSleep:
    """When the model falls asleep and wakes with nothing to disturb it.

    ``fell_asleep_h``, ``woke_h`` : hours after the midnight before the start, in pairs; the last ``woke_h`` is NaN when
    the time ran out in sleep. ``pressure`` : the pressure at the end [1].
    """

    fell_asleep_h: FloatArray
    woke_h: FloatArray
    pressure: float


def own_sleep(
    start: float, clock_h: float, lasting_h: float, model: TwoProcess = TWO_PROCESS_DAAN1984, awake_h: float = 0.0
) -> OwnSleep:
    """Leave the model to itself from a moment awake.

    Parameters
    ----------
    start : float
        Pressure at the start, 0 to 1.
    clock_h : float
        Clock time of the start [h after midnight], 0 to 24.
    lasting_h : float
        For how long, up to 2400 [h].
    awake_h : float
        Hours from the start in which it is kept awake, whatever the pressure.

    Examples
    --------
    A rested person from seven in the morning, for two days; then one who is kept awake for the first 40 hours:

    >>> rested = own_sleep(0.17, 7.0, 48.0)
    >>> rested.fell_asleep_h.round(1).tolist(), rested.woke_h.round(1).tolist()
    ([22.1, 46.9], [30.8, 55.0])
    >>> late = own_sleep(0.17, 7.0, 80.0, awake_h=40.0)
    >>> (late.woke_h - late.fell_asleep_h).round(1).tolist()
    [8.6, 8.0]
    """
    now = float(within("start", start, 0, 1))
    at_h = float(within("clock_h", clock_h, 0, 24))
    end_h = at_h + float(within("lasting_h", lasting_h, 0, LONGEST_H))
    held_until_h = min(at_h + float(within("awake_h", awake_h, 0, LONGEST_H)), end_h)
    now, at_h = 1 - (1 - now) * exp((at_h - held_until_h) / model.rise_h), held_until_h
    changes: list[float] = []
    while (change_h := _next_change(now, at_h, end_h, bool(len(changes) % 2), model)) is not None:
        now, at_h = _after(now, change_h - at_h, bool(len(changes) % 2), model), change_h
        changes.append(at_h)
    now = _after(now, end_h - at_h, bool(len(changes) % 2), model)
    times = np.array([*changes, *([nan] if len(changes) % 2 else [])], dtype=np.float64)
    return OwnSleep(times[::2], times[1::2], now)


def _after(now: float, passed_h: float, asleep: bool, model: TwoProcess) -> float:
    kept = exp(-passed_h / (model.fall_h if asleep else model.rise_h))
    return now * kept if asleep else 1 - (1 - now) * kept


def _next_change(now: float, at_h: float, end_h: float, asleep: bool, model: TwoProcess) -> float | None:
    """When the pressure next meets the limit it is heading for; None when it does not before the end."""
    limit, sign = (model.lower, -1.0) if asleep else (model.upper, 1.0)

    def beyond(t_h: FloatArray) -> FloatArray:
        passed = t_h - at_h
        course = now * np.exp(-passed / model.fall_h) if asleep else 1 - (1 - now) * np.exp(-passed / model.rise_h)
        return sign * (course - limit - circadian(t_h, model))

    # After five time constants and a full day of the wave the limit has been met, or never will be.
    far_h = min(end_h, at_h + 5 * (model.fall_h if asleep else model.rise_h) + 24)
    grid_h = np.append(np.arange(at_h, far_h, _LOOK_H), far_h)
    met = np.flatnonzero(beyond(grid_h) >= 0)
    if met.size == 0:
        return None
    if met[0] == 0:
        return at_h if at_h < end_h else None
    low_h, high_h = grid_h[met[0] - 1], grid_h[met[0]]
    for _ in range(int(log(_LOOK_H / 1e-9, 2)) + 1):
        middle_h = (low_h + high_h) / 2
        low_h, high_h = (low_h, middle_h) if beyond(np.array(middle_h)) >= 0 else (middle_h, high_h)
    return float(high_h)
