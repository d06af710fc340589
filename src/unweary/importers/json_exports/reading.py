"""The objects of an export, read as their shapes say."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from unweary.importers.json_exports.shape import Nights, Record, Shape, Trainings, When, first, found
from unweary.importers.json_exports.written_values import amount, moment, most_wanted, own_day
from unweary.importers.summed import COLUMN_LIMITS, cleaned, distance_m, session, sport
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session, Sleep
from unweary.vocab.signals import SIGNALS

Item = Observation | Day | Recording | Session | Sleep | Problem

#: Values of a day stand at this hour, as those of the makers' tables do.
_MORNING = time(6)
_LONGEST_SLEEP = timedelta(hours=24)
_TIME_WORDS = {
    "date": "There is no time that can be read, such as 2026-11-20T06:40:00. The value was left out.",
    "clock": "The time lies outside the years 1990 to 2100. The value was left out.",
}
_LOW, _HIGH = COLUMN_LIMITS["hr_bpm"]
_PAIR = When(utc=("at",))


@dataclass(slots=True)
class Reader:
    """One file; the heart rates of its present day are gathered here."""

    name: str
    zone: tzinfo
    _pulse: list[tuple[datetime, float]] = field(default_factory=list)
    _source: str = ""

    def items(self, shape: Shape, record: Record, where: str) -> Iterator[Item]:
        """What one object tells."""
        if shape.signals:
            yield from self._signals(shape, record, where)
        if shape.sleep is not None:
            yield from self._sleep(shape, shape.sleep, record, where)
        if shape.training is not None:
            for leg in _legs(record, shape.training.legs):
                yield from self._session(shape, shape.training, leg, where)
        if shape.pulse:
            at = moment(record, shape.at, self.zone, shape.order)
            if isinstance(at, datetime):
                yield from self._beat(shape.source, at, amount(found(record, shape.pulse)))
            elif at is not None:
                yield Problem(where, at, _TIME_WORDS[at])
        if shape.pulses:
            pairs, day = found(record, shape.pulses), moment(record, shape.at, self.zone, shape.order)
            zone = (day.tzinfo if isinstance(day, datetime) else None) or self.zone
            for pair in pairs if isinstance(pairs, list) else ():
                if isinstance(pair, list) and len(pair) > 1:
                    at = moment({"at": pair[0]}, _PAIR, zone)
                    if isinstance(at, datetime):
                        yield from self._beat(shape.source, at, amount(pair[1]))

    def rest(self) -> Iterator[Recording]:
        """The heart rates that are still gathered: one recording a day."""
        beats, self._pulse = sorted(self._pulse), []
        if beats:
            start = beats[0][0]
            columns = {
                "t_s": array("d", ((at - start).total_seconds() for at, _ in beats)),
                "hr_bpm": array("d", (bpm for _, bpm in beats)),
            }
            yield Recording(start, "other", columns, device=self._source, source=self.name)

    def _beat(self, source: str, at: datetime, bpm: float | None) -> Iterator[Recording]:
        if bpm is None or not _LOW <= bpm <= _HIGH:
            return
        if self._pulse and (at.date() != self._pulse[-1][0].date() or source != self._source):
            yield from self.rest()
        self._source = source
        self._pulse.append((at, bpm))

    def _signals(self, shape: Shape, record: Record, where: str) -> Iterator[Observation | Day | Problem]:
        path, wanted = shape.only
        if path and found(record, path) not in wanted:
            return
        filled = [(path, column, value) for path, column in shape.signals.items() if (value := found(record, path))]
        if not filled:
            return
        at: datetime | str | None
        on = own_day(record, shape.day, shape.order)
        if on is None or isinstance(on, str):
            at = on or moment(record, shape.at, self.zone, shape.order)
        else:
            at = datetime.combine(on, _MORNING, self.zone)
        if not isinstance(at, datetime):
            yield Problem(where, at or "date", _TIME_WORDS[at or "date"])
            return
        for path, column, written in filled:
            signal, value = SIGNALS[column.signal], amount(written)
            if value is None:
                words = f"'{str(written)[:40]}' is not a number. The value was left out."
                yield Problem(f"{where}, {path}", "not_a_number", words)
            elif value and not signal.low <= value * column.factor <= signal.high:
                low, high = signal.low / column.factor, signal.high / column.factor
                words = f"{value:g} cannot be: {signal.label} is {low:g} to {high:g} here. The value was left out."
                yield Problem(f"{where}, {path}", "out_of_range", words)
            elif value and signal.id == "sleep_h":
                yield Day(at.date(), sleep_h=value * column.factor, source=shape.source)
            elif value:  # 0 is how makers write 'none'
                yield Observation(signal.id, value * column.factor, signal.unit, at, shape.source)

    def _sleep(self, shape: Shape, nights: Nights, record: Record, where: str) -> Iterator[Sleep | Problem]:
        kind = found(record, nights.nap) if nights.nap else None
        begun, ended = (moment(record, when, self.zone, shape.order) for when in (nights.start, nights.end))
        if (begun is None and ended is None) or isinstance(kind, list | dict) or kind not in nights.naps:
            return
        if not isinstance(begun, datetime) or not isinstance(ended, datetime) or not (
            timedelta() < ended - begun <= _LONGEST_SLEEP
        ):  # fmt: skip
            words = "The times of this sleep are not those of a sleep of up to a day. It was left out."
            yield Problem(where, "sleep_times", words)
            return
        hours = {name: value for name, parts in nights.hours.items() if (value := most_wanted(record, parts))}
        if any(value > 24 for value in hours.values()):
            yield Problem(where, "out_of_range", "A part of this sleep is longer than a day. The parts were left out.")
            hours = {}
        yield Sleep(begun, ended, **hours, nap=nights.naps[kind], source=shape.source)

    def _session(
        self, shape: Shape, training: Trainings, record: Record, where: str
    ) -> Iterator[Recording | Session | Problem]:
        start = moment(record, training.start, self.zone, shape.order)
        if not isinstance(start, datetime):
            yield Problem(where, start or "date", _TIME_WORDS[start or "date"])
            return
        columns = cleaned(dict(training.track(record, start)) if training.track is not None else {})
        if "distance_m" not in columns and "lat_deg" in columns and "lon_deg" in columns:
            columns["distance_m"] = distance_m(columns["lat_deg"], columns["lon_deg"])
        said = self._said(training, record, start, shape)
        word = first(record, training.sport)
        device = first(record, training.device)
        device = device.strip()[:200] if isinstance(device, str) else ""
        kind = sport(word.replace("_", " ") if isinstance(word, str) else "")
        made, problems = session(start, kind, columns, said, self.name, device or shape.source)
        yield from (Problem(where, problem.code, problem.message) for problem in problems)
        if len(columns) > 1:
            plain = {key: array("d", values.tobytes()) for key, values in columns.items()}
            yield Recording(start, "activity", plain, made, device or shape.source, self.name)
        elif made is not None:
            yield made
        else:
            yield Problem(where, "no_duration", "Nothing tells how long this training took. It was left out.")

    def _said(self, training: Trainings, record: Record, start: datetime, shape: Shape) -> dict[str, float]:
        said = {key: value for key, parts in training.values.items() if (value := most_wanted(record, parts))}
        for key, (path, factors) in training.units.items():
            unit = found(record, path)
            factor = factors.get(unit) if isinstance(unit, str) else None
            if key in said:
                said |= {key: said[key] * factor} if factor else {}
                if factor is None:
                    del said[key]
        duration_s = most_wanted(record, training.duration)
        if duration_s is None:
            end = moment(record, training.end, self.zone, shape.order)
            duration_s = (end - start).total_seconds() if isinstance(end, datetime) else None
        return said if duration_s is None else said | {"duration_s": duration_s}


def _legs(record: Record, path: str) -> list[dict[str, Any]]:
    """The parts of a training; what is said of the whole holds for a single part."""
    found_legs = found(record, path) if path else None
    legs = [leg for leg in found_legs if isinstance(leg, dict)] if isinstance(found_legs, list) else []
    if len(legs) == 1:
        return [{**record, **legs[0]}]
    return legs or [dict(record)]
