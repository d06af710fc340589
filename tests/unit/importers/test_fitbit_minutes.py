"""Fitbit by the second and minute. The tables are written by hand after Fitabase's description."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from unweary import importers
from unweary.importers import daily_tables, fitbit_minutes
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Sleep

OSLO = timezone(timedelta(hours=2))
PULSE = (
    "Id,Time,Value\n7,4/12/2016 7:21:00 AM,97\n7,4/12/2016 7:21:05 AM,102\n7,4/12/2016 11:59:55 PM,60\n"
    "7,4/13/2016 12:00:00 AM,59\n"
)
STEPS = "Id,ActivityMinute,Steps\n7,4/12/2016 7:21:00 AM,30\n7,4/12/2016 7:22:00 AM,0\n7,4/12/2016 7:23:00 AM,12\n"
SLEEP = (
    "Id,date,value,logId\n7,4/12/2016 11:59:30 PM,3,11\n7,4/13/2016 12:00:30 AM,2,11\n7,4/13/2016 12:01:30 AM,1,11\n"
    "7,4/13/2016 12:02:30 AM,1,11\n7,4/13/2016 1:10:00 PM,1,12\n"
)


def read(text: str, name: str = "minutes.csv", **more):
    return list(importers.read(io.BytesIO(text.encode()), name, **more))


def test_heart_rate_becomes_a_recording_a_local_day():
    first, second = read(PULSE, zone=OSLO)
    assert isinstance(first, Recording)
    assert (first.kind, first.device, first.source) == ("other", "Fitbit", "minutes.csv")
    assert first.started_at == datetime(2016, 4, 12, 7, 21, tzinfo=OSLO)
    assert list(first.columns["t_s"]) == [0, 5, 59_935]
    assert list(first.columns["hr_bpm"]) == [97, 102, 60]
    assert second.started_at == datetime(2016, 4, 13, tzinfo=OSLO)


def test_steps_are_the_sum_of_the_day_where_the_daily_table_has_it():
    (steps,) = read(STEPS + "7,4/13/2016 7:23:00 AM,0\n", zone=OSLO)
    daily = "Id,ActivityDate,TotalSteps,Calories\n7,4/12/2016,42,1985\n"
    assert steps == Observation("steps", 42, "steps", datetime(2016, 4, 12, 23, 59, tzinfo=OSLO), "Fitbit")
    assert read(daily, zone=OSLO) == [steps]


def test_a_sleep_goes_from_its_first_minute_to_the_end_of_its_last_one_and_only_sleep_counts_as_asleep():
    night, nap = read(SLEEP, zone=OSLO)
    assert isinstance(night, Sleep)
    assert night.started_at == datetime(2016, 4, 12, 23, 59, 30, tzinfo=OSLO)
    assert night.ended_at == datetime(2016, 4, 13, 0, 3, 30, tzinfo=OSLO)
    assert (night.asleep_h, night.nap, night.source) == (pytest.approx(2 / 60), None, "Fitbit")
    assert nap.ended_at - nap.started_at == timedelta(minutes=1)


@pytest.mark.parametrize("text", [PULSE, STEPS, SLEEP])
def test_several_people_are_refused_whole(text):
    (problem,) = read(text + text.splitlines()[-1].replace("7,", "8,", 1) + "\n")
    assert problem.code == "several_people"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("7,yesterday,97", "date"),
        ("7,4/12/1985 7:21:10 AM,97", "date"),
        ("7,13/13/2016 7:21:10 AM,97", "date"),
        ("7,4/13/2016 12:00:05 AM,many", "not_a_number"),
        ("7,4/13/2016 12:00:05 AM,-3", "not_a_number"),
        ("7,4/13/2016 12:00:05 AM,900", "out_of_range"),
    ],
)
def test_a_row_that_cannot_be_is_named_and_the_rest_is_kept(row, code):
    *kept, problem = read(f"{PULSE}{row}\n")
    assert kept == read(PULSE)
    assert (problem.where, problem.code) == ("minutes.csv, line 6", code)


def test_a_day_out_of_order_is_left_out_with_a_word():
    first, problem = read(PULSE + "7,4/13/2016 12:00:10 AM,60\n7,4/13/2016 12:00:01 AM,60\n")
    assert first == read(PULSE)[0]
    assert problem.code == "order"
    assert "2016-04-13" in problem.message


def test_a_sleep_of_more_than_a_day_is_left_out_with_a_word():
    items = read(SLEEP + "7,4/15/2016 1:10:00 PM,1,12\n")
    assert [getattr(item, "code", "sleep") for item in items] == ["sleep", "sleep_times"]


def test_many_wrong_rows_are_counted_not_listed():
    problems = [item for item in read(PULSE + "7,never,1\n" * 5_000) if isinstance(item, Problem)]
    assert len(problems) == 21
    assert problems[-1].message.startswith("4980 more rows")


def test_more_rows_than_seconds_are_cut_at_the_day():
    rows = "".join(f"7,4/12/2016 7:21:00 AM,{60 + n % 9}\n" for n in range(95_000))
    day, problem = read("Id,Time,Value\n" + rows)
    assert len(day.columns["t_s"]) == 90_000
    assert problem.code == "too_large"
    assert "5000 of them were left out" in problem.message


@pytest.mark.parametrize("heading", [b"Id,Time,Value,Note\n", b"Time,Value\n", b"Id,date,value\n", b"date,restingHR\n"])
def test_a_table_of_something_else_is_not_claimed(heading):
    assert fitbit_minutes.recognise(heading, "x.csv") == 0


def test_the_daily_tables_of_the_same_export_stay_with_their_reader():
    assert importers.recognise(b"Id,ActivityDate,TotalSteps\n7,4/12/2016,42\n", "x.csv")[0] is daily_tables
    assert [item.at.date() for item in read("Id,ActivityDate,TotalSteps\n7,4/12/2016,42\n")] == [date(2016, 4, 12)]
    assert read(PULSE, zone=UTC)[0].started_at.tzinfo is UTC
