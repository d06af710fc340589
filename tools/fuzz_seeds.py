"""Files that the fuzzer begins with: one or more of each format, by hand, and the real ones if there is a folder.

The values are invented. A format without a file here stops the fuzzer: nothing is forgotten in silence.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from unweary import importers
from unweary.importers import gzipped, streams
from unweary.service.demo_fit import Track, fit_bytes

_HEALTH = "HKQuantityTypeIdentifier"


def _fit() -> bytes:
    t_s = [float(second) for second in range(60)]
    columns = {
        "t_s": t_s,
        "hr_bpm": [120 + second % 7 for second in range(60)],
        "cadence_rpm": [86] * 60,
        "distance_m": [2.5 * second for second in t_s],
        "speed_m_s": [2.5] * 60,
        "altitude_m": [100 + second / 2 for second in t_s],
    }
    return fit_bytes(Track(datetime(2026, 11, 14, 8, tzinfo=UTC), "run", columns, 20, 0, 4))


def _gpx() -> str:
    points = "".join(
        f'<trkpt lat="59.{at:03}" lon="10.{at:03}"><ele>{100 + at}</ele><time>2026-11-20T06:{at:02}:00Z</time>'
        f"<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>{120 + at}</gpxtpx:hr><gpxtpx:cad>85</gpxtpx:cad>"
        "</gpxtpx:TrackPointExtension></extensions></trkpt>"
        for at in range(30)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx creator="pen" version="1.1" xmlns:gpxtpx="http://x/v1">'
        f"<trk><name>Å</name><type>running</type><trkseg>{points}</trkseg></trk></gpx>"
    )


def _tcx() -> str:
    points = "".join(
        f"<Trackpoint><Time>2026-11-20T06:{at:02}:30.5Z</Time><AltitudeMeters>{at}</AltitudeMeters>"
        f"<DistanceMeters>{at * 150}</DistanceMeters><HeartRateBpm><Value>{130 + at}</Value></HeartRateBpm>"
        "</Trackpoint>"
        for at in range(30)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Biking"><Id>2026-11-20T06:00:30Z</Id>'
        '<Lap StartTime="2026-11-20T06:00:30Z"><TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>4500'
        f"</DistanceMeters><Track>{points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
    )


def _health() -> str:
    def record(kind: str, value: str, unit: str, at: str) -> str:
        return (
            f' <Record type="{kind}" sourceName="Watch" unit="{unit}" creationDate="2026-11-20 08:00:00 +0100" '
            f'startDate="2026-11-19 {at} +0100" endDate="2026-11-19 {at} +0100" value="{value}"/>\n'
        )

    pulses = "".join(record(f"{_HEALTH}HeartRate", f"{60 + at}", "count/min", f"06:{at:02}:00") for at in range(30))
    beats = "".join(f'<InstantaneousBeatsPerMinute bpm="{60 + at}" time="06:40:{at:02},25"/>' for at in range(40))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!DOCTYPE HealthData [\n<!ELEMENT HealthData (ExportDate,Record*)>\n]>\n"
        '<HealthData locale="en_GB">\n <ExportDate value="2026-11-20 20:15:00 +0100"/>\n'
        + record(f"{_HEALTH}RestingHeartRate", "48", "count/min", "06:40:00")
        + record(f"{_HEALTH}BodyMass", "160", "lb", "06:41:00")
        + record(f"{_HEALTH}StepCount", "900", "count", "10:41:00")
        + record("HKCategoryTypeIdentifierSleepAnalysis", "HKCategoryValueSleepAnalysisAsleepDeep", "", "02:00:00")
        + pulses
        + record(f"{_HEALTH}HeartRateVariabilitySDNN", "62.5", "ms", "06:40:00").replace("/>", ">")
        + f"<HeartRateVariabilityMetadataList>{beats}</HeartRateVariabilityMetadataList></Record>\n"
        + ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min" '
        'sourceName="W" startDate="2026-11-19 07:00:00 +0100" endDate="2026-11-19 07:30:00 +0100">\n'
        f'<WorkoutStatistics type="{_HEALTH}DistanceWalkingRunning" sum="5.2" unit="km"/></Workout>\n</HealthData>\n'
    )


def _lines(heading: str, row: str, count: int = 20) -> str:
    return "".join([heading + "\n", *(row.replace("#", f"{1 + at:02}") + "\n" for at in range(count))])


def _json() -> Iterator[str]:
    night = {
        "calendarDate": "2026-11-20",
        "sleepStartTimestampGMT": 1795129200000,
        "sleepEndTimestampGMT": 1795158000000,
        "sleepStartTimestampLocal": 1795132800000,
        "sleepEndTimestampLocal": 1795161600000,
        "deepSleepSeconds": 5400,
        "lightSleepSeconds": 14400,
        "remSleepSeconds": 6000,
        "averageSpO2Value": 95.5,
    }
    yield json.dumps({"dailySleepDTO": night, "restingHeartRate": 47})
    pulses = [[1795129200000 + at * 120_000, 50 + at % 9] for at in range(200)]
    yield json.dumps([{"calendarDate": "2026-11-20", "restingHeartRate": 47, "heartRateValues": pulses}])
    yield '{"data": [{"day": "2026-11-20", "score": 81, "temperature_deviation": 0.3,},]}'
    yield json.dumps(
        [{"dateTime": "11/20/26 06:40:00", "value": {"bpm": 60 + at, "confidence": 2}} for at in range(50)]
    )
    yield json.dumps([{"id": "2026-11-20", "ctl": 40.5, "atl": 51.0, "restingHR": 48, "hrv": 61.5, "sleepSecs": 27000}])
    samples = [{"SECS": at, "KM": at / 100, "KPH": 30.5, "WATTS": 200, "HR": 140} for at in range(60)]
    ride = {"STARTTIME": "2026/11/20 06:00:00 UTC ", "RECINTSECS": 1, "DEVICETYPE": "x", "SAMPLES": samples}
    yield "\ufeff" + json.dumps({"RIDE": ride}, indent=1)


def _fhir() -> str:
    def entry(loinc: str, value: float, unit: str) -> dict[str, object]:
        code = {"coding": [{"system": "http://loinc.org", "code": loinc}], "text": "test"}
        quantity = {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
        told = {"status": "final", "effectiveDateTime": "2026-11-02T07:40:00Z", "subject": {"reference": "Patient/1"}}
        return {"resource": {"resourceType": "Observation", **told, "code": code, "valueQuantity": quantity}}

    entries = [entry("2276-4", 12, "ng/mL"), entry("718-7", 11.8, "g/dL"), entry("29463-7", 72.5, "kg")]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries * 4})


def _texts() -> Iterator[str]:
    """By hand, every format, several makers."""
    yield _gpx()
    yield _tcx()
    yield _health()
    yield _fhir()
    yield from _json()
    yield _lines(
        '"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index",'
        '"set_type","weight_kg","reps","distance_km","duration_seconds","rpe"',
        '"Morning","# Jul 2025, 07:00","# Jul 2025, 08:00","","Squat (Barbell)",,"",0,"normal",80,5,,,8.5',
    )
    yield _lines(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,Distance,Seconds,Notes,Workout Notes,RPE",
        '2026-11-# 07:00:00,"A; B",1h 5m,Row (Cable),1,40.5,10,0,0,"a ""word""",,8',
    )
    yield _lines("timestamp, rr, since_start ", "17951556#0894,8#,8#", 90)
    yield _lines("Id,Time,Value", "7,4/#/2016 7:21:00 AM,9#")
    yield _lines("Id,ActivityMinute,Steps", "7,4/#/2016 7:21:00 AM,3#")
    yield _lines("Id,date,value,logId", "7,4/12/2016 2:#:30 AM,1,114#")
    yield _lines("date,restingHR,hrv,sleepSecs,weight,steps", "2026-11-#,48,61.5,27000,72.5,9000")
    yield _lines("date;restingHR;hrv;weight", "#.11.2026;48;61,5;72,5")
    yield _lines(
        "date,time,HR,rMSSD,SDNN,HRV4T_Recovery_Points,sleep_time,sickness", "2026-#-11,06:26,45,80,70,8.8,07:30,sick"
    )
    yield _lines(
        "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Asleep duration (min),Nap",
        "2026-11-# 00:10:00,,UTC+01:00,2026-11-# 00:10:00,2026-11-# 07:40:00,420,false",
    )
    yield _lines("Date,Test,Result,Unit,Reference range", '2026-11-#,Ferritin,"12,5",ng/mL,15-150')
    yield _lines("Datum;Ferritin (ug/l);Hb (g/dl);TSH (mU/l)", "#.11.2026;<15;11,8;2,1 H")
    yield _lines("time;RR [ms]", "2026-11-20T06:40:#;800", 50)
    yield "2026-11-20 06:40:00\n" + "\n".join(str(780 + at % 40) for at in range(200))
    yield "\n".join(f"0,{780 + at % 40}" for at in range(200))


def by_hand() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file made here."""
    yield "run.fit", _fit()
    yield "beats 128 Hz 2026-11-20 08-00-00.atr", bytes((0, 4, *(120, 4, 128, 4, 131, 4) * 40, 0, 0))
    for at, text in enumerate(_texts()):
        yield f"by-hand-{at}", text.encode()


def as_read(data: bytes) -> bytes:
    """A file as its reader gets it: unpacked as far as it is whole, text as UTF-8.

    Examples
    --------
    >>> import gzip
    >>> as_read(gzip.compress(b"abc")), as_read("abc".encode("utf-16"))
    (b'abc', b'abc')
    """
    return b"".join(streams.as_utf8(gzipped.opened(iter((data,)), "", 64 << 20, [])))


def seeds(folder: Path | None, longest: int) -> dict[str, list[tuple[str, bytes]]]:
    """Every file to begin with by format, real ones cut at ``longest`` bytes; the name says how each file begins."""
    found: dict[str, list[tuple[str, bytes]]] = {name_of(each): [] for each in importers.FORMATS}
    real = () if folder is None else sorted(path for path in folder.rglob("*") if path.is_file())
    for name, data in (*by_hand(), *((path.name, as_read(path.read_bytes())) for path in real)):
        format_, sure = importers.recognise(data[: importers.HEAD_BYTES], name)
        # Of mere shapes (any table, any list of numbers) only what the reader takes.
        if format_ is not None and (sure == 2 or importers.unknown(data[: importers.HEAD_BYTES], name) is None):
            found[name_of(format_)].append((name, data[:longest]))
    return found


def name_of(format_: importers.Format) -> str:
    """The name of a format's module.

    Examples
    --------
    >>> name_of(importers.FORMATS[0])
    'fit'
    """
    return format_.__name__.rpartition(".")[2]  # type: ignore[attr-defined, no-any-return]


def read_all(data: bytes, name: str, format_: importers.Format | None) -> Iterator[importers.Item]:
    """What the frame reads, or one reader alone, whatever the file is."""
    stream = io.BytesIO(data)
    return importers.read(stream, name) if format_ is None else format_.read(stream, name)
