"""Reading the data files: which file holds which tables, ids that must be unique, and the digest over the bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from unweary.knowledge.records import Record, record, refuse
from unweary.knowledge.records import from_text as cells
from unweary.vocab.articles import Article
from unweary.vocab.body import BodyPart
from unweary.vocab.instruments import Instrument, LabRange
from unweary.vocab.knowledge import (
    Cause,
    Check,
    CorrelationGroup,
    Country,
    Derived,
    Exercise,
    FindingType,
    Grade,
    GradedEvidence,
    KindSign,
    Knowledge,
    Likelihood,
    Modifier,
    Number,
    Points,
    ProfileWord,
    Quantity,
    RedFlag,
    Screen,
    Source,
)
from unweary.vocab.lexicon import Change, Entailed, Lasting, LongSince, Nearly, Phrase, Reading, WordGroup
from unweary.vocab.muscle import OverreachingSign, SoreKindWords, SoreSign, SoreWatch
from unweary.vocab.notes import Checklist, Contradiction, ScopeNote
from unweary.vocab.remedies import Remedy, SafetyRule
from unweary.vocab.verdict import VerdictRule

Entry = TypeVar("Entry")

#: File to the arrays of tables that it must hold, no more and no fewer. ``findings_<word>.toml`` goes on where
#: ``findings.toml`` ends, and may leave out an array.
TOML_FILES: dict[str, tuple[str, ...]] = {
    "findings.toml": ("finding",),
    "quantities.toml": ("quantity",),
    "derived.toml": ("derived", "points"),
    "profile_words.toml": ("profile_word",),
    "screens.toml": ("screen", "checklist"),
    "red_flags.toml": ("red_flag",),
    "causes.toml": ("cause",),
    "modifiers.toml": ("modifier",),
    "groups.toml": ("group",),
    "kind.toml": ("sign",),
    "verdict.toml": ("rule",),
    "remedies.toml": ("remedy",),
    "safety.toml": ("rule",),
    "countries.toml": ("country",),
    "lexicon.toml": ("word_group", "phrase", "lasting", "long_since", "reading", "change", "entailed"),
    "nearby.toml": ("alike", "nearly"),
    "graded.toml": ("graded",),
    "contradictions.toml": ("contradiction",),
    "scope.toml": ("note",),
    "instruments.toml": ("instrument",),
    "lab_ranges.toml": ("range",),
    "soreness.toml": ("sign", "kind", "watch"),
    "overreaching.toml": ("row",),
    "articles.toml": ("article",),
    "exercises.toml": ("exercise",),
    "parameters.toml": ("parameter",),
    "sources.toml": ("source",),
}
CSV_FILES = ("likelihoods.csv", "body.csv")
#: The first layout had these; the files that came later may be missing where an older version is read to compare with.
# fmt: off
FIRST_FILES = frozenset({
    "findings.toml", "quantities.toml", "derived.toml", "profile_words.toml", "screens.toml", "red_flags.toml",
    "causes.toml", "modifiers.toml", "groups.toml", "kind.toml", "verdict.toml", "remedies.toml", "safety.toml",
    "countries.toml", "lexicon.toml", "parameters.toml", "sources.toml",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class _ParameterRow:
    """An entry of parameters.toml: a number with an id."""

    id: str
    mid: float
    low: float
    high: float
    unit: str
    grade: Grade
    check: Check
    source: str
    locator: str = ""
    population: str = "active adults who complain of lingering muscle fatigue"

    def number(self) -> Number:
        return Number(**{field.name: getattr(self, field.name) for field in fields(Number)})


@dataclass(frozen=True, slots=True)
class _LikelihoodRow:
    """A row of likelihoods.csv: a likelihood with its number laid flat."""

    cause: str
    finding: str
    sensitivity: float
    low: float
    high: float
    grade: Grade
    check: Check
    source: str
    locator: str = ""
    positive_only: bool = False
    lr_pos_published: float | None = None
    note: str = ""


def read(folder: Traversable, *, older: bool = False) -> Knowledge:
    """Read every data file of a folder. ``older``: files and arrays that came with a later layout may be missing.

    Raises
    ------
    UserError
        Code ``knowledge``: a file that is missing, not known, or cannot be read, or an entry that is wrong; with the
        file, the entry and the key.

    Examples
    --------
    >>> from pathlib import Path
    >>> try:
    ...     read(Path("no-such-folder"))
    ... except Exception as error:
    ...     print(error.code, "|", error)
    knowledge | no-such-folder: there is no such folder
    """
    raw = _bytes(folder, older)
    tables = {file: _arrays(file, data, older) for file, data in raw.items() if file.endswith(".toml")}

    def rows(base: str, array: str, kind: type[Record]) -> list[tuple[str, Record]]:
        placed = [row for file in tables if _base(file) == base for row in _placed(file, array, tables[file][array])]
        return [(where, record(kind, entry, where)) for where, entry in placed]

    def mapping(file: str, array: str, kind: type[Record]) -> dict[str, Record]:
        return _by_id(rows(file, array, kind), _id)

    def unique(file: str, array: str, kind: type[Record], key: Callable[[Any], object] = _id) -> tuple[Record, ...]:
        return tuple(_by_id(rows(file, array, kind), key).values())

    def every(file: str, array: str, kind: type[Record]) -> tuple[Record, ...]:
        return tuple(entry for _, entry in rows(file, array, kind))

    return Knowledge(
        digest=_digest(raw),
        findings=mapping("findings.toml", "finding", FindingType),
        quantities=mapping("quantities.toml", "quantity", Quantity),
        derived=_definitions(rows("derived.toml", "derived", Derived)),
        points=unique("derived.toml", "points", Points),
        profile_words=every("profile_words.toml", "profile_word", ProfileWord),
        screens=unique("screens.toml", "screen", Screen),
        checklists=unique("screens.toml", "checklist", Checklist),
        red_flags=unique("red_flags.toml", "red_flag", RedFlag),
        causes=mapping("causes.toml", "cause", Cause),
        likelihoods=_likelihoods({file: data for file, data in raw.items() if _base(file) == "likelihoods.csv"}),
        modifiers=every("modifiers.toml", "modifier", Modifier),
        groups=unique("groups.toml", "group", CorrelationGroup),
        kind_signs=every("kind.toml", "sign", KindSign),
        verdict=unique("verdict.toml", "rule", VerdictRule),
        remedies=mapping("remedies.toml", "remedy", Remedy),
        safety_rules=unique("safety.toml", "rule", SafetyRule),
        body=_by_id(_csv_rows("body.csv", raw["body.csv"], BodyPart), _id),
        countries=_by_id(rows("countries.toml", "country", Country), lambda country: country.code),
        parameters={row.id: row.number() for row in unique("parameters.toml", "parameter", _ParameterRow)},
        sources=mapping("sources.toml", "source", Source),
        lexicon=every("lexicon.toml", "phrase", Phrase),
        word_groups=unique("lexicon.toml", "word_group", WordGroup),
        lasting=every("lexicon.toml", "lasting", Lasting),
        long_since=every("lexicon.toml", "long_since", LongSince),
        readings=every("lexicon.toml", "reading", Reading),
        changes=every("lexicon.toml", "change", Change),
        entailed=every("lexicon.toml", "entailed", Entailed),
        alike=unique("nearby.toml", "alike", WordGroup),
        nearly=every("nearby.toml", "nearly", Nearly),
        graded=every("graded.toml", "graded", GradedEvidence),
        contradictions=unique("contradictions.toml", "contradiction", Contradiction),
        scope_notes=unique("scope.toml", "note", ScopeNote),
        instruments=unique("instruments.toml", "instrument", Instrument),
        lab_ranges=every("lab_ranges.toml", "range", LabRange),
        sore_signs=unique("soreness.toml", "sign", SoreSign),
        sore_kinds=unique("soreness.toml", "kind", SoreKindWords),
        sore_watch=every("soreness.toml", "watch", SoreWatch),
        overreaching=unique("overreaching.toml", "row", OverreachingSign),
        articles=unique("articles.toml", "article", Article),
        exercises=unique("exercises.toml", "exercise", Exercise),
    )


def _definitions(rows: list[tuple[str, Derived]]) -> tuple[Derived, ...]:
    """Derived findings in order. Another file may add a second way to the same finding; one file may not."""
    for file in dict.fromkeys(where.partition(":")[0] for where, _ in rows):
        _by_id([row for row in rows if row[0].startswith(f"{file}:")], _id)
    return tuple(entry for _, entry in rows)


def _id(entry: Any) -> str:
    return str(entry.id)


def _by_id(rows: Iterable[tuple[str, Entry]], key: Callable[[Entry], Any]) -> dict[Any, Entry]:
    found: dict[Any, Entry] = {}
    first: dict[Any, str] = {}
    for where, entry in rows:
        name = key(entry)
        if name in found:
            shown = " + ".join(name) if isinstance(name, tuple) else name
            refuse(where, f"'{shown}' is there twice; the first is {first[name]}", "an id of its own")
        found[name], first[name] = entry, where
    return found


# ---- files


def _bytes(folder: Traversable, older: bool) -> dict[str, bytes]:
    """The bytes of every data file: first those of the layout, each followed by its continuations."""
    if not folder.is_dir():
        refuse(folder.name, "there is no such folder", "a folder of knowledge data files")
    wanted = (*TOML_FILES, *CSV_FILES)
    needed = FIRST_FILES.union(CSV_FILES)
    there = {entry.name: entry for entry in folder.iterdir() if entry.is_file()}
    missing = [name for name in wanted if name not in there and (name in needed or not older)]
    if missing:
        refuse(", ".join(missing), f"missing in the knowledge folder '{folder.name}'", ", ".join(wanted))
    # A misspelt file name must not make a file of rules silently unread.
    for name in sorted(there):
        if name.endswith((".toml", ".csv")) and not _base(name):
            refuse(name, f"is not a file of the knowledge folder '{folder.name}'", ", ".join(wanted))
    names = [file for name in wanted for file in (name, *sorted(f for f in there if f != name and _base(f) == name))]
    return {name: there[name].read_bytes() for name in names if name in there}


@cache
def _base(file: str) -> str:
    """The file of the layout that this one is or goes on from; empty when there is none."""
    every = (*TOML_FILES, *CSV_FILES)
    if file in every:
        return file
    stem, _, ending = file.rpartition(".")
    whole = [name for name in every if name.endswith(ending) and stem.startswith(f"{name.rpartition('.')[0]}_")]
    return max(whole, key=len, default="")


def _digest(raw: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(raw):
        # With each length stated, no bytes can move from one file to the next unseen.
        digest.update(f"{name}\0{len(raw[name])}\0".encode())
        digest.update(raw[name])
    return digest.hexdigest()


def _text(file: str, raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(file, f"byte {error.start} is not UTF-8", "UTF-8")


def _arrays(file: str, raw: bytes, older: bool) -> dict[str, list[object]]:
    """The arrays of tables of one TOML file; every array of the layout must be there, empty if need be."""
    try:
        parsed = tomllib.loads(_text(file, raw))
    except tomllib.TOMLDecodeError as error:
        refuse(file, str(error), "TOML 1.0")
    arrays = TOML_FILES[_base(file)]
    for key in parsed:
        if key not in arrays:
            refuse(f"{file}: {key}", "is not a table of this file", ", ".join(f"[[{name}]]" for name in arrays))
    for name in arrays:
        if not isinstance(parsed.get(name, [] if older or file not in TOML_FILES else None), list):
            refuse(f"{file}: {name}", "is missing or no array of tables", f"[[{name}]], or {name} = []")
    return {name: parsed.get(name, []) for name in arrays}


def _placed(file: str, array: str, entries: list[object]) -> Iterable[tuple[str, object]]:
    """Each entry with the words that say where it stands."""
    for index, entry in enumerate(entries):
        named = entry if isinstance(entry, dict) else {}
        name = next((f" '{named[key]}'" for key in ("id", "code", "cause", "finding") if key in named), "")
        yield f"{file}: {array}[{index}]{name}", entry


def _csv_rows(file: str, raw: bytes, kind: type[Record]) -> list[tuple[str, Record]]:
    found = []
    try:
        reader = csv.reader(io.StringIO(_text(file, raw), newline=""), strict=True)
        header = next(reader, [])
        for cell_list in reader:
            where = f"{file}: line {reader.line_num}"
            if len(cell_list) != len(header):
                refuse(where, f"{len(cell_list)} cells", f"{len(header)} cells, one for each column")
            row = dict(zip(header, cell_list, strict=True))
            found.append((where, record(kind, cells(kind, row, where), where)))
    except csv.Error as error:
        refuse(file, str(error), "comma-separated cells, double quotes where a cell holds a comma")
    return found


def _likelihoods(files: Mapping[str, bytes]) -> tuple[Likelihood, ...]:
    rows = [row for file, raw in files.items() for row in _csv_rows(file, raw, _LikelihoodRow)]
    found = _by_id(rows, lambda row: (row.cause, row.finding)).values()
    return tuple(
        Likelihood(
            cause=row.cause,
            finding=row.finding,
            sensitivity=Number(
                row.sensitivity, row.low, row.high, "probability", row.grade, row.check, row.source, row.locator
            ),
            positive_only=row.positive_only,
            lr_pos_published=row.lr_pos_published,
            note=row.note,
        )
        for row in found
    )
