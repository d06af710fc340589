"""A complaint that Unweary does not judge: general red flags stay, nothing else is said, and nothing sounds like go."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.scope import HEADLINE
from unweary.vocab.assessment import Assessment, Withheld
from unweary.vocab.history import Answer, Day, History, SiteRating
from unweary.vocab.knowledge import Knowledge, Urgency

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
REASSURING = ("good to go", "all clear", "nothing that we know speaks against", "no sign", "fine", "harmless")


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


def looked_at(yes: str, no: str = "", **more: object) -> Assessment:
    answers = [Answer(f, "present", NOW) for f in yes.split()] + [Answer(f, "absent", NOW) for f in no.split()]
    return assess(History(NOW, answers=tuple(answers), **more), reviewed())  # type: ignore[arg-type]


def every_sign_denied() -> str:
    return " ".join(finding for screen in reviewed().screens for finding in screen.findings)


def test_another_complaint_alone_gets_no_verdict_no_cause_no_kind_and_no_plan() -> None:
    answer = looked_at("other_complaint", every_sign_denied(), days=(Day(NOW.date(), fatigue_0_10=0, sleep_h=8),))
    assert (answer.verdict.action, answer.verdict.headline) == ("not_known", HEADLINE)
    assert "dentist" in answer.verdict.advice
    assert answer.causes.ranked == ()
    assert "knows nothing about this" in answer.causes.note
    assert isinstance(answer.kind, Withheld)
    assert answer.plan.items == ()
    assert {group.action for group in answer.verdict.by_group.values()} == {"not_known"}


def test_nothing_that_is_said_then_sounds_like_an_all_clear() -> None:
    verdict = looked_at(
        "other_complaint", every_sign_denied(), days=(Day(NOW.date(), fatigue_0_10=0, sleep_h=8),)
    ).verdict
    said = " ".join(
        [verdict.headline, verdict.advice, verdict.sure, *verdict.would_change, *(r.text for r in verdict.reasons)]
    )
    assert [words for words in REASSURING if words in said.lower()] == []
    assert "no all-clear" in verdict.sure


@pytest.mark.parametrize(
    "ours", ["muscle_ache", "heavy_legs", "fatigue_general", "cramps", "true_weakness", "leg_swell_any"]
)
def test_with_a_complaint_of_ours_beside_it_everything_is_judged_and_the_rest_is_named(ours: str) -> None:
    answer = looked_at(f"other_complaint {ours}")
    assert answer.verdict.headline != HEADLINE
    assert "main trouble is something else" in " ".join(answer.scope_notes)


@pytest.mark.parametrize(
    "more",
    [
        {"days": (Day(NOW.date(), fatigue_0_10=6),)},
        {"days": (Day(NOW.date(), heaviness_0_10=5),)},
        {"sites": (SiteRating("quads", "left", 3, NOW),)},
    ],
)
def test_what_was_recorded_counts_as_a_complaint_of_ours(more: dict[str, object]) -> None:
    assert looked_at("other_complaint", **more).verdict.headline != HEADLINE


@pytest.mark.parametrize(
    ("sign", "least"),
    [
        ("vision_loss", Urgency.EMERGENCY_NOW),
        ("chest_pain_now", Urgency.EMERGENCY_NOW),
        ("nonblanch_rash", Urgency.EMERGENCY_NOW),
        ("suicidal", Urgency.SAME_DAY),
        ("melaena", Urgency.SAME_DAY),
        ("weight_loss", Urgency.ROUTINE),
    ],
)
def test_general_red_flags_still_fire(sign: str, least: Urgency) -> None:
    alone, beside = looked_at(sign), looked_at(f"other_complaint {sign}")
    assert beside.verdict.urgency == alone.verdict.urgency >= least
    assert [flag.rule for flag in beside.red_flags_fired] == [flag.rule for flag in alone.red_flags_fired]
    if least >= Urgency.SAME_DAY:
        assert (beside.verdict.headline, beside.verdict.advice) == (alone.verdict.headline, alone.verdict.advice)


def test_an_illness_still_asks_for_rest() -> None:
    answer = looked_at("other_complaint fever")
    assert answer.verdict.headline == HEADLINE
    assert "do not train hard" in answer.verdict.advice


def test_nobody_is_out_of_scope_for_want_of_answers() -> None:
    assert looked_at("").verdict.headline != HEADLINE
    assert looked_at("", "other_complaint").verdict.headline != HEADLINE
