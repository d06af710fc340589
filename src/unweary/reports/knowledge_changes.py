"""What differs between two versions of the knowledge, row by row, and what that does to people."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from unweary.reports.knowledge_parts import Cell, Entry, Page, Section, Table, facts, lines, share
from unweary.reports.knowledge_words import condition_words
from unweary.reports.phrases import ACTION_WORDS, URGENCY_WORDS
from unweary.vocab.assessment import Action
from unweary.vocab.knowledge import Knowledge, Number, Urgency
from unweary.vocab.logic import AtLeast, Compare, Is, Not

#: A chance that moves by less than this is not shown as a change.
LEAST_MOVE = 0.005
_MOVES = 8
_FIRST = 3
_GONE, _NEW = "not there", "not there before"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row that differs. ``before`` or ``after`` is empty where the whole row came or went."""

    kind: str
    entry: str
    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person is told: urgency, the day's answer, the ranked causes, every chance, the rules that fired."""

    urgency: Urgency
    action: Action
    ranked: tuple[str, ...]
    posterior: Mapping[str, float]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person before and after. ``note`` says what the older version could not be told."""

    name: str
    before: Standing
    after: Standing
    note: str = ""

    def moves(self) -> tuple[tuple[str, float, float], ...]:
        """Causes whose chance moved, with the chance before and after, the largest first. None where one gives none."""
        if not (self.before.posterior and self.after.posterior):
            return ()
        causes = dict.fromkeys((*self.after.posterior, *self.before.posterior))
        found = [(name, self.before.posterior.get(name, 0.0), self.after.posterior.get(name, 0.0)) for name in causes]
        moved = [move for move in found if abs(move[2] - move[1]) >= LEAST_MOVE]
        return tuple(sorted(moved, key=lambda move: (-abs(move[2] - move[1]), move[0])))

    @property
    def weight(self) -> tuple[bool, bool, float]:
        """What orders people: urgency or answer changed, first causes changed, then the largest move."""
        told = (self.before.urgency, self.before.action) != (self.after.urgency, self.after.action)
        first = self.before.ranked[:_FIRST] != self.after.ranked[:_FIRST]
        first = first or bool(self.before.posterior) != bool(self.after.posterior)
        return told, first, max((abs(after - before) for _, before, after in self.moves()), default=0.0)

    @property
    def changed(self) -> bool:
        """Whether anything that a person could notice differs."""
        return self.weight > (False, False, 0.0) or self.before.flags != self.after.flags


@dataclass(frozen=True, slots=True)
class Comparison:
    """An older version of the knowledge, this one, and people under both."""

    older: Knowledge
    newer: Knowledge
    name: str
    people: tuple[PersonChange, ...] = ()
    notes: tuple[str, ...] = field(default=())


# ---- rows that differ


def changes(older: Knowledge, newer: Knowledge) -> tuple[Change, ...]:
    """Every row that came, went or differs, with the fields that do, in the order of the knowledge.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from unweary.service.person import packaged_knowledge
    >>> now = packaged_knowledge()
    >>> changes(now, now)
    ()
    >>> first = now.red_flags[0]
    >>> [change.key for change in changes(replace(now, red_flags=(replace(first, who="GP"), *now.red_flags[1:])), now)]
    ['who']
    """
    found: list[Change] = []
    for one in dataclasses.fields(Knowledge):
        if one.name != "digest":
            before = _keyed(getattr(older, one.name), older)
            after = _keyed(getattr(newer, one.name), newer)
            found.extend(_differences(one.name.replace("_", " "), before, after, older, newer))
    return tuple(found)


def _differences(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], older: Knowledge, newer: Knowledge
) -> Iterator[Change]:
    for name in dict.fromkeys((*after, *before)):
        if name not in before:
            yield Change(kind, name, "new", "", _shown(after[name], newer))
        elif name not in after:
            yield Change(kind, name, "gone", _shown(before[name], older), "")
        elif before[name] != after[name]:
            for key in _fields(after[name]):
                then, now = _field(before[name], key), _field(after[name], key)
                if then != now:
                    yield Change(kind, name, key, _shown(then, older), _shown(now, newer))


def _fields(entry: Any) -> tuple[str, ...]:
    """A number is one thing: its middle, range and grade change together."""
    if dataclasses.is_dataclass(entry) and not isinstance(entry, Number):
        return tuple(one.name for one in dataclasses.fields(entry))
    return ("value",)


def _field(entry: Any, key: str) -> Any:
    return entry if key == "value" and not hasattr(entry, "value") else getattr(entry, key)


def _keyed(entries: Any, knowledge: Knowledge) -> dict[str, Any]:
    """Entries under names that stay the same while their numbers change; equal names are counted."""
    if isinstance(entries, Mapping):
        return dict(entries)
    found: dict[str, Any] = {}
    for entry in entries:
        name = base = _name(entry, knowledge)
        count = 1
        while name in found:
            count += 1
            name = f"{base} ({count})"
        found[name] = entry
    return found


def _name(entry: Any, knowledge: Knowledge) -> str:
    parts = [
        str(getattr(entry, key)) for key in ("id", "cause", "kind", "analyte", "field", "quantity") if _has(entry, key)
    ]
    if not _has(entry, "id"):
        parts += [str(getattr(entry, key)) for key in ("finding", "sex", "age_from") if _has(entry, key)]
        parts += [", ".join(entry.words)] if _has(entry, "words") and isinstance(entry.words, tuple) else []
        parts += [condition_words(entry.when, knowledge)] if _has(entry, "when") else []
    return " · ".join(parts[:1] if _has(entry, "id") else parts)


def _has(entry: Any, key: str) -> bool:
    return getattr(entry, key, None) not in (None, "")


def _shown(value: Any, knowledge: Knowledge) -> str:
    if value in (None, "", ()):
        return "not set"
    if isinstance(value, (Is, Compare, Not, AtLeast)):
        return condition_words(value, knowledge)
    if isinstance(value, Number):
        origin = ", ".join(filter(None, (value.grade, value.check, value.source, value.locator)))
        return f"{value.mid:g} ({value.low:g} to {value.high:g}), {origin}"
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
        return "; ".join(f"{name}: {_shown(part, knowledge)}" for name, part in pairs if part not in (None, "", ()))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {part}" for key, part in value.items())
    if isinstance(value, tuple):
        return ", ".join(_shown(part, knowledge) for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


# ---- the page


def changes_page(comparison: Comparison) -> Page:
    """Every changed row, then every person, those for whom most changes first."""
    found = changes(comparison.older, comparison.newer)
    people = sorted(comparison.people, key=lambda person: (*(-part for part in person.weight), person.name))
    moved = [person for person in people if person.changed]
    same = [person.name.replace("_", " ") for person in people if not person.changed]
    told = sum(person.weight[0] for person in people)
    lead = (
        f"Before: {comparison.name}, {comparison.older.digest[:16]}. After: {comparison.newer.digest[:16]}. "
        f"{len(found)} differences in the knowledge. {len(people)} people judged with both: urgency or answer changes "
        f"for {told}, something else for {len(moved) - told}, nothing for {len(same)}."
    )
    notes = Entry("notes", "How they were compared", facts(("notes", lines(*comparison.notes))))
    sections = (
        Section("People for whom something changes", tuple(_person(person, comparison) for person in moved)),
        Section("Rows that differ", _rows(found)),
        Section("People for whom nothing changes", (_unmoved(same),) if same else ()),
        Section("Notes", (notes,) if comparison.notes else ()),
    )
    return Page("changes.html", "Changes", lead, tuple(section for section in sections if section.entries))


def _rows(found: tuple[Change, ...]) -> tuple[Entry, ...]:
    kinds: dict[str, list[tuple[Cell, ...]]] = {}
    for change in found:
        row = (lines(change.entry, change.key.replace("_", " ")), change.before or _NEW, change.after or _GONE)
        kinds.setdefault(change.kind, []).append(row)
    return tuple(
        Entry(f"changed_{kind}", f"{kind} ({len(rows)})", tables=(Table("", ("row", "before", "after"), tuple(rows)),))
        for kind, rows in kinds.items()
    )


def _person(person: PersonChange, comparison: Comparison) -> Entry:
    before, after = person.before, person.after
    moves = person.moves()
    rows = tuple(
        (_cause(name, comparison), share(then), share(now), f"{100 * (now - then):+.1f} points")
        for name, then, now in moves[:_MOVES]
    )
    more = f"and {len(moves) - _MOVES} smaller moves" if len(moves) > _MOVES else ""
    table = Table("Chances that moved", ("cause", "before", "after", "move"), rows)
    return Entry(
        f"person_{person.name}",
        person.name.replace("_", " "),
        facts(
            ("urgency", _moved(URGENCY_WORDS[before.urgency], URGENCY_WORDS[after.urgency])),
            ("answer", _moved(ACTION_WORDS[before.action], ACTION_WORDS[after.action])),
            ("first causes", _moved(_ranking(before, comparison), _ranking(after, comparison))),
            ("rules that fired", _moved(", ".join(before.flags) or "none", ", ".join(after.flags) or "none")),
            ("chances", _withheld(before, after)),
            ("smaller", more),
            ("note", person.note),
        ),
        (table,) if rows else (),
        tone="emergency" if person.weight[0] else "changed",
    )


def _withheld(before: Standing, after: Standing) -> str:
    """Whether chances are given at all: outside the scope and for children there are none."""
    if bool(before.posterior) == bool(after.posterior):
        return ""
    return "given now, not before" if after.posterior else "given before, withheld now"


def _moved(before: str, after: str) -> str:
    return f"{before}, as before" if before == after else f"{before} → {after}"


def _ranking(standing: Standing, comparison: Comparison) -> str:
    return ", ".join(_cause(name, comparison) for name in standing.ranked[:_FIRST]) or "none listed"


def _cause(name: str, comparison: Comparison) -> str:
    cause = comparison.newer.causes.get(name) or comparison.older.causes.get(name)
    return cause.plain_name if cause else name


def _unmoved(names: list[str]) -> Entry:
    return Entry("unmoved", f"{len(names)} people", facts(("who", ", ".join(sorted(names)))))
