"""What to ask next: what would change the decision most, then the ranking, for the least effort."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from unweary.decisions.red_flags import Asking, RedFlags
from unweary.inference.answers import both_ways
from unweary.inference.causes import explained
from unweary.inference.findings import Findings
from unweary.inference.network import Network
from unweary.inference.noisy_or import Array
from unweary.vocab.assessment import Action, Question
from unweary.vocab.knowledge import FindingType, Knowledge, Urgency
from unweary.vocab.logic import Facts, evaluate, missing, names
from unweary.vocab.ways import nearest, ways

#: Who can answer without a clinic or a laboratory.
AT_HOME = ("self", "device")

_CAUTION = {"push": 0, "modify": 1, "pause": 2}

#: A rule that needs this many more signs is led up to; further ahead everything leads to everything.
_LOOKAHEAD = 3
_ONE_MORE = ", if another sign is there too."
_NOTHING = (0.0, "")
#: A yes to the question is what the rule waits for; of a number only some values are.
_MAY = {"A yes": "would", "The number": "may"}


def questions(
    knowledge: Knowledge, known: Findings, flags: RedFlags, net: Network, action: Action
) -> tuple[Question, ...]:
    """Every question, measurement and test that is open and worth its effort, the best first; none in an emergency.

    The value is the expected change over the burden of asking: the worth of the urgency that a red flag would add (an
    emergency is worth far more than a routine visit), steps of caution in the verdict, guards that must be denied
    before anyone is told to go, each times its chance, and the exact expected shift of the posteriors (half the summed
    absolute change).
    """
    if flags.urgency is Urgency.EMERGENCY_NOW:
        return ()
    asked = [finding for finding in knowledge.findings.values() if _open(finding, known)]
    chance, shift, moved = _shifts(knowledge, known, net, asked)
    urgent = _urgency_gains(knowledge, known, flags, chance)
    cautious = _caution_gains(knowledge, known, action)
    guards = _guards(knowledge, known, action)
    weight = {name: knowledge.parameters[f"question_weight_{name}"].mid for name in ("verdict", "ranking")}
    least = knowledge.parameters["question_least_value"].mid
    found = []
    for finding in asked:
        p = chance[finding.id]
        # A laboratory is not sent for a rare emergency that nothing speaks for: there the rules decide who must look.
        at_home = finding.collected_by in AT_HOME
        gain, message = urgent.get(finding.id, (0.0, "")) if at_home else (0.0, "")
        parts = {
            "urgency": p * gain,
            "verdict": weight["verdict"] * p * cautious.get(finding.id, 0),
            "guard": weight["verdict"] * (1.0 - p) * (finding.id in guards),
            "ranking": weight["ranking"] * shift[finding.id],
        }
        value = sum(parts.values()) / finding.burden
        if value >= least:
            reply = "The number" if finding.kind == "number" else "A yes"
            why = _why(parts, message, moved.get(finding.id, ""), reply)
            found.append(Question(finding.id, finding.question, why, value, finding.collected_by))
    return tuple(sorted(found, key=lambda question: (-question.value, question.finding)))


def tests_worth(knowledge: Knowledge, every: tuple[Question, ...]) -> tuple[Question, ...]:
    """The laboratory and clinic tests among the questions, the best first; one for each number that is measured."""
    best: dict[str, Question] = {}
    for question in every:
        if question.by not in AT_HOME:
            best.setdefault(knowledge.findings[question.finding].number or question.finding, question)
    return tuple(best.values())[: int(knowledge.parameters["tests_kept"].mid)]


def given_gate(kind: FindingType, knowledge: Knowledge, facts: Facts) -> float:
    """How likely a question's yes is once the answer that opens it was yes.

    A leak is the share of all people. Of those whose gate is open it is that share over how many that are; a leak that
    is higher than the gate itself can only be meant of those who are asked.

    Examples
    --------
    >>> from unweary.service.person import packaged_knowledge
    >>> knowledge = packaged_knowledge()
    >>> class Breathless:
    ...     def truth(self, name): return name == "breathless_exert" or None
    ...     def number(self, name): return None
    >>> new = knowledge.findings["breathless_new4wk"]
    >>> given_gate(new, knowledge, Breathless()) > 10 * new.leak.mid
    True
    """
    leak = kind.leak.mid
    if kind.ask_if is None or evaluate(kind.ask_if, facts) is not True:
        return leak
    gates = [name for name in names(kind.ask_if) if facts.truth(name) is not False]
    if any(name not in knowledge.findings for name in gates if facts.truth(name)):
        # Opened by who the person is (an age, a sex): that is no rare yes.
        return leak
    share = 1.0 - math.prod(1.0 - knowledge.findings[name].leak.mid for name in gates if name in knowledge.findings)
    return leak / share if 0.0 < leak < share else leak


def _open(finding: FindingType, known: Findings) -> bool:
    """Not known yet, something that can be found out, and its parent question (if any) was answered yes."""
    if finding.collected_by == "derived" or finding.kind == "derived":
        return False
    if known.truth(finding.id) is not None or finding.id in known.answers:
        return False
    return finding.ask_if is None or evaluate(finding.ask_if, known) is True


def _why(parts: dict[str, float], message: str, cause: str, reply: str) -> str:
    heaviest = max(parts, key=lambda name: parts[name])
    if heaviest == "urgency" and message:
        return f"{reply} {_MAY[reply]} mean that someone should look sooner{message}"
    if heaviest == "verdict":
        return f"{reply} {_MAY[reply]} change what you should do today."
    if heaviest == "guard":
        return "This must be known before we can tell you to train."
    return f"It tells most about what is behind this, above all: {cause}." if cause else "It narrows the causes down."


def _guards(knowledge: Knowledge, known: Findings, action: Action) -> frozenset[str]:
    """Findings that must be denied before anyone is told to go, while that is all that stands in the way."""
    if action != "not_known":
        return frozenset()
    rules = [rule for rule in knowledge.verdict if rule.must_be_known and evaluate(rule.when, known) is None]
    return frozenset(knowledge.asked_as(name) for rule in rules for name in missing(rule.when, known))


def _shifts(
    knowledge: Knowledge, known: Findings, net: Network, asked: list[FindingType]
) -> tuple[dict[str, float], dict[str, float], dict[str, str]]:
    """For each finding: its chance of being present, the expected shift of the posteriors, and the most moved cause.

    A number has no yes: what it would shift is not known before it is told, and counts as nothing here.
    A shift counts as far as the cause matters here: it explains something that is felt, or would explain the finding
    itself. Else a common cause that nobody complains of (low vitamin D) would be tested for in everyone.
    """
    chance = {finding.id: finding.leak.mid for finding in asked}
    shift = dict.fromkeys(chance, 0.0)
    told = [finding.id for finding in asked if finding.kind != "number"]
    if not told:
        return chance, shift, {}
    both = both_ways(net, known, told)
    relevance = np.minimum(explained(net, *both.if_absent) / np.maximum(both.now, 1e-15), 1.0)
    change = both.shift() * _matters(knowledge, net, told, relevance)
    chance.update(zip(told, both.chance.tolist(), strict=True))
    shift.update(zip(told, change.sum(axis=1).tolist(), strict=True))
    most = np.argmax(change, axis=1)
    moved = {
        finding: net.causes[column].plain_name
        for finding, column, sum_ in zip(told, most, change.sum(axis=1), strict=True)
        if sum_ > 0.0
    }
    return chance, shift, moved


def _matters(knowledge: Knowledge, net: Network, told: list[str], relevance: Array) -> Array:
    """Weights (findings, causes) between 0 and 1: what each cause, were it there, would explain of what is felt now."""
    weights = np.tile(relevance, (len(told), 1))
    place = {cause.id: column for column, cause in enumerate(net.causes)}
    felt = [
        (row, net.links.get(name, ()))
        for row, name in enumerate(told)
        if knowledge.findings[name].collected_by == "self"
    ]
    rows = [row for row, causes in felt for _ in causes]
    weights[rows, [place[cause] for _, causes in felt for cause in causes]] = 1.0
    return weights


def _urgency_gains(
    knowledge: Knowledge, known: Findings, flags: RedFlags, chance: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """Findings that would make a rule of higher urgency fire: the worth gained, and what the rule says.

    Every alternative of a rule counts, not only its shortest one: else the question that a rule lists first (a tape
    around the calf) hides the easy one (is one leg swollen). A finding that needs a partner not asked yet counts by
    the partner's chance; else rules of two signs are never led up to.
    """
    best: dict[str, tuple[float, str]] = {}
    worth = {urgency: knowledge.parameters[f"question_worth_{urgency.word}"].mid for urgency in Urgency}
    conditions = {rule.id: rule.when for rule in knowledge.red_flags}
    asking = Asking(knowledge, known)
    likely = cache(lambda name: _chance(name, asking, chance))
    for flag in flags.not_ruled_out:
        gain = worth[flag.urgency] - worth[flags.urgency]
        for way in ways(conditions[flag.rule], known, _LOOKAHEAD) if gain > 0 else ():
            words = _ONE_MORE if len(way) > 1 else f". {flag.message}"
            others = _partners([likely(name) for name in way]) if len(way) > 1 else (1.0,)
            for name, partners in zip(way, others, strict=True):
                if gain * partners > best.get(name, _NOTHING)[0]:
                    best[name] = gain * partners, words
    gains: dict[str, tuple[float, str]] = {}
    for name, gained in best.items():
        for finding in asking.roots(name):
            if gained[0] > gains.get(finding, _NOTHING)[0]:
                gains[finding] = gained
    return gains


def _partners(chances: list[float]) -> Iterable[float]:
    """How likely all the others are together, for each.

    Examples
    --------
    >>> [*_partners([0.5, 0.25])], [*_partners([0.5, 0.25, 1.0])]
    ([0.25, 0.5], [0.25, 0.5, 0.125])
    """
    if len(chances) == 2:
        return reversed(chances)
    return [math.prod(chances[:place] + chances[place + 1 :]) for place in range(len(chances))]


def _chance(name: str, asking: Asking, chance: Mapping[str, float]) -> float:
    """How likely a partner is to be told: 0 for what only a test or a device can show."""
    likely = 0.0
    for root in asking.roots(name):
        kind = asking.knowledge.findings[root]
        if kind.collected_by == "self":
            likely = max(likely, chance.get(root, 0.0), given_gate(kind, asking.knowledge, asking.facts))
    return likely


def _caution_gains(knowledge: Knowledge, known: Findings, action: Action) -> dict[str, int]:
    """Findings that alone would make a more cautious row of the decision table hold: the steps gained."""
    gains: dict[str, int] = {}
    now = _CAUTION.get(action, 0)
    if action == "see_clinician":
        return gains
    for rule in knowledge.verdict:
        alone = nearest(rule.when, known) if rule.scope == "body" else None
        steps = _CAUTION[rule.action] - now
        if steps > 0 and alone is not None and len(alone) == 1:
            for finding in map(knowledge.asked_as, alone):
                gains[finding] = max(gains.get(finding, 0), steps)
    return gains
