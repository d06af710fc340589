"""The device's words, mapped once: record fields to columns, sports to our words, and what is possible at all.

FIT profile 21.212 (Garmin FIT SDK, Profile.xlsx) is the source of the field names, their scales and enumerations.
"""

from __future__ import annotations

#: FIT counts seconds from 1989-12-31T00:00:00Z (FIT protocol, type date_time); this is that instant in Unix time.
FIT_EPOCH_S = 631_065_600
#: Below 0x10000000 a FIT time is 'seconds since the device was switched on': there is no date in it.
FIRST_DATE_S = FIT_EPOCH_S + 0x1000_0000
#: The last date that its 32 bits can hold (in 2126).
LAST_DATE_S = FIT_EPOCH_S + 0xFFFF_FFFE


#: Numbers of two messages in the profile.
RECORD, FIELD_DESCRIPTION = 20, 206

#: The messages and fields that are read, by their names in the profile. All else in a file is passed over.
READ = {
    "file_id": ("type", "manufacturer", "product", "product_name", "time_created"),
    "field_description": (
        "developer_data_index", "field_definition_number", "fit_base_type_id", "field_name", "units",
        "native_field_num",
    ),
    "activity": ("timestamp", "local_timestamp"),
    "sport": ("sport", "sub_sport"),
    "session": (
        "timestamp", "start_time", "sport", "sub_sport", "total_timer_time", "total_elapsed_time", "total_distance",
        "total_ascent", "total_descent", "avg_heart_rate", "max_heart_rate", "workout_rpe",
    ),
    "record": (
        "timestamp", "heart_rate", "power", "cadence", "speed", "enhanced_speed", "altitude", "enhanced_altitude",
        "distance", "temperature", "core_temperature", "position_lat", "position_long", "compressed_speed_distance",
    ),
    "hrv": ("time",),
    "beat_intervals": ("timestamp", "timestamp_ms", "time"),
    "raw_bbi": ("timestamp", "timestamp_ms", "data"),
    "set": (
        "timestamp", "start_time", "duration", "repetitions", "weight", "set_type", "category", "category_subtype",
    ),
    "exercise_title": ("exercise_category", "exercise_name", "wkt_step_name"),
    "monitoring_info": ("timestamp", "local_timestamp"),
    "monitoring": (
        "timestamp", "timestamp_16", "cycles", "activity_type", "current_activity_type_intensity", "heart_rate",
    ),
    "monitoring_hr_data": ("timestamp", "current_day_resting_heart_rate"),
    "stress_level": ("stress_level_time", "stress_level_value"),
    "respiration_rate": ("timestamp", "respiration_rate"),
    "spo2_data": ("timestamp", "reading_spo2", "mode"),
    "sleep_level": ("timestamp", "sleep_level"),
    "hrv_value": ("timestamp", "value"),
    "hrv_status_summary": ("timestamp", "last_night_average"),
    "skin_temp_overnight": ("timestamp", "nightly_value", "average_deviation"),
    "max_met_data": ("update_time", "vo2_max"),
    "weight_scale": ("timestamp", "weight", "percent_fat", "user_profile_index"),
    "blood_pressure": ("timestamp", "systolic_pressure", "diastolic_pressure", "status", "user_profile_index"),
}  # fmt: skip

#: Messages of which a file may hold more than some thousands.
MANY = frozenset((
    "record", "hrv", "beat_intervals", "raw_bbi", "monitoring", "stress_level", "respiration_rate", "spo2_data",
    "sleep_level", "hrv_value",
))  # fmt: skip

#: Fields that hold several numbers at once.
LISTS = frozenset((
    ("hrv", "time"), ("beat_intervals", "time"), ("raw_bbi", "data"), ("set", "category"), ("set", "category_subtype"),
    ("monitoring", "current_activity_type_intensity"), ("record", "compressed_speed_distance"),
))  # fmt: skip

#: Our columns and the fields of ``record`` that fill them; the first one present wins. A developer's own field counts
#: only where the device writes none. Where somebody trains is kept only where the person wants it: the service decides.
COLUMNS = {
    "hr_bpm": ("heart_rate",),
    "power_w": ("power",),
    "cadence_rpm": ("cadence",),
    "speed_m_s": ("speed", "enhanced_speed"),
    "altitude_m": ("altitude", "enhanced_altitude"),
    "distance_m": ("distance",),
    "temperature_c": ("temperature",),
    "core_temp_c": ("core_temperature",),
    "lat_deg": ("position_lat",),
    "lon_deg": ("position_long",),
}

#: Fields of ``record`` for which a developer's field may stand in, by number, and the units that we take it in.
NATIVE: dict[float, tuple[str, tuple[str, ...]]] = {
    3: ("hr_bpm", ("bpm",)),
    4: ("cadence_rpm", ("rpm",)),
    7: ("power_w", ("watts", "watt", "w")),
}
#: Our columns and the developer's fields that may fill them.
DEVELOPER = {column: f"developer_{column}" for column, _ in NATIVE.values()}

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
    if isinstance(sport, int | float):
        return f"sport_{sport:g}"
    if not isinstance(sport, str) or not sport.strip():
        return "unknown"
    second = sub_sport if isinstance(sub_sport, str) else ""
    return _SPORTS.get((sport, second)) or _SPORTS.get((sport, "")) or sport.strip()[:100]
