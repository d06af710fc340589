"""Whether the articles hang together: every claim has its place and a known source, every entry named is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import Formatter

from unweary.vocab.articles import Article
from unweary.vocab.errors import Problem
from unweary.vocab.knowledge import Knowledge


def article_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """Everything in the articles that a reader would stumble over.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.articles import Claim, Section
    >>> claim = Claim("late", "It comes late.", "A", "V", "nobody2020")
    >>> article = Article("soreness", "Sore", "It fades.", (Section("What", ("So: {lat}",)),), (claim,))
    >>> some = Some(articles=(article,), sources={}, causes={}, remedies={})
    >>> [problem.code for problem in article_problems(some)]
    ['unknown_claim', 'not_placed', 'unknown_source']
    """
    for article in knowledge.articles:
        where = f"articles: {article.id}"
        yield from _places(article, where)
        for claim in article.claims:
            for source in claim.sources:
                if source not in knowledge.sources:
                    yield Problem(f"{where}: {claim.id}", "unknown_source", f"there is no source '{source}'")
            if claim.check == "V" and any(
                knowledge.sources[source].check != "V" for source in claim.sources if source in knowledge.sources
            ):
                told = "says 'seen', but one of its sources is not marked as seen"
                yield Problem(f"{where}: {claim.id}", "not_seen", told)
        for kind, named, known in (
            ("cause", article.causes, knowledge.causes),
            ("remedy", article.remedies, knowledge.remedies),
        ):
            for name in named:
                if name not in known:
                    yield Problem(where, f"unknown_{kind}", f"there is no {kind} '{name}'")


def _places(article: Article, where: str) -> Iterator[Problem]:
    """Each claim stands in the text once, and nothing else stands in braces."""
    try:
        placed = Counter(
            place
            for section in article.sections
            for paragraph in section.text
            for _, place, _, _ in Formatter().parse(paragraph)
            if place is not None
        )
    except ValueError as error:
        yield Problem(where, "placeholder", f"braces: {error}")
        return
    known = {claim.id for claim in article.claims}
    for name in placed:
        if name not in known:
            yield Problem(where, "unknown_claim", f"'{{{name}}}' is no claim of this article")
    for claim in article.claims:
        if placed[claim.id] != 1:
            times = f"{placed[claim.id]} times" if placed[claim.id] else "nowhere"
            yield Problem(f"{where}: {claim.id}", "not_placed", f"this claim stands {times} in the text")
    if len(known) < len(article.claims):
        yield Problem(where, "twice", "two claims have the same id")
