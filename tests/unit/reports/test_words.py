from dataclasses import replace

import pytest

from unweary.reports.phrases import DISCLAIMER, NOT_ASKED_IS_NOT_NO
from unweary.reports.words import plan_lines, today_lines, verdict_words, why_lines
from unweary.vocab.assessment import Flag, Question, See, Withheld
from unweary.vocab.knowledge import Urgency
from unweary.vocab.logic import names


def text_of(sections) -> str:
    lines = []
    for section in sections:
        lines += [section.title, *section.lines]
        if section.table:
            lines += [" | ".join(row) for row in (section.table.header, *section.table.rows)]
    return "\n".join(lines)


def titles(sections) -> list[str]:
    return [section.title for section in sections]


def test_the_verdict_keeps_headline_advice_and_how_sure(assessment):
    words = verdict_words(assessment)
    assert (words.tone, words.word, words.headline) == ("modify", "Modify", "Go easier today.")
    assert words.urgency == ""
    assert words.sure.startswith("Fairly sure")


def test_an_emergency_stands_alone(emergency, knowledge):
    words = verdict_words(emergency)
    assert (words.tone, words.word) == ("emergency", "Emergency")
    sections = today_lines(emergency, knowledge, country="NO")
    assert titles(sections) == ["Call", "What this rests on"]
    text = text_of(sections)
    assert "dark urine: Muscle may be breaking down." in text
    assert "113 (emergency number, Norway)" in text
    assert "Low iron" not in text
    assert "In bed by 22:30" not in text


def test_without_a_country_no_number_is_guessed(emergency, knowledge):
    text = text_of(today_lines(emergency, knowledge))
    assert "113" not in text
    assert "Your own emergency number" in text


def test_the_crisis_line_stands_beside_the_emergency_number_for_self_harm(emergency, knowledge):
    flag = replace(emergency.red_flags_fired[0], rule="rf50")
    text = text_of(today_lines(replace(emergency, red_flags_fired=(flag,)), knowledge, country="NO"))
    assert "116 123 (crisis line, Norway)" in text


@pytest.mark.parametrize("finding", ["suicidal", "self_harm_now"])
def test_every_answer_about_harming_oneself_brings_the_crisis_line(emergency, finding):
    from unweary.service.person import packaged_knowledge

    knowledge = packaged_knowledge()
    rules = [rule.id for rule in knowledge.red_flags if finding in names(rule.when)]
    assert rules, f"no warning-sign rule looks at {finding}"
    for rule in rules:
        flag = replace(emergency.red_flags_fired[0], rule=rule)
        text = text_of(today_lines(replace(emergency, red_flags_fired=(flag,)), knowledge, country="NO"))
        assert f"{knowledge.countries['NO'].crisis} (crisis line, Norway)" in text


def test_there_is_no_crisis_line_for_a_bodily_emergency(emergency, knowledge):
    assert "116 123" not in text_of(today_lines(emergency, knowledge, country="NO"))


def test_the_plan_is_not_shown_in_an_emergency(emergency, knowledge):
    assert "In bed by 22:30" not in text_of(plan_lines(emergency, knowledge))


def test_today_says_what_was_checked_and_what_is_not_ruled_out_in_the_order_of_the_rules(assessment, knowledge):
    text = text_of(today_lines(assessment, knowledge))
    assert "150 rules checked: none holds." in text
    assert f"2 not ruled out, since some answers are missing. {NOT_ASKED_IS_NOT_NO}" in text
    assert "not asked yet: one swollen calf, dark urine. To answer: unweary check-in" in text


def test_of_many_open_signs_six_are_named_the_rest_counted_and_tests_only_counted(assessment):
    from unweary.service.person import packaged_knowledge

    knowledge = packaged_knowledge()
    asked = [name for name, kind in knowledge.findings.items() if kind.alarm and kind.collected_by == "self"][:9]
    lab = next(name for name, kind in knowledge.findings.items() if kind.collected_by == "lab")
    flags = tuple(Flag(f"r{n}", Urgency.SAME_DAY, "", "", "", (), (name,)) for n, name in enumerate([lab, *asked]))
    open_ = replace(assessment, red_flags_not_ruled_out=flags)
    text = text_of(today_lines(open_, knowledge))
    shown = [name for name in asked if knowledge.label(name) in text]
    assert shown == asked[:6]
    assert "and 3 more. To answer: unweary check-in" in text
    assert "1 more needs a test or a device: unweary why" in text
    assert knowledge.label(lab) not in text
    assert f"only a test or a device can tell: {knowledge.label(lab)}" in text_of(why_lines(open_, knowledge))


def test_a_question_for_a_number_says_how_to_type_the_number(assessment):
    from unweary.service.person import packaged_knowledge

    knowledge = packaged_knowledge()
    asked = replace(assessment, question=Question("weakness_days", "How many days ago?", "The number may change.", 1.0))
    assert "--answer weakness_days=NUMBER (in days; or unknown)" in text_of(today_lines(asked, knowledge))
    assert "--answer fever=present (or absent, or unknown)" in text_of(today_lines(assessment, knowledge))


def test_causes_show_chance_range_estimate_for_against_and_unknown(assessment, knowledge):
    text = text_of(today_lines(assessment, knowledge))
    assert "1. Low iron: possible, about 38 of 100 (17 to 65), estimate" in text
    assert "+ for: heavy periods (C)" in text
    assert "- against, since this is not so: pale skin (B)" in text
    assert "? not known: fever" in text
    assert "None of the causes we know: about 22 of 100." in text


def test_no_cause_is_said_plainly(assessment, knowledge):
    bare = replace(assessment, causes=replace(assessment.causes, ranked=()))
    assert "No cause stands out from what is known." in text_of(today_lines(bare, knowledge))


def test_whom_to_see_is_ordered_by_urgency(assessment, knowledge):
    see = (See(Urgency.ROUTINE, "family doctor", "A check.", "r1"), See(Urgency.WITHIN_DAYS, "doctor", "Iron.", "r2"))
    shown = replace(assessment, verdict=replace(assessment.verdict, see=see))
    section = today_lines(shown, knowledge)[0]
    assert section.lines == ("doctor, within days: Iron.", "family doctor, when it suits (routine): A check.")


def test_a_group_that_only_follows_the_body_is_counted_not_listed(assessment, knowledge):
    section = next(s for s in today_lines(assessment, knowledge) if s.title == "By muscle")
    assert [row[:3] for row in section.table.rows] == [("Front of thighs", "Pause", "6 of 10")]
    assert section.lines == ("All other groups: modify, like the whole body.",)


def test_sore_places_carry_side_the_score_before_days_and_signs(assessment, knowledge):
    section = next(s for s in today_lines(assessment, knowledge) if s.title == "Sore places")
    assert section.table.rows == (("Front of thigh, left", "6", "4", "2", "swollen, Usual so far."),)


def test_why_gives_every_number_with_its_source_and_bounds_as_bounds(assessment, knowledge):
    section = next(s for s in why_lines(assessment, knowledge) if s.title == "Numbers in use")
    assert ("ferritin", "5 ug/L or less", "blood test") in section.table.rows


def test_the_plan_shows_grades_warnings_and_what_is_held_back(assessment, knowledge):
    text = text_of(plan_lines(assessment, knowledge))
    assert "1. In bed by 22:30: 7 nights. evening. [B good]" in text
    assert "! Not with night shifts." in text
    assert "Sauna: Not while it is unknown whether you are pregnant." in text
    assert "to settle it, answer: fever" in text
    assert "Keep the salt in your food." in text


def test_a_withheld_kind_says_what_would_help(assessment, knowledge):
    thin = replace(assessment, kind=Withheld("Too few signs are known.", ("fever",)))
    text = text_of(today_lines(thin, knowledge))
    assert "Not known yet. Too few signs are known." in text
    assert "would help: fever" in text


def test_the_lines_themselves_never_repeat_the_disclaimer(assessment, knowledge):
    assert DISCLAIMER not in text_of(today_lines(assessment, knowledge))
