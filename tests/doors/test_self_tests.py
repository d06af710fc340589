"""The pages of the tests and of the breathing guide as plain forms, and measured values by REST."""

from __future__ import annotations

import json
import re

import pytest

from unweary.interfaces.guard import CONTENT_POLICY
from unweary.service.self_tests import TESTS, measured, rr_recordings
from unweary.vocab.history import Answer, Observation, Profile


def kept(person):
    rows = person.facts("observation", 100)
    return {row.value.signal: row.value.value for row in rows if isinstance(row.value, Observation)}


@pytest.mark.parametrize("name", sorted(TESTS))
def test_every_test_can_be_done_by_hand(name, web):
    page = web.get(f"/tests/{name}")
    assert page.status_code == 200
    assert f'action="/tests/{name}"' in page.text
    assert "never shows that all is well" in page.text
    assert f'href="/tests/{name}"' in web.get("/tests").text


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("reaction", {"reaction_ms": "312"}, {"reaction_ms": 312}),
        ("reaction", {"times": "250,300,320,700,280,50,-1"}, {"reaction_ms": 300, "reaction_lapses_pct": 20}),
        ("tapping", {"taps_right_10s": "52", "taps_left_10s": "47"}, {"taps_right_10s": 52, "taps_left_10s": 47}),
        ("balance", {"balance_left_s": "12,5"}, {"balance_left_s": 12.5}),
        ("calf", {"calf_raises_right": "0"}, {"calf_raises_right": 0}),
        ("strength", {"cmj_cm": "33.5", "grip_kg": "41"}, {"cmj_cm": 33.5, "grip_kg": 41}),
        (
            "standing",
            {"lying": "62", "after_3min": "85", "after_10min": "88"},
            {"hr_lying_bpm": 62, "hr_standing_3min_bpm": 85, "hr_rise_3min_bpm": 23,
             "hr_standing_10min_bpm": 88, "hr_rise_10min_bpm": 26},
        ),
    ],
)  # fmt: skip
def test_a_result_is_kept_and_shown(name, fields, expected, web, person):
    answer = web.post(f"/tests/{name}", data=fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/tests/{name}?saved=1")
    assert kept(person) == expected
    shown = web.get(f"/tests/{name}?saved=1").text
    assert "Kept. It stands below." in shown
    assert "Your first result." in shown


def test_the_second_press_of_the_button_adds_nothing(web, person):
    for _ in range(2):
        assert web.post("/tests/balance", data={"balance_left_s": "20"}).status_code == 303
    assert len(person.facts("observation")) == 1


def test_earlier_results_stand_beside_the_newest(web, person, morning):
    from datetime import timedelta

    person.add([measured("grip_kg", value, morning - timedelta(days=days)) for days, value in ((9, 38.0), (4, 42.0))])
    web.post("/tests/strength", data={"grip_kg": "35"})
    shown = web.get("/tests/strength").text
    assert "Before: 38 to 42." in shown
    assert '<svg class="chart lane"' in shown
    assert "35 kg, 20 Nov" in web.get("/tests").text


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        ("reaction", {"reaction_ms": "fast"}, "is not a number"),
        ("reaction", {"reaction_ms": "20"}, "Middle reaction time (median), ms: 20 is not possible"),
        ("reaction", {"times": "250,300"}, "Too few of the taps"),
        ("reaction", {"times": "1e9"}, "cannot be read"),
        ("reaction", {}, "no result in the form"),
        ("balance", {"balance_left_s": "-3"}, "Left leg, seconds: -3 is not possible"),
        ("balance", {"balance_left_s": "nan"}, "nan is not possible"),
        ("standing", {"lying": "62"}, "Two heart rates are needed"),
        ("standing", {"lying": "6", "after_3min": "90"}, "Lying: 6 is not possible"),
        ("standing", {"recording": "yesterday"}, "not among the newest"),
        ("standing", {}, "no result in the form"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_kept(name, fields, message, web, person):
    answer = web.post(f"/tests/{name}", data=fields)
    assert 400 <= answer.status_code < 500
    assert message in answer.text
    assert kept(person) == {}


def test_an_unknown_test_is_refused(web):
    assert 400 <= web.get("/tests/high-jump").status_code < 500
    assert 400 <= web.post("/tests/high-jump", data={"x": "1"}).status_code < 500


def test_a_box_is_an_answer_and_an_empty_box_says_nothing(web, person):
    web.post("/tests/standing", data={"lying": "60", "after_10min": "70"})
    assert person.facts("answer") == ()
    web.post("/tests/standing", data={"lying": "60", "after_10min": "95", "symptom": ["orthostatic", "made_up"]})
    assert [(row.value.finding, row.value.state) for row in person.facts("answer")] == [("orthostatic", "present")]


def test_what_a_test_shows_is_told_with_its_doubt_and_counts(web, person):
    person.save_profile(Profile(birth_year=1980, sex="F"), {})
    web.post("/tests/standing", data={"lying": "60", "after_3min": "95", "symptom": "orthostatic"})
    shown = web.get("/tests/standing").text
    assert "What this shows" in shown
    assert "1 in 3 healthy people" in shown
    assert "McGee 1999" in shown
    states = {state.finding: state.state for state in person.assess_today().findings}
    assert states["postural_dizzy_sev"] is True


RR = "\n".join(["1000"] * 300 + ["650"] * 1000)


def test_a_file_of_intervals_gives_the_result_and_is_not_kept(web, person):
    sent = {"files": {"file": ("strap.txt", RR, "text/plain")}}
    assert web.post("/tests/standing", data={"stood_up_min": ""}, **sent).status_code == 303
    assert kept(person) == {
        "hr_lying_bpm": 60, "hr_standing_3min_bpm": 92, "hr_rise_3min_bpm": 32,
        "hr_standing_10min_bpm": 92, "hr_rise_10min_bpm": 32,
    }  # fmt: skip
    assert rr_recordings(person.history()) == ()
    assert person.imports() == ()


def test_a_file_without_intervals_is_refused(web, person):
    answer = web.post("/tests/standing", files={"file": ("poem.txt", "roses are red", "text/plain")})
    assert answer.status_code == 422
    assert "no intervals between heartbeats" in answer.text
    assert kept(person) == {}


def test_a_recording_that_was_brought_in_can_be_chosen(web, person, tmp_path):
    path = tmp_path / "2026-11-19 07-00-00.txt"
    path.write_text(RR, encoding="utf-8")
    person.import_paths([path])
    chosen = rr_recordings(person.history())[0].started_at.isoformat()
    assert chosen in web.get("/tests/standing").text
    assert web.post("/tests/standing", data={"recording": chosen}).status_code == 303
    assert kept(person)["hr_rise_10min_bpm"] == 32


@pytest.mark.parametrize("name", ["standing", "balance", "calf", "strength"])
def test_with_a_warning_sign_no_test_moves_the_body(name, web, person, morning):
    from unweary.service import CheckIn

    person.check_in(CheckIn(answers=(Answer("leg_swell_any", "present", morning),)))
    shown = web.get(f"/tests/{name}").text
    assert "Leave this test for another day" in shown
    assert "data-test" not in shown
    assert f'action="/tests/{name}"' in shown


def test_a_result_that_completes_an_emergency_leads_to_the_emergency(web, person, morning):
    from unweary.service import CheckIn

    person.save_profile(Profile(birth_year=1970, sex="M"), {})
    person.check_in(CheckIn(answers=(Answer("melaena", "present", morning),)))
    answer = web.post("/tests/standing", data={"lying": "70", "after_3min": "104"})
    assert answer.headers["location"] == "/"
    assert "Call for help now." in web.get("/").text


@pytest.mark.parametrize("path", ["/tests", "/breathe?go=1", *(f"/tests/{name}" for name in sorted(TESTS))])
def test_the_pages_keep_to_the_strict_content_policy(path, web):
    answer = web.get(path)
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert re.findall(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=", answer.text) == []
    assert len(answer.content) < 40_000


def test_the_tests_bring_their_script_only_where_there_is_a_clock(web):
    assert {name for name in TESTS if "/static/tests." in web.get(f"/tests/{name}").text} == set(TESTS) - {"strength"}


# ---- breathing


def test_the_pace_is_said_in_seconds_and_moves_without_a_script(web):
    still = web.get("/breathe").text
    assert "In 4 seconds, out 6 seconds" in still
    assert "<animate" not in still
    moving = web.get("/breathe?go=1&rate=5&ratio=even&minutes=3").text
    assert "In 6 seconds, out 6 seconds" in moving
    assert 'dur="12.0s"' in moving


def test_the_evidence_and_whom_it_is_not_for_stand_on_the_page(web, person):
    shown = web.get("/breathe").text
    remedy = person.knowledge.remedies["slow_breathing"]
    assert f"Evidence {remedy.grade}" in shown
    assert "For tiredness it is not shown." in shown
    assert "Not for:" in shown


@pytest.mark.parametrize(
    "asked", ["rate=4.4", "rate=7.1", "rate=nan", "minutes=11", "minutes=1", "ratio=hold", "rate=x"]
)
def test_a_pace_that_is_not_offered_is_refused(asked, web):
    assert web.get(f"/breathe?{asked}").status_code == 422


def test_done_is_kept_only_when_it_is_marked(web, person):
    web.get("/breathe?go=1")
    assert kept(person) == {}
    assert web.post("/breathe", data={"minutes": "5"}).status_code == 303
    assert kept(person) == {"paced_breathing_min": 5}
    assert "Marked by you" in web.get("/breathe?saved=1").text
    assert web.post("/breathe", data={"minutes": "500"}).status_code == 422


# ---- REST


def observed(**changes):
    one = {"signal": "cmj_cm", "value": 34, "unit": "cm", "at": "2026-11-20T07:00:00+01:00", "source": "mat"}
    return json.dumps({"observations": [{**one, **changes}]})


def test_programs_can_store_measured_values(web, person):
    answer = web.post("/api/observations", content=observed())
    assert answer.status_code == 201
    assert answer.json()["facts"][0]["value"]["signal"] == "cmj_cm"
    assert kept(person) == {"cmj_cm": 34}


@pytest.mark.parametrize(
    "changes", [{"signal": "luck"}, {"unit": "m"}, {"value": 900}, {"at": "2027-01-01T00:00:00+01:00"}, {"mood": 1}]
)
def test_a_value_that_cannot_be_is_refused_by_rest(changes, web, person):
    answer = web.post("/api/observations", content=observed(**changes))
    assert answer.status_code == 422
    assert set(answer.json()["error"]) == {"code", "message", "accepted"}
    assert kept(person) == {}


# ---- command line


def line(home, capsys, *words):
    from unweary.interfaces.cli import run_line

    code = run_line(["--home", str(home), "--at", "2026-11-20T07:30:00+01:00", *words])
    return code, capsys.readouterr()


def test_the_command_line_keeps_a_result_and_says_what_it_shows(tmp_path, capsys):
    assert line(tmp_path, capsys, "test", "calf_raises_right", "0")[0] == 0
    code, said = line(tmp_path, capsys, "test", "calf_raises_left", "14")
    assert code == 0
    assert "one calf cannot lift you once" in " ".join(said.out.split())
    assert "never shows that all is well" in " ".join(said.out.split())
    code, said = line(tmp_path, capsys, "test", "grip_kg", "41", "--json")
    assert (code, json.loads(said.out)["shows"]) == (0, [])


@pytest.mark.parametrize(("name", "value"), [("luck", "7"), ("grip_kg", "4000"), ("rmssd_ms", "40")])
def test_the_command_line_refuses_what_no_test_measures_or_what_cannot_be(name, value, tmp_path, capsys):
    assert line(tmp_path, capsys, "test", name, value)[0] == 2
