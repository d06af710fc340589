from __future__ import annotations

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
