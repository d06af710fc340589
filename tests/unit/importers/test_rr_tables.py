"""Tables of heartbeat intervals, told apart by their headings or by the numbers themselves."""

from __future__ import annotations

import io
from datetime import timedelta, timezone
from time import monotonic

import pytest

from unweary import importers
from unweary.importers import rr_tables, rr_text
from unweary.vocab.errors import Problem

OSLO = timezone(timedelta(hours=1))
NAMED = "2026-11-20 06-40-00.csv"
BEATS = [812.0, 798.0, 805.0, 820.0, 811.0, 799.0]


def read(text: str, name: str = NAMED, **more) -> list:
    return list(importers.read(io.BytesIO(text.encode()), name, **more))


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("time,rr", "{n},{ms}"),
        ("t_s,rr_ms,beat_prev,beat", "{n},{ms},N,V"),
        ("timestamp;RR", "{n};{ms}"),
        ("Time (s)\tRRI (s)", "{n}\t{s}"),
        ("Beat time;RR interval (ms)", "{n};{ms}"),
        ("beat,NN [s]", "{n},{s}"),
        ('"index","IBI"', "{n},{ms}"),
    ],
)
def test_a_heading_that_names_intervals_is_enough_and_its_unit_counts(heading, row):
    rows = [row.format(n=n, ms=ms, s=ms / 1000) for n, ms in enumerate(BEATS)]
    (recording,) = read("\n".join([heading, *rows]) + "\n", zone=OSLO)
    assert list(recording.columns["rr_ms"]) == pytest.approx(BEATS)
    assert recording.started_at.isoformat() == "2026-11-20T06:40:00+01:00"
    assert recording.kind == "rr"


def test_the_phone_clock_of_polar_sensor_logger_tells_when_it_began():
    rows = "".join(f"2026-11-20T06:40:0{n}.000;{ms:.0f}\n" for n, ms in enumerate(BEATS, start=1))
    (recording,) = read("Phone timestamp;RR-interval [ms]\n" + rows, "polar.txt", zone=OSLO)
    assert recording.started_at.isoformat() == "2026-11-20T06:40:00.188000+01:00"


def test_milliseconds_since_1970_tell_when_too():
    rows = "".join(f"{1795155600812 + 800 * n};{ms:.0f}\n" for n, ms in enumerate(BEATS))
    (recording,) = read("timestamp;rr\n" + rows, "a.txt")
    assert recording.started_at.isoformat() == "2026-11-20T06:20:00+00:00"


@pytest.mark.parametrize("scale", [1.0, 1000.0])
@pytest.mark.parametrize("turned", [False, True])
def test_two_columns_without_a_heading_are_read_where_one_adds_up_the_other(scale, turned):
    at, lines = 0.0, []
    for ms in BEATS:
        at += ms
        pair = (f"{at / scale:.3f}", f"{ms:.0f}")
        lines.append(" ".join(reversed(pair) if turned else pair))
    (recording,) = read("\n".join(lines))
    assert list(recording.columns["rr_ms"]) == BEATS


def test_a_section_of_a_report_is_found_and_decimal_commas_are_read():
    report = "HRV report\nMean HR: 60\n\nRR INTERVALS\nTime (s);RR (s)\n"
    rows = "".join(f"{n},5;{str(ms / 1000).replace('.', ',')}\n" for n, ms in enumerate(BEATS))
    (recording,) = read(report + rows)
    assert list(recording.columns["rr_ms"]) == pytest.approx(BEATS)


def test_a_bad_line_is_named_and_intervals_of_0_are_none():
    rows = "\n".join(f"{n},{ms}" for n, ms in enumerate(BEATS))
    problem, recording = read(f"time,rr\n{rows}\n7,0\n8,lost\n")
    assert list(recording.columns["rr_ms"]) == BEATS
    assert (problem.code, problem.where) == ("not_a_number", f"{NAMED}, line 9")


def test_without_a_date_nothing_can_be_placed():
    (problem,) = read("time,rr\n" + "\n".join(f"{n},{ms}" for n, ms in enumerate(BEATS)), "night.csv")
    assert isinstance(problem, Problem)
    assert problem.code == "no_time"


@pytest.mark.parametrize(
    "text",
    [
        "date,RR\n2026-11-20,16\n2026-11-21,15\n2026-11-22,15\n",  # breaths a minute
        "SBP,RR,BT\n120,18,36.5\n130,20,37\n",
        "date,restingHR\n2026-11-20,48\n",
        "812\n798\n805\n",
        "1 2\n3 4\n5 6\n7 8\n9 10\n",
        "",
        "rr,",
    ],
)
def test_other_tables_are_not_claimed(text):
    assert rr_tables.recognise(text.encode(), NAMED) == 0


def test_a_list_of_single_numbers_stays_with_its_own_format():
    assert importers.recognise(b"812\n798\n805\n", "a.txt")[0] is rr_text


def test_what_is_no_table_says_so():
    (problem,) = rr_tables.read(io.BytesIO(b"hello\n"), "a.txt")
    assert problem.code == "not_recognised"


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(rr_tables, "MOST_BEATS", 8)
    (problem,) = rr_tables.read(io.BytesIO(b"time,rr\n" + b"1,800\n" * 9), NAMED)
    assert problem.code == "too_large"


def test_a_line_of_a_hundred_thousand_cells_is_turned_down_at_once():
    before = monotonic()
    assert rr_tables.recognise(b"1," * 100_000, NAMED) == 0
    assert monotonic() - before < 1
