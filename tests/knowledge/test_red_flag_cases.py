"""Every red flag fires on a smallest case and is quiet without any one member of it; more signs never silence one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unweary.knowledge import load
from unweary.knowledge.names import definitions, leaves, rests_on
from unweary.vocab.knowledge import Knowledge, RedFlag, Urgency
from unweary.vocab.logic import AtLeast, Compare, Condition, Interval, Is, Not, Truth, evaluate

KNOWLEDGE = load()
FLAGS = {flag.id: flag for flag in KNOWLEDGE.red_flags}

Member = tuple[Is | Compare, bool]
Case = frozenset[Member]


@dataclass(frozen=True)
class Given:
    """Exactly what a case says; everything else is unknown."""

    truths: Mapping[str, Truth]
    numbers: Mapping[str, float]

    def truth(self, name: str) -> Truth:
        return self.truths.get(name)

    def number(self, name: str) -> Interval | None:
        return (self.numbers[name], self.numbers[name]) if name in self.numbers else None


# ---- smallest cases, computed from the condition


def cases(condition: Condition) -> set[Case]:
    """Every set of members that is enough for the condition."""
    match condition:
        case Is() | Compare():
            return {frozenset([(condition, True)])}
        case Not(Is("any_red" | "dialysis_told") as part):
            return {frozenset([(part, False)])}
        case Not(part):
            raise AssertionError(f"NOT over {part} in a red flag")
        case AtLeast(count, parts):
            found: set[Case] = set()
            for chosen in itertools.combinations(parts, count):
                for picked in itertools.product(*(cases(part) for part in chosen)):
                    found.add(frozenset().union(*picked))
            return found


def value_for(wanted: list[Compare]) -> float:
    """A number that satisfies all comparisons of one name."""
    tried = [limit.limit + step for limit in wanted for step in (0.0, 0.5, -0.5)]
    return next(value for value in tried if all(holds(limit, value) for limit in wanted))


def holds(limit: Compare, value: float) -> bool:
    return evaluate(limit, Given({}, {limit.name: value})) is True


def given_by(case: Case) -> Given:
    compared: dict[str, list[Compare]] = {}
    for leaf, _ in case:
        if isinstance(leaf, Compare):
            compared.setdefault(leaf.name, []).append(leaf)
    truths = {leaf.name: wanted for leaf, wanted in case if isinstance(leaf, Is)}
    return Given(truths, {name: value_for(wanted) for name, wanted in compared.items()})


def smallest(condition: Condition) -> Case:
    return min(cases(condition), key=lambda case: (len(case), sorted((leaf.name, wanted) for leaf, wanted in case)))


@pytest.mark.parametrize("flag", FLAGS.values(), ids=FLAGS)
def test_it_fires_on_a_smallest_case_and_is_quiet_without_any_one_member(flag: RedFlag) -> None:
    case = smallest(flag.when)
    firing = given_by(case)
    assert evaluate(flag.when, firing) is True
    assert case
    for leaf, wanted in case:
        if isinstance(leaf, Is):
            unknown = replace(firing, truths={n: t for n, t in firing.truths.items() if n != leaf.name})
            denied = replace(firing, truths={**firing.truths, leaf.name: not wanted})
        else:
            unknown = replace(firing, numbers={n: v for n, v in firing.numbers.items() if n != leaf.name})
            beyond = -math.inf if leaf.relation in (">", ">=") else math.inf
            denied = replace(firing, numbers={**firing.numbers, leaf.name: beyond})
        assert evaluate(flag.when, unknown) is None, f"without {leaf.name}"
        assert evaluate(flag.when, denied) is not True, f"with {leaf.name} denied"


@pytest.mark.parametrize("flag", FLAGS.values(), ids=FLAGS)
def test_every_alternative_of_it_fires_on_its_own(flag: RedFlag) -> None:
    for case in cases(flag.when):
        assert evaluate(flag.when, given_by(case)) is True, case


@pytest.mark.parametrize("flag", FLAGS.values(), ids=FLAGS)
def test_it_is_not_ruled_out_while_nothing_is_known_and_is_when_all_is_denied(flag: RedFlag) -> None:
    assert evaluate(flag.when, Given({}, {})) is None
    denied = {leaf.name: False for leaf in leaves(flag.when) if isinstance(leaf, Is) and leaf.name != "any_red"}
    beyond = {
        leaf.name: -math.inf if leaf.relation in (">", ">=") else math.inf
        for leaf in leaves(flag.when)
        if isinstance(leaf, Compare)
    }
    assert evaluate(flag.when, Given(denied, beyond)) is False


def test_short_chest_pain_is_an_emergency_in_known_heart_disease_and_for_today_without() -> None:
    now, today = FLAGS["rf02_chest_pain"], FLAGS["rf03_angina"]
    with_disease = Given({"chest_pain_brief": True, "heart_disease": True}, {})
    denied = {leaf.name: False for leaf in leaves(now.when) if isinstance(leaf, Is)}
    without = Given({**denied, "chest_pain_brief": True}, {})
    only_disease = Given({**denied, "heart_disease": True}, {})
    assert (now.urgency, today.urgency) == (Urgency.EMERGENCY_NOW, Urgency.SAME_DAY)
    assert evaluate(now.when, with_disease) is True
    assert evaluate(now.when, without) is False
    assert evaluate(today.when, without) is True
    assert evaluate(now.when, only_disease) is False


# ---- more signs never silence a rule, also through derived findings and scores


@dataclass
class Person:
    """Answers and numbers of somebody; derived findings and scores follow from the knowledge."""

    knowledge: Knowledge
    answers: Mapping[str, bool]
    numbers: Mapping[str, Interval]
    known: dict[str, Truth] = field(default_factory=dict)

    @cached_property
    def entries(self) -> dict[str, list[tuple[Condition, Condition | None]]]:
        found: dict[str, list[tuple[Condition, Condition | None]]] = {}
        for entry in self.knowledge.derived:
            found.setdefault(entry.id, []).append((entry.present, entry.absent))
        return found

    def truth(self, name: str) -> Truth:
        if name not in self.known:
            said: list[Truth] = [self.answers.get(name)]
            for present, absent in self.entries.get(name, ()):
                truth = evaluate(present, self)
                denied = truth is False if absent is None else evaluate(absent, self) is True
                said.append(True if truth is True else False if denied else None)
            self.known[name] = True if True in said else False if False in said else None
        return self.known[name]

    def number(self, name: str) -> Interval | None:
        for score in self.knowledge.points:
            if score.id == name:
                truths = [(evaluate(condition, self), points) for condition, points in score.items]
                return (
                    sum(points for truth, points in truths if truth is True),
                    sum(points for truth, points in truths if truth is not False),
                )
        return self.numbers.get(name)


DEFINED = definitions(KNOWLEDGE)
BEHIND = {
    flag.id: sorted(set().union(*({leaf.name} | rests_on(leaf.name, DEFINED) for leaf in leaves(flag.when))))
    for flag in FLAGS.values()
}
LIMITS: dict[str, set[float]] = {}
for entry in (*KNOWLEDGE.red_flags, *KNOWLEDGE.derived):
    for leaf in leaves(entry.when if isinstance(entry, RedFlag) else entry.present):
        if isinstance(leaf, Compare):
            LIMITS.setdefault(leaf.name, set()).update((leaf.limit - 0.5, leaf.limit, leaf.limit + 0.5))


@st.composite
def someone(draw: st.DrawFn) -> tuple[list[RedFlag], Person, Person]:
    """A few rules, a person who knows something about what is behind them, and the same person with one sign more."""
    flags = draw(st.lists(st.sampled_from(sorted(FLAGS)), min_size=1, max_size=4, unique=True))
    behind = sorted({name for flag in flags for name in BEHIND[flag]} - {"any_red"})
    answers: dict[str, bool] = {}
    numbers: dict[str, Interval] = {}
    for name in behind:
        if name in KNOWLEDGE.quantities:
            value = draw(st.none() | st.sampled_from(sorted(LIMITS.get(name, {0.0}))))
            if value is not None:
                numbers[name] = (value, value)
        elif (state := draw(st.sampled_from((True, True, False, None)))) is not None:
            answers[name] = state
    signs = [name for name in behind if name in KNOWLEDGE.findings and answers.get(name) is not True]
    more = draw(st.sampled_from(signs)) if signs else "fever"
    before = Person(KNOWLEDGE, answers, numbers)
    return [FLAGS[flag] for flag in flags], before, Person(KNOWLEDGE, {**answers, more: True}, numbers)


def fired(flags: list[RedFlag], person: Person) -> dict[str, Urgency]:
    """The rules that hold; those that look at any_red come last, as in the day's run."""
    waiting = [flag for flag in flags if any(leaf.name == "any_red" for leaf in leaves(flag.when))]
    found = {flag.id: flag.urgency for flag in flags if flag not in waiting and evaluate(flag.when, person) is True}
    person.known["any_red"] = any(urgency > Urgency.ROUTINE for urgency in found.values())
    found |= {flag.id: flag.urgency for flag in waiting if evaluate(flag.when, person) is True}
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(someone())
def test_one_more_sign_never_silences_a_red_flag_nor_lowers_the_urgency(
    drawn: tuple[list[RedFlag], Person, Person],
) -> None:
    flags, before, after = drawn
    was, now = fired(flags, before), fired(flags, after)
    assert max(now.values(), default=Urgency.NONE) >= max(was.values(), default=Urgency.NONE)
    # Only 'no other rule above routine fired' may end, and then another rule has fired.
    silenced = set(was) - set(now)
    assert all(any(leaf.name == "any_red" for leaf in leaves(FLAGS[name].when)) for name in silenced)
    assert not silenced or max(now.values()) > Urgency.ROUTINE


def test_the_property_would_notice_a_rule_that_a_sign_can_silence() -> None:
    bad = replace(FLAGS["rf35_confusion"], when=Not(Is("fever")))
    calm, ill = Person(KNOWLEDGE, {"fever": False}, {}), Person(KNOWLEDGE, {"fever": True}, {})
    assert fired([bad], calm) == {bad.id: Urgency.EMERGENCY_NOW}
    assert fired([bad], ill) == {}


def urgency_of(*yes: str, no: str = "") -> Urgency:
    """The highest urgency among the rules that hold when exactly this is said."""
    said = Given({**dict.fromkeys(yes, True), **dict.fromkeys(no.split(), False)}, {})
    return max((flag.urgency for flag in FLAGS.values() if evaluate(flag.when, said) is True), default=Urgency.NONE)


@pytest.mark.parametrize(
    ("yes", "urgency"),
    [
        ("co_place_better", Urgency.WITHIN_DAYS),
        ("co_place_better headache_new fatigue_general heavy_legs", Urgency.WITHIN_DAYS),
        ("co_place_better co_source", Urgency.EMERGENCY_NOW),
        ("co_place_better syncope_any", Urgency.EMERGENCY_NOW),
        ("co_source", Urgency.EMERGENCY_NOW),
        ("co_cluster", Urgency.SAME_DAY),
        ("co_cluster co_cluster_fuel", Urgency.EMERGENCY_NOW),
        ("co_cluster co_place_better", Urgency.EMERGENCY_NOW),
        ("co_cluster confusion", Urgency.EMERGENCY_NOW),
    ],
)
def test_a_place_that_makes_ill_is_for_now_with_fuel_others_or_a_severe_sign(yes: str, urgency: Urgency) -> None:
    assert urgency_of(*yes.split()) == urgency


@pytest.mark.parametrize(
    ("yes", "urgency"),
    [
        ("dark_urine", Urgency.SAME_DAY),
        ("dark_urine muscle_ache heavy_legs cramps prox_weak", Urgency.SAME_DAY),
        ("dark_urine muscle_ache main_gt3mo", Urgency.SAME_DAY),
        ("dark_urine muscle_ache main_3_14d", Urgency.EMERGENCY_NOW),
        ("dark_urine urine_with_muscle", Urgency.SAME_DAY),
        ("dark_urine dark_urine_week urine_with_muscle", Urgency.EMERGENCY_NOW),
        ("urine_blood_norbc urine_with_muscle", Urgency.EMERGENCY_NOW),
        ("dark_urine onset_12_72h", Urgency.EMERGENCY_NOW),
        ("dark_urine novel_extreme_ex", Urgency.EMERGENCY_NOW),
        ("dark_urine dark_urine_week statin_any", Urgency.EMERGENCY_NOW),
        ("dark_urine true_weakness", Urgency.EMERGENCY_NOW),
    ],
)
def test_dark_urine_is_for_today_and_for_now_with_new_muscle_trouble_or_what_brings_it(
    yes: str, urgency: Urgency
) -> None:
    assert urgency_of(*yes.split()) == urgency


def test_dark_urine_with_a_muscle_that_is_rated_very_sore_is_for_now() -> None:
    rule = FLAGS["rf14_rhabdo"].when
    assert evaluate(rule, Given({"dark_urine": True}, {"soreness_max": 6.0})) is True
    assert evaluate(rule, Given({"dark_urine": True}, {"soreness_max": 2.0})) is None


@pytest.mark.parametrize(
    ("yes", "urgency"),
    [
        ("polyuria_thirst", Urgency.WITHIN_DAYS),
        ("polyuria_thirst weight_loss", Urgency.SAME_DAY),
        ("polyuria_thirst nausea_vomit", Urgency.SAME_DAY),
        ("polyuria_thirst nausea_vomit vomited", Urgency.EMERGENCY_NOW),
        ("polyuria_thirst nausea_vomit polyuria_new", Urgency.EMERGENCY_NOW),
        ("polyuria_thirst thirst_unwell", Urgency.SAME_DAY),
        ("polyuria_thirst thirst_unwell polyuria_new", Urgency.EMERGENCY_NOW),
        ("polyuria_thirst confusion", Urgency.EMERGENCY_NOW),
        ("polyuria_thirst breathless_rest", Urgency.EMERGENCY_NOW),
        ("preg_mild", Urgency.SAME_DAY),
        ("preg_abdo_bleed", Urgency.EMERGENCY_NOW),
        ("preg_abdo_bleed preg_mild", Urgency.EMERGENCY_NOW),
    ],
)
def test_great_thirst_and_signs_in_pregnancy_are_as_urgent_as_their_pages_say(yes: str, urgency: Urgency) -> None:
    assert urgency_of(*yes.split()) == urgency


@pytest.mark.parametrize(
    ("ck_u_l", "urgency"),
    [(900, Urgency.NONE), (4999, Urgency.WITHIN_DAYS), (5000, Urgency.SAME_DAY), (90_000, Urgency.EMERGENCY_NOW)],
)
def test_a_very_high_muscle_enzyme_alone_is_looked_at_in_time(ck_u_l: float, urgency: Urgency) -> None:
    said = Given({"ck_gt5uln": ck_u_l > 1000}, {"ck_u_l": float(ck_u_l)})
    assert max((f.urgency for f in FLAGS.values() if evaluate(f.when, said) is True), default=Urgency.NONE) == urgency
