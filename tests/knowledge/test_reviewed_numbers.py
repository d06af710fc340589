"""The numbers as reviewed: what a likelihood may rest on, what is capped, what counts once, what says nothing."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from unweary.assessment import assess
from unweary.knowledge import load
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import CorrelationGroup, Knowledge, Likelihood
from unweary.vocab.logic import names

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)

#: Who somebody is, what they once had, what they take or were exposed to: never an effect of a cause.
# fmt: off
RISK_FACTORS = frozenset({
    "age_ge50", "female", "has_periods", "smoker_cvrisk", "fam_sudden_death", "sickle_trait", "cancer_ever",
    "active_cancer", "prior_vte", "immobility", "surgery_12wk", "cast_paralysis", "oestrogen", "pregnant",
    "postpartum", "diabetes_known", "high_bp", "immunosup", "chemo_6wk", "statin_any", "statin_12mo",
    "statin_interact", "other_myotoxic", "fluoroquinolone", "beta_blocker", "steroid_long", "steroid_stop",
    "checkpoint_inhib", "insulin_su", "sglt2i", "anticoag", "aspirin_low", "bp_kidney_drugs", "lithium_mtx",
    "chelate_drugs", "diuretic_purging", "metformin_ppi", "n2o_use", "alcohol_high", "veg_vegan", "blood_donor",
    "low_sun", "bsi_history", "novel_extreme_ex", "long_event_24h", "heat_exposure", "infection_6wk",
    "onset_after_infection", "coeliac_risk", "sport_endurance", "sport_aesthetic", "sport_impact", "trains_seldom",
    "flu_season", "migraine_known",
})
# fmt: on
#: Where the same words name an effect of the cause, or the cause itself.
EFFECTS = {
    "mono:onset_after_infection": "glandular fever is that infection",
    "alcohol:alcohol_high": "drinking much is the cause itself",
    "pregnancy:pregnant": "the test answers the cause itself",
    "reds:bsi_history": "stress fractures come from too little energy (IOC REDs CAT2 counts them)",
}
CRITERIA = ("mecfs", "fibromyalgia", "rls", "ots")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def link(knowledge: Knowledge, cause: str, finding: str) -> Likelihood:
    return next(one for one in knowledge.likelihoods if (one.cause, one.finding) == (cause, finding))


def judged(knowledge: Knowledge, **answers: str) -> dict[str, float]:
    said = tuple(Answer(finding=name, state=state, at=NOW) for name, state in answers.items())  # type: ignore[arg-type]
    return dict(assess(History(as_of=NOW, profile=Profile(birth_year=1986), answers=said), knowledge).causes.posterior)


# ---- where numbers may stand


def test_every_likelihood_has_a_grade_a_check_and_a_source_that_exists(knowledge: Knowledge) -> None:
    for one in knowledge.likelihoods:
        number = one.sensitivity
        assert number.grade in "ABCD"
        assert number.check in "VRE"
        assert number.source in knowledge.sources, f"{one.cause}:{one.finding}"


def test_risk_factors_stand_in_prior_modifiers_only(knowledge: Knowledge) -> None:
    there = RISK_FACTORS & set(knowledge.findings)
    assert len(there) > 45, "the list names findings that exist"
    rows = {f"{one.cause}:{one.finding}" for one in knowledge.likelihoods if one.finding in RISK_FACTORS}
    assert rows == set(EFFECTS)
    modifying = {name for modifier in knowledge.modifiers for name in names(modifier.when)}
    assert {"active_cancer", "prior_vte", "statin_any", "age", "female", "male"} <= modifying


def test_no_pair_of_cause_and_finding_counts_both_as_evidence_and_as_a_prior(knowledge: Knowledge) -> None:
    evidence = {(one.cause, one.finding) for one in knowledge.likelihoods}
    both = {
        (modifier.cause, name)
        for modifier in knowledge.modifiers
        for name in names(modifier.when)
        if (modifier.cause, name) in evidence
    }
    # Named in a condition beside another fact: that fact modifies, the sign itself is counted as evidence.
    beside = {("pad", "calf_walk_pain_relief10"), ("osa", "snoring"), ("stress_fracture", "load_spike")}
    assert both - beside == set()


# ---- leaks


def test_no_leak_quotes_one_minus_a_specificity(knowledge: Knowledge) -> None:
    for finding in knowledge.findings.values():
        assert not finding.leak.locator.startswith("1 - specificity"), finding.id


def test_a_leak_is_below_every_sensitivity_of_its_finding(knowledge: Knowledge) -> None:
    for one in knowledge.likelihoods:
        assert one.sensitivity.mid >= knowledge.findings[one.finding].leak.mid, f"{one.cause}:{one.finding}"


def test_where_no_other_cause_explains_a_reviewed_sign_its_absence_still_speaks_against(knowledge: Knowledge) -> None:
    """A lower sensitivity would have made a 'no' harmless; so the leak was raised instead."""
    for cause, finding in (("tendinopathy", "tendon_site"), ("lss", "neuro_claudication"), ("osa", "stopbang_ge3")):
        one = link(knowledge, cause, finding)
        leak = knowledge.findings[finding].leak.mid
        assert one.sensitivity.mid > 0.7
        assert (1 - one.sensitivity.mid) / (1 - leak) < 0.3, f"{cause}:{finding}"
        before = judged(knowledge)[cause]
        assert judged(knowledge, **{finding: "absent"})[cause] < 0.5 * before


# ---- what is said about a compromise


def test_a_compromise_is_graded_as_our_own_and_keeps_the_published_ratio(knowledge: Knowledge) -> None:
    ours = [one for one in knowledge.likelihoods if "our compromise" in one.sensitivity.locator]
    assert {f"{one.cause}:{one.finding}" for one in ours} == {
        "gca:jaw_claud",
        "gca:scalp_tender",
        "gca:temple_cord",
        "gca:vision_loss",
        "mono:lymph_nodes",
        "anaemia:pallor",
        "mecfs:pem_12_48h",
        "hypothyroid:breathless_exert",
        "heart_failure:breathless_exert",
    }
    for one in ours:
        assert (one.sensitivity.grade, one.sensitivity.check) == ("D", "E")
        assert one.lr_pos_published is not None
        used = one.sensitivity.mid / knowledge.findings[one.finding].leak.mid
        assert used > one.lr_pos_published
        assert f"published {one.lr_pos_published:g}" in one.note
        assert (
            "comparators" in one.note
            or "inpatients" in one.note
            or "against multiple sclerosis" in one.note
            or ("emergency patients" in one.note)
        )
    moved = [one for one in knowledge.findings.values() if "own compromise" in one.leak.locator]
    assert len(moved) == 6
    assert {(one.leak.grade, one.leak.check) for one in moved} == {("D", "E")}


# ---- positive only


def test_rows_with_a_positive_ratio_only_leave_the_negative_answer_uninformative(knowledge: Knowledge) -> None:
    only = [one for one in knowledge.likelihoods if one.positive_only]
    assert {("gca", "jaw_claud"), ("heart_failure", "orthopnoea"), ("anaemia", "pallor")} <= {
        (one.cause, one.finding) for one in only
    }
    for one in only:
        rows = [other for other in knowledge.likelihoods if other.finding == one.finding]
        if len(rows) > 1:
            continue  # the absent answer speaks against another cause, which can raise this one
        before, after = judged(knowledge)[one.cause], judged(knowledge, **{one.finding: "absent"})[one.cause]
        assert after >= before * (1 - 1e-9), f"{one.cause}:{one.finding}"


# ---- criteria


@pytest.mark.parametrize("cause", CRITERIA)
def test_a_cause_defined_by_criteria_is_capped_and_says_so(knowledge: Knowledge, cause: str) -> None:
    entry = knowledge.causes[cause]
    assert entry.cap is not None
    assert entry.cap <= 0.85
    assert entry.cap_note == "fits the published criteria"


def test_every_cause_whose_rows_are_its_own_definition_is_capped(knowledge: Knowledge) -> None:
    circular = {one.cause for one in knowledge.likelihoods if "definition-based" in one.note}
    assert circular == set(CRITERIA)
    assert all(knowledge.causes[cause].cap is not None for cause in circular)


def test_even_all_criteria_together_stay_at_the_cap(knowledge: Knowledge) -> None:
    all_of_it = judged(
        knowledge, pem_12_48h="present", unrefreshing="present", activity_halved="present", fatigue_gt6mo="present",
        fatigue_ge6wk="present", brain_fog="present", orthostatic="present", onset_after_infection="present",
    )  # fmt: skip
    assert all_of_it["mecfs"] == pytest.approx(knowledge.causes["mecfs"].cap)


# ---- groups


def test_each_finding_is_in_one_group_at_most(knowledge: Knowledge) -> None:
    members = [member for group in knowledge.groups if group.rule != "whole" for member in group.members]
    assert len(members) == len(set(members))


def test_one_breathlessness_and_one_pregnancy_count_once(knowledge: Knowledge) -> None:
    for telling, plain, cause in (
        ("breathless_new3mo", "breathless_exert", "pe"),
        ("pregnant", "preg_abdo_bleed", "pregnancy"),
    ):
        alone = {telling: "present"}
        both = {**alone, plain: "present"}
        assert judged(knowledge, **both)[cause] == pytest.approx(judged(knowledge, **alone)[cause], rel=1e-9)
        assert judged(knowledge, **alone)[cause] > 2 * judged(knowledge)[cause]


def test_whoever_brings_breathlessness_on_effort_can_bring_it_newly_and_no_more_often(knowledge: Knowledge) -> None:
    effort = {one.cause: one.sensitivity.mid for one in knowledge.likelihoods if one.finding == "breathless_exert"}
    new = {one.cause: one.sensitivity.mid for one in knowledge.likelihoods if one.finding == "breathless_new3mo"}
    assert set(effort) <= set(new)
    assert all(new[cause] < share for cause, share in effort.items())


def composites(knowledge: Knowledge) -> list[CorrelationGroup]:
    return [group for group in knowledge.groups if group.rule == "composite"]


def test_composites_replace_their_members(knowledge: Knowledge) -> None:
    assert {"rls_composite", "pain"} <= {group.id for group in composites(knowledge)}
    items = dict.fromkeys(("urge_move", "worse_at_rest", "relief_moving", "worse_evening"), "present")
    with_items = judged(knowledge, **items, rls_4of4="present")
    alone = judged(knowledge, rls_4of4="present")
    assert with_items["rls"] == pytest.approx(alone["rls"], rel=1e-9)
    assert 0.2 < alone["rls"] < 0.35, "the evidence tables work out 0.27"


def test_three_tendon_answers_are_one_story(knowledge: Knowledge) -> None:
    """Multiplied they would raise the odds 185 times; tempered by the root of three, about 20 times."""
    before = judged(knowledge)["tendinopathy"]
    after = judged(knowledge, tendon_site="present", tendon_tender="present", first_steps_stiff="present")[
        "tendinopathy"
    ]
    factor = (after / (1 - after)) / (before / (1 - before))
    apart = math.prod(
        link(knowledge, "tendinopathy", name).sensitivity.mid / knowledge.findings[name].leak.mid
        for name in ("tendon_site", "tendon_tender", "first_steps_stiff")
    )
    assert apart == pytest.approx(186, abs=5)
    assert factor == pytest.approx(apart ** (1 / math.sqrt(3)), rel=0.05)


# ---- unexplained


def test_what_no_cause_explains_stays_in(knowledge: Knowledge) -> None:
    def unexplained(**answers: str) -> float | None:
        said = tuple(Answer(finding=name, state=state, at=NOW) for name, state in answers.items())  # type: ignore[arg-type]
        return assess(History(as_of=NOW, profile=Profile(birth_year=1986), answers=said), knowledge).causes.unexplained

    bare = unexplained(heavy_legs="present", fatigue_general="present")
    assert bare is not None
    assert 0.01 < bare < 0.9
    explained = unexplained(
        heavy_legs="present", fatigue_general="present", sore_move_touch="present", eccentric_recent="present",
        onset_12_72h="present", sleep_lt7="present", load_spike="present",
    )  # fmt: skip
    assert explained is not None
    assert explained < bare
    assert unexplained() is None, "nothing is felt, so nothing waits for an explanation"
