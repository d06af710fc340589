"""Tables with one row a training. What they tell is a summary; the training's own file tells more."""

from __future__ import annotations

from datetime import time

from unweary.importers.daily_tables.layout import Layout, Trainings

_KM, _MILE, _FOOT = 1000.0, 1609.344, 0.3048

_INTERVALS_ICU = Layout(
    source="intervals.icu",
    signature=("start_date_local", "type", "moving_time"),
    at=("start_date_local",),
    training=Trainings(
        duration=(("moving_time", 1), ("elapsed_time", 1)),
        sport=("type",),
        values={
            "distance_m": (("distance", 1), ("icu_distance", 1)),
            "ascent_m": (("total_elevation_gain", 1),),
            "descent_m": (("total_elevation_loss", 1),),
            "avg_hr_bpm": (("average_heartrate", 1),),
            "max_hr_bpm": (("max_heartrate", 1),),
            "rpe_cr10": (("icu_rpe", 1), ("perceived_exertion", 1)),
        },
    ),
    known=("id", "name", "icu_training_load", "icu_intensity", "icu_atl", "icu_ctl", "average_watts", "calories"),
)
#: A list of activities of intervals.icu made shorter by its owner: a date without an hour stands at noon.
_INTERVALS_SHORT = Layout(
    source="intervals.icu",
    signature=("date", "dist_m", "mov_s", "load"),
    at=("date",),
    daily=True,
    hour=time(12),
    training=Trainings(
        duration=(("mov_s", 1),),
        title="name",
        values={"distance_m": (("dist_m", 1),), "avg_hr_bpm": (("hr", 1),)},
    ),
    known=("intensity", "load"),
)

#: Times are UTC. Of two columns with one name the second is in metres and seconds, the first in the person's units.
_STRAVA = Layout(
    source="Strava",
    signature=("Activity ID", "Activity Date", "Activity Type", "Elapsed Time", "Filename"),
    at=("Activity Date",),
    utc=True,
    training=Trainings(
        duration=(("Moving Time", 1), ("Elapsed Time (2)", 1), ("Elapsed Time", 1)),
        sport=("Activity Type",),
        values={
            "distance_m": (("Distance (2)", 1),),
            "ascent_m": (("Elevation Gain", 1),),
            "descent_m": (("Elevation Loss", 1),),
            "avg_hr_bpm": (("Average Heart Rate", 1),),
            "max_hr_bpm": (("Max Heart Rate (2)", 1), ("Max Heart Rate", 1)),
            "rpe_cr10": (("Perceived Exertion", 1),),
        },
    ),
    known=(
        "Activity ID", "Activity Name", "Activity Description", "Distance", "Relative Effort", "Commute",
        "Activity Private Note", "Activity Gear", "Filename", "Athlete Weight", "Bike Weight", "Max Speed",
        "Average Speed", "Elevation Low", "Elevation High", "Max Grade", "Average Grade", "Average Positive Grade",
        "Average Negative Grade", "Max Cadence", "Average Cadence", "Max Watts", "Average Watts", "Calories",
        "Max Temperature", "Average Temperature", "Total Work", "Number of Runs", "Uphill Time", "Downhill Time",
        "Other Time", "Type", "Start Time", "Weighted Average Power", "Power Count", "Prefer Perceived Exertion",
        "Perceived Relative Effort", "Total Weight Lifted", "From Upload", "Grade Adjusted Distance",
        "Weather Observation Time", "Weather Condition", "Weather Temperature", "Apparent Temperature", "Dewpoint",
        "Humidity", "Weather Pressure", "Wind Speed", "Wind Gust", "Wind Bearing", "Precipitation Intensity",
        "Sunrise Time", "Sunset Time", "Moon Phase", "Bike", "Gear", "Precipitation Probability",
        "Precipitation Type", "Cloud Cover", "Weather Visibility", "UV Index", "Weather Ozone", "Jump Count",
        "Total Grit", "Avg Flow", "Flagged", "Avg Elapsed Speed", "Dirt Distance", "Newly Explored Distance",
        "Newly Explored Dirt Distance", "Sport Type", "Total Steps", "Media",
    ),
)  # fmt: skip

_GARMIN = Layout(
    source="Garmin",
    signature=("Activity Type", "Date", "Favorite", "Title"),
    at=("Date",),
    training=Trainings(
        duration=(("Moving Time", 1), ("Time", 1), ("Activity Time", 1), ("Elapsed Time", 1)),
        sport=("Activity Type",),
        values={
            "distance_m": (("Distance (km)", _KM), ("Distance (mi)", _MILE), ("Distance (m)", 1)),
            "ascent_m": (("Total Ascent (m)", 1), ("Total Ascent (ft)", _FOOT)),
            "descent_m": (("Total Descent (m)", 1), ("Total Descent (ft)", _FOOT)),
            "avg_hr_bpm": (("Avg HR", 1),),
            "max_hr_bpm": (("Max HR", 1),),
        },
        unitless=("Distance", "Total Ascent", "Total Descent", "Elev Gain", "Elev Loss"),
        units="'Distance (km)' or 'Distance (mi)', and 'Total Ascent (m)' or 'Total Ascent (ft)'",
    ),
    known=("Favorite", "Title", "Calories", "Aerobic TE", "Avg Pace", "Best Pace", "Steps", "Training Stress Score®"),
)

_WHOOP = Layout(
    source="WHOOP",
    signature=("Workout start time", "Workout end time", "Activity name"),
    at=("Workout start time",),
    zone="Cycle timezone",
    training=Trainings(
        duration=(("Duration (min)", 60),),
        sport=("Activity name",),
        values={
            "distance_m": (("Distance (meters)", 1),),
            "ascent_m": (("Altitude gain (meters)", 1),),
            "avg_hr_bpm": (("Average HR (bpm)", 1),),
            "max_hr_bpm": (("Max HR (bpm)", 1),),
        },
    ),
    known=(
        "Cycle start time", "Cycle end time", "Workout end time", "Activity Strain", "Energy burned (cal)",
        "HR Zone 1 %", "HR Zone 2 %", "HR Zone 3 %", "HR Zone 4 %", "HR Zone 5 %", "GPS enabled",
        "Altitude change (meters)",
    ),
)  # fmt: skip

_PMSYS = Layout(
    source="pmSys",
    signature=("end_date_time", "activity_names", "perceived_exertion", "duration_min"),
    at=("end_date_time",),
    training=Trainings(
        duration=(("duration_min", 60),),
        sport=("activity_names",),
        values={"rpe_cr10": (("perceived_exertion", 1),)},
        at_end=True,
    ),
)

TRAININGS = (_INTERVALS_ICU, _INTERVALS_SHORT, _STRAVA, _GARMIN, _WHOOP, _PMSYS)
