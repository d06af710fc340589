"""The rows of a table, read as a layout says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from unweary.importers.daily_tables.layout import Layout, Nights, Parts, Trainings
from unweary.importers.daily_tables.survey import Survey, cells_of
from unweary.importers.daily_tables.times import moment_of, own_day, seconds, zone_of
from unweary.importers.summed import SESSION_LIMITS, sport
from unweary.importers.written import Row, instant, number
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Session, Sleep
from unweary.vocab.signals import SIGNALS

Item = Observation | Day | Sleep | Session | Problem
Cells = Mapping[str, str]
_LONGEST_SLEEP = timedelta(hours=24)
_TIME_WORDS = {
    "date": "The row has no date that can be read, such as 2026-11-20. It was left out.",
    "clock": "The time lies outside the years 1990 to 2100. The row was left out.",
}


@dataclass(slots=True)
class Reader:
    """One table and what is known before its first row."""

    name: str
    zone: tzinfo
    layout: Layout
    survey: Survey
    left_out: int = 0

    def items(self, table: Iterable[Row | Problem]) -> Iterator[Item]:
        """What the rows tell, and at the end what was left out on purpose."""
        for row in table:
            if isinstance(row, Problem):
                yield row
            else:
                yield from self._row(cells_of(row, self.layout), f"{self.name}, line {row.line}")
        if self.left_out:
            columns = " and ".join(f"'{key}'" for key in self.layout.only)
            words = f"{self.left_out} rows hold no morning value, as the column {columns} tells. They were left out."
            yield Problem(self.name, "left_out", words)

    def _row(self, cells: Cells, where: str) -> Iterator[Item]:
        layout, zone = self.layout, self.zone
        if layout.zone:
            named = zone_of(cells.get(layout.zone.casefold(), ""))
            if named is None:
                words = "The zone is not written as in UTC+01:00. The zone of your own settings was used."
                yield Problem(f"{where}, {layout.zone}", "zone", words)
            zone = named or zone
        at = moment_of(cells, layout, zone, self.survey.order, self.zone)
        if isinstance(at, str):
            yield Problem(where, at, _TIME_WORDS[at])
            return
        hours: float | None = None
        for item in self._measured(cells, where, at):
            hours = item if isinstance(item, float) else hours
            if not isinstance(item, float):
                yield item
        marks = [
            mark
            for key, (mark, yes) in layout.marks.items()
            if re.fullmatch(yes, cells.get(key.casefold(), "").casefold())
        ]
        if hours is not None or marks:
            on = own_day(cells, layout, self.survey.order) or at.date()
            yield Day(day=on, sleep_h=hours, marks=tuple(dict.fromkeys(marks)), source=layout.source)
        if layout.sleep is not None:
            yield from self._sleep(cells, where, layout.sleep, zone)
        if layout.training is not None:
            yield from self._session(cells, where, layout.training, at)

    def _measured(self, cells: Cells, where: str, at: datetime) -> Iterator[Observation | Problem | float]:
        """The measured cells; a night without times as bare hours, which belong into a day."""
        filled = [
            (key, column, cell) for key, column in self.layout.columns.items() if (cell := cells.get(key.casefold()))
        ]
        if filled and not all(
            re.fullmatch(pattern, cells.get(key.casefold(), "").casefold()) for key, pattern in self.layout.only.items()
        ):
            self.left_out += 1
            return
        for key, column, cell in filled:
            signal = SIGNALS[column.signal]
            spanned = seconds(cell, (3600, 60)) if column.signal == "sleep_h" else None
            value = self._number(cell) if spanned is None else spanned / 3600
            factor = column.factor if spanned is None else 1.0
            if value is None:
                words = f"'{cell[:40]}' is not a number. The cell was left out."
                yield Problem(f"{where}, {key}", "not_a_number", words)
            elif value == 0 and column.zero_is_none:
                continue
            elif (value == 0 and signal.low >= 0) or not signal.low <= value * factor <= signal.high:
                low, high = signal.low / factor, signal.high / factor
                words = f"{cell[:40]} cannot be: {signal.label} is {low:g} to {high:g} here. The cell was left out."
                yield Problem(f"{where}, {key}", "out_of_range", words)
            elif column.signal == "sleep_h":
                yield float(value * factor)
            else:
                yield Observation(signal.id, value * factor, signal.unit, at, self.layout.source)

    def _sleep(self, cells: Cells, where: str, nights: Nights, zone: tzinfo) -> Iterator[Sleep | Problem]:
        begun, ended = (cells.get(key.casefold(), "") for key in (nights.start, nights.end))
        kind = cells.get(nights.nap.casefold(), "").casefold()
        if not (begun and ended) or kind not in nights.naps:
            return
        started_at, ended_at = (instant(text, zone, self.survey.order) for text in (begun, ended))
        if started_at is None or ended_at is None or not timedelta() < ended_at - started_at <= _LONGEST_SLEEP:
            words = f"'{begun[:40]}' to '{ended[:40]}' is no sleep of up to a day. It was left out."
            yield Problem(f"{where}, {nights.start}", "sleep_times", words)
            return
        hours: dict[str, float] = {}
        for name, parts in nights.hours.items():
            value, wrong = self._first(cells, where, parts, (0.0, 24.0))
            yield from wrong
            if value is not None:
                hours[name] = value
        yield Sleep(started_at, ended_at, **hours, nap=nights.naps[kind], source=self.layout.source)

    def _session(self, cells: Cells, where: str, training: Trainings, at: datetime) -> Iterator[Session | Problem]:
        duration_s, wrong = self._first(cells, where, training.duration, SESSION_LIMITS["duration_s"])
        yield from wrong
        if not duration_s:
            words = "The row does not tell how long this training took. It was left out."
            yield Problem(where, "no_duration", words)
            return
        values: dict[str, float] = {}
        for name, parts in training.values.items():
            value, wrong = self._first(cells, where, parts, SESSION_LIMITS[name])
            yield from wrong
            if value is not None:
                values[name] = value
        yield Session(
            started_at=at - timedelta(seconds=duration_s) if training.at_end else at,
            duration_s=duration_s,
            sport=_sport(cells, training),
            source=self.name,
            device=self.layout.source,
            **values,  # type: ignore[arg-type]  # the fields of Trainings.values are numbers
        )

    def _first(
        self, cells: Cells, where: str, parts: Parts, limits: tuple[float, float]
    ) -> tuple[float | None, list[Problem]]:
        """The first column that holds more than 0: makers write 0 for none."""
        for key, factor in parts:
            cell = cells.get(key.casefold(), "")
            spanned = seconds(cell, (60, 1))
            value = self._number(cell) if spanned is None else spanned
            value = None if value is None else value * (factor if spanned is None else 1.0)
            if cell and (value is None or (value and not limits[0] <= value <= limits[1])):
                words = f"'{cell[:40]}' cannot be: {limits[0] / factor:g} to {limits[1] / factor:g} can be read here."
                return None, [Problem(f"{where}, {key}", "out_of_range", f"{words} The cell was left out.")]
            if value:
                return value, []
        return None, []

    def _number(self, cell: str) -> float | None:
        found = number(cell, self.survey.decimal)
        return number(cell, "." if self.survey.decimal == "," else ",") if found is None else found


def _sport(cells: Cells, training: Trainings) -> str:
    """Our word for the sport: of the column that names it, or else of the last word of the title that is one."""
    for text in (cells.get(key.casefold(), "") for key in training.sport):
        if text and not text.startswith("["):
            return sport(text)
    listed = "".join(cells.get(key.casefold(), "") for key in (*training.sport, training.title))
    words = re.findall(r"[^\W\d_]+", listed)
    known = (sport(word) for word in reversed(words) if sport(word) not in (word[:100], "unknown"))
    named = words[-1] if words and training.sport else "unknown"
    return next(known, named if named != "other" else "unknown")
