"""Blood tests pasted or typed as text, and tables whose columns a person explains: page, command line, REST."""

from __future__ import annotations

import json
import re

from unweary.interfaces.cli import run_line
from unweary.vocab.history import Lab

TEXT = "Ferritin 12 ng/mL (15-150), Hb 11.8 g/dL 2026-11-02\nMg 0.8\nlooks pale"
TABLE = b"Datum;Ferritin (ng/ml);Rost\n02.11.2026;12;60\n"


def kept(person):
    return sorted(
        (row.value.analyte, row.value.value, row.value.unit)
        for row in person.facts("lab")
        if isinstance(row.value, Lab)
    )


def test_a_pasted_report_is_shown_first_and_saved_as_put_right(web, person):
    assert 'action="/labs/paste"' in web.get("/labs").text
    page = web.post("/labs/paste", data={"text": TEXT}).text
    assert kept(person) == []
    assert "looks pale" in page
    assert "Which unit" in page
    form = {
        "count": "3",
        "keep_0": "yes",
        "analyte_0": "ferritin",
        "value_0": "<13",
        "unit_0": "ng/mL",
        "day_0": "2026-11-02",
        "analyte_1": "haemoglobin",
        "value_1": "11.8",
        "unit_1": "g/dL",
        "day_1": "2026-11-02",
        "keep_2": "yes",
        "analyte_2": "magnesium",
        "value_2": "0.8",
        "unit_2": "",
        "day_2": "2026-11-02",
    }
    again = web.post("/labs/paste/save", data=form)
    assert again.status_code == 422
    assert 'value="&lt;13"' in again.text
    assert kept(person) == []
    done = web.post("/labs/paste/save", data={**form, "unit_2": "mmol/L"})
    assert done.headers["location"] == "/labs?saved=pasted:2"
    assert kept(person) == [("ferritin", 13.0, "ng/mL"), ("magnesium", 0.8, "mmol/L")]
    assert web.post("/labs/paste/save", data={**form, "unit_2": "mmol/L"}).headers["location"] == "/labs?saved=pasted:0"
    assert "New blood tests: 2" in web.get("/labs?saved=pasted:2").text


def test_a_unit_that_was_mixed_up_is_not_saved_from_the_page(web, person):
    form = {
        "count": "1",
        "keep_0": "yes",
        "analyte_0": "haemoglobin",
        "value_0": "13.5",
        "unit_0": "g/L",
        "day_0": "2026-11-02",
    }
    answer = web.post("/labs/paste/save", data=form)
    assert (answer.status_code, kept(person)) == (422, [])
    assert "13.5 g/dL (135 g/L)" in answer.text


def test_text_in_which_nothing_is_understood_says_how_to_write_it(web):
    assert "We understood no blood test" in web.post("/labs/paste", data={"text": "hello"}).text
    assert web.post("/labs/paste", data={"text": " "}).status_code == 303


def test_programs_read_a_text_and_store_what_it_said(web, person):
    said = web.post("/api/labs/read", content=json.dumps({"text": TEXT})).json()
    assert [(test["analyte"], test["lab"] is None) for test in said["tests"]] == [
        ("ferritin", False),
        ("haemoglobin", False),
        ("magnesium", True),
    ]
    assert said["left"] == ["looks pale"]
    labs = [test["lab"] for test in said["tests"] if test["lab"]]
    assert kept(person) == []
    answer = web.post("/api/labs", content=json.dumps({"labs": labs}))
    assert (answer.status_code, len(answer.json()["facts"])) == (201, 2)
    assert web.post("/api/labs", content=json.dumps({"labs": labs})).json()["facts"] == []
    assert web.post("/api/labs/read", content=json.dumps({"text": ""})).status_code == 422


def test_the_command_shows_what_it_understood_and_keeps_it_after_a_yes(tmp_path, capsys, monkeypatch):
    home = ["--home", str(tmp_path), "--at", "2026-11-20T07:30:00+01:00"]
    assert run_line([*home, "labs", "--text", TEXT]) == 0
    assert "Nothing was kept" in capsys.readouterr().out
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "yes")
    assert run_line([*home, "labs", "--text", TEXT, "--keep"]) == 0
    assert "Kept: 2." in capsys.readouterr().out
    run_line([*home, "labs", "--text", TEXT, "--json"])
    assert len(json.loads(capsys.readouterr().out)["tests"]) == 3


def test_the_command_line_says_what_a_column_is(tmp_path, capsys):
    table = tmp_path / "labor.csv"
    table.write_bytes(TABLE)
    home = ["--home", str(tmp_path / "home")]
    assert run_line([*home, "import", str(table), "--column", "Rost=iron ug/dL"]) == 0
    run_line([*home, "facts", "--kind", "lab", "--json"])
    assert {fact["value"]["analyte"] for fact in json.loads(capsys.readouterr().out.split("today\n")[1])["facts"]} == {
        "ferritin",
        "iron",
    }
    assert run_line([*home, "import", str(table), "--column", "Rost=moonlight"]) == 2


def test_the_import_page_asks_what_a_column_is_and_reads_the_table_again(web, person):
    web.post("/files", files={"files": ("labor.csv", TABLE)})
    (link,) = re.findall(r'href="(/files/[0-9a-f]{64}/columns)"', web.get("/files").text)
    page = web.get(link).text
    assert "Rost" in page
    at = re.search(r'<b>Rost</b>.*?name="column_(\d+)"', page, re.S)[1]
    assert web.post(link, data={f"column_{at}": "iron kg"}).status_code == 422
    done = web.post(link, data={f"column_{at}": "iron ug/dL"})
    assert done.status_code == 303
    assert kept(person) == [("ferritin", 12.0, "ng/mL"), ("iron", 60.0, "ug/dL")]
    assert "/columns" not in web.get("/files").text
    assert web.get("/files/nothing/columns").status_code in (404, 422)


def test_programs_send_the_words_with_the_file(web, person):
    job = web.post("/api/imports?name=labor.csv&column=Rost%3Diron+ug/dL", content=TABLE).json()["import"]["id"]
    assert person.importing.wait(job, 20)
    assert ("iron", 60.0, "ug/dL") in kept(person)
