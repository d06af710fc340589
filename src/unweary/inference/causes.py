"""Why it does not go away: exact posteriors over several simultaneous causes, with what speaks for and against each.

Correlated answers are tempered before they enter (``CorrelationGroup``); risk factors change the prior odds; a finding
whose absence carries no information enters only when present. The urgency never depends on any of this.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unweary.inference.findings import Findings
from unweary.inference.noisy_or import Evidence, posteriors
from unweary.vocab.assessment import Causes, Contribution, RankedCause
from unweary.vocab.knowledge import Cause, Knowledge, Likelihood
from unweary.vocab.logic import AtLeast, Condition, evaluate, in_words

#: More present findings than this would need more than a second; the weakest are then set aside and named.
MOST_PRESENT = 16


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence after grouping: finding to the power that its likelihood ratios are raised to."""

    present: Mapping[str, float]
    absent: Mapping[str, float]
    set_aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """One person's network: evidence, priors after risk factors, and the numbers behind every link."""

    knowledge: Knowledge
    causes: tuple[Cause, ...]
    prior: Mapping[str, float]
    risk: Mapping[str, tuple[Contribution, ...]]
    links: Mapping[str, Mapping[str, Likelihood]]
    weighed: Weighed

    def silence(self, finding: str, power: float = 1.0) -> np.ndarray:
        """P(finding absent | cause) / P(finding absent | no cause), one entry a cause."""
        row = self.links.get(finding, {})
        return np.array([math.exp(power * _log_lr(row.get(c.id), self._leak(finding), False)) for c in self.causes])

    def _leak(self, finding: str) -> float:
        return self.knowledge.findings[finding].leak.mid

    def evidence(
        self, asked: tuple[str, ...] = (), *, unexplained: tuple[str, ...] = (), most: int | None = None
    ) -> Evidence:
        """The evidence as arrays; one row of silence for each finding asked about as if it were absent.

        ``unexplained`` findings are treated as not triggered by any cause. ``most`` keeps only so many of the present
        findings, the strongest first.
        """
        present = [finding for finding in self.weighed.present if finding not in unexplained][:most]
        silence = np.ones(len(self.causes))
        for finding, power in self.weighed.absent.items():
            silence = silence * self.silence(finding, power)
        for finding in unexplained:
            silence = silence * (1.0 - self._triggers(finding))
        rows = [silence] if not asked else [silence * self.silence(finding) for finding in asked]
        return Evidence(
            prior=np.array([self.prior[cause.id] for cause in self.causes]),
            trigger=np.stack([self._triggers(finding) for finding in present], axis=1)
            if present
            else np.zeros((len(self.causes), 0)),
            leak=np.array([self._leak(finding) for finding in present]),
            silence=np.stack(rows),
        )

    def _triggers(self, finding: str) -> np.ndarray:
        leak, power = self._leak(finding), self.weighed.present[finding]
        row = self.links.get(finding, {})
        ratios = np.array([math.exp(power * _log_lr(row.get(cause.id), leak, True)) for cause in self.causes])
        return np.clip((leak * ratios - leak) / (1.0 - leak), 0.0, 1.0 - 1e-12)


def _log_lr(link: Likelihood | None, leak: float, present: bool) -> float:
    """Natural log of P(finding state | this cause alone) / P(state | no cause)."""
    if link is None or (link.positive_only and not present):
        return 0.0
    sensitivity = max(link.sensitivity.mid, leak)  # a noisy-OR cannot make a finding less likely
    return math.log(sensitivity / leak) if present else math.log((1.0 - sensitivity) / (1.0 - leak))


def network(knowledge: Knowledge, known: Findings) -> Network:
    """Set up the network for what is known about one person."""
    links: dict[str, dict[str, Likelihood]] = {}
    for link in knowledge.likelihoods:
        links.setdefault(link.finding, {})[link.cause] = link
    truths = {finding: known.truth(finding) for finding in links}
    causes = tuple(knowledge.causes.values())
    weighed = weigh(knowledge, truths, {finding: _strongest(knowledge, row) for finding, row in links.items()})
    prior, risk = {}, {}
    for cause in causes:
        odds, reasons = _prior_odds(cause, knowledge, known)
        prior[cause.id] = min(max(odds / (1.0 + odds), 1e-12), 1.0 - 1e-9)
        risk[cause.id] = reasons
    return Network(knowledge, causes, prior, risk, links, weighed)


def _strongest(knowledge: Knowledge, row: Mapping[str, Likelihood]) -> float:
    return max((_log_lr(link, knowledge.findings[link.finding].leak.mid, True) for link in row.values()), default=0.0)


def weigh(knowledge: Knowledge, truths: Mapping[str, bool | None], strength: Mapping[str, float]) -> Weighed:
    """Temper what is not independent; see ``CorrelationGroup`` for the three ways."""
    present = {finding: 1.0 for finding, truth in truths.items() if truth is True}
    absent = {finding: 1.0 for finding, truth in truths.items() if truth is False}
    for group in knowledge.groups:
        members = [finding for finding in group.members if finding in truths]
        if group.rule == "composite" and members and truths.get(group.members[0]) is not None:
            for finding in members[1:]:
                present.pop(finding, None)
                absent.pop(finding, None)
            continue
        yes = [finding for finding in members if finding in present]
        no = [finding for finding in members if finding in absent]
        if group.rule == "strongest" and yes:
            for finding in yes[1:]:
                present.pop(finding)
            for finding in no:
                absent.pop(finding)
            continue
        present.update(dict.fromkeys(yes, 1.0 / math.sqrt(len(yes) or 1)))
        absent.update(dict.fromkeys(no, 1.0 / math.sqrt(len(no) or 1)))
    by_strength = sorted(present, key=lambda finding: (-present[finding] * strength[finding], finding))
    set_aside = tuple(by_strength[MOST_PRESENT:])
    return Weighed({f: present[f] for f in by_strength[:MOST_PRESENT]}, absent, set_aside)


def _prior_odds(cause: Cause, knowledge: Knowledge, known: Findings) -> tuple[float, tuple[Contribution, ...]]:
    odds = cause.prior.mid / (1.0 - cause.prior.mid)
    labels = {name: knowledge.label(name) for name in (*knowledge.findings, *knowledge.quantities)}
    held = [m for m in knowledge.modifiers if m.cause == cause.id and evaluate(m.when, known)]
    replacing = [m for m in held if m.effect == "set"]
    reasons = []
    for modifier in replacing or held:
        factor = modifier.value.mid / odds if modifier.effect == "set" else modifier.value.mid
        odds *= factor
        reasons.append(
            Contribution(
                finding="",
                label=in_words(_holding(modifier.when, known), labels),
                log_lr=math.log(factor),
                grade=modifier.value.grade,
                estimate=modifier.value.grade not in "AB",
                sources=known.sources(modifier.when),
            )
        )
    return odds, tuple(reasons)


def _holding(condition: Condition, known: Findings) -> Condition:
    """The part of a condition that holds: who is a runner need not read what would count in a dancer."""
    if not isinstance(condition, AtLeast):
        return condition
    parts = tuple(_holding(part, known) for part in condition.parts if evaluate(part, known))
    return parts[0] if len(parts) == 1 else AtLeast(len(parts), parts)


def causes(knowledge: Knowledge, known: Findings, net: Network | None = None) -> Causes:
    """Rank the causes by how far the evidence lifts them above their prior.

    A bare posterior would fill the list with common causes that nothing speaks for.
    """
    net = net or network(knowledge, known)
    parameter = knowledge.parameters
    posterior_rows, likelihood = posteriors(net.evidence())
    ranked = []
    posterior: dict[str, float] = {}
    for cause, exact in zip(net.causes, posterior_rows[0], strict=True):
        p = float(exact)
        posterior[cause.id] = min(p, cause.cap) if cause.cap is not None else p
        ranked.append(_ranked(cause, p, net, known))
    shown = [
        entry
        for entry in sorted(ranked, key=lambda entry: (-entry.lift, entry.cause))
        if _worth_showing(entry, parameter["cause_least_lift"].mid, parameter["serious_cause_least_factor"].mid)
    ]
    complaint = tuple(f for f in net.weighed.present if knowledge.findings[f].group == "fatigue_core")
    unexplained = None
    if complaint:
        _, alone = posteriors(net.evidence(unexplained=complaint))
        leaks = math.prod(knowledge.findings[finding].leak.mid for finding in complaint)
        unexplained = float(alone[0]) * leaks / float(likelihood[0])
    note = "Chances rest mostly on expert estimates; read them as likely, possible or unlikely."
    if net.weighed.set_aside:
        labels = ", ".join(knowledge.label(finding) for finding in net.weighed.set_aside)
        note += f" Set aside as the weakest of very many signs: {labels}."
    return Causes(
        ranked=tuple(shown[: int(parameter["causes_shown"].mid)]),
        unexplained=unexplained,
        findings_used=(*net.weighed.present, *net.weighed.absent),
        note=note,
        posterior=posterior,
    )


def _worth_showing(entry: RankedCause, least_lift: float, least_factor: float) -> bool:
    """Something that was felt or found speaks for it, and it rose; a serious rare one need only rise by a factor."""
    if not any(said.finding for said in entry.speaks_for):
        return False
    serious = entry.tier in ("serious", "emergency")
    return entry.lift >= least_lift or (serious and entry.posterior >= least_factor * entry.prior)


def _ranked(cause: Cause, exact: float, net: Network, known: Findings) -> RankedCause:
    capped = cause.cap is not None and exact > cause.cap
    posterior = cause.cap if capped and cause.cap is not None else exact
    odds = exact / max(1.0 - exact, 1e-12)
    factor = net.knowledge.parameters["prior_doubt_factor"].mid
    low, high = ((odds * k) / (1.0 + odds * k) for k in (1.0 / factor, factor))
    if cause.cap is not None:
        low, high = min(low, cause.cap), min(high, cause.cap)
    said = [*net.risk[cause.id], *_contributions(cause, net, known)]
    speaks_for = tuple(sorted((c for c in said if c.log_lr > 0), key=lambda c: -c.log_lr))
    return RankedCause(
        cause=cause.id,
        name=cause.plain_name,
        tier=cause.tier,
        kind=cause.kind,
        prior=cause.prior.mid,
        posterior=posterior,
        low=low,
        high=high,
        lift=posterior - cause.prior.mid,
        estimate=cause.prior.grade not in "AB" or any(c.estimate for c in said),
        speaks_for=speaks_for,
        speaks_against=tuple(sorted((c for c in said if c.log_lr < 0), key=lambda c: c.log_lr)),
        unknown=_unknown(cause, net, known),
        tests=cause.tests,
        who=cause.who,
        note=cause.cap_note if cause.cap is not None else "",
    )


def _contributions(cause: Cause, net: Network, known: Findings) -> list[Contribution]:
    found = []
    for powers, present in ((net.weighed.present, True), (net.weighed.absent, False)):
        for finding, power in powers.items():
            link = net.links[finding].get(cause.id)
            log_lr = power * _log_lr(link, net.knowledge.findings[finding].leak.mid, present)
            if link is None or abs(log_lr) < net.knowledge.parameters["log_lr_worth_saying"].mid:
                continue
            label = net.knowledge.label(finding)
            grade = link.sensitivity.grade
            found.append(
                Contribution(
                    finding,
                    label if present else f"no {label.removeprefix('a ').removeprefix('an ')}",
                    log_lr,
                    grade,
                    grade not in "AB",
                    known.sources_of(finding),
                )
            )
    return found


def _unknown(cause: Cause, net: Network, known: Findings) -> tuple[str, ...]:
    """The unanswered findings that would say most about this cause, strongest first."""
    open_ = []
    for finding, row in net.links.items():
        if cause.id in row and known.truth(finding) is None:
            leak = net.knowledge.findings[finding].leak.mid
            open_.append((-_log_lr(row[cause.id], leak, True), finding))
    return tuple(finding for _, finding in sorted(open_)[: int(net.knowledge.parameters["unknowns_shown"].mid)])
