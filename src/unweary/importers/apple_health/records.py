"""What the elements of an export mean."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from math import nan
from typing import Protocol
from zoneinfo import ZoneInfo

from unweary.importers.apple_health.nights import STAGES, Segments, sleeps
from unweary.importers.summed import COLUMN_LIMITS
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session, Sleep
from unweary.vocab.signals import SIGNALS

Item = Observation | Recording | Session | Sleep | Problem

_DAY_S = 86_400
_Q = "HKQuantityTypeIdentifier"
_HEART, _STEPS, _SDNN = f"{_Q}HeartRate", f"{_Q}StepCount", f"{_Q}HeartRateVariabilitySDNN"
_SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"

#: Value in our unit = value * factor + shift.
_Units = Mapping[str, tuple[float, float]]
_PER_MIN: _Units = {"count/min": (1, 0), "count/s": (60, 0)}
_DEGREES: _Units = {"degC": (1, 0), "degF": (5 / 9, -160 / 9), "K": (1, -273.15)}
_PRESSURE: _Units = {"mmHg": (1, 0), "kPa": (7.50061683, 0), "cmHg": (10, 0)}
_SECONDS: _Units = {"s": (1, 0), "sec": (1, 0), "min": (60, 0), "hr": (3600, 0), "h": (3600, 0), "ms": (0.001, 0)}
_METRES: _Units = {"m": (1, 0), "km": (1000, 0), "mi": (1609.344, 0), "yd": (0.9144, 0), "ft": (0.3048, 0), "cm": (0.01, 0)}
_COUNT: _Units = {"count": (1, 0)}

#: Apple's words for single values. SDNN stays SDNN: it is no RMSSD.
_SIGNALS: dict[str, tuple[str, _Units]] = {
    f"{_Q}RestingHeartRate": ("hr_rest_bpm", _PER_MIN),
    _SDNN: ("sdnn_ms", {"ms": (1, 0), "s": (1000, 0)}),
    f"{_Q}RespiratoryRate": ("rr_per_min", _PER_MIN),
    f"{_Q}OxygenSaturation": ("spo2_pct", {"%": (100, 0)}),
    f"{_Q}BodyTemperature": ("temp_c", _DEGREES),
    f"{_Q}AppleSleepingWristTemperature": ("wrist_temp_c", _DEGREES),
    f"{_Q}BodyMass": ("mass_kg", {"kg": (1, 0), "g": (0.001, 0), "lb": (0.45359237, 0), "st": (6.35029318, 0)}),
    f"{_Q}BloodPressureSystolic": ("sbp_mmhg", _PRESSURE),
    f"{_Q}BloodPressureDiastolic": ("dbp_mmhg", _PRESSURE),
    f"{_Q}VO2Max": ("vo2max_ml_kg_min", {"mL/min·kg": (1, 0), "mL/kg·min": (1, 0), "ml/(kg*min)": (1, 0)}),
}

#: Types that are wanted with nothing but their attributes, and types whose inside tells more.
WHOLE = (_SDNN, _SLEEP)
PLAIN = (_HEART, _STEPS, *(kind for kind in _SIGNALS if kind not in WHOLE))

#: These stand in a correlation and once more on their own.
_PRESSURES = (f"{_Q}BloodPressureSystolic", f"{_Q}BloodPressureDiastolic")

#: What a workout's statistics and notes mean.
_DISTANCES = tuple(f"{_Q}Distance{word}" for word in ("WalkingRunning", "Cycling", "Swimming", "Wheelchair",
    "DownhillSnowSports", "CrossCountrySkiing", "PaddleSports", "Rowing", "SkatingSports"))  # fmt: skip
_CLIMBS = {"HKElevationAscended": "ascent_m", "HKElevationDescended": "descent_m"}

#: More samples than this are not held at once: the days seen first are given out, 12 bytes a sample.
_MOST_SAMPLES, _MOST_DAYS = 2_000_000, 20_000
#: More days (of all sources) with steps, or segments of sleep, than any life holds.
_MOST_STEP_DAYS, _MOST_SEGMENTS, _MOST_PAIRS = 200_000, 2_000_000, 100_000
_LONGEST_SLEEP_S = _DAY_S
_CACHED = 20_000
_TOLD = 20

#: A beat follows the one before where the time between them is what its rate says, as far as both are rounded:
#: times to 10 ms, rates to 1 bpm. Fewer beats in a row are not worth a recording.
_TIME_S, _RATE_BPM, _LEAST_BEATS = 0.011, 0.51, 30
_BEAT = re.compile(r"(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,3}))?", re.ASCII)
#: Beats are told by the clock alone, and not always by the clock of the record; zones differ by quarters of an hour.
_QUARTER_S = 900

_MINUTES = {f"{hour:02}:{minute:02}": 3600 * hour + 60 * minute for hour in range(24) for minute in range(60)}
_SECOND = {f":{second:02}": second for second in range(60)}
_PRODUCT = re.compile(r"\b(?P<key>manufacturer|model|hardware):(?P<value>.{1,60}?)(?=, \w+:|>|$)")


class Place(Protocol):
    """Where the element stands that is being told."""

    def line(self) -> int: ...
    def device(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _LocalDay:
    """One day by one clock: its midnight in seconds since 1970, and how far the clock is ahead of UTC."""

    midnight: int
    ahead_s: int
    number: int

    def at(self, second: float) -> datetime:
        return _local(second, self.ahead_s)


def _local(second: float, ahead_s: int) -> datetime:
    return datetime.fromtimestamp(second, UTC).astimezone(timezone(timedelta(seconds=ahead_s)))


@dataclass(slots=True)
class _HeartDay:
    """All heart rates of one source on one day; times in seconds since midnight."""

    day: _LocalDay
    device: str
    times: array[int] = field(default_factory=lambda: array("i"))
    rates: array[float] = field(default_factory=lambda: array("d"))


class Export:
    """What has been told so far. Items that are ready stand in ``done``; the rest comes from :meth:`rest`."""

    def __init__(self, name: str, zone: tzinfo) -> None:
        self.name, self.zone = name, zone
        self.place: Place | None = None
        self.done: deque[Item] = deque()
        self.found = False
        self.exported: int | None = None
        self.days: dict[str, _LocalDay | None] = {}
        self.numbers: dict[str, float] = {}
        self.wrong: dict[str, int] = {}
        self.heart: dict[tuple[str, int], _HeartDay] = {}
        self.samples = 0
        self.steps: dict[tuple[int, str], tuple[float, _LocalDay]] = {}
        self.pressures: set[tuple[str, str, float, float]] = set()
        self.segments: dict[str, Segments] = {}
        self.zones: dict[str, ZoneInfo | None] = {}

    # ---- what the walk tells

    def record(self, kind: str, source: str, unit: str, start: str, end: str, value: str) -> None:
        """One record of a type in :data:`PLAIN`."""
        self.found = True
        source = source[:190] or "unknown"
        moment = self._moment(start)
        amount = self._number(value)
        if moment is None or amount is None:
            return
        if kind == _HEART:
            self._heart(source, moment[0], moment[1], amount, unit)
        elif kind == _STEPS:
            self._steps(source, moment[1], amount, unit)
        else:
            self._value(kind, source, moment[0], moment[1], amount, unit)

    def element(self, tag: str, attributes: dict[str, str], children: list[tuple[str, dict[str, str]]]) -> None:
        """Anything else that stands directly in the root."""
        if tag == "ExportDate":
            moment = self._moment(attributes.get("value", ""))
            # Days of before were judged without it; it comes first.
            self.exported = None if moment is None else moment[1].number
            self.days.clear()
        elif tag == "Record":
            self._whole(attributes, children)
        elif tag == "Correlation":
            for inner, told in children:
                if inner == "Record" and told.get("type") in _PRESSURES:
                    self._told(told)
        elif tag == "Workout":
            self.found = True
            self._workout(attributes, children)

    def rest(self) -> Iterator[Item]:
        """What only the whole file tells: sleeps, steps and the last days of heart rate."""
        for key in list(self.heart):
            yield from self._recording(key)
        best: dict[int, tuple[float, str, _LocalDay]] = {}
        for (day, source), (count, clock) in self.steps.items():
            best[day] = max(best.get(day, (-1.0, "", clock)), (count, source, clock), key=lambda told: told[:2])
        for day in sorted(best):
            count, source, clock = best[day]
            if day == self.exported:
                continue  # it is not over
            yield from self._possible("steps_day", count, clock.at(clock.midnight), source)
        for source in sorted(self.segments):
            yield from sleeps(self.segments[source], source)

    # ---- what it means

    def _told(self, told: Mapping[str, str]) -> None:
        words = ("type", "sourceName", "unit", "startDate", "endDate", "value")
        self.record(*(told.get(word, "") for word in words))

    def _value(self, kind: str, source: str, second: float, day: _LocalDay, amount: float, unit: str) -> None:
        signal, units = _SIGNALS[kind]
        if unit not in units:
            self._unit(signal, unit)
            return
        if kind in _PRESSURES:
            key = (kind, source, second, amount)
            if key in self.pressures:
                return
            if len(self.pressures) < _MOST_PAIRS:
                self.pressures.add(key)
        factor, shift = units[unit]
        self.done.extend(self._possible(signal, amount * factor + shift, day.at(second), source))

    def _possible(self, signal: str, value: float, at: datetime, source: str) -> Iterator[Item]:
        known = SIGNALS[signal]
        if known.low <= value <= known.high:
            yield Observation(signal, value, known.unit, at, source)
        else:
            limits = f"{known.low:g} to {known.high:g} {known.unit}"
            self._problem("out_of_range", f"{value:g} cannot be: {known.label} is {limits} here. It was left out.")

    def _heart(self, source: str, second: float, day: _LocalDay, rate: float, unit: str) -> None:
        if unit != "count/min":
            self._unit("heart rate", unit)
            return
        low, high = COLUMN_LIMITS["hr_bpm"]
        if not low <= rate <= high:
            words = f"{rate:g} cannot be: a heart rate is {low:g} to {high:g} bpm here. It was left out."
            self._problem("out_of_range", words)
            return
        if day.number == self.exported:
            return  # it is not over: the next export tells all of it
        told = self.heart.get((source, day.number))
        if told is None:
            device = _device(source, self.place.device() if self.place else "")
            told = self.heart[source, day.number] = _HeartDay(day, device)
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

    def _steps(self, source: str, day: _LocalDay, count: float, unit: str) -> None:
        key = (day.number, source)
        if unit != "count":
            self._unit("steps", unit)
        elif key in self.steps:
            self.steps[key] = (self.steps[key][0] + count, self.steps[key][1])
        elif len(self.steps) < _MOST_STEP_DAYS:
            self.steps[key] = (count, day)
        else:
            self._problem("too_large", "There are more days with steps than anyone has. This one was left out.")

    def _whole(self, told: Mapping[str, str], children: list[tuple[str, dict[str, str]]]) -> None:
        kind, source = told.get("type", ""), told.get("sourceName", "")[:190] or "unknown"
        if kind == _SDNN:
            self._told(told)
            self._beats(source, told.get("startDate", ""), [inner for tag, inner in children if "bpm" in inner])
        elif kind == _SLEEP:
            self.found = True
            self._segment(source, told, children)

    def _segment(
        self, source: str, told: Mapping[str, str], children: list[tuple[str, dict[str, str]]]
    ) -> None:  # fmt: skip
        stage = STAGES.get(told.get("value", ""))
        start, end = self._moment(told.get("startDate", "")), self._moment(told.get("endDate", ""))
        if start is None or end is None:
            return
        if stage is None:
            self._problem("sleep_stage", f"'{told.get('value', '')[:60]}' is no stage of sleep. It was left out.")
        elif not 0 < end[0] - start[0] <= _LONGEST_SLEEP_S:
            if end[0] != start[0]:
                self._problem("clock", "This piece of sleep has no possible length. It was left out.")
        else:
            segments = self.segments.setdefault(source, Segments())
            if sum(map(len, self.segments.values())) < _MOST_SEGMENTS:
                ahead_s = self._ahead_s(children, start)
                segments.add(int(start[0]), int(end[0]), stage, ahead_s)

    def _beats(self, source: str, start: str, beats: list[dict[str, str]]) -> None:
        """The longest run of beats of which each follows the one before; their times tell the intervals."""
        moment = self._moment(start)
        if moment is None:
            return
        runs: list[list[float]] = [[]]
        last = nan
        for beat in beats:
            found, rate = _BEAT.fullmatch(beat.get("time", "").split(" ")[0].split("\u202f")[0]), self._rate(beat["bpm"])
            hundredths = nan if found is None else _of_clock(found)
            since = (hundredths - last) % _QUARTER_S
            if not (rate > _RATE_BPM and 60 / (rate + _RATE_BPM) - _TIME_S <= since <= 60 / (rate - _RATE_BPM) + _TIME_S):
                runs.append([])
            runs[-1].append(hundredths)
            last = hundredths
        run = max(runs, key=len)
        if len(run) <= _LEAST_BEATS:
            return
        times = [(second - run[0]) % _QUARTER_S for second in run]
        begins = moment[0] + (run[0] - moment[0]) % _QUARTER_S
        columns = {
            "t_s": array("d", (round(second - times[1], 3) for second in times[1:])),
            "rr_ms": array("d", (round(1000 * (b - a)) for a, b in zip(times, times[1:], strict=False))),
        }
        device = _device(source, self.place.device() if self.place else "")
        started_at = moment[1].at(round(begins + times[1], 3))
        self.done.append(Recording(started_at, "rr", columns, None, device, self.name))
