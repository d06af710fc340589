"""The pages of rules in the knowledge report: red flags, today's answer, remedies and their safety rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from unweary.reports.knowledge_causes import cause_link, finding_link
from unweary.reports.knowledge_examples import firing_and_quiet
from unweary.reports.knowledge_parts import (
    Cell,
    Entry,
    Link,
    Mark,
    Page,
    Row,
    Section,
    Table,
    anchor,
    facts,
    lines,
    mark,
    origin,
    source_links,
    spaced,
)
from unweary.reports.knowledge_words import LEVEL_WORDS, affected_words, condition_words, meaning_words
from unweary.reports.phrases import GRADE_WORDS, KIND_WORDS
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import Condition, names
from unweary.vocab.muscle import SoreKindWords
from unweary.vocab.remedies import Remedy, SafetyRule
from unweary.vocab.verdict import VerdictRule

_URGENCIES = {
    Urgency.EMERGENCY_NOW: "Emergency, now",
    Urgency.SAME_DAY: "The same day",
    Urgency.WITHIN_DAYS: "Within days",
    Urgency.ROUTINE: "Routine",
}
_TONES = {Urgency.EMERGENCY_NOW: "emergency", Urgency.SAME_DAY: "serious", Urgency.WITHIN_DAYS: "treatable"}
_SIDES = {"body": "The whole body", "told": "Answers with which nobody is told to go", "group": "One muscle group"}


def red_flags_page(knowledge: Knowledge) -> Page:
    """Every warning rule by urgency, with one case that fires it and one that does not."""
    sections = [
        Section(title, tuple(_red_flag(flag, knowledge) for flag in knowledge.red_flags if flag.urgency == urgency))
        for urgency, title in _URGENCIES.items()
    ]
    lead = (
        "Rules come before every probability, and no probability lowers them. An unanswered sign is unknown, not "
        "absent. The two examples of each rule are worked out from its condition and checked."
    )
    return Page("red_flags.html", "Red flags", lead, tuple(section for section in sections if section.entries))


def _red_flag(flag: RedFlag, knowledge: Knowledge) -> Entry:
    fires, quiet = firing_and_quiet(flag.when, knowledge)
    return Entry(
        flag.id,
        flag.message,
        facts(
            ("if", condition_words(flag.when, knowledge)),
            ("whom to see", flag.who),
            ("why", flag.why),
            ("fires for", fires),
            ("quiet for", quiet),
            ("source", Row((source_links(flag.source, knowledge), Mark("", flag.check)))),
            ("terms", terms((flag.when,), knowledge)),
        ),
        tags=(flag.id,),
        tone=_TONES.get(flag.urgency, ""),
        short=flag.id.replace("_", " "),
    )


def terms(conditions: Iterable[Condition], knowledge: Knowledge) -> Cell:
    """What the composed terms of these conditions mean, one to a line."""
    found = dict.fromkeys(name for condition in conditions for name in names(condition))
    said = ((name, meaning_words(name, knowledge)) for name in found)
    return lines("", *(f"{knowledge.label(name)}: {meaning}" for name, meaning in said if meaning))


# ---- today's answer


def today_page(knowledge: Knowledge) -> Page:
    """The decision table of the day, and the signs that tell kinds of fatigue and sore places apart."""
    sections = [
        Section(title, tuple(_verdict_row(row, knowledge) for row in knowledge.verdict if row.scope == scope))
        for scope, title in _SIDES.items()
    ]
    sections.append(Section("Kind of fatigue", _kind_entries(knowledge)))
    sections.append(Section("Sore places told apart", _sore_entries(knowledge)))
    sections.append(
        Section(
            "Overreaching",
            tuple(
                Entry(
                    row.id,
                    row.state.replace("_", " "),
                    facts(
                        ("if", condition_words(row.when, knowledge)),
                        ("says", row.words),
                        ("source", Row((source_links(row.source, knowledge), Mark("", row.check)))),
                    ),
                    tags=(row.id,),
                )
                for row in knowledge.overreaching
            ),
        )
    )
    lead = "The most cautious action of all rows that hold is the answer of the day."
    return Page("today.html", "Today", lead, tuple(section for section in sections if section.entries))


def _verdict_row(row: VerdictRule, knowledge: Knowledge) -> Entry:
    limits = "every muscle group too" if row.systemic else ""
    return Entry(
        row.id,
        row.reason,
        facts(
            ("if", condition_words(row.when, knowledge)),
            ("answer", row.action),
            ("advice", row.advice),
            ("what would bring it", row.change),
            ("what would end it", row.eases),
            ("limits", limits),
            ("holds too", "for every finding that is an alarm" if row.alarms else ""),
            ("must be known", "while undecided, 'push' is not given" if row.must_be_known else ""),
            ("source", Row((source_links(row.source, knowledge), Mark("", row.check)))),
        ),
        tags=(row.action, row.id),
        tone={"pause": "serious", "modify": "treatable"}.get(row.action, ""),
        short=row.id.replace("_", " "),
    )


def _kind_entries(knowledge: Knowledge) -> tuple[Entry, ...]:
    rows: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for sign in knowledge.kind_signs:
        says = lines(sign.text, condition_words(sign.when, knowledge))
        weight = _weight(sign.weight.mid, sign.weight.low, sign.weight.high)
        rows[sign.kind].append((says, weight, mark(sign.weight), origin(sign.weight, knowledge)))
    head = ("sign", "weight (natural log)", "grade", "source")
    return tuple(
        Entry(f"kind_{kind}", KIND_WORDS.get(kind, kind), tables=(Table("Signs", head, tuple(found)),))
        for kind, found in rows.items()
    )


def _sore_entries(knowledge: Knowledge) -> tuple[Entry, ...]:
    rows: defaultdict[str, list[tuple[Cell, ...]]] = defaultdict(list)
    for sign in knowledge.sore_signs:
        says = lines(sign.text, condition_words(sign.when, knowledge))
        source = lines(source_links(sign.source, knowledge), sign.locator)
        weight = _weight(sign.weight, sign.low, sign.high)
        rows[sign.kind].append((says, weight, Mark(sign.grade, sign.check), source))
    head = ("sign", "weight (natural log)", "grade", "source")
    told: dict[str, SoreKindWords] = {one.id: one for one in knowledge.sore_kinds}
    entries = []
    for kind in dict.fromkeys((*told, *rows)):
        words = told.get(kind)
        table = Table("Signs", head, tuple(rows[kind]))
        where = condition_words(words.where, knowledge) if words and words.where is not None else ""
        pairs = (("says", words.words), ("what settles it", words.settles), ("only at", where)) if words else ()
        entries.append(
            Entry(
                f"sore_{kind}",
                words.name if words else kind.replace("_", " "),
                facts(*pairs, *_watched(kind, knowledge)),
                (table,) if table.rows else (),
                (kind,),
            )
        )
    return tuple(entries)


def _weight(mid: float, low: float, high: float) -> str:
    return f"{mid:+.2g} ({low:+.2g} to {high:+.2g})"


def _watched(kind: str, knowledge: Knowledge) -> Iterator[tuple[str, Cell]]:
    """The red flags that stand above a sore place, whatever its shares."""
    for watch in knowledge.sore_watch:
        if watch.kind == kind:
            links = (Link(rule, f"red_flags.html#{anchor(rule)}") for rule in watch.rules)
            yield "red flags above it", spaced(links)
            yield "where", condition_words(watch.where, knowledge)
            yield "rules out first", watch.words
            yield "looks for", spaced(finding_link(name, knowledge) for name in watch.check)


# ---- remedies


def remedies_page(knowledge: Knowledge) -> Page:
    """Every remedy with its dose, effect, grade, and what holds it back."""
    by_grade: defaultdict[str, list[Entry]] = defaultdict(list)
    for remedy in knowledge.remedies.values():
        by_grade[remedy.grade].append(_remedy(remedy, knowledge))
    sections = [
        Section(f"Grade {grade}: {GRADE_WORDS[grade]}", tuple(by_grade[grade]))
        for grade in GRADE_WORDS
        if by_grade[grade]
    ]
    lead = "Grades of remedies say how sure it is that they help: A strong, B good, C weak, D unclear, X does not help."
    return Page("remedies.html", "Remedies", lead, tuple(sections))


def _remedy(remedy: Remedy, knowledge: Knowledge) -> Entry:
    trial = f"change after {remedy.washout_days:g} days off" if remedy.washout_days is not None else ""
    gates = tuple((condition_words(gate.when, knowledge), gate.words) for gate in remedy.gates)
    return Entry(
        remedy.id,
        remedy.name,
        facts(
            ("dose", remedy.dose),
            ("when", remedy.timing),
            ("effect", remedy.effect),
            ("certainty", remedy.certainty),
            ("for", spaced(cause_link(cause, knowledge) for cause in remedy.causes)),
            ("offered only if", condition_words(remedy.needs, knowledge) if remedy.needs is not None else ""),
            ("must not", remedy.contraindications),
            ("mixes badly with", remedy.interactions),
            ("cost and effort", "; ".join(filter(None, (remedy.cost, remedy.effort)))),
            ("own trial", "; ".join(filter(None, (remedy.outcome, trial, remedy.blinding)))),
            ("marks", ", ".join(tag.replace("_", " ") for tag in remedy.tags)),
            ("sources", source_links(remedy.sources, knowledge)),
        ),
        (Table("Held back", ("while this holds", "words"), gates),) if gates else (),
        (remedy.id,),
    )


def safety_page(knowledge: Knowledge) -> Page:
    """Every rule over remedies, the strictest first."""
    sections = [
        Section(
            words[0].upper() + words[1:],
            tuple(_safety_rule(rule, knowledge) for rule in knowledge.safety_rules if rule.level == level),
        )
        for level, words in LEVEL_WORDS.items()
    ]
    lead = "What is not known holds a remedy back, unless a rule says otherwise."
    return Page("safety.html", "Safety rules", lead, tuple(section for section in sections if section.entries))


def _safety_rule(rule: SafetyRule, knowledge: Knowledge) -> Entry:
    return Entry(
        rule.id,
        rule.words,
        facts(
            ("if", condition_words(rule.when, knowledge)),
            ("do", rule.action),
            ("concerns", affected_words(rule.affects, knowledge)),
            ("but not", affected_words(rule.spares, knowledge)),
            ("while not known", "held back" if rule.unknown_withholds else "not held back"),
            ("sources", source_links(rule.sources, knowledge)),
            ("terms", terms((rule.when,), knowledge)),
        ),
        tags=(rule.id,),
        tone={"EMERGENCY": "emergency", "BLOCK": "serious", "ESCALATE": "serious"}.get(rule.level, "treatable"),
        short=rule.id.replace("_", " "),
    )
