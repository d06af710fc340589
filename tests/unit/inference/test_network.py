"""The network of one person: doubt, what is set aside and its bound, disablement, and what a question would change."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from unweary.inference import network as network_module
from unweary.inference.causes import causes
from unweary.inference.findings import Findings
from unweary.inference.network import WhatIf, asked_absent, network
from unweary.inference.noisy_or import posteriors
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge

People = Callable[..., History]
Known = Callable[[History], Findings]
ANYONE = Profile()
SORE = "onset_12_72h eccentric_recent sore_move_touch bilateral_symm"


@pytest.fixture
def few(knowledge: Knowledge) -> Knowledge:
    """The same knowledge with so few causes that every world can be added up."""
    kept = ("doms", "muscle_strain", "rhabdo", "viral_acute", "poor_sleep", "iron_def", "low_energy", "dvt", "cvi")
    chosen = {name: cause for name, cause in knowledge.causes.items() if name in kept}
    links = tuple(link for link in knowledge.likelihoods if link.cause in chosen)
    return replace(knowledge, causes=chosen, likelihoods=links, groups=())


def odds(p: float) -> float:
    return p / (1 - p)


def unsure(person: People, finding: str, state: str) -> History:
    plain = person(profile=ANYONE)
    at = plain.as_of - timedelta(minutes=5)
    return replace(plain, answers=(Answer(finding, state, at, sure=False),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "exponent"), [("present", 1), ("absent", -1)])
def test_a_hesitant_answer_is_weak_evidence_of_the_stated_ratio(
    knowledge: Knowledge, person: People, known: Known, state: str, exponent: int
) -> None:
    """P(rather yes | cause) / P(rather yes | no cause), worked out from the two numbers and the ratio."""
    link = next(one for one in knowledge.likelihoods if (one.cause, one.finding) == ("doms", "onset_12_72h"))
    leak, sensitivity = knowledge.findings["onset_12_72h"].leak.mid, link.sensitivity.mid
    ratio = knowledge.parameters["unsure_answer_ratio"].mid ** exponent
    expected = (ratio * sensitivity + 1 - sensitivity) / (ratio * leak + 1 - leak)
    before = causes(knowledge, known(person(profile=ANYONE))).posterior["doms"]
    after = causes(knowledge, known(unsure(person, "onset_12_72h", state))).posterior["doms"]
    assert odds(after) / odds(before) == pytest.approx(expected, rel=1e-9)


def test_a_hesitant_yes_lies_between_nothing_and_a_plain_yes(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    nothing, hesitant, plain = (
        causes(knowledge, known(history)).posterior["doms"]
        for history in (
            person(profile=ANYONE),
            unsure(person, "onset_12_72h", "present"),
            person(yes="onset_12_72h", profile=ANYONE),
        )
    )
    assert nothing < hesitant < plain


def test_expected_disablement_equals_taking_each_cause_away_in_every_world(
    few: Knowledge, person: People, known: Known
) -> None:
    """Richens 2020: how many present signs go out when the cause is removed, averaged over the worlds that remain."""
    net = network(few, known(person(yes=SORE + " muscle_ache fatigue_general", profile=ANYONE)))
    trigger, leak = net.trigger, np.array([net.leak(finding) for finding in net.open])
    prior = np.array([net.prior[cause.id] for cause in net.causes])
    total, gone = 0.0, np.zeros(len(prior))
    for world in itertools.product((0.0, 1.0), repeat=len(prior)):
        active = np.array(world)
        quiet = (1 - leak) * np.prod(1 - trigger * active[:, None], axis=0)
        weight = float(np.prod(np.where(active == 1, prior * net.silence, 1 - prior)))
        total += weight * float(np.prod(1 - quiet))
        for cause in np.flatnonzero(active):
            others = np.where(np.arange(len(prior)) == cause, 0.0, active)
            without = (1 - leak) * np.prod(1 - trigger * others[:, None], axis=0)
            # In this world a sign goes out if this cause alone keeps it up.
            for sign in range(len(leak)):
                alone = without[sign] * trigger[cause, sign]
                rest = np.prod(np.delete(1 - quiet, sign))
                gone[cause] += weight * alone * float(rest)
    found = causes(few, known(person(yes=SORE + " muscle_ache fatigue_general", profile=ANYONE)))
    explains = {entry.cause: entry.explains for entry in found.ranked}
    assert explains, "somebody with sore muscles has a list"
    for column, cause in enumerate(net.causes):
        if cause.id in explains:
            assert explains[cause.id] == pytest.approx(gone[column] / total, rel=1e-9)


def test_what_is_set_aside_is_named_and_its_bound_holds(
    knowledge: Knowledge, person: People, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an artificially low limit the exact answer is known, and must lie within the stated bound."""
    story = SORE + " muscle_ache fatigue_general heavy_legs cramps unrefreshing sleep_lt7 stress_high few_rest_days"
    facts = known(person(yes=story, no="fever dark_urine", profile=ANYONE))
    exact = network(knowledge, facts)
    assert exact.set_aside == ()
    monkeypatch.setattr(network_module, "ALWAYS_EXACT", 3)
    monkeypatch.setattr(network_module, "_MOST_OPEN", 3)
    rough = network(knowledge, facts)
    assert rough.set_aside
    assert set(rough.open) | set(rough.set_aside) == set(exact.open)
    bound = rough.log_odds_error()
    (true,), (near,) = (posteriors(net.evidence())[0] for net in (exact, rough))
    off = np.abs(np.log(true / (1 - true)) - np.log(near / (1 - near)))
    assert 0 < float(off.max()) <= bound
    assert "set aside" in causes(knowledge, facts, rough).note.casefold()
    assert exact.log_odds_error() == 0.0


def test_twenty_signs_that_all_causes_share_are_weighed_exactly(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    """The worst case for the programme: the twenty findings with the most causes, all present."""
    by_causes = sorted(
        {link.finding for link in knowledge.likelihoods},
        key=lambda finding: -sum(link.finding == finding for link in knowledge.likelihoods),
    )
    alone = replace(knowledge, groups=())
    net = network(alone, known(person(yes=" ".join(by_causes[:20]), profile=ANYONE)))
    assert len(net.open) >= 20
    posterior, likelihood = posteriors(net.evidence())
    assert np.all((posterior >= 0) & (posterior <= 1))
    assert likelihood[0] > 0


def test_the_answers_to_a_question_average_out_to_what_is_believed_now(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    """The law of total probability, which the value of information rests on, checked by giving both answers."""
    yes = "onset_12_72h fatigue_general"
    now = network(knowledge, known(person(yes=yes, profile=ANYONE)))
    asked = "bruise_gap"
    assert not any(asked in group.members for group in knowledge.groups)
    posterior, mass = posteriors(now.evidence([WhatIf(), *asked_absent([asked])]))
    absent = float(mass[1] / mass[0]) * (1 - now.leak(asked))
    if_yes, if_no = (
        posteriors(network(knowledge, known(person(profile=ANYONE, **answer))).evidence())[0][0]
        for answer in ({"yes": f"{yes} {asked}"}, {"yes": yes, "no": asked})
    )
    assert if_no == pytest.approx(posterior[1], rel=1e-9)
    assert (1 - absent) * if_yes + absent * if_no == pytest.approx(posterior[0], rel=1e-9)


def test_the_order_is_said_to_hang_on_the_priors_exactly_when_another_prior_changes_it(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    clear = causes(knowledge, known(person(yes=SORE + " fatigue_general sleep_lt7", no="fever", profile=ANYONE)))
    assert "stays first" in clear.order
    open_ = causes(knowledge, known(person(yes="muscle_ache heavy_legs fatigue_general", profile=ANYONE)))
    assert "depends on how common" in open_.order
    assert causes(knowledge, known(person(profile=ANYONE))).order == ""


def test_the_range_widens_by_what_was_set_aside(
    knowledge: Knowledge, person: People, known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = known(person(yes=SORE + " muscle_ache cramps", profile=ANYONE))
    exact = next(entry for entry in causes(knowledge, facts).ranked if entry.cause == "doms")
    monkeypatch.setattr(network_module, "ALWAYS_EXACT", 2)
    monkeypatch.setattr(network_module, "_MOST_OPEN", 1)
    rough = next(entry for entry in causes(knowledge, facts).ranked if entry.cause == "doms")
    assert rough.low <= exact.low
    assert math.isclose(rough.high, exact.high) or rough.high >= exact.high
