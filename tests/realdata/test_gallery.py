"""The gallery's second part: its pictures can be made from the real files, and the page shows them as they are now."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

pytestmark = pytest.mark.realdata

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "img" / "gallery-real"


@pytest.fixture(scope="module")
def tools():
    """The gallery's own modules; they import each other as scripts of one folder do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "tools"))
        yield importlib.import_module("gallery"), importlib.import_module("gallery_real")


@pytest.fixture(scope="module")
def drawn(tools, data_folder):
    return tools[1].pictures(data_folder)


def second_part(tools) -> str:
    _, heading, rest = (ROOT / "docs" / "gallery.md").read_text("utf-8").partition(tools[0].REAL)
    return heading + rest


def test_the_page_tells_what_the_files_give_now(tools, drawn):
    assert second_part(tools) == tools[1].part(drawn), "make gallery, with UNWEARY_DATA"


def test_the_page_names_every_picture_that_is_made_and_no_other(tools, drawn):
    shown = re.findall(r"\]\(img/gallery-real/([a-z-]+)\.svg\)", second_part(tools))
    assert shown == list(drawn)
    assert {file.name for file in KEPT.iterdir()} == {f"{name}.svg" for name in drawn}
    assert 10 <= len(drawn) <= 14


def test_the_pictures_that_are_kept_are_those_that_are_made_small_and_safe(drawn):
    number = re.compile(r"-?\d+(?:\.\d+)?")
    for name, picture in drawn.items():
        kept = (KEPT / f"{name}.svg").read_text("utf-8")
        again = f"{name}: make gallery, with UNWEARY_DATA"
        assert number.sub("", kept) == number.sub("", picture.svg), again
        # Another processor may round another way: a tenth of a unit, of the thousand that a picture is wide.
        places = (np.array(number.findall(text), dtype=float) for text in (kept, picture.svg))
        np.testing.assert_allclose(*places, atol=0.1001, err_msg=again)
        assert len(kept.encode()) < 40_000, name
        tags = {element.tag.rsplit("}", 1)[1] for element in ElementTree.fromstring(kept).iter()}
        assert tags <= {"svg", "style", "rect", "text", "path", "title", "desc"}, name


def test_no_line_is_a_recording(drawn):
    # A band has two edges of one line, and repeats its last place between them.
    for name, picture in drawn.items():
        for path in re.findall(r'<path class="(?:l1|l2|l3|ref|dots)" d="([^"]*)"', picture.svg):
            assert len(re.findall(r"[ML]", path)) <= 200, name


def test_every_data_set_has_a_licence_that_lets_it_and_is_told_with_its_source(tools, data_folder, drawn):
    words = tools[1]._WORDS
    for name, told in words["pictures"].items():
        for folder in told["data"]:
            provenance = (data_folder / folder / "PROVENANCE.md").read_text("utf-8")
            source = words["data_sets"][folder]
            assert "**Licence class:** A " in provenance, folder
            assert source["origin"] in provenance, folder
            for licence in re.findall(r"ODC-BY 1\.0|BSD-3-Clause|MIT|Artistic-2\.0", source["licence"]):
                assert licence in provenance, folder
            assert source["origin"] in drawn[name].svg
            assert source["licence"] in drawn[name].section
    assert set(words["data_sets"]) == {folder for told in words["pictures"].values() for folder in told["data"]}


def test_what_the_words_say_one_sees_is_so(tools, data_folder):
    """Sentences without a number in them, which no page would tell to be wrong."""
    rest, training, muscles = (importlib.import_module(f"gallery_{name}") for name in ("rest", "training", "muscles"))
    assert np.array(rest.beats_repaired(data_folder).numbers["repaired"]).max() < 0.5
    assert min(rest.beats_reference(data_folder).numbers["near_pct"]) > 70
    regular = rest.sleep_regularity(data_folder).panels[0][0].lines[0]
    assert (regular.y[np.abs(regular.x) > 10.5] == 100).all()
    assert abs(regular.x[np.argmin(regular.y)]) < 1.5
    run = training.hilly_run(data_folder).numbers
    assert abs(run["spent"] / run["flat"] - 1) < 0.1
    lifts = training.strength_volume(data_folder)
    chest, thighs = lifts.panels[0][0].lines[0].y, lifts.panels[1][0].lines[0].y
    assert np.corrcoef(chest, thighs)[0, 1] < 0
    left = muscles.w_left(data_folder).numbers["mean"]
    assert abs(left[0]) < abs(left[1])
    sore = muscles.soreness(data_folder).numbers
    assert np.abs(np.array(sore["told"]) - sore["measured"]).max() < 0.32
    laws = muscles.recovery_laws(data_folder)
    assert min(laws.numbers, key=laws.numbers.get) == "by_depth"


def test_without_the_files_the_second_part_stays_and_that_is_said(tools, tmp_path, monkeypatch, capsys):
    page = tmp_path / "gallery.md"
    page.write_text(f"old\n{tools[0].REAL}kept\n", encoding="utf-8")
    monkeypatch.setattr(tools[0], "DOCS", tmp_path)
    monkeypatch.delenv("UNWEARY_DATA", raising=False)
    tools[0].write()
    assert page.read_text("utf-8") == f"{tools[0].page()}\n{tools[0].REAL}kept\n"
    assert "stays as it is" in capsys.readouterr().out
    assert not (tmp_path / "img" / "gallery-real").exists()
