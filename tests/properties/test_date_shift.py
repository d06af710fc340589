"""Moving every time in a person's history by the same number of whole days changes nothing but the dates.

The year stays the same, because age is known from the year of birth only.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary import knowledge as knowledge_room
from unweary.assessment import assess
from unweary.reports.document import as_document
from unweary.service.person import read_person
from unweary.vocab.knowledge import Knowledge

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TIMES = {"as_of", "at", "started_at"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def reviewed() -> Knowledge:
    return knowledge_room.load()


def shifted(value: Any, days: int, key: str = "") -> Any:
    """The same JSON value with every time and date moved; clock times and offsets stay."""
    if isinstance(value, dict):
        return {name: shifted(inner, days, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [shifted(inner, days) for inner in value]
    if key in TIMES:
        return (datetime.fromisoformat(value) + timedelta(days=days)).isoformat()
    if key == "day":
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return value


def written(person: Any) -> str:
    """The result document as text."""
    document = as_document(assess(read_person(json.dumps(person)), reviewed()), reviewed())
    return json.dumps(document, ensure_ascii=False, indent=1)


@cache
def person(name: str) -> Any:
    return json.loads((SCENARIOS / f"{name}_person.json").read_text("utf-8"))


@cache
def unshifted(name: str) -> str:
    return written(person(name))


def moved_back(text: str, days: int) -> str:
    return DATE.sub(lambda found: (date.fromisoformat(found[0]) - timedelta(days=days)).isoformat(), text)


def test_shifting_moves_every_time_and_only_times() -> None:
    given_ = {"as_of": "2026-11-20T07:30:00+01:00", "days": [{"day": "2026-11-01", "sleep_h": 7}], "schema": 1}
    assert shifted(given_, -20) == {
        "as_of": "2026-10-31T07:30:00+01:00",
        "days": [{"day": "2026-10-12", "sleep_h": 7}],
        "schema": 1,
    }


@pytest.mark.parametrize("days", [-301, -7, -1, 1, 40])
@pytest.mark.parametrize(
    "name",
    [
        "own01_downhill_soreness",
        "own02_short_nights_heavy_week",
        "own05_fog_and_crashes",
        "own07_fever_before_a_race",
        "tri11_flu_two_weeks_ago",
        "saf04_squat_challenge",
    ],
)
def test_the_answer_does_not_depend_on_the_date(name: str, days: int) -> None:
    assert moved_back(written(shifted(person(name), days)), days) == unshifted(name)


@settings(max_examples=15, derandomize=True, deadline=None, database=None)
@given(
    name=st.sampled_from(sorted(path.name.removesuffix("_person.json") for path in SCENARIOS.glob("*_person.json"))),
    days=st.integers(-320, 41),
)
def test_nobody_in_the_scenarios_is_judged_by_the_calendar(name: str, days: int) -> None:
    assert moved_back(written(shifted(person(name), days)), days) == unshifted(name)
