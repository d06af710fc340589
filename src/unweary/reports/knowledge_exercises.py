"""The page of the strength exercises: how each spreads its load, for the clinician who reviews the shares."""

from __future__ import annotations

from unweary.reports.knowledge_parts import Entry, Mark, Page, Section, Table, lines, source_links
from unweary.reports.phrases import group_words
from unweary.vocab.knowledge import Exercise, Knowledge


def exercises_page(knowledge: Knowledge) -> Page:
    """Every exercise with its names and its shares, the largest first."""
    rows = tuple(
        (
            lines(each.id.replace("_", " "), ", ".join(each.words)),
            _shares(each),
            "brakes a load" if each.eccentric else "",
            f"{100 * each.body_share:g} %" if each.body_share else "",
            Mark(each.grade, each.check),
            lines(source_links(each.source, knowledge), each.locator),
        )
        for each in knowledge.exercises
    )
    head = ("exercise, and how it is named", "muscles", "eccentric", "body moved", "grade", "source")
    entries = (Entry("exercises", "Strength exercises", tables=(Table("", head, rows),)),) if rows else ()
    lead = "Which muscles a strength exercise loads. Names that fit none, or two alike, count for no muscle."
    return Page("exercises.html", "Exercises", lead, (Section("Exercises", entries),) if entries else ())


def _shares(exercise: Exercise) -> str:
    largest = sorted(exercise.shares.items(), key=lambda item: -item[1])
    return ", ".join(f"{group_words(group)} {100 * share:.0f} %" for group, share in largest)
