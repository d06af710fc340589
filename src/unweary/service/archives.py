"""What lies in a zip or tar archive, one member after the other; what may do harm is refused in words.

Nothing is ever written under a name from an archive, so a path that leads elsewhere could do nothing; an archive with
such a path was made to harm, and the person is told.
"""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from unweary.vocab.errors import Problem, UserError

if TYPE_CHECKING:
    from typing_extensions import Buffer

Kind = Literal["zip", "tar", "tar.gz"]

#: An archive may hold archives (a bulk export in an export); what those hold in turn is left alone.
_DEEPEST = 1
_MOST_MEMBERS = 100_000
#: Text packs about 30 to 1; what unpacks to more than this was made to fill a disk.
_MOST_TIMES = 250
_ALWAYS_BYTES = 64 << 20
_MOST_BYTES = 64 << 30
_COPY = 1 << 20
#: What zipfile and tarfile raise on damaged bytes (found by changing bytes at random).
_FAULTS = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OverflowError,
    RuntimeError,
    ValueError,
)

_REFUSED = {
    "link": "is a link to another place. Links are not followed",
    "encrypted": "is locked with a password. Unpack it first",
    "unsafe_path": "has a name that leads out of the archive. It was left alone",
    "nested_too_deep": "is an archive in an archive in an archive. Unpack it first",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive. ``stream`` can be read until the next member is asked for; ``done`` is 0 to 1."""

    name: str
    size: int
    head: bytes
    stream: BinaryIO
    done: float


def kind_of(head: bytes) -> Kind | None:
    """Which kind of archive begins like this.

    Examples
    --------
    >>> kind_of(b"PK\\x03\\x04..."), kind_of(b"hello")
    ('zip', None)
    """
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    if head[:2] == b"\x1f\x8b":
        try:
            start = zlib.decompressobj(31).decompress(head, 512)
        except zlib.error:
            return None
        return "tar.gz" if start[257:262] == b"ustar" else None
    return None


@dataclass(slots=True)
class Archive:
    """One archive on its way through: what was met in it so far, and how much may still come out.

    Parameters
    ----------
    name : str
        What it is called; the names of its members begin with it.
    size : int
        Its bytes on disk.
    tmp : Path
        A folder for archives that lie in it.
    head_bytes : int
        How much of each member is looked at.
    """

    name: str
    size: int
    tmp: Path
    head_bytes: int
    _members: int = 0
    _bytes: int = 0
    _refused: dict[str, list[str]] = field(default_factory=dict)

    def members(self, stream: BinaryIO, kind: Kind) -> Iterator[Member | Problem]:
        """Every file in it, also in archives that lie in it, in the order of the archive; then what was refused.

        Raises
        ------
        UserError
            ``archive_broken`` or ``bomb``, from here or from the stream of a member: nothing after it can be read.
        """
        yield from self._walk(stream, kind, self.name, 0)
        for code, names in self._refused.items():
            more = f" So are {len(names) - 1} more in this archive." if len(names) > 1 else ""
            yield Problem(names[0], code, f"This {_REFUSED[code]}.{more}")

    def _walk(self, stream: BinaryIO, kind: Kind, name: str, depth: int) -> Iterator[Member]:
        entries = self._zip(stream, name) if kind == "zip" else self._tar(stream, name, packed=kind == "tar.gz")
        try:
            for path, size, opened, done in entries:
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise UserError("bomb", f"it holds more than {_MOST_MEMBERS:,} files", "a smaller archive")
                yield from self._one(f"{name}/{path}", size, opened, done, depth)
        except _FAULTS as error:
            raise _broken(error) from error

    def _one(self, name: str, size: int, opened: BinaryIO, done: float, depth: int) -> Iterator[Member]:
        guarded = io.BufferedReader(_Guarded(opened, self), _COPY)
        head = guarded.peek(self.head_bytes)[: self.head_bytes]
        inner = kind_of(head)
        if inner is None:
            yield Member(name, size, head, guarded, done)
        elif depth >= _DEEPEST:
            self._refuse("nested_too_deep", name)
        else:
            with tempfile.TemporaryFile(dir=self.tmp) as copy:
                while chunk := guarded.read(_COPY):
                    copy.write(chunk)
                copy.seek(0)
                for member in self._walk(cast("BinaryIO", copy), inner, name, depth + 1):
                    yield Member(member.name, member.size, member.head, member.stream, done)

    def _zip(self, stream: BinaryIO, name: str) -> Iterator[tuple[str, int, BinaryIO, float]]:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            whole = sum(entry.compress_size for entry in entries) or 1
            done = 0
            for entry in entries:
                done += entry.compress_size
                link = stat.S_ISLNK(entry.external_attr >> 16)
                if entry.is_dir() or not self._wanted(entry.filename, f"{name}/{entry.filename}", link):
                    continue
                if entry.flag_bits & 1:
                    self._refuse("encrypted", f"{name}/{entry.filename}")
                    continue
                with archive.open(entry) as opened:
                    yield entry.filename, entry.file_size, cast("BinaryIO", opened), done / whole

    def _tar(self, stream: BinaryIO, name: str, *, packed: bool) -> Iterator[tuple[str, int, BinaryIO, float]]:
        with tarfile.open(fileobj=stream, mode="r|gz" if packed else "r|") as archive:
            for entry in archive:
                # Members that are passed over are unpacked all the same.
                self.count(0 if entry.isfile() else entry.size, archive.offset)
                link = entry.issym() or entry.islnk()
                if entry.isdir() or not self._wanted(entry.name, f"{name}/{entry.name}", link) or not entry.isfile():
                    continue
                opened = archive.extractfile(entry)
                if opened is not None:
                    done = stream.tell() / self.size if self.size else 1.0
                    yield entry.name, entry.size, cast("BinaryIO", opened), min(done, 1.0)

    def _wanted(self, path: str, name: str, link: bool) -> bool:
        plain = PurePosixPath(path.replace("\\", "/"))
        if not plain.parts or plain.is_absolute() or ".." in plain.parts or plain.parts[0][1:2] == ":":
            self._refuse("unsafe_path", name)
            return False
        if any(part.startswith(".") or part == "__MACOSX" for part in plain.parts):
            return False
        if link:
            self._refuse("link", name)
        return not link

    def _refuse(self, code: str, name: str) -> None:
        self._refused.setdefault(code, []).append(name)

    def count(self, more: int, at_least: int = 0) -> None:
        """So many more bytes came out; ``at_least`` is where a tar is that is read through."""
        self._bytes = max(self._bytes + more, at_least)
        if self._bytes > min(_MOST_BYTES, max(_ALWAYS_BYTES, _MOST_TIMES * self.size)):
            raise UserError("bomb", "it unpacks to far more than any export does", "a sound archive")


class _Guarded(io.RawIOBase):
    """The bytes of a member, counted; damage is told in words."""

    def __init__(self, stream: BinaryIO, archive: Archive) -> None:
        super().__init__()
        self._stream = stream
        self._archive = archive

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except _FAULTS as error:
            raise _broken(error) from error
        view[: len(data)] = data
        self._archive.count(len(data))
        return len(data)


def _broken(error: Exception) -> UserError:
    return UserError("archive_broken", f"it is damaged ({str(error) or type(error).__name__})", "a sound archive")
