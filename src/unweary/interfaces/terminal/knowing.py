"""Looking into the reviewed knowledge: counts, a check, one entry with its numbers and sources."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.text import Text

from unweary.interfaces.terminal.failing import ANSWERED, NOTHING_USABLE
from unweary.interfaces.terminal.show import console, print_json, print_line
from unweary.reports.knowledge_words import counts as main_counts
from unweary.reports.knowledge_words import show as in_english
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Knowledge, Number
from unweary.vocab.logic import AtLeast, Compare, Is, Not, in_words

_LISTS = ("red_flags", "derived", "points", "groups", "verdict", "safety_rules", "screens")
#: The kinds that are written as sentences for a reader; the others are printed field by field.
_IN_ENGLISH = ("red_flags", "causes", "remedies", "findings", "derived", "points", "safety_rules", "verdict")
_MAPS = ("findings", "quantities", "causes", "remedies", "body", "countries", "parameters", "sources")


def counts(knowledge: Knowledge) -> dict[str, int]:
    """How much of each kind there is.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> sorted(counts(packaged_knowledge()))[:3]
    ['alike', 'articles', 'body']
    """
    return {
        field.name: len(value)
        for field in dataclasses.fields(knowledge)
        if not isinstance(value := getattr(knowledge, field.name), str)
    }


def check(knowledge: Knowledge, *, as_json_: bool) -> int:
    """Whether the knowledge hangs together: counts, every problem with its place, exit code 1 when there is one."""
    from unweary.knowledge.checking import check as look

    problems = look(knowledge)
    if as_json_:
        every = {**main_counts(knowledge), **counts(knowledge)}
        print_json({"counts": every, "problems": [as_json(problem) for problem in problems]})
    else:
        print_counts(knowledge, as_json_=False)
        for problem in problems:
            print_line(console(), f"! {problem.where}: {problem.message}")
        good = "No problems: every entry can be read, and every id, condition and source resolves."
        console().print(f"{len(problems)} problems." if problems else good)
    return NOTHING_USABLE if problems else ANSWERED


def print_counts(knowledge: Knowledge, *, as_json_: bool) -> None:
    """How much of each kind there is, and the digest."""
    found = counts(knowledge)
    if as_json_:
        print_json({"counts": found, "knowledge_digest": knowledge.digest})
        return
    out = console()
    for name, number in found.items():
        out.print(f"{number:>6}  {name.replace('_', ' ')}")
    out.print(f"digest {knowledge.digest}", soft_wrap=True)


def show(knowledge: Knowledge, name: str | None, *, as_json_: bool) -> None:
    """One entry in full, or the ids of all entries.

    Raises
    ------
    UserError
        When no entry has that id; the message names near ones.
    """
    entries = dict(_entries(knowledge))
    if name is None:
        _print_ids(entries, as_json_=as_json_)
        return
    found = {kind: entry for (kind, entry_id), entry in entries.items() if entry_id == name}
    if as_json_:
        kinds = {kind: entry for (kind, entry_id), entry in entries.items() if kind == name}
        if not found and not kinds:
            raise _unknown(name, entries)
        every = {entry_id: plain(entry, knowledge) for (kind, entry_id), entry in entries.items() if kind == name}
        print_json({kind: plain(entry, knowledge) for kind, entry in found.items()} | _links(knowledge, name) | every)
    elif name == "red_flags":
        console().print(Text(in_english(knowledge)), soft_wrap=True)
    elif any(kind in _IN_ENGLISH for kind in found):
        console().print(Text(in_english(knowledge, name)))
    elif found:
        for kind, entry in found.items():
            console().print(f"{name} ({kind.replace('_', ' ')})", style="bold")
            _print_entry(plain(entry, knowledge))
    elif any(kind == name for kind, _ in entries):
        _print_ids({key: entry for key, entry in entries.items() if key[0] == name}, as_json_=False)
    else:
        raise _unknown(name, entries)


#: The people of the repository, judged where the command runs in it and no others are named.
_SCENARIOS = Path("tests", "scenarios")


def report(knowledge: Knowledge, out: Path, against: Path | None, people: Path | None, *, as_json_: bool) -> None:
    """Write the pages for review, and say where they are and what differs.

    Raises
    ------
    UserError
        Where ``against`` is no folder of knowledge that can be read, ``people`` holds nobody, or ``people`` is given
        without a version to compare with.
    """
    from unweary.reports.knowledge_changes import changes
    from unweary.reports.knowledge_report import knowledge_report
    from unweary.service.knowledge_review import compare, write_pages

    if people is not None and against is None:
        raise UserError("people", "people are judged to compare two versions", "--against with another version")
    if people is None and against is not None and _SCENARIOS.is_dir():
        people = _SCENARIOS
    comparison = None if against is None else compare(knowledge, against, people)
    pages = write_pages(out, knowledge_report(knowledge, comparison))
    told: dict[str, Any] = {"folder": str(out), "pages": list(pages), "knowledge_digest": knowledge.digest}
    if comparison is not None:
        told["against"] = comparison.older.digest
        told["differences"] = len(changes(comparison.older, comparison.newer))
        told["people"] = len(comparison.people)
        told["people_changed"] = [person.name for person in comparison.people if person.changed]
    if as_json_:
        print_json(told)
        return
    console().print(Text(f"Open {out / 'index.html'} in a browser ({len(pages)} files)."), soft_wrap=True)
    if comparison is not None:
        judged = f"something changes for {len(told['people_changed'])} of {told['people']} people"
        print_line(console(), f"{told['differences']} differences from the other version; {judged}: see changes.html.")


def _unknown(name: str, entries: Mapping[tuple[str, str], Any]) -> UserError:
    near = difflib.get_close_matches(name, [entry_id for _, entry_id in entries], n=4, cutoff=0.5)
    return UserError(
        "knowledge", f"there is no entry '{name}'", ", ".join(near) or "an id from: unweary knowledge show"
    )


def _print_ids(entries: Mapping[tuple[str, str], Any], *, as_json_: bool) -> None:
    ids: dict[str, list[str]] = {}
    for kind, entry_id in entries:
        ids.setdefault(kind, []).append(entry_id)
    if as_json_:
        print_json(ids)
        return
    for kind, names in ids.items():
        console().print(f"\n{kind} ({len(names)})", style="bold")
        console().print(", ".join(names))


def _entries(knowledge: Knowledge) -> Iterator[tuple[tuple[str, str], Any]]:
    for name in _MAPS:
        for entry_id, entry in getattr(knowledge, name).items():
            yield (name, entry_id), entry
    for name in _LISTS:
        for entry in getattr(knowledge, name):
            yield (name, entry.id), entry


def _links(knowledge: Knowledge, name: str) -> dict[str, list[Any]]:
    """What ties a cause or a finding to the others."""
    likelihoods = [plain(row, knowledge) for row in knowledge.likelihoods if name in (row.cause, row.finding)]
    modifiers = [plain(row, knowledge) for row in knowledge.modifiers if row.cause == name]
    return {key: rows for key, rows in (("likelihoods", likelihoods), ("modifiers", modifiers)) if rows}


def plain(entry: Any, knowledge: Knowledge) -> Any:
    """An entry as JSON values, conditions in words."""
    if isinstance(entry, (Is, Compare, Not, AtLeast)):
        return in_words(entry, _Labels(knowledge))
    if dataclasses.is_dataclass(entry) and not isinstance(entry, type):
        return {field.name: plain(getattr(entry, field.name), knowledge) for field in dataclasses.fields(entry)}
    if isinstance(entry, tuple):
        return [plain(part, knowledge) for part in entry]
    if isinstance(entry, Mapping):
        return {str(key): plain(part, knowledge) for key, part in entry.items()}
    return as_json(entry)


class _Labels(dict[str, str]):
    """Labels looked up when asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        super().__init__()
        self._knowledge = knowledge

    def get(self, key: str, default: Any = None) -> Any:
        return self._knowledge.label(key) or default


_NUMBER_FIELDS = frozenset(field.name for field in dataclasses.fields(Number))


def _print_entry(document: Any) -> None:
    for key, value in document.items():
        if value not in (None, "", [], {}):
            print_line(console(), f"{key}: {_one_line(value)}")


def _one_line(value: Any) -> str:
    if isinstance(value, dict) and set(value) == _NUMBER_FIELDS:
        where = f", {value['locator']}" if value["locator"] else ""
        return (
            f"{value['mid']:g} ({value['low']:g} to {value['high']:g}) {value['unit']}, "
            f"grade {value['grade']}, checked {value['check']}, {value['source']}{where}"
        )
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_one_line(part)}" for key, part in value.items() if part not in (None, "", []))
    if isinstance(value, list):
        return "; ".join(_one_line(part) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
