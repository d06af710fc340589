"""What is kept: listing entries, correcting them, adding a blood test, looking for damage."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from unweary.interfaces.terminal.answers import read_answer
from unweary.interfaces.terminal.show import console, print_json, print_sections
from unweary.reports.sections import Section, Table
from unweary.service.lab_words import analyte_named, lab_figure
from unweary.service.mixed_units import check_the_unit, odd_unit
from unweary.vocab.assessment import as_json
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Lab, Session, SiteRating
from unweary.vocab.signals import ANALYTES

if TYPE_CHECKING:
    from unweary.service import FactRow, Unweary

#: Ids begin with their time, so entries of one check-in begin alike; their ends differ.
SHORT = 12
#: As for a year of birth.
_FIRST_YEAR = 1900


def fact_document(row: FactRow) -> dict[str, Any]:
    """One entry as JSON values."""
    document = as_json(row)
    assert isinstance(document, dict)
    return document


def list_facts(person: Unweary, kind: str | None, limit: int, *, as_json_: bool) -> None:
    """The entries that hold now, newest first."""
    rows = person.facts(kind, limit)
    if as_json_:
        print_json({"facts": [fact_document(row) for row in rows]})
        return
    if not rows:
        console().print("Nothing is kept yet. Begin with: unweary check-in, or: unweary import FOLDER")
        return
    cells = tuple((row.id[-SHORT:], row.kind, f"{row.at:%Y-%m-%d}", value_words(row.value), row.source) for row in rows)
    print_sections(console(), (Section("Kept entries", (), Table(("id", "kind", "day", "value", "from"), cells)),))
    console().print("\nA wrong one: unweary correct ID --value 5, or unweary correct ID --withdraw")


def value_words(value: object) -> str:
    """One entry in a few words; empty fields are left out.

    Examples
    --------
    >>> from datetime import date
    >>> from unweary.vocab.history import Day
    >>> value_words(Day(date(2026, 11, 20), fatigue_0_10=4.0, marks=("sick",)))
    'fatigue_0_10 4, marks sick'
    """
    if value is None or not dataclasses.is_dataclass(value):
        return "taken back"
    match value:
        case Answer():
            rather = "" if value.sure else "rather "
            return f"{value.finding}: {rather}{value.state}" + ("" if value.value is None else f" {value.value:g}")
        case SiteRating():
            return " ".join([value.site, value.side, f"{value.soreness_0_10:g}", *value.signs])
        case Lab():
            return f"{value.analyte} {value.comparator or ''}{value.value:g} {value.unit}"
        case Session():
            return f"{value.sport} {value.duration_s / 60:.0f} min"
        case _:
            skipped = ("day", "source", "at")
            pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in skipped)
            return ", ".join(f"{name} {_plain(item)}" for name, item in pairs if item not in (None, ()))


def _plain(item: object) -> str:
    if isinstance(item, tuple):
        return " ".join(str(part) for part in item)
    return f"{item:g}" if isinstance(item, float) else str(item)


def correct(person: Unweary, fact_id: str, changes: Mapping[str, str], *, withdraw: bool, as_json_: bool) -> None:
    """Put something else in the place of an entry, or take it back; the old entry stays in the store.

    Raises
    ------
    UserError
        When nothing was said to change, or the change does not fit the kind of entry.
    """
    if withdraw == bool(changes):
        raise UserError(
            "correct", "say what is right, or take the entry back", "--withdraw, or one of the value options"
        )
    rows = [row for row in person.facts(limit=1_000_000) if row.id == fact_id or row.id.endswith(fact_id)]
    if len(rows) > 1:
        raise UserError("unknown_fact", f"several ids end with '{fact_id}'", "an id that `facts` lists")
    # An id that is not in the list goes on to the service, which says whether it is unknown or already corrected.
    replacement = None if withdraw else _replaced(rows[0].value if rows else None, changes, person)
    row = person.correct(rows[0].id if rows else fact_id, replacement)
    if as_json_:
        print_json({"fact": fact_document(row)})
    else:
        console().print("Taken back." if withdraw else f"Corrected: {value_words(row.value)}")
        console().print("The old entry stays in the store and no longer counts. See: unweary today")


def changes_of(state: str | None, value: str | None, fields: Sequence[str]) -> dict[str, str]:
    """What the options of ``correct`` say, as fields of the entry.

    Examples
    --------
    >>> changes_of(None, None, ["fatigue_0_10=4", "sport=run"])
    {'fatigue_0_10': '4', 'sport': 'run'}
    """
    changes: dict[str, str] = {}
    if state is not None:
        changes["state"] = state
    if value is not None:
        changes["value"] = value
    for text in fields:
        name, sign, given = text.partition("=")
        if not sign:
            raise UserError("correct", f"'{text}' is not a field with its value", "field=value, such as sleep_h=6.5")
        changes[name.strip()] = given.strip()
    return changes


def _read(given: str) -> float | str:
    try:
        return float(given)
    except ValueError:
        return given


def _replaced(value: Any, changes: Mapping[str, str], person: Unweary) -> Any:
    if value is None:
        raise UserError("unknown_fact", "there is no such entry", "an id that `facts` lists")
    fields = {field.name for field in dataclasses.fields(value)}
    fresh: dict[str, Any] = {name: _read(given) for name, given in changes.items()}
    if isinstance(value, Lab) and "value" in changes:
        sign, fresh["value"] = lab_figure(changes["value"], value.analyte, str(fresh.get("unit", value.unit)))
        fresh.setdefault("comparator", sign)  # '312' in place of '<300' is no bound
    if isinstance(value, Answer) and "state" in fresh:
        answer = read_answer(f"{value.finding}={fresh['state']}", person.knowledge)
        fresh = {"value": None, **fresh, "state": answer.state, "sure": answer.sure}
        if answer.value is not None:
            fresh["value"] = answer.value
    if isinstance(value, SiteRating) and "value" in fresh:
        fresh["soreness_0_10"] = fresh.pop("value")
    wrong = [name for name in fresh if name not in fields]
    if wrong:
        kind = type(value).__name__.lower()
        raise UserError("correct", f"a {kind} has no '{wrong[0]}'", ", ".join(sorted(fields - {"source", "at"})))
    return dataclasses.replace(value, **fresh)


def add_lab(
    person: Unweary, analyte: str, value: str, unit: str | None, on: datetime | None, *, as_json_: bool
) -> None:
    """Keep one blood test value as it was reported; '<5' stays a bound.

    Raises
    ------
    UserError
        When the test, the number or the unit is not known, or the day is still to come.
    """
    analyte = analyte if analyte in ANALYTES else analyte_named(analyte) or analyte
    known = ANALYTES.get(analyte)
    if known is None:
        # 'cortisol' alone may be of any hour: only the name that says which is taken.
        like = [f"{one.id} ({one.label})" for one in ANALYTES.values() if one.id.startswith(f"{analyte.casefold()}_")]
        asked = [kind for kind in person.knowledge.findings.values() if kind.collected_by == "lab"]
        like += [
            f"unweary check-in --answer {kind.id}=present (or absent): {kind.question}"
            for kind in asked
            if len(analyte) > 2 and analyte.casefold() in kind.question.casefold()
        ]
        raise UserError("analyte", f"'{analyte}' is not a blood test that we know", ", ".join(like or ANALYTES))
    sign, number = lab_figure(value, analyte, unit or known.unit)
    now = person.now()
    if on is not None and on.date() > now.date():
        raise UserError("future", f"{on:%Y-%m-%d} is still to come", "the day on which the blood was taken")
    if on is not None and on.year < _FIRST_YEAR:
        raise UserError("past", f"nobody who lives gave blood in {on.year}", f"a day from {_FIRST_YEAR} on")
    at = now if on is None else datetime.combine(on.date(), time(12), now.tzinfo)
    lab = Lab(analyte, number, unit or known.unit, min(at, now), sign)
    row = person.add((lab,))[0]
    if as_json_:
        print_json({"fact": fact_document(row)})
    else:
        console().print(f"Kept: {value_words(row.value)}, {lab.at:%Y-%m-%d}. See: unweary today")
        note = check_the_unit(lab, person.knowledge) if unit is None or odd_unit(lab, person.knowledge) else ""
        if note:
            console().print(note)
        if f"{analyte}_adjusted" in ANALYTES:
            other = f"{analyte}_adjusted"
            console().print(f"Read as {known.label}. If your report says adjusted or corrected: unweary lab {other}")
