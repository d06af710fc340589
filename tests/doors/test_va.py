"""``unweary va``: what a researcher reads, what a program reads, and how a bad table is refused."""

import json

import pytest

from unweary.interfaces.cli import run_line


@pytest.fixture
def va(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_DEBUG", raising=False)

    def call(text: str, *options: str):
        path = tmp_path / "t.csv"
        path.write_text(text)
        code = run_line(["--home", str(tmp_path / "home"), "va", str(path), *options])
        said = capsys.readouterr()
        assert not (tmp_path / "home").exists(), "nothing is kept"
        return code, said.out, said.err

    return call


def test_the_interpolated_twitch_is_printed_row_by_row_with_what_was_left_out(va):
    code, out, _ = va("subject;SIT (N);PT (N)\nanna;2,3;23\nanna;-1;23\n")
    assert code == 0
    assert "(1 - superimposed / resting) x 100" in out
    assert [line.split() for line in out.splitlines() if "anna" in line] == [["2", "anna", "90.0"], ["3", "anna", "-"]]
    assert "! t.csv, line 3: '-1' in 'SIT (N)' cannot be" in out


def test_over_the_cortex_each_set_has_its_line_or_a_reason(va):
    code, out, _ = va("subject,force,sit\nanna,50,0.5\nanna,75,0.26\nanna,100,0.02\nben,100,1\n")
    assert code == 0
    assert [line.split()[:5] for line in out.splitlines() if line.startswith("anna")] == [
        ["anna", "98.0", "0.980", "1.000", "3"]
    ]
    assert "too few contractions" in " ".join(out.split())


def test_for_programs_numbers_are_exact_and_what_is_not_known_is_null(va):
    code, out, _ = va("level,sit,pt\n100,1,3\n100,,3\n", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["method"] == "twitch"
    assert [row["activation_pct"] for row in document["contractions"]] == [(1 - 1 / 3) * 100, None]
    assert document["levels"] == [
        {"level": "100", "contractions": 1, "mean_pct": (1 - 1 / 3) * 100, "sd_pct": None},
    ]


def test_the_straightness_that_is_asked_for_can_be_changed(va):
    bent = "force,sit\n50,1\n80,1.5\n100,0.4\n"
    assert json.loads(va(bent, "--json")[1])["sets"][""]["activation_pct"] is None
    assert json.loads(va(bent, "--json", "--least-r2", "0")[1])["sets"][""]["activation_pct"] > 0
    assert va(bent, "--least-r2", "2")[0] == 2


def test_a_long_table_is_cut_for_people_and_whole_for_programs(va):
    table = "sit,pt\n" + "1,10\n" * 60
    _, out, _ = va(table)
    assert out.count("90.0") == 40
    assert "20 more rows" in out
    assert len(json.loads(va(table, "--json")[1])["contractions"]) == 60


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "sit,pt\nx,y\n"])
def test_a_bad_table_is_refused_with_what_works(va, text):
    code, out, err = va(text)
    assert (code, out) == (2, "")
    assert "What works: superimposed twitch and resting twitch" in " ".join(err.split())
    assert json.loads(va(text, "--json")[2])["error"]["accepted"]
