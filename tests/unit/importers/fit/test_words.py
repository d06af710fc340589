from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from unweary.importers.fit.words import COLUMNS, SESSION_LIMITS, sport_word
from unweary.vocab.history import Session


@pytest.mark.parametrize("field", sorted(SESSION_LIMITS))
def test_the_limits_are_those_of_the_session_type(field):
    adapter = TypeAdapter(Session)
    session = Session(datetime(2026, 11, 14, tzinfo=UTC), 60.0)
    low, high = SESSION_LIMITS[field]
    for inside in (low, high):
        adapter.validate_json(adapter.dump_json(replace(session, **{field: inside})))
    for outside in (low - 1, high + 1):
        with pytest.raises(ValidationError):
            adapter.validate_json(adapter.dump_json(replace(session, **{field: outside})))


def test_position_is_not_among_the_columns():
    fields = {name for column in COLUMNS for name in (column.name, *column.fields)}
    assert not [name for name in fields if "lat" in name.split("_") or "long" in name or "position" in name]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (("running", "trail"), "run"),
        (("cycling", "indoor_cycling"), "ride"),
        (("training", "strength_training"), "strength"),
        (("fitness_equipment", "indoor_rowing"), "row"),
        (("generic", "generic"), "unknown"),
        (("", None), "unknown"),
        (("rock_climbing", "bouldering"), "rock_climbing"),
        ((b"\x00", None), "unknown"),
    ],
)
def test_sports_have_one_word_each(said, word):
    assert sport_word(*said) == word
