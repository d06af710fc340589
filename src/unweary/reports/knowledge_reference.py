"""The pages to look things up in: scores, blood tests, words people use, parameters, sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from unweary.reports.knowledge_causes import finding_link
from unweary.reports.knowledge_parts import (
    Cell,
    Entry,
    Link,
    Mark,
    Page,
    Row,
    Section,
    Table,
    facts,
    figure,
    lines,
    mark,
    number_range,
    origin,
    source_links,
)
from unweary.reports.knowledge_words import condition_words, meaning_words
from unweary.vocab.instruments import Instrument, LabRange
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names

_SEXES = {"F": "women", "M": "men", None: "all"}


def scores_page(knowledge: Knowledge) -> Page:
    """Published scores and criteria, and every term composed of other answers."""
    composed = dict.fromkeys((*(one.id for one in knowledge.points), *(one.id for one in knowledge.derived)))
    sections = (
        Section("Published scores and criteria", tuple(_instrument(one, knowledge) for one in knowledge.instruments)),
        Section(
            "Composed terms",
            tuple(
                Entry(
                    f"term_{name}",
                    knowledge.label(name),
                    facts(("means", meaning_words(name, knowledge))),
                    tags=(name,),
                )
                for name in composed
            ),
        ),
    )
    lead = "Each score is worked out from the answers; what is not known widens it, and is never counted as 'no'."
    return Page("scores.html", "Scores", lead, tuple(section for section in sections if section.entries))


def _instrument(one: Instrument, knowledge: Knowledge) -> Entry:
    items = tuple(
        (item.label, lines("", *(f"{points:+g}: {condition_words(when, knowledge)}" for when, points in item.choices)))
        for item in one.items
    )
    bands = tuple((band.word, condition_words(band.when, knowledge), band.meaning) for band in one.bands)
    return Entry(
        one.id,
        one.name,
        facts(
            ("about", one.about),
            ("shown only if", condition_words(one.relevant, knowledge) if one.relevant is not None else ""),
            ("scored only if", condition_words(one.applies, knowledge) if one.applies is not None else ""),
            ("otherwise", one.otherwise),
            ("always said", one.caveat),
            ("source", Row((source_links(one.source, knowledge), Mark("", one.check)))),
        ),
        tuple(
            table
            for table in (
                Table("Items", ("item", "points"), items),
                Table("Results (the first that holds)", ("result", "if", "meaning"), bands),
            )
            if table.rows
        ),
        (one.id,),
    )


def labs_page(knowledge: Knowledge) -> Page:
    """Usual ranges by sex and age, and the limits that make a finding."""
    ranges: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for one in knowledge.lab_ranges:
        ranges[one.analyte].append(_range_row(one, knowledge))
    head = ("for", "range", "grade", "source")
    usual = tuple(
        Entry(
            f"lab_{analyte}",
            _analyte(analyte, knowledge),
            tables=(Table("Ranges", head, tuple(rows)),),
            tags=(analyte,),
        )
        for analyte, rows in ranges.items()
    )
    limits = tuple(
        Entry(
            f"limit_{quantity.id}",
            quantity.label,
            facts(("unit", quantity.unit), ("an answer holds", _holds(quantity.valid_days)), ("note", quantity.note)),
            (Table("What it decides", ("term", "when"), rows),)
            if (rows := tuple(_limits(quantity.id, knowledge)))
            else (),
            (quantity.id,),
        )
        for quantity in knowledge.quantities.values()
        if quantity.origin.startswith("lab:")
    )
    sections = (Section("Usual ranges", usual), Section("Limits that make a finding", limits))
    lead = "A range says what is usual; a limit is where something follows from it. Both are in the unit used inside."
    return Page("labs.html", "Blood tests", lead, tuple(section for section in sections if section.entries))


def _analyte(analyte: str, knowledge: Knowledge) -> str:
    labels = (entry.label for entry in knowledge.quantities.values() if entry.origin == f"lab:{analyte}")
    return next(labels, analyte.replace("_", " "))


def _range_row(one: LabRange, knowledge: Knowledge) -> tuple[Cell, ...]:
    ages = f"{one.age_from:g} years and over" if one.age_to >= 150 else f"{one.age_from:g} to {one.age_to:g} years"
    who = f"{_SEXES[one.sex]}, {ages}"
    low = "" if one.low is None else f"from {figure(one.low)}"
    high = "" if one.high is None else f"to {figure(one.high)}"
    limit = "a guideline's limit" if one.decides else "the middle 95 of 100 healthy people"
    narrowed = condition_words(one.when, knowledge) if one.when is not None else ""
    said = " ".join(filter(None, (low, high))) or "left open"
    said = f"{said} {one.unit}" if one.unit else said
    source = lines(source_links(one.source, knowledge), one.locator, one.note)
    return (lines(who, narrowed), lines(said, limit), Mark(one.grade, one.check), source)


def _limits(quantity: str, knowledge: Knowledge) -> Iterator[tuple[Cell, ...]]:
    for entry in knowledge.derived:
        if quantity in names(entry.present):
            yield (finding_link(entry.id, knowledge), condition_words(entry.present, knowledge))


def _holds(days: float | None) -> str:
    return "until changed" if days is None else f"{days:g} days"


def parameters_page(knowledge: Knowledge) -> Page:
    """Every other number that the code reads, the quantities of conditions, body parts and numbers to call."""
    rows: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for name, number in knowledge.parameters.items():
        kind = name.partition(".")[0] if "." in name else "single numbers"
        words = name.replace("_", " ").replace(".", ": ")
        rows[kind].append((words, number_range(number), mark(number), origin(number, knowledge)))
    head = ("parameter", "value", "grade", "source")
    entries = tuple(
        Entry(f"parameter_{kind}", kind.replace("_", " "), tables=(Table("", head, tuple(found)),))
        for kind, found in rows.items()
    )
    measured = tuple(
        (entry.label, entry.unit, entry.origin.replace(":", ": "), _holds(entry.valid_days))
        for entry in knowledge.quantities.values()
    )
    parts = tuple(
        (part.lay_name, part.anatomical, part.kind, part.group.replace("_", " ")) for part in knowledge.body.values()
    )
    calls = tuple(
        (country.name, country.emergency, country.crisis, Mark("", country.check))
        for country in knowledge.countries.values()
    )
    tables = (
        ("Quantities", ("quantity", "unit", "from", "holds"), measured),
        ("Body parts", ("part", "in anatomy", "kind", "muscle group"), parts),
        ("Numbers to call", ("country", "emergency", "crisis line", "checked"), calls),
    )
    more = tuple(Entry(title, title, tables=(Table("", head, rows),)) for title, head, rows in tables if rows)
    sections = (Section("Parameters", entries), Section("Lists", more))
    return Page("parameters.html", "Parameters", "Every other number that the code reads.", sections)


def sources_page(knowledge: Knowledge) -> Page:
    """Every source, how it was checked, and how much rests on it."""
    resting = _resting(knowledge)
    rows = {check: [] for check in "REV"}  # type: dict[str, list[Entry]]
    for one in knowledge.sources.values():
        doi: Cell = Link(one.doi, f"https://doi.org/{one.doi}") if one.doi else ""
        said = "; ".join(f"{count} {kind}" for kind, count in sorted(resting[one.id].items()))
        rows[one.check].append(
            Entry(
                one.id,
                one.citation,
                facts(("DOI", doi), ("rest on it", said or "nothing"), ("checked", Mark("", one.check))),
                tags=(one.id,),
            )
        )
    titles = {"R": "Recalled, to be checked", "E": "Our own", "V": "Seen"}
    sections = (Section(titles[check], tuple(found)) for check, found in rows.items() if found)
    lead = (
        "'Seen' means that the number or wording was seen, often in an abstract or summary rather than the whole paper."
    )
    return Page("sources.html", "Sources", lead, tuple(sections))


def _resting(knowledge: Knowledge) -> defaultdict[str, defaultdict[str, int]]:
    """Source to what rests on it, counted by kind."""
    every: dict[str, Iterable[str]] = {
        "likelihoods": (link.sensitivity.source for link in knowledge.likelihoods),
        "leaks": (finding.leak.source for finding in knowledge.findings.values()),
        "priors": (cause.prior.source for cause in knowledge.causes.values()),
        "modifiers": (modifier.value.source for modifier in knowledge.modifiers),
        "red flags": (flag.source for flag in knowledge.red_flags),
        "rows of today's answer": (row.source for row in knowledge.verdict),
        "signs of the kind": (sign.weight.source for sign in knowledge.kind_signs),
        "signs of sore places": (sign.source for sign in knowledge.sore_signs),
        "rows of overreaching": (row.source for row in knowledge.overreaching),
        "remedies": (source for remedy in knowledge.remedies.values() for source in remedy.sources),
        "safety rules": (source for rule in knowledge.safety_rules for source in rule.sources),
        "parameters": (number.source for number in knowledge.parameters.values()),
        "scores": [*(one.source for one in knowledge.instruments), *(one.source for one in knowledge.points)],
        "composed terms": (one.source for one in knowledge.derived),
        "lab ranges": (one.source for one in knowledge.lab_ranges),
        "graded evidence": (one.ratio.source for one in knowledge.graded),
        "numbers to call": (country.source for country in knowledge.countries.values()),
    }
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind, sources in every.items():
        for listed in sources:
            for source in filter(None, (part.strip() for part in listed.split(","))):
                found[source][kind] += 1
    return found
