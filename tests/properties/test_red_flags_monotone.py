"""One more sign never lowers the urgency: neither through the rules alone nor through the whole assessment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.red_flags import RedFlags, check
from unweary.inference.findings import findings
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Lab, Observation, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Condition, Is, names, negated

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


def conditions_behind(name: str, seen: set[str]) -> Iterator[Condition]:
    """The definitions that a name leads to, through derived truths and scores."""
    if name in seen:
        return
    seen.add(name)
    for entry in reviewed().derived:
        if entry.id == name:
            yield entry.present
            for inner in names(entry.present):
                yield from conditions_behind(inner, seen)
    for points in reviewed().points:
        if points.id == name:
            for condition, _ in points.items:
                yield condition
                for inner in names(condition):
                    yield from conditions_behind(inner, seen)


@cache
def flagged_findings() -> tuple[str, ...]:
    """Every finding that a red-flag rule rests on, straight or through a definition; numbers asked for are left out."""
    seen: set[str] = set()
    for rule in reviewed().red_flags:
        for name in names(rule.when):
            list(conditions_behind(name, seen))
    asked = [name for name in seen if name in reviewed().findings]
    return tuple(sorted(name for name in asked if reviewed().findings[name].kind != "number"))


@st.composite
def histories(draw: st.DrawFn, most_present: int) -> History:
    """A person with any answers, age, sex, a few blood tests and a few measured values."""
    chosen = draw(st.lists(st.sampled_from(flagged_findings()), unique=True, max_size=60))
    present = draw(st.integers(0, most_present))
    answers = [
        Answer(finding, "present" if n < present else draw(st.sampled_from(("absent", "unknown"))), NOW)
        for n, finding in enumerate(chosen)
    ]
    if draw(st.booleans()):
        answers.append(Answer("weakness_days", "present", NOW, value=float(draw(st.integers(0, 60)))))
    labs = [
        Lab(analyte, value, unit, NOW - timedelta(days=2))
        for analyte, value, unit in (
            ("haemoglobin", draw(st.sampled_from((62.0, 95.0, 128.0, 150.0))), "g/L"),
            ("sodium", draw(st.sampled_from((122.0, 128.0, 139.0))), "mmol/L"),
            ("potassium", draw(st.sampled_from((2.3, 2.8, 3.2, 4.1, 6.3))), "mmol/L"),
            ("ck", draw(st.sampled_from((150.0, 800.0, 40_000.0))), "U/L"),
            ("crp", draw(st.sampled_from((2.0, 80.0))), "mg/L"),
        )
        if draw(st.booleans())
    ]
    measured = [
        Observation(signal, value, unit, NOW - timedelta(minutes=20), "device")
        for signal, value, unit in (
            ("temp_c", draw(st.sampled_from((35.2, 36.8, 38.9))), "degC"),
            ("hr_rest_bpm", draw(st.sampled_from((37.0, 55.0, 104.0, 135.0))), "bpm"),
            ("spo2_pct", draw(st.sampled_from((89.0, 94.0, 98.0))), "%"),
        )
        if draw(st.booleans())
    ]
    profile = Profile(
        birth_year=draw(st.none() | st.integers(1935, 2012)),
        sex=draw(st.sampled_from((None, "F", "M"))),
        pregnant=draw(st.sampled_from((None, True, False))),
        medicines=draw(st.sampled_from(((), ("atorvastatin",), ("apixaban",)))),
    )
    return History(NOW, profile=profile, answers=tuple(answers), labs=tuple(labs), observations=tuple(measured))


def with_sign(history: History, finding: str) -> History:
    """The same person, who now says yes to this finding."""
    others = tuple(answer for answer in history.answers if answer.finding != finding)
    return replace(history, answers=(*others, Answer(finding, "present", NOW)))


def flags(history: History) -> RedFlags:
    body = state(history, reviewed(), NOW)
    return check(reviewed(), findings(history, reviewed(), NOW, body.numbers, body.given))


def test_the_rules_rest_on_a_few_hundred_findings_and_all_of_them_are_tried() -> None:
    assert len(flagged_findings()) > 150
    assert {"dark_urine", "calf_swell_one", "headache_new", "hr_ge100"} <= set(flagged_findings())


def test_no_rule_and_no_definition_behind_a_rule_turns_a_sign_round() -> None:
    seen: set[str] = set()
    for rule in reviewed().red_flags:
        # Dialysis is no sign: it explains a blood test.
        assert {*negated(rule.when)} <= {Is("any_red"), Is("dialysis_told")}, rule.id
        for name in names(rule.when):
            for condition in conditions_behind(name, seen):
                assert list(negated(condition)) == [], f"{rule.id}: {name}"


@settings(STEADY, max_examples=60)
@given(histories(most_present=20), st.data())
def test_adding_signs_one_by_one_never_lowers_the_urgency_of_the_rules(history: History, data: st.DataObject) -> None:
    before = flags(history)
    for finding in data.draw(st.lists(st.sampled_from(flagged_findings()), unique=True, min_size=1, max_size=10)):
        history = with_sign(history, finding)
        after = flags(history)
        assert after.urgency >= before.urgency, f"{finding}: {before.urgency.word} -> {after.urgency.word}"
        lost = {flag.rule for flag in before.fired if flag.urgency > 1} - {flag.rule for flag in after.fired}
        assert lost == set(), f"{finding} silenced {lost}"
        before = after


@settings(STEADY, max_examples=3)
@given(histories(most_present=4))
def test_no_single_finding_lowers_the_urgency_of_a_person(history: History) -> None:
    before = flags(history).urgency
    lower = [finding for finding in flagged_findings() if flags(with_sign(history, finding)).urgency < before]
    assert lower == []


@settings(STEADY, max_examples=25)
@given(histories(most_present=4), st.data())
def test_adding_a_sign_never_lowers_the_urgency_of_the_whole_assessment(history: History, data: st.DataObject) -> None:
    finding = data.draw(st.sampled_from(flagged_findings()))
    before = assess(history, reviewed()).verdict
    after = assess(with_sign(history, finding), reviewed()).verdict
    assert after.urgency >= before.urgency, finding
    if before.action == "see_clinician":
        assert after.action == "see_clinician", finding
