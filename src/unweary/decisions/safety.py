"""Safety gates on remedies: a rule blocks what it affects, and what is not known is not safe.

A remedy is looked at in this order: is it needed at all; does a rule or one of its own gates stand against it; is
something open that could stand against it; which warnings belong beside it. The worst level is the one that is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from unweary.vocab.kept import kept
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import AtLeast, Compare, Condition, Facts, Is, Not, evaluate
from unweary.vocab.remedies import Remedy, SafetyRule
from unweary.vocab.ways import nearest

#: Worst first. Every level but WARN keeps the remedy out of the plan.
LEVELS = ("EMERGENCY", "BLOCK", "ESCALATE", "ASK", "WARN", "STOP")

#: How many open questions the sentence names; ``needed`` holds all of them.
_NAMED = 3

#: The top of the burden scale (``FindingType.burden``), for what the person cannot simply answer.
_NOT_ANSWERABLE = 5.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a remedy may be offered to this person now.

    Attributes
    ----------
    state : str
        ``offered``; ``blocked`` (a rule or gate stands against it); ``unknown`` (it would be blocked if one of
        ``needed`` held); ``not_needed`` (its reason to be given is known to be absent).
    rule : str
        The safety rule that decided, or the remedy's own id where its own gate or need did. Empty when offered.
    reason : str
        What the person reads.
    needed : tuple of str
        Findings to ask and values to measure that would settle it; the ones asked of everybody first.
    warnings : tuple of str
        Sentences beside an offered remedy. A warning that is not ruled out is shown too.
    """

    remedy: str
    state: Literal["offered", "blocked", "unknown", "not_needed"]
    level: str = ""
    rule: str = ""
    reason: str = ""
    needed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bar:
    """Something that can stand against a remedy: a safety rule, or a gate of its own (as grave as BLOCK).

    ``general``: a rule over all remedies; its questions come first, because they free the most.
    """

    level: str
    rule: str
    when: Condition
    words: str
    withholds: bool
    general: bool


def judge(remedy: Remedy, knowledge: Knowledge, facts: Facts) -> Judgement:
    """Judge one remedy. Grade and tier do not matter here: that something is useless is for the plan to say.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.remedies import Gate
    >>> from unweary.vocab.logic import parse
    >>> gate = Gate(parse("skin_open"), "Not on open skin.")
    >>> massage = Some(id="massage", tags=("massage",), needs=None, gates=(gate,))
    >>> clot = SafetyRule("s02", "EMERGENCY", parse("leg_swell_any"), ("tag:massage",), (), "May be a clot.", "", ())
    >>> known = {"leg_swell_any": True}
    >>> facts = Some(truth=known.get, number=lambda name: None)
    >>> things = Some(safety_rules=(clot,), findings={}, quantities={}, label=str)
    >>> judge(massage, things, facts).reason
    'May be a clot.'
    >>> known["leg_swell_any"] = False
    >>> judge(massage, things, facts).state
    'unknown'
    >>> known["skin_open"] = False
    >>> judge(massage, things, facts).state
    'offered'
    """
    wanted = True if remedy.needs is None else evaluate(remedy.needs, facts)
    if wanted is False:
        return Judgement(remedy.id, "not_needed", rule=remedy.id, reason="What it is for is not there.")
    bars = _bars(remedy, knowledge)
    truths = [(bar, evaluate(bar.when, facts)) for bar in bars if bar.level != "WARN"]
    for bar, truth in truths:
        if truth is True:
            return Judgement(remedy.id, "blocked", bar.level, bar.rule, bar.words)
    undecided = [bar for bar, truth in truths if truth is None and bar.withholds]
    if undecided or wanted is None:
        return _unknown(remedy, undecided, knowledge, facts)
    warnings = [bar.words for bar in bars if bar.level == "WARN" and evaluate(bar.when, facts) is not False]
    return Judgement(remedy.id, "offered", warnings=tuple(warnings))


def affects(rule: SafetyRule, remedy: Remedy) -> bool:
    """Whether the rule speaks about the remedy and does not spare it.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> rule = SafetyRule("s50", "BLOCK", parse("pregnant"), ("all",), ("tag:sleep",), "", "", ())
    >>> affects(rule, Some(id="massage", tags=("massage",))), affects(rule, Some(id="nap", tags=("sleep",)))
    (True, False)
    """
    return _speaks_of(rule, _keys(remedy))


def names_it(keys: tuple[str, ...], remedy: Remedy) -> bool:
    """Whether a list of remedy ids, ``tag:<tag>`` and ``all`` holds this remedy.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> names_it(("tag:heat", "creatine"), Some(id="epsom", tags=("heat", "magnesium")))
    True
    """
    return not _keys(remedy).isdisjoint(keys)


def _speaks_of(rule: SafetyRule, keys: set[str]) -> bool:
    return not keys.isdisjoint(rule.affects) and keys.isdisjoint(rule.spares)


def _keys(remedy: Remedy) -> set[str]:
    return {"all", remedy.id, *(f"tag:{tag}" for tag in remedy.tags)}


@kept
def _found(rules: tuple[SafetyRule, ...]) -> dict[str, tuple[Remedy, list[_Bar]]]:
    """By remedy what was found to stand against it by these rules: nothing at first."""
    return {}


def _bars(remedy: Remedy, knowledge: Knowledge) -> list[_Bar]:
    """What can stand against a remedy, the worst first."""
    found = _found(knowledge.safety_rules)
    if remedy.id not in found or found[remedy.id][0] is not remedy:
        bars = sorted(_every_bar(remedy, knowledge), key=lambda bar: (LEVELS.index(bar.level), not bar.general))
        found[remedy.id] = remedy, bars
    return found[remedy.id][1]


def _every_bar(remedy: Remedy, knowledge: Knowledge) -> Iterator[_Bar]:
    keys = _keys(remedy)
    for rule in knowledge.safety_rules:
        if _speaks_of(rule, keys):
            yield _Bar(rule.level, rule.id, rule.when, rule.words, rule.unknown_withholds, "all" in rule.affects)
    for gate in remedy.gates:
        yield _Bar("BLOCK", remedy.id, gate.when, gate.words, withholds=True, general=False)


def _unknown(remedy: Remedy, undecided: list[_Bar], knowledge: Knowledge, facts: Facts) -> Judgement:
    open_names = [name for bar in undecided for name in clearing(bar.when, knowledge, facts) or ()]
    if remedy.needs is not None:
        open_names += sorted(nearest(remedy.needs, facts) or ())
    # Posteriors and facts set by code can be undecided, but nobody can be asked for them.
    needed = tuple(
        name for name in dict.fromkeys(open_names) if name in knowledge.findings or name in knowledge.quantities
    )
    level, rule = (undecided[0].level, undecided[0].rule) if undecided else ("", remedy.id)
    return Judgement(remedy.id, "unknown", level, rule, _open_words(needed, knowledge), needed)


def _open_words(needed: tuple[str, ...], knowledge: Knowledge) -> str:
    if not needed:
        return "Not known yet whether this is safe for you."
    spoken = [knowledge.label(name) for name in needed[:_NAMED]]
    if len(needed) > _NAMED:
        spoken.append(f"{len(needed) - _NAMED} more")
    # Labels hold commas of their own.
    return f"Not known yet: {'; '.join(spoken)}. Not knowing is not safe."


def clearing(condition: Condition, knowledge: Knowledge, facts: Facts) -> tuple[str, ...] | None:
    """The cheapest unknown names that could make an undecided condition false, in reading order.

    ``()`` when it is false already, None when it can no longer be. Answers of the person are cheaper than tests.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> from unweary.vocab.logic import parse
    >>> things = Some(findings={"kidney_disease": Some(collected_by="self", burden=1.0)}, quantities={})
    >>> nothing = Some(truth=lambda name: None, number=lambda name: None)
    >>> clearing(parse("kidney_disease AND egfr < 30"), things, nothing)
    ('kidney_disease',)
    """
    truth = evaluate(condition, facts)
    if truth is not None:
        return None if truth else ()
    match condition:
        case Is(name) | Compare(name, _, _):
            return (name,)
        case Not(part):
            near = nearest(part, facts)
            return None if near is None else tuple(sorted(near))
        case AtLeast(count, parts):
            ways = [way for part in parts if (way := clearing(part, knowledge, facts)) is not None]
            wanted = len(parts) - count + 1  # so many false parts make 'at least count' impossible
            if len(ways) < wanted:
                return None
            cheapest = sorted(range(len(ways)), key=lambda at: (_cost(ways[at], knowledge), at))[:wanted]
            return tuple(dict.fromkeys(name for at in sorted(cheapest) for name in ways[at]))


def _cost(way: tuple[str, ...], knowledge: Knowledge) -> float:
    return sum(_burden(name, knowledge) for name in way)


def _burden(name: str, knowledge: Knowledge) -> float:
    finding = knowledge.findings.get(name)
    return finding.burden if finding is not None and finding.collected_by == "self" else _NOT_ANSWERABLE
