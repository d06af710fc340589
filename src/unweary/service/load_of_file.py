"""Every number of load that the signals of a training file allow, and for the others what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite, nan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unweary.inference.exercises import exercise_of
from unweary.physiology import load as models
from unweary.service.person import packaged_knowledge
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Recording, Session, Sex
from unweary.vocab.knowledge import Exercise, Knowledge

FloatArray = NDArray[np.float64]

#: Sports in which a body is carried over the ground, and the curve of their cost.
_ON_FOOT = {
    "run": models.RUNNING_MINETTI2002,
    "walk": models.WALKING_MINETTI2002,
    "hike": models.WALKING_MINETTI2002,
}


@dataclass(frozen=True, slots=True)
class Trainee:
    """What a file does not say about the person; None where unknown.

    ``ftp_w``, ``cp_w`` : functional threshold and critical power [W]. ``lthr_bpm`` : heart rate of a hard hour.
    ``vt1_bpm``, ``vt2_bpm`` : heart rates at the ventilatory thresholds. ``rpe_cr10`` : rating of the whole session,
    where the file has none.
    """

    sex: Sex | None = None
    mass_kg: float | None = None
    hr_rest_bpm: float | None = None
    hr_max_bpm: float | None = None
    lthr_bpm: float | None = None
    vt1_bpm: float | None = None
    vt2_bpm: float | None = None
    ftp_w: float | None = None
    cp_w: float | None = None
    rpe_cr10: float | None = None


@dataclass(frozen=True, slots=True)
class LoadNumber:
    """One number. NaN where it could not be had; ``missing`` then says what it would take."""

    id: str
    label: str
    unit: str
    value: float
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionLoads:
    """One session of the file. ``groups`` : number -> muscle group -> value. ``notes`` : what was left out of it."""

    started_at: datetime
    sport: str
    duration_s: float
    numbers: tuple[LoadNumber, ...]
    groups: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileLoads:
    """Sessions and problems of one file."""

    file: str
    sessions: tuple[SessionLoads, ...]
    problems: tuple[Problem, ...]


def load_of_file(path: Path, person: Trainee, knowledge: Knowledge | None = None) -> FileLoads:
    """Read a training file and work out its loads. Nothing is kept.

    Raises
    ------
    UserError
        ``no_such_file``; ``no_session`` where the file has none; ``impossible_value`` where what was said about the
        person cannot be.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "run.gpx")
    ...     point = '<trkpt lat="1" lon="2"><time>2026-11-20T06:00:{:02}Z</time></trkpt>'
    ...     points = "".join(point.format(second) for second in range(31))
    ...     _ = file.write_text(f"<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>")
    ...     session, = load_of_file(file, Trainee(rpe_cr10=4)).sessions
    >>> session.numbers[0].id, session.numbers[0].value
    ('session_rpe_au', 2.0)
    """
    from unweary.importers import read

    _refuse(person)
    if not path.is_file():
        raise UserError("no_such_file", f"{path} is no file", "a training file, such as FIT, TCX, GPX or CSV")
    with path.open("rb") as stream:
        items = list(read(stream, path.name, zone=UTC))
    known = knowledge or packaged_knowledge()
    found = [
        _loads(session, _columns(item), person, known) for item in items if (session := _session_of(item)) is not None
    ]
    problems = tuple(item for item in items if isinstance(item, Problem))
    if not found:
        why = f": {problems[0].message}" if problems else ""
        accepted = "FIT, TCX, GPX, PWX, or a CSV of sessions or sets"
        raise UserError("no_session", f"{path.name} has no training session{why}", accepted)
    return FileLoads(path.name, tuple(found), problems)


#: Name, least and most of what can be said; for the limits of heart rate those of ``vocab.history.Session``.
_LIMITS = {
    "mass_kg": (15.0, 400.0), "hr_rest_bpm": (20.0, 250.0), "hr_max_bpm": (20.0, 260.0), "lthr_bpm": (20.0, 260.0),
    "vt1_bpm": (20.0, 260.0), "vt2_bpm": (20.0, 260.0), "ftp_w": (1.0, 3000.0), "cp_w": (1.0, 3000.0),
    "rpe_cr10": (0.0, 10.0),
}  # fmt: skip


def _refuse(person: Trainee) -> None:
    for name, (least, most) in _LIMITS.items():
        value = getattr(person, name)
        if value is not None and not least <= value <= most:
            raise UserError("impossible_value", f"{name} is {value:g}", f"{least:g} to {most:g}")
    for lower, upper in (("hr_rest_bpm", "hr_max_bpm"), ("hr_rest_bpm", "lthr_bpm"), ("vt1_bpm", "vt2_bpm")):
        low, high = getattr(person, lower), getattr(person, upper)
        if low is not None and high is not None and not low < high:
            raise UserError("impossible_value", f"{upper} is {high:g}", f"more than {lower}, {low:g}")


def _session_of(item: Any) -> Session | None:
    """The session of an activity; heartbeats of the same one come as a recording of their own, which says no more."""
    if isinstance(item, Recording):
        return item.session if item.kind == "activity" else None
    return item if isinstance(item, Session) else None


def _columns(item: Any) -> dict[str, FloatArray]:
    columns = item.columns if isinstance(item, Recording) else {}
    return {name: np.asarray(values, dtype=np.float64) for name, values in columns.items()}


@dataclass(slots=True)
class _Sheet:
    """The numbers of one session as they are filled in."""

    person: Trainee
    has: Mapping[str, bool]
    numbers: list[LoadNumber] = field(default_factory=list)

    def put(self, name: str, label: str, unit: str, needs: tuple[str, ...], value: Callable[[], float]) -> float:
        """A number; ``value`` is asked only where all that it ``needs``, signals and fields of the person, is there."""
        absent = [need for need in needs if not self._there(need)]
        # What the person could add helps only where the file has the signal.
        missing = [_NEEDED[need] for need in next(([need] for need in absent if need in self.has), absent)]
        number = value() if not missing else nan
        if not missing and not isfinite(number):
            missing = ["enough of it: it is there for too little of the time"]
        self.numbers.append(LoadNumber(name, label, unit, number, tuple(missing)))
        return number

    def _there(self, need: str) -> bool:
        return self.has[need] if need in self.has else getattr(self.person, need) is not None


_NEEDED = {
    "hr": "heart rate in the file", "samples": "heart rate second by second", "power": "power in the file",
    "way": "distance and altitude in the file", "foot": "a run, walk or hike", "rpe": "your rating (--rpe)",
    "sets": "sets in the file", "lifted": "sets with repetitions, weight and known exercises",
    "rated": "rated sets of known exercises", "sex": "--sex", "mass_kg": "--mass-kg",
    "hr_rest_bpm": "--hr-rest", "hr_max_bpm": "--hr-max", "lthr_bpm": "--lthr", "vt1_bpm": "--first-threshold",
    "vt2_bpm": "--second-threshold",
    "ftp_w": "--ftp", "cp_w": "--cp",
}  # fmt: skip


def _loads(session: Session, columns: Mapping[str, FloatArray], person: Trainee, knowledge: Knowledge) -> SessionLoads:
    rating = session.rpe_cr10 if session.rpe_cr10 is not None else person.rpe_cr10
    samples = "hr_bpm" in columns and "t_s" in columns
    sheet = _Sheet(
        person,
        {
            "rpe": rating is not None,
            "samples": samples,
            "hr": samples or session.avg_hr_bpm is not None,
            "power": "power_w" in columns and "t_s" in columns,
            "way": {"distance_m", "altitude_m", "t_s"} <= columns.keys(),
            "foot": session.sport in _ON_FOOT,
        },
    )
    sheet.put(
        "session_rpe_au", "Session-RPE (rating x minutes)", "AU", ("rpe",),
        lambda: models.session_rpe_load_au(rating or 0.0, session.duration_s),
    )  # fmt: skip
    _heart_rate(sheet, session, columns)
    notes = [*_power(sheet, columns)]
    groups = {**_slope(sheet, session, columns, knowledge, notes), **_strength(sheet, session, knowledge, notes)}
    return SessionLoads(
        session.started_at, session.sport, session.duration_s, tuple(sheet.numbers), groups, tuple(notes)
    )


def _heart_rate(sheet: _Sheet, session: Session, columns: Mapping[str, FloatArray]) -> None:
    p, hr, t_s = sheet.person, columns.get("hr_bpm"), columns.get("t_s")

    def share(hr_bpm: float | None) -> float:
        return float(models.heart_rate_reserve(hr_bpm or nan, p.hr_rest_bpm or nan, p.hr_max_bpm or nan))

    def trimp() -> float:
        if hr is None or t_s is None:
            return models.trimp_from_mean_banister1991(share(session.avg_hr_bpm), session.duration_s, p.sex or "F")
        return models.trimp_banister1991(hr, t_s, p.hr_rest_bpm or nan, p.hr_max_bpm or nan, p.sex or "F")

    limits = ("hr", "hr_rest_bpm", "hr_max_bpm", "sex")
    found = sheet.put("trimp_banister", "TRIMP (Banister)", "AU", limits, trimp)
    empty = np.empty(0)
    seen, times = (hr if hr is not None else empty), (t_s if t_s is not None else empty)
    sheet.put(
        "trimp_edwards", "TRIMP (Edwards, five zones)", "AU", ("samples", "hr_max_bpm"),
        lambda: models.trimp_edwards1993(seen, times, p.hr_max_bpm or nan),
    )  # fmt: skip
    sheet.put(
        "trimp_lucia", "TRIMP (Lucia, three zones)", "AU", ("samples", "vt1_bpm", "vt2_bpm"),
        lambda: models.trimp_lucia2003(seen, times, p.vt1_bpm or nan, p.vt2_bpm or nan),
    )  # fmt: skip
    sheet.put(
        "hr_tss", "Stress from heart rate (hrTSS)", "(a hard hour is 100)", (*limits, "lthr_bpm"),
        lambda: models.hr_tss(found, share(p.lthr_bpm), p.sex or "F"),
    )  # fmt: skip


def _power(sheet: _Sheet, columns: Mapping[str, FloatArray]) -> list[str]:
    p, raw, notes = sheet.person, np.empty(0), list[str]()
    if sheet.has["power"]:
        told = columns["power_w"]
        clean = models.possible_w(told)
        if odd := int((np.isfinite(told) & np.isnan(clean)).sum()):
            most_w = models.PowerRule().most_w
            notes.append(f"samples of power above {most_w:g} W, taken for faults of the meter: {odd}")
        raw = models.per_second(clean, columns["t_s"])
    known_w = raw[np.isfinite(raw)]
    sheet.put("mean_power_w", "Mean power", "W", ("power",), lambda: float(known_w.mean()) if len(known_w) else nan)
    sheet.put("work_kj", "Work", "kJ", ("power",), lambda: float(known_w.sum()) / 1000 if len(known_w) else nan)
    even_w = sheet.put(
        "normalized_power_w", "Normalized power", "W", ("power",), lambda: models.normalized_power_w(raw)
    )
    ftp_w, cp_w = p.ftp_w or nan, p.cp_w or nan
    sheet.put("intensity_factor", "Intensity factor", "times the threshold", ("power", "ftp_w"), lambda: even_w / ftp_w)
    sheet.put(
        "tss", "Training stress (TSS)", "(a hard hour is 100)", ("power", "ftp_w"),
        lambda: models.training_stress(even_w, ftp_w, len(raw)),
    )  # fmt: skip
    x_w = sheet.put("xpower_w", "xPower", "W", ("power",), lambda: models.xpower_w(raw))
    sheet.put(
        "bike_score", "BikeScore", "(a hard hour is 100)", ("power", "cp_w"),
        lambda: models.training_stress(x_w, cp_w, len(raw)),
    )  # fmt: skip
    return notes


def _slope(
    sheet: _Sheet, session: Session, columns: Mapping[str, FloatArray], knowledge: Knowledge, notes: list[str]
) -> dict[str, dict[str, float]]:
    mass_kg, energy, flat, braking = sheet.person.mass_kg or nan, nan, nan, nan
    if sheet.has["way"] and sheet.has["foot"]:
        way = models.pieces_of_way(columns["distance_m"], columns["altitude_m"], columns["t_s"])
        curve = _ON_FOOT[session.sport]
        cost = models.cost_minetti2002_j_kg_m(way.gradient, curve)
        flat = float(models.cost_minetti2002_j_kg_m(0.0, curve))
        if steep := int(np.isnan(cost).sum()):
            notes.append(f"pieces of way steeper than was ever measured, not in the energy: {steep} of {len(cost)}")
        if steep < len(cost):
            energy = float(np.nansum(cost)) * way.length_m
            reference_m_s = knowledge.parameters["braking_reference_m_s"].mid
            braking = models.braking_j(mass_kg, -way.gradient * way.length_m, way.speed_m_s, reference_m_s)
    ground = ("foot", "way")
    sheet.put("energy_kj", "Energy of the way (Minetti)", "kJ", (*ground, "mass_kg"), lambda: energy * mass_kg / 1000)
    sheet.put("flat_km", "The same energy on the flat", "km", ground, lambda: energy / flat / 1000)
    dose = sheet.put(
        "braking_kj",
        "Braking on the way down (a prior of our own, grade D)",
        "kJ",
        (*ground, "mass_kg"),
        lambda: braking / 1000,
    )
    groups = sorted({part.group for part in knowledge.body.values()})
    shares = {
        group: share.mid
        for group in groups
        if (share := knowledge.parameters.get(f"braking_share.{group}")) is not None
    }
    return {"braking_kj": models.spread(dose, shares)} if dose > 0 else {}


def _strength(
    sheet: _Sheet, session: Session, knowledge: Knowledge, notes: list[str]
) -> dict[str, dict[str, float]]:  # fmt: skip
    found = [(each, exercise_of(each.exercise, knowledge)) for each in session.sets]
    known = [(each, exercise) for each, exercise in found if exercise is not None]
    if len(known) < len(found):
        notes.append(f"sets of exercises that are not known, left out: {len(found) - len(known)}")
    exercises = [exercise for _, exercise in known]
    groups = list(dict.fromkeys(group for exercise in exercises for group in exercise.shares))
    shares = np.array([[exercise.shares.get(group, 0.0) for group in groups] for exercise in exercises])
    reps = np.array([nan if each.reps is None else each.reps for each, _ in known])
    moved_kg = np.array([_moved_kg(each.weight_kg, exercise, sheet.person.mass_kg) for each, exercise in known])
    left = models.in_reserve(np.array([nan if each.rpe_cr10 is None else each.rpe_cr10 for each, _ in known]))
    more = knowledge.parameters["eccentric_set_multiplier"].mid
    braking = np.array([more if exercise.eccentric else 1.0 for exercise in exercises])
    lifted = reps * moved_kg
    sheet.has = {
        **sheet.has,
        "sets": bool(session.sets),
        "lifted": bool(np.isfinite(lifted).any()),
        "rated": bool(np.isfinite(left).any()),
    }
    if unknown := int((~np.isfinite(lifted)).sum()):
        notes.append(f"sets without repetitions or a known weight, not in the weight lifted: {unknown}")
    sheet.put(
        "volume_kg", "Weight lifted (repetitions x weight)", "kg", ("sets", "lifted"), lambda: float(np.nansum(lifted))
    )
    by_group = {}
    if sheet.has["lifted"]:
        amounts = models.volume_kg(reps, moved_kg, shares, braking)
        by_group["volume_kg"] = dict(zip(groups, amounts.tolist(), strict=True))
    rule = models.HardSets(
        **{name: knowledge.parameters[f"hard_set.{name}"].mid for name in models.HardSets.__dataclass_fields__}
    )
    sheet.put("hard_sets", "Hard sets", "sets", ("sets", "rated"), lambda: float((left <= rule.most_in_reserve).sum()))
    if sheet.has["rated"]:
        by_group["hard_sets"] = dict(zip(groups, models.hard_sets(left, shares, rule).tolist(), strict=True))
    return by_group


def _moved_kg(weight_kg: float | None, exercise: Exercise, mass_kg: float | None) -> float:
    """Weight and what of the body moves with it; NaN where a part of the body moves whose mass is not known."""
    body_kg = exercise.body_share * mass_kg if mass_kg is not None else (nan if exercise.body_share else 0.0)
    return nan if weight_kg is None and not exercise.body_share else (weight_kg or 0.0) + body_kg
