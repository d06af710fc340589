"""Articles: read, checked, and resting on what was seen."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace as Some

import pytest

from unweary.knowledge import load
from unweary.knowledge.articles import article_problems
from unweary.vocab.articles import Article, Claim, Section


@pytest.fixture(scope="module")
def knowledge():
    return load()


def test_there_is_an_article_for_each_topic(knowledge):
    assert [article.id for article in knowledge.articles] == [
        "soreness", "lactate", "magnesium", "central_fatigue", "veins", "sleep", "overtraining", "iron",
        "when_to_worry",
    ]  # fmt: skip


def test_every_claim_was_seen_in_its_source(knowledge):
    claims = [claim for article in knowledge.articles for claim in article.claims]
    assert len(claims) > 60
    assert {claim.check for claim in claims} == {"V"}
    assert [c.id for c in claims for name in c.sources if knowledge.sources[name].check != "V"] == []


def test_a_claim_with_a_number_of_people_or_days_never_stands_outside_the_claims(knowledge):
    """Figures belong to claims: in plain text only small counting words and rules of thumb stand."""
    for article in knowledge.articles:
        for section in article.sections:
            for paragraph in section.text:
                plain = [piece for piece in article.pieces(paragraph) if isinstance(piece, str)]
                assert not any(letter.isdigit() for piece in plain for letter in piece), (article.id, plain)


ONE = Article(
    "a", "A", "B.", (Section("S", ("First {one} then.",)),), (Claim("one", "So.", "A", "V", "seen"),), ("doms",)
)
SEEN = Some(check="V")


def codes(article, **sources):
    some = Some(articles=(article,), sources={"seen": SEEN, **sources}, causes={"doms": 1}, remedies={})
    return [problem.code for problem in article_problems(some)]


def test_a_whole_article_has_no_problem():
    assert codes(ONE) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sections": (Section("S", ("First.",)),)}, ["not_placed"]),
        ({"sections": (Section("S", ("{one} {one}",)),)}, ["not_placed"]),
        ({"sections": (Section("S", ("{one} {two}",)),)}, ["unknown_claim"]),
        ({"sections": (Section("S", ("{one} {",)),)}, ["placeholder"]),
        ({"claims": (Claim("one", "So.", "A", "V", "nobody"),)}, ["unknown_source"]),
        ({"claims": (Claim("one", "So.", "A", "V", "seen, guess"),)}, ["not_seen"]),
        ({"claims": (Claim("one", "So.", "A", "R", "seen, guess"),)}, []),
        ({"causes": ("nothing",)}, ["unknown_cause"]),
        ({"remedies": ("nothing",)}, ["unknown_remedy"]),
        ({"claims": ONE.claims * 2}, ["twice"]),
    ],
)
def test_each_slip_is_found(changed, code):
    assert codes(replace(ONE, **changed), guess=Some(check="R")) == code
