"""Several lines over one axis of numbers: the pictures of the simulations, for pages and as files of their own.

In a page the picture is as wide as its place, without stretching a letter; colours come from the page. A file carries
its own small style, light and dark. Never colour alone: the second line is dashed, the third dotted, a reference thin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from math import ceil, floor, log10
from textwrap import wrap

import numpy as np

from unweary.reports.charts.axes import TOP, Upright, path, short
from unweary.vocab.simulation import FloatArray, Line, Panel, PanelWords

#: Height of the marks, and the units by which the width is counted.
_PX, _WIDE = 190.0, 1000.0
#: Below the marks: the numbers of the axis, then its name.
_FOOT = 38
_CLASSES = {"main": "l1", "second": "l2", "third": "l3", "reference": "ref", "points": "dots"}


def curves(panel: Panel, words: PanelWords) -> str:
    """A picture for a page. Its title and its legend stand in the page, beside it.

    Parameters
    ----------
    panel : Panel
        Lines of at most some hundred points; NaN is a gap. Without any value there are only the axes.
    words : PanelWords

    Examples
    --------
    >>> line = Line("tired", np.array([0.0, 60.0, 120.0]), np.array([0.0, 40.0, np.nan]))
    >>> words = PanelWords("Tired part", "time [s]", "tired [%]", {"tired": "tired"})
    >>> picture = curves(Panel("course", (line,)), words)
    >>> "tired: 0 at 0, 40 at 60" in picture, "<style" in picture
    (True, False)
    """
    return _drawn(panel, words, f'height="{TOP + _PX + _FOOT:g}"')


def _drawn(panel: Panel, words: PanelWords, place: str) -> str:
    x_low, x_high = ends(panel)
    y, heights = y_axis(panel, _PX)
    ticks = round_numbers(x_low, x_high, 4)

    def across(value: float) -> float:
        return (value - x_low) / (x_high - x_low)

    grid = "".join(f"M0 {short(y(height))}H{_WIDE:g}" for height in heights)
    numbers = "".join(
        f'<text x="-8" y="{TOP + y(height) + 4:.1f}" text-anchor="end">{height:g}</text>' for height in heights
    )
    marks = "".join(_line(line, across, y) for line in from_below(panel))
    names = "".join(
        f'<text x="{short(100 * across(tick))}%" y="{TOP + _PX + 18:g}" text-anchor="{_anchor(across(tick))}">'
        f"{tick:g}</text>"
        for tick in ticks
    )
    said = "; ".join(filter(None, (_said(line, words.lines[line.id]) for line in panel.lines)))
    return (
        f'<svg class="chart lane curve" {place} role="img"><title>{escape(words.title)}</title>'
        f"<desc>{escape(said or 'no values')}</desc>"
        f'<svg y="{TOP}" width="100%" height="{_PX:g}" overflow="visible" preserveAspectRatio="none" '
        f'viewBox="0 0 {_WIDE:g} {_PX:g}">{path("grid", grid)}{marks}</svg>{numbers}{names}'
        f'<text x="100%" y="{TOP + _PX + 35:g}" text-anchor="end">{escape(words.x_label)}</text></svg>'
    )


def from_below(panel: Panel) -> list[Line]:
    """The lines in the order in which they are drawn: what is asked for below what happens, points above all."""
    order = ("reference", "third", "second", "main", "points")
    return sorted(panel.lines, key=lambda line: order.index(line.kind))


def _anchor(share: float) -> str:
    return "start" if share < 0.02 else "end" if share > 0.98 else "middle"


def _line(line: Line, across: Callable[[float], float], y: Upright) -> str:
    drawn, before = [], False
    for at, value in zip(line.x, line.y, strict=True):
        there = bool(np.isfinite(value))
        if there:
            point = f"{short(_WIDE * across(float(at)))} {short(y(float(value)))}"
            # A point alone is drawn as a dot; "h0" makes one where line ends are round.
            drawn.append(f"{'L' if before and line.kind != 'points' else 'M'}{point}")
            if not before or line.kind == "points":
                drawn.append("h0")
        before = there
    return path(_CLASSES[line.kind], "".join(drawn))


def ends(panel: Panel) -> tuple[float, float]:
    """First and last place of the horizontal axis; some width, whatever there is."""
    every = np.concatenate([line.x for line in panel.lines] or [np.zeros(1)])
    low, high = (float(every.min()), float(every.max())) if every.size else (0.0, 1.0)
    if 0 < low < 0.03 * high:
        low = 0.0  # what begins after one step begins at 0 for the eye
    return (low, high) if high > low else (low, low + 1.0)


def y_axis(panel: Panel, px: float) -> tuple[Upright, list[float]]:
    """An axis that holds every value, and the round numbers at it. It begins at 0 where 0 is not far.

    Examples
    --------
    >>> y_axis(Panel("p", (Line("a", np.array([0.0, 1.0]), np.array([38.0, 95.0])),)), 100)
    (Upright(low=0.0, high=100.0, px=100), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0])
    """
    every = [float(value) for line in panel.lines for value in line.y[np.isfinite(line.y)]]
    low, high = (min(every), max(every)) if every else (0.0, 1.0)
    if 0 < low <= high / 2:
        low = 0.0
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        room = max(abs(low) * 0.1, 0.5)
        low, high = max(low - room, 0.0) if low >= 0 else low - room, high + room
    step = _step(low, high, 4)
    low, high = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    return Upright(low, high, px), round_numbers(low, high, round((high - low) / step))


def round_numbers(low: float, high: float, about: int) -> list[float]:
    """Round numbers within two ends, about so many.

    Examples
    --------
    >>> round_numbers(0.0, 95.5, 4)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    >>> round_numbers(1.0, 120.0, 4)
    [50.0, 100.0]
    """
    step = _step(low, high, about)
    return [round(n * step, 12) for n in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def _step(low: float, high: float, about: int) -> float:
    power = 10.0 ** floor(log10((high - low) / about))
    return min((power * n for n in (1, 2, 5, 10)), key=lambda step: abs((high - low) / step - about))


def _said(line: Line, name: str) -> str:
    there = np.flatnonzero(np.isfinite(line.y))
    if not there.size:
        return ""
    first_and_last = dict.fromkeys((int(there[0]), int(there[-1])))
    return f"{name}: " + ", ".join(f"{line.y[at]:.3g} at {line.x[at]:.3g}" for at in first_and_last)


def table_of(panel: Panel, rows: int = 8) -> list[tuple[float, list[float]]]:
    """The picture as a table: places of the axis, each with the value of every line; NaN where there is none.

    Examples
    --------
    >>> line = Line("a", np.array([0.0, 10.0]), np.array([0.0, 5.0]))
    >>> table_of(Panel("p", (line,)), 2)
    [(0.0, [0.0]), (5.0, [2.5]), (10.0, [5.0])]
    """
    low, high = ends(panel)
    places = np.array(round_numbers(low, high, rows))
    columns = [values_at(line, places) for line in panel.lines]
    return [(float(at), [float(column[row]) for column in columns]) for row, at in enumerate(places)]


def values_at(line: Line, places: FloatArray) -> FloatArray:
    """A line read off at some places: NaN outside of it and in its gaps.

    Examples
    --------
    >>> line = Line("a", np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, np.nan, 3.0]))
    >>> values_at(line, np.array([0.5, 1.5, 3.0, 4.0])).tolist()
    [0.5, nan, 3.0, nan]
    """
    # Which point comes next; on a point itself, that point alone counts.
    after = np.searchsorted(line.x, places)
    found = np.full(len(places), np.nan)
    for row, (at, right) in enumerate(zip(places, after, strict=True)):
        if right < len(line.x) and line.x[right] == at:
            found[row] = line.y[right]
        elif 0 < right < len(line.x) and line.kind != "points":
            share = (at - line.x[right - 1]) / (line.x[right] - line.x[right - 1])
            found[row] = line.y[right - 1] + share * (line.y[right] - line.y[right - 1])
    return found


def swatch(kind: str) -> str:
    """A short piece of a line, for a legend.

    Examples
    --------
    >>> "l2" in swatch("second")
    True
    """
    return (
        '<svg class="chart lane curve swatch" width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">'
        f"{_piece(kind, 1, 5)}</svg>"
    )


def _piece(kind: str, x: float, y: float) -> str:
    return path(_CLASSES[kind], f"M{x + 13:g} {y:g}h0" if kind == "points" else f"M{x:g} {y:g}h26")


# ---- a file of its own

#: The colours of the pages (tokens.css), which a file cannot ask for.
_STYLE = (
    "svg{--paper:#fffdfa;--ink:#20241f;--ink-2:#50554d;--c1:#17595a;--c2:#a4531f;--c3:#5b4b8a;--grid:#e9e2d7}"
    "@media(prefers-color-scheme:dark){svg{--paper:#1f1d1a;--ink:#f2ede4;--ink-2:#c9c2b6;--c1:#86d2c6;--c2:#f0a877;"
    "--c3:#c3b3f2;--grid:#302d29}}"
    "svg svg{overflow:visible}"
    "text{font:12px system-ui,sans-serif;fill:var(--ink-2)}.h{font-size:16px;font-weight:650;fill:var(--ink)}"
    ".t{font-weight:650;fill:var(--ink)}.paper{fill:var(--paper)}"
    "path{fill:none;vector-effect:non-scaling-stroke;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    ".grid{stroke:var(--grid);stroke-width:1}.l1{stroke:var(--c1)}.l2{stroke:var(--c2);stroke-dasharray:7 5}"
    ".l3{stroke:var(--c3);stroke-dasharray:1 5}.ref{stroke:var(--ink-2);stroke-width:1}"
    ".dots{stroke:var(--c1);stroke-width:6}"
)
_FILE_PX, _GUTTER, _RIGHT = 640, 56, 20


def file_of(title: str, panels: Iterable[tuple[Panel, PanelWords]], below: Sequence[str] = ()) -> str:
    """All pictures of a simulation as one SVG file, below each other, with title, legends and words below.

    Examples
    --------
    >>> text = file_of("Nothing", [])
    >>> text.startswith("<svg xmlns="), "<style>" in text
    (True, True)
    """
    parts, top = [f'<text class="h" x="20" y="32">{escape(title)}</text>'], 52
    for panel, words in panels:
        wide = _FILE_PX - _GUTTER - _RIGHT
        parts.append(f'<text class="t" x="20" y="{top + 12}">{escape(words.title)}</text>')
        rows, top = _legend(panel, words, top + 32)
        parts += rows
        parts.append(f'<text x="20" y="{top + 4}">{escape(words.y_label)}</text>')
        high = TOP + _PX + _FOOT
        parts.append(_drawn(panel, words, f'x="{_GUTTER}" y="{top + 10}" width="{wide}" height="{high:g}"'))
        top += round(high) + 34
    for row in (row for text in below for row in wrap(text, 92)):
        parts.append(f'<text x="20" y="{top}">{escape(row)}</text>')
        top += 18
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_FILE_PX} {top}" width="{_FILE_PX}" height="{top}">'
        f'<style>{_STYLE}</style><rect class="paper" width="100%" height="100%"/>{"".join(parts)}</svg>\n'
    )


def _legend(panel: Panel, words: PanelWords, top: int) -> tuple[list[str], int]:
    """Pieces of line with their names, from left to right, in rows; and where the next thing may stand."""
    parts, left = [], 20.0
    for line in panel.lines:
        name = words.lines[line.id]
        wide = 60 + 6.3 * len(name)  # a letter of this size is 6 px wide, about
        if left > 20 and left + wide > _FILE_PX - _RIGHT:
            left, top = 20.0, top + 20
        parts.append(_piece(line.kind, left, top - 4))
        parts.append(f'<text x="{left + 34:g}" y="{top}">{escape(name)}</text>')
        left += wide
    return parts, top + 22
