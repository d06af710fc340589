"""Are the chances that Unweary states borne out where its numbers are wrong? People from perturbed networks.

    .venv/bin/python validation/calibration.py [--networks 40] [--people 50] [--seed 3] [--leaks] [--plot FILE]

Each network is the packaged one with every prior's odds times exp(N(0, 1)), limited to 1/3 to 3, and every P(finding |
cause) moved on the logit scale within its interval (a normal draw whose 95 % range is the interval, cut at its ends);
with ``--leaks`` the background rates too. From each, people are drawn (people.py). Each states the complaint (the group
fatigue_core) and answers 15 to 40 more questions picked at random among those that the product could ask. The packaged
network then states the posterior of every cause, with and without tempering of correlated answers: the people's
findings are independent given the causes, so tempering is expected to make the answers too cautious here.

Reported are slope and intercept of a logistic regression of 'the cause is there' on the logit of the posterior; 1 and 0
are perfect, a slope below 1 means too bold. The standard errors count whole networks (cluster sandwich), since all
people of a network share its error.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from crowd import People
from intervals import exact_interval
from people import people
from reliability import reliability_svg
from truths import UNKNOWN, Truths
from world import Floats, Rates, World, askable

from unweary import knowledge as knowledge_room
from unweary.inference.compiled import posteriors
from unweary.inference.findings import Findings, findings
from unweary.inference.network import network
from unweary.inference.state import state
from unweary.vocab.history import History
from unweary.vocab.knowledge import Knowledge, Number

PLOT = Path(__file__).parents[1] / "docs" / "img" / "calibration.svg"
PRIOR_LIMIT = 3.0
EXTRA_ANSWERS = (15, 40)
Z95 = 1.959964
#: Edges of the stated chances that are shown together.
EDGES = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def perturbed(world: World, rng: np.random.Generator, leaks: bool = False) -> Rates:
    """One network whose numbers are off as far as their doubt allows."""
    knowledge = world.knowledge
    prior = np.array([cause.prior.mid for cause in knowledge.causes.values()])
    factor = np.clip(np.exp(rng.standard_normal(len(prior))), 1.0 / PRIOR_LIMIT, PRIOR_LIMIT)
    odds = prior / (1.0 - prior) * factor
    leak = world.rates.leak
    if leaks:
        leak = np.array([_jittered(kind.leak, rng) for kind in knowledge.findings.values()])
    sensitivity = np.full((len(world.causes), len(world.findings)), np.nan)
    for link in knowledge.likelihoods:
        sensitivity[world.cause_at[link.cause], world.at[link.finding]] = _jittered(link.sensitivity, rng)
    return world.network(odds / (1.0 + odds), leak, sensitivity)


def _jittered(number: Number, rng: np.random.Generator) -> float:
    """A draw on the logit scale whose 95 % range is the interval, never outside it."""
    drawn = rng.standard_normal()
    low, mid, high = (_logit(np.clip(end, 1e-6, 1.0 - 1e-6)) for end in (number.low, number.mid, number.high))
    moved = mid + drawn * ((high - mid) if drawn > 0 else (mid - low)) / Z95
    return float(1.0 / (1.0 + np.exp(-np.clip(moved, min(low, mid), max(high, mid)))))


def _logit(p: Floats | float) -> Floats:
    return np.asarray(np.log(p) - np.log1p(-np.asarray(p)))


def picked(drawn: People, answers: dict[str, Truths], rng: np.random.Generator) -> list[list[str]]:
    """For each person the findings that are answered."""
    open_ = askable(drawn.world.knowledge)
    complaint = [kind.id for kind in open_ if kind.group == "fatigue_core"]
    others = [kind.id for kind in open_ if kind.group != "fatigue_core"]
    known = np.stack([answers[name] != UNKNOWN for name in others], axis=1)
    chosen = []
    for row in range(drawn.count):
        could = np.flatnonzero(known[row])
        some = rng.choice(could, int(rng.integers(EXTRA_ANSWERS[0], EXTRA_ANSWERS[1] + 1)), replace=False)
        said = [name for name in complaint if answers[name][row] != UNKNOWN]
        chosen.append([*said, *(others[column] for column in sorted(some))])
    return chosen


@dataclass(frozen=True, slots=True)
class Stated:
    """Posteriors of every cause for every person, what is true, and which network the person is from."""

    chance: Floats
    true: Floats
    cluster: Floats


def simulate(world: World, networks: int, count: int, seed: int, leaks: bool) -> tuple[Stated, Stated]:
    """The posteriors as the product states them, and those without tempering."""
    plain = replace(world.knowledge, groups=())
    rows: list[list[Floats]] = [[], []]
    true, cluster = [], []
    start = time.perf_counter()
    for index in range(networks):
        rng = np.random.default_rng([seed, index])
        drawn = people(world, count, seed * 1000 + index, rates=perturbed(world, rng, leaks))
        answers = drawn.answers()
        for row, names in enumerate(picked(drawn, answers, rng)):
            facts = known(drawn.history(row, {name: answers[name] for name in names}), world.knowledge)
            for arm, knowledge in enumerate((world.knowledge, plain)):
                rows[arm].append(stated(facts, knowledge))
        true.append(drawn.causes)
        cluster.append(np.full(drawn.count, index))
        print(f"{index + 1}/{networks} networks, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    truth, which = np.concatenate(true).astype(np.float64), np.concatenate(cluster)
    return tuple(Stated(np.array(arm), truth, which) for arm in rows)  # type: ignore[return-value]


def stated(facts: Findings, knowledge: Knowledge) -> Floats:
    """The posterior of every cause that the product states when this is known."""
    net = network(knowledge, facts)
    exact = posteriors(net.evidence())[0][0]
    caps = np.array([1.0 if cause.cap is None else cause.cap for cause in net.causes])
    return np.asarray(np.minimum(exact, caps))


def known(history: History, knowledge: Knowledge) -> Findings:
    """What the product knows of a person."""
    body = state(history, knowledge, history.as_of)
    return findings(history, knowledge, history.as_of, body.numbers, body.given)


# ---- the regression


@dataclass(frozen=True, slots=True)
class Fit:
    """Logistic regression of truth on the logit of the stated chance, with cluster standard errors."""

    intercept: float
    slope: float
    intercept_se: float
    slope_se: float
    pairs: int
    events: int
    stated: float


def calibrate(chance: Floats, true: Floats, cluster: Floats) -> Fit:
    """Slope and intercept by Newton's method.

    Examples
    --------
    >>> p = np.repeat([0.2, 0.8], 500)
    >>> y = np.concatenate([np.arange(500) < 100, np.arange(500) < 400]).astype(float)
    >>> fit = calibrate(p, y, np.arange(1000) % 10)
    >>> round(fit.slope, 6), abs(round(fit.intercept, 6))
    (1.0, 0.0)
    """
    x = _logit(np.clip(chance, 1e-12, 1.0 - 1e-12))
    design = np.stack([np.ones_like(x), x], axis=1)
    beta = np.array([0.0, 1.0])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-design @ beta))
        information = design.T @ (design * (p * (1.0 - p))[:, None])
        move = np.linalg.solve(information, design.T @ (true - p))
        beta = beta + move
        if np.abs(move).max() < 1e-10:
            break
    else:
        raise RuntimeError("the regression does not converge")
    scores = design * (true - p)[:, None]
    by_cluster = np.stack([scores[cluster == one].sum(axis=0) for one in np.unique(cluster)])
    bread = np.linalg.inv(information)
    spread = np.sqrt(np.diag(bread @ (by_cluster.T @ by_cluster) @ bread))
    return Fit(
        intercept=float(beta[0]),
        slope=float(beta[1]),
        intercept_se=float(spread[0]),
        slope_se=float(spread[1]),
        pairs=len(x),
        events=int(true.sum()),
        stated=float(chance.sum()),
    )


def fits(world: World, told: Stated) -> dict[str, Fit]:
    """Over all causes, then tier by tier."""
    found = {"all causes": _fit(told, np.ones(len(world.tiers), dtype=np.bool_))}
    for tier in dict.fromkeys(world.tiers):
        found[str(tier)] = _fit(told, world.tiers == tier)
    return {name: fit for name, fit in found.items() if fit is not None}


def _fit(told: Stated, columns: Floats) -> Fit | None:
    chance, true = told.chance[:, columns], told.true[:, columns]
    if true.sum() < 10:
        return None  # too few to say anything
    return calibrate(chance.ravel(), true.ravel(), np.repeat(told.cluster, chance.shape[1]))


@dataclass(frozen=True, slots=True)
class Bin:
    """People-cause pairs of similar stated chance."""

    stated: float
    seen: float
    low: float
    high: float
    count: int


def bins(told: Stated) -> list[Bin]:
    """How often the cause was there, by what was stated. The intervals take all pairs as independent."""
    chance, true = told.chance.ravel(), told.true.ravel()
    found = []
    for low, high in pairwise(EDGES):
        inside = (chance >= low) & ((chance < high) | (high == EDGES[-1]))
        count = int(inside.sum())
        if count:
            hits = int(true[inside].sum())
            found.append(Bin(float(chance[inside].mean()), hits / count, *exact_interval(hits, count), count))
    return found


def table(name: str, found: dict[str, Fit]) -> list[str]:
    lines = [
        f"{name}:",
        "| causes | pairs | true | expected | slope (95 %) | intercept (95 %) |",
        "|---|---|---|---|---|---|",
    ]
    for tier, fit in found.items():
        slope = f"{fit.slope:.2f} ({fit.slope - Z95 * fit.slope_se:.2f} to {fit.slope + Z95 * fit.slope_se:.2f})"
        ends = fit.intercept - Z95 * fit.intercept_se, fit.intercept + Z95 * fit.intercept_se
        intercept = f"{fit.intercept:.2f} ({ends[0]:.2f} to {ends[1]:.2f})"
        lines.append(f"| {tier} | {fit.pairs} | {fit.events} | {fit.stated:.0f} | {slope} | {intercept} |")
    return lines


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--networks", type=int, default=40)
    parser.add_argument("--people", type=int, default=50, help="people from each network")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--leaks", action="store_true", help="move the background rates too")
    parser.add_argument("--plot", type=Path, default=PLOT, help="the reliability plot to write")
    options = parser.parse_args(arguments)
    world = World(knowledge_room.load())
    as_stated, untempered = simulate(world, options.networks, options.people, options.seed, options.leaks)
    print(f"{options.networks} networks x {options.people} people, seed {options.seed}, ", end="")
    print(f"knowledge {world.knowledge.digest[:12]}{', leaks moved too' if options.leaks else ''}")
    for name, told in (("As stated", as_stated), ("Without tempering", untempered)):
        print("\n" + "\n".join(table(name, fits(world, told))))
    print("\n| stated, mean | seen (95 %) | pairs |\n|---|---|---|")
    for one in bins(as_stated):
        print(f"| {one.stated:.2%} | {one.seen:.2%} ({one.low:.2%}-{one.high:.2%}) | {one.count} |")
    options.plot.parent.mkdir(parents=True, exist_ok=True)
    series = (("as stated", bins(as_stated)), ("without tempering", bins(untempered)))
    options.plot.write_text(reliability_svg(series), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
