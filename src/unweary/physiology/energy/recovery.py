"""How the work above critical power (W') comes back below it: the published laws, and one of our own.

Each law is of one form: what is missing sits in two pools, a fast and a slow one, and each empties like a half-life.
Most laws have no fast pool. D is how far the power is below critical power.

How wrong they are, on the 31 published points (share of W' back after a rest, five laboratories; root of the mean
squared error in percentage points): Bartram 30, Skiba 22, Weigend 17, the two fixed pairs of half-lives 20 and 22, our
own 8; with each laboratory left out in turn while fitting, ours is 11. So no number here is good to better than about a
tenth of W', and all of them are means over young, trained people on bicycles.

At and above critical power nothing comes back. Our own law was fitted with that rule, so it jumps there: in fifteen
real efforts to exhaustion it says 12 % of W' are left (Skiba's law 6 %), and up to a third in long efforts just above
critical power, where the power of a second is often below. In rests of less than five minutes it gives up to 6 points
less back at lower power, which follows Chidnok's three points and is hardly how a body works. So: our own law for rests
well below critical power, Skiba's for a ride as recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from unweary.physiology.energy.capacity import Capacity
from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


class Pools(NamedTuple):
    """A law for one person, in watts: what both forms of the balance calculate with.

    ``fast_share + fast_share_per_w * D`` : the part of what is missing that is in the fast pool [1].
    ``fast_s`` : its time constant [s].
    The slow pool has ``slow_s * exp(-slow_fall_per_w * D) + slow_more_s`` [s], or ``slow_s / D ** slow_power`` [s].
    """

    fast_share: float
    fast_share_per_w: float
    fast_s: float
    slow_s: float
    slow_power: float
    slow_fall_per_w: float
    slow_more_s: float


@dataclass(frozen=True, slots=True)
class RecoveryLaw:
    """A law as published.

    ``fast_share`` : A [1]; ``fast_share_per_depth`` : what A changes by when D is all of CP [1]; ``fast_s`` : fast time
    constant [s]. ``slow_s`` : slow time constant [s] (with a power: that at D = 1 W), None: W' itself, so that
    ``slow_s / D`` is Skiba's W'/D. ``slow_power`` : D to which power [1]. ``slow_fall_per_w``, ``slow_fall_per_depth``
    : how it falls with D [1/W], or with D as a share of CP [1]. ``slow_more_s`` : what it falls towards [s].
    """

    source: str
    fast_share: float = 0.0
    fast_share_per_depth: float = 0.0
    fast_s: float = 1.0
    slow_s: float | None = None
    slow_power: float = 0.0
    slow_fall_per_w: float = 0.0
    slow_fall_per_depth: float = 0.0
    slow_more_s: float = 0.0

    def pools(self, capacity: Capacity) -> Pools:
        """The law for one person."""
        return Pools(
            self.fast_share,
            self.fast_share_per_depth / capacity.critical_power_w,
            self.fast_s,
            capacity.w_prime_j if self.slow_s is None else self.slow_s,
            self.slow_power,
            self.slow_fall_per_w + self.slow_fall_per_depth / capacity.critical_power_w,
            self.slow_more_s,
        )


LAWS: dict[str, RecoveryLaw] = {
    "skiba2015": RecoveryLaw("Skiba et al. 2015, Eur J Appl Physiol 115:703: W'/D", slow_power=1.0),
    "bartram2018": RecoveryLaw(
        "Bartram et al. 2018, accuracy of W' recovery kinetics in high performance cyclists, Abstract",
        slow_s=2287.2,
        slow_power=0.688,
    ),
    "weigend2021": RecoveryLaw(
        "Weigend et al. 2021, a hydraulic model outperforms work-balance models (pypermod): fitted to Caen 2019",
        slow_s=1274.45,
        slow_fall_per_w=0.0308,
        slow_more_s=266.65,
    ),
    "caen2021": RecoveryLaw(
        "Caen et al. 2021, Abstract (time constants), and conference abstract (share)",
        fast_share=0.324,
        fast_s=11.0,
        slow_s=256.0,
    ),
    "chorley2022": RecoveryLaw(
        "Chorley et al. 2022, Eur J Appl Physiol 122:3, Abstract, first recovery",
        fast_share=0.5067,
        fast_s=21.5,
        slow_s=388.0,
    ),
    "by_depth": RecoveryLaw(
        "own fit to the 31 published points, physiology.md section 4 (least squares)",
        fast_share=0.462,
        fast_share_per_depth=-0.132,
        fast_s=27.1,
        slow_s=1776.0,
        slow_fall_per_depth=1.281,
    ),
}


def slow_per_s(below_w: FloatArray, pools: Pools) -> FloatArray:
    """Speed of the slow pool at each D above 0 [1/s]. Compiled as well, there for one number at a time."""
    if pools.slow_power == 1.0:  # the same as below, without the slow power function
        return below_w / pools.slow_s
    if pools.slow_power != 0.0:
        return np.asarray(below_w**pools.slow_power / pools.slow_s)
    return 1.0 / (pools.slow_s * np.exp(-pools.slow_fall_per_w * below_w) + pools.slow_more_s)


def fast_share(below_w: FloatArray, pools: Pools) -> FloatArray:
    """The part of what was spent that goes to the fast pool when a recovery begins at each D [1]."""
    return pools.fast_share + pools.fast_share_per_w * below_w


def recovered_share(rest_s: ArrayLike, power_w: ArrayLike, capacity: Capacity, law: RecoveryLaw) -> FloatArray:
    """Share of the spent W' that is back after a rest at a steady power [1].

    Parameters
    ----------
    rest_s, power_w : array_like
        Length of the rest [s], 0 or more, and the power during it [W]; broadcast.
    capacity : Capacity
    law : RecoveryLaw
        One of ``LAWS``.

    Returns
    -------
    ndarray
        0 at and above critical power, NaN where something is missing.

    Raises
    ------
    UserError
        ``impossible_value`` where a rest is negative or something is not a number.

    Examples
    --------
    >>> rider = Capacity(269, 19_200)
    >>> recovered_share([60, 300], 161, rider, LAWS["skiba2015"]).round(3).tolist()
    [0.286, 0.815]
    >>> recovered_share([60, 300], 161, rider, LAWS["by_depth"]).round(3).tolist()
    [0.397, 0.554]
    """
    rest, below_w = np.broadcast_arrays(
        floats("rest_s", rest_s), capacity.critical_power_w - np.maximum(floats("power_w", power_w), 0.0)
    )
    if (rest < 0).any():
        raise UserError("impossible_value", f"rest_s has {rest[rest < 0][0]}", "0 s or more")
    pools = law.pools(capacity)
    recovering = np.where(below_w <= 0, 1.0, below_w)  # keeps the power functions away from 0; told as 0 below
    share = fast_share(recovering, pools)
    left = share * np.exp(-rest / pools.fast_s) + (1 - share) * np.exp(-rest * slow_per_s(recovering, pools))
    return np.where((below_w <= 0) & ~np.isnan(rest), 0.0, 1 - left)
