"""JSON exports, on objects written by hand in the makers' manner."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from unweary import importers
from unweary.importers import json_exports
from unweary.importers.json_exports.shape import When
from unweary.importers.json_exports.values import Fault, values
from unweary.importers.json_exports.written_values import moment
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session, Sleep

OSLO = timezone(timedelta(hours=1))


def read(data: object, name: str = "export.json", **more) -> list:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(importers.read(io.BytesIO(content), name, **more))


def signals(items: list) -> dict:
    return {item.signal: item.value for item in items if isinstance(item, Observation)}


NIGHT = {
    "calendarDate": "2026-11-20",
    "sleepStartTimestampGMT": 1795125600000,
    "sleepEndTimestampGMT": 1795154400000,
    "sleepStartTimestampLocal": 1795129200000,
    "sleepEndTimestampLocal": 1795158000000,
    "sleepTimeSeconds": 27000,
    "deepSleepSeconds": 5400,
    "lightSleepSeconds": 16200,
    "remSleepSeconds": 5400,
    "averageSpO2Value": 95.0,
    "averageRespirationValue": 14.0,
    "dailyNapDTOS": [
        {"napTimeSec": 1200, "napStartTimestampGMT": "2026-11-20T12:00:00", "napEndTimestampGMT": "2026-11-20T12:20:00"}
    ],
}


def test_a_garmin_night_stands_in_the_zone_its_two_clocks_tell_with_its_nap():
    items = read({"dailySleepDTO": NIGHT, "restingHeartRate": 47})
    night, nap = (item for item in items if isinstance(item, Sleep))
    assert night.started_at.isoformat() == "2026-11-19T23:00:00+01:00"
    assert (night.asleep_h, night.light_h, night.deep_h, night.rem_h, night.nap) == (7.5, 4.5, 1.5, 1.5, None)
    assert (nap.nap, nap.asleep_h) == (True, pytest.approx(1 / 3))
    assert signals(items) == {"spo2_pct": 95, "rr_per_min": 14, "hr_rest_bpm": 47}
    assert {item.source for item in items} == {"Garmin"}


def test_a_night_of_the_garmin_account_export_without_its_sum_is_added_up():
    night = {key: NIGHT[key] for key in ("calendarDate", "deepSleepSeconds", "lightSleepSeconds", "remSleepSeconds")}
    times = {"sleepStartTimestampGMT": "2026-11-19T22:00:00.0", "sleepEndTimestampGMT": "2026-11-20T06:00:00.0"}
    (sleep,) = read([night | times], "2026_sleepData.json", zone=OSLO)
    assert (sleep.asleep_h, sleep.started_at.isoformat()) == (7.5, "2026-11-19T23:00:00+01:00")


def test_a_night_that_garmin_did_not_see_is_no_sleep():
    (problem,) = read({"dailySleepDTO": dict.fromkeys(NIGHT, None) | {"calendarDate": "2026-11-20"}})
    assert problem.code == "no_values"


def test_garmin_weighs_in_grams_and_the_account_export_counts_in_centimetres_and_milliseconds():
    weight = {"samplePk": 1, "date": 1795158000000, "timestampGMT": 1795154400000, "weight": 71500.0, "bodyFat": None}
    (mass,) = read({"dateWeightList": [weight]})
    assert (mass.value, mass.at.isoformat()) == (71.5, "2026-11-20T07:00:00+01:00")
    run = {
        "activityId": 1, "sportType": "RUNNING", "activityType": "trail_running", "beginTimestamp": 1795154400000,
        "startTimeLocal": 1795158000000, "duration": 1800000.0, "distance": 500000.0, "elevationGain": 4000.0,
        "avgHr": 140.0, "maxHr": 0.0,
    }  # fmt: skip
    (session,) = read([{"summarizedActivitiesExport": [run]}])
    assert (session.sport, session.duration_s, session.distance_m, session.ascent_m) == ("run", 1800, 5000, 40)
    assert (session.avg_hr_bpm, session.max_hr_bpm, session.device) == (140, None, "Garmin")
    assert session.started_at.utcoffset() == timedelta(hours=1)


def test_an_activity_of_the_garmin_service_is_in_metres_and_seconds():
    ride = {
        "activityId": 2, "startTimeLocal": "2026-11-20 07:00:00", "startTimeGMT": "2026-11-20 06:00:00",
        "activityType": {"typeKey": "road_biking"}, "duration": 3600.0, "distance": 25000.0, "averageHR": 131.0,
    }  # fmt: skip
    (session,) = read([ride])
    assert (session.sport, session.duration_s, session.distance_m) == ("ride", 3600, 25000)


def test_the_heart_rate_of_a_garmin_day_is_one_recording_and_gaps_are_left_out():
    day = {
        "calendarDate": "2026-11-20", "restingHeartRate": 50, "startTimestampGMT": "2026-11-19T23:00:00.0",
        "startTimestampLocal": "2026-11-20T00:00:00.0",
        "heartRateValues": [[1795129200000, 60], [1795129320000, None], [1795129440000, 62], [1795213800000, 70]],
    }  # fmt: skip
    rest, recording = read(day)
    assert isinstance(recording, Recording)
    assert (recording.kind, recording.started_at.isoformat()) == ("other", "2026-11-20T00:00:00+01:00")
    assert list(recording.columns["t_s"]) == [0, 240, 84600]
    assert list(recording.columns["hr_bpm"]) == [60, 62, 70]
    assert rest.value == 50


def test_garmins_own_scores_are_known_and_said_to_be_unused():
    (problem,) = read({"bodyBatteryValuesArray": [], "stressValuesArray": []})
    assert problem.code == "unused"
    assert "body battery" in problem.message


def test_oura_with_trailing_commas_naps_and_deleted_rests():
    text = b"""{"sleep": [
      {"day": "2026-11-20", "bedtime_start": "2026-11-19T23:00:00+01:00", "bedtime_end": "2026-11-20T07:00:00+01:00",
       "average_hrv": 55, "lowest_heart_rate": 44, "average_breath": 13.5, "total_sleep_duration": 25200,
       "type": "long_sleep", "note": "a, }",},
      {"day": "2026-11-20", "bedtime_start": "2026-11-20T13:00:00+01:00", "bedtime_end": "2026-11-20T13:30:00+01:00",
       "average_hrv": 80, "lowest_heart_rate": 60, "type": "late_nap",},
      {"day": "2026-11-20", "bedtime_start": "2026-11-20T15:00:00+01:00", "bedtime_end": "2026-11-20T15:30:00+01:00",
       "average_hrv": 80, "lowest_heart_rate": 60, "type": "deleted",},
    ],}"""
    items = read(text, zone=OSLO)
    assert [item.nap for item in items if isinstance(item, Sleep)] == [False, True]
    assert signals(items) == {"hr_rest_bpm": 44, "rmssd_ms": 55, "rr_per_min": 13.5}
    assert not [item for item in items if isinstance(item, Problem)]


def test_oura_heart_rates_become_one_recording_for_each_day_of_the_person():
    beats = [
        {"bpm": 60, "source": "awake", "timestamp": "2026-11-20T22:30:00+00:00"},
        {"bpm": 58, "source": "sleep", "timestamp": "2026-11-20T23:30:00+00:00"},
        {"bpm": 57, "source": "sleep", "timestamp": "2026-11-20T23:35:00+00:00"},
    ]
    first, second = read({"data": beats}, zone=OSLO)
    assert (list(first.columns["hr_bpm"]), list(second.columns["hr_bpm"])) == ([60], [58, 57])
    assert second.started_at.isoformat() == "2026-11-21T00:30:00+01:00"


def test_fitbit_nights_are_local_and_trainings_are_in_utc():
    night = {
        "logId": 1, "dateOfSleep": "2026-11-20", "startTime": "2026-11-19T23:00:00.000",
        "endTime": "2026-11-20T07:00:00.000", "minutesAsleep": 420, "mainSleep": True,
        "levels": {"summary": {"deep": {"minutes": 90}, "light": {"minutes": 240}, "rem": {"minutes": 90}}},
    }  # fmt: skip
    (sleep,) = read([night], zone=OSLO)
    assert (sleep.started_at.isoformat(), sleep.asleep_h, sleep.nap) == ("2026-11-19T23:00:00+01:00", 7.0, False)
    walk = {
        "logId": 2, "activityName": "Walk", "startTime": "11/20/26 06:00:00", "duration": 1200000,
        "activeDuration": 900000, "averageHeartRate": 100, "distance": 2, "distanceUnit": "Mile",
    }  # fmt: skip
    (session,) = read([walk], zone=OSLO)
    assert session.started_at.isoformat() == "2026-11-20T07:00:00+01:00"
    assert (session.duration_s, session.distance_m, session.sport) == (900, 3218.688, "walk")
    (session,) = read([walk | {"distanceUnit": "Furlong"}])
    assert session.distance_m is None


def test_fitbit_resting_heart_rate_of_0_is_none_and_dates_begin_with_the_month():
    days = [
        {"dateTime": "11/10/26 00:00:00", "value": {"date": "11/10/26", "value": 51.5, "error": 6.8}},
        {"dateTime": "11/11/26 00:00:00", "value": {"date": None, "value": 0.0, "error": 0.0}},
    ]
    (rest,) = read(days)
    assert (rest.value, rest.at.date()) == (51.5, date(2026, 11, 10))


def test_polar_before_and_after_the_change_of_its_export():
    old = {
        "exportVersion": "1.6", "startTime": "2026-11-20T07:00:00.000", "stopTime": "2026-11-20T07:00:03.000",
        "exercises": [{
            "startTime": "2026-11-20T07:00:00.000", "stopTime": "2026-11-20T07:00:03.000", "timezoneOffset": 60,
            "duration": "PT3S", "sport": "RUNNING", "samples": {
                "heartRate": [{"dateTime": "2026-11-20T07:00:00.000", "value": 100},
                              {"dateTime": "2026-11-20T07:00:02.000"}],
                "speed": [{"dateTime": "2026-11-20T07:00:02.000", "value": 9.0}],
            },
        }],
    }  # fmt: skip
    (run,) = read(old)
    assert (run.session.sport, run.session.duration_s) == ("run", 3)
    assert run.started_at.isoformat() == "2026-11-20T07:00:00+01:00"
    assert list(run.columns["t_s"]) == [0, 2]
    assert run.columns["speed_m_s"][1] == 2.5
    new = {
        "startTime": "2026-11-20T07:00:00", "stopTime": "2026-11-20T07:01:00", "durationMillis": 60000, "hrMax": 150,
        "timezoneOffsetMinutes": 60, "sport": {"id": "1"}, "exercises": [{
            "startTime": "2026-11-20T07:00:00", "stopTime": "2026-11-20T07:01:00", "samples": {"samples": [
                {"type": "HEART_RATE", "intervalMillis": 1000, "values": [100, "NaN", 102]}, {"type": ["?"]}]},
        }],
    }  # fmt: skip
    (run,) = read(new)
    assert (run.session.duration_s, run.session.max_hr_bpm, list(run.columns["t_s"])) == (60, 150, [0, 1, 2])


def test_polar_nights_and_nightly_recharge():
    night = {
        "night": "2026-11-20", "evaluation": {"asleepDuration": "PT7H30M", "phaseDurations": {"rem": "PT1H30M"}},
        "sleepResult": {
            "hypnogram": {"sleepStart": "2026-11-19T22:30:00+01:00", "sleepEnd": "2026-11-20T06:30:00+01:00"}
        },
    }  # fmt: skip
    (sleep,) = read([night])
    assert (sleep.asleep_h, sleep.rem_h, sleep.deep_h) == (7.5, 1.5, None)
    (hrv,) = read([{"night": "2026-11-20", "meanNightlyRecoveryRmssd": 42, "ansStatus": 1.5}])
    assert (hrv.signal, hrv.value) == ("rmssd_ms", 42)


def test_intervals_icu_wellness_and_activities():
    wellness = {
        "id": "2026-11-20",
        "ctl": 30.1,
        "atl": 28,
        "restingHR": 48,
        "hrv": 61.0,
        "sleepSecs": 27000,
        "spO2": None,
    }
    items = read([wellness])
    assert signals(items) == {"hr_rest_bpm": 48, "rmssd_ms": 61}
    assert [item for item in items if isinstance(item, Day)] == [
        Day(date(2026, 11, 20), sleep_h=7.5, source="intervals.icu")
    ]
    activity = {
        "id": "i1", "start_date_local": "2026-11-20T07:00:00", "start_date": "2026-11-20T06:00:00Z", "type": "Run",
        "moving_time": 1700, "elapsed_time": 1800, "distance": 5000.0, "icu_rpe": 6, "device_name": "A watch",
    }  # fmt: skip
    (session,) = read([activity])
    assert (session.started_at.isoformat(), session.duration_s) == ("2026-11-20T07:00:00+01:00", 1700)
    assert (session.rpe_cr10, session.device) == (6, "A watch")


def test_golden_cheetah_counts_kilometres_and_the_distance_comes_from_places_where_it_has_none():
    ride = {
        "RIDE": {
            "STARTTIME": "2026/11/20 06:00:00 UTC ",
            "RECINTSECS": 1,
            "DEVICETYPE": "Pen ",
            "TAGS": {"Sport": "Bike "},
            "SAMPLES": [{"SECS": 0, "KM": 0, "HR": 90}, {"SECS": 1, "KM": 0.01}],
        }
    }
    (recording,) = read(ride)
    assert (recording.session.sport, recording.device) == ("ride", "Pen")
    assert list(recording.columns["distance_m"]) == [0, 10]
    ride["RIDE"]["SAMPLES"] = [{"SECS": 0, "LAT": 50.0, "LON": 7.0}, {"SECS": 9, "LAT": 50.01, "LON": 7.0}]
    (recording,) = read(ride)
    assert recording.session.distance_m == pytest.approx(1112, abs=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sleepEndTimestampGMT": 1795125600000, "sleepEndTimestampLocal": None}, "sleep_times"),
        ({"sleepStartTimestampGMT": "soon"}, "sleep_times"),
        ({"calendarDate": "1066-10-14"}, "date"),
        ({"averageSpO2Value": 400}, "out_of_range"),
        ({"averageSpO2Value": {"a": 1}}, "not_a_number"),
    ],
)
def test_what_cannot_be_is_named_with_its_place_and_the_rest_is_kept(change, code):
    items = read([NIGHT | change])
    (problem,) = (item for item in items if isinstance(item, Problem))
    assert problem.code == code
    assert problem.where.startswith("export.json, value 1")
    assert len(items) > 1


def test_a_clock_outside_our_time_is_named():
    assert moment({"t": 4_200_000_000_000}, When(("t",)), UTC) == "clock"
    assert moment({"t": 1e300}, When(("t",)), UTC) == "date"
    assert moment({"t": float("inf")}, When(("t",)), UTC) == "date"


def test_one_broken_value_is_left_out_and_the_others_are_read():
    good = json.dumps(NIGHT).encode()
    items = read(b"[" + good + b', {"day": nothing}, ' + good + b"]")
    assert [item.code for item in items if isinstance(item, Problem)] == ["json_broken"]
    assert sum(isinstance(item, Sleep) for item in items) == 4


def test_of_a_file_that_breaks_off_what_stood_before_is_kept():
    good = json.dumps(NIGHT).encode()
    for head in (b"[", b'{"sleeps": ['):
        items = read(head + good + b"," + good[:80])
        assert [item.code for item in items if isinstance(item, Problem)] == ["json_cut"]
        assert sum(isinstance(item, Sleep) for item in items) == 2


def test_deep_nesting_is_refused_and_never_raised():
    for sign in (b"[", b'{"dateOfSleep":'):
        items = read(b'{"dateOfSleep": 1, "startTime": 1, "endTime": 1, "minutesAsleep": 1, "x": ' + sign * 100_000)
        assert items[-1].code in ("json_cut", "too_deep")


def test_huge_numbers_and_words_for_no_number_are_nothing():
    text = b'[{"d": "2026-11-20", "ctl": NaN, "atl": 1, "ramp": Infinity, "hrv": 1e999, "rhr": ' + b"9" * 5000 + b"}]"
    assert [item.code for item in read(text)] == ["json_broken"]
    text = b'[{"d": "2026-11-20", "ctl": NaN, "atl": 1, "ramp": Infinity, "hrv": 1e999, "rhr": ' + b"9" * 400 + b"}]"
    assert [item.code for item in read(text)] == ["not_a_number", "not_a_number"]


def test_of_two_equal_keys_the_last_one_counts():
    assert signals(read(b'[{"d": "2026-11-20", "ctl": 1, "atl": 1, "ramp": 1, "hrv": 50, "hrv": 60}]')) == {
        "rmssd_ms": 60
    }


class Endless(io.RawIOBase):
    """Many heart rates, made as they are read; remembers how much was asked for at once."""

    def __init__(self, count: int) -> None:
        self.left, self.most, self.begun = count, 0, False

    def read(self, size: int = -1) -> bytes:
        self.most = max(self.most, size)
        count = min(self.left, max(1, size // 60))
        self.left -= count
        row = b'{"dateTime":"11/20/26 06:00:00","value":{"bpm":60}}'
        start = b"" if self.begun else b"["
        self.begun = True
        return (
            start + b"".join(row + (b"," if self.left or i + 1 < count else b"]") for i in range(count))
            if count
            else b""
        )


def test_a_long_list_is_read_in_small_pieces():
    stream = Endless(30_000)
    assert sum(isinstance(value, dict) for value in values(stream)) == 30_000
    assert stream.most <= 1 << 18


def test_a_value_too_long_to_be_held_is_entered():
    inner = [{"bpm": 60, "source": "awake", "timestamp": "x"}] * 5000
    got = list(values(io.BytesIO(json.dumps({"heart_rate": inner, "n": 1}).encode()), 1000))
    assert got.count(inner[0]) == 5000
    assert not [each for each in got if isinstance(each, Fault)]


def test_values_one_after_the_other_are_read_too():
    assert list(values(io.BytesIO(b'{"a": 1}\n{"a": 2}\n'))) == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    "text", [b"", b"{}", b"[1, 2]", b"a,b\n1,2\n", b'{"resourceType": "Bundle", "entry": []}', b"\xff\xfe["]
)
def test_other_files_are_not_claimed(text):
    assert json_exports.recognise(text, "a.json") == 0


def test_reading_something_else_says_so():
    (problem,) = json_exports.read(io.BytesIO(b'{"a": [1]}'), "a.json")
    assert problem.code == "not_recognised"


def test_a_session_needs_a_length():
    (problem,) = read({"RIDE": {"STARTTIME": "2026/11/20 06:00:00 UTC", "RECINTSECS": 1}})
    assert problem.code == "no_duration"
    assert not [
        item
        for item in read([{"activity": "run", "start_datetime": None, "end_datetime": None}])
        if isinstance(item, Session)
    ]


def test_the_zone_of_the_person_holds_for_clocks_without_one():
    (sleep,) = read(
        [
            {
                "dateOfSleep": "2026-11-20",
                "startTime": "2026-11-19T23:00:00",
                "endTime": "2026-11-20T06:00:00",
                "minutesAsleep": 0,
            }
        ],
        zone=OSLO,
    )
    assert sleep.started_at == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert sleep.asleep_h is None
