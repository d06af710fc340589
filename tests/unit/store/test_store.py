"""The store's verbs, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import io
import math
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, text

from unweary.store import batch
from unweary.store.rows import FactRow, Item, Outcome, new_row
from unweary.store.store import Store
from unweary.vocab.errors import Problem, UserError
from unweary.vocab.history import Answer, Day, Lab, Observation, Profile, Recording, Session, SiteRating

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
OSLO = timezone(timedelta(hours=1))
VALUES = (
    Answer("weakness_days", "present", NOW, 3.5),
    SiteRating("gastroc_medial", "left", 6, NOW.astimezone(OSLO), ("swelling", "warmth")),
    Day(date(2026, 11, 20), fatigue_0_10=6.5, marks=("sick", "travel")),
    Lab("ferritin", 5.0, "ug/L", NOW, "<"),
    Observation("hr_rest_bpm", 47.25, "bpm", NOW, "intervals.icu"),
    Session(NOW, 3600.0, "run", 7, muscle_groups=("calves", "quads"), source="a.fit"),
    Profile(1989, "F", "NO", 1.71, 64.0, False, None, ("atorvastatin",), (), ("asthma",), ("løping",)),
)


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


def said(row_id: str, hours: float = 0, corrects: str | None = None) -> FactRow:
    return new_row(row_id, Answer("fever", "absent", at(hours)), at(hours), corrects=corrects)


def take(store: Store, data: bytes, items: Iterable[Item], name: str = "a.fit") -> Outcome:
    staged = store.stage(io.BytesIO(data))
    store.begin_import(staged, name, "reader 1", NOW)
    return store.read_import(staged.sha256, name, "reader 1", items, NOW)


def recording(hours: float = 0, source: str = "a.fit", **columns: list[float]) -> Recording:
    session = Session(at(hours), 60.0, "run", avg_hr_bpm=140, source=source)
    return Recording(
        at(hours), "activity", columns or {"t_s": [0.0, 1.0], "hr_bpm": [140.0, math.nan]}, session, "W", source
    )


def test_every_kind_of_fact_comes_back_as_it_went_in(store: Store) -> None:
    rows = tuple(new_row(f"row-{place}", value, NOW) for place, value in enumerate(VALUES))
    assert store.add(rows) == len(VALUES)
    assert {row.id: row for row in store.facts()} == {row.id: row for row in rows}


def test_reading_many_at_once_brings_what_reading_each_alone_brings(store: Store) -> None:
    store.add([new_row(f"row-{place}", value, at(place)) for place, value in enumerate(VALUES)])
    take(store, b"bytes", [recording(), *(Observation("rmssd_ms", 40.5 + n, "ms", at(n), "ring") for n in range(4))])
    store.add([said("gone", 5), FactRow("taken-back", "answer", at(5), at(6), None, "correction", "gone")])
    rows = store.facts(until=at(8), since=at(-8), limit=100)
    assert len(rows) == len(VALUES) + 1 + 4
    assert rows == tuple(store.fact(row.id) for row in rows)
    assert [row.at.tzinfo for row in rows] == [UTC] * len(rows)
    assert rows == tuple(sorted(rows, key=lambda row: (row.at, row.recorded_at, row.id), reverse=True))


def test_the_newest_come_first_and_a_limit_keeps_those(store: Store) -> None:
    store.add([said("b", 2), said("a", 1), said("c", 3)])
    assert [row.id for row in store.facts()] == ["c", "b", "a"]
    assert [row.id for row in store.facts(limit=2)] == ["c", "b"]
    assert [row.id for row in store.facts(until=at(2))] == ["b", "a"]
    assert store.facts(("lab",)) == ()


def test_todays_check_in_counts_in_the_morning_in_any_zone(store: Store) -> None:
    store.add([new_row("today", Day(date(2026, 11, 20)), NOW), new_row("next", Day(date(2026, 11, 21)), NOW)])
    for zone in (OSLO, timezone(timedelta(hours=12)), timezone(timedelta(hours=-8))):
        morning = datetime(2026, 11, 20, 0, 5, tzinfo=zone)
        assert [row.id for row in store.facts(until=morning)] == ["today"]


def test_adding_the_same_row_again_adds_nothing(store: Store) -> None:
    assert store.add([said("a")]) == 1
    assert store.add([said("a"), said("b")]) == 1
    assert len(store.facts()) == 2


def test_a_correction_replaces_and_a_withdrawal_removes_but_the_past_stays(store: Store) -> None:
    store.add([said("a")])
    store.add([said("b", 1, corrects="a")])
    assert [row.id for row in store.facts()] == ["b"]
    store.add([FactRow("c", "answer", NOW, NOW, None, "correction", "b")])
    assert store.facts() == ()
    kept = [store.fact(name) for name in ("a", "b", "c")]
    assert [row.corrects for row in kept if row is not None] == [None, "a", "b"]
    assert store.fact("d") is None


def test_one_fact_is_corrected_only_once(store: Store) -> None:
    store.add([said("a")])
    store.add([said("b", 1, corrects="a")])
    with pytest.raises(UserError) as refused:
        store.add([said("x", 2), said("c", 3, corrects="a")])
    assert refused.value.code == "already_corrected"
    assert [row.id for row in store.facts()] == ["b"]


def test_a_recording_comes_back_with_every_bit_and_its_summary_is_a_fact(store: Store) -> None:
    sent = recording()
    assert take(store, b"bytes", [sent]) == Outcome(1, 0, 1, ())
    (back,) = store.recordings(at(-1), at(1))
    assert (back.started_at, back.kind, back.device, back.source) == (NOW, "activity", "W", "a.fit")
    assert back.session == sent.session
    assert list(back.columns["t_s"]) == [0.0, 1.0]
    assert math.isnan(back.columns["hr_bpm"][1])
    (fact,) = store.facts(("session",))
    assert fact.value == sent.session
    assert fact.raw_sha256 == store.imports()[0].sha256


def test_only_recordings_of_the_time_asked_for_come(store: Store) -> None:
    take(store, b"bytes", [recording(hours) for hours in (3, 1, 2)])
    assert [found.started_at for found in store.recordings(at(1), at(3))] == [at(2), at(3)]


def test_withdrawing_the_summary_takes_the_recording_out_and_correcting_it_corrects_both(store: Store) -> None:
    take(store, b"bytes", [recording(1), recording(2)])
    second, first = store.facts(("session",))
    store.add([FactRow("gone", "session", NOW, NOW, None, "correction", first.id, None, first.origin)])
    better = Session(at(2), 60.0, "run", rpe_cr10=9)
    store.add([new_row("better", better, NOW, corrects=second.id, origin=second.origin)])
    (left,) = store.recordings(at(0), at(9))
    assert left.session == better
    assert [row.value for row in store.facts(("session",))] == [better]


def test_a_summary_known_from_a_table_does_not_hide_its_recording(store: Store) -> None:
    sent = recording()
    assert sent.session is not None
    take(store, b"table", [sent.session], "table.csv")
    assert take(store, b"file", [sent]).added == 1
    assert len(store.recordings(at(-1), at(1))) == 1
    assert len(store.facts(("session",))) == 1


def test_the_same_things_from_another_file_are_known(store: Store) -> None:
    pulse = Observation("hr_rest_bpm", 48, "bpm", NOW, "intervals.icu")
    assert take(store, b"one", [recording(), pulse]).added == 2
    again = take(store, b"two", [recording(source="b.fit"), pulse, Observation("hr_rest_bpm", 49, "bpm", at(24), "x")])
    assert (again.added, again.known, again.recordings) == (1, 2, 1)
    assert len(store.facts()) == 3


def test_a_table_exported_again_puts_right_what_it_told_before(store: Store) -> None:
    early, late = (Observation("hr_rest_bpm", bpm, "bpm", NOW, "intervals.icu") for bpm in (60, 48))
    nights = [Day(date(2026, 11, 20), sleep_h=hours, source="intervals.icu") for hours in (2.0, 7.5)]
    take(store, b"early", [early, nights[0]])
    take(store, b"late", [late, nights[1]])
    assert {row.value for row in store.facts()} == {late, nights[1]}
    assert take(store, b"copy of early", [early, nights[0]]).added == 0
    assert {row.value for row in store.facts()} == {late, nights[1]}


def test_a_file_never_overrides_what_the_person_or_another_device_said(store: Store) -> None:
    own = Day(date(2026, 11, 20), sleep_h=5.0)
    ring = Observation("hr_rest_bpm", 52, "bpm", NOW, "ring")
    store.add([new_row("own", own, NOW)])
    take(store, b"ring", [ring])
    watch = Observation("hr_rest_bpm", 48, "bpm", NOW, "watch")
    table = Day(date(2026, 11, 20), sleep_h=7.5, source="check-in")
    take(store, b"watch", [watch, table])
    assert {row.value for row in store.facts()} == {own, ring, watch, table}


def test_all_of_a_file_is_written_or_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", 0)  # every row goes to the database at once

    def breaks() -> Iterable[Item]:
        yield recording(1)
        yield Observation("hr_rest_bpm", 48, "bpm", NOW, "x")
        raise RuntimeError("cut short")

    with pytest.raises(RuntimeError):
        take(store, b"bytes", breaks())
    assert store.facts() == ()
    assert store.recordings(at(-9), at(9)) == ()
    (run,) = store.imports()
    assert (run.state, run.attempts) == ("pending", 1)
    assert take(store, b"bytes", [recording(1)]).added == 1
    assert [(run.state, run.attempts) for run in store.imports()] == [("done", 2)]


def test_problems_are_kept_and_very_many_are_counted(store: Store) -> None:
    wrong = [Problem("a.csv, line 7", "line", "x")] * (batch._MOST_PROBLEMS + 5)
    outcome = take(store, b"bytes", wrong)
    assert len(outcome.problems) == batch._MOST_PROBLEMS + 1
    assert outcome.problems[-1].message == "5 more problems like these"
    assert store.imports()[0].problems == outcome.problems


def test_imports_are_listed_newest_first_and_found_by_hash(store: Store) -> None:
    for place, name in enumerate(("one", "two")):
        staged = store.stage(io.BytesIO(name.encode()))
        store.begin_import(staged, name, "reader 1", at(place))
    assert [run.name for run in store.imports()] == ["two", "one"]
    one = store.imports()[1]
    assert store.imports(one.sha256) == (one,)
    assert (one.size, one.added_at, one.reader, one.state) == (3, NOW, "reader 1", "pending")


def test_names_that_are_no_text_and_padding_are_kept_readable(store: Store) -> None:
    odd = Recording(NOW, "activity", {}, Session(NOW, 1.0, source="run\udce9.fit"), "HRM\x00\x00", "run\udce9.fit")
    take(store, b"bytes", [odd, Problem("run\udce9.fit", "x", "a\x00b")], "run\udce9.fit")
    (back,) = store.recordings(at(-1), at(1))
    assert back.device == "HRM"
    assert store.imports()[0].name == "run\\udce9.fit"
    assert store.imports()[0].problems[0].message == "ab"


def test_two_people_in_one_database_do_not_see_each_other(tmp_path: Path, url: str | None) -> None:
    home = tmp_path / "both"
    with Store.open(home, "p1", NOW, url, "one") as one, Store.open(home, "p2", NOW, url, "two") as two:
        pulse = Observation("hr_rest_bpm", 48, "bpm", NOW, "x")
        assert take(one, b"same file", [recording(), pulse]).added == 2
        assert two.facts() == ()
        assert two.imports() == ()
        assert take(two, b"same file", [recording(), pulse]).added == 2
        assert len(one.facts()) == len(two.facts()) == 2


def test_a_reader_sees_nothing_of_a_file_until_all_of_it_is_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", 0)
    seen: list[int] = []

    def items() -> Iterable[Item]:
        yield recording(1)
        seen.append(len(store.facts()))
        yield recording(2)
        seen.append(len(store.facts()))

    take(store, b"bytes", items())
    assert seen == [0, 0]
    assert len(store.facts()) == 2


def test_threads_may_share_it(store: Store) -> None:
    def write(place: int) -> None:
        for step in range(5):
            store.add([said(f"{place}-{step}", place + step / 10)])

    threads = [threading.Thread(target=write, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.facts()) == 20


def test_a_full_database_is_told_as_such_and_loses_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path, "p", NOW) as store:
        store.add([said("before")])
        limit = store._engine

        @event.listens_for(limit, "connect")
        def _limit(connection: object, _record: object) -> None:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
            connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

        limit.dispose()
        big = Recording(NOW, "activity", {"x": [float(n * 37 % 1009) / 7 for n in range(200_000)]}, None)
        staged = store.stage(io.BytesIO(b"bytes"))
        store.begin_import(staged, "a.fit", "reader 1", NOW)
        with pytest.raises(UserError) as refused:
            store.read_import(staged.sha256, "a.fit", "reader 1", [said("x").value, big], NOW)  # type: ignore[list-item]
        assert refused.value.code == "no_space"
        assert "full" in refused.value.message
        assert [row.id for row in store.facts()] == ["before"]
        assert store.imports()[0].state == "pending"
    with Store.open(tmp_path, "p", NOW) as store:
        assert store.read_import(staged.sha256, "a.fit", "reader 1", [big], NOW).added == 1
        assert store.integrity() == ()


def test_a_naive_time_is_a_bug_and_never_reaches_the_tables(store: Store) -> None:
    naive = Answer("fever", "absent", datetime(2026, 11, 20))  # noqa: DTZ001
    with pytest.raises(Exception, match="has no time zone"):
        store.add([new_row("a", naive, NOW)])
    assert store.facts() == ()


# ---- looking for damage


def test_all_is_well_after_use(store: Store) -> None:
    take(store, b"bytes", [recording(), Observation("hr_rest_bpm", 48, "bpm", NOW, "x")])
    store.add([said("a"), said("b", 1, corrects="a")])
    assert store.integrity() == ()


def test_a_changed_and_a_missing_raw_file_are_found(store: Store) -> None:
    take(store, b"one", [recording(1)], "one.fit")
    take(store, b"two", [recording(2)], "two.fit")
    two, one = sorted(store.imports(), key=lambda run: run.name, reverse=True)
    store.raw.path(one.sha256).unlink()
    store.raw.path(two.sha256).write_bytes(b"tow")
    assert {(problem.where, problem.code) for problem in store.integrity()} == {
        ("one.fit", "raw_missing"),
        ("two.fit", "raw_damaged"),
    }


def test_a_damaged_and_a_changed_blob_are_found(store: Store) -> None:
    take(store, b"one", [recording(1, "one.fit"), recording(2, "two.fit", t_s=[5.0])])
    with store._engine.begin() as connection:
        good = connection.execute(text("SELECT samples FROM recording WHERE source = 'one.fit'")).scalar_one()
        swap = text("UPDATE recording SET samples = :samples WHERE source = :source")
        connection.execute(swap, {"samples": bytes(good)[:-3], "source": "one.fit"})
        connection.execute(swap, {"samples": bytes(good), "source": "two.fit"})
    assert [(problem.where, problem.code) for problem in store.integrity()] == [
        ("one.fit", "database"),
        ("two.fit", "database"),
    ]


def test_an_unfinished_import_is_found(store: Store) -> None:
    store.begin_import(store.stage(io.BytesIO(b"x")), "a.fit", "reader 1", NOW)
    assert [(problem.where, problem.code) for problem in store.integrity()] == [("a.fit", "not_finished")]


def test_a_raw_file_that_no_import_names_is_found(tmp_path: Path) -> None:
    with Store.open(tmp_path, "p", NOW) as store:
        path = store.raw.keep(store.stage(io.BytesIO(b"kept, then a crash")))
        assert [(problem.where, problem.code) for problem in store.integrity()] == [(str(path), "raw_not_listed")]


def test_an_answer_that_is_only_leant_to_comes_back_as_it_went_in(store: Store) -> None:
    rather = Answer("fever", "absent", NOW, sure=False)
    store.add((new_row("rather", rather, NOW), new_row("plain", Answer("rigors", "absent", NOW), NOW)))
    assert {row.id: row.value.sure for row in store.facts(("answer",)) if isinstance(row.value, Answer)} == {
        "rather": False,
        "plain": True,
    }


def test_an_answer_from_before_there_were_leanings_is_read_as_sure(store: Store) -> None:
    from unweary.store.documents import from_document, to_document

    old = to_document(Answer("fever", "present", NOW))
    del old["sure"]
    assert from_document("answer", old) == Answer("fever", "present", NOW, sure=True)
