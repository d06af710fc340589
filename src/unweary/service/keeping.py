"""What is kept about a person: taking all of it along, copying it, and deleting all of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unweary.vocab.errors import UserError

if TYPE_CHECKING:
    from datetime import datetime

    from unweary.service.backup import Backup
    from unweary.service.home import Unweary
    from unweary.store.store import Store

#: What a person types to delete everything.
WORD = "delete"


@dataclass(frozen=True, slots=True)
class Keeping:
    """The verbs about everything at once. Reach it as ``person.keeping``."""

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

    def export_folder(self, target: Path) -> int:
        """Everything as files that other programs read, in a new folder. How many files that were.

        ``import_paths([target])`` brings all of it back, here or in another home. Others may write meanwhile.

        Raises
        ------
        UserError
            ``not_empty`` where there is something at ``target`` already; ``no_space``.
        """
        from unweary.service.export import parts, write_folder
        from unweary.store.failures import told

        if target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise UserError("not_empty", f"'{target}' is there already, with something in it", "a new folder")
        with told(target):
            return write_folder(target.absolute(), parts(self.home, self.store))

    def export_zip(self) -> Iterator[bytes]:
        """The same as one zip file, piece by piece, so that large files need little memory.

        Yields
        ------
        bytes
            One after the other they are the file.
        """
        from unweary.service.export import parts

        now = self.home.now()
        drain = _Drain()
        with zipfile.ZipFile(drain, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, pieces in parts(self.home, self.store):
                with archive.open(_entry(name, now), "w", force_zip64=True) as kept:
                    for piece in pieces:
                        kept.write(piece)
                        yield drain.take()
        yield drain.take()

    def backup(self, target: Path) -> Backup:
        """Copy the whole home into one file, while the server runs and writes. An older backup there is replaced.

        The database is copied as of one moment, then every file that it names; all of it is read again before the
        file takes its place. Not in it: paired phones, pages for a doctor, uploads that wait, the example person.

        Raises
        ------
        UserError
            ``postgres`` where the database is not in the home; ``not_a_backup`` where something else is at
            ``target``; ``database`` where the database is damaged; ``no_space``.
        """
        from unweary.service.backup import write_backup

        if self.store.engine_name != "sqlite":
            raise UserError(
                "postgres",
                "your entries lie in PostgreSQL, and this copies what lies in the home alone",
                f"pg_dump for the database, with a copy of {self.home.home / 'raw'}; or `unweary export FOLDER`",
            )
        return write_backup(self.home.home, target.expanduser().absolute(), self.home.now())

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
    # A packed file is read from its end first; what is packed already is not packed twice.
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


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
