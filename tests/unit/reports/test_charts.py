from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from unweary.reports import charts

WEEK = [date(2026, 11, 14) + timedelta(days=back) for back in range(7)]
NAN = math.nan


def numbers(pattern: str, picture: str) -> list[float]:
    return [float(found) for found in re.findall(pattern, picture)]


@pytest.mark.parametrize(
    "picture",
    [
        charts.spark_bars([1, 2, None]),
        charts.spark_line([1, None, 3], (1, 2)),
        charts.line(WEEK, [1, 2, None, 4, 5, 6, 7], name='A "quoted" <name>', unit="&", band=(2, 3)),
        charts.bars(WEEK, [0, 1, 2, 3, 4, 5, NAN], name="Sleep", unit="h"),
        charts.heat_map([("Thighs & hips", [None, 0, 1, 2, 3, 6, 10])], WEEK),
        charts.range_bar(0.1, 0.4, 0.9),
        charts.spark_bars([]),
        charts.spark_line([]),
        charts.line([], [], name="Nothing", unit=""),
        charts.heat_map([], []),
    ],
)
def test_every_picture_is_well_formed_and_carries_no_style_of_its_own(picture):
    ElementTree.fromstring(picture)
    assert "style" not in picture


def test_a_gap_is_a_gap_and_never_zero():
    assert charts.spark_bars([5, None, NAN, 5]).count("<rect") == 2
    line = charts.line(WEEK, [1, 2, None, 4, NAN, 6, 7], name="x", unit="y")
    assert re.search(r'class="l1" d="([^"]+)"', line).group(1).count("M") == 3
    assert line.count("<circle") == 5
    cells = charts.heat_map([("x", [None, 0, NAN])], WEEK[:3])
    assert cells.count("cell na") == 2
    assert cells.count('data-score="0"') == 1


def test_bar_heights_are_in_proportion():
    heights = numbers(r'class="bar" x="[^"]+" y="[^"]+" width="[^"]+" height="([^"]+)"', charts.bars(
        WEEK[:3], [2.5, 5.0, 10.0], name="x", unit="y", top=10.0))  # fmt: skip
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.4)


def test_days_outside_the_usual_range_get_the_larger_dot():
    picture = charts.line(WEEK[:4], [50, 51, 60, 40], name="x", unit="y", band=(49, 52))
    assert picture.count('class="d2"') == 2
    assert picture.count('class="d1"') == 2


def test_the_axis_says_three_round_numbers_that_hold_every_value():
    for values in ([47, 59], [0, 0], [0.31, 0.37], [1200, 80_000], [-3, 4]):
        picture = charts.line(WEEK[:2], values, name="x", unit="y")
        said = numbers(r'text-anchor="end">(-?[\d.e+]+)</text>', picture)[:3]
        assert len(said) == 3
        assert said[0] <= min(values)
        assert said[2] >= max(values)
        assert said[1] == pytest.approx((said[0] + said[2]) / 2)


def test_numerals_stand_from_three_upward_and_are_light_on_dark():
    picture = charts.heat_map([("x", [2, 3, 6])], WEEK[:3])
    assert re.findall(r'class="(num(?: hi)?)"[^>]*>(\d+)<', picture) == [("num", "3"), ("num hi", "6")]


def test_six_weeks_of_cells_carry_no_numerals_because_they_would_not_fit():
    days = [WEEK[0] + timedelta(days=step) for step in range(42)]
    assert 'class="num' not in charts.heat_map([("x", [8] * 42)], days)


def test_a_screen_reader_hears_range_and_last_value():
    assert 'aria-label="Sleep, h: 5 to 8, last 6"' in charts.bars(WEEK[:3], [5, 8, 6], name="Sleep", unit="h")
    assert 'aria-label="Sleep: nothing recorded"' in charts.bars(WEEK[:1], [None], name="Sleep", unit="h")
    assert "Highest: Thighs 6" in charts.heat_map([("Calves", [2]), ("Thighs", [6])], WEEK[:1])


def test_lengths_that_differ_are_a_fault():
    with pytest.raises(ValueError, match="2 days and 1 values"):
        charts.line(WEEK[:2], [1], name="x", unit="y")
    with pytest.raises(ValueError):
        charts.heat_map([("x", [1])], WEEK[:2])


def test_the_usual_range_holds_the_middle_half_and_needs_enough_days():
    assert charts.usual_range([None, *range(1, 10)]) is None
    low, high = charts.usual_range([float(n) for n in range(101)])
    assert (low, high) == (25, 75)


def test_the_ends_of_a_range_bar_stay_inside_the_picture():
    for ends in ((0, 0, 0), (1, 1, 1), (-0.2, 0.5, 1.4)):
        centre = numbers(r'cx="(\d+)"', charts.range_bar(*ends))[0]
        assert 6 <= centre <= 294
