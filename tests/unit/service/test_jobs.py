"""Imports as jobs: begun in the background, watched, stopped, gone on with, undone."""

from __future__ import annotations

import shutil
import threading
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import unweary.importers
from unweary.service import ImportJob, Progress, Source, Unweary, import_progress, open_home
from unweary.service import jobs as jobs_module
from unweary.service.turn import Turn
from unweary.store import batch
from unweary.vocab.errors import UserError
from unweary.vocab.history import Observation, Recording

TABLE = "date,sleepSecs,restingHR\n2026-11-18,27000,48\n2026-11-19,25200,50\n"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is told, and the wish to stop seen, each time."""
    monkeypatch.setattr(jobs_module, "_OFTEN_S", 0.0)
    monkeypatch.setattr(jobs_module, "_WAIT_S", 0.01)


class Gate:
    """A reader that goes on item by item, when the test lets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, person: Unweary) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        real = unweary.importers.read

        def read(stream: BinaryIO, name: str, **named: Any) -> Iterator[object]:
            if "slow" not in name:
                yield from real(stream, name, **named)
                return
            for number in range(40):
                stream.read(1 << 20)
                at = named["zone"]
                yield Observation("hr_rest_bpm", 40 + number, "bpm", moment(person, at), f"ring {number}")
                if number == 20:
                    self.reached.set()
                    assert self.open.wait(20)

        monkeypatch.setattr(unweary.importers, "read", read)


def moment(person: Unweary, zone: Any) -> Any:
    return person.now().astimezone(zone)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, person: Unweary) -> Iterator[Gate]:
    made = Gate(monkeypatch, person)
    yield made
    made.open.set()


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A file of 64 MB, which the gate reads a megabyte at a time."""
    path = tmp_path / "slow 2026-11-01.txt"
    with path.open("wb") as file:
        file.write(b"812\n" * 1000)
        file.truncate(64 << 20)
    return path


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, "that never happened"
        time.sleep(0.01)


def look(person: Unweary, job_id: str) -> ImportJob:
    return person.importing.look(job_id)[0]


def test_an_import_in_the_background_tells_how_far_it_is_and_ends(person: Unweary, gate: Gate, slow: Path) -> None:
    job_id = person.importing.start([Source(slow)])
    assert gate.reached.wait(20)
    job = look(person, job_id)
    assert (job.state, job.title, job.report) == ("running", slow.name, None)
    assert isinstance(job.progress, Progress)
    assert 0 < job.progress.done_bytes < job.progress.all_bytes == 64 << 20
    assert person.history().observations == ()
    gate.open.set()
    assert person.importing.wait(job_id, 20)
    job = look(person, job_id)
    assert (job.state, job.progress) == ("done", None)
    assert job.report is not None
    assert (job.report.added, len(person.history().observations)) == (40, 40)


def test_what_is_done_tells_no_progress_although_its_last_one_still_lies_there(
    person: Unweary, gate: Gate, slow: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "forget", lambda _: None)
    gate.open.set()
    job_id = person.importing.start([Source(slow)])
    assert person.importing.wait(job_id, 20)
    assert import_progress.read(person._store.home)[0] == job_id
    job = look(person, job_id)
    assert (job.state, job.progress) == ("done", None)


def test_stopping_in_the_middle_of_a_file_leaves_nothing_of_it_and_going_on_reads_all_of_it(
    person: Unweary, gate: Gate, slow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_HELD_BYTES", 0)
    (tmp_path / "a.csv").write_text(TABLE)
    job_id = person.importing.start([Source(tmp_path / "a.csv"), Source(slow)])
    assert gate.reached.wait(20)
    person.importing.cancel(job_id)
    gate.open.set()
    until(lambda: look(person, job_id).report)
    job = look(person, job_id)
    assert job.state == "cancelled"
    assert job.report is not None
    assert (job.report.added, len(person.facts())) == (4, 4)
    assert len(person._store.ledger()) == 4
    person.importing.go_on(job_id)
    assert person.importing.wait(job_id, 20)
    job = look(person, job_id)
    assert job.report is not None
    assert (job.state, job.report.added, len(person.facts())) == ("done", 44, 44)
    assert person.integrity() == ()


def test_one_that_was_stopped_is_not_taken_up_at_the_next_start(
    tmp_path: Path, clock: Any, monkeypatch: pytest.MonkeyPatch, slow: Path
) -> None:
    with open_home(tmp_path / "home", clock=clock) as person:
        gate = Gate(monkeypatch, person)
        job_id = person.importing.start([Source(slow)])
        assert gate.reached.wait(20)
        person.importing.cancel(job_id)
        gate.open.set()
    with open_home(tmp_path / "home", clock=clock) as person:
        person.importing.resume()
        assert look(person, job_id).state == "cancelled"
        assert person.facts() == ()


def test_an_import_that_the_end_of_the_server_broke_off_goes_on_at_the_next_start(
    tmp_path: Path, clock: Any, monkeypatch: pytest.MonkeyPatch, slow: Path
) -> None:
    monkeypatch.setattr(jobs_module, "QUICK_BYTES", 1 << 20)
    with open_home(tmp_path / "home", clock=clock) as person:
        gate = Gate(monkeypatch, person)
        job_id = person.importing.start([Source(slow)])
        assert gate.reached.wait(20)
        person.importing._stop.set()
        gate.open.set()
    slow.unlink()
    with open_home(tmp_path / "home", clock=clock) as person:
        # Large: not before anything else, but when the server starts.
        assert look(person, job_id).state == "waiting"
        assert person.facts() == ()
        person.importing.resume()
        assert person.importing.wait(job_id, 20)
        report = look(person, job_id).report
        assert report is not None
        assert (report.added, len(person.facts())) == (40, 40)


def test_two_imports_at_once_are_done_one_after_the_other(
    person: Unweary, gate: Gate, slow: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    first = person.importing.start([Source(slow)])
    assert gate.reached.wait(20)
    second = person.importing.start([Source(tmp_path / "a.csv")])
    assert [job.state for job in person.importing.look()] == ["waiting", "running"]
    gate.open.set()
    assert person.importing.wait(second, 20)
    assert look(person, first).state == "done"
    assert len(person.facts()) == 44


def test_whoever_waits_for_its_turn_finds_its_job_done_by_the_other(
    person: Unweary, tmp_path: Path, clock: Any
) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    told: list[Progress] = []
    turn = Turn(person.home)
    assert turn.take()
    with open_home(person.home, clock=clock) as other:
        waiting = threading.Thread(
            target=lambda: reports.append(person.importing.run([Source(tmp_path / "a.csv")], told.append))
        )
        reports: list[Any] = []
        waiting.start()
        until(lambda: person._store.jobs(running=True))
        other.importing._work()
        waiting.join(20)
    turn.give_back()
    assert [report.added for report in reports] == [4]


def test_uploads_are_kept_until_they_are_read_and_no_longer(person: Unweary) -> None:
    source = person.importing.receive("C:\\me\\wellness.csv", [TABLE.encode()])
    assert source.path.parent == person.home / "inbox"
    job_id = person.importing.start([source])
    assert person.importing.wait(job_id, 20)
    assert [file.name for file in person.imports()] == ["wellness.csv"]
    # It goes after the import is marked as done, so that a crash in between loses nothing.
    deadline = time.monotonic() + 10
    while list((person.home / "inbox").iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert list((person.home / "inbox").iterdir()) == []
    with pytest.raises(OSError, match="gone"):
        person.importing.receive("a.csv", (_ for _ in ()).throw(OSError("gone")))
    assert list((person.home / "inbox").iterdir()) == []


def test_a_disk_that_is_too_full_is_told_before_anything_is_written(
    person: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    room = namedtuple("room", "total used free")
    with monkeypatch.context() as filling:
        filling.setattr(shutil, "disk_usage", lambda _: room(10**9, 10**9, 1000))
        with pytest.raises(UserError, match="full"):
            person.import_paths([tmp_path / "a.csv"])
        assert list(person._store.raw.all()) == []
        (job,) = person.importing.look()
        assert (job.state, job.error["code"] if job.error else "") == ("stuck", "no_space")
        person.importing.wake()
        assert person.importing._worker is None, "nothing tries again and again"
    person.importing.go_on(job.id)
    assert person.importing.wait(job.id, 20)
    assert len(person.facts()) == 4


def test_one_that_is_stuck_does_not_keep_others_from_going_on(
    person: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = namedtuple("room", "total used free")
    big, small = tmp_path / "big 2026-11-01.txt", tmp_path / "a.csv"
    big.write_text("812\n" * 1000)
    small.write_text(TABLE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room(10**9, 10**9, (64 << 20) + 500))
    with pytest.raises(UserError):
        person.import_paths([big])
    assert person.import_paths([small]).added == 4
    assert [job.state for job in person.importing.look()] == ["done", "stuck"]


def test_undoing_an_import_takes_back_all_its_files_and_the_same_file_brings_it_back(
    person: Unweary, folder: Path
) -> None:
    person.import_paths([folder])
    (job,) = person.importing.look()
    assert (job.undoable, job.undone) == (2, 0)
    before = person.history()
    assert person.importing.undo(job.id[-12:]) == 2
    assert (person.facts(), person.history().recordings) == ((), ())
    assert {file.state for file in person.imports()} == {"undone"}
    assert (look(person, job.id).undone, person.importing.undo(job.id)) == (2, 0)
    again = person.import_paths([folder / "wellness.csv"])
    assert (again.added, again.files[0].state) == (4, "imported")
    assert person.history().observations == before.observations
    assert person.importing.redo(job.id) == 1
    assert person.history() == before


def test_one_file_of_an_import_can_be_undone_and_what_was_put_right_goes_with_it(person: Unweary, folder: Path) -> None:
    person.import_paths([folder])
    wrong = person.facts("observation")[0]
    person.correct(wrong.id, Observation("hr_rest_bpm", 44, "bpm", wrong.at, "intervals.icu"))
    sha256 = next(file.sha256 for file in person.imports() if file.name == "wellness.csv")
    assert person.importing.undo(sha256) == 1
    assert person.facts() == ()
    assert len(person.history().recordings) == 1
    person.importing.redo(sha256)
    assert sorted(row.value.value for row in person.facts("observation")) == [44, 48]


def test_what_is_no_import_cannot_be_undone(person: Unweary, folder: Path) -> None:
    person.import_paths([folder])
    for wrong in ("", "x", "0" * 64, "%"):
        with pytest.raises(UserError, match="no import"):
            person.importing.undo(wrong)
    assert len(person.facts()) == 4


@pytest.mark.parametrize(
    ("setting", "flag", "kept"), [(False, None, False), (True, None, True), (True, False, False), (False, True, True)]
)
def test_where_the_person_was_is_kept_only_if_they_say_so(
    person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch, setting: bool, flag: bool | None, kept: bool
) -> None:
    columns = {"t_s": [0.0, 1.0], "lat_deg": [59.9, 59.91], "lon_deg": [10.7, 10.71], "altitude_m": [5.0, 6.0]}

    def read(stream: BinaryIO, name: str, **_: object) -> Iterator[object]:
        yield Recording(person.now(), "activity", columns, None, "W", name)

    monkeypatch.setattr(unweary.importers, "read", read)
    person.importing.keep_tracks(setting)
    person.importing.run([Source(folder / "wellness.csv")], keeps_tracks=flag)
    (recording,) = person.history().recordings
    assert sorted(recording.columns) == sorted(columns if kept else ("t_s", "altitude_m"))


def test_a_folder_sent_from_a_browser_keeps_its_paths_and_skips_what_is_unknown(person: Unweary) -> None:
    sent = [("out/wellness.csv", TABLE.encode()), ("out/a.jpg", b"\xff\xd8")]
    sources = [person.importing.receive(name, [data]) for name, data in sent]
    report = person.importing.run(sources)
    assert {file.name: file.state for file in report.files} == {"out/wellness.csv": "imported", "out/a.jpg": "skipped"}
    assert report.problems == ()


def test_an_upload_of_nothing_known_is_a_problem_and_nothing_is_kept(person: Unweary) -> None:
    report = person.importing.run([person.importing.receive("notes.txt", [b"Felt fine."])])
    assert [problem.code for problem in report.problems] == ["not_recognised"]
    assert list(person._store.raw.all()) == []
    assert list((person.home / "inbox").iterdir()) == []


def test_deleting_everything_stops_an_import_and_leaves_nothing_of_it(person: Unweary, gate: Gate, slow: Path) -> None:
    job_id = person.importing.start([Source(slow)])
    assert gate.reached.wait(20)
    threading.Timer(0.2, gate.open.set).start()
    person.keeping.delete_everything("delete")
    assert (person.facts(), person.imports(), person.importing.look()) == ((), (), ())
    assert not list((person.home / "raw").rglob("*.*"))
    with pytest.raises(UserError, match="no import"):
        person.importing.look(job_id)
