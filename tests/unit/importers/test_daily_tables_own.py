"""Tables of one's own and of intervals.icu: a date, and columns named as there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from unweary.importers.daily_tables import INTERVALS_ICU, Column, Layout, looks_like
from unweary.importers.daily_tables import read_text as read
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)


def items(text: str, **more):
    return list(read(text, "wellness.csv", **more))


def problems(text: str, **more) -> list[Problem]:
    return [item for item in items(text, **more) if isinstance(item, Problem)]


def test_every_known_column_becomes_its_signal_in_its_unit():
    text = (
        "date,restingHR,hrv,hrvSDNN,sleepSecs,weight,spO2,respiration,systolic\n"
        "2026-11-20,48,61.5,70,27000,64.2,97,14,118\n"
    )
    found = items(text)
    values = {item.signal: (item.value, item.unit) for item in found if isinstance(item, Observation)}
    assert values == {
        "hr_rest_bpm": (48, "bpm"),
        "rmssd_ms": (61.5, "ms"),
        "sdnn_ms": (70, "ms"),
        "mass_kg": (64.2, "kg"),
        "spo2_pct": (97, "%"),
        "rr_per_min": (14, "1/min"),
        "sbp_mmhg": (118, "mmHg"),
    }
    assert [item for item in found if isinstance(item, Day)] == [
        Day(date(2026, 11, 20), sleep_h=7.5, source="intervals.icu")
    ]


def test_values_stand_at_six_in_the_morning_and_carry_the_apps_name_not_the_files():
    (observation,) = items("id,restingHR\n2026-11-20,48\n")
    assert (observation.at, observation.source) == (AT, "intervals.icu")


def test_feelings_are_known_but_not_forced_onto_another_scale():
    (problem,) = items("date,fatigue,soreness,stress,mood,sleepQuality\n2026-11-20,2,1,3,1,2\n")
    assert problem.code == "no_values"


@pytest.mark.parametrize(("mark", "number"), [(";", "61,5"), ("\t", "61.5"), (",", '"61,5"')])
def test_semicolons_tabs_and_decimal_commas_are_read(mark, number):
    text = mark.join(("Date", "HRV")) + "\r\n" + mark.join(("2026-11-20", number)) + "\r\n"
    assert looks_like(text)
    assert items(text)[0].value == 61.5


@pytest.mark.parametrize("cell", ["0", "-1", "900", "65535"])
def test_a_stand_in_or_an_impossible_value_is_skipped_with_line_and_value(cell):
    (problem,) = problems(f"date,restingHR\n2026-11-19,48\n2026-11-20,{cell}\n")
    assert (problem.where, problem.code) == ("wellness.csv, line 3, restingHR", "out_of_range")
    assert cell in problem.message
    assert "20 to 220" in problem.message


def test_no_sleep_at_all_is_a_stand_in_too():
    assert problems("date,sleepSecs\n2026-11-20,0\n")[0].code == "out_of_range"


def test_the_limits_in_the_words_are_in_the_files_unit():
    assert "0 to 86400" in problems("date,sleepSecs\n2026-11-20,99999\n")[0].message


@pytest.mark.parametrize("day", ["20.13.2026", "2026-31-12", "", "0001-01-01", "2026-11"])
def test_a_row_without_a_readable_date_is_left_out_and_named(day):
    found = items(f"date,restingHR\n{day},48\n2026-11-20,49\n")
    assert (found[0].code, found[0].where) == ("date", "wellness.csv, line 2")
    assert found[1].value == 49


def test_the_order_of_day_and_month_is_told_by_the_whole_column_or_asked_for():
    assert [item.at.date() for item in items("date,hrv\n03/04/2026,60\n25/04/2026,61\n")] == [
        date(2026, 4, 3),
        date(2026, 4, 25),
    ]
    (problem,) = items("date,hrv\n03/04/2026,60\n")
    assert (problem.code, problem.where) == ("date_order", "wellness.csv")


def test_a_word_in_a_number_column_is_named():
    assert problems("date,hrv\n2026-11-20,high\n")[0].code == "not_a_number"
    assert problems("date,hrv\n2026-11-20,nan\n")[0].code == "not_a_number"


def test_unknown_columns_are_ignored_while_anything_is_known():
    assert len(items("date,moonPhase,hrv\n2026-11-20,full,61\n")) == 1


@pytest.mark.parametrize("heading", ["date,moonPhase", "hrv,restingHR", "a,b"])
def test_where_nothing_can_be_used_one_problem_lists_the_columns(heading):
    (problem,) = items(heading + "\n2026-11-20,61\n")
    assert problem.code == "no_known_column"
    assert ", ".join(heading.split(",")) in problem.message
    assert "restingHR" in problem.message


def test_another_layout_is_an_argument():
    layout = Layout(
        source="my ring",
        signature=(),
        at=("day",),
        columns={"pulse": Column("hr_rest_bpm"), "mass_lb": Column("mass_kg", 0.45359237)},
        hour=time(9),
    )
    pulse, mass = items("day,pulse,mass_lb\n2026-11-20,50,140\n", layout=layout)
    assert (pulse.source, pulse.at.hour) == ("my ring", 9)
    assert mass.value == pytest.approx(63.5029, abs=1e-4)


def test_a_short_row_and_an_empty_row_do_no_harm():
    assert [item.value for item in items("date,hrv,restingHR\n2026-11-20,61\n,,\n2026-11-21,62,50\n")] == [61, 50, 62]


def test_an_endless_cell_ends_the_table_with_its_line():
    text = "date,hrv\n2026-11-19,60\n2026-11-20," + '"' + "9" * 200_000 + '"\n'
    first, problem = items(text)
    assert first.value == 60
    assert problem.code == "csv_broken"
    assert "line 3" in problem.where


def test_many_problems_are_counted_not_listed():
    found = problems("date,hrv\n" + "2026-11-20,x\n" * 80)
    assert len(found) == 21
    assert found[-1].message == "60 more of this kind."


def test_the_default_layout_names_only_signals_that_exist():
    from unweary.vocab.signals import SIGNALS

    assert {column.signal for column in INTERVALS_ICU.columns.values()} <= set(SIGNALS)
    assert not set(INTERVALS_ICU.columns) & set(INTERVALS_ICU.known)
