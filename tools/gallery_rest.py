"""Heartbeats and nights of real people: the second part of the gallery."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from gallery_parts import FloatArray, Lines, Result, column, edges, level, panel, rows_of
from numpy.typing import NDArray

from unweary import importers
from unweary.physiology.hrv import corrected, time_domain
from unweary.physiology.sleep import NEED_VANDONGEN2003, asleep_epochs, sleep_debt_h, sleep_regularity_index
from unweary.service.hrv_of_file import hrv_of_file
from unweary.vocab.history import Sleep

_BEATS = "hrv_physionet_nsr2db"
_PEOPLE = ("nsr001", "nsr004")
#: The record says 128 Hz; the reference took it for 125 Hz, and its clock begins at the first beat.
_CLOCK = 128 / 125


def beats_reference(data: Path) -> Result:
    """RMSSD of 231 windows a person, ours and that of the toolbox."""
    panels, found = [], []
    for person in _PEOPLE:
        windows = rows_of(data / _BEATS / f"{person}_reference_HRV_windows.csv.gz")
        start_s, end_s, theirs = (column(windows, name) for name in ("t_start", "t_end", "RMSSD"))
        _, rr_ms, normal = _beats(data, person)
        rr_ms = rr_ms * _CLOCK
        t_s = np.cumsum(rr_ms) / 1000
        within = [(t_s >= start) & (t_s < end) for start, end in zip(start_s, end_s, strict=True)]
        ours = np.array([time_domain(rr_ms[there & normal]).rmssd_ms for there in within])
        clean = np.array([normal[there].all() for there in within])
        off = np.abs(ours - theirs)
        found.append((100 * (off < 0.02).mean(), int(clean.sum()), off[clean].max()))
        every = slice(None, None, 2)
        lines = {
            "ours": (start_s[every] / 60, ours[every], "points"),
            "PhysioNet's toolbox": (start_s[every] / 60, theirs[every], "reference"),
        }
        panels.append(panel(f"Person {len(found)}", "window begins after [min]", "RMSSD [ms]", lines))
    names = ("near_pct", "clean", "off_clean")
    return Result(tuple(panels), dict(zip(names, zip(*found, strict=True), strict=True)))


def beats_repaired(data: Path) -> Result:
    """RMSSD through a day: as recorded, repaired, and with hand-marked normal beats only."""
    panels, found = [], []
    for person in _PEOPLE:
        t_s, rr_ms, normal = _beats(data, person)
        starts_s = np.arange(0.0, t_s[-1] - 600, 600)
        within = [(t_s >= start) & (t_s < start + 600) for start in starts_s]
        raw, repaired, by_hand = np.array([_three_ways(rr_ms[there], normal[there]) for there in within]).T
        off = [float(np.nanmedian(np.abs(each - by_hand))) for each in (raw, repaired)]
        below = by_hand - repaired
        found.append((*off, 100 * float(np.nanmedian(below / by_hand)), float(np.nanmax(below))))
        lines = {
            "repaired by Unweary": (starts_s / 3600, repaired, "main"),
            "as recorded": (starts_s / 3600, raw, "second"),
            "only beats marked normal by hand": (starts_s / 3600, by_hand, "reference"),
        }
        odd = f"{int((~normal).sum())} of {len(rr_ms):,} intervals have a beat that is not normal"
        panels.append(
            panel(f"Person {len(found)}: {odd}", "time since the start [h]", "RMSSD of ten minutes [ms]", lines)
        )
    return Result(
        tuple(panels), dict(zip(("raw", "repaired", "below_pct", "below"), zip(*found, strict=True), strict=True))
    )


def _three_ways(rr_ms: FloatArray, normal: NDArray[np.bool_]) -> tuple[float, float, float]:
    """RMSSD as recorded, repaired, and of neighbours that are both marked normal (NaN: fewer than 60 of them)."""
    both = normal[1:] & normal[:-1]
    by_hand = math.sqrt(np.mean(np.diff(rr_ms)[both] ** 2)) if both.sum() >= 60 else math.nan
    return time_domain(rr_ms).rmssd_ms, time_domain(corrected(rr_ms).nn_ms).rmssd_ms, by_hand


def nights(data: Path) -> Result:
    """The weekly mean against the own level, and beside the watch's own weekly mean."""
    path = data / "garmin_garth" / "api_bodies" / "test_daily_hrv_paginate.json"
    told = hrv_of_file(path).mornings
    assert told is not None, path.name
    theirs = {
        date.fromisoformat(day["calendarDate"]): float(day["weeklyAvg"] or math.nan)
        for answer in json.loads(path.read_text(encoding="utf-8"))
        for day in answer["body"]["hrvSummaries"]
    }
    night, course = np.arange(1.0, len(told.days) + 1), told.course
    watch, ours = np.array([theirs.get(day, math.nan) for day in told.days]), np.exp(course.week_mean)
    course_lines: Lines = {
        "one night": (night, told.ln_rmssd, "points"),
        "mean of seven nights": (night, course.week_mean, "main"),
        "edges of the band": edges(night, course.low, course.high, "reference"),
    }
    week_lines = {
        "our mean of seven nights": (night, ours, "main"),
        "the watch's mean of the week": (night, watch, "points"),
    }
    numbers = {
        "nights": len(night),
        "outside": int(np.nansum(np.abs(course.outside))),
        "below": int(np.nansum(course.outside == -1)),
        "compared": int(np.isfinite(course.outside).sum()),
        "off": np.nanmax(np.abs(ours - watch)[course.week_days == 7]),
    }
    return Result(
        (
            panel("Course", "night", "ln RMSSD [ln ms]", course_lines),
            panel("The same week, beside the watch's own number", "night", "RMSSD [ms]", week_lines),
        ),
        numbers,
    )


def sleep_debt(data: Path) -> Result:
    """Hours slept by a runner, and what they add up to."""
    days = json.loads((data / "intervals_icu_samir" / "wellness.json").read_text(encoding="utf-8"))["days"]
    slept = np.array([day["sleepSecs"] / 3600 if day.get("sleepSecs") else math.nan for day in days])
    mean_h, need, night = float(np.nanmean(slept)), NEED_VANDONGEN2003.hours, np.arange(1.0, len(slept) + 1)
    fast, usual, slow = (sleep_debt_h(slept, tau_days, unknown_h=mean_h) for tau_days in (5.0, 7.0, 10.0))
    debts = {
        "half forgotten in 5 nights": (night, usual, "main"),
        "in 3.5 nights": (night, fast, "second"),
        "in 7 nights": (night, slow, "third"),
    }
    hours = {"slept": (night, slept, "points"), f"mean need, {need:g} h": level(night, need)}
    numbers = {
        "nights": len(slept), "unknown": int(np.isnan(slept).sum()), "need": need, "mean": mean_h,
        "end": usual[-1], "end_fast": fast[-1], "end_slow": slow[-1], "most": usual.max(),
    }  # fmt: skip
    return Result(
        (panel("Sleep in each night", "night", "sleep [h]", hours), panel("Debt", "night", "debt [h]", debts)), numbers
    )


def sleep_regularity(data: Path) -> Result:
    """At which hours of the day a person is asleep or awake as on the day before."""
    path = data / "garmin_garth" / "api_bodies" / "test_sleep_data_list.json"
    with path.open("rb") as stream:
        sleeps = [item for item in importers.read(stream, path.name) if isinstance(item, Sleep)]
    first = min(each.started_at for each in sleeps).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)

    def hours(moments: list[datetime]) -> FloatArray:
        return np.array([(each.replace(tzinfo=None) - first) / timedelta(hours=1) for each in moments])

    minutes = asleep_epochs(hours([each.started_at for each in sleeps]), hours([each.ended_at for each in sleeps]))
    index, states = float(sleep_regularity_index(minutes, 1440, 7)), minutes.reshape(-1, 1440)
    known = np.isfinite(states[1:]) & np.isfinite(states[:-1])
    alike = np.where(known, states[1:] == states[:-1], np.nan)
    points, asleep = (np.nanmean(each.reshape(-1, 48, 30), axis=(0, 2)) for each in (200 * alike - 100, 100 * states))
    clock = np.arange(48) / 2 - 11.75
    x_label = "hours from midnight, noon to noon [h]"
    compared = {"each half hour": (clock, points, "main"), "whole day: the index": level(clock, index)}
    return Result(
        (
            panel("Like the day before?", x_label, "points of the index", compared),
            panel("Asleep at this time", x_label, "nights [%]", {"asleep": (clock, asleep, "main")}),
        ),
        {"sleeps": len(sleeps), "index": index, "least": points.min()},
    )


def _beats(data: Path, person: str) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Time of each interval's end [s], its length [ms], and whether both its beats were marked normal by hand."""
    rows = rows_of(data / _BEATS / f"{person}_rr.csv.gz")
    normal = np.array([row["beat"] == "N" and row["beat_prev"] == "N" for row in rows])
    return column(rows, "t_s"), column(rows, "rr_ms"), normal
