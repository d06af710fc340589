"""What to check first: unchecked numbers by how much hangs on them, and how well founded each kind of number is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from unweary.vocab.knowledge import Check, Knowledge, Likelihood, Number, Urgency


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A number not seen in a source. ``influence`` is |natural log of what the odds are multiplied by| times prior."""

    what: str
    cause: str
    finding: str
    ratio: float
    influence: float
    number: Number


def ratios(link: Likelihood, knowledge: Knowledge) -> tuple[float, float]:
    """The likelihood ratios that the network uses for one cause alone: of the finding present, and absent.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> link = Likelihood("dvt", "swelling", Number(0.6, 0.5, 0.7, "probability", "A", "V", "x"))
    >>> some = Some(findings={"swelling": Some(leak=Number(0.1, 0.1, 0.1, "probability", "D", "E", "own"))})
    >>> [round(ratio, 3) for ratio in ratios(link, some)]
    [6.0, 0.444]
    """
    leak = knowledge.findings[link.finding].leak.mid
    sensitivity = max(link.sensitivity.mid, leak)  # a noisy-OR cannot make a finding less likely
    return sensitivity / leak, 1.0 if link.positive_only else (1.0 - sensitivity) / (1.0 - leak)


def unchecked(knowledge: Knowledge, check: Check) -> tuple[Unchecked, ...]:
    """The likelihoods and modifiers with this check mark, those with the greatest influence first.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> unchecked(Some(likelihoods=(), modifiers=()), "R")
    ()
    """
    found = [*_likelihoods(knowledge), *_modifiers(knowledge)]
    wanted = (entry for entry in found if entry.number.check == check)
    return tuple(sorted(wanted, key=lambda entry: (-entry.influence, entry.cause, entry.finding)))


def _likelihoods(knowledge: Knowledge) -> Iterator[Unchecked]:
    for link in knowledge.likelihoods:
        present, absent = ratios(link, knowledge)
        strongest = max(present, 1.0 / absent)
        influence = math.log(strongest) * knowledge.causes[link.cause].prior.mid
        yield Unchecked("likelihood", link.cause, link.finding, present, influence, link.sensitivity)


def _modifiers(knowledge: Knowledge) -> Iterator[Unchecked]:
    for modifier in knowledge.modifiers:
        prior = knowledge.causes[modifier.cause].prior.mid
        odds = prior / (1.0 - prior)
        factor = modifier.value.mid / odds if modifier.effect == "set" else modifier.value.mid
        influence = abs(math.log(factor)) * prior
        yield Unchecked("modifier", modifier.cause, "", factor, influence, modifier.value)


def kinds_of_numbers(knowledge: Knowledge) -> dict[str, tuple[Number, ...]]:
    """Every number of the model, by what it is."""
    return {
        "likelihoods (chance of a sign with a cause)": tuple(link.sensitivity for link in knowledge.likelihoods),
        "leaks (chance of a sign without any cause)": tuple(one.leak for one in knowledge.findings.values()),
        "priors (chance of a cause before any answer)": tuple(cause.prior for cause in knowledge.causes.values()),
        "modifiers of priors": tuple(modifier.value for modifier in knowledge.modifiers),
        "graded evidence": tuple(graded.ratio for graded in knowledge.graded),
        "weights of the kind of fatigue": tuple(sign.weight for sign in knowledge.kind_signs),
        "parameters": tuple(knowledge.parameters.values()),
    }


def shares(values: Iterable[str], of: str) -> tuple[tuple[str, int, float], ...]:
    """How many of each letter there are, and what percentage.

    Examples
    --------
    >>> shares("AABV", "AB")
    (('A', 2, 50.0), ('B', 1, 25.0))
    """
    counted = Counter(values)
    whole = sum(counted.values()) or 1
    return tuple((letter, counted[letter], 100.0 * counted[letter] / whole) for letter in of)


def rules_not_seen(knowledge: Knowledge) -> dict[Urgency, tuple[int, int, int]]:
    """By urgency: how many red flags, how many rest on recall, how many on our own estimate.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> rules_not_seen(Some(red_flags=(Some(urgency=Urgency.SAME_DAY, check="R"),)))[Urgency.SAME_DAY]
    (1, 1, 0)
    """
    found: dict[Urgency, tuple[int, int, int]] = {}
    for urgency in sorted({flag.urgency for flag in knowledge.red_flags}, reverse=True):
        checks = Counter(flag.check for flag in knowledge.red_flags if flag.urgency == urgency)
        found[urgency] = (sum(checks.values()), checks["R"], checks["E"])
    return found
