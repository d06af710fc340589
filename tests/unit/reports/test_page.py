import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from unweary.assessment import assess
from unweary.reports.page import report_html
from unweary.reports.phrases import DISCLAIMER
from unweary.service.person import packaged_knowledge
from unweary.vocab.history import Answer, History, Look, Profile

VOID = {"meta", "br", "img", "hr", "input", "link", "circle", "path", "rect"}


class Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """A closed shape of a chart opens nothing."""

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def words_of(page: str) -> str:
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    return re.sub(r"\s+", " ", " ".join(parser.words))


@pytest.fixture
def page(assessment, history, knowledge) -> str:
    return report_html(assessment, history, knowledge, question="Is a blood test worthwhile?")


def test_the_page_is_well_formed_and_loads_nothing_from_elsewhere(page):
    words_of(page)
    assert not re.search(r"(src|href)=|https?:|@import|url\(|<script", page)


def test_the_patients_question_comes_before_everything_else(page):
    words = words_of(page)
    places = [words.index(text) for text in (
        "My question: Is a blood test worthwhile?", "What changed", "Tests worth discussing", "Red flags:",
        "Causes considered", "What the patient was told today", "What was recorded",
    )]  # fmt: skip
    assert places == sorted(places)


def test_without_a_question_there_is_a_line_to_write_on(assessment, history, knowledge):
    assert '<span class="line">' in report_html(assessment, history, knowledge)


def test_red_flags_asked_and_absent_stand_apart_from_those_not_asked(page):
    words = words_of(page)
    assert "150 rules run, 0 fired, 2 not ruled out" in words
    assert "Asked, absent: dark urine." in words
    not_asked = words[words.index("Not asked:") : words.index("'Not asked' is not 'no'.")]
    assert "one swollen calf" in not_asked
    assert "fever" in not_asked


def test_a_fired_flag_is_boxed_with_its_reason_and_rule(emergency, history, knowledge):
    page = report_html(emergency, history, knowledge)
    assert 'class="urgent"' in page
    assert "See someone now (emergency): Go to hospital now." in words_of(page)
    assert "Because: dark urine. Rule rf14." in words_of(page)


def test_causes_carry_clinical_name_chance_range_ratios_and_estimate_marks(page):
    words = words_of(page)
    assert "Iron deficiency without anaemia" in words
    assert "possible, 38 of 100 (17 to 65), estimate" in words
    assert "heavy periods (3.0 C*)" in words
    assert "no pale skin (0.7 B)" in words


def test_tests_plan_grades_and_digest_are_on_the_page(page, assessment):
    words = words_of(page)
    assert "Ferritin, full blood count" in words
    assert "B good" in words
    assert assessment.knowledge_digest[:16] in words


def test_the_disclaimer_stands_once(page):
    assert words_of(page).count(DISCLAIMER) == 1


def test_a_lab_bound_stays_a_bound_with_its_date(page):
    assert "ferritin <5 µg/L 30 to 200 low 11 Nov 2026" in words_of(page)


def test_scores_stand_with_what_is_open_and_one_that_may_not_be_used_says_why(page):
    words = words_of(page)
    assert "Wells score for a leg clot: open: clot likely, or clot less likely (1 to 3 of 9)" in words
    assert "Not known: one swollen calf" in words
    assert "Sleep apnoea score: not scored" in words
    assert "not scored. Only for adults who are not pregnant." in words


def test_words_of_the_person_are_escaped(assessment, history, knowledge):
    bad = replace(history, profile=Profile(medicines=("<script>alert(1)</script>",)))
    page = report_html(assessment, bad, knowledge, question="<b>bold</b>")
    assert "<script" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_a_danger_that_has_passed_is_told_with_its_days_until_it_was_looked_at_and_after_that():
    knowledge = packaged_knowledge()
    now = datetime(2026, 11, 20, 9, tzinfo=UTC)
    calm = History(now, answers=(Answer("heavy_legs", "present", now),))
    pain = Answer("chest_pain_now", "present", now - timedelta(hours=25))
    passed = replace(calm, answers=(*calm.answers, pain, Answer("chest_pain_now", "absent", now)))
    looked = replace(passed, looks=(Look("chest_pain_now", now.date(), now),))
    told = [words_of(report_html(assess(each, knowledge), each, knowledge)) for each in (calm, passed, looked)]
    assert ["nobody has looked at it as far as told: read it below first" in words for words in told] == [
        False, True, False,
    ]  # fmt: skip
    there = "yes on 19 November 2026 (then: now (emergency)), no since 20 November 2026"
    assert there not in told[0]
    assert f"{there}, not looked at, as far as told." in told[1]
    assert f"{there}, looked at by a clinician on 20 November 2026, as the patient says." in told[2]


def test_an_empty_history_still_makes_a_page(assessment, knowledge):
    words = words_of(report_html(assessment, History(as_of=assessment.as_of), knowledge))
    assert "Covers nothing recorded yet" in words
    assert "Too few days for a picture." in words


def test_resting_heart_rate_of_two_devices_is_not_mixed(page):
    assert "1 other source not mixed in" in words_of(page)
    assert "71" not in re.findall(r'<text[^>]*text-anchor="end">([^<]*)</text>', page)


def test_there_is_no_score_of_our_own(page):
    assert not re.search(r"\b(readiness|recovery|unweary) (score|index)\b", page, re.I)
