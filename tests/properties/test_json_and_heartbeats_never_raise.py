"""Whatever a JSON export, a table of heartbeats or an annotation file becomes, reading it never raises."""

from __future__ import annotations

import io
import json
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import importers
from unweary.importers import json_exports, rr_tables, wfdb
from unweary.importers.json_exports import SHAPES
from unweary.vocab.errors import Problem
from unweary.vocab.history import Recording

TIME = "2026-11-20T06:40:00"
RECORDS = json.dumps(
    [
        {
            "day": "2026-11-20",
            "bedtime_start": TIME,
            "bedtime_end": "2026-11-20T12:00:00",
            "average_hrv": 5,
            "lowest_heart_rate": 4,
        },
        {"calendarDate": "2026-11-20", "heartRateValues": [[1795129200000, 60], [1795129320000, 61]]},
        {"STARTTIME": TIME, "RECINTSECS": 1, "SAMPLES": [{"SECS": 0, "KM": 0.1}, {"SECS": 1, "KM": 0.2}]},
        {
            "startTime": TIME,
            "stopTime": TIME,
            "exercises": [{"samples": {"heartRate": [{"dateTime": TIME, "value": 9}]}}],
        },
        {"dateTime": "11/20/26 06:00:00", "value": {"bpm": 60}},
    ]
).encode()
TABLE = b"time,rr\n" + b"".join(b"%d,%d\n" % (n, 800 + n) for n in range(20))
BEATS = bytes((64, 4, 128, 4, 96, 20, 160, 4)) * 30 + b"\0\0"
FORMATS = {
    "a.json": (json_exports, RECORDS),
    "2026-11-20.csv": (rr_tables, TABLE),
    "128 Hz 2026-11-20.atr": (wfdb, BEATS),
}


def told(reader, data: bytes, name: str) -> list:
    items = list(reader.read(io.BytesIO(data), name))
    assert repr(items) == repr(list(reader.read(io.BytesIO(data), name)))
    assert items, "something is read, or what is wrong is said"
    for item in items:
        if isinstance(item, Problem):
            assert item.where.startswith(name)
            assert item.message.endswith(".")
        if isinstance(item, Recording):
            assert len({len(column) for column in item.columns.values()}) == 1
            assert list(item.columns.get("t_s", ())) == sorted(item.columns.get("t_s", ()))
            assert all(0 < rr_ms < float("inf") for rr_ms in item.columns.get("rr_ms", ()))
    return items


changes = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 2), st.binary(max_size=6)), min_size=1, max_size=6)


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.sampled_from(sorted(FORMATS)), changes)
def test_changed_cut_and_spliced_bytes(name, edits):
    reader, data = FORMATS[name]
    for place, kind, piece in edits:
        at = place % (len(data) + 1)
        data = data[:at] + piece + (data[at + len(piece) :], data[at:], data[at + 40 :])[kind]
    told(reader, data, name)
    list(importers.read(io.BytesIO(data), name))


words = sorted({key for shape in SHAPES for key in (*shape.keys, *(p.split(".")[-1] for p in shape.inside))})
leaf = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just(TIME),
    st.integers(10**12, 2 * 10**12),
)
nested = st.recursive(
    leaf,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(words), inner, max_size=5)),
    max_leaves=12,
)


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.sampled_from(SHAPES), st.data())
def test_known_objects_with_anything_in_their_fields(shape, data):
    told_of = [*shape.keys, *shape.signals, *(path for path in (shape.pulse, shape.pulses) if path)]
    record = {key: data.draw(nested) for key in dict.fromkeys(path.split(".")[0] for path in told_of)}
    told(json_exports, json.dumps([record, {"a": record}]).encode(), "a.json")
