"""The page of the articles: every claim with its grade, check and sources, for the clinician who reviews them."""

from __future__ import annotations

from unweary.reports.knowledge_parts import Cell, Entry, Mark, Page, Row, Section, Table, facts, source_links
from unweary.vocab.articles import Article, Claim
from unweary.vocab.knowledge import Knowledge


def articles_page(knowledge: Knowledge) -> Page:
    """Every article as people read it, and its claims in a table."""
    entries = tuple(_article(article, knowledge) for article in knowledge.articles)
    lead = "What people read under Learn. The grade says how sure we are that the sentence is right."
    sections = (Section("Articles", entries),) if entries else ()
    return Page("articles.html", "Articles", lead, sections)


def _article(article: Article, knowledge: Knowledge) -> Entry:
    said = [("lead", article.lead), *((section.title, _text(article, section.text)) for section in article.sections)]
    beside = [knowledge.causes[name].plain_name for name in article.causes if name in knowledge.causes]
    beside += [knowledge.remedies[name].name for name in article.remedies if name in knowledge.remedies]
    rows = tuple(_claim(claim, knowledge) for claim in article.claims)
    return Entry(
        f"article_{article.id}",
        article.title,
        facts(*said, ("offered beside", "; ".join(beside))),
        (Table("Claims", ("claim", "grade", "source"), rows),),
        (article.id,),
    )


def _text(article: Article, paragraphs: tuple[str, ...]) -> str:
    pieces = [piece for paragraph in paragraphs for piece in article.pieces(paragraph)]
    return " ".join(piece.text if isinstance(piece, Claim) else piece for piece in pieces)


def _claim(claim: Claim, knowledge: Knowledge) -> tuple[Cell, ...]:
    linked = tuple(source_links(name, knowledge) for name in claim.sources)
    return claim.text, Mark(claim.grade, claim.check), Row(linked)
