"""The samples of an activity, in the four ways in which exports write them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from math import nan
from typing import Any

from unweary.importers.json_exports.shape import Record, Track, found
from unweary.importers.json_exports.written_values import amount
from unweary.importers.written import instant

#: Samples further from the start belong to another recording, or to a clock that jumped [s].
_LONGEST_S = 10 * 86_400.0
#: A field or a kind of sample, with our column and the factor to its unit.
Columns = Mapping[str, tuple[str, float]]
_Sample = tuple[float | None, str, Any, float]

#: Polar's names before and after it changed its export. Speed is in km/h.
_POLAR: Columns = {
    "heartRate": ("hr_bpm", 1.0), "HEART_RATE": ("hr_bpm", 1.0),
    "speed": ("speed_m_s", 1 / 3.6), "SPEED": ("speed_m_s", 1 / 3.6),
    "altitude": ("altitude_m", 1.0), "ALTITUDE": ("altitude_m", 1.0),
    "cadence": ("cadence_rpm", 1.0), "CADENCE": ("cadence_rpm", 1.0),
    "distance": ("distance_m", 1.0), "DISTANCE": ("distance_m", 1.0),
    "temperature": ("temperature_c", 1.0), "TEMPERATURE": ("temperature_c", 1.0),
}  # fmt: skip


def in_rows(path: str, seconds: str, columns: Columns) -> Track:
    """Objects one after the other, each with its seconds since the start.

    Examples
    --------
    >>> track = in_rows("samples", "secs", {"HR": ("hr_bpm", 1.0)})
    >>> track({"samples": [{"secs": 0, "HR": 90}, {"secs": 1}]}, datetime(2026, 11, 20))
    {'t_s': array('d', [0.0, 1.0]), 'hr_bpm': array('d', [90.0, nan])}
    """

    def samples(record: Record, _: datetime) -> Iterator[_Sample]:
        for row in _list(found(record, path)):
            if isinstance(row, dict):
                t_s = amount(row.get(seconds))
                yield t_s, "", None, 1.0
                for name, (column, factor) in columns.items():
                    yield t_s, column, row.get(name), factor

    return _gathered(samples)


def in_columns(path: str, seconds: str, columns: Columns) -> Track:
    """Lists side by side, one of which holds the seconds since the start.

    Examples
    --------
    >>> track = in_columns("streams", "t", {"hr": ("hr_bpm", 1.0)})
    >>> track({"streams": {"t": [0, 2], "hr": [90, 91]}}, datetime(2026, 11, 20))
    {'t_s': array('d', [0.0, 2.0]), 'hr_bpm': array('d', [90.0, 91.0])}
    """

    def samples(record: Record, _: datetime) -> Iterator[_Sample]:
        times = [amount(value) for value in _list(found(record, f"{path}.{seconds}"))]
        yield from ((t_s, "", None, 1.0) for t_s in times)
        for name, (column, factor) in columns.items():
            for t_s, value in zip(times, _list(found(record, f"{path}.{name}")), strict=False):
                yield t_s, column, value, factor

    return _gathered(samples)


def _polar_samples(record: Record, start: datetime) -> Iterator[_Sample]:
    """By kind: with a clock each (before 2025), or at an interval (since)."""
    samples = record.get("samples")
    wall = start.replace(tzinfo=None)
    for name, (column, factor) in _POLAR.items():
        for sample in _list(found({"samples": samples}, f"samples.{name}")):
            if isinstance(sample, dict):
                yield _after(sample.get("dateTime"), wall), column, sample.get("value"), factor
    for series in _list(found({"samples": samples}, "samples.samples")):
        if not isinstance(series, dict) or series.get("type") not in list(_POLAR):
            continue
        column, factor = _POLAR[series["type"]]
        interval_ms = amount(series.get("intervalMillis"))
        for count, value in enumerate(_list(series.get("values")) if interval_ms else ()):
            yield count * (interval_ms or nan) / 1000, column, value, factor
    for point in _list(found({"samples": samples}, "samples.recordedRoute")):
        if isinstance(point, dict):
            for name, column in (("latitude", "lat_deg"), ("longitude", "lon_deg")):
                yield _after(point.get("dateTime"), wall), column, point.get(name), 1.0


def _after(clock: Any, wall: datetime) -> float | None:
    at = instant(clock) if isinstance(clock, str) else None
    return None if at is None else (at.replace(tzinfo=None) - wall).total_seconds()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _gathered(samples: Callable[[Record, datetime], Iterable[_Sample]]) -> Track:
    def track(record: Record, start: datetime) -> Mapping[str, array[float]]:
        rows: dict[float, dict[str, float]] = {}
        names: dict[str, None] = {}
        for t_s, column, written, factor in samples(record, start):
            if t_s is None or not 0 <= t_s <= _LONGEST_S:
                continue
            row = rows.setdefault(round(t_s, 3), {})
            value = amount(written)
            if value is not None:
                names[column] = None
                row[column] = value * factor
        if not rows:
            return {}
        times = sorted(rows)
        columns = {name: array("d", (rows[t_s].get(name, nan) for t_s in times)) for name in names}
        return {"t_s": array("d", times)} | columns

    return track


polar = _gathered(_polar_samples)
