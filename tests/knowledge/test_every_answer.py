"""What holds for every finding: how long an answer stays valid, and what the findings of the muscle room rest on."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from unweary.knowledge import load

KNOWLEDGE = load()
#: What does not change by itself. Everything else must say for how long an answer holds.
UNTIL_CHANGED = {"age_ge50", "female", "sickle_trait", "sickle_disease", "spider_veins", "leg_ulcer_healed"}
_FILE = files("unweary.knowledge").joinpath("data", "findings_muscle.toml").read_text("utf-8")
MUSCLE = [entry["id"] for entry in tomllib.loads(_FILE)["finding"]]


def test_every_finding_says_how_long_an_answer_holds_unless_it_holds_until_changed() -> None:
    assert {kind.id for kind in KNOWLEDGE.findings.values() if kind.valid_days is None} == UNTIL_CHANGED


@pytest.mark.parametrize("kind", KNOWLEDGE.findings.values(), ids=lambda kind: kind.id)
def test_an_answer_holds_some_time_and_a_yes_never_shorter_than_a_no(kind) -> None:
    if kind.valid_days is not None:
        assert 0 < kind.valid_days <= 1100
    if kind.present_days is not None:
        assert kind.valid_days is not None
        assert kind.present_days >= kind.valid_days


@pytest.mark.parametrize(("name", "no", "yes"), [("pregnant", 28, 300), ("postpartum", 7, 42)])
def test_how_long_a_pregnancy_and_a_birth_hold_is_what_the_profile_uses_too(name: str, no: int, yes: int) -> None:
    kind = KNOWLEDGE.findings[name]
    assert (kind.valid_days, kind.present_days) == (no, yes)


@pytest.mark.parametrize("name", MUSCLE)
def test_every_question_of_the_muscle_room_weighs_causes_and_can_be_said_in_plain_words(name: str) -> None:
    rows = [row for row in KNOWLEDGE.likelihoods if row.finding == name]
    assert len(rows) >= 3
    for row in rows:
        assert row.sensitivity.mid > KNOWLEDGE.findings[name].leak.mid, row.cause
        assert row.sensitivity.source in ("kind_table", "overreaching_table")
        assert row.sensitivity.grade == "D"
    assert any(phrase.finding == name for phrase in KNOWLEDGE.lexicon)
