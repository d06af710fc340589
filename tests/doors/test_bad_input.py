"""What is wrong in the input is told at every door: what, where, what is accepted. Nothing is kept by halves."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from unweary.reports.phrases import typeset
from unweary.service import CheckIn
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Day, Profile, SiteRating
from unweary.vocab.signals import ANALYTES

AT = "2026-11-20T07:25:00+01:00"
JSON = {"content-type": "application/json"}


def answer(finding: str = "fever", state: str = "absent", **more: Any) -> dict[str, Any]:
    return {"finding": finding, "state": state, "at": AT, **more}


def site(part: str = "quads", side: str = "left", **more: Any) -> dict[str, Any]:
    return {"site": part, "side": side, "soreness_0_10": 3, "at": AT, **more}


#: What is sent, the place that must be named, and what must be said or accepted.
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a body part that does not exist": ({"sites": [site("quad")]}, "sites[0].site", "did you mean 'quads'?"),
    "a body part that is like nothing": ({"sites": [site("xyzzy")]}, "sites[0].site", "'xyzzy'"),
    "a side that the part has not": ({"sites": [site("quads", "mid")]}, "sites[0].side", "left, right"),
    "a left side of a middle part": ({"sites": [site("neck_flexors", "left")]}, "sites[0].s", "neck"),
    "a side that is none": ({"sites": [site("quads", "up")]}, "sites[0].side", '"left", "right", "mid"'),
    "a score of eleven": ({"sites": [site(soreness_0_10=11)]}, "sites[0].soreness_0_10", "0 to 10"),
    "a sign that is none": ({"sites": [site(signs=["glow"])]}, "sites[0].signs[0]", "swelling"),
    "a finding with a slip": ({"answers": [answer("feverr")]}, "answers[0].finding", "did you mean 'fever'?"),
    "an empty finding": ({"answers": [answer("")]}, "answers[0].finding", "1 to 200"),
    "an empty answer": ({"answers": [answer(state="")]}, "answers[0].state", '"present", "absent", "unknown"'),
    "a state in capitals": ({"answers": [answer(state="Present")]}, "answers[0].state", '"present"'),
    "a number where none is asked": ({"answers": [answer(value=3)]}, "answers[0].value", "not asked as a number"),
    "a number below zero": ({"answers": [answer("weakness_days", "present", value=-2)]}, "answers[0].value", "0 to"),
    "a time without its zone": ({"answers": [answer(at="2026-11-20T07:25:00")]}, "answers[0].at", "time zone"),
    "a day that does not exist": ({"answers": [answer(at="2026-02-31T07:25:00+01:00")]}, "answers[0].at", "offset"),
    "a lean that is no yes or no": ({"answers": [answer(sure="maybe")]}, "answers[0].sure", "true or false"),
    "a field that nobody knows": ({"answers": [answer(certain=True)]}, "answers[0].certain", "sure"),
    "the second of two wrong": ({"answers": [answer(), answer("nonsens")]}, "answers[1].finding", "nonsens"),
}


def sent(web: Any, path: str, document: dict[str, Any]) -> Any:
    whole = {"as_of": "2026-11-20T07:30:00+01:00", **document} if path == "/api/assess" else document
    return web.post(path, content=json.dumps(whole), headers=JSON)


@pytest.mark.parametrize("path", ["/api/assess", "/api/check-in"])
@pytest.mark.parametrize("name", WRONG)
def test_over_rest_the_place_and_what_is_accepted_are_named_and_nothing_is_kept(
    web: Any, person: Any, path: str, name: str
) -> None:
    document, place, words = WRONG[name]
    reply = sent(web, path, document)
    assert reply.status_code == 422, reply.text
    error = reply.json()["error"]
    assert place in error["message"]
    assert words in f"{error['message']} {error['accepted']}"
    assert error["accepted"]
    assert person.facts() == ()


@pytest.mark.parametrize("path", ["/api/assess", "/api/check-in"])
def test_a_body_that_is_no_json_or_no_object_is_refused(web: Any, path: str) -> None:
    for text in ("", "{", "[]", '"fever"', '{"answers": [{"finding": "fever", "finding": "rigors"}]}'):
        reply = web.post(path, content=text, headers=JSON)
        assert reply.status_code == 422
        assert reply.json()["error"]["accepted"]


def test_one_wrong_entry_keeps_the_right_ones_beside_it_out_too(web: Any, person: Any) -> None:
    reply = sent(web, "/api/check-in", {"sites": [site()], "answers": [answer(), answer("feverr")]})
    assert reply.status_code == 422
    assert person.facts() == ()


def test_an_entry_dated_to_next_year_is_refused_by_the_store_and_named_by_an_assessment(web: Any, person: Any) -> None:
    late = {"answers": [answer("dark_urine", "present", at="2027-01-01T00:00:00+01:00")]}
    refused = sent(web, "/api/check-in", late).json()["error"]
    assert refused["code"] == "future"
    assert "answers[0]" in refused["message"]
    assert person.facts() == ()
    looked = sent(web, "/api/assess", late)
    assert looked.status_code == 200
    assert "1 entry is dated after this moment and was not looked at" in " ".join(looked.json()["scope_notes"])


@pytest.mark.parametrize("order", [("present", "absent"), ("absent", "present")])
def test_yes_and_no_at_the_same_instant_are_both_kept_the_yes_counts_and_it_is_asked_again(
    web: Any, person: Any, order: tuple[str, str]
) -> None:
    both = {"answers": [answer("dark_urine", state) for state in order]}
    looked = sent(web, "/api/assess", both).json()
    assert looked["verdict"]["urgency"] in ("same_day", "emergency_now")
    assert any("both yes and no" in words for words in looked["contradictions"])
    assert sent(web, "/api/check-in", both).status_code == 201
    assert len(person.facts("answer")) == 2
    assert "dark_urine" in {question.finding for question in person.assess_today().questions}
    page = web.get("/")
    assert "These answers do not fit together" in page.text
    assert "both yes and no" in page.text


def test_an_empty_check_in_and_an_empty_person_are_no_error(web: Any, person: Any) -> None:
    for empty in ({}, {"answers": []}, {"sites": [], "answers": []}):
        assert sent(web, "/api/check-in", empty).json() == {"facts": []}
        assert sent(web, "/api/assess", empty).json()["verdict"]["action"] == "not_known"
    assert person.facts() == ()


def test_ten_thousand_answers_are_read_and_an_alarm_among_them_is_seen(web: Any, morning: Any) -> None:
    many = [answer(at=(morning - timedelta(seconds=n)).isoformat()) for n in range(10_000)]
    looked = sent(web, "/api/assess", {"answers": [*many, answer("dark_urine", "present")]})
    assert looked.status_code == 200
    assert looked.json()["verdict"]["urgency"] in ("same_day", "emergency_now")


def test_ten_thousand_answers_are_kept_and_none_is_lost(web: Any, person: Any, morning: Any) -> None:
    many = [answer(at=(morning - timedelta(seconds=n)).isoformat()) for n in range(10_000)]
    assert sent(web, "/api/check-in", {"answers": many}).status_code == 201
    assert len(person.facts("answer", 20_000)) == 10_000


def test_rather_yes_and_rather_no_go_in_over_rest_and_come_out(web: Any, person: Any) -> None:
    said = {"answers": [answer("dark_urine", "present", sure=False), answer("rigors", "absent", sure=False)]}
    assert sent(web, "/api/check-in", said).status_code == 201
    assert {fact.value.finding: fact.value.sure for fact in person.facts("answer")} == {
        "dark_urine": False,
        "rigors": False,
    }
    looked = sent(web, "/api/assess", said).json()
    states = {entry["finding"]: entry["state"] for entry in looked["findings"]}
    assert states["dark_urine"] == "present"
    assert "rigors" not in states
    assert "rather yes" in web.get("/entries").text


# ---- blood tests, height and weight


@pytest.mark.parametrize(
    ("lab", "meant"),
    [
        (("haemoglobin", 13.5, "g/L"), "13.5 g/dL (135 g/L)"),
        (("ferritin", 12, "g/L"), "12 ug/L"),
        (("calcium_adjusted", 9.4, "mmol/L"), "9.4 mg/dL"),
    ],
)
def test_a_blood_test_in_the_wrong_unit_is_refused_at_every_door_with_both_readings(
    web: Any, person: Any, unweary: Any, lab: tuple[str, float, str], meant: str
) -> None:
    analyte, value, unit = lab
    document = {"labs": [{"analyte": analyte, "value": value, "unit": unit, "at": AT}]}
    assert meant in sent(web, "/api/assess", document).json()["error"]["message"]
    page = web.post("/labs", data={"analyte": analyte, "value": str(value), "unit": unit})
    assert page.status_code == 422
    assert typeset(meant) in page.text
    code, _, err = unweary("lab", analyte, str(value), "--unit", unit)
    assert code == 2
    assert meant in " ".join(err.split())
    assert person.facts() == ()


@pytest.mark.parametrize("lab", [("potassium", "7.2"), ("sodium", "118"), ("ck", "60000"), ("haemoglobin", "62")])
def test_a_rare_value_is_kept_at_every_door_since_it_may_be_the_emergency(
    web: Any, person: Any, unweary: Any, lab: tuple[str, str]
) -> None:
    assert unweary("lab", *lab)[0] == 0
    typed = {"analyte": lab[0], "value": lab[1], "unit": ANALYTES[lab[0]].unit}
    assert web.post("/labs", data=typed).status_code == 303
    assert [fact.value.value for fact in person.facts("lab")] == [float(lab[1])]


def test_a_number_without_a_unit_is_shown_with_the_one_it_was_read_in(unweary: Any) -> None:
    code, out, _ = unweary("lab", "vitamin_d", "30")
    assert code == 0
    assert "vitamin_d 30 nmol/L" in out
    assert "30 ng/mL (74.88 nmol/L)" in " ".join(out.split())
    assert "report says another unit" not in unweary("lab", "vitamin_d", "30", "--unit", "nmol/L")[1]


def test_a_height_in_centimetres_and_a_weight_in_pounds_are_refused_with_a_hint(web: Any, unweary: Any) -> None:
    for profile, meant in (({"height_m": 171}, "171 cm (1.71 m)"), ({"mass_kg": 440}, "440 lb (199.58 kg)")):
        assert meant in sent(web, "/api/assess", {"profile": profile}).json()["error"]["message"]
    code, _, err = unweary("profile", "--height-m", "171")
    assert code == 2
    assert "171 cm (1.71 m)" in " ".join(err.split())
    page = web.post("/you", data={"height_cm": "1.71"})
    assert page.status_code == 422
    assert "1.71 m (171 cm)" in page.text


# ---- the pages


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"part": "quad", "side": "left", "score": "3"}, "did you mean &#39;quads&#39;?"),
        ({"part": "quads", "side": "mid", "score": "3"}, "not a side of quads"),
        ({"part": "quads", "side": "left", "score": "99"}, "not possible"),
        ({"part": "quads", "side": "left", "score": ""}, "nothing was chosen"),
        ({"part": "quads", "side": "left", "score": "six"}, "is not a number"),
    ],
)
def test_a_page_says_what_was_wrong_and_keeps_nothing(
    web: Any, person: Any, fields: dict[str, str], words: str
) -> None:
    page = web.post("/check-in/site", data=fields)
    assert page.status_code == 422
    assert words in page.text
    assert person.facts() == ()


def test_a_blood_test_of_next_year_is_refused_and_never_dated_today_instead(web: Any, person: Any) -> None:
    page = web.post("/labs", data={"analyte": "ferritin", "value": "30", "unit": "ug/L", "day": "2027-05-01"})
    assert page.status_code == 422
    assert "2027-05-01 is still to come" in page.text
    assert person.facts("lab") == ()


def test_main_trouble_something_else_can_be_said_on_the_page_and_taken_back(web: Any, person: Any) -> None:
    assert "My main trouble is something else" in web.get("/check-in/signs").text
    web.post("/check-in/signs", data={"shown": "scope:other_complaint", "sign": "other_complaint"})
    assert "This is not what Unweary judges." in web.get("/").text
    web.post("/check-in/signs", data={"shown": "scope:other_complaint", "none": "scope"})
    assert "This is not what Unweary judges." not in web.get("/").text


# ---- the command line


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("check-in", "--answer", "feverr=absent"), "fever"),
        (("check-in", "--answer", "fever"), "finding=state"),
        (("check-in", "--answer", "fever="), "finding=state"),
        (("check-in", "--answer", "=absent"), "not a question"),
        (("check-in", "--answer", "fever=perhaps"), "rather no"),
        (("check-in", "--unsure", "fever=unknown"), "leans nowhere"),
        (("check-in", "--sore", "tentacle:left:5"), "tentacle"),
        (("check-in", "--sore", "quads:mid:5"), "left"),
        (("check-in", "--sore", "quads:left:50"), "0"),
        (("lab", "feratin", "30"), "ferritin"),
        (("lab", "ferritin", "thirty"), "a number"),
        (("lab", "ferritin", "30", "--on", "2027-05-01"), "still to come"),
        (("profile", "--mass-kg", "440"), "440 lb (199.58 kg)"),
    ],
)
def test_at_the_command_line_what_is_wrong_and_what_works_are_told_and_nothing_is_kept(
    unweary: Any, args: tuple[str, ...], words: str
) -> None:
    code, _, err = unweary(*args)
    assert code == 2
    assert words in " ".join(err.split())
    assert "What works" in err
    assert json.loads(unweary("facts", "--json")[1])["facts"] == []


def test_with_json_the_error_has_the_shape_of_every_error(unweary: Any) -> None:
    code, _, err = unweary("check-in", "--answer", "feverr=absent", "--json")
    assert code == 2
    assert set(json.loads(err)["error"]) == {"code", "message", "accepted"}


@pytest.mark.parametrize("flags", [("--unsure", "rigors=absent"), ("--answer", "rigors=rather no")])
def test_a_lean_can_be_typed_and_leaves_the_warning_sign_open(unweary: Any, flags: tuple[str, str]) -> None:
    assert unweary("check-in", *flags)[0] == 0
    kept = json.loads(unweary("facts", "--json")[1])["facts"][0]["value"]
    assert (kept["finding"], kept["state"], kept["sure"]) == ("rigors", "absent", False)
    assert "rigors: rather absent" in unweary("facts")[1]
    today = json.loads(unweary("today", "--json")[1])
    assert "rigors" not in {entry["finding"] for entry in today["findings"]}


def test_a_correction_of_a_lean_is_a_plain_answer_again(unweary: Any) -> None:
    unweary("check-in", "--unsure", "rigors=absent")
    fact = json.loads(unweary("facts", "--json")[1])["facts"][0]["id"]
    assert unweary("correct", fact, "--state", "absent")[0] == 0
    assert json.loads(unweary("facts", "--json")[1])["facts"][0]["value"]["sure"] is True


def test_contradictions_stand_in_the_terminal_in_the_document_and_in_the_report(unweary: Any, tmp_path: Any) -> None:
    assert unweary("check-in", "--answer", "fatigue_gt6mo=yes", "--answer", "fatigue_ge6wk=no")[0] == 0
    words = "You said tired for more than 6 months, and not for 6 weeks."
    for view in ("today", "why"):
        out = " ".join(unweary(view)[1].split())
        assert "These answers do not fit together" in out
        assert words in out
    assert json.loads(unweary("today", "--json")[1])["contradictions"] == [words]
    page = tmp_path / "report.html"
    assert unweary("report", "-o", str(page))[0] == 0
    assert words in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["my tooth hurts", "itchy rash", "ear pain with fever", "my wheel squeaks"])
def test_a_foreign_complaint_is_told_apart_at_the_command_line_and_over_rest(unweary: Any, web: Any, text: str) -> None:
    assert "This is not what Unweary judges." in unweary("ask", "--text", text)[1]
    reply = web.post("/api/ask", content=json.dumps({"text": text}), headers=JSON).json()["if_confirmed"]
    assert (reply["verdict"]["action"], reply["verdict"]["headline"]) == (
        "not_known",
        "This is not what Unweary judges.",
    )
    assert reply["causes"] == []
    assert reply["kind"]["withheld"] is True
    assert reply["plan"] == []


@pytest.mark.parametrize("text", ["my tooth hurts and my face is drooping", "itchy rash, and crushing chest pain"])
def test_emergency_words_in_a_foreign_complaint_still_fire(unweary: Any, text: str) -> None:
    assert "Call for help now." in unweary("ask", "--text", text)[1]


def test_a_foreign_complaint_is_not_answered_with_what_the_diary_says_about_the_legs(person: Any, morning: Any) -> None:
    person.check_in(CheckIn(day=Day(morning.date(), fatigue_0_10=6)))
    assert person.ask("my tooth hurts").if_confirmed.verdict.headline == "This is not what Unweary judges."
    assert (
        person.ask("my legs are tired and my tooth hurts").if_confirmed.verdict.headline
        != "This is not what Unweary judges."
    )


def test_words_of_our_trade_that_were_not_understood_are_not_sent_away(person: Any) -> None:
    for text in ("my calf goes boom", "my legs and my belly hurt"):
        assert person.ask(text).if_confirmed.verdict.headline == "We do not know yet."


def test_a_wrong_profile_is_refused_whole(person: Any, morning: Any) -> None:
    with pytest.raises(UserError, match="feverr"):
        person.check_in(
            CheckIn(
                Day(morning.date(), fatigue_0_10=5),
                (SiteRating("quads", "left", 3, morning),),
                (Answer("feverr", "absent", morning),),
            )
        )
    with pytest.raises(UserError, match="nonsense"):
        person.save_profile(Profile(sex="F"), {"nonsense": "absent"})
    assert person.facts() == ()
    assert person.profile() == Profile()


def test_a_blood_test_that_is_asked_as_a_question_leads_there(unweary) -> None:
    code, _, err = unweary("lab", "troponin", "80")
    assert code != 0
    assert "troponin_raised=present" in err
