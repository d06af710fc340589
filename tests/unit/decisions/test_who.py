"""Age or sex not known: a warning that hangs on them alone holds a push back, and every push says what it left out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.vocab.history import Answer, Day, History, Lab, Profile
from unweary.vocab.logic import names

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WELL = Day(NOW.date(), fatigue_0_10=1, heaviness_0_10=1, sleep_h=8, sleep_quality_0_10=9, stress_0_10=1)
NOBODY = Profile()
PEOPLE = (Profile(birth_year=2000, sex="F"), Profile(birth_year=1974, sex="M"), Profile(birth_year=1948, sex="M"))
ASKED = frozenset(
    kind.id
    for kind in KNOWLEDGE.findings.values()
    if kind.collected_by == "self" and kind.kind in ("binary", "ordinal")
)


def told(yes: str, profile: Profile, labs: tuple[Lab, ...] = ()) -> tuple[str, str]:
    answers = [Answer(name, "present", NOW) for name in yes.split()]
    answers += [Answer(name, "absent", NOW) for name in sorted(ASKED - set(yes.split()))]
    verdict = assess(History(NOW, profile=profile, days=(WELL,), answers=tuple(answers), labs=labs), KNOWLEDGE).verdict
    return verdict.action, verdict.advice


@pytest.mark.parametrize("yes", ["missed_periods", "calf_walk_pain_relief10 unilateral_limb"])
def test_what_hangs_on_who_one_is_holds_a_push_back(yes: str) -> None:
    action, advice = told(yes, NOBODY)
    assert action == "not_known"
    assert "depends on your age and sex" in advice
    assert any(told(yes, profile)[0] == "push" for profile in PEOPLE)
    assert any(told(yes, profile)[0] != "push" for profile in PEOPLE)


def test_a_blood_test_that_is_low_for_men_alone() -> None:
    blood = (Lab("haemoglobin", 125.0, "g/L", NOW),)
    assert "depends on your sex, with what you told us: haemoglobin" in told("", Profile(birth_year=1974), blood)[1]
    assert told("", PEOPLE[0], blood)[0] == "push"
    assert told("", PEOPLE[1], blood)[0] == "modify"


def test_every_push_says_what_it_left_out() -> None:
    assert "Warnings that depend on age or sex could not be judged" in told("", NOBODY)[1]
    assert "Warnings that depend on sex could not be judged" in told("", Profile(birth_year=1990))[1]
    assert "Warnings that depend on age could not be judged" in told("", Profile(sex="M"))[1]
    assert "could not be judged" not in told("", PEOPLE[1])[1]


def test_a_push_to_nobody_known_is_a_push_to_everybody() -> None:
    """One yes at a time, of all that a rule reads beside age or sex."""
    parts = {entry.id: set(names(entry.present)) for entry in KNOWLEDGE.derived}
    reads = [set(names(rule.when)) for rule in (*KNOWLEDGE.red_flags, *KNOWLEDGE.verdict)]
    who = {"age", "female", "male"} | {name for name, inside in parts.items() if inside & {"age", "female", "male"}}
    beside = ASKED.intersection(*[set().union(*(read for read in reads if read & who))])
    assert len(beside) > 40
    free = [yes for yes in sorted(beside) if told(yes, NOBODY)[0] == "push"]
    assert not [(yes, profile) for yes in free for profile in PEOPLE if told(yes, profile)[0] != "push"]
