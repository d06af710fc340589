"""Export, backup, restore and doctor from the command line, and the export from REST."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from unweary.interfaces.cli import run_line


@pytest.fixture
def said(tmp_path, capsys):
    def run(*words: str, home: str = "home") -> tuple[int, str]:
        code = run_line(["--home", str(tmp_path / home), *words])
        out = capsys.readouterr()
        return code, out.out + out.err

    return run


def test_everything_goes_out_and_comes_back_in_another_home(said, tmp_path):
    said("check-in", "--fatigue", "6")
    code, words = said("export", str(tmp_path / "out"))
    assert (code, "README.txt there says what is what" in words) == (0, True)
    assert said("export", str(tmp_path / "out"))[0] == 2
    assert json.loads(said("import", str(tmp_path / "out"), "--json", home="new")[1])["added"] > 0
    assert "fatigue_0_10 6" in said("facts", home="new")[1]
    assert "Known from before" in said("import", str(tmp_path / "out"), home="new")[1]


def test_a_backup_comes_back_and_a_full_home_is_kept_unless_said(said, tmp_path):
    said("check-in", "--fatigue", "6")
    file = str(tmp_path / "b.zip")
    assert said("backup", file)[0] == 0
    assert said("restore", file, home="new")[0] == 0
    assert "fatigue_0_10 6" in said("facts", home="new")[1]
    code, words = said("restore", file, "--json", home="new")
    assert (code, json.loads(words)["error"]["code"]) == (2, "not_empty")
    assert json.loads(said("restore", file, "--replace", "--json", home="new")[1])["problems"] == []


def test_the_doctor_says_what_it_looked_at_also_where_nothing_can_be_opened(said, tmp_path):
    code, words = said("doctor", "--json")
    told = json.loads(words)
    assert (code, told["problems"]) == (0, [])
    assert {"unweary", "sqlite", "folder", "disk", "database", "clock", "knowledge_digest", "checks"} <= told.keys()
    (tmp_path / "home" / "unweary.db").write_bytes(b"hello")
    code, words = said("doctor", "--json")
    assert (code, [problem["code"] for problem in json.loads(words)["problems"]]) == (1, ["database"])
    assert said("doctor")[0] == 1


def test_the_export_by_rest_is_the_zip_of_the_settings_page(web, person):
    answer = web.get("/api/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert "unweary-2026-11-20.zip" in answer.headers["content-disposition"]
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == zipfile.ZipFile(io.BytesIO(web.post("/settings/export").content)).namelist()
