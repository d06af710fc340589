"""Oura, Fitbit, Polar, intervals.icu (and Strava, whose service names its fields alike) and Golden Cheetah."""

from __future__ import annotations

from unweary.importers.json_exports.shape import Column, Nights, Shape, Trainings, When
from unweary.importers.json_exports.tracks import in_columns, in_rows, polar

_HOURS, _MINUTES = 1 / 3600, 1 / 60

_OURA = (
    Shape(
        "Oura",
        ("day", "bedtime_start", "bedtime_end", "average_hrv", "lowest_heart_rate"),
        sleep=Nights(
            When(local=("bedtime_start",)),
            When(local=("bedtime_end",)),
            {
                "asleep_h": (("total_sleep_duration", _HOURS),),
                "light_h": (("light_sleep_duration", _HOURS),),
                "deep_h": (("deep_sleep_duration", _HOURS),),
                "rem_h": (("rem_sleep_duration", _HOURS),),
            },
            "type",
            # Others are rests that were no sleep, and what the person deleted.
            {"long_sleep": False, "sleep": None, "late_nap": True, None: None},
        ),
        # The pulse of a nap is no morning's.
        only=("type", ("long_sleep", None)),
        day=("day",),
        signals={
            "lowest_heart_rate": Column("hr_rest_bpm"),
            "average_hrv": Column("rmssd_ms"),
            "average_breath": Column("rr_per_min"),
        },
    ),
    Shape(
        "Oura",
        ("day", "temperature_deviation", "score"),
        day=("day",),
        signals={"temperature_deviation": Column("skin_temp_change_c")},
    ),
    Shape("Oura", ("day", "steps", "equivalent_walking_distance"), day=("day",), signals={"steps": Column("steps")}),
    Shape("Oura", ("day", "spo2_percentage"), day=("day",), signals={"spo2_percentage.average": Column("spo2_pct")}),
    Shape("Oura", ("day", "vo2_max"), day=("day",), signals={"vo2_max": Column("vo2max_ml_kg_min")}),
    Shape("Oura", ("bpm", "source", "timestamp"), at=When(utc=("timestamp",)), pulse="bpm"),
    Shape(
        "Oura",
        ("activity", "start_datetime", "end_datetime"),
        training=Trainings(
            When(local=("start_datetime",)),
            end=When(local=("end_datetime",)),
            sport=("activity",),
            values={"distance_m": (("distance", 1.0),)},
        ),
    ),
    Shape("Oura", ("day", "score", "contributors"), unused="Oura's scores"),
)

#: Nights stand on the person's clock, trainings and heart rates in UTC (checked on PMData: read as local, trainings
#: would lie within sleep).
_FITBIT = (
    Shape(
        "Fitbit",
        ("dateOfSleep", "startTime", "endTime", "minutesAsleep"),
        sleep=Nights(
            When(local=("startTime",)),
            When(local=("endTime",)),
            {
                "asleep_h": (("minutesAsleep", _MINUTES),),
                "light_h": (("levels.summary.light.minutes", _MINUTES),),
                "deep_h": (("levels.summary.deep.minutes", _MINUTES),),
                "rem_h": (("levels.summary.rem.minutes", _MINUTES),),
            },
            "mainSleep",
            {True: False, False: True, None: None},
        ),
    ),
    Shape(
        "Fitbit",
        ("dateTime", "value"),
        inside=("value.value", "value.error"),
        day=("dateTime",),
        order="mdy",
        signals={"value.value": Column("hr_rest_bpm")},
    ),
    Shape(
        "Fitbit",
        ("dateTime", "value"),
        inside=("value.demographicVO2Max",),
        day=("dateTime",),
        order="mdy",
        signals={"value.demographicVO2Max": Column("vo2max_ml_kg_min")},
    ),
    Shape(
        "Fitbit",
        ("dateTime", "value"),
        inside=("value.bpm",),
        at=When(utc=("dateTime",)),
        order="mdy",
        pulse="value.bpm",
    ),
    Shape(
        "Fitbit",
        ("logId", "activityName", "startTime", "duration"),
        order="mdy",
        training=Trainings(
            When(utc=("startTime",)),
            (("activeDuration", 0.001), ("duration", 0.001)),
            sport=("activityName",),
            device=("source.name",),
            values={"distance_m": (("distance", 1.0),), "avg_hr_bpm": (("averageHeartRate", 1.0),)},
            units={"distance_m": ("distanceUnit", {"Kilometer": 1000.0, "Mile": 1609.344})},
        ),
    ),
    Shape("Fitbit", ("dateTime", "value"), inside=("value.valuesInZones",), unused="minutes in heart rate zones"),
)

_POLAR = (
    Shape(
        "Polar",
        ("startTime", "stopTime", "exercises"),
        training=Trainings(
            When(local=("startTime",), minutes=("timezoneOffset", "timezoneOffsetMinutes")),
            (("duration", 1.0), ("durationMillis", 0.001)),
            end=When(local=("stopTime",), minutes=("timezoneOffset", "timezoneOffsetMinutes")),
            sport=("sport",),
            values={
                "distance_m": (("distance", 1.0), ("distanceMeters", 1.0)),
                "ascent_m": (("ascent", 1.0), ("ascentMeters", 1.0)),
                "descent_m": (("descent", 1.0), ("descentMeters", 1.0)),
                "avg_hr_bpm": (("heartRate.avg", 1.0), ("averageHeartRate", 1.0), ("hrAvg", 1.0)),
                "max_hr_bpm": (("heartRate.max", 1.0), ("maximumHeartRate", 1.0), ("hrMax", 1.0)),
            },
            legs="exercises",
            track=polar,
        ),
    ),
    Shape(
        "Polar",
        ("night", "sleepResult", "evaluation"),
        sleep=Nights(
            When(local=("sleepResult.hypnogram.sleepStart",)),
            When(local=("sleepResult.hypnogram.sleepEnd",)),
            {
                "asleep_h": (("evaluation.asleepDuration", _HOURS),),
                "light_h": (("evaluation.phaseDurations.light", _HOURS),),
                "deep_h": (("evaluation.phaseDurations.deep", _HOURS),),
                "rem_h": (("evaluation.phaseDurations.rem", _HOURS),),
            },
        ),
    ),
    Shape(
        "Polar",
        ("night", "meanNightlyRecoveryRmssd"),
        day=("night",),
        signals={"meanNightlyRecoveryRmssd": Column("rmssd_ms")},
    ),
    Shape(
        "Polar",
        ("night", "meanNightlyRecoveryRMSSD"),
        day=("night",),
        signals={"meanNightlyRecoveryRMSSD": Column("rmssd_ms")},
    ),
    Shape(
        "Polar",
        ("date", "summary"),
        inside=("summary.stepCount",),
        day=("date",),
        signals={"summary.stepCount": Column("steps")},
    ),
)

_WELLNESS = {
    "restingHR": Column("hr_rest_bpm"),
    "hrv": Column("rmssd_ms"),
    "hrvSDNN": Column("sdnn_ms"),
    "sleepSecs": Column("sleep_h", _HOURS),
    "weight": Column("mass_kg"),
    "spO2": Column("spo2_pct"),
    "respiration": Column("rr_per_min"),
    "systolic": Column("sbp_mmhg"),
    "diastolic": Column("dbp_mmhg"),
    "bodyFat": Column("body_fat_pct"),
    "vo2max": Column("vo2max_ml_kg_min"),
    "steps": Column("steps"),
}
_INTERVALS = (
    Shape("intervals.icu", ("id", "ctl", "atl", "restingHR"), day=("id",), signals=_WELLNESS),
    # As shortened by a person who kept the names of the rest.
    Shape(
        "intervals.icu",
        ("d", "ctl", "atl", "ramp"),
        day=("d",),
        signals={**_WELLNESS, "rhr": Column("hr_rest_bpm")},
    ),
    Shape(
        "intervals.icu",
        ("start_local", "meta", "streams"),
        training=Trainings(
            When(local=("start_local",)),
            (("meta.moving_s", 1.0), ("meta.elapsed_s", 1.0)),
            sport=("type",),
            device=("meta.device",),
            values={
                "distance_m": (("meta.distance_m", 1.0),),
                "ascent_m": (("meta.elev_gain_m", 1.0),),
                "descent_m": (("meta.elev_loss_m", 1.0),),
                "avg_hr_bpm": (("meta.avg_hr", 1.0),),
                "max_hr_bpm": (("meta.max_hr", 1.0),),
            },
            track=in_columns(
                "streams",
                "t",
                {
                    "d": ("distance_m", 1.0),
                    "v": ("speed_m_s", 1.0),
                    "hr": ("hr_bpm", 1.0),
                    "cad": ("cadence_rpm", 1.0),
                    "alt": ("altitude_m", 1.0),
                    "watts": ("power_w", 1.0),
                },
            ),
        ),
    ),
    Shape(
        "intervals.icu",
        ("start_date_local", "moving_time", "type"),
        training=Trainings(
            When(("start_date",), ("start_date_local",)),
            (("moving_time", 1.0), ("elapsed_time", 1.0)),
            sport=("type",),
            device=("device_name",),
            values={
                "distance_m": (("distance", 1.0),),
                "ascent_m": (("total_elevation_gain", 1.0),),
                "descent_m": (("total_elevation_loss", 1.0),),
                "avg_hr_bpm": (("average_heartrate", 1.0),),
                "max_hr_bpm": (("max_heartrate", 1.0),),
                "rpe_cr10": (("icu_rpe", 1.0), ("perceived_exertion", 1.0)),
            },
        ),
    ),
)

_GOLDEN_CHEETAH = (
    Shape(
        "Golden Cheetah",
        ("STARTTIME", "RECINTSECS"),
        training=Trainings(
            When(utc=("STARTTIME",)),
            sport=("TAGS.Sport",),
            device=("DEVICETYPE",),
            track=in_rows(
                "SAMPLES",
                "SECS",
                {
                    "KM": ("distance_m", 1000.0),
                    "KPH": ("speed_m_s", 1 / 3.6),
                    "WATTS": ("power_w", 1.0),
                    "CAD": ("cadence_rpm", 1.0),
                    "HR": ("hr_bpm", 1.0),
                    "ALT": ("altitude_m", 1.0),
                    "TEMP": ("temperature_c", 1.0),
                    "LAT": ("lat_deg", 1.0),
                    "LON": ("lon_deg", 1.0),
                },
            ),
        ),
    ),
)

MAKERS = (*_OURA, *_FITBIT, *_POLAR, *_INTERVALS, *_GOLDEN_CHEETAH)
