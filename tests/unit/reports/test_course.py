"""The usual course of soreness: told where that is what the place is called, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from unweary.reports.course import expected_course, picture
from unweary.service.person import packaged_knowledge
from unweary.vocab.assessment import SoreSite
from unweary.vocab.muscle import SoreReading

TODAY = date(2026, 11, 20)
WORDS = "fits soreness after training"
ACHE = SoreReading("soreness", "soreness after training", 0.9, 0.8, 0.95, (), (), ())
CLOT = SoreReading("clot", "a blood clot in a vein", 0.01, 0.0, 0.2, (), (), (), warned=True)
SITE = SoreSite("quads", "left", "Front of thigh", "quads", 6, 1, 2, (), WORDS, (ACHE,))


@pytest.fixture(scope="module")
def knowledge():
    """The knowledge that comes with this version: the course and the thresholds stand there."""
    return packaged_knowledge()


def test_the_days_are_counted_from_the_first_sore_one_and_carry_interval_and_grade(knowledge):
    course = expected_course(SITE, knowledge, TODAY)
    peak, gone = knowledge.parameters["sore_peak_h"], knowledge.parameters["sore_gone_days"]
    assert course.worst == (round(peak.low / 24), round(peak.high / 24))
    assert course.gone == (gone.low, gone.high)
    assert course.gone_on == (date(2026, 11, 23), date(2026, 11, 25))
    assert course.grade == peak.grade
    assert not course.late


@pytest.mark.parametrize(
    "other",
    [
        {"words": "not to be told yet"},
        {"words": "first rule out a blood clot"},
        {"words": "fits a pulled muscle", "readings": (replace(ACHE, kind="strain"),)},
        {"signs": ("swelling",)},
        {"signs": ("warmth",)},
        {"readings": (ACHE, CLOT)},
        {"readings": ()},
        {"days_sore": 0},
    ],
)
def test_where_anything_else_may_be_there_no_date_is_promised(knowledge, other):
    assert expected_course(replace(SITE, **other), knowledge, TODAY) is None


def test_what_is_still_to_check_does_not_take_the_course_away(knowledge):
    assert expected_course(replace(SITE, words=f"{WORDS}; still to check: dark urine"), knowledge, TODAY) is not None


@pytest.mark.parametrize(
    ("day", "change", "late"), [(3, 1.0, False), (4, 1.0, True), (4, -1.0, False), (7, 0.0, False), (8, -1.0, True)]
)
def test_soreness_that_rises_after_its_peak_or_outlasts_its_course_is_not_the_usual_one(knowledge, day, change, late):
    assert expected_course(replace(SITE, days_sore=day, change=change), knowledge, TODAY).late is late


def test_the_picture_marks_today_and_needs_no_style(knowledge):
    drawn = picture(expected_course(replace(SITE, days_sore=12), knowledge, TODAY))
    assert 'class="strong">8+</text>' in drawn
    assert "style" not in drawn
