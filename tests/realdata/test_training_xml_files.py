"""TCX, GPX and PWX of the data folder; where the same ride lies there as FIT too, all three must agree."""

import tarfile

import pytest

from unweary import importers
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

pytestmark = pytest.mark.realdata


def recordings(path):
    with path.open("rb") as stream:
        items = list(importers.read(stream, path.name))
    assert not [item for item in items if isinstance(item, Problem)]
    return items


def test_one_ride_in_three_formats_is_the_same_ride(data_folder):
    folder = data_folder / "fit_tcx_gpx_sweatpy"
    names = (
        "4801048867.fit.gz",
        "activity_4801048867.tcx.gz",
        "activity_4801048867.gpx.gz",
        "4801048867_strava.gpx.gz",
    )
    rides = [recordings(folder / name)[0] for name in names]
    first = rides[0].session
    for ride in rides[1:]:
        assert abs((ride.started_at - rides[0].started_at).total_seconds()) <= 1
        assert ride.session.sport == first.sport
        assert ride.session.duration_s == pytest.approx(first.duration_s, abs=2)
        assert ride.session.distance_m == pytest.approx(first.distance_m, rel=0.01)
        assert ride.session.avg_hr_bpm == pytest.approx(first.avg_hr_bpm, abs=1)
        assert ride.session.max_hr_bpm == first.max_hr_bpm


def test_the_whole_month_of_one_runner_is_read(data_folder):
    paths = sorted((data_folder / "tcx_gpx_trackeR").glob("2013*.TCX.gz"))
    runs = [run for path in paths for run in recordings(path)]
    assert len(runs) == len(paths) > 30
    assert all(isinstance(run, Recording) and run.session.sport == "run" for run in runs)
    assert {run.started_at.strftime("%Y-%m") for run in runs} == {"2013-06"}
    assert 250_000 < sum(run.session.distance_m for run in runs) < 350_000
    assert min(run.session.avg_hr_bpm for run in runs) > 110


@pytest.mark.parametrize(
    ("name", "sport"), [("20170708-154835-Run.gpx.gz", "run"), ("20170709-151453-Ride.gpx.gz", "ride")]
)
def test_a_track_that_names_its_sport_only_in_the_title_is_placed(data_folder, name, sport):
    (track,) = recordings(data_folder / "tcx_gpx_trackeR" / name)
    assert track.session.sport == sport


def test_the_pwx_ride_is_read(data_folder, tmp_path):
    (archive,) = (data_folder / "cycleRtools_rides").glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        member = next(each for each in packed.getmembers() if each.name.endswith(".pwx"))
        (tmp_path / "ride.pwx").write_bytes(packed.extractfile(member).read())
    (ride,) = recordings(tmp_path / "ride.pwx")
    assert ride.device == "SRM PC 6/7"
    assert len(ride.columns["power_w"]) > 16_000
