"""Pictures from plain arrays: SVG text that stands in a page, needs no script, no loading and no inline style.

Colours come from the classes of ``components.css`` and from attributes, so a strict content policy lets them through
and the same picture follows the light and the dark theme and prints. A missing value (None or NaN) is a gap, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TypeGuard

Values = Sequence[float | None]
Band = tuple[float, float]

_SPARK_WIDTH, _SPARK_HEIGHT = 88.0, 36.0
_WIDTH, _LEFT, _RIGHT = 340.0, 38.0, 328.0
_NAMES_WIDTH = 104.0


def known(values: Values) -> list[float]:
    """The values that are numbers, in order.

    Examples
    --------
    >>> known([1.0, None, float("nan"), 2.0])
    [1.0, 2.0]
    """
    return [value for value in values if _is_number(value)]


def usual_range(values: Values, at_least: int = 10) -> Band | None:
    """The range that holds the middle half of the values: what the chart calls 'your usual range'.

    Parameters
    ----------
    values : sequence of float or None
        One person's own values, any unit.
    at_least : int
        With fewer known values than this there is no band: None.

    Examples
    --------
    >>> usual_range([float(n) for n in range(1, 12)])
    (3.5, 8.5)
    >>> usual_range([50.0, 51.0]) is None
    True
    """
    ordered = sorted(known(values))
    if len(ordered) < max(at_least, 2):
        return None
    return _quantile(ordered, 0.25), _quantile(ordered, 0.75)


def spark_bars(values: Values, top: float | None = None) -> str:
    """A week in miniature as bars; the last one is today's. A day without a value has no bar, a 0 has a line.

    Parameters
    ----------
    values : sequence of float or None
        Oldest first, all in one unit, 0 or more.
    top : float, optional
        The value of a full bar; by default the largest value.

    Examples
    --------
    >>> spark_bars([2.0, None, 4.0]).count("<rect")
    2
    """
    ceiling = top or max(known(values), default=1.0) or 1.0
    step = _SPARK_WIDTH / max(len(values), 1)
    width = min(step * 0.53, 12.0)
    parts = []
    for index, value in enumerate(values):
        if not _is_number(value):
            continue
        height = 2.0 + 28.0 * min(max(value, 0.0) / ceiling, 1.0)
        kind = "bar" if index == len(values) - 1 else "bar soft"
        left = (index + 0.5) * step - width / 2
        parts.append(f'<rect class="{kind}" x="{left:.1f}" y="{34 - height:.1f}" width="{width:.1f}" '
                     f'height="{height:.1f}" rx="1.5"/>')  # fmt: skip
    return _spark("".join(parts))


def spark_line(values: Values, band: Band | None = None) -> str:
    """A short series in miniature as a line, over the person's own usual range where there is one.

    Examples
    --------
    >>> spark_line([50.0, None, 52.0, 53.0], band=(49.0, 55.0)).count("M")
    2
    """
    ends = [*known(values), *(band or ())]
    if not ends:
        return _spark("")
    low, high = min(ends), max(ends)
    room = (high - low) or 1.0
    step = (_SPARK_WIDTH - 10) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return 4 + index * step, 31 - 26 * (value - low) / room

    parts = []
    if band is not None:
        top, bottom = place(0, band[1])[1], place(0, band[0])[1]
        parts.append(f'<rect class="band" x="0" y="{top:.1f}" width="88" height="{max(bottom - top, 2):.1f}" rx="2"/>')
    points = [place(i, v) if _is_number(v) else None for i, v in enumerate(values)]
    parts.append(_polyline(points))
    last = next((point for point in reversed(points) if point), None)
    if last:
        parts.append(f'<circle class="d1" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="4"/>')
    return _spark("".join(parts))


def line(days: Sequence[date], values: Values, *, name: str, unit: str, band: Band | None = None) -> str:
    """One value a day as a line with dots on real measurements, over the person's own usual range.

    Days outside the band get a larger dot in the second colour.

    Parameters
    ----------
    days, values : sequences of one length
        Oldest first; None or NaN is a gap.
    name, unit : str
        For the description that a screen reader speaks.

    Raises
    ------
    ValueError
        When the lengths differ.

    Examples
    --------
    >>> from datetime import date
    >>> 'aria-label="Sleep, h: 6 to 8, last 8"' in line([date(2026, 11, 19), date(2026, 11, 20)], [6.0, 8.0],
    ...                                                 name="Sleep", unit="h")
    True
    """
    low, high = _nice([*known(values), *(band or ())])
    height = 118.0
    y = _scale(low, high, top=10.0, bottom=height - 24)
    x = _columns(days, values, _LEFT + 8, _RIGHT - 8)
    parts = [_three_numbers(low, high, y)]
    if band is not None:
        top, bottom = y(band[1]), y(band[0])
        parts.append(f'<rect class="band" x="{_LEFT:g}" y="{top:.1f}" width="{_RIGHT - _LEFT:g}" '
                     f'height="{max(bottom - top, 2):.1f}"/>')  # fmt: skip
    points = [(x[i], y(v)) if _is_number(v) else None for i, v in enumerate(values)]
    parts.append(_polyline(points))
    for point, value in zip(points, values, strict=True):
        if point is not None and value is not None:
            outside = band is not None and not band[0] <= value <= band[1]
            kind, radius = ("d2", 4.5) if outside else ("d1", 3.0)
            parts.append(f'<circle class="{kind}" cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="{radius}"/>')
    parts.append(_day_names(days, x, height - 6))
    return _chart(height, _spoken(name, unit, values), "".join(parts))


def bars(days: Sequence[date], values: Values, *, name: str, unit: str, top: float | None = None) -> str:
    """One value a day as bars from 0.

    Parameters
    ----------
    days, values : sequences of one length
        Oldest first; None or NaN is a day without a value and has no bar.
    top : float, optional
        The upper end of the axis; by default what the values need.

    Raises
    ------
    ValueError
        When the lengths differ.

    Examples
    --------
    >>> from datetime import date
    >>> bars([date(2026, 11, 20)], [None], name="Sleep", unit="h").count('class="bar')
    0
    """
    low, high = (0.0, top) if top else _nice([0.0, *known(values)])
    height = 108.0
    y = _scale(low, high, top=10.0, bottom=height - 24)
    x = _columns(days, values, _LEFT + 8, _RIGHT - 8)
    width = min(0.66 * (_RIGHT - _LEFT - 16) / max(len(days) - 1, 1), 18.0)
    parts = [_three_numbers(low, high, y)]
    for centre, value in zip(x, values, strict=True):
        if not _is_number(value):
            continue
        head = min(y(min(max(value, low), high)), y(low) - 1)
        parts.append(f'<rect class="bar" x="{centre - width / 2:.1f}" y="{head:.1f}" width="{width:.1f}" '
                     f'height="{y(low) - head:.1f}" rx="2"/>')  # fmt: skip
    parts.append(f'<path class="axis" d="M{_LEFT:g} {y(low):.1f}H{_RIGHT:g}"/>')
    parts.append(_day_names(days, x, height - 6))
    return _chart(height, _spoken(name, unit, values), "".join(parts))


def heat_map(rows: Sequence[tuple[str, Values]], days: Sequence[date], *, name: str = "Soreness") -> str:
    """One row for each muscle group, one column a day, scores 0 to 10 with numerals from 3 upward where they fit.

    A day that was not asked is an empty outlined cell, never 0.

    Parameters
    ----------
    rows : sequence of (name, values)
        Scores 0 to 10, oldest first, one for each day.

    Raises
    ------
    ValueError
        When a row has not one value for each day.

    Examples
    --------
    >>> from datetime import date
    >>> picture = heat_map([("Thighs", [None, 6.0])], [date(2026, 11, 19), date(2026, 11, 20)])
    >>> picture.count("cell na"), 'data-score="6"' in picture
    (1, True)
    """
    row_height = 20.0
    height = row_height * len(rows) + 22
    step = min((_RIGHT - _NAMES_WIDTH) / max(len(days), 1), 22.0)
    parts = []
    for index, (label, values) in enumerate(rows):
        top = index * row_height
        parts.append(f'<text x="{_NAMES_WIDTH - 8:g}" y="{top + 14:g}" text-anchor="end">{escape(label)}</text>')
        for column, (_, value) in enumerate(zip(days, values, strict=True)):
            parts.append(_cell(_NAMES_WIDTH + column * step, top + 1, step - 2, row_height - 2, value))
    centres = [_NAMES_WIDTH + (column + 0.5) * step - 1 for column in range(len(days))]
    parts.append(_day_names(days, centres, height - 6))
    worst = [(max(known(values), default=0.0), label) for label, values in rows]
    highest, where = max(worst, default=(0.0, ""))
    spoken = f"{name} by muscle, 0 to 10. Highest: {where} {highest:g}" if highest else f"{name} by muscle: none marked"
    return _chart(height, spoken, "".join(parts), "chart sore")


def range_bar(low: float, mid: float, high: float) -> str:
    """A dot and a bar on 0 to 100, for numbers between 0 and 1: the best guess and how unsure it is.

    Examples
    --------
    >>> 'aria-label="About 31 of 100, between 14 and 52"' in range_bar(0.14, 0.31, 0.52)
    True
    """
    left, dot, right = (300 * min(max(end, 0.0), 1.0) for end in (low, mid, high))
    shown = [round(100 * end) for end in (mid, low, high)]
    return (
        f'<svg class="chart range" viewBox="0 0 300 26" role="img" '
        f'aria-label="About {shown[0]} of 100, between {shown[1]} and {shown[2]}">'
        f'<rect class="track" x="0" y="9" width="300" height="8" rx="4"/>'
        f'<rect class="f1" x="{left:.0f}" y="9" width="{max(right - left, 4):.0f}" height="8" rx="4"/>'
        f'<circle class="d1" cx="{min(max(dot, 7), 293):.0f}" cy="13" r="6"/></svg>'
    )


def _is_number(value: float | None) -> TypeGuard[float]:
    return value is not None and math.isfinite(value)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _nice(values: Sequence[float]) -> Band:
    """Ends of an axis whose middle is a round number too."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) or max(abs(high) * 0.1, 1.0)
    power = 10.0 ** math.floor(math.log10(room / 2))
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power):
        start = math.floor(low / step) * step
        if start + 2 * step >= high:
            return start, start + 2 * step
    return low, low + room


class _scale:  # noqa: N801 - used like a function: y(value) is a place on the page
    def __init__(self, low: float, high: float, top: float, bottom: float) -> None:
        self.low, self.per_unit, self.bottom = low, (bottom - top) / ((high - low) or 1.0), bottom

    def __call__(self, value: float) -> float:
        return self.bottom - (value - self.low) * self.per_unit


def _columns(days: Sequence[date], values: Values, left: float, right: float) -> list[float]:
    if len(days) != len(values):
        raise ValueError(f"{len(days)} days and {len(values)} values")
    step = (right - left) / max(len(days) - 1, 1)
    return [left + index * step for index in range(len(days))]


def _three_numbers(low: float, high: float, y: _scale) -> str:
    ends = (low, (low + high) / 2, high)
    return "".join(
        f'<path class="grid" d="M{_LEFT:g} {y(end):.1f}H{_RIGHT:g}"/>'
        f'<text x="{_LEFT - 8:g}" y="{y(end) + 4:.1f}" text-anchor="end">{end:g}</text>'
        for end in ends
    )


def _day_names(days: Sequence[date], x: Sequence[float], y: float) -> str:
    """Names for about four days, counted back from the last, which is always named."""
    last = len(days) - 1
    every = max(1, math.ceil(len(days) / 5))
    parts = []
    for index in range(last, -1, -every):
        if index != last and x[-1] - x[index] <= 64:
            continue
        kind = 'class="strong" text-anchor="end"' if index == last else 'text-anchor="middle"'
        parts.append(f'<text {kind} x="{x[index]:.1f}" y="{y:g}">{days[index].day} {days[index]:%b}</text>')
    return "".join(parts)


def _cell(x: float, y: float, width: float, height: float, value: float | None) -> str:
    place = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}" rx="2"'
    if not _is_number(value):
        return f'<rect class="cell na" {place}/>'
    score = min(max(round(value), 0), 10)
    rect = f'<rect class="cell" data-score="{score}" {place}/>'
    if score < 3 or width < 11:
        return rect
    kind = "num hi" if score > 5 else "num"
    at = f'x="{x + width / 2:.1f}" y="{y + height / 2 + 4:g}" text-anchor="middle"'
    return f'{rect}<text class="{kind}" {at}>{score}</text>'


def _polyline(points: Sequence[tuple[float, float] | None]) -> str:
    """A line that breaks at gaps; a lone point is drawn by its dot alone."""
    path, joined = [], False
    for point in points:
        if point is None:
            joined = False
            continue
        path.append(f"{'L' if joined else 'M'}{point[0]:.1f} {point[1]:.1f}")
        joined = True
    return f'<path class="l1" d="{"".join(path)}"/>' if path else ""


def _spark(inner: str) -> str:
    return f'<svg class="chart spark" viewBox="0 0 {_SPARK_WIDTH:g} {_SPARK_HEIGHT:g}" aria-hidden="true">{inner}</svg>'


def _chart(height: float, spoken: str, inner: str, kind: str = "chart") -> str:
    box = f'viewBox="0 0 {_WIDTH:g} {height:g}"'
    return f'<svg class="{kind}" {box} role="img" aria-label="{escape(spoken)}">{inner}</svg>'


def _spoken(name: str, unit: str, values: Values) -> str:
    numbers = known(values)
    if not numbers:
        return f"{name}: nothing recorded"
    return f"{name}, {unit}: {min(numbers):g} to {max(numbers):g}, last {numbers[-1]:g}"
