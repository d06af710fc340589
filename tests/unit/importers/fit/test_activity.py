"""Messages to recordings and sessions."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fit_tool.profile.profile_type import FileType, Sport, SubSport

from unweary.importers.fit import read_bytes as read
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session

START = datetime(2026, 11, 14, 8, 0, tzinfo=UTC)
UINT8, UINT32, ENUM = 0x02, 0x86, 0x00


def items(file, **more):
    return list(read(file if isinstance(file, bytes) else file.data(), "run.fit", **more))


def one(file, **more) -> Recording:
    (recording,) = items(file, **more)
    assert isinstance(recording, Recording)
    return recording


def test_a_run_becomes_columns_and_a_session(run):
    recording = one(run)
    assert recording.started_at == START
    assert (recording.kind, recording.device, recording.source) == ("activity", "development 7", "run.fit")
    assert list(recording.columns["t_s"]) == list(range(10))
    assert recording.columns["hr_bpm"][3] == 123
    assert recording.columns["altitude_m"][9] == pytest.approx(109)
    assert recording.session == Session(
        started_at=START,
        duration_s=9.0,
        sport="run",
        rpe_cr10=4.0,
        distance_m=22.5,
        ascent_m=9.0,
        descent_m=0.0,
        avg_hr_bpm=124.5,
        max_hr_bpm=129.0,
        source="run.fit",
    )


def test_where_somebody_was_is_told_in_degrees(run):
    columns = one(run).columns
    assert set(columns) == {
        "t_s", "hr_bpm", "power_w", "cadence_rpm", "speed_m_s", "altitude_m", "distance_m", "temperature_c",
        "lat_deg", "lon_deg",
    }  # fmt: skip
    assert columns["lat_deg"][0] == pytest.approx(59.9, abs=1e-6)
    assert columns["lon_deg"][9] == pytest.approx(10.7, abs=1e-6)


def test_a_missing_value_is_nan_and_a_column_without_values_is_left_out(fit):
    recording = one(fit().file_id().record(0, heart_rate=100).record(1).record(2, heart_rate=102).session())
    assert math.isnan(recording.columns["hr_bpm"][1])
    assert "power_w" not in recording.columns


def test_a_heart_rate_of_zero_is_no_heart_rate(fit):
    file = fit().file_id().record(0, heart_rate=0, power=0).record(1, heart_rate=100, power=0)
    recording = one(file.session(avg_heart_rate=0))
    assert math.isnan(recording.columns["hr_bpm"][0])
    assert list(recording.columns["power_w"]) == [0, 0], "no power is a value: the feet stood still"
    assert recording.session.avg_hr_bpm == 100


def test_the_summary_goes_before_what_can_be_counted_and_counting_fills_the_gaps(fit):
    file = fit().file_id()
    for second, altitude in enumerate([100, 104, 108, 112, 106, 100, 96]):
        file.record(second, altitude=altitude, heart_rate=130 + second, distance=3.0 * second)
    counted = one(file.session(seconds=6, total_ascent=11)).session
    assert (counted.ascent_m, counted.descent_m) == (11, 16)
    assert (counted.distance_m, counted.avg_hr_bpm, counted.max_hr_bpm) == (18, 133, 136)


def test_a_rating_of_zero_is_not_given(fit):
    assert one(fit().file_id().record(0).session(workout_rpe=0)).session.rpe_cr10 is None
    assert one(fit().file_id().record(0).session(workout_rpe=75)).session.rpe_cr10 == 7.5


def test_each_session_of_a_triathlon_gets_its_own_samples(fit):
    file = fit().file_id()
    legs = [(0, Sport.SWIMMING, "swim"), (100, Sport.CYCLING, "ride"), (200, Sport.RUNNING, "run")]
    for second in range(0, 300, 10):
        file.record(second, heart_rate=100 + second // 10)
    for begin, sport, _ in legs:
        file.session(START + timedelta(seconds=begin), 100, sport=sport)
    recordings = items(file)
    assert [r.session.sport for r in recordings] == [word for _, _, word in legs]
    assert [len(r.columns["t_s"]) for r in recordings] == [10, 10, 10]
    assert recordings[1].columns["hr_bpm"][0] == 110
    assert recordings[2].started_at == START + timedelta(seconds=200)


def test_a_session_without_samples_stands_alone(fit):
    (session,) = items(
        fit().file_id().session(seconds=1800, sport=Sport.TRAINING, sub_sport=SubSport.STRENGTH_TRAINING)
    )
    assert isinstance(session, Session)
    assert (session.sport, session.duration_s) == ("strength", 1800)


def test_a_file_without_a_summary_is_counted_from_its_samples_without_the_pauses(fit):
    file = fit().file_id()
    for second in [*range(0, 60, 5), *range(600, 660, 5)]:
        file.record(second, heart_rate=120)
    session = one(file).session
    assert session.duration_s == 110, "two times 55 s; the ten minutes between are a pause"
    assert (session.sport, session.avg_hr_bpm, session.started_at) == ("unknown", 120, START)


def test_samples_out_of_order_are_put_in_order(fit):
    file = fit().file_id().record(2, heart_rate=102).record(0, heart_rate=100).record(1, heart_rate=101).session()
    recording = one(file)
    assert list(recording.columns["hr_bpm"]) == [100, 101, 102]
    assert list(recording.columns["t_s"]) == [0, 1, 2]


def test_an_impossible_summary_value_is_left_out_and_named(fit):
    recording, problem = items(fit().file_id().record(0).session(total_distance=40_000_000.0))
    assert recording.session.distance_m is None
    assert (problem.code, problem.where) == ("out_of_range", "run.fit")
    assert "distance_m" in problem.message


# ---- times


def test_one_sample_in_2085_stretches_nothing(fit):
    file = fit().file_id()
    for second in range(20):
        file.record(second, heart_rate=120)
    late = datetime(2085, 12, 21, 16, 46, 58, tzinfo=UTC)
    recording, problem = items(file.record(0, start=late, heart_rate=90).session(seconds=19))
    assert recording.columns["t_s"][-1] == 19
    assert len(recording.columns["hr_bpm"]) == 20
    assert (problem.code, problem.where) == ("clock", "run.fit, sample 21")
    assert "2085-12-21 16:46:58" in problem.message


def test_without_a_session_the_day_of_creation_bounds_the_samples(fit):
    late = datetime(2085, 1, 1, tzinfo=UTC)
    recording, problem = items(fit().file_id().record(0).record(1).record(0, start=late).record(0, start=late))
    assert len(recording.columns["t_s"]) == 2
    assert problem.message.startswith("2 samples have")


def test_a_file_finished_days_later_is_believed(fit):
    created = int((START + timedelta(days=30)).timestamp()) * 1000
    assert len(one(fit().file_id(time_created=created).record(0).session()).columns["t_s"]) == 1


def test_a_session_whose_start_is_far_from_its_samples_starts_with_them(fit):
    file = fit().file_id().record(0).record(5).session(start=datetime(2001, 1, 1, tzinfo=UTC), seconds=1234)
    session = one(file).session
    assert (session.started_at, session.duration_s) == (START, 1234)


def test_a_session_alone_in_2085_is_left_out_and_named(fit):
    (problem,) = items(fit().file_id().session(start=datetime(2085, 1, 1, tzinfo=UTC)))
    assert problem.code == "clock"


def test_one_of_two_sessions_with_an_impossible_start_is_named(fit):
    file = fit().file_id().record(0).record(5).session(seconds=6)
    recording, problem = items(file.session(start=datetime(2001, 1, 1, tzinfo=UTC)))
    assert recording.session.duration_s == 6
    assert problem == Problem("run.fit", "clock", "1 of the sessions start at an impossible time. Left out.")


def relative(raw, define, *, with_activity: bool) -> bytes:
    """A device that counts from when it was switched on; the ``activity`` message knows the local time."""
    body = define(0, 20, [(253, 4, UINT32), (3, 1, UINT8)])
    body += b"".join(struct.pack("<BIB", 0, 5_000 + second, 120) for second in range(5))
    body += define(1, 18, [(253, 4, UINT32), (2, 4, UINT32), (7, 4, UINT32), (5, 1, ENUM)])
    body += struct.pack("<BIIIB", 1, 5_005, 5_000, 4_000, 1)
    if with_activity:
        local = int((datetime(2012, 2, 13, 12, 0, 5, tzinfo=UTC) - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds())
        body += define(2, 34, [(253, 4, UINT32), (5, 4, UINT32)]) + struct.pack("<BII", 2, 5_005, local)
    return raw(body)


def test_a_device_without_a_date_gets_it_from_the_local_time_it_knows(raw, define):
    recording = one(relative(raw, define, with_activity=True), zone=timezone(timedelta(hours=1)))
    assert recording.started_at == datetime(2012, 2, 13, 11, 0, 0, tzinfo=UTC)
    assert recording.session.started_at == recording.started_at


def test_a_device_that_knows_no_date_at_all_has_no_place_in_time(raw, define):
    (problem,) = items(relative(raw, define, with_activity=False))
    assert problem.code == "clock"


def test_samples_without_a_time_are_counted_and_left_out(raw, define, run):
    body = define(0, 20, [(253, 4, UINT32), (3, 1, UINT8)]) + struct.pack("<BIB", 0, 1_100_000_000, 120)
    body += struct.pack("<BIB", 0, 0xFFFFFFFF, 121) * 3
    recording, problem = items(raw(body))
    assert len(recording.columns["t_s"]) == 1
    assert problem == Problem("run.fit", "no_time", "3 samples have no time. Left out.")


# ---- beats, scales, other files


def test_beat_intervals_become_a_recording_that_says_in_which_session_they_were_taken(fit):
    file = fit().file_id().record(0, heart_rate=120).hrv(0.5, 0.512).hrv(0.498).session(seconds=10)
    activity, beats = items(file)
    assert beats.kind == "rr"
    assert list(beats.columns["rr_ms"]) == pytest.approx([500, 512, 498])
    assert beats.started_at == START
    assert beats.session == activity.session


def test_the_stand_in_for_no_interval_is_dropped(raw, define):
    body = define(0, 0, [(0, 1, ENUM), (4, 4, UINT32)]) + struct.pack("<BBI", 0, 4, 1_100_000_000)
    body += (
        define(1, 78, [(0, 6, 0x84)])
        + struct.pack("<B3H", 1, 801, 0xFFFF, 0)
        + struct.pack("<B3H", 1, 799, 802, 0xFFFF)
    )
    recording = one(raw(body))
    assert list(recording.columns["rr_ms"]) == pytest.approx([801, 799, 802])


def test_a_scale_gives_body_mass(fit):
    file = fit().file_id(FileType.WEIGHT).weight(64.3).weight(64.1, START + timedelta(days=90))
    assert items(file) == [
        Observation("mass_kg", pytest.approx(64.3), "kg", START, "development 7"),
        Observation("mass_kg", pytest.approx(64.1), "kg", START + timedelta(days=90), "development 7"),
    ]


def test_people_who_share_a_scale_are_kept_apart(fit):
    file = fit().file_id(FileType.WEIGHT).weight(64.3, user_profile_index=0).weight(81.0, user_profile_index=1)
    assert [item.source for item in items(file)] == ["development 7, user 0", "development 7, user 1"]


def test_a_scale_that_is_still_calculating_gives_nothing(raw, define):
    body = define(0, 30, [(253, 4, UINT32), (0, 2, 0x84)]) + struct.pack("<BIH", 0, 1_100_000_000, 0xFFFE)
    assert [item.code for item in items(raw(body))] == ["no_values"]


@pytest.mark.parametrize("kind", [FileType.SETTINGS, FileType.WORKOUT, FileType.MONITORING_B])
def test_files_that_say_nothing_about_a_body_say_what_they_are(fit, kind):
    (problem,) = items(fit().file_id(kind))
    assert (problem.where, problem.code) == ("run.fit", "no_values")
    assert f"'{kind.name.lower()}'" in problem.message


def test_settings_in_a_chain_with_a_run_are_no_problem(fit, run):
    assert [type(item) for item in items(fit().file_id(FileType.SETTINGS).data() + run)] == [Recording]


# ---- developers' fields


def with_developer(raw, define, units: bytes, *, native_power: bool) -> bytes:
    """A foot pod that writes power in a field of its own (1), beside a field of ours (0) that nobody knows."""
    body = define(0, 206, [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (3, 8, 0x07), (8, 8, 0x07), (15, 1, UINT8)])
    body = define(2, 207, [(3, 1, UINT8)]) + bytes((2, 0)) + body
    body += struct.pack("<4B8s8sB", 0, 0, 1, 0x84, b"Power", units, 7)
    body += struct.pack("<4B8s8sB", 0, 0, 0, 0x02, b"Mood", b"", 0xFF)
    fields = [(253, 4, UINT32), (3, 1, UINT8), *([(7, 2, 0x84)] if native_power else [])]
    definition = define(1, 20, fields)
    body += bytes((definition[0] | 0x20,)) + definition[1:] + bytes((2, 0, 1, 0, 1, 2, 0))
    for second in range(3):
        native = struct.pack("<H", 150) if native_power else b""
        body += struct.pack("<BIB", 1, 1_100_000_000 + second, 120) + native + struct.pack("<BH", 5, 240 + second)
    return raw(body)


def test_the_power_of_a_foot_pod_stands_in_where_the_watch_writes_none(raw, define):
    assert list(one(with_developer(raw, define, b"Watts", native_power=False)).columns["power_w"]) == [240, 241, 242]


def test_the_power_of_the_watch_goes_before_that_of_a_foot_pod(raw, define):
    assert list(one(with_developer(raw, define, b"Watts", native_power=True)).columns["power_w"]) == [150, 150, 150]


def test_a_developers_power_in_another_unit_is_not_taken(raw, define):
    assert "power_w" not in one(with_developer(raw, define, b"kcal/h", native_power=False)).columns


def test_both_decoders_take_the_same_from_a_developer(raw, define):
    good = with_developer(raw, define, b"w", native_power=False)
    broken = good[:-1] + bytes((good[-1] ^ 1,))
    recording, problem = items(broken)
    assert problem.code == "fit_checksum"
    assert recording == one(good)


def test_core_temperature_is_a_column_where_a_sensor_measures_it(raw, define):
    body = define(0, 20, [(253, 4, UINT32), (139, 2, 0x84)])
    body += b"".join(struct.pack("<BIH", 0, 1_100_000_000 + i, value) for i, value in enumerate((3712, 0xFFFF, 100)))
    assert list(one(raw(body)).columns["core_temp_c"]) == pytest.approx([37.12, math.nan, math.nan], nan_ok=True)
