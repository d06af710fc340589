"""Small black-and-white charts for the printed page, as SVG text made from plain arrays.

A gap is a gap: a day without a value gets no bar and no dot, and the line is not drawn across it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unweary.reports.phrases import number_words

_WIDTH, _HEIGHT = 340.0, 66.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 4.0, 6.0, 15.0


@dataclass(frozen=True, slots=True)
class DailySeries:
    """One value a day, oldest first; None where nothing was recorded."""

    name: str
    unit: str
    first_day: date
    values: tuple[float | None, ...]
    source: str = ""

    @property
    def known(self) -> int:
        """On how many days something was recorded."""
        return sum(value is not None for value in self.values)

    @property
    def title(self) -> str:
        """Name and unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name


def bars(series: DailySeries) -> str:
    """One bar a day, from zero.

    Examples
    --------
    >>> picture = bars(DailySeries("Training", "min a day", date(2026, 11, 19), (40.0, None)))
    >>> picture.count("<rect"), "1 of 2 days" in picture
    (1, True)
    """
    top = max((value for value in series.values if value is not None), default=1.0) or 1.0
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(series.values), 1)
    marks = []
    for place, value in enumerate(series.values):
        if value is None:
            continue
        height = max(value / top * (_HEIGHT - _TOP - _BOTTOM), 0.6)
        x, y = _LEFT + place * step + 0.15 * step, _HEIGHT - _BOTTOM - height
        marks.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{0.7 * step:.1f}" height="{height:.1f}"/>')
    return _frame(series, "".join(marks), 0.0, top)


def dots(series: DailySeries) -> str:
    """One dot a day; neighbouring days are joined by a line.

    Examples
    --------
    >>> picture = dots(DailySeries("Resting heart rate", "bpm", date(2026, 11, 18), (52.0, 55.0, None)))
    >>> picture.count("<circle"), "L" in picture  # two days, joined
    (2, True)
    """
    values = [value for value in series.values if value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = low - 1.0, high + 1.0
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(series.values), 1)
    places = [
        (place, _LEFT + (place + 0.5) * step, _TOP + (high - value) / (high - low) * (_HEIGHT - _TOP - _BOTTOM))
        for place, value in enumerate(series.values)
        if value is not None
    ]
    line, before = "", None
    for place, x, y in places:
        line += f"{'L' if before == place - 1 and before is not None else 'M'}{x:.1f} {y:.1f}"
        before = place
    circles = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.7"/>' for _, x, y in places)
    path = f'<path d="{line}" fill="none" stroke="#000" stroke-width="0.8"/>' if line else ""
    return _frame(series, path + circles, low, high)


def _frame(series: DailySeries, marks: str, low: float, high: float) -> str:
    """Three numbers on the left, three dates below, a name for those who do not see the picture."""
    last = series.first_day + timedelta(days=len(series.values) - 1)
    middle = series.first_day + timedelta(days=len(series.values) // 2)
    floor = _HEIGHT - _BOTTOM
    ys = ((high, _TOP), ((low + high) / 2, (_TOP + floor) / 2), (low, floor))
    numbers = "".join(
        f'<text x="{_LEFT - 4:.0f}" y="{y + 3:.1f}" text-anchor="end">{number_words(value)}</text>' for value, y in ys
    )
    ends = ((series.first_day, _LEFT, "start"), (middle, (_LEFT + _WIDTH) / 2, "middle"), (last, _WIDTH - 2, "end"))
    dates = "".join(
        f'<text x="{x:.0f}" y="{_HEIGHT - 3:.0f}" text-anchor="{anchor}">{day.day} {day:%b}</text>'
        for day, x, anchor in ends
    )
    said = f"{series.title}: recorded on {series.known} of {len(series.values)} days, {day_range(series)}"
    rule = f'<path d="M{_LEFT:.0f} {floor + 0.5:.1f}H{_WIDTH - _RIGHT:.0f}" stroke="#777" stroke-width="0.6"/>'
    return (
        f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" aria-label="{html.escape(said)}">'
        f"{rule}{marks}{numbers}{dates}</svg>"
    )


def day_range(series: DailySeries) -> str:
    """From the lowest to the highest recorded value, in words.

    Examples
    --------
    >>> day_range(DailySeries("Sleep", "h", date(2026, 11, 18), (6.5, None, 8.0)))
    'from 6.5 to 8 h'
    """
    known: Sequence[float] = [value for value in series.values if value is not None]
    if not known:
        return "nothing recorded"
    return f"from {number_words(min(known))} to {number_words(max(known))} {series.unit}".rstrip()
