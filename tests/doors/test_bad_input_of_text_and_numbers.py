"""More of what people type: a pregnancy told at one door and taken back at another, two results of one time, an age in
a sentence, a comma that can mean two things, times in which nobody lives."""

from __future__ import annotations

import json
from itertools import permutations
from typing import Any

import pytest

from unweary.inference.told_age import told_under_18
from unweary.interfaces.cli import run_line
from unweary.service.interviewing import Reply
from unweary.vocab.assessment import Urgency
from unweary.vocab.errors import UserError
from unweary.vocab.history import Profile

NOW = "2026-11-20T07:30:00+01:00"
AT = "2026-11-20T07:25:00+01:00"
JSON = {"content-type": "application/json"}


def assessed(web: Any, **document: Any) -> Any:
    return web.post("/api/assess", content=json.dumps({"as_of": NOW, **document}), headers=JSON)


def known(person: Any, name: str = "pregnant") -> bool | None:
    return {state.finding: state.state for state in person.assess_today().findings}.get(name)


# ---- one truth about a pregnancy, whatever the door


def test_a_pregnancy_told_at_the_check_in_stands_in_the_profile_once(unweary: Any) -> None:
    unweary("check-in", "--answer", "pregnant=present")
    _, out, _ = unweary("profile")
    lines = [" ".join(line.split()) for line in out.splitlines() if "regnan" in line]
    assert lines == ["Pregnant yes, or could be"]
    unweary("check-in", "--answer", "pregnant=absent", "--answer", "postpartum=present")
    _, out, _ = unweary("profile")
    said = " ".join(out.split())
    assert "Pregnant no" in said
    assert "Gave birth in the last 6 weeks yes" in said


@pytest.mark.parametrize("order", list(permutations(("details", "rest", "page", "interview"), 3)))
def test_whichever_door_spoke_last_holds_at_every_door(
    web: Any, person: Any, clock: Any, order: tuple[str, ...]
) -> None:
    def say(door: str, yes: bool) -> None:
        state = "present" if yes else "absent"
        if door == "details":
            assert web.post("/you", data={"sex": "F", "pregnant": state}).status_code == 303
        elif door == "rest":
            told = [{"finding": "pregnant", "state": state, "at": clock().isoformat()}]
            assert web.post("/api/check-in", content=json.dumps({"answers": told}), headers=JSON).status_code == 201
        elif door == "page":
            assert web.post("/answer", data={"finding": "pregnant", "state": state}).status_code == 303
        else:
            person.interview.reply([Reply("pregnant", state)])

    yes = False
    for door in order:
        yes = not yes
        say(door, yes)
        assert known(person) is yes
        assert ("In pregnancy" in " ".join(person.assess_today().scope_notes)) is yes
        assert f'value="{"present" if yes else "absent"}" checked' in about_it(web.get("/you").text)


def test_a_reply_in_the_interview_after_another_door_spoke_is_a_new_one(person: Any, clock: Any) -> None:
    person.interview.reply([Reply("fever", "present")])
    person.answer("fever", "absent")
    person.interview.reply([Reply("fever", "present")])
    assert known(person, "fever") is True


def about_it(page: str) -> str:
    """The field of the details page that asks about a pregnancy: it is there once."""
    fields = [part.split("</fieldset>")[0] for part in page.split("<fieldset")]
    (field,) = [part for part in fields if 'name="pregnant"' in part or 'name="q:pregnant"' in part]
    return field


def test_saving_other_details_changes_nothing_of_a_pregnancy_that_may_be(web: Any, person: Any, clock: Any) -> None:
    person.answer("pregnant", "present")
    assert "or could you be" in about_it(web.get("/you").text)
    web.post("/you", data={"sex": "F", "mass_kg": "61", "q:pregnant": "present"})
    assert person.profile().pregnant is None
    assert known(person) is True
    web.post("/you", data={"sex": "F", "mass_kg": "61", "q:pregnant": "unknown"})
    assert known(person) is True  # 'not sure' takes no yes back
    web.post("/you", data={"sex": "F", "mass_kg": "61", "q:pregnant": "absent"})
    assert known(person) is False


def test_not_sure_in_the_details_takes_a_yes_back(web: Any, person: Any, clock: Any) -> None:
    person.save_profile(Profile(sex="F", pregnant=True), {})
    web.post("/you", data={"sex": "F", "pregnant": "unknown"})
    assert known(person) is None


def test_the_week_alone_says_that_somebody_is_pregnant_until_it_is_said_to_be_over(person: Any, clock: Any) -> None:
    person.answer("pregnancy_week", "present", 20)
    assert known(person) is True
    person.answer("pregnant", "absent")
    assert known(person) is False
    person.answer("pregnancy_week", "present", 21)
    assert known(person) is True


def test_a_week_that_no_pregnancy_has_is_refused(person: Any) -> None:
    with pytest.raises(UserError, match="60 cannot be") as refused:
        person.answer("pregnancy_week", "present", 60)
    assert refused.value.accepted == "0 to 43"


def test_a_listed_medicine_that_is_denied_counts_and_is_asked_again(web: Any) -> None:
    denied = [{"finding": "statin_any", "state": "absent", "at": AT}]
    looked = assessed(web, profile={"medicines": ["atorvastatin"]}, answers=denied).json()
    assert {"finding": "statin_any", "state": "present"}.items() <= {
        name: value for entry in looked["findings"] if entry["finding"] == "statin_any" for name, value in entry.items()
    }.items()
    assert any("the profile says yes" in words for words in looked["contradictions"])


# ---- two results of one time


@pytest.mark.parametrize("values", [(4.0, 7.2), (7.2, 4.0)])
def test_of_two_results_of_one_time_the_one_that_worries_counts_in_any_order_and_it_is_told(
    web: Any, person: Any, clock: Any, values: tuple[float, float]
) -> None:
    labs = [{"analyte": "potassium", "value": value, "unit": "mmol/L", "at": AT} for value in values]
    looked = assessed(web, labs=labs).json()
    assert looked["verdict"]["urgency"] == "emergency_now"
    assert any("Two results of one time for potassium: 4 and 7.2 mmol/L" in words for words in looked["contradictions"])
    for value in values:
        typed = {"analyte": "potassium", "value": str(value), "unit": "mmol/L", "day": "2026-11-19"}
        assert web.post("/labs", data=typed).status_code == 303
    assert person.assess_today().verdict.urgency is Urgency.EMERGENCY_NOW
    assert [lab.value for lab in person.assess_today().labs] == [7.2]


def test_one_result_in_two_units_is_no_contradiction(web: Any) -> None:
    labs = [
        {"analyte": "haemoglobin", "value": 13.5, "unit": "g/dL", "at": AT},
        {"analyte": "haemoglobin", "value": 8.4, "unit": "mmol/L", "at": AT},
    ]
    assert assessed(web, labs=labs).json()["contradictions"] == []


# ---- numbers and times


@pytest.mark.parametrize("typed", ["1,234", "12,345"])
def test_a_comma_before_three_digits_is_asked_about_at_every_door(
    web: Any, person: Any, unweary: Any, typed: str
) -> None:
    code, _, err = unweary("lab", "ck", typed)
    assert code == 2
    assert typed.replace(",", "") in err
    page = web.post("/labs", data={"analyte": "ck", "value": typed, "unit": "U/L"})
    assert page.status_code == 422
    assert typed.replace(",", "") in page.text
    assert person.facts("lab") == ()


def test_a_decimal_comma_is_still_a_decimal_comma(unweary: Any) -> None:
    assert "ferritin 12.5" in unweary("lab", "ferritin", "12,5")[1]
    assert "crp 0.125" in unweary("lab", "crp", "0,125")[1]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "1800-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_a_moment_in_which_nobody_lives_is_refused(web: Any, tmp_path: Any, capsys: Any, moment: str) -> None:
    reply = web.post("/api/assess", content=json.dumps({"as_of": moment}), headers=JSON)
    assert reply.status_code == 422
    assert "as_of" in reply.json()["error"]["message"]
    assert reply.json()["error"]["accepted"] == "a moment from 1900 to 2100"
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"as_of": moment}))
    assert run_line(["--home", str(tmp_path / "home"), "assess", str(file)]) == 2
    assert "a moment from 1900 to 2100" in capsys.readouterr().err


@pytest.mark.parametrize("flag", ["--height-m", "--mass-kg"])
@pytest.mark.parametrize("number", ["nan", "inf"])
def test_a_height_that_is_no_number_is_refused_and_not_passed_over(unweary: Any, flag: str, number: str) -> None:
    code, _, err = unweary("profile", flag, number)
    assert code == 2
    assert "is no number" in err


@pytest.mark.parametrize(
    "country", ["\N{REGIONAL INDICATOR SYMBOL LETTER N}\N{REGIONAL INDICATOR SYMBOL LETTER O}", "1A"]
)
def test_a_country_is_two_letters(web: Any, person: Any, unweary: Any, country: str) -> None:
    assert unweary("profile", "--country", country)[0] == 2
    assert web.post("/you", data={"country": country}).status_code == 422
    assert assessed(web, profile={"country": country}).status_code == 422
    assert person.profile().country is None


def test_a_sleep_that_ends_before_it_begins_is_refused(web: Any) -> None:
    sleep = {"started_at": AT, "ended_at": "2026-11-19T23:00:00+01:00"}
    error = assessed(web, sleeps=[sleep]).json()["error"]
    assert "sleeps[0].ended_at" in error["message"]


# ---- own words


@pytest.mark.parametrize(
    "text",
    ["I am 12 years old and my legs are tired", "I'm 15, heavy legs", "im sixteen and my legs are heavy all day",
     "17yo girl, heavy legs", "I\u2019m a 14-year-old runner with heavy legs", "aged 13. heavy legs for a week",
     "my 9 year old son has heavy legs"],
)  # fmt: skip
def test_an_age_under_18_in_the_words_gives_no_causes_and_keeps_the_warning_signs(person: Any, text: str) -> None:
    said = person.ask(f"{text}. Dark urine since yesterday.").if_confirmed
    assert said.causes.ranked == ()
    assert any("Under 18" in note for note in said.scope_notes)
    assert any("year of birth" in note for note in said.scope_notes)
    assert said.verdict.urgency >= Urgency.SAME_DAY


@pytest.mark.parametrize(
    "text",
    ["I'm 15 weeks pregnant", "I'm 45 and tired", "I have a 3 year old son and heavy legs", "tired for 12 years",
     "my legs are 10 kg heavier", "I'm 5 and a half months pregnant", "10 year old injury", "pain 7, tiredness 9",
     "it began when I turned 15, I'm 40 years old now", "I'm 6.5 months in", "my 10 year old shoes", "I am 3 days in"],
)  # fmt: skip
def test_other_numbers_are_no_age_of_a_child(text: str) -> None:
    assert told_under_18(text) is None


def test_the_same_sore_place_said_again_and_again_is_one_place(person: Any) -> None:
    assert len(person.ask("my left calf is sore. " * 50).sites) == 1
    assert len(person.ask("my left calf is sore, my right calf is sore").sites) == 2


@pytest.mark.parametrize(
    "text",
    ["\x00", "\U0001f9b5" * 200, "\u202edark urine\u202c", "\u05d0\u05e0\u05d9 \u05e2\u05d9\u05d9\u05e3",
     "legs " * 2000, "a" * 10_000, "chest pain " * 900, "\u200b\u200c\u200d\ufeff", "<script>alert(1)</script> tired",
     "%s {0} {{7*7}} ${x}", "tired\r\n\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_odd_texts_are_answered_at_every_door_and_never_reassured(web: Any, unweary: Any, text: str) -> None:
    code, out, err = unweary("ask", "--text", text)
    assert (code, err) == (0, "")
    page = web.post("/interview/words", data={"text": text})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    reply = web.post("/api/ask", content=json.dumps({"text": text}), headers=JSON)
    assert reply.status_code == 200
    assert reply.json()["if_confirmed"]["verdict"]["action"] != "push"
    assert "Push on" not in out


# ---- whom to call, and when not to wait


def test_the_number_to_call_stands_before_anything_was_confirmed(web: Any, person: Any) -> None:
    person.save_profile(Profile(country="NO"), {})
    page = web.post("/interview/words", data={"text": "crushing chest pain since an hour"}).text
    assert 'role="alert"' in page
    assert 'href="tel:113"' in page
    assert person.facts("answer") == ()


def test_without_a_country_no_number_is_guessed(web: Any, person: Any) -> None:
    page = web.post("/interview/words", data={"text": "crushing chest pain since an hour"}).text
    assert "Call your local emergency number." in page
    assert "tel:" not in page


@pytest.mark.parametrize("address", ["/", "/interview/end"])
def test_with_something_for_today_the_page_says_what_would_make_it_an_emergency(
    web: Any, person: Any, address: str
) -> None:
    person.save_profile(Profile(country="NO", birth_year=1980), {})
    person.answer("leg_swell_any", "present")
    page = web.get(address).text
    assert "Do not wait for that" in page
    assert "reathlessness at rest" in page.split("Do not wait for that")[1][:300]
    assert 'href="tel:113"' in page


def test_where_nothing_is_to_be_looked_at_nobody_is_told_to_call(web: Any, person: Any) -> None:
    person.save_profile(Profile(country="NO", birth_year=1980), {})
    person.answer("muscle_ache", "present")
    assert "tel:" not in web.get("/").text


@pytest.mark.parametrize("value", [{"value": "1_0"}, {"value": "10", "day": "1700-01-01"}])
def test_a_page_takes_no_number_and_no_day_that_the_command_refuses(
    web: Any, person: Any, value: dict[str, str]
) -> None:
    assert web.post("/labs", data={"analyte": "ferritin", "unit": "ug/L", **value}).status_code == 422
    assert person.facts("lab") == ()


@pytest.mark.parametrize(
    ("text", "severe"),
    [("pain 2/10", False), ("pain 3 out of 10", False), ("pain 7/10", True), ("pain 8.5/10", True),
     ("ten out of ten pain", True)],
)  # fmt: skip
def test_a_small_score_of_pain_is_no_severe_pain(person: Any, text: str, severe: bool) -> None:
    said = {finding.finding for finding in person.ask(text).findings if finding.state == "present"}
    assert ("pain_severe" in said) is severe
