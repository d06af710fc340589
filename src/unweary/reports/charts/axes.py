"""What every chart stands on: known values, round ends of an axis, columns of days, and the frame around a lane."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TypeGuard

Values = Sequence[float | None]
Band = tuple[float, float]

#: Above and below the marks of a lane, in px: room for the uppermost number, and for the names of the days.
TOP, FOOT = 8, 22


def is_number(value: float | None) -> TypeGuard[float]:
    """Whether there is a value to draw."""
    return value is not None and math.isfinite(value)


def known(values: Values) -> list[float]:
    """The values that are numbers, in order.

    Examples
    --------
    >>> known([1.0, None, float("nan"), 2.0])
    [1.0, 2.0]
    """
    return [value for value in values if is_number(value)]


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


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def short(value: float) -> str:
    """A coordinate with no more digits than one can see.

    Examples
    --------
    >>> short(12.0), short(0.5), short(3.14159)
    ('12', '.5', '3.14')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@dataclass(frozen=True, slots=True)
class Upright:
    """A y axis: calling it turns a value into px from the top of the marks."""

    low: float
    high: float
    px: float

    def __call__(self, value: float) -> float:
        """Where a value stands; what lies outside the axis stands at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return self.px * (1 - share)


def upright(values: Sequence[float], px: float) -> Upright:
    """An axis that holds every value and whose ends and middle are round numbers.

    Examples
    --------
    >>> upright([47.0, 59.0], 80)
    Upright(low=40.0, high=60.0, px=80)
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) or max(abs(high) * 0.1, 1.0)
    power = 10.0 ** math.floor(math.log10(room / 2))
    for step in (power * n for n in (1, 2, 2.5, 3, 4, 5, 10, 20)):
        start = math.floor(low / step) * step
        if start + 2 * step >= high:
            return Upright(start, start + 2 * step, px)
    return Upright(low, low + room, px)


@dataclass(frozen=True, slots=True)
class Columns:
    """The shared x axis: one column for each ``every_days`` days, oldest first; each is named by its last day."""

    first: date
    count: int
    every_days: int = 1

    @classmethod
    def of(cls, days: Sequence[date], values: Sequence[object], every_days: int) -> Columns:
        """The columns that hold these days; days between them that have no value keep their place.

        Raises
        ------
        ValueError
            When there is not one value for each day, or a day does not end a column.
        """
        if len(days) != len(values):
            raise ValueError(f"{len(days)} days and {len(values)} values")
        if not days:
            return cls(date.min, 0, every_days)
        if any((day - days[0]).days % every_days for day in days):
            raise ValueError(f"a day does not end a column of {every_days} days")
        return cls(days[0], (days[-1] - days[0]).days // every_days + 1, every_days)

    def place(self, day: date) -> int:
        """The number of the column that ends with this day."""
        return (day - self.first).days // self.every_days

    def spread(self, days: Sequence[date], values: Values) -> list[float | None]:
        """One value a column: None where there is none."""
        row: list[float | None] = [None] * self.count
        for day, value in zip(days, values, strict=True):
            row[self.place(day)] = value if is_number(value) else None
        return row

    def names(self) -> list[tuple[float, str, bool]]:
        """(middle as a share of the width, name, whether it is the last): about three columns, the last always."""
        if not self.count:
            return []
        last = self.count - 1
        every = max(1, math.ceil(self.count / (2 if self._years else 3)))
        return [
            ((place + 0.5) / self.count, self._name(place), place == last)
            for place in range(last, -1, -every)
            if place == last or (last - place) / self.count > 0.25
        ]

    @property
    def _years(self) -> bool:
        """Whether months need their year."""
        return self.count * self.every_days > 400

    def _name(self, place: int) -> str:
        day = date.fromordinal(self.first.toordinal() + place * self.every_days)
        if self._years:
            return f"{day:%b %Y}"
        return f"{day.day} {day:%b}"


def frame(
    columns: Columns,
    height_px: float,
    marks: str,
    *,
    name: str,
    said: str,
    more: str = "",
    kind: str = "",
    role: str = "img",
) -> str:
    """A lane: marks in columns by px, stretched to the width there is; letters around them keep their shape.

    Parameters
    ----------
    height_px : float
        Height of the marks alone.
    marks : str
        SVG whose x counts columns and whose y counts px.
    name, said : str
        Title and description for those who do not see the picture.
    more : str
        SVG beside the marks: x in per cent or px, y in px from the top of the whole picture.
    kind, role : str
        Further classes; ``group`` where links stand in the picture, which an ``img`` would hide.
    """
    whole = height_px + TOP + FOOT
    ends = "".join(
        f'<text class="strong" x="100%" y="{whole - 6:g}" text-anchor="end">{text}</text>'
        if last
        else f'<text x="{short(100 * share)}%" y="{whole - 6:g}" text-anchor="middle">{text}</text>'
        for share, text, last in columns.names()
    )
    rules = "".join(f"M{short(share * columns.count)} 0V{height_px:g}" for share, _, _ in columns.names())
    return (
        f'<svg class="chart lane{kind}" height="{whole:g}" role="{role}"><title>{escape(name)}</title>'
        f"<desc>{escape(said)}</desc>"
        f'<svg y="{TOP}" width="100%" height="{height_px:g}" overflow="visible" preserveAspectRatio="none" '
        f'viewBox="0 0 {max(columns.count, 1)} {height_px:g}">{path("grid", rules)}{marks}</svg>{more}{ends}</svg>'
    )


def three_numbers(y: Upright) -> str:
    """Lowest, middle and highest number of the axis, to the left of the marks."""
    return "".join(
        f'<text x="-8" y="{TOP + y(end) + 4:.1f}" text-anchor="end">{end:g}</text>'
        for end in (y.low, (y.low + y.high) / 2, y.high)
    )


def path(kind: str, d: str, more: str = "") -> str:
    """One path of a class; nothing where there is nothing to draw."""
    return f'<path class="{kind}"{more} d="{d}"/>' if d else ""
