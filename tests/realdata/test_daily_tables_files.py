"""Real exports of apps, compared with a plain reading of their rows."""

import csv
import gzip
import io
from collections import Counter
from datetime import UTC, datetime

import pytest

from unweary import importers
from unweary.importers.daily_tables import layout_of
from unweary.importers.daily_tables.survey import folded
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session

pytestmark = pytest.mark.realdata


def text_of(path):
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")


def plain(path):
    """The rows with stripped names; of two columns with one name the last wins, as in csv."""
    rows = csv.DictReader(io.StringIO(text_of(path), newline=""))
    return [
        {(key or "").strip(): value.strip() if isinstance(value, str) else value for key, value in row.items()}
        for row in rows
    ]


def read(path, **more):
    with path.open("rb") as stream:
        return list(importers.read(stream, path.name, **more))


def of(items, kind):
    return [item for item in items if isinstance(item, kind)]


def measured(items, signal):
    return [item.value for item in of(items, Observation) if item.signal == signal]


@pytest.mark.parametrize(
    "name", ["2017_7_28_myMeasurements.csv", "2018_7_8_myMeasurements.csv", "MyMeasurements_Android_1.csv"]
)
def test_hrv4training_mornings(data_folder, name):
    path = data_folder / "hrv_app_exports_goldencheetah" / name
    items = read(path)
    good = [row for row in plain(path) if row["rMSSD"] != "-" and row.get("signal_quality") != "poor"]
    assert measured(items, "rmssd_ms") == [float(row["rMSSD"]) for row in good if float(row["rMSSD"])]
    assert measured(items, "hr_rest_bpm") == [float(row["HR"]) for row in good if float(row["HR"])]
    marked = Counter(mark for day in of(items, Day) for mark in day.marks)
    rows = plain(path)
    assert marked["travel"] == sum(row.get("traveling") == "traveling" for row in rows)
    assert marked["sick"] == sum(row.get("sickness") == "sick" for row in rows)
    assert marked["alcohol"] == sum(row.get("alcohol") in ("a little", "too much") for row in rows)
    assert {problem.code for problem in of(items, Problem)} <= {"left_out"}
    if "Android" in name:
        days = sorted({item.at.date().isoformat() for item in of(items, Observation)})
        assert (days[0], days[-1]) == ("2017-07-27", "2017-10-03")


def test_elite_hrv_mornings(data_folder):
    path = data_folder / "hrv_app_exports_goldencheetah" / "ElitHRV_Export_-_2017-10-02.csv"
    items = read(path)
    assert measured(items, "rmssd_ms") == [float(row["Rmssd"]) for row in plain(path)]
    assert not of(items, Problem)


def test_golden_cheetah_measures(data_folder):
    folder = data_folder / "hrv_app_exports_goldencheetah"
    by_date, by_seconds = (read(folder / f"bodymeasures-format-example-{how}.csv") for how in ("date", "ts"))
    assert measured(by_date, "mass_kg") == measured(by_seconds, "mass_kg") == [80.15, 81.15]
    assert [problem.code for problem in of(by_date, Problem)] == ["out_of_range"]
    assert [problem.code for problem in of(by_seconds, Problem)] == ["clock"]


def test_hrv_logger_beats_are_all_kept_and_its_sums_are_named(data_folder):
    paths = sorted((data_folder / "hrv_logger_koplenig").glob("*_RRIntervals.csv"))
    assert len(paths) == 43
    for path in paths:
        rows = [row for row in plain(path) if row["rr"]]
        (recording,) = read(path)
        assert isinstance(recording, Recording)
        assert list(recording.columns["rr_ms"]) == [float(row["rr"]) for row in rows]
        first = int(rows[0]["timestamp"]) / 1000 - float(rows[0]["rr"]) / 1000
        assert recording.started_at.timestamp() == pytest.approx(first, abs=0.002)
        (problem,) = read(path.with_name(path.name.replace("RRIntervals", "Features")))
        assert problem.code == "sums"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("fitbit_furberg/dailyActivity_merged.csv.gz", "Id"),
        ("fitbit_furberg/sleepDay_merged.csv", "Id"),
        ("soccermon/master_dataset.csv.gz", "player_id"),
    ],
)
def test_several_people_are_never_mixed_and_one_alone_is_read(data_folder, tmp_path, name, person):
    path = data_folder / name
    (problem,) = read(path)
    rows = plain(path)
    people = {row[person] for row in rows}
    assert problem.code == "several_people"
    assert f"{len(people)} people" in problem.message
    chosen = Counter(row[person] for row in rows).most_common(1)[0][0]
    mine = [row for row in rows if row[person] == chosen]
    alone = tmp_path / "mine.csv"
    with alone.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(mine)
    items = read(alone)
    assert not of(items, Problem)
    if "Activity" in name:
        assert measured(items, "steps") == [float(row["TotalSteps"]) for row in mine if float(row["TotalSteps"])]
    elif "sleepDay" in name:
        assert [day.sleep_h for day in items] == pytest.approx([int(row["TotalMinutesAsleep"]) / 60 for row in mine])
    else:
        nights = [float(row["sleep_duration"]) for row in mine if float(row["sleep_duration"] or 0)]
        assert [day.sleep_h for day in items if day.sleep_h is not None] == nights
        assert sum("injury" in day.marks for day in items) == sum(float(row["injury"] or 0) == 1 for row in mine)


def test_visible_rests_and_periods(data_folder):
    path = data_folder / "longcovid_visible_mowinckel" / "visible.csv.gz"
    items, rows = read(path), plain(path)
    assert not of(items, Problem)
    pulses = [float(row["observation_value"]) for row in rows if row["tracker_name"] == "Resting HR"]
    assert measured(items, "hr_rest_bpm") == pulses
    periods = [row for row in rows if row["tracker_name"] == "Period" and row["observation_value"] != "0"]
    assert [(day.day.isoformat(), day.marks) for day in of(items, Day)] == [
        (row["observation_date"], ("menstruation",)) for row in periods
    ]
    assert len(of(items, Observation)) == len(pulses)


def test_intervals_icu_activities_in_short(data_folder):
    path = data_folder / "intervals_icu_samir" / "activities.csv"
    items, rows = read(path), plain(path)
    assert len(of(items, Session)) == len(items) == len(rows)
    assert sum(item.distance_m or 0 for item in items) == pytest.approx(sum(float(row["dist_m"]) for row in rows))
    assert sum(item.duration_s for item in items) == sum(int(row["mov_s"]) for row in rows)
    assert [item.avg_hr_bpm for item in items] == [float(row["hr"]) if row["hr"] else None for row in rows]


def test_strava_activities(data_folder):
    path = data_folder / "strava_bulk_TheNewThinkTank" / "activities.csv"
    items, rows = read(path), plain(path)
    sessions = of(items, Session)
    assert len(sessions) == len(rows)
    assert sum(item.distance_m or 0 for item in sessions) == pytest.approx(sum(float(row["Distance"]) for row in rows))
    assert sum(item.duration_s for item in sessions) == pytest.approx(sum(float(row["Moving Time"]) for row in rows))
    assert sum(item.rpe_cr10 is not None for item in sessions) == sum(bool(row["Perceived Exertion"]) for row in rows)
    # The first Max Heart Rate is filled, the second is not; csv's last-wins would lose it.
    assert sum(item.max_hr_bpm is not None for item in sessions) == 20
    starts = [datetime.strptime(row["Activity Date"], "%b %d, %Y, %I:%M:%S %p").replace(tzinfo=UTC) for row in rows]
    assert [item.started_at for item in sessions] == starts
    assert {(problem.code, problem.where.rpartition(", ")[2]) for problem in of(items, Problem)} == {
        ("out_of_range", "Elevation Loss")
    }


def test_pmdata_tables_of_all_ten_people(data_folder):
    people = sorted((data_folder / "pmdata").glob("p*/pmsys"))
    assert len(people) == 10
    for folder in people:
        wellness, trainings = (read(folder / f"{name}.csv") for name in ("wellness", "srpe"))
        rows = plain(folder / "wellness.csv")
        assert [day.sleep_h for day in wellness] == [
            float(r["sleep_duration_h"]) for r in rows if float(r["sleep_duration_h"])
        ]
        rows = [row for row in plain(folder / "srpe.csv") if float(row["duration_min"])]
        assert [item.duration_s for item in of(trainings, Session)] == [60 * float(row["duration_min"]) for row in rows]
        rpe = [float(row["perceived_exertion"]) or None for row in rows]
        assert [item.rpe_cr10 for item in of(trainings, Session)] == rpe
        injury = folder / "injury.csv"
        if injury.exists():
            marked = sum(row["injuries"] != "{}" for row in plain(injury))
            assert [type(item) for item in read(injury)] == ([Day] * marked or [Problem])
        score = folder.parent / "fitbit" / "sleep_score.csv"
        if score.exists():
            pulses = [float(row["resting_heart_rate"] or 0) for row in plain(score)]
            assert measured(read(score), "hr_rest_bpm") == [pulse for pulse in pulses if pulse]
        report = folder.parent / "googledocs" / "reporting.csv"
        items = read(report)
        drunk = sum(row["alcohol_consumed"].casefold() == "yes" for row in plain(report))
        assert sum("alcohol" in day.marks for day in of(items, Day)) == drunk


def test_every_column_of_the_real_files_is_read_or_named_as_known(data_folder):
    files = [
        *(data_folder / "hrv_app_exports_goldencheetah").glob("*.csv"),
        *(data_folder / "fitbit_furberg").glob("*.csv*"),
        *(data_folder / "pmdata").glob("p01/*/*.csv"),
        data_folder / "soccermon" / "master_dataset.csv.gz",
        data_folder / "longcovid_visible_mowinckel" / "visible.csv.gz",
        data_folder / "intervals_icu_samir" / "activities.csv",
        data_folder / "strava_bulk_TheNewThinkTank" / "activities.csv",
    ]
    for path in files:
        head = next(iter(io.StringIO(text_of(path), newline=None)))
        layout = layout_of(head.encode())
        assert layout is not None, path
        told = layout.used() | {name.casefold() for name in layout.known}
        unknown = {folded(name) for name in next(csv.reader([head]))} - told
        assert not unknown, (path.name, unknown)
