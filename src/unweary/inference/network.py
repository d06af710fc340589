"""One person's network: priors after risk factors, and the evidence after what is not independent has been tempered.

Correlated answers are weighed together before they enter (:mod:`weighing`); risk factors change the prior odds; a
finding whose absence carries no information enters only when present; what is said with doubt or measured on a scale
enters as virtual evidence. The urgency never depends on any of this.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from unweary.inference.findings import Findings
from unweary.inference.noisy_or import Array, Evidence, width
from unweary.inference.weighing import Seen, Weighed, weigh
from unweary.vocab.assessment import Contribution
from unweary.vocab.kept import kept
from unweary.vocab.knowledge import Cause, GradedEvidence, Knowledge, Likelihood, Modifier
from unweary.vocab.logic import AtLeast, Condition, evaluate, in_words, names

#: So many present findings are always weighed exactly; each one open beside all others doubles the work.
ALWAYS_EXACT = 20
#: Beyond them as many as keep no more than this open at once.
_MOST_OPEN = 12
#: So many hesitant answers are read both ways, with what counts beside them; each doubles the readings.
_MOST_HESITANT = 3
_YES: Seen = (0.0, 1.0)
_NO_RISK: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class ByFinding:
    """The likelihoods of each finding by their cause, the numbers on which it is graded, and its leak.

    ``prior`` is that of each cause in whom no risk factor holds.
    """

    links: Mapping[str, Mapping[str, Likelihood]]
    graded: Mapping[str, Sequence[GradedEvidence]]
    leak: Mapping[str, float]
    prior: Mapping[str, float]


@kept
def by_finding(knowledge: Knowledge) -> ByFinding:
    """What the network reads of the knowledge."""
    links: dict[str, dict[str, Likelihood]] = {}
    for link in knowledge.likelihoods:
        links.setdefault(link.finding, {})[link.cause] = link
    graded: dict[str, list[GradedEvidence]] = {}
    for one in knowledge.graded:
        graded.setdefault(one.finding, []).append(one)
    leak = {finding: knowledge.findings[finding].leak.mid for finding in links}
    prior = {cause.id: prior_given(cause, ()) for cause in knowledge.causes.values()}
    return ByFinding(links, graded, leak, prior)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question to the network: were these findings absent, or the prior odds of these causes other by a factor."""

    absent: tuple[str, ...] = ()
    odds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """One person's network, ready to be asked.

    Attributes
    ----------
    prior : mapping of cause to its prior after risk factors
    risk : mapping of cause to the risk factors that hold
    links : mapping of finding to its likelihood under each cause of which nothing else says the same
    weighed : what enters, after grouping
    open : the findings that enter as present or with doubt, the strongest first
    hesitant : those of them that are read both ways, with what counts beside them
    set_aside : present findings that would cost too much, the weakest
    trigger : array (causes, open): lambda
    silence : array (causes,): what the absent findings say
    """

    knowledge: Knowledge
    causes: tuple[Cause, ...]
    prior: Mapping[str, float]
    risk: Mapping[str, tuple[Contribution, ...]]
    links: Mapping[str, Mapping[str, Likelihood]]
    weighed: Weighed
    open: tuple[str, ...]
    hesitant: tuple[str, ...]
    set_aside: tuple[str, ...]
    trigger: Array
    silence: Array

    def leak(self, finding: str) -> float:
        """P(finding | no modelled cause)."""
        return self.knowledge.findings[finding].leak.mid

    def evidence(self, questions: Sequence[WhatIf] = (WhatIf(),)) -> Evidence:
        """What is known, once for each question."""
        place = {finding: column for column, finding in enumerate(self.open)}
        index = {cause.id: row for row, cause in enumerate(self.causes)}
        prior = np.array([self.prior[cause.id] for cause in self.causes])
        readings = tuple(itertools.product((False, True), repeat=len(self.hesitant)))
        rows = len(questions) * len(readings)
        on, off = np.tile(prior * self.silence, (rows, 1)), np.tile(1.0 - prior, (rows, 1))
        seen = np.empty((rows, len(self.open), 2))
        seen[:] = np.array([self.seen(finding) for finding in self.open]).reshape(-1, 2)
        noes = [self._noes(finding, index) for finding in self.hesitant]
        for row, (question, reading) in enumerate(itertools.product(questions, readings)):
            for finding, silent, counts in zip(self.hesitant, noes, reading, strict=True):
                weight = self._weight(finding, counts)
                denied = finding in question.absent
                seen[row, place[finding]] = (weight, 0.0) if denied else (0.0, weight) if counts else weight
                if denied or not counts:
                    on[row] *= silent
                else:
                    seen[row, [place[other] for other in self._instead(finding)]] = 1.0
            for finding in question.absent:
                if finding not in place:
                    _keep_silent(on[row], self.links.get(finding, {}), index, self.leak(finding))
                elif finding not in self.hesitant:
                    seen[row, place[finding]] = (1.0, 0.0)
            for cause, factor in question.odds:
                on[row, index[cause]] *= factor
        leak = np.array([self.leak(finding) for finding in self.open])
        return Evidence(on, off, self.trigger, leak, seen, len(readings))

    def _weight(self, hesitant: str, counts: bool) -> float:
        """How much the answer says as a plain yes, or as none: what was seen is the sum of the two."""
        absent, present = self.seen(hesitant)
        return present - absent if counts else absent

    def _instead(self, hesitant: str) -> tuple[str, ...]:
        """The plain yeses that count as far as a hesitant one does not."""
        return tuple(finding for finding in self.weighed.beside[hesitant].yes if finding in self.open)

    def _noes(self, hesitant: str, index: Mapping[str, int]) -> Array:
        silent = np.ones(len(self.causes))
        for finding, power in self.weighed.beside[hesitant].noes.items():
            _keep_silent(silent, self.links[finding], index, self.leak(finding), power)
        return silent

    def seen(self, finding: str) -> Seen:
        """How an open finding was observed."""
        return self.weighed.doubted.get(finding, _YES)

    @property
    def told(self) -> tuple[str, ...]:
        """Every finding that says something: those that are open, and those that are absent."""
        beside = (no for finding in self.hesitant for no in self.weighed.beside[finding].noes)
        return (*self.open, *self.weighed.absent, *beside)

    def log_lr(self, finding: str, cause: str) -> float:
        """Natural log of P(what is known of the finding | this cause alone) / P(the same | no cause).

        The terms of a hesitant yes and of what counts beside it add up to what they say together.
        """
        link, leak = self.links[finding].get(cause), self.leak(finding)
        if finding in self.weighed.absent:
            return self.weighed.absent[finding] * log_lr(link, leak, False)
        for hesitant in self.hesitant:
            power = self.weighed.beside[hesitant].noes.get(finding)
            if power is not None:
                return power * log_lr(link, leak, False) * self._unheeded(hesitant)
        if finding in self.hesitant:
            return self._hesitant_log_lr(finding, cause)
        absent, present = self.seen(finding)
        chance = self._chance(finding, cause)
        return math.log((absent + (present - absent) * chance) / (absent + (present - absent) * leak))

    def _chance(self, finding: str, cause: str) -> float:
        """P(finding | this cause alone), after tempering."""
        link, leak = self.links[finding].get(cause), self.leak(finding)
        return min(leak * math.exp(self.weighed.present[finding] * log_lr(link, leak, True)), 1.0)

    def _unheeded(self, hesitant: str) -> float:
        """P(a hesitant yes is taken as not given | no cause)."""
        without = self._weight(hesitant, False) * math.prod(map(self.leak, self._instead(hesitant)))
        return without / (without + self._weight(hesitant, True) * self.leak(hesitant))

    def _hesitant_log_lr(self, finding: str, cause: str) -> float:
        beside, unheeded = self.weighed.beside[finding], self._unheeded(finding)
        noes = math.fsum(
            power * log_lr(self.links[no].get(cause), self.leak(no), False) for no, power in beside.noes.items()
        )
        yes = math.fsum(self.log_lr(other, cause) for other in self._instead(finding))
        both = unheeded * math.exp(noes + yes) + (1.0 - unheeded) * self._chance(finding, cause) / self.leak(finding)
        return math.log(both) - unheeded * noes - yes

    def log_odds_error(self) -> float:
        """How far the log odds of any cause may be off because some signs were set aside; 0 when none was.

        A bound, not an estimate: whatever the other causes are, P(finding) lies between its value with none of them
        and its value with all of them.
        """
        if not self.set_aside:
            return 0.0
        bound = np.zeros(len(self.causes))
        lower = np.zeros(len(self.causes))
        for finding in self.set_aside:
            row = self.links[finding]
            spared = np.array([1.0 - trigger_of(row.get(cause.id), self.leak(finding), 1.0) for cause in self.causes])
            none, every = 1.0 - self.leak(finding), (1.0 - self.leak(finding)) * np.prod(spared)
            if finding in self.weighed.beside:
                bound += self._most_beside(finding, 1.0 - every)
                continue
            bound += np.log((1.0 - every) / self.leak(finding))
            lower += np.log((1.0 - none * spared) / (1.0 - every / spared))
        return float(np.max(np.maximum(bound, -lower)))

    def _most_beside(self, hesitant: str, every: float) -> float:
        """The bound of a hesitant yes that was set aside: what counts beside it then counts in full."""
        beside = self.weighed.beside[hesitant]
        silent = np.prod(self._noes(hesitant, {cause.id: row for row, cause in enumerate(self.causes)}))
        least = silent * math.prod(map(self.leak, beside.yes))
        without, counted = self._weight(hesitant, False), self._weight(hesitant, True)
        return math.log((without + counted * every / least) / (without + counted * self.leak(hesitant)))


def log_lr(link: Likelihood | None, leak: float, present: bool) -> float:
    """Natural log of P(finding state | this cause alone) / P(state | no cause); 0 where the cause says nothing.

    Examples
    --------
    >>> from unweary.vocab.knowledge import Number
    >>> half = Number(0.5, 0.4, 0.6, "probability", "D", "E", "own_estimate")
    >>> [round(log_lr(Likelihood("dvt", "calf", half), 0.1, state), 2) for state in (True, False)]
    [1.61, -0.59]
    """
    if link is None or (link.positive_only and not present):
        return 0.0
    sensitivity = max(link.sensitivity.mid, leak)  # a noisy-OR cannot make a finding less likely
    return math.log(sensitivity / leak) if present else math.log((1.0 - sensitivity) / (1.0 - leak))


def trigger_of(link: Likelihood | None, leak: float, power: float) -> float:
    """Lambda: the chance that the cause alone triggers the finding, its likelihood ratio raised to a power."""
    chance = leak * math.exp(power * log_lr(link, leak, True))
    return min(max((chance - leak) / (1.0 - leak), 0.0), 1.0 - 1e-12)


def _keep_silent(
    on: Array, row: Mapping[str, Likelihood], index: Mapping[str, int], leak: float, power: float = 1.0
) -> None:
    for cause, link in row.items():
        on[index[cause]] *= math.exp(power * log_lr(link, leak, False))


def network(knowledge: Knowledge, known: Findings) -> Network:
    """Set up the network for what is known about one person."""
    by = by_finding(knowledge)
    links, leak = {**by.links}, by.leak
    causes = tuple(knowledge.causes.values())
    index = {cause.id: row for row, cause in enumerate(causes)}
    # Where nobody had a doubt, a finding can only be graded by its number.
    unclear = by.graded if known.all_sure() else links
    doubted = {name: seen for name in links if name in unclear and (seen := seen_as(name, knowledge, known))}
    weighed = weigh(knowledge, {finding: known.evidence(finding) for finding in links}, doubted)
    links |= once(links, weighed)
    ordered, trigger = _triggers(links, weighed, leak, index)
    many = _how_many(trigger)
    both = [finding for finding in ordered[:many] if finding in weighed.beside][:_MOST_HESITANT]
    kept = [finding not in weighed.beside or finding in both for finding in ordered[:many]]
    chosen = tuple(finding for finding, keep in zip(ordered, kept, strict=False) if keep)
    aside = tuple(finding for finding in ordered if finding not in chosen)
    silence = np.ones(len(causes))
    alone = (one.noes.items() for finding, one in weighed.beside.items() if finding not in both)
    weighed = replace(weighed, absent={**weighed.absent, **dict(itertools.chain.from_iterable(alone))})
    for finding, power in weighed.absent.items():
        _keep_silent(silence, links[finding], index, leak[finding], power)
    held: dict[str, list[Modifier]] = {}
    for modifier in knowledge.modifiers:
        if evaluate(modifier.when, known):
            held.setdefault(modifier.cause, []).append(modifier)
    prior, risk = {**by.prior}, dict.fromkeys(by.prior, _NO_RISK)
    for disease, modifiers in held.items():
        prior[disease], risk[disease] = _at_risk(knowledge.causes[disease], modifiers, knowledge, known)
    trigger = trigger[:, :many][:, kept]
    return Network(knowledge, causes, prior, risk, links, weighed, chosen, tuple(both), aside, trigger, silence)


def once(links: Mapping[str, Mapping[str, Likelihood]], weighed: Weighed) -> dict[str, dict[str, Likelihood]]:
    """The likelihoods of findings that say the same as others: those for causes that the others are silent about."""
    counting = {*weighed.absent, *(no for beside in weighed.beside.values() for no in beside.noes)}
    once = {}
    for finding, others in weighed.said_by.items():
        said = {
            cause
            for other in others
            if other in weighed.present or other in counting
            for cause, link in links[other].items()
            if other in weighed.present or not link.positive_only
        }
        once[finding] = {cause: link for cause, link in links[finding].items() if cause not in said}
    return once


def _triggers(
    links: Mapping[str, Mapping[str, Likelihood]],
    weighed: Weighed,
    leak: Mapping[str, float],
    index: Mapping[str, int],
) -> tuple[list[str], Array]:
    """The findings that are not settled as absent, the strongest first, and their lambdas (causes, findings)."""
    strength = {
        finding: power * max(log_lr(link, leak[finding], True) for link in links[finding].values())
        for finding, power in weighed.present.items()
        if links[finding]
    }
    ordered = sorted(strength, key=lambda finding: (-strength[finding], finding))
    trigger = np.zeros((len(index), len(ordered)))
    for column, finding in enumerate(ordered):
        for cause, link in links[finding].items():
            trigger[index[cause], column] = trigger_of(link, leak[finding], weighed.present[finding])
    return ordered, trigger


def _how_many(trigger: Array) -> int:
    """How many of the findings, strongest first, can be weighed exactly together."""
    high = len(trigger[0])
    low = min(ALWAYS_EXACT, high)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(trigger[:, :middle] > 0) <= _MOST_OPEN else (low, middle - 1)
    return low


def seen_as(finding: str, knowledge: Knowledge, known: Findings) -> Seen | None:
    """Virtual evidence: a number on a scale, or an answer given with doubt; None where the finding is plain."""
    for graded in by_finding(knowledge).graded.get(finding, ()):
        if evaluate(graded.when, known):
            ratio = graded.ratio.mid
            return (1.0, ratio) if ratio < 1 else (1.0 / ratio, 1.0)
    leaning = known.leaning(finding)
    if leaning is None:
        return None
    doubt = 1.0 / knowledge.parameters["unsure_answer_ratio"].mid
    return (doubt, 1.0) if leaning == "rather_yes" else (1.0, doubt)


def _at_risk(
    cause: Cause, held: Sequence[Modifier], knowledge: Knowledge, known: Findings
) -> tuple[float, tuple[Contribution, ...]]:
    """The prior after risk factors, and the risk factors."""
    reasons = []
    for modifier, factor in _factors(cause, held):
        holding = _holding(modifier.when, known)
        reasons.append(
            Contribution(
                finding="",
                label=in_words(holding, {name: knowledge.label(name) for name in names(holding)}),
                log_lr=math.log(factor),
                grade=modifier.value.grade,
                estimate=modifier.value.grade not in "AB",
                sources=known.sources(modifier.when),
            )
        )
    return prior_given(cause, held), tuple(reasons)


def _factors(cause: Cause, held: Sequence[Modifier]) -> Iterator[tuple[Modifier, float]]:
    """What each modifier that counts multiplies the odds by."""
    odds = _odds(cause)
    replacing = [m for m in held if m.effect == "set"]
    for modifier in replacing or held:
        factor = modifier.value.mid / odds if modifier.effect == "set" else modifier.value.mid
        odds *= factor
        yield modifier, factor


def _odds(cause: Cause) -> float:
    return cause.prior.mid / (1.0 - cause.prior.mid)


def prior_given(cause: Cause, held: Sequence[Modifier]) -> float:
    """The prior of a cause after the modifiers that hold."""
    odds = _odds(cause)
    for _, factor in _factors(cause, held):
        odds *= factor
    return min(max(odds / (1.0 + odds), 1e-12), 1.0 - 1e-9)


def _holding(condition: Condition, known: Findings) -> Condition:
    """The part of a condition that holds: who is a runner need not read what would count in a dancer."""
    if not isinstance(condition, AtLeast):
        return condition
    parts = tuple(_holding(part, known) for part in condition.parts if evaluate(part, known))
    return parts[0] if len(parts) == 1 else AtLeast(len(parts), parts)


def asked_absent(findings: Iterable[str]) -> list[WhatIf]:
    """One question for each finding: what if it were absent."""
    return [WhatIf(absent=(finding,)) for finding in findings]
