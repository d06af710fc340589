"""Importing the same thing again changes nothing, however it is named, packed, ordered or cut into exports."""

from __future__ import annotations

import gzip
import io
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

import pytest

from unweary.service import ImportReport, Unweary, open_home
from unweary.service.demo_files import write_demo_files
from unweary.vocab.history import History

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Ten of the example person's files: training, a wellness table, beats of three mornings."""
    return write_demo_files(tmp_path_factory.mktemp("files"), NOW, seed=7)[-10:]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=lambda: NOW) as opened:
        yield opened


def upload(person: Unweary, name: str, stream: BinaryIO) -> ImportReport:
    return person.importing.run([person.importing.receive(name, iter(lambda: stream.read(1 << 20), b""))])


def heard(history: History) -> tuple[object, ...]:
    """The history without the names of files, since the same thing may come in another file."""
    return (
        sorted(str(day) for day in history.days),
        sorted(str(observation) for observation in history.observations),
        sorted((session.started_at, session.duration_s, session.sport) for session in history.sessions),
        sorted(
            (
                recording.started_at,
                recording.kind,
                {name: column.tobytes() for name, column in recording.columns.items()},
            )  # type: ignore[attr-defined]
            for recording in history.recordings
        ),
    )


def test_a_second_import_adds_nothing_and_changes_nothing(person: Unweary, files: tuple[Path, ...]) -> None:
    first = person.import_paths(files)
    history, rows, imports = person.history(), person.facts(limit=10_000), person.imports()
    again = person.import_paths(files)
    assert first.added > 100
    assert (again.added, again.known) == (0, first.added + first.known)
    assert person.facts(limit=10_000) == rows
    assert person.imports() == imports
    assert heard(person.history()) == heard(history)


def test_another_name_and_another_order_change_nothing(
    person: Unweary, files: tuple[Path, ...], tmp_path: Path
) -> None:
    added = person.import_paths(files).added
    history = heard(person.history())
    renamed = tmp_path / "renamed"
    renamed.mkdir()
    for place, file in enumerate(reversed(files)):
        shutil.copy(file, renamed / f"{place:03} {file.name}")
    again = person.import_paths([renamed])
    assert (again.added, again.known) == (0, added)
    assert heard(person.history()) == history


def test_the_same_training_packed_by_another_app_is_known(person: Unweary, files: tuple[Path, ...]) -> None:
    added = person.import_paths(files).added
    history = heard(person.history())
    again = [upload(person, f"{file.name}.gz", io.BytesIO(gzip.compress(file.read_bytes()))) for file in files]
    assert sum(report.added for report in again) == 0
    assert sum(report.known for report in again) == added
    assert heard(person.history()) == history
    assert person.import_paths(files).added == 0


def test_a_longer_export_of_the_same_table_adds_only_its_new_days(person: Unweary, files: tuple[Path, ...]) -> None:
    table = next(file for file in files if file.suffix == ".csv").read_text().splitlines(keepends=True)
    parts = [io.BytesIO("".join(table[: 1 + days]).encode()) for days in (20, 40, len(table))]
    added = [upload(person, f"export-{place}.csv", part).added for place, part in enumerate(parts)]
    pieced = heard(person.history())
    assert all(count > 0 for count in added)
    with open_home(person.home.parent / "other", clock=lambda: NOW) as other:
        assert upload(other, "all.csv", parts[-1]).added == 0  # the stream was read to its end before
        parts[-1].seek(0)
        assert upload(other, "all.csv", parts[-1]).added == sum(added)
        assert heard(other.history()) == pieced


def test_what_was_taken_back_stays_taken_back(person: Unweary, files: tuple[Path, ...]) -> None:
    person.import_paths(files)
    sessions = len(person.history().sessions)
    withdrawn = person.facts("session")[0]
    person.correct(withdrawn.id, None)
    person.import_paths(files)
    upload(person, "again.fit.gz", io.BytesIO(gzip.compress(next(f for f in files if f.suffix == ".fit").read_bytes())))
    assert len(person.history().sessions) == sessions - 1
    assert withdrawn.value not in person.history().sessions
