"""``unweary hrv``: what a researcher reads, what a program reads, and how a file without heartbeats is refused."""

from __future__ import annotations

import json
import math

import pytest

from unweary.interfaces.cli import run_line


@pytest.fixture
def hrv(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_DEBUG", raising=False)

    def call(text: str, *options: str):
        path = tmp_path / "b.txt"
        path.write_text(text)
        code = run_line(["--home", str(tmp_path / "home"), "hrv", str(path), *options])
        said = capsys.readouterr()
        assert not (tmp_path / "home").exists(), "nothing is kept"
        return code, said.out, said.err

    return call


def beats(count: int = 400) -> str:
    row = [900 + 40 * math.sin(beat) for beat in range(count)]
    row[200:202] = [row[200] + row[201]]
    return "".join(f"{value:.3f}\n" for value in row)


def test_the_numbers_are_printed_with_what_was_put_right_and_what_they_do_not_mean(hrv):
    code, out, _ = hrv(beats())
    assert code == 0
    assert "Wrong beats put right: 1 missed (0.3 % of the intervals)." in out
    assert "RMSSD: 27." in out
    assert "no balance of two nerves" in out
    assert "nan" not in out


def test_programs_get_exact_numbers_and_null_for_what_is_not_known(hrv):
    code, out, _ = hrv(beats(250), "--json")
    told = json.loads(out)
    (row,) = told["recordings"]
    assert code == 0
    assert row["corrections"]["missed"] == 1
    assert row["time"]["rmssd_ms"] == pytest.approx(27.1, abs=0.5)
    assert row["welch"]["vlf_ms2"] is None
    assert any("vlf needs" in note for note in row["welch"]["notes"])
    assert "frequency_hz" not in row["welch"]
    assert told["mornings"] is None


def test_standing_up_is_printed_with_what_is_for_a_doctor(hrv):
    text = "".join(f"{1000 + 20 * (-1) ** n}\n" for n in range(240))
    text += "".join(f"{600 + 5 * (-1) ** n}\n" for n in range(500))
    code, out, _ = hrv(text, "--stood-up-min", "4")
    assert code == 0
    assert "Held over two minutes: 40 beats/min more" in out
    assert "30 or more (40 from 12 to 19 years)" in out
    told = json.loads(hrv(text, "--stood-up-min", "4", "--json")[1])["recordings"][0]["stood_up"]
    assert len(told["found"]["rise_bpm"]) == 5


def test_a_file_without_heartbeats_is_refused_with_2(hrv):
    code, out, err = hrv("Dear diary")
    assert (code, out) == (2, "")
    assert "b.txt tells no heartbeats" in err
    assert "HRV Logger" in err
    assert json.loads(hrv("Dear diary", "--json")[2])["error"]["code"] == "no_beats"


def test_samples_of_an_ecg_are_refused_with_the_line_and_with_what_would_do(hrv):
    code, out, err = hrv("# Labels:= ECG\n" + "2044\n2051\n2048\n" * 100)
    assert (code, out) == (2, "")
    said = " ".join(err.split())
    assert "b.txt tells no heartbeats: line 1: '# Labels:= ECG'" in said
    assert "intervals between heartbeats (text with one a line" in said
    code, out, err = hrv("".join(f"{0.4 * math.sin(sample / 30):.4f}\n" for sample in range(3000)))
    assert (code, out) == (2, "")
    assert "line 2: '0.01" in " ".join(err.split())
