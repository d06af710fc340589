"""The demo person: openly invented, so that everything can be tried without anyone's data.

The story: a runner with eight weeks of quiet training, a long downhill run two days ago, heavy and sore thighs since,
three short nights, and a week with a little more load than usual. Nothing in it is a warning sign.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random

from unweary.service.demo_fit import Track, fit_bytes
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, SiteRating

CheckInData = tuple[Day, tuple[SiteRating, ...], tuple[Answer, ...]]

_WEEKS = 8
_CHECK_IN_DAYS = 21
_STEP_S = 10.0
_SHORT_NIGHTS = 3

#: What the demo person answers 'no' to: every sign of the warning-sign screens ('none of these'), and a few more, so
#: that the demo is about sore thighs and nothing else, and that what is sore can be told.
_ALSO_CLEAR = (
    "breathless_exert",
    "calf_swell_one",
    "leg_swell_any",
    "leg_warm_red",
    "muscle_swollen",
    "weight_loss",
    "pem_12_48h",
    "calf_pain_unexplained",
    "urine_less",
    "sudden_pop",
    "focal_point",
    "bruise_gap",
    "novel_extreme_ex",
    "long_event_24h",
    "tendon_site",
    "tendon_tender",
    "bone_tender",
    "first_steps_stiff",
    "pain_resisted",
    "recurrent_rhabdo",
    "unilateral_limb",
)
_PRESENT = ("onset_12_72h", "eccentric_recent", "sore_move_touch", "heavy_legs")


@dataclass(frozen=True, slots=True)
class _Plan:
    """One session of the plan. ``up_m`` and ``down_m`` are metres of climb and descent over the whole run."""

    kind: str
    hour: time
    minutes: float
    hr_bpm: float
    speed_m_s: float
    up_m: float
    down_m: float
    rpe_cr10: int


_EASY = _Plan("easy-run", time(17, 30), 45, 136, 2.70, 40, 40, 3)
_TEMPO = _Plan("tempo-run", time(17, 45), 50, 157, 3.15, 35, 35, 6)
_LONG = _Plan("long-run", time(9, 0), 85, 143, 2.75, 180, 180, 5)
_DOWNHILL = _Plan("downhill-run", time(9, 0), 112, 149, 2.85, 240, 960, 6)
_STRENGTH = _Plan("strength", time(18, 0), 45, 108, 0, 0, 0, 5)
#: By days before today, modulo 7.
_WEEK = {2: _LONG, 4: _TEMPO, 5: _STRENGTH, 6: _EASY}
#: How long the sessions are, by weeks before this one: two or three weeks up, then an easy one.
_RHYTHM = (1.0, 0.8, 1.25, 1.05, 0.7, 1.15, 1.0, 0.85)


def write_demo_files(folder: Path, as_of: datetime, seed: int) -> tuple[Path, ...]:
    """Write the demo person's files: FIT activities, a wellness table, and beat intervals of three mornings.

    Parameters
    ----------
    folder : Path
        Made if it is not there. All names start with ``demo-``.
    as_of : datetime
        'Now', with a time zone. Nothing is dated later.
    seed : int
        The same seed and ``as_of`` give the same bytes.

    Returns
    -------
    tuple of Path
        In order of time: FIT files, the wellness table, RR texts.

    Raises
    ------
    UserError
        ``naive_time`` where ``as_of`` has no time zone.
    """
    _with_zone(as_of)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for back in range(7 * _WEEKS - 1, 1, -1):
        plan = _plan_of(back)
        if plan is not None:
            started_at = datetime.combine(as_of.date() - timedelta(days=back), plan.hour, as_of.tzinfo)
            path = folder / f"demo-{started_at:%Y-%m-%d}-{plan.kind}.fit"
            path.write_bytes(fit_bytes(_track(plan, started_at, Random(f"{seed} track {back}"), back)))
            written.append(path)
    table = folder / "demo-wellness.csv"
    table.write_text(_wellness(as_of, seed), encoding="utf-8")
    written.append(table)
    for moment in _mornings(as_of, 3):
        path = folder / f"demo-rr-{moment:%Y-%m-%d %H-%M-%S}.txt"
        path.write_text(_rr_text(moment, Random(f"{seed} rr {moment:%Y-%m-%d}")), encoding="utf-8")
        written.append(path)
    return tuple(written)


def demo_check_ins(as_of: datetime, seed: int, screened: Sequence[str]) -> tuple[CheckInData, ...]:
    """Three weeks of check-ins that fit the files, oldest first.

    Parameters
    ----------
    as_of : datetime
        'Now', with a time zone; the last check-in is a quarter of an hour before.
    seed : int
        As for :func:`write_demo_files`.
    screened : sequence of str
        The findings on the warning-sign screens: the last check-in answers them with 'no'.

    Returns
    -------
    tuple of (Day, tuple of SiteRating, tuple of Answer)

    Raises
    ------
    UserError
        ``naive_time`` where ``as_of`` has no time zone.
    """
    _with_zone(as_of)
    entries = []
    for back in range(_CHECK_IN_DAYS - 1, -1, -1):
        at = as_of - timedelta(days=back, minutes=15)
        rng = Random(f"{seed} day {back}")
        answers: tuple[Answer, ...] = ()
        if back == 0:
            answers = tuple(Answer(finding, "present", at) for finding in _PRESENT)
            answers += tuple(Answer(finding, "absent", at) for finding in (*screened, *_ALSO_CLEAR))
        entries.append((_day(at, back, seed, rng), _sites(at, back), answers))
    return tuple(entries)


def _with_zone(as_of: datetime) -> None:
    if as_of.tzinfo is None:
        raise UserError("naive_time", f"{as_of.isoformat()} has no time zone", "2026-11-20T07:30:00+01:00")


def _plan_of(back: int) -> _Plan | None:
    """The session so many days before today: a weekly rhythm, and two days ago the descent in place of the long run."""
    return _DOWNHILL if back == 2 else _WEEK.get(back % 7) if back > 1 else None


def _track(plan: _Plan, started_at: datetime, rng: Random, back: int) -> Track:
    minutes = plan.minutes * rng.uniform(0.95, 1.05) * _RHYTHM[back // 7]
    t_s = [_STEP_S * step for step in range(int(60 * minutes / _STEP_S) + 1)]
    top = rng.uniform(-3, 3) + plan.hr_bpm
    # The heart needs a few minutes to come up, and drifts up with heat and loss of water.
    hr = [round(62 + (top - 62) * (1 - math.exp(-t / 150)) + 5 * t / 3600 + rng.gauss(0, 1.5)) for t in t_s]
    # Not everyone rates every session.
    rpe = None if rng.random() < 0.2 and back > 7 else plan.rpe_cr10
    if plan.kind == "strength":
        wave = [round(beat + 14 * math.sin(t / 35)) for beat, t in zip(hr, t_s, strict=True)]
        return Track(started_at, "strength", {"t_s": t_s, "hr_bpm": wave}, rpe_cr10=rpe)
    speed = [max(0.5, plan.speed_m_s * (1 + 0.04 * math.sin(t / 200)) + rng.gauss(0, 0.06)) for t in t_s]
    distance_m, run_m = [], 0.0
    for metres_per_s in speed:
        distance_m.append(run_m)
        run_m += metres_per_s * _STEP_S
    columns: dict[str, Sequence[float]] = {
        "t_s": t_s,
        "hr_bpm": hr,
        "cadence_rpm": [round(82 + 2 * metres_per_s) for metres_per_s in speed],
        "distance_m": distance_m,
        "speed_m_s": speed,
        "altitude_m": _altitude(plan, len(t_s)),
    }
    return Track(started_at, "run", columns, round(plan.up_m), round(plan.down_m), rpe)


def _altitude(plan: _Plan, count: int) -> list[float]:
    """First up, then down, smoothly: half a cosine each, so that climb and descent are exactly the plan's."""
    turn = max(1, round((count - 1) * plan.up_m / (plan.up_m + plan.down_m)))

    def ease(share: float) -> float:
        return (1 - math.cos(math.pi * share)) / 2

    start_m = 900.0 if plan.kind == "downhill-run" else 210.0
    up = [start_m + plan.up_m * ease(step / turn) for step in range(turn)]
    down = [start_m + plan.up_m - plan.down_m * ease(step / (count - 1 - turn)) for step in range(count - turn)]
    return up + down


def _sleep_h(back: int, seed: int) -> float:
    """Length of the night before the day so many days ago; the table and the check-ins tell the same."""
    rng = Random(f"{seed} night {back}")
    return round(rng.uniform(5.4, 6.0) if back < _SHORT_NIGHTS else rng.gauss(7.5, 0.4), 2)


def _wellness(as_of: datetime, seed: int) -> str:
    lines = ["date,restingHR,hrv,sleepSecs,weight"]
    for back in range(7 * _WEEKS - 1, -1, -1):
        rng = Random(f"{seed} wellness {back}")
        tired = back < _SHORT_NIGHTS
        pulse = round(rng.gauss(53 if tired else 49, 1.2))
        variation = round(math.exp(rng.gauss(3.97 if tired else 4.13, 0.09)), 1)
        weight = f"{rng.gauss(64.0, 0.3):.1f}" if back % 7 == 0 else ""
        worn = back < 7 or rng.random() > 0.06
        values = (f"{pulse}", f"{variation}", f"{round(3600 * _sleep_h(back, seed))}") if worn else ("", "", "")
        lines.append(",".join((f"{as_of.date() - timedelta(days=back)}", *values, weight)))
    return "\n".join(lines) + "\n"


def _mornings(as_of: datetime, count: int) -> list[datetime]:
    """The last so many times that it was twenty to seven."""
    newest = datetime.combine(as_of.date(), time(6, 40), as_of.tzinfo)
    if newest > as_of:
        newest -= timedelta(days=1)
    return [newest - timedelta(days=back) for back in range(count - 1, -1, -1)]


def _rr_text(moment: datetime, rng: Random) -> str:
    """Five minutes lying down: breathing moves the intervals, and one extra beat comes early."""
    lines = ["# demo data of an invented person", f"# started_at: {moment.isoformat()}"]
    t_s = 0.0
    early_at = rng.uniform(60, 240)
    while t_s < 300:
        rr_ms = (
            1130 + 38 * math.sin(2 * math.pi * 0.22 * t_s) + 20 * math.sin(2 * math.pi * 0.1 * t_s) + rng.gauss(0, 14)
        )
        if t_s < early_at <= t_s + rr_ms / 1000:
            lines.append(f"{0.6 * rr_ms:.0f}")
            rr_ms *= 1.4
        lines.append(f"{rr_ms:.0f}")
        t_s += rr_ms / 1000
    return "\n".join(lines) + "\n"


def _day(at: datetime, back: int, seed: int, rng: Random) -> Day:
    def felt(usual: float, now: float | None = None) -> float:
        middle = now if now is not None and back < 2 else usual
        return float(min(10, max(0, round(rng.gauss(middle, 0.6)))))

    return Day(
        day=at.date(),
        fatigue_0_10=felt(3 if _after_long_run(back) else 2, 6),
        heaviness_0_10=felt(2, 7),
        stiffness_0_10=felt(2, 6),
        sleep_h=round(_sleep_h(back, seed) * 4) / 4,
        sleep_quality_0_10=felt(7, 4),
        stress_0_10=felt(3, 5),
        mood_0_10=felt(7, 6),
        motivation_0_10=felt(7, 5),
        fog_0_10=felt(1, 2),
        sitting_h=felt(7),
        marks=("rest_day",) if _plan_of(back) is None else (),
    )


def _after_long_run(back: int) -> bool:
    return back % 7 == 1


def _sites(at: datetime, back: int) -> tuple[SiteRating, ...]:
    """Soreness comes the day after and is highest on the second; after the usual long run it stays small."""
    if back < 2:
        thighs, calves = (7.0, 4.0) if back == 0 else (6.0, 4.0)
    else:
        thighs, calves = (2.0, 1.0) if _after_long_run(back) else (0.0, 0.0)
    left = SiteRating("quads", "left", thighs, at), SiteRating("gastroc_medial", "left", calves, at)
    right = SiteRating("quads", "right", thighs, at), SiteRating("gastroc_medial", "right", calves, at)
    return left + right
