"""Every FIT file of the data folder, against a plain fitdecode loop and against what is known to be broken.

Needs the folder named by UNWEARY_DATA. Nothing of it is copied here: names, byte offsets and counts only.
"""

from __future__ import annotations

import gzip
import io
import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

import fitdecode
import numpy as np
import pytest

from unweary import importers
from unweary.importers.fit.chain import _decode_slow as decode_slow
from unweary.importers.fit.chain import decode
from unweary.importers.fit.clock import at, instant
from unweary.importers.fit.columns import read as read_columns
from unweary.importers.fit.messages import Messages, number
from unweary.importers.fit.words import COLUMNS
from unweary.importers.summed import COLUMN_LIMITS, climb_m
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session

pytestmark = pytest.mark.realdata

#: name -> (code, byte, record messages readable). From the README of the data folder.
BROKEN = {
    "activity-settings-corruptheader.fit": ("fit_header", 771, 14),
    "activity-settings-nodata.fit": ("fit_cut_off", 784, 14),
    "activity-unexpected-eof.fit": ("fit_cut_off", 768, 14),
    "nick.fit.gz": ("fit_cut_off", 403_456, 14_391),
    "strava-android-app-201.10-b1218918.fit": ("fit_damaged", 7_471, 472),
    "activity-filecrc.fit": ("fit_checksum", 769, 14),
    "activity-activity-filecrc.fit": ("fit_checksum", 1_540, 28),
}
#: A Rust reader that was used before refuses these with 'checksum mismatch'; fitdecode finds them sound.
WRONGLY_REFUSED = (
    "example.fit",
    "2013-02-06-12-11-14.fit",
    "2015-10-13-08-43-15.fit",
    "Edge810-Vector-2013-08-16-15-35-10.fit",
    "Settings.fit",
    "sample-activity-indoor-trainer.fit",
)
COMPARED = ("hr_bpm", "power_w", "cadence_rpm", "speed_m_s", "altitude_m", "lat_deg", "lon_deg")


@cache
def fit_files() -> dict[str, Path]:
    folder = os.environ.get("UNWEARY_DATA", "")
    found = {path.name: path for path in sorted(Path(folder).glob("*/*.fit*"))} if folder else {}
    if not found:
        if os.environ.get("UNWEARY_REQUIRE_DATA") == "1":
            pytest.fail("UNWEARY_REQUIRE_DATA is 1, but UNWEARY_DATA names no folder with FIT files")
        pytest.skip("UNWEARY_DATA is not set or has no FIT files: 0 of 74 files looked at")
    missing = [name for name in (*BROKEN, *WRONGLY_REFUSED) if name not in found]
    assert not missing, f"not in the data folder: {missing}"
    return found


@cache
def imported(path: Path) -> tuple[importers.Item, ...]:
    with path.open("rb") as stream:
        return tuple(importers.read(stream, path.name))


def recordings(path: Path, kind: str = "activity") -> list[Recording]:
    return [item for item in imported(path) if isinstance(item, Recording) and item.kind == kind]


def content(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def test_every_file_is_read_and_exactly_the_seven_broken_ones_have_problems(capsys):
    counts = dict.fromkeys(("files", "activities", "rr", "sessions", "readings", "samples", "intervals", "nothing"), 0)
    broken = {}
    for name, path in fit_files().items():
        items = imported(path)
        problems = [item for item in items if isinstance(item, Problem)]
        if nothing := [problem for problem in problems if problem.code == "no_values"]:
            assert items == tuple(nothing)
            assert re.search(r"of the kind '(settings|workout|activity)'", nothing[0].message), nothing[0].message
        elif problems:
            broken[name] = problems
        assert "not_recognised" not in [problem.code for problem in problems]
        activities, beats = recordings(path), recordings(path, "rr")
        counts["files"] += 1
        counts["activities"] += len(activities)
        counts["rr"] += len(beats)
        counts["sessions"] += sum(r.session is not None for r in activities)
        counts["sessions"] += sum(isinstance(item, Session) for item in items)
        counts["readings"] += sum(isinstance(item, Observation) for item in items)
        counts["samples"] += sum(len(r.columns["t_s"]) for r in activities)
        counts["intervals"] += sum(len(r.columns["rr_ms"]) for r in beats)
        counts["nothing"] += [problem.code for problem in problems] == ["no_values"]
    with capsys.disabled():
        print(f"\nFIT files: {counts}")
    assert set(broken) == set(BROKEN)
    assert counts["files"] >= 74
    assert counts["nothing"] == 7, "settings and workouts"
    assert counts["sessions"] == counts["activities"], "every activity of the folder has a summary"


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_file_is_named_with_its_byte_and_keeps_what_was_readable(name):
    code, byte, readable = BROKEN[name]
    path = fit_files()[name]
    problems = {problem.code: problem for problem in imported(path) if isinstance(problem, Problem)}
    assert problems[code].where == f"{name}, byte {byte}"
    assert sum(len(r.columns["t_s"]) for r in recordings(path)) == readable
    expected = {code, "clock"} if name.startswith("strava") else {code}
    assert set(problems) == expected


def test_the_record_of_2085_stretches_nothing():
    path = fit_files()["strava-android-app-201.10-b1218918.fit"]
    (recording,) = recordings(path)
    assert recording.columns["t_s"][-1] < 3600
    assert recording.started_at.year == recording.session.started_at.year == 2021
    (clock,) = (item for item in imported(path) if isinstance(item, Problem) and item.code == "clock")
    assert "2085-12-21 16:46:58" in clock.message


@pytest.mark.parametrize("name", WRONGLY_REFUSED)
def test_what_another_reader_refuses_is_read_without_a_word(name):
    path = fit_files()[name]
    empty = ["no_values"] if name == "Settings.fit" else []
    assert [item.code for item in imported(path) if isinstance(item, Problem)] == empty
    assert (len(recordings(path)) == 1) == (name != "Settings.fit")


def frames_of(data: bytes) -> list[object]:
    """What fitdecode finds, as anyone would ask it. It takes a second for a file, so both comparisons share it."""
    reader = fitdecode.FitReader(
        io.BytesIO(data),
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
        keep_raw_chunks=True,
    )
    return list(reader)


def plain_loop(frames: list[object]) -> Iterator[list[dict[str, object]]]:
    """Record messages and beat intervals file by file."""
    rows: list[dict[str, object]] = []
    for frame in frames:
        if isinstance(frame, fitdecode.FitHeader):
            yield rows
            rows = []
        elif isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record":
            row = {"timestamp": frame.get_value("timestamp", fallback=None)}
            for field in frame.fields:
                # Under the names that ``get_value`` knows; of several the first one, as there.
                for named in (field.field, field.parent_field):
                    row.setdefault(named.name if named else None, field.value)
                if isinstance(field.field, fitdecode.types.DevField):
                    row[f"{field.field.native_field_num} {field.field.units}"] = field.value
            rows.append(row)
        elif isinstance(frame, fitdecode.FitDataMessage) and frame.name == "hrv":
            said = frame.get_value("time")
            rows.append({"timestamp": None, "rr_s": said if isinstance(said, tuple) else (said,)})
    yield rows


def expected_value(row: dict[str, object], column: str, fields: tuple[str, ...]) -> float:
    """The first numeric field of the column's; NaN where it is outside the possible (the stand-ins 0 bpm, -500 m)."""
    low, high = COLUMN_LIMITS[column]
    for name in fields:
        value = row.get(name)
        if isinstance(value, int | float):
            value = value * 180 / 2**31 if column.endswith("_deg") else value
            return float(value) if low <= value <= high else math.nan
    return math.nan


#: Column to the developer's fields of the data folder that stand in where the device writes none.
STANDING_IN = {"power_w": ("7 Watts",), "cadence_rpm": ("4 RPM",), "hr_bpm": ("3 bpm",)}


@dataclass
class Compared:
    """What both comparisons with fitdecode found in all files."""

    columns: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COMPARED, 0))
    of_developers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STANDING_IN, 0))
    clean: int = 0
    intervals: int = 0
    fast: int = 0
    slow: int = 0
    fields: int = 0


def test_every_file_agrees_with_fitdecode_value_by_value_and_field_by_field(capsys, monkeypatch):
    """A clean file's recordings with a plain loop; what the fast reader reads of any file with all that is in it."""
    found = Compared()
    for name, path in fit_files().items():
        frames = frames_of(content(path)) if name not in BROKEN else []
        if name not in BROKEN:
            recordings_agree(name, path, frames, found)
        fields_agree(name, content(path), frames, found, monkeypatch)
    with capsys.disabled():
        print(
            f"\n{found.clean} clean files; equal: {found.columns}, RR {found.intervals}; "
            f"of developers' fields: {found.of_developers}\n{found.fast} files read column by column, "
            f"{found.slow} left to fitdecode; {found.fields} fields equal"
        )
    assert found.clean == len(fit_files()) - len(BROKEN)
    assert found.columns["hr_bpm"] > 100_000
    assert found.intervals > 50_000
    assert found.of_developers["power_w"] > 0
    assert found.fast >= 60
    assert found.fields > 1_000_000


def recordings_agree(name: str, path: Path, frames: list[object], found: Compared) -> None:
    found.clean += 1
    mine = recordings(path)
    beats: list[float] = []
    for rows in plain_loop(frames):
        timed = sorted((row for row in rows if row["timestamp"] is not None), key=lambda row: row["timestamp"])
        beats += [1000 * rr_s for row in rows if "rr_s" in row for rr_s in row["rr_s"] if rr_s is not None]
        # The recordings of one file, one after another, are its samples in order of time.
        while timed:
            own = mine.pop(0)
            length = len(own.columns["t_s"])
            for column in COMPARED:
                want = [expected_value(row, column, COLUMNS[column]) for row in timed[:length]]
                if column in STANDING_IN and all(map(math.isnan, want)):
                    want = [expected_value(row, column, STANDING_IN[column]) for row in timed[:length]]
                    found.of_developers[column] += sum(not math.isnan(value) for value in want)
                got = own.columns.get(column, [math.nan] * length)
                assert len(got) == len(want), name
                wrong = [
                    (i, g, w)
                    for i, (g, w) in enumerate(zip(got, want, strict=True))
                    if not (math.isnan(g) and math.isnan(w)) and not abs(g - w) <= 1e-9
                ]
                assert not wrong, f"{name}, {column}: {len(wrong)} differ, first {wrong[0]}"
                found.columns[column] += sum(not math.isnan(value) for value in got)
            timed = timed[length:]
    assert not mine, name
    rr_ms = [value for recording in recordings(path, "rr") for value in recording.columns["rr_ms"]]
    assert rr_ms == pytest.approx([value for value in beats if 0 < value < 65_535]), name
    found.intervals += len(rr_ms)


def fields_agree(
    name: str, data: bytes, frames: list[object], found: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    while data:
        end = data[0] + int.from_bytes(data[4:8], "little") + 2
        whole, data = data[:end], data[end:] if data[end + 8 : end + 12] == b".FIT" else b""
        messages = read_columns(whole)
        # The frames of this file and those of the files chained behind it.
        last = next((place for place, frame in enumerate(frames, 1) if isinstance(frame, fitdecode.FitCRC)), 0)
        own, frames = frames[:last], frames[last:]
        found.slow += messages is None
        if messages is None:
            continue
        found.fast += 1
        with monkeypatch.context() as replaced:
            if own:
                replaced.setattr("unweary.importers.fit.chain._reader", lambda _, own=own: own)
            parts = (part for part in decode_slow(whole, 0, name) if isinstance(part, Messages))
            other = next(parts, Messages({}, {}))
        assert messages.counts == other.counts, name
        for kind, columns in messages.columns.items():
            for name_of, column in columns.items():
                # Fields that fitdecode makes of parts of others stand in for empty ones of the same name.
                if name_of in ("activity_type", "enhanced_speed", "enhanced_altitude"):
                    continue
                found.fields += len(column)
                same = other.columns[kind].get(name_of)
                if same is None:
                    assert all(value is None or value != value for value in column.ravel().tolist()), (name, name_of)
                else:
                    np.testing.assert_array_equal(column, same, err_msg=f"{name}, {kind}, {name_of}")


def test_times_never_go_back():
    for path in fit_files().values():
        for recording in recordings(path):
            assert all(a <= b for a, b in pairwise(recording.columns["t_s"]))


def test_metres_up_and_down_agree_with_what_the_devices_counted(capsys):
    """Our hysteresis against the device's own totals, where it gave both and the climb is worth the name."""
    ratios = []
    for path in fit_files().values():
        counted = [
            message
            for part in decode(content(path), path.name)
            if not isinstance(part, Problem)
            for message in part.rows("session")
            if number(message.get("total_ascent")) > 50 and number(message.get("total_descent")) > 50
        ]
        for message in counted:
            start = instant(at(message, "start_time"))
            for recording in recordings(path):
                if recording.session.started_at == start and "altitude_m" in recording.columns:
                    up, down = climb_m(recording.columns["altitude_m"])
                    ratios.append((up / message["total_ascent"], down / message["total_descent"]))
    ups, downs = (sorted(values) for values in zip(*ratios, strict=True))
    middle, quarter = len(ups) // 2, len(ups) // 4
    with capsys.disabled():
        print(
            f"\n{len(ups)} sessions; ours over the device's, median and middle half: "
            f"up {ups[middle]:.2f} ({ups[quarter]:.2f}-{ups[-1 - quarter]:.2f}), "
            f"down {downs[middle]:.2f} ({downs[quarter]:.2f}-{downs[-1 - quarter]:.2f})"
        )
    assert 0.95 < ups[middle] < 1.15
    assert 0.95 < downs[middle] < 1.15
