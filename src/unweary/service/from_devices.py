"""What devices told about last night and the last training: a check-in shows it, and nobody types it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from unweary.vocab.history import Day, Observation, Session

if TYPE_CHECKING:
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow

#: Signals that a morning is about, in the order in which they are shown.
MORNING = ("hr_rest_bpm", "rmssd_ms", "sdnn_ms")
#: What a person measured or typed is theirs already.
_OWN = frozenset({"test", "typed"})
#: More entries than any device writes in two days.
_NEWEST = 400


@dataclass(frozen=True, slots=True)
class FromDevices:
    """The newest of each. ``sleep_h`` with where it comes from; the rows can be put right by their id."""

    sleep_h: float | None
    sleep_source: str
    measured: tuple[FactRow, ...]
    sessions: tuple[FactRow, ...]


def from_devices(person: Unweary, at: datetime) -> FromDevices:
    """What was recorded for the night and morning of that day, and the training of that day and the day before."""
    day = at.date()
    hours: float | None = None
    source = ""
    found: dict[str, FactRow] = {}
    for row in person.facts("observation", _NEWEST):
        value = row.value
        if not isinstance(value, Observation) or value.source in _OWN or _local(value.at, at) != day:
            continue
        if value.signal in MORNING:
            found.setdefault(value.signal, row)
        elif value.signal == "sleep_h" and hours is None:
            hours, source = value.value, value.source
    for row in person.facts("day", _NEWEST):
        night = row.value
        if isinstance(night, Day) and night.day == day and night.source != "check-in" and night.sleep_h is not None:
            hours, source = night.sleep_h, night.source
            break
    sessions = tuple(
        row
        for row in person.facts("session", _NEWEST)
        if isinstance(row.value, Session)
        and row.value.started_at <= at
        and _local(row.value.started_at, at) >= day - timedelta(days=1)
    )
    return FromDevices(hours, source, tuple(found[name] for name in MORNING if name in found), sessions)


def _local(moment: datetime, at: datetime) -> date:
    return moment.astimezone(at.tzinfo).date()
