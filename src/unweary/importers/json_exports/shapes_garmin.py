"""Garmin: answers of the Connect service, and the files of the account export (which have other units)."""

from __future__ import annotations

from unweary.importers.json_exports.shape import Column, Nights, Shape, Trainings, When

_HOURS = 1 / 3600
_NIGHT = {
    "asleep_h": (("sleepTimeSeconds", _HOURS), ("deepSleepSeconds+lightSleepSeconds+remSleepSeconds", _HOURS)),
    "light_h": (("lightSleepSeconds", _HOURS),),
    "deep_h": (("deepSleepSeconds", _HOURS),),
    "rem_h": (("remSleepSeconds", _HOURS),),
}
_VALUES = {
    "distance_m": (("distance", 1.0),),
    "ascent_m": (("elevationGain", 1.0),),
    "descent_m": (("elevationLoss", 1.0),),
    "avg_hr_bpm": (("averageHR", 1.0),),
    "max_hr_bpm": (("maxHR", 1.0),),
}
#: The account export counts in centimetres and milliseconds.
_EXPORT_VALUES = {
    "distance_m": (("distance", 0.01),),
    "ascent_m": (("elevationGain", 0.01),),
    "descent_m": (("elevationLoss", 0.01),),
    "avg_hr_bpm": (("avgHr", 1.0),),
    "max_hr_bpm": (("maxHr", 1.0),),
}

GARMIN = (
    # A night: inside dailySleepDTO of the service, on its own in *_sleepData.json.
    Shape(
        "Garmin",
        ("calendarDate", "sleepStartTimestampGMT", "sleepEndTimestampGMT", "deepSleepSeconds"),
        day=("calendarDate",),
        signals={
            "averageSpO2Value": Column("spo2_pct"),
            "spo2SleepSummary.averageSPO2": Column("spo2_pct"),
            "averageRespirationValue": Column("rr_per_min"),
            "averageRespiration": Column("rr_per_min"),
        },
        sleep=Nights(
            When(("sleepStartTimestampGMT",), ("sleepStartTimestampLocal",)),
            When(("sleepEndTimestampGMT",), ("sleepEndTimestampLocal",)),
            _NIGHT,
        ),
        inner=True,
    ),
    Shape(
        "Garmin",
        ("napStartTimestampGMT", "napEndTimestampGMT"),
        sleep=Nights(
            When(("napStartTimestampGMT",)),
            When(("napEndTimestampGMT",)),
            {"asleep_h": (("napTimeSec", _HOURS),)},
            naps={None: True},
        ),
    ),
    Shape(
        "Garmin",
        ("dailySleepDTO", "restingHeartRate"),
        day=("dailySleepDTO.calendarDate",),
        signals={"restingHeartRate": Column("hr_rest_bpm")},
        inner=True,
    ),
    Shape(
        "Garmin",
        ("calendarDate", "lastNightAvg", "weeklyAvg"),
        day=("calendarDate",),
        signals={"lastNightAvg": Column("rmssd_ms")},
    ),
    # A day: UDSFile_*.json, the daily summary, daily steps, daily heart rate.
    Shape(
        "Garmin",
        ("calendarDate", "restingHeartRate"),
        day=("calendarDate", "calendarDate.date"),
        signals={"restingHeartRate": Column("hr_rest_bpm")},
    ),
    Shape(
        "Garmin",
        ("calendarDate", "totalSteps"),
        day=("calendarDate", "calendarDate.date"),
        signals={"totalSteps": Column("steps")},
    ),
    Shape(
        "Garmin",
        ("calendarDate", "heartRateValues"),
        at=When(("startTimestampGMT",), ("startTimestampLocal",)),
        pulses="heartRateValues",
    ),
    Shape(
        "Garmin",
        ("samplePk", "weight", "timestampGMT"),
        at=When(("timestampGMT",), ("date",)),
        signals={"weight": Column("mass_kg", 0.001), "bodyFat": Column("body_fat_pct")},
    ),
    Shape(
        "Garmin",
        ("generic", "heatAltitudeAcclimation"),
        day=("generic.calendarDate",),
        signals={"generic.vo2MaxPreciseValue": Column("vo2max_ml_kg_min")},
    ),
    Shape(
        "Garmin",
        ("activityId", "startTimeGMT", "activityType"),
        training=Trainings(
            When(("startTimeGMT",), ("startTimeLocal",)),
            (("duration", 1.0),),
            sport=("activityType.typeKey",),
            values=_VALUES,
        ),
    ),
    Shape(
        "Garmin",
        ("activityId", "beginTimestamp", "sportType"),
        training=Trainings(
            When(("beginTimestamp",), ("startTimeLocal",)),
            (("duration", 0.001),),
            sport=("activityType", "sportType"),
            values=_EXPORT_VALUES,
        ),
    ),
    Shape("Garmin", ("bodyBatteryValuesArray",), unused="Garmin's stress and body battery"),
    Shape("Garmin", ("overallStressLevel",), unused="Garmin's stress level"),
    Shape("Garmin", ("recoveryTime", "hrvWeeklyAverage"), unused="Garmin's training readiness"),
    Shape("Garmin", ("calendarDate", "weeklyGoal"), unused="intensity minutes"),
    Shape("Garmin", ("calendarDate", "valueInML"), unused="drinks"),
    Shape("Garmin", ("calendarDate", "overallScore"), unused="Garmin's scores"),
)
