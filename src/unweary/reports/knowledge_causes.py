"""The pages of the model in the knowledge report: causes with their numbers, findings, and what is not independent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from unweary.reports.knowledge_influence import ratios
from unweary.reports.knowledge_parts import (
    Cell,
    Entry,
    Link,
    Page,
    Section,
    Table,
    anchor,
    facts,
    figure,
    lines,
    mark,
    number_range,
    origin,
    share,
    share_range,
    spaced,
)
from unweary.reports.knowledge_words import condition_words, meaning_words
from unweary.reports.phrases import KIND_WORDS
from unweary.vocab.instruments import Instrument
from unweary.vocab.knowledge import Cause, CorrelationGroup, FindingType, Knowledge, Likelihood, Number
from unweary.vocab.logic import Condition, names

_TIERS = {
    "emergency": "Emergencies",
    "serious": "Serious",
    "treatable": "Treatable",
    "benign": "Harmless",
    "other": "Other",
}
_GROUP_RULES = {
    "temper": "tempered: with k of them known, each likelihood ratio is raised to the power of 1 over the root of k",
    "strongest": "strongest: only the first one present in this list counts",
    "composite": "composite: the first of this list, when known, replaces all the others",
    "whole": "a whole and its parts: the first of this list follows from each of the others; for a cause of both, only "
    "the part counts where it is present, and only the whole where both are absent",
}
_COLLECTED = {
    "self": "asked of the person",
    "device": "measured by a device",
    "lab": "a blood test",
    "clinician": "found by a clinician",
    "derived": "worked out from other answers",
}
_CODES = {"icd10": "ICD-10", "icd10cm": "ICD-10-CM", "loinc": "LOINC", "snomed_ct": "SNOMED CT"}
_SIGNS = (
    "sign", "with the cause", "without any", "LR+ used", "LR+ published", "LR− used", "grade", "source and note",
)  # fmt: skip


def finding_link(name: str, knowledge: Knowledge) -> Cell:
    """The label of a finding, leading to its entry; a name without an entry as it stands."""
    label = knowledge.label(name)
    return Link(label, f"findings.html#{anchor(name)}") if name in knowledge.findings else label


def cause_link(name: str, knowledge: Knowledge) -> Cell:
    """The plain name of a cause, leading to its entry."""
    cause = knowledge.causes.get(name)
    return Link(cause.plain_name, f"causes.html#{anchor(name)}") if cause else name


# ---- causes


def causes_page(knowledge: Knowledge) -> Page:
    """Every cause with its prior, what changes it, and its signs sorted by likelihood ratio."""
    links: defaultdict[str, list[Likelihood]] = defaultdict(list)
    for link in knowledge.likelihoods:
        links[link.cause].append(link)
    grouped = {group.id: group for group in knowledge.groups}
    weighing = (group for group in knowledge.groups if group.rule != "whole")
    membership = {member: grouped[group.id] for group in weighing for member in group.members}
    sections = []
    for tier, title in _TIERS.items():
        entries = [
            _cause(cause, links[cause.id], membership, knowledge)
            for cause in sorted(knowledge.causes.values(), key=lambda cause: -cause.prior.mid)
            if cause.tier == tier
        ]
        if entries:
            sections.append(Section(title, tuple(entries)))
    lead = (
        "LR+ is how many times likelier a sign is with the cause than without any of the causes (chance with the cause "
        "over the leak); LR− the same for its absence. 'LR+ published' is the study's own, against the study's "
        "comparison group. Where 'LR− used' says nothing, an absent sign is left out."
    )
    return Page("causes.html", "Causes", lead, tuple(sections))


def _cause(
    cause: Cause, links: list[Likelihood], membership: Mapping[str, CorrelationGroup], knowledge: Knowledge
) -> Entry:
    cap = f"never said to be likelier than {share(cause.cap)}: {cause.cap_note}" if cause.cap is not None else ""
    codes = "; ".join(f"{_CODES.get(system, system)} {code}" for system, code in cause.codes.items())
    tables = [
        Table(
            "What changes the prior odds",
            ("while this holds", "odds", "grade", "source"),
            tuple(
                (
                    condition_words(modifier.when, knowledge),
                    ("times " if modifier.effect == "multiply" else "set to ") + number_range(modifier.value),
                    mark(modifier.value),
                    origin(modifier.value, knowledge),
                )
                for modifier in knowledge.modifiers
                if modifier.cause == cause.id
            ),
        ),
        Table("Signs, the strongest first", _SIGNS, tuple(_sign_rows(links, membership, knowledge))),
    ]
    return Entry(
        cause.id,
        cause.plain_name,
        facts(
            ("clinical name", cause.clinical_name),
            (
                "before any answer",
                lines(share_range(cause.prior), cause.prior_why, cause.prior.locator),
            ),
            ("grade of that", mark(cause.prior)),
            ("cap", cap),
            ("tests", cause.tests),
            ("whom to see", cause.who),
            ("kind of fatigue", KIND_WORDS.get(cause.kind, cause.kind)),
            ("codes", codes),
        ),
        tuple(table for table in tables if table.rows),
        (cause.category, cause.id),
        cause.tier,
    )


def _sign_rows(
    links: list[Likelihood], membership: Mapping[str, CorrelationGroup], knowledge: Knowledge
) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for link in sorted(links, key=lambda link: (-ratios(link, knowledge)[0], link.finding)):
        present, absent = ratios(link, knowledge)
        group = membership.get(link.finding)
        grouped: Cell = Link(f"group {group.id}", f"groups.html#{anchor(group.id)}") if group else ""
        rows.append(
            (
                lines(finding_link(link.finding, knowledge), grouped),
                lines(share(link.sensitivity.mid), _between(link.sensitivity)),
                share(knowledge.findings[link.finding].leak.mid),
                figure(present),
                "" if link.lr_pos_published is None else figure(link.lr_pos_published),
                "says nothing" if link.positive_only else figure(absent),
                mark(link.sensitivity),
                lines(origin(link.sensitivity, knowledge), link.note),
            )
        )
    return rows


def _between(number: Number) -> str:
    return f"{share(number.low)} to {share(number.high)}"


# ---- findings


def findings_page(knowledge: Knowledge) -> Page:
    """Every finding with its question, how long an answer holds, its leak, and what uses it."""
    used = _Uses(knowledge)
    by_source: defaultdict[str, list[Entry]] = defaultdict(list)
    for finding in sorted(knowledge.findings.values(), key=lambda finding: finding.label.lower()):
        by_source[finding.collected_by].append(_finding(finding, used, knowledge))
    sections = [Section(f"{words[0].upper()}{words[1:]}", tuple(by_source[by])) for by, words in _COLLECTED.items()]
    lead = (
        "The leak is the chance of a finding in an active adult who complains and has none of the modelled causes. It "
        "is not 1 minus the specificity of a study: most of a study's false positives have another cause that stands "
        "here too."
    )
    return Page("findings.html", "Findings", lead, tuple(section for section in sections if section.entries))


class _Uses:
    """Which causes, red flags and safety rules look at a finding, also through a name composed of it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.causes: defaultdict[str, list[Likelihood]] = defaultdict(list)
        for link in knowledge.likelihoods:
            self.causes[link.finding].append(link)
        within: dict[str, set[str]] = defaultdict(set)
        for entry in knowledge.derived:
            within[entry.id] |= set(names(entry.present))
        for score in knowledge.points:
            within[score.id] |= {name for condition, _ in score.items for name in names(condition)}
        self.rules: defaultdict[str, list[Link]] = defaultdict(list)
        rules = [(flag.id, flag.when, "red_flags.html") for flag in knowledge.red_flags]
        rules += [(rule.id, rule.when, "safety.html") for rule in knowledge.safety_rules]
        rules += [(row.id, row.when, "today.html") for row in knowledge.verdict]
        rules += [(one.id, when, "scores.html") for one in knowledge.instruments for when in _conditions(one)]
        rules += [(one.id, gate.when, "remedies.html") for one in knowledge.remedies.values() for gate in one.gates]
        for rule, when, file in rules:
            direct = set(names(when))
            for name in direct.union(*(within.get(name, set()) for name in direct)):
                place = Link(rule.replace("_", " "), f"{file}#{anchor(rule)}")
                if place not in self.rules[name]:
                    self.rules[name].append(place)
        self.modifies: defaultdict[str, list[Cell]] = defaultdict(list)
        for modifier in knowledge.modifiers:
            for name in dict.fromkeys(names(modifier.when)):
                changed = cause_link(modifier.cause, knowledge)
                if changed not in self.modifies[name]:
                    self.modifies[name].append(changed)


def _conditions(one: Instrument) -> Iterator[Condition]:
    for item in one.items:
        yield from (when for when, _ in item.choices)
    yield from (when for when in (one.relevant, one.applies) if when is not None)


def _finding(finding: FindingType, used: _Uses, knowledge: Knowledge) -> Entry:
    holds = "until changed" if finding.valid_days is None else f"{finding.valid_days:g} days"
    if finding.present_days is not None:
        holds += f"; a yes {finding.present_days:g} days"
    links = sorted(used.causes[finding.id], key=lambda link: -ratios(link, knowledge)[0])
    signs = tuple(
        (
            cause_link(link.cause, knowledge),
            share_range(link.sensitivity),
            figure(ratios(link, knowledge)[0]),
            mark(link.sensitivity),
        )
        for link in links
    )
    table = Table("Causes that bring it about", ("cause", "with the cause", "LR+ used", "grade"), signs)
    tags = (*(("warning sign",) if finding.alarm else ()), *(("gate of remedies",) if finding.gate else ()), finding.id)
    return Entry(
        finding.id,
        finding.label,
        facts(
            ("question", finding.question),
            ("asked only if", condition_words(finding.ask_if, knowledge) if finding.ask_if is not None else ""),
            ("an answer holds", holds),
            ("without any cause", lines(share_range(finding.leak), finding.leak.locator)),
            ("grade of that", mark(finding.leak)),
            ("worked out", meaning_words(finding.id, knowledge)),
            ("changes the prior of", spaced(used.modifies[finding.id])),
            ("rules and scores that look at it", spaced(used.rules[finding.id])),
            ("codes", "; ".join(f"{_CODES.get(system, system)} {code}" for system, code in finding.codes.items())),
            ("note", finding.note),
        ),
        (table,) if signs else (),
        tags,
        "alarm" if finding.alarm else "",
    )


# ---- groups


def groups_page(knowledge: Knowledge) -> Page:
    """Which findings are not independent evidence, and how they are counted."""
    entries = tuple(
        Entry(
            group.id,
            group.id.replace("_", " "),
            facts(
                ("how they count", _GROUP_RULES[group.rule]),
                ("members", lines(*(finding_link(member, knowledge) for member in group.members))),
                ("why", group.why),
            ),
            tags=(group.rule,),
        )
        for group in knowledge.groups
    )
    lead = (
        "Signs that come together must not be multiplied as if each were news. A finding is in one group at most, "
        "beside the lists of a whole and its parts."
    )
    return Page("groups.html", "Groups", lead, (Section("Findings that go together", entries),))
