"""A 'no' that contradicts a 'yes' never lowers the urgency, whoever said it and wherever it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.decisions.red_flags import RedFlags, check
from unweary.inference.findings import findings
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Lab, Observation, Profile, SiteRating
from unweary.vocab.knowledge import Knowledge
from unweary.vocab.logic import names

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
STEADY = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MAP = (
    SiteRating("gastroc_medial", "left", 7, NOW, ("swelling", "warmth")),
    SiteRating("quads", "right", 5, NOW, ("bruise",)),
)
MEASURED = (
    Observation("temp_c", 40.2, "degC", NOW, "device"),
    Observation("spo2_pct", 90, "%", NOW, "device"),
    Observation("hr_rest_bpm", 134, "bpm", NOW, "device"),
    Observation("sbp_mmhg", 84, "mmHg", NOW, "device"),
)
LABS = (
    Lab("potassium", 7.2, "mmol/L", NOW),
    Lab("sodium", 118, "mmol/L", NOW),
    Lab("haemoglobin", 62, "g/L", NOW),
    Lab("ck", 60_000, "U/L", NOW),
)


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


@cache
def pool() -> tuple[str, ...]:
    """Everything that a red flag or a contradiction rests on and that can be answered."""
    used = {name for rule in reviewed().red_flags for name in names(rule.when)}
    used |= {name for entry in reviewed().contradictions for name in names(entry.when)}
    return tuple(sorted(name for name in used if name in reviewed().findings))


def flags(history: History) -> RedFlags:
    body = state(history, reviewed(), NOW)
    return check(reviewed(), findings(history, reviewed(), NOW, body.numbers, body.given))


def no_lower(before: RedFlags, after: RedFlags, what: str) -> None:
    assert after.urgency >= before.urgency, what
    assert {flag.rule for flag in before.fired} <= {flag.rule for flag in after.fired}, what


@st.composite
def people(draw: st.DrawFn) -> History:
    """A person of any kind, with a body map, devices and blood tests that may all show a danger."""
    yes = draw(st.lists(st.sampled_from(pool()), unique=True, max_size=20))
    answers = [Answer(name, "present", NOW, sure=draw(st.booleans())) for name in yes]
    return History(
        NOW,
        profile=Profile(
            birth_year=draw(st.sampled_from((None, 1950, 1985, 2012))),
            sex=draw(st.sampled_from((None, "F", "M"))),
            pregnant=draw(st.sampled_from((None, True))),
            postpartum=draw(st.sampled_from((None, True))),
            medicines=draw(st.sampled_from(((), ("atorvastatin", "apixaban")))),
        ),
        answers=tuple(answers),
        sites=draw(st.sampled_from(((), MAP))),
        observations=draw(st.sampled_from(((), MEASURED))),
        labs=draw(st.sampled_from(((), LABS))),
    )


@STEADY
@given(people(), st.data())
def test_a_no_to_what_nobody_answered_never_lowers_the_urgency(history: History, data: st.DataObject) -> None:
    """It may contradict the map, a device, a blood test, the profile, or what another answer implies."""
    answered = {answer.finding for answer in history.answers}
    open_ = [name for name in pool() if name not in answered]
    denied = data.draw(st.lists(st.sampled_from(open_), unique=True, min_size=1, max_size=40))
    before = flags(history)
    no = tuple(Answer(name, "absent", NOW) for name in denied)
    no_lower(before, flags(replace(history, answers=(*history.answers, *no))), f"no to {denied}")


@STEADY
@given(people(), st.data())
def test_yes_and_no_at_one_moment_is_a_yes_in_either_order(history: History, data: st.DataObject) -> None:
    told = [answer.finding for answer in history.answers]
    both = tuple(
        Answer(name, "absent", NOW, source=data.draw(st.sampled_from(("check-in", "own words")))) for name in told
    )
    before = flags(history)
    no_lower(before, flags(replace(history, answers=(*history.answers, *both))), "no after yes")
    no_lower(before, flags(replace(history, answers=(*both, *history.answers))), "no before yes")


@STEADY
@given(people())
def test_rather_yes_counts_like_yes_for_every_rule(history: History) -> None:
    sure = replace(history, answers=tuple(replace(answer, sure=True) for answer in history.answers))
    unsure = replace(history, answers=tuple(replace(answer, sure=False) for answer in history.answers))
    assert [flag.rule for flag in flags(sure).fired] == [flag.rule for flag in flags(unsure).fired]


@STEADY
@given(people(), st.data())
def test_rather_no_leaves_every_rule_as_open_as_if_it_had_not_been_asked(history: History, data: st.DataObject) -> None:
    answered = {answer.finding for answer in history.answers}
    names_ = data.draw(st.lists(st.sampled_from([n for n in pool() if n not in answered]), unique=True, max_size=30))
    rather_no = tuple(Answer(name, "absent", NOW - timedelta(minutes=1), sure=False) for name in names_)
    before, after = flags(history), flags(replace(history, answers=(*history.answers, *rather_no)))
    assert before == after
