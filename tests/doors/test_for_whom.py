"""Pregnancy, age under 18 and units mixed up: the same clear answer from the terminal, over REST and on the pages."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from typing import Any

import pytest

from unweary.interfaces.cli import run_line

AT = "2026-11-20T07:25:00+01:00"
JSON = {"content-type": "application/json"}
Said = tuple[str, ...]


@pytest.fixture
def unweary(tmp_path: Any, capsys: Any, monkeypatch: Any) -> Callable[..., tuple[int, str]]:
    """Runs one command line in this process: exit code, and all that it printed on one line."""
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)

    def call(*args: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run_line(["--home", str(tmp_path / "cli"), *args])
        captured = capsys.readouterr()
        return code, " ".join(f"{captured.out} {captured.err}".split())

    return call


def at_every_door(
    web: Any, unweary: Callable[..., tuple[int, str]], profile: dict[str, Any], told: Said, answers: Said
) -> tuple[dict[str, Any], str, str]:
    """The document over REST, the terminal's words, and the words of the pages, for one person."""
    said = [{"finding": name, "state": "present", "at": AT} for name in answers]
    body = {"as_of": "2026-11-20T07:30:00+01:00", "profile": profile, "answers": said}
    reply = web.post("/api/assess", content=json.dumps(body), headers=JSON)
    assert reply.status_code == 200, reply.text
    unweary("profile", *told)
    assert unweary("check-in", *(part for name in answers for part in ("--answer", f"{name}=yes")))[0] == 0
    stored = web.post("/api/check-in", content=json.dumps({"answers": said}), headers=JSON)
    assert stored.status_code == 201, stored.text
    return reply.json(), unweary("today")[1], html.unescape(web.get("/").text + web.get("/causes").text)


def test_under_18_every_door_says_so_and_names_no_cause_and_never_a_go(web: Any, person: Any, unweary: Any) -> None:
    web.post("/you", data={"birth_year": "2012"})
    document, terminal, pages = at_every_door(
        web, unweary, {"birth_year": 2012}, ("--birth-year", "2012"), ("heavy_legs", "muscle_ache")
    )
    notes = " ".join(document["scope_notes"])
    assert "under 18" in notes.lower()
    assert document["causes"] == []
    assert "push" not in (document["verdict"]["action"], person.assess_today().verdict.action)
    for words in (terminal, pages):
        assert notes[:60] in words


@pytest.mark.parametrize("answer", ["fever", "dark_urine"])
def test_under_18_a_warning_sign_still_sends_to_care(web: Any, unweary: Any, answer: str) -> None:
    adult = at_every_door(web, unweary, {"birth_year": 1990}, ("--birth-year", "1990"), (answer,))[0]
    child = at_every_door(web, unweary, {"birth_year": 2012}, ("--birth-year", "2012"), (answer,))[0]
    order = ["none", "routine", "within_days", "same_day", "emergency_now"]
    assert order.index(child["verdict"]["urgency"]) >= order.index(adult["verdict"]["urgency"])


def test_in_pregnancy_every_door_says_what_does_not_hold_and_where_to_ask(web: Any, unweary: Any) -> None:
    web.post("/you", data={"birth_year": "1990", "sex": "F", "pregnant": "present"})
    document, terminal, pages = at_every_door(
        web,
        unweary,
        {"birth_year": 1990, "sex": "F", "pregnant": True},
        ("--birth-year", "1990", "--sex", "F", "--pregnant"),
        ("heavy_legs", "leg_swell_any"),
    )
    notes = " ".join(document["scope_notes"])
    assert "pregnancy" in notes.lower()
    assert document["verdict"]["action"] != "push"
    assert not [score for score in document["instruments"] if score["instrument"] == "wells_dvt" and score["word"]]
    for words in (terminal, pages):
        assert notes[:50] in words
        assert "midwife" in words


def test_a_birth_year_that_is_still_to_come_is_refused_at_every_door(web: Any, unweary: Any, person: Any) -> None:
    body = {"as_of": "2026-11-20T07:30:00+01:00", "profile": {"birth_year": 2030}}
    assert web.post("/api/assess", content=json.dumps(body), headers=JSON).status_code == 422
    assert web.post("/you", data={"birth_year": "2030"}).status_code == 422
    code, words = unweary("profile", "--birth-year", "2030")
    assert code == 2
    assert "2030" in words
    assert person.profile().birth_year is None


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "meant"),
    [
        ("calcium_adjusted", "2.35", "mg/dL", "2.35 mmol/L"),
        ("magnesium", "0.2", "mg/dL", ""),
        ("sodium", "-140", "mmol/L", ""),
        ("ferritin", "1e9", "ug/L", ""),
    ],
)
def test_mmol_written_as_mg_per_dl_and_impossible_values_are_refused_at_every_door(
    web: Any, unweary: Any, person: Any, analyte: str, value: str, unit: str, meant: str
) -> None:
    lab = {"analyte": analyte, "value": float(value), "unit": unit, "at": AT}
    for path, more in (("/api/assess", {"as_of": "2026-11-20T07:30:00+01:00"}), ("/api/check-in", {})):
        reply = web.post(path, content=json.dumps({**more, "labs": [lab]}), headers=JSON)
        assert reply.status_code == 422, reply.text
        assert path == "/api/check-in" or meant in reply.json()["error"]["message"]
    page = web.post("/labs", data={"analyte": analyte, "value": value, "unit": unit})
    assert page.status_code == 422
    assert meant in html.unescape(page.text)
    code, words = unweary("lab", analyte, "--unit", unit, "--", value)
    assert code == 2
    assert meant in words
    assert person.facts("lab") == ()


@pytest.mark.parametrize("finding", ["tail_pain", "quads", ""])
def test_the_interview_refuses_an_answer_about_something_that_does_not_exist(
    web: Any, person: Any, finding: str
) -> None:
    reply = web.post(
        "/api/interview",
        content=json.dumps(
            {"answers": [{"finding": finding, "state": "present"}, {"finding": "fever", "state": "absent"}]}
        ),
        headers=JSON,
    )
    assert reply.status_code == 422
    assert web.post("/interview", data={"shown": finding or "x", "rest": "absent"}).status_code == 422
    assert person.facts() == ()


def test_contradictory_answers_in_the_interview_are_named_and_the_careful_one_counts(web: Any, person: Any) -> None:
    both = [{"finding": "fatigue_gt6mo", "state": "present"}, {"finding": "fatigue_ge6wk", "state": "absent"}]
    assert web.post("/api/interview", content=json.dumps({"answers": both}), headers=JSON).status_code == 201
    assert person.assess_today().contradictions
    assert "These answers do not fit together" in web.get("/").text
