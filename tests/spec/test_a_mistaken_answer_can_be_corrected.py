"""A slip of the finger is put right in one step: the answer today changes at once, and the past stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from unweary.service import CheckIn, Unweary, open_home
from unweary.vocab.history import Answer, Day, Lab, SiteRating

OSLO = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=OSLO)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Unweary]:
    with open_home(tmp_path / "home", clock=lambda: NOW) as opened:
        yield opened


def test_a_warning_sign_tapped_by_mistake_no_longer_sends_anyone_to_hospital(person: Unweary) -> None:
    slip = person.answer("chest_pain_now", "present")
    assert person.assess_today().red_flags_fired != ()
    right = person.correct(slip.id, Answer("chest_pain_now", "absent", NOW))
    assessment = person.assess_today()
    assert assessment.red_flags_fired == ()
    assert {state.finding: state.state for state in assessment.findings}["chest_pain_now"] is False
    assert person.facts("answer") == (right,)
    assert right.corrects == slip.id


def test_a_warning_sign_denied_by_mistake_counts_once_it_is_put_right(person: Unweary) -> None:
    slip = person.answer("chest_pain_now", "absent")
    before = person.assess_today().verdict.urgency
    person.correct(slip.id, Answer("chest_pain_now", "present", NOW))
    assert person.assess_today().verdict.urgency > before


def test_taking_an_answer_back_makes_it_unknown_and_not_no(person: Unweary) -> None:
    slip = person.answer("chest_pain_now", "absent")
    person.correct(slip.id, None)
    assert "chest_pain_now" not in {state.finding for state in person.assess_today().findings}
    assert any("chest_pain_now" in screen.findings for screen in person.check_in_form().screens)


def test_taking_an_answer_back_does_not_bring_an_older_slip_to_life(person: Unweary) -> None:
    first = person.answer("fever", "present")
    second = person.correct(first.id, Answer("fever", "absent", NOW))
    person.correct(second.id, None)
    assert person.history().answers == ()


def test_the_old_entry_stays_in_the_store(person: Unweary) -> None:
    slip = person.answer("fever", "present")
    person.correct(slip.id, None)
    assert person.facts() == ()
    assert person._store.fact(slip.id) == slip


def test_a_day_marked_ill_by_mistake_is_put_right(person: Unweary) -> None:
    (row,) = person.check_in(CheckIn(Day(NOW.date(), fatigue_0_10=3, marks=("sick",))))
    assert person.assess_today().verdict.action == "pause"
    person.correct(row.id, Day(NOW.date(), fatigue_0_10=3))
    assert person.history().days == (Day(NOW.date(), fatigue_0_10=3),)
    assert person.assess_today().verdict.action != "pause"


def test_a_wrong_place_on_the_body_map_is_taken_off(person: Unweary) -> None:
    (row,) = person.check_in(CheckIn(sites=(SiteRating("quads", "left", 9, NOW, ("swelling",)),)))
    assert person.assess_today().soreness != ()
    person.correct(row.id, None)
    assert person.assess_today().soreness == ()


def test_a_blood_test_typed_in_the_wrong_unit_is_put_right(person: Unweary) -> None:
    (row,) = person.add([Lab("haemoglobin", 135, "g/L", NOW - timedelta(days=1))])
    person.correct(row.id, Lab("haemoglobin", 8.5, "g/dL", NOW - timedelta(days=1)))
    numbers = {value.quantity: value.low for value in person.assess_today().quantities}
    assert numbers["hb_g_l"] == 85.0


def test_a_correction_survives_closing_and_opening(tmp_path: Path) -> None:
    with open_home(tmp_path, clock=lambda: NOW) as person:
        person.correct(person.answer("fever", "present").id, Answer("fever", "absent", NOW))
    with open_home(tmp_path, clock=lambda: NOW) as person:
        assert [answer.state for answer in person.history().answers] == ["absent"]
