"""Strength sets, written by hand from the FIT profile."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from unweary.importers.fit import read_bytes
from unweary.vocab.history import Session, StrengthSet

ENUM, UINT8, UINT16, UINT32, STRING = 0x00, 0x02, 0x84, 0x86, 0x07
BEGIN = round((datetime(2026, 11, 14, 8, tzinfo=UTC) - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
BENCH, CURL, SQUAT = 0, 7, 28
ACTIVE, REST = 1, 0


@pytest.fixture
def gym(raw, define):
    """Sessions of strength that start at these minutes, with sets (minute, s, reps, kg, active, category, kind)."""

    def made(sets, starts=(0,), titles=()) -> list[tuple[StrengthSet, ...]]:
        body = define(0, 225, [(6, 4, UINT32), (0, 4, UINT32), (3, 2, UINT16), (4, 2, UINT16), (5, 1, UINT8),
                               (7, 4, UINT16), (8, 4, UINT16)])  # fmt: skip
        for minute, seconds, reps, kg, active, category, kind in sets:
            weight = 0xFFFF if kg is None else round(kg * 16)
            body += struct.pack(
                "<BIIHHB4H", 0, BEGIN + 60 * minute, 1000 * seconds, 0xFFFF if reps is None else reps, weight, active,
                category, CURL if category != 0xFFFF else 0xFFFF, kind, 0xFFFF,
            )  # fmt: skip
        body += define(1, 264, [(0, 2, UINT16), (1, 2, UINT16), (2, 20, STRING)])
        body += b"".join(struct.pack("<BHH20s", 1, *title) for title in titles)
        body += define(2, 18, [(2, 4, UINT32), (8, 4, UINT32), (5, 1, ENUM), (6, 1, ENUM)])
        body += b"".join(struct.pack("<BIIBB", 2, BEGIN + 60 * start, 1_200_000, 10, 20) for start in starts)
        sessions = list(read_bytes(raw(body), "gym.fit"))
        assert all(isinstance(session, Session) for session in sessions)
        return [session.sets for session in sessions]

    return made


def test_sets_carry_exercise_weight_and_repetitions_and_rests_are_none(gym):
    (sets,) = gym(
        [(0, 30, 8, 60.5, ACTIVE, BENCH, 1), (1, 90, None, None, REST, BENCH, 1), (3, 28, 8, 62.5, ACTIVE, BENCH, 1)]
    )
    assert sets == (
        StrengthSet("bench press", 8, 60.5, 30.0),
        StrengthSet("bench press", 8, 62.5, 28.0),
    )


def test_an_exercise_has_the_title_that_its_workout_gives_it(gym):
    (sets,) = gym(
        [(0, 30, 8, 100, ACTIVE, SQUAT, 6), (2, 30, 8, 60, ACTIVE, SQUAT, 9)], titles=[(SQUAT, 6, b"Back squat")]
    )
    assert [each.exercise for each in sets] == ["Back squat", "squat"]


def test_a_set_of_repetitions_without_an_exercise_is_unknown_and_one_of_time_alone_is_none(gym):
    (sets,) = gym([(0, 30, 12, None, ACTIVE, 0xFFFF, 0xFFFF), (1, 30, None, None, ACTIVE, 0xFFFF, 0xFFFF)])
    assert sets == (StrengthSet("unknown", 12, None, 30.0),)


def test_sets_belong_to_the_session_in_which_they_began(gym):
    first, second = gym([(1, 30, 5, 80, ACTIVE, BENCH, 1), (25, 30, 6, 90, ACTIVE, SQUAT, 1)], starts=(0, 20))
    assert [each.exercise for each in first] == ["bench press"]
    assert [each.reps for each in second] == [6]
