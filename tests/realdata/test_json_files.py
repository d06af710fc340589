"""Real JSON exports, compared with plain loops over the same files."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from unweary import importers
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session, Sleep

pytestmark = pytest.mark.realdata

PEOPLE = ("p01", "p02", "p04", "p05", "p07", "p08", "p10", "p11", "p13", "p14")


def read(path) -> list:
    with path.open("rb") as stream:
        return list(importers.read(stream, path.name))


def plain(path):
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


def packed_or_not(folder, name):
    return next(path for path in (folder / name, folder / f"{name}.gz") if path.exists())


def values(items: list, signal: str) -> set:
    return {(item.at.date().isoformat(), item.value) for item in items if getattr(item, "signal", "") == signal}


def bodies(folder, name: str) -> list:
    return [each["body"] for each in plain(folder / "garmin_garth" / "api_bodies" / name) if each["body"] is not None]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_fitbit_sleep_training_and_resting_heart_rate_of_pmdata_is_read(data_folder, person):
    folder = data_folder / "pmdata" / person / "fitbit"
    rows = plain(packed_or_not(folder, "sleep.json"))
    sleeps = read(packed_or_not(folder, "sleep.json"))
    assert all(isinstance(item, Sleep) for item in sleeps)
    assert [round(item.asleep_h * 60) for item in sleeps] == [row["minutesAsleep"] for row in rows]
    assert [item.nap for item in sleeps] == [not row["mainSleep"] for row in rows]
    assert [item.started_at.isoformat()[:19] for item in sleeps] == [
        row["startTime"].replace(" ", "T")[:19] for row in rows
    ]
    assert sum(item.deep_h is not None for item in sleeps) == sum(
        row["levels"]["summary"].get("deep", {}).get("minutes", 0) > 0 for row in rows
    )
    rows = plain(packed_or_not(folder, "exercise.json"))
    trainings = read(packed_or_not(folder, "exercise.json"))
    assert all(isinstance(item, Session) for item in trainings)
    assert [item.duration_s for item in trainings] == [row["activeDuration"] / 1000 for row in rows]
    assert sum(item.distance_m or 0 for item in trainings) == pytest.approx(
        sum(1000 * row.get("distance", 0) for row in rows)
    )
    if (folder / "resting_heart_rate.json").exists():
        rows = plain(folder / "resting_heart_rate.json")
        pulses = values(read(folder / "resting_heart_rate.json"), "hr_rest_bpm")
        assert pulses == {(row["dateTime"][:10], row["value"]["value"]) for row in rows if row["value"]["value"]}


def test_fitbit_trainings_lie_outside_sleep_only_when_they_are_read_as_utc(data_folder):
    folder = data_folder / "pmdata" / "p02" / "fitbit"
    oslo = ZoneInfo("Europe/Oslo")
    with gzip.open(packed_or_not(folder, "exercise.json")) as stream:
        starts = [item.started_at for item in importers.read(stream, "exercise.json", zone=oslo)]
    with gzip.open(packed_or_not(folder, "sleep.json")) as stream:
        nights = [(item.started_at, item.ended_at) for item in importers.read(stream, "sleep.json", zone=oslo)]
    assert sum(any(begun <= start < ended for begun, ended in nights) for start in starts) <= 2


def test_garmin_nights(data_folder):
    for name in ("test_sleep_data_list.json", "test_daily_sleep_data_list.json", "test_sleep_data_get.json"):
        rows = [body["dailySleepDTO"] for body in bodies(data_folder, name) if "dailySleepDTO" in body]
        items = read(data_folder / "garmin_garth" / "api_bodies" / name)
        sleeps = [item for item in items if isinstance(item, Sleep)]
        told = [row for row in rows if row["sleepStartTimestampGMT"]]
        assert [item.started_at.timestamp() * 1000 for item in sleeps] == [
            row["sleepStartTimestampGMT"] for row in told
        ]
        assert [item.asleep_h * 3600 for item in sleeps] == pytest.approx([row["sleepTimeSeconds"] for row in told])
        local = [
            datetime.fromtimestamp(row["sleepStartTimestampLocal"] / 1000, tz=sleeps[0].started_at.tzinfo)
            for row in told
        ]
        assert all(item.started_at.utcoffset() is not None for item in sleeps)
        assert [item.started_at.replace(tzinfo=None).timestamp() for item in sleeps] == [
            (each - each.utcoffset()).replace(tzinfo=None).timestamp() for each in local
        ]
        assert values(items, "spo2_pct") == {(row["calendarDate"], row["averageSpO2Value"]) for row in told}
        assert not [item for item in items if isinstance(item, Problem)]


def test_garmin_heartbeat_variation_weight_steps_and_heart_rate(data_folder):
    folder = data_folder / "garmin_garth" / "api_bodies"
    rows = [row for body in bodies(data_folder, "test_daily_hrv_paginate.json") for row in body["hrvSummaries"]]
    items = read(folder / "test_daily_hrv_paginate.json")
    assert values(items, "rmssd_ms") == {(row["calendarDate"], row["lastNightAvg"]) for row in rows}
    (body,) = bodies(data_folder, "test_weight_data_list.json")
    rows = [row for day in body["dailyWeightSummaries"] for row in day["allWeightMetrics"]]
    masses = values(read(folder / "test_weight_data_list.json"), "mass_kg")
    assert {(row["calendarDate"], row["weight"] / 1000) for row in rows} <= masses
    (rows,) = bodies(data_folder, "test_daily_steps.json")
    assert values(read(folder / "test_daily_steps.json"), "steps") == {
        (row["calendarDate"], row["totalSteps"]) for row in rows
    }
    days = bodies(data_folder, "test_daily_heart_rate_list.json")
    recordings = [item for item in read(folder / "test_daily_heart_rate_list.json") if isinstance(item, Recording)]
    assert [list(item.columns["hr_bpm"]) for item in recordings] == [
        [bpm for _, bpm in day["heartRateValues"] if bpm] for day in days
    ]


def test_no_garmin_answer_raises_or_is_passed_over_without_a_word(data_folder):
    for path in sorted((data_folder / "garmin_garth" / "api_bodies").iterdir()):
        items = read(path)
        assert items, path.name
        wrong = {item.code for item in items if isinstance(item, Problem)}
        assert wrong <= {"unused", "no_values", "not_recognised"}, path.name


def test_intervals_icu_wellness_and_streams_as_their_owner_shortened_them(data_folder):
    folder = data_folder / "intervals_icu_samir"
    rows = plain(folder / "wellness.json")["days"]
    items = read(folder / "wellness.json")
    for key, signal in (
        ("rhr", "hr_rest_bpm"),
        ("hrv", "rmssd_ms"),
        ("steps", "steps"),
        ("vo2max", "vo2max_ml_kg_min"),
    ):
        assert values(items, signal) == {(row["d"], row[key]) for row in rows if row.get(key)}
    assert sum(isinstance(item, Day) for item in items) == sum(bool(row.get("sleepSecs")) for row in rows)
    for path in sorted(folder.glob("streams__2026*")):
        trainings = plain(path)["activities"]
        recordings = read(path)
        assert [len(item.columns["t_s"]) for item in recordings] == [len(each["streams"]["t"]) for each in trainings]
        assert [item.session.duration_s for item in recordings] == [each["meta"]["moving_s"] for each in trainings]


def test_a_golden_cheetah_ride(data_folder):
    path = data_folder / "tcx_gpx_trackeR" / "2017_04_24_10_18_45.json.gz"
    rows = json.loads(gzip.decompress(path.read_bytes()).decode("utf-8-sig"))["RIDE"]["SAMPLES"]
    (ride,) = read(path)
    assert list(ride.columns["power_w"]) == [row["WATTS"] for row in rows]
    assert ride.session.distance_m == pytest.approx(1000 * max(row["KM"] for row in rows))
    assert ride.started_at.isoformat() == "2017-04-24T16:18:45+00:00"
    assert not isinstance(ride, Observation)
