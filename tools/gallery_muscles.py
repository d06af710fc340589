"""Muscles of real people, in a laboratory: the second part of the gallery."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from gallery_parts import FloatArray, Lines, Result, column, edges, level, panel, rows_of, same

from unweary.physiology.damage import SESSIONS, after_bout, after_rest, exposure_of, rested, soreness_0_10
from unweary.physiology.energy.balance import w_balance
from unweary.physiology.energy.capacity import Capacity, fit_capacity
from unweary.physiology.energy.recovery import LAWS, recovered_share
from unweary.service.va_of_file import va_of_file

_EFFORTS = "pypermod_cp_wprime"
_STUDIES = ("bartram", "caen", "chidnok", "ferguson", "weigend")
#: Tufano and others 2012, Abstract: hours after running downhill, mean pain, what follows +-; before and right after.
_TUFANO_H, _TUFANO, _TUFANO_SPREAD = (24.0, 48.0, 72.0, 96.0), (2.91, 2.62, 1.97, 1.13), (0.42, 0.53, 0.49, 0.32)
_TUFANO_BEFORE, _TUFANO_AT_ONCE = 0.44, 4.83
#: Loss of strength with which the model is nearest to them [1]: the least squares of tests/golden/test_damage.py.
_TUFANO_LOSS_SHARE = 0.254


def w_left(data: Path) -> Result:
    """What is left of W' when people gave up, by two laws."""
    names = {"skiba2015": "Skiba's law", "by_depth": "our own law"}
    found = []
    for athlete in ("1", "2", "3"):
        capacity, efforts = _athlete(data / _EFFORTS, athlete)
        for t_s, power_w, gave_up_s in efforts:
            held = t_s <= gave_up_s
            left = [100 * w_balance(power_w, t_s, capacity, LAWS[law]).balance_j / capacity.w_prime_j for law in names]
            # Taken over all of it: the lowest is where they gave up, or some seconds after.
            found.append((gave_up_s / 60, [each.min() for each in left], t_s[held], [each[held] for each in left]))
    minutes = np.array([effort[0] for effort in found])
    least = np.array([effort[1] for effort in found]).T
    _, _, t_s, course = max(found, key=lambda effort: effort[0])
    every = slice(None, None, max(1, len(t_s) // 150))
    lines = {
        name: (t_s[every] / 60, each[every], kind)
        for name, each, kind in zip(names.values(), course, ("main", "second"), strict=True)
    }
    panels = [panel("The longest effort, until the rider gave up", "time [min]", "left of W' [%]", lines)]
    for name, each in zip(names.values(), least, strict=True):
        dots = {"one effort": (minutes, each, "points"), "nothing": level(minutes, 0.0)}
        x_label = "time in the recording until they gave up [min]"
        panels.append(panel(f"Fifteen efforts, by {name}", x_label, "least left of W' [%]", dots))
    return Result(tuple(panels), {"mean": least.mean(axis=1), "low": least.min(axis=1), "high": least.max(axis=1)})


def recovery_laws(data: Path) -> Result:
    """Thirty-one published recoveries, measured and by three laws."""
    rows = [row for study in _STUDIES for row in rows_of(data / _EFFORTS / f"recovery_study__{study}.csv")]
    cp_w, w_prime_j, rest_w, rest_s, seen = (column(rows, name) for name in ("cp", "wp", "p_rec", "t_rec", "obs"))
    people = [Capacity(*both) for both in zip(cp_w, w_prime_j, strict=True)]
    panels, miss = [], {}
    for law, name in {"skiba2015": "Skiba 2015", "weigend2021": "Weigend 2021", "by_depth": "Our own law"}.items():
        shares = [recovered_share(*each, LAWS[law]) for each in zip(rest_s, rest_w, people, strict=True)]
        told = 100 * np.array(shares, dtype=np.float64)
        miss[law] = float(np.sqrt(np.mean((told - seen) ** 2)))
        dots = {"one published mean": (seen, told, "points"), "the same": same(0, 100)}
        title = f"{name}: misses by {miss[law]:.0f} points"
        panels.append(panel(title, "measured [% of W' back]", "told by the law [%]", dots))
    return Result(tuple(panels), {"points": len(rows), **miss})


def activation_levels(data: Path) -> Result:
    """Voluntary activation and torque at ten levels of effort."""
    path = data / "voluntary_activation_diong" / "Diong__subjects_data.csv.gz"
    with TemporaryDirectory() as folder:
        table = Path(folder, "table.csv")
        table.write_bytes(gzip.decompress(path.read_bytes()))
        levels = sorted(va_of_file(table).levels, key=lambda each: float(each.level))
    aimed, mean, spread = np.array([(float(each.level), each.mean_pct, each.sd_pct) for each in levels]).T
    rows = rows_of(path)
    trial, torque, people = column(rows, "trials"), column(rows, "torques"), np.array([row["subject"] for row in rows])
    hardest = dict(zip(people[trial == 100], torque[trial == 100], strict=True))
    share = 100 * torque / np.array([hardest[person] for person in people])
    torque_pct = np.array([share[trial == each].mean() for each in aimed])
    band = edges(aimed, np.maximum(mean - spread, 0), np.minimum(mean + spread, 100), "second")
    met: Lines = {
        "mean of 25 people": (aimed, mean, "points"),
        "one SD either side, within 0 and 100": band,
        "the same": same(0, 100),
    }
    pulled: Lines = {"mean of 25 people": (mean, torque_pct, "points"), "a straight line": same(0, 100)}
    numbers = {
        "rows": len(rows), "hardest": mean[-1], "hardest_sd": spread[-1], "half": np.interp(50, mean, torque_pct),
    }  # fmt: skip
    x_label, measured = "aimed at [% activation]", "measured [% activation]"
    return Result(
        (
            panel("What was aimed at, and what the twitch told", x_label, measured, met),
            panel("Torque at each activation", measured, "torque [% of the hardest push]", pulled),
        ),
        numbers,
    )


def soreness(data: Path) -> Result:
    """Published means of soreness beside the model's course; ``data`` is not asked, a paper is."""
    hours = np.linspace(0, 120, 121)

    def course(loss_share: float) -> FloatArray:
        return soreness_0_10(after_rest(after_bout(rested(), exposure_of(loss_share)), hours), _TUFANO_BEFORE)

    days_h, mean, spread = (np.array(each) for each in (_TUFANO_H, _TUFANO, _TUFANO_SPREAD))
    lines: Lines = {
        "model, size fitted": (hours, course(_TUFANO_LOSS_SHARE), "main"),
        "model, as it stands": (hours, course(SESSIONS["front_thigh"].loss_share), "third"),
        "mean of the group": ((0.0, *_TUFANO_H), (_TUFANO_AT_ONCE, *_TUFANO), "points"),
        "spread told with it": edges(days_h, mean - spread, mean + spread, "reference"),
    }
    told = np.interp(days_h, hours, course(_TUFANO_LOSS_SHARE))
    numbers = {"told": told, "measured": _TUFANO, "before": _TUFANO_BEFORE, "at_once": _TUFANO_AT_ONCE}
    return Result((panel("Pain in the days after", "time after the run [h]", "pain [0 to 10]", lines),), numbers)


def _athlete(folder: Path, name: str) -> tuple[Capacity, list[tuple[FloatArray, FloatArray, float]]]:
    """CP and W' from the published efforts; and of each recorded one times, power, and when the rider gave up."""
    told = json.loads((folder / f"VO2_study__{name}__meta.json").read_text(encoding="utf-8"))
    fits = (told if "cp_fittings" in told else told["meta_data"])["cp_fittings"]["SrmBbb_TTE"]
    fits = fits.get("fitting", fits)
    held = fits["time:power" if "time:power" in fits else "ttes_time:power"]
    efforts = []
    for trial in told["SrmBbb"]["tte"]:
        stem = f"VO2_study__{name}__SrmBbb__SrmBbbA{trial.replace(':', '_')}"
        plain = folder / f"{stem}.csv"
        rows = rows_of(plain if plain.is_file() else folder / f"{stem}.csv.gz")
        gave_up_s = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))["recovery"]
        efforts.append((column(rows, "sec"), column(rows, "power"), float(gave_up_s)))
    return fit_capacity(list(held.values()), [float(seconds) for seconds in held]), efforts
