"""Which rules look for one of the network's emergency causes, and which for another danger (rule_dangers.toml).

    .venv/bin/python validation/rule_dangers.py [--people 200000] [--emergencies 4000] [--seed 201]

Prints for each rule for another danger, from same day up, its lift: in how many people with an emergency cause it fires
(each cause as often), over how many without one; and the cause in which it fires most. A high lift needs its reason in
the table, or the rule belongs to that cause.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from people import people
from truths import fired
from world import Floats, World

from unweary import knowledge as knowledge_room
from unweary.vocab.knowledge import Knowledge, Urgency

#: A lift above this needs its reason in the table.
HIGH = 5.0
TABLE = Path(__file__).with_name("rule_dangers.toml")


@cache
def table() -> dict[str, Any]:
    """Rule to its emergency causes, and in two tables rule to its other danger."""
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def others() -> dict[str, str]:
    """Rule to the other danger that it looks for."""
    return {**table()["other_danger"], **table()["other_danger_shared_signs"]}


def other_dangers(knowledge: Knowledge) -> frozenset[str]:
    """The rules from same day up that look for a danger that the network has no emergency cause for.

    Examples
    --------
    >>> from unweary import knowledge
    >>> rules = other_dangers(knowledge.load())
    >>> "rf50_suicide" in rules, "rf05_pe" in rules, "rf47_cancer" in rules
    (True, False, False)
    """
    urgent = {rule.id for rule in knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY}
    return frozenset(urgent & others().keys())


@dataclass(frozen=True, slots=True, order=True)
class Lift:
    """How many times as often a rule fires in people with an emergency cause as in people without any.

    ``most`` is that of ``cause``, the cause in which it fires most; ``over_all`` takes each cause as often; ``without``
    is the share of people without an emergency cause in whom it fires.
    """

    most: float
    cause: str
    over_all: float
    without: float
    rule: str


def lifts(world: World, count: int, each: int, seed: int) -> list[Lift]:
    """Of the rules for other dangers from same day up, everything answered; the highest first."""
    rules = sorted(other_dangers(world.knowledge))

    def shares(cause: str) -> Floats:
        drawn = people(world, each if cause else count, seed, cause)
        held = fired(world.knowledge, drawn.facts(drawn.answers()))
        who = np.ones(drawn.count, dtype=np.bool_) if cause else ~drawn.has("emergency")
        return np.array([held[rule][who].mean() for rule in rules])

    without = shares("")
    within = np.array([shares(cause) for cause in world.emergencies])
    found = []
    for rule, share, by_cause in zip(rules, without, within.T, strict=True):
        if share:  # blood tests and devices are not at hand
            most = int(np.argmax(by_cause))
            found.append(
                Lift(by_cause[most] / share, world.emergencies[most], by_cause.mean() / share, float(share), rule)
            )
    return sorted(found, reverse=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--emergencies", type=int, default=4000, help="people drawn for each cause")
    parser.add_argument("--seed", type=int, default=201)
    options = parser.parse_args(arguments)
    world = World(knowledge_room.load())
    for one in lifts(world, options.people, options.emergencies, options.seed):
        unargued = " (NO REASON GIVEN)" if one.most > HIGH and one.rule in table()["other_danger"] else ""
        print(f"{one.most:6.1f} in {one.cause:<18}{one.over_all:6.1f} over all{one.without:8.3%} without  "
              f"{one.rule}: {others()[one.rule]}{unargued}")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
