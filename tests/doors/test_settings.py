"""Settings: kept by browser or home, in the units of the person; everything can be taken along or deleted."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from unweary.interfaces.web.view import COOKIE
from unweary.service import CheckIn
from unweary.vocab.history import Answer, Day, Profile, Session, SiteRating

QUIET = {"cookie": f"{COOKIE}=system.metric.quiet"}
IMPERIAL = {"cookie": f"{COOKIE}=light.imperial"}


# ---- how it looks


def test_the_choice_is_kept_in_a_cookie_that_scripts_cannot_read(web):
    answer = web.post("/settings/look", data={"theme": "dark", "units": "imperial", "quiet": "quiet"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?saved=look")
    cookie = answer.headers["set-cookie"]
    assert f"{COOKIE}=dark.imperial.quiet" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite" in cookie


@pytest.mark.parametrize("path", ["/", "/settings", "/labs", "/learn", "/learn/iron", "/no-such-page"])
def test_the_theme_stands_on_every_page_without_a_script(web, path):
    assert 'data-theme="dark"' in web.get(path, headers={"cookie": f"{COOKIE}=dark"}).text
    assert "data-theme" not in web.get(path).text


@pytest.mark.parametrize("words", ["<script>", "dark<script>", '"onload="x', "é", "dark.dark.dark", "." * 3000])
def test_nothing_of_a_broken_cookie_reaches_a_page(web, words):
    answer = web.get("/settings", headers={"cookie": f"{COOKIE}={words}".encode("latin-1", "replace")})
    assert answer.status_code == 200
    assert "<html lang=" in answer.text
    assert "<script>" not in answer.text
    assert 'onload="x' not in answer.text


def test_unknown_words_count_as_not_chosen(web):
    answer = web.post("/settings/look", data={"theme": "purple", "units": "cubits", "quiet": "loud"})
    assert answer.status_code == 303
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]


# ---- quiet


def test_quiet_today_has_the_answer_in_words_and_no_figure(web, person, morning):
    person.save_profile(Profile(birth_year=1989, sex="F"), {})
    person.check_in(
        CheckIn(Day(morning.date(), fatigue_0_10=7, sleep_h=5.5), (SiteRating("quads", "left", 6, morning),))
    )
    loud, quiet = web.get("/").text, web.get("/", headers=QUIET).text
    headline = re.search(r'id="v">([^<]+)<', loud)[1]
    assert headline in quiet
    main = re.search(r"<main.*?</main>", quiet, re.DOTALL)[0]
    assert not re.search(r"\d", re.sub(r"<[^>]*>", "", main))
    assert "chart" not in main
    assert 'action="/answer"' not in main
    assert "One question" in loud
    assert headline in web.get("/?full=1", headers=QUIET).text
    assert "One question" in web.get("/?full=1", headers=QUIET).text


def test_quiet_hides_no_warning(web, person, morning):
    sites = (SiteRating("gastroc_medial", "left", 6, morning, ("swelling", "warmth")),)
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6), sites))
    assert "Have someone look" in web.get("/", headers=QUIET).text
    person.check_in(
        CheckIn(answers=(Answer("breathless_rest", "present", morning), Answer("haemoptysis", "present", morning)))
    )
    quiet = web.get("/", headers=QUIET).text
    assert "Call for help now." in quiet
    assert 'class="alarm"' in quiet


# ---- about you, in both kinds of units


def test_what_settings_do_not_ask_stays_as_it_was(web, person):
    person.save_profile(Profile(birth_year=1980, pregnant=False, medicines=("atorvastatin",), sports=("running",)), {})
    sent = {"birth_year": "1989", "sex": "F", "country": "NO", "height_cm": "171", "mass_kg": "64,5"}
    assert web.post("/settings/you", data=sent).headers["location"] == "/settings?saved=you"
    kept = person.profile()
    assert (kept.birth_year, kept.sex, kept.country, kept.height_m, kept.mass_kg) == (1989, "F", "NO", 1.71, 64.5)
    assert (kept.pregnant, kept.medicines, kept.sports) == (False, ("atorvastatin",), ("running",))


def test_feet_and_pounds_are_stored_as_metres_and_kilograms(web, person):
    sent = {"birth_year": "1989", "sex": "M", "height_ft": "5", "height_in": "11", "mass_lb": "154"}
    web.post("/settings/you", data=sent, headers=IMPERIAL)
    kept = person.profile()
    assert kept.height_m == pytest.approx(71 * 0.0254)
    assert kept.mass_kg == pytest.approx(69.853, abs=0.001)
    page = web.get("/settings", headers=IMPERIAL).text
    assert 'name="height_ft" inputmode="decimal" autocomplete="off" value="5"' in page
    assert 'name="mass_lb" inputmode="decimal" autocomplete="off" value="154"' in page
    assert 'name="height_cm" inputmode="decimal" autocomplete="off" value="180.3"' in web.get("/settings").text


@pytest.mark.parametrize("headers", [{}, IMPERIAL])
def test_saving_what_was_shown_changes_nothing_that_is_stored(web, person, headers):
    person.save_profile(Profile(birth_year=1989, height_m=1.7137, mass_kg=64.0371), {})
    shown = web.get("/settings", headers=headers).text
    fields = dict(re.findall(r'<input type="text" name="([a-z_]+)"[^>]*value="([^"]*)"', shown))
    web.post("/settings/you", data=fields, headers=headers)
    assert (person.profile().height_m, person.profile().mass_kg) == (1.7137, 64.0371)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"birth_year": "1650"}, "Year of birth"),
        ({"birth_year": "abc"}, "Year of birth"),
        ({"height_cm": "1.71"}, "1.71 m (171 cm)"),
        ({"height_cm": "tall"}, "is not a number"),
        ({"height_ft": "5", "height_in": "14"}, "14 inches"),
        ({"height_ft": "55", "height_in": ""}, "is not possible"),
        ({"mass_lb": "20"}, "20 pounds"),
        ({"mass_kg": "4"}, "Weight"),
        ({"sex": "X"}, "Sex"),
        ({"country": "<b>"}, "Country"),
    ],
)
def test_a_slip_keeps_what_was_typed_and_stores_nothing(web, person, sent, words):
    answer = web.post("/settings/you", data={"birth_year": "1989", **sent})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert words in answer.text
    assert "<b>&" not in answer.text
    assert person.profile() == Profile()
    if "birth_year" not in sent:
        assert 'autocomplete="off" value="1989"' in answer.text


def test_distances_are_shown_and_put_right_in_miles(web, person, morning):
    row = person.add((Session(morning, 3600, "run", distance_m=10_000.0, ascent_m=123.4),))[0]
    assert "6.2 miles" in web.get("/entries", headers=IMPERIAL).text
    assert "10 km" in web.get("/entries").text
    form = web.get(f"/entries/{row.id}", headers=IMPERIAL).text
    fields = dict(re.findall(r'name="([a-z_]+)"[^>]*value="([^"]*)"', form))
    assert fields["distance_mi"] == "6.21"
    web.post(f"/entries/{row.id}", data={**fields, "do": "correct", "rpe_cr10": "7"})
    kept = person.facts("session")[0].value
    assert (kept.distance_m, kept.ascent_m, kept.rpe_cr10) == (10_000.0, 123.4, 7)


# ---- everything at once


def test_everything_is_downloaded_as_one_file(web, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=7)))
    answer = web.post("/settings/export")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="unweary-2026-11-20.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert "person.json" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


@pytest.mark.parametrize("path", ["/settings/export", "/settings/delete"])
def test_another_web_page_can_neither_take_nor_delete(web, person, morning, path):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=7)))
    answer = web.post(path, headers={"sec-fetch-site": "cross-site"}, data={"typed": "delete"})
    assert answer.status_code == 403
    assert len(person.facts()) == 1
    assert web.get(path).status_code == 405


@pytest.mark.parametrize("typed", ["", "yes", "delete me", "<b>delete</b>"])
def test_without_the_word_nothing_is_deleted_and_it_is_said_beside_the_field(web, person, morning, typed):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=7)))
    answer = web.post("/settings/delete", data={"typed": typed})
    assert answer.status_code == 422
    assert "Nothing was deleted." in answer.text
    assert 'aria-describedby="wrong-delete"' in answer.text
    assert len(person.facts()) == 1


def test_with_the_word_everything_goes_and_the_pages_start_anew(web, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=7)))
    answer = web.post("/settings/delete", data={"typed": "Delete "}, headers=QUIET)
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings/gone")
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert person.facts() == ()
    assert "Everything is gone" in web.get("/settings/gone").text
    assert "Screen 1 of 3" in web.get("/").text


def test_the_example_person_cannot_be_deleted_from_their_pages(person, serve_person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=7)))
    shown = serve_person(person, demo=True)
    assert 'name="typed"' not in shown.get("/settings").text
    assert shown.post("/settings/delete", data={"typed": "delete"}).status_code == 422
    assert len(person.facts()) == 1
