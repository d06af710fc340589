"""What a person says about columns is kept for the heading, and the file is read anew with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.columns import meaning_of, parted
from unweary.vocab.errors import UserError
from unweary.vocab.history import Lab

TABLE = "Datum;Ferritin (ng/ml);Rost\n02.11.2026;12;60\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "labor.csv"
    file.write_text(TABLE)
    return file


def kept(person: Unweary) -> set[tuple[str, float, str]]:
    return {
        (row.value.analyte, row.value.value, row.value.unit)
        for row in person.facts("lab")
        if isinstance(row.value, Lab)
    }


def test_a_column_is_asked_said_and_remembered_for_the_next_table(tmp_path: Path, table: Path) -> None:
    with open_home(tmp_path / "home") as person:
        report = person.import_paths([table])
        assert [problem.code for problem in report.problems] == ["columns_unknown"]
        assert kept(person) == {("ferritin", 12.0, "ng/mL")}
        (file,) = person.imports()
        assert person.columns.ask(file.sha256).known["Rost"] == ""
        job = person.columns.say(file.sha256, {"Rost": "iron µg/dL"})
        assert person.importing.wait(job, 20)
        assert kept(person) == {("ferritin", 12.0, "ng/mL"), ("iron", 60.0, "ug/dL")}
        assert person.imports()[0].name == "labor.csv"
        assert person.columns.ask(file.sha256).known["Rost"] == "iron ug/dL"
        table.write_text(TABLE.replace("60", "70"))
        assert person.import_paths([table]).problems == ()
    with open_home(tmp_path / "home") as person:
        assert ("iron", 70.0, "ug/dL") in kept(person)
        assert person.import_paths([table]).added == 0


def test_another_word_for_a_column_takes_back_what_the_first_had_made(tmp_path: Path, table: Path) -> None:
    with open_home(tmp_path / "home") as person:
        person.columns.say_of([table], {"Rost": "ferritin ug/L"})
        person.import_paths([table])
        assert ("ferritin", 60.0, "ug/L") in kept(person)
        person.columns.say_of([table], {"Rost": "iron ug/dL"})
        person.import_paths([table])
        assert kept(person) == {("ferritin", 12.0, "ng/mL"), ("iron", 60.0, "ug/dL")}


def test_deleting_everything_forgets_the_words_too(tmp_path: Path, table: Path) -> None:
    with open_home(tmp_path / "home") as person:
        person.columns.say_of([table], {"Rost": "iron ug/dL"})
        assert (person.home / "columns").exists()
        person.keeping.delete_everything("delete")
        assert not (person.home / "columns").exists()


@pytest.mark.parametrize(
    ("said", "part"),
    [({"Rost": "moonlight"}, "no blood test"), ({"Rost": "iron kg"}, "not a unit"), ({"Mond": "iron"}, "no file here")],
)
def test_what_is_not_known_is_refused_and_nothing_is_kept(
    tmp_path: Path, table: Path, said: dict[str, str], part: str
) -> None:
    with open_home(tmp_path / "home") as person:
        with pytest.raises(UserError, match=part) as refused:
            person.columns.say_of([table], said)
        assert refused.value.code == "column"
        assert not (person.home / "columns").exists()
        with pytest.raises(UserError, match="no file"):
            person.columns.ask("0" * 64)


def test_words_of_a_command_line_are_parted_at_the_last_sign() -> None:
    assert parted(["a=b=ignore"]) == {"a=b": "ignore"}
    assert meaning_of("Hämoglobin") == "haemoglobin"
    with pytest.raises(UserError, match="does not say"):
        parted(["Eisen"])
