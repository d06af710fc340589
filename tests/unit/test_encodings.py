"""The published cases in validation/encodings are readable, and hold our own words only."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from unweary.service.person import read_person
from unweary.vocab.knowledge import Knowledge

ENCODINGS = Path(__file__).parents[2] / "validation" / "encodings"
COUNTS = {"semigran": 15, "published_emergencies": 4, "avey_in_domain": 17, "ktas": 57}
AS_OF = datetime(2026, 11, 20, 12, tzinfo=UTC)


def encoded(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = json.loads((ENCODINGS / f"{name}.json").read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("name", COUNTS)
def test_every_encoded_person_reads_and_nothing_in_it_lies_after_its_time(name: str, knowledge: Knowledge) -> None:
    for case in encoded(name):
        history = read_person(json.dumps(case["person"]), case["id"], knowledge)
        assert history.as_of == AS_OF, case["id"]
        times = {item.at for item in history.answers} | {item.at for item in history.observations}
        times |= {lab.at for lab in history.labs}
        assert times <= {AS_OF}, case["id"]


@pytest.mark.parametrize("name", COUNTS)
def test_no_encoded_person_answers_a_finding_twice(name: str) -> None:
    for case in encoded(name):
        answered = [answer["finding"] for answer in case["person"].get("answers", ())]
        assert len(answered) == len(set(answered)), case["id"]


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_each_set_is_complete(name: str, count: int) -> None:
    assert len(encoded(name)) == count


def test_ids_are_unique_over_all_sets() -> None:
    ids = [case["id"] for name in COUNTS for case in encoded(name)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", COUNTS)
def test_a_case_holds_no_label_and_no_text_longer_than_80_characters(name: str) -> None:
    for case in encoded(name):
        assert set(case) == {"id", "person", "unencoded"}, case["id"]
        profile = case["person"].get("profile", {})
        words = (*case["unencoded"], *profile.get("conditions", ()), *profile.get("medicines", ()))
        assert all(0 < len(word) <= 80 for word in words), case["id"]


def test_no_row_of_a_real_visit_is_kept() -> None:
    for case in encoded("ktas"):
        assert set(case["person"]) <= {"schema", "as_of", "answers"}, case["id"]
