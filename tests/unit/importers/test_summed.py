from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from unweary.importers.summed import SESSION_LIMITS, ClimbRule, climb_m
from unweary.vocab.history import Session


def test_a_hill_counts_whole_from_foot_to_top_and_back():
    up = [100 + 0.7 * step for step in range(101)]
    assert climb_m(up + up[::-1]) == pytest.approx((70, 70))


def test_wiggles_smaller_than_the_swing_never_add_up():
    assert climb_m([100 + (step % 2) for step in range(10_000)]) == (0, 0)


def test_a_drop_deeper_than_the_climb_before_is_counted_whole():
    assert climb_m([100, 104, 90, 95]) == (9, 14)


def test_the_size_of_a_swing_is_an_argument():
    track = [100, 104, 100, 104, 100]
    assert climb_m(track) == (8, 8)
    assert climb_m(track, ClimbRule(swing_m=5)) == (0, 0)


def test_up_and_down_differ_by_the_altitude_gained():
    track = [100 + 30 * math.sin(step / 9) + step / 5 for step in range(500)]
    ascent, descent = climb_m(track)
    # Only the ends may lack less than one swing each.
    assert ascent - descent == pytest.approx(track[-1] - track[0], abs=6)


def test_missing_altitudes_are_skipped_and_too_few_are_unknown():
    assert climb_m([math.nan, 100, math.nan, 110, math.nan]) == (10, 0)
    assert all(math.isnan(metres) for metres in climb_m([100, math.nan]))


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
