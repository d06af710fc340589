"""Bytes to messages: both decoders, chains, and every way a file can be broken."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from fit_tool.utils.crc import crc16 as reference_crc

from unweary.importers.fit import chain, columns
from unweary.importers.fit.crc import crc16
from unweary.importers.fit.messages import Messages
from unweary.vocab.errors import Problem

UINT8, UINT32, STRING, SINT32 = 0x02, 0x86, 0x07, 0x85
RECORD = 20


def parts(data: bytes):
    found = list(chain.decode(data, "a.fit"))
    messages = [part for part in found if not isinstance(part, Problem)]
    return messages, [part for part in found if isinstance(part, Problem)]


def records_of(data: bytes) -> list:
    return [message for part in parts(data)[0] for message in part.rows("record")]


def slowly(data: bytes) -> Messages:
    """As fitdecode reads it."""
    (messages,) = (part for part in chain._decode_slow(data, 0, "a.fit") if isinstance(part, Messages))
    return messages


def assert_same(one: Messages, other: Messages) -> None:
    assert one.counts == other.counts
    for kind in one.counts:
        for name in {*one.columns[kind], *other.columns[kind]}:
            first, second = (each.columns[kind].get(name) for each in (one, other))
            if name.startswith("enhanced_") and first is None:
                continue  # fitdecode makes it of the plain field, which goes first
            if first is None or second is None:
                # A column without any value may stand there or not.
                there = first if second is None else second
                assert all(value is None or value != value for value in there.ravel().tolist()), (kind, name)
            else:
                np.testing.assert_array_equal(first, second, err_msg=f"{kind}, {name}")


@pytest.fixture
def beats(raw, define):
    """A file of three heart-rate records; returns (file, body)."""

    body = define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8)])
    for second in range(3):
        body += struct.pack("<BIB", 0, 1_100_000_000 + second, 120 + second)
    return raw(body), body


def test_both_decoders_give_the_same_messages(run):
    fast = columns.read(run)
    assert fast is not None
    assert fast.counts["record"] == 10
    assert_same(fast, slowly(run))


def test_both_decoders_agree_when_the_layout_changes_on_the_way_and_in_both_byte_orders(raw, define):
    body = b""
    for turn in range(4):
        fields = [(253, 4, UINT32), (3, 1, UINT8)] if turn % 2 else [(7, 2, 0x84), (253, 4, UINT32)]
        body += define(turn % 3, RECORD, fields)
        for second in range(turn, 40, 4):
            values = (1_100_000_000 + second, 100 + second) if turn % 2 else (200 + second, 1_100_000_000 + second)
            body += struct.pack("<BIB" if turn % 2 else "<BHI", turn % 3, *values)
    big = struct.pack(">3BHB", 0x40, 0, 1, RECORD, 2) + bytes((253, 4, UINT32, 2, 2, 0x84))
    body += big + struct.pack(">BIH", 0, 1_100_000_100, 3000) * 2
    fast = columns.read(raw(body))
    assert fast is not None
    assert_same(fast, slowly(raw(body)))
    assert fast.numbers("record", "altitude").tolist()[-2:] == [100.0, 100.0]
    assert fast.numbers("record", "power")[0] == 200


def test_every_type_of_the_protocol_has_its_own_empty_value(raw, define):
    empty = {
        0x00: b"\xff", 0x01: b"\x7f", 0x02: b"\xff", 0x83: b"\xff\x7f", 0x84: b"\xff\xff", 0x85: b"\xff\xff\xff\x7f",
        0x86: b"\xff" * 4, 0x88: b"\xff" * 4, 0x89: b"\xff" * 8, 0x0A: b"\0", 0x8B: bytes(2), 0x8C: bytes(4),
        0x8F: b"\xff" * 8, 0x90: bytes(8), 0x0D: b"\xff", 0x77: b"\xff",
    }  # fmt: skip
    for base, nothing in empty.items():
        body = define(0, RECORD, [(253, 4, UINT32), (7, len(nothing), base)])
        for value in (nothing, b"\x01" * len(nothing)):
            body += struct.pack("<BI", 0, 1_100_000_000) + value
        fast = columns.read(raw(body))
        assert fast is not None
        assert_same(fast, slowly(raw(body)))
        assert fast.numbers("record", "power")[0] != fast.numbers("record", "power")[0], base


@pytest.mark.parametrize("length", [0, 1, 2, 3, 17, 1000, 4097])
def test_the_checksum_is_that_of_the_protocol(length):
    data = bytes((7 * place * place + 3) % 256 for place in range(length))
    assert crc16(data) == reference_crc(data)


def test_files_in_a_row_are_read_one_by_one(run, beats):
    messages, problems = parts(run + beats[0] + run)
    assert [part.counts["record"] for part in messages] == [10, 3, 10]
    assert problems == []


def test_a_wrong_checksum_is_named_and_loses_nothing(run, beats):
    broken = bytearray(beats[0])
    broken[-1] ^= 0xFF
    messages, (problem,) = parts(bytes(broken) + run)
    assert [part.counts["record"] for part in messages] == [3, 10]
    assert (problem.code, problem.where) == ("fit_checksum", f"a.fit, byte {len(broken) - 2}")


def test_a_wrong_header_checksum_is_named_too(beats):
    broken = bytearray(beats[0])
    broken[12] ^= 0x01
    messages, problems = parts(bytes(broken))
    assert messages[0].counts["record"] == 3
    assert problems[0].where == "a.fit, byte 0"
    assert {problem.code for problem in problems} == {"fit_checksum"}


def test_what_stands_after_the_last_file_is_named_with_its_byte(beats):
    messages, (problem,) = parts(beats[0] + b"garbage after the end")
    assert messages[0].counts["record"] == 3
    assert (problem.code, problem.where) == ("fit_header", f"a.fit, byte {len(beats[0])}")


@pytest.mark.parametrize("missing", [1, 2, 3, 7, 13])
def test_a_file_cut_off_keeps_the_whole_messages_before(beats, missing):
    messages, (problem,) = parts(beats[0][:-missing])
    assert messages[0].counts["record"] == (3 if missing <= 2 else 2 if missing <= 8 else 1)
    assert problem.code == "fit_cut_off"


def test_a_file_of_nothing_but_the_header_is_cut_off(beats):
    messages, (problem,) = parts(beats[0][:14])
    assert (messages, problem.code) == ([], "fit_cut_off")


def test_a_message_that_was_never_defined_is_named_with_its_byte(raw, beats, run):
    body = beats[1] + b"\x0b" + bytes(9)
    messages, (problem,) = parts(raw(body) + run)
    assert [part.counts["record"] for part in messages] == [3, 10], "the next file in the chain is read all the same"
    assert (problem.code, problem.where) == ("fit_damaged", f"a.fit, byte {14 + len(beats[1])}")
    assert "11" in problem.message


def test_a_recording_that_the_device_never_closed_is_read_to_its_end(raw, beats):
    unclosed = raw(beats[1], size=0)[:-2]
    messages, (problem,) = parts(unclosed)
    assert messages[0].counts["record"] == 3
    assert problem.code == "fit_cut_off"


def test_an_empty_file_in_a_chain_is_no_unclosed_recording(raw, beats):
    messages, problems = parts(raw(b"") + beats[0])
    assert sum(part.counts.get("record", 0) for part in messages) == 3
    assert problems == []


def test_a_field_of_an_unknown_type_hurts_no_other_field(raw, define):
    body = define(0, RECORD, [(253, 4, UINT32), (3, 1, UINT8), (200, 3, 0x5B)])
    body += struct.pack("<BIB", 0, 1_100_000_000, 120) + b"abc"
    (record,) = records_of(raw(body))
    assert record["heart_rate"] == 120


def test_a_field_of_size_zero_does_not_raise(raw, define):
    body = define(0, RECORD, [(253, 4, UINT32), (3, 0, UINT8)]) + struct.pack("<BI", 0, 1_100_000_000)
    _, problems = parts(raw(body))
    assert [problem.code for problem in problems] in ([], ["fit_damaged"])


def test_a_field_of_impossible_size_is_not_taken_for_a_number(raw, define):
    body = define(0, RECORD, [(253, 4, UINT32), (2, 3, SINT32), (3, 1, UINT8)])
    body += struct.pack("<BI", 0, 1_100_000_000) + b"\x01\x02\x03" + bytes((120,))
    messages, _ = parts(raw(body))
    assert messages[0].rows("record")[0]["heart_rate"] == 120


def test_a_text_without_an_end_is_read_as_far_as_it_goes(raw, define):
    body = define(0, 0, [(0, 1, 0), (8, 6, STRING)]) + b"\x00\x04UNENDE"
    messages, problems = parts(raw(body))
    assert problems == []
    assert str(messages[0].rows("file_id")[0]["product_name"]).startswith("UNEND")


def test_packed_speed_and_distance_are_unpacked(raw, define):
    # Three bytes: 12 bits of speed (1/100 m/s), 12 bits of distance (1/16 m, counted on).
    body = define(0, RECORD, [(253, 4, UINT32), (8, 3, 0x0D)])
    for second, (speed, distance) in enumerate([(300, 160), (310, 208)]):
        packed = (speed | distance << 12).to_bytes(3, "little")
        body += struct.pack("<BI", 0, 1_100_000_000 + second) + packed
    first, second = records_of(raw(body))
    assert (first["speed"], second["speed"]) == (3.0, 3.1)
    assert second["distance"] - first["distance"] == 3.0
