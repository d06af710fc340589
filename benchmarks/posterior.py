"""The exact posterior on the real network beside pyAgrum's LazyPropagation: largest difference, and speed as a ratio.

    pip install pyagrum numba; python benchmarks/posterior.py [cases]

The same causes, leaks and triggers go into both; correlation groups are left out here, because they are a rule about
what enters, not about inference. Cases are people sampled from the network: so many of their present findings, and ten
of their absent ones.

Two forms of the network are given to pyAgrum. ``whole`` is the network as it is written down, with its own noisy-OR
nodes (``addNoisyORNet``) and hard evidence; where it needs more than the limits below (a child process with 8 GB and
20 s) the case counts as 20 s. ``chained`` is the best form that is known, made for each case: every present finding is
cut into a chain of two-parent OR nodes (parent divorcing, Olesen 1989), and absent findings enter as likelihoods of the
causes. Building the network is not counted; the propagation and the posteriors of all causes are.

Ours is timed in two forms, over the same people in the same run: one call of the NumPy form, which is what one person's
assessment runs; and the compiled form (``inference.compiled``) over all people of the row, by person. It is compiled
before. Times are CPU time of one thread, so that other work on the machine does not count (a second thread gains
pyAgrum nothing here), and the best of three, except in the native form of pyAgrum, which runs once.
"""

from __future__ import annotations

import multiprocessing as mp
import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pyagrum as gum

from unweary import knowledge
from unweary.inference import compiled
from unweary.inference.noisy_or import Evidence, posteriors

#: Limits of one case in the native form.
SECONDS, BYTES = 20.0, 8_000_000_000


gum.setNumberOfThreads(1)


def network() -> tuple[list[str], list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Causes, findings, priors, triggers (causes, findings) and leaks of the packaged knowledge."""
    known = knowledge.load()
    causes = list(known.causes)
    findings = sorted({link.finding for link in known.likelihoods})
    prior = np.array([known.causes[cause].prior.mid for cause in causes])
    leak = np.array([known.findings[finding].leak.mid for finding in findings])
    trigger = np.zeros((len(causes), len(findings)))
    for link in known.likelihoods:
        place = findings.index(link.finding)
        sensitivity = max(link.sensitivity.mid, leak[place])
        trigger[causes.index(link.cause), place] = min((sensitivity - leak[place]) / (1 - leak[place]), 1 - 1e-12)
    return causes, findings, prior, trigger, leak


def whole(causes: list[str], prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray, yes: np.ndarray, no: np.ndarray):
    """The whole network with pyAgrum's own noisy-OR nodes, and hard evidence on what was answered."""
    net = gum.BayesNet()
    for name, p in zip(causes, prior, strict=True):
        net.add(gum.LabelizedVariable(name, "", 2))
        net.cpt(name)[:] = [1 - p, p]
    for column in range(len(leak)):
        net.addNoisyORNet(gum.LabelizedVariable(f"f{column}", "", 2), float(leak[column]))
        for row in np.flatnonzero(trigger[:, column]):
            net.addWeightedArc(causes[row], f"f{column}", float(trigger[row, column]))
    return net, {f"f{column}": int(column in yes) for column in (*yes, *no)}


def chained(
    causes: list[str], prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray, yes: np.ndarray, no: np.ndarray
):
    """Only what matters: each present finding as a chain of ORs, absent ones as likelihoods of the causes."""
    net = gum.BayesNet()
    for name, p in zip(causes, prior, strict=True):
        net.add(gum.LabelizedVariable(name, "", 2))
        net.cpt(name)[:] = [1 - p, p]
    silence = np.prod(1 - trigger[:, no], axis=1)
    evidence: dict = {name: [1.0, float(s)] for name, s in zip(causes, silence, strict=True) if s < 1}
    for column in yes:
        last = f"f{column}"
        net.add(gum.LabelizedVariable(last, "", 2))
        net.cpt(last)[:] = [1 - leak[column], leak[column]]
        for row in np.flatnonzero(trigger[:, column]):
            link, chance = f"f{column}_{row}", float(trigger[row, column])
            net.add(gum.LabelizedVariable(link, "", 2))
            net.addArc(last, link)
            net.addArc(causes[row], link)
            for before in (0, 1):
                for active in (0, 1):
                    p = 1.0 if before else chance * active
                    net.cpt(link)[{last: before, causes[row]: active}] = [1 - p, p]
            last = link
        evidence[last] = 1
    return net, evidence


def person(
    rng: np.random.Generator, prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray, present: int
) -> tuple[np.ndarray, np.ndarray]:
    """Findings answered yes and no of somebody who has at least so many."""
    while True:
        # Ill people are looked for: with the bare priors hardly anyone has fifteen findings.
        active = rng.random(len(prior)) < 2 * prior
        absent = (1 - leak) * np.prod(1 - trigger[active], axis=0)
        has = rng.random(len(leak)) >= absent
        if has.sum() >= present:
            return rng.permutation(np.flatnonzero(has))[:present], rng.permutation(np.flatnonzero(~has))[:10]


def propagate(net, evidence: dict, causes: list[str]) -> tuple[np.ndarray, float]:
    """Posteriors of all causes and the seconds that they took, once."""
    start = time.process_time()
    lazy = gum.LazyPropagation(net)
    lazy.setEvidence(evidence)
    lazy.setTargets(set(causes))
    lazy.makeInference()
    peer = np.array([lazy.posterior(cause)[1] for cause in causes])
    return peer, time.process_time() - start


def best(net, evidence: dict, causes: list[str]) -> tuple[np.ndarray, float]:
    """The same, the best of three."""
    return min((propagate(net, evidence, causes) for _ in range(3)), key=lambda told: told[1])


def limited(net, evidence: dict, causes: list[str]) -> tuple[np.ndarray | None, float]:
    """The same in a child process with limits; no posteriors and the limit where it does not get through."""
    here, there = mp.Pipe(duplex=False)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        there.send(propagate(net, evidence, causes))

    child = mp.get_context("fork").Process(target=work)
    child.start()
    there.close()
    try:
        if here.poll(SECONDS):
            return here.recv()
    except EOFError:  # it ran out of memory
        pass
    finally:
        child.kill()
        child.join()
    return None, SECONDS


def questions(causes: list[str], prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray, repeats: int) -> None:
    """The value of every open question: the posteriors if each were absent, 12 findings present.

    Ours does them in one run. pyAgrum does one propagation each; ten are timed and the mean stands for all.
    """
    rng = np.random.default_rng(20261122)
    mine, theirs = [], []
    for _ in range(repeats):
        yes, no = person(rng, prior, trigger, leak, 12)
        open_ = np.setdiff1d(np.arange(len(leak)), [*yes, *no])
        silence = np.prod(1 - trigger[:, no], axis=1) * (1 - trigger[:, open_]).T
        evidence = Evidence.plain(prior, trigger[:, yes], leak[yes], silence)
        mine.append(seconds(lambda evidence=evidence: posteriors(evidence)))
        some = open_[:: max(1, len(open_) // 10)]
        nets = (chained(causes, prior, trigger, leak, yes, np.array([*no, one])) for one in some)
        each = [best(*net, causes)[1] for net in nets]
        theirs.append(statistics.fmean(each) * len(open_))
    print(
        f"all {len(open_)} open questions, 12 present, {repeats} cases: ours {statistics.median(mine) * 1e3:.1f} ms, "
        f"pyAgrum Lazy chained {statistics.median(theirs) * 1e3:.0f} ms, "
        f"{statistics.median(theirs) / statistics.median(mine):.0f}x (medians)"
    )


def seconds(work: Callable[[], object]) -> float:
    """The best of three."""
    found = []
    for _ in range(3):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def beside(name: str, present: int, repeats: int) -> tuple[str, float]:
    """One row of the table, and the largest difference of any posterior."""
    causes, _, prior, trigger, leak = network()
    make, run = {"whole": (whole, limited), "chained": (chained, best)}[name]
    rng = np.random.default_rng(20261121)
    everyone, theirs, mine, worst, through = [], [], [], 0.0, 0
    for _ in range(repeats):
        yes, no = person(rng, prior, trigger, leak, present)
        peer, took = run(*make(causes, prior, trigger, leak, yes, no), causes)
        evidence = Evidence.plain(prior, trigger[:, yes], leak[yes], np.prod(1 - trigger[:, no], axis=1)[None])
        theirs.append(took)
        mine.append(seconds(lambda evidence=evidence: posteriors(evidence)))
        everyone.append(evidence)
        if peer is not None:
            through += 1
            both = (form(evidence)[0][0] for form in (posteriors, compiled.posteriors))
            worst = max(worst, *(float(np.max(np.abs(ours - peer))) for ours in both))
    batch = seconds(lambda: [compiled.posteriors(evidence) for evidence in everyone]) / repeats
    peer_s = statistics.median(theirs)
    cells = [f"{ours * 1e3:.3f} | {peer_s / ours:.0f}x" for ours in (statistics.median(mine), batch)]
    return f"| {name} | {present} | {through} of {repeats} | {peer_s * 1e3:.1f} | {' | '.join(cells)} |", worst


def main(cases: int) -> None:
    causes, _, prior, trigger, leak = network()
    compiled.posteriors(Evidence.plain(prior, trigger[:, :1], leak[:1], np.ones((1, len(prior)))))
    print(
        "\n| form | present | got through | pyAgrum (ms) | one call (ms) | ratio | compiled, by person (ms) | ratio |"
    )
    print("|---|---|---|---|---|---|---|---|")
    rows = [("whole", n, max(1, cases // 20)) for n in (6, 12, 15)]
    rows += [("chained", n, max(1, cases // 5)) for n in (3, 6, 9, 12, 15)]
    worst = 0.0
    for row in rows:
        line, off = beside(*row)
        print(line, flush=True)
        worst = max(worst, off)
    print(f"\nlargest difference of any posterior, both forms: {worst:.1e}")
    questions(causes, prior, trigger, leak, max(1, cases // 10))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
