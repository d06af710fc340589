"""The load that the Timeline draws is the one that the verdict rests on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from unweary import knowledge
from unweary.inference.state import state
from unweary.service.training_load import daily_load_au
from unweary.vocab.history import History, Observation, Recording, Session

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
KNOWLEDGE = knowledge.load()


def test_the_bars_of_a_week_add_up_to_the_load_in_the_reasons():
    sessions = tuple(
        Session(NOW - timedelta(days=back, hours=2), 1800.0 + 60 * back, "run", rpe, avg_hr_bpm=140.0, max_hr_bpm=181.0)
        for back, rpe in ((0, 5.0), (2, None), (3, 7.0), (6, None), (9, 4.0), (200, None))
    )
    resting = tuple(
        Observation("hr_rest_bpm", 50.0 + back % 5, "bpm", NOW - timedelta(days=60 - back)) for back in range(60)
    )
    history = History(as_of=NOW, sessions=sessions, observations=resting)
    today = NOW.date()
    load = daily_load_au(history, KNOWLEDGE, today - timedelta(days=6), today)
    assert len(load) == 4
    numbers = state(history, KNOWLEDGE, NOW).numbers
    assert sum(load.values()) == pytest.approx(numbers["load_7d_au"].low)
    assert load[today] == pytest.approx(numbers["load_1d_au"].low)


def test_a_ride_that_two_devices_recorded_counts_once():
    ride = Session(NOW - timedelta(days=1), 3600.0, "ride", 5.0, source="watch.fit")
    twin = Session(NOW - timedelta(days=1, minutes=-2), 3500.0, "ride", 5.0, source="bike.fit")
    history = History(as_of=NOW, sessions=(ride,), recordings=(Recording(twin.started_at, session=twin),))
    assert daily_load_au(history, KNOWLEDGE, NOW.date() - timedelta(days=6), NOW.date()) == {
        NOW.date() - timedelta(days=1): pytest.approx(300.0)
    }
