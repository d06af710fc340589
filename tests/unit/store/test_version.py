"""The version of a store changes with every write, by whichever connection, and with nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from unweary.store.rows import FactRow, new_row
from unweary.store.store import Store
from unweary.vocab.history import Answer

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def row(name: str, minutes: int = 0) -> FactRow:
    at = NOW + timedelta(minutes=minutes)
    return new_row(name, Answer("fever", "absent", at), at)


def test_reading_leaves_it_as_it_is(store: Store) -> None:
    store.add((row("one"),))
    before = store.version()
    store.facts()
    store.recordings(NOW - timedelta(days=9), NOW)
    assert store.version() == before


def test_each_own_write_changes_it(store: Store) -> None:
    seen = [store.version()]
    store.add((row("one"),))
    seen.append(store.version())
    store.add((FactRow("two", "answer", NOW, NOW + timedelta(minutes=1), None, "correction", "one"),))
    seen.append(store.version())
    store.erase()
    seen.append(store.version())
    store.add((row("three", 2),))
    seen.append(store.version())
    assert len(set(seen[:3])) == 3
    assert len(set(seen[2:])) == 3


def test_a_write_of_another_program_changes_it(store: Store, tmp_path: Path, url: str | None) -> None:
    before = store.version()
    with Store.open(tmp_path / "home", "person-1", NOW, url) as other:
        other.add((row("one"),))
        assert store.version() != before
        now = store.version()
        other.facts()
        assert store.version() == now


@pytest.mark.parametrize("times", [1, 3])
def test_it_can_be_asked_before_the_home_is_closed_and_deleted(tmp_path: Path, times: int) -> None:
    with Store.open(tmp_path / "home", "person-1", NOW) as store:
        for _ in range(times):
            store.version()
    assert sorted(path.name for path in (tmp_path / "home").glob("unweary.db*")) == ["unweary.db"]
