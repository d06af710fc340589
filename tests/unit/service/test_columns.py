"""What a person says about columns is kept for the heading, and the file is read anew with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.service.backup import restore_backup
from unweary.service.columns import meaning_of, parted, said_columns, sound_columns
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


def said(person: Unweary) -> dict[str, dict[str, str]]:
    return said_columns(person.home)


def test_what_was_said_comes_back_with_an_export_and_what_is_said_here_holds(tmp_path: Path, table: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Datum;Ferritin (ng/ml);Mond\n02.11.2026;12;60\n")
    with open_home(tmp_path / "old") as old:
        old.columns.say_of([table], {"Rost": "iron ug/dL"})
        old.columns.say_of([other], {"Mond": "crp mg/L"})
        old.keeping.export_folder(tmp_path / "export")
        wanted = said(old)
        assert len(wanted) == 2
    with open_home(tmp_path / "new") as new:
        new.import_paths([tmp_path / "export"])
        assert said(new) == wanted
        assert new.import_paths([table]).problems == ()
        assert ("iron", 60.0, "ug/dL") in kept(new)
    with open_home(tmp_path / "third") as third:
        third.columns.say_of([table], {"Rost": "ferritin ug/L"})
        third.import_paths([tmp_path / "export"])
        assert sorted(list(words.values()) for words in said(third).values()) == [["crp mg/L"], ["ferritin ug/L"]]


def test_an_export_from_before_there_were_such_words_is_taken_in(tmp_path: Path, table: Path) -> None:
    with open_home(tmp_path / "old") as old:
        old.import_paths([table])
        old.keeping.export_folder(tmp_path / "export")
    manifest = tmp_path / "export" / "unweary-export.json"
    document = json.loads(manifest.read_text())
    document["parts"] = [part for part in document["parts"] if part["path"] != "imports/columns.json"]
    manifest.write_text(json.dumps(document))
    (tmp_path / "export" / "imports" / "columns.json").unlink()
    with open_home(tmp_path / "new") as new:
        assert new.import_paths([tmp_path / "export"]).added == 1
        assert said(new) == {}


@pytest.mark.parametrize("text", ["[]", '{"a": []}', '{"a": {"Rost": 1}}', '{"a"'])
def test_words_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        sound_columns(text)


def test_what_was_said_comes_back_with_a_backup(tmp_path: Path, table: Path) -> None:
    with open_home(tmp_path / "old") as old:
        old.columns.say_of([table], {"Rost": "iron ug/dL"})
        old.import_paths([table])
        made = old.keeping.backup(tmp_path / "backup.zip")
        assert (made.files, made.problems) == (2, ())
        wanted = said(old), kept(old)
    back = restore_backup(tmp_path / "new", tmp_path / "backup.zip")
    assert (back.files, back.problems) == (2, ())
    with open_home(tmp_path / "new") as new:
        assert (said(new), kept(new)) == wanted
        assert new.integrity() == ()


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
