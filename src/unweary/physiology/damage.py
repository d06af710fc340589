"""Sore muscles after unaccustomed braking work: strength lost at once, soreness a day later, protection the next time.

Experimental: no validated dynamic model of this in people was found, so this is our own, set to means of published
groups. For each muscle group: damage D (share of strength lost), two stages of inflammation I1 and I2 (I2 is felt as
soreness), protection on its way Q and in place A (the repeated-bout effect). A bout of exposure E takes
``d = 1 - exp(-k E)`` from a rested, unprotected muscle; then

    at the bout   dD = d (1 - p A)(1 - D),   D += dD,   I1 += dD,   Q += m (1 - exp(-3 d))(1 - A - Q)
    between       D' = -D / (T0 (1 + b D)),   I1' = -I1 / Ti,   I2' = (I1 - I2) / Ti,
                  Q' = -Q / Tq,   A' = Q / Tq - A / Ta

Between bouts all has a closed form: a chain of exponentials, and ``ln D + b D = ln D0 + b D0 - t / T0`` for D, solved
by Newton's method (the Lambert W function). Our one change of the proposal is ``1 - A - Q`` for ``1 - A``: else many
bouts in one day would protect by more than all. It changes none of the numbers below.

What it meets: soreness of Tufano and others 2012 at 24 to 96 h within 0.2 points; a loss of 57 % of which two thirds
are back by 132 h (Sayers & Clarkson 2001, if their recovery is of the loss); a second bout after three days adds
nothing to the greatest damage (Chen & Nosaka 2006); the first bout protects most and the fourth still adds (Chen and
others 2009); some protection at half a year; strength comes back without a second dip (Warren and others 2016).

What it misses: 48 h after downhill running it has 11 % lost where 14 to 17 % were measured at 24 to 48 h (Maeo and
others 2017). Right after the bout it has no soreness, where Tufano has 4.8 of 10. A third bout is eased more than the
second, where a review finds no more (Lindsay and others 2021, J Strength Cond Res 35:576). How much a second bout is
eased was not set to any table. A small first bout at three days lets the greatest damage grow a little. A light bout
is said to protect for a shorter time than a maximal one; here both wane alike.

What a person is told about a sore place (when it is worst, when it is gone: ``reports.course``) does not come from
here. Those days are in the knowledge, from reviews (``sore_peak_h``, ``sore_gone_days``), and the two share no number.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import e, isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import refuse, together, within

FloatArray = NDArray[np.float64]

_SAYERS2001 = "Sayers & Clarkson 2001, Eur J Appl Physiol 84:122, Abstract (192 people, elbow flexors)"
_MAEO2017 = "Maeo and others 2017, Sci Rep 7:5769, Abstract (14 people, 45 min downhill, -15 %)"


@dataclass(frozen=True, slots=True)
class Constants:
    """The constants of the model, all of our own calibration. Grade D; none is a person's.

    ``severity`` : k, so that an exposure of 1 takes 57 % of strength, a maximal bout (Sayers & Clarkson 2001) [1].
    ``healing_h``, ``healing_slows`` : T0 and b, set to Sayers & Clarkson 2001 and Maeo 2017 together [h], [1].
    ``inflammation_h`` : Ti, fitted to the soreness of Tufano and others 2012 [h].
    ``soreness_scale`` : points of soreness for I2 = 1. Own choice: one bout that took all strength would peak at 10.
    ``protects`` : p, the most that protection takes from a bout [1]. ``protection_gain`` : m, the most protection that
    one bout gives [1]. ``forming_h`` : Tq [h]. Own choices, so that bouts at 3 days, 6 to 9 weeks and four times a
    month behave as in Chen & Nosaka 2006, Cleary and others 2002 and Chen and others 2009.
    ``waning_h`` : Ta, 180 days; with 60 there would be none left at half a year, where some was found [h].
    """

    severity: float = 0.84
    healing_h: float = 53.3
    healing_slows: float = 3.64
    inflammation_h: float = 28.2
    soreness_scale: float = 10 * e
    protects: float = 0.8
    protection_gain: float = 0.75
    forming_h: float = 36.0
    waning_h: float = 180 * 24.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not (isfinite(value) and value > 0):
                raise UserError("impossible_value", f"{field.name} is {value}", "a number above 0")
        for name in ("protects", "protection_gain"):
            if getattr(self, name) > 1:
                raise UserError("impossible_value", f"{name} is {getattr(self, name)}", "a number from 0 to 1")
        if self.forming_h == self.waning_h:
            raise UserError("impossible_value", "forming_h and waning_h are the same", "two different times")


CONSTANTS = Constants()
#: A bout may be so many times a maximal one; from about 20 on all strength is gone. Own limit.
MOST_EXPOSURE = 1000.0
#: Rests may last so long [h]: ten years. Own limit.
LONGEST_H = 87_600.0


@dataclass(frozen=True, slots=True)
class Session:
    """What one published session took from a muscle group right after it [share of strength, 1]."""

    loss_share: float
    source: str


#: By muscle group. A session differs by group because its dose does; the muscle itself is the same in the model.
SESSIONS: dict[str, Session] = {
    "upper_arm": Session(0.57, _SAYERS2001),
    "front_thigh": Session(0.20, f"own fit to -14 to -17 % at 24 to 48 h: {_MAEO2017}"),
    "calf": Session(0.10, f"own fit to -6 to -8 % at 24 to 48 h: {_MAEO2017}"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Muscles:
    """The state of one muscle group or many: arrays of one shape, for instance (people, groups).

    ``damage`` : D, share of strength lost [1]. ``first``, ``second`` : I1, I2, the stages of inflammation [1].
    ``forming``, ``protection`` : Q, A [1].
    """

    damage: FloatArray
    first: FloatArray
    second: FloatArray
    forming: FloatArray
    protection: FloatArray

    @property
    def strength_share(self) -> FloatArray:
        """Maximal strength as a share of the rested one [1]; tiredness is not in it.

        Examples
        --------
        >>> float(after_bout(rested(), 1.0).strength_share.round(2))
        0.43
        """
        return 1 - self.damage


def rested(shape: tuple[int, ...] = ()) -> Muscles:
    """Muscles without damage and without protection.

    Examples
    --------
    >>> rested((2, 12)).damage.shape
    (2, 12)
    """
    return Muscles(*(np.zeros(shape) for _ in fields(Muscles)))


def exposure_of(loss_share: ArrayLike, constants: Constants = CONSTANTS) -> FloatArray:
    """The exposure that takes this share of strength from a rested, unprotected muscle [1].

    Parameters
    ----------
    loss_share : array_like
        0 or more and below 1 [1].

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> exposure_of([0.0, 0.2, 0.57]).round(2).tolist()
    [0.0, 0.27, 1.0]
    """
    loss = within("loss_share", loss_share, 0, 1.0)
    refuse("loss_share", loss, loss == 1, "numbers from 0 to below 1")
    return np.asarray(-np.log1p(-loss) / constants.severity + 0.0)


def after_bout(muscles: Muscles, exposure: ArrayLike, constants: Constants = CONSTANTS) -> Muscles:
    """The muscles right after a bout.

    Parameters
    ----------
    muscles : Muscles
    exposure : array_like, broadcast against the muscles
        Braking (eccentric) work, 1 being a maximal bout [1]; 0 is none.

    Raises
    ------
    UserError
        ``impossible_value``; ``shapes_differ``.

    Examples
    --------
    The same bout again after four weeks takes much less:

    >>> once = after_bout(rested(), 1.0)
    >>> later = after_rest(once, 28 * 24)
    >>> again = after_bout(later, 1.0)
    >>> float(once.damage.round(3)), float((again.damage - later.damage).round(3))
    (0.568, 0.327)
    """
    worked = within("exposure", exposure, 0, MOST_EXPOSURE)
    try:
        np.broadcast_to(worked, muscles.damage.shape)
    except ValueError:
        shapes = f"exposure is {worked.shape}, the muscles are {muscles.damage.shape}"
        raise UserError("shapes_differ", shapes, "an exposure for each muscle, or one for all") from None
    severity = -np.expm1(-constants.severity * worked)
    lost = severity * (1 - constants.protects * muscles.protection) * (1 - muscles.damage)
    room = 1 - muscles.protection - muscles.forming
    gained = constants.protection_gain * -np.expm1(-3 * severity) * room
    return Muscles(
        muscles.damage + lost, muscles.first + lost, muscles.second, muscles.forming + gained, muscles.protection
    )


def after_rest(muscles: Muscles, rest_h: ArrayLike, constants: Constants = CONSTANTS) -> Muscles:
    """The muscles after some hours without a bout.

    Parameters
    ----------
    muscles : Muscles
    rest_h : array_like, broadcast against the muscles
        0 to ten years [h]. With more axes than the muscles, the answer has the shape of both: many times at once.

    Raises
    ------
    UserError
        ``impossible_value``; ``shapes_differ``.

    Examples
    --------
    >>> hours = [0, 24, 48, 96]
    >>> after_rest(after_bout(rested(), exposure_of(0.2)), hours).strength_share.round(3).tolist()
    [0.8, 0.848, 0.888, 0.944]
    """
    time_h = within("rest_h", rest_h, 0, LONGEST_H)
    try:
        shape = np.broadcast_shapes(time_h.shape, muscles.damage.shape)
    except ValueError:
        shapes = f"rest_h is {time_h.shape}, the muscles are {muscles.damage.shape}"
        raise UserError("shapes_differ", shapes, "shapes that broadcast") from None
    of_chain = time_h / constants.inflammation_h
    left = np.exp(-of_chain)
    waned, formed = np.exp(-time_h / constants.waning_h), np.exp(-time_h / constants.forming_h)
    turned = constants.waning_h / (constants.waning_h - constants.forming_h) * (waned - formed)
    damage = _healed(np.broadcast_to(muscles.damage, shape), np.broadcast_to(time_h, shape), constants)
    return Muscles(
        damage,
        muscles.first * left,
        (muscles.second + muscles.first * of_chain) * left,
        muscles.forming * formed,
        muscles.protection * waned + muscles.forming * turned,
    )


def soreness_0_10(muscles: Muscles, before: ArrayLike = 0.0, constants: Constants = CONSTANTS) -> FloatArray:
    """Soreness on a scale of 0 to 10; ``before`` is what was felt without any bout.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> sore = after_rest(after_bout(rested(), exposure_of(0.25)), [0, 24, 48, 96, 168])
    >>> soreness_0_10(sore).round(1).tolist()
    [0.0, 2.5, 2.1, 0.8, 0.1]
    """
    felt, second = together(before=within("before", before, 0, 10.0), muscles=muscles.second)
    return np.minimum(felt + constants.soreness_scale * second, 10.0)


def _healed(damage: FloatArray, time_h: FloatArray, constants: Constants) -> FloatArray:
    """Solves ``u + b exp(u) = y`` for ``u = ln D``. From above, Newton's steps fall to the root and never pass it."""
    slows = constants.healing_slows
    some = damage > 0
    start = np.log(damage, out=np.zeros_like(damage), where=some)
    y = start + slows * np.exp(start) - time_h / constants.healing_h
    u = np.minimum(start, y)
    # ``u = y`` lies above the root, and so does the start, for damage only falls.
    for _ in range(30):
        curve = slows * np.exp(u)
        step = (u + curve - y) / (1 + curve)
        u = u - step
        if (np.abs(step) <= 1e-15 * (1 + np.abs(u))).all():
            break
    return np.where(some, np.exp(u), 0.0)
