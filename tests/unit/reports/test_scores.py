"""Published scores and blood tests in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unweary.reports.scores import flag_words, lab_rows, range_words, score_lines, settled_first
from unweary.reports.words import why_lines


def test_an_open_score_says_what_it_could_be_and_what_is_missing(assessment, knowledge):
    lines = score_lines(assessment.instruments, knowledge)
    assert "Wells score for a leg clot: open: clot likely, or clot less likely (1 to 3 of 9)." in lines
    assert "  ? not known: one swollen calf" in lines
    assert "  A low score does not rule out a clot." in lines


def test_a_score_that_may_not_be_used_says_why_and_shows_no_number(assessment, knowledge):
    line = next(line for line in score_lines(assessment.instruments, knowledge) if "apnoea" in line)
    assert line == "Sleep apnoea score: not scored. Only for adults who are not pregnant."


def test_what_is_settled_stands_first(assessment):
    wells, apnoea = assessment.instruments
    settled = replace(wells, name="Insomnia", word="moderate", possible=())
    assert [result.name for result in settled_first((apnoea, wells, settled))] == [
        "Insomnia", "Wells score for a leg clot", "Sleep apnoea score",
    ]  # fmt: skip


def test_nothing_to_say_leaves_no_heading(assessment, knowledge):
    bare = replace(assessment, instruments=(), labs=())
    assert not {"Scores", "Blood tests"} & {section.title for section in why_lines(bare, knowledge)}
    assert {"Scores", "Blood tests"} <= {section.title for section in why_lines(assessment, knowledge)}


def test_a_blood_test_keeps_its_bound_its_unit_and_its_day(assessment):
    assert lab_rows(assessment.labs) == (
        ("ferritin", "<5 ug/L", "30 to 200", "low", "11 Nov 2026", "Read it beside CRP."),
    )


@pytest.mark.parametrize(
    ("low", "high", "flag", "range_", "word"),
    [
        (30.0, 200.0, "usual", "30 to 200", "usual"),
        (60.0, None, "usual", "60 or more", "not low"),
        (None, 10.0, "usual", "up to 10", "not high"),
        (None, 10.0, "high", "up to 10", "high"),
        (None, None, "", "", "open"),
    ],
)
def test_one_limit_alone_never_makes_a_value_usual(assessment, low, high, flag, range_, word):
    reading = replace(assessment.labs[0], low=low, high=high, flag=flag)
    assert (range_words(reading), flag_words(reading)) == (range_, word)
