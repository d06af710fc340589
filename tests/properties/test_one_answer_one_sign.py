"""One answer is one witness: told alone, it lifts no cause by more than its own strongest sign or risk factor does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.findings import findings
from unweary.inference.network import Network, network
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Profile

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
#: Log of the likelihood ratio that a second sign may add before it is looked at.
LEAST = 0.05
_NEWS = "asked only of those who have the wider sign, with a background among them: what it adds is news"
_EXPOSED = "what was done is a risk factor, how one feels after it a sign: two facts in one question"
_PARTS = "its definition holds two facts, pain in many places and for over three months; both are tempered or weak"
#: finding -> (the causes that it lifts twice, why that is right)
REVIEWED = {
    "dark_urine_week": ("rhabdo", _NEWS),
    "urine_with_muscle": ("rhabdo metabolic_myopathy", _NEWS),
    "vomited": ("gut_infection adrenal_insuff hyponatraemia migraine", _NEWS),
    "vomit_lasting": ("gut_infection adrenal_insuff hyponatraemia migraine", _NEWS),
    "angina_new": ("acs_angina", _NEWS),
    "orthopnoea": ("heart_failure", _NEWS),
    "event_ill": ("hyponatraemia", _EXPOSED),
    "puffy_gain": ("hyponatraemia", _EXPOSED),
    "heat_ill": ("heat_illness dehydration", _EXPOSED),
    "event_gt4h": ("hyponatraemia", "over two hours, and over four once more: the second factor is meant on top"),
    "widespread_pain": ("autoimmune depression insomnia vitd_def", _PARTS),
    "bone_site_midfoot": ("stress_fracture", "pain in the foot and a bone that is sore to touch are two signs"),
    "egfr_lt60": (
        "ckd",
        "a filtration under 60 is most of what makes it chronic kidney disease; 'known' adds that it lasts",
    ),
}


def _told(*names: str) -> Network:
    said = tuple(Answer(name, "present", NOW) for name in names)
    history = History(as_of=NOW, profile=Profile(), answers=said)
    body = state(history, KNOWLEDGE, NOW)
    return network(KNOWLEDGE, findings(history, KNOWLEDGE, NOW, body.numbers, body.given))


def _twice(finding: str, before: Network) -> set[str]:
    """The causes for which more than one sign or risk factor of this answer speaks."""
    net, found = _told(finding), set()
    for cause in net.causes:
        spoken = [net.log_lr(sign, cause.id) for sign in net.open]
        spoken += [risk.log_lr for risk in net.risk[cause.id] if risk not in before.risk[cause.id]]
        positive = [ratio for ratio in spoken if ratio > 0]
        if sum(positive) > max(positive, default=0.0) + LEAST:
            found.add(cause.id)
    return found


def test_no_answer_counts_twice_but_for_the_reviewed_ones() -> None:
    before = _told()
    found = {kind.id: _twice(kind.id, before) for kind in KNOWLEDGE.findings.values() if kind.kind != "number"}
    reviewed = {finding: set(causes.split()) for finding, (causes, _) in REVIEWED.items()}
    assert {finding: causes for finding, causes in found.items() if causes} == reviewed


@pytest.mark.parametrize("finding", [name for name, (_, why) in REVIEWED.items() if why is _NEWS])
def test_what_is_news_is_asked_after_the_wider_sign(finding: str) -> None:
    assert KNOWLEDGE.findings[finding].ask_if is not None


def test_who_passed_out_during_exercise_is_not_told_of_a_lung_clot_as_near_certain() -> None:
    history = History(
        as_of=NOW, profile=Profile(birth_year=2003, sex="M"), answers=(Answer("syncope_exert", "present", NOW),)
    )
    # Both signs in full gave 0.94.
    assert assess(history, KNOWLEDGE).causes.posterior["pe"] < 0.1


def test_severe_muscle_pain_is_no_stronger_sign_of_soreness_for_being_an_ache_too() -> None:
    both, one = _told("severe_muscle_pain", "muscle_ache"), _told("severe_muscle_pain")
    spoken = [{sign: net.log_lr(sign, "doms") for sign in net.open} for net in (both, one)]
    assert spoken[0] == spoken[1]
    assert spoken[0]["muscle_ache"] == 0.0
