"""What changed since yesterday: only what is known on both days, at most three lines, nothing invented."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from unweary.assessment import assess
from unweary.reports.changes import MOST, changes
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import Answer, Day, History, SiteRating

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
BACK = NOW - timedelta(days=1)


@pytest.fixture(scope="module")
def knowledge():
    """The knowledge that comes with this version: the course and the thresholds stand there."""
    return packaged_knowledge()


@pytest.fixture
def compare(knowledge):
    screened = tuple(finding for screen in knowledge.screens for finding in screen.findings)

    def compared(*, days=(), sites=(), answers=(), screens=True):
        asked = tuple(Answer(finding, "absent", at) for at in (BACK, NOW) for finding in screened) if screens else ()
        history = History(as_of=NOW, days=tuple(days), sites=tuple(sites), answers=(*asked, *answers))
        before = assess(history, knowledge, as_of=BACK)
        return changes(assess(history, knowledge), before, history, knowledge)

    return compared


def said(lines):
    return {line.about: line.words for line in lines}


def two_days(**fields):
    return [
        Day(at.date(), **{name: pair[place] for name, pair in fields.items()}) for place, at in ((0, BACK), (1, NOW))
    ]


def sore(was, now, site="quads", side="left"):
    pairs = ((was, BACK - timedelta(hours=1)), (now, NOW - timedelta(hours=1)))
    return [SiteRating(site, side, score, at) for score, at in pairs if score is not None]


def test_nothing_is_said_of_a_yesterday_of_which_nothing_is_known(compare):
    assert compare(days=[Day(NOW.date(), fatigue_0_10=6, sleep_h=5)], sites=sore(None, 7), screens=False) is None


def test_two_days_alike_have_no_changes_which_is_not_the_same_as_not_known(compare):
    assert compare(days=two_days(fatigue_0_10=(2, 2), sleep_h=(7, 7)), sites=sore(3, 3)) == ()


def test_another_verdict_comes_first(compare):
    lines = compare(days=two_days(fatigue_0_10=(2, 8), sleep_h=(8, 5)), sites=sore(1, 7))
    assert lines[0].about == "Verdict"
    assert lines[0].words.endswith(", yesterday push")
    assert len(lines) <= MOST


def test_a_warning_sign_that_is_new_is_named_with_its_message(compare, knowledge):
    lines = compare(days=two_days(fatigue_0_10=(2, 2)), answers=[Answer("leg_swell_any", "present", NOW)])
    assert "One swollen leg" in said(lines)["New warning sign"]


def test_both_sides_stand_in_one_line_and_further_places_are_counted(compare):
    sites = [*sore(4, 7), *sore(4, 7, side="right"), *sore(5, 6, site="gastroc_medial")]
    lines = said(compare(days=two_days(fatigue_0_10=(5, 5)), sites=sites))
    assert lines["Front of thigh, both sides"] == "7 of 10, yesterday 4; 1 more place changed"


def test_a_place_that_was_not_marked_yesterday_was_not_free_of_soreness(compare):
    sites = [*sore(None, 4), *sore(3, 3, site="hamstring_medial")]
    lines = said(compare(days=two_days(fatigue_0_10=(5, 5)), sites=sites))
    assert lines["Front of thigh, left"] == "4 of 10, not marked yesterday"


def test_a_place_rated_nought_since_is_gone_and_one_that_was_left_alone_is_not(compare):
    sites = [*sore(4, 0), *sore(3, None, site="hamstring_medial")]
    lines = said(compare(days=two_days(fatigue_0_10=(5, 5)), sites=sites))
    assert lines["Front of thigh, left"] == "no longer sore, yesterday 4"
    assert len([about for about in lines if "thigh" in about.lower()]) == 1


@pytest.mark.parametrize(
    ("nights", "words"),
    [((7.5, 5.5), "5 h 30, the night before 7 h 30"), ((7.5, 7.0), None), ((None, 5.0), None), ((7.5, None), None)],
)
def test_sleep_is_compared_where_both_nights_are_known_and_differ_by_an_hour(compare, nights, words):
    lines = compare(days=two_days(fatigue_0_10=(5, 5), sleep_h=nights), sites=sore(3, 3))
    assert said(lines).get("Sleep") == words
