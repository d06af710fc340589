"""``unweary load``: numbers for people and for programs, and failures in words."""

from __future__ import annotations

import json

import pytest

from unweary.interfaces.cli import run_line

POINT = (
    '<trkpt lat="1" lon="2"><time>2026-11-20T06:{:02}:{:02}Z</time><extensions><power>200</power></extensions></trkpt>'
)


@pytest.fixture
def ride(tmp_path):
    path = tmp_path / "ride.gpx"
    points = "".join(POINT.format(at // 60, at % 60) for at in range(1801))
    path.write_text(f"<gpx><trk><type>cycling</type><trkseg>{points}</trkseg></trk></gpx>", encoding="utf-8")
    return path


def run(*args) -> int:
    return run_line([str(arg) for arg in args])


def test_programs_get_exact_numbers_null_and_reasons(ride, capsys):
    assert run("load", ride, "--ftp", 200, "--json") == 0
    (session,) = json.loads(capsys.readouterr().out)["sessions"]
    assert session["numbers"]["tss"] == 50.0
    assert session["numbers"]["trimp_banister"] is None
    assert session["missing"]["trimp_banister"] == ["heart rate in the file"]
    assert session["missing"]["bike_score"] == ["--cp"]


def test_people_get_words_and_what_the_numbers_are_not(ride, capsys):
    assert run("load", ride, "--ftp", 200, "--rpe", 5) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Training stress (TSS): 50 (a hard hour is 100)" in said
    assert "Session-RPE (rating x minutes): 150 AU" in said
    assert "? Needs heart rate in the file" in said
    assert "none of them measures tiredness" in said


@pytest.mark.parametrize("args", [("--ftp", "-3"), ("--sex", "X"), ("--hr-rest", "90", "--hr-max", "80")])
def test_wrong_numbers_are_refused_with_code_2(ride, args, capsys):
    assert run("load", ride, *args) == 2
    assert capsys.readouterr().err


def test_no_training_file_is_code_2(tmp_path, capsys):
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary", encoding="utf-8")
    assert run("load", diary, "--json") == 2
    assert json.loads(capsys.readouterr().err)["error"]["code"] == "no_session"
    assert run("load", tmp_path / "gone.fit") == 2
