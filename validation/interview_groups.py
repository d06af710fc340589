"""People with one of the large causes: is somebody sent later after the interview than with everything answered?

    .venv/bin/python validation/interview_groups.py [--people 60] [--seed 5] [--causes malignancy reds pad]

Each simulated person has the cause and answers the product's pages truthfully until it stops (interviews.py). Then
every question that can be asked of this person is answered, and both urgencies are compared. Rules that hold only then
are named with the urgency they would have given and the one that the interview gave.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from crowd import NOW
from interviews import Truth, _world, answer, hurry, interview, truths
from people import people
from world import World

from unweary.assessment import assess
from unweary.service.check_in import Known
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import History
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import evaluate

#: The causes whose own question no list of warning signs holds.
LARGE = (
    "malignancy", "reds", "pad", "heart_failure", "osa", "depression", "rls", "iron_def", "hypothyroid",
    "drug_myopathy", "pmr", "doms",
)  # fmt: skip
#: Follow-ups of follow-ups: so often what is asked must be worked out again.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Later:
    """One cause: how many people, how many ended below what everything answered gives, by which rules, and screens."""

    cause: str
    people: int
    below: int
    rules: Counter[str]
    screens: tuple[int, ...]


def everything(truth: Truth, world: World) -> Assessment:
    """The answer when all that can be asked of this person is answered."""
    knowledge = world.knowledge
    told = tuple(
        answer(truth, name, knowledge) for name, kind in knowledge.findings.items() if kind.collected_by == "self"
    )
    history = History(as_of=NOW, profile=truth.profile, answers=told)
    for _ in range(_ROUNDS):
        found = assess(history, knowledge)
        facts = Known(found)
        gates = {name: kind.ask_if for name, kind in knowledge.findings.items() if kind.ask_if is not None}
        kept = tuple(
            one for one in history.answers if one.finding not in gates or evaluate(gates[one.finding], facts) is True
        )
        if len(kept) == len(history.answers):
            break
        history = replace(history, answers=kept)
    return found


def later(cause: str, count: int, seed: int) -> Later:
    """Interview so many people with this cause."""
    world = _world()
    below, rules, screens = 0, Counter[str](), []
    for truth in truths(people(world, count, seed, cause)):
        ended, full = interview(truth, world.knowledge, world), everything(truth, world)
        screens.append(ended.screens)
        if ended.why == "emergency" or full.verdict.urgency <= ended.urgency:
            continue
        below += 1
        rules.update(
            f"{flag.rule} ({flag.urgency.word}, not {Urgency(ended.urgency).word})"
            for flag in full.red_flags_fired
            if flag.urgency > ended.urgency
        )
    return Later(cause, count, below, rules, tuple(sorted(screens)))


def report(found: Sequence[Later]) -> list[str]:
    """One line for each cause, and the sum."""
    lines = [
        "| cause | people | ends below | screens, median | 95th | rules that hold only then |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        named = ", ".join(f"{count} {rule}" for rule, count in one.rules.most_common(4))
        middle, high = one.screens[len(one.screens) // 2], one.screens[int(0.95 * (len(one.screens) - 1))]
        lines.append(f"| {one.cause} | {one.people} | {one.below} | {middle} | {high} | {named} |")
    below, people_ = sum(one.below for one in found), sum(one.people for one in found)
    return [
        *lines,
        f"All: {below} of {people_} ({100 * below / people_:.1f} %) end below what everything answered gives.",
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=60, help="people for each cause")
    parser.add_argument("--seed", type=int, default=5)
    world = _world()
    parser.add_argument("--causes", nargs="+", choices=world.causes, default=LARGE)
    options = parser.parse_args(arguments)
    hurry()
    print(f"knowledge {world.knowledge.digest[:12]}, seed {options.seed}")
    print("\n".join(report([later(cause, options.people, options.seed) for cause in options.causes])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
