"""Reading what is said about the simulations: one file for each, its name the id; as strict as the rest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Literal

from unweary.knowledge.records import record, refuse
from unweary.vocab.simulation import Knob, NumberWords, PanelWords, SimulationWords

_ID = re.compile(r"[a-z][a-z0-9_]*")
#: These name something else where a result is written for programs.
_TAKEN = ("simulation", "knobs", "panels")
#: These are options of every simulation on the command line.
_OPTIONS = ("json", "svg", "help")


@dataclass(frozen=True, slots=True)
class _NumberKnob:
    name: str
    label: str
    unit: str
    default: float
    least: float
    most: float
    step: float


@dataclass(frozen=True, slots=True)
class _ChoiceKnob:
    name: str
    label: str
    default: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Told:
    """The file without its knobs, which are of two kinds."""

    title: str
    summary: str
    shows: str
    stops: str
    grade: Literal["A", "B", "C", "D", "E"]
    sources: tuple[str, ...]
    numbers: Mapping[str, NumberWords]
    panel: Mapping[str, PanelWords]


def read_simulations(folder: Traversable) -> tuple[SimulationWords, ...]:
    """The words of every ``<id>.toml`` in a folder, by id.

    Raises
    ------
    UserError
        Code ``knowledge``: the file, the entry and the key that cannot be read, and what would be accepted.
    """
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda entry: entry.name)
    return tuple(_read(entry.name, entry.read_bytes()) for entry in found)


def _read(file: str, raw: bytes) -> SimulationWords:
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        refuse(file, str(error), "TOML 1.0 in UTF-8")
    where, name = f"simulations/{file}", file.removesuffix(".toml")
    knobs = table.pop("knob", [])
    if not isinstance(knobs, list) or not knobs:
        refuse(f"{where}: knob", "is missing or no array of tables", "[[knob]]")
    told = record(_Told, table, where)
    for kind, names in (("numbers", told.numbers), ("panel", told.panel)):
        for key in (name, *names):
            if not _ID.fullmatch(key) or key in _TAKEN:
                refuse(f"{where}: {kind}: {key}", "is no id", "small letters, digits and underscores")
        if not names:
            refuse(f"{where}: {kind}", "has no entry", "at least one")
    if not told.sources:
        refuse(f"{where}: sources", "names no source", "ids of sources*.toml")
    read = tuple(_knob(entry, f"{where}: knob[{index}]") for index, entry in enumerate(knobs))
    if len({knob.name for knob in read}) < len(read):
        refuse(f"{where}: knob", "has a name twice", "a name of its own for each")
    return SimulationWords(
        id=name,
        title=told.title,
        summary=told.summary,
        shows=told.shows,
        stops=told.stops,
        grade=told.grade,
        sources=told.sources,
        knobs=read,
        numbers=told.numbers,
        panels=told.panel,
    )


def _knob(entry: Any, where: str) -> Knob:
    knob: Knob
    if isinstance(entry, Mapping) and "choices" in entry:
        choice = record(_ChoiceKnob, entry, where)
        if choice.default not in choice.choices:
            refuse(f"{where}: default", f"'{choice.default}' is no choice", ", ".join(choice.choices))
        knob = Knob(choice.name, choice.label, "", choice.default, choices=choice.choices)
    else:
        number = record(_NumberKnob, entry, where)
        if not (number.least <= number.default <= number.most and number.least < number.most and number.step > 0):
            refuse(where, "least, default, most and step do not fit", "least <= default <= most, step > 0")
        knob = Knob(number.name, number.label, number.unit, number.default, number.least, number.most, number.step)
    if not _ID.fullmatch(knob.name) or knob.name in _OPTIONS:
        refuse(f"{where}: name", f"'{knob.name}' is no name", "small letters, digits and underscores")
    return knob
