"""Raw files: in full or not at all, private, and never left half-written when the disk is full."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unweary.store.raw import RawFolder, hash_of
from unweary.vocab.errors import UserError

posix = pytest.mark.skipif(os.name == "nt", reason="file modes of POSIX")


def test_bytes_lie_under_their_hash(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    data = os.urandom(3_000_000)
    path = raw.keep(raw.stage(io.BytesIO(data)))
    digest = hashlib.sha256(data).hexdigest()
    assert path == tmp_path / "raw" / digest[:2] / digest
    assert path.read_bytes() == data
    assert raw.has(digest, len(data))
    assert not raw.has(digest, len(data) - 1)
    assert not raw.has("0" * 64, 1)
    assert list(raw.all()) == [path]
    assert not list((tmp_path / "tmp").iterdir())


@posix
def test_bytes_come_to_their_place_by_renaming_so_that_half_a_file_is_never_there(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    staged = raw.stage(io.BytesIO(b"whole"))
    inode = staged.path.stat().st_ino
    assert raw.keep(staged).stat().st_ino == inode


def test_keeping_the_same_bytes_twice_leaves_one_file(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    first = raw.keep(raw.stage(io.BytesIO(b"same")))
    second = raw.keep(raw.stage(io.BytesIO(b"same")))
    assert first == second
    assert len(list(raw.all())) == 1


@posix
def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    path = raw.keep(raw.stage(io.BytesIO(b"private")))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o077 == 0
    assert (tmp_path / "raw").stat().st_mode & 0o077 == 0


def test_nothing_is_left_behind_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        RawFolder(tmp_path).stage(io.BytesIO(b"data"))
    assert not list((tmp_path / "tmp").iterdir())
    assert not (tmp_path / "raw").exists()


def test_a_source_that_fails_is_told_apart_from_a_full_disk(tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1, /) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(UserError) as refused:
        RawFolder(tmp_path).stage(Broken())  # type: ignore[arg-type]
    assert refused.value.code == "not_readable"
    assert not list((tmp_path / "tmp").iterdir())


def test_only_old_leftovers_are_swept(tmp_path: Path) -> None:
    raw = RawFolder(tmp_path)
    old, fresh = raw.stage(io.BytesIO(b"old")).path, raw.stage(io.BytesIO(b"fresh")).path
    now = datetime(2026, 11, 20, tzinfo=UTC)
    os.utime(old, ((now - timedelta(days=2)).timestamp(),) * 2)
    os.utime(fresh, ((now - timedelta(hours=2)).timestamp(),) * 2)
    raw.sweep(now)
    assert not old.exists()
    assert fresh.exists()


def test_the_hash_of_a_stream_counts_its_bytes() -> None:
    assert hash_of(io.BytesIO(b"")) == (hashlib.sha256(b"").hexdigest(), 0)
