"""Hesitant answers in a group of the rule 'strongest': against the sum over all worlds, and never past a plain yes."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.inference import compiled, noisy_or
from unweary.inference import network as network_module
from unweary.inference.causes import causes, explained
from unweary.inference.findings import Findings
from unweary.inference.network import Network, WhatIf, asked_absent, network
from unweary.inference.noisy_or import posteriors
from unweary.inference.weighing import weigh
from unweary.vocab.history import Answer
from unweary.vocab.knowledge import CorrelationGroup, Knowledge, Likelihood

PACKAGED = knowledge_room.load()
AT = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
#: Real names, so that they have labels; every number is drawn.
GROUP = ("tremor", "pallor", "hair_loss", "dry_skin")
OTHERS = ("scalp_tender", "jaw_claud")
CAUSES = ("doms", "iron_def", "poor_sleep", "dvt")
Said = dict[str, tuple[str, bool]]


def drawn(rng: np.random.Generator, ratio: float = 3.0) -> Knowledge:
    """A small network with random numbers: four signs of one group and two beside it, four causes."""
    number = next(iter(PACKAGED.likelihoods)).sensitivity
    findings = {
        name: replace(PACKAGED.findings[name], leak=replace(number, mid=float(rng.uniform(0.005, 0.3))))
        for name in (*GROUP, *OTHERS)
    }
    links = tuple(
        Likelihood(cause, name, replace(number, mid=float(rng.uniform(findings[name].leak.mid, 0.98))))
        for cause in CAUSES
        for name in findings
        if rng.random() < 0.6
    )
    chosen = {
        cause: replace(PACKAGED.causes[cause], prior=replace(number, mid=float(rng.uniform(0.01, 0.4))), cap=None)
        for cause in CAUSES
    }
    return replace(
        PACKAGED,
        findings={**PACKAGED.findings, **findings},
        causes=chosen,
        likelihoods=links,
        modifiers=(),
        derived=(),
        graded=(),
        groups=(CorrelationGroup("signs", "strongest", GROUP, "drawn"),),
        parameters={
            **PACKAGED.parameters,
            "unsure_answer_ratio": replace(PACKAGED.parameters["unsure_answer_ratio"], mid=ratio),
        },
    )


def hesitating(rng: np.random.Generator) -> tuple[Said, str]:
    """Answers with exactly one 'rather yes' in the group, which is given back too."""
    said: Said = {name: (str(rng.choice(["present", "absent"])), True) for name in OTHERS if rng.random() < 0.8}
    said |= {name: ("absent" if rng.random() < 0.8 else "present", True) for name in GROUP if rng.random() < 0.8}
    hesitant = str(rng.choice(GROUP))
    return {**said, hesitant: ("present", False)}, hesitant


def known(knowledge: Knowledge, said: Said) -> Network:
    answers = {name: Answer(name, state, AT, sure=sure) for name, (state, sure) in said.items()}  # type: ignore[arg-type]
    return network(knowledge, Findings(knowledge, answers, {}, {}))


def stated(knowledge: Knowledge, said: Said) -> np.ndarray:
    return posteriors(known(knowledge, said).evidence())[0][0]


# ---- the reference: the documented rule, world by world


def chance(knowledge: Knowledge, finding: str, world: tuple[int, ...]) -> float:
    """P(finding | these causes)."""
    leak = knowledge.findings[finding].leak.mid
    absent = 1.0 - leak
    for link in knowledge.likelihoods:
        if link.finding == finding and world[CAUSES.index(link.cause)]:
            absent *= (1.0 - link.sensitivity.mid) / (1.0 - leak)
    return 1.0 - absent


def of_group(knowledge: Knowledge, said: Said, world: tuple[int, ...]) -> float:
    """What the group says of a world: its first yes; a hesitant one is partly that, partly as if not given."""
    linked = {link.finding for link in knowledge.likelihoods}
    members = [name for name in GROUP if name in said and name in linked]
    yes = next((name for name in members if said[name][0] == "present"), None)
    if yes is None:
        noes = [1.0 - chance(knowledge, name, world) for name in members]
        leaks = [1.0 - knowledge.findings[name].leak.mid for name in members]
        return float((np.prod(noes) / np.prod(leaks)) ** (1.0 / math.sqrt(len(noes) or 1)))
    if said[yes][1]:
        return chance(knowledge, yes, world)
    not_given = 1.0 / knowledge.parameters["unsure_answer_ratio"].mid
    without = of_group(knowledge, {name: one for name, one in said.items() if name != yes}, world)
    return not_given * without + (1.0 - not_given) * chance(knowledge, yes, world)


def every_world(knowledge: Knowledge, said: Said) -> np.ndarray:
    linked = {link.finding for link in knowledge.likelihoods}
    total, on = 0.0, np.zeros(len(CAUSES))
    for world in itertools.product((0, 1), repeat=len(CAUSES)):
        weight = of_group(knowledge, said, world)
        for cause, there in zip(CAUSES, world, strict=True):
            prior = knowledge.causes[cause].prior.mid
            weight *= prior if there else 1.0 - prior
        for name in OTHERS:
            if name in said and name in linked:
                p = chance(knowledge, name, world)
                weight *= p if said[name][0] == "present" else 1.0 - p
        total += weight
        on += weight * np.array(world)
    return on / total


@pytest.mark.parametrize("seed", range(60))
def test_a_hesitant_yes_equals_the_sum_over_all_worlds_in_both_forms(seed: int) -> None:
    rng = np.random.default_rng(seed)
    knowledge = drawn(rng, ratio=float(rng.uniform(1, 20)))
    said, _ = hesitating(rng)
    net = known(knowledge, said)
    assert posteriors(net.evidence())[0][0] == pytest.approx(every_world(knowledge, said), rel=1e-9)
    asked = net.evidence([WhatIf(), *asked_absent(net.open), WhatIf(odds=(("doms", 3.0),))])
    for slow, fast in zip(noisy_or.posteriors(asked), compiled.posteriors(asked), strict=True):
        assert fast == pytest.approx(slow, rel=1e-12)


@given(seed=st.integers(0, 2**32 - 1), low=st.floats(1, 50), factor=st.floats(1, 50))
@settings(max_examples=200, deadline=None)
def test_a_surer_yes_never_moves_further_from_a_plain_yes(seed: int, low: float, factor: float) -> None:
    rng = np.random.default_rng(seed)
    knowledge = drawn(rng)
    said, hesitant = hesitating(rng)
    unsure, surer = (stated(replace(knowledge, parameters=ratio_of(knowledge, r)), said) for r in (low, low * factor))
    plain = stated(knowledge, {**said, hesitant: ("present", True)})
    assert np.all(np.abs(surer - plain) <= np.abs(unsure - plain) + 1e-12)
    assert np.all((surer - plain) * (unsure - plain) >= -1e-12), "nor past it"


def ratio_of(knowledge: Knowledge, ratio: float) -> dict[str, object]:
    old = knowledge.parameters["unsure_answer_ratio"]
    return {**knowledge.parameters, "unsure_answer_ratio": replace(old, mid=ratio)}


@pytest.mark.parametrize("seed", range(20))
def test_it_goes_from_an_answer_not_given_to_a_plain_yes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    knowledge = drawn(rng)
    said, hesitant = hesitating(rng)
    without = {name: one for name, one in said.items() if name != hesitant}
    for ratio, same in ((1.0, without), (1e12, {**said, hesitant: ("present", True)})):
        found = stated(replace(knowledge, parameters=ratio_of(knowledge, ratio)), said)
        assert found == pytest.approx(stated(knowledge, same), rel=1e-6)


def test_the_terms_of_one_cause_alone_add_up_to_what_the_answers_say_of_it() -> None:
    seen = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        knowledge = drawn(rng)
        said, _ = hesitating(rng)
        net = known(knowledge, said)
        if not net.hesitant or "doms" not in net.links[net.hesitant[0]]:
            continue  # what lifts the noes of a sign that the cause does not bring about stands under 'elsewhere'
        seen += 1
        expected = math.log(of_group(knowledge, said, (1, 0, 0, 0)) / of_group(knowledge, said, (0, 0, 0, 0)))
        terms = math.fsum(net.log_lr(finding, "doms") for finding in net.told if finding in GROUP)
        assert terms == pytest.approx(expected, rel=1e-9, abs=1e-12), seed
    assert seen > 8


@pytest.mark.parametrize("seed", range(20))
def test_a_hesitant_yes_that_is_set_aside_stays_within_the_bound(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    knowledge = drawn(rng)
    said, _ = hesitating(rng)
    exact = known(knowledge, said)
    monkeypatch.setattr(network_module, "_MOST_HESITANT", 0)
    rough = known(knowledge, said)
    assert rough.set_aside == exact.hesitant
    (true,), (near,) = (posteriors(net.evidence())[0] for net in (exact, rough))
    off = np.abs(np.log(true / (1 - true)) - np.log(near / (1 - near)))
    assert float(off.max()) <= rough.log_odds_error() + 1e-12


@pytest.mark.parametrize("seed", range(20))
def test_no_cause_keeps_up_more_signs_than_there_are(seed: int) -> None:
    rng = np.random.default_rng(seed)
    net = known(drawn(rng), hesitating(rng)[0])
    posterior, likelihood = posteriors(net.evidence([WhatIf(), *asked_absent(net.open)]))
    up = explained(net, posterior, likelihood)
    assert np.all(up >= 0)
    assert np.all(up <= posterior[0] * len(net.open) + 1e-12)


# ---- on the packaged network


def facts(yes: str = "", no: str = "", rather: str = "", rather_no: str = "") -> Findings:
    told = [(names, state, sure) for names, state, sure in (
        (yes, "present", True), (no, "absent", True), (rather, "present", False), (rather_no, "absent", False),
    )]  # fmt: skip
    answers = {
        name: Answer(name, state, AT, sure=sure)  # type: ignore[arg-type]
        for names, state, sure in told
        for name in names.split()
    }
    return Findings(PACKAGED, answers, {}, {})


def chances(**said: str) -> dict[str, float]:
    net = network(PACKAGED, facts(**said))
    return {cause.id: float(p) for cause, p in zip(net.causes, posteriors(net.evidence())[0][0], strict=True)}


NOES = "breathless_any breathless_rest breathless_sudden"


def test_one_hesitant_yes_does_not_wipe_out_clear_noes() -> None:
    noes, unsure, plain = (chances(no=NOES, **more) for more in ({}, {"rather": "wheeze"}, {"yes": "wheeze"}))
    assert noes["pe"] < unsure["pe"] < plain["pe"]
    assert unsure["pe"] < 2 * noes["pe"] < plain["pe"] / 3


def test_a_hesitant_no_is_no_yes() -> None:
    nothing, noes, unsure = chances(), chances(no=NOES), chances(no=NOES, rather_no="wheeze")
    # It is tempered with the noes, so theirs say a little less; before, it wiped them out.
    assert noes["pe"] < unsure["pe"] < 0.4 * nothing["pe"]
    yes = chances(yes="breathless_rest")
    assert chances(yes="breathless_rest", rather_no="wheeze") == pytest.approx(yes, rel=1e-12)


def test_the_noes_beside_a_hesitant_yes_are_told_too() -> None:
    found = causes(PACKAGED, facts(yes="fatigue_general", no="tingling", rather="numb_feet"))
    assert {"tingling", "numb_feet"} <= set(found.findings_used)


def test_of_several_hesitant_yeses_the_strongest_counts() -> None:
    truths = {"numb_feet": True, "tingling": True}
    doubt = dict.fromkeys(truths, (1 / 3, 1.0))
    assert set(weigh(PACKAGED, truths, doubt).present) == {"numb_feet"}
