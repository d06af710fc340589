"""The order of import changes nothing, and a second copy of a file changes no number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.inference.same_session import workouts
from unweary.vocab.history import History, Recording, Session

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)


def _maybe(low: float, high: float) -> st.SearchStrategy[float | None]:
    return st.none() | st.integers(int(low), int(high)).map(float)


SESSIONS = st.lists(
    st.builds(
        lambda minute, **more: Session(NOW - timedelta(minutes=minute), **more),
        minute=st.integers(0, 400) | st.integers(0, 10).map(lambda hour: 60 * hour),
        duration_s=st.sampled_from([600.0, 1800.0, 3600.0, 3700.0, 7200.0]),
        sport=st.sampled_from(["run", "ride", "unknown", "triathlon", "walk"]),
        rpe_cr10=_maybe(1, 9),
        distance_m=_maybe(0, 3).map(lambda value: None if value is None else 5_000 * value),
        avg_hr_bpm=_maybe(14, 16).map(lambda value: None if value is None else 10 * value),
        source=st.sampled_from(["a.fit", "b.fit", "c.gpx", "d.csv"]),
    ),
    max_size=9,
)


def _numbers(sessions: list[Session]) -> list[Session]:
    recordings = tuple(Recording(s.started_at, session=s, columns={"hr_bpm": [120.0]}) for s in sessions[:2])
    found = workouts(History(as_of=NOW, sessions=tuple(sessions), recordings=recordings), NOW)
    return sorted((replace(workout.session, source="", device="") for workout in found), key=repr)


@settings(max_examples=300, deadline=None)
@given(SESSIONS, st.randoms(use_true_random=False))
def test_the_order_of_import_changes_nothing(sessions, draw):
    shuffled = sessions[2:]
    draw.shuffle(shuffled)
    assert _numbers(sessions) == _numbers(sessions[:2] + shuffled)


@settings(max_examples=300, deadline=None)
@given(SESSIONS.filter(bool), st.data())
def test_a_second_copy_of_a_file_changes_no_number(sessions, data):
    copied = data.draw(st.sampled_from(sessions))
    name = data.draw(st.sampled_from(["a copy.fit", "z copy.fit"]))
    assert _numbers([*sessions, replace(copied, source=name, device="an app")]) == _numbers(sessions)
