"""Each maker's table, written by hand after its documentation or (HRV4Training, Elite HRV, Strava) real files."""

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import daily_tables
from unweary.importers.daily_tables import LAYOUTS
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Session, Sleep
from unweary.vocab.signals import SIGNALS

OSLO = ZoneInfo("Europe/Oslo")


def read(text, name="table.csv", **more):
    assert daily_tables.recognise(text.encode(), name) == 2
    return list(importers.read(io.BytesIO(text.encode()), name, **more))


def values(items):
    return {item.signal: item.value for item in items if isinstance(item, Observation)}


def only(items, kind):
    return [item for item in items if isinstance(item, kind)]


def test_a_day_of_hrv4training_on_android_has_day_and_month_swapped():
    text = (
        "date, time, HR,rMSSD,SDNN,HRV4T_Recovery_Points, sleep_quality, sleep_time,muscle_soreness,traveling,sickness,"
        "alcohol,signal_quality, vo2max \r\n"
        "2017-02-10,06:26,45.5,80.1,70.2,8.8,5,07:30,5,traveling,sick,too much,good,0.0\r\n"
        "2017-03-10,06:26,0.0,0.0,0.0,0.0,5,00:00,5,not traveling,not sick,nothing,poor,54.2\r\n"
    )
    items = read(text, zone=OSLO)
    assert values(items) == {"hr_rest_bpm": 45.5, "rmssd_ms": 80.1, "sdnn_ms": 70.2}
    assert only(items, Observation)[0].at == datetime(2017, 10, 2, 6, 26, tzinfo=OSLO)
    assert only(items, Day) == [
        Day(date(2017, 10, 2), sleep_h=7.5, marks=("travel", "sick", "alcohol"), source="HRV4Training")
    ]
    (problem,) = only(items, Problem)
    assert (problem.code, problem.message[:6]) == ("left_out", "1 rows")


def test_an_android_table_with_a_thirteenth_month_is_read_year_month_day():
    head = "date,time,HR,rMSSD,HRV4T_Recovery_Points\n"
    items = read(head + "2027-02-10,06:26,45,80,8\n2027-02-28,06:26,46,81,8\n")
    assert [item.at.date() for item in items[::2]] == [date(2027, 2, 10), date(2027, 2, 28)]


def test_hrv4training_on_ios_writes_a_dash_for_none_and_old_macintosh_lines():
    text = (
        "date,timestamp_measurement,HR,rMSSD,HRV4T_Recovery_Points,sickness\r"
        "2018-07-07 12:01:00 a. m. +0000,-,-,-,-,sick\r"
        "2018-07-08 12:01:00 a. m. +0000,2018-07-08 7:46:46 p. m. +0000,52.5,79.4,8.5,not sick\r"
    )
    day, pulse, variation = read(text, zone=ZoneInfo("America/Bogota"))
    assert day == Day(date(2018, 7, 7), marks=("sick",), source="HRV4Training")
    assert (pulse.at, variation.value) == (datetime(2018, 7, 8, 19, 46, 46, tzinfo=UTC), 79.4)


def test_elite_hrv_counts_morning_readings_of_one_person():
    head = "Member,Date,Datetime,Type,HRV,lnRmssd,Rmssd,Sdnn,HR\n"
    rows = (
        "Ada,2017-09-06,2017-09-06 06:23:22,readiness,57,3.7,40.9,61.9,50.5\n"
        "Ada,2017-09-06,2017-09-06 18:23:22,open reading,40,2.7,14.9,31.9,90.5\n"
    )
    items = read(head + rows)
    assert values(items) == {"hr_rest_bpm": 50.5, "rmssd_ms": 40.9, "sdnn_ms": 61.9}
    assert [item.code for item in only(items, Problem)] == ["left_out"]
    (problem,) = read(head + rows.replace("Ada", "Bo", 1))
    assert (problem.code, "2 people" in problem.message, "Member" in problem.message) == ("several_people", True, True)


def test_golden_cheetah_dates_may_be_seconds_since_1970():
    text = "ts,weightkg,fatkg,fatpercent,comment\n1,70,9,12,x\n1479632565,80.1,12,0,x\n"
    clock, mass = read(text, zone=OSLO)
    assert (clock.code, clock.where) == ("clock", "table.csv, line 2")
    assert (mass.value, mass.at) == (80.1, datetime(2016, 11, 20, 9, 2, 45, tzinfo=UTC))


def test_withings_weighings():
    (mass,) = read('Date,"Weight (kg)","Fat mass (kg)",Comments\n"2026-07-01 08:12:00",78.4,15.2,\n')
    assert (mass.value, mass.source, mass.at.hour) == (78.4, "Withings", 8)


def test_a_night_of_oura_has_its_times_and_its_morning():
    text = (
        "date,Total Sleep Duration,REM Sleep Duration,Average Resting Heart Rate,Lowest Resting Heart Rate,Average HRV,"
        "Temperature Deviation (°C),Respiratory Rate,Bedtime Start,Bedtime End,Steps,Readiness Score\n"
        "2026-03-04,27000,3600,56.6,46,69,0.0,13.75,2026-03-03T22:14:42-08:00,2026-03-04T05:59:42-08:00,5703,67\n"
    )
    items = read(text)
    assert values(items) == {
        "hr_rest_bpm": 46,
        "rmssd_ms": 69,
        "rr_per_min": 13.75,
        "skin_temp_change_c": 0,
        "steps": 5703,
    }
    (sleep,) = only(items, Sleep)
    assert sleep.ended_at - sleep.started_at == timedelta(hours=7, minutes=45)
    assert (sleep.started_at.utcoffset(), sleep.asleep_h, sleep.rem_h, sleep.deep_h, sleep.nap) == (
        timedelta(hours=-8),
        7.5,
        1.0,
        None,
        None,
    )


def test_ouras_naps_are_sleeps_but_no_mornings_and_what_was_deleted_is_gone():
    text = (
        "id;average_breath;average_hrv;bedtime_end;bedtime_start;day;lowest_heart_rate;total_sleep_duration;type\n"
        "a;14.2;65;2026-06-01T06:30:00+00:00;2026-05-31T23:00:00+00:00;2026-06-01;48;25200;long_sleep\n"
        "b;15;40;2026-06-01T19:30:00+00:00;2026-06-01T19:00:00+00:00;2026-06-01;60;1500;late_nap\n"
        "c;0;0;2026-06-02T01:00:00+00:00;2026-06-02T00:30:00+00:00;2026-06-02;0;0;deleted\n"
    )
    items = read(text)
    assert [item.value for item in only(items, Observation)] == [48, 65, 14.2]
    assert [(sleep.nap, sleep.asleep_h) for sleep in only(items, Sleep)] == [
        (False, 7.0),
        (True, pytest.approx(5 / 12)),
    ]


@pytest.mark.parametrize(
    ("text", "signal", "value"),
    [
        ("id;day;score;temperature_deviation\nb;2026-06-01;81;-0.2\n", "skin_temp_change_c", -0.2),
        ("id;active_calories;day;equivalent_walking_distance;steps\nc;520;2026-06-01;6200;8421\n", "steps", 8421),
    ],
)  # fmt: skip
def test_other_tables_of_oura(text, signal, value):
    assert values(read(text)) == {signal: value}


def test_whoop_says_the_zone_in_a_column_of_its_own():
    text = (
        "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),"
        "Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Wake onset,Respiratory rate (rpm)\n"
        "2026-01-01 22:10:00,2026-01-02 22:30:00,UTC+01:00,66,52,94,33.4,96.5,2026-01-02 06:30:00,14.2\n"
        "2026-01-02 22:30:00,,GMT-5,,,,,,,\n"
        "2026-01-03 22:30:00,,Mars,66,53,,,,,\n"
    )
    items = read(text)
    assert values(items[:5]) == {
        "hr_rest_bpm": 52,
        "rmssd_ms": 94,
        "skin_temp_c": 33.4,
        "spo2_pct": 96.5,
        "rr_per_min": 14.2,
    }
    assert items[0].at == datetime(2026, 1, 2, 5, 30, tzinfo=UTC)
    assert [(item.code, item.where) for item in only(items, Problem)] == [("zone", "table.csv, line 4, Cycle timezone")]
    assert items[-1].value == 53


def test_whoop_sleeps_know_naps():
    text = (
        "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),"
        "Deep (SWS) duration (min),Nap\n"
        "2026-01-01 22:10:00,,UTC-05:00,2026-01-01 22:10:00,2026-01-02 06:30:00,420,90,false\n"
        "2026-01-01 22:10:00,,UTC-05:00,2026-01-02 15:00:00,2026-01-02 14:30:00,20,,true\n"
        "2026-01-01 22:10:00,,UTC-05:00,2026-01-02 14:00:00,2026-01-02 14:30:00,20,,true\n"
    )
    night, wrong, nap = read(text)
    assert (night.asleep_h, night.deep_h, night.nap) == (7.0, 1.5, False)
    assert night.started_at == datetime(2026, 1, 2, 3, 10, tzinfo=UTC)
    assert (wrong.code, nap.nap) == ("sleep_times", True)


def test_a_workout_of_whoop_and_its_journal():
    (workout,) = read(
        "Cycle start time,Cycle end time,Cycle timezone,Workout start time,Workout end time,Duration (min),"
        "Activity name,Activity Strain,Max HR (bpm),Average HR (bpm),Distance (meters),Altitude Gain (meters)\n"
        "2026-01-01 22:10:00,,UTCZ,2026-01-02 07:00:00,2026-01-02 07:30:00,30,Running,9.1,172,140,5000,0\n"
    )
    assert (workout.duration_s, workout.sport, workout.distance_m, workout.ascent_m) == (1800, "run", 5000, None)
    assert (workout.avg_hr_bpm, workout.max_hr_bpm, workout.device) == (140, 172, "WHOOP")
    journal = read(
        "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes\n"
        '2026-01-01 22:10:00,,UTC-05:00,Have any alcoholic drinks?,true,"two, small"\n'
        "2026-01-01 22:10:00,,UTC-05:00,Feeling sick or ill?,false,\n"
        "2026-01-01 22:10:00,,UTC-05:00,Read (non-screened device) while in bed?,true,\n"
    )
    assert journal == [Day(date(2026, 1, 1), marks=("alcohol",), source="WHOOP")]


def test_fitbit_days_of_one_person_are_read_and_of_several_refused():
    head = "Id,ActivityDate,TotalSteps,SedentaryMinutes\n"
    mine = "1,4/12/2016,13162,728\n1,2016-04-13,0,1440\n"
    (steps,) = read(head + mine)
    assert (steps.signal, steps.value, steps.at.date()) == ("steps", 13162, date(2016, 4, 12))
    assert [item.code for item in read(head + mine + "2,4/12/2016,9000,700\n")] == ["several_people"]
    (night,) = read("Id,SleepDay,TotalSleepRecords,TotalMinutesAsleep\n1,4/12/2016 12:00:00 AM,1,327\n")
    assert (night.day, night.sleep_h) == (date(2016, 4, 12), pytest.approx(5.45))


def test_a_strava_line_is_in_utc_and_its_second_columns_are_in_metres():
    text = (
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Max Heart Rate,Filename,"
        "Elapsed Time,Moving Time,Distance,Elevation Gain,Max Heart Rate,Perceived Exertion,"
        '"<span class=""translation_missing"">Sport Type</span>"\n'
        '7,"Jan 27, 2021, 1:57:47 PM",Lunch Run,Run,1275,5.61,169.0,activities/7.gpx,1275.0,1258.0,5612.4,3.5,,8.0,\n'
        '8,"Jan 28, 2021, 1:57:47 PM",Nothing,Run,0,0,,,0.0,0.0,0.0,,,,\n'
    )
    run, problem = read(text, zone=OSLO)
    assert run.started_at == datetime(2021, 1, 27, 13, 57, 47, tzinfo=UTC)
    assert (run.duration_s, run.sport, run.distance_m, run.ascent_m) == (1258, "run", 5612.4, 3.5)
    assert (run.max_hr_bpm, run.avg_hr_bpm, run.rpe_cr10) == (169, None, 8)
    assert (problem.code, problem.where) == ("no_duration", "table.csv, line 3")


def test_garmin_names_no_unit_so_distances_wait_for_one():
    text = (
        "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Max HR,Total Ascent,Moving Time\n"
        'Strength Training,2026-04-18 10:03:35,false,"Legs","0,00","1.020","01:40:55","83","--","--","00:00:00"\n'
        'Running,2026-04-19 10:03:35,false,"Oslo","7,00","315","31:40,5","150","170","28","--"\n'
    )
    problem, legs, run = read(text, zone=OSLO)
    assert problem.code == "no_unit"
    assert "Distance (km)" in problem.message
    assert (legs.sport, legs.duration_s, legs.avg_hr_bpm, legs.max_hr_bpm) == ("strength", 6055, 83, None)
    assert (run.duration_s, run.distance_m, run.ascent_m) == (1900.5, None, None)
    named = read(text.replace("Distance,", "Distance (km),").replace("Total Ascent", "Total Ascent (ft)"))
    assert (named[1].distance_m, named[1].ascent_m) == (7000, pytest.approx(8.5344))


def test_activities_of_intervals_icu():
    (ride,) = read(
        "id,start_date_local,type,name,moving_time,elapsed_time,distance,total_elevation_gain,average_heartrate,icu_rpe\n"
        "i1,2026-04-18T10:03:35,VirtualRide,Hills,3600,3700,30000.5,400,141,7\n",
        zone=OSLO,
    )
    assert (ride.sport, ride.duration_s, ride.distance_m, ride.ascent_m, ride.rpe_cr10) == (
        "ride",
        3600,
        30000.5,
        400,
        7,
    )
    assert ride.started_at == datetime(2026, 4, 18, 8, 3, 35, tzinfo=UTC)
    (short,) = read("date,dist_m,mov_s,hr,intensity,load,name\n2026-04-18,3000,900,150,80,20,Oslo Running\n")
    assert (short.sport, short.started_at.hour, short.avg_hr_bpm) == ("run", 12, 150)


def test_pmsys_sleep_training_and_injuries_are_read_and_feelings_are_not():
    wellness = (
        "effective_time_frame,fatigue,mood,readiness,sleep_duration_h,sleep_quality,soreness,soreness_area,stress\n"
        "2019-11-01T23:31:40.751Z,1,3,5,6,3,2,[1],3\n"
    )
    assert read(wellness, zone=OSLO) == [Day(date(2019, 11, 2), sleep_h=6.0, source="pmSys")]
    (training,) = read(
        "end_date_time,activity_names,perceived_exertion,duration_min\n"
        "2019-11-05T22:00:00.000Z,\"['individual', 'running']\",7,30\n"
    )
    assert (training.started_at.isoformat(), training.sport) == ("2019-11-05T21:30:00+00:00", "run")
    assert (training.duration_s, training.rpe_cr10) == (1800, 7)
    injuries = "effective_time_frame,injuries\n2019-11-07T06:00:00Z,{}\n2019-11-08T06:00:00Z,\"{'knee': 'minor'}\"\n"
    assert read(injuries) == [Day(date(2019, 11, 8), marks=("injury",), source="pmSys")]


def test_a_report_of_pmdata_tells_the_order_of_its_dates_by_the_whole_column():
    head = "date,timestamp,meals,weight,glasses_of_fluid,alcohol_consumed\n"
    early = "06/11/2019,x,Breakfast,80,7,No\n"
    first, _, last = read(head + early + "30/11/2019,x,Breakfast,81,7,Yes\n")
    assert (first.at.date(), last.marks) == (date(2019, 11, 6), ("alcohol",))
    (problem,) = read(head + early)
    assert problem.code == "date_order"
    assert "2025-04-03" in problem.message


def test_visibles_score_of_its_own_is_never_taken_for_milliseconds():
    text = (
        "observation_date,tracker_name,tracker_category,observation_value\n"
        "2026-04-30,HRV,Measurement,59\n2026-04-30,Resting HR,Measurement,62\n2026-04-30,Fatigue,General,3\n"
        "2026-04-29,Period,Experience,0\n2026-04-28,Period,Experience,2\n2026-04-28,Crash,Experience,1\n"
    )
    pulse, day = read(text)
    assert (pulse.signal, pulse.value) == ("hr_rest_bpm", 62)
    assert day == Day(date(2026, 4, 28), marks=("menstruation",), source="Visible")


def test_every_layout_names_signals_that_exist_and_reads_nothing_that_it_calls_known():
    for layout in LAYOUTS:
        assert layout.signature
        assert {column.signal for column in layout.columns.values()} <= set(SIGNALS)
        assert not layout.used() - {name.casefold() for name in (*layout.at, *layout.signature)} & {
            name.casefold() for name in layout.known
        }


def test_no_makers_columns_are_anothers():
    for layout in LAYOUTS:
        assert daily_tables.layout_of(",".join(layout.signature).encode()) is layout


def test_a_table_of_something_else_is_only_a_table():
    assert daily_tables.recognise(b"\n\ndate,hrv\n2026-01-01,50\n", "bank.csv") == 2
    assert daily_tables.recognise(b"date,amount\n2026-01-01,5\n", "bank.csv") == 1
    assert daily_tables.recognise(b"\x00\x01\x02,\x03\n\x04,\x05\n", "x.bin") == 0


GOOD = (
    "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),Nap\n"
    "2026-01-01 22:10:00,,UTC-05:00,2026-01-01 22:10:00,2026-01-02 06:30:00,420,false\n",
    "Activity Type,Date,Favorite,Title,Distance,Time,Avg HR\nRunning,2026-04-19 10:03:35,false,Oslo,7,31:40,150\n",
    "ts,weightkg,fatpercent\n1479632565,80.1,12\n",
    "observation_date,tracker_name,tracker_category,observation_value\n2026-04-30,Resting HR,Measurement,62\n",
    "date,weight,glasses_of_fluid,alcohol_consumed\n30/11/2019,81,7,Yes\n",
)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_tables_never_raise(data):
    good = data.draw(st.sampled_from(GOOD)).encode()
    at = data.draw(st.integers(0, len(good)))
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 9)) :]
    for item in daily_tables.read(io.BytesIO(damaged), "x.csv", zone=OSLO):
        assert isinstance(item, Observation | Day | Sleep | Session | Problem)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(LAYOUTS), st.data())
def test_whatever_stands_in_the_columns_of_a_maker_nothing_is_raised(layout, data):
    names = sorted(layout.used())
    cell = st.one_of(
        st.sampled_from(
            ["0", "-5", "1e300", "07:30", "2026-11-20 06:00:00", "03/04/25", "true", "UTC+99:99", "9" * 40]
        ),
        st.text(max_size=12).filter(lambda text: not set(text) & set('",\r\n\0')),
    )
    lines = [",".join(names)] + [",".join(data.draw(cell) for _ in names) for _ in range(3)]
    for item in daily_tables.read_text("\n".join(lines), "x.csv", OSLO, layout):
        assert not isinstance(item, Problem) or item.message.endswith(".")
