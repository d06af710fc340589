"""The small real exports of the data folder, compared with a plain reading by the standard library."""

import xml.etree.ElementTree as ElementTree

import pytest

from unweary import importers
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session

pytestmark = pytest.mark.realdata


def read(path):
    with path.open("rb") as stream:
        return list(importers.read(stream, path.name))


def test_steps_and_the_workout_of_an_export_with_its_document_type_are_read(data_folder):
    path = data_folder / "apple_health_samples" / "applehealthdata__export6s3sample.xml"
    root = ElementTree.parse(path).getroot()
    steps = [each for each in root.iter("Record") if each.get("type") == "HKQuantityTypeIdentifierStepCount"]
    session, counted = read(path)
    assert isinstance(counted, Observation)
    assert counted.signal == "steps"
    assert counted.value == sum(float(each.get("value")) for each in steps)
    assert str(counted.at.date()) == steps[0].get("startDate")[:10]
    told = root.find("Workout")
    assert isinstance(session, Session)
    assert session.duration_s == pytest.approx(60 * float(told.get("duration")))
    assert session.device == told.get("sourceName")


def test_an_export_without_document_type_and_with_other_spaces_is_read(data_folder):
    path = data_folder / "apple_health_samples" / "healthkit-to-sqlite__export.xml"
    root = ElementTree.parse(path).getroot()
    session, day = read(path)
    told = root.find("Workout")
    assert (session.sport, session.distance_m) == (
        "run",
        pytest.approx(1609.344 * float(told.get("totalDistance"))),
    )
    # Written in July, all of the file has the clock of summer; the workout was in winter.
    assert told.get("startDate") == "2016-11-14 07:25:41 -0700"
    assert session.started_at.isoformat() == "2016-11-14T06:25:41-08:00"
    assert isinstance(day, Recording)
    beats = next(each for each in root.iter("Record") if each.get("type") == "HKQuantityTypeIdentifierHeartRate")
    assert list(day.columns["hr_bpm"]) == [float(beats.get("value"))]
    assert day.device == f"{beats.get('sourceName')} (Apple Watch2,4)"


def test_the_route_that_lies_beside_an_export_is_read_as_a_track(data_folder):
    items = read(data_folder / "apple_health_samples" / "healthkit-to-sqlite__route_2019-06-11_3.00pm.gpx")
    assert [item for item in items if isinstance(item, Recording)]
    assert not [item for item in items if isinstance(item, Problem) and item.code != "clock"]
