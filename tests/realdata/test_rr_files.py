"""Real recordings of heartbeats: PhysioNet's annotation files against the table another reader made of them."""

from __future__ import annotations

import csv
import gzip
import io

import pytest

from unweary import importers
from unweary.importers import wfdb
from unweary.vocab.history import Recording

pytestmark = pytest.mark.realdata


@pytest.mark.parametrize("record", ["nsr001", "nsr004"])
def test_every_note_stands_where_the_reference_reader_found_it(data_folder, record):
    folder = data_folder / "hrv_physionet_nsr2db"
    data = (folder / f"{record}.ecg").read_bytes()
    with gzip.open(folder / f"{record}_rr.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    notes = list(wfdb.notes_of(data))
    codes = {"N": 1, "V": 5, "A": 8, "~": 14}
    assert len(notes) - 1 == len(rows)
    wrong = [
        row
        for (at, kind, _), row in zip(notes[1:], rows, strict=True)
        if kind != codes[row["beat"]] or abs(at / 128 - float(row["t_s"])) > 1e-4
    ]
    assert not wrong[:3]
    (recording,) = importers.read(io.BytesIO(data), f"{record} 128 Hz 2026-11-20 08-00-00.ecg")
    assert len(recording.columns["rr_ms"]) == sum(kind != 14 for _, kind, _ in notes) - 1
    in_table = [float(row["rr_ms"]) for row in rows if "~" not in (row["beat"], row["beat_prev"])]
    among = {round(value) for value in recording.columns["rr_ms"]}
    assert not {round(value) for value in in_table} - among


def test_without_the_header_the_annotations_are_not_guessed(data_folder):
    with (data_folder / "hrv_physionet_nsr2db" / "nsr001.ecg").open("rb") as stream:
        assert [item.code for item in importers.read(stream, "nsr001.ecg")] == ["no_frequency"]


def test_every_interval_of_the_physionet_table_is_kept(data_folder):
    path = data_folder / "hrv_physionet_nsr2db" / "nsr001_rr.csv.gz"
    with gzip.open(path, "rt") as file:
        rows = list(csv.DictReader(file))
    with path.open("rb") as stream:
        (recording,) = importers.read(stream, "2026-11-20 08-00-00 nsr001_rr.csv")
    assert isinstance(recording, Recording)
    off = sum(a != float(row["rr_ms"]) for a, row in zip(recording.columns["rr_ms"], rows, strict=True))
    assert off == 0


@pytest.mark.parametrize(
    "name",
    [
        "hrv_bartels/08012805.txt",
        "hrv_bartels/real_rri.txt",
        "hrv_bartels/rest_rri.txt",
        "hrv_hrvanalysis/test_nn_intervals.txt",
    ],
)
def test_lists_of_single_numbers_are_read_whole(data_folder, name):
    data = (data_folder / name).read_bytes()
    (recording,) = importers.read(io.BytesIO(data), "2026-11-20 08-00-00.txt")
    assert list(recording.columns["rr_ms"]) == [float(line) for line in data.split() if float(line) > 0]


@pytest.mark.parametrize("name", ["ecg.txt.gz", "emg.txt.gz"])
def test_samples_of_a_voltage_are_not_taken_for_beats(data_folder, name):
    with (data_folder / "biosppy_emg" / name).open("rb") as stream:
        items = list(importers.read(stream, f"2026-11-20 08-00-00 {name}"))
    assert [item.code for item in items] == ["not_beats"]
