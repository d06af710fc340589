from __future__ import annotations

import pytest
from fitdecode.profile import MESSAGE_TYPES

from unweary.importers.fit.words import COLUMNS, LISTS, READ, sport_word


def test_everything_that_is_read_stands_in_the_profile():
    profile = {kind.name: {field.name for field in kind.fields.values()} for kind in MESSAGE_TYPES.values()}
    for kind, fields in READ.items():
        assert set(fields) <= profile[kind], kind
    assert all(field in READ[kind] for kind, field in LISTS)
    assert {field for fields in COLUMNS.values() for field in fields} <= set(READ["record"])


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
