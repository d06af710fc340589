"""Learn: every article is a page, each graded sentence explains itself, and other pages lead there."""

from __future__ import annotations

import re

import pytest

from unweary.interfaces.guard import CONTENT_POLICY
from unweary.knowledge import load
from unweary.service import CheckIn
from unweary.vocab.history import Day, SiteRating

from .test_words import as_read

TOPICS = [article.id for article in load().articles]
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=", re.IGNORECASE)


def test_the_list_leads_to_every_article(web):
    page = web.get("/learn").text
    assert re.findall(r'href="/learn/([a-z_]+)"', page) == [*TOPICS, "models"]


@pytest.mark.parametrize("topic", TOPICS)
def test_an_article_shows_each_claim_with_its_grade_and_its_source(web, topic):
    answer = web.get(f"/learn/{topic}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    assert INLINE.findall(answer.text) == []
    knowledge = load()
    article = next(each for each in knowledge.articles if each.id == topic)
    assert answer.text.count('class="claim"') == len(article.claims)
    assert re.findall(r'<summary class="grade ([abcd])">', answer.text) == [
        piece.grade.lower()
        for section in article.sections
        for paragraph in section.text
        for piece in article.pieces(paragraph)
        if not isinstance(piece, str)
    ]
    plain = as_read(answer.text).replace("&amp;", "&").replace("&#39;", "'")
    for claim in article.claims:
        assert claim.text in plain
        assert all(knowledge.sources[name].citation in plain for name in claim.sources)
    assert "{" not in re.sub(r"<[^>]*>", "", answer.text)
    assert "No doctor has signed" in answer.text


@pytest.mark.parametrize("topic", ["nothing", "Iron", "iron.html", "..%2F..%2Fetc%2Fpasswd", "%00", "é"])
def test_a_topic_that_there_is_not_is_said_plainly(web, topic):
    answer = web.get(f"/learn/{topic}")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_nothing_can_be_sent_to_an_article(web):
    assert web.post("/learn/iron", data={"text": "x"}).status_code == 405


def test_causes_and_plan_lead_to_the_article_that_fits(web, person, morning):
    sore = tuple(SiteRating("quads", side, 6, morning) for side in ("left", "right"))
    person.check_in(CheckIn(Day(morning.date(), fatigue_0_10=6, sleep_h=5), sore))
    causes = web.get("/causes").text
    linked = set(re.findall(r'href="/learn/([a-z_]+)"', causes))
    assert "soreness" in linked
    assert linked <= set(TOPICS)
