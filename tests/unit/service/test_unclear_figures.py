"""A mark before three digits may part thousands or a fraction: at no door is CK 45 000 kept as 45."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from unweary.inference.own_words import propose
from unweary.service.lab_words import LabWords, lab_figure, lab_proposals
from unweary.service.person import packaged_knowledge
from unweary.service.possible import impossible
from unweary.vocab.errors import UserError
from unweary.vocab.history import Lab

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KNOWLEDGE = packaged_knowledge()
MARKS = (".", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019")
#: In a text another space may also part two results, and own words are not read where a mark stands.
ASKED = (".", ",", " ", "\u00a0")


@pytest.mark.parametrize("mark", ASKED)
@pytest.mark.parametrize("unit", [" U/L", ""])
def test_a_lab_text_asks_which_number_it_is(mark: str, unit: str) -> None:
    (test,) = lab_proposals(LabWords(f"CK 45{mark}000{unit}"), NOW, KNOWLEDGE).tests
    assert test.lab is None
    assert test.question == "45000 or 45? Write it without a mark between the digits."


@pytest.mark.parametrize("mark", ["\u2009", "\u202f", "'", "\u2019"])
def test_a_lab_text_takes_what_parts_thousands_and_nothing_else(mark: str) -> None:
    (test,) = lab_proposals(LabWords(f"CK 45{mark}000 U/L"), NOW, KNOWLEDGE).tests
    assert test.lab is not None
    assert test.lab.value == 45_000


def test_a_result_beside_the_one_before_it_is_asked() -> None:
    (test,) = lab_proposals(LabWords("CK 180 210 U/L"), NOW, KNOWLEDGE).tests
    assert (test.lab, test.question) == (None, "180210 or 180? Write it without a mark between the digits.")


@pytest.mark.parametrize(("text", "value"), [("TSH 0,125 mU/L", 0.125), ("TSH 4,125 mU/L", 4.125)])
def test_a_comma_before_three_digits_is_no_thousandfold(text: str, value: float) -> None:
    (test,) = lab_proposals(LabWords(text), NOW, KNOWLEDGE).tests
    assert test.lab is not None
    assert test.lab.value == value


@pytest.mark.parametrize("mark", [".", ","])
def test_a_typed_result_is_refused(mark: str) -> None:
    with pytest.raises(UserError, match="can be 45000 or 45"):
        lab_figure(f"45{mark}000", "ck", "U/L")


@pytest.mark.parametrize("mark", MARKS)
def test_own_words_do_not_read_it_at_all(mark: str) -> None:
    said = propose(f"my CK was 45{mark}000", KNOWLEDGE)
    assert not said.findings
    assert said.left_over


@pytest.mark.parametrize("text", ["K 4.125 mmol/L", "TSH 2.345 mIU/L", "Creatinine 84.500 umol/L"])
def test_a_number_that_can_be_only_one_is_read(text: str) -> None:
    (test,) = lab_proposals(LabWords(text), NOW, KNOWLEDGE).tests
    assert test.lab is not None


@pytest.mark.parametrize(
    ("text", "analyte", "value", "unit"),
    [
        ("K 6.8", "potassium", 6.8, "mmol/L"),
        ("K+ 6.8 mEq/L", "potassium", 6.8, "mEq/L"),
        ("Na\u207a 128", "sodium", 128.0, "mmol/L"),
        ("Ca2+ 2.4 mmol/L", "calcium", 2.4, "mmol/L"),
    ],
)
def test_a_salt_is_read_with_its_charge_and_without_a_unit_where_all_agree(
    text: str, analyte: str, value: float, unit: str
) -> None:
    (test,) = lab_proposals(LabWords(text), NOW, KNOWLEDGE).tests
    assert (test.analyte, test.value, test.unit, test.lab is not None) == (analyte, value, unit, True)


def test_a_unit_that_changes_the_number_is_still_asked() -> None:
    (test,) = lab_proposals(LabWords("Mg 0.8"), NOW, KNOWLEDGE).tests
    assert test.lab is None


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "meant"),
    [
        ("magnesium", 2.0, "mmol/L", "2 mg/dL"),
        ("magnesium", 0.8, "mg/dL", "0.8 mmol/L"),
    ],
)
def test_a_likely_mix_up_of_units_is_asked(analyte: str, value: float, unit: str, meant: str) -> None:
    (fault,) = impossible(Lab(analyte, value, unit, NOW), KNOWLEDGE)
    assert fault.code == "unit_mixed_up"
    assert f"did you mean {meant}" in fault.message


@pytest.mark.parametrize(
    ("analyte", "value", "unit"),
    [
        ("magnesium", 2.0, "mg/dL"),
        ("magnesium", 0.45, "mmol/L"),
        ("magnesium", 0.3, "mmol/L"),
        ("cortisol_am", 60, "nmol/L"),
        ("cortisol_am", 2, "nmol/L"),
        ("cortisol_am", 15, "ug/dL"),
        ("cortisol_am", 15, "nmol/L"),
    ],
)
def test_a_rare_value_that_no_other_unit_explains_is_kept(analyte: str, value: float, unit: str) -> None:
    assert not list(impossible(Lab(analyte, value, unit, NOW), KNOWLEDGE))


def test_a_cortisol_that_may_be_a_crisis_is_asked_in_a_text_and_kept_where_its_unit_was_said() -> None:
    (test,) = lab_proposals(LabWords("cortisol am 15 nmol/L"), NOW, KNOWLEDGE).tests
    assert test.lab is None
    assert "did you mean 15 ug/dL (413.9 nmol/L)?" in test.question
    (usual,) = lab_proposals(LabWords("cortisol am 15 ug/dL"), NOW, KNOWLEDGE).tests
    assert usual.lab is not None
