"""The real interview with simulated people: how long it is, and which emergencies it still sends home.

    .venv/bin/python validation/interviews.py [--people 1000] [--emergencies 100] [--seed 2] [--processes 2]
                                              [--causes heat_illness hyponatraemia] [--answered]

Each person (people.py) states the complaint (the findings of the group fatigue_core), then answers the product's pages
(service.interview) truthfully until it stops; devices are not at hand. A page counts as one screen, however short its
list, and so does the complaint. Three things are reported:

1. Screens: median and 95th percentile, and who is sent how far among people without an emergency cause.
2. For each emergency cause the share that ends below 'same day', beside the share that the best possible rule would
   miss: the exact odds of any emergency cause over the same answers (odds.py), cut where it sends as many people
   without an emergency cause to 'same day' as the product does. It is given twice: free to spend this on the emergency
   causes alone, and bound to send whom the rules for other dangers send (rule_dangers.toml), as the product is.
3. People in whom an emergency rule holds once everything is answered: all must end at 'same day' or higher.

``--answered`` asks each person everything at once instead (a follow-up only behind its yes): a thousand people for each
cause in minutes, to tell gaps of 3 points from those of 5, which 300 cannot. Only the second is reported then.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

# One thread for each process: two processes share two cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from crowd import NOW, People, wholes
from interview_report import Ended, Group, missed, report
from odds import Weighed, emergency_odds, known_prior
from people import people
from truths import PRESENT, UNKNOWN, fired
from world import World

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.findings import Findings, findings
from unweary.inference.network import Network, network
from unweary.inference.noisy_or import posteriors
from unweary.inference.state import state
from unweary.service.interview import Step, step
from unweary.vocab.assessment import Assessment, Causes, Plan, Withheld
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge, Urgency

MOST_SCREENS = 80
COMPLAINT = "fatigue_core"


@dataclass(frozen=True, slots=True)
class Truth:
    """One simulated person, small enough to be sent to another process.

    ``present`` are the true findings, ``values`` the typed numbers by finding.
    """

    profile: Profile
    present: frozenset[str]
    values: dict[str, float]


def truths(drawn: People) -> list[Truth]:
    """The people, one by one. Who has not the whole (great thirst) has not its part (thirst that is new)."""
    kinds = drawn.world.knowledge.findings
    whole_of = wholes(drawn.world)
    typed = {
        name: kind.number for name, kind in kinds.items() if kind.number in drawn.numbers and kind.kind == "number"
    }
    names = list(drawn.present)
    table = np.stack(
        [np.logical_and.reduce([drawn.present[part] for part in (name, *whole_of.get(name, ()))]) for name in names],
        axis=1,
    )
    return [
        Truth(
            drawn.profile(row),
            frozenset(names[column] for column in np.flatnonzero(table[row])),
            {
                finding: float(drawn.numbers[quantity][row])
                for finding, quantity in typed.items()
                if not np.isnan(drawn.numbers[quantity][row])
            },
        )
        for row in range(drawn.count)
    ]


def answer(truth: Truth, finding: str, knowledge: Knowledge) -> Answer:
    """The truthful answer; what needs a device, and numbers nobody drew, stay unknown."""
    kind = knowledge.findings[finding]
    if kind.collected_by != "self" or (kind.kind == "number" and finding not in truth.values):
        return Answer(finding, "unknown", NOW, source="interview")
    if kind.kind == "number":
        return Answer(finding, "present", NOW, truth.values[finding], "interview")
    return Answer(finding, "present" if finding in truth.present else "absent", NOW, source="interview")


def interview(truth: Truth, knowledge: Knowledge, world: World) -> Ended:
    """From the stated complaint to the end."""
    complaint = [
        kind.id for kind in knowledge.findings.values()
        if kind.group == COMPLAINT and kind.collected_by == "self" and kind.ask_if is None
    ]  # fmt: skip
    history = History(
        as_of=NOW, profile=truth.profile, answers=tuple(answer(truth, name, knowledge) for name in complaint)
    )
    pages, signs = 0, True
    while True:
        assessment, page = next_page(history, knowledge, pages, signs)
        signs = page.kind == "signs"
        if page.kind == "end":
            break
        if pages >= MOST_SCREENS:
            raise RuntimeError(f"the interview does not end: {page}")
        pages += 1
        told = tuple(answer(truth, asked.finding, knowledge) for asked in page.asked)
        history = replace(history, answers=(*history.answers, *told))
    return Ended(
        screens=pages + 1,
        pages=pages,
        urgency=int(assessment.verdict.urgency),
        fired=tuple(flag.rule for flag in assessment.red_flags_fired),
        why=page.ended,
        answered=len(history.answers),
        weighed=weighed(history, knowledge, world),
    )


def next_page(history: History, knowledge: Knowledge, pages: int, signs: bool) -> tuple[Assessment, Step]:
    """The assessment and the page that follows from it. ``signs``: the page before was a list of warning signs."""
    if signs and _HURRY.set_up:
        # Most likely another such list follows, or an emergency ends it all: neither looks at the questions.
        _HURRY.no_questions = True
        assessment = assess(history, knowledge)
        _HURRY.no_questions = False
        page = step(history, assessment, knowledge, pages)
        if page.kind == "signs" or page.ended == "emergency":
            return assessment, page
    assessment = assess(history, knowledge)
    return assessment, step(history, assessment, knowledge, pages)


def weighed(history: History, knowledge: Knowledge, world: World) -> Weighed:
    """The exact odds of any emergency cause from what was answered."""
    body = state(history, knowledge, NOW)
    known = findings(history, knowledge, NOW, body.numbers, body.given)
    prior = known_prior(world, network(knowledge, known).prior)
    plain = {
        one.finding: one.state == "present"
        for one in history.answers
        if one.state != "unknown" and knowledge.findings[one.finding].kind != "number"
    }
    return emergency_odds(world, plain, prior)


@dataclass(slots=True)
class _Hurry:
    """Whether this process leaves out what no page looks at, and whether it leaves out the questions just now."""

    set_up: bool = False
    no_questions: bool = False


_HURRY = _Hurry()


def hurry() -> None:
    """In this process leave out of each assessment what the next page does not look at.

    That is the plan, the explanations and the kind, and the questions while lists of warning signs go on. Urgency,
    verdict and pages stay as they are; a test holds them against the whole assessment.
    """
    product = importlib.import_module("unweary.assessment")
    questions = product.questions
    product.plan = lambda *_: Plan((), (), ())  # type: ignore[attr-defined]
    product.kind = lambda *_: Withheld("")  # type: ignore[attr-defined]
    product.causes = _only_posteriors  # type: ignore[attr-defined]
    product.questions = lambda *told: () if _HURRY.no_questions else questions(*told)  # type: ignore[attr-defined]
    _HURRY.set_up = True


def _only_posteriors(knowledge: Knowledge, known: Findings, net: Network) -> Causes:
    rows, _ = posteriors(net.evidence())
    chances = {cause.id: min(float(p), cause.cap or 1.0) for cause, p in zip(net.causes, rows[0], strict=True)}
    return Causes((), None, (), "", chances)


@cache
def _world() -> World:
    return World(knowledge_room.load())


def _one(truth: Truth) -> Ended:
    world = _world()
    return interview(truth, world.knowledge, world)


def run(everyone: Sequence[Truth], processes: int, told: Callable[[int, int], None]) -> list[Ended]:
    """All interviews, in the order of the people."""
    if processes == 1:
        ended = []
        for done, truth in enumerate(everyone, 1):
            ended.append(_one(truth))
            told(done, len(everyone))
        return ended
    _world()  # read once, before the processes part
    with ProcessPoolExecutor(processes, initializer=hurry) as pool:
        ended = []
        for done, each in enumerate(pool.map(_one, everyone, chunksize=8), 1):
            ended.append(each)
            told(done, len(everyone))
        return ended


def all_answered(drawn: People, held: Sequence[tuple[str, ...]]) -> list[Ended]:
    """How it ends when everything that the product would ask is answered, and these rules hold then."""
    world = drawn.world
    kinds, levels = world.knowledge.findings, {rule.id: int(rule.urgency) for rule in world.knowledge.red_flags}
    said = {name: row for name, row in drawn.answers().items() if name in world.at and kinds[name].kind != "number"}
    ended = []
    for row, rules in enumerate(held):
        plain = {name: truth[row] == PRESENT for name, truth in said.items() if truth[row] != UNKNOWN}
        urgency = max((levels[rule] for rule in rules), default=0)
        odds = emergency_odds(world, plain, drawn.prior[row])
        ended.append(Ended(1, 1, urgency, rules, "answered", len(plain), odds))
    return ended


# ---- who is interviewed


def draw(world: World, healthy: int, emergencies: int, seed: int, causes: Sequence[str]) -> list[tuple[str, People]]:
    """People without an emergency cause, then so many of each of these causes."""
    pool = people(world, healthy * 2, seed)
    without = pool.subset(np.flatnonzero(~pool.has("emergency"))[:healthy])
    return [("", without), *((cause, people(world, emergencies, seed, cause)) for cause in causes)]


def holding(drawn: People) -> list[tuple[str, ...]]:
    """For each person the rules from 'same day' up that hold when everything is answered."""
    knowledge = drawn.world.knowledge
    held = fired(knowledge, drawn.facts(drawn.answers()))
    rules = [rule.id for rule in knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY]
    return [tuple(rule for rule in rules if held[rule][row]) for row in range(drawn.count)]


def groups(world: World, options: argparse.Namespace) -> list[Group]:
    """Everything simulated."""
    drawn = draw(world, options.people, options.emergencies, options.seed, options.causes)
    if options.answered:
        answered = [(name, some, holding(some)) for name, some in drawn]
        return [Group(name, all_answered(some, held), held) for name, some, held in answered]
    everyone = [truth for _, some in drawn for truth in truths(some)]
    start = time.perf_counter()

    def told(done: int, count: int) -> None:
        if done % 100 == 0 or done == count:
            print(f"{done}/{count} interviews, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)

    ended = iter(run(everyone, min(options.processes, 2), told))
    found = []
    for name, some in drawn:
        found.append(Group(name, [next(ended) for _ in range(some.count)], holding(some)))
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--emergencies", type=int, default=100, help="people for each emergency cause")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--processes", type=int, default=2)
    world = _world()
    parser.add_argument("--causes", nargs="+", choices=world.emergencies, default=world.emergencies)
    parser.add_argument("--answered", action="store_true", help="no interviews: everything is answered at once")
    options = parser.parse_args(arguments)
    hurry()
    found = groups(world, options)
    print(f"knowledge {world.knowledge.digest[:12]}, seed {options.seed}")
    print("\n".join((missed if options.answered else report)(found, world.knowledge)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
