"""Simulated people follow the network, and the meaning of the words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from crowd import People
from people import not_sampled, people
from truths import PRESENT, UNKNOWN
from world import World, askable, sampling


@pytest.fixture(scope="module")
def crowd(world: World) -> People:
    return people(world, 6000, seed=1)


def standard_error(p: float, count: int) -> float:
    return float(np.sqrt(p * (1 - p) / count))


def test_the_same_seed_draws_the_same_people_and_another_seed_draws_others(world: World) -> None:
    first, again, other = (people(world, 200, seed) for seed in (5, 5, 6))
    assert np.array_equal(first.causes, again.causes)
    assert all(np.array_equal(first.present[name], again.present[name]) for name in first.present)
    assert any(not np.array_equal(first.present[name], other.present[name]) for name in first.present)


def test_a_finding_more_in_the_knowledge_does_not_reshuffle_the_others(world: World) -> None:
    knowledge = world.knowledge
    linked = {link.finding for link in knowledge.likelihoods}
    gone = next(f for f in knowledge.findings if f not in linked and f not in world.risks and f not in world.implied)
    fewer = {name: kind for name, kind in knowledge.findings.items() if name != gone}
    before, after = people(world, 300, 2), people(World(replace(knowledge, findings=fewer)), 300, 2)
    assert np.array_equal(before.causes, after.causes)
    assert all(np.array_equal(before.present[name], after.present[name]) for name in fewer)


def test_causes_come_at_their_prior_after_the_risk_factors(crowd: People) -> None:
    expected = crowd.prior.sum(axis=0)
    spread = np.sqrt((crowd.prior * (1 - crowd.prior)).sum(axis=0))
    assert np.all(np.abs(crowd.causes.sum(axis=0) - expected) <= 4.5 * spread + 1)


def shared(world: World) -> set[str]:
    """Follow-ups that would together bring their question to more people than say yes to it."""
    leak = {name: kind.leak.mid for name, kind in world.knowledge.findings.items()}
    many = [(parent, parts) for parent, parts in world.follow_ups.items() if sum(map(leak.get, parts)) > leak[parent]]
    return {part for _, parts in many for part in parts}


def test_follow_ups_do_not_bring_their_question_to_more_people_than_say_yes_to_it(world: World, crowd: People) -> None:
    assert {"both_shoulders_ache", "hips_ache"} <= shared(world)
    rate = float(crowd.present["shoulder_hip_girdle"].mean())
    assert rate < 1.5 * world.knowledge.findings["shoulder_hip_girdle"].leak.mid
    inside = crowd.present["both_shoulders_ache"] | crowd.present["hips_ache"]
    assert inside.any()
    assert crowd.present["shoulder_hip_girdle"][inside].all()


def test_a_finding_without_a_cause_or_part_comes_at_its_background_rate(world: World, crowd: People) -> None:
    linked = {link.finding for link in world.knowledge.likelihoods}
    plain = [
        kind for kind in askable(world.knowledge)
        if kind.id not in linked and kind.kind == "binary" and kind.id not in world.parts
        and kind.id not in world.only_below and kind.id not in ("has_periods",) and kind.id not in shared(world)
    ]  # fmt: skip
    assert len(plain) > 50
    for kind in plain:
        rate = float(crowd.present[kind.id].mean())
        assert abs(rate - kind.leak.mid) <= 4.5 * standard_error(kind.leak.mid, crowd.count), kind.id


def test_a_whole_and_its_parts_together_come_at_the_rate_of_the_whole(world: World) -> None:
    """Whoever has a swollen calf has a swollen leg, yet no more people have one than the knowledge says."""
    healthy = people(world, 20_000, seed=3)
    none = ~healthy.causes.any(axis=1)
    leak = world.knowledge.findings["leg_swell_any"].leak.mid
    rate = float(healthy.present["leg_swell_any"][none].mean())
    assert abs(rate - leak) <= 4 * standard_error(leak, int(none.sum()))


@pytest.mark.parametrize(
    ("cause", "finding"), [("dvt", "calf_swell_one"), ("pe", "breathless_sudden"), ("gbs", "asc_weak")]
)
def test_people_with_a_cause_have_its_signs_at_least_as_often_as_the_likelihood_says(
    world: World, cause: str, finding: str
) -> None:
    wanted = next(
        link.sensitivity.mid for link in world.knowledge.likelihoods if (link.cause, link.finding) == (cause, finding)
    )
    rate = float(people(world, 3000, seed=4, cause=cause).present[finding].mean())
    # Other causes and parts of the finding can only add to it.
    assert wanted - 4 * standard_error(wanted, 3000) <= rate <= wanted + 0.15


def test_people_with_a_clot_carry_its_risk_factors(world: World, crowd: People) -> None:
    with_clot = people(world, 3000, seed=5, cause="pe")
    for risk in ("prior_vte", "surgery_12wk", "immobility"):
        assert with_clot.present[risk].mean() > 1.5 * crowd.present[risk].mean(), risk


def test_the_part_brings_the_whole_and_a_man_has_no_periods(world: World, crowd: People) -> None:
    for child, parents in world.implied.items():
        for parent in parents:
            assert not np.any(crowd.present[child] & ~crowd.present[parent]), (child, parent)
    men = ~crowd.present["female"]
    for finding in ("has_periods", "pregnant", "postpartum"):
        assert not np.any(crowd.present[finding] & men), finding
        assert np.any(crowd.present[finding]), finding
    assert crowd.numbers["age"].min() >= 19
    assert crowd.numbers["age"].max() <= 85


def test_whoever_has_a_cause_can_say_its_telling_sign(world: World, crowd: People) -> None:
    """Where the people cannot say it (pregnant at 52), the product must not hold the cause for likely either."""
    links = [link for link in world.knowledge.likelihoods if link.finding in world.only_below]
    telling = [link for link in links if link.sensitivity.mid >= 0.5 and not link.positive_only]
    assert ("pregnancy", "pregnant") in {(link.cause, link.finding) for link in telling}
    for link in telling:
        beyond = crowd.numbers["age"] >= world.only_below[link.finding]
        assert crowd.prior[beyond, world.cause_at[link.cause]].max() < 0.001, link


def test_pregnancy_keeps_its_share_of_all_people(world: World, crowd: People) -> None:
    prior = world.knowledge.causes["pregnancy"].prior.mid
    assert crowd.prior[:, world.cause_at["pregnancy"]].mean() == pytest.approx(prior, rel=0.15)


def test_a_risk_factor_of_one_sex_keeps_its_rate_over_all(world: World, crowd: People) -> None:
    for finding, (women, men) in world.by_sex.items():
        leak = world.knowledge.findings[finding].leak.mid
        assert (women + men) / 2 == pytest.approx(leak), finding
        for rate, who in ((women, crowd.present["female"]), (men, ~crowd.present["female"])):
            seen = float(crowd.present[finding][who].mean())
            assert abs(seen - rate) <= 4.5 * standard_error(rate, int(who.sum())), finding


def test_a_part_that_a_cause_brings_brings_the_whole(world: World) -> None:
    drawn = people(world, 1000, seed=6, cause="mtss")
    shin, leg = drawn.present["shin_diffuse"], drawn.present["leg_pain"]
    assert leg[shin].mean() > 0.95  # who would have it without the cause too is left as before
    assert shin.mean() > 0.9
    assert float((drawn.answers()["shin_diffuse"] == PRESENT).mean()) > 0.9


def test_how_long_the_trouble_lasts_agrees_with_how_long_somebody_is_tired(world: World, crowd: People) -> None:
    quantity = world.knowledge.findings["main_days"].number
    days = crowd.numbers[quantity]
    assert np.all(days[crowd.present["fatigue_gt6mo"]] >= 183)
    assert np.all(days[crowd.present["fatigue_ge6wk"]] >= 42)
    assert np.all(crowd.present["fatigue_ge6wk"][(days >= 42) & crowd.present["fatigue_general"]])


def test_a_follow_up_is_answered_only_where_its_parent_is_a_yes(world: World, crowd: People) -> None:
    answers = crowd.answers()
    facts = crowd.facts(answers)
    for kind in askable(world.knowledge):
        if kind.ask_if is None:
            assert not np.any(answers[kind.id] == UNKNOWN) or kind.kind == "number", kind.id
        else:
            asked = answers[kind.id] != UNKNOWN
            assert np.all(facts.evaluate(kind.ask_if)[asked] == PRESENT), kind.id


def test_an_answer_of_no_closes_its_follow_ups(crowd: People) -> None:
    answers = crowd.answers({"statin_any": np.ones(crowd.count, dtype=np.bool_)})
    assert not np.any(answers["statin_any"] == PRESENT)
    assert np.all(answers["statin_12mo"] == UNKNOWN)


def test_the_assumptions_name_only_what_the_knowledge_knows(world: World) -> None:
    assumed, findings = sampling(), world.knowledge.findings
    named = [row["finding"] for table in ("only", "implies", "brings", "by_sex", "typed") for row in assumed[table]]
    named += [parent for table in ("implies", "brings") for row in assumed[table] for parent in row["makes"]]
    named += [case["when"] for row in assumed["typed"] for case in row["cases"]]
    named += [assumed["onset"]["finding"], assumed["main_trouble"]["finding"], assumed["main_trouble"]["tired"]]
    named += list(assumed["main_trouble"]["at_least_days"])
    assert set(named) <= set(findings)
    assert set(assumed["onset"]["causes"]) <= set(world.causes)
    assert sum(band["share"] for band in assumed["age"]) == pytest.approx(1)
    assert list(not_sampled(world)) == []


def test_signs_of_one_harmless_episode_keep_their_rates_and_come_to_fewer_people(world: World) -> None:
    (row,) = world.assumed["episode"]
    crowd = people(world, 150_000, seed=4)
    healthy = ~crowd.causes[:, [world.cause_at[link.cause] for link in world.knowledge.likelihoods
                                if link.finding in row["findings"]]].any(axis=1)  # fmt: skip
    signs = np.stack([crowd.present[name][healthy] for name in row["findings"]])
    leaks = [world.knowledge.findings[name].leak.mid for name in row["findings"]]
    for name, rate, leak in zip(row["findings"], signs.mean(axis=1), leaks, strict=True):
        assert abs(rate - leak) <= 4.5 * standard_error(leak, int(healthy.sum())), name
    apart = 1 - np.prod([1 - leak for leak in leaks])
    assert 0.5 * apart < signs.any(axis=0).mean() < 0.8 * apart


def test_a_sign_of_any_time_since_it_began_is_likelier_in_a_long_trouble_and_keeps_its_rate(world: World) -> None:
    drawn = people(world, 60_000, 3)
    quick = [world.cause_at[cause] for cause in (*world.assumed["onset"]["causes"], "metabolic_myopathy")]
    others = ~drawn.causes[:, quick].any(axis=1)
    days = drawn.numbers[world.knowledge.findings["main_days"].number]
    dark, recent = drawn.present["dark_urine"] & others, drawn.present["dark_urine_week"]
    leak = world.knowledge.findings["dark_urine"].leak.mid
    assert dark[others].mean() == pytest.approx(leak, abs=4 * standard_error(leak, int(others.sum())))
    assert dark[others & (days > 90)].mean() > 3 * dark[others & (days < 14)].mean()
    assert recent[others & (days <= 7)].mean() > 0.99
    assert recent[others & (days > 365)].mean() < 0.1
