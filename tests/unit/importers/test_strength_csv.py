"""Strength workouts of Strong (by hand, after its documentation) and Hevy (by hand, after a real file)."""

import io
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import strength_csv
from unweary.vocab.errors import Problem
from unweary.vocab.history import Session

HEVY = (
    '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
    '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"\n'
)
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
)


def read(text, name="workouts.csv", **more):
    items = list(importers.read(io.BytesIO(text.encode()), name, **more))
    sessions = [item for item in items if isinstance(item, Session)]
    problems = [item for item in items if isinstance(item, Problem)]
    assert len(sessions) + len(problems) == len(items)
    return sessions, problems


def hevy(start, exercise, kind="normal", weight="", reps="", seconds="", rpe="", end="1 Jul 2025, 08:00"):
    return f'"Morning","{start}","{end}","","{exercise}",,"",0,"{kind}",{weight},{reps},,{seconds},{rpe}\n'


def test_a_hevy_workout_keeps_each_set_as_it_was_done():
    start = "1 Jul 2025, 07:00"
    text = HEVY + hevy(start, "Squat (Barbell)", "warmup", "40", "10") + hevy(start, "Plank", seconds="60", rpe="8.5")
    (session,), problems = read(text, zone=ZoneInfo("Europe/Oslo"))
    assert problems == []
    assert session.started_at == datetime(2025, 7, 1, 5, 0, tzinfo=UTC)
    assert (session.duration_s, session.sport, session.device, session.source) == (
        3600,
        "strength",
        "Hevy",
        "workouts.csv",
    )
    squat, plank = session.sets
    assert (squat.exercise, squat.kind, squat.weight_kg, squat.reps) == ("Squat (Barbell)", "warmup", 40.0, 10)
    assert (plank.weight_kg, plank.reps, plank.duration_s, plank.rpe_cr10) == (None, None, 60.0, 8.5)


def test_two_workouts_are_two_sessions_and_the_same_bytes_give_the_same():
    text = HEVY + hevy("1 Jul 2025, 07:00", "Squat") + hevy("3 Jul 2025, 07:00", "Row", end="3 Jul 2025, 07:45")
    sessions, _ = read(text)
    assert [session.duration_s for session in sessions] == [3600, 2700]
    assert read(text)[0] == sessions


def test_a_strong_workout_has_its_sets_and_no_rest_timers():
    text = STRONG + (
        '2026-11-02 18:05:00,"Evening",1h 5m,"Deadlift (Barbell)",W,60,5,0,0,,,\n'
        '2026-11-02 18:05:00,"Evening",1h 5m,"Deadlift (Barbell)",1,"102,5",5,0,0,,,9\n'
        '2026-11-02 18:05:00,"Evening",1h 5m,"Deadlift (Barbell)",Rest Timer,0,0,0,120,,,\n'
    )
    (session,), problems = read(text)
    assert problems == []
    assert session.duration_s == 3900
    assert [(each.kind, each.weight_kg, each.rpe_cr10) for each in session.sets] == [
        ("warmup", 60.0, None),
        ("", 102.5, 9.0),
    ]


def test_pounds_and_miles_become_kilograms_and_metres_where_the_file_names_them():
    text = (
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
        "Workout Notes;Workout Duration\n"
        "2019-01-11 12:31:54;Leg;Deadlift (Barbell);1;100;lbs;5;;;;0;;;45m\n"
        "2019-01-11 12:31:54;Leg;Running;1;;;;;2;mi;900;;;45m\n"
    )
    (session,), _ = read(text)
    assert session.sets[0].weight_kg == pytest.approx(45.359237)
    assert session.sets[1].distance_m == pytest.approx(3218.688)


def test_weights_without_a_unit_are_left_out_with_one_clear_word():
    header = STRONG.replace("Weight (kg)", "Weight")
    row = "2026-11-02 18:05:00,Evening,45m,Squat,1,225,5,0,0,,,\n"
    (session,), (problem,) = read(header + row * 3)
    assert [(each.weight_kg, each.reps) for each in session.sets] == [(None, 5)] * 3
    assert problem.code == "no_unit"
    assert "Weight (kg)" in problem.message
    bodyweight = row.replace(",225,", ",0,")
    assert read(header + bodyweight)[1] == []


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("yesterday,Evening,45m,Squat,1,60,5,0,0,,,\n", "date"),
        ("2026-11-02 18:05:00,Evening,,Squat,1,60,5,0,0,,,\n", "no_duration"),
        ("2026-11-02 18:05:00,Evening,some time,Squat,1,60,5,0,0,,,\n", "no_duration"),
    ],
)
def test_a_workout_that_cannot_be_placed_is_named_and_the_next_is_kept(row, code):
    good = "2026-11-03 18:05:00,Next,45m,Squat,1,60,5,0,0,,,\n"
    sessions, (problem,) = read(STRONG + row * 2 + good)
    assert (problem.code, problem.where) == (code, "workouts.csv, line 2")
    assert [len(session.sets) for session in sessions] == [1]


def test_a_cell_that_cannot_be_is_left_out_and_named():
    text = STRONG + "2026-11-02 18:05:00,Evening,45m,Squat,1,heavy,-5,0,0,,,11\n"
    (session,), problems = read(text)
    assert (session.sets[0].weight_kg, session.sets[0].reps, session.sets[0].rpe_cr10) == (None, None, None)
    assert {problem.where.rpartition(", ")[2] for problem in problems} == {"Weight (kg)", "Reps", "RPE"}


def test_other_tables_are_not_claimed():
    assert strength_csv.recognise(b"Date,Workout Name,Notes\n", "strong.csv") == 0
    assert strength_csv.recognise(b"date,hrv\n", "hevy.csv") == 0


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_files_never_raise(data):
    good = (HEVY + hevy("1 Jul 2025, 07:00", "Squat", weight="60", reps="5") * 3).encode()
    at = data.draw(st.integers(0, len(good)))
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 9)) :]
    for item in strength_csv.read(io.BytesIO(damaged), "x.csv"):
        assert isinstance(item, Session | Problem)


@pytest.mark.parametrize("span", ["9" * 5_000 + "h", "1h " + "9" * 5_000 + "m", "9" * 70 + "s"])
def test_a_span_of_thousands_of_digits_is_no_span(span):
    columns = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps"
    text = f"{columns}\n2026-11-01 07:00:00,A,{span},Row,1,40,5\n"
    assert [item.code for item in strength_csv.read(io.BytesIO(text.encode()), "a.csv")] == ["no_duration"]
