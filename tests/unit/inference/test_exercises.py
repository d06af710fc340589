"""What the sets of a workout load, what is new, and what is not known."""

from __future__ import annotations

import csv
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unweary.inference.exercises import exercise_of, new_exercises, not_known, of_sets, set_words
from unweary.inference.state import state
from unweary.vocab.history import History, Profile, Session, StrengthSet
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)

#: Names as apps write them, by the exercise that they mean.
NAMES = {
    "squat": (
        "Squat (Barbell)",
        "Front Squat (Barbell)",
        "Goblet Squat (Kettlebell)",
        "Hack Squat (Machine)",
        "Box Squat",
        "Wall Sit",
    ),
    "leg_press": ("Leg Press", "Leg Press (Machine)"),
    "lunge": ("Bulgarian Split Squat", "Walking Lunges (Dumbbell)", "Reverse Lunge", "Step-up", "Lunge (Dumbbell)"),
    "jump": ("Box Jumps", "Jump Squat", "Burpees"),
    "leg_extension": ("Leg Extension (Machine)",),
    "leg_curl": ("Lying Leg Curl (Machine)", "Seated Leg Curl"),
    "nordic_curl": ("Nordic Hamstring Curl", "Nordic Curls", "Glute Ham Raise"),
    "deadlift": ("Deadlift (Barbell)", "Sumo Deadlift", "Trap Bar Deadlift", "Rack Pull"),
    "romanian_deadlift": ("Romanian Deadlift (Dumbbell)", "RDL", "Stiff-Leg Deadlift", "Good Morning (Barbell)"),
    "back_extension": ("Back Extension (Hyperextension)", "Hyperextension"),
    "hip_thrust": ("Hip Thrust (Barbell)", "Glute Bridge"),
    "kettlebell_swing": ("Kettlebell Swing",),
    "hip_abduction": ("Hip Abduction (Machine)",),
    "hip_adduction": ("Hip Adductor (Machine)",),
    "calf_raise": ("Standing Calf Raise", "Seated Calf Raise (Plate Loaded)", "Calf Press on Leg Press"),
    "leg_raise": ("Hanging Leg Raise", "Hanging Knee Raise", "Toes to Bar"),
    "trunk": ("Plank", "Side Plank", "Russian Twist", "Cable Crunch", "Sit Up", "Ab Wheel"),
    "bench_press": ("Bench Press (Barbell)", "Incline Bench Press (Dumbbell)", "Chest Press (Machine)", "Floor Press"),
    "close_grip_bench_press": ("Close Grip Bench Press (Barbell)",),
    "push_up": ("Push Up", "Pushups", "Diamond Push-Up"),
    "dip": ("Triceps Dip", "Chest Dip (Assisted)"),
    "chest_fly": ("Chest Fly (Dumbbell)", "Pec Deck", "Cable Crossover"),
    "pullover": ("Pullover (Dumbbell)",),
    "row": ("Bent Over Row (Barbell)", "Seated Row (Cable)", "T-Bar Row", "Inverted Row", "Pendlay Row"),
    "pull_down": ("Lat Pulldown (Cable)",),
    "straight_arm_pulldown": ("Straight-Arm Pulldown",),
    "pull_up": ("Pull Up", "Chin-Ups", "Pull Up (Assisted)", "Muscle Up"),
    "negative_pull_up": ("Negative Pull-Up",),
    "face_pull": ("Face Pull", "Rear Delt Fly (Dumbbell)", "Reverse Fly", "Band Pull Apart"),
    "shrug": ("Shrug (Dumbbell)",),
    "shoulder_press": (
        "Overhead Press (Barbell)",
        "Arnold Press (Dumbbell)",
        "Military Press",
        "Shoulder Press (Dumbbell)",
    ),
    "lateral_raise": ("Lateral Raise (Dumbbell)", "Front Raise"),
    "upright_row": ("Upright Row (Barbell)",),
    "biceps_curl": ("Bicep Curl (Barbell)", "Hammer Curl (Dumbbell)", "Preacher Curl", "Concentration Curl"),
    "reverse_curl": ("Reverse Curl (EZ Bar)",),
    "wrist_curl": ("Wrist Curl",),
    "triceps_extension": ("Skullcrusher (Barbell)", "Triceps Pushdown (Rope)", "Triceps Kickback"),
    "carry": ("Farmer's Walk", "Sled Push"),
    "olympic_lift": ("Power Clean", "Snatch (Barbell)", "Clean and Jerk"),
    "turkish_get_up": ("Turkish Get Up (Kettlebell)",),
    "rowing_machine": ("Rowing (Machine)",),
    "run": ("Treadmill", "Running"),
    "walk": ("Stair Machine", "Walking"),
    "cycle": ("Cycling", "Assault Bike"),
}
#: The categories of FIT files; those that name no one exercise stay unknown.
FIT = {
    "bench_press": "bench_press",
    "calf_raise": "calf_raise",
    "carry": "carry",
    "chop": "trunk",
    "core": "trunk",
    "crunch": "trunk",
    "curl": "biceps_curl",
    "deadlift": "deadlift",
    "flye": "chest_fly",
    "hip_raise": "hip_thrust",
    "hip_stability": "hip_abduction",
    "hip_swing": "kettlebell_swing",
    "hyperextension": "back_extension",
    "lateral_raise": "lateral_raise",
    "leg_curl": "leg_curl",
    "leg_raise": "leg_raise",
    "lunge": "lunge",
    "olympic_lift": "olympic_lift",
    "plank": "trunk",
    "plyo": "jump",
    "pull_up": "pull_up",
    "push_up": "push_up",
    "row": "row",
    "shoulder_press": "shoulder_press",
    "shoulder_stability": "face_pull",
    "shrug": "shrug",
    "sit_up": "trunk",
    "squat": "squat",
    "triceps_extension": "triceps_extension",
}
UNKNOWN = ("Total Body", "Cardio", "Warm Up", "Kneebo", "Press", "Squat Row", "Hip Flexor Stretch", "Sauna", "", "-")


@pytest.mark.parametrize(("name", "meant"), [(name, meant) for meant, names in NAMES.items() for name in names])
def test_a_common_name_is_known(knowledge: Knowledge, name: str, meant: str) -> None:
    found = exercise_of(name, knowledge)
    assert found is not None
    assert found.id == meant


@pytest.mark.parametrize("name", FIT)
def test_a_category_of_fit_is_known(knowledge: Knowledge, name: str) -> None:
    found = exercise_of(name, knowledge)
    assert found is not None
    assert found.id == FIT[name]


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_fits_nothing_or_two_things_is_not_guessed(knowledge: Knowledge, name: str) -> None:
    assert exercise_of(name, knowledge) is None


@pytest.mark.realdata
def test_every_exercise_of_a_real_export_is_known(knowledge: Knowledge) -> None:
    folder = os.environ.get("UNWEARY_DATA", "")
    path = Path(folder) / "hevy_mouadja02" / "workout_data.csv"
    if not folder or not path.exists():
        assert os.environ.get("UNWEARY_REQUIRE_DATA") != "1", "UNWEARY_DATA names no folder with the Hevy export"
        pytest.skip("UNWEARY_DATA is not set")
    with path.open(newline="", encoding="utf-8-sig") as file:
        names = {row["exercise_title"] for row in csv.DictReader(file)}
    assert len(names) > 40
    assert [name for name in names if exercise_of(name, knowledge) is None] == []


def sets(name: str, *loads: float, reps: int = 10) -> tuple[StrengthSet, ...]:
    return tuple(StrengthSet(name, reps, load or None) for load in loads)


def test_each_exercise_counts_by_its_hard_sets_and_not_by_its_weights(knowledge: Knowledge) -> None:
    heavy, light = sets("Leg Extension", 60, 60), sets("Wrist Curl", 6, 6)
    shares = of_sets((*heavy, *light), knowledge, None)
    assert shares["forearm_grip"] == pytest.approx(0.5)
    assert shares["quads"] + shares["hip_flexors"] == pytest.approx(0.5)


def test_a_warm_up_counts_by_its_work_beside_the_hardest_set(knowledge: Knowledge) -> None:
    shares = of_sets((*sets("Leg Extension", 20, 40, 60), *sets("Wrist Curl", 6, 6)), knowledge, None)
    assert shares["forearm_grip"] == pytest.approx(0.5)


def test_the_body_counts_as_weight_where_it_is_lifted(knowledge: Knowledge) -> None:
    added, grip = sets("Pull Up", 0, 20), sets("Wrist Curl", 6)
    share = of_sets((*added, *grip), knowledge, 80.0)["forearm_grip"]
    pull_ups = (0.95 * 80 + 0.95 * 80 + 20) / (0.95 * 80 + 20)
    assert share == pytest.approx((1 + 0.12 * pull_ups) / (1 + pull_ups))
    no_mass = of_sets((*added, *grip), knowledge, None)["forearm_grip"]
    assert no_mass == pytest.approx((1 + 0.12 * 2) / 3)


def test_what_is_not_known_takes_its_part_and_gives_it_to_no_muscle(knowledge: Knowledge) -> None:
    shares = of_sets((*sets("Wrist Curl", 6), *sets("Kneebo", 6)), knowledge, None)
    assert shares == {"forearm_grip": pytest.approx(0.5)}
    assert of_sets(sets("Kneebo", 6), knowledge, None) == {}


def workout(days_back: float, *names: str) -> Session:
    done = tuple(each for name in names for each in sets(name, 50, 50))
    return Session(NOW - timedelta(days=days_back), 3600, "strength", source=f"{days_back:g}.csv", sets=done)


def test_an_exercise_is_new_when_it_was_not_done_for_weeks_by_any_of_its_names(knowledge: Knowledge) -> None:
    now = workout(0.5, "Nordic Curl", "Back Squat", "Kneebo")
    past = [workout(50, "Nordic Curl", "Squat"), workout(20, "Squats (Barbell)"), workout(10, "kneebo")]
    assert new_exercises(now, [*past, now], knowledge) == ["Nordic Curl"]
    words = set_words(now, [*past, now], knowledge)
    assert words.startswith("; first time in 6 weeks: Nordic Curl; Nordic Curl makes a muscle brake a load")
    assert words.endswith("exercises not known, so left out: 1 (Kneebo)")


def test_a_short_record_calls_nothing_new(knowledge: Knowledge) -> None:
    now = workout(0.5, "Nordic Curl")
    assert new_exercises(now, [workout(20, "Squat"), now], knowledge) == []
    assert set_words(now, [now], knowledge) == ""
    assert not_known(now, knowledge) == []


def test_the_last_two_days_fall_on_the_muscles_that_were_trained(knowledge: Knowledge) -> None:
    history = History(as_of=NOW, profile=Profile(mass_kg=80.0), sessions=(workout(0.5, "Squat", "Kneebo"),))
    groups = state(history, knowledge, NOW).groups
    assert groups["quads"]["group_load_48h"].low == pytest.approx(0.22)
    assert groups["quads"]["group_load_48h"].sources == ("0.5.csv; exercises not known, so left out: 1 (Kneebo)",)
    stated = replace(history.sessions[0], muscle_groups=("chest",))
    said = state(replace(history, sessions=(stated,)), knowledge, NOW).groups
    assert said["chest"]["group_load_48h"].low == 1.0
    assert "quads" not in said
