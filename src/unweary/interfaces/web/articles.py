"""Articles in the shape that pages draw: paragraphs of text and graded sentences, each with its sources."""

from __future__ import annotations

from typing import Any

from unweary.interfaces.web.texts import say
from unweary.vocab.articles import Article, Claim
from unweary.vocab.knowledge import Knowledge

#: What a tired person reads in a minute.
_WORDS_A_MINUTE = 180
_LETTERS = ("A", "B", "C", "D")


def row_of(article: Article) -> dict[str, Any]:
    """An article in a list."""
    minutes = max(1, round(len(article.words().split()) / _WORDS_A_MINUTE))
    return {
        "address": f"/learn/{article.id}",
        "title": article.title,
        "lead": article.lead,
        "minutes": say("learn.minutes", count=minutes),
    }


def letters() -> list[dict[str, str]]:
    """What each letter means, for the legend."""
    return [
        {"letter": letter, "word": say(f"grade.{letter}"), "why": say(f"grade.{letter}_why")} for letter in _LETTERS
    ]


def article_shown(article: Article, knowledge: Knowledge) -> dict[str, Any]:
    """What a page needs of an article: paragraphs as text and claims, and every source once."""
    sources = dict.fromkeys(name for claim in article.claims for name in claim.sources)
    others = [each for each in knowledge.articles if each.id != article.id]
    place = [each.id for each in knowledge.articles].index(article.id)
    return {
        "title": article.title,
        "lead": article.lead,
        "sections": [
            {
                "title": section.title,
                "text": [
                    [_piece(piece, knowledge) for piece in article.pieces(paragraph)] for paragraph in section.text
                ],
            }
            for section in article.sections
        ],
        "sources": [knowledge.sources[name].citation for name in sources],
        "next": [row_of(each) for each in (*others[place:], *others[:place])[:3]],
    }


def _piece(piece: str | Claim, knowledge: Knowledge) -> dict[str, Any]:
    if isinstance(piece, str):
        return {"text": piece, "claim": False}
    return {
        "text": piece.text,
        "claim": True,
        "letter": piece.grade,
        "word": say(f"grade.{piece.grade}"),
        "why": say(f"grade.{piece.grade}_why"),
        "check": say(f"grade.{piece.check}"),
        "sources": [knowledge.sources[name].citation for name in piece.sources],
    }


def beside(kind: str, entry: str, knowledge: Knowledge) -> dict[str, str] | None:
    """The article that is offered beside a cause or a remedy; None where there is none.

    Parameters
    ----------
    kind : str
        ``causes`` or ``remedies``.
    entry : str
        The id of the cause or the remedy.
    """
    for article in knowledge.articles:
        if entry in getattr(article, kind):
            return {"address": f"/learn/{article.id}", "title": article.title}
    return None
