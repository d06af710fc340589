"""How soon the advice of a safety rule says to be seen: never sooner than the verdict for the same findings."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import Interval, Truth
from unweary.vocab.ways import ways

KNOWLEDGE = knowledge_room.load()
RULES = {rule.id: rule for rule in KNOWLEDGE.safety_rules}
NOW, TODAY, DAYS = Urgency.EMERGENCY_NOW, Urgency.SAME_DAY, Urgency.WITHIN_DAYS
#: Words that name a haste; 'now' alone may be said of anything.
HASTE = re.compile(r"\btoday\b|\bemergency\b|crisis line|within days|\burgent", re.IGNORECASE)

#: For each sentence that names a haste for some of those whom the rule holds for: findings, and the haste it names.
NAMED = [
    ("s01", "dark_urine muscle_swollen", NOW),
    ("s01", "dark_urine true_weakness", NOW),
    ("s01", "dark_urine novel_extreme_ex", NOW),
    ("s01", "dark_urine", TODAY),
    ("s01", "muscle_swollen true_weakness", TODAY),
    ("s01", "severe_muscle_pain", DAYS),
    ("s01", "muscle_swollen urine_less", DAYS),
    ("s01", "muscle_swollen nausea_vomit", DAYS),
    ("s01", "severe_muscle_pain novel_extreme_ex", TODAY),
    ("s01", "muscle_swollen nausea_vomit novel_extreme_ex", TODAY),
    ("s01", "muscle_swollen urine_less novel_extreme_ex", TODAY),
    *(("s02", sign, TODAY) for sign in ("leg_swell_any", "calf_swell_one", "whole_leg_swollen", "arm_swollen_blue")),
    ("s02", "leg_warm_red", TODAY),
    ("s02", "calf_pain_unexplained", DAYS),
    ("s02", "leg_pain unilateral_limb cast_paralysis", DAYS),
    ("s02", "calf_pain_unexplained unilateral_limb", TODAY),
    ("s02", "leg_swell_any breathless_sudden", NOW),
    ("s02", "leg_swell_any chest_pain_now", NOW),
    ("s03", "chest_pain_now", NOW),
    ("s03", "syncope_exert", NOW),
    *(("s04", sign, NOW) for sign in ("saddle_numb", "asc_weak", "fast_positive", "sudden_one_side")),
    ("s04", "bladder_bowel back_pain", NOW),
    ("s04", "bladder_bowel leg_pain", TODAY),
    ("s04", "bladder_bowel", DAYS),
    ("s05", "breathless_severe", NOW),
    ("s05", "dysphagia breath_lying", NOW),
    ("s05", "dysphagia breathless_rest", NOW),
    ("s05", "breathless_rest", TODAY),
    ("s05", "ptosis_diplopia", TODAY),
    ("s05", "dysphagia", DAYS),
    ("s05", "breath_lying", DAYS),
    ("s05", "fatigable_weak", DAYS),
    ("s05", "fatigable_weak true_weakness", TODAY),
    ("s25", "orthopnoea ankle_swelling", TODAY),
    ("s25", "pnd ankle_swelling", TODAY),
    ("s27", "pregnant leg_swell_any", TODAY),
    ("s37", "long_event_24h confusion", NOW),
    ("s37", "long_event_24h nausea_vomit vomited", TODAY),
    ("s37", "long_event_24h nausea_vomit event_ill", TODAY),
    ("s37", "long_event_24h nausea_vomit headache_new", TODAY),
    ("s37", "long_event_24h puffy_gain headache_new", TODAY),
    ("s37", "long_event_24h puffy_gain nausea_vomit", TODAY),
    ("s40", "shoulder_hip_girdle new_headache50 fever", TODAY),
    ("s40", "shoulder_hip_girdle vision_loss", TODAY),
    ("s41", "polyuria_thirst fatigue_general", DAYS),
    ("s41", "polyuria_thirst weight_loss", TODAY),
    ("s41", "polyuria_thirst nausea_vomit", TODAY),
    ("s41", "polyuria_thirst nausea_vomit vomited", NOW),
    ("s42", "suicidal", NOW),
    ("s42", "self_harm_now", NOW),
    ("s43", "sickle_trait collapse_exert", NOW),
    ("s52", "sglt2i nausea_vomit vomited", NOW),
    ("s53", "fluoroquinolone quinolone_now muscle_ache", TODAY),
    ("s54", "heat_not_better30", NOW),
    ("s62", "pain_disproportionate numb_feet", NOW),
    ("s62", "tense_hard_limb pain_passive_stretch", NOW),
    ("s62", "acute_cold_white_leg", NOW),
]
#: Of a medicine, not of a sign.
OF_A_MEDICINE = {"s57"}


class Nobody:
    """A person of whom nothing is known."""

    def truth(self, name: str) -> Truth:
        return None

    def number(self, name: str) -> Interval | None:
        return None


def urgency(told: str) -> Urgency:
    at = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    answers = tuple(Answer(name, "present", at) for name in told.split())
    return assess(History(at, profile=Profile(birth_year=1970, sex="F"), answers=answers), KNOWLEDGE).verdict.urgency


@pytest.mark.parametrize(("rule", "told", "named"), NAMED)
def test_the_haste_that_advice_names_is_not_above_the_verdict(rule: str, told: str, named: Urgency) -> None:
    assert urgency(told) >= named, RULES[rule].action


def test_every_rule_whose_advice_names_a_haste_is_looked_at() -> None:
    named = {rule.id for rule in RULES.values() if HASTE.search(rule.action)}
    assert named == {rule for rule, _, _ in NAMED} | OF_A_MEDICINE


@pytest.mark.parametrize("rule", list(RULES))
def test_a_haste_named_without_a_condition_holds_for_everybody_whom_the_rule_holds_for(rule: str) -> None:
    for sentence in re.split(r"(?<=\.) ", RULES[rule].action):
        if ":" in sentence or " if " in sentence or not HASTE.search(sentence) or rule in OF_A_MEDICINE:
            continue
        least = DAYS if "within days" in sentence else TODAY if "today" in sentence else NOW
        for way in ways(RULES[rule].when, Nobody(), 3):
            if all(name in KNOWLEDGE.findings for name in way):
                assert urgency(" ".join(way)) >= least, (sentence, way)
