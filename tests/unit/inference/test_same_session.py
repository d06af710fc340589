"""One workout told by several sources counts once, and nothing else is joined."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from time import perf_counter

import pytest

from unweary.inference.same_session import Workout, workouts
from unweary.vocab.history import History, Recording, Session, StrengthSet

START = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
NOW = START + timedelta(days=1)


def told(*sessions: Session, recordings: tuple[Recording, ...] = ()) -> tuple[Workout, ...]:
    return workouts(History(as_of=NOW, sessions=sessions, recordings=recordings), NOW)


def session(source: str, after_s: float = 0, minutes: float = 60, sport: str = "run", **more: object) -> Session:
    return Session(START + timedelta(seconds=after_s), minutes * 60, sport, source=source, **more)  # type: ignore[arg-type]


def recorded(
    source: str, pulse: float, *, after_s: float = 0, minutes: float = 60, waves: float = 1, sport: str = "run",
    device: str = "a watch", **columns: list[float],
) -> Recording:  # fmt: skip
    """A recording whose pulse goes up and down ``waves`` times around a level."""
    times = [10.0 * step for step in range(int(minutes * 6))]
    beats = [pulse + 20 * math.sin(2 * math.pi * waves * t / times[-1]) for t in times]
    own = session(source, after_s, minutes, sport, avg_hr_bpm=pulse, max_hr_bpm=pulse + 20)
    return Recording(own.started_at, "activity", {"t_s": times, "hr_bpm": beats, **columns}, own, device, source)


def sources(found: tuple[Workout, ...]) -> list[str]:
    return [workout.source for workout in found]


def test_the_richest_telling_counts_and_takes_what_it_lacks_from_the_others() -> None:
    (one,) = told(
        session("diary", 120, 60, "unknown", rpe_cr10=7),
        session("phone.gpx", 5, 59, distance_m=10_050.0, descent_m=180.0),
        recordings=(recorded("watch.fit", 150),),
    )
    assert one.source == "watch.fit (also in: phone.gpx, diary)"
    assert (one.session.rpe_cr10, one.session.descent_m, one.session.sport) == (7, 180.0, "run")
    assert dict(one.filled) == {"rpe_cr10": "diary", "distance_m": "phone.gpx", "descent_m": "phone.gpx"}
    assert one.told[0].descent_m is None


def test_a_chest_strap_stands_above_more_columns() -> None:
    strap = recorded("belt.fit", 150, device="Polar H10")
    watch = recorded("watch.fit", 148, speed_m_s=[3.0] * 360)
    assert sources(told(recordings=(strap, watch))) == ["belt.fit (also in: watch.fit)"]
    assert sources(told(recordings=(replace(strap, device="a phone"), watch))) == ["watch.fit (also in: belt.fit)"]


def test_two_sports_at_one_time_and_two_sports_in_a_row_stay_two() -> None:
    assert len(told(session("a.fit"), session("b.fit", sport="swim"))) == 2
    assert len(told(session("a.fit"), session("b.fit", 3600, sport="ride"))) == 2


def test_sports_of_one_kin_and_an_unnamed_one_are_joined() -> None:
    for other in ("hike", "unknown", "walking", "workout"):
        assert len(told(session("a.fit", sport="walk"), session("b.fit", 20, sport=other))) == 1


def test_what_one_file_tells_apart_stays_apart() -> None:
    splits = tuple(session("watch.fit", 1200 * n, 25) for n in range(3))
    assert len(told(*splits)) == 3


def test_splits_of_one_device_are_parts_of_the_whole_that_another_one_recorded() -> None:
    splits = tuple(session(f"split-{n}.fit", 1200 * n, 20, distance_m=3_400.0) for n in range(3))
    (one,) = told(*splits, session("phone.gpx", 10, 60, distance_m=10_200.0))
    assert one.session.source == "phone.gpx"
    assert one.session.duration_s == 3600
    assert set(one.also_in) == {"split-0.fit", "split-1.fit", "split-2.fit"}


def test_a_watch_that_stopped_early_shortens_nothing() -> None:
    (one,) = told(session("phone.gpx", distance_m=10_000.0), recordings=(recorded("watch.fit", 150, minutes=20),))
    assert (one.session.duration_s, one.session.max_hr_bpm, one.session.avg_hr_bpm) == (3600, 170, None)


def test_the_parent_of_a_multisport_workout_steps_back_behind_its_legs() -> None:
    legs = (session("watch.fit", 0, 20, "swim"), session("watch.fit", 1230, 60, "ride"), session("watch.fit", 4900, 30))
    found = told(*legs, session("watch.fit", 0, 112, "triathlon"))
    assert [workout.session.sport for workout in found] == ["swim", "ride", "run"]
    assert len(told(session("watch.fit", 0, 112, "triathlon"))) == 1


def test_two_people_side_by_side_are_told_apart_by_their_pulse() -> None:
    hills = [100 + 50 * math.sin(t / 20) for t in range(360)]
    mine, friend = (recorded(f"{p}.fit", p, altitude_m=hills, sport="ride") for p in (150, 128))
    assert len(told(recordings=(mine, friend))) == 2
    second = recorded("strap.fit", 153, after_s=20, altitude_m=hills, sport="ride")
    assert len(told(recordings=(mine, second))) == 1
    other_rhythm = recorded("friend.fit", 150, after_s=7, waves=4, altitude_m=hills, sport="ride")
    assert len(told(recordings=(mine, other_rhythm))) == 2


def test_without_samples_the_means_tell_two_people_apart() -> None:
    assert len(told(session("a", avg_hr_bpm=150), session("b", avg_hr_bpm=135))) == 2
    assert len(told(session("a", avg_hr_bpm=150), session("b", avg_hr_bpm=146))) == 1


def test_a_file_between_two_people_joins_one_of_them_and_joins_them_not() -> None:
    found = told(session("a", avg_hr_bpm=150), session("b", avg_hr_bpm=130), session("phone"))
    assert len(found) == 2
    assert sum(len(workout.told) for workout in found) == 3


def test_another_way_at_the_same_time_is_another_body() -> None:
    assert len(told(session("a", distance_m=10_000.0), session("b", distance_m=5_000.0))) == 2
    assert len(told(session("a", distance_m=10_000.0), session("b", distance_m=0.0))) == 1  # a turbo trainer


def test_pauses_that_only_one_source_counts_do_not_part_them() -> None:
    riding = Session(START, 6000, "ride", distance_m=50_000.0, source="app")
    columns = {"t_s": [float(t) for t in range(0, 9001, 10)]}
    paused = Recording(START, "activity", columns, replace(riding, source="ride.fit"), source="ride.fit")
    assert len(told(replace(riding, duration_s=9000), recordings=(paused,))) == 1


@pytest.mark.parametrize("hours", [-5, 1, 9])
def test_a_file_that_lost_its_zone_is_recognised_when_all_agrees(hours: int) -> None:
    full = session("watch.fit", distance_m=10_000.0, avg_hr_bpm=150.0, max_hr_bpm=171.0)
    lost = replace(full, started_at=full.started_at + timedelta(hours=hours, seconds=2), source="export.csv")
    assert len(told(full, lost)) == 1
    assert len(told(full, replace(lost, started_at=lost.started_at + timedelta(minutes=20)))) == 2
    assert len(told(full, replace(lost, max_hr_bpm=165.0))) == 2


def test_the_way_to_work_and_back_at_the_same_minute_are_two_rides() -> None:
    there = session("a", sport="ride", distance_m=8_000.0, avg_hr_bpm=131.0, max_hr_bpm=155.0)
    back = replace(there, started_at=there.started_at - timedelta(hours=9), source="b", avg_hr_bpm=126.0)
    assert len(told(there, back)) == 2
    assert len(told(session("a"), session("b", 3600 * 9))) == 2  # nothing but the duration to go by


def test_the_instant_counts_and_not_the_clock_on_the_wall() -> None:
    here = session("a")
    there = replace(here, started_at=here.started_at.astimezone(timezone(timedelta(hours=9))), source="b")
    assert len(told(here, there)) == 1


def test_the_sets_of_an_app_and_the_pulse_of_a_watch_are_one_workout() -> None:
    sets = (StrengthSet("Squat (Barbell)", 5, 80),)
    (one,) = told(session("hevy.csv", 300, 55, "strength", sets=sets),
                  recordings=(recorded("watch.fit", 110, sport="strength"),))  # fmt: skip
    assert (one.session.source, one.session.sets, dict(one.filled)["sets"]) == ("watch.fit", sets, "hevy.csv")


def test_nothing_after_as_of_is_looked_at() -> None:
    late = session("late", 2 * 86_400)
    assert told(late) == ()


def test_ten_years_from_three_sources_take_seconds_and_not_minutes() -> None:
    draw = random.Random(1)
    every = []
    for day in range(3000):
        start = START - timedelta(days=day, seconds=draw.randrange(0, 40_000))
        one = Session(start, draw.uniform(1800, 9000), "ride", avg_hr_bpm=float(draw.randrange(110, 170)), source="a")
        every += [replace(one, source=f"{name}{day}", started_at=start + timedelta(seconds=5 * n))
                  for n, name in enumerate("abc")]  # fmt: skip
    begun = perf_counter()
    assert len(told(*every)) == 3000
    assert perf_counter() - begun < 6.0
