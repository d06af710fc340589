"""The programs' door: the contract document, one error shape, and an OpenAPI description that hangs together."""

from __future__ import annotations

import json
import re

import pytest

PERSON = {
    "schema": 1,
    "as_of": "2026-11-20T07:30:00+01:00",
    "profile": {"birth_year": 1989, "sex": "F", "country": "NO"},
    "answers": [{"finding": "fever", "state": "absent", "at": "2026-11-20T07:25:00+01:00"}],
    "sites": [{"site": "quads", "side": "left", "soreness_0_10": 6, "at": "2026-11-20T07:25:00+01:00"}],
    "days": [{"day": "2026-11-20", "fatigue_0_10": 6, "sleep_h": 6.2, "marks": []}],
}
KEYS = {
    "verdict",
    "red_flags",
    "causes",
    "kind",
    "question",
    "plan",
    "withheld",
    "soreness",
    "knowledge_digest",
    "as_of",
}


def posted(web, document):
    return web.post("/api/assess", content=json.dumps(document), headers={"content-type": "application/json"})


def test_a_person_goes_in_and_the_contract_document_comes_out(web, person):
    answer = posted(web, PERSON)
    assert answer.status_code == 200
    document = answer.json()
    assert set(document) >= KEYS
    assert set(document["verdict"]) >= {"action", "urgency", "see", "by_group"}
    assert set(document["red_flags"]) >= {"fired", "not_ruled_out"}
    assert document["as_of"] == PERSON["as_of"]
    assert document["soreness"][0]["site"] == "quads"
    assert person.facts() == ()


def test_the_same_person_gives_the_same_bytes(web):
    assert posted(web, PERSON).content == posted(web, PERSON).content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"hart_rate": 60}, "hart_rate"),
        ({"as_of": "2026-11-20T07:30:00"}, "time zone"),
        ({"answers": [{"finding": "feverr", "state": "absent", "at": PERSON["as_of"]}]}, "fever"),
        ({"observations": [{"signal": "hr_rest_bpm", "value": 900, "unit": "bpm", "at": PERSON["as_of"]}]}, "900"),
        ({"sites": [{"site": "quads", "side": "mid", "soreness_0_10": 3, "at": PERSON["as_of"]}]}, "side"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place_and_what_is_accepted(web, change, said):
    answer = posted(web, PERSON | change)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "accepted"}
    assert said in error["message"] + error["accepted"]
    assert error["message"].startswith("body: ")


def test_what_is_not_json_is_refused_with_line_and_column(web):
    error = web.post("/api/assess", content=b'{"as_of": ').json()["error"]
    assert error["code"] == "json_syntax"
    assert "line 1" in error["message"]


def test_another_page_cannot_use_the_door(web):
    answer = web.post("/api/check-in", content=b"{}", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_a_check_in_is_stored_and_counts_today(web, person):
    entry = {"day": {"day": "2026-11-20", "fatigue_0_10": 7, "marks": ["sick"]}, "sites": [], "answers": []}
    answer = web.post("/api/check-in", content=json.dumps(entry))
    assert answer.status_code == 201
    stored = answer.json()["facts"]
    assert [fact["kind"] for fact in stored] == ["day"]
    assert person.facts("day")[0].id == stored[0]["id"]
    assert web.get("/api/today").json()["verdict"]["action"] == "pause"


def test_a_check_in_with_a_slip_stores_nothing(web, person):
    entry = {"day": {"day": "2026-11-20", "fatigue_0_10": 70}}
    answer = web.post("/api/check-in", content=json.dumps(entry))
    assert answer.status_code == 422
    assert "fatigue_0_10" in answer.json()["error"]["message"]
    assert person.facts() == ()


def test_the_files_brought_in_are_listed(web):
    assert web.get("/api/imports").json() == {"imports": [], "files": []}
    web.post("/files", files=[("files", ("2026-11-19 06-40-00.txt", b"800\n810\n790\n" * 200, "text/plain"))])
    files = web.get("/api/imports").json()["files"]
    assert [file["name"] for file in files] == ["2026-11-19 06-40-00.txt"]
    assert len(files[0]["sha256"]) == 64


def test_the_schemas_are_served(web):
    schemas = web.get("/api/schema").json()
    assert schemas["person"]["required"] == ["as_of"]
    assert "verdict" in schemas["assessment"]["required"]


def test_an_unknown_address_below_api_answers_as_json(web):
    answer = web.get("/api/nope")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "http_404"


def test_the_description_is_whole_and_every_reference_leads_somewhere(web):
    document = web.get("/openapi.json").json()
    assert {f"{method} {path}" for path, verbs in document["paths"].items() for method in verbs} >= {
        "post /api/assess",
        "get /api/today",
        "get /api/interview",
        "post /api/interview",
        "get /api/schema",
        "post /api/check-in",
        "post /api/observations",
        "post /api/ask",
        "get /api/imports",
    }
    parts = document["components"]["schemas"]
    wanted = re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(wanted) <= set(parts)
    assert "$defs" not in json.dumps(document)
    body = document["paths"]["/api/assess"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Person"}
    assert parts["Person"]["required"] == ["as_of"]


def test_no_page_that_needs_another_machine_is_served(web):
    for path in ("/docs", "/redoc"):
        assert web.get(path).status_code == 404
    listed = web.get("/api").text
    for endpoint in ("POST /api/assess", "GET /api/today", "POST /api/check-in"):
        assert endpoint in listed


def test_nothing_is_told_to_an_observer_whatever_the_environment_says(person, monkeypatch):
    from unweary.interfaces.server import create_app

    monkeypatch.setenv("FASTAPI_OTEL_AUTO_CONFIGURE", "true")
    told = create_app(person)._telemetry
    assert [told[name] for name in ("tracing", "metrics", "logs", "auto_configure")] == [False] * 4
