"""One swollen leg of any place is a sign of a clot, and one swelling counts once."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

import pytest

from unweary.assessment import assess
from unweary.inference.causes import causes
from unweary.inference.findings import findings
from unweary.inference.scope import with_scope
from unweary.inference.state import state
from unweary.knowledge import load
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
#: The signs of the leg; a swollen calf, whole leg or dent is also one swollen leg.
SIGNS = (
    "calf_swell_one",
    "pitting_one",
    "whole_leg_swollen",
    "leg_swell_any",
    "collateral_veins",
    "leg_warm_red",
    "calf_pain_unexplained",
    "deep_vein_tender",
    "leg_pain",
)


def clots(*yes: str, doubted: str = "") -> tuple[float, float]:
    """How likely a leg clot and a lung clot are with these signs."""
    answers = [Answer(name, "present", NOW) for name in yes]
    answers += [Answer(doubted, "present", NOW, sure=False)] if doubted else []
    history = History(as_of=NOW, profile=Profile(birth_year=1980, sex="M"), answers=tuple(answers))
    body = state(history, load(), NOW)
    # As the assessment weighs the causes, without the questions and the plan that follow from them.
    found = causes(load(), with_scope(findings(history, load(), NOW, body.numbers, body.given))).posterior
    return found["dvt"], found["pe"]


def test_the_clots_are_weighed_here_as_in_the_assessment() -> None:
    answers = tuple(Answer(name, "present", NOW) for name in ("leg_swell_any", "leg_pain"))
    history = History(as_of=NOW, profile=Profile(birth_year=1980, sex="M"), answers=answers)
    found = assess(history, load()).causes.posterior
    assert clots("leg_swell_any", "leg_pain") == (found["dvt"], found["pe"])


def test_one_swollen_leg_raises_leg_clot_and_lung_clot() -> None:
    none, one = clots(), clots("leg_swell_any")
    assert one[0] > 30 * none[0]
    assert one[1] > 10 * none[1]


def test_a_swollen_ankle_on_one_side_names_the_clot_beside_the_joint() -> None:
    answers = tuple(Answer(name, "present", NOW) for name in ("joint_swelling", "leg_swell_any"))
    found = assess(History(as_of=NOW, profile=Profile(birth_year=1980, sex="M"), answers=answers), load())
    assert {"dvt", "joint_overuse"} <= {entry.cause for entry in found.causes.ranked}


def test_the_same_swelling_told_twice_counts_once() -> None:
    for sign in ("calf_swell_one", "pitting_one", "whole_leg_swollen"):
        assert clots(sign, "leg_swell_any") == pytest.approx(clots(sign), rel=1e-9), sign


def test_one_more_sign_of_the_leg_never_makes_a_clot_less_likely() -> None:
    seen = {chosen: clots(*chosen) for size in range(4) for chosen in combinations(SIGNS, size)}
    for chosen, (leg, lung) in seen.items():
        for sign in chosen:
            fewer = tuple(name for name in chosen if name != sign)
            assert leg >= seen[fewer][0] * (1 - 1e-9), chosen
            assert lung >= seen[fewer][1] * (1 - 1e-9), chosen


@pytest.mark.parametrize("doubted", ["calf_swell_one", "pitting_one", "whole_leg_swollen"])
def test_a_sign_that_is_only_likely_does_not_hide_one_that_is_sure(doubted: str) -> None:
    sure, both = clots("leg_swell_any"), clots("leg_swell_any", doubted=doubted)
    assert both[0] >= sure[0] * (1 - 1e-9)


def test_the_group_of_the_leg_stands_in_the_order_of_strength() -> None:
    """The first member that is present counts, so the order is the strength."""
    knowledge = load()
    ratio = {
        one.finding: one.sensitivity.mid / knowledge.findings[one.finding].leak.mid
        for one in knowledge.likelihoods
        if one.cause == "dvt"
    }
    members = next(group for group in knowledge.groups if group.id == "dvt").members
    strengths = [ratio[name] for name in members if name in ratio]
    assert strengths == sorted(strengths, reverse=True)


def test_what_follows_from_a_rather_yes_is_itself_no_more_than_likely() -> None:
    """A swollen calf is a swollen leg: one that is only likely must not become a leg that is surely swollen."""
    assert clots(doubted="calf_swell_one")[0] == pytest.approx(clots(doubted="leg_swell_any")[0], rel=0.2)
    assert clots(doubted="calf_swell_one")[0] > clots()[0]


def test_a_deep_ache_that_nothing_explains_or_a_red_limb_raises_the_clot() -> None:
    none = clots()[0]
    assert clots("calf_pain_unexplained")[0] > 10 * none
    assert clots("leg_warm_red")[0] > 10 * none


@pytest.mark.parametrize("today", ["deep_vein_tender", "unilateral_limb", "prior_vte", "leg_warm_red", ""])
def test_a_deep_ache_without_swelling_is_for_today_in_one_leg_alone_or_with_a_sign_or_risk(today: str) -> None:
    told = tuple(Answer(name, "present", NOW) for name in ("calf_pain_unexplained", today) if name)
    verdict = assess(History(as_of=NOW, profile=Profile(birth_year=1986, sex="M"), answers=told), load()).verdict
    assert verdict.urgency is (Urgency.SAME_DAY if today else Urgency.WITHIN_DAYS)


def test_a_clot_is_likelier_with_age_and_weight() -> None:
    def chance(year: int, mass_kg: float) -> float:
        person = Profile(birth_year=year, sex="M", height_m=1.8, mass_kg=mass_kg)
        told = (Answer("calf_pain_unexplained", "present", NOW),)
        return assess(History(as_of=NOW, profile=person, answers=told), load()).causes.posterior["dvt"]

    assert chance(1995, 75) < chance(1975, 75) < chance(1955, 75)
    assert chance(1975, 75) < chance(1975, 110)
