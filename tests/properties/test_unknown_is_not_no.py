"""Taking a 'no' back never calms anything: no flag is lost, no rule becomes ruled out, no gate opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.red_flags import RedFlags, check
from unweary.inference.findings import Findings, findings
from unweary.inference.state import state
from unweary.service.person import read_person
from unweary.vocab.assessment import Assessment, QuantityValue
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import Condition, evaluate, names
from unweary.vocab.remedies import Remedy

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
SCENARIOS = Path(__file__).parents[1] / "scenarios"
#: People to whom something is offered once their gates are answered.
OFFERED = (
    "own01_downhill_soreness",
    "own02_short_nights_heavy_week",
    "own03_heavy_evening_legs",
    "own04_low_ferritin_runner",
    "own06_heel_tendon",
    "own09_desk_legs",
)


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


@cache
def person(name: str) -> History:
    path = SCENARIOS / f"{name}_person.json"
    return read_person(path.read_bytes(), where=path.name)


@cache
def asked_in_rules() -> tuple[str, ...]:
    used = {name for rule in reviewed().red_flags for name in names(rule.when)}
    return tuple(sorted(used & set(reviewed().findings)))


def known(history: History) -> Findings:
    body = state(history, reviewed(), history.as_of)
    return findings(history, reviewed(), history.as_of, body.numbers, body.given)


def concluded(history: History, result: Assessment) -> Findings:
    """What is known, with the urgency and the posteriors that safety rules may also speak about."""
    numbers = {"urgency": float(result.verdict.urgency)}
    numbers |= {f"p_{cause}": probability for cause, probability in result.causes.posterior.items()}
    return known(history).with_numbers([QuantityValue(name, value, value) for name, value in numbers.items()])


def flags(history: History) -> RedFlags:
    return check(reviewed(), known(history))


def without(history: History, finding: str) -> History:
    """The same person, who has not been asked this."""
    profile = history.profile
    if finding in ("pregnant", "postpartum"):
        profile = replace(profile, **{finding: None})
    left = tuple(answer for answer in history.answers if answer.finding != finding)
    return replace(history, profile=profile, answers=left)


@st.composite
def people(draw: st.DrawFn) -> History:
    chosen = draw(st.lists(st.sampled_from(asked_in_rules()), unique=True, min_size=5, max_size=80))
    answers = [Answer(finding, draw(st.sampled_from(("present", "absent", "absent"))), NOW) for finding in chosen]
    profile = Profile(birth_year=draw(st.none() | st.integers(1940, 2010)), sex=draw(st.sampled_from((None, "F", "M"))))
    return History(NOW, profile=profile, answers=tuple(answers))


@settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(people())
def test_taking_back_a_no_never_removes_a_flag_and_never_rules_one_out(history: History) -> None:
    before = flags(history)
    open_before = {flag.rule for flag in (*before.fired, *before.not_ruled_out)}
    for finding in [answer.finding for answer in history.answers if answer.state == "absent"][:5]:
        after = flags(without(history, finding))
        assert after.urgency >= before.urgency, finding
        assert {flag.rule for flag in before.fired} <= {flag.rule for flag in after.fired}, finding
        assert open_before <= {flag.rule for flag in (*after.fired, *after.not_ruled_out)}, finding


@settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(people())
def test_an_answer_of_not_sure_counts_like_no_answer(history: History) -> None:
    unsure = tuple(replace(a, state="unknown") if a.state == "absent" else a for a in history.answers)
    unasked = tuple(a for a in history.answers if a.state != "absent")
    assert flags(replace(history, answers=unsure)) == flags(replace(history, answers=unasked))


def conditions_on(remedy: Remedy) -> Iterator[Condition]:
    """What must be known to be untrue before this remedy is offered."""
    mine = {remedy.id, "all", *(f"tag:{tag}" for tag in remedy.tags)}
    for rule in reviewed().safety_rules:
        strict = rule.level in ("EMERGENCY", "BLOCK") and rule.unknown_withholds
        if strict and mine & set(rule.affects) and not mine & set(rule.spares):
            yield rule.when
    for gate in remedy.gates:
        yield gate.when


@cache
def offered(name: str) -> Assessment:
    return assess(person(name), reviewed())


@pytest.mark.parametrize("name", OFFERED)
def test_a_remedy_whose_gate_is_no_longer_answered_is_withheld_and_says_what_is_missing(name: str) -> None:
    history = person(name)
    said_no = {answer.finding for answer in history.answers if answer.state == "absent"}
    if history.profile.pregnant is False:
        said_no |= {"pregnant"}
    items = [item.remedy for item in offered(name).plan.items]
    assert items, "this person must be offered something, or the test says nothing"
    tried = 0
    for remedy in items:
        gates = list(conditions_on(reviewed().remedies[remedy]))
        closing = sorted({gate for condition in gates for gate in names(condition)} & said_no)
        for finding in closing[:4]:
            unasked = without(history, finding)
            after = assess(unasked, reviewed())
            facts = concluded(unasked, after)
            if all(evaluate(condition, facts) is False for condition in gates):
                continue  # another source, such as the profile or the body map, still answers it
            tried += 1
            assert remedy not in {item.remedy for item in after.plan.items}, f"{remedy} without '{finding}'"
            reasons = {w.remedy: w.needed for w in after.plan.withheld}
            if remedy in reasons:
                assert finding in reasons[remedy], f"{remedy}: asks for {reasons[remedy]}, not for '{finding}'"
    assert tried > 0, "no gate of an offered remedy was tried"


@pytest.mark.parametrize("name", OFFERED)
def test_forgetting_every_gate_opens_no_remedy_that_was_closed(name: str) -> None:
    history = person(name)
    closed = {withheld.remedy for withheld in offered(name).plan.withheld}
    gates = {finding.id for finding in reviewed().findings.values() if finding.gate}
    assert gates
    forgotten = replace(history, answers=tuple(a for a in history.answers if a.finding not in gates))
    after = {item.remedy for item in assess(forgotten, reviewed()).plan.items}
    assert after & closed == set()


@pytest.mark.parametrize("name", ["own10_rested_and_well", "own01_downhill_soreness", "tri05_vegetarian_heavy_periods"])
def test_forgetting_every_no_never_makes_the_day_look_better(name: str) -> None:
    order = ["push", "modify", "pause", "see_clinician"]
    asked = assess(person(name), reviewed())
    yes_only = replace(person(name), answers=tuple(a for a in person(name).answers if a.state == "present"))
    unasked = assess(yes_only, reviewed())
    assert unasked.verdict.urgency >= asked.verdict.urgency
    if unasked.verdict.action != "not_known":
        assert order.index(unasked.verdict.action) >= order.index(asked.verdict.action)
