"""A medicine that nothing knows: told where it is typed and once in an answer, in a quiet place; on no other page."""

from __future__ import annotations

import json

import pytest

from unweary.interfaces.web.view import COOKIE
from unweary.vocab.history import Profile

WORDS = "In your details, 'Zzzol 5 mg' was not recognised"
PLAIN = "In your details, &#39;Zzzol 5 mg&#39; was not recognised"


@pytest.fixture
def told(web, person):
    person.save_profile(Profile(birth_year=1980, sex="M", medicines=("Zzzol 5 mg", "Lipitor")), {})
    return web


@pytest.mark.parametrize("path", ["/you", "/?anyway=1", "/report"])
def test_it_is_said_once_where_it_was_typed_today_and_for_the_doctor(told, path):
    assert told.get(path).text.count(PLAIN) == 1


def test_a_calm_look_keeps_it(told):
    assert told.get("/?anyway=1", headers={"cookie": f"{COOKIE}=system.metric.quiet"}).text.count(PLAIN) == 1


@pytest.mark.parametrize("path", ["/interview?ask=1", "/interview/end", "/causes", "/plan", "/check-in/signs"])
def test_other_pages_are_not_filled_with_it(told, path):
    page = told.get(path)
    assert page.status_code == 200
    assert "Zzzol" not in page.text


def test_programs_read_it_in_the_answer_and_not_among_the_notes(told):
    document = told.get("/api/today").json()
    assert document["not_recognised"] == ["Zzzol 5 mg"]
    assert "Zzzol" not in json.dumps(document["scope_notes"])
    assert "Zzzol" not in json.dumps(told.get("/api/interview").json())


def test_the_command_line_says_it_when_it_is_typed_and_last_in_the_answer(unweary):
    _, out, _ = unweary("profile", "--medicine", "Zzzol 5 mg", "--medicine", "Lipitor")
    assert " ".join(out.split()).count(WORDS) == 1
    assert json.loads(unweary("profile", "--json")[1])["not_recognised"] == ["Zzzol 5 mg"]
    _, out, _ = unweary("today")
    assert " ".join(out.split("Good to know")[1].split()).count(WORDS) == 1


def test_a_file_that_is_assessed_says_it(unweary, tmp_path):
    file = tmp_path / "person.json"
    file.write_text('{"as_of": "2026-11-20T07:30:00+01:00", "profile": {"conditions": ["Zzzol 5 mg"]}}')
    _, out, _ = unweary("assess", str(file))
    assert " ".join(out.split()).count(WORDS) == 1
