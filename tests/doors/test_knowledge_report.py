"""``unweary knowledge report``: writes pages, says where, and refuses what it cannot compare."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from unweary.interfaces.cli import run_line


def test_it_writes_the_pages_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "review"
    assert run_line(["knowledge", "report", "--out", str(out)]) == 0
    assert str(out / "index.html") in capsys.readouterr().out
    assert "Red flags" in (out / "index.html").read_text(encoding="utf-8")
    assert not (out / "changes.html").exists()


def test_it_tells_a_program_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no tests/scenarios here, so nobody is judged
    other = tmp_path / "other"
    shutil.copytree(str(files("unweary.knowledge").joinpath("data")), other)
    text = (other / "causes.toml").read_text(encoding="utf-8")
    (other / "causes.toml").write_text(text.replace('who = "sports doctor"', 'who = "GP"', 1), encoding="utf-8")
    assert run_line(["knowledge", "report", "--against", str(other), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"] == 1
    assert told["people"] == 0
    assert told["folder"] == "unweary-knowledge"
    page = (tmp_path / "unweary-knowledge" / "changes.html").read_text(encoding="utf-8")
    assert "sports doctor" in page


@pytest.mark.parametrize(
    "args", [["--against", "nowhere"], ["--people", "nowhere"], ["--against", "{data}", "--people", "nowhere"]]
)
def test_it_refuses_what_it_cannot_compare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    data = str(files("unweary.knowledge").joinpath("data"))
    assert run_line(["knowledge", "report", *(part.format(data=data) for part in args)]) == 2
    assert capsys.readouterr().err
    assert not (tmp_path / "unweary-knowledge").exists()
