"""The best that any rule could do with the same answers: the exact odds that some emergency cause is present.

The answers were drawn from the network, so the ratio P(answers, some emergency cause) / P(answers, none) is the best
possible score (Neyman and Pearson). Both come from the product's exact engine, run with the numbers from which the
people were drawn, untempered: once as it is, once in a world where no emergency cause can be.

A finding and its parts (people.py, step 4) count as the one event that they are: a parent that is present only because
a part of it is present says nothing more, and a parent that is absent rules all its parts out.

Typed numbers count only through the priors. How quickly the trouble began tells more of the people here, whose onset
depends on their causes (sampling.toml), so a rule that weighs the days as well could do better than these odds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from world import Floats, World

from unweary.inference.compiled import posteriors
from unweary.inference.noisy_or import Evidence, width

#: So many present findings may be open at once (the work doubles with each); beyond it the commonest are left out.
MOST_OPEN = 15


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log odds of any emergency cause, and how many present findings were left out."""

    log_odds: float
    left_out: int


def emergency_odds(world: World, answers: Mapping[str, bool], prior: Floats) -> Weighed:
    """Log odds that at least one cause of tier emergency is present, given plain answers.

    Parameters
    ----------
    answers : mapping of finding to whether it is present
    prior : array (causes,)
        After the risk factors that are known.

    Examples
    --------
    >>> from unweary import knowledge
    >>> world = World(knowledge.load())
    >>> calm = emergency_odds(world, {"fast_positive": False}, world.rates.prior).log_odds
    >>> emergency_odds(world, {"fast_positive": True}, world.rates.prior).log_odds > calm + 1
    True
    """
    leaks, silences, kept_silent = [], [], np.zeros(len(world.causes))
    own = world.own(world.rates)
    for finding, present in answers.items():
        parts = world.parts.get(finding, ())
        if not present:
            kept_silent += own.silence[:, world.at[finding]]
            kept_silent += sum((own.silence[:, world.at[p]] for p in parts if p not in answers), np.zeros(len(prior)))
            continue
        if any(answers.get(part) for part in parts):
            continue  # it is present because a part of it is
        events = [world.at[name] for name in (finding, *(part for part in parts if part not in answers))]
        leaks.append(1.0 - float(np.prod(1.0 - own.leak[events])))
        silences.append(own.silence[:, events].sum(axis=1))
    leak = np.array(leaks)
    trigger = -np.expm1(np.array(silences).reshape(len(leaks), len(world.causes)))
    speaking = np.flatnonzero(trigger.max(axis=1, initial=0.0) > 0) if len(leaks) else np.zeros(0, dtype=int)
    chosen = speaking[np.argsort(leak[speaking], kind="stable")]
    while width(trigger[chosen].T > 0) > MOST_OPEN:
        chosen = chosen[:-1]
    on, off = np.tile(prior * np.exp(kept_silent), (2, 1)), np.tile(1.0 - prior, (2, 1))
    on[1, world.tiers == "emergency"] = 0.0
    yes = np.broadcast_to(np.array([0.0, 1.0]), (2, len(chosen), 2))
    _, (every, none) = posteriors(Evidence(on, off, trigger[chosen].T, leak[chosen], yes))
    some = max(every - none, every * np.finfo(float).eps)
    return Weighed(float(np.log(some) - np.log(none)), len(speaking) - len(chosen))


def known_prior(world: World, prior_of: Mapping[str, float]) -> Floats:
    """The priors in the order of the causes."""
    return np.array([prior_of[cause] for cause in world.causes])
