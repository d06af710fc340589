"""The whole of the knowledge as pages of HTML for the clinician who reviews it: no script, no network, printable."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from unweary.reports.knowledge_articles import articles_page
from unweary.reports.knowledge_asking import asking_page, words_page
from unweary.reports.knowledge_causes import causes_page, findings_page, groups_page
from unweary.reports.knowledge_changes import Comparison, changes_page
from unweary.reports.knowledge_exercises import exercises_page
from unweary.reports.knowledge_overview import first_page, overview_page
from unweary.reports.knowledge_parts import Page, anchor
from unweary.reports.knowledge_reference import labs_page, parameters_page, scores_page, sources_page
from unweary.reports.knowledge_rules import red_flags_page, remedies_page, safety_page, today_page
from unweary.reports.phrases import DISCLAIMER
from unweary.vocab.knowledge import Knowledge

_IN_ORDER = (
    red_flags_page,
    causes_page,
    findings_page,
    groups_page,
    scores_page,
    labs_page,
    articles_page,
    today_page,
    remedies_page,
    safety_page,
    asking_page,
    words_page,
    exercises_page,
    parameters_page,
    sources_page,
)


def knowledge_report(knowledge: Knowledge, comparison: Comparison | None = None) -> dict[str, str]:
    """Every file of the report.

    Parameters
    ----------
    knowledge : Knowledge
        What is to be reviewed.
    comparison : Comparison, optional
        What differs from another version and what that does to people; adds the page ``changes.html``.

    Returns
    -------
    dict
        File name to its text: ``index.html``, the other pages, and one ``style.css``.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> sorted(knowledge_report(packaged_knowledge()))[:4]
    ['articles.html', 'asking.html', 'causes.html', 'exercises.html']
    """
    body = tuple(page for page in (build(knowledge) for build in _IN_ORDER) if page.sections)
    listed = (first_page(knowledge), *body)
    if comparison is not None:
        listed = (changes_page(comparison), *listed)
    pages = (overview_page(knowledge, listed), *listed)
    menu = tuple((page.file, page.title) for page in pages)
    written = {page.file: _render(page, menu, knowledge) for page in pages}
    style = files("unweary.reports").joinpath("templates", "knowledge", "style.css").read_text(encoding="utf-8")
    return {**written, "style.css": style}


def _render(page: Page, menu: tuple[tuple[str, str], ...], knowledge: Knowledge) -> str:
    values = {"page": page, "pages": menu, "digest": knowledge.digest, "disclaimer": DISCLAIMER, "anchor": anchor}
    return str(_template().render(values))


@cache
def _template() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("unweary.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("knowledge/page.html")
