"""Failing kidneys in a blood test: today, or by the kidney team within days on dialysis without a sign."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.inference.own_words import propose
from unweary.vocab.assessment import Verdict
from unweary.vocab.history import Answer, History, Lab, Profile
from unweary.vocab.knowledge import Urgency

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
EGFR = Lab("egfr", 8.0, "mL/min/1.73m2", NOW)
CREATININE = Lab("creatinine", 800.0, "umol/L", NOW)


def judged(yes: str, *labs: Lab, no: str = "", conditions: tuple[str, ...] = ()) -> Verdict:
    answers = [Answer(name, "present", NOW) for name in yes.split()]
    answers += [Answer(name, "absent", NOW) for name in no.split()]
    profile = Profile(birth_year=1960, sex="F", conditions=conditions)
    return assess(History(NOW, profile=profile, answers=tuple(answers), labs=labs), KNOWLEDGE).verdict


@pytest.mark.parametrize("lab", [EGFR, CREATININE], ids=["egfr", "creatinine"])
def test_a_first_low_value_stays_for_today(lab: Lab) -> None:
    for verdict in (judged("", lab), judged("kidney_disease", lab), judged("", lab, no="dialysis")):
        assert verdict.urgency is Urgency.SAME_DAY


@pytest.mark.parametrize("lab", [EGFR, CREATININE], ids=["egfr", "creatinine"])
@pytest.mark.parametrize(("yes", "conditions"), [("dialysis", ()), ("", ("dialysis",)), ("", ("haemodialysis",))])
def test_on_dialysis_it_is_for_the_kidney_team_within_days(lab: Lab, yes: str, conditions: tuple[str, ...]) -> None:
    verdict = judged(yes, lab, conditions=conditions)
    assert verdict.urgency is Urgency.WITHIN_DAYS
    assert "kidney" in next(see.who for see in verdict.see if see.rule == "rf252_dialysis_values")


@pytest.mark.parametrize("sign", ["breathless_rest", "orthopnoea", "palpitations", "true_weakness", "ankle_swelling"])
def test_on_dialysis_a_sign_of_potassium_or_water_keeps_it_for_today(sign: str) -> None:
    assert judged(f"dialysis {sign}", EGFR).urgency >= Urgency.SAME_DAY


def test_on_dialysis_potassium_has_its_own_rule() -> None:
    assert judged("dialysis", EGFR, Lab("potassium", 6.4, "mmol/L", NOW)).urgency >= Urgency.SAME_DAY


def test_dialysis_is_read_from_own_words() -> None:
    said = {each.finding: each.state for each in propose("I am on dialysis three times a week", KNOWLEDGE).findings}
    assert (said["dialysis"], said["kidney_disease"]) == ("present", "present")
