"""The articles as pages: what is known, sentence by sentence with its grade and its sources."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from unweary.interfaces.web.articles import article_shown, letters, row_of
from unweary.interfaces.web.models import model_of
from unweary.interfaces.web.pages import Person
from unweary.interfaces.web.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/learn")
def learn_page(request: Request, person: Person) -> Response:
    """Every article with its first words."""
    rows = [row_of(article) for article in person.knowledge.articles]
    return page(request, "learn.html", rows=rows, letters=letters())


@router.get("/learn/{topic}")
def article_page(request: Request, person: Person, topic: str) -> Response:
    """One article; each sentence that rests on a source carries its grade."""
    article = next((each for each in person.knowledge.articles if each.id == topic), None)
    if article is None:
        raise HTTPException(404)
    shown = article_shown(article, person.knowledge)
    return page(request, "article.html", a=shown, model=model_of(topic), letters=letters())
