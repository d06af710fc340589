"""What the web says in its own texts is said in the same words by the report and the terminal."""

from __future__ import annotations

from unweary.interfaces.web.texts import say
from unweary.reports.phrases import ACTION_WORDS, DISCLAIMER, GRADE_WORDS, URGENCY_WORDS
from unweary.reports.timeline import MARK_WORDS


def test_a_verdict_a_date_and_a_grade_have_the_same_name_in_the_web_and_in_the_report():
    assert {action: say(f"verdict.{action}") for action in ACTION_WORDS} == ACTION_WORDS
    assert {grade: say(f"remedy_grade.{grade}") for grade in GRADE_WORDS} == GRADE_WORDS
    soon = {urgency: words[:1].upper() + words[1:] for urgency, words in URGENCY_WORDS.items()}
    assert {urgency: say(f"urgency.{urgency.word}") for urgency in URGENCY_WORDS} == soon


def test_a_mark_of_a_day_and_the_disclaimer_are_the_same_too():
    assert {mark: say(f"marks.{mark}") for mark in MARK_WORDS} == MARK_WORDS
    assert say("menu.disclaimer") == DISCLAIMER
