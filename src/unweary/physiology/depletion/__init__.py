"""What runs out slowly and comes back slowly. To understand with.

``iron``
    The store over months: what food brings, what is lost, and a gut that takes more the emptier the store is.
``water``
    Body water over hours: what was drunk, less sweat and urine.
``magnesium``
    Days to months: a gut that takes a smaller share of more, a kidney that saves below a threshold, and two pools.

None says what anybody should take: iron and magnesium are for a blood test and a clinician, and drinking far beyond
thirst can kill.
"""

from unweary.physiology.depletion.iron import (
    IRON,
    TAKEN_UP_FAIRWEATHERTAIT2017,
    IronCourse,
    IronNumbers,
    Who,
    iron_course,
    kept_iron_mg,
    taken_up_share,
)
from unweary.physiology.depletion.magnesium import (
    BODY_AVIOLI1966,
    GUT_FINE1991,
    KIDNEY_RUDE1980,
    MagnesiumBody,
    MagnesiumCourse,
    MagnesiumGut,
    MagnesiumKidney,
    magnesium_course,
    magnesium_taken_up_mg_d,
    magnesium_urine_mg_d,
    settled_magnesium_mmol_l,
)
from unweary.physiology.depletion.water import mass_change_pct, sweat_l

__all__ = [
    "BODY_AVIOLI1966",
    "GUT_FINE1991",
    "IRON",
    "KIDNEY_RUDE1980",
    "TAKEN_UP_FAIRWEATHERTAIT2017",
    "IronCourse",
    "IronNumbers",
    "MagnesiumBody",
    "MagnesiumCourse",
    "MagnesiumGut",
    "MagnesiumKidney",
    "Who",
    "iron_course",
    "kept_iron_mg",
    "magnesium_course",
    "magnesium_taken_up_mg_d",
    "magnesium_urine_mg_d",
    "mass_change_pct",
    "settled_magnesium_mmol_l",
    "sweat_l",
    "taken_up_share",
]
