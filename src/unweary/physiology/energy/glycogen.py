"""Glycogen: the sugar stored in the leg muscles and the liver, over a run and the day after. A guess, never observed.

A run takes ``carbohydrate share x cost x distance``; where the stores end, people hit the wall (Rapoport 2010, PLoS
Comput Biol 6:e1000960, who pools legs and liver as here). Afterwards the legs refill: fast while they are empty,
``dG = s (1 - G)``, and never faster than food brings sugar. Nothing on a watch or in a questionnaire measures it, a
meal log tells little, and people differ by half or more: it teaches an order of size, and must not decide a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import FloatArray, floats


@dataclass(frozen=True, slots=True)
class Stores:
    """Full stores and what a kilometre costs, for each kilogram of body mass.

    ``leg_share`` : leg muscles of body mass [1]; ``leg_kcal_kg`` : glycogen in them [kcal/kg muscle]; ``liver_share``,
    ``liver_kcal_kg`` : the same of a well filled liver; ``cost_kcal_kg_km`` : running [kcal/kg/km].
    """

    leg_share: float = 0.214
    leg_kcal_kg: float = 80.0
    liver_share: float = 0.025
    liver_kcal_kg: float = 360.0
    cost_kcal_kg_km: float = 1.0
    source: str = "Rapoport 2010, Fig. 3 (shares, 80 kcal/kg) and text; liver: as used by followers of the paper"

    @property
    def kcal_per_kg(self) -> float:
        """Both stores together [kcal/kg body mass]."""
        return self.leg_share * self.leg_kcal_kg + self.liver_share * self.liver_kcal_kg


STORES = Stores()


@dataclass(frozen=True, slots=True)
class Refilling:
    """``mmol_kg_h`` : refill in the first hours after work that emptied the legs, well fed [mmol/kg wet muscle/h]."""

    mmol_kg_h: float
    source: str


_GREIWE = "Greiwe et al. 1999, J Appl Physiol 87:222, Abstract: the same six people, 15 min to 6 h after"
REFILLINGS: dict[str, Refilling] = {
    "untrained": Refilling(4.5, _GREIWE),
    "usual": Refilling(8.0, "Flynn et al. 2020, Eur J Appl Physiol 120:1131, Abstract: 8 men and 8 women, 4 h"),
    "trained": Refilling(10.5, _GREIWE),
}


@dataclass(frozen=True, slots=True)
class Eating:
    """Own choices (grade D).

    ``stored_share`` : so much of what is eaten can become glycogen in the legs [1]; chosen so that from 30 % full, 5 g
    per kg and day fall short of full after a day and 7 g come near, as in Shiose et al. 2022 (Nutrients 14:1320,
    Abstract). ``measured_at_share`` : how full the legs were, about, where the pace of refilling was measured [1].
    ``kcal_g`` : energy of a gram [kcal/g]; ``mmol_g`` : glucose units in a gram of glycogen [mmol/g].
    """

    stored_share: float = 0.5
    measured_at_share: float = 0.3
    kcal_g: float = 4.0
    mmol_g: float = 1000.0 / 162.0


EATING = Eating()


def wall_km(carbohydrate_share: float, stores: Stores = STORES) -> float:
    """How far a runner gets on full stores [km].

    Parameters
    ----------
    carbohydrate_share : float
        Part of the energy that comes from carbohydrate, 0 to 1; it rises with the effort. Eating on the way, and that
        the share falls as the stores do, are left out.
    stores : Stores

    Returns
    -------
    float
        Infinite where the share is 0.

    Raises
    ------
    UserError
        ``impossible_value`` where the share is not within 0 and 1.

    Examples
    --------
    >>> round(wall_km(0.8), 1)
    32.6
    """
    _share("carbohydrate_share", carbohydrate_share)
    return stores.kcal_per_kg / (stores.cost_kcal_kg_km * carbohydrate_share) if carbohydrate_share > 0 else inf


def left_after_run(distance_km: float, carbohydrate_share: float, stores: Stores = STORES) -> float:
    """Share of the stores that is left after a run [1]; 0 from the wall on.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> round(left_after_run(20.0, 0.7), 2)
    0.46
    """
    if not 0 <= distance_km < inf:
        raise UserError("impossible_value", f"distance_km is {distance_km}", "0 km or more")
    return max(0.0, 1 - distance_km / wall_km(carbohydrate_share, stores))


def refilled(
    hours: ArrayLike,
    start_share: float,
    carbohydrate_g_kg_day: float,
    refilling: Refilling = REFILLINGS["usual"],
    stores: Stores = STORES,
) -> FloatArray:
    """Glycogen in the legs some hours after a run [share of full].

    Each stretch is exact: as much as food allows until that is more than the muscle takes, then the muscle's own pace.

    Parameters
    ----------
    hours : array_like
        Since the run [h], 0 or more.
    start_share : float
        What was left in the legs [1].
    carbohydrate_g_kg_day : float
        Carbohydrate eaten, spread over the day [g per kg body mass and day].
    refilling : Refilling
    stores : Stores

    Returns
    -------
    ndarray, the same shape
        NaN where the time is missing.

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> [round(float(refilled(24, 0.3, grams)), 2) for grams in (0, 5, 7, 10)]
    [0.3, 0.85, 0.9, 0.92]
    """
    t = floats("hours", hours)
    _share("start_share", start_share)
    if (t < 0).any() or not 0 <= carbohydrate_g_kg_day < inf:
        told = f"hours from {np.min(t, initial=0.0)}, {carbohydrate_g_kg_day} g/kg/day"
        raise UserError("impossible_value", told, "numbers of 0 or more")
    full_g_kg = stores.leg_kcal_kg / EATING.kcal_g  # of muscle
    measured_g_kg_h = refilling.mmol_kg_h / EATING.mmol_g
    pace_per_h = measured_g_kg_h / full_g_kg / (1 - EATING.measured_at_share)
    food_per_h = EATING.stored_share * carbohydrate_g_kg_day / 24 / (stores.leg_share * full_g_kg)
    turn_share = max(start_share, 1 - food_per_h / pace_per_h)
    turn_h = (turn_share - start_share) / food_per_h if turn_share > start_share and food_per_h > 0 else 0.0
    if food_per_h == 0:
        return np.where(np.isnan(t), t, start_share)
    by_food = start_share + food_per_h * np.minimum(t, turn_h)
    return np.where(t <= turn_h, by_food, 1 - (1 - turn_share) * np.exp(-pace_per_h * np.maximum(t - turn_h, 0.0)))


def _share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise UserError("impossible_value", f"{name} is {value}", "a share from 0 to 1")
