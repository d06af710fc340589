"""The page for a doctor, printed by a real Chromium: one sheet of A4, nothing loaded, readable on a phone."""

import io
import re
import shutil
import sys
from pathlib import Path

import pytest

from unweary.interfaces.cli import run_line

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("UNWEARY_HOME", raising=False)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    def call(*args: str) -> None:
        assert run_line(["--home", str(tmp_path / "home"), *args]) == 0
        capsys.readouterr()

    return call


def sheets(browser, file: Path) -> int:
    page = browser.new_page()
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


def test_the_example_person_fits_on_one_sheet(browser, run, tmp_path):
    run("demo")
    run("--demo", "report", "-o", str(tmp_path / "page.html"), "--question", "Is a blood test worthwhile? May I train?")
    assert sheets(browser, tmp_path / "page.html") == 1


def test_an_emergency_with_several_rules_fits_on_one_sheet(browser, run, tmp_path):
    run("profile", "--birth-year", "1960", "--country", "NO", "--medicine", "atorvastatin", "--sex", "M")
    run("check-in", "--none-of-the-warnings", "--fatigue", "8", "--sleep-h", "5", "--answer", "dark_urine=yes", "--answer",
        "severe_muscle_pain=yes", "--answer", "calf_swell_one=yes", "--answer", "breathless_rest=yes", "--answer", "fever=yes",
        "--sore", "outer calf left 8, swollen", "--sore", "quads:left:7", "--sore", "quads:right:7")  # fmt: skip
    run("report", "-o", str(tmp_path / "page.html"))
    assert sheets(browser, tmp_path / "page.html") == 1


def test_with_nothing_recorded_it_is_still_one_sheet(browser, run, tmp_path):
    run("report", "-o", str(tmp_path / "page.html"))
    assert sheets(browser, tmp_path / "page.html") == 1
