"""The pages: safe headers, nothing from outside, every step as plain forms, and the emergency that stands alone."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

import pytest

from unweary.interfaces.guard import CONTENT_POLICY
from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, Profile, SiteRating

PAGES = (
    "/", "/check-in", "/check-in?view=back-top&part=lats&side=left", "/check-in?find=calf", "/check-in/day",
    "/check-in/signs", "/timeline", "/timeline?days=42", "/causes", "/plan", "/you", "/you?plan=1", "/files",
    "/entries", "/entries?kind=site", "/api", "/?anyway=1", "/learn", "/learn/iron", "/learn/models",
    "/learn/models/muscle", "/labs", "/labs?test=tsh",
    "/settings", "/settings/gone",
)  # fmt: skip
OUTSIDE = re.compile(r"""(?:src|href|action|srcset|data)\s*=\s*["']?(?:[a-z]+:)?//""", re.IGNORECASE)
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=", re.IGNORECASE)
CLOT_SIGNS = {"breathless_rest": "present", "pleuritic": "present", "haemoptysis": "present"}


def say(person, morning, *, profile=None, day=None, sites=(), **answers):
    if profile is not None:
        person.save_profile(profile, {})
    said = tuple(Answer(finding, state, morning) for finding, state in answers.items())
    person.check_in(CheckIn(day=day, sites=tuple(sites), answers=said))


@pytest.fixture(scope="module")
def example(example_home, tmp_path_factory):
    """The example person, made once."""
    from datetime import datetime, timezone

    home = tmp_path_factory.mktemp("example") / "home"
    at = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    shutil.copytree(example_home, home)
    with open_home(home, demo=True, clock=lambda: at) as opened:
        yield opened


# ---- what every page keeps to


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("whose", ["nobody yet", "the example", "an emergency"])
def test_every_page_is_whole_and_loads_nothing_from_elsewhere(path, whose, person, example, serve_person, morning):
    if whose == "an emergency":
        say(person, morning, **CLOT_SIGNS)
    answer = serve_person(example if whose == "the example" else person, demo=whose == "the example").get(path)
    assert answer.status_code == 200, answer.text[:400]
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert OUTSIDE.findall(answer.text) == []
    assert INLINE.findall(answer.text) == []
    assert "</html>" in answer.text
    assert "Information, not a diagnosis. No doctor has signed this off yet." in answer.text


def test_the_style_files_and_the_script_name_no_other_machine(web):
    styles = ("tokens.css", "components.css", "app.css", "pages.css", "emergency.css")
    for name in (*styles, "app.js", "body_map.js", "icon.svg"):
        answer = web.get(f"/static/{name}")
        assert answer.status_code == 200
        text = answer.text.replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text
        assert "url(" not in text
        assert "@import" not in text


def test_the_report_allows_its_own_style_and_nothing_else(example, serve_person):
    answer = serve_person(example).get("/report")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "<script" not in answer.text
    assert re.search(r"\sstyle\s*=", answer.text) is None
    assert OUTSIDE.findall(answer.text) == []


def test_the_example_person_is_named_as_one_on_every_page(example, serve_person, web):
    assert "Example person" in serve_person(example, demo=True).get("/plan").text
    assert "Example person" not in web.get("/plan").text


# ---- who is answered


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "127.0.0.1.evil.example:8421", ""])
def test_a_name_that_is_not_ours_is_refused(web, host):
    answer = web.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["error"]["code"] == "host"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8421"},
    ],
)
def test_a_change_that_another_page_asks_for_is_refused(web, person, headers):
    answer = web.post("/answer", headers=headers, data={"finding": "fever", "state": "present"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "cross_site"
    assert person.facts() == ()


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://127.0.0.1:8421"}]
)
def test_a_change_that_our_own_page_or_a_program_asks_for_is_taken(web, person, headers):
    answer = web.post("/answer", headers=headers, data={"finding": "fever", "state": "absent", "back": "plan"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan")
    assert [row.value.finding for row in person.facts("answer")] == ["fever"]


def test_a_question_for_a_number_is_asked_with_a_field_and_needs_the_number(web, person, morning, monkeypatch):
    from dataclasses import replace

    from unweary.vocab.assessment import Question

    say(person, morning, true_weakness="present")
    asked = Question("weakness_days", "How many days ago did the weakness begin?", "The number may matter.", 1.0)
    answer = replace(person.assess_today(morning), question=asked)
    monkeypatch.setattr(type(person), "assess_today", lambda self, at=None: answer)
    text = web.get("/").text
    assert re.search(r'<span>Your answer, in days</span><input type="number" name="value"', text)
    form = text[text.index('action="/answer"') :]
    assert ">Save</button>" in form
    assert ">Yes</button>" not in form[: form.index("</form>")]
    empty = web.post("/answer", data={"finding": "weakness_days", "state": "present", "value": ""})
    assert (empty.status_code, len(person.facts())) == (422, 1)
    web.post("/answer", data={"finding": "weakness_days", "state": "present", "value": "3"})
    said = person.facts("answer")[0].value
    assert (said.finding, said.state, said.value) == ("weakness_days", "present", 3.0)


def test_where_to_go_back_to_is_never_taken_from_the_request(web):
    answer = web.post("/answer", data={"finding": "fever", "state": "absent", "back": "//evil.example"})
    assert answer.headers["location"] == "/?said=fever&was=not_known#q"


def test_too_much_is_refused_whether_announced_or_not(web):
    announced = web.post("/check-in/day", content=b"x" * 2_100_000)
    assert announced.status_code == 413

    async def pieces():
        for _ in range(22):
            yield b"a=" + b"x" * 100_000 + b"&"

    form = {"content-type": "application/x-www-form-urlencoded"}
    unannounced = web.post("/check-in/day", content=pieces(), headers=form)
    assert unannounced.status_code == 413
    assert "too much" in unannounced.text


# ---- errors


def test_an_unknown_page_says_so_kindly(web):
    answer = web.get("/nope")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_POLICY


def test_a_wrong_field_is_named_with_what_is_accepted(web, person):
    answer = web.post("/you", data={"birth_year": "1650"})
    assert answer.status_code == 422
    assert "Year of birth: &#39;1650&#39; is not possible" in answer.text
    assert "greater than or equal to 1900" in answer.text
    letters = web.post("/check-in/day", data={"sleep_h": "seven"})
    assert "Sleep, hours: &#39;seven&#39; is not a number" in letters.text
    assert person.facts() == ()


def test_a_fault_of_ours_shows_no_code_and_keeps_the_headers(person, serve_person, monkeypatch):
    web = serve_person(person)
    monkeypatch.setattr(type(person), "assess_today", lambda self, as_of=None: 1 / 0)
    page, program = web.get("/causes"), web.get("/api/today")
    assert (page.status_code, program.status_code) == (500, 500)
    assert "This is our fault" in page.text
    assert "ZeroDivision" not in page.text + program.text
    assert program.json()["error"]["code"] == "bug"
    assert page.headers["content-security-policy"] == CONTENT_POLICY


# ---- the check-in


def test_a_check_in_by_plain_forms_is_stored_and_leads_to_the_verdict(web, person):
    saved = web.post("/check-in/site", data={"part": "quads", "side": "left", "score": "6", "view": "front-legs"})
    assert saved.status_code == 303
    assert saved.headers["location"] == "/check-in?view=front-legs&part=quads&side=left"
    step = web.post("/check-in/map", data={})
    assert step.headers["location"] == "/check-in/day"
    step = web.post(
        "/check-in/day",
        data={"fatigue_0_10": "6", "heaviness_0_10": "5", "sleep_h": "5", "sleep_min": "50", "marks": "rest_day"},
    )
    assert step.headers["location"] == "/check-in/signs"
    day = person.facts("day")[0].value
    assert (day.fatigue_0_10, day.heaviness_0_10, day.marks) == (6, 5, ("rest_day",))
    assert day.sleep_h == pytest.approx(5 + 50 / 60)
    assert day.mood_0_10 is None
    today = web.get("/").text
    assert "Go easier today." in today
    assert "Front of thigh, left" in today


def test_the_same_part_marked_twice_a_day_is_one_entry_put_right(web, person):
    for score in ("7", "3"):
        web.post("/check-in/site", data={"part": "soleus", "side": "right", "score": score, "signs": ["swelling"]})
    rows = person.facts("site")
    assert [(row.value.soreness_0_10, row.value.signs) for row in rows] == [(3, ("swelling",))]
    assert rows[0].corrects is not None


def test_a_mark_of_today_can_be_cleared_without_a_trace_in_the_answer(web, person):
    web.post("/check-in/site", data={"part": "soleus", "side": "right", "score": "7"})
    web.post("/check-in/site", data={"part": "soleus", "side": "right", "do": "clear"})
    assert person.facts("site") == ()


def test_marks_of_yesterday_are_kept_only_when_the_page_showed_them_and_the_person_went_on(web, person, morning):
    before = morning - timedelta(days=1)
    say(
        person,
        before,
        sites=[SiteRating("quads", "left", 5, before, ("warmth",)), SiteRating("lats", "left", 2, before)],
    )
    page = web.get("/check-in").text
    assert "What was sore before is still drawn" in page
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    assert sorted(kept) == ["lats.left.2", "quads.left.5"]
    web.post("/check-in/site", data={"part": "lats", "side": "left", "do": "clear"})
    web.post("/check-in/map", data={"kept": kept, "do": "skip"})
    assert {row.value.site for row in person.facts("site") if row.value.at >= morning} == {"lats"}
    web.post("/check-in/map", data={"kept": [*kept, "soleus.left.9"], "do": "same"})
    today = {(row.value.site, row.value.soreness_0_10) for row in person.facts("site") if row.value.at >= morning}
    assert today == {("quads", 5), ("lats", 0)}


def test_the_map_and_the_list_name_the_same_parts(web, person):
    parts = {f"{part.id}.{side}" for part in person.knowledge.body.values()
             for side in (("left", "right") if part.sides == "LR" else ("mid",))}  # fmt: skip
    page = web.get("/check-in").text
    listed = set(re.findall(r'id="l-([a-z_]+)-(left|right|mid)"', page))
    assert {f"{part}.{side}" for part, side in listed} == parts
    drawn = set()
    for view in ("front-top", "front-legs", "back-top", "back-legs"):
        drawn |= set(re.findall(r'id="p-([a-z_]+)-(left|right|mid)"', web.get(f"/check-in?view={view}").text))
    assert {f"{part}.{side}" for part, side in drawn} == parts


def test_the_list_is_searched_on_the_server_too(web):
    found = web.get("/check-in?find=achilles").text
    assert 'id="l-achilles-left"' in found
    assert 'id="l-lats-left"' not in found
    assert "No part has that in its name" in web.get("/check-in?find=wing").text


def test_none_of_these_means_no_and_leaving_a_list_alone_means_nothing(web, person):
    page = web.get("/check-in/signs").text
    shown = re.findall(r'name="shown" value="([^":]+):([^"]+)"', page)
    screens = list(dict.fromkeys(screen for screen, _ in shown))
    first, second = screens[0], screens[1]
    ticked = next(finding for screen, finding in shown if screen == second)
    web.post(
        "/check-in/signs",
        data={"shown": [f"{s}:{f}" for s, f in shown], "none": [first], "sign": [ticked], f"q:{ticked}": ""},
    )
    said = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert said == {ticked: "present"} | {finding: "absent" for screen, finding in shown if screen == first}


def test_a_sign_that_holds_stays_ticked_when_it_is_asked_again(web, person, morning):
    sign = person.knowledge.screens[0].findings[0]
    say(person, morning, **{sign: "present"})
    assert re.search(rf'value="{sign}" checked', web.get("/check-in/signs").text)


# ---- the emergency


def test_an_emergency_stands_alone_with_the_number_of_the_country(web, person, morning):
    say(person, morning, profile=Profile(country="NO"), **CLOT_SIGNS)
    page = web.get("/").text
    assert "Call for help now." in page
    assert 'href="tel:113"' in page
    assert "<nav" not in page
    assert 'class="verdict' not in page
    assert "Go on anyway" in page


def test_without_a_country_no_number_is_guessed(web, person, morning):
    say(person, morning, **CLOT_SIGNS)
    page = web.get("/").text
    assert "Call your local emergency number" in page
    assert "tel:" not in page
    asked = web.post("/you/country", data={"country": "SE"})
    assert asked.headers["location"] == "/"
    assert 'href="tel:112"' in web.get("/").text


def test_thoughts_of_self_harm_show_the_crisis_line_first(web, person, morning):
    say(person, morning, profile=Profile(country="NO"), suicidal="present")
    page = web.get("/").text
    line = person.knowledge.countries["NO"].crisis
    assert page.index(f"Crisis line: {line}") < page.index("Call 113")
    assert "list of your medicines" not in page


def test_after_the_emergency_one_can_go_on_and_is_still_told(web, person, morning):
    say(person, morning, **CLOT_SIGNS)
    for path in ("/?anyway=1", "/causes", "/plan"):
        page = web.get(path).text
        assert "<nav" in page
        assert "bar-alarm emergency" in page
    assert "By muscle" not in web.get("/?anyway=1").text


def test_an_emergency_stops_the_questions(web, person, morning):
    say(person, morning, **CLOT_SIGNS)
    assert web.post("/check-in/day", data={"fatigue_0_10": "3"}).headers["location"] == "/"


def test_a_slip_is_put_right_on_the_emergency_page(web, person, morning):
    say(person, morning, profile=Profile(country="NO"), suicidal="present")
    assert 'name="finding" value="suicidal"' in web.get("/").text
    web.post("/answer", data={"finding": "suicidal", "state": "absent", "back": "today"})
    assert "Call for help now." not in web.get("/").text


def test_what_rests_on_the_body_map_is_put_right_on_the_body_map(web, person, morning):
    say(person, morning, sites=[SiteRating("gastroc_medial", "left", 6, morning, ("swelling", "warmth"))])
    page = web.get("/").text
    assert "Have this looked at today." in page
    assert 'name="finding" value="leg_swell_any"' not in page
    assert "change the body map" in page


def test_same_day_takes_the_top_and_replaces_training_advice(web, person, morning):
    day = Day(morning.date(), fatigue_0_10=6)
    say(person, morning, day=day, sites=[SiteRating("gastroc_medial", "left", 6, morning, ("swelling", "warmth"))])
    page = web.get("/").text
    assert page.index("Have someone look") < page.index("Warning signs")
    for training in ("By muscle", "May help now", "Do this", ">Why<"):
        assert training not in page
    assert "bar-alarm see" in web.get("/plan").text


# ---- details, files, entries


def test_details_are_kept_and_shown_again(web, person):
    sent = {
        "birth_year": "1989", "sex": "F", "country": "NO", "height_cm": "171", "mass_kg": "64,5", "pregnant": "absent",
        "postpartum": "unknown", "medicines": "atorvastatin\nibuprofen", "sports": "running, cycling",
    }  # fmt: skip
    assert web.post("/you", data=sent).headers["location"] == "/you?saved=1"
    kept = person.profile()
    assert (kept.birth_year, kept.height_m, kept.mass_kg) == (1989, 1.71, 64.5)
    assert (kept.pregnant, kept.postpartum) == (False, None)
    assert (kept.medicines, kept.sports) == (("atorvastatin", "ibuprofen"), ("running", "cycling"))
    page = web.get("/you?saved=1").text
    assert "Saved." in page
    assert 'value="1989"' in page
    assert "atorvastatin" in page


def test_safety_questions_are_kept_beside_the_details(web, person):
    gate = next(kind.id for kind in person.knowledge.findings.values() if kind.gate and kind.collected_by == "self")
    web.post("/you", data={f"q:{gate}": "absent"})
    assert person.gate_answers()[gate] == "absent"
    assert re.search(rf'name="q:{gate}" value="absent" checked', web.get("/you").text)


def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_kept(web, person):
    sent = [
        ("files", ("holiday.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")),
        (
            "files",
            ("2026-11-19 06-40-00.txt", b"".join(b"%d\n" % (800 + step % 40) for step in range(400)), "text/plain"),
        ),
    ]
    where = web.post("/files", files=sent).headers["location"]
    # On a busy machine the page comes before the last file is read.
    assert person.importing.wait(re.search(r"job=([^&]+)", where)[1], 20), where
    page = web.get(where)
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert "holiday.png" in page.text
    names = [file.name for file in person.imports()]
    assert names == ["2026-11-19 06-40-00.txt"]
    again = web.get(web.post("/files", files=sent[1:]).headers["location"])
    assert "Nothing new" in again.text


def test_no_file_at_all_is_said_plainly(web):
    page = web.post("/files", data={"files": ""})
    assert page.status_code == 422
    assert "No file was chosen" in page.text


def test_a_wrong_entry_is_put_right_and_another_taken_back(web, person, morning):
    say(person, morning, day=Day(morning.date(), fatigue_0_10=9), fever="present")
    fever, day = person.facts("answer")[0], person.facts("day")[0]
    assert web.post(f"/entries/{fever.id}", data={"do": "withdraw"}).headers["location"] == "/entries?saved=withdrawn"
    assert person.facts("answer") == ()
    assert "Check-in" in web.get(f"/entries/{day.id}").text
    web.post(f"/entries/{day.id}", data={"fatigue_0_10": "2"})
    assert [row.value.fatigue_0_10 for row in person.facts("day")] == [2]
    gone = web.get(f"/entries/{fever.id}")
    assert gone.status_code == 422
    assert "does not hold any more" in gone.text


def test_a_blood_test_is_typed_with_its_bound_and_put_right(web, person):
    answer = web.post("/labs", data={"analyte": "ferritin", "value": "<15", "unit": "ug/L", "day": "2026-11-18"})
    assert answer.status_code == 303, answer.text
    lab = person.facts("lab")[0]
    assert (lab.value.comparator, lab.value.value, lab.value.unit) == ("<", 15, "ug/L")
    web.post(f"/labs/{lab.id}", data={"value": "51", "unit": "ug/L", "day": "2026-11-18"})
    kept = person.facts("lab")[0].value
    assert (kept.comparator, kept.value) == (None, 51)
    wrong = web.post("/labs", data={"analyte": "ferritin", "value": "low", "unit": "ug/L"})
    assert "&#39;low&#39; is not a number" in wrong.text


def test_words_of_the_person_are_shown_as_words_and_never_run(web, person):
    web.post("/you", data={"medicines": "<script>alert(1)</script>"})
    page = web.get("/you").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_nothing_asked_yet_is_an_empty_state_that_teaches(web):
    assert "What will stand here" in web.get("/", headers={"cookie": "unweary-start=4"}).text
    assert "Your days will stand here" in web.get("/timeline").text
    assert "No files yet" in web.get("/files").text
    assert "Nothing here yet" in web.get("/entries").text


# ---- the example person, the safety questions, long lists


@pytest.fixture
def both(person, example, clock):
    from unweary.interfaces.server import create_app

    from .conftest import ADDRESS, Client

    return Client(create_app(person, hosts=[ADDRESS], example=lambda: example, clock=clock))


def test_the_example_person_is_one_tap_away_and_so_is_the_way_back(both):
    assert "Look at an example person" in both.get("/").text
    look = both.post("/example")
    cookie = {"cookie": look.headers["set-cookie"].partition(";")[0]}
    assert "samesite=strict" in look.headers["set-cookie"].lower()
    page = both.get("/", headers=cookie).text
    assert "Example person. Not about you." in page
    assert "Back to you" in page
    assert "Go easier today." in page
    left = both.post("/example/leave", headers=cookie)
    assert "max-age=0" in left.headers["set-cookie"].lower()
    assert "Example person" not in both.get("/").text


def test_while_looking_at_the_example_nothing_is_written_to_the_person_and_programs_stay_with_them(both, person):
    cookie = {"cookie": "unweary-example=1"}
    both.post("/answer", headers=cookie, data={"finding": "fever", "state": "absent"})
    assert person.facts() == ()
    assert both.get("/api/today", headers=cookie).json()["verdict"]["action"] == "not_known"


def test_an_emergency_and_a_report_of_the_example_person_say_whose_they_are(person, clock, morning, web):
    from unweary.interfaces.server import create_app

    from .conftest import ADDRESS, Client

    say(person, morning, **CLOT_SIGNS)
    example = Client(create_app(person, hosts=[ADDRESS], demo=True, clock=clock))
    assert "Call for help now." in example.get("/").text
    assert "Example person." in example.get("/").text
    assert "Example person, invented." in example.get("/report").text
    assert "Example person" not in web.get("/").text + web.get("/report").text


def test_without_an_example_to_look_at_the_cookie_changes_nothing(web):
    page = web.get("/", headers={"cookie": "unweary-example=1"}).text
    assert "Example person" not in page
    assert "Look at an example person" not in page
    assert "set-cookie" not in web.post("/example").headers


def test_none_of_all_of_these_is_a_no_to_every_sign_shown_but_a_tick_counts(web, person):
    page = web.get("/check-in/signs").text
    shown = re.findall(r'name="shown" value="([^":]+):([^"]+)"', page)
    ticked = shown[3][1]
    web.post("/check-in/signs", data={"shown": [f"{s}:{f}" for s, f in shown], "none": "*", "sign": ticked})
    said = {row.value.finding: row.value.state for row in person.facts("answer")}
    assert said == dict.fromkeys((finding for _, finding in shown), "absent") | {ticked: "present"}


def test_the_plan_leads_to_exactly_the_safety_questions_it_waits_for(web, person, morning):
    say(person, morning, day=Day(morning.date(), fatigue_0_10=6, sleep_h=5))
    held = person.assess_today().plan.withheld
    needed = {name for item in held for name in item.needed}
    assert "age" in needed
    assert 'href="/you?plan=1"' in web.get("/plan").text
    page = web.get("/you?plan=1").text
    top = page[page.index("For your plan") : page.index("About you")]
    asked = re.findall(r'name="asked" value="(?:q:)?([^"]+)"', top)
    own = {name for name in needed if name in person.knowledge.findings}
    assert set(asked) == {name for name in own if person.knowledge.findings[name].collected_by == "self"}
    assert 'name="birth_year"' in top
    assert page.count('name="birth_year"') == 1
    for name in asked:
        assert page.count(f'name="q:{name}" value="present"') + page.count(f'name="{name}" value="present"') == 1


def test_no_to_the_rest_frees_what_waited_and_keeps_what_was_said(web, person, morning):
    say(person, morning, day=Day(morning.date(), fatigue_0_10=6, sleep_h=5))
    page = web.get("/you?plan=1").text
    asked = re.findall(r'name="asked" value="([^"]+)"', page)
    sent = {"asked": asked, "back": "plan", "birth_year": "1989", "q:insomnia_nights": "unknown"}
    web.post("/you", data=sent)
    assert person.gate_answers() == {}
    done = web.post("/you", data=sent | {"rest": "absent"})
    assert done.headers["location"] == "/plan"
    said = person.gate_answers()
    assert said["pregnant"] == "absent"
    assert "insomnia_nights" not in said
    assert set(said.values()) == {"absent"}
    assert len(person.assess_today().plan.items) > 0


def test_long_lists_show_the_newest_first_and_the_rest_on_request(example, serve_person):
    web = serve_person(example)
    short, long = web.get("/entries").text, web.get("/entries?older=1").text
    assert short.count('href="/entries/') == 25
    assert "Show older entries" in short
    assert long.count('href="/entries/') > 100
    assert "Show older entries" not in long


def test_what_may_help_carries_its_grade_on_today(example, serve_person):
    page = serve_person(example).get("/").text
    card = page[page.index("May help now") : page.index("The whole plan")]
    items = example.assess_today().plan.items[:3]
    assert re.findall(r"Evidence ([A-DX]),", card) == [item.grade for item in items]
    assert 'type="checkbox"' not in card


def test_the_emergency_number_is_on_paper_too(web):
    """Every other button is left out in print; the one that says whom to call is not."""
    printed = web.get("/static/emergency.css").text.split("@media print")[-1]
    assert re.search(r"\.alarm-top \.calls \.btn \{ display: block !important", printed)
