"""One ride in several files, and by two devices at once, is one workout; a month of runs stays a month of runs."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from unweary import importers, knowledge
from unweary.inference.same_session import workouts
from unweary.inference.training import training_numbers
from unweary.vocab.history import History, Recording, Session

pytestmark = pytest.mark.realdata


def recordings(folder, *names):
    found = []
    for name in names:
        with (folder / name).open("rb") as stream:
            found += [item for item in importers.read(stream, name) if isinstance(item, Recording)]
    return found


def told(rides):
    as_of = max(ride.started_at for ride in rides) + timedelta(days=1)
    history = History(as_of=as_of, recordings=tuple(rides))
    return workouts(history, as_of), history


@pytest.mark.parametrize(
    ("names", "richest"),
    [
        (
            ("4801048867.fit.gz", "activity_4801048867.tcx.gz", "activity_4801048867.gpx.gz",
             "4801048867_strava.gpx.gz"), "4801048867.fit.gz",
        ),
        (("4078723797.fit.gz", "activity_4078723797.gpx.gz", "4078723797_strava.gpx.gz"), "4078723797.fit.gz"),
        (("2020-06-01-16-52-40.fit", "activity_5039744860.tcx.gz", "activity_5039744860.gpx.gz"),
         "2020-06-01-16-52-40.fit"),
    ],
)  # fmt: skip
def test_one_ride_in_every_format_is_one_workout(data_folder, names, richest):
    rides = recordings(data_folder / "fit_tcx_gpx_sweatpy", *names)
    (one,), history = told(rides)
    assert one.session.source == richest
    assert set(one.also_in) == set(names) - {richest}
    known = knowledge.load()
    alone = told([ride for ride in rides if ride.source == richest])[1]
    every, single = (training_numbers(each, known, history.as_of)[0] for each in (history, alone))
    assert {name: number.low for name, number in every.items()} == {name: n.low for name, n in single.items()}


def test_the_same_ride_with_its_zone_lost_is_still_one(data_folder):
    fit, gpx = recordings(data_folder / "fit_tcx_gpx_sweatpy", "4801048867.fit.gz", "4801048867_strava.gpx.gz")
    off = timedelta(hours=2)
    moved = replace(gpx.session, started_at=gpx.session.started_at + off)
    assert len(told([fit, replace(gpx, started_at=gpx.started_at + off, session=moved)])[0]) == 1


def test_one_ride_by_two_devices_at_once_is_one_workout(data_folder):
    rides = recordings(data_folder / "fit_FITfileR", "garmin-fenix6-turbo.fit", "zwift-turbo.fit")
    for order in permutations(rides):
        (one,), _ = told(order)
        assert (one.session.source, one.also_in) == ("zwift-turbo.fit", ("garmin-fenix6-turbo.fit",))


def test_different_workouts_of_the_same_people_stay_apart(data_folder):
    folder = data_folder / "fit_FITfileR"
    assert len(told(recordings(folder, *sorted(path.name for path in folder.glob("*.fit*"))))[0]) == 4
    folder = data_folder / "tcx_gpx_trackeR"
    month = recordings(folder, *sorted(path.name for path in folder.glob("2013*.TCX.gz")))
    assert len(told(month)[0]) == len(month) > 30
    legs = recordings(data_folder / "fit_tcx_gpx_sweatpy", "6471559601_ACTIVITY.fit")
    assert len(told(legs)[0]) == len(legs) == 3


def test_what_one_export_tells_apart_stays_apart_also_where_it_knows_no_hours(data_folder):
    """This export writes noon for every activity of a day."""
    path = data_folder / "intervals_icu_samir" / "activities.csv"
    with path.open("rb") as stream:
        runs = [item for item in importers.read(stream, path.name) if isinstance(item, Session)]
    last = max(run.started_at for run in runs)
    assert len(workouts(History(as_of=last, sessions=tuple(runs)), last)) == len(runs) > 900
