"""Blood tests: typed with their unit, shown beside the range, a slip keeps what was typed, nothing is there twice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from unweary.service import CheckIn
from unweary.vocab.history import Day, Lab, Profile
from unweary.vocab.signals import ANALYTES

from .test_words import as_read

GOOD = {"analyte": "ferritin", "value": "12", "unit": "ug/L", "day": "2026-11-18"}


def known(person, **more):
    person.save_profile(Profile(birth_year=1989, sex="F", pregnant=False, postpartum=False, **more), {})


def test_somebody_new_reads_what_to_do_and_what_would_help_to_say_more(web, person, morning):
    page = web.get("/labs").text
    assert "No blood test yet" in page
    assert "We cannot say yet which test would tell most" in page
    assert page.count('href="/labs?test=') == len(ANALYTES)


def test_a_test_is_found_by_name_and_by_other_words_without_script(web):
    assert re.findall(r'href="/labs\?test=([a-z0-9_]+)"', web.get("/labs?find=thyroid").text) == [
        "free_t4",
        "tsh",
        "free_t3",
        "t3",
        "t4",
    ]
    assert re.findall(r'href="/labs\?test=([a-z0-9_]+)"', web.get("/labs?find=HEMOGLOBIN").text) == ["haemoglobin"]
    assert "No test has that in its name" in web.get("/labs?find=zebra").text


def test_the_form_offers_the_units_of_the_test_and_chooses_none_the_first_time(web, person):
    page = web.get("/labs?test=haemoglobin").text
    assert re.findall(r'name="unit" value="([^"]+)"', page) == ["g/L", "g/dL", "mmol/L"]
    assert "checked" not in page
    web.post("/labs", data={"analyte": "haemoglobin", "value": "13.5", "unit": "g/dL", "day": "2026-11-18"})
    assert re.search(r'value="g/dL" required checked', web.get("/labs?test=haemoglobin").text)


def test_a_value_stands_beside_its_usual_range_as_it_was_typed(web, person):
    known(person)
    answer = web.post("/labs", data={"analyte": "haemoglobin", "value": "11,5", "unit": "g/dL", "day": "2026-11-18"})
    assert answer.status_code == 303
    page = as_read(web.get(answer.headers["location"]).text)
    assert "Saved: Haemoglobin 11.5 g/dL." in page
    assert "Usual: 12 to" in page
    assert '<span class="tag out">low</span>' in page
    assert "18 Nov 2026" in page


def test_a_range_is_not_guessed_for_somebody_whose_sex_and_age_are_not_known(web, person):
    web.post("/labs", data=GOOD)
    page = web.get("/labs").text
    assert "no range" in page
    assert "Tell us what is missing" in page


@pytest.mark.parametrize("text", ["<15", "< 15", "<=15", "≤15", ">15"])
def test_a_bound_stays_a_bound(web, person, text):
    web.post("/labs", data={**GOOD, "value": text})
    lab = person.facts("lab")[0].value
    assert lab.value == 15
    assert lab.comparator == text.replace(" ", "").replace("≤", "<=").rstrip("15")


def test_the_same_sent_twice_is_kept_once(web, person):
    first, second = web.post("/labs", data=GOOD), web.post("/labs", data=GOOD)
    assert (first.status_code, second.headers["location"]) == (303, "/labs?saved=known")
    assert len(person.facts("lab")) == 1
    assert "was here already" in web.get("/labs?saved=known").text


def test_two_values_make_a_trend_and_one_does_not(web, person):
    known(person)
    web.post("/labs", data=GOOD)
    assert 'role="img"' not in web.get("/labs").text
    web.post("/labs", data={**GOOD, "value": "30", "unit": "ng/mL", "day": "2026-05-18"})
    page = web.get("/labs").text
    assert "<title>Ferritin, µg/L</title><desc>30 on 18 May 2026, 12 on 18 Nov 2026</desc>" in page
    assert "All values (2)" in page


# ---- slips


def test_the_wrong_unit_comes_back_with_both_readings_and_with_what_was_typed(web, person):
    answer = web.post("/labs", data={"analyte": "haemoglobin", "value": "13.5", "unit": "g/L", "day": "2026-11-17"})
    assert answer.status_code == 422
    assert "13.5 g/L of haemoglobin is hardly ever seen" in answer.text
    assert "Save as 13.5 g/dL (135 g/L)" in answer.text
    assert 'maxlength="40" value="13.5"' in answer.text
    assert 'name="day" value="2026-11-17"' in answer.text
    assert re.search(r'name="unit" value="g/L" required checked', answer.text)
    assert person.facts() == ()
    again = dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', answer.text))
    web.post("/labs", data={**again, "unit": "g/dL"})
    kept = person.facts("lab")[0].value
    assert (kept.value, kept.unit, kept.at.date().isoformat()) == (13.5, "g/dL", "2026-11-17")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"value": ""}, "nothing was typed"),
        ({"value": "low"}, "is not a number"),
        ({"value": "nan"}, ""),
        ({"value": "1e400"}, ""),
        ({"value": "-3"}, "is not a number"),
        ({"unit": ""}, "none was chosen"),
        ({"unit": "bananas"}, "is not a unit"),
        ({"day": "2026-02-31"}, "is not a date"),
        ({"day": "2027-05-01"}, "is still to come"),
        ({"value": "<script>alert(1)</script>"}, "is not a number"),
    ],
)
def test_a_slip_is_named_in_the_form_and_nothing_is_kept(web, person, sent, words):
    answer = web.post("/labs", data={**GOOD, **sent})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<h1>Ferritin</h1>" in as_read(answer.text)
    assert words in answer.text
    assert "<script>alert" not in answer.text
    assert person.facts() == ()


def test_a_test_that_there_is_not_is_refused(web, person):
    answer = web.post("/labs", data={**GOOD, "analyte": "moonlight"})
    assert answer.status_code == 422
    assert person.facts() == ()
    assert web.get("/labs?test=moonlight").status_code == 200


# ---- putting right


def test_a_value_is_put_right_at_its_own_moment_and_taken_back(web, person, morning):
    at = morning - timedelta(days=3, hours=1)
    row = person.add((Lab("ferritin", 12, "ug/L", at, "<", source="laboratory"),))[0]
    form = web.get(f"/labs/{row.id}").text
    assert 'value="&lt;12"' in form
    assert web.get(f"/entries/{row.id}").headers["location"] == f"/labs/{row.id}"
    web.post(f"/labs/{row.id}", data={"value": "21", "unit": "ug/L", "day": at.date().isoformat()})
    now = person.facts("lab")[0]
    assert (now.value.value, now.value.comparator, now.value.at, now.value.source) == (21, None, at, "laboratory")
    web.post(f"/labs/{now.id}", data={"do": "withdraw"})
    assert person.facts("lab") == ()


def test_a_slip_while_putting_right_keeps_what_was_typed_and_the_old_value(web, person, morning):
    row = person.add((Lab("haemoglobin", 135, "g/L", morning),))[0]
    answer = web.post(f"/labs/{row.id}", data={"value": "13.5", "unit": "g/L", "day": morning.date().isoformat()})
    assert answer.status_code == 422
    assert "13.5 g/L of haemoglobin is hardly ever seen" in answer.text
    assert f'action="/labs/{row.id}"' in answer.text
    assert person.facts("lab")[0].value.value == 135


def test_what_is_no_blood_test_cannot_be_changed_here(web, person, morning):
    row = person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=5)))[0]
    assert web.get(f"/labs/{row.id}").status_code == 422
    assert web.get("/labs/no-such-entry").status_code == 422


def test_the_tests_worth_asking_for_follow_from_what_was_said(web, person, morning):
    known(person)
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=8)))
    worth = person.assess_today(morning).tests
    page = web.get("/labs").text
    for test in worth:
        assert test.why in page.replace("&#39;", "'")
    assert bool(worth) != ("We cannot say yet" in page)
