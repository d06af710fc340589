"""How many people the union of all red-flag rules sends to a clinician: the price of looking for danger.

    .venv/bin/python validation/union_rates.py [--people 20000] [--seed 1] [--check] [--accept] [--emergencies]
    .venv/bin/python validation/union_rates.py --people 40000 --fair 11 12 13
    .venv/bin/python validation/union_rates.py --people 60000 --clauses

People are drawn from the packaged network (people.py). Everybody answers every question that the product would ask at
home. Rates are over people without a cause of tier emergency; every one of them is over-triage. ``--check`` fails when
the rate of emergencies or of same day or higher is more than one percentage point above the committed
union_rates.toml; ``--accept`` writes that file. ``--emergencies`` prints the other side: for each emergency cause the
share of people with it whose rules stay below same day (and below emergency), with everything answered. ``--fair``
prints the rates of so many people of each of these seeds together and stops: seeds that nobody looks at while rates
and rules are chosen. ``--clauses`` prints for each rule which branch of its condition carries it, and stops.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from pathlib import Path

import numpy as np
from crowd import People
from intervals import exact_interval
from numpy.typing import NDArray
from people import not_sampled, people
from truths import PRESENT, Facts, Truths, fired, urgency
from world import Bools, World

from unweary import knowledge as knowledge_room
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import AtLeast, Condition, in_words, names

ACCEPTED = Path(__file__).with_name("union_rates.toml")
ALLOWED_RISE = 0.01
SHOWN = 15
#: So many people are asked at once without one of their findings.
ROUND = 50_000
#: Rules and branches that alone send fewer are not printed.
LEAST_SHOWN = 0.0001
LEVELS = (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY, Urgency.WITHIN_DAYS)


def mind_rules(knowledge: Knowledge) -> set[str]:
    """The rules of the suicide screen: reported apart, because nobody wants fewer of them."""
    asked = {"suicidal", "self_harm_now"}
    return {rule.id for rule in knowledge.red_flags if set(names(rule.when)) & asked}


def rates(levels: Truths, who: Bools) -> dict[str, float]:
    """Share of these people at each level or higher."""
    return {level.word: float(np.mean(levels[who] >= level)) for level in LEVELS}


def marginal(knowledge: Knowledge, held: Mapping[str, Bools], who: Bools, level: Urgency) -> list[tuple[float, str]]:
    """For each rule the share of people who reach the level by this rule alone."""
    rules = [rule.id for rule in knowledge.red_flags if rule.urgency >= level]
    ways = np.sum([held[rule] for rule in rules], axis=0)
    alone = [(float(np.mean(held[rule][who] & (ways[who] == 1))), rule) for rule in rules]
    return sorted(alone, reverse=True)[:SHOWN]


def branches(condition: Condition) -> list[tuple[Condition, ...]]:
    """The alternatives of a condition: each OR is parted, an AND of ORs multiplied out.

    Examples
    --------
    >>> from unweary.vocab.logic import parse
    >>> [words(branch) for branch in branches(parse("a AND (b OR c < 2) OR atleast(2, d, e, f)"))]
    ['a AND b', 'a AND c below 2', 'at least 2 of: d, e, f']
    """
    match condition:
        case AtLeast(1, parts):
            return [branch for part in parts for branch in branches(part)]
        case AtLeast(count, parts) if count == len(parts):
            return [tuple(chain.from_iterable(chosen)) for chosen in product(*map(branches, parts))]
        case _:
            return [(condition,)]


def words(branch: Sequence[Condition]) -> str:
    """A branch in the names of the conditions."""
    return " AND ".join(in_words(part, {name: name for name in names(part)}) for part in branch)


def carried(facts: Facts, condition: Condition, alone: Bools) -> list[tuple[float, str]]:
    """For each branch of a rule the share of all people whom it carries by itself: no other branch, no other rule.

    ``alone`` are those whom only this rule sends. Where two branches hold together neither carries, so the shares can
    add up to less than the rule's.
    """
    held = {
        words(branch): np.logical_and.reduce([facts.evaluate(part) == PRESENT for part in branch])
        for branch in branches(condition)
    }
    ways = np.sum(list(held.values()), axis=0)
    return sorted(((float(np.mean(alone & truth & (ways == 1))), text) for text, truth in held.items()), reverse=True)


def drivers(drawn: People, levels: Truths, who: Bools, level: Urgency) -> list[tuple[float, str]]:
    """For each finding the share of people who would not reach the level, had they answered it with no."""
    found, flagged = [], who & (levels >= level)
    used = {name for rule in drawn.world.knowledge.red_flags for name in names(rule.when)}
    used |= {name for entry in drawn.world.knowledge.derived for name in names(entry.present)}
    used |= {name for kind in drawn.world.knowledge.findings.values() if kind.ask_if for name in names(kind.ask_if)}
    asked = [one for one in drawn.world.findings if drawn.world.knowledge.findings[one].collected_by == "self"]
    chosen = {finding: np.flatnonzero(flagged & drawn.present[finding]) for finding in asked if finding in used}
    for some in _rounds({finding: rows for finding, rows in chosen.items() if len(rows)}):
        # Everybody once for each finding that they deny.
        denies = np.repeat(np.arange(len(some)), [len(rows) for rows in some.values()])
        denied = {finding: denies == place for place, finding in enumerate(some)}
        now = sent(drawn.subset(np.concatenate([*some.values()])), denied)[1]
        found += [(float(np.sum(now[rows] < level)) / int(who.sum()), finding) for finding, rows in denied.items()]
    return sorted(found, reverse=True)[:SHOWN]


def _rounds(chosen: Mapping[str, NDArray[np.intp]]) -> Iterator[dict[str, NDArray[np.intp]]]:
    """The findings in rounds of about so many people as fit into memory."""
    now: dict[str, NDArray[np.intp]] = {}
    for finding, rows in chosen.items():
        now[finding] = rows
        if sum(map(len, now.values())) >= ROUND:
            yield now
            now = {}
    if now:
        yield now


def sent(drawn: People, denied: Mapping[str, Bools] | None = None) -> tuple[dict[str, Bools], Truths]:
    """Which rules fire, and the urgency, when everything is answered; ``denied`` with no, by these people."""
    facts = drawn.facts(drawn.answers(denied))
    held = fired(drawn.world.knowledge, facts)
    return held, urgency(drawn.world.knowledge, held, drawn.count)


def measure(drawn: People) -> tuple[dict[str, dict[str, float]], dict[str, Bools], Truths]:
    """The rates of the groups, the rules that fired, and everybody's urgency."""
    knowledge = drawn.world.knowledge
    held, levels = sent(drawn)
    mind = mind_rules(knowledge)
    beside = urgency(knowledge, {rule: column for rule, column in held.items() if rule not in mind}, drawn.count)
    without = ~drawn.has("emergency")
    mild = ~drawn.has("emergency", "serious")
    table = {
        "no_emergency_cause": rates(levels, without),
        "no_emergency_cause_beside_suicide_screen": rates(beside, without),
        "benign_or_treatable_only": rates(levels, mild),
        "benign_or_treatable_only_beside_suicide_screen": rates(beside, mild),
    }
    return table, held, levels


def risen(now: Mapping[str, Mapping[str, float]], before: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What rose by more than allowed, in words."""
    group = "no_emergency_cause"
    watched = (Urgency.EMERGENCY_NOW.word, Urgency.SAME_DAY.word)
    return [
        f"{level} or higher: {before[group][level]:.2%} -> {now[group][level]:.2%}"
        for level in watched
        if now[group][level] > before[group][level] + ALLOWED_RISE
    ]


def as_toml(table: Mapping[str, Mapping[str, float]], count: int, seed: int) -> str:
    lines = [
        "# Rates of the union of all red flags at the last accepted state: validation/union_rates.py --accept.",
        "# --check compares with the group no_emergency_cause. Shares of people, each level or higher.",
        f"people = {count}",
        f"seed = {seed}",
    ]
    for group, levels in table.items():
        lines += ["", f"[{group}]", *(f"{level} = {share:.4f}" for level, share in levels.items())]
    return "\n".join(lines) + "\n"


def show(table: Mapping[str, Mapping[str, float]]) -> None:
    print(f"{'people':<50}{'emergency':>11}{'same day +':>12}{'within days +':>15}")
    for group, levels in table.items():
        print(f"{group.replace('_', ' '):<50}" + "".join(f"{levels[level.word]:>12.1%}" for level in LEVELS))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=Path, default=ACCEPTED, help="the accepted rates to compare with")
    parser.add_argument("--check", action="store_true", help="fail when a rate rose by more than a point")
    parser.add_argument("--accept", action="store_true", help="write the rates as accepted")
    parser.add_argument(
        "--fair", type=int, nargs="+", default=[], metavar="SEED", help="only the rates, seeds together"
    )
    parser.add_argument("--emergencies", type=int, nargs="?", const=1500, default=0, help="people drawn for each cause")
    parser.add_argument("--clauses", action="store_true", help="only the branches of each rule that alone send people")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    world = World(knowledge_room.load())
    if options.fair:
        fair(world, options.people, options.fair)
        return 0
    drawn = people(world, options.people, options.seed)
    if options.clauses:
        clauses(drawn)
        return 0
    table, held, levels = measure(drawn)
    print(f"{options.people} people, seed {options.seed}, knowledge {world.knowledge.digest[:12]}; share at each level")
    show(table)
    for name in not_sampled(world):
        print(f"not sampled, left unanswered: {name}", file=sys.stderr)
    if not options.check:
        details(drawn, held, levels)
    if options.emergencies:
        missed(world, options.emergencies, options.seed)
    if options.accept:
        options.limit.write_text(as_toml(table, options.people, options.seed), encoding="utf-8")
    if options.check:
        worse = risen(table, tomllib.loads(options.limit.read_text(encoding="utf-8")))
        for line in worse:
            print(f"rose by more than {ALLOWED_RISE:.0%} point: {line}", file=sys.stderr)
        return 1 if worse else 0
    print(f"{time.perf_counter() - start:.1f} s", file=sys.stderr)
    return 0


def fair(world: World, count: int, seeds: Sequence[int]) -> None:
    """The rates over the people of several seeds together, with their exact intervals."""
    print(f"{count} people of each seed {seeds}, knowledge {world.knowledge.digest[:12]}; beside the suicide screen")
    mind = mind_rules(world.knowledge)
    levels = []
    for seed in seeds:
        drawn = people(world, count, seed)
        held = {rule: column for rule, column in sent(drawn)[0].items() if rule not in mind}
        levels.append(urgency(world.knowledge, held, drawn.count)[~drawn.has("emergency")])
    together = np.concatenate(levels)
    for level in LEVELS:
        low, high = exact_interval(int(np.sum(together >= level)), len(together))
        apart = ", ".join(f"{np.mean(one >= level):.2%}" for one in levels)
        print(f"  {level.word} or higher: {np.mean(together >= level):.2%} ({low:.2%} to {high:.2%}); by seed {apart}")


def clauses(drawn: People) -> None:
    """Which rules, and which branches of them, alone send people without an emergency cause."""
    knowledge, without = drawn.world.knowledge, drawn.subset(np.flatnonzero(~drawn.has("emergency")))
    facts = without.facts(without.answers())
    mind = mind_rules(knowledge)
    held = {rule: truth for rule, truth in fired(knowledge, facts).items() if rule not in mind}
    for level in (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY):
        rules = [rule for rule in knowledge.red_flags if rule.urgency >= level and rule.id in held]
        ways = np.sum([held[rule.id] for rule in rules], axis=0)
        print(f"\n{level.word} or higher: {np.mean(ways > 0):.2%} of {without.count}, beside the suicide screen; "
              "by this rule alone, and by which branch of it alone")  # fmt: skip
        alone = {rule.id: held[rule.id] & (ways == 1) for rule in rules}
        for rule in sorted(rules, key=lambda rule: -int(alone[rule.id].sum())):
            if np.mean(alone[rule.id]) >= LEAST_SHOWN:
                print(f"  {np.mean(alone[rule.id]):7.3%}  {rule.id}")
                for share, text in carried(facts, rule.when, alone[rule.id]):
                    if share >= LEAST_SHOWN:
                        print(f"      {share:7.3%}  {text}")


def missed(world: World, count: int, seed: int) -> None:
    """For each emergency cause: how often the rules stay too low, everything answered."""
    print(f"\n{count} people for each emergency cause: below same day, below emergency")
    for cause in world.emergencies:
        levels = sent(people(world, count, seed, cause=cause))[1]
        same_day, now = (float(np.mean(levels < level)) for level in (Urgency.SAME_DAY, Urgency.EMERGENCY_NOW))
        print(f"  {cause:<20}{same_day:>8.1%}{now:>8.1%}")


def details(drawn: People, held: Mapping[str, Bools], levels: Truths) -> None:
    """Which rules and which answers the rates rest on, among people without an emergency cause."""
    knowledge, without = drawn.world.knowledge, ~drawn.has("emergency")
    for level in (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY):
        print(f"\n{level.word} or higher: share of people who reach it by this rule alone")
        for share, rule in marginal(knowledge, held, without, level):
            print(f"  {share:7.2%}  {rule}  (fires in {np.mean(held[rule][without]):.2%})")
        print(f"{level.word} or higher: share of people who would not reach it, had they answered this with no")
        for share, finding in drivers(drawn, levels, without, level):
            print(f"  {share:7.2%}  {finding}  (present in {np.mean(drawn.present[finding][without]):.2%})")


if __name__ == "__main__":
    sys.exit(main())
