"""The questions lead to the danger: what is asked next when one alarming sign is there and its partner is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.decisions.red_flags import check
from unweary.inference.findings import findings
from unweary.inference.state import state
from unweary.vocab.assessment import Assessment
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Urgency

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SCREENS = tuple(finding for screen in knowledge_room.load().screens for finding in screen.findings)


def person(present: str, unread: Collection[str] = ()) -> History:
    """Somebody who ticked these signs and 'none of these' on the rest of every screen, but for what is unread."""
    said = present.split()
    denied = [finding for finding in SCREENS if finding not in said and finding not in unread]
    answers = [Answer(f, "present", NOW) for f in said] + [Answer(f, "absent", NOW) for f in denied]
    return History(as_of=NOW, profile=Profile(birth_year=1992, sex="F"), answers=tuple(answers))


def asked_until(urgency: Urgency, history: History, truly: Mapping[str, float | None], most: int) -> list[str]:
    """The questions that the person answers truly, until this urgency shows."""
    asked: list[str] = []
    for _ in range(most):
        seen: Assessment = assess(history, knowledge_room.load())
        if seen.verdict.urgency >= urgency or seen.question is None:
            break
        name = seen.question.finding
        asked.append(name)
        answer = Answer(name, "present" if name in truly else "absent", NOW, value=truly.get(name))
        history = History(as_of=NOW, profile=history.profile, answers=(*history.answers, answer))
    assert assess(history, knowledge_room.load()).verdict.urgency >= urgency, asked
    return asked


@pytest.mark.parametrize(
    ("ticked", "rest", "urgency", "most"),
    [
        ("severe_muscle_pain", {"novel_extreme_ex": None}, Urgency.SAME_DAY, 3),
        ("polyuria_thirst", {"weight_loss": None}, Urgency.SAME_DAY, 3),
        ("groin_load_pain", {"load_spike": None, "sport_impact": None}, Urgency.SAME_DAY, 4),
        ("nausea_vomit postural_dizzy_sev", {"steroid_long": None}, Urgency.EMERGENCY_NOW, 6),
        ("palpitations", {"breathless_exert": None, "near_faint": None}, Urgency.SAME_DAY, 6),
        ("palpitations", {"breathless_exert": None, "infection_6wk": None}, Urgency.WITHIN_DAYS, 6),
        (
            "palpitations",
            {"breathless_exert": None, "infection_6wk": None, "breathless_new3mo": None, "breathless_new4wk": None},
            Urgency.EMERGENCY_NOW,
            8,
        ),
        (
            "numb_feet",
            {"prox_weak": None, "true_weakness": None, "infection_6wk": None, "weakness_days": 6.0},
            Urgency.SAME_DAY,
            20,
        ),
        ("numb_feet true_weakness", {"infection_6wk": None, "weakness_days": 6.0}, Urgency.EMERGENCY_NOW, 12),
    ],
)
def test_an_alarming_sign_is_followed_by_the_question_that_settles_it(
    ticked: str, rest: Mapping[str, float | None], urgency: Urgency, most: int
) -> None:
    asked = asked_until(urgency, person(ticked, rest), rest, most)
    assert set(asked) & set(rest), asked


def test_the_easy_alternative_of_a_rule_stands_before_the_one_that_needs_a_tape() -> None:
    knowledge = knowledge_room.load()
    history = person("muscle_ache unilateral_limb", ("leg_swell_any",))
    body = state(history, knowledge, NOW)
    flags = check(knowledge, findings(history, knowledge, NOW, body.numbers, body.given))
    open_ = {flag.rule: flag.missing for flag in flags.not_ruled_out}
    assert open_["rf08_dvt_possible"][0] == "leg_swell_any"


def test_a_rule_for_which_a_rare_sign_is_there_stands_before_rules_that_nothing_speaks_for() -> None:
    knowledge = knowledge_room.load()
    history = person("severe_muscle_pain", ("novel_extreme_ex",))
    body = state(history, knowledge, NOW)
    flags = check(knowledge, findings(history, knowledge, NOW, body.numbers, body.given))
    order = [flag.rule for flag in flags.not_ruled_out]
    assert order.index("rf16_rhabdo_possible") < order.index("rf88_hot_red_limb")
