"""What the person said about the columns of tables of blood tests: asked once for each heading, kept, put right."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from unweary.vocab.errors import UserError
from unweary.vocab.history import Lab
from unweary.vocab.lab_names import analyte_named
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, unit_named

if TYPE_CHECKING:
    from unweary.importers.labs_csv import Asked
    from unweary.service.home import Unweary
    from unweary.store.store import Store

#: The problem of a file that waits for the person's words.
WAITING = "columns_unknown"
#: What a column may be beside a blood test, in the order in which a page offers it.
ROLES = ("date", "test", "value", "unit", "sign", "code", "ignore")
_FOLDER, _FILE = "columns", "columns.json"
#: The place in a home of what was said.
COLUMNS = f"{_FOLDER}/{_FILE}"
_MOST_WORDS = 500


def said_columns(home: Path) -> dict[str, dict[str, str]]:
    """All that was said, by the key of the table's heading; nothing where nothing was, or where it cannot be read."""
    try:
        said = json.loads((home / _FOLDER / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def write_columns(home: Path, said: Mapping[str, Mapping[str, str]]) -> None:
    """Keep all that was said, in the place of what was kept."""
    from unweary.store.raw import private_folder

    file = private_folder(home / _FOLDER) / _FILE
    new = file.with_suffix(f".{os.getpid()}")
    new.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    os.replace(new, file)


def sound_columns(text: str | bytes) -> dict[str, dict[str, str]]:
    """What was said in another home.

    Raises
    ------
    ValueError
        Where it has not the shape of what :func:`write_columns` writes. A meaning that is not known here is kept: a
        table in which it stands is asked about again.

    Examples
    --------
    >>> sound_columns('{"0123": {"Eisen": "iron ug/dL"}}')
    {'0123': {'Eisen': 'iron ug/dL'}}
    """
    said = json.loads(text)
    if not isinstance(said, dict) or not all(isinstance(words, dict) for words in said.values()):
        raise ValueError("these are no words about columns")
    if not all(isinstance(meaning, str) for words in said.values() for meaning in words.values()):
        raise ValueError("a column has no meaning")
    return said


def add_columns(home: Path, more: Mapping[str, Mapping[str, str]]) -> None:
    """Keep what was said in another home beside what was said here, which holds where both say something."""
    said = said_columns(home)
    both = {key: {**more.get(key, {}), **said.get(key, {})} for key in (*more, *said)}
    if both != said:
        write_columns(home, both)


def digest(said: Mapping[str, str]) -> str:
    """Short and the same for the same words: written beside a file that was read with them."""
    return hashlib.sha256(json.dumps(dict(said), sort_keys=True).encode()).hexdigest()[:8]


def parted(texts: Sequence[str]) -> dict[str, str]:
    """``Eisen=ferritin ug/L`` as typed on a command line, as a mapping.

    Raises
    ------
    UserError
        ``column`` where one has no ``=``.

    Examples
    --------
    >>> parted(["Eisen=iron ug/dL", "a=b=ignore"])
    {'Eisen': 'iron ug/dL', 'a=b': 'ignore'}
    """
    said = {}
    for text in texts:
        word, sign, meaning = text.rpartition("=")
        if not sign or not word.strip() or not meaning.strip():
            raise UserError("column", f"'{text[:60]}' does not say what a column is", "COLUMN=MEANING: 'Eisen=iron'")
        said[word.strip()] = meaning.strip()
    return said


def meaning_of(text: str) -> str:
    """A role, or an analyte with its unit, as readers of tables take it.

    Raises
    ------
    UserError
        ``column`` with what is accepted.

    Examples
    --------
    >>> meaning_of("ferritin µg/l"), meaning_of("Eisen"), meaning_of("ignore")
    ('ferritin ug/L', 'iron', 'ignore')
    """
    plain = text.strip()
    if plain in ROLES:
        return plain
    word, _, unit = plain.partition(" ")
    analyte = word if word in ANALYTES else analyte_named(plain)
    if analyte is None:
        raise UserError("column", f"'{plain[:60]}' is no blood test that we know", ", ".join((*ROLES, *ANALYTES)))
    if word != analyte or not unit.strip():
        return analyte
    known = unit_named(analyte, unit)
    if known is None:
        said = f"'{unit.strip()[:40]}' is not a unit of {ANALYTES[analyte].label}"
        raise UserError("column", said, ", ".join(accepted_units(analyte)))
    return f"{analyte} {known}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The verbs about columns. Reach it as ``person.columns``."""

    home: Unweary
    store: Store

    def ask(self, sha256: str) -> Asked:
        """The columns (and tests) of a file that was taken in, with what each is taken for.

        Raises
        ------
        UserError
            ``unknown_import`` where there is no such file.
        """
        from unweary.importers import table, table_key

        head = self._head(sha256)
        found, said = table(head), said_columns(self.home.home).get(table_key(head), {})
        return type(found)({**found.known, **{word: said[word] for word in found.known if word in said}}, found.samples)

    def say(self, sha256: str, meanings: Mapping[str, str]) -> str:
        """Keep what the columns of a file are, and read it anew. The id of that import.

        A value that an earlier word for a column had made is taken back.

        Raises
        ------
        UserError
            ``unknown_import``; ``column`` where a meaning is none that we know. Then nothing was kept.
        """
        head = self._head(sha256)
        name = self.store.imports(sha256)[0].name
        self._keep(head, meanings)
        self._take_back(sha256, name)
        with self.store.raw.path(sha256).open("rb") as kept:
            source = self.home.importing.receive(name, iter(lambda: kept.read(1 << 20), b""))
        return self.home.importing.start([source])

    def say_of(self, paths: Sequence[Path], meanings: Mapping[str, str]) -> None:
        """The same for files that are still to be imported: each table that has one of the columns.

        Raises
        ------
        UserError
            ``column`` where no file has such a column, or where a meaning is none that we know.
        """
        from unweary.importers import HEAD_BYTES, table
        from unweary.store.raw import hash_of

        found = False
        for path in paths:
            if path.is_file():
                with path.open("rb") as file:
                    head = file.read(HEAD_BYTES)
                here = {word: meaning for word, meaning in meanings.items() if word in table(head).known}
                if here:
                    found = True
                    self._keep(head, here)
                    with path.open("rb") as file:
                        sha256, _ = hash_of(file)
                    if known := self.store.imports(sha256):
                        self._take_back(sha256, known[0].name)
        if meanings and not found:
            said = ", ".join(f"'{word[:60]}'" for word in meanings)
            raise UserError("column", f"no file here has a column or test {said}", "a name as it stands in the table")

    def _head(self, sha256: str) -> bytes:
        from unweary.importers import HEAD_BYTES

        if not self.store.imports(sha256):
            raise UserError("unknown_import", f"there is no file '{sha256[:40]}'", "a hash that `imports` lists")
        with self.store.raw.path(sha256).open("rb") as file:
            return file.read(HEAD_BYTES)

    def _keep(self, head: bytes, meanings: Mapping[str, str]) -> None:
        from unweary.importers import table_key

        checked = {word: meaning_of(meaning) for word, meaning in meanings.items() if meaning.strip()}
        if len(checked) > _MOST_WORDS:
            raise UserError("column", f"these are {len(checked)} columns", f"at most {_MOST_WORDS}")
        key = table_key(head)
        with self.home.one_at_a_time:
            said = said_columns(self.home.home)
            write_columns(self.home.home, {**said, key: {**said.get(key, {}), **checked}})

    def _take_back(self, sha256: str, name: str) -> None:
        """Withdraw the blood tests of this file that it does not tell any more."""
        from unweary.importers import read

        zone = self.home.now().tzinfo
        with self.store.raw.path(sha256).open("rb") as kept:
            items = read(kept, name, columns=said_columns(self.home.home), **({"zone": zone} if zone else {}))
            told = {_same(item) for item in items if isinstance(item, Lab)}
        for row in self.home.facts("lab", 1_000_000):
            if row.raw_sha256 == sha256 and isinstance(row.value, Lab) and _same(row.value) not in told:
                self.home.correct(row.id, None)


def _same(lab: Lab) -> tuple[object, ...]:
    return lab.analyte, lab.value, lab.unit, lab.comparator, lab.at
