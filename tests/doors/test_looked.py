"""A clinician has looked at a danger that has passed: on the pages, the command line, for programs, on the report."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from unweary.interfaces.cli import run_line
from unweary.service import open_home
from unweary.service.person import read_person
from unweary.vocab.history import Answer, Day, Profile

FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)
AT = ["--at", "2026-11-20T07:30:00+01:00"]


def tell(person, morning):
    """Somebody fresh, with chest pain yesterday and a face droop six days ago, both gone."""
    person.save_profile(Profile(birth_year=1990, sex="F", country="NO", pregnant=False, postpartum=False), {})
    screened = {name for screen in person.knowledge.screens for name in screen.findings}
    screened |= {"fever", "rigors", "chest_pain_exert", "syncope_any"}
    days = [Day((morning - timedelta(days=n)).date(), fatigue_0_10=1, sleep_h=8, mood_0_10=9) for n in range(3)]
    yes = (("chest_pain_now", 1), ("fast_positive", 6))
    told = [Answer(name, "present", morning - timedelta(days=back)) for name, back in yes]
    person.add([*days, *told, *(Answer(name, "absent", morning - timedelta(minutes=5)) for name in screened)])
    return person


@pytest.fixture
def passed(person, morning):
    return tell(person, morning)


def card(page):
    return page[page.index('id="passed"') :].partition("</section>")[0]


def looked(person):
    return {danger.finding: danger.looked_on for danger in person.looking.dangers()}


def test_the_card_stands_under_the_verdict_with_a_true_heading_and_no_word_of_answers_that_do_not_fit(web, passed):
    page = web.get("/").text
    assert page.index('aria-labelledby="v"') < page.index('id="passed"') < page.index('aria-labelledby="f"')
    assert "These answers do not fit together" not in page
    assert "It has passed. Has a clinician looked?" in card(page)
    assert card(page).count('action="/looked"') == 2
    assert "You said yes on Thursday 19 November, and no on Friday 20 November." in card(page)
    # What stands in the answer already is not said twice.
    assert card(page).count("It can be serious also when it has passed") == 1


def test_one_look_is_of_one_danger_and_all_of_them_free_the_day(web, passed):
    form = {"finding": "chest_pain_now", "day": "2026-11-19"}
    for _ in range(2):
        assert web.post("/looked", data=form).headers["location"] == "/#passed"
    assert looked(passed) == {"chest_pain_now": THURSDAY, "fast_positive": None}
    assert passed.assess_today().verdict.action == "not_known"
    assert "Looked at by a clinician on 19 November (you said)." in card(web.get("/").text)
    web.post("/looked", data={"finding": "fast_positive"})
    assert looked(passed)["fast_positive"] == FRIDAY
    assert passed.assess_today().verdict.action == "push"
    assert "It has passed, and a clinician looked" in card(web.get("/").text)
    web.post("/looked", data={"finding": "fast_positive", "do": "undo"})
    assert passed.assess_today().verdict.action == "not_known"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"finding": "chest_pain_now", "day": "2026-11-21"}, "2026-11-21 is still to come"),
        ({"finding": "chest_pain_now", "day": "2026-11-18"}, "you said yes on 2026-11-19"),
        ({"finding": "chest_pain_now", "day": "soon"}, "is not a day"),
        ({"finding": "fever"}, "nothing of it waits for a look now"),
        ({}, "is not a finding known here"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_kept(web, passed, form, words):
    answer = web.post("/looked", data=form)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert passed.looking.rows() == ()
    assert web.get("/looked").headers["location"] == "/"


def test_what_is_there_again_is_as_urgent_as_ever_and_takes_no_look(web, passed, morning):
    passed.looking.say("chest_pain_now")
    passed.add([Answer("chest_pain_now", "present", morning)])
    assert "Call" in web.get("/").text
    answer = web.post("/looked", data={"finding": "chest_pain_now"})
    assert answer.status_code == 422
    assert "changes nothing while it is there" in answer.text.replace("&#39;", "'")
    assert passed.assess_today().verdict.urgency.word == "emergency_now"


def test_the_quiet_page_has_the_card_and_its_form_too(web, passed):
    web_quiet = web.get("/", headers={"cookie": "unweary-view=quiet"}).text
    assert 'action="/looked"' in web_quiet
    assert "Two of your answers do not fit together" not in web_quiet


def test_programs_say_and_read_it(web, passed):
    body = {"finding": "chest_pain_now", "day": "2026-11-19"}
    answer = web.post("/api/looks", json=body)
    value = answer.json()["fact"]["value"]
    assert (answer.status_code, value["finding"], value["day"]) == (201, "chest_pain_now", "2026-11-19")
    told = web.get("/api/looks").json()
    assert [(look["finding"], look["day"]) for look in told["looks"]] == [("chest_pain_now", "2026-11-19")]
    assert told["passed_dangers"] == web.get("/api/today").json()["passed_dangers"]
    assert [danger["looked_on"] for danger in told["passed_dangers"]] == [None, "2026-11-19"]
    assert web.post("/api/looks", json={**body, "looked": False}).json() == {"fact": None}
    assert looked(passed)["chest_pain_now"] is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"finding": "chest_pane"}, "unknown_id"),
        ({"finding": "fever"}, "no_danger"),
        ({"finding": "chest_pain_now", "day": "2026-11-21"}, "future"),
        ({"finding": "chest_pain_now", "day": "2026-11-18"}, "too_early"),
        ({"day": "2026-11-20"}, "json_field"),
        ({"finding": "chest_pain_now", "note": "x"}, "json_field"),
    ],
)
def test_what_a_program_says_wrong_is_named(web, passed, body, code):
    answer = web.post("/api/looks", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert passed.looking.rows() == ()


def test_the_command_line_offers_keeps_lists_and_takes_back(tmp_path, capsys, morning):
    with open_home(tmp_path, clock=lambda: morning) as person:
        tell(person, morning)
    home = ["--home", str(tmp_path), *AT]
    run_line([*home, "today"])
    assert "unweary looked chest_pain_now --on 2026-11-20" in " ".join(capsys.readouterr().out.split())
    assert run_line([*home, "looked", "chest_pain_now", "--on", "2026-11-19"]) == 0
    assert "looked at by a clinician on 2026-11-19" in " ".join(capsys.readouterr().out.split())
    assert run_line([*home, "looked"]) == 0
    assert "2026-11-19" in capsys.readouterr().out
    run_line([*home, "looked", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [danger["looked_on"] for danger in told["passed_dangers"]] == [None, "2026-11-19"]
    assert run_line([*home, "looked", "chest_pain_now", "--on", "2026-11-21"]) == 2
    assert "is still to come" in capsys.readouterr().err
    assert run_line([*home, "looked", "chest_pain_now", "--undo"]) == 0
    assert "Taken back" in capsys.readouterr().out
    with open_home(tmp_path, clock=lambda: morning) as person:
        assert looked(person)["chest_pain_now"] is None


def test_a_look_is_in_the_history_the_export_the_report_and_among_the_entries(web, passed):
    row = passed.looking.say("chest_pain_now", THURSDAY)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(passed.keeping.export_zip())))
    assert read_person(packed.read("person.json").decode()).looks == passed.history().looks
    assert len(json.loads(packed.read("entries/looks.json"))) == 1
    assert "looked at by a clinician on 19 November 2026, as the patient says" in web.get("/report").text
    assert "looked at by a clinician on Thursday 19 November" in web.get("/entries?kind=look").text
    assert "Looked at by a clinician" in web.get("/timeline/2026-11-20").text
    assert web.get(f"/entries/{row.id}").status_code == 200
    web.post(f"/entries/{row.id}", data={"do": "withdraw"})
    assert looked(passed)["chest_pain_now"] is None


def test_a_person_json_with_a_look_that_cannot_be_is_refused(web):
    at = "2026-11-20T07:30:00+01:00"
    for look, path in (
        ({"finding": "magic", "day": "2026-11-20", "at": at}, "looks[0].finding"),
        ({"finding": "fever", "day": "2026-11-21", "at": at}, "looks[0].day"),
    ):
        answer = web.post("/api/assess", json={"as_of": at, "looks": [look]})
        assert (answer.status_code, path in answer.json()["error"]["message"]) == (422, True)
