"""A real lifter's Hevy export, compared with a plain reading of its rows."""

import csv

import pytest

from unweary import importers
from unweary.vocab.history import Session

pytestmark = pytest.mark.realdata


def test_every_set_of_the_hevy_export_is_kept(data_folder):
    path = data_folder / "hevy_mouadja02" / "workout_data.csv"
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    with path.open("rb") as stream:
        items = list(importers.read(stream, path.name))
    assert all(isinstance(item, Session) for item in items)
    sets = [each for session in items for each in session.sets]
    assert len(items) == len({(row["start_time"], row["title"]) for row in rows})
    assert [each.exercise for each in sets] == [row["exercise_title"] for row in rows]
    assert [each.reps or 0 for each in sets] == [int(row["reps"] or 0) for row in rows]
    assert [each.weight_kg or 0 for each in sets] == [float(row["weight_kg"] or 0) for row in rows]
