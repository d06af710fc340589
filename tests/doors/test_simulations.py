"""The body's models at every door: command line, pages without script, programs. None of them touches the person."""

from __future__ import annotations

import html
import importlib.util
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from unweary.interfaces.cli import run_line
from unweary.interfaces.guard import CONTENT_POLICY
from unweary.knowledge import load
from unweary.reports.simulation import dashed
from unweary.service.simulations import simulate, simulations

from .test_words import as_read as without_marks

ROOT = Path(__file__).parents[2]
EVERY = simulations()
NAMES = [dashed(told.id) for told in EVERY]
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=", re.IGNORECASE)


def as_read(page: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", without_marks(page)).replace("µ", "u")
    return html.unescape(" ".join(plain.split()))


@pytest.fixture
def unweary(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "80")

    def call(*args: str):
        capsys.readouterr()
        code = run_line(["--home", str(tmp_path / "home"), "simulate", *args])
        return code, *capsys.readouterr()

    return call


# ---- command line


def test_alone_it_lists_every_simulation_in_order(unweary, tmp_path):
    code, out, _ = unweary()
    assert code == 0
    assert [line for line in out.splitlines() if line in NAMES] == NAMES
    assert [row["name"] for row in json.loads(unweary("--json")[1])["simulations"]] == NAMES
    assert not (tmp_path / "home").exists()


def test_the_endurance_time_comes_as_an_exact_number(unweary):
    code, out, _ = unweary("motor-units", "--mvc", "0.5", "--json")
    document = json.loads(out)
    assert (code, document["simulation"], document["knobs"]) == (0, "motor-units", {"mvc": 0.5})
    assert document["endurance_time_s"] == 95.5
    drive = document["panels"][0]["lines"][0]
    assert (drive["id"], drive["y"][-1], len(drive["x"])) == ("drive", 100.0, len(drive["y"]))


def test_a_number_that_there_is_not_is_null_in_json_and_a_word_for_a_person(unweary):
    assert json.loads(unweary("muscle", "--json")[1])["failed_s"] is None
    assert "With the pauses it fails after: never" in unweary("muscle")[1]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_told_in_80_columns_with_pictures_limits_and_papers(unweary, name):
    code, out, err = unweary(name)
    assert (code, err) == (0, "")
    told = EVERY[NAMES.index(name)]
    assert max(map(len, out.splitlines())) <= 80
    said = " ".join(out.split())
    for words in (told.title, told.shows, told.stops, *(panel.title for panel in told.panels.values())):
        assert " ".join(words.split()) in said
    assert " ".join(load().sources[told.sources[0]].citation.split()) in said


@pytest.mark.parametrize("name", NAMES)
def test_help_explains_each_knob(unweary, name):
    code, out, _ = unweary(name, "--help")
    assert code == 0
    said = " ".join(re.sub(r"[│╭╮╰╯─]", " ", out).split())
    for knob in EVERY[NAMES.index(name)].knobs:
        assert f"--{dashed(knob.name)} " in said
        assert f"{knob.label}: " in said


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_written_as_a_file_that_stands_alone(unweary, name, tmp_path):
    file = tmp_path / "picture.svg"
    assert unweary(name, "--svg", str(file))[0] == 0
    text = file.read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert text.count("<desc>") == len(EVERY[NAMES.index(name)].panels)
    assert len(text) < 120_000


@pytest.mark.parametrize(
    ("args", "said", "works"),
    [
        (("motor-unit",), "did you mean 'motor-units'?", "motor-units, muscle"),
        (("muscle", "--mvc", "2"), "Force (mvc) is 2", "a number from 0.05 to 1 (share of full force)"),
        (("muscle", "--mvc", "nan"), "Force (mvc) is nan", "a number from 0.05 to 1"),
        (("muscle", "--joint", "toe"), "Joint (joint) is 'toe'", "ankle, knee, elbow"),
        (("muscle", "--mass", "2"), "--mass", "unweary --help"),
        (("muscle", "--svg", "/no-such-folder/x.svg"), "/no-such-folder/x.svg", ""),
    ],
)
@pytest.mark.parametrize("json_too", [False, True])
def test_what_does_not_work_is_told_with_what_does(unweary, args, said, works, json_too):
    code, out, err = unweary(*args, *(["--json"] if json_too else []))
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())
    assert works in " ".join(err.split())
    if json_too:
        assert set(json.loads(err)["error"]) == {"code", "message", "accepted"}


# ---- pages


def test_learn_leads_to_the_list_and_the_list_to_each(web):
    assert 'href="/learn/models"' in web.get("/learn").text
    answer = web.get("/learn/models")
    assert re.findall(r'<h3><a href="/learn/models/([a-z-]+)"', answer.text) == NAMES
    read = as_read(answer.text)
    for told in EVERY:
        assert told.summary in read


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_knobs_numbers_pictures_words_and_papers(web, name):
    answer = web.get(f"/learn/models/{name}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert INLINE.findall(answer.text) == []
    told, read = EVERY[NAMES.index(name)], as_read(answer.text)
    labels = [part.label for part in (*told.knobs, *told.numbers.values())]
    citations = [load().sources[source].citation for source in told.sources]
    for words in (told.title, told.summary, told.shows, told.stops, *labels, *citations):
        assert words in read
    assert answer.text.count('role="img"') == len(told.panels)
    assert answer.text.count('type="range"') == sum(not knob.choices for knob in told.knobs)


def test_a_turned_knob_changes_the_number_and_stays_where_it_was_put(web):
    page = web.get("/learn/models/motor-units?mvc=0.8").text
    assert "<b>14.8</b>" in page
    assert re.search(r'type="number" name="mvc"[^>]* value="0.8"', page)
    assert re.search(r'type="range" name="mvc" value="0.8"[^>]* step="0.05"', page)


def test_a_value_between_two_steps_is_kept_and_the_slider_does_not_pull_it_away(web):
    page = web.get("/learn/models/motor-units?mvc=0.777").text
    assert re.search(r'type="range" name="mvc" value="0.777"[^>]* step="any"', page)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [("mvc=0.5&mvc=0.8&mvc=0.5", "0.8"), ("mvc=0.5&mvc=0.5&mvc=0.3", "0.3"), ("mvc=0.5&mvc=0.5&mvc=0.5", "0.5"),
     ("mvc=0.5&mvc=0.8&mvc=0.3", "0.3")],
)  # fmt: skip
def test_slider_and_number_are_one_knob_and_the_address_becomes_short(web, sent, meant):
    answer = web.get(f"/learn/models/motor-units?{sent}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/learn/models/motor-units?mvc={meant}")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("mvc=7", "Force (mvc) is 7. What works: a number from 0.05 to 1"),
        ("mvc=", "Force (mvc) is ''. What works: a number from 0.05 to 1"),
        ("mvc=NaN", "Force (mvc) is NaN. What works"),
        ("joint=%3Cscript%3E", "Joint (joint) is '<script>'. What works: ankle, knee"),
        ("speed=3", "'speed' is not a knob of 'muscle'. What works: joint, mvc"),
        ("mvc=%00", "What works"),
        ("mvc=" + "9" * 5000, "What works"),
    ],
)
def test_a_wrong_value_is_told_and_the_form_keeps_what_was_typed(web, query, said):
    answer = web.get(f"/learn/models/muscle?hold_s=45&{query}")
    assert answer.status_code == 422
    assert said in as_read(answer.text)
    assert "<script>" not in answer.text
    assert re.search(r'type="number" name="hold_s"[^>]* value="45"', answer.text)
    assert 'role="img"' not in answer.text


@pytest.mark.parametrize("name", ["nothing", "muscle.html", "..%2F..%2Fetc%2Fpasswd", "%00", "é", "__init__"])
def test_a_model_that_there_is_not_is_said_plainly(web, name):
    answer = web.get(f"/learn/models/{name}")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_the_address_with_an_underscore_leads_to_the_one_with_a_dash(web):
    assert web.get("/learn/models/motor_units?mvc=0.8").headers["location"] == "/learn/models/motor-units?mvc=0.8"


def test_an_article_leads_to_the_model_that_shows_it(web):
    for topic, model in (("soreness", "damage"), ("overtraining", "fitness")):
        assert (f"/learn/models/{model}" in web.get(f"/learn/{topic}").text) == (model in NAMES)
    assert "/learn/models/" not in web.get("/learn/when_to_worry").text


def test_nothing_is_stored_by_looking(web, person):
    web.get("/learn/models/muscle?mvc=0.6")
    web.get("/api/simulations/muscle?mvc=0.6")
    assert person.facts() == ()


# ---- programs


def test_programs_get_the_list_with_limits_and_words(web):
    rows = web.get("/api/simulations").json()["simulations"]
    assert [row["name"] for row in rows] == NAMES
    muscle = rows[NAMES.index("muscle")]
    force = next(knob for knob in muscle["knobs"] if knob["name"] == "mvc")
    assert (force["least"], force["most"], force["default"], force["unit"]) == (0.05, 1.0, 0.5, "share of full force")
    assert muscle["numbers"]["endurance_time_s"]["unit"] == "s"
    assert muscle["sources"][0].startswith("Frey-Law")


@pytest.mark.parametrize("name", NAMES)
def test_programs_get_the_document_of_the_command_line(web, unweary, name):
    assert web.get(f"/api/simulations/{name}").json() == json.loads(unweary(name, "--json")[1])


def test_a_knob_is_a_parameter(web):
    assert web.get("/api/simulations/motor-units?mvc=0.8").json()["endurance_time_s"] == pytest.approx(14.8)


@pytest.mark.parametrize(
    ("path", "code"),
    [("nothing", "unknown_simulation"), ("muscle?speed=3", "unknown_knob"), ("muscle?mvc=inf", "impossible_value")],
)
def test_programs_are_refused_in_the_shape_of_every_error(web, path, code):
    answer = web.get(f"/api/simulations/{path}")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code


def test_the_description_names_what_each_answers(web):
    paths = web.get("/openapi.json").json()["paths"]
    one = paths["/api/simulations/{name}"]["get"]
    assert {row["name"] for row in one["parameters"]} == {"name", "knobs"}
    assert one["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/SimulationDocument")


# ---- the page in the docs


def test_the_gallery_shows_every_simulation_as_it_is_now():
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "tools" / "gallery.py")
    gallery = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(gallery)
    again = "a simulation changed: make gallery"
    told, _, _ = (ROOT / "docs" / "gallery.md").read_text("utf-8").partition(f"\n{gallery.REAL}")
    assert told == gallery.page(), again
    kept = {file.name for file in (ROOT / "docs" / "img" / "gallery").glob("*")}
    assert kept == {f"{name}.svg" for name in NAMES}, again
    for told in EVERY:
        assert (ROOT / "docs" / "img" / "gallery" / f"{dashed(told.id)}.svg").stat().st_size < 60_000
        assert simulate(told.id, {}).panels
