"""Today: what changed, what is to be expected, one question answered in place; and what the page weighs."""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta, timezone

import pytest

from unweary.interfaces.web import assets
from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, SiteRating

TODAY_BYTES, PAGE_BYTES, SCRIPT_BYTES, TODAY_REQUESTS = 40_000, 150_000, 15_000, 5
PAGES = (
    "/", "/?anyway=1", "/start", "/start?step=2", "/start?step=3", "/check-in", "/check-in?view=back-legs",
    "/check-in/day", "/check-in/signs", "/interview", "/interview/end", "/timeline", "/causes", "/plan", "/you",
    "/labs", "/tests", "/tests/reaction", "/tests/standing", "/breathe", "/files", "/entries?older=1", "/learn",
    "/learn/iron", "/settings", "/report", "/api",
)  # fmt: skip


@pytest.fixture(scope="module")
def example(example_home, tmp_path_factory):
    home = tmp_path_factory.mktemp("example") / "home"
    at = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
    shutil.copytree(example_home, home)
    with open_home(home, demo=True, clock=lambda: at) as opened:
        yield opened


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def loaded(web, path):
    """Everything that a browser with an empty cache asks for: address and bytes."""
    page = web.get(path)
    assert page.status_code == 200, path
    links = re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script type="module" src)="([^"]+)"', page.text)
    return {path: len(page.content), **{link: len(web.get(link).content) for link in links}}


# ---- weight


def test_today_weighs_at_most_40_kilobytes_in_at_most_five_requests(example, serve_person):
    found = loaded(serve_person(example), "/")
    assert len(found) <= TODAY_REQUESTS, found
    assert sum(found.values()) <= TODAY_BYTES, found


def test_today_with_very_many_sore_places_weighs_no_more(web, person, morning):
    parts = [name for name, part in person.knowledge.body.items() if part.sides == "LR"][:40]
    ratings = tuple(SiteRating(name, "left", 1 + n % 9, morning) for n, name in enumerate(parts))
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6), ratings))
    found = loaded(web, "/?anyway=1")
    assert len(ratings) == 40
    assert sum(found.values()) <= TODAY_BYTES, found
    page = web.get("/?anyway=1").text
    open_, _, folded = page.partition('<ul class="tapped">')[2].partition("</section>")[0].partition("<details>")
    assert open_.count("data-score") == 5
    assert folded.partition("</details>")[0].count(": ") >= len(ratings) - 5, "none of them is left out"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_weighs_more_than_150_kilobytes(example, serve_person, path):
    found = loaded(serve_person(example), path)
    assert sum(found.values()) <= PAGE_BYTES, found


def test_style_and_script_are_kept_for_a_year_and_another_version_has_another_address(web):
    links = re.findall(r'"(/static/[a-z]+\.[0-9a-f]{12}\.(?:css|js))"', web.get("/you").text)
    assert {link.split(".")[0] for link in links} == {"/static/first", "/static/rest", "/static/app"}
    for link in links:
        answer = web.get(link)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"].startswith(("text/css", "text/javascript"))
        assert web.get(re.sub(r"\.[0-9a-f]{12}\.", ".0123456789ab.", link)).status_code == 404


def test_all_scripts_together_stay_under_15_kilobytes_as_they_are_sent(web):
    scripts = {file.name for file in assets._STATIC.glob("*.js")}
    assert scripts == {name for name in assets._MADE_OF if name.endswith(".js")}
    sent = {name: len(web.get(assets.address(name)).content) for name in sorted(scripts)}
    assert sum(sent.values()) < SCRIPT_BYTES, sent


def test_no_page_waits_for_a_script_or_for_more_than_its_styles(example, serve_person):
    """A module is run after the page was read; nothing else in the head may hold the first paint back."""
    web = serve_person(example)
    for path in PAGES:
        head = web.get(path).text.partition("</head>")[0]
        assert all('type="module"' in tag for tag in re.findall("<script[^>]*>", head)), path
        assert head.count('rel="stylesheet"') <= (1 if path == "/" else 4), path


def test_what_is_made_smaller_holds_every_rule_of_the_files(web):
    """Braces and declarations are counted: nothing is lost on the way."""
    first = next(iter(re.findall(r'"(/static/first\.[^"]+)"', web.get("/").text)))
    whole = "".join(web.get(f"/static/{name}").text for name in assets._MADE_OF["first.css"])
    whole = re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)
    small = web.get(first).text
    assert small.count("{") == whole.count("{") == small.count("}")
    assert len(re.findall(r"var\(--", small)) == len(re.findall(r"var\(--", whole))


# ---- what changed, what is to be expected


def test_what_changed_since_yesterday_stands_under_the_verdict(example, serve_person):
    page = text_of(serve_person(example).get("/").text)
    assert "Since yesterday Front of thigh, both sides 7 of 10, yesterday 6" in page
    assert page.index("Since yesterday") < page.index(" Why ") < page.index("May help now") < page.index("One question")


def test_without_a_yesterday_nothing_is_compared(web, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6), (SiteRating("quads", "left", 6, morning),)))
    assert "Since yesterday" not in web.get("/").text


def test_a_day_like_the_one_before_is_said_to_be_one(web, person, morning):
    for at in (morning - timedelta(days=1), morning - timedelta(minutes=1)):
        sites = (SiteRating("quads", "left", 3, at),)
        person.check_in(CheckIn(Day(at.date(), fatigue_0_10=4, sleep_h=7), sites))
    assert "Nothing that counts has changed since yesterday." in web.get("/").text


def test_the_usual_course_of_soreness_stands_with_its_grade(example, serve_person):
    page = text_of(serve_person(example).get("/").text)
    assert "What to expect Front of thigh, Inner calf: day 2" in page
    assert "usually gone by day 5 to 7: Monday 23 to Wednesday 25 November." in page
    assert "Evidence C, weak" in page[page.index("What to expect") :]


def test_no_course_is_told_while_somebody_should_look(web, person, morning):
    sites = (SiteRating("gastroc_medial", "left", 6, morning, ("swelling", "warmth")),)
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6), sites, (Answer("onset_12_72h", "present", morning),)))
    assert "What to expect" not in web.get("/").text


# ---- one question in place


@pytest.fixture
def asked(web, person, morning):
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=3), (SiteRating("quads", "left", 3, morning),)))
    return lambda path="/": re.search(r'name="finding" value="([^"]+)"', web.get(path).text)[1]


def test_an_answer_leads_back_to_today_which_says_what_it_did(web, person, asked):
    first = asked()
    answer = web.post("/answer", data={"finding": first, "state": "absent", "back": "today"})
    page = text_of(web.get(answer.headers["location"].partition("#")[0]).text)
    label = person.knowledge.label(first)
    assert f"Saved: {label}, no." in page
    assert "The verdict stays: " in page
    assert asked() != first


def test_an_answer_that_moves_the_verdict_says_so(web, person, asked):
    answer = web.post("/answer", data={"finding": "fever", "state": "present", "back": "today"})
    page = text_of(web.get(answer.headers["location"].partition("#")[0]).text)
    headline = person.assess_today().verdict.headline
    assert f"The verdict is now: {headline}" in page


def test_an_answer_sent_twice_counts_once_and_another_answer_counts(web, person, asked):
    for state in ("absent", "absent", "unknown"):
        web.post("/answer", data={"finding": "fever", "state": state, "back": "today"})
    assert [row.value.state for row in person.facts("answer")] == ["unknown", "absent"]


def test_a_question_is_left_for_later_without_storing_anything_and_the_next_one_comes(web, person, asked):
    first = asked()
    link = re.search(r'href="(/\?skip=[^"#]+)#q"', web.get("/").text)[1]
    second = asked(link)
    assert second != first
    third = asked(re.search(r'href="(/\?skip=[^"#]+)#q"', web.get(link).text)[1])
    assert len({first, second, third}) == 3
    assert person.facts("answer") == ()
    assert asked() == first


def test_an_answer_can_be_changed_where_it_was_given(web, person, asked):
    first = asked()
    page = web.get(web.post("/answer", data={"finding": first, "state": "absent"}).headers["location"]).text
    assert f'href="/?ask={first}#q"' in page
    assert asked(f"/?ask={first}") == first


@pytest.mark.parametrize(
    "path",
    ["/?said=<script>&was=x", "/?said=fever&was=push", "/?ask=nothing", "/?skip=,,,x", "/?skip=" + "fever," * 900],
)
def test_what_stands_in_the_address_is_not_believed(web, person, asked, path):
    page = web.get(path)
    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "Saved:" not in page.text
    assert person.facts("answer") == ()


# ---- empty pages teach


@pytest.mark.parametrize("path", ["/timeline", "/labs", "/plan", "/tests", "/files"])
def test_a_page_with_nothing_to_show_says_what_will_stand_there_and_offers_one_thing_to_do(web, path):
    page = web.get(path).text
    block = page[page.index('class="empty') :]
    assert len(text_of(block[: block.index("</section>")]).split()) >= 10
    assert page.count('class="btn main"') == 1
