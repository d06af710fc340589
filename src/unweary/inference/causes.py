"""Why it does not go away: exact posteriors over several simultaneous causes, with what speaks for and against each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from unweary.inference.answers import had_they_been_no
from unweary.inference.findings import Findings
from unweary.inference.network import Network, WhatIf, asked_absent, network
from unweary.inference.noisy_or import Array, posteriors
from unweary.vocab.assessment import Causes, Contribution, IfNot, QuantityValue, RankedCause
from unweary.vocab.knowledge import Cause, Knowledge
from unweary.vocab.logic import Compare

_ROUGH = "Chances rest mostly on expert estimates; read them as likely, possible or unlikely."
#: A prior above this was set by a fact: no sign alone takes a cause there.
_TOLD = 1.0 - 1e-6
#: A bound above this says only that the order of the causes means little; its digits would be no information.
_THOUSAND = math.log(1000.0)
_CRITERIA = "Where a cause is defined by criteria, we can only say that the answers fit them."


@dataclass(frozen=True, slots=True)
class _Beliefs:
    """Posteriors now; how many signs each cause alone keeps up; the chance that none keeps up what is complained of."""

    now: Array
    explains: Array
    unexplained: float | None


def causes(knowledge: Knowledge, known: Findings, net: Network | None = None) -> Causes:
    """Rank the causes by how many of the present signs would go if the cause were taken away (Richens 2020).

    A bare posterior would fill the list with common causes that nothing speaks for.
    """
    net = net or network(knowledge, known)
    believed = _believe(net)
    posterior = {c.id: _capped(float(p), c) for c, p in zip(net.causes, believed.now, strict=True)}
    # What the person knows and told is a fact: it explains signs, but it is no guess to be ranked among the causes.
    told = tuple(cause for cause in net.causes if net.prior[cause.id] > _TOLD)
    risen = [
        column
        for column, cause in enumerate(net.causes)
        if cause not in told and _rose(cause, posterior[cause.id], knowledge)
    ]
    entries = [_ranked(column, net, known, believed) for column in risen]
    # Something that was felt or found must speak for it.
    shown = sorted(
        (entry for entry in entries if any(said.finding for said in entry.speaks_for)),
        key=lambda entry: (-entry.explains, -entry.lift, entry.cause),
    )[: int(knowledge.parameters["causes_shown"].mid)]
    shown = _with_if_not(shown, net, known)
    error = net.log_odds_error()
    if error:
        shown = [_widened(entry, error, knowledge.causes[entry.cause].cap) for entry in shown]
    return Causes(
        ranked=tuple(shown),
        unexplained=believed.unexplained,
        findings_used=net.told,
        note=_note(net, shown, error, told),
        posterior=posterior,
        order=_order(net, shown),
        set_aside=net.set_aside,
        log_odds_error=error,
    )


def _believe(net: Network) -> _Beliefs:
    complaint = tuple(
        f for f in net.open if net.knowledge.findings[f].group == "fatigue_core" and net.seen(f) == (0.0, 1.0)
    )
    asked = [WhatIf(), *asked_absent(net.open)]
    rows = len(asked)
    posterior, likelihood = posteriors(net.evidence([*asked, WhatIf(absent=complaint)] if complaint else asked))
    explains = explained(net, posterior[:rows], likelihood[:rows])
    if not complaint:
        return _Beliefs(posterior[0], explains, None)
    leaks = math.prod(net.leak(finding) / (1.0 - net.leak(finding)) for finding in complaint)
    return _Beliefs(posterior[0], explains, float(likelihood[rows]) * leaks / float(likelihood[0]))


def explained(net: Network, posterior: Array, likelihood: Array) -> Array:
    """Expected disablement: how many of the present signs each cause alone keeps up (causes,).

    The rows are those of what is known now, and of every open finding absent, in the order of ``net.open``.
    """
    # P(only this cause keeps the finding up) follows from the world in which nothing keeps it up.
    alone = net.trigger / (1.0 - net.trigger) * np.array([net.seen(finding)[1] for finding in net.open])
    only = posterior[1:].T * (likelihood[1:] / likelihood[0]) * alone
    return np.asarray(only.sum(axis=1))


def _note(net: Network, shown: Sequence[RankedCause], error: float, given: Sequence[Cause]) -> str:
    told = f"{_ROUGH} {_CRITERIA}" if any(entry.note for entry in shown) else _ROUGH
    if given:
        names = ", ".join(cause.plain_name.lower() for cause in given)
        told = f"You told us of this, so it counts as known and is not in the list: {names}. {told}"
    if not error:
        return told
    labels = ", ".join(map(net.knowledge.label, net.set_aside))
    factor = "more than a thousand" if error > _THOUSAND else f"up to {math.exp(error):.2g}"
    bound = f"the odds of a cause may be off by a factor of {factor} because of it"
    return f"{told} Set aside as the weakest of very many signs ({bound}): {labels}."


def _order(net: Network, shown: Sequence[RankedCause]) -> str:
    """Whether another cause would lead if one prior were a third or three times as large."""
    if len(shown) < 2:
        return ""
    factor = net.knowledge.parameters["prior_doubt_factor"].mid
    first, runners = shown[0], shown[1:3]
    changed = [((first.cause, 1.0 / factor),), *(((entry.cause, factor),) for entry in runners)]
    place = {cause.id: column for column, cause in enumerate(net.causes)}
    asked = [WhatIf(), *asked_absent(net.open)]
    every = posteriors(net.evidence([replace(question, odds=odds) for odds in changed for question in asked]))
    overtaking: dict[str, None] = {}
    for start in range(0, len(every[0]), len(asked)):
        explains = explained(net, *(rows[start : start + len(asked)] for rows in every))
        for entry in runners:
            if explains[place[entry.cause]] > explains[place[first.cause]]:
                overtaking[entry.name] = None
    if not overtaking:
        return "The first cause stays first even if any one guess of how common a cause is was wrong threefold."
    names = " or ".join(f"“{name}”" for name in (first.name, *overtaking))
    return f"Which comes first, {names}, depends on how common each is taken to be."


def _rose(cause: Cause, posterior: float, knowledge: Knowledge) -> bool:
    """Whether it rose enough to be shown; a serious rare one need only rise by a factor."""
    least_lift, least_factor = (knowledge.parameters[n].mid for n in ("cause_least_lift", "serious_cause_least_factor"))
    serious = cause.tier in ("serious", "emergency")
    return posterior - cause.prior.mid >= least_lift or (serious and posterior >= least_factor * cause.prior.mid)


def _ranked(column: int, net: Network, known: Findings, believed: _Beliefs) -> RankedCause:
    cause, exact = net.causes[column], float(believed.now[column])
    factor = net.knowledge.parameters["prior_doubt_factor"].mid
    posterior, low, high = (_capped(_scaled(exact, k), cause) for k in (1.0, 1.0 / factor, factor))
    said = [*net.risk[cause.id], *_contributions(cause, net, known)]
    least = net.knowledge.parameters["log_lr_worth_saying"].mid
    worth_saying = [one for one in said if abs(one.log_lr) >= least]
    speaks_for = tuple(sorted((c for c in worth_saying if c.log_lr > 0), key=lambda c: -c.log_lr))
    prior = cause.prior.mid
    every = math.fsum(one.log_lr for one in said)
    return RankedCause(
        cause=cause.id,
        name=cause.plain_name,
        tier=cause.tier,
        kind=cause.kind,
        prior=prior,
        posterior=posterior,
        low=low,
        high=high,
        lift=posterior - prior,
        estimate=cause.prior.grade not in "AB" or any(c.estimate for c in worth_saying),
        speaks_for=speaks_for,
        speaks_against=tuple(sorted((c for c in worth_saying if c.log_lr < 0), key=lambda c: c.log_lr)),
        unknown=_unknown(cause, net, known),
        tests=cause.tests,
        who=cause.who,
        note=cause.cap_note if cause.cap is not None else "",
        explains=float(believed.explains[column]),
        posterior_exact=exact,
        small_signs=math.fsum(one.log_lr for one in said if abs(one.log_lr) < least),
        elsewhere=_logit(exact) - _logit(prior) - every,
    )


def _logit(p: float) -> float:
    p = min(max(p, 1e-15), 1.0 - 1e-15)
    return math.log(p / (1.0 - p))


def _scaled(p: float, factor: float) -> float:
    """The probability with its odds times a factor: what other prior odds of the same cause would have given."""
    odds = factor * p / max(1.0 - p, 1e-12)
    return odds / (1.0 + odds) if factor != 1.0 else p


def _capped(p: float, cause: Cause) -> float:
    return p if cause.cap is None else min(p, cause.cap)


def _widened(entry: RankedCause, error: float, cap: float | None) -> RankedCause:
    low, high = _scaled(entry.low, math.exp(-error)), _scaled(entry.high, math.exp(error))
    return replace(entry, low=low, high=high if cap is None else min(high, cap))


def _with_if_not(shown: Sequence[RankedCause], net: Network, known: Findings) -> list[RankedCause]:
    """Each with its chance had the sign that speaks loudest for it been denied, as the groups would then count."""
    loudest = {
        entry.cause: next((said for said in entry.speaks_for if said.finding in net.open), None) for entry in shown
    }
    signs = list(dict.fromkeys(said.finding for said in loudest.values() if said is not None))
    denied = dict(zip(signs, had_they_been_no(net, known, signs), strict=True)) if signs else {}
    place = {cause.id: column for column, cause in enumerate(net.causes)}
    found = []
    for entry in shown:
        said = loudest[entry.cause]
        if said is None:
            found.append(entry)
            continue
        column, told, instead = place[entry.cause], denied[said.finding], ""
        if (normal := _normal(said.finding, net, known)) is not None:
            told = posteriors(network(net.knowledge, normal).evidence())[0][0]
            instead = _measured(said.finding, net, normal)
        p = _capped(float(told[column]), net.causes[column])
        found.append(replace(entry, if_not=IfNot(said.finding, said.label, p, instead)))
    return found


def _normal(finding: str, net: Network, known: Findings) -> Findings | None:
    """The same person with the number that speaks most clearly against it, where it is weighed by its number.

    Such a finding cannot be denied beside its number: the number is what counts.
    """
    if not _measured(finding, net, known):
        return None
    against = min((row for row in net.knowledge.graded if row.finding == finding), key=lambda row: row.ratio.mid).when
    if not isinstance(against, Compare):
        return None
    return known.with_numbers([QuantityValue(against.name, against.limit, against.limit)])


def _contributions(cause: Cause, net: Network, known: Findings) -> list[Contribution]:
    found = []
    for finding in net.told:
        link = net.links[finding].get(cause.id)
        if link is None or (log_lr := net.log_lr(finding, cause.id)) == 0.0:
            continue
        measured, grade = _measured(finding, net, known), link.sensitivity.grade
        label = measured or net.knowledge.label(finding)
        there = finding in net.weighed.present and net.seen(finding)[1] >= net.seen(finding)[0]
        found.append(
            Contribution(
                finding,
                label if there or measured else f"no {label.removeprefix('a ').removeprefix('an ')}",
                log_lr,
                grade,
                grade not in "AB",
                known.sources_of(finding),
            )
        )
    return found


def _measured(finding: str, net: Network, known: Findings) -> str:
    """A finding that is weighed by its number is told by its number: 32 is neither plainly low nor plainly not."""
    quantity = net.knowledge.findings[finding].number
    value = known.number(quantity) if quantity and any(row.finding == finding for row in net.knowledge.graded) else None
    if value is None:
        return ""
    told = net.knowledge.quantities[quantity]
    below, above = value
    number = f"{below:g}" if below == above else (f"under {above:g}" if below <= 0 else f"over {below:g}")
    return f"{told.label} {number} {told.unit}"


def _unknown(cause: Cause, net: Network, known: Findings) -> tuple[str, ...]:
    """The unanswered findings that would say most about this cause, strongest first."""
    open_: list[tuple[float, str]] = []
    for finding, row in net.links.items():
        if cause.id in row and known.truth(finding) is None and finding not in net.weighed.doubted:
            open_.append((-max(row[cause.id].sensitivity.mid / net.leak(finding), 1.0), finding))
    return tuple(finding for _, finding in sorted(open_)[: int(net.knowledge.parameters["unknowns_shown"].mid)])
