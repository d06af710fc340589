"""Annotation files of PhysioNet, written word by word as the WFDB guide says."""

from __future__ import annotations

import io
from struct import pack

import pytest

from unweary import importers
from unweary.importers import wfdb
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

NAME = "rec 128 Hz 2026-11-20 08-00-00.atr"
NORMAL, PVC, NOISE = 1, 5, 14


def word(kind: int, low: int) -> bytes:
    return pack("<H", kind << 10 | low)


def skip(samples: int) -> bytes:
    samples &= 0xFFFFFFFF
    return word(59, 0) + pack("<HH", samples >> 16, samples & 0xFFFF)


def aux(text: str) -> bytes:
    data = text.encode()
    return word(63, len(data)) + data + b"\0" * (len(data) % 2)


END = b"\0\0"
BEATS = word(NORMAL, 64) + word(NORMAL, 128) + word(PVC, 96) + word(NORMAL, 160)


def read(data: bytes, name: str = NAME, **more) -> list:
    return list(importers.read(io.BytesIO(data), name, **more))


def test_beats_of_any_origin_make_intervals_in_milliseconds():
    (recording,) = read(BEATS + END)
    assert isinstance(recording, Recording)
    assert list(recording.columns["rr_ms"]) == [1000, 750, 1250]
    assert recording.started_at.isoformat() == "2026-11-20T08:00:00+00:00"


def test_long_gaps_notes_and_noise_between_beats_are_understood():
    data = word(NORMAL, 10) + aux("(N\0") + word(61, 3) + word(62, 1) + word(60, 2) + skip(70_000) + word(NOISE, 5)
    notes = list(wfdb.notes_of(data + skip(-3) + word(NORMAL, 7) + END + word(NORMAL, 1)))
    assert notes == [(10, NORMAL, "(N\0"), (70_015, NOISE, ""), (70_019, NORMAL, "")]


def test_a_note_in_the_file_tells_the_frequency():
    data = word(22, 0) + aux("## time resolution: 256") + BEATS + END
    (recording,) = read(data, "2026-11-20.ecg")
    assert list(recording.columns["rr_ms"]) == [500, 375, 625]
    assert wfdb.recognise(data, "anything") == 2


def test_without_a_frequency_nothing_is_guessed_and_the_problem_says_where_to_look():
    (problem,) = read(BEATS + END, "nsr001 2026-11-20.ecg")
    assert isinstance(problem, Problem)
    assert problem.code == "no_frequency"
    assert ".hea" in problem.message


def test_without_a_date_nothing_can_be_placed():
    (problem,) = read(BEATS + END, "nsr001 128 Hz.ecg")
    assert problem.code == "no_time"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.atr"), (BEATS, "a.bin"), (b"hello there", "a.ecg"), (END, "a.atr"), (b"nsr001 0 128 0\n", "n.hea")],
)
def test_nothing_else_is_claimed(data, name):
    assert wfdb.recognise(data, name) == 0


def test_a_file_without_beats_says_so_and_a_cut_one_keeps_its_whole_notes():
    (problem,) = wfdb.read(io.BytesIO(word(NOISE, 3) + END), NAME)
    assert problem.code == "not_recognised"
    (recording,) = read(BEATS + skip(9)[:3])
    assert len(recording.columns["rr_ms"]) == 3


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(wfdb, "MOST_BYTES", 4)
    (problem,) = wfdb.read(io.BytesIO(BEATS), NAME)
    assert problem.code == "too_large"
