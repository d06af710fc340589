"""Resting pulse, its variation and jump height against the person's own weeks before: one device, never two at once.

Two devices measure the same heart differently, and RMSSD is not SDNN: a change of device would look like a change of
the body. So each source has its own baseline, and one source is chosen: that with values on most of the days before,
then a chest strap or beat intervals before an optical sensor, then the first by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from statistics import fmean, stdev

from unweary.inference.diary import Numbers, put
from unweary.inference.same_session import on_the_chest
from unweary.physiology.hrv import rmssd_ms
from unweary.physiology.hrv.intervals import MOST
from unweary.vocab.history import History, Observation
from unweary.vocab.knowledge import Knowledge

_BASE_DAYS = 28


def own_level_numbers(history: History, knowledge: Knowledge, as_of: datetime) -> Numbers:
    """Resting heart rate, ln RMSSD and jump height against the person's own 28 days before, in SD."""
    numbers: Numbers = {}
    of_signal: dict[str, list[Observation]] = {"hr_rest_bpm": [], "rmssd_ms": _from_rr(history), "cmj_cm": []}
    early = as_of - timedelta(days=_BASE_DAYS + 7)
    for seen in history.observations:
        if seen.signal in of_signal and early < seen.at <= as_of:
            of_signal[seen.signal].append(seen)
    wanted = (("rhr_z", "hr_rest_bpm", 1, False), ("lnrmssd_z", "rmssd_ms", 7, True), ("cmj_z", "cmj_cm", 1, False))
    for name, signal, days, log in wanted:
        scored = [
            (base_days, on_the_chest(source), source, z)
            for source, series in by_source(of_signal[signal]).items()
            for z, base_days in _z(series, knowledge, as_of, days, log=log)
        ]
        if scored:
            _, _, source, z = min(scored, key=lambda each: (-each[0], not each[1], each[2]))
            put(numbers, name, z, (source,))
    return numbers


def by_source(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """The values of each source by itself."""
    series: dict[str, list[Observation]] = {}
    for observation in observations:
        series.setdefault(observation.source, []).append(observation)
    return series


def steadiest(observations: Iterable[Observation], zone: tzinfo | None) -> str:
    """The source with values on most days; of two alike, a chest strap, then the first by name.

    Examples
    --------
    >>> from datetime import UTC
    >>> days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 2)]
    >>> seen = [Observation("hr_rest_bpm", 50, "bpm", at, source) for source in ("ring", "H10") for at in days]
    >>> steadiest(seen, UTC)
    'H10'
    """
    series = by_source(observations)
    return min(series, key=lambda name: (-len(_by_day(series[name], zone)), not on_the_chest(name), name))


def _from_rr(history: History) -> list[Observation]:
    """RMSSD of each RR recording at rest, under its own source name: never mixed with a device's own figure.

    Beats of a training session say nothing about recovery and are left out; so is a row too long to be beats.
    """
    found = []
    for recording in history.recordings:
        rr_ms = recording.columns.get("rr_ms", ())
        if recording.kind == "rr" and recording.session is None and 0 < len(rr_ms) <= MOST:
            value = rmssd_ms(rr_ms)
            if math.isfinite(value):
                found.append(Observation("rmssd_ms", value, "ms", recording.started_at, f"RR of {recording.device}"))
    return found


def _by_day(series: Iterable[Observation], zone: tzinfo | None) -> dict[date, list[float]]:
    days: dict[date, list[float]] = {}
    for seen in series:
        days.setdefault(seen.at.astimezone(zone).date(), []).append(seen.value)
    return days


def _z(
    series: list[Observation], knowledge: Knowledge, as_of: datetime, days: int, *, log: bool
) -> list[tuple[float, int]]:
    """(deviation in SD, days in the baseline), a day's values as their mean; nothing where too few days are known."""
    recent_from, base_from = as_of - timedelta(days=days), as_of - timedelta(days=days + _BASE_DAYS)
    scale = math.log if log else float

    def daily(since: datetime, until: datetime) -> list[float]:
        rows = _by_day((o for o in series if since < o.at <= until), as_of.tzinfo)
        return [fmean(scale(value) for value in values) for values in rows.values()]

    recent, base = daily(recent_from, as_of), daily(base_from, recent_from)
    parameter = knowledge.parameters
    least_recent = int(parameter["hrv_week_least_days"].mid) if days > 1 else 1
    if len(recent) < least_recent or len(base) < max(int(parameter["baseline_least_days"].mid), 2):
        return []
    spread = stdev(base)
    return [((fmean(recent) - fmean(base)) / spread, len(base))] if spread > 0 else []
