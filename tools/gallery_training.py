"""Training of real people: the second part of the gallery."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import fitdecode
import numpy as np
from gallery_parts import FloatArray, Result, column, level, panel, rows_of, same

from unweary import importers
from unweary.knowledge import load
from unweary.physiology.load import (
    CLARKE2013,
    braking_j,
    cost_minetti2002_j_kg_m,
    ctl_atl,
    fit,
    performance,
    pieces_of_way,
)
from unweary.service.load_of_file import Trainee, load_of_file
from unweary.vocab.history import Recording

#: Sessions whose device wrote its own normalized power.
_POWERED = (
    "fit_FITfileR/garmin-edge530-ride.fit.gz", "fit_FITfileR/garmin-fenix6-turbo.fit",
    "fit_fitparse-rs/hrv-activity.fit", "fit_jimmykane-fit-parser/example.fit",
    "fit_jimmykane-fit-parser/file-with-zones.fit.gz", "fit_jimmykane-fit-parser/garmin-stamina.fit.gz",
    "fit_jimmykane-fit-parser/road-with-power.fit.gz",
    "fit_python-fitparse/2019-02-17-062644-ELEMNT-297E-195-0.fit.gz",
    "fit_python-fitparse/Edge810-Vector-2013-08-16-15-35-10.fit",
    "fit_python-fitparse/sample-activity-indoor-trainer.fit", "fit_tcx_gpx_sweatpy/4078723797.fit.gz",
    "fit_tormoder/garmin.fit.gz",
)  # fmt: skip
#: The lifter's body, of which the file tells nothing [kg].
_MASS_KG = 70.0


def normalized_power(data: Path) -> Result:
    """Twelve sessions: our normalized power and the device's."""
    device = np.array([_own_normalized_power_w(data / name) for name in _POWERED])
    ours = np.array([_our_normalized_power_w(data / name) for name in _POWERED])
    off, order, session = ours - device, np.argsort(device), np.arange(1.0, len(device) + 1)
    low, high = float(device.min()), float(device.max())
    both = {"one session": (device[order], ours[order], "points"), "the same": same(low, high)}
    apart = {"one session": (session, off[order], "points"), "none": level(session, 0.0)}
    numbers = {
        "sessions": len(off), "near": int((np.abs(off) <= 1).sum()), "median": np.median(np.abs(off)),
        "most": np.abs(off).max(), "low": low, "high": high,
    }  # fmt: skip
    return Result(
        (
            panel("Twelve sessions", "told by the device [W]", "ours [W]", both),
            panel("Difference", "session, from the easiest to the hardest", "ours less the device's [W]", apart),
        ),
        numbers,
    )


def _our_normalized_power_w(path: Path) -> float:
    numbers = [number for session in load_of_file(path, Trainee()).sessions for number in session.numbers]
    return next(each.value for each in numbers if each.id == "normalized_power_w" and each.value > 0)


def _own_normalized_power_w(path: Path) -> float:
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    reader = fitdecode.FitReader(
        io.BytesIO(raw), error_handling=fitdecode.ErrorHandling.IGNORE, check_crc=fitdecode.CrcCheck.DISABLED
    )
    for message in reader:
        if message.frame_type == fitdecode.FIT_FRAME_DATA and message.name == "session":
            return float(message.get_value("normalized_power"))
    raise ValueError(f"no session in {path.name}")


def fitness_app(data: Path) -> Result:
    """The slow mean carried on for forty days beside that of the app."""
    days = json.loads((data / "intervals_icu_samir" / "wellness.json").read_text(encoding="utf-8"))["days"]
    slow, fast = (np.array([float(day[name]) for day in days]) for name in ("ctl", "atl"))
    # The folder has not every load; the app's fast mean, printed to 0.1, tells each day's to about 0.75.
    daily = np.maximum(fast[:-1] + np.diff(fast) / -np.expm1(-1 / 7), 0.0)
    carried = np.concatenate(([slow[0]], ctl_atl(daily, slow[0], fast[0])[0]))
    day = np.arange(1.0, len(days) + 1)
    lines = {
        "42-day mean, ours": (day, carried, "main"),
        "42-day mean, the app's": (day, slow, "points"),
        "7-day mean, the app's": (day, fast, "reference"),
    }
    numbers = {"days": len(days), "off": np.abs(carried - slow).max()}
    return Result((panel("Running means of load", "day", "load [a day]", lines),), numbers)


def impulse_response(data: Path) -> Result:
    """Nine tests, the published constants and our own fit."""
    rows = rows_of(data / "dorem_banister" / "bike-score.csv")
    daily, tested = column(rows, "BikeScore"), column(rows, "Test_5min_Power")
    fitted, published = fit(daily, tested, same_day=True), performance(daily, CLARKE2013)
    day, there = np.arange(1.0, len(daily) + 1), np.isfinite(tested)
    power = {
        "published constants": (day, published, "main"),
        "our own fit": (day, performance(daily, fitted.person), "second"),
        "tests": (day[there], tested[there], "points"),
    }
    weeks = daily[: len(daily) // 7 * 7].reshape(-1, 7).mean(axis=1)
    numbers = {
        "tests": int(there.sum()), "days": len(daily), "sse": ((published - tested)[there] ** 2).sum(),
        "fitted": fitted, "published": CLARKE2013,
    }  # fmt: skip
    loads = {"week": (3.5 + 7 * np.arange(len(weeks)), weeks, "main")}
    return Result(
        (
            panel("Power over five minutes", "day", "power [W]", power),
            panel("Load", "day", "mean BikeScore of the week", loads),
        ),
        numbers,
    )


def hilly_run(data: Path) -> Result:
    """What a mountain run costs, uphill and down, and where it brakes; all for each kilogram of body."""
    path = data / "fit_python-fitparse" / "activity-large-fenxi2-multisport.fit.gz"
    with path.open("rb") as stream:
        recordings = [item for item in importers.read(stream, path.name) if isinstance(item, Recording)]
    columns = [each.columns for each in recordings if each.session is not None and each.session.sport == "run"][-1]
    way = pieces_of_way(columns["distance_m"], columns["altitude_m"], columns["t_s"])
    reference_m_s = load().parameters["braking_reference_m_s"].mid
    rise_m, level_j = way.gradient * way.length_m, np.full(len(way.gradient), float(cost_minetti2002_j_kg_m(0.0)) * 50)
    braked_j = [braking_j(1.0, -up, speed, reference_m_s) for up, speed in zip(rise_m, way.speed_m_s, strict=True)]
    spent_j = cost_minetti2002_j_kg_m(way.gradient) * way.length_m
    # One point for 200 m: enough to see it, and neither way nor person in detail.
    every = slice(3, None, 4)
    km, height_m = np.arange(1, len(rise_m) + 1)[every] * way.length_m / 1000, np.cumsum(rise_m)
    spent, flat, brake = (np.cumsum(each) / 1000 for each in (spent_j, level_j, braked_j))
    added = {
        "energy of the way": (km, spent[every], "main"),
        "the same way on the flat": (km, flat[every], "reference"),
        "braking (our own estimate)": (km, brake[every], "second"),
    }
    numbers = {
        "pieces": len(rise_m), "km": len(rise_m) * way.length_m / 1000, "lower": -height_m[-1], "spent": spent[-1],
        "flat": flat[-1], "brake": brake[-1], "steepest_up": 100 * way.gradient.max(),
        "steepest_down": 100 * way.gradient.min(),
    }  # fmt: skip
    return Result(
        (
            panel("Height", "way [km]", "height above the start [m]", {"height": (km, height_m[every], "main")}),
            panel("Added up", "way [km]", "for each kilogram of body [kJ/kg]", added),
        ),
        numbers,
    )


def strength_volume(data: Path) -> Result:
    """Weight lifted a week by muscle group."""
    sessions = load_of_file(data / "hevy_mouadja02" / "workout_data.csv", Trainee(mass_kg=_MASS_KG)).sessions
    first = min(each.started_at for each in sessions)
    weeks = max((each.started_at - first).days // 7 for each in sessions) + 1
    tonnes: dict[str, FloatArray] = {}
    for each in sessions:
        for group, volume_kg in each.groups.get("volume_kg", {}).items():
            tonnes.setdefault(group, np.zeros(weeks))[(each.started_at - first).days // 7] += volume_kg / 1000
    week = np.arange(1.0, weeks + 1)
    upper = {"chest": "chest", "upper back": "upper_back", "arms": "arms"}
    legs = {
        "front of the thighs": "quads",
        "buttocks and inner thighs": "glutes_adductors",
        "back of the thighs": "hamstrings",
    }
    lines = [
        {
            name: (week, tonnes[groups[name]], kind)
            for name, kind in zip(groups, ("main", "second", "third"), strict=True)
        }
        for groups in (upper, legs)
    ]
    numbers = {
        "sessions": len(sessions), "mass_kg": _MASS_KG, "weeks": weeks,
        "leg_weeks": int((tonnes["quads"] > 0).sum()), "arm_weeks": int((tonnes["arms"] > 0).sum()),
        **{group: by_week.sum() for group, by_week in tonnes.items()},
    }  # fmt: skip
    return Result(
        tuple(
            panel(title, "week", "weight lifted [t]", each)
            for title, each in zip(("Upper body", "Legs"), lines, strict=True)
        ),
        numbers,
    )
