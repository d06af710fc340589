"""The iron store over months.

One number for the iron that is not in use: above 0 it is the store, below 0 what the blood lacks (as the 'body iron' of
Cook, Flowers & Skikne 2003, Blood 101:3359). Each day ``iron <- iron + taken up from food + extra - lost``. The gut
takes a share of what is eaten that grows as the store shrinks: at a ferritin of 15, 30 and 60 ug/L 22, 16 and 12 % in
men and 27, 17 and 11 % in women with periods (Fairweather-Tait et al. 2017, Am J Clin Nutr). Ferritin is the store over
8 mg.

Where it stops being true. 8 to 10 mg of store for each ug/L of ferritin is a mean of a few bled volunteers; others
found no fixed ratio (Scand J Haematol 1977, 19:327), and with an infection, a sick liver or alcohol ferritin says
little. Food, bleeding and gut differ far more than the model. It cannot tell why iron is low, which is what matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import together, within

FloatArray = NDArray[np.float64]

#: Whose gut: men, women with periods, women after them.
Who = Literal["men", "women_with_periods", "women_after"]


@dataclass(frozen=True, slots=True)
class IronNumbers:
    """Round numbers of iron in the body.

    ``store_mg_per_ug_l`` : store for each ug/L of ferritin [mg]; 8 to 10. ``haemoglobin_mg_per_g`` : iron in
    haemoglobin [mg/g].
    """

    store_mg_per_ug_l: float = 8.0
    haemoglobin_mg_per_g: float = 3.39
    source: str = (
        "store: Walters, Miller & Worwood 1973, J Clin Pathol 26:770, quoted as 8 to 10 mg; haemoglobin: Smith & Rios "
        "1974, in Institute of Medicine 2001, Dietary Reference Intakes, p. 334"
    )


IRON = IronNumbers()
#: Ferritin [ug/L] -> share of the iron in food that is taken up [1]. Fairweather-Tait et al. 2017, Am J Clin Nutr,
#: "Modeling tool for calculating dietary iron bioavailability in iron-sufficient adults", Abstract. Between them a
#: straight line on two logarithmic scales, above 60 the last of these goes on; below 15 nothing was published, so the
#: share stays (own choice, grade D).
TAKEN_UP_FAIRWEATHERTAIT2017: dict[Who, dict[float, float]] = {
    "men": {15.0: 0.223, 30.0: 0.163, 60.0: 0.116},
    "women_with_periods": {15.0: 0.272, 30.0: 0.172, 60.0: 0.106},
    "women_after": {15.0: 0.184, 30.0: 0.127, 60.0: 0.105},
}
#: Own limits: the most that is answered [ug/L, mg a day, days].
MOST_FERRITIN_UG_L, MOST_MG_D, LONGEST_DAYS = 10_000.0, 1_000.0, 3_660


@dataclass(frozen=True, slots=True, eq=False)
class IronCourse:
    """Iron at the end of each day, the start first; shape (..., days + 1).

    ``iron_mg`` : store above 0, lack below 0 [mg]. ``ferritin_ug_l`` : 0 while there is no store.
    ``missing_mg`` : iron that the blood lacks [mg], 0 while there is a store.
    """

    iron_mg: FloatArray
    ferritin_ug_l: FloatArray
    missing_mg: FloatArray


def taken_up_share(ferritin_ug_l: ArrayLike, who: Who) -> FloatArray:
    """Share of the iron in food that the gut takes up at this ferritin [1].

    Raises
    ------
    UserError
        ``unknown_group``; ``impossible_value`` where a ferritin is missing or below 0.

    Examples
    --------
    >>> taken_up_share([5, 15, 30, 140], "men").round(3).tolist()
    [0.223, 0.223, 0.163, 0.077]
    """
    return _share(within("ferritin_ug_l", ferritin_ug_l, 0, MOST_FERRITIN_UG_L), _gut(who))


def iron_course(
    ferritin_ug_l: ArrayLike,
    days: int,
    who: Who,
    eaten_mg_d: ArrayLike,
    lost_mg_d: ArrayLike,
    extra_mg_d: ArrayLike = 0.0,
    given_away_mg: ArrayLike = 0.0,
    numbers: IronNumbers = IRON,
) -> IronCourse:
    """Follow the store day by day.

    Parameters
    ----------
    ferritin_ug_l : array_like
        At the start, without inflammation [ug/L].
    days : int
        1 to 3660.
    who : {'men', 'women_with_periods', 'women_after'}
    eaten_mg_d, lost_mg_d : array_like
        Iron in food, and lost in all ways [mg a day].
    extra_mg_d : array_like
        Taken up beyond food [mg a day]: what arrives in the body, not what is swallowed.
    given_away_mg : array_like
        Lost at once on the first day, as with a donation of blood [mg].

    Raises
    ------
    UserError
        ``unknown_group``, ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    A woman with a ferritin of 38 who loses a little more than she takes up, for a year:

    >>> year = iron_course(38, 365, "women_with_periods", 10.0, 2.0)
    >>> year.ferritin_ug_l[[0, 180, 365]].round(1).tolist()
    [38.0, 29.3, 25.6]
    """
    gut = _gut(who)
    if not (isinstance(days, (int, np.integer)) and 1 <= days <= LONGEST_DAYS):
        raise UserError("impossible_value", f"days is {days!r}", f"a whole number from 1 to {LONGEST_DAYS}")
    ferritin, eaten, lost, extra, away = together(
        ferritin_ug_l=within("ferritin_ug_l", ferritin_ug_l, 0, MOST_FERRITIN_UG_L),
        eaten_mg_d=within("eaten_mg_d", eaten_mg_d, 0, MOST_MG_D),
        lost_mg_d=within("lost_mg_d", lost_mg_d, 0, MOST_MG_D),
        extra_mg_d=within("extra_mg_d", extra_mg_d, 0, MOST_MG_D),
        given_away_mg=within("given_away_mg", given_away_mg, 0, 10 * MOST_MG_D),
    )
    iron = np.empty((*ferritin.shape, days + 1))
    iron[..., 0] = now = ferritin * numbers.store_mg_per_ug_l
    now = now - away
    for day in range(1, days + 1):
        now = now + eaten * _share(now / numbers.store_mg_per_ug_l, gut) + extra - lost
        iron[..., day] = now
    return IronCourse(iron, np.maximum(iron, 0) / numbers.store_mg_per_ug_l, np.maximum(-iron, 0))


def kept_iron_mg(
    ferritin_rise_ug_l: float, haemoglobin_rise_g_dl: float, blood_l: float, numbers: IronNumbers = IRON
) -> float:
    """Iron that came to stay, told from two blood tests: in the store and in haemoglobin [mg].

    Parameters
    ----------
    ferritin_rise_ug_l, haemoglobin_rise_g_dl : float
        Second test less the first; below 0 where it fell.
    blood_l : float
        Blood volume, 0 to 20 [L].

    Examples
    --------
    The rises over placebo of Vaucher et al. 2012 in five litres of blood:

    >>> round(kept_iron_mg(11.4, 0.32, 5.0))
    145
    """
    ferritin = float(within("ferritin_rise_ug_l", ferritin_rise_ug_l, -MOST_FERRITIN_UG_L, MOST_FERRITIN_UG_L))
    haemoglobin = float(within("haemoglobin_rise_g_dl", haemoglobin_rise_g_dl, -30.0, 30.0))
    litres = float(within("blood_l", blood_l, 0, 20.0))
    return ferritin * numbers.store_mg_per_ug_l + haemoglobin * 10 * litres * numbers.haemoglobin_mg_per_g


def _gut(who: Who) -> tuple[FloatArray, FloatArray]:
    """Logarithms of ferritin and of the share, with a last point far out on the last line."""
    if who not in TAKEN_UP_FAIRWEATHERTAIT2017:
        raise UserError("unknown_group", f"nothing is known of {who!r}", ", ".join(TAKEN_UP_FAIRWEATHERTAIT2017))
    ferritin, share = np.log(list(TAKEN_UP_FAIRWEATHERTAIT2017[who].items())).T
    far = np.log(10 * MOST_FERRITIN_UG_L)
    slope = (share[-1] - share[-2]) / (ferritin[-1] - ferritin[-2])
    return np.append(ferritin, far), np.append(share, share[-1] + slope * (far - ferritin[-1]))


def _share(ferritin_ug_l: FloatArray, gut: tuple[FloatArray, FloatArray]) -> FloatArray:
    # No store and no ferritin: any small number, for the share stays the same below the first point.
    return np.asarray(np.exp(np.interp(np.log(np.maximum(ferritin_ug_l, 1.0)), *gut)))
