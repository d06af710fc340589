"""Magnesium over days to months: a gut, a kidney with a threshold, and two pools.

Gut. Of a meal ``share = 7 % + most / (half + meal)`` is taken up (Fine et al. 1991): the more is eaten, the smaller the
share. Pools. Blood is in balance with 43 mg for each kg of body that exchange quickly; the rest, most of it bone,
exchanges with a half-life of 1000 days (Avioli & Berman 1966). Kidney. What is filtered beyond 14 mg for each litre
leaves, what is below is kept (Rude, Bethune & Singer 1980); the bend between is rounded. Some leaves through gut and
skin, in proportion to blood. Each day ``exchangeable <- exchangeable + taken up - urine - elsewhere - into the slow
pool``.

Because the kidney stops losing where blood falls a little, a body on little magnesium loses most in the first days and
then hardly any; one pool with a fixed loss would be empty within two months.

What is measured and what is ours. The threshold, the pools, the uptake and the filtered amount are published. Ours
(grade D): three equal meals; 25 mg a day lost through the gut, the low end of the 25 to 50 that are quoted (a tracer
study saw hardly any) and what makes urine agree with Nielsen 2016; losses through gut and skin in proportion to blood;
the rounding of the bend, set so that 300 mg a day go with 0.85 mmol/L, the middle of the usual range; below 40 mg a
meal, where nothing was published, the share stays at 65 %; blood in step with the whole quick pool (its slowest part
has a half-life of 14 to 35 h: Silver, Robertson & Dahl 1960, Abstract).

Where it fits badly (kept as tests). In the trials blood needed some 20 weeks to settle and urine 40 (Zhang et al.
2016), here two weeks; and there more than 300 to 400 mg a day added nothing, here it does. Women on 327 mg a day kept
54 mg a day for ten weeks (Nielsen 2007), which no two pools of this size can hold. A typical diet is said to give half
(Institute of Medicine 1997), here 39 %; half would not go with the urine that is measured (Nielsen 2016). Others have
70 to 80 % of serum magnesium filterable; beyond 70 % no bend can keep blood at 0.85 with this threshold. Two men on
hardly any magnesium came to a third or a quarter of their blood level after several months (Shils 1964), here to a
third after nine, and only if they ate none at all; their red cells kept more than their blood. A blood level tells
little of bone and cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from unweary.vocab.errors import UserError
from unweary.vocab.numbers import together, within

FloatArray = NDArray[np.float64]

#: Mass of a millimole [mg].
MG_PER_MMOL = 24.305
#: Own limits: the most that is answered [mg a day, mmol/L, days].
MOST_MAGNESIUM_MG_D, MOST_SERUM_MMOL_L, LONGEST_MAGNESIUM_DAYS = 5_000.0, 20.0, 3_660


@dataclass(frozen=True, slots=True)
class MagnesiumGut:
    """How much of a meal is taken up: a part that fills up, and a part that does not.

    ``passive`` : share that is always taken up [1]. ``most_mg``, ``half_mg`` : the part that fills up, of one meal
    [mg]. ``least_mg`` : smallest meal that was measured; below it the share stays [mg]. ``meals`` : a day; own choice.
    """

    passive: float = 0.07
    most_mg: float = 41.77
    half_mg: float = 31.88
    least_mg: float = 40.1
    meals: int = 3
    source: str = (
        "Fine, Santa Ana, Porter & Fordtran 1991, J Clin Invest 88:396, Abstract: form, 7 %, 65 % of the smallest meal "
        "and 11 % with 80 mEq more. What their meal held was not seen: the three numbers left follow with 48 % of "
        "70 mg (Sabatier et al. 2003, Am J Clin Nutr 77:1206, Abstract)"
    )


@dataclass(frozen=True, slots=True)
class MagnesiumKidney:
    """What the kidney filters and keeps.

    ``filterable`` : share of serum magnesium not bound to protein [1]. ``filtrate_l_d`` : [L a day]. ``kept_mg_l`` :
    most that is kept of each litre filtered [mg/L]. ``bend_mg_l`` : rounding of the bend; own choice [mg/L].
    ``elsewhere_mg_d`` : lost through gut and skin at the usual serum; own choice [mg a day].
    """

    filterable: float = 0.68
    filtrate_l_d: float = 170.8
    kept_mg_l: float = 14.0
    bend_mg_l: float = 0.6996
    elsewhere_mg_d: float = 29.0
    source: str = (
        "kept: Rude, Bethune & Singer 1980, J Clin Endocrinol Metab, renal tubular maximum for magnesium, Abstract; "
        "32 % bound: PMC5786912, section Magnesium in human biology; filtrate: 2400 mg filtered a day (Schuchardt & "
        "Hahn 2017, section on homeostasis) over what a litre holds; skin 4 mg: Hunt & Johnson 2006, summary at "
        "ars.usda.gov; gut 25 mg: own"
    )


@dataclass(frozen=True, slots=True)
class MagnesiumBody:
    """The pools of a body of 70 kg.

    ``exchangeable_mg`` : exchanges quickly, blood in step with it [mg]. ``slow_mg`` : the rest [mg].
    ``slow_half_life_days`` : [days]. ``usual_mmol_l`` : serum at which the pools hold that much [mmol/L].
    """

    exchangeable_mg: float = 3_011.0
    slow_mg: float = 21_989.0
    slow_half_life_days: float = 1_000.0
    usual_mmol_l: float = 0.85
    source: str = (
        "Avioli & Berman 1966, J Appl Physiol 21:1688, Abstract: 3.54 mEq/kg, 1000 days; 25 g in all, serum 0.75 to "
        "0.95: Institute of Medicine 1997, Dietary Reference Intakes, chapter 6, Overview"
    )


GUT_FINE1991 = MagnesiumGut()
KIDNEY_RUDE1980 = MagnesiumKidney()
BODY_AVIOLI1966 = MagnesiumBody()


@dataclass(frozen=True, slots=True, eq=False)
class MagnesiumCourse:
    """Day by day. What is held has the start first, shape (..., days + 1); what flows has one value a day, (..., days).

    ``serum_mmol_l`` : in blood. ``exchangeable_mg``, ``slow_mg`` : the two pools.
    ``taken_up_mg_d`` : out of food. ``urine_mg_d``, ``elsewhere_mg_d`` : lost with urine; through gut and skin.
    """

    serum_mmol_l: FloatArray
    exchangeable_mg: FloatArray
    slow_mg: FloatArray
    taken_up_mg_d: FloatArray
    urine_mg_d: FloatArray
    elsewhere_mg_d: FloatArray


def magnesium_taken_up_mg_d(eaten_mg_d: ArrayLike) -> FloatArray:
    """Magnesium that the gut takes up of a day's meals [mg a day].

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> magnesium_taken_up_mg_d([100, 300, 600]).round().tolist()
    [65.0, 116.0, 150.0]
    """
    return _taken_up(within("eaten_mg_d", eaten_mg_d, 0, MOST_MAGNESIUM_MG_D))


def magnesium_urine_mg_d(serum_mmol_l: ArrayLike) -> FloatArray:
    """Magnesium lost with urine at this level in blood, with healthy kidneys [mg a day].

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> magnesium_urine_mg_d([0.65, 0.75, 0.85, 0.95]).round().tolist()
    [1.0, 11.0, 87.0, 301.0]
    """
    return _urine(within("serum_mmol_l", serum_mmol_l, 0, MOST_SERUM_MMOL_L))


def settled_magnesium_mmol_l(eaten_mg_d: ArrayLike) -> FloatArray:
    """Serum at which as much is lost as is taken up, once all pools have settled [mmol/L].

    Raises
    ------
    UserError
        ``impossible_value``.

    Examples
    --------
    >>> settled_magnesium_mmol_l([100, 300, 600]).round(2).tolist()
    [0.8, 0.85, 0.87]
    """
    taken_up = magnesium_taken_up_mg_d(eaten_mg_d)
    low, high = np.zeros_like(taken_up), np.full_like(taken_up, MOST_SERUM_MMOL_L)
    for _ in range(60):  # Halves 20 mmol/L down to rounding.
        middle = (low + high) / 2
        too_high = _urine(middle) + _elsewhere(middle) > taken_up
        low, high = np.where(too_high, low, middle), np.where(too_high, middle, high)
    return (low + high) / 2


def magnesium_course(eaten_mg_d: ArrayLike, before_mg_d: ArrayLike = 300.0) -> MagnesiumCourse:
    """Follow the pools day by day, from a body that has settled.

    Parameters
    ----------
    eaten_mg_d : array_like, shape (..., days)
        Magnesium eaten on each day, from food and anything else [mg]; 1 to 3660 days.
    before_mg_d : array_like, broadcast against the rows
        Eaten each day until now [mg].

    Raises
    ------
    UserError
        ``impossible_value``, ``shapes_differ``.

    Examples
    --------
    Four weeks on 20 mg a day: urine has all but stopped while blood is still falling.

    >>> course = magnesium_course([20.0] * 28)
    >>> course.urine_mg_d[[0, 3, 27]].round().tolist()
    [70.0, 27.0, 2.0]
    >>> course.serum_mmol_l[[0, 4, 28]].round(2).tolist()
    [0.85, 0.78, 0.68]
    """
    eaten = np.atleast_1d(within("eaten_mg_d", eaten_mg_d, 0, MOST_MAGNESIUM_MG_D))
    days = eaten.shape[-1]
    if not 1 <= days <= LONGEST_MAGNESIUM_DAYS:
        raise UserError("impossible_value", f"eaten_mg_d has {days} days", f"1 to {LONGEST_MAGNESIUM_DAYS} days")
    before = within("before_mg_d", before_mg_d, 0, MOST_MAGNESIUM_MG_D)
    eaten, before = together(eaten_mg_d=eaten, before_mg_d=before[..., None])
    body, taken_up = BODY_AVIOLI1966, _taken_up(eaten)
    filled = settled_magnesium_mmol_l(before[..., 0]) / body.usual_mmol_l
    held = np.empty((days + 1, 2, *filled.shape))
    lost = np.empty((days, 2, *filled.shape))
    held[0] = filled * body.exchangeable_mg, filled * body.slow_mg
    for day in range(days):
        flows = _day(held[day], taken_up[..., day])
        lost[day] = flows[:2]
        held[day + 1] = held[day] + (taken_up[..., day] - flows.sum(axis=0), flows[2])
    exchangeable, slow = np.moveaxis(held, (1, 0), (0, -1))
    urine, elsewhere = np.moveaxis(lost, (1, 0), (0, -1))
    return MagnesiumCourse(_serum(exchangeable), exchangeable, slow, taken_up, urine, elsewhere)


def _day(held_mg: FloatArray, taken_up_mg_d: FloatArray) -> FloatArray:
    """Urine, elsewhere, and into the slow pool over one day, by Runge and Kutta's rule.

    The flows are averaged, not the pools: so what leaves one place arrives in the other to the last digit.
    """
    first = _flows(held_mg)
    mean = first / 6
    flows = first
    for ahead, weight in ((0.5, 1 / 3), (0.5, 1 / 3), (1.0, 1 / 6)):
        change = np.stack((taken_up_mg_d - flows.sum(axis=0), flows[2]))
        flows = _flows(held_mg + ahead * change)
        mean = mean + weight * flows
    return mean


def _flows(held_mg: FloatArray) -> FloatArray:
    exchangeable, slow = held_mg
    body, serum = BODY_AVIOLI1966, _serum(exchangeable)
    into_slow = np.log(2) / body.slow_half_life_days * (body.slow_mg * serum / body.usual_mmol_l - slow)
    return np.stack((_urine(serum), _elsewhere(serum), into_slow))


def _serum(exchangeable_mg: FloatArray) -> FloatArray:
    return exchangeable_mg * (BODY_AVIOLI1966.usual_mmol_l / BODY_AVIOLI1966.exchangeable_mg)


def _taken_up(eaten_mg_d: FloatArray) -> FloatArray:
    gut = GUT_FINE1991
    meal_mg = np.maximum(eaten_mg_d / gut.meals, gut.least_mg)
    return eaten_mg_d * (gut.passive + gut.most_mg / (gut.half_mg + meal_mg))


def _urine(serum_mmol_l: FloatArray) -> FloatArray:
    """Far above the bend all that is filtered beyond ``kept_mg_l``, far below nothing; never more than is filtered."""
    kidney = KIDNEY_RUDE1980
    filtered_mg_l = serum_mmol_l * (MG_PER_MMOL * kidney.filterable)
    spilt_mg_l = kidney.bend_mg_l * np.logaddexp(0.0, (filtered_mg_l - kidney.kept_mg_l) / kidney.bend_mg_l)
    return np.asarray(kidney.filtrate_l_d * np.minimum(spilt_mg_l, filtered_mg_l))


def _elsewhere(serum_mmol_l: FloatArray) -> FloatArray:
    return serum_mmol_l * (KIDNEY_RUDE1980.elsewhere_mg_d / BODY_AVIOLI1966.usual_mmol_l)
