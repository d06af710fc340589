"""Blood tests beside their range: for whom it holds, in which unit it is shown, and when nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from unweary.inference.findings import findings
from unweary.inference.lab_ranges import lab_readings
from unweary.inference.state import state
from unweary.knowledge import load
from unweary.service.person import assess, read_person
from unweary.service.possible import canonical
from unweary.vocab.history import Answer, History, Lab, Profile
from unweary.vocab.instruments import LabReading
from unweary.vocab.signals import ANALYTES
from unweary.vocab.units import accepted_units, from_canonical, to_canonical

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
MAN = Profile(birth_year=1980, sex="M")
WOMAN = Profile(birth_year=1985, sex="F", pregnant=False, postpartum=False)

#: The tests that rules read: each has its range.
RANGED = [entry.origin.removeprefix("lab:") for entry in load().quantities.values() if entry.origin.startswith("lab:")]
RANGED.append("creatinine")


def read(analyte: str, value: float, unit: str = "", profile: Profile = MAN, comparator: str | None = None,
         weeks: float | None = None) -> LabReading:  # fmt: skip
    lab = Lab(analyte, value, unit or ANALYTES[analyte].unit, NOW, comparator)  # type: ignore[arg-type]
    answers = () if weeks is None else (Answer("pregnancy_week", "present", NOW, value=weeks),)
    history = History(as_of=NOW, profile=profile, answers=answers, labs=(canonical(lab),))
    return readings(history)[0]


def readings(history: History, as_of: datetime = NOW) -> tuple[LabReading, ...]:
    body = state(history, load(), as_of)
    return lab_readings(history, load(), findings(history, load(), as_of, body.numbers, body.given), as_of)


# ---- limits


@pytest.mark.parametrize(
    ("analyte", "value", "profile", "flag"),
    [
        ("ferritin", 29.9, MAN, "low"), ("ferritin", 30.0, MAN, "usual"), ("ferritin", 301.0, MAN, "high"),
        ("ferritin", 201.0, WOMAN, "high"),
        ("haemoglobin", 129.0, MAN, "low"), ("haemoglobin", 130.0, MAN, "usual"),
        ("haemoglobin", 119.0, WOMAN, "low"), ("haemoglobin", 120.0, WOMAN, "usual"),
        ("tsat", 19.0, MAN, "low"), ("b12", 179.0, MAN, "low"), ("b12", 351.0, MAN, "usual"),
        ("vitamin_d", 29.0, MAN, "low"), ("vitamin_d", 50.0, MAN, "usual"),
        ("tsh", 4.6, MAN, "high"), ("tsh", 0.3, MAN, "low"),
        ("ck", 321.0, MAN, "high"), ("ck", 320.0, MAN, "usual"), ("ck", 201.0, WOMAN, "high"),
        ("potassium", 3.4, MAN, "low"), ("potassium", 5.4, MAN, "high"), ("sodium", 134.0, MAN, "low"),
        ("magnesium", 0.69, MAN, "low"), ("calcium_adjusted", 2.61, MAN, "high"),
        ("hba1c", 41.0, MAN, "usual"), ("hba1c", 48.0, MAN, "high"), ("crp", 10.5, MAN, "high"),
        ("egfr", 59.0, MAN, "low"), ("creatinine", 101.0, MAN, "high"), ("creatinine", 91.0, WOMAN, "high"),
        ("cortisol_am", 149.0, MAN, "low"), ("cortisol_am", 301.0, MAN, "usual"),
        ("ntprobnp", 401.0, MAN, "high"), ("ddimer", 500.0, MAN, "high"), ("ddimer", 499.0, MAN, "usual"),
    ],
)  # fmt: skip
def test_each_limit_lies_where_the_knowledge_puts_it(analyte: str, value: float, profile: Profile, flag: str) -> None:
    assert read(analyte, value, profile=profile).flag == flag


@pytest.mark.parametrize("analyte", RANGED)
@pytest.mark.parametrize("profile", [MAN, WOMAN])
def test_every_analyte_that_rules_read_has_a_range_for_grown_men_and_women(analyte: str, profile: Profile) -> None:
    rows = [row for row in load().lab_ranges if row.analyte == analyte and row.sex in (None, profile.sex)]
    assert any(row.low is not None or row.high is not None for row in rows)
    assert all(row.unit == ANALYTES[analyte].unit for row in rows)


@pytest.mark.parametrize("analyte", [name for name in ANALYTES if name not in RANGED])
def test_a_test_that_no_rule_reads_is_shown_without_a_range_and_without_a_judgement(analyte: str) -> None:
    low, high = ANALYTES[analyte].low, ANALYTES[analyte].high
    reading = read(analyte, (low + high) / 2)
    assert (reading.value, reading.unit, reading.flag) == ((low + high) / 2, ANALYTES[analyte].unit, "")
    assert (reading.low, reading.high, reading.source) == (None, None, "")
    assert "laboratory" in reading.note


@pytest.mark.parametrize(
    ("analyte", "value", "word"),
    [("b12", 180.0, "second test"), ("b12", 350.0, "second test"), ("vitamin_d", 49.0, "thin"),
     ("cortisol_am", 150.0, "repeated"), ("cortisol_am", 300.0, "repeated"), ("hba1c", 42.0, "above usual")],
)  # fmt: skip
def test_where_a_guideline_leaves_it_open_nothing_is_called_usual(analyte: str, value: float, word: str) -> None:
    reading = read(analyte, value)
    assert (reading.flag, reading.low, reading.high) == ("", None, None)
    assert word in reading.note


@pytest.mark.parametrize(("born", "limit"), [(1990, 500), (1966, 600), (1956, 700), (1945, 800)])
def test_the_limit_of_d_dimer_rises_with_age(born: int, limit: int) -> None:
    old = Profile(birth_year=born, sex="M")
    assert read("ddimer", limit, profile=old).flag == "high"
    assert read("ddimer", limit - 1, profile=old).flag == "usual"


def test_the_range_of_d_dimer_and_the_finding_that_rules_use_agree() -> None:
    for born in (1990, 1966, 1956, 1945):
        for value in (499, 500, 599, 600, 699, 700, 799, 800):
            lab = Lab("ddimer", value, "ng/mL FEU", NOW)
            history = History(as_of=NOW, profile=Profile(birth_year=born, sex="M"), labs=(lab,))
            body = state(history, load(), NOW)
            raised = findings(history, load(), NOW, body.numbers, body.given).truth("ddimer_pos")
            assert (readings(history)[0].flag == "high") is raised, (born, value)


# ---- for whom


@pytest.mark.parametrize("analyte", [name for name in RANGED if name != "haemoglobin"])
def test_in_pregnancy_there_is_no_range_but_for_haemoglobin(analyte: str) -> None:
    reading = read(analyte, 100.0, profile=Profile(birth_year=1994, sex="F", pregnant=True))
    assert (reading.flag, reading.low, reading.high, reading.source) == ("", None, None, "")
    assert "pregnancy" in reading.note


@pytest.mark.parametrize(("weeks", "low"), [(10, 110.0), (20, 105.0), (30, 110.0)])
def test_haemoglobin_in_pregnancy_is_read_by_trimester(weeks: float, low: float) -> None:
    profile = Profile(birth_year=1994, sex="F", pregnant=True)
    assert read("haemoglobin", low - 1, profile=profile, weeks=weeks).flag == "low"
    reading = read("haemoglobin", low, profile=profile, weeks=weeks)
    assert (reading.flag, reading.low) == ("usual", low)


@pytest.mark.parametrize(
    ("profile", "what"),
    [
        (Profile(), "sex"),
        (Profile(birth_year=1980), "sex"),
        (Profile(sex="M"), "age"),
        (Profile(birth_year=1990, sex="F"), "pregnan"),
    ],
)
def test_while_sex_age_or_pregnancy_is_not_known_no_range_is_shown(profile: Profile, what: str) -> None:
    reading = read("haemoglobin", 115.0, profile=profile)
    assert (reading.flag, reading.low, reading.high) == ("", None, None)
    assert what in reading.note


def test_under_18_no_range_is_shown() -> None:
    assert read("haemoglobin", 100.0, profile=Profile(birth_year=2012, sex="M")).flag == ""
    assert read("haemoglobin", 100.0, profile=Profile(birth_year=2008, sex="M")).flag == ""


def test_athletes_are_told_that_their_ck_runs_higher() -> None:
    assert "1083" in read("ck", 700.0).note
    assert "513" in read("ck", 400.0, profile=WOMAN).note


# ---- bounds


@pytest.mark.parametrize(
    ("value", "comparator", "flag"),
    [(15.0, "<", "low"), (30.0, "<", "low"), (31.0, "<", ""), (30.0, "<=", ""), (300.0, ">", "high"), (200.0, ">", ""),
     (300.0, ">=", ""), (301.0, ">=", "high")],
)  # fmt: skip
def test_a_bound_is_flagged_only_where_it_decides(value: float, comparator: str, flag: str) -> None:
    reading = read("ferritin", value, comparator=comparator)
    assert (reading.flag, reading.comparator, reading.value) == (flag, comparator, value)


def test_a_bound_under_a_range_without_a_lower_limit_is_usual() -> None:
    assert read("crp", 5.0, comparator="<").flag == "usual"
    assert read("crp", 5.0, comparator=">").flag == ""


# ---- as written


@pytest.mark.parametrize(
    ("analyte", "value", "unit", "low", "high"),
    [
        ("haemoglobin", 13.5, "g/dL", 13.0, 17.0),
        ("ferritin", 80.0, "ng/mL", 30.0, 300.0),
        ("vitamin_d", 30.0, "ng/mL", 30.0 / 2.496, 125.0 / 2.496),
        ("magnesium", 2.0, "mg/dL", 0.7 / 0.4114, 1.0 / 0.4114),
        ("crp", 0.4, "mg/dL", None, 1.0),
    ],
)  # fmt: skip
def test_value_and_unit_stay_as_written_and_the_range_follows(
    analyte: str, value: float, unit: str, low: float | None, high: float | None
) -> None:
    reading = read(analyte, value, unit)
    assert (reading.value, reading.unit, reading.flag) == (value, unit, "usual")
    assert reading.low == (None if low is None else pytest.approx(low))
    assert reading.high == pytest.approx(high)


def test_every_unit_that_is_read_can_be_shown_again() -> None:
    for analyte in ANALYTES:
        for unit in accepted_units(analyte):
            assert from_canonical(analyte, to_canonical(analyte, 7.25, unit), unit) == pytest.approx(7.25)


def test_what_was_written_reaches_the_answer_from_a_document() -> None:
    text = """{"as_of": "2026-11-20T07:30:00Z", "profile": {"birth_year": 1980, "sex": "M"},
        "labs": [{"analyte": "haemoglobin", "value": 12.9, "unit": "g / dL", "at": "2026-11-10T08:00:00Z"}]}"""
    (reading,) = assess(read_person(text)).labs
    assert (reading.value, reading.unit, reading.low, reading.flag) == (12.9, "g / dL", pytest.approx(13.0), "low")


def test_what_was_written_is_not_believed_where_it_disagrees() -> None:
    lab = replace(Lab("haemoglobin", 135.0, "g/L", NOW), written="6.0 g/dL")
    (reading,) = readings(History(as_of=NOW, profile=MAN, labs=(lab,)))
    assert (reading.value, reading.unit, reading.flag) == (135.0, "g/L", "usual")


# ---- which value


def test_the_newest_value_up_to_the_moment_counts() -> None:
    days = [timedelta(days=n) for n in (400, 3, -2)]
    labs = tuple(Lab("ferritin", 10.0 * n, "ug/L", NOW - day) for n, day in enumerate(days, start=1))
    history = History(as_of=NOW, profile=MAN, labs=labs)
    assert [reading.value for reading in readings(history)] == [20.0]
    assert [reading.value for reading in readings(history, NOW - timedelta(days=10))] == [10.0]


def test_an_old_value_is_still_shown_with_its_day() -> None:
    old = Lab("b12", 200.0, "ng/L", NOW - timedelta(days=900))
    (reading,) = readings(History(as_of=NOW, profile=MAN, labs=(old,)))
    assert (reading.at, reading.flag) == (old.at, "")
    assert "second test" in reading.note


def test_readings_stand_in_the_order_of_the_registry() -> None:
    labs = (Lab("crp", 1.0, "mg/L", NOW), Lab("ferritin", 50.0, "ug/L", NOW))
    found: Callable[[History], tuple[LabReading, ...]] = readings
    assert [reading.analyte for reading in found(History(as_of=NOW, labs=labs))] == ["ferritin", "crp"]
