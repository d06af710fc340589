"""What was said is never changed or taken out: whatever a person does, facts are only added, until they delete all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from unweary.service import CheckIn, Unweary, open_home
from unweary.vocab.history import Answer, Day, Profile, SiteRating

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
_TOUCHES = re.compile(r"\s*(UPDATE|DELETE FROM|(?:INSERT OR )?REPLACE INTO)\s+\"?(fact|recording)\b(.*)", re.I | re.S)
#: Whose import a row belongs to is no part of what it says: it changes where two files tell the same.
_OWNER = re.compile(r"\s*SET raw_sha256=[?%(\w)]+(, told=[?%(\w)]+)? WHERE ", re.I)


@pytest.fixture
def touched() -> Iterator[list[str]]:
    """Each statement that changes or deletes a fact or recording."""
    found: list[str] = []

    def look(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        match = _TOUCHES.match(statement)
        if match and not (match[1].upper() == "UPDATE" and _OWNER.match(match[3])):
            found.append(statement)

    event.listen(Engine, "before_cursor_execute", look)
    yield found
    event.remove(Engine, "before_cursor_execute", look)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=lambda: NOW) as opened:
        yield opened


def test_everything_that_a_person_can_do_only_adds(person: Unweary, tmp_path: Path, touched: list[str]) -> None:
    held: dict[str, object] = {}

    def nothing_is_lost() -> None:
        rows = person._store.ledger()
        ledger = {row.id: (row.kind, row.at, row.recorded_at, row.value, row.corrects) for row in rows}
        assert {row_id: ledger[row_id] for row_id in held} == held
        held.update(ledger)

    person.save_profile(Profile(birth_year=1989), {})
    person.check_in(CheckIn(Day(NOW.date(), fatigue_0_10=6), (SiteRating("quads", "left", 4, NOW),)))
    nothing_is_lost()
    person.check_in(CheckIn(Day(NOW.date(), sleep_h=7)))
    fever = person.add((Answer("fever", "present", NOW),))[0]
    person.correct(person.correct(fever.id, Answer("fever", "absent", NOW)).id, None)
    person.doing.say("nap", True)
    person.doing.say("nap", None)
    nothing_is_lost()
    (tmp_path / "a.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,48\n")
    (tmp_path / "b.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,51\n")
    (tmp_path / "c.csv").write_text("date,sleepSecs,restingHR\n2026-11-18,27000,51\n\n")
    for name in "abc":
        person.import_paths([tmp_path / f"{name}.csv"])
        nothing_is_lost()
    for file in person.imports():
        person.importing.undo(file.sha256)
        nothing_is_lost()
    for file in person.imports():
        person.importing.redo(file.sha256)
        nothing_is_lost()
    person.keeping.export_folder(tmp_path / "out")
    person.keeping.backup(tmp_path / "b.zip")
    person.import_paths([tmp_path / "out"])
    person.assess_today()
    nothing_is_lost()
    assert len(held) > 10
    assert touched == []


def test_deleting_everything_does_touch_them(person: Unweary, touched: list[str]) -> None:
    person.add((Answer("fever", "present", NOW),))
    person.keeping.delete_everything("delete")
    assert len(touched) == 2
