"""Heartbeats of HRV Logger, by hand after a real file."""

import io
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import hrv_logger
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

HEAD = "timestamp, rr, since_start \n\n"


def read(text, name="m_RRIntervals.csv"):
    return list(importers.read(io.BytesIO(text.encode()), name))


def test_every_interval_is_kept_and_the_recording_begins_before_the_first():
    (recording,) = read(HEAD + "1795155600894,894,34096\n1795155600950,0,34096\n1795155601824,930,35026\n")
    assert list(recording.columns["rr_ms"]) == [894, 930]
    assert recording.started_at == datetime(2026, 11, 20, 6, 20, tzinfo=UTC)
    assert (recording.kind, recording.device, recording.source) == ("rr", "HRV Logger", "m_RRIntervals.csv")


def test_a_line_that_is_no_interval_is_named_and_the_rest_is_kept():
    problem, recording = read(HEAD + "1795155600894,beat,1\n1795155600894,894,2\n")
    assert (problem.code, problem.where) == ("not_a_number", "m_RRIntervals.csv, line 3")
    assert list(recording.columns["rr_ms"]) == [894]


def test_a_clock_that_was_never_set_is_refused():
    assert [item.code for item in read(HEAD + "12,894,1\n13,900,2\n")] == ["clock"]


def test_the_apps_own_sums_are_left_to_the_file_of_heartbeats():
    text = "index, timestamp, HR, rMSSD, alpha_1, artifacts_removed \n\n0,1795155600894,60,50,1,0\n"
    (problem,) = read(text)
    assert problem.code == "sums"
    assert "RRIntervals" in problem.message


def test_a_recording_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(hrv_logger, "MOST_BEATS", 2)
    assert [item.code for item in read(HEAD + "1795155600894,894,1\n" * 3)] == ["too_large"]


def test_other_tables_are_not_claimed():
    assert hrv_logger.recognise(b"timestamp,rr\n1,2\n", "a_RRIntervals.csv") == 0


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_damaged_files_never_raise(data):
    good = (HEAD + "1795155600894,894,34096\n" * 4).encode()
    at = data.draw(st.integers(0, len(good)))
    damaged = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 9)) :]
    for item in hrv_logger.read(io.BytesIO(damaged), "x.csv"):
        assert isinstance(item, Recording | Problem)
