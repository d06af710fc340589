from __future__ import annotations

import gzip

import pytest

from unweary.importers.gzipped import opened
from unweary.vocab.errors import Problem


@pytest.fixture(params=[1, 2, 7, 1000])
def unpack(request):
    """Unpacks bytes that arrive in pieces of some size."""

    def unpacking(data: bytes, name: str, limit: int) -> tuple[bytes, Problem | None]:
        wrong: list[Problem] = []
        pieces = (data[at : at + request.param] for at in range(0, len(data), request.param))
        return b"".join(opened(pieces, name, limit, wrong)), wrong[0] if wrong else None

    return unpacking


def test_several_members_in_a_row_are_one_file(unpack):
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two"), "a.gz", 100) == (b"one two", None)


def test_zero_bytes_after_the_end_are_padding(unpack):
    assert unpack(gzip.compress(b"one") + bytes(512), "a.gz", 100) == (b"one", None)


def test_anything_else_after_the_end_is_named_with_its_place(unpack):
    packed = gzip.compress(b"one")
    content, problem = unpack(packed + b"rest", "a.gz", 100)
    assert content == b"one"
    assert problem is not None
    assert problem.where == f"a.gz, byte {len(packed)}"


def test_a_wrong_checksum_keeps_the_content(unpack):
    packed = bytearray(gzip.compress(b"hello" * 100))
    packed[-6] ^= 0xFF
    content, problem = unpack(bytes(packed), "a.gz", 10_000)
    assert content in (b"hello" * 100, b"")
    assert problem is not None
    assert problem.code == "gzip_broken"


def test_the_limit_is_exact(unpack):
    packed = gzip.compress(b"x" * 1000)
    assert unpack(packed, "a.gz", 1000) == (b"x" * 1000, None)
    content, problem = unpack(packed, "a.gz", 999)
    assert len(content) == 999
    assert problem is not None
    assert problem.code == "too_large"
