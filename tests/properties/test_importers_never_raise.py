"""Whatever the bytes are, importing yields items and problems: it never raises, and what comes out is valid."""

from __future__ import annotations

import gzip
import io
import struct
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from math import isnan

from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from unweary import importers
from unweary.service.demo_fit import Track, fit_bytes
from unweary.vocab.errors import Problem
from unweary.vocab.history import Day, Observation, Recording, Session

_ADAPTERS = {kind: TypeAdapter(kind) for kind in (Recording, Session, Observation, Day)}


def checked(data: bytes, name: str = "some file") -> list:
    """The items, each one checked as the service will check it."""
    items = list(importers.read(io.BytesIO(data), name))
    assert items or data, "an empty file says so"
    for item in items:
        if isinstance(item, Problem):
            assert item.where.startswith(name[:200].strip() or "unnamed file")
            assert item.code
            assert item.message.endswith(".")
            continue
        plain = replace(item, columns={}) if isinstance(item, Recording) else item
        _ADAPTERS[type(item)].validate_json(_ADAPTERS[type(item)].dump_json(plain))
        if isinstance(item, Recording):
            assert item.started_at.tzinfo is not None
            assert len({len(column) for column in item.columns.values()}) == 1
            times = item.columns.get("t_s", [])
            assert all(0 <= t_s <= 40 * 86_400 for t_s in times), "no sample stretches a recording"
            assert list(times) == sorted(times)
            assert not any(isnan(rr_ms) or rr_ms <= 0 for rr_ms in item.columns.get("rr_ms", []))
    return items


@cache
def activity() -> bytes:
    """A real activity file of 40 samples, made with fit-tool."""
    t_s = [float(second) for second in range(40)]
    columns = {
        "t_s": t_s,
        "hr_bpm": [120 + second % 7 for second in range(40)],
        "cadence_rpm": [86] * 40,
        "distance_m": [2.5 * second for second in t_s],
        "speed_m_s": [2.5] * 40,
        "altitude_m": [100 + second / 2 for second in t_s],
    }
    return fit_bytes(Track(datetime(2026, 11, 14, 8, tzinfo=UTC), "run", columns, 20, 0, 4))


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.binary(max_size=400))
@example(b"\x1f\x8b")
@example(b"\x0e\x20\x00\x00\x00\x00\x00\x00.FIT")
def test_random_bytes_never_raise(data):
    assert checked(data) or not data


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from([12, 14, 15, 255]))
def test_random_messages_behind_a_fit_header_never_raise(body, size, head):
    checked(struct.pack("<2BHI4s", head, 0x20, 2100, size, b".FIT") + body)


edits = st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), min_size=1, max_size=12)


@settings(max_examples=400, deadline=timedelta(seconds=5))
@given(edits)
def test_a_real_file_with_changed_bytes_never_raises(changes):
    data = bytearray(activity())
    for place, value in changes:
        data[place % len(data)] = value
    items = checked(bytes(data))
    assert items, "a changed file brings something or says what is wrong"


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.integers(0, 2000), st.binary(max_size=40), st.booleans())
def test_a_real_file_cut_anywhere_keeps_its_whole_samples(keep, tail, packed):
    data = activity()[: keep % len(activity())] + tail
    checked(gzip.compress(data)[: max(2, keep)] if packed else data)


@settings(max_examples=200, deadline=timedelta(seconds=5))
@given(st.lists(st.sampled_from(["activity", "junk", "cut"]), min_size=1, max_size=4))
def test_files_in_a_row_in_any_order_never_raise_and_whole_ones_before_the_junk_are_kept(order):
    pieces = {"activity": activity(), "junk": b"\x00\x01\x02" * 9, "cut": activity()[:200]}
    items = checked(b"".join(pieces[kind] for kind in order))
    whole = next((i for i, kind in enumerate(order) if kind != "activity"), len(order))
    assert sum(isinstance(item, Recording) for item in items) >= whole


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.text(max_size=300), st.text(max_size=40))
def test_random_text_under_any_name_never_raises(text, name):
    checked(text.encode("utf-8", errors="surrogatepass"), name)


cell = st.one_of(
    st.text(alphabet=st.characters(blacklist_characters="\n\r", blacklist_categories=("Cs",)), max_size=12),
    st.integers(-10, 100_000).map(str),
    st.floats().map(str),
    st.dates().map(str),
)


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(
    st.lists(st.sampled_from(["date", "id", "restingHR", "hrv", "sleepSecs", "weight", "moon", '"', ""]), min_size=2),
    st.lists(st.lists(cell, max_size=8), max_size=8),
    st.sampled_from([",", ";", "\t"]),
)
def test_tables_with_anything_in_their_cells_never_raise(heading, rows, mark):
    checked("\n".join(mark.join(row) for row in [heading, *rows]).encode())


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(
    st.lists(st.one_of(st.integers(-5, 70_000).map(str), st.text(max_size=6)), min_size=1, max_size=60),
    st.one_of(st.dates().map(str), st.from_regex(r"\A20\d\d-\d\d-\d\d[T ]\d\d-\d\d", fullmatch=True)),
)
def test_beat_intervals_with_anything_between_them_never_raise(lines, name):
    checked("\n".join(["800"] * 20 + lines).encode("utf-8", errors="replace"), name)


@settings(max_examples=100, deadline=timedelta(seconds=5))
@given(st.binary(max_size=200))
def test_reading_twice_brings_the_same(data):
    for content in (data, activity() + data):
        first, second = (list(importers.read(io.BytesIO(content), "a")) for _ in range(2))
        assert repr(first) == repr(second)
