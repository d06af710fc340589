"""The page for a doctor, printed by a real Chromium: one sheet of A4, nothing loaded, readable on a phone."""

import io
import re
import sys
from pathlib import Path

import pytest

from unweary.interfaces.cli import run_line

pytestmark = pytest.mark.browser


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("UNWEARY_HOME", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    def call(*args: str) -> None:
        assert run_line(["--home", str(tmp_path / "home"), *args]) == 0
        capsys.readouterr()

    return call


def sheets(chromium, file: Path) -> int:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert asked == [file.as_uri()]
    assert wide <= 390
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_example_person_fits_on_one_sheet(chromium, run, tmp_path):
    run("demo")
    run("--demo", "report", "-o", str(tmp_path / "page.html"), "--question", "Is a blood test worthwhile? May I train?")
    assert sheets(chromium, tmp_path / "page.html") == 1


def test_an_emergency_with_several_rules_fits_on_one_sheet(chromium, run, tmp_path):
    run("profile", "--birth-year", "1960", "--country", "NO", "--medicine", "atorvastatin", "--sex", "M")
    signs = ("dark_urine", "severe_muscle_pain", "calf_swell_one", "breathless_rest", "fever")
    places = ("outer calf left 8, swollen", "quads:left:7", "quads:right:7")
    answers = [word for sign in signs for word in ("--answer", f"{sign}=yes")]
    sore = [word for place in places for word in ("--sore", place)]
    run("check-in", "--none-of-the-warnings", "--fatigue", "8", "--sleep-h", "5", *answers, *sore)
    run("report", "-o", str(tmp_path / "page.html"))
    assert sheets(chromium, tmp_path / "page.html") == 1


def test_with_nothing_recorded_it_is_still_one_sheet(chromium, run, tmp_path):
    run("report", "-o", str(tmp_path / "page.html"))
    assert sheets(chromium, tmp_path / "page.html") == 1
