"""What the elements of an export mean."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import isnan

from unweary.importers.apple_health.beats import QUARTER_S, in_a_row
from unweary.importers.apple_health.elements import Child, Place
from unweary.importers.apple_health.nights import STAGES, Segments, sleeps
from unweary.importers.apple_health.times import LocalDay, Moment, Times, local
from unweary.importers.apple_health.words import (
    CLIMBS,
    DIASTOLIC,
    DISTANCES,
    HEART,
    METRES,
    PER_MIN,
    SDNN,
    SECONDS,
    SIGNALS_OF,
    SLEEP,
    STEPS,
    SYSTOLIC,
    amount,
    device,
)
from unweary.importers.summed import COLUMN_LIMITS, session, sport
from unweary.importers.written import number
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session, Sleep
from unweary.vocab.signals import SIGNALS

Item = Observation | Recording | Session | Sleep | Problem

#: More samples than this are not held at once: the days seen first are given out. 12 bytes a sample.
_MOST_SAMPLES, _MOST_DAYS = 2_000_000, 20_000
#: More days (of all sources) with steps, segments of sleep, or blood pressures than any life holds.
_MOST_STEP_DAYS, _MOST_SEGMENTS, _MOST_PRESSURES = 200_000, 1_000_000, 200_000
_MOST_SLEEPERS = 1_000
_LONGEST_SLEEP_S = 86_400
_CACHED = 20_000
_TOLD = 20


@dataclass(slots=True)
class _HeartDay:
    """All heart rates of one source on one day; times in seconds since midnight."""

    day: LocalDay
    device: str
    times: array[int] = field(default_factory=lambda: array("i"))
    rates: array[float] = field(default_factory=lambda: array("d"))


class Export:
    """What has been told so far. Items that are ready stand in ``done``; the rest comes from :meth:`rest`."""

    def __init__(self, name: str, zone: tzinfo) -> None:
        self.name = name
        self.place: Place | None = None
        self.done: deque[Item] = deque()
        self.found = False
        self.times = Times(zone)
        self.numbers: dict[str, float] = {}
        self.wrong: dict[str, int] = {}
        self.heart: dict[tuple[str, int], _HeartDay] = {}
        self.samples = self.pieces = 0
        self.steps: dict[tuple[int, str], tuple[float, LocalDay]] = {}
        self.pressures: set[tuple[str, str, float, float]] = set()
        self.segments: dict[str, Segments] = {}

    def record(self, kind: str, source: str, unit: str, start: str, end: str, value: str) -> None:
        """One record of a type in :data:`PLAIN`."""
        self.found = True
        source = source[:190] or "unknown"
        moment = self._moment(start)
        said = self._number(value)
        if moment is None or said is None:
            return
        if kind == HEART:
            self._heart(source, *moment, said, unit)
        elif kind == STEPS:
            self._steps(source, moment[1], said, unit)
        else:
            self._value(kind, source, *moment, said, unit)

    def element(self, tag: str, attributes: dict[str, str], children: list[Child]) -> None:
        """Anything else that stands directly in the root."""
        if tag == "ExportDate":
            moment = self._moment(attributes.get("value", ""))
            self.times.export_on(None if moment is None else moment[1].number)
        elif tag == "Record":
            self._whole(attributes, children)
        elif tag == "Correlation":
            for inner, told in children:
                if inner == "Record" and told.get("type") in (SYSTOLIC, DIASTOLIC):
                    self._told(told)
        elif tag == "Workout":
            self.found = True
            self._workout(attributes, children)

    def taken(self) -> Iterator[Item]:
        """What is ready."""
        while self.done:
            yield self.done.popleft()

    def rest(self) -> Iterator[Item]:
        """What only the whole file tells: sleeps, steps and the last days of heart rate."""
        self.place = None
        for key in list(self.heart):
            yield from self._recording(key)
        best: dict[int, tuple[float, str, LocalDay]] = {}
        for (day, source), (count, clock) in self.steps.items():
            best[day] = max(best.get(day, (-1.0, "", clock)), (count, source, clock), key=lambda told: told[:2])
        for day in sorted(best):
            count, source, clock = best[day]
            if day == self.times.exported:
                continue  # it is not over
            yield from self._possible("steps", count, clock.at(clock.midnight), source)
        for source in sorted(self.segments):
            yield from sleeps(self.segments[source], source)

    # ---- what it means

    def _told(self, told: Mapping[str, str]) -> None:
        words = ("type", "sourceName", "unit", "startDate", "endDate", "value")
        self.record(*(told.get(word, "") for word in words))

    def _value(self, kind: str, source: str, second: float, day: LocalDay, said: float, unit: str) -> None:
        signal, units = SIGNALS_OF[kind]
        if unit not in units:
            self._unit(signal, unit)
            return
        if kind in (SYSTOLIC, DIASTOLIC):
            key = (kind, source, second, said)
            if key in self.pressures:
                return
            if len(self.pressures) < _MOST_PRESSURES:
                self.pressures.add(key)
        factor, shift = units[unit]
        self.done.extend(self._possible(signal, said * factor + shift, day.at(second), source))

    def _possible(self, signal: str, value: float, at: datetime, source: str) -> Iterator[Item]:
        known = SIGNALS[signal]
        if known.low <= value <= known.high:
            yield Observation(signal, value, known.unit, at, source)
        else:
            limits = f"{known.low:g} to {known.high:g} {known.unit}"
            self._problem("out_of_range", f"{value:g} cannot be: {known.label} is {limits} here. It was left out.")

    def _heart(self, source: str, second: float, day: LocalDay, rate: float, unit: str) -> None:
        if unit != "count/min":
            self._unit("heart rate", unit)
            return
        low, high = COLUMN_LIMITS["hr_bpm"]
        if not low <= rate <= high:
            words = f"{rate:g} cannot be: a heart rate is {low:g} to {high:g} bpm here. It was left out."
            self._problem("out_of_range", words)
            return
        if day.number == self.times.exported:
            return  # it is not over: the next export tells all of it
        told = self.heart.get((source, day.number))
        if told is None:
            told = self.heart[source, day.number] = _HeartDay(day, self._device(source))
        told.times.append(int(second) - told.day.midnight)
        told.rates.append(rate)
        self.samples += 1
        if self.samples > _MOST_SAMPLES or len(self.heart) > _MOST_DAYS:
            for key in list(self.heart)[: len(self.heart) // 2 + 1]:
                self.done.extend(self._recording(key))

    def _recording(self, key: tuple[str, int]) -> Iterator[Recording]:
        told = self.heart.pop(key)
        self.samples -= len(told.times)
        # An export may tell a sample twice.
        samples = sorted(set(zip(told.times, told.rates, strict=True)))
        first = samples[0][0]
        columns = {
            "t_s": array("d", (second - first for second, _ in samples)),
            "hr_bpm": array("d", (rate for _, rate in samples)),
        }
        started_at = told.day.at(told.day.midnight + first)
        yield Recording(started_at, "other", columns, None, told.device, self.name)

    def _steps(self, source: str, day: LocalDay, count: float, unit: str) -> None:
        key = (day.number, source)
        if unit != "count":
            self._unit("steps", unit)
        elif key in self.steps:
            self.steps[key] = (self.steps[key][0] + count, self.steps[key][1])
        elif len(self.steps) < _MOST_STEP_DAYS:
            self.steps[key] = (count, day)
        else:
            self._problem("too_large", "There are more days with steps than anyone has. This one was left out.")

    def _whole(self, told: Mapping[str, str], children: list[Child]) -> None:
        kind, source = told.get("type", ""), told.get("sourceName", "")[:190] or "unknown"
        if kind == SDNN:
            self._told(told)
            self._beats(source, told.get("startDate", ""), [inner for tag, inner in children if "bpm" in inner])
        elif kind == SLEEP:
            self.found = True
            self._segment(source, told, children)

    def _segment(self, source: str, told: Mapping[str, str], children: list[Child]) -> None:
        stage = STAGES.get(told.get("value", ""))
        start, end = self._moment(told.get("startDate", "")), self._moment(told.get("endDate", ""))
        if start is None or end is None:
            return
        if stage is None:
            self._problem("sleep_stage", f"'{told.get('value', '')[:60]}' is no stage of sleep. It was left out.")
        elif not 0 < end[0] - start[0] <= _LONGEST_SLEEP_S:
            if end[0] != start[0]:
                self._problem("clock", "This piece of sleep has no possible length. It was left out.")
        elif source not in self.segments and len(self.segments) >= _MOST_SLEEPERS:
            self._problem("too_large", "More devices and apps tell of sleep than anyone has. This one was left out.")
        elif self.pieces >= _MOST_SEGMENTS:
            self._problem("too_large", "There are more pieces of sleep than anyone has. This one was left out.")
        else:
            self.pieces += 1
            segments = self.segments.setdefault(source, Segments())
            segments.add(int(start[0]), int(end[0]), stage, self._ahead_s(children, start))

    def _beats(self, source: str, start: str, beats: list[dict[str, str]]) -> None:
        moment = self._moment(start)
        when, t_s, rr_ms = in_a_row(beats)
        if moment is None or not rr_ms:
            return
        second, day = moment
        started_at = day.at(round(second + (when - second) % QUARTER_S, 3))
        columns = {"t_s": array("d", t_s), "rr_ms": array("d", rr_ms)}
        # Not kind 'rr': those stand for a measurement at rest, and the watch takes these at any moment of the day.
        self.done.append(Recording(started_at, "other", columns, None, self._device(source), self.name))

    def _workout(self, told: Mapping[str, str], children: list[Child]) -> None:
        start, end = self._moment(told.get("startDate", "")), self._moment(told.get("endDate", ""))
        if start is None:
            return
        said = {
            "duration_s": amount(told.get("duration", ""), told.get("durationUnit", "min"), SECONDS),
            "distance_m": amount(told.get("totalDistance", ""), told.get("totalDistanceUnit", ""), METRES),
        }
        for tag, inner in children:
            if tag == "MetadataEntry" and (what := CLIMBS.get(inner.get("key", ""))) is not None:
                value, _, unit = inner.get("value", "").strip().partition(" ")
                said[what] = amount(value, unit, METRES)
            elif tag == "WorkoutStatistics" and inner.get("type") == HEART:
                said["avg_hr_bpm"] = amount(inner.get("average", ""), inner.get("unit", ""), PER_MIN)
                said["max_hr_bpm"] = amount(inner.get("maximum", ""), inner.get("unit", ""), PER_MIN)
            elif tag == "WorkoutStatistics" and inner.get("type") in DISTANCES:
                said["distance_m"] = amount(inner.get("sum", ""), inner.get("unit", ""), METRES)
        if isnan(said["duration_s"]) and end is not None and end[0] >= start[0]:
            said["duration_s"] = end[0] - start[0]
        kind = sport(told.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType"))
        product = device(told.get("sourceName", ""), told.get("device", ""))
        made, wrong = session(local(start[0], self._ahead_s(children, start)), kind, {}, said, self.name, product)
        if made is not None:
            self.done.append(made)
        else:
            self._problem("no_duration", "This workout does not say how long it was. It was left out.")
        for problem in wrong:
            self._problem(problem.code, problem.message)

    # ---- times, numbers, problems

    def _moment(self, text: str) -> Moment | None:
        moment = self.times.moment(text)
        if moment is None:
            self._problem("clock", f"'{text[:40]}' is not a time at which this can have been. It was left out.")
        return moment

    def _ahead_s(self, children: list[Child], start: Moment) -> int:
        """How far the clock was ahead of UTC where the person was."""
        zones = (told.get("value", "") for _, told in children if told.get("key") == "HKTimeZone")
        return self.times.ahead_s(next(zones, ""), start)

    def _number(self, text: str) -> float | None:
        value = self.numbers.get(text)
        if value is None:
            value = number(text)
            if value is None:
                self._problem("not_a_number", f"'{text[:40]}' is not a number. It was left out.")
                return None
            if len(self.numbers) >= _CACHED:
                self.numbers.clear()
            self.numbers[text] = value
        return value

    def _device(self, source: str) -> str:
        return device(source, self.place.device() if self.place else "")

    def _unit(self, what: str, unit: str) -> None:
        self._problem("unit", f"'{unit[:40]}' is no unit of {what} that is known here. It was left out.")

    def _problem(self, code: str, words: str) -> None:
        count = self.wrong[code] = self.wrong.get(code, 0) + 1
        # Counting lines takes time, and nobody is told of the rest one by one.
        where = f"{self.name}, line {self.place.line()}" if self.place and count <= _TOLD else self.name
        self.done.append(Problem(where, code, words))
