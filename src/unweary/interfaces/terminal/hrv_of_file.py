"""``unweary hrv``: heartbeat variation of a file, for people who work with such numbers."""

from __future__ import annotations

from dataclasses import fields
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.text import Text

from unweary.interfaces.terminal.show import console, print_json, print_line
from unweary.physiology.hrv import Spectrum
from unweary.service.hrv_of_file import BeatsHrv, FileHrv, MorningsHrv, StandingTest, hrv_of_file
from unweary.vocab.assessment import as_json

_TIME = (
    ("mean_nn_ms", "mean interval", "ms", 1),
    ("mean_hr_bpm", "heart rate", "beats/min", 1),
    ("rmssd_ms", "RMSSD", "ms", 1),
    ("ln_rmssd", "ln RMSSD", "", 2),
    ("sdnn_ms", "SDNN", "ms", 1),
    ("pnn50_pct", "pNN50", "%", 1),
    ("pnn20_pct", "pNN20", "%", 1),
)
_BANDS = (("vlf_ms2", "VLF"), ("lf_ms2", "LF"), ("hf_ms2", "HF"))
_NO_BALANCE = (
    "LF/HF is here because papers report it. It is no balance of two nerves, and low variation alone does not mean "
    "that you trained too much. What counts is your own course over weeks, lying still."
)
_MOST_PROBLEMS = 10
#: How a week lies to the band of the weeks before.
_PLACES = {-1.0: "below your own band", 0.0: "within your own band", 1.0: "above your own band"}


def show_hrv(path: Path, stood_up_min: float | None, *, as_json_: bool) -> None:
    """Print every number that the file allows.

    Raises
    ------
    UserError
        Where the file cannot be read or tells no heartbeats.
    """
    found = hrv_of_file(path, stood_up_min)
    if as_json_:
        print_json(_document(found))
        return
    out = console()
    for each in found.recordings:
        _print_beats(out, each)
    if found.mornings is not None:
        _print_mornings(out, found.mornings)
    for problem in found.problems[:_MOST_PROBLEMS]:
        print_line(out, f"! {problem.where}: {problem.message}")
    out.print(Text(_NO_BALANCE, "bright_black"))


def _print_beats(out: Console, told: BeatsHrv) -> None:
    out.print(Text(f"{told.intervals} intervals, {told.lasts_s / 60:.1f} min, {told.device}", "bold"))
    events = ", ".join(f"{count} {kind}" for kind, count in told.corrections.items() if count) or "none"
    print_line(out, f"  Wrong beats put right: {events} ({told.corrected_pct:.1f} % of the intervals).")
    if told.raw_rmssd_ms != told.time.rmssd_ms:
        print_line(out, f"  RMSSD before that: {_told(told.raw_rmssd_ms, 1)} ms.")
    for name, label, unit, digits in _TIME:
        print_line(out, f"  {label}: {_told(getattr(told.time, name), digits)} {unit}".rstrip())
    print_line(out, f"  Poincare SD1 {_told(told.poincare.sd1_ms, 1)} ms, SD2 {_told(told.poincare.sd2_ms, 1)} ms")
    for label, spectrum in (("Welch", told.welch), ("Lomb", told.lomb)):
        powers = ", ".join(f"{band} {_told(getattr(spectrum, name), 0)}" for name, band in _BANDS)
        print_line(out, f"  {label} [ms^2]: {powers}; LF/HF {_told(spectrum.lf_hf, 2)}")
    print_line(
        out, f"  Sample entropy {_told(told.sample_entropy.value, 2)}, alpha-1 {_told(told.dfa_alpha1.value, 2)}"
    )
    if told.stood_up is not None:
        _print_standing(out, told.stood_up)
    parts = (told.time, told.welch, told.sample_entropy, told.dfa_alpha1)
    for note in dict.fromkeys((*told.notes, *(note for part in parts for note in part.notes))):
        print_line(out, f"! {note}.")


def _print_standing(out: Console, told: StandingTest) -> None:
    found = told.found
    rises = ", ".join(_told(float(rise), 0) for rise in found.rise_bpm) or "-"
    print_line(
        out, f"  Lying {_told(found.lying_hr_bpm, 0)} beats/min; standing, minute by minute, so much more: {rises}"
    )
    print_line(out, f"  Held over two minutes: {_told(found.held_rise_bpm, 0)} beats/min more")
    lying, standing = _told(found.lying_rmssd_ms, 1), _told(found.standing_rmssd_ms, 1)
    print_line(out, f"  RMSSD lying {lying} ms, standing {standing} ms; ratio {_told(found.rmssd_ratio, 2)}")
    print_line(out, f"  30:15 ratio {_told(found.ratio_30_15, 2)}")
    look, teens = told.look_from_bpm, told.look_from_teens_bpm
    print_line(
        out,
        f"  A held rise of {look:.0f} or more ({teens:.0f} from 12 to 19 years) with symptoms on standing is for a"
        " doctor to look at. By itself it says little, and a smaller one rules nothing out.",
    )
    for note in found.notes:
        print_line(out, f"! {note}.")


def _print_mornings(out: Console, told: MorningsHrv) -> None:
    course = told.course
    out.print(Text(f"{int(np.isfinite(told.ln_rmssd).sum())} mornings, {told.days[0]} to {told.days[-1]}", "bold"))
    print_line(out, f"  Mean ln RMSSD of the last 7 days: {_told(float(course.week_mean[-1]), 2)}")
    low, high = _told(float(course.low[-1]), 2), _told(float(course.high[-1]), 2)
    place = _PLACES.get(float(course.outside[-1]), "too few days to compare")
    print_line(out, f"  Own band of the 28 days before: {low} to {high} ({place})")


def _told(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if isfinite(value) else "-"


def _document(found: FileHrv) -> dict[str, Any]:
    """Exact numbers; without the spectra point by point."""
    recordings = []
    for each in found.recordings:
        parts = {field.name: getattr(each, field.name) for field in fields(each)}
        parts["welch"], parts["lomb"] = _bands(each.welch), _bands(each.lomb)
        recordings.append({name: _plain(part) for name, part in parts.items()})
    return {
        "file": found.file,
        "recordings": recordings,
        "mornings": None if found.mornings is None else _plain(found.mornings),
        "problems": as_json(found.problems),
    }


def _bands(spectrum: Spectrum) -> dict[str, Any]:
    left_out = ("frequency_hz", "density_ms2_hz")
    return {field.name: getattr(spectrum, field.name) for field in fields(spectrum) if field.name not in left_out}


def _plain(value: Any) -> Any:
    """As ``as_json``, with arrays as lists."""
    if isinstance(value, np.ndarray):
        return as_json(value.tolist())
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return {key: _plain(item) for key, item in value.items()} if isinstance(value, dict) else as_json(value)
