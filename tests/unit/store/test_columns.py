"""Samples keep every bit through the blob, and a damaged blob is told as such."""

from __future__ import annotations

import math
import random
import struct

import pytest

from unweary.store.columns import flat, pack, read_columns, unpack
from unweary.vocab.errors import UserError


def test_every_bit_comes_back_nan_and_extremes_included() -> None:
    rng = random.Random(7)
    columns = {
        "t_s": [float(step) for step in range(5000)],
        "hr_bpm": [math.nan if step % 97 == 0 else 120 + rng.gauss(0, 5) for step in range(5000)],
        "odd": [0.0, -0.0, 5e-324, 1.7976931348623157e308, *([math.nan] * 4996)],
    }
    back = read_columns(unpack(pack(flat(columns))))
    assert set(back) == set(columns)
    for name, column in columns.items():
        assert struct.pack(f"<{len(column)}d", *back[name]) == struct.pack(f"<{len(column)}d", *column)


def test_the_order_of_the_columns_changes_nothing() -> None:
    assert flat({"a": [1.0], "b": [2.0]}) == flat({"b": [2.0], "a": [1.0]})


@pytest.mark.parametrize("columns", [{}, {"rr_ms": []}, {"a": [1.0], "b": []}])
def test_empty_columns_come_back_as_they_were(columns: dict[str, list[float]]) -> None:
    back = read_columns(unpack(pack(flat(columns))))
    assert {name: list(column) for name, column in back.items()} == columns


def test_an_hour_of_samples_takes_far_less_room_than_its_numbers() -> None:
    rng = random.Random(1)
    hour = {"t_s": [float(t) for t in range(3600)], "hr_bpm": [float(round(rng.gauss(140, 8))) for _ in range(3600)]}
    assert len(pack(flat(hour))) < 0.12 * len(flat(hour))


@pytest.mark.parametrize("damage", [b"", b"not zlib", pack(flat({"a": [1.0, 2.0]}))[:-5]])
def test_a_damaged_blob_is_a_database_error_in_words(damage: bytes) -> None:
    with pytest.raises(UserError) as refused:
        unpack(damage)
    assert refused.value.code == "database"
