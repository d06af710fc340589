"""The whole folder of real data, imported at once as a person would: what became of every file, and nothing twice."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from unweary.service import ImportReport, Unweary, open_home

pytestmark = pytest.mark.realdata

#: From the folder's README: the file, the fault that is told, and its byte.
BROKEN = [
    ("activity-settings-corruptheader.fit", "fit_header", 771),
    ("activity-settings-nodata.fit", "fit_cut_off", 784),
    ("activity-unexpected-eof.fit", "fit_cut_off", 768),
    ("nick.fit.gz", "fit_cut_off", 403_456),
    ("strava-android-app-201.10-b1218918.fit", "fit_damaged", 7_471),
    ("activity-filecrc.fit", "fit_checksum", 769),
    ("activity-activity-filecrc.fit", "fit_checksum", 1_540),
]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    folder = Path(__file__).parents[2] / "tools"
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("data_table", folder / "data_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["data_table"] = module
    spec.loader.exec_module(module)
    sys.path.remove(str(folder))
    return module


@pytest.fixture(scope="module")
def person(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unweary]:
    with open_home(tmp_path_factory.mktemp("every") / "home", clock=lambda: tool.NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(person: Unweary, data_folder: Path) -> ImportReport:
    return person.import_paths([data_folder])


@pytest.fixture(scope="module")
def taken(tool: ModuleType, person: Unweary, report: ImportReport, data_folder: Path) -> Any:
    return tool.taken_in(person, data_folder, report)


def test_every_file_is_accounted_for_and_none_ends_in_a_fault_of_ours(report: ImportReport, data_folder: Path) -> None:
    names = {file.name for file in report.files}
    archives = {name.partition(".tar.gz/")[0] + ".tar.gz" for name in names if ".tar.gz/" in name}
    files = (path for path in data_folder.rglob("*") if path.is_file())
    there = {path.relative_to(data_folder).as_posix() for path in files}
    assert there - names - archives == set()
    assert {problem.code for problem in report.problems} & {"reader", "not_finished", "not_readable"} == set()
    for file in report.files:
        assert (file.state != "failed") or file.problems, f"{file.name} failed without a word"


def test_a_file_of_a_known_kind_that_brings_nothing_says_why(taken: list[Any]) -> None:
    known = [file for file in taken if file.format and not file.kept and not file.known]
    assert len(known) > 20
    assert [file.name for file in known if not file.problems] == []


def test_the_table_in_the_docs_says_what_became_of_every_file(tool: ModuleType, taken: list[Any]) -> None:
    made = tool.table(taken)
    assert made.splitlines() == tool.PAGE.read_text("utf-8").splitlines(), "run tools/data_table.py"


@pytest.mark.parametrize(("name", "code", "byte"), BROKEN)
def test_a_file_that_is_known_to_be_broken_says_so_and_where(
    report: ImportReport, name: str, code: str, byte: int
) -> None:
    name = f"fit_python-fitparse/{name}"
    (file,) = (file for file in report.files if file.name == name)
    assert (f"{name}, byte {byte}", code) in {(each.where, each.code) for each in file.problems}
    assert file.added + file.known > 0, "what stood before the fault is kept"


def test_the_sample_of_2085_stretches_nothing(person: Unweary, report: ImportReport) -> None:
    (file,) = (file for file in report.files if file.name.endswith("b1218918.fit"))
    assert "clock" in {problem.code for problem in file.problems}
    assert report.added > 0
    ends = [session.started_at + timedelta(seconds=session.duration_s) for session in person.history().sessions]
    assert max(ends).year <= 2026


def test_a_second_import_of_the_whole_folder_adds_nothing(
    person: Unweary, report: ImportReport, data_folder: Path
) -> None:
    again = person.import_paths([data_folder])
    assert again.added == 0
    assert {file.name: file.problems for file in again.files} == {file.name: file.problems for file in report.files}
