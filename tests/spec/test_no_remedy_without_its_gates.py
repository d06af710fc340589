"""No remedy is offered before the answers that its safety depends on are known, and none that they speak against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.safety import affects, judge
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Answer, Day, History, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import AtLeast, Compare, Condition, Interval, Is, Not, Truth, evaluate, names
from unweary.vocab.remedies import Remedy

KNOWLEDGE = knowledge_room.load()
REMEDIES = tuple(KNOWLEDGE.remedies.values())
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WOMAN = Profile(birth_year=1988, sex="F", height_m=1.7, mass_kg=64.0)

#: What shows that a remedy is needed, for those that are only given for a shown reason.
NEEDED: Mapping[str, Mapping[str, float | bool]] = {
    "iron": {"ferritin_ug_l": 12.0, "female": True},
    "b12": {"b12_low": True},
    "vit_d": {"vitd_lt30": True},
    "cbti": {"insomnia_nights": True},
    "pacing": {"pem_12_48h": True},
    "potassium_foods": {"k_mmol_l": 3.2},
    "sodium": {"heavy_sweat": True},
    "repeated_bout": {"soreness_max": 0.0, "p_doms": 0.9},
}


@dataclass(frozen=True)
class Person:
    """Somebody of 35 who answered 'no' to everything, or nothing at all (``asked`` False), but for what is said."""

    said: Mapping[str, float | bool] = field(default_factory=dict)
    asked: bool = True

    def truth(self, name: str) -> Truth:
        said = self.said.get(name)
        return said if isinstance(said, bool) else False if self.asked else None

    def number(self, name: str) -> Interval | None:
        said = self.said.get(name)
        if isinstance(said, float):
            return said, said
        # The engine always knows how urgent the red flags are and what it believes; nobody is asked for these.
        if name == "urgency" or name.startswith("p_"):
            return 0.0, 0.0
        return (35.0, 35.0) if name == "age" and self.asked else None


def leaves(condition: Condition) -> list[Is | Compare]:
    match condition:
        case Is() | Compare():
            return [condition]
        case Not(part):
            return leaves(part)
        case AtLeast(_, parts):
            return [leaf for part in parts for leaf in leaves(part)]


def making_true(leaf: Is | Compare) -> dict[str, float | bool]:
    if isinstance(leaf, Is):
        return {leaf.name: True}
    return {leaf.name: leaf.limit + (1.0 if leaf.relation.startswith(">") else -1.0)}


def gate_cases() -> list[tuple[Remedy, int, Is | Compare]]:
    return [
        (remedy, at, leaf) for remedy in REMEDIES for at, gate in enumerate(remedy.gates) for leaf in leaves(gate.when)
    ]


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
def test_somebody_who_was_asked_nothing_is_offered_nothing(remedy: Remedy) -> None:
    judgement = judge(remedy, KNOWLEDGE, Person({"p_doms": 0.9}, asked=False))
    assert judgement.state == "unknown"
    assert {"age", "pregnant"} & set(judgement.needed), "age, and mostly pregnancy, come first"
    for gate in remedy.gates:
        askable = {name for name in names(gate.when) if not name.startswith("p_")}
        assert not askable or askable <= set(judgement.needed), f"{remedy.id} does not ask for {askable}"
    assert set(judgement.needed) <= {*KNOWLEDGE.findings, *KNOWLEDGE.quantities}


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda remedy: remedy.id)
def test_somebody_for_whom_nothing_speaks_against_it_may_have_it(remedy: Remedy) -> None:
    person = Person(NEEDED.get(remedy.id, {}))
    assert judge(remedy, KNOWLEDGE, person).state == "offered"


@pytest.mark.parametrize(
    ("remedy", "at", "leaf"),
    gate_cases(),
    ids=lambda part: getattr(part, "id", None) or getattr(part, "name", str(part)),
)
def test_each_single_reason_against_a_remedy_blocks_it_and_is_told(remedy: Remedy, at: int, leaf: Is | Compare) -> None:
    against = Person({**NEEDED.get(remedy.id, {}), **making_true(leaf)})
    assert evaluate(remedy.gates[at].when, against) is True, "a gate must close on each of its reasons alone"
    judgement = judge(remedy, KNOWLEDGE, against)
    assert judgement.state == "blocked"
    held = {rule.words for rule in KNOWLEDGE.safety_rules if evaluate(rule.when, against) and affects(rule, remedy)}
    assert judgement.reason in {*held, *(gate.words for gate in remedy.gates if evaluate(gate.when, against))}


@pytest.mark.parametrize("remedy", [r for r in REMEDIES if r.gates], ids=lambda remedy: remedy.id)
def test_taking_back_one_answer_closes_the_gate_again(remedy: Remedy) -> None:
    for gate in remedy.gates:
        for name in names(gate.when):
            if name.startswith("p_"):
                continue
            forgot = Person(NEEDED.get(remedy.id, {}))
            judgement = judge(remedy, KNOWLEDGE, Forgetful(forgot, name))
            assert (judgement.state, name in judgement.needed) == ("unknown", True), f"{remedy.id} without {name}"


@dataclass(frozen=True)
class Forgetful:
    """The same person, one answer taken back."""

    person: Person
    name: str

    def truth(self, name: str) -> Truth:
        return None if name == self.name else self.person.truth(name)

    def number(self, name: str) -> Interval | None:
        return None if name == self.name else self.person.number(name)


def test_every_remedy_that_can_hurt_has_a_gate_or_a_rule_that_asks() -> None:
    assert len(REMEDIES) == 48
    asking = [rule for rule in KNOWLEDGE.safety_rules if rule.unknown_withholds and "all" not in rule.affects]
    bare = [r.id for r in REMEDIES if not r.gates and not any(affects(rule, r) for rule in asking)]
    # Resting and doing less can hurt nobody who may plan at all (age, pregnancy and red flags are asked of all).
    assert bare == ["rest_day", "pacing"]


# ---- through the whole engine


def answered(
    present: str = "",
    profile: Profile = WOMAN,
    knowledge: Knowledge = KNOWLEDGE,
    *,
    others: str = "absent",
) -> Assessment:
    """A tired person with a week of check-ins who answered everything else with 'no' (or, ``others``, with nothing)."""
    yes = set(present.split())
    assert yes <= set(knowledge.findings)
    answers = [Answer(name, "present", NOW) for name in sorted(yes)]
    if others == "absent":
        asked = [f for f in knowledge.findings.values() if f.collected_by == "self" and f.kind in ("binary", "ordinal")]
        answers += [Answer(f.id, "absent", NOW) for f in asked if f.id not in yes]
    days = tuple(
        Day(date(2026, 11, 20) - timedelta(days=back), fatigue_0_10=6.0, sleep_h=5.6, stress_0_10=7.0)
        for back in range(7)
    )
    return assess(History(NOW, profile=profile, answers=tuple(answers), days=days), knowledge)


SORE = "onset_12_72h eccentric_recent sore_move_touch muscle_ache bilateral_symm"


def tags(result: Assessment) -> set[str]:
    return {tag for item in result.plan.items for tag in KNOWLEDGE.remedies[item.remedy].tags}


def test_a_tired_person_for_whom_all_is_clear_gets_a_plan() -> None:
    result = answered(SORE)
    assert 3 <= len(result.plan.items) <= 5
    assert {"rest", "exertion"} <= tags(result)


def test_a_tired_person_who_was_asked_nothing_gets_no_plan_but_the_questions() -> None:
    result = answered(others="nothing")
    assert result.plan.items == ()
    assert result.plan.withheld
    assert all(entry.needed for entry in result.plan.withheld)


@pytest.mark.parametrize("sign", ["leg_swell_any", "dark_urine", "chest_pain_now", "melaena", "suicidal"])
def test_an_open_red_flag_of_today_empties_the_plan(sign: str) -> None:
    result = answered(f"{SORE} {sign}")
    assert result.verdict.urgency.word in ("same_day", "emergency_now")
    assert (result.plan.items, result.plan.withheld) == ((), ())
    assert result.plan.advice


def test_under_18_nothing_is_planned() -> None:
    result = answered(SORE, Profile(birth_year=2011, sex="F"))
    assert (result.plan.items, result.plan.withheld) == ((), ())
    assert any(sentence.startswith("Under 18") for sentence in result.plan.advice)


@pytest.mark.parametrize("state", ["pregnant", "postpartum"])
def test_in_pregnancy_and_after_birth_only_sleep_and_walking_are_planned(state: str) -> None:
    result = answered(f"{SORE} {state} sleep_lt7")
    assert result.plan.items
    for item in result.plan.items:
        assert {"sleep", "walk"} & set(KNOWLEDGE.remedies[item.remedy].tags)
    assert any("midwife" in sentence for sentence in result.plan.advice)


def test_who_crashes_after_effort_is_offered_pacing_and_no_effort() -> None:
    result = answered(f"{SORE} pem_12_48h unrefreshing brain_fog stress_high")
    assert result.plan.items[0].remedy == "pacing"
    assert not {"exertion", "exertion_hard", "progression", "heat", "cold"} & tags(result)


def test_a_blood_thinner_takes_pressure_out_of_the_plan_and_says_why() -> None:
    result = answered(f"{SORE} clears_7d anticoag any_medicine")
    assert "massage" not in tags(result)
    clear = answered(f"{SORE} clears_7d")
    assert "massage" in tags(clear)
