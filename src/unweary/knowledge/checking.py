"""Whether the knowledge hangs together: every name can be filled in, every id resolves, every number makes sense."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import get_args, get_type_hints

from unweary.knowledge.articles import article_problems
from unweary.knowledge.exercises import exercise_problems
from unweary.knowledge.lexicon import lexicon_problems
from unweary.knowledge.names import COMPUTED, TRUTHS, definitions, lowering, misplaced, name_problems, rests_on
from unweary.knowledge.scores import score_problems
from unweary.vocab.errors import Problem
from unweary.vocab.knowledge import KindSign, Knowledge, Number
from unweary.vocab.logic import Interval, Truth, evaluate, names
from unweary.vocab.signals import ANALYTES, SIGNALS
from unweary.vocab.verdict import VerdictRule

_ID = re.compile(r"[a-z0-9][a-z0-9_.]*")
_KINDS: tuple[str, ...] = get_args(get_type_hints(KindSign)["kind"])


def check(knowledge: Knowledge) -> tuple[Problem, ...]:
    """Everything in the knowledge that cannot be evaluated or contradicts itself.

    Returns
    -------
    tuple of Problem
        Empty for knowledge that may be used. ``where`` is 'file: entry: key', ``code`` a short stable name.

    Examples
    --------
    >>> from dataclasses import fields
    >>> empty = Knowledge(**{field.name: () if "tuple" in field.type else {} for field in fields(Knowledge)})
    >>> check(empty)
    ()
    """
    found = (
        *_ids(knowledge),
        *name_problems(knowledge),
        *_definitions(knowledge),
        *_red_flags(knowledge),
        *_references(knowledge),
        *_quantities(knowledge),
        *_affected(knowledge),
        *_sore_places(knowledge),
        *_numbers(knowledge),
        *_probabilities(knowledge),
        *_sources(knowledge),
        *_sentences(knowledge),
        *lexicon_problems(knowledge),
        *score_problems(knowledge),
        *article_problems(knowledge),
        *exercise_problems(knowledge),
    )
    return tuple(found)


# ---- names and definitions


def _ids(knowledge: Knowledge) -> Iterator[Problem]:
    every: dict[str, Iterable[str]] = {
        "findings": knowledge.findings,
        "quantities": knowledge.quantities,
        "derived": [entry.id for entry in knowledge.derived],
        "points": [score.id for score in knowledge.points],
        "screens": [screen.id for screen in knowledge.screens],
        "checklists": [one.id for one in knowledge.checklists],
        "red_flags": [flag.id for flag in knowledge.red_flags],
        "causes": knowledge.causes,
        "groups": [group.id for group in knowledge.groups],
        "verdict": [row.id for row in knowledge.verdict],
        "remedies": knowledge.remedies,
        "safety": [rule.id for rule in knowledge.safety_rules],
        "body": knowledge.body,
        "parameters": knowledge.parameters,
        "sources": knowledge.sources,
    }
    for file, ids in every.items():
        for name in ids:
            if not _ID.fullmatch(name):
                yield Problem(f"{file}: {name}", "id", "an id has lower-case letters, digits and underscores only")
    for code in knowledge.countries:
        if not re.fullmatch("[A-Z]{2}", code):
            yield Problem(f"countries: {code}", "id", "a country code has two capital letters")
    scores = [score.id for score in knowledge.points]
    for name in sorted(set(knowledge.quantities) & set(scores)):
        yield Problem(f"derived: {name}", "two_meanings", f"'{name}' is a quantity and a score")
    truths = {*knowledge.findings, *(entry.id for entry in knowledge.derived), *TRUTHS}
    for name in sorted(truths & {*knowledge.quantities, *scores}):
        yield Problem(f"findings: {name}", "two_meanings", f"'{name}' is a finding and a number")


def _definitions(knowledge: Knowledge) -> Iterator[Problem]:
    defined = definitions(knowledge)
    for name in defined:
        if name in rests_on(name, defined):
            yield Problem(f"derived: {name}", "cycle", f"the definition of '{name}' leads back to itself")
    for name in never_asked(knowledge):
        yield Problem(f"findings: {name}: ask_if", "never_asked", "waits for answers that wait for this one")


def never_asked(knowledge: Knowledge) -> tuple[str, ...]:
    """Follow-up questions that no chain of answers can lead to.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> gates = {"fever": None, "cough": parse("fever OR rash"), "rash": parse("itch"), "itch": parse("rash")}
    >>> never_asked(Some(findings={name: Some(id=name, ask_if=gate) for name, gate in gates.items()}))
    ('rash', 'itch')
    """
    waiting = {finding.id: finding.ask_if for finding in knowledge.findings.values() if finding.ask_if is not None}
    while opened := [
        name for name, gate in waiting.items() if evaluate(gate, _Reachable(frozenset(waiting))) is not False
    ]:
        for name in opened:
            del waiting[name]
    return tuple(waiting)


@dataclass(frozen=True, slots=True)
class _Reachable:
    """Facts of someone who could answer anything, except the questions that are still waiting."""

    waiting: frozenset[str]

    def truth(self, name: str) -> Truth:
        return False if name in self.waiting else None

    def number(self, name: str) -> Interval | None:
        return None


def _red_flags(knowledge: Knowledge) -> Iterator[Problem]:
    defined = definitions(knowledge)
    derived = {entry.id for entry in knowledge.derived}
    for flag in knowledge.red_flags:
        where = f"red_flags: {flag.id}"
        for way in dict.fromkeys(lowering(flag.when, knowledge)):
            yield Problem(where, "can_be_lowered", f"{way}: one more sign could make this rule silent")
        for key in ("message", "who", "why"):
            if not getattr(flag, key).strip():
                yield Problem(f"{where}: {key}", "empty", "a red flag says what to do, whom to see, and why")
        used = set(names(flag.when))
        for name in sorted(used.union(*(rests_on(name, defined) for name in used))):
            finding = knowledge.findings.get(name)
            if finding is not None and not finding.question.strip() and name not in derived | TRUTHS:
                yield Problem(
                    where, "not_collectable", f"nothing can tell whether '{name}' is present: it has no question"
                )


# ---- references


def _references(knowledge: Knowledge) -> Iterator[Problem]:
    linked = {link.finding for link in knowledge.likelihoods}
    explained = {link.cause for link in knowledge.likelihoods}
    for index, word in enumerate(knowledge.profile_words):
        where = f"profile_words: [{index}] {word.field}"
        yield from _unknown(where, "finding", word.sets, knowledge.findings)
        if not word.words or not all(spoken.strip() for spoken in word.words):
            yield Problem(where, "empty", "no words, or an empty one, which every profile would contain")
    for screen in knowledge.screens:
        yield from _unknown(f"screens: {screen.id}", "finding", screen.findings, knowledge.findings)
    for one in knowledge.checklists:
        yield from _unknown(f"checklists: {one.id}", "finding", one.findings, knowledge.findings)
    for link in knowledge.likelihoods:
        where = f"likelihoods: {link.cause} + {link.finding}"
        yield from _unknown(where, "cause", (link.cause,), knowledge.causes)
        yield from _unknown(where, "finding", (link.finding,), knowledge.findings)
    for index, modifier in enumerate(knowledge.modifiers):
        yield from _unknown(f"modifiers: [{index}]", "cause", (modifier.cause,), knowledge.causes)
    for cause in knowledge.causes:
        if cause not in explained:
            yield Problem(f"causes: {cause}", "no_likelihood", "no finding speaks for or against this cause")
    # A whole and its parts may stand in other groups too: it only says what follows from the words.
    weighing = [group for group in knowledge.groups if group.rule != "whole"]
    memberships = Counter(member for group in weighing for member in set(group.members))
    for group in knowledge.groups:
        where = f"groups: {group.id}"
        yield from _unknown(where, "finding", group.members, knowledge.findings)
        if group.rule == "composite" and (not group.members or group.members[0] not in linked):
            yield Problem(where, "no_likelihood", "its first member has no likelihood and would silence the others")
        for member in group.members:
            if group.rule != "whole" and memberships[member] > 1:
                yield Problem(where, "two_groups", f"'{member}' is in more than one group; only the last would count")
    for remedy in knowledge.remedies.values():
        yield from _unknown(f"remedies: {remedy.id}: causes", "cause", remedy.causes, knowledge.causes)
        yield from _unknown(f"remedies: {remedy.id}: kinds", "kind", remedy.kinds, _KINDS)


def _unknown(where: str, what: str, ids: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    there = set(known)
    for name, count in Counter(ids).items():
        if name not in there:
            yield Problem(where, f"unknown_{what}", f"there is no {what} '{name}'")
        if count > 1:
            yield Problem(where, "twice", f"'{name}' stands here {count} times")


def _quantities(knowledge: Knowledge) -> Iterator[Problem]:
    measured = {("lab", analyte.id): analyte.unit for analyte in ANALYTES.values()}
    measured |= {("signal", signal.id): signal.unit for signal in SIGNALS.values()}
    for quantity in knowledge.quantities.values():
        where = f"quantities: {quantity.id}: origin"
        kind, _, name = quantity.origin.partition(":")
        if (kind, name) in measured:
            if quantity.unit != measured[kind, name]:
                wanted = measured[kind, name]
                yield Problem(where, "unit", f"'{quantity.unit}' is not '{wanted}', the unit of '{name}'")
        elif kind in ("lab", "signal"):
            yield Problem(where, "unknown_signal", f"there is no {kind} '{name}' in the registry")
        elif kind == "answer":
            yield from _unknown(where, "finding", (name,), knowledge.findings)
            if name in knowledge.findings and knowledge.findings[name].kind != "number":
                yield Problem(where, "not_a_number", f"the answer to '{name}' is not typed as a number")
        elif quantity.origin != "computed":
            yield Problem(where, "origin", f"'{quantity.origin}' is not lab:, signal:, answer: or computed")
        elif quantity.id not in COMPUTED:
            yield Problem(where, "not_computed", f"nothing computes '{quantity.id}'")


def _affected(knowledge: Knowledge) -> Iterator[Problem]:
    tags = {f"tag:{tag}" for remedy in knowledge.remedies.values() for tag in remedy.tags}
    known = {*knowledge.remedies, *tags, "all"}
    for rule in knowledge.safety_rules:
        for key in ("affects", "spares"):
            yield from _unknown(f"safety: {rule.id}: {key}", "remedy", getattr(rule, key), known)
        if not rule.affects:
            yield Problem(f"safety: {rule.id}: affects", "empty", "a safety rule that affects nothing protects no one")


def _sore_places(knowledge: Knowledge) -> Iterator[Problem]:
    rules = {flag.id for flag in knowledge.red_flags}
    named = {told.id for told in knowledge.sore_kinds}
    for index, watch in enumerate(knowledge.sore_watch):
        where = f"soreness: watch[{index}] {watch.kind}"
        yield from _unknown(where, "rule", watch.rules, rules)
        yield from _unknown(where, "finding", watch.check, knowledge.findings)
    used = [sign.kind for sign in knowledge.sore_signs] + [watch.kind for watch in knowledge.sore_watch]
    for kind in dict.fromkeys(used):
        if kind not in named:
            yield Problem(f"soreness: {kind}", "unnamed", "has signs but no [[kind]] that names it")


# ---- numbers and sources


def numbers(knowledge: Knowledge) -> Iterator[tuple[str, Number]]:
    """Every number of the knowledge with its place.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> one = Number(0.1, 0.05, 0.2, "probability", "D", "E", "own_estimate")
    >>> cause = Some(id="dvt", prior=one)
    >>> some = Some(findings={}, causes={"dvt": cause}, likelihoods=(), modifiers=(), kind_signs=(), parameters={},
    ...     sore_signs=())
    >>> [where for where, _ in numbers(some)]
    ['causes: dvt: prior']
    """
    for finding in knowledge.findings.values():
        yield f"findings: {finding.id}: leak", finding.leak
    for cause in knowledge.causes.values():
        yield f"causes: {cause.id}: prior", cause.prior
    for link in knowledge.likelihoods:
        yield f"likelihoods: {link.cause} + {link.finding}", link.sensitivity
    for index, modifier in enumerate(knowledge.modifiers):
        yield f"modifiers: [{index}] {modifier.cause}: value", modifier.value
    for index, sign in enumerate(knowledge.kind_signs):
        yield f"kind: sign[{index}] {sign.kind}: weight", sign.weight
    for name, number in knowledge.parameters.items():
        yield f"parameters: {name}", number
    for sore in knowledge.sore_signs:
        weight = Number(
            sore.weight, sore.low, sore.high, "natural log", sore.grade, sore.check, sore.source, sore.locator
        )
        yield f"soreness: {sore.id}: weight", weight


def _numbers(knowledge: Knowledge) -> Iterator[Problem]:
    for where, number in numbers(knowledge):
        if not number.low <= number.mid <= number.high:
            shown = f"low {number.low:g}, mid {number.mid:g}, high {number.high:g}"
            yield Problem(where, "order", f"{shown}: low <= mid <= high does not hold")
        if not number.unit.strip():
            yield Problem(where, "unit", "has no unit; 'probability' and 'count' are units too")


def _probabilities(knowledge: Knowledge) -> Iterator[Problem]:
    for where, number in numbers(knowledge):
        file = where.partition(":")[0]
        if file in ("findings", "causes", "likelihoods") and not _probability(number):
            yield Problem(where, "probability", f"{number.mid:g} ({number.low:g} to {number.high:g}) is no probability")
        if file == "modifiers" and not number.low > 0:
            yield Problem(where, "odds", "odds and factors on odds are above 0; 'impossible' is a very small number")
    for cause in knowledge.causes.values():
        if cause.cap is not None and not 0 < cause.cap < 1:
            yield Problem(f"causes: {cause.id}: cap", "probability", f"{cause.cap:g} is not between 0 and 1")
    for finding in knowledge.findings.values():
        if finding.valid_days is not None and finding.valid_days <= 0:
            yield Problem(f"findings: {finding.id}: valid_days", "range", "an answer holds for more than 0 days")
        if finding.burden <= 0:
            yield Problem(f"findings: {finding.id}: burden", "range", "asking always costs something: above 0")
    for link in knowledge.likelihoods:
        known = knowledge.findings.get(link.finding)
        if known is not None and link.sensitivity.mid < known.leak.mid:
            less = f"{link.sensitivity.mid:g} is below the leak {known.leak.mid:g}"
            message = f"{less}: in a noisy-OR a cause cannot make a finding rarer"
            yield Problem(f"likelihoods: {link.cause} + {link.finding}", "below_leak", message)


def _probability(number: Number) -> bool:
    # A bound may touch 0 or 1; a middle of 0 or 1 would be a certainty that no evidence could move.
    return 0 < number.mid < 1 and number.low >= 0 and number.high <= 1


def _sources(knowledge: Knowledge) -> Iterator[Problem]:
    single = [(where, number.source) for where, number in numbers(knowledge)]
    single += [(f"red_flags: {flag.id}", flag.source) for flag in knowledge.red_flags]
    single += [(f"verdict: {row.id}", row.source) for row in knowledge.verdict]
    single += [(f"overreaching: {grade.id}", grade.source) for grade in knowledge.overreaching]
    single += [(f"countries: {country.code}", country.source) for country in knowledge.countries.values()]
    single += [(f"derived: {entry.id}", entry.source) for entry in knowledge.derived if entry.source]
    single += [(f"derived: {score.id}", score.source) for score in knowledge.points if score.source]
    for where, source in single:
        # Where several sources stand behind one rule, their ids are separated by commas.
        yield from _unknown(where, "source", (part.strip() for part in source.split(",")), knowledge.sources)
    for remedy in knowledge.remedies.values():
        yield from _cited(f"remedies: {remedy.id}", remedy.sources, knowledge)
    for rule in knowledge.safety_rules:
        yield from _cited(f"safety: {rule.id}", rule.sources, knowledge)


def _cited(where: str, sources: tuple[str, ...], knowledge: Knowledge) -> Iterator[Problem]:
    yield from _unknown(f"{where}: sources", "source", sources, knowledge.sources)
    if not sources:
        yield Problem(f"{where}: sources", "no_source", "names no source")


# ---- sentences


def _sentences(knowledge: Knowledge) -> Iterator[Problem]:
    fillable = {*knowledge.quantities, *(score.id for score in knowledge.points)}
    for row in knowledge.verdict:
        for key in ("reason", "advice", "change", "eases"):
            yield from _placeholders(row, key, fillable)
        if not row.reason.strip() or not row.advice.strip():
            yield Problem(f"verdict: {row.id}", "empty", "a row says why and what to do")


def _placeholders(row: VerdictRule, key: str, fillable: set[str]) -> Iterator[Problem]:
    where = f"verdict: {row.id}: {key}"
    try:
        found = [name for _, name, _, _ in Formatter().parse(getattr(row, key)) if name is not None]
    except ValueError as error:
        yield Problem(where, "placeholder", f"braces: {error}")
        return
    for name in found:
        if name == "told" and key == "reason" and row.scope == "told":
            continue
        if name not in fillable:
            yield Problem(where, "placeholder", f"'{{{name}}}' is no quantity, so there is nothing to fill in")
        elif (problem := misplaced(name, row.scope)) is not None:
            yield Problem(where, *problem)
