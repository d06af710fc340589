"""How much of a muscle the will reaches, how a loss of force splits between nerve and muscle, and how both come back.

Voluntary activation is measured by adding a twitch from outside to a contraction: what the twitch still adds, the will
did not reach. Over the nerve, the twitch at rest is the whole (Merton's interpolated twitch). Over the motor cortex
(TMS) the twitch at rest is not the whole, so it is extrapolated from contractions of 50 to 100 % (Todd, Taylor &
Gandevia 2003, J Physiol 551:661; Goodall, Romer & Ross 2009, Exp Physiol 94:995).

The split takes maximal force as activation times what the muscle could give: ``F / F0 = v * c``. In logarithms the two
losses add up, so neither comes first, and the central share is ``ln v / ln (F / F0)``. Maximal force and activation are
enough for it; an evoked twitch is not the muscle's capacity (see ``TwitchAndForce``).

Where it stops being true: near full force the scale of activation is not the scale of force: an activation of 91.5 %
went with only 79.6 % of the maximal torque (Kooistra, de Ruiter & de Haan 2007, Eur J Appl Physiol 100:309). A split
says how much, not why: what is not central holds all the rest, soreness and a bad day included. TMS of the knee
extensors has been called invalid as it is usually done (Nuzzo and others 2021, J Appl Physiol).

Corrections for a twitch that did not fall on the peak of the force are in use. They are left out: no published text of
one could be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log, nan

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import floats, refuse

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearRange:
    """From ``least_share`` of the maximal force on [1], the twitch over the cortex falls in a straight line.

    ``fewest`` : so many contractions make a line; through two it is always straight, so one more (own choice).
    """

    least_share: float = 0.5
    fewest: int = 3
    source: str = "Todd, Taylor & Gandevia 2003, J Physiol 551:661: 50 to 100 %, r2 1.00"


LINEAR = LinearRange()


@dataclass(frozen=True, slots=True)
class Extrapolated:
    """Activation over the motor cortex, of one set of contractions.

    ``activation_pct`` : of the strongest contraction [%]; NaN where ``note`` says why there is none.
    ``resting_twitch`` : the estimated resting twitch (ERT), in the unit of the twitches; NaN where there is no line.
    ``r2`` : how straight the line is [1]; NaN where there is no line.
    ``contractions`` : how many lay on it.
    ``note`` : empty, or ``few``, ``constant``, ``not_falling``, ``not_straight``, ``no_strongest`` (the strongest
    contraction has no twitch).
    """

    activation_pct: float
    resting_twitch: float
    r2: float
    contractions: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """How a loss of force divides [share of the loss, 1]. The two add up to 1.

    Below 0 or above 1 where one part rose while the other fell by more than the whole loss.
    """

    central: float
    peripheral: float


@dataclass(frozen=True, slots=True)
class TwitchAndForce:
    """What one exercise did to maximal force, activation and an evoked twitch [share of before, 1].

    An evoked twitch falls further than the force that the muscle can give: after hard cycling, activation times twitch
    foretells a loss of 36 to 53 % where 19 % was lost. ``exponent`` brings one to the other, for that exercise only:
    after a half-marathon the same sum gives 0.84 for a doublet. It is no constant of the body.
    """

    force_share: float
    activation_share: float
    twitch_share: float
    source: str

    @property
    def exponent(self) -> float:
        """``g`` in ``capacity = twitch ** g`` [1].

        Examples
        --------
        >>> {name: round(seen.exponent, 2) for name, seen in SEEN_FELIPPE2020.items()}
        {'100 Hz': 0.39, '10 Hz': 0.21, '1 Hz': 0.32}
        """
        return log(self.force_share / self.activation_share) / log(self.twitch_share)


_FELIPPE2020 = "Felippe and others 2020, Eur J Appl Physiol, doi 10.1007/s00421-020-04338-0, Abstract (10 men, cycling)"
#: After cycling to the limit in about 6 minutes, by the kind of stimulus.
SEEN_FELIPPE2020: dict[str, TwitchAndForce] = {
    "100 Hz": TwitchAndForce(0.81, 0.94, 0.68, _FELIPPE2020),
    "10 Hz": TwitchAndForce(0.81, 0.94, 0.50, _FELIPPE2020),
    "1 Hz": TwitchAndForce(0.81, 0.94, 0.63, _FELIPPE2020),
}


@dataclass(frozen=True, slots=True)
class Recovery:
    """Two speeds at which a loss goes.

    ``fast_share`` : part of the loss that goes fast [1]. ``fast_tau_s``, ``slow_tau_s`` : time constants [s].
    ``source`` : the window it was set to. All values are our own proposal (grade D).
    """

    fast_share: float
    fast_tau_s: float
    slow_tau_s: float
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.fast_share <= 1:
            raise UserError("impossible_value", f"fast_share is {self.fast_share}", "a number from 0 to 1")
        for name in ("fast_tau_s", "slow_tau_s"):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise UserError("impossible_value", f"{name} is {value}", "a number above 0")


_CARROLL2017 = "own proposal (grade D), set to Carroll, Taylor & Gandevia 2017, J Appl Physiol 122:1068, Abstract: "
#: By part and kind of exercise: a fast part is 95 % gone after three of its time constants.
RECOVERY: dict[tuple[str, str], Recovery] = {
    ("central", "brief"): Recovery(0.9, 40.0, 1350.0, _CARROLL2017 + "typically back within 2 min"),
    ("central", "long"): Recovery(0.5, 40.0, 1800.0, _CARROLL2017 + "fast in part, may be incomplete at 30 min"),
    ("peripheral", "brief"): Recovery(0.7, 80.0, 10_800.0, _CARROLL2017 + "3 to 5 min, a rest for some hours"),
    ("peripheral", "long"): Recovery(0.2, 80.0, 10_800.0, _CARROLL2017 + "little fast, incomplete for 20 to 30 min"),
}


def voluntary_activation_pct(superimposed: ArrayLike, resting: ArrayLike) -> FloatArray:
    """Activation by the interpolated twitch: ``(1 - superimposed / resting) * 100`` [%].

    Parameters
    ----------
    superimposed, resting : array_like, broadcast against each other
        Size of the twitch during and after the contraction, in one unit; 0 or more, the resting one above 0.

    Returns
    -------
    ndarray
        NaN where either is NaN. Below 0 where the superimposed twitch is the larger, as happens in very light
        contractions: that is noise of the measurement, and it is kept.

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    >>> voluntary_activation_pct([23.0, 2.3, 0.0], 23.0).round(1).tolist()
    [0.0, 90.0, 100.0]
    """
    during, rest = _sizes("superimposed", superimposed), _sizes("resting", resting)
    refuse("resting", rest, rest == 0, "numbers above 0")
    try:
        with np.errstate(over="ignore"):  # next to nothing at rest: minus infinity is what it says
            return np.asarray((1 - during / rest) * 100)
    except ValueError:
        shapes = f"superimposed and resting are {during.shape} and {rest.shape}"
        raise UserError("shapes_differ", shapes, "shapes that broadcast") from None


def activation_over_cortex(force: ArrayLike, superimposed: ArrayLike, least_r2: float) -> Extrapolated:
    """Activation of the strongest contraction of a set, with the resting twitch extrapolated (TMS).

    Parameters
    ----------
    force : array_like, shape (contractions,)
        Force of each, in any unit; the strongest counts as 100 %. Those below ``LINEAR`` are left out.
    superimposed : array_like, shape (contractions,)
        What the stimulus added to each. A contraction with a NaN is not on the line.
    least_r2 : float
        A line less straight than this gives no activation [1]. 0 takes every line.

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    >>> told = activation_over_cortex([0.5, 0.75, 1.0], [0.50, 0.26, 0.02], least_r2=0.8)
    >>> round(told.resting_twitch, 3), round(told.activation_pct, 3), round(told.r2, 3)
    (0.98, 97.959, 1.0)
    >>> activation_over_cortex([0.5, 1.0], [0.5, 0.1], least_r2=0.8).note
    'few'
    """
    strength, twitch = _sizes("force", force), _sizes("superimposed", superimposed)
    if strength.ndim != 1 or strength.shape != twitch.shape:
        shapes = f"force and superimposed are {strength.shape} and {twitch.shape}"
        raise UserError("shapes_differ", shapes, "two rows of one length")
    if not 0 <= least_r2 <= 1:
        raise UserError("impossible_value", f"least_r2 is {least_r2}", "a number from 0 to 1")
    most = np.fmax.reduce(strength, initial=0.0)
    if most == 0:
        return Extrapolated(nan, nan, nan, 0, "few")
    near = (strength >= LINEAR.least_share * most) & np.isfinite(twitch)
    x, y = strength[near] / most, twitch[near]
    if len(x) < LINEAR.fewest or np.ptp(x) == 0:
        return Extrapolated(nan, nan, nan, len(x), "few")
    if np.ptp(y) == 0:
        return Extrapolated(nan, nan, nan, len(x), "constant")
    return _on_line(x, y, least_r2)


def _on_line(x: FloatArray, y: FloatArray, least_r2: float) -> Extrapolated:
    scale = y.max()  # twitches in any unit, the tiniest too
    y = y / scale
    off_x, off_y = x - x.mean(), y - y.mean()
    slope = float(off_x @ off_y / (off_x @ off_x))
    at_rest = float(y.mean() - slope * x.mean())
    r2 = float((off_x @ off_y) ** 2 / ((off_x @ off_x) * (off_y @ off_y)))
    note = "not_falling" if slope >= 0 else "not_straight" if r2 < least_r2 else "no_strongest" if x.max() < 1 else ""
    # A line that falls has its largest value at rest, so it is above every mean of twitches and never 0.
    activation_pct = nan if note else (1 - float(y[np.argmax(x)]) / at_rest) * 100
    return Extrapolated(activation_pct, at_rest * float(scale), r2, len(x), note)


def split_of_loss(force_share: float, activation_share: float) -> Split:
    """The central and the peripheral part of a loss of maximal force.

    Parameters
    ----------
    force_share : float
        Maximal force as a share of before [1], above 0.
    activation_share : float
        Voluntary activation as a share of before [1], above 0.

    Returns
    -------
    Split
        Both NaN where no force was lost, or a share is NaN.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    Half the force gone, activation down by a quarter:

    >>> split = split_of_loss(0.5, 0.75)
    >>> round(split.central, 2), round(split.peripheral, 2)
    (0.42, 0.58)
    """
    for name, share in (("force_share", force_share), ("activation_share", activation_share)):
        if share <= 0 or share == np.inf:
            raise UserError("impossible_value", f"{name} is {share}", "a number above 0")
    if not force_share < 1 or not isfinite(activation_share):
        return Split(nan, nan)
    central = log(activation_share) / log(force_share) + 0.0  # adding 0 turns -0.0 into 0.0
    return Split(central, 1 - central)


def force_share_expected(activation_share: ArrayLike, twitch_share: ArrayLike, exponent: float = 1.0) -> FloatArray:
    """Maximal force to expect from activation and an evoked twitch: ``activation * twitch ** exponent`` [1].

    Parameters
    ----------
    activation_share, twitch_share : array_like, broadcast against each other
        Each as a share of before [1], 0 or more.
    exponent : float
        1 takes the twitch as the capacity. ``TwitchAndForce.exponent`` is that of one exercise.

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    >>> float(force_share_expected(0.88, 0.88).round(3))
    0.774
    """
    if not (isfinite(exponent) and exponent > 0):
        raise UserError("impossible_value", f"exponent is {exponent}", "a number above 0")
    activation, twitch = _sizes("activation_share", activation_share), _sizes("twitch_share", twitch_share)
    try:
        with np.errstate(over="ignore"):
            return np.asarray(activation * twitch**exponent)
    except ValueError:
        shapes = f"activation_share and twitch_share are {activation.shape} and {twitch.shape}"
        raise UserError("shapes_differ", shapes, "shapes that broadcast") from None


def remaining_share(after_s: ArrayLike, recovery: Recovery) -> FloatArray:
    """How much of a loss is still there some time after the exercise [share of the loss, 1].

    Parameters
    ----------
    after_s : array_like
        Time since the end [s], 0 or more. NaN gives NaN.
    recovery : Recovery

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> remaining_share([0, 120, 1800], RECOVERY["central", "brief"]).round(2).tolist()
    [1.0, 0.14, 0.03]
    """
    time_s = _sizes("after_s", after_s)
    fast, slow = np.exp(-time_s / recovery.fast_tau_s), np.exp(-time_s / recovery.slow_tau_s)
    return np.asarray(recovery.fast_share * fast + (1 - recovery.fast_share) * slow)


def _sizes(name: str, values: ArrayLike) -> FloatArray:
    """As floats of 0 or more; NaN stays, for what was not measured."""
    accepted = "numbers of 0 or more"
    given = floats(name, values, accepted)
    refuse(name, given, (given < 0) | np.isinf(given), accepted)
    return given
