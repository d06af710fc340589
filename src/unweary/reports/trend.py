"""Values that were measured now and then, such as blood tests: each at its own day, over the usual range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unweary.reports.charts import _LEFT, _RIGHT, _chart, _nice, _scale, _three_numbers

_HEIGHT = 104.0


@dataclass(frozen=True, slots=True)
class Point:
    """One value and its day. ``bound`` marks a value such as '<5', which says only where it is not."""

    day: date
    value: float
    bound: bool = False


def trend(points: Sequence[Point], *, name: str, unit: str, low: float | None = None, high: float | None = None) -> str:
    """The values in time, with the usual range behind them; a value outside it gets a larger dot.

    Parameters
    ----------
    points : sequence of Point
        Oldest first, all in one unit.
    low, high : float, optional
        The usual range; one that is open on a side reaches to the edge of the picture.

    Raises
    ------
    ValueError
        Where there is no point.

    Examples
    --------
    >>> points = [Point(date(2026, 1, 5), 12.0), Point(date(2026, 11, 2), 41.0)]
    >>> picture = trend(points, name="Ferritin", unit="ug/L", low=30.0)
    >>> 'aria-label="Ferritin, ug/L: 12 on 5 Jan 2026, 41 on 2 Nov 2026"' in picture, picture.count("<circle")
    (True, 2)
    """
    if not points:
        raise ValueError("a trend needs a value")
    values = [point.value for point in points]
    ends = _nice([*values, *(end for end in (low, high) if end is not None and _near(end, values))])
    y = _scale(*ends, top=10.0, bottom=_HEIGHT - 22)
    first, span = points[0].day, max((points[-1].day - points[0].day).days, 1)
    room = _RIGHT - _LEFT - 28

    def x(day: date) -> float:
        return _LEFT + 14 + room * (day - first).days / span

    parts = [_three_numbers(*ends, y), _band(low, high, ends, y)]
    path = "".join(f"{'M' if place == 0 else 'L'}{x(p.day):.1f} {y(p.value):.1f}" for place, p in enumerate(points))
    parts.append(f'<path class="l1" d="{path}"/>')
    for point in points:
        outside = (low is not None and point.value < low) or (high is not None and point.value > high)
        kind, radius = ("open", 4.0) if point.bound else ("d2", 4.5) if outside else ("d1", 3.5)
        parts.append(f'<circle class="{kind}" cx="{x(point.day):.1f}" cy="{y(point.value):.1f}" r="{radius}"/>')
    parts.append(_ends(points))
    return _chart(_HEIGHT, _spoken(points, name, unit), "".join(parts))


def _near(end: float, values: Sequence[float]) -> bool:
    """Whether an end of the range can be shown without pressing the values flat."""
    return end <= 3 * max(values) if end > max(values) else True


def _band(low: float | None, high: float | None, ends: tuple[float, float], y: _scale) -> str:
    if low is None and high is None:
        return ""
    bottom = max(ends[0] if low is None else low, ends[0])
    top = min(ends[1] if high is None else high, ends[1])
    if top <= bottom:
        return ""
    box = f'x="{_LEFT:g}" y="{y(top):.1f}" width="{_RIGHT - _LEFT:g}" height="{y(bottom) - y(top):.1f}"'
    return f'<rect class="band" {box}/>'


def _ends(points: Sequence[Point]) -> str:
    """The first and the last day by name."""
    last = points[-1].day
    text = f'<text class="strong" text-anchor="end" x="{_RIGHT:g}" y="{_HEIGHT - 5:g}">{last:%b} {last.year}</text>'
    if len(points) > 1 and points[0].day != last:
        text += f'<text x="{_LEFT:g}" y="{_HEIGHT - 5:g}">{points[0].day:%b} {points[0].day.year}</text>'
    return text


def _spoken(points: Sequence[Point], name: str, unit: str) -> str:
    told = ", ".join(f"{p.value:.4g} on {p.day.day} {p.day:%b %Y}" for p in points[-6:])
    return f"{name}, {unit}: {told}"
