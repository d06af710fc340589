"""The interview at every door: pages without script, programs, the command line."""

from __future__ import annotations

import json
import re
import sys
from io import BytesIO, TextIOWrapper

import pytest

from unweary.interfaces.cli import run_line
from unweary.interfaces.terminal.interviewing import UNTIL
from unweary.service import CheckIn
from unweary.service.interviewing import Reply
from unweary.vocab.history import Answer, Profile

TEXT = "heavy legs for two weeks, no fever"
EMERGENCY = {"finding": "chest_pain_now", "state": "present"}


def shown(page) -> list[str]:
    return re.findall(r'name="shown" value="([^"]+)"', page.text)


def none_of_these(web, page, **more):
    return web.post("/interview", data={"shown": shown(page), "rest": "absent", **more})


def to_the_end(web) -> int:
    """Say no to page after page; how many there were."""
    for pages in range(40):
        page = web.get("/interview?ask=1")
        if page.status_code == 303:
            assert page.headers["location"] == "/interview/end"
            return pages
        single = re.search(r'name="finding" value="([^"]+)"', page.text)
        if single:
            counted = 'name="value"' in page.text
            web.post("/interview", data={"finding": single[1], "say": "unsure" if counted else "no"})
        else:
            none_of_these(web, page)
    raise AssertionError("the interview does not end")


# ---- pages


def test_the_first_page_offers_ones_own_words_and_a_way_past_them(web):
    page = web.get("/interview")
    assert page.status_code == 200
    assert "<textarea" in page.text
    assert 'href="/interview?ask=1"' in page.text


def test_the_way_leads_from_today_and_from_causes(web):
    assert 'href="/interview"' in web.get("/?anyway=1").text
    assert 'href="/interview"' in web.get("/causes").text


def test_own_words_are_shown_before_anything_is_kept(web, person):
    page = web.post("/interview/words", data={"text": TEXT})
    assert "Is this right?" in page.text
    assert "You wrote: “no fever”" in page.text
    assert person.facts() == ()


def test_own_words_are_kept_as_the_person_left_them(web, person):
    chosen = {"text": TEXT, "keep": "1", "q:heavy_legs": "absent", "q:fever": "absent"}
    assert web.post("/interview/words", data=chosen).status_code == 303
    kept = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert kept == {"heavy_legs": "absent", "fever": "absent"}


def test_what_a_person_leaves_open_is_not_kept(web, person):
    web.post("/interview/words", data={"text": TEXT, "keep": "1", "q:heavy_legs": "unknown"})
    assert person.facts("answer") == ()


def test_what_may_be_meant_is_asked_and_kept_only_after_an_answer(web, person):
    text = "ticker going like the clappers, hair in bunches, no fever"
    page = web.post("/interview/words", data={"text": text})
    assert "Did you mean this?" in page.text
    # A warning sign that may be meant stands above what was read, and no answer is chosen beforehand.
    assert page.text.index('name="q:palpitations"') < page.text.index('name="q:fever"')
    assert page.text.split('name="q:palpitations"', 1)[1].split("</fieldset>")[0].count("checked") == 0
    web.post("/interview/words", data={"text": text, "keep": "1", "q:fever": "absent"})
    assert {row.value.finding for row in person.facts("answer")} == {"fever"}
    web.post("/interview/words", data={"text": text, "keep": "1", "q:palpitations": "present"})
    assert {row.value.finding for row in person.facts("answer")} == {"fever", "palpitations"}


def test_a_page_with_nothing_but_guesses_has_one_heading(web):
    page = web.post("/interview/words", data={"text": "ticker going like the clappers"})
    assert page.text.count("Did you mean this?") == page.text.count("<h1") == 1


def test_words_are_escaped(web):
    page = web.post("/interview/words", data={"text": "<script>alert(1)</script> no fever"})
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("text", ["", "  "])
def test_no_words_are_refused_in_words(web, text):
    page = web.post("/interview/words", data={"text": text})
    assert page.status_code == 422
    assert "There is no text" in page.text


def test_a_page_is_kept_and_the_next_one_comes(web, person):
    first = web.get("/interview?ask=1")
    names = shown(first)
    answer = web.post("/interview", data={"shown": names, f"how:{names[0]}": "unsure", "rest": "absent"})
    assert answer.headers["location"] == "/interview?ask=1"
    states = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert states == {names[0]: "unknown", **dict.fromkeys(names[1:], "absent")}
    assert not set(names) & set(shown(web.get("/interview")))


def test_enter_alone_denies_nothing(web, person):
    names = shown(web.get("/interview?ask=1"))
    web.post("/interview", data={"shown": names})
    assert person.facts("answer") == ()


def test_a_tick_counts_whatever_else_was_chosen(web, person):
    web.post("/interview", data={"shown": "groin_load_pain", "yes": "groin_load_pain", "how:groin_load_pain": "unsure"})
    assert person.facts("answer")[0].value.state == "present"


@pytest.mark.parametrize(("say", "state", "sure"), [("rather_yes", "present", False), ("rather_no", "absent", False)])
def test_rather_is_kept_as_rather(web, person, say, state, sure):
    web.post("/interview", data={"finding": "fever", "say": say})
    value = person.facts("answer")[0].value
    assert (value.state, value.sure) == (state, sure)


@pytest.mark.parametrize(
    ("how", "more", "state", "sure"),
    [
        ("rather_yes", {}, "present", False),
        ("rather_yes", {"yes": "groin_load_pain"}, "present", False),
        ("rather_no", {"rest": "absent"}, "absent", False),
        ("rather_no", {"yes": "groin_load_pain"}, "present", True),
        ("unsure", {"rest": "absent"}, "unknown", True),
        ("", {"rest": "absent"}, "absent", True),
        ("perhaps", {"rest": "unknown"}, "unknown", True),
    ],
)
def test_a_line_of_a_list_can_be_rather_yes_or_rather_no(web, person, how, more, state, sure):
    web.post("/interview", data={"shown": "groin_load_pain", "how:groin_load_pain": how, **more})
    value = person.facts("answer")[0].value
    assert (value.state, value.sure) == (state, sure)


def test_going_back_to_a_list_shows_what_was_rather_so(web):
    names = shown(web.get("/interview?ask=1"))
    web.post("/interview", data={"shown": names, f"how:{names[0]}": "rather_no", "rest": "absent"})
    back = web.get("/interview/back").text
    line = back.partition(f'name="how:{names[0]}"')[2].partition("</select>")[0]
    assert re.findall('value="([a-z_]+)" selected', line) == ["rather_no"]
    assert back.count(" selected") == 1


def test_a_rather_yes_to_an_emergency_sign_counts_and_a_rather_no_leaves_it_open(web, person):
    web.post("/interview", data={"shown": "chest_pain_now", "how:chest_pain_now": "rather_no"})
    open_ = person.assess_today().red_flags_not_ruled_out
    assert any("chest_pain_now" in flag.missing for flag in open_)
    changed = web.post("/interview", data={"shown": "chest_pain_now", "how:chest_pain_now": "rather_yes"})
    assert changed.headers["location"] == "/"
    assert "Call for help now." in web.get("/").text


def test_an_emergency_shows_the_emergency_page_alone(web):
    answer = web.post("/interview", data={"shown": "chest_pain_now", "yes": "chest_pain_now"})
    assert answer.headers["location"] == "/"
    assert "Call for help now." in web.get("/").text
    for path in ("/interview", "/interview?ask=1", "/interview/back", "/interview/end"):
        assert web.get(path).headers["location"] == "/"


def test_going_back_shows_the_page_and_a_change_is_a_correction(web, person):
    first = web.get("/interview?ask=1")
    none_of_these(web, first)
    back = web.get("/interview/back")
    assert shown(back) == shown(first)
    none_of_these(web, back, **{f"how:{shown(first)[0]}": "unsure"})
    rows = {row.value.finding: row for row in person.facts("answer")}
    assert rows[shown(first)[0]].corrects is not None
    assert rows[shown(first)[0]].value.state == "unknown"


def test_going_back_before_the_first_page_leads_to_ones_own_words(web):
    assert web.get("/interview/back").headers["location"] == "/interview/words"


@pytest.mark.parametrize("number", ["7", "-1", "x"])
def test_a_page_that_is_not_there_is_refused_in_words(web, number):
    none_of_these(web, web.get("/interview?ask=1"))
    page = web.get(f"/interview/back?number={number}")
    assert page.status_code == 422
    assert "Traceback" not in page.text


def test_the_whole_interview_ends_with_what_was_found(web, person):
    pages = to_the_end(web)
    assert 5 <= pages <= 25
    end = web.get("/interview/end")
    assert "Why we stop here" in end.text
    assert f"{pages} pages answered" in end.text
    assert person.assess_today().verdict.headline in end.text


def test_at_the_end_what_must_be_done_stands_above_why_we_stop(web, person):
    person.save_profile(Profile(birth_year=1990, sex="F", country="NO", pregnant=False, postpartum=True), {})
    person.check_in(CheckIn(answers=(Answer("leg_swell_any", "present", person.now()),)))
    to_the_end(web)
    end = web.get("/interview/end").text
    headline = person.assess_today().verdict.headline
    note = "Switched off now: clot scores"
    order = [headline, "Have someone look", "tel:113", note, "Why we stop here", "Why it may not go away"]
    assert [end.count(f">{words}<") for words in (headline, "Have someone look", "Why we stop here")] == [1, 1, 1]
    assert sorted(order, key=end.index) == order


def test_every_door_says_in_the_same_words_when_it_stops(web):
    none_of_these(web, web.get("/interview?ask=1"))
    while "Warning signs" in (page := web.get("/interview?ask=1")).text:
        none_of_these(web, page)
    assert UNTIL in page.text
    # The end names what is still open (below), so neither says that nothing could change the answer.
    assert "say then what is still open" in UNTIL


def test_where_the_day_is_not_known_the_end_leads_to_a_check_in(web):
    to_the_end(web)
    end = web.get("/interview/end").text
    assert "We do not know yet." in end
    assert 'href="/check-in">Check in, about a minute' in end


def test_stopping_says_what_was_not_asked(web):
    none_of_these(web, web.get("/interview?ask=1"))
    end = web.get("/interview/end")
    assert "You stopped here." in end.text
    assert "“Not asked” is not “no”." in end.text
    assert 'href="/interview?ask=1"' in end.text


def test_pregnancy_is_said_on_every_step(web, person):
    person.save_profile(Profile(birth_year=1990, sex="F", pregnant=True), {})
    assert "In pregnancy" in web.get("/interview?ask=1").text
    assert "In pregnancy" in web.get("/interview/end").text


def test_under_18_it_ends_after_the_warning_signs_without_causes(web, person):
    person.save_profile(Profile(birth_year=2012), {})
    to_the_end(web)
    end = web.get("/interview/end").text
    assert "Under 18" in end
    assert "of 100" not in end


def test_a_number_that_is_none_is_refused(web, person):
    for value in ("", "many", "-1", "1e99"):
        answer = web.post("/interview", data={"finding": "weakness_days", "say": "number", "value": value})
        assert answer.status_code == 422, value
    assert person.facts("answer") == ()


def at_the_items(person) -> list[str]:
    """Answer page after page until the insomnia index is asked; its items."""
    person.save_profile(Profile(birth_year=1984, sex="M"), {})
    person.answer("sleep_trouble", "present")
    for _ in range(40):
        now = person.interview.look().step
        if now.graded:
            return [each.finding for each in now.asked]
        person.interview.reply([Reply(each.finding, "unknown" if each.counted else "absent") for each in now.asked])
    raise AssertionError("the items are never asked")


def test_levels_are_chosen_and_what_is_left_out_stays_open(web, person):
    items = at_the_items(person)
    page = web.get("/interview?ask=1")
    assert shown(page) == items
    assert page.text.count('type="radio"') == 35
    assert 'type="number"' not in page.text
    levels = {f"how:{name}": str(place) for place, name in enumerate(items[:5])}
    web.post("/interview", data={"shown": items, **levels, "rest": "unknown"})
    kept = {row.value.finding: (row.value.state, row.value.value) for row in person.facts("answer")}
    assert [kept[name] for name in items] == [
        *(("present", float(place)) for place in range(5)), ("unknown", None), ("unknown", None)]  # fmt: skip
    [score] = [one for one in person.assess_today().instruments if one.instrument == "isi"]
    assert (score.low, score.high) == (10.0, 18.0)
    changed = web.get("/interview/back")
    assert changed.text.count(" checked") == 5
    assert "0, 1, 2, 3, 4, not sure, not sure" in changed.text


def test_a_level_that_is_none_is_refused(web, person):
    items = at_the_items(person)
    answer = web.post("/interview", data={"shown": items, f"how:{items[0]}": "5", "rest": "unknown"})
    assert answer.status_code == 422
    assert "0 to 4" in answer.text


def test_no_page_carries_style_or_script_of_its_own(web, person):
    pages = [web.get("/interview"), web.get("/interview?ask=1"), web.post("/interview/words", data={"text": TEXT})]
    none_of_these(web, pages[1])
    pages += [web.get("/interview/back"), web.get("/interview/end")]
    for page in pages:
        assert page.status_code == 200
        assert "style=" not in page.text
        assert "<style" not in page.text
        assert "onclick" not in page.text


# ---- programs


def test_programs_get_the_step_and_answer_it(web, person):
    step = web.get("/api/interview").json()["step"]
    assert step["kind"] == "signs"
    asked = [each["finding"] for part in step["parts"] for each in part["asked"]]
    sent = {"answers": [{"finding": finding, "state": "absent"} for finding in asked]}
    answer = web.post("/api/interview", json=sent)
    assert answer.status_code == 201
    document = answer.json()
    assert len(document["facts"]) == len(asked)
    assert document["pages"][0]["number"] == 1
    assert document["step"]["answered"] == 1
    assert document["answer"] is None


def test_programs_are_told_at_every_step_how_soon_somebody_should_look(web):
    assert web.get("/api/interview").json()["urgency"] == "none"
    sent = {"answers": [{"finding": "leg_swell_any", "state": "present"}]}
    document = web.post("/api/interview", json=sent).json()
    assert (document["urgency"], document["answer"]) == ("same_day", None)


def test_programs_get_the_whole_answer_at_the_end(web):
    document = web.post("/api/interview", json={"answers": [EMERGENCY]}).json()
    assert (document["step"]["kind"], document["step"]["ended"]) == ("end", "emergency")
    assert document["answer"]["verdict"]["urgency"] == "emergency_now"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"answers": 3}',
        '{"answers": [{"finding": "fever"}]}',
        '{"answers": [{"finding": "fever", "state": "maybe"}]}',
        '{"answers": [{"finding": "no_such", "state": "absent"}]}',
        '{"answers": [{"finding": "weakness_days", "state": "present"}]}',
        '{"answers": [{"finding": "fever", "state": "absent", "at": "2020-01-01"}]}',
    ],
)
def test_programs_are_told_what_was_wrong(web, person, body):
    answer = web.post("/api/interview", content=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert person.facts() == ()


def test_the_step_is_described_for_programs(web):
    document = web.get("/openapi.json").json()
    assert "Replies" in document["components"]["schemas"]
    assert {"get", "post"} <= set(document["paths"]["/api/interview"])


# ---- command line


@pytest.fixture
def cli(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("UNWEARY_HOME", raising=False)

    def call(*args: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(typed.encode())))
        code = run_line(["--home", str(tmp_path / "cli"), *args])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def kept(cli) -> dict[str, dict]:
    return {
        fact["value"]["finding"]: fact["value"]
        for fact in json.loads(cli("facts", "--json", "--limit", "900")[1])["facts"]
    }


def test_the_terminal_asks_to_the_end_and_prints_the_answer(cli):
    code, out, _ = cli("interview", typed="n\n" * 60)
    assert code == 0
    assert "Warning signs. At most" in out
    assert "We stop here to keep it short." in out
    assert "Still open: " in out
    assert "Nothing that we could still ask" not in out
    assert "Information, not a diagnosis." in out
    assert kept(cli)["chest_pain_now"]["state"] == "absent"


@pytest.mark.parametrize("typed", ["n\n" * 60, "s\n"])
def test_the_terminal_says_what_must_be_done_before_why_it_stops(cli, typed):
    cli("check-in", "--answer", "leg_swell_any=present")
    _, out, _ = cli("interview", typed=typed)
    pages = out.split("Warning signs. At most")[0]
    assert "Have this looked at today. See why: unweary today" in pages
    stops = out.index("Stopped." if typed == "s\n" else "We stop here to keep it short.")
    assert out.index("Have someone look") < stops


def test_own_words_that_must_not_wait_are_answered_before_they_are_confirmed(cli):
    _, out, _ = cli("interview", "--text", "crushing chest pain and a cold sweat", typed="\ns\n")
    assert out.index("Call for help now.") < out.index("You have, as we read it")
    _, out, _ = cli("interview", "--text", "heavy legs for two weeks", typed="\ns\n")
    assert "as we read it:" not in out


def test_wrong_keys_are_asked_again_and_nothing_is_taken_from_them(cli):
    code, out, _ = cli("interview", typed="maybe\n1 99\n?0\n-1\ns\n")
    assert code == 0
    assert out.count("That was not one of the keys.") == 4
    assert kept(cli) == {}


def test_enter_alone_is_not_sure_and_never_no(cli):
    cli("interview", typed="\ns\n")
    assert {value["state"] for value in kept(cli).values()} == {"unknown"}


def test_a_list_on_the_terminal_takes_rather_yes_and_rather_no(cli):
    listed = json.loads(cli("interview", "--json")[1])["step"]
    signs = [each["finding"] for part in listed["parts"] for each in part["asked"]]
    quiet = [place for place, name in enumerate(signs, start=1) if name != "chest_pain_now"]
    code, _, _ = cli("interview", typed=f"rn{quiet[0]} ?{quiet[1]}\ns\n")
    assert code == 0
    told = {name: (value["state"], value["sure"]) for name, value in kept(cli).items()}
    assert told[signs[quiet[0] - 1]] == ("absent", False)
    assert told[signs[quiet[1] - 1]] == ("unknown", True)
    assert set(told.values()) == {("absent", False), ("unknown", True), ("absent", True)}


def test_levels_on_the_terminal_are_asked_line_by_line(cli):
    cli("check-in", "--answer", "sleep_trouble=present")
    for _ in range(12):
        step = json.loads(cli("interview", "--json")[1])["step"]
        if any(each["levels"] for part in step["parts"] for each in part["asked"]):
            break
        cli("interview", typed="n\ns\n")
    _, out, _ = cli("interview", typed="2\n7\n1.5\n3\n\n0\n4\n1\n2\ns\n")
    assert "how much trouble did you have falling asleep? 0 none, 1 slight" in " ".join(out.split())
    assert "A number from 0 to 4" in out
    assert "That was not one of the keys." in out
    told = kept(cli)
    assert [told[name]["value"] for name in ("isi_falling", "isi_staying", "isi_content", "isi_day")] == [2, 3, 0, 4]
    assert told["isi_early"]["state"] == "unknown"


@pytest.mark.parametrize("typed", ["rx1", "r1", "1ry", "ry0", "ry", "??1", "y"])
def test_a_key_that_is_nearly_right_in_a_list_is_asked_again(cli, typed):
    out = cli("interview", typed=f"{typed}\ns\n")[1]
    assert "That was not one of the keys." in out
    assert kept(cli) == {}


def test_the_terminal_says_why_and_goes_back(cli):
    code, out, _ = cli("interview", typed="w\nn\nb\n?1\ns\n")
    assert code == 0
    assert "Each of these can mean that someone should look soon." in out
    assert "Page 1 of today, to be changed." in out
    states = [value["state"] for value in kept(cli).values()]
    assert states.count("unknown") == 1
    assert "present" not in states


def test_an_emergency_ends_it_on_the_terminal(cli):
    listed = json.loads(cli("interview", "--json")[1])["step"]
    asked = [each["finding"] for part in listed["parts"] for each in part["asked"]]
    place = next(
        name for name in ("chest_pain_now", "dark_urine", "suicidal", "confusion", "fast_positive") if name in asked
    )
    _, out, _ = cli("interview", typed=f"{asked.index(place) + 1}\n")
    assert "now." in out
    assert "We ask nothing more." in out


def test_own_words_on_the_terminal_are_kept_only_after_a_yes(cli):
    cli("interview", "--text", TEXT, typed="\ns\n")
    assert kept(cli) == {}
    cli("interview", "--text", TEXT, typed="9=no\n2=perhaps\ny\ns\n")
    assert kept(cli)["fever"]["state"] == "absent"
    assert kept(cli)["heavy_legs"]["state"] == "present"


def test_what_was_read_can_be_changed_on_the_terminal(cli):
    cli("interview", "--text", "no fever", typed="1=yes\ns\n")
    assert kept(cli)["fever"]["state"] == "present"


def test_empty_words_on_the_terminal_are_refused(cli):
    code, _, err = cli("interview", "--text", " ")
    assert code == 2
    assert "no text" in err


def test_the_json_of_the_terminal_stores_nothing(cli):
    document = json.loads(cli("interview", "--json")[1])
    assert list(document) == ["urgency", "step", "pages", "scope_notes", "answer"]
    assert kept(cli) == {}


def test_the_input_ending_in_the_middle_keeps_what_was_answered(cli):
    code, _, err = cli("interview", typed="n\n")
    assert code == 1
    assert "stays saved" in err
    assert kept(cli) != {}


def test_answers_of_another_day_belong_to_another_interview(person, morning, web):
    from datetime import timedelta

    yesterday = morning - timedelta(days=1)
    person.add((Answer("heavy_legs", "present", yesterday, source="interview"),))
    assert person.interview.look().pages == ()
    assert "<textarea" in web.get("/interview").text
