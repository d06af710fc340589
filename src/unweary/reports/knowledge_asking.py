"""The pages on asking and listening in the knowledge report: screens, contradictions, graded numbers, own words."""

from __future__ import annotations

from collections import defaultdict

from unweary.reports.knowledge_causes import finding_link
from unweary.reports.knowledge_parts import Cell, Entry, Page, Section, Table, facts, figure, lines, mark, origin
from unweary.reports.knowledge_words import condition_words
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.lexicon import Lasting


def asking_page(knowledge: Knowledge) -> Page:
    """What is asked together, which answers cannot all be true, which profile words set findings, graded numbers."""
    screens = tuple(
        Entry(
            screen.id,
            screen.text,
            facts(("asks", lines(*(finding_link(name, knowledge) for name in screen.findings)))),
            short=screen.id.replace("_", " "),
        )
        for screen in knowledge.screens
    )
    checklists = tuple(
        Entry(
            one.id,
            one.text,
            facts(
                ("if", condition_words(one.when, knowledge) if one.when is not None else ""),
                ("asks", lines(*(finding_link(name, knowledge) for name in one.findings))),
            ),
            short=one.id.replace("_", " "),
        )
        for one in knowledge.checklists
    )
    contradictions = tuple(
        Entry(
            one.id,
            one.words,
            facts(
                ("if", condition_words(one.when, knowledge)),
                ("asks again", lines(*(finding_link(name, knowledge) for name in one.asks))),
            ),
        )
        for one in knowledge.contradictions
    )
    words = tuple(
        (", ".join(entry.words), lines("", *(finding_link(name, knowledge) for name in entry.sets)), entry.field)
        for entry in knowledge.profile_words
    )
    graded = tuple(
        (
            lines(finding_link(one.finding, knowledge), one.note),
            condition_words(one.when, knowledge),
            f"{figure(one.ratio.mid)} ({figure(one.ratio.low)} to {figure(one.ratio.high)})",
            mark(one.ratio),
            origin(one.ratio, knowledge),
        )
        for one in knowledge.graded
    )
    tables = (
        ("Graded evidence", ("finding", "while this holds", "likelihood ratio", "grade", "source"), graded),
        ("Words in the profile", ("words", "make present", "where"), words),
    )
    lists = (
        Section(title, (Entry(title, title, tables=(Table("", head, rows),)),)) for title, head, rows in tables if rows
    )
    scope = tuple(
        Entry(
            note.id, note.words, facts(("if", condition_words(note.when, knowledge))), short=note.id.replace("_", " ")
        )
        for note in knowledge.scope_notes
    )
    sections = (
        Section("Screens", screens),
        Section("Checklists of the interview", checklists),
        Section("Answers that cannot all be true", contradictions),
        Section("For whom something does not hold", scope),
        *lists,
    )
    lead = "What is asked together, what is asked again, and what a number or a word in the profile stands for."
    return Page("asking.html", "Asking", lead, tuple(section for section in sections if section.entries))


def _proposes(state: str) -> str:
    return "absent, where they are denied; else nothing" if state == "nothing" else state


def words_page(knowledge: Knowledge) -> Page:
    """What people say for each finding."""
    rows: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for phrase in knowledge.lexicon:
        holds = {"now": "", "recent": "also if it has passed", "ever": "also long ago"}[phrase.holds]
        limits = (
            holds,
            f"near: {', '.join(phrase.near)}" if phrase.near else "",
            f"not with: {', '.join(phrase.unless)}" if phrase.unless else "",
            f"nowhere with: {', '.join(phrase.nowhere)}" if phrase.nowhere else "",
            f"not said of: {phrase.not_of}" if phrase.not_of else "",
        )
        rows[phrase.finding].append((lines(", ".join(phrase.words), *limits), _proposes(phrase.state)))
    entries = tuple(
        Entry(
            f"said_{name}", knowledge.label(name), tables=(Table("Said as", ("words", "proposes"), tuple(rows[name])),)
        )
        for name in sorted(rows, key=lambda name: knowledge.label(name).lower())
    )
    spoken = tuple((group.id, ", ".join(group.words)) for group in knowledge.word_groups)
    alike = tuple((group.id, ", ".join(group.words)) for group in knowledge.alike)
    nearly = tuple(
        (
            finding_link(one.finding, knowledge),
            ", ".join(one.words),
            ", ".join(one.unless),
        )
        for one in knowledge.nearly
    )
    lasting = tuple(
        (finding_link(one.finding, knowledge), ", ".join(knowledge.label(name) for name in one.of), _days(one))
        for one in knowledge.lasting
    )
    old = tuple(
        (finding_link(name, knowledge), f"{one.from_days:g} or more")
        for one in knowledge.long_since
        for name in one.findings
    )
    follows = tuple(
        (
            finding_link(one.finding, knowledge),
            condition_words(one.when, knowledge),
            "always, and no later 'no' undoes it" if one.past else "always" if one.always else "proposed",
            condition_words(one.unless, knowledge) if one.unless is not None else "",
        )
        for one in knowledge.entailed
    )
    readings = tuple((knowledge.label(one.quantity), ", ".join(one.words)) for one in knowledge.readings)
    changed = tuple(
        (
            finding_link(one.finding, knowledge),
            ", ".join(one.words),
            f"{'up' if one.up else 'down'} by {100 * one.least:g} % or more",
        )
        for one in knowledge.changes
    )
    more = tuple(
        Entry(title, title, tables=(Table("", head, rows),))
        for title, head, rows in (
            ("Words that may stand for each other", ("sign", "words"), spoken),
            ("Words of one kind, for a guess that is only asked", ("sign", "words"), alike),
            (
                "Words that bring a finding near: it is asked, and counts only after a yes",
                ("finding", "words", "not with"),
                nearly,
            ),
            ("How long something lasts", ("finding", "holds when this lasts", "days"), lasting),
            ("What is asked about where it is said to be old", ("finding", "days"), old),
            ("What follows from what was said", ("finding", "present when", "counts", "or it is about"), follows),
            ("How numbers are said", ("number", "words"), readings),
            ("What a changed number says", ("finding", "words before the older number", "has gone"), changed),
        )
        if rows
    )
    lead = "Own words only propose answers; the person confirms each. Nothing said is never a 'no'."
    sections = (Section("Sayings", entries), Section("Words in general", more))
    return Page("words.html", "Own words", lead, tuple(section for section in sections if section.entries))


def _days(one: Lasting) -> str:
    days = f"{one.from_days:g} or more" if one.below_days is None else f"{one.from_days:g} to under {one.below_days:g}"
    return f"{days}; absent where fewer are counted" if one.short == "absent" else days
