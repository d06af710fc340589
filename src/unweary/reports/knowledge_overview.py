"""The first two pages of the knowledge report: how much there is and how well founded, and what to check first."""

from __future__ import annotations

from unweary.reports.knowledge_causes import cause_link, finding_link
from unweary.reports.knowledge_influence import Unchecked, kinds_of_numbers, rules_not_seen, shares, unchecked
from unweary.reports.knowledge_parts import (
    NUMBER_GRADES,
    Bar,
    Cell,
    Entry,
    Link,
    Page,
    Section,
    Table,
    facts,
    figure,
    lines,
    number_range,
    origin,
    share,
    share_range,
    spaced,
)
from unweary.reports.knowledge_words import CHECK_WORDS
from unweary.reports.phrases import DISCLAIMER, URGENCY_WORDS
from unweary.vocab.knowledge import Check, Knowledge

#: How many numbers the work list shows of each kind, and how many priors.
_FIRST = 40
_PRIORS = 25


def overview_page(knowledge: Knowledge, pages: tuple[Page, ...]) -> Page:
    """What there is, and the shares of grades and checks of every kind of number."""
    there: tuple[tuple[Cell, ...], ...] = tuple((Link(page.title, page.file), str(page.size)) for page in pages)
    rules = tuple(
        (URGENCY_WORDS[urgency], str(whole), str(recalled), str(estimated))
        for urgency, (whole, recalled, estimated) in rules_not_seen(knowledge).items()
    )
    sources = [source.check for source in knowledge.sources.values()]
    checks = tuple((CHECK_WORDS[check], str(count), f"{part:.0f} %") for check, count, part in shares(sources, "VRE"))
    sections = (
        Section("What there is", (Entry("there", "Pages", tables=(Table("", ("page", "entries"), there),)),)),
        Section(
            "How well founded",
            (
                Entry("grades", "Grades of the numbers", tables=(_grades(knowledge),)),
                Entry("checks", "How the numbers were checked", tables=(_checks(knowledge),)),
                Entry(
                    "rules",
                    "Red flags that nobody has seen in a source",
                    tables=(Table("", ("urgency", "rules", "recalled", "own estimate"), rules),),
                ),
                Entry("sources", "Sources", tables=(Table("", ("checked", "sources", "share"), checks),)),
            ),
        ),
    )
    lead = f"Everything that Unweary knows, for review. {DISCLAIMER} Knowledge {knowledge.digest}."
    return Page("index.html", "Overview", lead, sections)


def _grades(knowledge: Knowledge) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for kind, numbers in kinds_of_numbers(knowledge).items():
        found = shares((number.grade for number in numbers), "ABCD")
        bar = Bar(tuple((letter.lower(), f"{letter} {NUMBER_GRADES[letter]}", part) for letter, _, part in found))
        rows.append((kind, str(len(numbers)), *(f"{count} ({part:.0f} %)" for _, count, part in found), bar))
    head = ("numbers", "how many", *(f"{letter} {words}" for letter, words in NUMBER_GRADES.items()), "share")
    return Table("", head, tuple(row for row in rows if row[1] != "0"))


def _checks(knowledge: Knowledge) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for kind, numbers in kinds_of_numbers(knowledge).items():
        found = shares((number.check for number in numbers), "VRE")
        bar = Bar(tuple((f"check-{letter.lower()}", CHECK_WORDS[letter], part) for letter, _, part in found))
        rows.append((kind, str(len(numbers)), *(f"{count} ({part:.0f} %)" for _, count, part in found), bar))
    head = ("numbers", "how many", *CHECK_WORDS.values(), "share")
    return Table("", head, tuple(row for row in rows if row[1] != "0"))


def first_page(knowledge: Knowledge) -> Page:
    """The work list of a reviewer: unchecked numbers with the greatest influence, and rules that rest on recall."""
    lead = (
        "Influence is the size of the natural logarithm of the likelihood ratio (or of the factor on the prior) times "
        "the prior: how far an unchecked number can move what many people are told. Rare dangers come low in such a "
        "list; their rules stand on their own below."
    )
    recalled, estimated = unchecked(knowledge, "R"), unchecked(knowledge, "E")
    numbers = (
        _work_list("recalled", f"Recalled: {_most(_FIRST, len(recalled))}", recalled, knowledge),
        _work_list("estimated", f"Estimated: {_most(_FIRST, len(estimated))}", estimated, knowledge),
        _priors(knowledge),
    )
    rules = tuple(entry for check in ("R", "E") for entry in _rules(knowledge, check))
    sections = (
        Section("Numbers", numbers),
        Section("Red flags that nobody has seen in a source", rules),
        _others(knowledge),
    )
    return Page("first.html", "Check first", lead, tuple(section for section in sections if section.entries))


def _most(shown: int, there: int) -> str:
    return f"all {there}, the heaviest first" if there <= shown else f"the {shown} heaviest of {there}"


def _work_list(name: str, title: str, found: tuple[Unchecked, ...], knowledge: Knowledge) -> Entry:
    rows: list[tuple[Cell, ...]] = []
    for entry in found[:_FIRST]:
        sign = finding_link(entry.finding, knowledge) if entry.finding else "factor on the prior"
        given = share_range(entry.number) if entry.finding else number_range(entry.number)
        ratio = lines(figure(entry.ratio), f"{given} with the cause" if entry.finding else given)
        rows.append(
            (
                lines(cause_link(entry.cause, knowledge), sign),
                figure(entry.influence),
                ratio,
                share(knowledge.causes[entry.cause].prior.mid),
                entry.number.grade,
                origin(entry.number, knowledge),
            )
        )
    head = ("cause and sign", "influence", "ratio used", "prior", "grade", "source")
    return Entry(name, title, tables=(Table("", head, tuple(rows)),))


def _priors(knowledge: Knowledge) -> Entry:
    ordered = sorted(knowledge.causes.values(), key=lambda cause: -cause.prior.mid)
    rows = tuple(
        (cause_link(cause.id, knowledge), share_range(cause.prior), cause.prior.grade, cause.prior_why)
        for cause in ordered
        if cause.prior.check != "V"
    )
    head = ("cause", "before any answer", "grade", "why")
    title = f"Priors that are not seen in a source: the {min(_PRIORS, len(rows))} largest of {len(rows)}"
    return Entry("priors", title, tables=(Table("", head, rows[:_PRIORS]),))


def _rules(knowledge: Knowledge, check: Check) -> list[Entry]:
    entries = []
    for urgency, counted in rules_not_seen(knowledge).items():
        flags = [flag for flag in knowledge.red_flags if flag.urgency == urgency and flag.check == check]
        if flags:
            links = spaced(Link(flag.id, f"red_flags.html#{flag.id}") for flag in flags)
            part = f"{len(flags)} of {counted[0]} ({100 * len(flags) / counted[0]:.0f} %)"
            said = facts(("share", part), ("rules", links))
            entries.append(Entry(f"{check}_{urgency.word}", f"{URGENCY_WORDS[urgency]}: {CHECK_WORDS[check]}", said))
    return entries


def _others(knowledge: Knowledge) -> Section:
    """Scores, ranges and numbers to call that nobody has seen in a source."""
    scores = [Link(one.name, f"scores.html#{one.id}") for one in knowledge.instruments if one.check != "V"]
    ranges = [f"{one.analyte.replace('_', ' ')} ({one.source})" for one in knowledge.lab_ranges if one.check != "V"]
    calls = [country.name for country in knowledge.countries.values() if country.check != "V"]
    found: dict[str, list[Cell]] = {"Scores": [*scores], "Lab ranges": [*ranges], "Numbers to call": [", ".join(calls)]}
    entries = tuple(
        Entry(f"other_{title}", f"{title}, not seen in a source", facts(("which", lines("", *cells))))
        for title, cells in found.items()
        if any(cells)
    )
    return Section("Scores, ranges, numbers to call", entries)
