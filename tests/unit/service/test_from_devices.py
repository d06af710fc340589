"""Which of the devices' values a morning shows."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from unweary.service import Unweary
from unweary.service.from_devices import from_devices
from unweary.vocab.history import Day, Observation, Session, Sleep

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
TODAY = NOW.date()


def test_without_devices_there_is_nothing(person: Unweary) -> None:
    told = from_devices(person, NOW)
    assert (told.sleep_h, told.measured, told.sessions) == (None, (), ())


def test_the_newest_of_each_signal_of_this_morning_is_shown_in_a_fixed_order(person: Unweary) -> None:
    hour = timedelta(hours=1)
    person.add(
        (
            Observation("rmssd_ms", 41, "ms", NOW - hour, "a watch"),
            Observation("hr_rest_bpm", 53, "bpm", NOW - 2 * hour, "a watch"),
            Observation("hr_rest_bpm", 51, "bpm", NOW - hour, "a ring"),
            Observation("hr_rest_bpm", 40, "bpm", NOW - 8 * hour, "a watch"),
            Observation("hr_rest_bpm", 70, "bpm", NOW, "test"),
            Observation("grip_kg", 40, "kg", NOW, "a watch"),
        )
    )
    shown = [row.value for row in from_devices(person, NOW).measured if isinstance(row.value, Observation)]
    assert [(each.signal, each.value, each.source) for each in shown] == [
        ("hr_rest_bpm", 51, "a ring"),
        ("rmssd_ms", 41, "a watch"),
    ]


def test_sleep_is_taken_from_the_diary_of_a_device_else_from_its_measurement(person: Unweary) -> None:
    person.add((Observation("sleep_h", 6.5, "h", NOW, "a ring"), Day(TODAY, sleep_h=5.0)))
    assert (from_devices(person, NOW).sleep_h, from_devices(person, NOW).sleep_source) == (6.5, "a ring")
    person.add((Day(TODAY, sleep_h=7.0, source="a watch"), Day(TODAY - timedelta(days=1), sleep_h=8.0, source="old")))
    assert (from_devices(person, NOW).sleep_h, from_devices(person, NOW).sleep_source) == (7.0, "a watch")


def test_training_of_today_and_yesterday_by_the_persons_own_clock(person: Unweary) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    starts = (midnight - timedelta(days=1), midnight - timedelta(days=1, minutes=1), midnight, NOW + timedelta(hours=1))
    person.add(tuple(Session(start, 600, "run") for start in starts))
    shown = [row.value for row in from_devices(person, NOW).sessions if isinstance(row.value, Session)]
    assert [each.started_at for each in shown] == [midnight, midnight - timedelta(days=1)]


def test_a_training_that_two_files_tell_is_asked_once_and_by_the_one_that_knows_how_hard_it_was(
    person: Unweary,
) -> None:
    start = NOW - timedelta(hours=20)
    rated = Session(start + timedelta(seconds=30), 3500, "run", rpe_cr10=6, source="app.csv")
    person.add((Session(start, 3600, "run", avg_hr_bpm=150, source="watch.fit"), rated))
    assert [row.value for row in from_devices(person, NOW).sessions] == [rated]


def test_a_timed_sleep_fills_the_night_in_without_its_naps(person: Unweary) -> None:
    night = Sleep(NOW - timedelta(hours=9), NOW - timedelta(hours=1), 7.1, source="a ring")
    nap = Sleep(NOW - timedelta(minutes=40), NOW - timedelta(minutes=10), 0.4, nap=True, source="a ring")
    person.add((night, nap))
    told = from_devices(person, NOW)
    assert (told.sleep_h, told.sleep_source) == (7.1, "a ring")
