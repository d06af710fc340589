"""What changes only how common a cause is, is asked too: a truthful person gets their cause in the interview."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.service.interview import step
from unweary.vocab.history import Answer, History, Profile

KNOWLEDGE = knowledge_room.load()
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
VIRUS = "fatigue_general fatigue_ge6wk infection_6wk onset_after_infection infection_over4wk pem_12_48h unrefreshing"
DONOR = "fatigue_general fatigue_ge6wk has_periods heavy_periods veg_vegan blood_donor"


@pytest.mark.parametrize(
    ("true", "risks", "cause"),
    [(VIRUS, "onset_after_infection", "post_viral"), (DONOR, "veg_vegan blood_donor", "iron_def")],
)
def test_who_answers_truthfully_is_asked_and_told(true: str, risks: str, cause: str) -> None:
    profile = Profile(birth_year=1990, sex="F", country="GB", pregnant=False, postpartum=False)
    history, asked = History(as_of=NOW, profile=profile), set()
    for page in range(25):
        found = assess(history, KNOWLEDGE)
        here = step(history, found, KNOWLEDGE, page)
        if here.ended:
            break
        asked |= {one.finding for one in here.asked}
        history = replace(history, answers=(*history.answers, *(_answer(one.finding, true) for one in here.asked)))
    assert here.ended
    assert set(risks.split()) <= asked
    assert found.causes.ranked[0].cause == cause
    assert found.causes.posterior[cause] > 0.5


def _answer(finding: str, true: str) -> Answer:
    if KNOWLEDGE.findings[finding].kind == "number":
        return Answer(finding, "unknown", NOW)
    return Answer(finding, "present" if finding in true.split() else "absent", NOW)
