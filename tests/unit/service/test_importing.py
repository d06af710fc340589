"""Taking files in: what is kept, what is told, and what happens when something breaks."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import logging
import os
import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import pytest

import unweary.importers
from unweary.service import ImportReport, Progress, Unweary, open_home
from unweary.store.raw import RawFolder
from unweary.vocab.errors import UserError
from unweary.vocab.history import Observation, Session

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


def states(report: ImportReport) -> dict[str, str]:
    return {file.name: file.state for file in report.files}


def test_a_folder_brings_what_is_known_and_names_what_was_skipped(person: Unweary, folder: Path) -> None:
    report = person.import_paths([folder])
    assert states(report) == {
        "wellness.csv": "imported",
        "deep/2026-11-19 06-40-00.txt": "imported",
        "notes.txt": "skipped",
    }
    assert (report.added, report.known, report.problems) == (5, 0, ())
    history = person.history()
    assert [(o.signal, o.value) for o in history.observations] == [("hr_rest_bpm", 48.0), ("hr_rest_bpm", 50.0)]
    assert [day.sleep_h for day in history.days] == [7.5, 7.0]
    assert [list(r.columns["rr_ms"]) for r in history.recordings] == [[812.0, 798.0, 805.0, 799.0]]


def test_times_that_do_not_say_their_zone_are_read_where_the_person_is(person: Unweary, folder: Path) -> None:
    person.import_paths([folder])
    assert person.history().recordings[0].started_at.isoformat() == "2026-11-19T05:40:00+00:00"


def test_the_bytes_of_what_was_read_are_kept_and_no_others(person: Unweary, folder: Path) -> None:
    person.import_paths([folder])
    read = [folder / "wellness.csv", folder / "deep" / "2026-11-19 06-40-00.txt"]
    kept = {path.name for path in RawFolder(person.home).all()}
    assert kept == {hashlib.sha256(path.read_bytes()).hexdigest() for path in read}
    assert list((person.home / "tmp").iterdir()) == []


def test_a_named_file_of_unknown_kind_is_a_problem(person: Unweary, folder: Path) -> None:
    report = person.import_paths([folder / "notes.txt"])
    assert states(report) == {"notes.txt": "failed"}
    assert [(problem.where, problem.code) for problem in report.problems] == [("notes.txt", "not_recognised")]
    assert report.files[0].problems == report.problems
    assert person.imports() == ()


def test_an_empty_file_that_was_named_is_a_problem(person: Unweary, folder: Path) -> None:
    (folder / "empty.fit").touch()
    assert [problem.code for problem in person.import_paths([folder / "empty.fit"]).problems] == ["empty_file"]
    assert states(person.import_paths([folder]))["empty.fit"] == "skipped"


def test_a_second_time_everything_is_known(person: Unweary, folder: Path) -> None:
    person.import_paths([folder])
    again = person.import_paths([folder])
    assert (again.added, again.known) == (0, 5)
    assert set(states(again).values()) == {"known", "skipped"}


def test_the_report_is_plain_json(person: Unweary, folder: Path) -> None:
    document = json.loads(json.dumps(person.import_paths([folder, folder / "notes.txt"]).as_document()))
    assert set(document) == {"added", "known", "problems", "files"}
    assert set(document["problems"][0]) == {"where", "code", "message"}
    told = {"name", "sha256", "size", "added_at", "recordings", "problems", "state", "added", "known", "job_id"}
    assert set(document["files"][0]) == told


def test_progress_counts_bytes_up_to_all_of_them(person: Unweary, folder: Path) -> None:
    (folder / "long 2026-11-01.txt").write_text("812\n" * 700_000)
    told: list[Progress] = []
    person.import_paths([folder], told.append)
    sizes = sum(path.stat().st_size for path in folder.rglob("*.*") if path.is_file() and path.name[0] != ".")
    left_alone = (folder / "notes.txt").stat().st_size
    assert {each.all_bytes for each in told} == {sizes, sizes - left_alone}
    assert {each.all_files for each in told} == {4}
    assert [each.done_bytes for each in told] == sorted(each.done_bytes for each in told)
    assert (told[-1].done_bytes, told[-1].done_files) == (sizes - left_alone, 4)
    inside = [each for each in told if each.file.startswith("long") and each.done_files == 1]
    assert any(each.done_bytes > 0 for each in inside)


def test_a_table_of_something_else_is_not_kept(person: Unweary, folder: Path) -> None:
    (folder / "bank.csv").write_text("date,amount,balance\n2026-11-19,-12.50,880.00\n")
    assert states(person.import_paths([folder]))["bank.csv"] == "skipped"
    named = person.import_paths([folder / "bank.csv"])
    assert (states(named), [problem.code for problem in named.problems]) == (
        {"bank.csv": "failed"},
        ["no_known_column"],
    )
    assert "bank.csv" not in {file.name for file in person.imports()}
    assert not any(b"880.00" in path.read_bytes() for path in RawFolder(person.home).all())


def sent(person: Unweary, name: str, data: bytes) -> ImportReport:
    return person.importing.run([person.importing.receive(name, [data])])


def test_an_upload_is_taken_in_like_a_file_and_its_path_is_not_kept(person: Unweary, folder: Path) -> None:
    data = (folder / "wellness.csv").read_bytes()
    first = sent(person, "C:\\Users\\me\\wellness.csv", data)
    assert (first.added, states(first)) == (4, {"wellness.csv": "imported"})
    assert sent(person, "other.csv", data).known == 4
    assert person.import_paths([folder / "wellness.csv"]).added == 0
    odd = sent(person, "../notes.txt", b"Felt fine.")
    assert [problem.code for problem in odd.problems] == ["not_recognised"]
    assert list((person.home / "tmp").iterdir()) == []


def test_imports_lists_what_was_taken_in_newest_first(person: Unweary, folder: Path, clock: Any) -> None:
    person.import_paths([folder / "wellness.csv"])
    clock.now = NOW.replace(hour=9)
    person.import_paths([folder / "deep"])
    first, second = person.imports()
    assert (first.name, first.recordings, first.state) == ("2026-11-19 06-40-00.txt", 1, "imported")
    assert (second.name, second.size, second.added_at) == ("wellness.csv", 65, NOW)


def test_a_file_that_brought_nothing_is_read_again_under_a_telling_name(person: Unweary, folder: Path) -> None:
    nameless = folder / "beats.txt"
    nameless.write_text("901\n899\n902\n")
    assert [problem.code for problem in person.import_paths([nameless]).problems] == ["no_time"]
    assert [file.state for file in person.imports()] == ["failed"]
    telling = nameless.rename(folder / "beats 2026-11-20 06-00-00.txt")
    assert person.import_paths([telling]).added == 1
    assert person.imports()[0].name == telling.name


def test_a_lost_raw_file_is_kept_again_when_the_file_is_imported_again(person: Unweary, folder: Path) -> None:
    person.import_paths([folder / "wellness.csv"])
    (kept,) = RawFolder(person.home).all()
    kept.unlink()
    assert [problem.code for problem in person.integrity()] == ["raw_missing"]
    assert person.import_paths([folder / "wellness.csv"]).added == 0
    assert person.integrity() == ()


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def opening(path: Path, *args: Any, **named: Any) -> Any:
        if path.name == "2026-11-19 06-40-00.txt":
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **named)

    monkeypatch.setattr(Path, "open", opening)
    report = person.import_paths([folder])
    assert [(problem.where, problem.code) for problem in report.problems] == [
        ("deep/2026-11-19 06-40-00.txt", "not_readable")
    ]
    assert report.added == 4


def test_a_path_that_is_not_there_is_refused_and_nothing_is_done(person: Unweary, folder: Path) -> None:
    with pytest.raises(UserError, match="no file or folder"):
        person.import_paths([folder, folder / "gone"])
    assert person.imports() == ()


def test_values_that_cannot_be_are_told_and_left_out(
    person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(stream: BinaryIO, name: str, **_: object) -> Iterator[object]:
        yield Observation("hr_rest_bpm", 900, "bpm", NOW, name)
        yield Observation("hr_rest_bpm", float("nan"), "bpm", NOW, name)
        yield Observation("hr_rest_bpm", 48, "bpm", NOW.replace(tzinfo=None), name)
        yield Session(NOW, -1.0, source=name)
        yield Observation("hr_rest_bpm", 48, "bpm", NOW, name)

    monkeypatch.setattr(unweary.importers, "read", read)
    report = person.import_paths([folder / "wellness.csv"])
    assert report.added == 1
    assert [problem.code for problem in report.problems] == [
        "impossible_value",
        "json_value",
        "naive_time",
        "json_value",
    ]
    assert "900 bpm is outside" in report.problems[0].message
    assert [o.value for o in person.history().observations] == [48.0]


def test_a_reader_that_breaks_is_our_fault_is_told_and_stops_no_other_file(
    person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = unweary.importers.read

    def read(stream: BinaryIO, name: str, **named: Any) -> Iterator[object]:
        if name.startswith("deep/") and not isinstance(stream, io.BytesIO):
            yield Observation("hr_rest_bpm", 48, "bpm", NOW, name)
            raise KeyError("oops")
        yield from real(stream, name, **named)

    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr(unweary.importers, "read", read)
        report = person.import_paths([folder])
    assert states(report) == {
        "wellness.csv": "imported",
        "deep/2026-11-19 06-40-00.txt": "failed",
        "notes.txt": "skipped",
    }
    assert [problem.code for problem in report.problems] == ["reader"]
    assert "KeyError" in report.problems[0].message
    assert caplog.records[0].exc_info is not None
    assert [o.value for o in person.history().observations] == [48.0, 50.0]
    assert {file.name: file.state for file in person.imports()}["deep/2026-11-19 06-40-00.txt"] == "failed"
    assert person.import_paths([folder]).added == 1


def test_an_import_cut_short_is_finished_when_the_home_is_opened_next(
    tmp_path: Path, clock: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with open_home(tmp_path / "home", clock=clock) as person, monkeypatch.context() as cutting:
        cutting.setattr("unweary.store.batch.Batch.finish", cut)
        with pytest.raises(KeyboardInterrupt):
            person.import_paths([folder / "wellness.csv"])
        assert person.history().observations == ()
        assert [(file.state, file.problems[0].code) for file in person.imports()] == [("failed", "not_finished")]
    (folder / "wellness.csv").unlink()
    with open_home(tmp_path / "home", clock=clock) as person:
        assert len(person.history().observations) == 2
        assert [file.state for file in person.imports()] == ["imported"]
        assert person.integrity() == ()


def test_a_file_that_always_breaks_off_is_not_tried_at_every_opening(
    tmp_path: Path, clock: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def read(stream: BinaryIO, name: str, **_: object) -> Iterator[object]:
        if not isinstance(stream, io.BytesIO):
            reads.append(name)
            raise MemoryError
        yield Observation("hr_rest_bpm", 48, "bpm", NOW, name)

    monkeypatch.setattr(unweary.importers, "read", read)
    with open_home(tmp_path / "home", clock=clock) as person:
        person.import_paths([folder / "wellness.csv"])
    for _ in range(5):
        open_home(tmp_path / "home", clock=clock).close()
    assert len(reads) == 3


def test_a_full_disk_is_told_and_what_was_done_before_stays(
    person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.import_paths([folder / "wellness.csv"])

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as filling:
        filling.setattr(os, "fsync", full)
        with pytest.raises(UserError) as refused:
            person.import_paths([folder])
    assert refused.value.code == "no_space"
    assert len(person.history().observations) == 2
    assert person.integrity() == ()
    assert list((person.home / "tmp").iterdir()) == []
    assert person.import_paths([folder]).added == 1


def test_a_home_on_a_full_disk_can_still_be_opened_and_read(
    tmp_path: Path, clock: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as filling:
        filling.setattr("unweary.store.batch.Batch.finish", full)
        with open_home(tmp_path / "home", clock=clock) as person, pytest.raises(UserError, match="full"):
            person.import_paths([folder / "wellness.csv"])
        with open_home(tmp_path / "home", clock=clock) as person:
            assert person.history().observations == ()
            assert [file.problems[0].code for file in person.imports()] == ["not_finished"]
    with open_home(tmp_path / "home", clock=clock) as person:
        assert len(person.history().observations) == 2


def test_two_imports_of_one_folder_at_once_bring_everything_once(tmp_path: Path, clock: Any, folder: Path) -> None:
    failed: list[BaseException] = []

    def take(person: Unweary) -> None:
        try:
            person.import_paths([folder])
        except UserError as error:
            failed.append(error)

    home = tmp_path / "home"
    with open_home(home, clock=clock) as one, open_home(home, clock=clock) as two:
        threads = [threading.Thread(target=take, args=(person,)) for person in (one, two, one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(one.history().observations) == 2
        assert len(two.history().recordings) == 1
        assert one.integrity() == ()
        assert {file.state for file in one.imports()} == {"imported"}


def test_files_are_read_from_the_kept_copy(person: Unweary, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    real = unweary.importers.read

    def read(stream: BinaryIO, name: str, **named: Any) -> Iterator[object]:
        opened.append(str(getattr(stream, "name", "")))
        yield from real(stream, name, **named)

    monkeypatch.setattr(unweary.importers, "read", read)
    person.import_paths([folder / "wellness.csv"])
    assert Path(opened[-1]).parent.parent == person.home / "raw"


def test_progress_begins_anew_with_the_second_look_over_a_table_and_ends_at_all(
    person: Unweary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("unweary.service.importing._STEP", 1 << 14)
    table = tmp_path / "wellness.csv"
    rows = "".join(f"{date(1999, 1, 1) + timedelta(days=n)},{48 + n % 9},{'x' * 400}\n" for n in range(3_000))
    table.write_text("date,restingHR,comments\n" + rows)
    told: list[Progress] = []
    assert person.import_paths([table], told.append).added == 3_000
    done = [each.done_bytes for each in told]
    assert sum(later < before for before, later in pairwise(done)) == 1
    assert done[-1] == max(done) == told[-1].all_bytes
