"""Every number of heartbeat variation that a file allows: of its recordings of beats, or of its morning values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from math import isfinite, log
from pathlib import Path
from statistics import fmean

import numpy as np

from unweary.importers import Item, read
from unweary.physiology import hrv
from unweary.service.person import packaged_knowledge
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Observation, Recording
from unweary.vocab.knowledge import Knowledge

ACCEPTED = (
    "a file with intervals between heartbeats (text with one a line, HRV Logger, a table with a column RR, FIT with RR)"
    ", or with an RMSSD for each morning (HRV4Training, Elite HRV and others)"
)
#: The person's own level: the days before the week, as for today's answer.
_WEEK_DAYS, _BASE_DAYS = 7, 28
#: Put before a name that tells no date, which nothing here needs.
_SOME_DAY = "2000-01-01 00-00-00 "


@dataclass(frozen=True, slots=True)
class StandingTest:
    """Lying and standing, and from which held rise on a clinician should see the numbers [beats/min], by knowledge:
    from 20 years on, and from 12 to 19."""

    found: hrv.StandingUp
    look_from_bpm: float
    look_from_teens_bpm: float


@dataclass(frozen=True, slots=True)
class BeatsHrv:
    """One recording of beats. ``lasts_s`` : sum of its intervals [s]. ``corrections`` : events by kind.
    ``raw_rmssd_ms`` : without correction [ms]; all other numbers are of the corrected row. ``stood_up`` : only where a
    time was told."""

    device: str
    intervals: int
    lasts_s: float
    corrections: dict[str, int]
    corrected_pct: float
    raw_rmssd_ms: float
    time: hrv.TimeDomain
    poincare: hrv.Poincare
    welch: hrv.Spectrum
    lomb: hrv.Spectrum
    sample_entropy: hrv.Value
    dfa_alpha1: hrv.Value
    stood_up: StandingTest | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MorningsHrv:
    """A row of days, one value a day; ``course`` as :func:`unweary.physiology.hrv.rolling_week` tells it."""

    days: tuple[date, ...]
    ln_rmssd: tuple[float, ...]
    course: hrv.Course


@dataclass(frozen=True, slots=True)
class FileHrv:
    """All that a file tells."""

    file: str
    recordings: tuple[BeatsHrv, ...]
    mornings: MorningsHrv | None
    problems: tuple[Problem, ...]


def hrv_of_file(path: Path, stood_up_min: float | None = None) -> FileHrv:
    """Read a file and work out what it allows.

    Parameters
    ----------
    path : Path
        Any file that Unweary reads, packed with gzip or not.
    stood_up_min : float, optional
        When the person stood up, from the start of the recording [min].

    Raises
    ------
    UserError
        ``no_file``; ``no_beats`` where there is neither a heartbeat nor a morning value in it; ``impossible_value`` for
        a time outside the recording.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "beats.txt"
    ...     _ = path.write_text("800\\n840\\n" * 100)
    ...     told = hrv_of_file(path)
    >>> round(told.recordings[0].time.rmssd_ms, 3)
    40.0
    """
    items = _items(path)
    knowledge = packaged_knowledge()
    beats = [item for item in items if isinstance(item, Recording) and "rr_ms" in item.columns]
    training = any(isinstance(item, Recording) and item.session is not None for item in items)
    problems = tuple(item for item in items if isinstance(item, Problem))
    mornings = _mornings((item for item in items if isinstance(item, Observation)), knowledge)
    if not beats and mornings is None:
        where = problems[0].where.removeprefix(path.name).removeprefix(", ") if problems else ""
        why = f": {f'{where}: ' if where else ''}{problems[0].message}" if problems else ""
        raise UserError("no_beats", f"{path.name} tells no heartbeats{why}", ACCEPTED)
    recordings = tuple(_of_beats(each, training, stood_up_min, knowledge) for each in beats)
    return FileHrv(path.name, recordings, mornings, problems)


def _items(path: Path) -> list[Item]:
    try:
        with path.open("rb") as stream:
            items = list(read(stream, path.name, zone=UTC))
            if any(isinstance(item, Problem) and item.code == "no_time" for item in items):
                stream.seek(0)
                items = list(read(stream, _SOME_DAY + path.name, zone=UTC))
    except OSError as error:
        raise UserError("no_file", f"{path} cannot be read: {error.strerror}", ACCEPTED) from None
    return items


def _of_beats(recording: Recording, training: bool, stood_up_min: float | None, knowledge: Knowledge) -> BeatsHrv:
    rr_ms = np.asarray(recording.columns["rr_ms"], dtype=np.float64)
    row = hrv.corrected(rr_ms)
    notes = row.notes
    if training:
        notes = (
            *notes,
            "these are beats of a training session: variation falls there whether or not you have recovered",
        )
    return BeatsHrv(
        device=recording.device,
        intervals=len(rr_ms),
        lasts_s=float(np.nansum(rr_ms)) / 1000,
        corrections=dict(row.counts),
        corrected_pct=100 * float(np.mean(row.what != "normal")) if len(rr_ms) else 0.0,
        raw_rmssd_ms=hrv.time_domain(rr_ms).rmssd_ms,
        time=hrv.time_domain(row.nn_ms),
        poincare=hrv.poincare(row.nn_ms),
        welch=hrv.welch(row.nn_ms),
        lomb=hrv.lomb(row.nn_ms),
        sample_entropy=hrv.sample_entropy(row.nn_ms),
        dfa_alpha1=hrv.dfa_alpha1(row.nn_ms),
        stood_up=None if stood_up_min is None else _stood_up(rr_ms, 60 * stood_up_min, knowledge),
        notes=notes,
    )


def _stood_up(rr_ms: np.ndarray, stood_up_s: float, knowledge: Knowledge) -> StandingTest:
    limits = knowledge.parameters
    return StandingTest(
        hrv.standing_up(rr_ms, stood_up_s),
        limits["standing_rise_bpm"].mid,
        limits["standing_rise_teens_bpm"].mid,
    )


def _mornings(observations: Iterable[Observation], knowledge: Knowledge) -> MorningsHrv | None:
    by_day: dict[date, list[float]] = {}
    for seen in observations:
        if seen.signal == "rmssd_ms" and isfinite(seen.value) and seen.value > 0:
            by_day.setdefault(seen.at.date(), []).append(log(seen.value))
    if not by_day:
        return None
    first = min(by_day)
    days = tuple(first + timedelta(days=n) for n in range((max(by_day) - first).days + 1))
    values = tuple(fmean(by_day[day]) if day in by_day else float("nan") for day in days)
    limits = knowledge.parameters
    rule = hrv.CourseRule(
        week_days=_WEEK_DAYS,
        least_week_days=int(limits["hrv_week_least_days"].mid),
        base_days=_BASE_DAYS,
        least_base_days=int(limits["baseline_least_days"].mid),
        worthwhile_sd=limits["hrv_worthwhile_sd"].mid,
    )
    return MorningsHrv(days, values, hrv.rolling_week(values, rule))
