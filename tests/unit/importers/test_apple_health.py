"""Apple Health exports, by hand after small real ones; those are read in tests/realdata."""

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import apple_health
from unweary.importers.apple_health import elements, records
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session, Sleep

Q = "HKQuantityTypeIdentifier"
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
WATCH = "Anna’s Apple\u00a0Watch"
DEVICE = (
    "&lt;&lt;HKDevice: 0x28&gt;, name:Apple Watch, manufacturer:Apple Inc., model:Watch, hardware:Watch6,4, "
    "software:9&gt;"
)
DOCTYPE = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
"""
#: As iOS 16 wrote it: one list of attributes never ends, and a bracket stands alone.
BROKEN_DOCTYPE = """<!DOCTYPE HealthData [
<!ELEMENT VisionPrescription EMPTY>
<!ATTLIST VisionPrescription
  brand            CDATA #IMPLIED
<!ELEMENT RightEye EMPTY>
>
>
]>
"""


def record(kind, value, start="2026-11-19 06:40:00 +0100", unit=None, end=None, source=WATCH, device=DEVICE, inside=""):
    said = f' unit="{unit}"' if unit else ""
    by = f' sourceVersion="9.1" device="{device}"' if device else ""
    line = (
        f' <Record type="{kind}" sourceName="{source}"{by}{said} creationDate="2026-11-20 08:00:00 +0100"'
        f' startDate="{start}" endDate="{end or start}" value="{value}"'
    )
    return f"{line}>\n{inside} </Record>\n" if inside else f"{line}/>\n"


def sleep(stage, start, end, source=WATCH, inside=""):
    return record(SLEEP, f"HKCategoryValueSleepAnalysis{stage}", start, end=end, source=source, inside=inside)


def heart(value, start, **more):
    return record(f"{Q}HeartRate", value, start, unit="count/min", **more)


def export(*parts, doctype=DOCTYPE, made="2026-11-20 20:15:00 +0100"):
    date = f' <ExportDate value="{made}"/>\n' if made else ""
    body = "".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<HealthData locale="en_GB">\n{date}{body}</HealthData>\n'


def read(text, name="export.xml"):
    data = text.encode() if isinstance(text, str) else text
    return list(importers.read(io.BytesIO(data), name))


# ---- single values


@pytest.mark.parametrize(
    ("kind", "value", "unit", "signal", "ours"),
    [
        ("RestingHeartRate", "48", "count/min", "hr_rest_bpm", 48),
        ("HeartRateVariabilitySDNN", "62.5", "ms", "sdnn_ms", 62.5),
        ("RespiratoryRate", "14.5", "count/min", "rr_per_min", 14.5),
        ("OxygenSaturation", "0.97", "%", "spo2_pct", 97),
        ("BodyTemperature", "98.6", "degF", "temp_c", 37),
        ("BodyTemperature", "37.2", "degC", "temp_c", 37.2),
        ("AppleSleepingWristTemperature", "35.1", "degC", "skin_temp_c", 35.1),
        ("BodyMass", "160", "lb", "mass_kg", 72.5748),
        ("BodyMass", "72.5", "kg", "mass_kg", 72.5),
        ("BodyFatPercentage", "0.18", "%", "body_fat_pct", 18),
        ("BloodPressureSystolic", "121", "mmHg", "sbp_mmhg", 121),
        ("BloodPressureDiastolic", "10.666", "kPa", "dbp_mmhg", 80.0),
        ("VO2Max", "44.2", "mL/min·kg", "vo2max_ml_kg_min", 44.2),
    ],
)
def test_a_value_is_read_in_our_unit_under_the_name_of_its_device(kind, value, unit, signal, ours):
    (item,) = read(export(record(f"{Q}{kind}", value, unit=unit)))
    assert isinstance(item, Observation)
    assert (item.signal, item.source) == (signal, WATCH)
    assert item.value == pytest.approx(ours, rel=1e-4)
    assert item.at.isoformat() == "2026-11-19T06:40:00+01:00"


def test_a_blood_pressure_counts_once_though_it_stands_alone_and_in_its_correlation():
    pair = [
        record(f"{Q}BloodPressureSystolic", 121, unit="mmHg"),
        record(f"{Q}BloodPressureDiastolic", 78, unit="mmHg"),
    ]
    both = f' <Correlation type="HKCorrelationTypeIdentifierBloodPressure">\n{"".join(pair)} </Correlation>\n'
    for parts in ((*pair, both), (both, *pair), (both,)):
        assert sorted((item.signal, item.value) for item in read(export(*parts))) == [
            ("dbp_mmhg", 78),
            ("sbp_mmhg", 121),
        ]


def test_what_cannot_be_is_named_with_its_line_and_the_rest_is_kept():
    items = read(
        export(
            record(f"{Q}BodyMass", "7000", unit="kg"),
            record(f"{Q}BodyMass", "seventy", unit="kg"),
            record(f"{Q}BodyMass", "70", unit="elephants"),
            record(f"{Q}BodyMass", "70", "2085-01-01 06:00:00 +0100", unit="kg"),
            record(f"{Q}BodyMass", "70", "yesterday", unit="kg"),
            heart(900, "2026-11-19 06:40:00 +0100"),
            record(f"{Q}BodyMass", "70", unit="kg"),
        )
    )
    assert [(each.code, each.where) for each in items[:-1]] == [
        ("out_of_range", "export.xml, line 11"),
        ("not_a_number", "export.xml, line 12"),
        ("unit", "export.xml, line 13"),
        ("clock", "export.xml, line 14"),
        ("clock", "export.xml, line 15"),
        ("out_of_range", "export.xml, line 16"),
    ]
    assert items[-1].value == 70


def test_of_many_problems_of_a_kind_the_first_are_told_and_the_rest_counted():
    items = read(export(*(record(f"{Q}BodyMass", "x", unit="kg") for _ in range(50))))
    assert [each.message for each in items[20:]] == ["30 more of this kind."]
    assert len({each.where for each in items[:20]}) == 20


# ---- heart rate and beats


def test_all_heart_rates_of_a_day_and_source_are_one_recording_in_order_of_time():
    items = read(
        export(
            heart(61, "2026-11-18 23:59:00 +0100"),
            heart(120, "2026-11-19 10:00:10 +0100", inside='  <MetadataEntry key="context" value="2"/>\n'),
            heart(55.5, "2026-11-19 09:00:00 +0100"),
            heart(55.5, "2026-11-19 09:00:00 +0100"),
            heart(70, "2026-11-19 09:30:00 +0100", source="strap", device=""),
        )
    )
    assert [(item.kind, item.device, item.source) for item in items] == [
        ("other", f"{WATCH} (Apple Inc. Watch6,4)", "export.xml"),
        ("other", f"{WATCH} (Apple Inc. Watch6,4)", "export.xml"),
        ("other", "strap", "export.xml"),
    ]
    day = items[1]
    assert day.started_at.isoformat() == "2026-11-19T09:00:00+01:00"
    assert list(day.columns["t_s"]) == [0.0, 3610.0]
    assert list(day.columns["hr_bpm"]) == [55.5, 120.0]


def test_more_heart_rates_than_may_be_held_are_given_out_before_the_end_and_none_is_lost(monkeypatch):
    monkeypatch.setattr(records, "_MOST_SAMPLES", 10)
    text = export(
        *(heart(50 + day, f"2026-10-{day:02} 0{hour}:00:00 +0100") for day in range(1, 21) for hour in range(4))
    )
    items = read(text)
    assert sum(len(item.columns["hr_bpm"]) for item in items) == 80
    assert {item.started_at.day for item in items} == set(range(1, 21))


def test_the_day_of_the_export_is_not_over_so_its_heart_rates_and_steps_wait_for_the_next_one():
    parts = (
        heart(60, "2026-11-20 09:00:00 +0100"),
        record(f"{Q}StepCount", 900, "2026-11-20 09:00:00 +0100", unit="count"),
        record(f"{Q}RestingHeartRate", 50, "2026-11-20 09:00:00 +0100", unit="count/min"),
    )
    assert [item.signal for item in read(export(*parts))] == ["hr_rest_bpm"]
    assert len(read(export(*parts, made=None))) == 3


def beats(intervals, clock="{:%-I:%M:%S}.{:02} PM", lost=()):
    at, told = datetime(2026, 11, 19, 18, 14, 48, tzinfo=UTC), []
    for place, interval in enumerate(intervals):
        at += timedelta(milliseconds=interval)
        if place not in lost:
            time = clock.format(at, at.microsecond // 10_000)
            told.append(f'   <InstantaneousBeatsPerMinute bpm="{60_000 / interval:.0f}" time="{time}"/>\n')
    inside = f"  <HeartRateVariabilityMetadataList>\n{''.join(told)}  </HeartRateVariabilityMetadataList>\n"
    return record(f"{Q}HeartRateVariabilitySDNN", 32.1, "2026-11-19 19:14:47 +0100", unit="ms", inside=inside)


@pytest.mark.parametrize("clock", ["{:%-I:%M:%S}.{:02} PM", "{:%H:%M:%S},{:02}", "{:%-I:%M:%S}.{:02}\u202fPM"])
def test_beats_that_follow_each_other_are_a_recording_of_intervals(clock):
    intervals = [800 + 10 * (place % 7) for place in range(60)]
    sdnn, rr = read(export(beats(intervals, clock)))
    assert (sdnn.signal, sdnn.value) == ("sdnn_ms", 32.1)
    assert (rr.kind, rr.device, rr.session) == ("other", f"{WATCH} (Apple Inc. Watch6,4)", None)
    assert list(rr.columns["rr_ms"]) == pytest.approx(intervals[1:])
    # The clock of the beats is an hour behind that of the record here, as in real exports.
    assert rr.started_at.isoformat() == "2026-11-19T19:14:49.610000+01:00"
    assert rr.columns["t_s"][0] == 0
    assert rr.columns["t_s"][-1] == pytest.approx(sum(intervals[2:]) / 1000)


def test_an_interval_over_beats_that_were_left_out_is_none():
    intervals = [800 + 10 * (place % 7) for place in range(100)]
    _, rr = read(export(beats(intervals, lost=(30, 31))))
    assert list(rr.columns["rr_ms"]) == pytest.approx(intervals[33:])
    assert [type(item).__name__ for item in read(export(beats(intervals, lost=range(0, 100, 20))))] == ["Observation"]


# ---- steps


def test_steps_are_summed_for_each_source_and_the_one_that_counted_most_is_the_day():
    def steps(count, hour, source, day=18):
        return record(f"{Q}StepCount", count, f"2026-11-{day} {hour:02}:00:00 +0100", unit="count", source=source)

    items = read(
        export(steps(4000, 9, "phone"), steps(700, 9, "phone", 17), steps(5000, 9, "watch"), steps(100, 20, "phone"))
    )
    assert [(item.signal, item.value, item.source, item.at.isoformat()) for item in items] == [
        ("steps", 700, "phone", "2026-11-17T00:00:00+01:00"),
        ("steps", 5000, "watch", "2026-11-18T00:00:00+01:00"),
    ]


# ---- sleep


def test_the_segments_of_a_night_are_one_sleep_with_its_stages():
    items = read(
        export(
            sleep("InBed", "2026-11-18 22:30:00 +0100", "2026-11-19 07:00:00 +0100"),
            sleep("AsleepDeep", "2026-11-19 00:00:00 +0100", "2026-11-19 01:30:00 +0100"),
            sleep("AsleepCore", "2026-11-18 23:00:00 +0100", "2026-11-19 00:00:00 +0100"),
            sleep("Awake", "2026-11-19 01:30:00 +0100", "2026-11-19 01:45:00 +0100"),
            sleep("AsleepREM", "2026-11-19 01:45:00 +0100", "2026-11-19 02:15:00 +0100"),
            sleep("AsleepCore", "2026-11-19 02:15:00 +0100", "2026-11-19 06:30:00 +0100"),
            sleep("AsleepCore", "2026-11-19 02:15:00 +0100", "2026-11-19 06:30:00 +0100"),
        )
    )
    (night,) = items
    assert night == Sleep(
        datetime.fromisoformat("2026-11-18T23:00:00+01:00"),
        datetime.fromisoformat("2026-11-19T06:30:00+01:00"),
        7.25, 5.25, 1.5, 0.5, None, WATCH,
    )  # fmt: skip


def test_a_nap_is_a_sleep_of_its_own_and_so_is_that_of_another_device():
    items = read(
        export(
            sleep("AsleepUnspecified", "2026-11-19 13:00:00 +0100", "2026-11-19 13:40:00 +0100"),
            sleep("Asleep", "2026-11-18 23:00:00 +0100", "2026-11-19 03:00:00 +0100"),
            sleep("Asleep", "2026-11-19 04:20:00 +0100", "2026-11-19 06:00:00 +0100"),
            sleep("InBed", "2026-11-18 22:40:00 +0100", "2026-11-19 06:30:00 +0100", source="phone"),
        )
    )
    assert [(item.source, item.started_at.hour, item.asleep_h, item.deep_h) for item in items] == [
        (WATCH, 23, pytest.approx(5 + 2 / 3), None),
        (WATCH, 13, pytest.approx(2 / 3), None),
        ("phone (in bed)", 22, None, None),
    ]


@pytest.mark.parametrize(("gap_min", "sleeps"), [(20, 1), (40, 2)])
def test_a_pause_over_noon_ends_a_sleep_sooner(gap_min, sleeps):
    noon = datetime(2026, 11, 19, 12, tzinfo=UTC)
    before, after = noon - timedelta(minutes=5), noon + timedelta(minutes=gap_min - 5)
    text = export(
        sleep("Asleep", "2026-11-19 08:00:00 +0100", f"{before:%Y-%m-%d %H:%M:%S} +0100"),
        sleep("Asleep", f"{after:%Y-%m-%d %H:%M:%S} +0100", "2026-11-19 14:00:00 +0100"),
    )
    assert len(read(text)) == sleeps


def test_a_sleep_says_its_times_in_the_zone_where_it_was_slept():
    inside = '  <MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/>\n'
    (night,) = read(export(sleep("Asleep", "2026-11-18 15:00:00 +0100", "2026-11-18 22:00:00 +0100", inside=inside)))
    assert night.started_at.isoformat() == "2026-11-18T23:00:00+09:00"


def test_sleep_that_ends_before_it_began_or_never_is_left_out():
    items = read(
        export(
            sleep("Asleep", "2026-11-19 06:00:00 +0100", "2026-11-18 23:00:00 +0100"),
            sleep("Asleep", "2026-11-10 06:00:00 +0100", "2026-11-18 23:00:00 +0100"),
            sleep("AsleepUpsideDown", "2026-11-18 06:00:00 +0100", "2026-11-18 07:00:00 +0100"),
        )
    )
    assert [item.code for item in items] == ["clock", "clock", "sleep_stage"]


def test_pieces_that_never_pause_make_no_sleep_longer_than_a_day():
    start = datetime(2026, 11, 1, tzinfo=UTC)
    clocks = [f"{start + timedelta(hours=hour):%Y-%m-%d %H:%M:%S} +0100" for hour in range(60)]
    items = read(export(*(sleep("Asleep", a, b) for a, b in pairwise(clocks))))
    assert sum(item.asleep_h for item in items) == 59
    assert max(item.asleep_h for item in items) == 24


# ---- workouts


def workout(inside="", more='duration="31.5" durationUnit="min"', kind="Running"):
    return (
        f' <Workout workoutActivityType="HKWorkoutActivityType{kind}" {more} sourceName="{WATCH}" device="{DEVICE}"'
        ' creationDate="2026-11-19 19:00:00 +0100" startDate="2026-11-19 18:00:00 +0100"'
        f' endDate="2026-11-19 18:40:00 +0100">\n{inside} </Workout>\n'
    )


def test_a_workout_is_a_session_with_its_statistics():
    inside = f"""  <MetadataEntry key="HKTimeZone" value="America/New_York"/>
  <MetadataEntry key="HKElevationAscended" value="12345 cm"/>
  <WorkoutActivity><WorkoutStatistics type="{Q}HeartRate" average="99" maximum="99" unit="count/min"/></WorkoutActivity>
  <WorkoutStatistics type="{Q}HeartRate" average="144.5" minimum="88" maximum="171" unit="count/min"/>
  <WorkoutStatistics type="{Q}DistanceWalkingRunning" sum="3.5" unit="mi"/>
  <WorkoutRoute><MetadataEntry key="HKElevationAscended" value="1 cm"/><Location latitude="1"/></WorkoutRoute>
"""
    (run,) = read(export(workout(inside)))
    assert run.started_at.isoformat() == "2026-11-19T12:00:00-05:00"
    assert (run.sport, run.duration_s, run.avg_hr_bpm, run.max_hr_bpm) == ("run", 1890, 144.5, 171)
    assert run.distance_m == pytest.approx(5632.704)
    assert run.ascent_m == pytest.approx(123.45)
    assert (run.device, run.source) == (f"{WATCH} (Apple Inc. Watch6,4)", "export.xml")


@pytest.mark.parametrize(
    ("more", "kind", "sport", "duration_s", "distance_m"),
    [
        ('duration="0.5" durationUnit="hr" totalDistance="9" totalDistanceUnit="km"', "Cycling", "ride", 1800, 9000),
        ('duration="90" durationUnit="s"', "TraditionalStrengthTraining", "strength", 90, None),
        ("", "Curling", "Curling", 2400, None),
        ('duration="5" durationUnit="fortnights"', "Other", "unknown", 2400, None),
    ],
)
def test_a_workout_of_an_older_export_has_its_sums_in_attributes(more, kind, sport, duration_s, distance_m):
    (made,) = read(export(workout(more=more, kind=kind)))
    assert isinstance(made, Session)
    assert (made.sport, made.duration_s, made.distance_m) == (sport, duration_s, distance_m)


def test_a_workout_without_any_length_is_named():
    text = export(workout(more="")).replace(' endDate="2026-11-19 18:40:00 +0100"', "")
    assert [item.code for item in read(text)] == ["clock", "no_duration"]


# ---- files


def test_the_document_type_of_real_exports_is_passed_over_even_where_apple_wrote_it_wrongly():
    mass = record(f"{Q}BodyMass", "70", unit="kg")
    for doctype in (DOCTYPE, BROKEN_DOCTYPE, "", "<!DOCTYPE HealthData>\n"):
        (item,) = read(export(mass, doctype=doctype))
        assert item.value == 70
    (problem,) = read(export(record(f"{Q}BodyMass", "x", unit="kg"), doctype=BROKEN_DOCTYPE))
    assert problem.where == "export.xml, line 12"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE HealthData [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n',
        "<!DOCTYPE HealthData [\n<!-- never ends -->\n",
    ],
)
def test_a_file_that_declares_entities_or_whose_document_type_has_no_end_is_refused(doctype):
    (problem,) = read(export(record(f"{Q}BodyMass", "70", unit="kg"), doctype=doctype))
    assert problem.code == "xml_doctype"


def test_a_document_type_further_down_or_an_unknown_entity_stops_the_reading():
    late = "<HealthData>\n<!DOCTYPE a [<!ENTITY b 'c'>]></HealthData>"
    assert [item.code for item in read(late)] == ["xml_broken"]
    assert [item.code for item in read(export(" <Record a='&bomb;'/>\n"))] == ["xml_broken"]
    assert [item.code for item in read("<!-- x --><!DOCTYPE HealthData [<!ENTITY b 'c'>]><HealthData/>")] == [
        "xml_doctype"
    ]


def test_depth_and_length_are_bounded():
    assert [item.code for item in read(export("<a>" * 40))] == ["xml_broken"]
    long = export(f'<Record type="{"x" * 3_000_000}"/>')
    assert [item.code for item in read(long)] == ["too_large"]


def test_a_comment_full_of_records_that_never_ends_is_given_up_soon():
    inside = record(f"{Q}BodyMass", "70", unit="kg") * 9_000
    (problem,) = read(export("<!-- ", inside))
    assert problem.code == "too_large"


def test_control_characters_are_read_as_spaces_and_named():
    mass, problem = read(export(record(f"{Q}BodyMass", "70", unit="kg", source="my\x0bscale", device="")))
    assert (mass.source, problem.code) == ("my scale", "control_characters")


def test_a_file_that_breaks_off_keeps_what_stood_before():
    text = export(
        record(f"{Q}BodyMass", "70", unit="kg"),
        sleep("Asleep", "2026-11-18 23:00:00 +0100", "2026-11-19 06:00:00 +0100"),
    )
    mass, night, problem = read(text[: -len("</HealthData>\n")] + " <Record type=")
    assert (mass.value, night.asleep_h) == (70, 7)
    assert (problem.code, problem.where) == ("xml_broken", "export.xml, line 13")


def test_an_export_of_nothing_that_is_read_says_so():
    (problem,) = read(export(record(f"{Q}DietaryWater", "300", unit="mL")))
    assert problem.code == "nothing_known"


def test_what_is_no_export_is_not_claimed():
    for other in (b"<ClinicalDocument/>", b"<gpx/>", b"<HealthDataset/>", b"the HealthData of <HealthData>"):
        assert apple_health.recognise(other, "export.xml") == 0
    found, sure = importers.recognise(export().encode(), "notes.txt")
    assert (found.TITLE, sure) == (apple_health.TITLE, 2)


# ---- both ways through the bytes


def mass(value):
    return record(f"{Q}BodyMass", value, unit="kg")


ODD = f"""  <Record endDate="2026-11-19 06:40:00 +0100" value="74" unit="kg" type="{Q}BodyMass"
 sourceName='x' startDate="2026-11-19 06:40:00 +0100"/>
"""
FULL = export(
    mass("70"),
    record(f"{Q}ActiveEnergyBurned", "0.2", unit="kcal"),
    heart(61, "2026-11-18 23:59:00 +0100"),
    heart(120, "2026-11-19 10:00:10 +0100", inside='  <MetadataEntry key="a&amp;b" value="2"/>\n'),
    record(f"{Q}ActiveEnergyBurned", "0.2", unit="kcal", source="A &amp; B"),
    record(f"{Q}OxygenSaturation", "0.97", unit="%", source="A &amp;lt; &quot;B&quot;"),
    mass("heavy"),
    beats([800 + 10 * (place % 7) for place in range(40)]),
    f"<!-- \n{mass(71)} -->\n <![CDATA[ \n{mass(72)} ]]>\n",
    f" <Correlation>\n{mass(73)}{record(f'{Q}BloodPressureSystolic', 121, unit='mmHg')} </Correlation>\n",
    sleep(
        "AsleepCore",
        "2026-11-18 23:00:00 +0100",
        "2026-11-19 06:00:00 +0100",
        inside='  <MetadataEntry key="x" value="y"/>\n',
    ),
    record(f"{Q}StepCount", 700, "2026-11-18 09:00:00 +0100", unit="count"),
    workout(),
    mass("7000"),
    ODD,
    mass("no"),
).encode()


def by_expat_alone(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elements.Walk, "_run", lambda self, text, at: at)
        return read(data)


def test_the_quick_way_takes_most_records_and_tells_what_expat_alone_tells():
    fed = []
    with pytest.MonkeyPatch.context() as patch:
        feed = elements.Walk._feed
        patch.setattr(elements.Walk, "_feed", lambda self, piece: (fed.append(piece), feed(self, piece))[1])
        items = read(FULL)
    assert repr(items) == repr(by_expat_alone(FULL))
    assert len([item for item in items if not isinstance(item, Problem)]) == 11
    # What lies in a comment, in character data or in another element is not told.
    assert {item.value for item in items if isinstance(item, Observation) and item.signal == "mass_kg"} == {70, 74}
    assert b"heavy" not in b"".join(fed)
    assert b"ActiveEnergyBurned" not in b"".join(fed)


edit = st.one_of(
    st.tuples(st.just("flip"), st.integers(0, len(FULL) - 1), st.integers(0, 255)),
    st.tuples(st.just("cut"), st.integers(0, len(FULL) - 1), st.integers(0, 400)),
    st.tuples(st.just("copy"), st.integers(0, len(FULL) - 1), st.integers(0, len(FULL) - 1)),
    st.tuples(st.just("put"), st.integers(0, len(FULL) - 1), st.sampled_from(
        [b"<", b">", b"&", b'"', b"]]>", b"<!--", b"-->", b"<![CDATA[", b"</Record>", b"\xff", b"\xef\xbf\xbe", b"\r\n",
         b"\n <Record ", b' value="1"', b"\x00", b"\x0b", b"&#65;", b"&lt;", "é".encode(), b"</HealthData>"])),
)  # fmt: skip


@settings(max_examples=400, deadline=timedelta(seconds=5))
@given(st.lists(edit, min_size=1, max_size=6), st.sampled_from([64, 1000, 1 << 19]))
@example([("put", len(FULL) // 2, b"\xff")], 64)
def test_however_a_file_is_damaged_both_ways_tell_the_same_and_nothing_is_raised(edits, piece):
    data = FULL
    for what, place, how in edits:
        if what == "flip":
            data = data[:place] + bytes([how]) + data[place + 1 :]
        elif what == "cut":
            data = data[:place] + data[place + how :]
        elif what == "copy":
            data = data[:place] + data[how : how + 300] + data[place:]
        else:
            data = data[:place] + how + data[place:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(elements, "_PIECE", piece if data.startswith(b"<?xml") and piece > 500 else 1 << 19)
        items = list(apple_health.read(io.BytesIO(data), "export.xml"))
        patch.setattr(elements.Walk, "_run", lambda self, text, at: at)
        assert repr(items) == repr(list(apple_health.read(io.BytesIO(data), "export.xml")))
    for item in items:
        assert isinstance(item, Observation | Recording | Session | Sleep | Problem)
        if isinstance(item, Problem):
            assert item.where.startswith("export.xml")
            assert item.message.endswith(".")
        if isinstance(item, Recording):
            assert list(item.columns["t_s"]) == sorted(item.columns["t_s"])
        if isinstance(item, Sleep):
            assert item.started_at < item.ended_at
            assert 0 <= (item.asleep_h or 0) <= 24


def test_pieces_may_end_anywhere(monkeypatch):
    whole = repr(read(FULL))
    for size in (400, 777, 5000):
        monkeypatch.setattr(elements, "_PIECE", size)
        assert repr(read(FULL)) == whole
