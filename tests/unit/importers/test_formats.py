"""What every format offers, and how one file is claimed by one of them."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from unweary import importers
from unweary.importers import FORMATS, HEAD_BYTES, daily_tables, fit, recognise, unknown
from unweary.vocab.errors import Problem

HEADS = [
    b"",
    b"\0" * 64,
    b"\xff\xfe",
    b"<",
    b"{",
    b"[",
    b"PK\x03\x04",
    b"a,b\n1,2\n",
    b"\xc3\x28" * 40,
    b"date," * 9000,
]


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_a_format_says_what_it_is_called_and_never_raises_on_foreign_bytes(each):
    assert each.TITLE
    assert not each.TITLE.endswith(".")
    for head in HEADS:
        assert each.recognise(head, "some file") in (0, 1, 2)
        for item in each.read(io.BytesIO(head), "some file"):
            assert not isinstance(item, Problem) or item.where.startswith("some file")


def test_a_mark_in_the_content_beats_a_shape_and_the_first_of_two_equals_reads(monkeypatch):
    def claiming(sure: int) -> SimpleNamespace:
        return SimpleNamespace(TITLE="t", recognise=lambda head, name: sure, read=lambda *_, **__: iter(()))

    shape, first, second = claiming(1), claiming(2), claiming(2)
    monkeypatch.setattr(importers, "FORMATS", (shape, first, second))
    assert recognise(b"x", "x") == (first, 2)
    monkeypatch.setattr(importers, "FORMATS", (claiming(0), shape))
    assert recognise(b"x", "x") == (shape, 1)


def test_a_table_of_something_else_has_the_shape_but_is_unknown():
    table = b"date,amount,balance\n2026-11-19,-12.50,880.00\n"
    assert recognise(table, "bank.csv") == (daily_tables, 1)
    assert unknown(table, "bank.csv").code == "no_known_column"


def test_a_long_file_is_told_apart_by_its_beginning_alone(run):
    assert recognise(run[:64], "x") == (fit, 2)
    seen = []
    longest = SimpleNamespace(
        TITLE="t", recognise=lambda head, name: seen.append(len(head)) or 0, read=lambda *_, **__: iter(())
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importers, "FORMATS", (longest,))
        (problem,) = importers.read(io.BytesIO(b"x" * 3_000_000), "x")
    assert (problem.code, seen) == ("not_recognised", [HEAD_BYTES])


def test_a_reader_that_streams_never_has_the_whole_file_in_memory(monkeypatch):
    taken = []

    def reading(stream, name, *, zone):
        while stream.read(1 << 16):
            taken.append(1)
        yield Problem(name, "end", "The end.")

    streaming = SimpleNamespace(TITLE="t", recognise=lambda head, name: 2, read=reading)
    monkeypatch.setattr(importers, "FORMATS", (streaming,))

    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            assert self.given - (len(taken) << 16) < 4 << 20, "read far ahead of the reader"
            if self.given >= 200 << 20:
                return 0
            self.given += len(buffer)
            return len(buffer)

    assert [item.code for item in importers.read(Endless(), "long")] == ["end"]
    assert len(taken) == 200 << 4
