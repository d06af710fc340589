"""The device's words, mapped once: record fields to columns, sports to our words, and what is possible at all.

FIT profile 21.212 (Garmin FIT SDK, Profile.xlsx) is the source of the field names, their scales and enumerations.
"""

from __future__ import annotations

from dataclasses import dataclass

#: FIT counts seconds from 1989-12-31T00:00:00Z (FIT protocol, type date_time); this is that instant in Unix time.
FIT_EPOCH_S = 631_065_600
#: Below 0x10000000 a FIT time is 'seconds since the device was switched on': there is no date in it.
FIRST_DATE_S = FIT_EPOCH_S + 0x1000_0000
#: The last date that its 32 bits can hold (in 2126).
LAST_DATE_S = FIT_EPOCH_S + 0xFFFF_FFFE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a recording; ``fields`` are the FIT names, the first one present wins."""

    name: str
    fields: tuple[str, ...]


#: 'enhanced' fields come second: fitfast 0.1.0 fills them from the plain ones with a rounding error of 1 mm/s.
#: Position is not in the list on purpose: where somebody trains is private and nothing here needs it.
COLUMNS = (
    Column("hr_bpm", ("heart_rate",)),
    Column("power_w", ("power",)),
    Column("cadence_rpm", ("cadence",)),
    Column("speed_m_s", ("speed", "enhanced_speed")),
    Column("altitude_m", ("altitude", "enhanced_altitude")),
    Column("distance_m", ("distance",)),
    Column("temperature_c", ("temperature",)),
)

#: (sport, sub_sport) first, then (sport, ""); a sport that is not here keeps its FIT name.
_SPORTS = {
    ("running", ""): "run",
    ("cycling", ""): "ride",
    ("e_biking", ""): "e_bike_ride",
    ("soccer", ""): "football",
    ("walking", ""): "walk",
    ("hiking", ""): "hike",
    ("swimming", ""): "swim",
    ("rowing", ""): "row",
    ("training", "strength_training"): "strength",
    ("training", "cardio_training"): "cardio",
    ("training", "yoga"): "yoga",
    ("training", "pilates"): "pilates",
    ("training", "hiit"): "hiit",
    ("fitness_equipment", "indoor_rowing"): "row",
    ("fitness_equipment", "indoor_cycling"): "ride",
    ("fitness_equipment", "elliptical"): "elliptical",
    ("fitness_equipment", "stair_climbing"): "stairs",
    ("fitness_equipment", "treadmill"): "run",
    ("fitness_equipment", "strength_training"): "strength",
    ("cross_country_skiing", ""): "ski",
    ("generic", "strength_training"): "strength",
    ("generic", ""): "unknown",
    ("all", ""): "unknown",
}


def sport_word(sport: object, sub_sport: object) -> str:
    """Our word for a FIT sport.

    Examples
    --------
    >>> sport_word("running", "trail"), sport_word("training", "strength_training"), sport_word("kitesurfing", None)
    ('run', 'strength', 'kitesurfing')
    >>> sport_word(None, None), sport_word(251, None)
    ('unknown', 'sport_251')
    """
    if isinstance(sport, int):
        return f"sport_{sport}"
    if not isinstance(sport, str) or not sport.strip():
        return "unknown"
    second = sub_sport if isinstance(sub_sport, str) else ""
    return _SPORTS.get((sport, second)) or _SPORTS.get((sport, "")) or sport.strip()[:100]
