"""Values that were measured now and then, such as blood tests: each at its own day, over the usual range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unweary.reports.charts.axes import Columns, Upright, frame, path, short, three_numbers, upright

_PX = 72.0


@dataclass(frozen=True, slots=True)
class Point:
    """One value and its day. ``bound`` marks a value such as '<5', which says only where it is not."""

    day: date
    value: float
    bound: bool = False


def trend(points: Sequence[Point], *, name: str, unit: str, low: float | None = None, high: float | None = None) -> str:
    """The values in time, with the usual range behind them; a value outside it gets a larger dot.

    No line joins them: nobody knows what was between two blood tests.

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
    >>> "<desc>12 on 5 Jan 2026, 41 on 2 Nov 2026</desc>" in picture, picture.count("h0")
    (True, 2)
    """
    if not points:
        raise ValueError("a trend needs a value")
    values = [point.value for point in points]
    y = upright([*values, *(end for end in (low, high) if end is not None and _near(end, values))], _PX)
    # A margin on both sides keeps the first and the last dot whole.
    days = (points[-1].day - points[0].day).days
    edge = max(days // 16, 1)
    columns = Columns(date.fromordinal(points[0].day.toordinal() - edge), days + 1 + 2 * edge)
    dots: dict[str, list[str]] = {}
    for point in points:
        outside = (low is not None and point.value < low) or (high is not None and point.value > high)
        kind = "open" if point.bound else "out" if outside else "in"
        dots.setdefault(kind, []).append(f"M{short(columns.place(point.day) + 0.5)} {short(y(point.value))}h0")
    drawn = _band(low, high, y, columns.count)
    drawn += "".join(path(f"dots {kind}", "".join(found)) for kind, found in dots.items())
    # The hollow of a bound: a smaller dot in the colour of the ground.
    drawn += path("dots hollow", "".join(dots.get("open", ())))
    said = ", ".join(f"{p.value:.4g} on {p.day.day} {p.day:%b %Y}" for p in points[-6:])
    return frame(columns, _PX, drawn, name=f"{name}, {unit}", said=said, more=three_numbers(y))


def _near(end: float, values: Sequence[float]) -> bool:
    """Whether an end of the range can be shown without pressing the values flat."""
    return end <= 3 * max(values) if end > max(values) else True


def _band(low: float | None, high: float | None, y: Upright, count: int) -> str:
    if low is None and high is None:
        return ""
    top, bottom = y(y.high if high is None else high), y(y.low if low is None else low)
    return path("band", f"M0 {short(top)}h{count}V{short(bottom)}H0z") if bottom > top else ""
