"""A clinician's look reaches no rule: whatever is present stays as urgent, and each look is of one danger alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unweary.assessment import assess
from unweary.service.person import packaged_knowledge
from unweary.vocab.assessment import PassedDanger
from unweary.vocab.history import Answer, Day, History, Look
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import names

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HOURS = (0, 1, 5, 20, 30, 60, 200, 400)


@cache
def pool() -> tuple[str, ...]:
    knowledge = packaged_knowledge()
    grave = [rule for rule in knowledge.red_flags if rule.urgency >= Urgency.SAME_DAY]
    used = {name for rule in grave for name in names(rule.when)}
    return tuple(sorted(name for name in used if name in knowledge.findings))


@st.composite
def people(draw: st.DrawFn) -> History:
    """Dangers that were told on some days, of which some have passed and some are there again."""
    answers = []
    for name in draw(st.lists(st.sampled_from(pool()), unique=True, max_size=7)):
        hours = sorted(draw(st.lists(st.sampled_from(HOURS), min_size=1, max_size=3, unique=True)), reverse=True)
        states = ("present", *draw(st.permutations(("absent", "present"))))
        answers += [
            Answer(name, state, NOW - timedelta(hours=back)) for state, back in zip(states, hours, strict=False)
        ]
    days = tuple(Day((NOW - timedelta(days=n)).date(), fatigue_0_10=1, sleep_h=8, mood_0_10=9) for n in range(3))
    return History(NOW, answers=tuple(answers), days=days)


@st.composite
def looks(draw: st.DrawFn) -> tuple[Look, ...]:
    named = draw(st.lists(st.sampled_from(pool()), max_size=12)) if draw(st.booleans()) else pool()
    back = draw(st.sampled_from((0, 3, 30)))
    at = NOW - timedelta(hours=back)
    return tuple(Look(name, at.date() - timedelta(days=draw(st.sampled_from((0, 1)))), at) for name in named)


def by_finding(dangers: tuple[PassedDanger, ...]) -> dict[str, PassedDanger]:
    return {danger.finding: danger for danger in dangers}


@STEADY
@given(people(), looks())
def test_no_set_of_looks_lowers_what_is_present_or_changes_what_is_known(
    history: History, told: tuple[Look, ...]
) -> None:
    before = assess(history, packaged_knowledge())
    after = assess(replace(history, looks=told), packaged_knowledge())
    assert after.verdict.urgency == before.verdict.urgency
    assert after.red_flags_fired == before.red_flags_fired
    assert after.red_flags_not_ruled_out == before.red_flags_not_ruled_out
    assert (after.findings, after.causes, after.verdict.see) == (before.findings, before.causes, before.verdict.see)
    assert by_finding(after.passed_dangers).keys() == by_finding(before.passed_dangers).keys()
    if any(danger.looked_on is None for danger in after.passed_dangers):
        assert after.verdict.action != "push"


@STEADY
@given(people(), st.data())
def test_the_look_of_one_danger_never_touches_another(history: History, data: st.DataObject) -> None:
    before = by_finding(assess(history, packaged_knowledge()).passed_dangers)
    one = data.draw(st.sampled_from(sorted(before) or ["chest_pain_now"]))
    looked = replace(history, looks=(Look(one, NOW.date(), NOW),))
    after = by_finding(assess(looked, packaged_knowledge()).passed_dangers)
    assert {name: danger for name, danger in after.items() if name != one} == {
        name: danger for name, danger in before.items() if name != one
    }
    assert one not in before or after[one].looked_on == NOW.date()


@STEADY
@given(people())
def test_every_danger_that_has_passed_can_be_looked_at_and_then_holds_nobody_back(history: History) -> None:
    """All looked at is as if none had been told, for everything but other reasons not to push."""
    before = assess(history, packaged_knowledge())
    told = tuple(Look(danger.finding, NOW.date(), NOW) for danger in before.passed_dangers)
    after = assess(replace(history, looks=told), packaged_knowledge())
    assert all(danger.looked_on == NOW.date() for danger in after.passed_dangers)
    assert all(danger.words not in after.verdict.advice for danger in after.passed_dangers)
