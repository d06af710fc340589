"""The exact posterior on the real network beside pyAgrum's LazyPropagation: largest difference, and speed as a ratio.

    pip install pyagrum; python benchmarks/posterior.py [cases]

The same causes, leaks and triggers go into both; correlation groups are left out here, because they are a rule about
what enters, not about inference. Cases are people sampled from the network: so many of their present findings, and five
of their absent ones.
"""

from __future__ import annotations

import statistics
import sys
import time

import numpy as np
import pyagrum as gum

from unweary import knowledge
from unweary.inference.noisy_or import Evidence, posteriors


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


def bayes_net(causes: list[str], findings: list[str], prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray):
    net = gum.BayesNet()
    for name, p in zip(causes, prior, strict=True):
        net.add(gum.LabelizedVariable(name, "", 2))
        net.cpt(name)[:] = [1 - p, p]
    for column, name in enumerate(findings):
        net.addNoisyORNet(gum.LabelizedVariable(f"f_{name}", "", 2), float(leak[column]))
        for row in np.flatnonzero(trigger[:, column]):
            net.addWeightedArc(causes[row], f"f_{name}", float(trigger[row, column]))
    return net


def person(
    rng: np.random.Generator, prior: np.ndarray, trigger: np.ndarray, leak: np.ndarray, present: int
) -> tuple[np.ndarray, np.ndarray]:
    """Findings answered yes and no of somebody who has at least so many."""
    while True:
        active = rng.random(len(prior)) < prior
        absent = (1 - leak) * np.prod(1 - trigger[active], axis=0)
        has = rng.random(len(leak)) >= absent
        if has.sum() >= present:
            return rng.permutation(np.flatnonzero(has))[:present], rng.permutation(np.flatnonzero(~has))[:5]


def main(cases: int) -> None:
    causes, findings, prior, trigger, leak = network()
    net = bayes_net(causes, findings, prior, trigger, leak)
    rng = np.random.default_rng(20261121)
    worst = 0.0
    for present in (1, 2, 3, 4, 5):
        mine, theirs = [], []
        for _ in range(max(1, cases // 5)):
            yes, no = person(rng, prior, trigger, leak, present)
            chosen = [*yes, *no]
            start = time.perf_counter()
            silence = np.prod(1 - trigger[:, no], axis=1)
            posterior, _ = posteriors(Evidence(prior, trigger[:, yes], leak[yes], silence[None]))
            mine.append(time.perf_counter() - start)
            start = time.perf_counter()
            lazy = gum.LazyPropagation(net)
            lazy.setEvidence({f"f_{findings[f]}": int(f in yes) for f in chosen})
            lazy.setTargets(set(causes))
            lazy.makeInference()
            peer = np.array([lazy.posterior(cause)[1] for cause in causes])
            theirs.append(time.perf_counter() - start)
            worst = max(worst, float(np.max(np.abs(posterior[0] - peer))))
        ratio = statistics.median(theirs) / statistics.median(mine)
        print(
            f"{present:2d} present, 5 absent, {len(mine)} cases: ours {statistics.median(mine) * 1e3:8.2f} ms, "
            f"pyAgrum Lazy {statistics.median(theirs) * 1e3:9.1f} ms, {ratio:7.0f}x; "
            f"largest difference so far {worst:.1e}",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 210)
