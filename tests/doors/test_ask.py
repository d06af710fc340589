"""A complaint in one's own words, at the command line and for programs."""

from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper

import pytest

from unweary.interfaces.cli import run_line

TEXT = "heavy legs for two weeks, left calf swollen since the flight, no fever"


@pytest.fixture
def ask(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)

    def call(*args: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed.encode())))
        code = run_line(["--home", str(tmp_path / "home"), *args])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_the_json_has_exactly_the_keys_of_the_contract(ask):
    code, out, _ = ask("ask", "--text", TEXT, "--json")
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["findings", "meant", "if_confirmed"]
    assert all(list(finding) == ["finding", "state", "words"] for finding in document["findings"])
    states = {finding["finding"]: finding["state"] for finding in document["findings"]}
    assert (states["leg_swell_any"], states["fever"], states["immobility"]) == ("present", "absent", "uncertain")
    assert document["if_confirmed"]["verdict"]["action"] == "see_clinician"
    assert {"red_flags", "causes", "plan", "question"} <= set(document["if_confirmed"])


def test_nothing_is_stored_and_the_printed_command_keeps_it(ask):
    _, out, _ = ask("ask", "--text", TEXT)
    assert "Nothing was kept." in out
    assert json.loads(ask("facts", "--json")[1])["facts"] == []
    [command] = [line.split() for line in out.splitlines() if line.strip().startswith("unweary check-in --answer")]
    assert ask(*command[1:])[0] == 0
    kept = {fact["value"]["finding"]: fact["value"]["state"] for fact in json.loads(ask("facts", "--json")[1])["facts"]}
    assert kept["leg_swell_any"] == "present"
    assert kept["fever"] == "absent"
    assert "immobility" not in kept


def test_what_may_be_meant_is_asked_first_and_no_part_of_what_is_kept(ask):
    _, out, _ = ask("ask", "--text", "ticker going like the clappers, no fever")
    assert out.index("Did you mean this?") < out.index("You do not have")
    assert "To answer: unweary check-in --answer palpitations=present" in out
    assert "palpitations" not in out.split("Nothing was kept.")[1]


def test_programs_are_given_what_may_be_meant_apart_from_what_counts(ask, web):
    text = "ticker going like the clappers, no fever"
    printed = json.loads(ask("ask", "--text", text, "--json")[1])
    sent = web.post("/api/ask", content=json.dumps({"text": text})).json()
    for document in (printed, sent):
        assert document["meant"] == [{"finding": "palpitations", "words": "ticker going like the clappers"}]
        assert [each["finding"] for each in document["findings"]] == ["fever"]
        assert "palpitations" not in {row["finding"] for row in document["if_confirmed"]["findings"]}


@pytest.mark.parametrize(("typed", "kept"), [("yes\n", True), ("\n", False), ("no\n", False)])
def test_keep_stores_only_after_a_yes(ask, typed, kept):
    code, out, _ = ask("ask", "--text", TEXT, "--keep", typed=typed)
    assert code == 0
    assert ("Kept. Entries:" in out) is kept
    assert bool(json.loads(ask("facts", "--json")[1])["facts"]) is kept


def test_keep_and_json_do_not_go_together(ask):
    code, _, err = ask("ask", "--text", TEXT, "--keep", "--json")
    assert code == 2
    assert json.loads(err)["error"]["code"] == "keep"


def test_a_complaint_that_is_not_understood_says_so_and_lists_what_is(ask):
    code, out, _ = ask("ask", "--text", "my wheel squeaks on bends")
    assert code == 0
    assert "Nothing in it was recognised" in out
    assert '"my wheel squeaks on bends"' in out
    assert "dark urine" in out
    assert "This is not what Unweary judges." in out


@pytest.mark.parametrize("text", ["potassium was 6.9 on my blood test", "my sodium came back as 118 and I feel sick"])
def test_a_blood_test_in_the_words_is_led_to_where_its_value_counts(ask, text):
    answer = json.loads(ask("ask", "--text", text, "--json")[1])["if_confirmed"]
    assert answer["scope_notes"][0].startswith("You name a blood test with a value.")
    assert "not what Unweary judges" not in answer["verdict"]["headline"]
    shown = " ".join(ask("ask", "--text", text)[1].split())
    assert "or with unweary lab" in shown


def test_an_emergency_in_the_words_stands_first(ask):
    _, out, _ = ask("ask", "--text", "crushing chest pain and a cold sweat")
    assert out.index("Call for help now.") < out.index("You have, as we read it")
    _, out, _ = ask("ask", "--text", TEXT)
    assert out.index("Have someone look") < out.index("You have, as we read it")
    _, out, _ = ask("ask", "--text", "heavy legs for two weeks, no fever")
    assert out.index("You have, as we read it") < out.index("If what you wrote is as we read it:")


def test_no_text_is_refused(ask):
    code, _, err = ask("ask", "--text", "  ")
    assert code == 2
    assert "no text" in err


def test_programs_get_the_same_and_nothing_is_stored(web, person):
    answer = web.post("/api/ask", content=json.dumps({"text": TEXT}))
    assert answer.status_code == 200
    assert list(answer.json()) == ["findings", "meant", "if_confirmed"]
    assert person.facts() == ()


@pytest.mark.parametrize("body", ["{}", '{"text": ""}', '{"text": 3}', '{"txt": "x"}', "x"])
def test_a_program_that_sends_something_else_is_told_what_is_accepted(web, body):
    answer = web.post("/api/ask", content=body)
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message", "accepted"}


def test_what_was_confirmed_counts_and_names_its_source(person):
    said = person.ask("my pee is brown like coke, no fever")
    rows = person.confirm(said.findings, said.sites)
    stated = {"dark_urine": "present", "dark_urine_week": "present", "fever": "absent"}
    assert {row.value.finding: row.value.state for row in rows} == stated
    assert {row.value.source for row in rows} == {"own words"}
    assert person.assess_today().verdict.action == said.if_confirmed.verdict.action


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("ferritin", "-5"), "a number from 0 on such as 12.5, or '<5'"),
        (("cortisol", "300"), "cortisol_am (morning cortisol)"),
    ],
)
def test_a_blood_test_that_cannot_be_is_answered_with_what_is_taken(ask, args, told):
    code, _, err = ask("lab", *args)
    assert code != 0
    assert told in err
    assert "No such option" not in err


def test_the_short_name_of_vitamin_d_is_known(ask):
    code, out, _ = ask("lab", "vitd", "50")
    assert code == 0
    assert "vitamin_d 50 nmol/L" in out


def test_a_told_age_counts_and_how_to_keep_it_is_told_once_the_details_have_none(ask):
    text = "I am 72, my legs are heavy"
    assert "unweary profile --birth-year" in ask("ask", "--text", text)[1]
    assert ask("profile", "--birth-year", "1990")[0] == 0
    out = " ".join(ask("ask", "--text", text)[1].split())
    assert "unweary profile --birth-year" not in out
    assert "You wrote that you are 72." in out
