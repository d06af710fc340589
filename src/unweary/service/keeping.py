"""What is kept about a person: taking all of it along, and deleting all of it."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from datetime import datetime

    from unweary.service.home import Unweary
    from unweary.store.store import Store

#: What a person types to delete everything.
WORD = "delete"
_CHUNK = 1 << 18

README = """This is everything that Unweary kept about you.

person.json    what holds now, as Unweary reads it: unweary assess person.json
entries.json   every entry ever kept, oldest first, also those that were put right or taken back
files/         the files that you brought in, byte for byte

Samples of recordings older than 42 days stand in the files alone.
"""


@dataclass(frozen=True, slots=True)
class Keeping:
    """The two verbs about everything at once. Reach it as ``person.keeping``."""

    home: Unweary
    store: Store

    def name(self) -> str:
        """What to call the file.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from types import SimpleNamespace as Some
        >>> Keeping(Some(now=lambda: datetime(2026, 11, 20, tzinfo=UTC)), None).name()
        'unweary-2026-11-20.zip'
        """
        return f"unweary-{self.home.now().date().isoformat()}.zip"

    def export_zip(self) -> Iterator[bytes]:
        """Everything as one zip file, piece by piece, so that large files need little memory and no room on the disk.

        Yields
        ------
        bytes
            One after the other they are the file, with ``person.json``, ``entries.json``, ``files/`` and
            ``README.txt`` in it.
        """
        now = self.home.now()
        drain = _Drain()
        with zipfile.ZipFile(drain, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry("README.txt", now), README)
            archive.writestr(_entry("person.json", now), _text(self.home.history(now)))
            yield drain.take()
            archive.writestr(_entry("entries.json", now), _text(self.store.ledger()))
            yield drain.take()
            for name, path in self._files():
                with path.open("rb") as source, archive.open(_entry(name, now), "w", force_zip64=True) as kept:
                    while piece := source.read(_CHUNK):
                        kept.write(piece)
                        yield drain.take()
        yield drain.take()

    def _files(self) -> Iterator[tuple[str, Path]]:
        """Each file under a name of its own in the archive; one that is lost on the disk is left out."""
        taken: set[str] = set()
        for row in reversed(self.store.imports()):
            path = self.store.raw.path(row.sha256)
            if not path.is_file():
                continue
            plain = PurePath(row.name.replace("\\", "/")).name or row.sha256[:12]
            name = plain if plain.casefold() not in taken else f"{row.sha256[:8]}-{plain}"
            taken.add(name.casefold())
            yield f"files/{name}", path

    def delete_everything(self, typed: str) -> None:
        """Delete all that is kept, for good.

        Parameters
        ----------
        typed : str
            The word ``delete``, as the person typed it; case and blanks around it do not count.

        Raises
        ------
        UserError
            ``not_confirmed`` where it is another word (nothing is deleted then); ``busy`` where another program still
            reads the database.
        """
        if typed.strip().casefold() != WORD:
            raise UserError("not_confirmed", f"nothing was deleted: '{typed[:40]}' is not the word", f"'{WORD}'")
        self.home.importing.stop_all()
        self.store.erase()


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, now.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _text(value: object) -> str:
    document: Any = as_json(value)
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False, default=_samples)


def _samples(column: Any) -> list[float | None]:
    """A column of a recording; a missing sample is null, as ``person.json`` has it."""
    return [value if math.isfinite(value) else None for value in column]


class _Drain(io.RawIOBase):
    """A file that is only written to; what was written is taken out again piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def take(self) -> bytes:
        """All that was written since."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
