"""Taking everything along, and deleting everything."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from unweary.reports.document import as_document
from unweary.service import open_home
from unweary.service.person import assess, read_person
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Lab, Profile

SECRET = "secretword"


@pytest.fixture
def full(tmp_path, morning, monkeypatch):
    """A home with a bit of everything: words, answers, a file, a correction, a report."""
    monkeypatch.setattr("unweary.store.database._WAIT_S", 0.5)
    looks = itertools.count()
    with open_home(tmp_path / "home", clock=lambda: morning + timedelta(milliseconds=next(looks))) as person:
        person.save_profile(Profile(birth_year=1989, sex="F", medicines=(SECRET,)), {})
        person.add((Day(morning.date(), fatigue_0_10=7), Lab("ferritin", 12, "ug/L", morning, source=SECRET)))
        fever = person.add((Answer("fever", "present", morning, source=SECRET),))[0]
        person.correct(fever.id, Answer("fever", "absent", morning, source=SECRET))
        beats = tmp_path / f"2026-11-19 06-40-00 {SECRET}.txt"
        beats.write_text("".join(f"{800 + step % 40}\n" for step in range(400)), "utf-8")
        assert person.import_paths([beats]).added
        (person.home / "reports").mkdir()
        (person.home / "reports" / "page.html").write_text(SECRET, "utf-8")
        yield person


@pytest.fixture
def morning():
    from datetime import datetime, timezone

    return datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))


def opened(person):
    return zipfile.ZipFile(io.BytesIO(b"".join(person.keeping.export_zip())))


def test_the_export_gives_the_same_answer_as_the_home(full):
    archive = opened(full)
    assert archive.testzip() is None
    history = read_person(archive.read("person.json"))
    ours = as_document(full.assess_today(history.as_of), full.knowledge)
    assert as_document(assess(history, knowledge=full.knowledge), full.knowledge) == ours


def test_the_export_holds_each_file_byte_for_byte_and_what_was_put_right(full, tmp_path):
    archive = opened(full)
    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert files == [f"files/2026-11-19 06-40-00 {SECRET}.txt"]
    assert archive.read(files[0]) == next(tmp_path.glob("*.txt")).read_bytes()
    rows = json.loads(archive.read("entries/answers.json"))
    states = [row["value"]["state"] for row in rows]
    assert states == ["present", "absent"]
    assert "unweary assess person.json" in archive.read("README.txt").decode()


def test_an_empty_home_can_be_exported_and_taken_in(tmp_path, morning):
    with open_home(tmp_path / "a", clock=lambda: morning) as person:
        (tmp_path / "a.zip").write_bytes(b"".join(person.keeping.export_zip()))
    with open_home(tmp_path / "b", clock=lambda: morning) as person:
        report = person.import_paths([tmp_path / "a.zip"])
        assert (report.added, report.known, report.problems, person.facts()) == (0, 0, (), ())


@pytest.mark.parametrize("typed", ["", "yes", "delet", "delete everything", "DELETE!"])
def test_another_word_deletes_nothing(full, typed):
    before = full.facts()
    with pytest.raises(UserError) as caught:
        full.keeping.delete_everything(typed)
    assert caught.value.code == "not_confirmed"
    assert full.facts() == before


def remains(home: Path, needle: bytes) -> list[str]:
    return [
        str(path.relative_to(home))
        for path in home.rglob("*")
        if needle in path.name.encode() or (path.is_file() and needle in path.read_bytes())
    ]


def test_after_deleting_no_file_of_the_home_holds_any_of_it(full):
    marks = [SECRET.encode(), b"ferritin", b"fever", b"06-40-00"]
    assert all(remains(full.home, mark) for mark in marks)
    beats = full.imports()[0].sha256
    full.keeping.delete_everything(" Delete ")
    assert [remains(full.home, mark) for mark in (*marks, beats.encode())] == [[], [], [], [], []]
    left = {path.name for path in full.home.rglob("*") if path.is_file() and path.stat().st_size}
    assert left == {"unweary.db"}


def test_the_home_can_be_used_on_after_deleting(full, morning):
    full.keeping.delete_everything("delete")
    assert (full.facts(), full.imports(), full.profile()) == ((), (), Profile())
    assert full.integrity() == ()
    full.add((Day(morning.date(), fatigue_0_10=2),))
    assert len(full.history().days) == 1


def test_a_reader_in_the_way_is_said_and_the_same_again_finishes(full):
    """SQLite cannot empty its log while somebody reads; the rows are gone all the same."""
    import sqlite3

    reader = sqlite3.connect(full.home / "unweary.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM fact").fetchone()
    try:
        with pytest.raises(UserError) as caught:
            full.keeping.delete_everything("delete")
        assert caught.value.code == "busy"
    finally:
        reader.close()
    full.keeping.delete_everything("delete")
    assert remains(full.home, SECRET.encode()) == []
