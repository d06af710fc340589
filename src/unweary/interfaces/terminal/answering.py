"""Commands that answer: today, why, plan, report, assess, and the example person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from unweary.interfaces.terminal.importing import progress_bar
from unweary.interfaces.terminal.show import console, print_answer, print_json, print_sections, verdict_panel
from unweary.reports.document import as_document
from unweary.reports.page import report_html
from unweary.reports.phrases import day_words
from unweary.reports.sections import Section
from unweary.reports.words import (
    after_verdict,
    emergency_lines,
    plan_lines,
    see_section,
    today_lines,
    verdict_words,
    why_lines,
)
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Urgency

if TYPE_CHECKING:
    from unweary.service import Unweary
    from unweary.vocab.assessment import Assessment
    from unweary.vocab.knowledge import Knowledge

View = Literal["today", "why", "plan"]
SYNTHETIC = "This is an invented example person. Nothing here is about you."
IF_RIGHT = "\nIf what you wrote is as we read it:"
_GO_ON = "If you have called, or an answer was a slip: unweary today --go-on, unweary facts, unweary correct."


def answer(person: Unweary, view: View, *, as_json: bool, go_on: bool = False) -> None:
    """Print today's answer for the person of this home."""
    assessment = person.assess_today()
    show(assessment, person.knowledge, view, as_json=as_json, go_on=go_on, country=person.profile().country or "")


def show(
    assessment: Assessment,
    knowledge: Knowledge,
    view: View = "today",
    *,
    as_json: bool = False,
    go_on: bool = False,
    country: str = "",
) -> None:
    """Print one assessment, as JSON or laid out; an emergency stands alone until the person goes on."""
    if as_json:
        print_json(document_for(assessment, knowledge, view))
        return
    emergency = assessment.verdict.urgency is Urgency.EMERGENCY_NOW
    print_answer(
        console(),
        verdict_words(assessment),
        _sections(assessment, knowledge, view, go_on=go_on, country=country),
        day_words(assessment.as_of.date()),
    )
    if emergency and not go_on:
        console().print(_GO_ON, style="bright_black")


def show_urgent(assessment: Assessment, knowledge: Knowledge, country: str = "") -> None:
    """The verdict and whom to see, before anything is confirmed; nothing where it could wait a day."""
    if assessment.verdict.urgency < Urgency.SAME_DAY:
        return
    out = console()
    out.print(IF_RIGHT, style="bold")
    out.print(verdict_panel(verdict_words(assessment)))
    emergency = assessment.verdict.urgency is Urgency.EMERGENCY_NOW
    print_sections(
        out, emergency_lines(assessment, knowledge, country=country) if emergency else (see_section(assessment),)
    )


def _sections(
    assessment: Assessment, knowledge: Knowledge, view: View, *, go_on: bool, country: str
) -> tuple[Section, ...]:
    emergency = assessment.verdict.urgency is Urgency.EMERGENCY_NOW
    if emergency and not go_on:
        return today_lines(assessment, knowledge, country=country)
    if view == "why":
        return why_lines(assessment, knowledge)
    if view == "plan":
        return plan_lines(assessment, knowledge)
    return after_verdict(assessment, knowledge)


def document_for(assessment: Assessment, knowledge: Knowledge, view: View) -> dict[str, Any]:
    """The part of the document that a view is about; ``verdict`` and ``red_flags`` are in every one."""
    document = as_document(assessment, knowledge)
    always = ("verdict", "red_flags", "knowledge_digest", "as_of")
    views: dict[View, tuple[str, ...]] = {
        "why": ("causes", "unexplained", "causes_note", "findings_used", "kind", "question", "findings", "quantities"),
        "plan": ("plan", "withheld", "advice"),
    }
    if view == "today":
        return document
    return {key: value for key, value in document.items() if key in (*always, *views[view])}


def assess_text(text: bytes, where: str, *, as_json: bool) -> None:
    """Assess a ``person.json`` from a file or standard input; nothing is stored."""
    from unweary.service.person import assess, packaged_knowledge, read_person

    history = read_person(text, where)
    show(assess(history), packaged_knowledge(), as_json=as_json, country=history.profile.country or "")


def write_report(person: Unweary, target: Path | None, question: str, *, as_json: bool) -> None:
    """Write the printable page, by default into the home's folder ``reports``."""
    assessment = person.assess_today()
    if as_json:
        print_json(as_document(assessment, person.knowledge))
        return
    path = target or person.home / "reports" / f"report-{assessment.as_of.date().isoformat()}.html"
    history, knowledge = person.history(assessment.as_of), person.knowledge
    save_page(
        path, report_html(assessment, history, knowledge, question=question, figure=_figure(assessment, knowledge))
    )
    console().print(f"Written: {path}", soft_wrap=True)
    console().print("Open it in a browser and print it: one sheet of A4.")


def _figure(assessment: Assessment, knowledge: Knowledge) -> str:
    from unweary.interfaces.web.body_print import printed

    return printed(assessment.soreness, knowledge.body)


def save_page(path: Path, text: str) -> None:
    """Write a page whole or not at all.

    Raises
    ------
    UserError
        When the path is a folder, or its folder is not there.
    """
    if path.is_dir():
        raise UserError("report", f"'{path}' is a folder", "a file name that ends in .html")
    if path.parent.name == "reports":
        path.parent.mkdir(exist_ok=True)
    if not path.parent.is_dir():
        raise UserError("report", f"there is no folder '{path.parent}'", "a file in a folder that is there")
    half = path.with_name(path.name + ".part")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise


def demo(home: Path, *, as_json: bool, build: Callable[..., Any]) -> None:
    """Build the example person afresh, print today's answer, write the report."""
    from unweary.service import open_home
    from unweary.service.clock import local_now

    now = local_now()
    with progress_bar() as tell:
        report = build(home, now, tell)
    with open_home(home, demo=True) as person:
        assessment = person.assess_today()
        knowledge = person.knowledge
        page = person.home / "report.html"
        history, figure = person.history(assessment.as_of), _figure(assessment, knowledge)
        save_page(page, report_html(assessment, history, knowledge, figure=figure))
    if as_json:
        print_json({"synthetic": True, "report": str(page), "import": report.as_document(),
                    **as_document(assessment, knowledge)})  # fmt: skip
        return
    out = console()
    out.print(SYNTHETIC, style="bold")
    out.print(f"{report.added} entries imported from {len(report.files)} invented files.\n")
    out.print(verdict_panel(verdict_words(assessment), day_words(assessment.as_of.date())))
    print_sections(out, after_verdict(assessment, knowledge))
    out.print(f"\nThe page for a doctor: {page}", soft_wrap=True)
    out.print("The web app with this person: unweary serve --demo --open")
    out.print("Then with your own data: unweary import FOLDER, unweary check-in")
    out.print(f"\n{SYNTHETIC} Information, not a diagnosis. No doctor has signed this off yet.", style="bright_black")
