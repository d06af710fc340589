"""Raw files under the SHA-256 of their bytes. A file is there in full or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from unweary.vocab.errors import UserError

_CHUNK = 1 << 20
#: A temporary file this old belongs to no import that still runs.
_LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that are safely on disk under a temporary name."""

    path: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class RawFolder:
    """The folders ``raw`` and ``tmp`` of one home."""

    home: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie, or would lie.

        Examples
        --------
        >>> RawFolder(Path("home")).path("ab12").as_posix()
        'home/raw/ab/ab12'
        """
        return self.home / "raw" / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        """Whether the bytes are there in full."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def stage(self, stream: BinaryIO, on_bytes: Callable[[int], None] | None = None) -> Staged:
        """Copy a stream to a temporary file and wait until the disk has it. ``on_bytes`` is told how much is there."""
        handle, name = tempfile.mkstemp(dir=private_folder(self.home / "tmp"), prefix="raw-")
        digest = hashlib.sha256()
        size = 0
        try:
            with os.fdopen(handle, "wb") as copy:
                while chunk := _chunk(stream):
                    digest.update(chunk)
                    copy.write(chunk)
                    size += len(chunk)
                    if on_bytes is not None:
                        on_bytes(size)
                copy.flush()
                os.fsync(copy.fileno())
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
        return Staged(Path(name), digest.hexdigest(), size)

    def keep(self, staged: Staged) -> Path:
        """Move staged bytes to their place. Renaming is atomic, so a crash leaves either name, never half a file."""
        target = self.path(staged.sha256)
        private_folder(self.home / "raw")
        private_folder(target.parent)
        os.replace(staged.path, target)
        flush_folder(target.parent)
        return target

    def discard(self, staged: Staged) -> None:
        """Forget staged bytes."""
        staged.path.unlink(missing_ok=True)

    def sweep(self, now: datetime) -> None:
        """Remove temporary files that a killed import left behind."""
        with suppress(FileNotFoundError):
            for entry in os.scandir(self.home / "tmp"):
                with suppress(FileNotFoundError):
                    if entry.stat().st_mtime < (now - _LEFT_BEHIND).timestamp():
                        os.unlink(entry.path)

    def all(self) -> Iterator[Path]:
        """Every file in the folder ``raw``."""
        for path in sorted((self.home / "raw").glob("??/*")):
            if path.is_file():
                yield path


def hash_of(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size of what is left in a stream.

    Examples
    --------
    >>> import io
    >>> hash_of(io.BytesIO(b"abc"))[1]
    3
    """
    digest = hashlib.sha256()
    size = 0
    while chunk := _chunk(stream):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _chunk(stream: BinaryIO) -> bytes:
    """The next bytes. A source that cannot be read is told apart from a home that cannot be written."""
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise UserError("not_readable", error.strerror or str(error), "a file that can be read") from error


def private_folder(path: Path) -> Path:
    """The folder, made readable by its owner alone if it is not there yet."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def flush_folder(path: Path) -> None:
    """Wait until the disk knows a new name in this folder. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
