"""The compiled programme against the NumPy form, its obvious slow reference, on random and on real networks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from unweary.inference import compiled, noisy_or
from unweary.inference.findings import Findings
from unweary.inference.network import WhatIf, asked_absent, network
from unweary.inference.noisy_or import Evidence
from unweary.vocab.history import Answer, History, Lab, Profile
from unweary.vocab.knowledge import Knowledge


def assert_both_forms_agree(evidence: Evidence) -> None:
    """To 13 digits: each term is positive, so only the order of the sums differs."""
    slow, slow_mass = noisy_or.posteriors(evidence)
    fast, fast_mass = compiled.posteriors(evidence)
    assert fast == pytest.approx(slow, rel=1e-13, abs=0)
    assert fast_mass == pytest.approx(slow_mass, rel=1e-13, abs=0)


@pytest.mark.parametrize("findings", [0, 1, 2, 5, 9, 14, 20])
@pytest.mark.parametrize("seed", range(8))
def test_random_networks_give_the_same_posteriors(findings: int, seed: int) -> None:
    """Plain yes, virtual evidence both ways, findings without a cause and causes without a finding, three rows."""
    rng = np.random.default_rng([findings, seed])
    causes = int(rng.integers(1, 40))
    linked = rng.random((causes, findings)) < min(0.4, 2 / (findings or 1))
    prior = rng.uniform(1e-5, 0.6, (3, causes))
    doubted = rng.random((3, findings, 1)) < 0.4
    evidence = Evidence(
        on=prior * rng.uniform(0.01, 1, (3, causes)),
        off=1 - prior,
        trigger=rng.uniform(0, 1, (causes, findings)) * linked,
        leak=rng.uniform(1e-4, 0.4, findings),
        seen=np.where(doubted, rng.uniform(0.05, 1, (3, findings, 2)), np.array([0.0, 1.0])),
    )
    assert_both_forms_agree(evidence)


def test_a_network_where_every_cause_can_trigger_every_finding_gives_the_same_posteriors() -> None:
    """Nothing can be closed before the last cause: twelve findings stay open all the way."""
    rng = np.random.default_rng(4)
    evidence = Evidence.plain(
        rng.uniform(1e-3, 0.2, 9), rng.uniform(0.1, 0.9, (9, 12)), rng.uniform(1e-3, 0.1, 12), np.ones((1, 9))
    )
    assert noisy_or.width(evidence.trigger > 0) == 12
    assert_both_forms_agree(evidence)


@pytest.mark.parametrize("present", [0, 6, 12, 15, 20])
def test_people_on_the_packaged_network_get_the_same_posteriors(
    knowledge: Knowledge, person: Callable[..., History], known: Callable[[History], Findings], present: int
) -> None:
    """Some answers with doubt, a ferritin as graded evidence, some absent, and every open sign asked away in turn."""
    rng = np.random.default_rng(present)
    linked = sorted({link.finding for link in knowledge.likelihoods})
    asked = rng.permutation([name for name in linked if knowledge.findings[name].collected_by == "self"])
    plain = person(profile=Profile())
    at = plain.as_of - timedelta(minutes=5)
    said = [Answer(str(name), "present", at, sure=bool(rng.random() < 0.7)) for name in asked[:present]]
    said += [Answer(str(name), "absent", at, sure=bool(rng.random() < 0.7)) for name in asked[present : present + 20]]
    blood = Lab("ferritin", 40.0, "ug/L", plain.as_of - timedelta(days=3))
    net = network(knowledge, known(replace(plain, answers=tuple(said), labs=(blood,))))
    assert "iron_stores_low" in net.weighed.doubted
    assert_both_forms_agree(net.evidence([WhatIf(odds=(("doms", 3.0),)), *asked_absent(net.open)]))


def test_nothing_that_one_person_waits_for_loads_the_compiler() -> None:
    doors = "import unweary.assessment, unweary.service.interviewing, unweary.interfaces.cli, unweary.interfaces.server"
    script = f"{doors}, sys; print('numba' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "True"]
