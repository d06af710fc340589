"""Hours slept by night: one source, naps apart, the person's own word first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from unweary.inference.nights import Night, device_nights, nights
from unweary.inference.state import state
from unweary.vocab.history import Day, History, Observation, Sleep
from unweary.vocab.knowledge import Knowledge

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)
TODAY = NOW.date()


def slept(
    day: date, start: str, end: str, asleep_h: float | None = None, source: str = "ring", **more: object
) -> Sleep:
    """A sleep that ended on ``day``, by the clock in Oslo; a start after the end was on the day before."""
    begun = datetime.fromisoformat(f"{day} {start}").replace(tzinfo=OSLO)
    ended = datetime.fromisoformat(f"{day} {end}").replace(tzinfo=OSLO)
    begun -= timedelta(days=1) if start > end else timedelta()
    return Sleep(begun.astimezone(UTC), ended.astimezone(UTC), asleep_h, source=source, **more)  # type: ignore[arg-type]


def by_day(*sleeps: Sleep, at: datetime = NOW, **more: object) -> dict[date, Night]:
    return device_nights(History(as_of=at, sleeps=sleeps, **more), at)  # type: ignore[arg-type]


def hours(*sleeps: Sleep) -> float:
    found = by_day(*sleeps)
    assert set(found) == {TODAY}
    return found[TODAY].hours


def test_a_night_belongs_to_the_day_of_waking() -> None:
    before_midnight = slept(TODAY - timedelta(days=1), "14:00", "22:00", 7.0)  # before a night at work
    assert by_day(slept(TODAY, "23:30", "06:30", 6.6), before_midnight) == {
        TODAY: Night(6.6, "ring"),
        TODAY - timedelta(days=1): Night(7.0, "ring"),
    }


def test_the_offset_of_the_one_who_asks_decides_which_day_that_is() -> None:
    at = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=-8)))
    short = Sleep(datetime(2026, 11, 20, 1, tzinfo=UTC), datetime(2026, 11, 20, 7, tzinfo=UTC), 5.0, source="ring")
    assert set(by_day(short, at=at)) == {TODAY - timedelta(days=1)}


def test_naps_stand_apart_from_the_night() -> None:
    at = NOW.replace(hour=20)
    night = slept(TODAY, "23:00", "06:00", 6.5)
    for nap in (slept(TODAY, "13:00", "14:00", 0.9), slept(TODAY, "07:00", "08:00", 0.9, nap=True)):
        assert by_day(night, nap, at=at) == {TODAY: Night(6.5, "ring")}
    late = slept(TODAY, "01:00", "10:30", 9.0)
    assert by_day(late, slept(TODAY, "12:00", "13:00", 0.8), at=at)[TODAY].hours == 9.0
    evening = slept(TODAY - timedelta(days=1), "17:30", "19:00", 1.4)
    assert by_day(evening, slept(TODAY, "21:30", "05:30", 7.5), at=at)[TODAY].hours == 7.5


def test_a_nap_alone_is_no_night() -> None:
    assert by_day(slept(TODAY, "05:00", "06:00", 0.9, nap=True)) == {}


def test_a_night_in_two_parts_is_one_also_over_midnight() -> None:
    evening = Sleep(NOW - timedelta(hours=11), NOW - timedelta(hours=8), 2.8, source="ring")
    assert hours(evening, slept(TODAY, "01:00", "06:00", 4.6)) == pytest.approx(7.4)


def test_what_two_entries_of_one_source_cover_counts_once() -> None:
    whole = slept(TODAY, "23:00", "07:00", 7.6)
    assert hours(whole, slept(TODAY, "23:00", "07:00", 7.4)) == 7.6
    assert hours(whole, slept(TODAY, "02:00", "04:00", 2.0)) == 7.6
    assert hours(slept(TODAY, "23:00", "05:00", 6.0), slept(TODAY, "03:00", "07:00", 4.0)) == 8.0


def test_without_hours_the_span_counts_but_lying_in_bed_is_no_sleep() -> None:
    assert hours(slept(TODAY, "23:00", "07:00")) == 8.0
    assert by_day(slept(TODAY, "23:00", "07:00", source="phone (in bed)")) == {}


def test_two_sources_are_never_added_and_the_steadier_one_holds() -> None:
    ring = [slept(TODAY - timedelta(days=back), "23:00", "07:00", 7.0, "ring") for back in range(10)]
    watch = [slept(TODAY - timedelta(days=back), "23:00", "07:00", 8.0, "watch") for back in range(0, 12, 2)]
    found = by_day(*ring, *watch)
    assert {night.source for day, night in found.items() if day > TODAY - timedelta(days=10)} == {"ring"}
    assert found[TODAY - timedelta(days=10)] == Night(8.0, "watch")  # the ring lay in the drawer
    assert by_day(*ring) == {day: night for day, night in found.items() if night.source == "ring"}
    more = [slept(TODAY - timedelta(days=back), "23:00", "07:00", 8.0, "watch") for back in range(60, 200)]
    assert by_day(*ring, *watch, *more)[TODAY].source == "ring"  # what was a year ago decides nothing


def test_the_night_in_which_the_clock_goes_back_is_an_hour_longer_and_one_night() -> None:
    for day, length in ((date(2026, 10, 25), 9.0), (date(2026, 3, 29), 7.0)):
        sleep = slept(day, "23:00", "07:00")
        local = Sleep(sleep.started_at.astimezone(OSLO), sleep.ended_at.astimezone(OSLO), source="ring")
        for each in (sleep, local):
            assert by_day(each)[day].hours == length


def test_a_sleep_that_has_not_ended_is_not_known_yet() -> None:
    assert by_day(Sleep(NOW - timedelta(hours=6), NOW + timedelta(hours=1), source="ring")) == {}


def test_of_two_alike_timed_sleep_stands_above_a_days_summary_and_that_above_a_number() -> None:
    number = {"observations": (Observation("sleep_h", 5.0, "h", NOW, "a-number"),)}
    summary = {"days": (Day(TODAY, sleep_h=6.0, source="b-summary"),)}
    timed = slept(TODAY, "23:00", "07:00", 7.0, "c-timed")
    assert by_day(**number)[TODAY] == Night(5.0, "a-number")
    assert by_day(**number, **summary)[TODAY] == Night(6.0, "b-summary")
    assert by_day(timed, **number, **summary)[TODAY] == Night(7.0, "c-timed")


def test_what_the_person_said_stands_above_every_device() -> None:
    history = History(as_of=NOW, sleeps=(slept(TODAY, "23:00", "07:00", 7.0),), days=(Day(TODAY, sleep_h=5.5),))
    assert nights(history, NOW)[TODAY] == Night(5.5, "check-in")


def test_the_numbers_of_the_rules_rest_on_the_nights(knowledge: Knowledge) -> None:
    week = tuple(slept(TODAY - timedelta(days=back), "23:00", "06:00", 6.0 + back / 10) for back in range(7))
    twin = tuple(slept(TODAY - timedelta(days=back), "23:00", "06:00", 7.0, "watch") for back in range(6))
    numbers = state(History(as_of=NOW, sleeps=(*week, *twin)), knowledge, NOW).numbers
    assert numbers["sleep_h_last"].low == 6.0
    assert numbers["sleep_h_last"].sources == ("ring",)
    assert numbers["sleep_h_mean7"].low == pytest.approx(6.3)
    said = state(History(as_of=NOW, sleeps=week, days=(Day(TODAY, sleep_h=4.0),)), knowledge, NOW).numbers
    assert said["sleep_h_last"].sources == ("check-in of 2026-11-20",)
    assert said["sleep_h_mean7"].low == pytest.approx((4.0 * 1 + 6.1 + 6.2 + 6.3 + 6.4 + 6.5 + 6.6) / 7)
