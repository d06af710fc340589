"""What a watch, a scale or a cuff measured outside of training; files written by hand from the FIT profile."""

from __future__ import annotations

import struct
from collections import defaultdict
from datetime import UTC, datetime, timedelta, timezone

import pytest

from unweary.importers.fit import read_bytes
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Sleep

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
#: 23:00 on the wall in a zone two hours ahead.
NIGHT = datetime(2026, 11, 13, 21, 0, tzinfo=UTC)
AHEAD = timezone(timedelta(hours=2))
ENUM, UINT8, SINT16, UINT16, UINT32, FLOAT, BYTE, STRING = 0x00, 0x02, 0x83, 0x84, 0x86, 0x88, 0x0D, 0x07
LETTERS = {ENUM: "B", UINT8: "B", SINT16: "h", UINT16: "H", UINT32: "I", FLOAT: "f", BYTE: "B"}


def fit_s(moment: datetime) -> int:
    return round((moment - EPOCH).total_seconds())


@pytest.fixture
def build(raw, define):
    """A file of a watch from (message, fields as (number, base type), rows)."""

    def made(*kinds, zone=AHEAD):
        body = define(0, 0, [(0, 1, ENUM), (1, 2, UINT16), (2, 2, UINT16)]) + struct.pack("<BBHH", 0, 32, 1, 4257)
        for message, fields, rows in kinds:
            body += define(1, message, [(field, struct.calcsize(LETTERS[base]), base) for field, base in fields])
            letters = "".join(LETTERS[base] for _, base in fields)
            body += b"".join(struct.pack("<B" + letters, 1, *row) for row in rows)
        found = defaultdict(list)
        for item in read_bytes(raw(body), "watch.fit", zone):
            found[type(item)].append(item)
        return found

    return made


def at(minutes: float) -> int:
    return fit_s(NIGHT) + round(60 * minutes)


# ---- monitoring


def test_heart_rate_of_the_day_is_one_recording_a_local_day(build):
    info = (103, [(253, UINT32), (0, UINT32)], [(at(0), at(120))])
    short = [((at(minute) & 0xFFFF), 60 + minute) for minute in (10, 50, 70)]
    found = build(info, (55, [(26, UINT16), (27, UINT8)], short), zone=UTC)
    first, second = found[Recording]
    assert (first.kind, first.device, first.session) == ("other", "garmin 4257", None)
    assert first.started_at == NIGHT + timedelta(minutes=10)
    assert list(first.columns["t_s"]) == [0, 2400]
    assert list(first.columns["hr_bpm"]) == [70, 110]
    assert second.started_at == NIGHT + timedelta(minutes=70), "an hour past midnight where the watch was"


def test_short_times_go_on_past_the_end_of_their_16_bits(build):
    info = (103, [(253, UINT32)], [(at(0),)])
    rows = [((at(minute) & 0xFFFF), 60) for minute in range(0, 40 * 60, 300)]
    recordings = build(info, (55, [(26, UINT16), (27, UINT8)], rows))[Recording]
    last = recordings[-1]
    assert last.started_at + timedelta(seconds=last.columns["t_s"][-1]) == NIGHT + timedelta(minutes=2100)


def test_a_heart_rate_without_any_full_time_before_it_is_left_out(build):
    assert not build((55, [(26, UINT16), (27, UINT8)], [(100, 60)]))[Recording]


def test_steps_of_a_day_are_the_last_counts_of_walking_and_running(build):
    info = (103, [(253, UINT32), (0, UINT32)], [(at(0), at(120))])
    fields = [(253, UINT32), (3, UINT32), (5, ENUM)]
    rows = [(at(5), 4000, 6), (at(10), 900, 1), (at(20), 4100, 6), (at(30), 777, 2), (at(60), 4200, 6), (at(75), 50, 6)]
    day, next_day = build(info, (55, fields, rows))[Observation]
    assert (day.signal, day.value, day.unit, day.source) == ("steps", 5100, "steps", "garmin 4257")
    assert day.at.astimezone(AHEAD).date() == NIGHT.astimezone(AHEAD).date(), "midnight ends the day before"
    assert next_day.value == 50


def test_the_activity_of_newer_watches_is_packed_with_its_intensity(build):
    fields = [(253, UINT32), (3, UINT32), (24, BYTE)]
    rows = [(at(1), 300, 6 | 3 << 5), (at(2), 999, 8 | 1 << 5)]
    (steps,) = build((55, fields, rows))[Observation]
    assert steps.value == 300


# ---- curves of the day


def test_breathing_stress_and_blood_oxygen_are_recordings(build):
    found = build(
        (297, [(253, UINT32), (0, SINT16)], [(at(0), 1450), (at(1), -300), (at(2), 1500)]),
        (227, [(1, UINT32), (0, SINT16)], [(at(0), 25), (at(3), -1), (at(6), 40)]),
        (269, [(253, UINT32), (0, UINT8), (2, ENUM)], [(at(0), 96, 3), (at(1), 94, 3)]),
    )
    columns = [{name: list(column) for name, column in each.columns.items()} for each in found[Recording]]
    assert columns == [
        {"t_s": [0, 120], "rr_per_min": [14.5, 15.0]},
        {"t_s": [0, 60], "spo2_pct": [96, 94]},
        {"t_s": [0, 360], "stress_0_100": [25, 40]},
    ]
    assert not found[Observation]


def test_blood_oxygen_that_somebody_asked_for_is_a_reading(build):
    found = build((269, [(253, UINT32), (0, UINT8), (2, ENUM)], [(at(0), 97, 1), (at(1), 0, 1), (at(2), 255, 1)]))
    assert found[Observation] == [Observation("spo2_pct", 97, "%", NIGHT, "garmin 4257")]
    assert not found[Recording]


# ---- figures of the day


def test_the_last_resting_heart_rate_of_a_day_counts(build):
    rows = [(at(-300), 55, 51), (at(-60), 55, 49), (at(61), 55, 52)]
    found = build((211, [(253, UINT32), (0, UINT8), (1, UINT8)], rows))[Observation]
    assert [(each.signal, each.value) for each in found] == [("hr_rest_bpm", 49), ("hr_rest_bpm", 52)]


def test_the_rmssd_of_the_night_keeps_the_device_as_its_source(build):
    summary = (370, [(253, UINT32), (0, UINT16), (1, UINT16)], [(at(0), 60 * 128, 48 * 128 + 64)])
    values = (371, [(253, UINT32), (0, UINT16)], [(at(0), 40 * 128), (at(5), 0xFFFF), (at(10), 44 * 128)])
    found = build(summary, values)
    assert found[Observation] == [Observation("rmssd_ms", 48.5, "ms", NIGHT, "garmin 4257")]
    (curve,) = found[Recording]
    assert list(curve.columns["rmssd_ms"]) == [40, 44]


def test_skin_temperature_and_greatest_oxygen_uptake(build):
    found = build(
        (398, [(253, UINT32), (1, FLOAT), (4, FLOAT)], [(at(0), -0.25, 33.5)]),
        (229, [(0, UINT32), (2, UINT16)], [(at(0), 473)]),
    )[Observation]
    assert [(each.signal, each.value) for each in found] == [
        ("skin_temp_c", 33.5), ("skin_temp_change_c", -0.25), ("vo2max_ml_kg_min", 47.3),
    ]  # fmt: skip


def test_blood_pressure_and_a_failed_reading_of_it(build):
    fields = [(253, UINT32), (0, UINT16), (1, UINT16), (8, ENUM)]
    found = build((51, fields, [(at(0), 122, 79, 0), (at(1), 90, 40, 2), (at(2), 130, 80, 4)]))[Observation]
    assert [(each.signal, each.value) for each in found] == [
        ("sbp_mmhg", 122), ("sbp_mmhg", 130), ("dbp_mmhg", 79), ("dbp_mmhg", 80),
    ]  # fmt: skip


def test_readings_at_an_impossible_time_are_counted(build):
    rows = [(at(0), 122), (1000, 110), (1001, 111)]
    found = build((51, [(253, UINT32), (0, UINT16)], [(at(0), 120), *rows, (at(3), 121), (at(4), 119)]))
    assert len(found[Observation]) == 4
    assert found[Problem] == [Problem("watch.fit", "clock", "2 of the readings have an impossible time. Left out.")]


# ---- sleep


def test_a_night_is_read_from_its_stages(build):
    stages = [(0, 1), (10, 2), (70, 3), (130, 4), (160, 1), (170, 2), (430, 1), (445, 0)]
    rows = [(at(minutes), stage) for minutes, stage in stages]
    rows.insert(6, (at(300), 2))
    (night,) = build((275, [(253, UINT32), (0, ENUM)], rows))[Sleep]
    assert night == Sleep(
        NIGHT + timedelta(minutes=10),
        NIGHT + timedelta(minutes=430),
        asleep_h=pytest.approx((60 + 60 + 30 + 260) / 60),
        light_h=pytest.approx(320 / 60),
        deep_h=1.0,
        rem_h=0.5,
        source="garmin 4257",
    )


def test_a_nap_in_the_same_file_is_a_sleep_of_its_own(build):
    rows = [(at(minutes), stage) for minutes, stage in [(0, 2), (90, 1), (900, 2), (930, 1)]]
    night, nap = build((275, [(253, UINT32), (0, ENUM)], rows))[Sleep]
    assert (night.asleep_h, nap.asleep_h) == (1.5, 0.5)
    assert nap.started_at == NIGHT + timedelta(minutes=900)


def test_a_night_spent_awake_is_no_sleep(build):
    assert not build((275, [(253, UINT32), (0, ENUM)], [(at(0), 1), (at(60), 1), (at(90), 0)]))[Sleep]


def test_a_sleep_longer_than_a_day_is_named(build):
    found = build((275, [(253, UINT32), (0, ENUM)], [(at(120 * part), 2) for part in range(14)]))
    assert not found[Sleep]
    assert [problem.code for problem in found[Problem]] == ["out_of_range"]


# ---- beats at rest


def test_beats_of_the_night_are_beats_at_rest(build):
    rows = [(at(0), 0, 950), (at(1), 500, 970), (at(2), 0, 0xFFFF)]
    (beats,) = build((290, [(253, UINT32), (0, UINT16), (1, UINT16)], rows))[Recording]
    assert (beats.kind, beats.session, beats.started_at) == ("rr", None, NIGHT)
    assert list(beats.columns["rr_ms"]) == [950, 970]


def test_of_raw_beats_only_the_sure_ones_are_kept(raw, define):
    body = define(0, 372, [(253, 4, UINT32), (1, 8, UINT16)])
    sure, gap = 1 << 14, 1 << 15
    body += struct.pack("<BI4H", 0, at(0), 900 | sure, 310, 4000 | gap | sure, 920 | sure)
    (beats,) = read_bytes(raw(body), "a.fit")
    assert list(beats.columns["rr_ms"]) == [900, 920]
