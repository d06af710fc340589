"""Files as no device writes them, but as people have them: read, or refused with a clear word, in little memory."""

from __future__ import annotations

import io
import tracemalloc
from itertools import chain, cycle, islice

import pytest

from unweary import importers
from unweary.importers import rr_tables, rr_text
from unweary.vocab.errors import Problem
from unweary.vocab.history import Lab, Observation, Recording, Session

TABLE = "date,restingHR,hrv\n2026-11-20,48,61.5\n2026-11-21,49,60\n"
VALUES = [("hr_rest_bpm", 48), ("rmssd_ms", 61.5), ("hr_rest_bpm", 49), ("rmssd_ms", 60)]


def read(data: bytes, name: str = "table.csv"):
    return list(importers.read(io.BytesIO(data), name))


def values(items):
    return [(item.signal, item.value) for item in items if isinstance(item, Observation)]


def codes(items):
    return [item.code for item in items if isinstance(item, Problem)]


# ---- how text is written


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_a_table_is_read_in_every_usual_coding(coding):
    items = read(TABLE.encode(coding))
    assert (values(items), codes(items)) == (VALUES, [])


@pytest.mark.parametrize("coding", ["latin-1", "cp1252"])
def test_letters_of_an_old_coding_spoil_no_number_beside_them(coding):
    items = read("date,restingHR,Größe\n2026-11-20,48,später\n".encode(coding))
    assert (values(items), codes(items)) == ([("hr_rest_bpm", 48)], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_machine(end):
    assert values(read(TABLE.replace("\n", end).encode())) == VALUES


def test_numbers_with_a_decimal_comma_are_read():
    assert values(read(b"date;restingHR;hrv\n20.11.2026;48;61,5\n21.11.2026;49;60\n")) == VALUES


def test_dates_that_can_mean_two_days_are_asked_for_and_those_that_cannot_are_read():
    unclear = read(b"date,restingHR\n03/04/25,48\n05/04/25,49\n")
    assert (values(unclear), codes(unclear)) == ([], ["date_order"])
    assert "two ways" in unclear[0].message
    clear = read(b"date,restingHR\n03/04/25,48\n25/04/25,49\n")
    assert [item.at.date().isoformat() for item in clear] == ["2025-04-03", "2025-04-25"]


def test_of_two_columns_with_one_name_the_first_counts_and_empty_ones_do_no_harm():
    assert values(read(b"date,restingHR,restingHR\n2026-11-20,48,190\n")) == [("hr_rest_bpm", 48)]
    assert values(read(b"date,,restingHR,,\n2026-11-20,,48,,\n")) == [("hr_rest_bpm", 48)]


def test_a_cell_of_a_megabyte_ends_the_table_there_and_what_stood_before_is_kept():
    items = read(b"date,restingHR,note\n2026-11-19,47,a\n2026-11-20,48," + b"x" * (1 << 20) + b"\n2026-11-21,49,b\n")
    assert (values(items), codes(items)) == ([("hr_rest_bpm", 47)], ["csv_broken"])


@pytest.mark.parametrize(
    ("data", "kept", "code"),
    [
        (TABLE.replace("61.5", "6\0001.5").encode(), 3, ["not_a_number"]),
        (TABLE.replace("2026-11-21", "\0").encode(), 2, ["date"]),
        (b"\0" * 5000, 0, ["not_recognised"]),
    ],
)
def test_zero_bytes_are_named_and_the_rest_is_read(data, kept, code):
    items = read(data)
    assert (len(values(items)), codes(items)) == (kept, code)


# ---- JSON and XML


def test_json_with_commas_too_many_is_read():
    assert values(read(b'[{"id":"2026-11-20","ctl":1,"atl":2,"restingHR":48,},]', "w.json")) == [("hr_rest_bpm", 48)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 200_000, "not_recognised"),
        (b'{"a":' * 200_000, "not_recognised"),
        (b'[{"id":"2026-11-20","ctl":1,"atl":2,"restingHR":' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "too_deep"),
        (b'{"resourceType":"Bundle","entry":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "json_broken"),
        (b"<gpx>" + b"<a>" * 100_000, "xml_doctype"),
        (b'<HealthData locale="x">' + b"<Record>" * 100_000, "xml_broken"),
    ],
)
def test_what_is_nested_without_end_is_refused(data, code):
    items = read(data, "deep")
    assert codes(items) == [code]
    assert len(items) == 1


@pytest.mark.parametrize("root", ["gpx", "TrainingCenterDatabase", "HealthData"])
def test_entities_that_unfold_to_gigabytes_are_refused(root):
    laughs = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10 if at else "lol"}">' for at in range(12))
    items = read(f'<?xml version="1.0"?><!DOCTYPE {root} [{laughs}]><{root} locale="x">&l11;</{root}>'.encode(), "x")
    assert codes(items) == ["xml_doctype"]
    outside = f'<!DOCTYPE {root} [<!ENTITY x SYSTEM "file:///etc/passwd">]><{root} locale="x">&x;</{root}>'.encode()
    assert codes(read(outside, "x")) == ["xml_doctype"]


# ---- more than any person has


class Endless(io.RawIOBase):
    """A heading and so many rows, made as they are read."""

    def __init__(self, heading: bytes, rows: list[bytes], count: int) -> None:
        super().__init__()
        self._heading, self._count = heading, count
        self._block = b"".join(islice(cycle(rows), 2_000))
        self.given = 0
        self.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        assert (offset, whence) == (0, 0)
        self._parts = chain((self._heading,), (self._block for _ in range(self._count // 2_000)))
        self._left = b""
        return 0

    def readinto(self, buffer) -> int:
        self._left = self._left or next(self._parts, b"")
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        self.given += len(piece)
        return len(piece)


@pytest.mark.parametrize(
    ("name", "heading", "row"),
    [
        ("beats.txt", b"2026-11-20 06:40:00\n", b"812.25\n"),
        ("beats.csv", b"time;RR [ms]\n", b"2026-11-20T06:40:01;800\n"),
        (
            "sets.csv",
            b"title,start_time,end_time,exercise_title,set_type,weight_kg,reps\n",
            b'Legs,"30 Jun 2025, 19:00","30 Jun 2025, 20:00",Squat (Barbell),normal,80,5\n',
        ),
        ("one line.csv", b"timestamp, rr, since_start \n", b"1795155600894,894"),
    ],
)
def test_ten_million_rows_are_refused_before_they_hurt(monkeypatch, name, heading, row):
    for each in (rr_text, rr_tables):
        monkeypatch.setattr(each, "MOST_BEATS", 200_000)
    stream = Endless(heading, [row], 10_000_000)
    tracemalloc.start()
    items = []
    for item in importers.read(stream, name):
        items.append(item)
        assert len(items) < 100
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert codes(items)[-1] in ("too_large", "csv_broken")
    assert not any(isinstance(item, Recording | Session | Observation | Lab) for item in items)
    assert stream.given < 12 << 20, "it was read on though it was refused"
    assert peak < 40 << 20


@pytest.mark.parametrize(
    ("name", "heading", "row"),
    [
        ("table.csv", b"date,restingHR,note\n", b"2026-11-%02d,48,quite a well night\n"),
        ("trainings.csv", b"start_date_local,type,moving_time\n", b"2026-11-%02dT07:00:00,Run,3600\n"),
        ("long labs.csv", b"Date,Test,Result,Unit\n", b"2026-11-%02d,Ferritin,12,ng/mL\n"),
        ("wide labs.csv", b"Date,Ferritin (ng/mL),TSH (mU/L)\n", b"%02d.11.2026,12,1.2\n"),
        (
            "sets.csv",
            b"title,start_time,end_time,exercise_title,set_type,weight_kg,reps\n",
            b'Legs,"%02d Jun 2025, 19:00","%02d Jun 2025, 20:00",Squat (Barbell),normal,80,5\n',
        ),
    ],
)
def test_a_table_of_any_length_is_read_in_the_memory_of_a_short_one(name, heading, row):
    rows = [row % ((day,) * row.count(b"%")) for day in range(1, 29)]

    def peak_and_count(length: int) -> tuple[int, int]:
        tracemalloc.start()
        count = sum(not isinstance(item, Problem) for item in importers.read(Endless(heading, rows, length), name))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak, count

    peak_and_count(2_000)  # what is loaded once
    (short, few), (long, many) = peak_and_count(2_000), peak_and_count(6_000)
    assert many == 3 * few > 0
    assert long < short + 400_000, "it grows with the table"
