"""Pain in a plaster that is out of proportion, or a limb hard as wood in it, is looked at the same day (BOAST 10)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary.service.person import assess
from unweary.vocab.history import Answer, History
from unweary.vocab.knowledge import Urgency

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("signs", "least"),
    [
        ("cast_paralysis pain_disproportionate", Urgency.SAME_DAY),
        ("cast_paralysis tense_hard_limb", Urgency.SAME_DAY),
        ("cast_paralysis pain_disproportionate numb_feet", Urgency.EMERGENCY_NOW),
        ("cast_paralysis", Urgency.NONE),
    ],
)
def test_pain_in_a_plaster(signs: str, least: Urgency) -> None:
    said = tuple(Answer(name, "present", NOW) for name in signs.split())
    assert assess(History(as_of=NOW, answers=said)).verdict.urgency == least
