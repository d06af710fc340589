"""Lanes of one axis of days: bars, a line with bands and fans, a heat map, marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from unweary.reports.charts.axes import (
    TOP,
    Band,
    Columns,
    Upright,
    Values,
    frame,
    is_number,
    known,
    path,
    short,
    three_numbers,
    upright,
)

#: Height of the marks of a lane, and of a row of cells.
LANE_PX, _ROW_PX = 72.0, 20.0
#: With more columns than this, gaps between cells, outlines of empty ones and dots would be all that one sees.
_MOST_APART = 60
#: Numerals fit into the cells of two weeks on a phone, of six weeks on a desk.
_MOST_NUMERALS_PHONE, _MOST_NUMERALS = 14, 42
_NUMERAL_FROM = 3


def bars(
    days: Sequence[date],
    values: Values,
    *,
    name: str,
    unit: str,
    top: float | None = None,
    base: float = 0.0,
    every_days: int = 1,
    tall_px: float = LANE_PX,
) -> str:
    """One value a column as bars from 0 or another base; a day without a value has no bar, the base itself a thin one.

    Parameters
    ----------
    days, values : sequences of one length
        Oldest first; None, NaN or a day that is left out is a day without a value.
    name, unit : str
        For the description that a screen reader speaks.
    top : float, optional
        The upper end of the axis; by default what the values need.
    base : float
        Where the bars start, such as the person's own middle; those below it hang down in the second colour.
    every_days : int
        How many days one column stands for; each day in ``days`` is then the last of its column.
    tall_px : float
        Height of the marks.

    Raises
    ------
    ValueError
        When the lengths differ.

    Examples
    --------
    >>> from datetime import date
    >>> 'class="bar"' in bars([date(2026, 11, 20)], [None], name="Sleep", unit="h")
    False
    """
    columns = Columns.of(days, values, every_days)
    y = Upright(0.0, top, tall_px) if top else upright([base, *known(values)], tall_px)
    row = columns.spread(days, values)
    up = _bars([v if is_number(v) and v >= base else None for v in row], base, y)
    down = _bars([v if is_number(v) and v < base else None for v in row], base, y)
    axis = path("axis", f"M0 {short(y(base))}h{columns.count}") if columns.count else ""
    drawn = path("bar", up) + path("bar less", down) + axis
    return frame(columns, tall_px, drawn, name=f"{name}, {unit}", said=_said(values), more=three_numbers(y))


def line(
    days: Sequence[date],
    values: Values,
    *,
    name: str,
    unit: str,
    band: Sequence[Band | None] = (),
    mean: Values | None = None,
    fans: Sequence[Sequence[Band | None]] = (),
    every_days: int = 1,
    tall_px: float = LANE_PX,
) -> str:
    """One value a column as dots joined from one column to the next, over the person's own range.

    Dots outside the band are larger and in the second colour.

    Parameters
    ----------
    days, values : sequences of one length
        Oldest first. None, NaN or a day that is left out is a gap; no line is drawn across it.
    band : sequence of (low, high) or None, one for each day, optional
        The person's own range.
    mean : sequence of float or None, optional
        A running mean, one for each day: the line then follows it, it is what counts as outside, and the dots of the
        single values stand behind.
    fans : sequences of (low, high) or None, one for each day
        How far a forecast may be off, widest first; up to three.

    Raises
    ------
    ValueError
        When the lengths differ.

    Examples
    --------
    >>> from datetime import date
    >>> picture = line([date(2026, 11, 18), date(2026, 11, 20)], [6.0, 8.0], name="Sleep", unit="h")
    >>> picture.count("h0"), 'class="l1"' in picture  # two dots and, across the missing day, no line
    (2, False)
    """
    columns = Columns.of(days, values, every_days)
    around = _for_each(days, band or [None] * len(days), columns)
    widths = [_for_each(days, fan, columns) for fan in fans]
    row = columns.spread(days, values)
    led = row if mean is None else columns.spread(days, mean)
    ends = [end for each in (around, *widths) for pair in each if pair for end in pair]
    y = upright([*known(values), *known(mean or ()), *ends], tall_px)
    outside = [is_number(v) and b is not None and not b[0] <= v <= b[1] for v, b in zip(led, around, strict=True)]
    marks = [path(f"f{3 - place}", _area(each, y)) for place, each in enumerate(widths)]
    marks += [path("band", _area(around, y)), path("l1", _joined(led, y))]
    inside = row if mean is not None else [None if out else value for value, out in zip(row, outside, strict=True)]
    kind = "dots small" if mean is not None else "dots dense" if columns.count > _MOST_APART else "dots"
    marks.append(path(kind, _dots(inside, y)))
    marks.append(path("dots out", _dots([value if out else None for value, out in zip(led, outside, strict=True)], y)))
    return frame(columns, tall_px, "".join(marks), name=f"{name}, {unit}", said=_said(values), more=three_numbers(y))


def heat_map(
    rows: Sequence[tuple[str, Values]],
    days: Sequence[date],
    *,
    name: str = "Soreness by muscle, 0 to 10",
    links: Sequence[str] = (),
    every_days: int = 1,
) -> str:
    """One row for each muscle group, one column a day, scores 0 to 10 with numerals from 3 upward where they fit.

    A day that was not asked is an empty outlined cell (in a long span: blank), never the cell of 0.

    Parameters
    ----------
    rows : sequence of (name, values)
        Scores 0 to 10, oldest first, one for each day.
    links : sequence of str
        Where each column leads, by script-free links that a keyboard finds in the table beside the picture.

    Raises
    ------
    ValueError
        When a row has not one value for each day.

    Examples
    --------
    >>> from datetime import date
    >>> picture = heat_map([("Thighs", [None, 6.0])], [date(2026, 11, 19), date(2026, 11, 20)])
    >>> picture.count('class="na"'), 'data-score="6"' in picture
    (1, True)
    """
    columns = Columns.of(days, days, every_days)
    cells: dict[int | None, list[str]] = {}
    numerals, names = [], []
    for index, (label, values) in enumerate(rows):
        names.append(_row_name(index, label))
        for place, score in enumerate(columns.spread(days, values)):
            shown = min(max(round(score), 0), 10) if is_number(score) else None
            cells.setdefault(shown, []).append(_cell(place, index, columns.count))
            if shown is not None and shown >= _NUMERAL_FROM and columns.count <= _MOST_NUMERALS:
                high = ' class="hi"' if shown > 5 else ""
                x = short(100 * (place + 0.5) / columns.count)
                numerals.append(f'<text{high} x="{x}%" y="{TOP + index * _ROW_PX + 14:g}">{shown}</text>')
    empty = "".join(cells.pop(None, ()))
    drawn = path("na", empty) if columns.count <= _MOST_APART else ""
    drawn += "".join(path("cell", "".join(d), f' data-score="{score}"') for score, d in sorted(cells.items()))
    few = "" if columns.count <= _MOST_NUMERALS_PHONE else " many"
    more = "".join(names) + (f'<g class="nums{few}">{"".join(numerals)}</g>' if numerals else "")
    more += _links(days, links, columns, len(rows) * _ROW_PX)
    role = "group" if links else "img"
    tall = len(rows) * _ROW_PX
    return frame(columns, tall, drawn, name=name, said=_highest(rows), more=more, kind=" sore", role=role)


def marks(rows: Sequence[tuple[str, Iterable[date]]], days: Sequence[date], *, name: str, every_days: int = 1) -> str:
    """One row for each kind of mark, a dot in the column of each day that has it.

    Raises
    ------
    ValueError
        When a marked day is outside the columns.

    Examples
    --------
    >>> from datetime import date
    >>> week = [date(2026, 11, day) for day in (18, 19, 20)]
    >>> marks([("Sick", [week[2]])], week, name="Marks").count("h0")
    1
    """
    columns = Columns.of(days, days, every_days)
    drawn, names = [], []
    for index, (label, marked) in enumerate(rows):
        names.append(_row_name(index, label))
        for place in sorted({columns.place(day) for day in marked}):
            if not 0 <= place < columns.count:
                raise ValueError(f"a mark of {label} is outside the days shown")
            drawn.append(f"M{short(place + 0.5)} {index * _ROW_PX + 10:g}h0")
    said = "; ".join(f"{label} {len(set(marked))}" for label, marked in ((label, list(m)) for label, m in rows))
    shown = path("dots mark", "".join(drawn))
    return frame(columns, len(rows) * _ROW_PX, shown, name=name, said=said, more="".join(names))


def _row_name(index: int, label: str) -> str:
    return f'<text x="-8" y="{TOP + index * _ROW_PX + 14:g}" text-anchor="end">{escape(label)}</text>'


def _cell(place: int, index: int, count: int) -> str:
    y = index * _ROW_PX + 1
    return f"M{short(place + 0.06)} {y:g}h.88v18h-.88z" if count <= _MOST_APART else f"M{place} {y:g}h1v18h-1z"


def _links(days: Sequence[date], links: Sequence[str], columns: Columns, height: float) -> str:
    """One unseen link over each column; by keyboard the table beside the picture has the same ones."""
    width = short(100 / max(columns.count, 1))
    return "".join(
        f'<a href="{escape(to)}" tabindex="-1" aria-label="{day.day} {day:%B}"><rect class="hit" '
        f'x="{short(100 * columns.place(day) / columns.count)}%" y="{TOP}" width="{width}%" height="{height:g}"/></a>'
        for day, to in zip(days, links, strict=bool(links))
    )


def _highest(rows: Sequence[tuple[str, Values]]) -> str:
    worst, where = max(((max(known(values), default=0.0), label) for label, values in rows), default=(0.0, ""))
    return f"Highest: {where} {worst:g}" if worst else "None marked"


def _said(values: Values) -> str:
    numbers = known(values)
    if not numbers:
        return "Nothing recorded"
    return f"{min(numbers):.4g} to {max(numbers):.4g}, last {numbers[-1]:.4g}. Recorded {len(numbers)} times."


def _for_each(days: Sequence[date], pairs: Sequence[Band | None], columns: Columns) -> list[Band | None]:
    """One pair of ends a column, from one for each day."""
    row: list[Band | None] = [None] * columns.count
    for day, pair in zip(days, pairs, strict=True):
        row[columns.place(day)] = pair
    return row


def _bars(row: Values, base: float, y: Upright) -> str:
    """From the base to each value, at least 1 px, so that a value on the base is not taken for a gap."""
    return "".join(
        f"M{short(place + 0.18)} {short(y(base))}v{short((y(v) - y(base)) or -1)}h.64V{short(y(base))}z"
        for place, v in enumerate(row)
        if is_number(v)
    )


def _joined(row: Values, y: Upright) -> str:
    """A line from each value to the next column's; a value without neighbours is drawn by its dot alone."""
    found, joined = [], False
    for place, value in enumerate(row):
        after = is_number(value) and place + 1 < len(row) and is_number(row[place + 1])
        if is_number(value) and (joined or after):
            found.append(f"{'L' if joined else 'M'}{short(place + 0.5)} {short(y(value))}")
        joined = after
    return "".join(found)


def _dots(row: Values, y: Upright) -> str:
    """Lines of no length with round ends: circles, however wide the picture is stretched."""
    return "".join(f"M{short(i + 0.5)} {short(y(v))}h0" for i, v in enumerate(row) if is_number(v))


def _area(pairs: Sequence[Band | None], y: Upright) -> str:
    """The ground between low and high, from edge to edge of each run of columns that has both."""
    found, place = [], 0
    while place < len(pairs):
        run: list[Band] = []
        while place + len(run) < len(pairs) and (pair := pairs[place + len(run)]) is not None:
            run.append(pair)
        if run:
            stops = [place, *(place + n + 0.5 for n in range(len(run))), place + len(run)]
            ends = [run[0], *run, run[-1]]
            there = [f"{short(x)} {short(y(pair[1]))}" for x, pair in zip(stops, ends, strict=True)]
            back = [f"{short(x)} {short(y(pair[0]))}" for x, pair in zip(stops[::-1], ends[::-1], strict=True)]
            found.append(f"M{'L'.join((*there, *back))}z")
        place += len(run) + 1
    return "".join(found)
