from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from unweary.assessment import assess
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Day, History, Profile, Session, SiteRating
from unweary.vocab.knowledge import Knowledge, Urgency

People = Callable[..., History]


def rested(now: datetime, **changes: object) -> tuple[Day, ...]:
    """Three weeks of fresh days; the changes hold for today."""
    usual = {"fatigue_0_10": 2.0, "sleep_h": 7.5, "stress_0_10": 3.0}
    days = [Day(now.date() - timedelta(days=back), **usual) for back in range(1, 22)]  # type: ignore[arg-type]
    return (*days, Day(now.date(), **{**usual, **changes}))  # type: ignore[arg-type]


def usual_training(now: datetime) -> tuple[Session, ...]:
    return tuple(
        Session(now - timedelta(days=back, hours=13), 2700, "running", rpe_cr10=4, source=f"run-{back}.fit")
        for back in range(1, 42, 2)
    )


@pytest.fixture
def answer(knowledge: Knowledge) -> Callable[[History], Assessment]:
    return lambda history: assess(history, knowledge)


#: What has to be denied before anybody is told to go hard.
_MUST = "fever rigors chest_pain_now chest_pain_exert syncope_any syncope_exert"


def test_a_rested_person_may_push(person: People, answer: Callable[[History], Assessment], now: datetime) -> None:
    warnings = "pem_12_48h coryza_cough sore_throat sudden_pop bruise_gap perf_drop_weeks perf_drop_2mo"
    verdict = answer(person(no=f"{_MUST} {warnings}", days=rested(now), sessions=usual_training(now))).verdict
    assert verdict.action == "push"
    assert any("run-1.fit" in reason.sources for reason in verdict.reasons)
    assert {entry.action for entry in verdict.by_group.values()} == {"push"}


@pytest.mark.parametrize("open_", _MUST.split())
def test_a_rested_person_who_left_a_danger_open_is_not_told_to_push(
    person: People, answer: Callable[[History], Assessment], now: datetime, open_: str
) -> None:
    denied = " ".join(name for name in _MUST.split() if name != open_)
    assert answer(person(no=denied, days=rested(now), sessions=usual_training(now))).verdict.action == "not_known"


def test_nothing_known_is_not_a_yes(person: People, answer: Callable[[History], Assessment]) -> None:
    assert answer(person()).verdict.action == "not_known"


@pytest.mark.parametrize(
    ("change", "action"),
    [
        ({"marks": ("sick",)}, "pause"),
        ({"fatigue_0_10": 9.0}, "pause"),
        ({"fatigue_0_10": 6.0}, "modify"),
        ({"sleep_h": 5.0}, "modify"),
        ({"sleep_h": 3.0}, "pause"),
    ],
)
def test_the_diary_guards_the_day(
    person: People, answer: Callable[[History], Assessment], now: datetime, change: dict[str, object], action: str
) -> None:
    warnings = "fever rigors pem_12_48h coryza_cough sore_throat sudden_pop bruise_gap"
    verdict = answer(person(no=warnings, days=rested(now, **change), sessions=usual_training(now))).verdict
    assert verdict.action == action
    assert verdict.reasons[0].action == action


def test_post_exertional_malaise_forbids_push_however_fresh(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    verdict = answer(person(yes="pem_12_48h", days=rested(now), sessions=usual_training(now))).verdict
    assert verdict.action == "pause"
    assert {entry.action for entry in verdict.by_group.values()} == {"pause"}


def test_a_sore_group_limits_itself_and_not_the_arms(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    sites = (SiteRating("quads", "left", 8, now), SiteRating("quads", "right", 6, now))
    verdict = answer(person(days=rested(now), sessions=usual_training(now), sites=sites, no=_MUST)).verdict
    assert verdict.by_group["quads"].action == "pause"
    assert verdict.by_group["quads"].soreness_0_10 == 8
    assert verdict.by_group["arms"].action == "push"
    assert verdict.action == "modify"


def test_a_warning_sign_stands_above_every_fresh_number(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    assessment = answer(person(yes="calf_swell_one", days=rested(now), sessions=usual_training(now)))
    assert assessment.verdict.action == "see_clinician"
    assert assessment.verdict.urgency >= Urgency.SAME_DAY
    assert assessment.plan.items == ()
    assert {entry.action for entry in assessment.verdict.by_group.values()} == {"see_clinician"}


def test_within_days_stands_beside_the_training_verdict(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    verdict = answer(person(yes="bone_tender", days=rested(now), sessions=usual_training(now))).verdict
    assert verdict.urgency is Urgency.WITHIN_DAYS
    assert verdict.action == "modify"
    assert [entry.urgency for entry in verdict.see] == [Urgency.WITHIN_DAYS]


def test_an_emergency_ends_the_questions(person: People, answer: Callable[[History], Assessment]) -> None:
    assessment = answer(person(yes="fast_positive"))
    assert assessment.verdict.headline == "Call for help now."
    assert assessment.question is None


def test_under_18_gets_no_causes_no_plan_and_never_push(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    child = Profile(birth_year=2011, sex="F")
    history = person(
        no="fever rigors", profile=child, days=rested(now), sessions=usual_training(now), yes="muscle_ache"
    )
    assessment = answer(history)
    assert assessment.causes.ranked == ()
    assert assessment.plan.items == ()
    assert assessment.verdict.action != "push"
    assert any("adults" in note for note in assessment.scope_notes)


def test_what_would_change_it_names_the_way_back_first(
    person: People, answer: Callable[[History], Assessment], now: datetime
) -> None:
    changes = answer(person(days=rested(now, fatigue_0_10=6.0), no="fever rigors")).verdict.would_change
    assert "Tiredness at 4 or less." in changes
    assert len(changes) == len(set(changes))


def test_the_kinds_shares_add_up_and_unknown_signs_widen_them(
    person: People, answer: Callable[[History], Assessment]
) -> None:
    story = "onset_12_72h eccentric_recent sore_move_touch muscle_ache local_strength_loss"
    kind = answer(person(yes=story)).kind
    assert kind.name == "damage"  # type: ignore[union-attr]
    assert sum(kind.shares.values()) == pytest.approx(1)  # type: ignore[union-attr]
    for name, share in kind.shares.items():  # type: ignore[union-attr]
        assert kind.low[name] <= share + 1e-12  # type: ignore[union-attr]
        assert kind.high[name] >= share - 1e-12  # type: ignore[union-attr]


def test_the_question_is_never_one_already_answered(person: People, answer: Callable[[History], Assessment]) -> None:
    asked: list[str] = []
    for _ in range(6):
        question = answer(person(no=" ".join(asked), yes="fatigue_general heavy_legs")).question
        assert question is not None
        assert question.finding not in asked
        assert question.why
        asked.append(question.finding)


def test_a_follow_up_waits_for_its_parent(
    person: People, answer: Callable[[History], Assessment], knowledge: Knowledge
) -> None:
    question = answer(person(yes="fatigue_general")).question
    assert question is not None
    assert knowledge.findings[question.finding].ask_if is None


def test_removing_a_tick_from_the_clock_changes_nothing(
    person: People, answer: Callable[[History], Assessment]
) -> None:
    assert answer(person(yes="cramps")) == answer(person(yes="cramps"))
