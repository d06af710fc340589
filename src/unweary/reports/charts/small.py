"""Small pictures of a fixed shape: a week in miniature, and a chance with its range."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from unweary.reports.charts.axes import Band, Values, is_number, known

_WIDTH, _HEIGHT = 88.0, 36.0


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
    step = _WIDTH / max(len(values), 1)
    width = min(step * 0.53, 12.0)
    parts = []
    for index, value in enumerate(values):
        if not is_number(value):
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
    step = (_WIDTH - 10) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return 4 + index * step, 31 - 26 * (value - low) / room

    parts = []
    if band is not None:
        top, bottom = place(0, band[1])[1], place(0, band[0])[1]
        parts.append(f'<rect class="band" x="0" y="{top:.1f}" width="88" height="{max(bottom - top, 2):.1f}" rx="2"/>')
    points = [place(i, v) if is_number(v) else None for i, v in enumerate(values)]
    parts.append(_polyline(points))
    last = next((point for point in reversed(points) if point), None)
    if last:
        parts.append(f'<circle class="d1" cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="4"/>')
    return _spark("".join(parts))


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


def waterfall(start: float, steps: Sequence[float]) -> list[str]:
    """How a number adds up: a dot where it starts, a bar for each step from where the last one ended, a dot at the end.

    One picture a row on a shared axis, to stand in a table beside the words; they say what it shows.

    Examples
    --------
    >>> [row.count("<rect") for row in waterfall(-2.0, [1.5, -0.5])]
    [0, 1, 1, 0]
    """
    stops = [start]
    for step in steps:
        stops.append(stops[-1] + step)
    low, room = min(stops), (max(stops) - min(stops)) or 1.0
    x = [6 + 88 * (stop - low) / room for stop in stops]

    def row(inner: str) -> str:
        return f'<svg class="chart fall" viewBox="0 0 100 14" aria-hidden="true">{inner}</svg>'

    def dot(place: float) -> str:
        return row(f'<circle class="d1" cx="{place:.1f}" cy="7" r="4.5"/>')

    bars = [
        row(
            f'<rect class="bar{"" if there >= here else " less"}" x="{min(here, there):.1f}" y="2" '
            f'width="{max(abs(there - here), 0.8):.1f}" height="10"/>'
        )
        for here, there in pairwise(x)
    ]
    return [dot(x[0]), *bars, dot(x[-1])]


def _polyline(points: list[tuple[float, float] | None]) -> str:
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
    return f'<svg class="chart spark" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" aria-hidden="true">{inner}</svg>'
