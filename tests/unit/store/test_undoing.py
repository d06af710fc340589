"""What counts: finished imports that were not undone. Undoing brings back exactly what was there before."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from unweary.store import batch
from unweary.store.rows import FactRow, Item, Outcome, new_row
from unweary.store.store import Store
from unweary.vocab.history import Day, Observation, Recording, Session

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)


def take(store: Store, content: bytes, items: Iterable[Item]) -> Outcome:
    staged = store.stage(io.BytesIO(content))
    store.begin_import(staged, content.decode(), "reader 1", NOW)
    return store.read_import(staged.sha256, content.decode(), "reader 1", items, NOW)


def name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def pulse(bpm: float, days: int = 0) -> Observation:
    return Observation("hr_rest_bpm", bpm, "bpm", NOW - timedelta(days=days), "ring")


def beats(first: float = 800.0) -> Recording:
    return Recording(NOW, "rr", {"rr_ms": [first, 810.0]}, None, "strap", "a.txt")


def pulses(store: Store) -> list[float]:
    return sorted(row.value.value for row in store.facts(("observation",)) if isinstance(row.value, Observation))


def series(store: Store) -> int:
    return len(store.recordings(NOW - timedelta(days=9), NOW))


def test_undoing_hides_facts_and_recordings_and_redoing_shows_them_again(store: Store) -> None:
    run = Session(NOW, 60.0, "run", source="a.fit")
    take(store, b"a", [pulse(48), beats(), Recording(NOW, "activity", {"t_s": [0.0]}, run, "W", "a.fit")])
    take(store, b"b", [pulse(50, 1)])
    before = store.facts()
    store.undo_imports([name(b"a")], NOW)
    assert (pulses(store), series(store), store.facts(("session",))) == ([50.0], 0, ())
    assert {row.name: row.undone_at for row in store.imports()} == {"a": NOW, "b": None}
    assert len(store.ledger()) == 3
    store.redo_imports([name(b"a")])
    assert (store.facts(), series(store)) == (before, 2)
    assert store.integrity() == ()


@pytest.mark.parametrize("undone", [(b"a",), (b"b",), (b"a", b"b"), (b"b", b"a")])
def test_what_two_files_tell_stays_until_both_are_undone(store: Store, undone: tuple[bytes, ...]) -> None:
    take(store, b"a", [pulse(48), beats(), pulse(51, 2)])
    assert take(store, b"b", [pulse(48), beats(), pulse(52, 3)]).known == 2
    for content in undone:
        store.undo_imports([name(content)], NOW)
    shared = len(undone) == 1
    own = {b"a": 51.0, b"b": 52.0}
    left = [bpm for content, bpm in own.items() if content not in undone]
    assert pulses(store) == sorted([48.0] * shared + left)
    assert series(store) == int(shared)
    for content in undone:
        store.redo_imports([name(content)])
    assert (pulses(store), series(store)) == ([48.0, 51.0, 52.0], 1)
    assert store.integrity() == ()


def test_undoing_a_newer_export_brings_the_older_values_back(store: Store) -> None:
    day = [Day(date(2026, 11, 19), sleep_h=hours, source="ring") for hours in (2.0, 7.5, 8.0)]
    for content, bpm, night in ((b"a", 60, day[0]), (b"b", 50, day[1]), (b"c", 45, day[2])):
        take(store, content, [pulse(bpm), night])

    def told() -> tuple[list[float], list[object]]:
        return pulses(store), [row.value for row in store.facts(("day",))]

    assert told() == ([45.0], [day[2]])
    store.undo_imports([name(b"b")], NOW)
    assert told() == ([45.0], [day[2]])
    store.undo_imports([name(b"c")], NOW)
    assert told() == ([60.0], [day[0]])
    store.redo_imports([name(b"b")])
    assert told() == ([50.0], [day[1]])
    store.undo_imports([name(b"a"), name(b"b")], NOW)
    assert told() == ([], [])


def test_what_was_put_right_goes_with_its_import_and_comes_back_with_it(store: Store) -> None:
    take(store, b"a", [pulse(48)])
    (fact,) = store.facts()
    better = new_row("better", pulse(47), NOW, corrects=fact.id, raw_sha256=fact.raw_sha256)
    store.add([better])
    store.add([new_row("best", pulse(46), NOW, corrects="better", raw_sha256=fact.raw_sha256)])
    store.undo_imports([name(b"a")], NOW)
    assert (store.facts(), store.fact("best")) == ((), None)
    store.redo_imports([name(b"a")])
    assert pulses(store) == [46.0]


def test_what_was_put_right_stays_where_another_file_tells_the_same(store: Store) -> None:
    take(store, b"a", [pulse(48)])
    take(store, b"b", [pulse(48)])
    (fact,) = store.facts()
    store.add([new_row("better", pulse(47), NOW, corrects=fact.id, raw_sha256=fact.raw_sha256)])
    store.add([FactRow("gone", "observation", NOW, NOW, None, "correction", "better", fact.raw_sha256)])
    store.undo_imports([name(b"a")], NOW)
    assert store.facts() == ()
    assert len(store.ledger()) == 3
    store.undo_imports([name(b"b")], NOW)
    store.redo_imports([name(b"b")])
    assert store.facts() == ()


def test_reading_an_undone_file_again_under_another_name_counts_once(store: Store) -> None:
    take(store, b"a", [pulse(48)])
    store.undo_imports([name(b"a")], NOW)
    assert take(store, b"b", [pulse(48)]).known == 1
    assert pulses(store) == [48.0]
    assert store.facts()[0].raw_sha256 == name(b"b")


def test_nothing_of_a_broken_off_reading_is_seen_and_the_next_reading_takes_it_away(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", 0)
    before = len(store.ledger())

    def breaks() -> Iterable[Item]:
        yield pulse(48)
        yield beats()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(store, b"a", breaks())
    assert (pulses(store), series(store), len(store.ledger())) == ([], 0, before)
    # The reader reads less of it this time: nothing of the first reading may stay.
    assert take(store, b"a", [pulse(49)]).added == 1
    assert (pulses(store), series(store)) == ([49.0], 0)
    with pytest.raises(KeyboardInterrupt):
        take(store, b"b", breaks())
    assert take(store, b"c", [pulse(48), beats()]).added == 2
    store.discard_partial()
    # Of two files that tell another value for the same thing the later one counts.
    assert (pulses(store), series(store)) == ([48.0], 1)
    assert [problem.code for problem in store.integrity()] == ["not_finished"]


def test_a_large_file_is_written_in_many_small_transactions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", 10 * batch._FACT_BYTES)
    held: list[int] = []
    taking = batch.Batch.take

    def watched(self: batch.Batch, item: Item) -> None:
        taking(self, item)
        held.append(len(self._facts))
        store.add([new_row(f"typed-{len(held)}", replace(pulse(60), source="typed"), NOW)])  # nobody has to wait

    monkeypatch.setattr(batch.Batch, "take", watched)
    assert take(store, b"a", [pulse(48 + n / 100, n) for n in range(100)]).added == 100
    assert max(held) <= 11
    assert len(store.facts()) == 200


def test_an_import_undone_in_between_is_another_version_for_whoever_remembers(store: Store) -> None:
    take(store, b"a", [pulse(48)])
    seen = [store.version()]
    store.undo_imports([name(b"a")], NOW)
    seen.append(store.version())
    store.redo_imports([name(b"a")])
    assert seen[0] != seen[1] != store.version()


def test_a_person_keeps_no_tracks_until_they_say_so(store: Store) -> None:
    assert store.keeps_tracks is False
    store.keep_tracks(True)
    assert store.keeps_tracks is True
