from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pytest

from unweary.decisions.plan import plan
from unweary.vocab.assessment import Causes, KindOfFatigue, Plan, Withheld
from unweary.vocab.knowledge import Knowledge, Urgency
from unweary.vocab.logic import Interval, Truth, parse

KINDS = ("peripheral", "central", "damage", "circulatory", "systemic")


@dataclass(frozen=True)
class Known:
    """A woman of 35 who answered every question with no, but for what is said here."""

    present: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    numbers: Mapping[str, float] = field(default_factory=dict)

    def truth(self, name: str) -> Truth:
        return None if name in self.unknown else name in self.present or name == "female"

    def number(self, name: str) -> Interval | None:
        usual = {"age": 35.0, "urgency": 0.0, "longest_24h_h": 1.0, "soreness_max": 6.0, "fatigue_rise": 0.0}
        if name in self.unknown or (name not in self.numbers and name not in usual and not name.startswith("p_")):
            return None
        value = self.numbers.get(name, usual.get(name, 0.0))
        return value, value


def mostly(*names: str) -> KindOfFatigue:
    shares = dict.fromkeys(KINDS, 0.02)
    shares |= {name: (1.0 - 0.02 * (5 - len(names))) / len(names) for name in names}
    return KindOfFatigue(names[0], shares, shares, shares, (), 5, 5, "")


UNCLEAR = Withheld("too few signs")


@dataclass(frozen=True)
class Planner:
    knowledge: Knowledge

    def __call__(
        self,
        causes: Mapping[str, float],
        present: str = "",
        unknown: str = "",
        kind: KindOfFatigue | Withheld = UNCLEAR,
        action: str = "push",
        urgency: Urgency = Urgency.NONE,
        **numbers: float,
    ) -> Plan:
        posterior = dict.fromkeys(self.knowledge.causes, 0.01) | dict(causes)
        numbers = {f"p_{cause}": p for cause, p in posterior.items()} | numbers
        facts = Known(frozenset(present.split()), frozenset(unknown.split()), numbers)
        believed = Causes((), None, (), "", posterior)
        return plan(self.knowledge, facts, believed, kind, action, urgency)


@pytest.fixture
def planned(knowledge: Knowledge) -> Planner:
    return Planner(knowledge)


def ids(todo: Plan) -> list[str]:
    return [item.remedy for item in todo.items]


def test_nothing_probable_means_nothing_planned(planned: Planner) -> None:
    assert planned({}) == Plan((), (), ())


def test_a_plan_is_short_and_says_for_which_cause_and_kind_each_part_is(planned: Planner) -> None:
    causes = {"doms": 0.9, "poor_sleep": 0.6, "stress_central": 0.3, "cvi": 0.4, "dehydration": 0.2}
    todo = planned(causes, kind=mostly("damage", "central"))
    assert len(todo.items) == 5
    for item in todo.items:
        assert item.why.startswith("Chosen for: ")
        assert "likely cause" in item.why or "possible cause" in item.why
    sleep = next(item for item in todo.items if item.remedy == "sleep_extension")
    assert "Too little or poor sleep, a likely cause" in sleep.why
    assert "brain and nerves" in sleep.why


def test_peripheral_and_central_fatigue_get_different_plans(planned: Planner) -> None:
    causes = {"overreach_fo": 0.4, "low_carb": 0.4, "poor_sleep": 0.4, "stress_central": 0.4, "deconditioning": 0.3}
    muscle, nerve = planned(causes, kind=mostly("peripheral")), planned(causes, kind=mostly("central"))
    assert ids(muscle)[0] == "carbohydrate"
    assert "carbohydrate" not in ids(nerve)
    assert {"sleep_extension", "meditation"} <= set(ids(nerve))
    assert ids(muscle)[:2] != ids(nerve)[:2]
    both = planned(causes, kind=mostly("peripheral", "central"))
    assert {"carbohydrate", "rest_day", "meditation"} <= set(ids(both))


def test_circulatory_heaviness_gets_the_venous_branch(planned: Planner) -> None:
    todo = planned({"cvi": 0.9, "prolonged_posture": 0.5, "poor_sleep": 0.3}, kind=mostly("circulatory"))
    assert ids(todo)[:3] == ["calf_pump_breaks", "leg_elevation", "compression_stocking"]


def test_foundations_come_first_and_leave_room_for_comfort(planned: Planner) -> None:
    causes = {"poor_sleep": 0.9, "low_carb": 0.9, "overreach_fo": 0.9, "low_protein": 0.9, "doms": 0.9}
    todo = planned(causes)
    tiers = [planned.knowledge.remedies[name].tier for name in ids(todo)]
    assert tiers == sorted(tiers, key=lambda tier: tier > 1)
    assert sum(tier <= 1 for tier in tiers) == 3
    assert len(tiers) == 5


def test_foundations_come_first_too_where_no_kind_leads(planned: Planner) -> None:
    causes = {"poor_sleep": 0.5, "doms": 0.9}
    mixed = replace(mostly("central"), shares=dict.fromkeys(KINDS, 0.2))
    assert ids(planned(causes, kind=mixed))[:2] == ["rest_day", "sleep_extension"]
    # Where a kind leads, a foundation of another kind has to wait for its turn.
    assert ids(planned(causes, kind=mostly("damage")))[1] != "sleep_extension"


def test_foundations_do_not_only_repeat_one_cause(planned: Planner) -> None:
    todo = planned({"poor_sleep": 0.9, "stress_central": 0.6}, kind=mostly("central"))
    assert ids(todo)[:2] == ["sleep_extension", "nap"]
    assert {"meditation", "slow_breathing"} <= set(ids(todo))


def test_of_one_family_of_comforts_only_one_is_offered(planned: Planner) -> None:
    todo = planned({"doms": 0.95}, kind=mostly("damage"))
    tags = [set(planned.knowledge.remedies[name].tags) for name in ids(todo) if name != "rest_day"]
    assert len(tags) >= 3
    assert all(not one & other for at, one in enumerate(tags) for other in tags[at + 1 :])


def test_of_equal_remedies_the_cheaper_and_easier_one_is_offered(planned: Planner) -> None:
    assert "massage" not in ids(planned({"doms": 0.95}))
    assert "foam_rolling" in ids(planned({"doms": 0.95}))
    # The costly one steps in where the cheap one is not safe.
    assert "massage" in ids(planned({"doms": 0.95}, "numb_feet"))


@pytest.mark.parametrize("cause", ["doms", "poor_sleep", "dehydration"])
def test_what_does_not_help_or_is_not_recommended_is_never_planned(planned: Planner, cause: str) -> None:
    todo = planned({cause: 0.99}, "heavy_sweat")
    useless = {r.id for r in planned.knowledge.remedies.values() if r.grade == "X" or r.tier >= 6}
    assert useless >= {"nsaid", "stretching", "epsom", "mg_topical", "caffeine", "electrolyte_mix"}
    assert not useless & {*ids(todo), *(entry.remedy for entry in todo.withheld)}


def test_no_supplement_while_food_or_behaviour_for_the_cause_is_untried(planned: Planner) -> None:
    assert not any("supplement" in planned.knowledge.remedies[name].tags for name in ids(planned({"doms": 0.99})))
    only_magnesium = planned({"mg_def": 0.9})
    assert ids(only_magnesium) == ["mg_oral"]
    assert any("Medicines that matter" in warning for warning in only_magnesium.items[0].warnings)


def test_a_proven_lack_is_treated_first_whatever_the_model_believes(planned: Planner) -> None:
    todo = planned({"poor_sleep": 0.9, "doms": 0.9}, ferritin_ug_l=11)
    assert ids(todo)[0] == "iron"
    assert todo.items[0].why == "Chosen because of ferritin below 30."


def test_without_a_ferritin_iron_waits_for_the_blood_test(planned: Planner) -> None:
    todo = planned({"iron_def": 0.6}, unknown="ferritin_ug_l")
    assert ids(todo) == []
    assert todo.withheld[0].remedy == "iron"
    assert "ferritin_ug_l" in todo.withheld[0].needed
    assert "Not known yet" in todo.withheld[0].reason


def test_a_crash_after_effort_means_pacing_and_no_effort_at_all(planned: Planner) -> None:
    causes = {"doms": 0.9, "stress_central": 0.8, "deconditioning": 0.8, "prolonged_posture": 0.8, "overreach_fo": 0.6}
    for action in ("push", "modify", "pause"):
        todo = planned(causes, "pem_12_48h", action=action)
        assert ids(todo)[0] == "pacing"
        tags = {tag for name in ids(todo) for tag in planned.knowledge.remedies[name].tags}
        assert not tags & {"exertion", "exertion_hard", "progression", "heat", "cold"}
        assert "deload" not in ids(todo)
    assert any("Pacing only" in sentence for sentence in todo.advice)


def test_pacing_is_not_pressed_on_people_who_do_not_crash(planned: Planner) -> None:
    assert "pacing" not in ids(planned({"post_viral": 0.9}))


@pytest.mark.parametrize(
    ("action", "easy", "treatment", "hard"),
    [
        ("push", True, True, True),
        ("modify", True, True, False),
        ("not_known", True, False, False),
        ("pause", False, False, False),
    ],
)
def test_the_verdict_limits_the_effort_in_the_plan(
    planned: Planner, action: str, easy: bool, treatment: bool, hard: bool
) -> None:
    assert ("active_recovery" in ids(planned({"doms": 0.9}, action=action, soreness_max=6))) is easy
    assert ("repeated_bout" in ids(planned({"doms": 0.9}, action=action, soreness_max=1))) is hard
    assert ("physio_loading" in ids(planned({"deconditioning": 0.9}, action=action))) is treatment


@pytest.mark.parametrize("urgency", [Urgency.SAME_DAY, Urgency.EMERGENCY_NOW])
def test_from_same_day_on_there_is_advice_only(planned: Planner, urgency: Urgency) -> None:
    todo = planned({"doms": 0.9, "poor_sleep": 0.9}, "dark_urine", unknown="skin_open anticoag", urgency=urgency)
    assert (todo.items, todo.withheld) == ((), ())
    assert any("emergency department now" in sentence for sentence in todo.advice)
    assert any("warning sign looked at first" in sentence for sentence in todo.advice)
    assert planned({"doms": 0.9}, urgency=Urgency.WITHIN_DAYS).items


def test_the_urgency_given_counts_even_where_the_facts_do_not_know_it(planned: Planner) -> None:
    assert planned({"doms": 0.9}, unknown="urgency").items
    assert planned({"doms": 0.9}, unknown="urgency", urgency=Urgency.SAME_DAY).items == ()


def test_without_the_rule_a_red_flag_still_empties_the_plan(planned: Planner) -> None:
    others = tuple(rule for rule in planned.knowledge.safety_rules if rule.id != "s48")
    lax = Planner(replace(planned.knowledge, safety_rules=others))
    assert lax({"poor_sleep": 0.9}, urgency=Urgency.SAME_DAY) == Plan((), (), ())


@pytest.mark.parametrize("sign", ["suicidal", "saddle_numb", "polyuria_thirst fatigue_general"])
def test_what_matters_more_than_any_plan_leaves_only_its_advice(planned: Planner, sign: str) -> None:
    todo = planned({"poor_sleep": 0.9}, sign)
    assert (todo.items, todo.withheld, len(todo.advice)) == ((), (), 1)


def test_what_is_held_back_is_listed_best_first_with_its_questions(planned: Planner) -> None:
    causes = {"doms": 0.9, "poor_sleep": 0.6, "cvi": 0.5, "stress_central": 0.5, "low_protein": 0.5, "low_carb": 0.5}
    todo = planned(causes, unknown="age pregnant postpartum skin_open insomnia_nights heart_disease")
    assert ids(todo) == []
    assert len(todo.withheld) == 6
    assert all("age" in entry.needed for entry in todo.withheld)
    names = {name for entry in todo.withheld for name in entry.needed}
    assert names <= {*planned.knowledge.findings, *planned.knowledge.quantities}
    first = todo.withheld[0]
    assert planned.knowledge.remedies[first.remedy].tier <= 1


def test_what_is_blocked_is_listed_after_what_a_question_could_free(planned: Planner) -> None:
    todo = planned({"doms": 0.9, "cvi": 0.6}, "anticoag", unknown="leg_arteries")
    states = [bool(entry.needed) for entry in todo.withheld]
    assert states == sorted(states, reverse=True)
    blocked = next(entry for entry in todo.withheld if entry.remedy in ("massage", "foam_rolling"))
    assert blocked.rule == "s31"
    assert "bleed" in blocked.reason


def test_a_warning_stands_beside_its_remedy(planned: Planner) -> None:
    others = {name: replace(r, tier=6) for name, r in planned.knowledge.remedies.items() if name != "cold_water"}
    only_cold = Planner(replace(planned.knowledge, remedies={**planned.knowledge.remedies, **others}))
    todo = only_cold({"doms": 0.9}, "strength_block")
    assert ids(todo) == ["cold_water"]
    assert any("4 to 6 hours after lifting" in warning for warning in todo.items[0].warnings)
    assert any("never alone" in item.dose.lower() for item in todo.items)


def test_advice_names_only_what_concerns_this_person(planned: Planner) -> None:
    assert planned({"doms": 0.9}, "asthma_nsaid").advice == ()
    blood_thinner = planned({"doms": 0.9}, "anticoag").advice
    assert any("Write down bruises" in sentence for sentence in blood_thinner)
    breathing = planned({"stress_central": 0.9}, "epilepsy").advice
    assert any("Never hold your breath" in sentence for sentence in breathing)


def test_a_threshold_of_the_plan_is_knowledge_and_not_code(planned: Planner) -> None:
    parameters = dict(planned.knowledge.parameters)
    parameters["plan_items_max"] = replace(parameters["plan_items_max"], mid=2.0)
    short = Planner(replace(planned.knowledge, parameters=parameters))
    causes = {"doms": 0.9, "poor_sleep": 0.9, "low_carb": 0.9}
    assert len(short(causes).items) == 2
    assert len(planned(causes).items) == 5


def test_the_same_input_gives_the_same_plan(planned: Planner) -> None:
    causes = {"doms": 0.5, "poor_sleep": 0.5, "stress_central": 0.5, "cvi": 0.5}
    assert planned(causes, kind=mostly("damage")) == planned(dict(reversed(causes.items())), kind=mostly("damage"))


def test_every_price_and_effort_is_a_word_that_the_order_knows(knowledge: Knowledge) -> None:
    assert {r.cost for r in knowledge.remedies.values()} <= {"free", "low", "medium", "high"}
    assert {r.effort for r in knowledge.remedies.values()} <= {"low", "medium", "high"}


def test_a_proven_reason_is_told_in_words_that_a_person_knows(planned: Planner) -> None:
    assert planned({}, "pem_12_48h").items[0].why.startswith("Chosen because of ")
    assert "p_mecfs" not in planned({"mecfs": 0.6}).items[0].why
    assert parse("pem_12_48h OR p_mecfs >= 0.2") == planned.knowledge.remedies["pacing"].needs
