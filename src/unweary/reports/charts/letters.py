"""The same pictures in letters, for a terminal: 80 columns, the axes with numbers, a mark of its own for each line."""

from __future__ import annotations

import numpy as np

from unweary.reports.charts.axes import Upright
from unweary.reports.charts.curves import ends, from_below, round_numbers, values_at, y_axis
from unweary.vocab.simulation import FloatArray, Line, Panel, PanelWords

_ROWS = 13
#: One for each line that happens, in order; what is asked for has signs of its own.
_MARKS, _REFERENCE = "*o+x#@%", "-=."


def in_letters(panel: Panel, words: PanelWords, width: int = 80) -> str:
    """A picture in plain ASCII letters.

    Parameters
    ----------
    width : int
        Columns of the terminal; at least 40 are used.

    Examples
    --------
    >>> line = Line("a", np.linspace(0.0, 9.0, 40), np.linspace(0.0, 9.0, 40))
    >>> print(in_letters(Panel("p", (line,)), PanelWords("A line", "time [s]", "force", {"a": "force"}), 40))
    A line
    force
      10 |
         |                                **
       8 |                              ***
         |                          ****
         |                       ***
       6 |                    ****
         |                 ***
       4 |              ***
         |           ****
         |        ***
       2 |     ****
         |  ***
       0 |**
         +----------------------------------
          0      2       4      6      8
                                    time [s]
      * force
    """
    y, heights = y_axis(panel, _ROWS - 1)
    numbers = {round(y(height)): f"{height:g}" for height in heights}
    gutter = max(map(len, numbers.values())) + 2
    columns = max(width, 40) - gutter - 2
    low, high = ends(panel)
    marks = _marks(panel.lines)
    cells = [[" "] * columns for _ in range(_ROWS)]
    for line in from_below(panel):
        _draw(line, marks[line.id], cells, np.linspace(low, high, columns), y)
    axis = [" "] * (columns + 1)
    for tick in round_numbers(low, high, 4):
        at = round((tick - low) / (high - low) * (columns - 1))
        text = f"{tick:g}"
        start = min(max(at - len(text) // 2, 0), columns - len(text))
        axis[start : start + len(text)] = text
    drawn = [f"{numbers.get(row, ''):>{gutter}} |{''.join(line)}".rstrip() for row, line in enumerate(cells)]
    return "\n".join((
        words.title,
        words.y_label,
        *drawn,
        f"{' ' * gutter} +{'-' * columns}",
        f"{' ' * gutter}  {''.join(axis)}".rstrip(),
        words.x_label.rjust(gutter + 2 + columns),
        *(f"  {marks[line.id]} {words.lines[line.id]}" for line in panel.lines),
    ))  # fmt: skip


def _marks(lines: tuple[Line, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        signs = _REFERENCE if line.kind == "reference" else _MARKS
        found[line.id] = next((sign for sign in signs if sign not in found.values()), signs[-1])
    return found


def _draw(line: Line, mark: str, cells: list[list[str]], places: FloatArray, y: Upright) -> None:
    """Marks where the line is at each column, and at each of its own points, so that no peak is lost."""
    low, high = places[0], places[-1]
    columns = (line.x - low) / (high - low) * (len(places) - 1)
    at = [*zip(columns, line.y, strict=True), *enumerate(values_at(line, places))]
    for column, value in at:
        if np.isfinite(value):
            cells[round(y(float(value)))][round(float(column))] = mark
