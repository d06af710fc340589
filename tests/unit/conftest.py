from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from unweary import knowledge as knowledge_room
from unweary.inference.findings import Findings, findings
from unweary.inference.state import state
from unweary.vocab.history import Answer, History, Profile
from unweary.vocab.knowledge import Knowledge

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
WOMAN_OF_36 = Profile(birth_year=1990, sex="F")


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return knowledge_room.load()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def person() -> Callable[..., History]:
    """A history from the findings answered yes and no half an hour ago, and anything else that History takes."""

    def build(yes: str = "", no: str = "", profile: Profile = WOMAN_OF_36, **rest: object) -> History:
        at = NOW - timedelta(minutes=30)
        answers = [Answer(finding, "present", at) for finding in yes.split()]
        answers += [Answer(finding, "absent", at) for finding in no.split()]
        more = rest.pop("answers", ())
        return History(as_of=NOW, profile=profile, answers=(*answers, *more), **rest)  # type: ignore[arg-type]

    return build


@pytest.fixture
def known(knowledge: Knowledge) -> Callable[[History], Findings]:
    def look(history: History) -> Findings:
        body = state(history, knowledge, history.as_of)
        return findings(history, knowledge, history.as_of, body.numbers, body.given)

    return look
