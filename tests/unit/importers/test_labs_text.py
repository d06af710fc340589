"""Blood tests in plain text, as typed and as copied out of a report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unweary.importers.labs_text import read_text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ferritin 12 ng/mL (15-150)", ("ferritin", None, 12.0, "ng/mL")),
        ("Ferritin   12   15-150 ng/mL", ("ferritin", None, 12.0, "ng/mL")),
        ("Ferritin ng/mL 12 15 - 150", ("ferritin", None, 12.0, "ng/mL")),
        ("Ferritin L 12 ng/mL", ("ferritin", None, 12.0, "ng/mL")),
        ("Glucose\t5.2\tmmol/L\t3.9-5.8", ("glucose", None, 5.2, "mmol/L")),
        ("CRP < 5 mg/L", ("crp", "<", 5.0, "mg/L")),
        ("TSH ≤ 0.01 mIU/L", ("tsh", "<=", 0.01, "mU/L")),
        ("eGFR >90 mL/min/1.73 m²", ("egfr", ">", 90.0, "mL/min/1.73m2")),
        ("25-OH-Vitamin D: 45 nmol/l", ("vitamin_d", None, 45.0, "nmol/L")),
        ("Vitamin B12 = 300 ng/L", ("b12", None, 300.0, "ng/L")),
        ("D-Dimer 0,4 mg/L FEU", ("ddimer", None, 0.4, "mg/L FEU")),
        ("1. Hämoglobin 13,5 g/dl 12,0 - 16,0", ("haemoglobin", None, 13.5, "g/dL")),
        ("TSH 2.1", ("tsh", None, 2.1, "mU/L")),
        ("Mg 0.8", ("magnesium", None, 0.8, "")),
        ("MCV 88", ("mcv", None, 88.0, "fL")),
        ("T3 1.8 nmol/L", ("t3", None, 1.8, "nmol/L")),
    ],
)
def test_one_line_is_understood(text: str, said: tuple[object, ...]) -> None:
    (test,) = read_text(text).tests
    assert (test.analyte, test.comparator, test.value, test.unit) == said


def test_several_tests_share_a_line_and_its_day() -> None:
    said = read_text("Na 140 mmol/L K 4.1 mmol/L, Hb 11,8 g/dL 2026-11-02")
    assert [(test.analyte, str(test.on)) for test in said.tests] == [
        ("sodium", "2026-11-02"),
        ("potassium", "2026-11-02"),
        ("haemoglobin", "2026-11-02"),
    ]
    assert said.left == ()


def test_a_day_on_its_own_line_holds_for_the_lines_below() -> None:
    said = read_text("Collected 02.11.2026\nCK 450 U/L\nCollected 03.12.2025\nCK 120 U/L")
    assert [(test.value, str(test.on)) for test in said.tests] == [(450.0, "2026-11-02"), (120.0, "2025-12-03")]


def test_a_day_that_cannot_be_told_is_named_and_none_is_assumed() -> None:
    said = read_text("Hb 11.8 g/dL 03/04/25")
    assert (said.tests[0].on, said.unclear_days) == (None, ("03/04/25",))


@pytest.mark.parametrize(
    "text",
    [
        "Ferritin",
        "moon 12",
        "Ferritin 12-15 ng/mL",
        "Ferritin -12 ng/mL",
        "cortisol 300 nmol/L",
    ],
)
def test_what_may_mean_two_things_is_left_and_shown(text: str) -> None:
    said = read_text(text)
    assert said.tests == ()
    assert said.left == (text,)


@pytest.mark.parametrize("mark", [",", "."])
def test_thousands_or_a_fraction_are_asked_whatever_the_mark(mark: str) -> None:
    (test,) = read_text(f"platelets 250{mark}000 /uL").tests
    assert (test.value, test.unit, test.either) == (250_000.0, "/uL", (250_000.0, 250.0))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Ferritin",
                "Hb",
                "12",
                "<5",
                "11,8",
                "ng/mL",
                "g/dL",
                "2026-11-02",
                "03/04/25",
                "(15-150)",
                ";",
                ",",
                ":",
                "\n",
                "H",
                "*",
                "=",
                "≤",
                "T3",
                "x",
                "10^9/L",
                "\t",
                "(",
            ]
        ),
        max_size=30,
    ),
    st.text(max_size=20),
)
def test_any_text_is_read_without_an_error_and_no_test_is_made_up(words: list[str], tail: str) -> None:
    said = read_text(" ".join([*words, tail]))
    assert len(said.tests) <= sum(any(sign.isdigit() for sign in word) for word in [*words, *tail.split()]) + len(tail)
