"""What all open questions are worth, exactly, for people with twelve signs: CPU time of one thread.

    python benchmarks/questions.py [people]

People are sampled from the packaged network: so many causes as twelve signs need, twelve of their present findings that
a person is asked for, answered yes, and ten absent ones, answered no. A person whose answers are an emergency has no
questions and is drawn again. Timed is the whole of ``decisions.question.questions``: the chance, the gain of urgency
and the exact shift of every posterior for every finding, laboratory value and test that is open. Best of five each.

The hub is nobody: the twelve findings that most causes can bring, which is the most work that twelve signs can make.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from unweary.decisions.question import questions
from unweary.decisions.red_flags import check
from unweary.inference.findings import findings
from unweary.inference.network import network
from unweary.inference.scope import with_scope
from unweary.inference.state import state
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
YES, NO = 12, 10

knowledge = packaged_knowledge()
causes = list(knowledge.causes)
asked = [name for name, kind in knowledge.findings.items() if kind.collected_by == "self" and kind.kind != "number"]
linked = [name for name in asked if any(link.finding == name for link in knowledge.likelihoods)]
prior = np.array([cause.prior.mid for cause in knowledge.causes.values()])
leak = np.array([knowledge.findings[name].leak.mid for name in linked])
chance = np.tile(leak, (len(causes), 1))
for link in knowledge.likelihoods:
    if link.finding in linked:
        place = linked.index(link.finding)
        chance[causes.index(link.cause), place] = max(link.sensitivity.mid, leak[place])


def sampled(rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Findings answered yes and no of somebody who has at least so many."""
    while True:
        ill = rng.random(len(causes)) < 2 * prior
        has = rng.random(len(linked)) >= (1 - leak) * np.prod(1 - (chance[ill] - leak) / (1 - leak), axis=0)
        if has.sum() >= YES:
            told = (rng.permutation(np.flatnonzero(which))[:many] for which, many in ((has, YES), (~has, NO)))
            yes, no = ([linked[place] for place in places] for places in told)
            return yes, no


def hub() -> tuple[list[str], list[str]]:
    """The twelve signs that most causes can bring, emergencies left out."""
    common = sorted(linked, key=lambda name: -int((chance[:, linked.index(name)] > leak[linked.index(name)]).sum()))
    chosen: list[str] = []
    for name in common:
        if knowledge.findings[name].ask_if is None and work([*chosen, name], []) is not None:
            chosen.append(name)
        if len(chosen) == YES:
            break
    return chosen, []


def work(yes: Sequence[str], no: Sequence[str]) -> Callable[[], object] | None:
    """The questions of a woman of 41 with these answers, ready to be worked out; None in an emergency."""
    said = [*((name, "present") for name in yes), *((name, "absent") for name in no)]
    answers = tuple(Answer(name, told, NOW) for name, told in said)
    history = History(as_of=NOW, profile=Profile(birth_year=1985, sex="female"), answers=answers)
    body = state(history, knowledge, NOW)
    known = with_scope(findings(history, knowledge, NOW, body.numbers, body.given))
    flags = check(knowledge, known)
    if flags.urgency is Urgency.EMERGENCY_NOW:
        return None
    net = network(knowledge, known)
    return lambda: questions(knowledge, known, flags, net, "modify")


def best(ask: Callable[[], object]) -> float:
    """Milliseconds of CPU, the best of five."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        ask()
        taken.append(1e3 * (time.process_time() - start))
    return min(taken)


def main() -> None:
    rng = np.random.default_rng(1)
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    times: list[float] = []
    while len(times) < people:
        ask = work(*sampled(rng))
        if ask is not None:
            times.append(best(ask))
    most = work(*hub())
    middle, high = np.percentile(times, [50, 95])
    print(f"{people} people: median {middle:.0f} ms, 95th {high:.0f}, most {max(times):.0f}")
    print(f"the hub: {best(most):.0f} ms" if most is not None else "the hub is an emergency")


if __name__ == "__main__":
    main()
