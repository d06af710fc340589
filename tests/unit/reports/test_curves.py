"""Lines over an axis of numbers: in a page, as a file, in letters."""

from __future__ import annotations

import re
from math import isnan, nan
from xml.etree import ElementTree

import numpy as np
import pytest

from unweary.reports.charts import curves, file_of, in_letters, table_of
from unweary.reports.charts.curves import round_numbers, values_at, y_axis
from unweary.vocab.simulation import Line, Panel, PanelWords

T = np.linspace(0.0, 100.0, 101)


def panel(*lines: Line) -> Panel:
    return Panel("course", lines)


def words(shown: Panel, **more: str) -> PanelWords:
    told = {"title": "Course", "x_label": "time [s]", "y_label": "force [%]"} | more
    return PanelWords(lines={line.id: f"the {line.id}" for line in shown.lines}, **told)


FALLING = panel(
    Line("left", T, 100 - T / 2), Line("other", T, 100 - T, "second"), Line("asked", T, T * 0 + 30, "reference")
)
ODD = {
    "no values": panel(Line("a", T, T * nan)),
    "no points": panel(Line("a", np.empty(0), np.empty(0))),
    "no lines": panel(),
    "one point": panel(Line("a", np.array([3.0]), np.array([5.0]))),
    "always the same": panel(Line("a", T, T * 0 + 7)),
    "always nothing": panel(Line("a", T, T * 0)),
    "huge": panel(Line("a", T, T * 1e12)),
    "tiny": panel(Line("a", T, T * 1e-12)),
    "below zero": panel(Line("a", T - 200, -T)),
    "nearly the same": panel(Line("a", T, 1e6 + T * 1e-7)),
    "points alone": panel(Line("a", T[::20], T[::20], "points")),
}


def paths(svg: str, kind: str) -> list[str]:
    return re.findall(rf'<path class="{kind}"[^>]* d="([^"]*)"', svg)


def test_each_kind_of_line_has_its_class_and_nothing_has_a_style_of_its_own():
    svg = curves(FALLING, words(FALLING))
    assert len(paths(svg, "l1")) == len(paths(svg, "l2")) == len(paths(svg, "ref")) == 1
    assert "style" not in svg
    assert svg.index('class="ref"') < svg.index('class="l1"')


def test_no_line_is_drawn_across_a_gap_and_a_point_alone_is_a_dot():
    y = np.array([1.0, 2.0, nan, 4.0, nan, 6.0, 7.0])
    (drawn,) = paths(curves(shown := panel(Line("a", np.arange(7.0), y)), words(shown)), "l1")
    assert drawn.count("M") == 3
    assert drawn.count("L") == 2
    assert drawn.count("h0") == 3


def test_points_are_never_joined():
    shown = panel(Line("a", np.arange(4.0), np.arange(4.0), "points"))
    (drawn,) = paths(curves(shown, words(shown)), "dots")
    assert (drawn.count("M"), drawn.count("L"), drawn.count("h0")) == (4, 0, 4)


def test_a_line_stands_where_its_numbers_say():
    (drawn,) = paths(curves(FALLING, words(FALLING)), "l2")
    assert drawn.startswith("M0 0h0")
    assert drawn.endswith("L1000 190")


def test_it_is_told_to_those_who_do_not_see_it():
    svg = curves(FALLING, words(FALLING))
    assert "<title>Course</title>" in svg
    assert "the left: 100 at 0, 50 at 100; the other: 100 at 0, 0 at 100; the asked: 30 at 0, 30 at 100" in svg


@pytest.mark.parametrize("name", ODD)
def test_whatever_there_is_can_be_drawn(name):
    shown = ODD[name]
    for text in (curves(shown, words(shown)), file_of("A title", [(shown, words(shown))])):
        ElementTree.fromstring(text)
        assert "nan" not in text
        assert "inf" not in text.replace("none", "")
    assert "Course" in in_letters(shown, words(shown))
    table_of(shown)


def test_words_cannot_break_the_picture():
    told = words(FALLING, title='<script>"&', x_label="a<b", y_label="c>d")
    ElementTree.fromstring(curves(FALLING, told))
    text = file_of("<b>", [(FALLING, told)], ["1 < 2 & 3"])
    ElementTree.fromstring(text)
    assert "<script" not in text


def test_a_file_carries_its_colours_for_light_and_dark_and_its_legend():
    text = file_of("A title", [(FALLING, words(FALLING))], ["word " * 60])
    root = ElementTree.fromstring(text)
    assert "prefers-color-scheme:dark" in text
    said = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    for wanted in ("A title", "Course", "force [%]", "time [s]", "the left", "the other", "the asked", "100"):
        assert wanted in said
    assert max(map(len, said)) <= 92
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_the_axis_holds_every_value_and_begins_at_zero_where_that_is_not_far():
    for low, high, ends in ((38, 95, (0, 100)), (80, 100, (80, 100)), (-3, 7, (-4, 8)), (0, 0.31, (0, 0.4))):
        y, heights = y_axis(panel(Line("a", np.array([0.0, 1.0]), np.array([low, high], dtype=float))), 100)
        assert (y.low, y.high) == pytest.approx(ends)
        assert (heights[0], heights[-1]) == pytest.approx(ends)


def test_a_flat_line_at_zero_has_no_axis_below_zero():
    axis, ticks = y_axis(panel(Line("debt", T, T * 0)), 100)
    assert axis.low == 0 == ticks[0]
    assert axis.high > 0
    assert y_axis(panel(Line("cold", T, T * 0 - 5)), 100)[0].low < -5


@pytest.mark.parametrize("seed", range(30))
def test_round_numbers_lie_within_and_are_a_handful(seed):
    rng = np.random.default_rng(seed)
    low, high = sorted(rng.normal(size=2) * 10.0 ** rng.integers(-6, 7))
    found = round_numbers(low, high, 4)
    slack = 1e-9 * (high - low)
    assert 2 <= len(found) <= 9
    assert all(low - slack <= each <= high + slack for each in found)


def test_a_line_is_read_off_between_its_points_but_not_beyond_nor_in_a_gap():
    line = Line("a", np.array([0.0, 1.0, 1.0, 2.0]), np.array([0.0, 1.0, nan, 4.0]))
    found = values_at(line, np.array([-1.0, 0.5, 1.0, 1.5, 2.0, 3.0])).tolist()
    assert [None if isnan(value) else value for value in found] == [None, 0.5, 1.0, None, 4.0, None]


def test_the_letters_fit_a_terminal_and_every_line_has_its_own_mark():
    drawn = in_letters(FALLING, words(FALLING), 80)
    assert max(map(len, drawn.splitlines())) <= 80
    assert drawn.isascii()
    marks = re.findall(r"^  (.) the \w+$", drawn, re.MULTILINE)
    assert marks == ["*", "o", "-"]
    body = drawn.split("+---")[0]
    for mark in marks:
        assert body.count(mark) > 10
    assert re.search(r"^ *100 \|", drawn, re.MULTILINE)
    assert re.search(r"0 +20 +40 +60 +80 +100$", drawn, re.MULTILINE)


def test_a_peak_between_two_columns_is_not_lost_in_letters():
    x = np.array([0.0, 500.0, 501.0, 502.0, 10_000.0])
    y = np.array([0.0, 0.0, 10.0, 0.0, 0.0])
    drawn = in_letters(shown := panel(Line("a", x, y)), words(shown), 60)
    top = next(row for row in drawn.splitlines() if row.startswith("  10 |"))
    assert "*" in top
