"""Tables with one row a day or a morning measurement.

Feelings are left out wherever the steps of a scale do not say what a 0-10 would be: four or five steps whose middle is
'normal' (intervals.icu, pmSys of PMData and SoccerMon, Visible) would make an ordinary day a 5 of 10, and sliders that
stand at 5 until they are moved (HRV4Training) cannot be told from a 5 that was meant.
"""

from __future__ import annotations

from datetime import time

from unweary.importers.daily_tables.layout import Column, Layout, Nights

_SECONDS, _MINUTES = 1 / 3600, 1 / 60

#: The only layout that needs no signature: a date and one of these columns are enough, so that a table of one's own is
#: read too.
INTERVALS_ICU = Layout(
    source="intervals.icu",
    signature=(),
    at=("date", "id"),
    daily=True,
    columns={
        "restingHR": Column("hr_rest_bpm"),
        "hrv": Column("rmssd_ms"),
        "hrvSDNN": Column("sdnn_ms"),
        "sleepSecs": Column("sleep_h", _SECONDS),
        "weight": Column("mass_kg"),
        "spO2": Column("spo2_pct"),
        "respiration": Column("rr_per_min"),
        "systolic": Column("sbp_mmhg"),
        "diastolic": Column("dbp_mmhg"),
        "bodyFat": Column("body_fat_pct"),
        "vo2max": Column("vo2max_ml_kg_min"),
        "steps": Column("steps", zero_is_none=True),
    },
    known=(
        "fatigue", "soreness", "stress", "mood", "motivation", "injury", "sleepQuality", "sleepScore", "avgSleepingHR",
        "readiness", "hydration", "hydrationVolume", "baevskySI", "bloodGlucose", "lactate", "abdomen", "kcalConsumed",
        "menstrualPhase", "ctl", "atl", "comments",
    ),
)  # fmt: skip

_HRV4T_MEASURED = {
    "HR": Column("hr_rest_bpm", zero_is_none=True),
    "rMSSD": Column("rmssd_ms", zero_is_none=True),
    "SDNN": Column("sdnn_ms", zero_is_none=True),
    "vo2max": Column("vo2max_ml_kg_min", zero_is_none=True),
    "sleep_time": Column("sleep_h", zero_is_none=True),
}
#: The tags of training, run, bike and swim tell the day before and come from another app, which tells them better.
_HRV4T_KNOWN = (
    "AVNN", "pNN50", "LF", "HF", "LFHF", "test_duration", "HRV4T_Recovery_Points", "training", "training_performance",
    "training_type", "training_phase", "physical_condition", "trainingRPE", "trainingTSS", "suffer_score",
    "trainingMotivation", "trainingDistance", "sleep_quality", "sleep_tobed", "sleep_awake", "mental_energy",
    "muscle_soreness", "fatigue", "baseline", "advice", "note", "location", "supplements", "diet",
    "custom_tag_1_name", "custom_tag_2_name", "custom_tag_3_name", "custom_tag_1_value", "custom_tag_2_value",
    "custom_tag_3_value", "menstrual_cycle", "trainingTime", "current_lifestyle", "run_distance", "run_time",
    "run_pace", "run_hr", "run_elevation", "bike_distance", "bike_time", "bike_speed", "bike_elevation", "bike_hr",
    "bike_power", "swim_distance", "swim_time", "swim_speed", "swim_hr", "latitude", "longitude", "altitude",
    "temperature", "humidity", "daily_message",
)  # fmt: skip
_HRV4T = Layout(
    source="HRV4Training",
    signature=("timestamp_measurement", "HRV4T_Recovery_Points"),
    at=("timestamp_measurement", "date"),
    days=("date",),
    columns=_HRV4T_MEASURED,
    marks={
        "traveling": ("travel", "traveling"),
        "sickness": ("sick", "sick"),
        "alcohol": ("alcohol", "a little|too much"),
    },
    only={"signal_quality": "(?!poor).*"},
    known=_HRV4T_KNOWN,
)
#: Android writes year, day, month, and the hour in a column of its own.
_HRV4T_ANDROID = Layout(
    source="HRV4Training",
    signature=("date", "time", "rMSSD", "HRV4T_Recovery_Points"),
    at=("date",),
    clock="time",
    order="ydm",
    columns=_HRV4T_MEASURED,
    marks=_HRV4T.marks,
    only=_HRV4T.only,
    known=_HRV4T_KNOWN,
)

_ELITE_HRV = Layout(
    source="Elite HRV",
    signature=("Datetime", "lnRmssd", "Rmssd", "Sdnn"),
    at=("Datetime",),
    columns={"HR": Column("hr_rest_bpm"), "Rmssd": Column("rmssd_ms"), "Sdnn": Column("sdnn_ms")},
    # Open readings, breathing and standing tests are taken in any state.
    only={"Type": ".*readiness"},
    person="Member",
    known=(
        "Date", "HRV", "lnRmssd", "Nn50", "Pnn50", "Score", "Indication", "Balance", "Rolling Avg HRV", "HRV CV",
        "Rolling Avg HR",
    ),
)  # fmt: skip

_GOLDEN_CHEETAH = Layout(
    source="Golden Cheetah",
    signature=("weightkg", "fatpercent"),
    at=("date", "ts"),
    epoch=True,
    columns={"weightkg": Column("mass_kg"), "fatpercent": Column("body_fat_pct", zero_is_none=True)},
    known=("fatkg", "boneskg", "musclekg", "leankg", "comment"),
)

_WITHINGS = Layout(
    source="Withings",
    signature=("Date", "Weight (kg)", "Fat mass (kg)"),
    at=("Date",),
    columns={"Weight (kg)": Column("mass_kg")},
    known=("Fat mass (kg)", "Bone mass (kg)", "Muscle mass (kg)", "Hydration (kg)", "Comments"),
)

#: A night in bed: Oura tells when it began and ended, and how much of it was asleep. Durations are in seconds.
_OURA_DAY = Layout(
    source="Oura",
    signature=("Readiness Score", "Lowest Resting Heart Rate", "Average HRV"),
    at=("date",),
    daily=True,
    columns={
        "Lowest Resting Heart Rate": Column("hr_rest_bpm", zero_is_none=True),
        "Average HRV": Column("rmssd_ms", zero_is_none=True),
        "Respiratory Rate": Column("rr_per_min", zero_is_none=True),
        "Temperature Deviation (°C)": Column("skin_temp_change_c"),
        "Steps": Column("steps", zero_is_none=True),
    },
    sleep=Nights(
        "Bedtime Start",
        "Bedtime End",
        {
            "asleep_h": (("Total Sleep Duration", _SECONDS), ("Total Sleep Time", _SECONDS)),
            "light_h": (("Light Sleep Duration", _SECONDS), ("Light Sleep Time", _SECONDS)),
            "deep_h": (("Deep Sleep Duration", _SECONDS), ("Deep Sleep Time", _SECONDS)),
            "rem_h": (("REM Sleep Duration", _SECONDS), ("REM Sleep Time", _SECONDS)),
        },
    ),
    known=("Average Resting Heart Rate", "Temperature Trend Deviation", "Awake Time", "Sleep Latency"),
)
_OURA_SLEEP = Layout(
    source="Oura",
    signature=("bedtime_start", "bedtime_end", "average_hrv", "lowest_heart_rate"),
    at=("day",),
    daily=True,
    columns={
        "lowest_heart_rate": Column("hr_rest_bpm", zero_is_none=True),
        "average_hrv": Column("rmssd_ms", zero_is_none=True),
        "average_breath": Column("rr_per_min", zero_is_none=True),
    },
    sleep=Nights(
        "bedtime_start",
        "bedtime_end",
        {
            "asleep_h": (("total_sleep_duration", _SECONDS),),
            "light_h": (("light_sleep_duration", _SECONDS),),
            "deep_h": (("deep_sleep_duration", _SECONDS),),
            "rem_h": (("rem_sleep_duration", _SECONDS),),
        },
        "type",
        # Others are rests that were no sleep, and what the person deleted.
        {"long_sleep": False, "sleep": None, "late_nap": True, "": None},
    ),
    # The pulse of a nap is no morning's.
    only={"type": "long_sleep|"},
    known=("id", "average_heart_rate", "awake_time", "efficiency", "latency", "restless_periods", "time_in_bed"),
)
_OURA_READINESS = Layout(
    source="Oura",
    signature=("day", "temperature_deviation", "score"),
    at=("day",),
    daily=True,
    columns={"temperature_deviation": Column("skin_temp_change_c")},
    known=("id", "contributors", "score", "temperature_trend_deviation", "timestamp"),
)
_OURA_ACTIVITY = Layout(
    source="Oura",
    signature=("day", "steps", "equivalent_walking_distance"),
    at=("day",),
    daily=True,
    columns={"steps": Column("steps", zero_is_none=True)},
    known=("id", "active_calories", "score", "total_calories", "equivalent_walking_distance"),
)

#: Sleep stands in sleeps.csv of the same set, with naps; read from both it would count twice.
_WHOOP_CYCLES = Layout(
    source="WHOOP",
    signature=("Cycle start time", "Recovery score %"),
    at=("Wake onset", "Cycle start time"),
    zone="Cycle timezone",
    columns={
        "Resting heart rate (bpm)": Column("hr_rest_bpm"),
        "Heart rate variability (ms)": Column("rmssd_ms"),
        "Skin temp (celsius)": Column("skin_temp_c", zero_is_none=True),
        "Blood oxygen %": Column("spo2_pct", zero_is_none=True),
        "Respiratory rate (rpm)": Column("rr_per_min", zero_is_none=True),
    },
    known=(
        "Cycle end time", "Recovery score %", "Day Strain", "Energy burned (cal)", "Max HR (bpm)", "Average HR (bpm)",
        "Sleep onset", "Sleep performance %", "Asleep duration (min)", "In bed duration (min)",
        "Light sleep duration (min)", "Deep (SWS) duration (min)", "REM duration (min)", "Awake duration (min)",
        "Sleep need (min)", "Sleep debt (min)", "Sleep efficiency %", "Sleep consistency %",
    ),
)  # fmt: skip
_WHOOP_SLEEPS = Layout(
    source="WHOOP",
    signature=("Cycle start time", "Sleep onset", "Wake onset", "Nap"),
    at=("Wake onset",),
    zone="Cycle timezone",
    sleep=Nights(
        "Sleep onset",
        "Wake onset",
        {
            "asleep_h": (("Asleep duration (min)", _MINUTES),),
            "light_h": (("Light sleep duration (min)", _MINUTES),),
            "deep_h": (("Deep (SWS) duration (min)", _MINUTES),),
            "rem_h": (("REM duration (min)", _MINUTES),),
        },
        "Nap",
        {"true": True, "false": False, "": None},
    ),
    known=(
        "Cycle start time", "Cycle end time", "Sleep performance %", "Respiratory rate (rpm)", "In bed duration (min)",
        "Awake duration (min)", "Sleep need (min)", "Sleep debt (min)", "Sleep efficiency %", "Sleep consistency %",
    ),
)  # fmt: skip
#: A question is about the day on which the cycle began. Only questions whose words we know make a mark.
_WHOOP_JOURNAL = Layout(
    source="WHOOP",
    signature=("Cycle start time", "Question text", "Answered yes"),
    at=("Cycle start time",),
    zone="Cycle timezone",
    long=("Question text", "Answered yes"),
    marks={
        "Feeling sick or ill?": ("sick", "true"),
        "Feeling sick or unwell?": ("sick", "true"),
        "Have any alcoholic drinks?": ("alcohol", "true"),
        "Have an injury or wound?": ("injury", "true"),
        "Have an injury or wound": ("injury", "true"),
        "Viewed a screen device in bed?": ("late_screen", "true"),
    },
    known=("Cycle end time", "Notes"),
)

_FITBIT_ACTIVITY = Layout(
    source="Fitbit",
    signature=("Id", "ActivityDate", "TotalSteps"),
    at=("ActivityDate",),
    order="mdy",
    daily=True,
    hour=time(23, 59),
    columns={"TotalSteps": Column("steps", zero_is_none=True)},
    person="Id",
    known=(
        "TotalDistance", "TrackerDistance", "LoggedActivitiesDistance", "VeryActiveDistance",
        "ModeratelyActiveDistance", "LightActiveDistance", "SedentaryActiveDistance", "VeryActiveMinutes",
        "FairlyActiveMinutes", "LightlyActiveMinutes", "SedentaryMinutes", "Calories",
    ),
)  # fmt: skip
_FITBIT_SLEEP = Layout(
    source="Fitbit",
    signature=("Id", "SleepDay", "TotalMinutesAsleep"),
    at=("SleepDay",),
    order="mdy",
    daily=True,
    columns={"TotalMinutesAsleep": Column("sleep_h", _MINUTES)},
    person="Id",
    known=("TotalSleepRecords", "TotalTimeInBed"),
)
#: Its own source: the JSON files of the same export give a resting heart rate for the same day.
_FITBIT_SCORE = Layout(
    source="Fitbit sleep score",
    signature=("timestamp", "sleep_log_entry_id", "overall_score", "resting_heart_rate"),
    at=("timestamp",),
    columns={"resting_heart_rate": Column("hr_rest_bpm", zero_is_none=True)},
    known=(
        "sleep_log_entry_id", "overall_score", "composition_score", "revitalization_score", "duration_score",
        "deep_sleep_in_minutes", "restlessness",
    ),
)  # fmt: skip

_FEELINGS = ("fatigue", "mood", "readiness", "sleep_quality", "soreness", "stress")
_PMSYS_WELLNESS = Layout(
    source="pmSys",
    signature=("effective_time_frame", "sleep_duration_h", "readiness"),
    at=("effective_time_frame",),
    columns={"sleep_duration_h": Column("sleep_h", zero_is_none=True)},
    known=(*_FEELINGS, "soreness_area"),
)
_PMSYS_INJURY = Layout(
    source="pmSys",
    signature=("effective_time_frame", "injuries"),
    at=("effective_time_frame",),
    marks={"injuries": ("injury", r"\{.*\w.*\}")},
)
_PMDATA_REPORT = Layout(
    source="PMData daily report",
    signature=("date", "glasses_of_fluid", "alcohol_consumed"),
    at=("date",),
    daily=True,
    columns={"weight": Column("mass_kg", zero_is_none=True)},
    marks={"alcohol_consumed": ("alcohol", "yes")},
    known=("timestamp", "meals", "glasses_of_fluid"),
)
_SOCCERMON = Layout(
    source="pmSys",
    signature=("date", "player_id", "daily_load", "sleep_duration"),
    at=("date",),
    daily=True,
    columns={"sleep_duration": Column("sleep_h", zero_is_none=True)},
    marks={"injury": ("injury", r"1(\.0)?")},
    person="player_id",
    known=(
        *_FEELINGS, "acwr", "team", "atl", "ctl28", "ctl42", "daily_load", "monotony", "strain", "injury_within_3d",
        "injury_within_7d", "injury_within_14d",
    ),
)  # fmt: skip

#: Visible's HRV is a score of its own (a logarithm), not milliseconds, so it is not read; symptoms have four steps;
#: a crash has no mark here.
_VISIBLE = Layout(
    source="Visible",
    signature=("observation_date", "tracker_name", "tracker_category", "observation_value"),
    at=("observation_date",),
    daily=True,
    long=("tracker_name", "observation_value"),
    columns={"Resting HR": Column("hr_rest_bpm", zero_is_none=True)},
    marks={"Period": ("menstruation", r"[1-9]\d*")},
    known=("tracker_category",),
)

MORNINGS = (
    _HRV4T, _HRV4T_ANDROID, _ELITE_HRV, _GOLDEN_CHEETAH, _WITHINGS, _OURA_DAY, _OURA_SLEEP, _OURA_READINESS,
    _OURA_ACTIVITY, _WHOOP_CYCLES, _WHOOP_SLEEPS, _WHOOP_JOURNAL, _FITBIT_ACTIVITY, _FITBIT_SLEEP, _FITBIT_SCORE,
    _PMSYS_WELLNESS, _PMSYS_INJURY, _PMDATA_REPORT, _SOCCERMON, _VISIBLE,
)  # fmt: skip
