"""TCX, GPX and PWX, by hand after real files; the real ones are compared in tests/realdata."""

import io
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import activity_xml
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording, Session

TCX = """<?xml version="1.0" encoding="UTF-8"?>
<TrainingCenterDatabase xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"><Activities>
<Activity Sport="Running"><Id>2026-11-20T06:00:00Z</Id>
<Lap StartTime="2026-11-20T06:00:00Z"><TotalTimeSeconds>300</TotalTimeSeconds><DistanceMeters>1000</DistanceMeters>
<MaximumHeartRateBpm><Value>171</Value></MaximumHeartRateBpm><Track>
<Trackpoint><Time>2026-11-20T06:00:00Z</Time><AltitudeMeters>100</AltitudeMeters><DistanceMeters>0</DistanceMeters>
<HeartRateBpm><Value>120</Value></HeartRateBpm><Extensions><ns3:TPX><ns3:Speed>3.5</ns3:Speed><ns3:Watts>250</ns3:Watts>
</ns3:TPX></Extensions></Trackpoint>
<Trackpoint><Time>2026-11-20T06:00:05Z</Time><AltitudeMeters>110</AltitudeMeters><DistanceMeters>17</DistanceMeters>
<HeartRateBpm><Value>0</Value></HeartRateBpm></Trackpoint>
</Track></Lap>
<Lap StartTime="2026-11-20T06:05:00Z"><TotalTimeSeconds>200</TotalTimeSeconds><DistanceMeters>500</DistanceMeters>
<MaximumHeartRateBpm><Value>160</Value></MaximumHeartRateBpm></Lap>
<Creator><Name>Wrist 9</Name></Creator></Activity></Activities></TrainingCenterDatabase>"""


def read(text, name="morning.xml"):
    data = text.encode() if isinstance(text, str) else text
    return list(importers.read(io.BytesIO(data), name))


def gpx(points, more="", name="", creator="pen"):
    return f'<gpx creator="{creator}"><trk>{name}<trkseg>{points}</trkseg></trk>{more}</gpx>'


def point(second, lat=50.0, lon=7.0, more=""):
    when = f"<time>2026-11-20T06:{second // 60:02}:{second % 60:02}Z</time>"
    return f'<trkpt lat="{lat}" lon="{lon}">{when}{more}</trkpt>'


def test_a_tcx_run_has_its_samples_and_the_sum_of_its_laps():
    (run,) = read(TCX)
    assert run.started_at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert (run.device, run.source, run.kind) == ("Wrist 9", "morning.xml", "activity")
    assert list(run.columns["t_s"]) == [0.0, 5.0]
    assert list(run.columns["altitude_m"]) == [100.0, 110.0]
    assert run.columns["hr_bpm"][0] == 120
    assert math.isnan(run.columns["hr_bpm"][1])  # 0 bpm stands for 'no value'
    assert run.columns["power_w"][0] == 250
    summary = run.session
    assert (summary.sport, summary.duration_s, summary.distance_m, summary.max_hr_bpm) == ("run", 500.0, 1500.0, 171.0)
    assert (summary.ascent_m, summary.descent_m, summary.avg_hr_bpm) == (10.0, 0.0, 120.0)


def test_each_activity_of_a_file_is_a_recording_of_its_own():
    second = TCX.partition("<Activities>")[2].partition("</Activities>")[0].replace("2026-11-20T06", "2026-11-20T09")
    items = read(TCX.replace("</Activities>", second + "</Activities>"))
    assert [item.started_at.hour for item in items] == [6, 9]


def test_a_gpx_track_counts_its_distance_from_the_positions():
    (ride,) = read(gpx(point(0) + point(10, lat=50.01) + point(20, lat=50.01), name="<type>cycling</type>"))
    assert ride.session.sport == "ride"
    assert ride.session.distance_m == pytest.approx(1112, abs=1)
    assert ride.columns["distance_m"][2] == ride.columns["distance_m"][1]


@pytest.mark.parametrize(
    ("name", "sport"),
    [
        ("<type>9</type>", "run"),
        ("<name>Afternoon Run</name>", "run"),
        ("<name>Home</name>", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_sport_of_a_gpx_track_comes_from_its_type_or_its_name(name, sport):
    (track,) = read(gpx(point(0) + point(9), name=name))
    assert track.session.sport == sport


def test_heart_rate_cadence_and_temperature_of_gpx_extensions_are_read():
    more = (
        "<extensions><x:TrackPointExtension><x:hr>150</x:hr><x:cad>88</x:cad><x:atemp>21</x:atemp>"
        "</x:TrackPointExtension><power>210</power></extensions>"
    )
    (track,) = read(gpx(point(0, more=more)).replace("<gpx", '<gpx xmlns:x="http://example.org/x"'))
    assert {
        name: values[0] for name, values in track.columns.items() if name in ("hr_bpm", "cadence_rpm", "power_w")
    } == {
        "hr_bpm": 150.0,
        "cadence_rpm": 88.0,
        "power_w": 210.0,
    }
    assert track.columns["temperature_c"][0] == 21


def test_points_out_of_order_are_put_in_order():
    (track,) = read(gpx(point(60, more="<ele>3</ele>") + point(0, more="<ele>1</ele>")))
    assert list(track.columns["t_s"]) == [0.0, 60.0]
    assert list(track.columns["altitude_m"]) == [1.0, 3.0]


def test_a_pwx_workout_is_read_in_the_zone_of_the_person():
    text = (
        "<pwx><workout><sportType>Bike</sportType><device><make>SRM</make><model>PC8</model></device>"
        "<time>2026-08-10T11:54:33</time>"
        "<sample><timeoffset>0</timeoffset><hr>0</hr><pwr>200</pwr><spd>8.5</spd></sample>"
        "<sample><timeoffset>2</timeoffset><hr>140</hr><pwr>210</pwr></sample></workout></pwx>"
    )
    (ride,) = read(text)
    assert (ride.device, ride.session.sport, ride.session.duration_s) == ("SRM PC8", "ride", 2.0)
    assert ride.started_at == datetime(2026, 8, 10, 11, 54, 33, tzinfo=UTC)
    assert list(ride.columns["power_w"]) == [200.0, 210.0]


def test_a_route_without_times_is_no_training():
    (problem,) = read('<gpx><trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk></gpx>')
    assert problem.code == "no_time"


def test_an_encoding_with_a_name_without_end_is_told_in_short():
    text = f'<?xml version="1.0" encoding="{"A" * 70_000}"?>{TCX}'
    (problem,) = activity_xml.read(io.BytesIO(text.encode()), "morning.xml")
    assert problem.code == "xml_broken"
    assert len(problem.message) < 1_100


def test_a_file_that_breaks_off_keeps_what_stood_before():
    run, problem = read(TCX[: TCX.index("</Track>")])
    assert len(run.columns["t_s"]) == 2
    assert (problem.code, "kept" in problem.message) == ("xml_broken", True)
    assert problem.where.startswith("morning.xml, line ")


@pytest.mark.parametrize("start", ["<!DOCTYPE gpx>", '<!DOCTYPE g [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'])
def test_document_types_and_entities_are_refused(start):
    (problem,) = read(start + gpx(point(0)))
    assert problem.code == "xml_doctype"


def test_nesting_without_end_is_refused():
    (problem,) = read("<gpx>" + "<a>" * 5000)
    assert problem.code == "xml_doctype"


def test_a_sample_years_away_and_a_clock_never_set_stretch_nothing():
    far = point(0).replace("2026", "2085")
    track, problem = read(gpx(point(0) + point(5) + far))
    assert list(track.columns["t_s"]) == [0.0, 5.0]
    assert problem.code == "clock"
    (unset,) = read(gpx(point(0).replace("2026", "1989") + point(5).replace("2026", "1989")))
    assert unset.code in ("no_time", "clock")


def test_utf16_and_an_empty_file_are_read():
    (run,) = read(TCX.replace("UTF-8", "UTF-16").encode("utf-16"))
    assert run.session.sport == "run"
    (problem,) = read("<gpx></gpx>")
    assert problem.code == "no_track"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_files_never_raise(data):
    good = data.draw(st.sampled_from([TCX, gpx(point(0) + point(5))])).encode()
    at = data.draw(st.integers(0, len(good)))
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 40)) :]
    assert all(isinstance(item, Recording | Session | Problem) for item in read(damaged))
