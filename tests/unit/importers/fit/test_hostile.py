"""Files made to hurt: every one ends soon, in bounded memory, with items and problems."""

from __future__ import annotations

import struct
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.importers.fit import MOST_BYTES, chain, columns, messages, read, read_bytes
from unweary.vocab.errors import Problem
from unweary.vocab.history import Observation, Recording, Session, Sleep

RECORD, SESSION = 20, 18
UINT8, UINT16, UINT32 = 0x02, 0x84, 0x86


def bounded(data: bytes, seconds: float, most_bytes: int) -> list:
    """What is read, if it takes no more time of the processor and no more memory than this."""
    tracemalloc.start()
    start = time.process_time()
    items = list(read_bytes(data, "a.fit"))
    took, (_, peak) = time.process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < seconds
    assert peak < most_bytes
    return items


def test_a_definition_of_255_fields_of_255_bytes(raw, define):
    body = define(0, RECORD, [(number, 255, UINT8) for number in range(255)])
    body += (b"\x00" + b"\x01" * 255 * 255) * 3
    assert [item.code for item in bounded(raw(body), 20, 20 << 20)] == ["no_values"]


def test_a_definition_that_says_more_than_the_file_has(raw, define):
    body = define(0, RECORD, [(253, 4, UINT32), *((number, 255, UINT8) for number in range(200))])
    (problem,) = bounded(raw(body + b"\x00" * 40), 10, 20 << 20)
    assert problem.code in ("fit_cut_off", "fit_damaged")


def test_one_long_list_does_not_make_every_message_as_long(raw, define, monkeypatch):
    for module in (columns, messages):
        monkeypatch.setattr(module, "MOST_NUMBERS", 9_000)
    body = define(0, 0, [(4, 4, UINT32)]) + struct.pack("<BI", 0, 1_100_000_000)
    body += define(0, 78, [(0, 2, UINT16)]) + b"\x00\x20\x03" * 3_000
    body += define(0, 78, [(0, 254, UINT16)]) + b"\x00" + b"\x01" * 254
    assert columns.read(raw(body)) is None
    (beats,) = bounded(raw(body), 20, 20 << 20)
    assert len(beats.columns["rr_ms"]) == 3_002, "three for each message would be 9003"


def test_a_million_empty_messages(raw, define):
    body = define(0, RECORD, []) + bytes(1_000_000)
    assert [item.code for item in bounded(raw(body), 20, 20 << 20)] == ["no_values"]


def test_more_layouts_than_any_device_has(raw, define, monkeypatch):
    monkeypatch.setattr(columns, "_MOST_LAYOUTS", 50)
    body = b"".join(define(0, RECORD, [(253, 4, UINT32), (number, 1, UINT8)]) for number in range(100))
    body += struct.pack("<BIB", 0, 1_100_000_000, 0)
    assert columns.read(raw(body)) is None
    (recording,) = bounded(raw(body), 10, 20 << 20)
    assert len(recording.columns["t_s"]) == 1


def test_an_endless_chain_ends(raw):
    items = bounded(raw(b"") * 20_000, 20, 20 << 20)
    assert [item.code for item in items] == ["too_large"]
    assert items[0].where == f"a.fit, byte {1_000 * len(raw(b''))}"


def test_more_sessions_than_a_life_has_are_cut_and_named(raw, define):
    body = define(0, SESSION, [(2, 4, UINT32), (8, 4, UINT32)])
    body += b"".join(struct.pack("<BII", 0, 1_100_000_000 + second, 1000) for second in range(12_000))
    items = bounded(raw(body), 30, 80 << 20)
    assert sum(isinstance(item, Session) for item in items) == 10_000
    assert [item.code for item in items if isinstance(item, Problem)] == ["too_large"]


def test_a_broken_file_that_would_be_read_for_hours_is_left_early(raw, define, monkeypatch):
    monkeypatch.setattr(chain, "_MOST_FIELDS", 3_000)
    body = define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8)])
    body += b"".join(struct.pack("<BIB", 0, 1_100_000_000 + second, 120) for second in range(5_000))
    recording, problem = read_bytes(raw(body)[:-1], "a.fit")
    assert 900 < len(recording.columns["t_s"]) < 1_001
    assert problem.code == "too_large"


def test_a_file_too_large_to_hold_is_refused():
    class Endless:
        def read(self, size: int) -> bytes:
            return bytes(size)

    (problem,) = read(Endless(), "a.fit")
    assert problem.code == "too_large"
    assert str(MOST_BYTES) in problem.message


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A chain of a training with beats, sets and a developer's field, and a day and a night of a watch."""
    from tests.unit.importers.conftest import definition as define
    from tests.unit.importers.conftest import enclosed

    begin = 1_164_000_000
    body = define(0, 0, [(0, 1, 0), (1, 2, UINT16), (2, 2, UINT16), (4, 4, UINT32)])
    body += struct.pack("<BBHHI", 0, 4, 1, 7, begin)
    body += define(3, 207, [(3, 1, UINT8)]) + bytes((3, 0))
    body += define(3, 206, [(0, 1, UINT8), (1, 1, UINT8), (2, 1, UINT8), (8, 6, 7), (15, 1, UINT8)])
    body += struct.pack("<4B6sB", 3, 0, 1, 0x84, b"Watts", 7)
    record = define(1, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (2, 2, UINT16), (0, 4, 0x85)])
    body += bytes((record[0] | 0x20,)) + record[1:] + bytes((1, 1, 2, 0)) + define(2, 78, [(0, 6, UINT16)])
    for second in range(12):
        body += struct.pack("<BIBHiH", 1, begin + second, 120 + second, 3000, 7 << 20, 200)
        body += struct.pack("<B3H", 2, 500, 510, 0xFFFF)
    body += define(4, 225, [(6, 4, UINT32), (3, 2, UINT16), (4, 2, UINT16), (5, 1, UINT8), (7, 4, UINT16)])
    body += struct.pack("<BIHHBHH", 4, begin, 8, 960, 1, 0, 28)
    body += define(5, SESSION, [(2, 4, UINT32), (8, 4, UINT32), (5, 1, 0), (22, 2, UINT16)])
    training = enclosed(body + struct.pack("<BIIBH", 5, begin, 12_000, 1, 30))
    body = define(0, 103, [(253, 4, UINT32), (0, 4, UINT32)]) + struct.pack("<BII", 0, begin, begin + 3600)
    body += define(1, 55, [(26, 2, UINT16), (27, 1, UINT8)])
    body += b"".join(struct.pack("<BHB", 1, (begin + 60 * minute) & 0xFFFF, 60) for minute in range(9))
    body += define(2, 275, [(253, 4, UINT32), (0, 1, 0)])
    body += b"".join(struct.pack("<BIB", 2, begin + 900 * part, 1 + part % 4) for part in range(9))
    body += define(3, 30, [(253, 4, UINT32), (0, 2, UINT16)]) + struct.pack("<BIH", 3, begin, 6430)
    return training + enclosed(body)


def test_the_sound_file_brings_one_of_everything(sound):
    items = list(read_bytes(sound, "a.fit"))
    assert {type(item) for item in items} == {Recording, Sleep, Observation}
    assert {item.kind for item in items if isinstance(item, Recording)} == {"activity", "rr", "other"}
    assert items[0].session.sets


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_flipped_cut_and_spliced_bytes_never_raise_and_say_what_is_wrong(sound, data):
    broken = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 6))):
        place, other = (data.draw(st.integers(0, len(sound) - 1)) for _ in range(2))
        match data.draw(st.sampled_from(["flip", "cut", "splice", "repeat"])):
            case "flip":
                broken[place % len(broken)] ^= data.draw(st.integers(1, 255))
            case "cut":
                del broken[max(place, 12) :]
            case "splice":
                broken[place:place] = sound[other : other + 40]
            case "repeat":
                broken += sound[place:]
    start = time.process_time()
    items = list(read_bytes(bytes(broken), "a.fit"))
    assert time.process_time() - start < 5
    assert bytes(broken) == sound or items
    for item in items:
        if isinstance(item, Problem):
            assert item.where.startswith("a.fit")
            assert item.message.endswith(".")
        elif isinstance(item, Recording):
            assert len({len(column) for column in item.columns.values()}) == 1
            assert list(item.columns.get("t_s", [])) == sorted(item.columns.get("t_s", []))
