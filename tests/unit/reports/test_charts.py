from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from unweary.reports import charts
from unweary.reports.charts.axes import Columns, upright
from unweary.reports.charts.lanes import LANE_PX

WEEK = [date(2026, 11, 14) + timedelta(days=back) for back in range(7)]
NAN = math.nan


def path(kind: str, picture: str) -> str:
    found = re.search(rf'class="{kind}"[^>]* d="([^"]*)"', picture)
    return found.group(1) if found else ""


def axis(picture: str) -> tuple[float, float]:
    """Lowest and highest number at the left edge."""
    said = [float(number) for number in re.findall(r'x="-8"[^>]*>(-?[\d.e+]+)</text>', picture)]
    return said[0], said[-1]


def dots(kind: str, picture: str) -> dict[int, float]:
    """Column and value of each dot, read back from where it stands."""
    low, high = axis(picture)
    found = re.findall(r"M([\d.]+) ([\d.]+)h0", path(kind, picture))
    return {int(float(x)): low + (high - low) * (1 - float(y) / LANE_PX) for x, y in found}


def bar_ends(kind: str, picture: str) -> dict[int, float]:
    low, high = axis(picture)
    found = re.findall(r"M([\d.]+) ([\d.]+)v(-?[\d.]+)h", path(kind, picture))
    return {int(float(x)): low + (high - low) * (1 - (float(y) + float(tall)) / LANE_PX) for x, y, tall in found}


@pytest.mark.parametrize(
    "picture",
    [
        charts.spark_bars([1, 2, None]),
        charts.spark_line([1, None, 3], (1, 2)),
        charts.line(WEEK, [1, 2, None, 4, 5, 6, 7], name='A "quoted" <name>', unit="&", band=[(2, 3)] * 7),
        charts.line(WEEK, [1] * 7, name="x", unit="", mean=[2] * 7, fans=[[None] * 6 + [(1, 4)]]),
        charts.bars(WEEK, [0, 1, 2, 3, 4, 5, NAN], name="Sleep", unit="h"),
        charts.heat_map([("Thighs & hips", [None, 0, 1, 2, 3, 6, 10])], WEEK, links=["/a?b=1&c=2"] * 7),
        charts.marks([("Ill", WEEK[:2])], WEEK, name="Marks"),
        charts.range_bar(0.1, 0.4, 0.9),
        *charts.waterfall(-1, [2, -0.5]),
        charts.trend([charts.Point(WEEK[0], 5, bound=True)], name="x", unit="y", low=3),
        charts.spark_bars([]),
        charts.spark_line([]),
        charts.line([], [], name="Nothing", unit=""),
        charts.bars([], [], name="Nothing", unit=""),
        charts.heat_map([], []),
    ],
)
def test_every_picture_is_well_formed_and_carries_no_style_of_its_own(picture):
    ElementTree.fromstring(picture)
    assert "style" not in picture
    assert "nan" not in picture


def test_the_dots_of_a_line_stand_at_its_values():
    values = [52.0, 55.5, None, 49.0, NAN, 61.0, 50.0]
    drawn = dots("dots", charts.line(WEEK, values, name="x", unit="bpm"))
    assert drawn == pytest.approx({0: 52.0, 1: 55.5, 3: 49.0, 5: 61.0, 6: 50.0}, abs=0.02)


def test_the_bars_end_at_their_values():
    drawn = bar_ends("bar", charts.bars(WEEK[:4], [2.5, None, 10.0, 7.0], name="x", unit="y"))
    assert drawn == pytest.approx({0: 2.5, 2: 10.0, 3: 7.0}, abs=0.02)


def test_bars_from_ones_own_middle_go_up_and_hang_down_and_the_middle_itself_is_no_gap():
    picture = charts.bars(WEEK[:4], [8.0, 5.5, None, 7.0], name="Sleep", unit="h", base=7.0)
    assert bar_ends("bar", picture)[0] == pytest.approx(8.0, abs=0.01)
    assert 3 in bar_ends("bar", picture)
    assert bar_ends("bar less", picture) == pytest.approx({1: 5.5}, abs=0.01)


def test_a_gap_is_a_gap_and_never_zero():
    assert charts.spark_bars([5, None, NAN, 5]).count("<rect") == 2
    picture = charts.line(WEEK, [1, 2, None, 4, NAN, 6, 7], name="x", unit="y")
    assert path("l1", picture).count("M") == 2  # 14 to 15 and 19 to 20; the 17th has no neighbour
    cells = charts.heat_map([("x", [None, 0, NAN])], WEEK[:3])
    assert path("na", cells).count("M") == 2
    assert path("cell", cells).count("M") == 1


def test_a_day_that_is_left_out_keeps_its_place_and_no_line_crosses_it():
    days = [WEEK[0], WEEK[1], WEEK[5], WEEK[6]]
    picture = charts.line(days, [50, 51, 52, 53], name="x", unit="y")
    assert path("l1", picture) == path("l1", charts.line(WEEK, [50, 51, *[None] * 3, 52, 53], name="x", unit="y"))
    assert list(dots("dots", picture)) == [0, 1, 5, 6]


def test_a_band_is_drawn_where_it_is_known_and_nowhere_else():
    band = [None, (49, 51), (49, 52), None, None, (48, 50), None]
    area = path("band", charts.line(WEEK, [50] * 7, name="x", unit="y", band=band))
    edges = [float(x) for x in re.findall(r"[ML]([\d.]+) ", area)]
    assert area.count("M") == 2
    assert (min(edges), max(edges)) == (1, 6)
    assert not [x for x in edges if 3 < x < 5]


def test_days_outside_the_own_range_get_the_larger_dot():
    picture = charts.line(WEEK[:4], [50, 51, 60, 40], name="x", unit="y", band=[(49, 52)] * 4)
    assert list(dots("dots out", picture)) == [2, 3]
    assert list(dots("dots", picture)) == [0, 1]


def test_with_a_running_mean_the_mean_is_judged_and_single_days_stand_behind_it():
    picture = charts.line(WEEK[:3], [40, 60, 50], name="x", unit="y", band=[(49, 52)] * 3, mean=[None, 50, 55])
    assert list(dots("dots small", picture)) == [0, 1, 2]
    assert dots("dots out", picture) == pytest.approx({2: 55}, abs=0.1)


def test_the_fan_of_a_forecast_widens_and_its_ends_stand_at_their_values():
    wide, close = [None, (40.0, 60.0)], [None, (45.0, 55.0)]
    picture = charts.line(WEEK[:2], [50.0, None], name="x", unit="y", fans=[wide, close])
    low, high = axis(picture)

    def heights(kind: str) -> set[float]:
        area = re.findall(r"[ML][\d.]+ ([\d.]+)", path(kind, picture))
        return {round(low + (high - low) * (1 - float(y) / LANE_PX), 1) for y in area}

    assert heights("f3") == {40.0, 60.0}
    assert heights("f2") == {45.0, 55.0}


def test_the_axis_says_three_round_numbers_that_hold_every_value():
    for values in ([47, 59], [0, 0], [0.31, 0.37], [1200, 80_000], [-3, 4], [5.4, 9.0]):
        y = upright(values, 72)
        assert y.low <= min(values)
        assert y.high >= max(values)
        middle = (y.low + y.high) / 2
        assert middle == pytest.approx(float(f"{middle:.3g}"), rel=1e-9)
        assert (y(y.low), y(y.high)) == (72, 0)


def test_a_column_of_a_week_is_named_by_its_last_day_and_holds_its_place():
    days = [date(2026, 11, 6), date(2026, 11, 20)]
    picture = charts.line(days, [1, 3], name="x", unit="y", every_days=7)
    assert list(dots("dots", picture)) == [0, 2]
    assert ">20 Nov</text>" in picture
    with pytest.raises(ValueError, match="does not end a column of 7 days"):
        charts.bars([WEEK[0], WEEK[1]], [1, 2], name="x", unit="y", every_days=7)


def test_the_last_day_is_always_named_and_years_stand_only_in_long_spans():
    names = [name for _, name, _ in Columns(WEEK[0], 7).names()]
    assert names[0] == "20 Nov"
    assert all("2026" not in name for name in names)
    assert Columns(date(2023, 11, 24), 157, 7).names()[0][1] == "Nov 2026"


def test_a_heat_map_puts_each_score_into_the_cell_of_its_day_and_row():
    picture = charts.heat_map([("a", [0, 6, None]), ("b", [None, 6, 10])], WEEK[:3])
    cells = dict(re.findall(r'data-score="(\d+)" d="([^"]*)"', picture))
    assert set(cells) == {"0", "6", "10"}
    assert re.findall(r"M([\d.]+) ([\d.]+)h", cells["6"]) == [("1.06", "1"), ("1.06", "21")]
    assert re.findall(r"M([\d.]+) ([\d.]+)h", cells["10"]) == [("2.06", "21")]


def test_numerals_stand_from_three_upward_and_are_light_on_dark():
    picture = charts.heat_map([("x", [2, 3, 6])], WEEK[:3])
    assert re.findall(r'<text( class="hi")? x="[\d.]+%" y="22">(\d+)</text>', picture) == [
        ("", "3"), (' class="hi"', "6"),
    ]  # fmt: skip


def test_half_a_year_of_cells_carries_no_numerals_and_no_outlines_and_an_unknown_day_stays_blank():
    days = [WEEK[0] + timedelta(days=step) for step in range(182)]
    picture = charts.heat_map([("x", [8] * 181 + [None])], days)
    assert '<g class="nums' not in picture
    assert 'class="na"' not in picture
    assert path("cell", picture).count("M") == 181


def test_a_column_leads_to_its_day_and_is_no_stop_for_the_keyboard():
    picture = charts.heat_map([("x", [1, None])], WEEK[:2], links=["/timeline/2026-11-14", "/timeline/2026-11-15"])
    assert re.findall(r'<a href="([^"]+)" tabindex="-1" aria-label="([^"]+)"', picture) == [
        ("/timeline/2026-11-14", "14 November"), ("/timeline/2026-11-15", "15 November"),
    ]  # fmt: skip
    with pytest.raises(ValueError):
        charts.heat_map([("x", [1, None])], WEEK[:2], links=["/timeline/2026-11-14"])


def test_a_screen_reader_hears_what_it_is_and_its_range():
    picture = charts.bars(WEEK[:3], [5, 8, 6], name="Sleep", unit="h")
    assert "<title>Sleep, h</title><desc>5 to 8, last 6. Recorded 3 times.</desc>" in picture
    assert "<desc>Nothing recorded</desc>" in charts.bars(WEEK[:1], [None], name="Sleep", unit="h")
    assert "Highest: Thighs 6" in charts.heat_map([("Calves", [2]), ("Thighs", [6])], WEEK[:1])
    assert "<desc>Ill 2</desc>" in charts.marks([("Ill", WEEK[:2])], WEEK, name="Marks")


def test_lengths_that_differ_and_marks_outside_the_days_are_a_fault():
    with pytest.raises(ValueError, match="2 days and 1 values"):
        charts.line(WEEK[:2], [1], name="x", unit="y")
    with pytest.raises(ValueError):
        charts.heat_map([("x", [1])], WEEK[:2])
    with pytest.raises(ValueError, match="outside the days"):
        charts.marks([("Ill", [WEEK[6]])], WEEK[:2], name="Marks")


def test_the_usual_range_holds_the_middle_half_and_needs_enough_days():
    assert charts.usual_range([None, *range(1, 10)]) is None
    low, high = charts.usual_range([float(n) for n in range(101)])
    assert (low, high) == (25, 75)


def test_the_ends_of_a_range_bar_stay_inside_the_picture():
    for ends in ((0, 0, 0), (1, 1, 1), (-0.2, 0.5, 1.4)):
        centre = float(re.search(r'cx="(\d+)"', charts.range_bar(*ends)).group(1))
        assert 6 <= centre <= 294


def test_a_waterfall_ends_where_its_steps_add_up_to():
    rows = charts.waterfall(-2.0, [3.0, -1.0, 0.5])
    start, end = (float(re.search(r'cx="([\d.]+)"', row).group(1)) for row in (rows[0], rows[-1]))
    bars = [tuple(map(float, re.search(r'x="([\d.]+)" y="2" width="([\d.]+)"', row).groups())) for row in rows[1:-1]]
    scale = 88 / 3.0
    assert start == 6.0
    assert end == pytest.approx(6 + 2.5 * scale, abs=0.06)
    assert [width for _, width in bars] == pytest.approx([3.0 * scale, scale, 0.5 * scale], abs=0.06)
    assert ["less" in row for row in rows[1:-1]] == [False, True, False]


def test_blood_tests_stand_at_their_days_and_are_not_joined():
    points = [
        charts.Point(date(2026, 1, 1), 20),
        charts.Point(date(2026, 3, 2), 50),
        charts.Point(date(2026, 8, 29), 9),
    ]
    picture = charts.trend(points, name="Ferritin", unit="ug/L", low=15)
    assert 'class="l1"' not in picture
    early, middle = re.findall(r"M([\d.]+) [\d.]+h0", path("dots in", picture))
    (late,) = re.findall(r"M([\d.]+) [\d.]+h0", path("dots out", picture))
    assert float(middle) - float(early) == pytest.approx(60)
    assert float(late) - float(middle) == pytest.approx(180)


def test_a_bound_is_hollow():
    picture = charts.trend([charts.Point(WEEK[0], 5, bound=True), charts.Point(WEEK[6], 8)], name="x", unit="y")
    assert path("dots open", picture) == path("dots hollow", picture) != ""
    with pytest.raises(ValueError, match="needs a value"):
        charts.trend([], name="x", unit="y")
