"""A danger of which nothing was heard since keeps anybody from being told to go, and is asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from unweary.assessment import assess
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import Answer, Day, History, Lab, Profile

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KNOWLEDGE = packaged_knowledge()
SIGNS = [name for screen in KNOWLEDGE.screens for name in screen.findings]


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def today(*told: Answer | Lab):
    """A good day; of the warning signs none is there beside those that were told of earlier and not since."""
    said = tuple(entry for entry in told if isinstance(entry, Answer))
    open_ = {answer.finding for answer in said}
    noes = tuple(Answer(name, "absent", NOW) for name in SIGNS if name not in open_)
    return assess(
        History(
            NOW,
            profile=Profile(birth_year=1986, sex="F"),
            answers=(*said, *noes),
            labs=tuple(entry for entry in told if isinstance(entry, Lab)),
            days=(Day(NOW.date(), fatigue_0_10=1, sleep_h=8, stress_0_10=1),),
        ),
        KNOWLEDGE,
    )


def test_a_good_day_is_a_good_day():
    assert today().verdict.action == "push"


@pytest.mark.parametrize(("finding", "days"), [("leg_swell_any", 20), ("suicidal", 8), ("thunderclap", 30)])
def test_a_yes_that_ran_out_is_asked_again_before_anybody_is_told_to_go(finding: str, days: int):
    found = today(Answer(finding, "present", ago(days)))
    assert found.verdict.action == "not_known"
    assert any(f"you said yes to: {KNOWLEDGE.label(finding)}" in words for words in found.contradictions)
    assert found.questions[0].finding == finding
    assert today(Answer(finding, "present", ago(days)), Answer(finding, "absent", NOW)).verdict.action == "push"
    assert today(Answer(finding, "present", ago(100))).verdict.action == "push"


def test_what_asked_for_nobody_the_same_day_runs_out_without_a_word():
    assert today(Answer("heavy_legs", "present", ago(20))).contradictions == ()


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "normal"), [("potassium", 6.9, "mmol/L", 4.4), ("ck", 25000, "U/L", 90)]
)
def test_a_blood_test_that_was_for_the_same_day_is_not_forgotten(analyte: str, value: float, unit: str, normal: float):
    old = Lab(analyte, value, unit, ago(16))
    assert today(old).verdict.action == "not_known"
    assert "no newer value is kept" in today(old).contradictions[0]
    assert today(old, Lab(analyte, normal, unit, ago(2))).contradictions == ()
    assert today(Lab(analyte, value, unit, ago(1000))).verdict.action == "push"
