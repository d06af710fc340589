"""Pictures from plain arrays: SVG text that stands in a page, needs no script, no loading and no inline style.

Colours come from classes, so a strict content policy lets the pictures through, they follow the light and the dark
theme, and they print. A missing value (None or NaN) is a gap: never 0, and no line is drawn across it.

``bars``, ``line``, ``heat_map`` and ``marks`` are *lanes*: they share one axis of days, are as wide as their place
without stretching a letter, and stand above each other as small multiples. ``spark_*``, ``range_bar`` and
``waterfall`` are small pictures of a fixed shape; ``trend`` is for values that were measured now and then. ``curves``
draws lines over an axis of numbers, ``file_of`` the same as a file of its own, ``in_letters`` for a terminal.
"""

from unweary.reports.charts.axes import Band, Values, known, usual_range
from unweary.reports.charts.curves import curves, file_of, swatch, table_of
from unweary.reports.charts.lanes import bars, heat_map, line, marks
from unweary.reports.charts.letters import in_letters
from unweary.reports.charts.small import range_bar, spark_bars, spark_line, waterfall
from unweary.reports.charts.trend import Point, trend

__all__ = [
    "Band",
    "Point",
    "Values",
    "bars",
    "curves",
    "file_of",
    "heat_map",
    "in_letters",
    "known",
    "line",
    "marks",
    "range_bar",
    "spark_bars",
    "spark_line",
    "swatch",
    "table_of",
    "trend",
    "usual_range",
    "waterfall",
]
