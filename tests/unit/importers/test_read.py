"""The one face of the importers: what kind of file is it, and what comes of broken ones."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from datetime import UTC, date, timedelta, timezone

import pytest

from unweary import importers
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording

TABLE = b"date,restingHR,sleepSecs\n2026-11-20,48,27000\n"


def read(data: bytes, name: str = "a.bin", **more):
    return list(importers.read(io.BytesIO(data), name, **more))


def codes(items) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


def test_a_fit_file_is_known_by_its_content_whatever_its_name(run):
    (recording,) = read(run, "holiday.jpg")
    assert isinstance(recording, Recording)
    assert (recording.kind, recording.source) == ("activity", "holiday.jpg")


def test_a_packed_file_reads_like_the_file_itself(run):
    (plain,) = read(run, "x.fit")
    (packed,) = read(gzip.compress(run), "x.fit")
    assert packed == plain


def test_a_table_and_beat_intervals_are_told_apart():
    assert [type(item) for item in read(TABLE)] == [Observation, Day]
    (recording,) = read(b"812\n798\n805\n", "2026-11-20 06-40-00.txt")
    assert recording.kind == "rr"


def test_a_table_in_utf_16_with_a_byte_order_mark_is_read():
    assert read(TABLE.decode().encode("utf-16"))[1] == Day(date(2026, 11, 20), sleep_h=7.5, source="intervals.icu")
    assert len(read(b"\xef\xbb\xbf" + TABLE)) == 2


def test_the_zone_reaches_the_formats_that_write_local_times():
    zone = timezone(timedelta(hours=-8))
    pulse = read(TABLE, zone=zone)[0]
    assert pulse.at.utcoffset() == timedelta(hours=-8)
    assert read(TABLE)[0].at.tzinfo is UTC


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"<?xml version='1.0'?>\n<note></note>\n",
        json.dumps([{"date": "2026-11-20"}], indent=1).encode(),
        bytes(64),
        b"   \n\n",
        b"Dear diary, today I ran.\n",
        b"PK\x03\x04" + bytes(range(256)),
    ],
    ids=["png", "xml", "json", "zeros", "blank", "prose", "zip"],
)
def test_unknown_content_is_one_problem_and_nothing_else(data):
    (problem,) = read(data, "thing.dat")
    assert (problem.code, problem.where) == ("not_recognised", "thing.dat")
    assert "FIT" in problem.message


def test_a_tar_inside_gzip_is_not_recognised():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("a.fit"), io.BytesIO())
    assert codes(read(out.getvalue())) == ["not_recognised"]


def test_an_empty_file_says_so_packed_or_not():
    assert codes(read(b"", "e.fit")) == ["empty_file"]
    assert codes(read(gzip.compress(b""), "e.fit.gz")) == ["empty_file"]


def test_a_broken_pack_keeps_what_came_out_before_the_damage():
    days = b"".join(b"2026-%02d-%02d,%d\n" % (1 + i // 28, 1 + i % 28, 40 + i % 20) for i in range(336))
    packed = gzip.compress(b"date,restingHR\n" + days)
    items = read(packed[: len(packed) // 2], "w.csv.gz")
    kept = [item for item in items if isinstance(item, Observation)]
    assert 20 < len(kept) < 336
    assert (items[-1].code, items[-1].where) == ("gzip_broken", f"w.csv.gz, byte {len(packed) // 2}")


def test_a_bomb_is_not_unpacked_beyond_the_limit(monkeypatch):
    monkeypatch.setattr(importers, "MAX_BYTES", 100_000)
    items = read(gzip.compress(b"812\n" * 1_000_000), "2026-11-20 06-40-00.txt.gz")
    assert items[-1].code == "too_large"
    assert len(items[0].columns["rr_ms"]) == 25_000


def test_a_blank_or_endless_name_becomes_one_that_fits(run):
    assert read(run, "  ")[0].source == "unnamed file"
    assert len(read(run, "x" * 900)[0].source) == 200


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"date,restingHR\n", "w.csv", "restingHR"),
        (b"date,restingHR,mood\n2026-11-20,,3\n", "w.csv", "restingHR"),
        (b"effective_time_frame,injuries\n2026-11-20T07:00:00Z,{}\n", "injury.csv", "injuries"),
        (b"Date,Workout Name,Duration,Exercise Name,Set Order,Weight (kg),Reps\n", "strong.csv", "Strong"),
        (b"timestamp, rr, since_start \n", "a_RRIntervals.csv", "HRV Logger"),
        (b"Date,Ferritin (ng/mL),TSH (mU/L)\n", "labs.csv", "blood tests"),
        (b'<?xml version="1.0"?><gpx version="1.1"><metadata/></gpx>', "a.gpx", ""),
        (b'<HealthData locale="en_GB"><ExportDate value="2026-11-20 06:00:00 +0000"/></HealthData>', "export.xml", ""),
        (b'{"resourceType":"Bundle","type":"collection","entry":[]}', "labs.json", ""),
        (b"0\n0\n0\n", "2026-11-20 06-40-00.txt", "interval"),
    ],
)
def test_a_file_that_is_known_and_brings_nothing_says_so(data, name, words):
    (problem,) = read(data, name)
    assert problem.where.startswith(name)
    assert words in problem.message
    assert problem.code in ("no_values", "not_recognised", "no_track", "nothing_known")


def test_a_file_that_brings_something_has_no_such_problem(run):
    assert not any(isinstance(item, Problem) for item in (*read(run, "run.fit"), *read(TABLE, "w.csv")))
