"""The whole folder of real data, imported at once as a person would: what became of every file, and nothing twice."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from unweary.service import ImportReport, Unweary, open_home

pytestmark = pytest.mark.realdata

#: From the folder's README: the file, its fault, and the byte where it lies (None where the list names none).
BROKEN = [
    ("activity-settings-corruptheader.fit", 771),
    ("activity-settings-nodata.fit", 784),
    ("activity-unexpected-eof.fit", 768),
    ("nick.fit.gz", 403_456),
    ("strava-android-app-201.10-b1218918.fit", 7_471),
    ("activity-filecrc.fit", None),
    ("activity-activity-filecrc.fit", None),
]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("data_table", Path(__file__).parents[2] / "tools" / "data_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["data_table"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def person(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unweary]:
    with open_home(tmp_path_factory.mktemp("every") / "home", clock=lambda: tool.NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(person: Unweary, data_folder: Path) -> ImportReport:
    return person.import_paths([data_folder])


def test_every_file_is_accounted_for_and_none_ends_in_a_fault_of_ours(report: ImportReport, data_folder: Path) -> None:
    names = {file.name for file in report.files}
    archives = {name.partition(".tar.gz/")[0] + ".tar.gz" for name in names if ".tar.gz/" in name}
    files = (path for path in data_folder.rglob("*") if path.is_file())
    there = {path.relative_to(data_folder).as_posix() for path in files}
    assert there - names - archives == set()
    assert {problem.code for problem in report.problems} & {"reader", "not_finished", "not_readable"} == set()
    for file in report.files:
        assert (file.state != "failed") or file.problems, f"{file.name} failed without a word"


def test_the_table_in_the_docs_says_what_became_of_every_file(
    tool: ModuleType, person: Unweary, report: ImportReport, data_folder: Path
) -> None:
    made = tool.table(tool.taken_in(person, data_folder, report))
    assert made.splitlines() == tool.PAGE.read_text("utf-8").splitlines(), "run tools/data_table.py"


@pytest.mark.parametrize(("name", "byte"), BROKEN)
def test_a_file_that_is_known_to_be_broken_says_so_and_where(report: ImportReport, name: str, byte: int | None) -> None:
    (file,) = (file for file in report.files if file.name == f"fit_python-fitparse/{name}")
    assert file.problems
    assert file.added + file.known > 0, "what stood before the fault is kept"
    places = [int(found[1]) for each in file.problems if (found := re.search(r", byte (\d+)$", each.where))]
    if byte is None:
        assert [problem.code for problem in file.problems] == ["crc"]
    else:
        assert any(abs(place - byte) <= 16 for place in places), f"{file.problems} says nothing of byte {byte}"


def test_the_sample_of_2085_stretches_nothing(person: Unweary, report: ImportReport) -> None:
    (file,) = (file for file in report.files if file.name.endswith("b1218918.fit"))
    assert "clock" in {problem.code for problem in file.problems}
    assert report.added > 0
    assert {session.started_at.year for session in person.history().sessions} <= set(range(2009, 2027))


def test_a_second_import_of_the_whole_folder_adds_nothing(
    person: Unweary, report: ImportReport, data_folder: Path
) -> None:
    again = person.import_paths([data_folder])
    assert again.added == 0
    assert {file.name: file.problems for file in again.files} == {file.name: file.problems for file in report.files}
