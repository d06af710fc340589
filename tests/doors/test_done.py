"""Done and not done: on the pages, on the command line and for programs; kept, changeable, and never counted up."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date

import pytest

from unweary.interfaces.cli import run_line
from unweary.service import Unweary, open_home
from unweary.service.person import read_person
from unweary.vocab.history import Answer, Tick

FRIDAY = date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)


def said(person: Unweary) -> list[tuple[str, date, bool]]:
    rows = [row.value for row in person.doing.rows()]
    return [(tick.remedy, tick.day, tick.done) for tick in rows if isinstance(tick, Tick)]


@pytest.fixture
def sore(person, morning):
    """Somebody whose plan holds something."""
    from unweary.vocab.history import Day, Profile, SiteRating

    person.save_profile(Profile(birth_year=1990, sex="F", country="NO", pregnant=False, postpartum=False), {})
    sites = [SiteRating("quads", side, 7, morning) for side in ("left", "right")]
    screened = [name for screen in person.knowledge.screens for name in screen.findings]
    findings = ("onset_12_72h", "eccentric_recent", "sore_move_touch", "heavy_legs")
    person.add(
        [
            Day(morning.date(), fatigue_0_10=6, heaviness_0_10=7, sleep_h=5.5),
            *sites,
            *(Answer(name, "absent", morning) for name in screened),
            *(Answer(name, "present", morning) for name in findings),
        ]
    )
    assert person.assess_today().plan.items
    return person


def test_a_tick_on_the_plan_is_kept_shown_changed_and_taken_back(web, sore):
    remedy = sore.assess_today().plan.items[0].remedy
    page = web.get("/plan").text
    assert f'id="plan-{remedy}-yes" name="done" value="yes" aria-pressed="false"' in page
    assert 'class="week"' not in page
    form = {"remedy": remedy, "day": "2026-11-20", "back": "plan"}
    for _ in range(2):
        assert web.post("/plan/tick", data={**form, "done": "yes"}).headers["location"] == "/plan"
    assert said(sore) == [(remedy, FRIDAY, True)]
    page = web.get("/plan").text
    assert f'id="plan-{remedy}-yes" name="done" value="" aria-pressed="true"' in page
    assert "Last seven days: Friday done" in page
    web.post("/plan/tick", data={**form, "done": "no"})
    assert said(sore) == [(remedy, FRIDAY, False)]
    web.post("/plan/tick", data={**form, "done": ""})
    assert said(sore) == []
    assert [row.kind for row in sore._store.ledger()].count("tick") == 3


def test_a_page_left_open_over_midnight_ticks_its_own_day(web, sore):
    remedy = sore.assess_today().plan.items[0].remedy
    web.post("/plan/tick", data={"remedy": remedy, "day": "2026-11-19", "done": "yes", "back": "//evil.example"})
    assert said(sore) == [(remedy, THURSDAY, True)]
    assert web.get("/plan").text.count('aria-pressed="true"') == 0


def test_somebody_who_pays_for_effort_later_is_shown_no_row_of_days(web, sore, morning):
    for item in sore.assess_today().plan.items:
        sore.doing.say(item.remedy, True)
    assert 'class="week"' in web.get("/plan").text
    sore.add([Answer("pem_12_48h", "present", morning)])
    for item in sore.assess_today().plan.items:
        sore.doing.say(item.remedy, True)
    page = web.get("/plan").text
    assert sore.assess_today().plan.items
    assert 'class="week"' not in page


def test_ticks_say_what_was_said_and_nothing_about_it(web, sore):
    name, remedy = next((item.name, item.remedy) for item in sore.assess_today().plan.items)
    sore.doing.say(remedy, False)
    sore.doing.say(remedy, True, THURSDAY)
    page = web.get("/plan").text
    ticks = page[page.index(f'id="t-plan-{remedy}"') :].partition("</div>")[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", f"<{ticks}").split())
    assert words == f"Done today : {name} Not today : {name}"
    assert re.findall(r'aria-label="([^"]+)"', ticks) == ["Last seven days: Thursday done, Friday not done"]


@pytest.mark.parametrize(
    ("data", "code"),
    [({"remedy": "no_such"}, 422), ({"remedy": "nap", "day": "2026-11-22"}, 422), ({"remedy": "nap", "day": "x"}, 422)],
)
def test_what_cannot_be_ticked_is_refused(web, person, data, code):
    assert web.post("/plan/tick", data={**data, "done": "yes"}).status_code == code
    assert said(person) == []


def test_programs_say_and_read_it(web, person):
    assert web.post("/api/plan/ticks", json={"remedy": "nap", "done": True}).status_code == 201
    answer = web.post("/api/plan/ticks", json={"remedy": "nap", "done": False, "day": "2026-11-19"})
    assert answer.json()["fact"]["value"] == {"remedy": "nap", "day": "2026-11-19", "done": False, "source": "plan"}
    ticks = web.get("/api/plan/ticks").json()["ticks"]
    assert [(tick["day"], tick["done"]) for tick in ticks] == [("2026-11-20", True), ("2026-11-19", False)]
    assert web.post("/api/plan/ticks", json={"remedy": "nap", "done": None}).json() == {"fact": None}
    assert said(person) == [("nap", THURSDAY, False)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"remedy": "naap", "done": True}, "unknown_id"),
        ({"remedy": "nap", "done": True, "day": "2026-11-21"}, "future"),
        ({"remedy": "nap"}, "json_field"),
        ({"remedy": "nap", "done": "yes"}, "json_value"),
        ({"remedy": "nap", "done": True, "note": "x"}, "json_field"),
    ],
)
def test_what_a_program_says_wrong_is_named(web, person, body, code):
    answer = web.post("/api/plan/ticks", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, code)
    assert said(person) == []


AT = ["--at", "2026-11-20T07:30:00+01:00"]


def test_the_command_line_says_lists_and_takes_back(tmp_path, capsys):
    home = ["--home", str(tmp_path), *AT]
    assert run_line([*home, "done", "a NAP"]) == 0
    assert "Kept: A nap, 2026-11-20: done." in capsys.readouterr().out
    assert run_line([*home, "done", "nap", "--not", "--on", "2026-11-19"]) == 0
    capsys.readouterr()
    assert run_line([*home, "done", "--json"]) == 0
    ticks = json.loads(capsys.readouterr().out)["ticks"]
    assert [(tick["remedy"], tick["day"], tick["done"]) for tick in ticks] == [
        ("nap", "2026-11-20", True),
        ("nap", "2026-11-19", False),
    ]
    assert run_line([*home, "done"]) == 0
    shown = capsys.readouterr().out
    assert "Thu not done, Fri done" in shown
    assert run_line([*home, "done", "nap", "--undo"]) == 0
    assert run_line([*home, "done", "nap", "--undo"]) == 0
    assert "Taken back" in capsys.readouterr().out
    with open_home(tmp_path) as person:
        assert said(person) == [("nap", THURSDAY, False)]


@pytest.mark.parametrize(
    ("words", "told"),
    [(["naap"], "'naap' is not in the plan.\nWhat works: nap"), (["nap", "--on", "2026-11-21"], "is still to come")],
)
def test_the_command_line_names_what_is_wrong(tmp_path, capsys, words, told):
    assert run_line(["--home", str(tmp_path), *AT, "done", *words]) == 2
    assert told in capsys.readouterr().err


def test_what_was_done_is_in_the_history_in_the_export_and_among_the_entries(web, person):
    person.doing.say("nap", True)
    person.doing.say("nap", False, THURSDAY)
    assert [(tick.day, tick.done) for tick in person.history().ticks] == [(THURSDAY, False), (FRIDAY, True)]
    packed = zipfile.ZipFile(io.BytesIO(b"".join(person.keeping.export_zip())))
    document = packed.read("person.json").decode()
    assert read_person(document).ticks == person.history().ticks
    assert len(json.loads(packed.read("entries/plan-ticks.json"))) == 2
    page = web.get("/entries").text
    assert "A nap" in page
    assert "Thursday 19 November" in page


def test_a_person_json_with_an_unknown_remedy_is_refused(web):
    tick = {"remedy": "magic", "day": "2026-11-20", "done": True}
    answer = web.post("/api/assess", json={"as_of": "2026-11-20T07:30:00+01:00", "ticks": [tick]})
    assert answer.status_code == 422
    assert "ticks[0].remedy" in answer.json()["error"]["message"]


def test_ticks_change_no_answer(person, sore):
    before = sore.assess_today()
    for item in before.plan.items:
        sore.doing.say(item.remedy, True)
    after = sore.assess_today()
    assert (after.verdict, after.causes, after.plan) == (before.verdict, before.causes, before.plan)
