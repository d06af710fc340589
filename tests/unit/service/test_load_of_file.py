"""What ``unweary load`` works out of a file, and what it says is missing."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unweary.service.load_of_file import SessionLoads, Trainee, load_of_file
from unweary.vocab.errors import UserError

KNOWN = Trainee(
    sex="F", mass_kg=60, hr_rest_bpm=50, hr_max_bpm=190, lthr_bpm=170, vt1_bpm=140, vt2_bpm=165, ftp_w=200, cp_w=190,
    rpe_cr10=6,
)  # fmt: skip


def gpx(folder: Path, sport: str, points: list[str]) -> Path:
    start = datetime(2026, 11, 20, 6, tzinfo=UTC)
    rows = "".join(
        f'<trkpt lat="1" lon="2"><time>{start + timedelta(seconds=at):%Y-%m-%dT%H:%M:%SZ}</time>{point}</trkpt>'
        for at, point in enumerate(points)
    )
    path = folder / f"{sport}.gpx"
    path.write_text(f"<gpx><trk><type>{sport}</type><trkseg>{rows}</trkseg></trk></gpx>", encoding="utf-8")
    return path


def ride(folder: Path, watts: list[float], hr_bpm: float | None = 150) -> Path:
    heart = "" if hr_bpm is None else f"<hr>{hr_bpm}</hr>"
    return gpx(folder, "cycling", [f"<extensions>{heart}<power>{power}</power></extensions>" for power in watts])


def only(path: Path, person: Trainee = KNOWN) -> tuple[SessionLoads, dict[str, float], dict[str, tuple[str, ...]]]:
    (session,) = load_of_file(path, person).sessions
    values = {number.id: number.value for number in session.numbers}
    return session, values, {number.id: number.missing for number in session.numbers if number.missing}


def test_an_hour_at_the_threshold_is_100_of_everything(tmp_path):
    _, values, _ = only(ride(tmp_path, [200.0] * 3601))
    assert values["session_rpe_au"] == 360
    assert values["mean_power_w"] == values["normalized_power_w"] == 200
    assert values["work_kj"] == 720
    assert (values["intensity_factor"], values["tss"]) == (1.0, 100.0)
    assert values["trimp_edwards"] == 60 * 3
    assert values["trimp_lucia"] == 60 * 2
    assert 0 < values["hr_tss"] < 100
    assert values["bike_score"] == pytest.approx((values["xpower_w"] / 190) ** 2 * 100)


def test_what_is_missing_is_said_for_each_number_the_file_first(tmp_path):
    _, values, missing = only(ride(tmp_path, [200.0] * 100, hr_bpm=None), Trainee())
    assert math.isnan(values["trimp_banister"])
    assert missing["trimp_banister"] == ("heart rate in the file",)
    assert missing["session_rpe_au"] == ("your rating (--rpe)",)
    assert missing["tss"] == ("--ftp",)
    assert missing["energy_kj"] == ("a run, walk or hike",)
    assert missing["volume_kg"] == missing["hard_sets"] == ("sets in the file",)
    assert "normalized_power_w" not in missing
    _, _, more = only(ride(tmp_path, [200.0] * 100), Trainee())
    assert more["trimp_banister"] == ("--hr-rest", "--hr-max", "--sex")


def test_too_short_a_ride_says_so(tmp_path):
    _, values, missing = only(ride(tmp_path, [200.0] * 20))
    assert math.isnan(values["normalized_power_w"])
    assert "too little" in missing["normalized_power_w"][0]
    assert values["mean_power_w"] == 200


def test_spikes_are_told_and_left_out(tmp_path):
    session, values, _ = only(ride(tmp_path, [200.0] * 300 + [9000.0] * 3 + [200.0] * 300))
    assert values["normalized_power_w"] == pytest.approx(200)
    assert session.notes == ("samples of power above 3000 W, taken for faults of the meter: 3",)


def test_downhill_is_cheap_and_brakes(tmp_path):
    def points(per_second_m: float) -> list[str]:
        return [
            f"<ele>{2000 + at * per_second_m}</ele><extensions><distance>{at * 3}</distance></extensions>"
            for at in range(1001)
        ]

    down_session, down, _ = only(gpx(tmp_path, "running", points(-0.45)))
    _, level, _ = only(gpx(tmp_path, "running", points(0.0)))
    assert down["energy_kj"] < 0.6 * level["energy_kj"]
    assert level["flat_km"] == pytest.approx(3.0)
    assert level["braking_kj"] == 0
    assert down["braking_kj"] == pytest.approx(60 * 9.80665 * 450 / 1000, rel=0.001), "at the reference speed"
    shares = down_session.groups["braking_kj"]
    assert sum(shares.values()) == pytest.approx(down["braking_kj"])
    assert max(shares, key=shares.__getitem__) == "quads"


def test_sets_give_weight_and_hard_sets_by_group(tmp_path):
    path = tmp_path / "strong.csv"
    path.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
        '2026-11-20 18:00:00,"Legs",50m,"Leg Press",1,100,10,0,0,"","",9\n'
        '2026-11-20 18:00:00,"Legs",50m,"Leg Press",2,100,10,0,0,"","",4\n'
        '2026-11-20 18:00:00,"Legs",50m,"Kneebo",1,100,10,0,0,"","",9\n',
        encoding="utf-8",
    )
    session, values, _ = only(path)
    assert values["volume_kg"] == 2000
    assert session.groups["volume_kg"]["quads"] == pytest.approx(2000 * 0.52)
    assert values["hard_sets"] == 1
    assert session.groups["hard_sets"]["quads"] == 1
    assert session.groups["hard_sets"]["low_back_trunk"] == 0
    assert session.notes[0] == "sets of exercises that are not known, left out: 1"


@pytest.mark.parametrize(
    ("person", "named"),
    [
        (Trainee(ftp_w=0), "ftp_w"),
        (Trainee(ftp_w=math.nan), "ftp_w"),
        (Trainee(mass_kg=-1), "mass_kg"),
        (Trainee(rpe_cr10=11), "rpe_cr10"),
        (Trainee(hr_rest_bpm=190, hr_max_bpm=60), "hr_max_bpm"),
        (Trainee(hr_rest_bpm=60, lthr_bpm=50), "lthr_bpm"),
        (Trainee(vt1_bpm=160, vt2_bpm=150), "vt2_bpm"),
    ],
)
def test_a_person_that_cannot_be_is_refused_before_the_file_is_read(tmp_path, person, named):
    with pytest.raises(UserError, match=named) as refused:
        load_of_file(tmp_path / "no-such-file", person)
    assert refused.value.code == "impossible_value"


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "no_such_file"), (b"", "no_session"), (b"Dear diary", "no_session"), (b"812\n798\n805\n", "no_session")],
)
def test_a_file_without_training_is_refused_with_what_works(tmp_path, content, code):
    path = tmp_path / "some.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        load_of_file(path, Trainee())
    assert refused.value.code == code
    assert "FIT" in refused.value.accepted


def test_damage_does_not_hide_what_was_read(tmp_path):
    path = ride(tmp_path, [200.0] * 60)
    path.write_bytes(path.read_bytes()[:-60])
    found = load_of_file(path, KNOWN)
    assert [problem.code for problem in found.problems] == ["xml_broken"]
    assert len(found.sessions) == 1


def test_a_way_too_short_for_one_piece_has_no_energy(tmp_path):
    points = [f"<ele>100</ele><extensions><distance>{at}</distance></extensions>" for at in range(40)]
    _, values, missing = only(gpx(tmp_path, "running", points))
    for name in ("energy_kj", "flat_km", "braking_kj"):
        assert math.isnan(values[name])
        assert "too little" in missing[name][0]


def test_cliffs_are_told_and_left_out_of_the_energy(tmp_path):
    heights = [100.0] * 50 + [60.0] * 50
    points = [
        f"<ele>{height}</ele><extensions><distance>{at * 3}</distance></extensions>"
        for at, height in enumerate(heights)
    ]
    session, values, _ = only(gpx(tmp_path, "running", points))
    assert session.notes == ("pieces of way steeper than was ever measured, not in the energy: 1 of 5",)
    assert values["flat_km"] == pytest.approx(0.2)
