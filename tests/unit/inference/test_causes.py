from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from unweary.inference.causes import causes
from unweary.inference.findings import Findings
from unweary.inference.network import network
from unweary.inference.weighing import weigh
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge

People = Callable[..., History]
Known = Callable[[History], Findings]
ANYONE = Profile()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


def test_one_timing_answer_lifts_soreness_as_the_evidence_table_computed(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    """clinical.md, sanity run: 'one DOMS timing answer alone gives 0.87' (prior 0.30, a young trouble; 0.9 to 0.06)."""

    def chance(**more: object) -> float:
        return causes(knowledge, known(person(yes="onset_12_72h", profile=ANYONE, **more))).posterior["doms"]

    assert chance(answers=[Answer("main_days", "present", NOW, 2.0)]) == pytest.approx(0.87, abs=0.015)
    assert chance() == pytest.approx(0.71, abs=0.015)


@pytest.mark.parametrize(
    ("days", "more", "chance"),
    [(2.0, "", 0.3), (10.0, "", 0.3), (10.0, "over_week_despite_care", 0.097), (60.0, "", 0.097)],
)
def test_soreness_after_training_belongs_to_young_troubles(
    knowledge: Knowledge, person: People, known: Known, days: float, more: str, chance: float
) -> None:
    """30 % of causes.csv within two weeks, a quarter of the odds after; what is not known lies between."""
    told = person(yes=more, profile=ANYONE, answers=[Answer("main_days", "present", NOW, days)])
    assert network(knowledge, known(told)).prior["doms"] == pytest.approx(chance, abs=0.003)


def test_four_restless_legs_answers_count_once(knowledge: Knowledge, person: People, known: Known) -> None:
    """clinical.md, sanity run: as independent items 0.997, with the composite 0.27."""
    answers = "urge_move worse_at_rest relief_moving worse_evening"
    found = causes(knowledge, known(person(yes=answers, profile=ANYONE)))
    assert found.posterior["rls"] == pytest.approx(0.27, abs=0.05)


def test_a_finding_without_evidence_leaves_the_priors(knowledge: Knowledge, person: People, known: Known) -> None:
    found = causes(knowledge, known(person(profile=ANYONE)))
    for cause in ("doms", "poor_sleep", "dvt"):
        assert found.posterior[cause] == pytest.approx(knowledge.causes[cause].prior.mid, rel=1e-9)
    assert found.ranked == ()
    assert found.unexplained is None


def test_common_causes_that_nothing_speaks_for_stay_off_the_list(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    found = causes(knowledge, known(person(yes="tendon_site tendon_tender first_steps_stiff unilateral_limb")))
    assert found.ranked[0].cause == "tendinopathy"
    assert "poor_sleep" not in [entry.cause for entry in found.ranked[:3]]


def test_an_answer_no_to_a_positive_only_row_changes_nothing(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    row = next(link for link in knowledge.likelihoods if link.cause == "osa" and link.finding == "choking_gasp")
    assert row.positive_only
    before = causes(knowledge, known(person(profile=ANYONE))).posterior["osa"]
    after = causes(knowledge, known(person(no="choking_gasp", profile=ANYONE))).posterior["osa"]
    assert after == pytest.approx(before, rel=1e-9)


def test_risk_factors_change_the_prior_and_are_named(knowledge: Knowledge, person: People, known: Known) -> None:
    plain = network(knowledge, known(person(profile=ANYONE)))
    at_risk = network(knowledge, known(person(yes="prior_vte", profile=ANYONE)))
    assert at_risk.prior["dvt"] > 2 * plain.prior["dvt"]
    assert any(entry.log_lr > 0 for entry in at_risk.risk["dvt"])


def test_criteria_defined_diseases_are_capped(knowledge: Knowledge, person: People, known: Known) -> None:
    story = "pem_12_48h unrefreshing brain_fog orthostatic activity_halved fatigue_gt6mo fatigue_ge6wk"
    found = causes(knowledge, known(person(yes=story, no="few_rest_days load_spike")))
    assert found.posterior["mecfs"] <= 0.85
    entry = next(entry for entry in found.ranked if entry.cause == "mecfs")
    assert "criteria" in entry.note


def test_unexplained_falls_when_a_cause_explains_the_complaint(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    alone = causes(knowledge, known(person(yes="fatigue_general")))
    explained = causes(knowledge, known(person(yes="fatigue_general sleep_lt7 unrefreshing sleepy_day")))
    assert alone.unexplained is not None
    assert explained.unexplained is not None
    assert 0 < explained.unexplained < alone.unexplained < 1


def test_the_range_shows_prior_odds_a_third_and_three_times_as_large(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    entry = causes(knowledge, known(person(yes="onset_12_72h"))).ranked[0]
    odds = entry.posterior / (1 - entry.posterior)
    assert entry.low == pytest.approx(odds / 3 / (1 + odds / 3))
    assert entry.high == pytest.approx(odds * 3 / (1 + odds * 3))
    assert entry.estimate is True


def test_tempering_raises_each_ratio_to_one_over_the_root_of_how_many(knowledge: Knowledge) -> None:
    group = next(entry for entry in knowledge.groups if entry.rule == "temper" and len(entry.members) >= 4)
    truths = dict.fromkeys(group.members[:4], True)
    weighed = weigh(knowledge, truths)
    assert all(power == pytest.approx(0.5) for power in weighed.present.values())


def test_more_findings_than_the_exact_limit_are_set_aside_by_name(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    everything = " ".join(dict.fromkeys(link.finding for link in knowledge.likelihoods))
    found = causes(knowledge, known(person(yes=everything)))
    assert "Set aside" in found.note
    assert all(0 <= p <= 1 for p in found.posterior.values())


def test_of_several_reasons_for_a_higher_chance_only_those_that_hold_are_named(
    knowledge: Knowledge, person: People, known: Known
) -> None:
    facts = known(person(profile=Profile(sports=("running",), sex="M")))
    assert facts.truth("sport_endurance") is True
    (label,) = [said.label for said in network(knowledge, facts).risk["reds"]]
    assert label == knowledge.label("sport_endurance")
