"""The studies of blood tests in the data folder: tables of many persons, which are refused and never mixed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from unweary import importers
from unweary.importers import labs_csv
from unweary.vocab.errors import Problem


@pytest.mark.parametrize("name", ["labs_hcv/hcvdat0.csv", "labs_nhanes_anemia/anemia_nhanes_1999_2000.csv.gz"])
def test_a_study_of_many_persons_is_recognised_and_refused(data_folder: Path, name: str) -> None:
    with (data_folder / name).open("rb") as stream:
        items = list(importers.read(stream, name))
    assert [item.code for item in items if isinstance(item, Problem)] == ["several_people"]
    assert len(items) == 1


def test_a_table_without_a_heading_is_not_taken_for_blood_tests_of_one_person(data_folder: Path) -> None:
    data = gzip.decompress((data_folder / "labs_thyroid0387/thyroid0387.data.gz").read_bytes())
    assert labs_csv.recognise(data[:65_536], "thyroid0387.data") == 0
