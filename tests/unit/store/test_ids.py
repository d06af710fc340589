"""Ids: user-made rows sort by time, imported ones are named by what they say."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

from unweary.store.ids import content_id, recording_id, uuid7
from unweary.vocab.history import Recording

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def test_a_user_made_id_is_a_uuid_of_version_7_that_tells_the_millisecond() -> None:
    made = uuid.UUID(uuid7(NOW + timedelta(milliseconds=123), b"\xff" * 8))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(NOW.timestamp() * 1000) + 123


def test_ids_made_one_after_the_other_sort_in_that_order_even_within_a_millisecond() -> None:
    ids = [uuid7(NOW + timedelta(microseconds=step), bytes([255 - step % 256]) * 8) for step in range(0, 3000, 7)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_the_zone_in_which_it_is_written_does_not_change_the_id() -> None:
    assert uuid7(NOW, bytes(8)) == uuid7(NOW.astimezone(timezone(timedelta(hours=9))), bytes(8))


def test_what_a_row_says_names_it_and_any_change_names_another() -> None:
    told = {"signal": "hr_rest_bpm", "value": 48.0, "unit": "bpm", "at": "2026-11-20T07:30:00+01:00", "source": "a"}
    same = content_id("observation", dict(reversed(told.items())))
    assert content_id("observation", told) == same
    assert content_id("observation", {**told, "at": "2026-11-20T06:30:00+00:00"}) == same
    for name, other in (("value", 48.1), ("signal", "rmssd_ms"), ("at", "2026-11-20T07:30:01+01:00"), ("source", "b")):
        assert content_id("observation", {**told, name: other}) != same
    assert content_id("session", told) != same


def test_a_recording_is_named_by_its_samples_and_start_not_by_its_file() -> None:
    first = Recording(NOW, "rr", {}, None, "H10", "a.txt")
    moved = Recording(NOW, "rr", {}, None, "H10", "b.txt")
    later = Recording(NOW + timedelta(seconds=1), "rr", {}, None, "H10", "a.txt")
    assert recording_id(first, None, b"x") == recording_id(moved, None, b"x")
    assert recording_id(first, None, b"x") != recording_id(first, None, b"y")
    assert recording_id(first, None, b"x") != recording_id(later, None, b"x")
