"""That a clinician has looked at a danger that has passed: kept, changed, taken back, refused where it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import Unweary, open_home
from unweary.vocab.errors import UserError
from unweary.vocab.history import Answer, Look, State

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=1)))
FRIDAY, THURSDAY, WEDNESDAY = (date(2026, 11, day) for day in (20, 19, 18))


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def person(tmp_path: Path, clock: Clock) -> Iterator[Unweary]:
    """Chest pain on Wednesday and a face droop on Thursday, both answered 'no' since."""
    with open_home(tmp_path, clock=clock) as opened:
        say(opened, "chest_pain_now", "present", NOW - timedelta(days=2))
        say(opened, "fast_positive", "present", NOW - timedelta(days=1))
        say(opened, "chest_pain_now", "absent", NOW - timedelta(hours=1))
        say(opened, "fast_positive", "absent", NOW - timedelta(hours=1))
        yield opened


def say(person: Unweary, finding: str, state: State, at: datetime) -> None:
    person.add((Answer(finding, state, at),))


def looked(person: Unweary) -> dict[str, date | None]:
    return {danger.finding: danger.looked_on for danger in person.looking.dangers()}


def refused(person: Unweary, finding: str, day: date | None = None) -> str:
    with pytest.raises(UserError) as wrong:
        person.looking.say(finding, day)
    return wrong.value.code


def test_a_look_is_kept_with_its_day_and_touches_no_other_danger(person: Unweary) -> None:
    assert looked(person) == {"chest_pain_now": None, "fast_positive": None}
    row = person.looking.say("chest_pain_now", THURSDAY)
    assert row is not None
    assert isinstance(row.value, Look)
    assert looked(person) == {"chest_pain_now": THURSDAY, "fast_positive": None}
    words = {danger.finding: danger.words for danger in person.looking.dangers()}
    assert "Looked at by a clinician on 19 November (you said)." in words["chest_pain_now"]
    assert "if no doctor has looked at it since" in words["fast_positive"]


def test_the_same_again_changes_nothing_and_another_day_puts_it_right(person: Unweary) -> None:
    first = person.looking.say("fast_positive", THURSDAY)
    assert person.looking.say("fast_positive", THURSDAY) == first
    person.looking.say("fast_positive")
    assert looked(person)["fast_positive"] == FRIDAY
    assert len(person.looking.rows()) == 1


def test_a_look_can_be_taken_back_twice_and_stays_in_the_store(person: Unweary) -> None:
    person.looking.say("chest_pain_now")
    for _ in range(2):
        assert person.looking.say("chest_pain_now", looked=False) is None
    assert looked(person)["chest_pain_now"] is None
    assert [row.kind for row in person._store.ledger()].count("look") == 2


@pytest.mark.parametrize(
    ("finding", "day", "code"),
    [
        ("chest_pain_now", date(2026, 11, 21), "future"),
        ("chest_pain_now", date(2026, 11, 17), "too_early"),
        ("fast_positive", WEDNESDAY, "too_early"),
        ("chest_pane", None, "unknown_id"),
        ("fever", None, "no_danger"),
    ],
)
def test_what_cannot_be_is_refused_in_words(person: Unweary, finding: str, day: date | None, code: str) -> None:
    assert refused(person, finding, day) == code
    assert person.looking.rows() == ()


def test_what_is_there_now_cannot_be_looked_away(person: Unweary) -> None:
    person.looking.say("chest_pain_now")
    say(person, "chest_pain_now", "present", NOW)
    assert refused(person, "chest_pain_now") == "still_there"
    assert person.assess_today().verdict.urgency.word == "emergency_now"


def test_what_comes_back_after_the_look_and_passes_again_is_new(person: Unweary, clock: Clock) -> None:
    person.looking.say("chest_pain_now", FRIDAY)
    clock.now = NOW + timedelta(hours=2)
    say(person, "chest_pain_now", "present", clock.now)
    clock.now += timedelta(hours=20)
    say(person, "chest_pain_now", "absent", clock.now)
    assert looked(person)["chest_pain_now"] is None
    person.looking.say("chest_pain_now")
    assert looked(person)["chest_pain_now"] == date(2026, 11, 21)
    # Each episode keeps its own look; taking back the second leaves the first.
    person.looking.say("chest_pain_now", looked=False)
    assert [row.value.day for row in person.looking.rows() if isinstance(row.value, Look)] == [FRIDAY]
