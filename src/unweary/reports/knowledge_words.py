"""The knowledge back in plain English, so that a clinician can review a rule without reading its notation."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from unweary.reports.phrases import GRADE_WORDS, URGENCY_WORDS
from unweary.vocab.errors import UserError
from unweary.vocab.knowledge import Cause, FindingType, Knowledge, Likelihood, Number, RedFlag
from unweary.vocab.logic import NEVER, AtLeast, Compare, Condition, Is, Not, in_words, names
from unweary.vocab.remedies import Remedy, SafetyRule
from unweary.vocab.verdict import VerdictRule

CHECK_WORDS = {"V": "seen in the source", "R": "recalled, to be checked", "E": "expert estimate"}
LEVEL_WORDS = {
    "EMERGENCY": "emergency",
    "BLOCK": "not allowed",
    "ESCALATE": "have it looked at",
    "ASK": "ask first",
    "WARN": "take care",
    "STOP": "stop",
}
_TRUTH_WORDS = {
    "any_red": "any other red flag above routine",
    "male": "male",
    "marked_sick": "a check-in marked 'sick' today or yesterday",
    "under_18": "age under 18",
}
_UNKNOWN = "?"  # can begin no name of the grammar

#: Units that a label says already: scales, counts and shares.
_COUNTED = frozenset(("", "1", "0-10", "groups", "level", "points", "ratio", "sessions", "share", "signs"))


def counts(knowledge: Knowledge) -> dict[str, int]:
    """How much knowledge there is, under the names that programs rely on.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> some = dict.fromkeys(("causes", "findings", "likelihoods", "red_flags", "remedies"), ("one", "two"))
    >>> counts(SimpleNamespace(**some))
    {'causes': 2, 'findings': 2, 'likelihoods': 2, 'red_flags': 2, 'remedies': 2}
    """
    return {
        "causes": len(knowledge.causes),
        "findings": len(knowledge.findings),
        "likelihoods": len(knowledge.likelihoods),
        "red_flags": len(knowledge.red_flags),
        "remedies": len(knowledge.remedies),
    }


def show(knowledge: Knowledge, id: str | None = None) -> str:  # noqa: A002 - what every door calls it
    """One entry in plain English, or all red flags.

    Parameters
    ----------
    knowledge : Knowledge
    id : str, optional
        Of a red flag, cause, remedy, finding or derived finding, score, safety rule or verdict row. An id that several
        of them share shows them all. None shows every red flag, with what its composed terms mean.

    Raises
    ------
    UserError
        Code ``knowledge_id``, when nothing has this id; the nearest ids are named.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.knowledge import Source, Urgency
    >>> from unweary.vocab.logic import parse
    >>> flag = RedFlag(
    ...     "rf35", parse("confusion"), Urgency.EMERGENCY_NOW, "Call for help.", "ambulance", "may be sepsis", "ng", "V"
    ... )
    >>> empty = dict.fromkeys(("findings", "quantities", "causes"), {}) | {"derived": (), "points": ()}
    >>> sources = {"ng": Source("ng", "NICE NG253", "V")}
    >>> print(show(Some(red_flags=(flag,), sources=sources, label=str, **empty)))
    rf35
    If confusion: see someone now (emergency). Call for help. Whom to see: ambulance. Why: may be sepsis. \
Source: NICE NG253 (seen in the source).
    """
    if id is None:
        rules = [_red_flag(flag, knowledge) for flag in knowledge.red_flags]
        meanings = _meanings((flag.when for flag in knowledge.red_flags), knowledge)
        return "\n\n".join([*rules, *([f"What these terms mean\n{meanings}"] if meanings else [])])
    found = list(_entries(knowledge, id))
    if not found:
        known = sorted(_ids(knowledge))
        near = difflib.get_close_matches(id.lower(), known, n=3, cutoff=0.5)
        raise UserError(
            "knowledge_id",
            f"there is no cause, finding, red flag, remedy or rule '{id}'",
            ", ".join(near) or "an id such as those that 'knowledge show' lists",
        )
    return "\n\n".join(found)


def _entries(knowledge: Knowledge, name: str) -> Iterator[str]:
    for flag in knowledge.red_flags:
        if flag.id == name:
            meanings = _meanings((flag.when,), knowledge)
            yield "\n".join(filter(None, (_red_flag(flag, knowledge), meanings)))
    if name in knowledge.causes:
        yield _cause(knowledge.causes[name], knowledge)
    if name in knowledge.remedies:
        yield _remedy(knowledge.remedies[name], knowledge)
    if name in knowledge.findings:
        yield _finding(knowledge.findings[name], knowledge)
    elif meaning := meaning_words(name, knowledge):
        yield f"{name}\n{meaning}"
    for rule in knowledge.safety_rules:
        if rule.id == name:
            yield "\n".join(filter(None, (_safety_rule(rule, knowledge), _meanings((rule.when,), knowledge))))
    for row in knowledge.verdict:
        if row.id == name:
            yield _verdict_row(row, knowledge)


def _ids(knowledge: Knowledge) -> set[str]:
    listed = (knowledge.red_flags, knowledge.derived, knowledge.points, knowledge.safety_rules, knowledge.verdict)
    single = {str(getattr(entry, "id")) for entries in listed for entry in entries}  # noqa: B009 - five types, one field
    return single.union(knowledge.causes, knowledge.remedies, knowledge.findings)


# ---- conditions


def condition_words(condition: Condition, knowledge: Knowledge) -> str:
    """A condition with the label and unit of every name.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> some = Some(findings={}, causes={}, quantities={"age": Some(unit="years")}, label=str)
    >>> condition_words(parse("any_red OR age >= 75"), some)
    'any other red flag above routine or age in years at least 75'
    """
    spoken = _spoken(condition)
    return in_words(spoken, {name: _label(name, knowledge) for name in names(spoken)})


def _spoken(condition: Condition) -> Condition:
    """The condition with 'NOT x >= 0' as one term: of a number that is never below 0 it says that it is not known."""
    match condition:
        case Not(Compare(name, ">=", 0.0)):
            return Is(f"{_UNKNOWN}{name}")
        case Not(part):
            return Not(_spoken(part))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(_spoken(part) for part in parts))
        case _:
            return condition


def _label(name: str, knowledge: Knowledge) -> str:
    if name.startswith(_UNKNOWN):
        return f"{knowledge.label(name.removeprefix(_UNKNOWN))} is not known"
    if name.startswith("p_") and name[2:] in knowledge.causes:
        return f"the chance (0 to 1) of '{knowledge.causes[name[2:]].plain_name}'"
    if name in _TRUTH_WORDS and name not in knowledge.findings:
        return _TRUTH_WORDS[name]
    label = knowledge.label(name)
    unit = knowledge.quantities[name].unit if name in knowledge.quantities else ""
    said = unit in _COUNTED or unit in label.split()
    return label if said else f"{label} in {unit.replace('degC', '°C')}"


def meaning_words(name: str, knowledge: Knowledge) -> str:
    """What a derived finding or a score stands for; empty for a name that is asked or measured.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> meaning_words("fever", Some(derived=(), points=()))
    ''
    """
    lines = []
    for entry in knowledge.derived:
        if entry.id == name:
            lines.append(_when("Present", entry.present, knowledge))
            if entry.absent is not None:
                lines.append(_when("Absent", entry.absent, knowledge))
            if entry.settled:
                lines.append("Absent until it is told.")
            if entry.cannot:
                lines.append("Who cannot have it is cleared of no cause by that.")
            lines.append(_sentence(entry.note, _source(entry.source, "", knowledge)))
    for score in knowledge.points:
        if score.id == name:
            items = (f"{points:+g} for {condition_words(condition, knowledge)}" for condition, points in score.items)
            lines.append(f"The sum of: {'; '.join(items)}.")
            lines.append(_sentence(score.note, _source(score.source, "", knowledge)))
    return " ".join(filter(None, lines))


def _when(state: str, condition: Condition, knowledge: Knowledge) -> str:
    if condition == NEVER:
        return f"{state} only when the person says so."
    return f"{state} when {condition_words(condition, knowledge)}."


def _meanings(conditions: Iterable[Condition], knowledge: Knowledge) -> str:
    """One line for each composed term in these conditions, and for each composed term in those."""
    definitions: dict[str, list[Condition]] = {}
    for entry in knowledge.derived:
        definitions.setdefault(entry.id, []).append(entry.present)
    for score in knowledge.points:
        definitions[score.id] = [condition for condition, _ in score.items]
    waiting = [name for condition in conditions for name in names(condition)]
    lines: dict[str, str] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in lines and name in definitions:
            lines[name] = f"- {_label(name, knowledge)}: {meaning_words(name, knowledge)}"
            waiting.extend(inner for condition in definitions[name] for inner in names(condition))
    return "\n".join(lines.values())


# ---- entries


def _source(source: str, check: str, knowledge: Knowledge) -> str:
    """The citations of one or several sources (ids separated by commas), and how they were checked."""
    ids = [part.strip() for part in source.split(",") if part.strip()]
    if not ids:
        return ""
    if check:
        return f"Source: {'; '.join(citation(one, knowledge) for one in ids)} ({CHECK_WORDS[check]})."
    checked = (f"{citation(one, knowledge)} ({_checked(one, knowledge)})" for one in ids)
    return f"Source: {'; '.join(checked)}."


def citation(source: str, knowledge: Knowledge) -> str:
    """The citation of a source; its id where there is none.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> citation("ng158", Some(sources={}))
    'ng158'
    """
    return knowledge.sources[source].citation if source in knowledge.sources else source


def _checked(source: str, knowledge: Knowledge) -> str:
    return CHECK_WORDS[knowledge.sources[source].check if source in knowledge.sources else "E"]


def _sentence(*parts: str) -> str:
    """The parts as sentences, each with a capital and one full stop."""
    said = (part.strip() for part in parts if part.strip())
    return " ".join(part[0].upper() + part[1:] + ("" if part[-1] in ".?!" else ".") for part in said)


def _number(number: Number, knowledge: Knowledge) -> str:
    origin = ", ".join(filter(None, (citation(number.source, knowledge), number.locator)))
    grade = GRADE_WORDS.get(number.grade, number.grade)
    text = f"{number.mid:g} ({number.low:g} to {number.high:g})"
    return f"{text}, grade {number.grade} {grade}, {CHECK_WORDS[number.check]}: {origin}"


def _red_flag(flag: RedFlag, knowledge: Knowledge) -> str:
    text = _sentence(
        f"If {condition_words(flag.when, knowledge)}: see someone {URGENCY_WORDS[flag.urgency]}",
        flag.message,
        f"Whom to see: {flag.who}" if flag.who else "",
        f"Why: {flag.why}",
        _source(flag.source, flag.check, knowledge),
    )
    return f"{flag.id}\n{text}"


def _safety_rule(rule: SafetyRule, knowledge: Knowledge) -> str:
    unknown = "While this is not known, they are held back" if rule.unknown_withholds else ""
    text = _sentence(
        f"If {condition_words(rule.when, knowledge)}: {LEVEL_WORDS[rule.level]}",
        rule.words,
        rule.action,
        f"Concerns: {affected_words(rule.affects, knowledge)}",
        f"But not: {affected_words(rule.spares, knowledge)}" if rule.spares else "",
        unknown,
        _source(",".join(rule.sources), "", knowledge),
    )
    return f"{rule.id}\n{text}"


def affected_words(entries: Iterable[str], knowledge: Knowledge) -> str:
    """What a safety rule concerns: remedies by name, marks, or every remedy.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> affected_words(("all", "tag:heat"), Some(remedies={}))
    "every remedy, everything marked 'heat'"
    """
    words = []
    for entry in entries:
        if entry == "all":
            words.append("every remedy")
        elif entry.startswith("tag:"):
            words.append(f"everything marked '{entry[4:].replace('_', ' ')}'")
        else:
            words.append(knowledge.remedies[entry].name if entry in knowledge.remedies else entry)
    return ", ".join(words)


def _verdict_row(row: VerdictRule, knowledge: Knowledge) -> str:
    where = " this muscle group" if row.scope == "group" else ""
    text = _sentence(
        f"If {condition_words(row.when, knowledge)}: {row.action}{where}",
        row.reason,
        row.advice,
        _source(row.source, row.check, knowledge),
    )
    return f"{row.id}\n{text}"


def _cause(cause: Cause, knowledge: Knowledge) -> str:
    lines = [
        cause.id,
        f"{cause.plain_name} ({cause.clinical_name}; {cause.category}, {cause.tier}, {cause.kind})",
        f"Chance before any answer: {_number(cause.prior, knowledge)}. {_sentence(cause.prior_why)}",
    ]
    if cause.cap is not None:
        lines.append(_sentence(f"Never said to be more likely than {cause.cap:g}", cause.cap_note))
    if cause.tests or cause.who:
        lines.append(_sentence(f"Tests: {cause.tests}" if cause.tests else "", f"Whom to see: {cause.who}"))
    for modifier in knowledge.modifiers:
        if modifier.cause == cause.id:
            effect = "odds times" if modifier.effect == "multiply" else "odds set to"
            when = condition_words(modifier.when, knowledge)
            lines.append(f"- If {when}: {effect} {_number(modifier.value, knowledge)}")
    links = [link for link in knowledge.likelihoods if link.cause == cause.id]
    lines.extend(_link(link, knowledge) for link in sorted(links, key=lambda link: -_ratio(link, knowledge)))
    return "\n".join(lines)


def _ratio(link: Likelihood, knowledge: Knowledge) -> float:
    finding = knowledge.findings.get(link.finding)
    return link.sensitivity.mid / finding.leak.mid if finding else 1.0


def _link(link: Likelihood, knowledge: Knowledge) -> str:
    finding = knowledge.findings.get(link.finding)
    without = f", {finding.leak.mid:g} without any cause" if finding else ""
    silent = "; its absence says nothing" if link.positive_only else ""
    return f"- {_label(link.finding, knowledge)}: {_number(link.sensitivity, knowledge)}{without}{silent}"


def _finding(finding: FindingType, knowledge: Knowledge) -> str:
    holds = "until changed" if finding.valid_days is None else f"for {finding.valid_days:g} days"
    lines = [f"{finding.id}\n{finding.label}"]
    if finding.question:
        asked = f" Asked only if {condition_words(finding.ask_if, knowledge)}." if finding.ask_if is not None else ""
        lines.append(f"Question: {finding.question}{asked}")
    lines.append(f"Known from: {finding.collected_by}. An answer holds {holds}.")
    lines.append(f"Present without any of the causes: {_number(finding.leak, knowledge)}")
    meaning = meaning_words(finding.id, knowledge)
    if meaning:
        lines.append(meaning)
    flags = [flag.id for flag in knowledge.red_flags if finding.id in names(flag.when)]
    if flags:
        lines.append(f"Red flags that look at it: {', '.join(flags)}")
    links = [link for link in knowledge.likelihoods if link.finding == finding.id]
    for link in sorted(links, key=lambda link: -link.sensitivity.mid):
        name = knowledge.causes[link.cause].plain_name if link.cause in knowledge.causes else link.cause
        lines.append(f"- in '{name}': {_number(link.sensitivity, knowledge)}")
    return "\n".join(lines)


def _remedy(remedy: Remedy, knowledge: Knowledge) -> str:
    grade = GRADE_WORDS.get(remedy.grade, remedy.grade)
    helped = [knowledge.causes[cause].plain_name for cause in remedy.causes if cause in knowledge.causes]
    lines = [
        f"{remedy.id}\n{remedy.name}",
        _sentence(f"Dose: {remedy.dose}", f"When: {remedy.timing}"),
        _sentence(f"Effect: {remedy.effect}", f"Grade {remedy.grade} {grade}, certainty {remedy.certainty}"),
        _sentence(f"Cost: {remedy.cost}", f"Effort: {remedy.effort}"),
    ]
    if helped:
        lines.append(f"For: {', '.join(helped)}")
    if remedy.needs is not None:
        lines.append(f"Offered only if {condition_words(remedy.needs, knowledge)}.")
    lines.extend(f"- Held back if {condition_words(gate.when, knowledge)}: {gate.words}" for gate in remedy.gates)
    named = {remedy.id, "all", *(f"tag:{tag}" for tag in remedy.tags)}
    rules = [rule for rule in knowledge.safety_rules if named & set(rule.affects) and not named & set(rule.spares)]
    lines.extend(
        f"- {rule.id}: if {condition_words(rule.when, knowledge)}: {LEVEL_WORDS[rule.level]}. {rule.words}"
        for rule in rules
    )
    for title, text in (("Must not", remedy.contraindications), ("Mixes badly with", remedy.interactions)):
        if text.strip():
            lines.append(_sentence(f"{title}: {text}"))
    lines.append(_source(",".join(remedy.sources), "", knowledge))
    return "\n".join(filter(None, lines))
