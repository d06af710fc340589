from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest

from unweary.importers import rr_text
from unweary.importers.rr_text import looks_like
from unweary.importers.rr_text import read_text as read
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

NAME = "2026-11-20 06-40-00.txt"


def recording_of(text: str, name: str = NAME, **more) -> Recording:
    (recording,) = read(text, name, **more)
    assert isinstance(recording, Recording)
    return recording


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2026-11-20 06-40-00.txt", "2026-11-20T06:40:00+01:00"),
        ("rr_20261120_0640.txt", "2026-11-20T06:40:00+01:00"),
        ("Polar 2026-11-20T06.40.09.rr", "2026-11-20T06:40:09+01:00"),
        ("2026-11-20T064005Z.txt", "2026-11-20T06:40:05+00:00"),
        ("lying 2026.11.20.txt", "2026-11-20T06:00:00+01:00"),
    ],
)
def test_the_date_in_the_name_tells_when(name, expected):
    assert recording_of("800\n810\n", name, zone=timezone(timedelta(hours=1))).started_at.isoformat() == expected


def test_a_line_in_the_file_goes_before_the_name():
    text = "# started_at: 2026-11-19T07:00:00+02:00\n800\n"
    assert recording_of(text).started_at == datetime(2026, 11, 19, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", ["08012805.txt", "rest_rri.txt", "2026-13-45 06-40-00.txt", "12026112006.txt"])
def test_without_a_date_nothing_can_be_placed_and_the_problem_says_how_to_help(name):
    (problem,) = read("800\n810\n", name)
    assert isinstance(problem, Problem)
    assert problem.code == "no_time"
    assert "2026-11-20 06-40-00.txt" in problem.message


def test_seconds_become_milliseconds_and_a_decimal_comma_is_read():
    assert list(recording_of("0.812\n0.798\n").columns["rr_ms"]) == pytest.approx([812, 798])
    assert list(recording_of("812,5\n798\n").columns["rr_ms"]) == [812.5, 798]


def test_a_heading_is_passed_over_and_a_bad_line_is_named():
    recording, problem = read("RR [ms]\n812\nlost\n798\n", NAME)
    assert list(recording.columns["rr_ms"]) == [812, 798]
    assert (problem.where, problem.code) == (f"{NAME}, line 3", "not_a_number")
    assert "lost" in problem.message


def test_a_list_without_an_interval_says_so():
    assert [(item.code, item.where) for item in read("RR\n0\n-1\n", NAME)] == [("no_values", NAME)]


def test_more_beats_than_a_month_has_are_refused(monkeypatch):
    monkeypatch.setattr(rr_text, "MOST_BEATS", 4)
    assert [item.code for item in read("800\n" * 5, NAME)] == ["too_large"]
    assert list(recording_of("800\n" * 4).columns["rr_ms"]) == [800] * 4


def test_zero_is_no_interval():
    assert list(recording_of("812\n0\n798\n-1\n").columns["rr_ms"]) == [812, 798]


def test_many_bad_lines_are_counted_not_listed():
    items = list(read("800\n" * 500 + "x\n" * 100, NAME))
    assert len(items) == 22
    assert items[-1].message == "80 more lines are not numbers."


def test_words_tables_and_odd_numbers_are_not_beat_intervals():
    assert not looks_like("one\ntwo\n")
    assert not looks_like("date,rr\n1,2\n")
    assert not looks_like("nan\ninf\n1_000\n")
    assert not looks_like("")


# ---- samples of a voltage are no beats


def ecg(scale: float, offset: float = 0.0, seconds: int = 20) -> list[float]:
    """250 samples a second: a line that wanders with breathing, and a spike with a wave after it every 0.8 s."""
    waves = []
    for count in range(250 * seconds):
        phase = (count / 250 % 0.8) / 0.8
        spike = math.exp(-(((phase - 0.3) / 0.012) ** 2)) + 0.25 * math.exp(-(((phase - 0.6) / 0.05) ** 2))
        waves.append(scale * (spike - 0.12 + 0.05 * math.sin(count / 600)) + offset)
    return waves


@pytest.mark.parametrize("scale", [1.0, 1000.0, 0.001, 400.0], ids=["mV", "uV", "V", "counts"])
def test_samples_of_an_ecg_are_refused_with_what_where_and_what_would_do(scale):
    samples = ecg(scale)
    (problem,) = read("ECG lead II\n" + "".join(f"{value:.6f}\n" for value in samples), NAME)
    assert (problem.code, problem.where) == ("not_beats", f"{NAME}, line 1")
    (problem,) = read("".join(f"{value:.6f}\n" for value in samples), NAME)
    assert (problem.code, problem.where) == ("not_beats", f"{NAME}, line 1")
    assert f"{samples[0]:g}"[:6] in problem.message
    assert "200 to 4000 ms" in problem.message
    assert "0.2 to 4 s" in problem.message


def test_where_they_first_go_wrong_is_told():
    text = "800\n" * 3 + "-12\n" * 9
    assert [item.where for item in read(text, NAME)] == [f"{NAME}, line 4"]


@pytest.mark.parametrize(
    "heading", ["# Labels:= ECG", "# Channels: EMG left", "ECG (mV)", '"ekg"', "mV", "# units: uV", "PPG"]
)
def test_a_heading_that_names_a_signal_is_believed_where_the_numbers_alone_would_do(heading):
    (problem,) = read(heading + "\n" + "2044\n2051\n2048\n" * 40, NAME)
    assert (problem.code, problem.where) == ("not_beats", f"{NAME}, line 1")
    assert heading[:20] in problem.message


@pytest.mark.parametrize(
    "heading",
    ["# RR intervals from an ECG", "# device: ECG belt", "ECG RR intervals", "# Labels: NN from ECG", "# unit: ms",
     "RR", "# Sampling Rate (Hz):= 1000", "IBI"],
)  # fmt: skip
def test_intervals_that_were_found_in_an_ecg_are_intervals(heading):
    assert list(recording_of(heading + "\n812\n798\n").columns["rr_ms"]) == [812, 798]


def test_gaps_and_wrong_beats_do_not_spoil_a_row():
    beats = [812.0] * 60 + [50.0, 90.0, 9000.0, 61_000.0, -812.0] * 4 + [0.0, -1.0] * 40
    kept = recording_of("".join(f"{beat}\n" for beat in beats)).columns["rr_ms"]
    assert len(kept) == 60 + 16


@pytest.mark.parametrize(("unit", "beat"), [("ms", 812.0), ("s", 0.812), ("1/1024 s", 831.0)])
def test_intervals_in_every_unit_in_use_go_on_being_read(unit, beat):
    assert len(recording_of("".join(f"{beat + beat / 40 * (-1) ** n:.4f}\n" for n in range(60))).columns["rr_ms"]) == 60
