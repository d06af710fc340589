"""Messages of one FIT file to what a watch, a scale or a cuff measured outside of training.

All from the FIT profile. Of these only monitoring (steps) and scales were in the files that we have; heart rate of
the day, stress, breathing, blood oxygen, sleep, HRV status, skin temperature, VO2max and blood pressure were not yet
seen on a real file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from unweary.importers.fit.clock import instant
from unweary.importers.fit.messages import FloatArray
from unweary.importers.fit.opened import File
from unweary.importers.fit.words import FIT_EPOCH_S
from unweary.importers.summed import COLUMN_LIMITS
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Sleep
from unweary.vocab.signals import SIGNALS

_WALKING, _RUNNING, _SPOT_CHECK = 6.0, 1.0, 1.0
_LIGHT, _DEEP, _REM = 2.0, 3.0, 4.0
#: No stage of sleep lasts longer: beyond it begins another sleep [s]. Our choice.
_LONGEST_STAGE_S = 3 * 3600.0
#: What stands for 'no value' besides FIT's own: nothing measured, and 'still calculating' of a scale.
_NONE = (0.0, 655.34)
#: Statuses of a blood pressure cuff that say that the reading failed.
_FAILED = (1.0, 2.0, 3.0)

#: Message, field, column: many values a day, kept as one recording a day.
_SERIES = (
    ("respiration_rate", "respiration_rate", "rr_per_min"),
    ("spo2_data", "reading_spo2", "spo2_pct"),
    ("hrv_value", "value", "rmssd_ms"),
)
#: Message, field, signal: every reading counts.
_READINGS = (
    ("weight_scale", "weight", "mass_kg"),
    ("weight_scale", "percent_fat", "body_fat_pct"),
    ("blood_pressure", "systolic_pressure", "sbp_mmhg"),
    ("blood_pressure", "diastolic_pressure", "dbp_mmhg"),
)
#: Message, field, signal: the device's figure for the day, corrected while the day goes on, so the last one counts.
_OF_THE_DAY = (
    ("monitoring_hr_data", "current_day_resting_heart_rate", "hr_rest_bpm"),
    ("hrv_status_summary", "last_night_average", "rmssd_ms"),
    ("skin_temp_overnight", "nightly_value", "skin_temp_c"),
    ("skin_temp_overnight", "average_deviation", "skin_temp_change_c"),
    ("max_met_data", "vo2_max", "vo2max_ml_kg_min"),
)


def readings(file: File) -> Iterator[Observation | Recording | Sleep | Problem]:
    """Readings by time, recordings of kind ``other`` by local day, and sleeps; then how many times cannot be."""
    yield from _readings(file)
    yield from _of_the_day(file)
    yield from _monitoring(file)
    yield from _series(file)
    yield from _sleeps(file)
    yield from _clock_problem(file)


def _readings(file: File) -> Iterator[Observation]:
    """A device that several people use marks whose turn it was; the mark goes into the source."""
    for kind, field, signal in _READINGS:
        values = file.messages.numbers(kind, field)
        users = file.messages.numbers(kind, "user_profile_index")
        values = np.where(np.isin(file.messages.numbers(kind, "status"), _FAILED), nan, values)
        several = len(np.unique(users)) > 1
        for moment, value, user in zip(file.times(kind).tolist(), values.tolist(), users.tolist(), strict=True):
            source = f"{file.device}, user {user:g}" if several else file.device
            yield from _observation(signal, value, moment, source)
    # Blood oxygen that somebody asked for, sitting still; what the watch takes by itself is a series.
    asked = file.messages.numbers("spo2_data", "mode") == _SPOT_CHECK
    values = file.messages.numbers("spo2_data", "reading_spo2")
    for moment, value in zip(file.times("spo2_data")[asked].tolist(), values[asked].tolist(), strict=True):
        yield from _observation("spo2_pct", value, moment, file.device)


def _observation(signal: str, value: float, moment: float, source: str) -> Iterator[Observation]:
    """The reading; none where there is no value or time. What cannot be is left to the service, which names it."""
    if isfinite(moment) and isfinite(value) and not (value in _NONE and not signal.endswith("change_c")):
        yield Observation(signal, value, SIGNALS[signal].unit, instant(moment), source)


def _of_the_day(file: File) -> Iterator[Observation]:
    for kind, field, signal in _OF_THE_DAY:
        times = file.times(kind, "update_time" if kind == "max_met_data" else "timestamp")
        values = file.messages.numbers(kind, field)
        there = np.isfinite(times) & np.isfinite(values)
        for rows in _days(file, times, there):
            yield from _observation(signal, float(values[rows[-1]]), float(times[rows[-1]]), file.device)


def _days(file: File, times: FloatArray, there: NDArray[np.bool_]) -> Iterator[NDArray[np.intp]]:
    """The rows that are there, in order of time, by local day."""
    rows = np.flatnonzero(there)
    rows = rows[np.argsort(times[rows], kind="stable")]
    if len(rows):
        yield from np.split(rows, np.flatnonzero(np.diff(file.clock.day(times[rows]))) + 1)


# ---- the day's curves


def _series(file: File) -> Iterator[Recording]:
    for kind, field, column in _SERIES:
        values = file.messages.numbers(kind, field)
        if kind == "spo2_data":
            values = np.where(file.messages.numbers(kind, "mode") == _SPOT_CHECK, nan, values)
        low, high = SIGNALS[column].low, SIGNALS[column].high
        yield from _by_day(file, file.times(kind), np.where((values >= low) & (values <= high), values, nan), column)
    # Garmin's own number, 0 to 100; below 0 it says why there is none (too much motion, watch not worn).
    stress = file.messages.numbers("stress_level", "stress_level_value")
    times = file.times("stress_level", "stress_level_time")
    yield from _by_day(file, times, np.where((stress >= 0) & (stress <= 100), stress, nan), "stress_0_100")


def _by_day(file: File, times: FloatArray, values: FloatArray, column: str) -> Iterator[Recording]:
    for rows in _days(file, times, np.isfinite(times) & np.isfinite(values)):
        kept = {"t_s": times[rows] - times[rows[0]], column: values[rows]}
        columns = {name: array("d", each.tobytes()) for name, each in kept.items()}
        yield Recording(instant(float(times[rows[0]])), "other", columns, None, file.device, file.name)


def _monitoring(file: File) -> Iterator[Observation | Recording]:
    """Heart rate of the day, and the steps of each local day as far as the file goes."""
    times = file.clock.read(_monitoring_times(file))
    low, high = COLUMN_LIMITS["hr_bpm"]
    hr_bpm = file.messages.numbers("monitoring", "heart_rate")
    yield from _by_day(file, times, np.where((hr_bpm >= low) & (hr_bpm <= high), hr_bpm, nan), "hr_bpm")
    packed = file.messages.lists("monitoring", "current_activity_type_intensity")[:, 0]
    said = file.messages.numbers("monitoring", "activity_type")
    doing = np.where(np.isfinite(said), said, np.where(np.isfinite(packed), np.nan_to_num(packed) % 32, nan))
    # On foot the profile counts steps in the field that counts two of them, as 'cycles', in any other activity.
    steps = 2 * file.messages.numbers("monitoring", "cycles")
    there = np.isfinite(times) & np.isfinite(steps) & ((doing == _WALKING) | (doing == _RUNNING))
    # Counts go on from midnight to midnight, so what is written at midnight belongs to the day before.
    for rows in _days(file, times - 1, there):
        total = sum(float(steps[rows[doing[rows] == kind]].max(initial=0)) for kind in (_WALKING, _RUNNING))
        yield from _observation("steps", total, float(times[rows[-1]]) - 1, file.device)


def _monitoring_times(file: File) -> FloatArray:
    """Times of monitoring messages as the file says them; most give only the lowest 16 bits of theirs."""
    whole = file.messages.numbers("monitoring", "timestamp")
    short = file.messages.numbers("monitoring", "timestamp_16")
    starts = (("monitoring_info", "timestamp"), ("file_id", "time_created"))
    known = [time for kind, field in starts for time in file.messages.numbers(kind, field).tolist() if isfinite(time)]
    last = known[0] if known else nan
    times = []
    for full, low in zip(whole.tolist(), short.tolist(), strict=True):
        if isfinite(full):
            last = full
        elif isfinite(low) and isfinite(last):
            last += (int(low) - int(last - FIT_EPOCH_S)) % 0x1_0000
        times.append(last if isfinite(full) or isfinite(low) else nan)
    return np.array(times)


# ---- sleep


def _sleeps(file: File) -> Iterator[Sleep | Problem]:
    """A sleep for each row of stages. A stage lasts from its message to the next one; the last message ends the sleep.

    Time awake before the first and after the last sleep is not part of it.
    """
    times, stages = file.times("sleep_level"), file.messages.numbers("sleep_level", "sleep_level")
    rows = np.flatnonzero(np.isfinite(times) & np.isfinite(stages))
    rows = rows[np.argsort(times[rows], kind="stable")]
    for same in np.split(rows, np.flatnonzero(np.diff(times[rows]) > _LONGEST_STAGE_S) + 1):
        lasting, kinds = np.diff(times[same]), stages[same[:-1]]
        asleep = np.flatnonzero(np.isin(kinds, (_LIGHT, _DEEP, _REM)))
        if len(asleep):
            hours = {kind: float(lasting[kinds == kind].sum()) / 3600 for kind in (_LIGHT, _DEEP, _REM)}
            started, ended = times[same[asleep[0]]], times[same[asleep[-1] + 1]]
            if sum(hours.values()) > 24:
                yield Problem(file.name, "out_of_range", "A sleep is longer than a day. Left out.")
            else:
                yield Sleep(
                    instant(float(started)),
                    instant(float(ended)),
                    asleep_h=sum(hours.values()),
                    light_h=hours[_LIGHT],
                    deep_h=hours[_DEEP],
                    rem_h=hours[_REM],
                    source=file.device,
                )


def _clock_problem(file: File) -> Iterator[Problem]:
    """How many readings had a time that cannot be."""
    fields = dict.fromkeys((*(kind for kind, *_ in (*_SERIES, *_READINGS, *_OF_THE_DAY)), "sleep_level"), "timestamp")
    fields |= {"stress_level": "stress_level_time", "max_met_data": "update_time"}
    wrong = sum(
        int((np.isfinite(file.messages.numbers(kind, field)) & np.isnan(file.times(kind, field))).sum())
        for kind, field in fields.items()
    )
    if wrong:
        yield Problem(file.name, "clock", f"{wrong} of the readings have an impossible time. Left out.")
