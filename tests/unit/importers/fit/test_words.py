from __future__ import annotations

import pytest

from unweary.importers.fit.words import COLUMNS, sport_word


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
