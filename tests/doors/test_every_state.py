"""Every page for everybody: nothing said, three years, an emergency, under 18, pregnant, quiet, feet and pounds."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import CheckIn, open_home
from unweary.vocab.history import Answer, Day, Profile, SiteRating

from .test_today import PAGES

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import three_years

AT = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
EVERY = (
    *PAGES, "/check-in/more", "/interview?ask=1", "/interview/words", "/timeline?days=42", "/timeline?days=182",
    "/timeline?days=0", "/timeline/2026-11-20", "/timeline/1999-01-01", "/you?plan=1", "/labs?test=ferritin_ug_l",
    "/tests/balance", "/tests/calf", "/tests/tapping", "/tests/strength", "/files/now", "/pair", "/pair?code=x",
    "/settings/gone", "/check-in?find=calf", "/check-in/day?day=2026-11-19", "/entries?kind=lab",
)  # fmt: skip
LOOKS = ("", "dark.metric.quiet", "light.imperial.fuller")


def nobody(person):
    pass


def in_an_emergency(person):
    person.check_in(CheckIn(Day(AT.date(), fatigue_0_10=8), answers=(Answer("suicidal", "present", AT),)))


def seventeen(person):
    person.save_profile(Profile(birth_year=2009, sex="M", country="GB"), {})
    person.check_in(CheckIn(Day(AT.date(), fatigue_0_10=5), (SiteRating("quads", "left", 6, AT),)))


def pregnant(person):
    person.save_profile(Profile(birth_year=1992, sex="F", pregnant=True, country="US", height_m=1.6, mass_kg=70), {})
    person.check_in(CheckIn(Day(AT.date(), fatigue_0_10=6, sleep_h=5.0)))


@pytest.fixture(scope="module", params=[nobody, in_an_emergency, seventeen, pregnant, three_years.build])
def somebody(request, tmp_path_factory):
    home = tmp_path_factory.mktemp(request.param.__name__)
    if request.param is three_years.build:
        three_years.build(home, AT)
    with open_home(home, clock=lambda: AT) as person:
        if request.param is not three_years.build:
            request.param(person)
        yield person


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_breaks_for_anybody(somebody, serve_person, look):
    web = serve_person(somebody)
    cookies = {"cookie": f"unweary-view={look}"} if look else {}
    broken, heavy = {}, {}
    for path in EVERY:
        answer = web.get(path, headers=cookies)
        if answer.status_code >= 400 and path != "/timeline?days=0":
            broken[path] = answer.status_code
        if len(answer.content) > 150_000:
            heavy[path] = len(answer.content)
        # A number that is not one, or a thing of the program's, must never be shown.
        shown = answer.text.replace(">None</option>", "")
        if slips := [slip for slip in ("None</", ">None<", "nan</", "Undefined", "datetime.") if slip in shown]:
            broken[path] = slips
    assert (broken, heavy) == ({}, {})
