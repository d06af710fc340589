"""What devices told about last night and the last training: a check-in shows it, and nobody types it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from unweary.vocab.history import Day, History, Observation, Session, Sleep

if TYPE_CHECKING:
    from unweary.inference.nights import Night
    from unweary.service.home import Unweary
    from unweary.store.rows import FactRow, Kind

#: Signals that a morning is about, in the order in which they are shown.
MORNING = ("hr_rest_bpm", "rmssd_ms", "sdnn_ms")
#: What a person measured or typed is theirs already.
_OWN = frozenset({"test", "typed"})
#: More entries than any device writes in two days.
_NEWEST = 400

T = TypeVar("T")


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
    found: dict[str, FactRow] = {}
    for row in person.facts("observation", _NEWEST):
        value = row.value
        if not isinstance(value, Observation) or value.source in _OWN or _local(value.at, at) != day:
            continue
        if value.signal in MORNING:
            found.setdefault(value.signal, row)
    night = _nights(person, at).get(day)
    hours, source = (night.hours, night.source) if night else (None, "")
    measured = tuple(found[name] for name in MORNING if name in found)
    return FromDevices(hours, source, measured, _trainings(person, at))


def _nights(person: Unweary, at: datetime) -> dict[date, Night]:
    """The last nights by device, as the rules take them."""
    from unweary.inference.nights import device_nights

    def newest(kind: Kind, of: type[T]) -> tuple[T, ...]:
        return tuple(row.value for row in reversed(person.facts(kind, _NEWEST)) if isinstance(row.value, of))

    told = History(
        as_of=at,
        days=newest("day", Day),
        observations=newest("observation", Observation),
        sleeps=newest("sleep", Sleep),
    )
    return device_nights(told, at)


def _trainings(person: Unweary, at: datetime) -> tuple[FactRow, ...]:
    """Each training of today and yesterday once, newest first: the entry that says how hard it was, if one does."""
    from unweary.inference.same_session import workouts

    rows = {
        row.value: row
        for row in person.facts("session", _NEWEST)
        if isinstance(row.value, Session)
        and row.value.started_at <= at
        and _local(row.value.started_at, at) >= at.date() - timedelta(days=1)
    }
    found = []
    for workout in workouts(History(as_of=at, sessions=tuple(rows)), at):
        told = [each for each in workout.told if each in rows]
        found.append(rows[next((each for each in told if each.rpe_cr10 is not None), told[0])])
    return tuple(reversed(found))


def _local(moment: datetime, at: datetime) -> date:
    return moment.astimezone(at.tzinfo).date()
